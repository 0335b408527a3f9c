"""A failing story made as short and as plain as it can be: delta debugging, then simpler steps."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from medsales_core.engine.command import Actor
from medsales_core.fuzzing.invariants.invariant import Broken, Invariant, NothingRaises
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import World
from medsales_core.fuzzing.step import Ask, Break, HandOver, Meet, Race, Step, Wait
from medsales_core.fuzzing.story import Failure, Played, Story, play

__all__ = ["ddmin", "failure", "shrunk"]

_T = TypeVar("_T")
#: Who asks for most things: where it does not matter who, a story is told of the owner.
_OWNER: Final = Actor(OWNER)


def failure(
    model: Model, found: Story, invariant: Invariant, broken: Broken, world: World | None = None
) -> Failure:
    """What is told of a story that breaks *invariant*: the shortest one, and what it breaks."""
    story = shrunk(model, found, invariant, world)
    told = play(model, story, (invariant,), world=world).broken
    return Failure(story=story, broken=told or broken, found=found)


def shrunk(model: Model, story: Story, invariant: Invariant, world: World | None = None) -> Story:
    """The shortest story found that breaks *invariant*, as *story* does; no step of it can be left out.

    Args:
        model: What the story is played on.

        story: A story that breaks it.

        invariant: What it breaks.

        world: Where it happens, if what happens is kept.
    """

    # Whatever else a shorter story raises, it is not what is looked for.
    watched = (invariant, NothingRaises())

    def played(steps: Sequence[Step], *, bare: bool) -> Played:
        return play(model, Story(steps=tuple(steps), bare=bare), watched, world=world)

    def breaks(steps: Sequence[Step], *, bare: bool) -> bool:
        broken = played(steps, bare=bare).broken
        return broken is not None and broken.invariant == invariant.id

    def least(steps: tuple[Step, ...], *, bare: bool) -> tuple[Step, ...]:
        return _least(model, steps, lambda steps: breaks(steps, bare=bare))

    if not breaks(story.steps, bare=story.bare):
        return story
    steps = least(story.steps, bare=story.bare)
    if not story.bare:
        return Story(steps=steps)
    # Where everything is in order from the beginning, what was put in order can be left out.
    for sound in (story.steps, steps, *_with_one_broken(model, steps, played(steps, bare=True))):
        if breaks(sound, bare=False):
            plainer = least(sound, bare=False)
            return Story(steps=plainer) if len(plainer) <= len(steps) else Story(steps=steps, bare=True)
    return Story(steps=steps, bare=True)


def _with_one_broken(model: Model, steps: tuple[Step, ...], played: Played) -> Iterator[tuple[Step, ...]]:
    """*steps* with one thing put out of order at first: each requirement of a move that was tried, the last move first."""
    decisions = [decision for taken in reversed(played.taken) for decision in taken.decisions]
    moves = [decision.move for decision in decisions if decision.move is not None]
    for name in dict.fromkeys(one.requirement.id for move in moves for one in move.criteria):
        yield from ((*steps[:1], broken, *steps[1:]) for broken in model.breaks(name)[:1])


def _least(
    model: Model, steps: tuple[Step, ...], fails: Callable[[Sequence[Step]], bool]
) -> tuple[Step, ...]:
    """As few and as plain steps as still fail."""
    before: tuple[Step, ...] = ()
    while steps != before:
        before = steps
        steps = _simplified(model, ddmin(steps, fails), fails)
    return steps


def ddmin(items: Sequence[_T], fails: Callable[[Sequence[_T]], bool]) -> tuple[_T, ...]:
    """As few of *items*, in their order, as still fail (Zeller and Hildebrandt 2002); leaving out one more passes."""
    kept, parts = tuple(items), 2
    while len(kept) > 1:
        size = max(1, len(kept) // parts)
        for start in range(0, len(kept), size):
            rest = kept[:start] + kept[start + size :]
            if fails(rest):
                kept, parts = rest, max(parts - 1, 2)
                break
        else:
            if size == 1:
                break
            parts = min(parts * 2, len(kept))
    return kept


def _simplified(
    model: Model, steps: tuple[Step, ...], fails: Callable[[Sequence[Step]], bool]
) -> tuple[Step, ...]:
    """*steps* with each one as plain as it can be."""
    for number in range(len(steps)):
        for plainer in _plainer(model, steps[number]):
            tried = (*steps[:number], plainer, *steps[number + 1 :])
            if fails(tried):
                steps = tried
                break
    return steps


def _plainer(model: Model, step: Step) -> Iterator[Step]:
    """Steps that say less than *step*, the plainest first."""
    if isinstance(step, Race):
        yield from (step.first, step.second)
    elif isinstance(step, Break):
        ways = list(model.ways(step.requirement))
        yield from (Break(step.requirement, way) for way in ways[: ways.index(step.way)][:3])
    elif isinstance(step, Meet) and step.way:
        yield Meet(step.requirement)
    elif isinstance(step, Wait):
        yield from (Wait(moment) for moment in model.moments if model.start < moment < step.until)
    elif isinstance(step, HandOver):
        return
    elif isinstance(step, Ask):
        if step.actor != _OWNER:
            yield Ask(step.command, _OWNER)
        yield from (plain for plain, full in model.full.items() if full == step != plain)
