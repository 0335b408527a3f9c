"""Rules of gates: conditions that cannot hold, cannot fail, or cannot hold together."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import attrs

from medsales_core.config import Level
from medsales_core.config.positions import Path
from medsales_core.engine.process import Process, Stage
from medsales_core.playbook.definitions import UNREADABLE
from medsales_core.playbook.lint.rule import Defect, Linted, Rule
from medsales_core.playbook.lint.solving import Solver
from medsales_core.rules.condition import Condition, Presence, When
from medsales_core.rules.requirement import Requirement, Severity
from medsales_core.rules.values import shown

__all__ = ["RULES", "Verdict", "verdict_of"]


@attrs.frozen
class Verdict:
    """What can be said for certain of one condition by itself.

    Args:
        applies: It can apply.

        can_hold: Where it applies, it can hold.

        can_fail: Where it applies, it can fail.

        dead: Tests of a list of values, each with those that never can be.

        keys: What something is known of where it holds.
    """

    applies: bool
    can_hold: bool
    can_fail: bool
    dead: tuple[tuple[Condition, frozenset[Any]], ...]
    keys: frozenset[Any]


def verdict_of(condition: Condition) -> Verdict:
    """What can be said for certain of *condition*; outer guards decide whether it applies."""
    guards: list[Condition] = []
    while isinstance(condition, When):
        guards.append(condition.guard)
        condition = condition.part
    positive = Solver(notes=True)
    asked = positive.all_of([{}], guards, holds=True)
    hold = positive.narrow(asked, condition, holds=True)
    # A field may be filled or empty, whatever it is; anything else is tried.
    fail = isinstance(condition, Presence) and not guards
    fail = fail or Solver().can(asked, condition, holds=False)
    dead = tuple((test, values) for test, values in positive.dead.values() if values)
    return Verdict(bool(asked), bool(hold), fail, dead, frozenset(key for world in hold for key in world))


def _verdicts(linted: Linted) -> tuple[tuple[Path, Requirement, Verdict], ...]:
    """Every requirement with its verdict and where its condition stands; what is unreadable is told already."""
    if "verdicts" not in linted.memory:
        linted.memory["verdicts"] = tuple(
            ((*path, "require"), requirement, verdict_of(requirement.condition))
            for path, requirement in linted.requirements
            if requirement.condition != UNREADABLE
        )
    known: tuple[tuple[Path, Requirement, Verdict], ...] = linted.memory["verdicts"]
    return known


def _unsatisfiable(linted: Linted) -> Iterator[Defect]:
    """A requirement whose tests exclude one another never holds: the gate is a wall."""
    for path, requirement, verdict in _verdicts(linted):
        if verdict.applies and not verdict.can_hold:
            yield Defect(
                path,
                f"{requirement.id!r} can never hold: its tests exclude one another",
                "take out the test that is wrong, or join them with any_of",
            )


def _never_applies(linted: Linted) -> Iterator[Defect]:
    """A guard whose tests exclude one another never holds, so nothing is ever asked."""
    for path, requirement, verdict in _verdicts(linted):
        if not verdict.applies:
            yield Defect(
                path,
                f"{requirement.id!r} never applies: the tests of its guard exclude one another",
                "mend 'when' or 'unless'",
            )


def _always_passes(linted: Linted) -> Iterator[Defect]:
    """A requirement that cannot fail asks for nothing, and looks as if it did."""
    for path, requirement, verdict in _verdicts(linted):
        if verdict.applies and verdict.can_hold and not verdict.can_fail:
            yield Defect(
                path,
                f"{requirement.id!r} always passes: nothing that is said here can fail",
                "say what is wanted, or remove it",
            )


def _dead_literals(linted: Linted) -> Iterator[Defect]:
    """A value that another test of the same requirement excludes is never the one that counts."""
    for path, requirement, verdict in _verdicts(linted):
        if not verdict.applies or not verdict.can_hold:
            continue
        for test, values in verdict.dead:
            named = ", ".join(
                sorted(
                    shown(value)["en"] if not isinstance(value, str) else repr(str(value)) for value in values
                )
            )
            yield Defect(
                linted.place(test, path),
                f"{requirement.id!r}: it can never be {named} here, since another test excludes it",
                "take the value out, here or there",
            )


def _contradictory(linted: Linted) -> Iterator[Defect]:
    """Two requirements of one gate that exclude each other: whatever is done, one of them blocks."""
    sound = {
        id(requirement): (path, verdict.keys)
        for path, requirement, verdict in _verdicts(linted)
        if verdict.applies and verdict.can_hold and requirement.severity is Severity.BLOCK
    }
    told: set[tuple[str, str]] = set()
    for process in linted.processes.values():
        for gate in _gates(process):
            for first, second in _clashes(_entangled([(r, sound[id(r)][1]) for r in gate if id(r) in sound])):
                if (first.id, second.id) not in told:
                    told.add((first.id, second.id))
                    yield Defect(
                        sound[id(second)][0],
                        f"{second.id!r} can never hold together with {first.id!r}, which binds the same move",
                        "they exclude each other: mend or remove one of them, or move it to another stage",
                    )


def _entangled(gate: list[tuple[Requirement, frozenset[Any]]]) -> list[Requirement]:
    """The requirements that ask about something which another one of the gate asks about too."""
    asked = Counter(key for _, keys in gate for key in keys)
    return [requirement for requirement, keys in gate if any(asked[key] > 1 for key in keys)]


def _gates(process: Process) -> Iterator[tuple[Requirement, ...]]:
    """The requirements that bind one move together."""
    stages = {stage.id: stage for stage in process.stages}
    entered: dict[str, list[Stage]] = {}
    for way in process.transitions:
        if way.kind.enters and way.target in stages and stages[way.target].entry:
            for source in way.sources:
                if source in stages:
                    entered.setdefault(source, []).append(stages[way.target])
    for stage in process.stages:
        leaving = (*stage.exit, *stage.standing)
        targets = {target.id: target for target in entered.get(stage.id, ())}
        for target in targets.values():
            yield (*leaving, *target.entry)
        if not targets:
            yield leaving


def _clashes(gate: list[Requirement]) -> Iterator[tuple[Requirement, Requirement]]:
    worlds: list[dict[Any, Any]] = [{}]
    for number, requirement in enumerate(gate):
        narrowed = Solver().narrow(worlds, requirement.condition, holds=True)
        if narrowed:
            worlds = narrowed
            continue
        for other in gate[:number]:
            if not Solver().all_of([{}], (other.condition, requirement.condition), holds=True):
                yield other, requirement
                break


RULES: Final = (
    Rule("unsatisfiable-gate", Level.ERROR, _unsatisfiable),
    Rule("never-applies", Level.WARNING, _never_applies),
    Rule("always-passes", Level.WARNING, _always_passes),
    Rule("dead-literal", Level.WARNING, _dead_literals),
    Rule("contradictory-requirements", Level.ERROR, _contradictory),
)
