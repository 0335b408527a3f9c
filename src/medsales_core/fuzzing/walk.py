"""Walks: stories drawn by lot along the process, as many as there is time for; a failing one is made short."""

from collections.abc import Callable, Sequence
from random import Random

import attrs

from medsales_core.fuzzing.coverage import Coverage, Goal
from medsales_core.fuzzing.guide import Guide
from medsales_core.fuzzing.invariants.invariant import Broken, Invariant, NothingRaises, one_by_one
from medsales_core.fuzzing.knowledge import SOUND
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.shrinking import failure
from medsales_core.fuzzing.state import State, Taken, World
from medsales_core.fuzzing.step import Step
from medsales_core.fuzzing.story import Failure, Story, judge_whole

__all__ = ["Walked", "walk"]

_LONGEST = 80


@attrs.define(kw_only=True)
class Walked:
    """What came of walks.

    Args:
        coverage: What they saw.

        cases: How many stories there were.

        steps: How many steps they had.

        commands: How many of these asked for something.

        failures: The first story for each invariant that broke.
    """

    coverage: Coverage
    cases: int = 0
    steps: int = 0
    commands: int = 0
    failures: tuple[Failure, ...] = ()


def walk(
    model: Model,
    *,
    rng: Random,
    cases: int = 300,
    longest: int = _LONGEST,
    invariants: Sequence[Invariant] = (),
    world: World | None = None,
    until: Goal | None = None,
    go_on: Callable[[Walked], bool] | None = None,
) -> Walked:
    """Draw stories under *model* and hold *invariants* against them.

    Args:
        model: The playbook as a model.

        rng: All chance comes from here: the same seed draws the same stories.

        cases: How many stories at most.

        longest: How many steps a story has at most.

        invariants: What must hold; the first story that breaks one is shrunk and kept, then it is asked no more.

        world: Where the stories happen: a `StoreWorld`, to test a store with them; the model by itself if None.

        until: What to see before it is enough.

        go_on: Asked after each story, for a clock or a progress bar; no more are drawn when it says no.

    Returns:
        What was seen, and the failing stories.
    """
    invariants = one_by_one(invariants, model)
    walked = Walked(coverage=Coverage(model))
    guide = Guide(model, walked.coverage, rng)
    watched = list(invariants)
    for _ in range(cases):
        failed = _Case(model, world, guide, walked, invariants, watched).run(longest)
        if failed is not None:
            walked.failures += (failed,)
            watched = [one for one in watched if one.id != failed.broken.invariant]
        walked.cases += 1
        if until is not None and walked.coverage.is_met(until):
            break
        if go_on is not None and not go_on(walked):
            break
    return walked


class _Case:
    """One story as it is drawn."""

    def __init__(
        self,
        model: Model,
        world: World | None,
        guide: Guide,
        walked: Walked,
        invariants: Sequence[Invariant],
        watched: Sequence[Invariant],
    ) -> None:
        self._model, self._world, self._guide = model, world, guide
        self._walked, self._invariants, self._watched = walked, invariants, watched
        self._looks = [
            (one.share, one.of_step) for one in watched if type(one).after_step is not Invariant.after_step
        ]
        self._taken: list[Taken] = []

    def run(self, longest: int) -> Failure | None:
        """Draw the story and watch it; what it breaks, None if nothing."""
        broken = self._draw(longest) or self._whole()
        self._walked.steps += len(self._taken)
        self._walked.commands += sum(len(taken.decisions) for taken in self._taken)
        return self._failure(broken) if broken is not None else None

    def _draw(self, longest: int) -> Broken | None:
        world: World = self._world or self._model
        model, choose, take, record = self._model, self._guide.next, world.take, self._walked.coverage.record
        state, taken = self._guide.begin(world), None
        for number in range(self._walked.steps, self._walked.steps + longest):
            step = choose(taken, state)
            if step is None:
                break
            try:
                taken = take(state, step)
            except Exception as error:  # noqa: BLE001 - raised again where nothing holds it for broken
                return self._fallen(state, step, error)
            self._taken.append(taken)
            record(taken)
            for share, look in self._looks:
                if share == 1 or number % share == 0:
                    broken = look(model, taken)
                    if broken is not None:
                        return broken
            state = taken.after
        return None

    def _fallen(self, state: State, step: Step, error: Exception) -> Broken | None:
        """How *step* broke the story by what it raised; what was seen of that before just ends it."""
        broken = NothingRaises.broken(self._invariants, step, error)
        self._taken.append(Taken(state, step, (), state))
        return broken if any(one.id == broken.invariant for one in self._watched) else None

    def _whole(self) -> Broken | None:
        asked = [one for one in self._watched if self._walked.cases % one.share == 0]
        return judge_whole(self._model, self._taken, asked)

    def _failure(self, broken: Broken) -> Failure:
        first = self._taken[0].before
        found = Story(steps=tuple(taken.step for taken in self._taken), bare=first.known != SOUND)
        invariant = next(one for one in self._invariants if one.id == broken.invariant)
        return failure(self._model, found, invariant, broken, self._world)
