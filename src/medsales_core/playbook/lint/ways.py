"""Rules of single ways: where a transition may not lead, and who must answer for it."""

from collections.abc import Iterator
from typing import Final

from medsales_core.config import Level
from medsales_core.config.positions import Path
from medsales_core.engine.process import Transition, TransitionKind
from medsales_core.playbook.lint.rule import Defect, Linted, Rule
from medsales_core.text import listed

__all__ = ["RULES"]

_BACK: Final = (TransitionKind.BACK, TransitionKind.REOPEN)


def _back_leads_forward(linted: Linted) -> Iterator[Defect]:
    """No gate stops a way back or a reopening, so one that leads forward goes round every gate between."""
    for process in linted.processes.values():
        stages = {stage.id: stage.position for stage in process.stages}
        for way in process.transitions:
            if way.kind not in _BACK or way.target not in stages:
                continue
            target, back = stages[way.target], way.kind is TransitionKind.BACK
            # What is opened again may stand where it stood; a way back that stays is none.
            ahead = [
                source
                for source in way.sources
                if source in stages and (stages[source] < target or (back and stages[source] == target))
            ]
            if ahead and _all_placed(linted, (way.target, *ahead)):
                named = ", ".join(f"{source!r} (position {stages[source]})" for source in ahead)
                yield Defect(
                    ("transition", way.id, "to"),
                    f"{way.id!r} is of kind {way.kind}, and leads from {named} to {way.target!r} (position {target}),"
                    f" which is no earlier stage{'' if back else ' and not the same one'}: no gate between is asked",
                    "let it lead to an earlier stage, or make it forward, so that gates are asked",
                )


def _all_placed(linted: Linted, stages: tuple[str, ...]) -> bool:
    """Whether the file states the positions of *stages*; what is unreadable is told already."""
    return all(isinstance(linted.raw(("stage", stage, "position")), int) for stage in stages)


def _skip_by_anybody(linted: Linted) -> Iterator[Defect]:
    """Whoever skips a stage answers for what was left out; where anybody may, nobody does."""
    for way, place in _open(linted):
        if way.kind is TransitionKind.SKIP:
            left = ", ".join(map(repr, way.sources))
            yield Defect(
                place,
                f"{way.id!r} skips from {left} to {way.target!r}, and names nobody who may take it: anybody may",
                _named(linted),
            )


def _empty_who(linted: Linted) -> Iterator[Defect]:
    """An empty list reads as nobody, and means anybody."""
    for way, place in _open(linted):
        if way.kind is not TransitionKind.SKIP and place[-1] == "who":
            yield Defect(
                place,
                f"'who' of {way.id!r} is empty, which does not shut the way: anybody may take it",
                f"{_named(linted)}; to open it to anybody, leave 'who' out; to shut it, remove the transition",
            )


def _open(linted: Linted) -> Iterator[tuple[Transition, Path]]:
    """The ways that anybody may take, each with where that is said; what is unreadable is told already."""
    for process in linted.processes.values():
        for way in process.transitions:
            path: Path = ("transition", way.id)
            if not way.who and linted.raw((*path, "who")) in (None, []):
                yield way, path if linted.raw((*path, "who")) is None else (*path, "who")


def _named(linted: Linted) -> str:
    roles = linted.raw(("role",))
    if not isinstance(roles, dict) or not roles:
        return "define a [role.ID], and name it in 'who'"
    return f"name in 'who' the roles that may; known: {listed(roles)}"


RULES: Final = (
    Rule("back-leads-forward", Level.WARNING, _back_leads_forward),
    Rule("skip-by-anybody", Level.WARNING, _skip_by_anybody),
    Rule("empty-who", Level.WARNING, _empty_who),
)
