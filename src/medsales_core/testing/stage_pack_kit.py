"""What every stage pack must keep, as tests: subclass `StagePackConformance` in the tests of a pack."""

from abc import ABC
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
import tomli_w

from medsales_core.config import Diagnostic
from medsales_core.engine.process import Stage
from medsales_core.model.facts import Facts
from medsales_core.playbook import Playbook
from medsales_core.playbook.load import check_playbook, load_playbook
from medsales_core.plugins import Registry
from medsales_core.ports.check import Check
from medsales_core.rules.inverting import CannotSatisfy, satisfy, violations
from medsales_core.rules.requirement import Outcome, Requirement, Severity
from medsales_core.testing.conduct import MOMENT, check_spoken
from medsales_core.testing.journey import Step, Traveller
from medsales_core.testing.plugin_kit import home_of, plugin_of

__all__ = ["StagePackConformance"]


class StagePackConformance(ABC):
    """What holds of a plugin that brings stages and requirements, where a playbook enables it, one test each.

    ::

        class TestTender(StagePackConformance):
            package = "medsales_tender"
            changes = frozenset({"to-negotiation"})     # it goes by way of the tender now

    Every gate of the pack is opened and shut with facts made for it, so a gate that cannot be opened, or cannot
    be shut, is found without an example being written.
    """

    #: The package that holds the manifest, and the layers that it names.
    package: ClassVar[str]

    #: What the playbook stands on that enables it.
    base: ClassVar[str] = "medsales:reference"

    #: What the playbook tells it.
    settings: ClassVar[Mapping[str, Any]] = {}

    #: Ids of stages, transitions, requirements and thresholds of the base that the pack means to change or remove.
    changes: ClassVar[frozenset[str]] = frozenset()

    def home(self) -> Path:
        """The folder of the package, without importing it."""
        return home_of(self.package)

    def checks(self) -> Iterable[Check]:
        """Checks of the host that its requirements call, beside those of the plugin itself."""
        return ()

    # ---- how it is read

    def test_it_is_read_without_a_defect_or_a_warning(self, tmp_path: Path) -> None:
        _, found = check_playbook(self._enabling(tmp_path), registry=self._registry(), checks=self.checks())
        _, known = check_playbook(self.base)
        own = {_told(diagnostic): diagnostic for diagnostic in found}
        new = [str(own[told]) for told in own.keys() - {_told(diagnostic) for diagnostic in known}]
        assert new == [], "\n".join(["the linter has something to say:", *new])

    def test_it_brings_something(self, tmp_path: Path) -> None:
        whole, base = self._playbook(tmp_path), load_playbook(self.base)
        assert _added_requirements(whole, base), "a pack asks for something that was not asked for before"

    def test_everything_in_it_speaks_every_language(self, tmp_path: Path) -> None:
        whole, base = self._playbook(tmp_path), load_playbook(self.base)
        for stage in _added_stages(whole, base):
            check_spoken([stage.label, stage.guidance])
        for requirement in _added_requirements(whole, base):
            check_spoken([requirement.label, requirement.remedy])
        check_spoken(t.label for name, t in whole.thresholds.items() if name not in base.thresholds)

    def test_what_it_does_not_name_stays_as_it_was(self, tmp_path: Path) -> None:
        whole, base = _parts(self._playbook(tmp_path)), _parts(load_playbook(self.base))
        changed = {name for name, part in base.items() if whole.get(name) != part}
        assert changed - self.changes == set(), "name what the pack means to change in `changes`"
        assert self.changes - changed == set(), "these are as they were: take them out of `changes`"

    # ---- its stages

    def test_every_stage_can_be_reached_and_left(self, tmp_path: Path) -> None:
        whole, base = self._playbook(tmp_path), load_playbook(self.base)
        traveller = Traveller(playbook=whole, at=MOMENT)
        lost = [s.id for s in _added_stages(whole, base) if traveller.route(s.process, s.id) is None]
        assert lost == [], "no way leads through these stages to the end of the process"

    def test_a_deal_travels_through_every_stage_to_the_end(self, tmp_path: Path) -> None:
        whole, base = self._playbook(tmp_path), load_playbook(self.base)
        for stage in _added_stages(whole, base):
            for step in _journey(whole, stage):
                refused = [f"{f.requirement or f.code}: {f.message}" for f in step.decision.blocking]
                assert step.decision.accepted, "\n".join(
                    [f"{step.move.transition.id} from {step.move.source} is refused:", *refused]
                )

    def test_a_deal_that_lacks_what_a_gate_asks_for_is_stopped(self, tmp_path: Path) -> None:
        whole, base = self._playbook(tmp_path), load_playbook(self.base)
        traveller = Traveller(playbook=whole, at=MOMENT)
        known = base.requirements.keys()
        for stage in _added_stages(whole, base):
            for step in _journey(whole, stage):
                for requirement in _binding(step, known):
                    ways = violations(requirement.condition, step.facts, MOMENT, traveller.context)
                    failing = next((way for way in ways if way.outcome is Outcome.FAIL), None)
                    assert failing is not None, f"{requirement.id} cannot be failed"
                    decision = traveller.ask(step.move, step.progress, failing.facts)
                    stopped = not decision.accepted and requirement.id in {
                        f.requirement for f in decision.blocking
                    }
                    assert stopped, f"{requirement.id} lets a deal pass: {failing.name}"

    # ---- its requirements

    def test_every_requirement_can_be_fulfilled(self, tmp_path: Path) -> None:
        whole, base = self._playbook(tmp_path), load_playbook(self.base)
        context = Traveller(playbook=whole, at=MOMENT).context
        for requirement in _added_requirements(whole, base):
            try:
                facts = satisfy(requirement.condition, Facts(), MOMENT, context)
            except CannotSatisfy as problem:
                pytest.fail(f"{requirement.id}: {problem}")
            assert whole.plan.judgements[requirement.id].outcome(facts, MOMENT).lets_pass, requirement.id

    def test_every_requirement_can_fail(self, tmp_path: Path) -> None:
        whole, base = self._playbook(tmp_path), load_playbook(self.base)
        context = Traveller(playbook=whole, at=MOMENT).context
        for requirement in _added_requirements(whole, base):
            ways = violations(requirement.condition, Facts(), MOMENT, context)
            failing = (way for way in ways if way.outcome is Outcome.FAIL)
            assert next(failing, None), f"{requirement.id} holds whatever is known: it asks for nothing"

    def _enabling(self, folder: Path) -> Path:
        """A playbook that enables the plugin, and says no more."""
        path = folder / "enabling.toml"
        name = plugin_of(self.home()).name
        path.write_text(
            tomli_w.dumps({"extends": self.base, "plugins": {name: dict(self.settings)}}), "utf-8"
        )
        return path

    def _registry(self) -> Registry:
        return Registry((plugin_of(self.home()),))

    def _playbook(self, folder: Path) -> Playbook:
        return load_playbook(self._enabling(folder), registry=self._registry(), checks=self.checks())


