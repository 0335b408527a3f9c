"""What a rule of the linter is, and what it looks at."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import attrs

from medsales_core.config import Diagnostics, Level
from medsales_core.config.positions import Path
from medsales_core.engine.process import Process, Stage
from medsales_core.playbook.layers import Layers
from medsales_core.playbook.lint.walking import Scopes, parts
from medsales_core.playbook.playbook import Standard
from medsales_core.rules.condition import Compare, Condition, Literal, OneOf
from medsales_core.rules.requirement import Requirement
from medsales_core.rules.threshold import Threshold

__all__ = ["Defect", "Linted", "Rule", "Test"]


class Defect(NamedTuple):
    """One thing that a rule found: where, what, and what would mend it."""

    path: Path
    message: str
    hint: str = ""


#: Where a requirement stands, the requirement, a test of it, and the records around that.
Test: TypeAlias = tuple[Path, Requirement, Compare | OneOf, Scopes]


@attrs.frozen(kw_only=True, slots=False, eq=False)
class Linted:
    """A playbook's definitions, and where to report on them.

    Args:
        layers: The files, and what they say together.

        found: Where defects are reported.

        processes: Processes by id.

        standards: Standards by id.

        thresholds: Thresholds by id.

        places: Where each condition stands, by its identity; see `LocatingReader`.

        as_of: The day on which thresholds are looked at; without one, whether they are in force is not asked.

        memory: What one rule worked out, for the next.
    """

    layers: Layers
    found: Diagnostics
    processes: Mapping[str, Process]
    standards: Mapping[str, Standard]
    thresholds: Mapping[str, Threshold]
    places: Mapping[int, tuple[object, Path]]
    as_of: dt.date | None = None
    memory: dict[Any, Any] = attrs.field(factory=dict, init=False)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        return tuple(stage for process in self.processes.values() for stage in process.stages)

    @cached_property
    def mapped(self) -> tuple[Process, ...]:
        """The processes whose ways are all as they were meant; of the others nothing can be said for certain."""
        stages = {stage.id for stage in self.stages}
        broken = {
            way.process
            for process in self.processes.values()
            for way in process.transitions
            if not stages.issuperset(way.sources)
            or (way.kind.has_target and way.target not in stages)
            or self.raw(("transition", way.id, "kind")) != way.kind
        }
        return tuple(process for name, process in self.processes.items() if name not in broken)

    @cached_property
    def requirements(self) -> tuple[tuple[Path, Requirement], ...]:
        """Every requirement, of stages and then of standards, with its place."""
        return tuple(self._requirements())

    def _requirements(self) -> Iterator[tuple[Path, Requirement]]:
        clauses = {id(r) for standard in self.standards.values() for r in standard.requirements.values()}
        for stage in self.stages:
            for kind, requirement in stage.criteria():
                if id(requirement) in clauses:
                    continue  # adopted: it is written in its standard
                yield ("stage", stage.id, str(kind), requirement.id), requirement
        for standard in self.standards.values():
            for requirement in standard.requirements.values():
                yield ("standard", standard.id, "requirement", requirement.id), requirement

    def parts(self, requirement: Requirement) -> tuple[tuple[Condition, Scopes], ...]:
        """Every condition in that of *requirement*, with the records around it."""
        key = ("parts", id(requirement))
        if key not in self.memory:
            self.memory[key] = parts(requirement.condition)
        known: tuple[tuple[Condition, Scopes], ...] = self.memory[key]
        return known

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """Every comparison with a written value in every requirement."""
        return tuple(
            ((*path, "require"), requirement, condition, scopes)
            for path, requirement in self.requirements
            for condition, scopes in self.parts(requirement)
            if isinstance(condition, OneOf)
            or (isinstance(condition, Compare) and isinstance(condition.operand, Literal))
        )

    def raw(self, path: Path) -> Any:
        """What the files say at *path*, None where they say nothing."""
        value: Any = self.layers.data
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def place(self, condition: object, default: Path) -> Path:
        """Where *condition* stands."""
        return self.places[id(condition)][1] if id(condition) in self.places else default


@attrs.frozen
class Rule:
    """One rule: its code, how much a breach of it matters, and the function that finds breaches.

    The first line of the function's docstring says what is wrong and why it matters.
    """

    code: str
    level: Level
    find: Callable[[Linted], Iterator[Defect]]

    def apply(self, linted: Linted) -> None:
        """Report every breach."""
        report = linted.found.error if self.level is Level.ERROR else linted.found.warning
        for defect in self.find(linted):
            report(linted.layers, defect.path, self.code, defect.message, hint=defect.hint)
