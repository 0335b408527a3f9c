"""What a story names and its playbook does not have: requirements and their ways, roles, processes, stages."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from medsales_core.engine.command import Waive
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.step import Ask, Break, Meet, Race, Step
from medsales_core.fuzzing.story import Story
from medsales_core.text import closest, listed, near_or_known

__all__ = ["Stranger", "strangers"]

#: Where something stands in a written story.
Path: TypeAlias = tuple[str | int, ...]
# Walks ask for a stage of this name, to see that it is refused.
_NOWHERE: Final = "nowhere"
_CHANGED: Final = (
    "the requirement was changed since the story was written: write one of its ways into the story, "
    "or delete the file and let `medsales fuzz --corpus` keep what still breaks"
)


class Stranger(NamedTuple):
    """A name that the playbook does not have.

    Args:
        path: Where it stands in the written story.

        message: What it is.

        hint: What was meant, or what there is.
    """

    path: Path
    message: str
    hint: str


def strangers(model: Model, story: Story, then: Mapping[str, Any]) -> Iterator[Stranger]:
    """What *story*, and what is to come of it, name and the playbook of *model* does not have.

    What is asked for in a story that is to be refused for just that, as ``unknown-stage``, is none.
    """
    meant = frozenset(then["objections"] or ())
    for number, step in enumerate(story.steps):
        yield from _of_step(model, step, ("when", number), meant)
    yield from _unknown("stage", _said(then["stage"]), model.playbook.stages, ("then", "stage"))
    yield from _unknown("requirement", then["lacks"] or (), model.playbook.requirements, ("then", "lacks"))


def _of_step(model: Model, step: Step, path: Path, meant: Collection[str]) -> Iterator[Stranger]:
    if isinstance(step, Race):
        yield from _of_step(model, step.first, (*path, "first"), meant)
        yield from _of_step(model, step.second, (*path, "second"), meant)
    elif isinstance(step, Ask):
        yield from _unknown("role", sorted(step.actor.roles), model.playbook.roles, (*path, "roles"))
        for kind, key, name, known in _asked_for(model, step):
            if name != _NOWHERE and f"unknown-{kind}" not in meant:
                yield from _unknown(kind, [name], known, (*path, key))
    elif isinstance(step, Meet | Break):
        yield from _of_change(model, step, path)


def _asked_for(model: Model, ask: Ask) -> Iterator[tuple[str, str, str, Iterable[str]]]:
    """What a command names: its kind, its key, its name, and what there is of that kind."""
    command, book = ask.command, model.playbook
    for kind, key, known in (("stage", "to", book.stages), ("process", "process", book.processes)):
        yield from ((kind, key, name, known) for name in _said(getattr(command, key, "")))
    if isinstance(command, Waive):
        yield "requirement", "requirement", command.requirement, book.requirements
        ways = {name for name, _ in model.transitions}
        yield from (("transition", "scope", name, ways) for name in _said(command.scope))


def _said(name: str) -> list[str]:
    """What an empty text names: nothing."""
    return [name] if name else []


def _of_change(model: Model, step: Meet | Break, path: Path) -> Iterator[Stranger]:
    known = {*model.playbook.plan.judgements, *model.promised}
    yield from _unknown("requirement", [step.requirement], known, (*path, "requirement"))
    if step.requirement not in known or (isinstance(step, Meet) and not step.way):
        return
    ways = (model.inverted.met if isinstance(step, Meet) else model.ways)(step.requirement)
    if step.way not in ways:
        near = closest(step.way, ways)
        first = f"did you mean {near!r}? " if near else ""
        there = f"its ways now: {listed(map(repr, ways)) or 'none'}; "
        told = f"requirement {step.requirement!r} has no way {step.way!r}"
        yield Stranger((*path, "way"), told, first + there + _CHANGED)


def _unknown(kind: str, names: Iterable[str], known: Iterable[str], path: Path) -> Iterator[Stranger]:
    there = list(known)
    for name in names:
        if name not in there:
            yield Stranger(path, f"there is no {kind} {name!r}", near_or_known(name, there))
