"""What a playbook means: stages nobody reaches, gates that samples close, sentences without a source."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs

from medsales_core.config import Diagnostics, Source
from medsales_core.config.positions import Path
from medsales_core.engine.process import Process, Stage, TransitionKind
from medsales_core.playbook.playbook import Standard
from medsales_core.rules.reads import thresholds_read
from medsales_core.rules.requirement import Requirement, Severity

__all__ = ["lint"]


@attrs.frozen
class _Linted:
    """A playbook's definitions, and where to report on them."""

    document: Source
    found: Diagnostics
    processes: Mapping[str, Process]
    standards: Mapping[str, Standard]

    def stages(self) -> Iterator[Stage]:
        for process in self.processes.values():
            yield from process.stages

    def requirements(self) -> Iterator[tuple[Path, Requirement]]:
        """Each where it is written; what a stage adopts is written in its standard."""
        clauses = {id(r) for standard in self.standards.values() for r in standard.requirements.values()}
        for stage in self.stages():
            for kind, requirement in stage.criteria():
                if id(requirement) not in clauses:
                    yield ("stage", stage.id, str(kind), requirement.id), requirement
        for standard in self.standards.values():
            for requirement in standard.requirements.values():
                yield ("standard", standard.id, "requirement", requirement.id), requirement


def lint(
    document: Source,
    found: Diagnostics,
    processes: Mapping[str, Process],
    standards: Mapping[str, Standard],
) -> None:
    """Report every defect of meaning; those of form were reported while reading."""
    linted = _Linted(document, found, processes, standards)
    for rule in _RULES:
        rule(linted)


def _duplicate_ids(linted: _Linted) -> None:
    seen: dict[str, Path] = {}
    for path, requirement in linted.requirements():
        if requirement.id in seen:
            first = ".".join(str(step) for step in seen[requirement.id])
            linted.found.error(
                linted.document, path, "duplicate-id", f"requirement {requirement.id!r} is defined twice",
                hint=f"the other is [{first}]",
            )  # fmt: skip
        seen.setdefault(requirement.id, path)


def _illustrative_blocks(linted: _Linted) -> None:
    for path, requirement in linted.requirements():
        if requirement.severity is not Severity.BLOCK:
            continue
        for threshold in thresholds_read(requirement.condition):
            if threshold.illustrative:
                linted.found.error(
                    linted.document, path, "illustrative-blocks",
                    f"{requirement.id!r} blocks on {threshold.id!r}, a sample number that no source fixes",
                    hint="adopt the number in your own layer (illustrative = false, with its source), or warn",
                )  # fmt: skip


def _no_source(linted: _Linted) -> None:
    for path, requirement in linted.requirements():
        if not requirement.source:
            linted.found.warning(
                linted.document, path, "no-source", f"requirement {requirement.id!r} names no source",
                hint="say where it comes from: a clause, a law, or your own policy and its date",
            )  # fmt: skip


def _same_position(linted: _Linted) -> None:
    seen: dict[tuple[str, int], str] = {}
    for stage in linted.stages():
        key = (stage.process, stage.position)
        if key in seen:
            linted.found.warning(
                linted.document, ("stage", stage.id, "position"), "same-position",
                f"stages {seen[key]!r} and {stage.id!r} share position {stage.position}",
            )  # fmt: skip
        seen[key] = stage.id


def _unreachable(linted: _Linted) -> None:
    for process in linted.processes.values():
        ways: dict[str, set[str]] = {}
        for transition in process.transitions:
            for source in transition.sources:
                if transition.target:
                    ways.setdefault(source, set()).add(transition.target)
        reached = _closure({process.start}, ways)
        for stage in process.stages:
            if process.start and stage.id not in reached:
                linted.found.error(
                    linted.document, ("stage", stage.id), "unreachable-stage",
                    f"no transition leads to stage {stage.id!r} from {process.start!r}",
                    hint="add a [transition] of kind forward to it, or remove the stage",
                )  # fmt: skip


def _closure(start: set[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    reached, edge = set(start), list(start)
    while edge:
        for target in ways.get(edge.pop(), ()):
            if target not in reached:
                reached.add(target)
                edge.append(target)
    return reached


_ENDS: Final = frozenset({TransitionKind.WIN, TransitionKind.COMPLETE, TransitionKind.RETIRE})
_ONWARD: Final = frozenset({TransitionKind.FORWARD, TransitionKind.SKIP})


def _dead_ends(linted: _Linted) -> None:
    """Every stage must have a way on to an end that is no loss."""
    for process in linted.processes.values():
        back: dict[str, set[str]] = {}
        ends: set[str] = set()
        for transition in process.transitions:
            if transition.kind in _ENDS:
                ends.update(transition.sources)
            elif transition.target and transition.kind is not TransitionKind.REOPEN:
                back.setdefault(transition.target, set()).update(transition.sources)
        reaching = _closure(ends, back)
        for stage in process.stages:
            if stage.id not in reaching:
                linted.found.error(
                    linted.document, ("stage", stage.id), "dead-end",
                    f"from stage {stage.id!r} no way leads to an end of process {process.id!r} (win, complete or retire)",
                    hint="add a [transition] onwards",
                )  # fmt: skip


def _shadowed(linted: _Linted) -> None:
    """Two transitions of one wish between the same stages: only the last would ever be taken."""
    for process in linted.processes.values():
        seen: dict[tuple[str, str, TransitionKind], str] = {}
        for transition in process.transitions:
            for source in transition.sources:
                group = transition.kind if transition.kind not in _ONWARD else TransitionKind.FORWARD
                key = (source, transition.target, group)
                if key in seen:
                    linted.found.error(
                        linted.document, ("transition", transition.id), "shadowed-transition",
                        f"{transition.id!r} and {seen[key]!r} are the same way from {source!r}",
                    )  # fmt: skip
                seen[key] = transition.id


def _no_process(linted: _Linted) -> None:
    if not linted.processes:
        linted.found.error(linted.document, (), "no-process", "a playbook has at least one [process.ID]")


_RULES: Final[tuple[Callable[[_Linted], None], ...]] = (
    _no_process,
    _duplicate_ids,
    _illustrative_blocks,
    _no_source,
    _same_position,
    _unreachable,
    _dead_ends,
    _shadowed,
)
