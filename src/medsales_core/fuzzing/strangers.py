"""What a story names and its playbook does not have: requirements and their ways, roles, processes, stages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from medsales_core.engine.command import Actor, Waive
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
    """What *story*, and what is to come of it, name and the playbook of *model* does not have."""
    for number, step in enumerate(story.steps):
        yield from _of_step(model, step, ("when", number))
    yield from _unknown("stage", [then["stage"]], model.playbook.stages, ("then", "stage"))
    yield from _unknown("requirement", then["lacks"] or (), model.playbook.requirements, ("then", "lacks"))


def _of_step(model: Model, step: Step, path: Path) -> Iterator[Stranger]:
    if isinstance(step, Race):
        yield from _of_step(model, step.first, (*path, "first"))
        yield from _of_step(model, step.second, (*path, "second"))
    elif isinstance(step, Ask):
        yield from _of_actor(model, step.actor, (*path, "roles"))
        yield from _of_command(model, step, path)
    elif isinstance(step, Meet | Break):
        yield from _of_change(model, step, path)


def _of_actor(model: Model, actor: Actor, path: Path) -> Iterator[Stranger]:
    yield from _unknown("role", sorted(actor.roles), model.playbook.roles, path)


def _of_command(model: Model, ask: Ask, path: Path) -> Iterator[Stranger]:
    command, book = ask.command, model.playbook
    target = getattr(command, "to", "")
    if target != _NOWHERE:
        yield from _unknown("stage", [target], book.stages, (*path, "to"))
    yield from _unknown("process", [getattr(command, "process", "")], book.processes, (*path, "process"))
    if isinstance(command, Waive):
        yield from _unknown("requirement", [command.requirement], book.requirements, (*path, "requirement"))


def _of_change(model: Model, step: Meet | Break, path: Path) -> Iterator[Stranger]:
    known = model.playbook.plan.judgements
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
    """Those of *names* that are not *known*; an empty one names nothing."""
    there = list(known)
    for name in names:
        if name and name not in there:
            yield Stranger(path, f"there is no {kind} {name!r}", near_or_known(name, there))