def _told(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.code, diagnostic.message


def _parts(playbook: Playbook) -> Mapping[str, object]:
    """Everything with an id, without what others say of it: a stage is not changed by a criterion that is added."""
    stages = {
        stage.id: (stage.process, stage.position, stage.label, stage.probability, stage.forecast)
        for stage in playbook.stages.values()
    }
    ways = {way.id: way for process in playbook.processes.values() for way in process.transitions}
    return {**stages, **ways, **playbook.requirements, **playbook.thresholds}


def _added_stages(whole: Playbook, base: Playbook) -> list[Stage]:
    return [stage for name, stage in whole.stages.items() if name not in base.stages]


def _added_requirements(whole: Playbook, base: Playbook) -> list[Requirement]:
    return [r for name, r in whole.requirements.items() if base.requirements.get(name) != r]


def _journey(playbook: Playbook, stage: Stage) -> Iterator[Step]:
    """The steps of a journey through *stage*; none where no way leads there, which is told by another rule."""
    traveller = Traveller(playbook=playbook, at=MOMENT)
    return traveller.travel(stage.process, traveller.route(stage.process, stage.id) or ())


def _binding(step: Step, known: Iterable[str]) -> list[Requirement]:
    """What is new and could stop the step."""
    return [
        criterion.requirement
        for criterion in step.move.criteria
        if criterion.requirement.severity is Severity.BLOCK and criterion.requirement.id not in known
    ]
