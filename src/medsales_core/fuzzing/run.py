"""A whole run: both engines under one clock, their coverage together, and what became of every promise."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final

import attrs

from medsales_core.engine.promise import Promise
from medsales_core.fuzzing.coverage import Coverage, Goal
from medsales_core.fuzzing.explore import Explored, explore
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import World
from medsales_core.fuzzing.story import Failure
from medsales_core.fuzzing.walk import Walked, walk
from medsales_core.playbook.proving import unproved
from medsales_core.text import LangText, text

__all__ = ["ENGINES", "Effort", "Fuzzed", "fuzz"]

#: The engines by name.
ENGINES: Final = ("walk", "explore")
_PROVED: Final = text("proved by its gates", "由关卡证明")
_SEARCHED: Final = text("no counterexample was found", "未找到反例")
_BROKEN: Final = text("broken", "被打破")


@attrs.define(kw_only=True)
class Fuzzed:
    """What came of a run.

    Args:
        model: The playbook as a model.

        walked: What the walks saw, None if there were none.

        explored: What exploring saw, by process.
    """

    model: Model
    walked: Walked | None = None
    explored: tuple[Explored, ...] = ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The shortest story for each invariant that broke."""
        found = [*(self.walked.failures if self.walked is not None else ())]
        for one in self.explored:
            found += one.failures
        shortest: dict[str, Failure] = {}
        for failure in sorted(found, key=lambda failure: len(failure.story.steps)):
            shortest.setdefault(failure.broken.invariant, failure)
        return tuple(shortest.values())

    @property
    def coverage(self) -> Coverage:
        """What was seen by all engines together."""
        seen = [one.coverage for one in self.explored]
        if self.walked is not None:
            seen.append(self.walked.coverage)
        return sum(seen, start=Coverage(self.model))

    def unmet(self, goals: Sequence[Goal]) -> tuple[Goal, ...]:
        """The *goals* that were not reached."""
        coverage = self.coverage
        return tuple(goal for goal in goals if not coverage.is_met(goal))

    def promises(self) -> Mapping[Promise, LangText]:
        """What became of every promise of the playbook."""
        broken = {failure.broken.what["en"].split(":")[0] for failure in self.failures}
        return {
            promise: _BROKEN
            if f"{promise.kind} {promise.id}" in broken
            else _SEARCHED
            if unproved(self.model.playbook, promise)
            else _PROVED
            for promise in self.model.playbook.promises.values()
        }


@attrs.frozen(kw_only=True)
class Effort:
    """How a run looks, and for how long.

    Args:
        engines: Which of `ENGINES` look, in this order.

        cases: How many stories are walked at most.

        most: How many transitions of each process are explored at most.

        seed: What the walks draw from: the same seed, the same stories.

        until: What to see before walking is enough.
    """

    engines: Sequence[str] = ENGINES
    cases: int = 300
    most: int = 20_000
    seed: int = 0
    until: Sequence[Goal] = ()

    def parts(self, model: Model) -> tuple[str, ...]:
        """The names of the parts of a run: ``walk``, and each process that is explored."""
        walked = ("walk",) if "walk" in self.engines else ()
        return (*walked, *(model.playbook.processes if "explore" in self.engines else ()))


def fuzz(
    model: Model,
    effort: Effort,
    *,
    invariants: Sequence[Invariant] = (),
    world: World | None = None,
    go_on: Callable[[str, Fuzzed], bool] | None = None,
) -> Fuzzed:
    """Look for a story under *model* that breaks one of *invariants*.

    Args:
        model: The playbook as a model.

        effort: How to look, and for how long.

        invariants: What must hold.

        world: Where it happens; the model by itself if None.

        go_on: Asked now and then in which part the run is, for a clock or a progress bar; the part ends when it
            says no.

    Returns:
        What was seen, and the failing stories.
    """
    run = Fuzzed(model=model)

    def goes_on(part: str) -> bool:
        return go_on is None or go_on(part, run)

    def walking(walked: Walked) -> bool:
        run.walked = walked
        enough = bool(effort.until) and all(walked.coverage.is_met(goal) for goal in effort.until)
        return not enough and goes_on("walk")

    def exploring(explored: Explored) -> bool:
        return goes_on(explored.process)

    for part in effort.parts(model):
        if part == "walk":
            rng = Random(effort.seed)  # noqa: S311  chance that is drawn again, not a secret
            run.walked = walk(
                model, rng=rng, cases=effort.cases, invariants=invariants, world=world, go_on=walking
            )
        else:
            found = explore(
                model, part, invariants=invariants, most=effort.most, world=world, go_on=exploring
            )
            run.explored = (*run.explored, found)
    return run
