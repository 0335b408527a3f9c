"""A story: how a world begins and what is done in it, as data that is written, read and played again."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.fuzzing.invariants.invariant import Broken, Invariant, NothingRaises
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken, World
from medsales_core.fuzzing.step import Step, step_data, step_from_data

__all__ = ["Failure", "Played", "Story", "judge_whole", "play", "watch"]


@attrs.frozen(kw_only=True)
class Story:
    """How a world begins and what is done in it.

    Args:
        steps: What is done.

        bare: Hardly anything is known at first; otherwise everything is in order.
    """

    steps: tuple[Step, ...]
    bare: bool = False

    def as_data(self) -> dict[str, Any]:
        """Plain data for TOML and JSON."""
        return {"given": "bare" if self.bare else "sound", "when": [step_data(step) for step in self.steps]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Story":
        """The story that `as_data` wrote.

        Raises:
            UnknownName: There is no such step.

            ValueRefused: Something in it is no story.
        """
        given = data.get("given", "sound")
        if given not in ("bare", "sound"):
            raise ValueRefused(f"a story begins 'bare' or 'sound', not {given!r}")
        return cls(steps=tuple(map(step_from_data, data.get("when", ()))), bare=given == "bare")


@attrs.frozen(kw_only=True)
class Played:
    """What became of a story.

    Args:
        taken: The steps that were taken; the last one is where something broke.

        broken: What broke, None where nothing did.
    """

    taken: tuple[Taken, ...]
    broken: Broken | None

    @property
    def end(self) -> dt.datetime:
        """The moment at which it ended."""
        return self.taken[-1].after.now


@attrs.frozen(kw_only=True)
class Failure:
    """A story that breaks an invariant.

    Args:
        story: As short as it was found.

        broken: What it breaks.

        found: The story as it was drawn.
    """

    story: Story
    broken: Broken
    found: Story


def play(
    model: Model, story: Story, invariants: Sequence[Invariant] = (), *, world: World | None = None
) -> Played:
    """Do all that *story* says, and hold every one of *invariants* against each step and against the whole.

    Args:
        model: The playbook as a model.

        story: What is done.

        invariants: What must hold.

        world: Where it happens, if what happens is to be kept.
    """
    place: World = world or model
    state, taken = place.begin(bare=story.bare), list[Taken]()
    for step in story.steps:
        try:
            one = place.take(state, step)
        except Exception as error:  # noqa: BLE001 - raised again where nothing holds it for broken
            raised = NothingRaises.broken(invariants, step, error)
            return Played(taken=(*taken, Taken(state, step, (), state)), broken=raised)
        taken.append(one)
        state = one.after
        if (broken := watch(model, one, invariants)) is not None:
            return Played(taken=tuple(taken), broken=broken)
    return Played(taken=tuple(taken), broken=judge_whole(model, taken, invariants))


def watch(model: Model, taken: Taken, invariants: Iterable[Invariant]) -> Broken | None:
    """The first of *invariants* that one step breaks."""
    return next((broken for one in invariants if (broken := one.of_step(model, taken)) is not None), None)


def judge_whole(model: Model, taken: Sequence[Taken], invariants: Iterable[Invariant]) -> Broken | None:
    """The first of *invariants* that a whole story breaks."""
    return next((broken for one in invariants if (broken := one.of_story(model, taken)) is not None), None)
