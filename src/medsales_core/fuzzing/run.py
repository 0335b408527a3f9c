"""A whole run: the engines under one clock, their coverage together, and what became of every promise."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Final, Protocol, TypedDict

import attrs

from medsales_core.engine.promise import Promise
from medsales_core.errors import ValueRefused
from medsales_core.fuzzing.coverage import Coverage, Goal
from medsales_core.fuzzing.explore import Explored, explore
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.invariants.promises import PromiseIsKept
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import World
from medsales_core.fuzzing.story import Failure
from medsales_core.fuzzing.walk import Walked, walk
from medsales_core.playbook.proving import unproved
from medsales_core.text import LangText, text

__all__ = ["ENGINES", "MACHINE", "Driver", "Effort", "Fuzzed", "fuzz"]

#: The engines that a run needs nothing else for.
ENGINES: Final = ("walk", "explore")
#: The one that stands on Hypothesis, and is brought by the caller.
MACHINE: Final = "machine"
_PROVED: Final = text("proved by its gates", "由关卡证明")
_SEARCHED: Final = text("no counterexample was found", "未找到反例")
_BROKEN: Final = text("broken", "被打破")


class Driver(Protocol):
    """The engine ``machine``: `medsales_core.testing.driving.drive`, which no module below the tests imports."""

    def __call__(
        self,
        model: Model,
        *,
        chance: int,
        cases: int,
        invariants: Sequence[Invariant],
        world: World | None,
        go_on: Callable[[Walked], bool],
    ) -> Walked: ...


class _Held(TypedDict):
    invariants: Sequence[Invariant]
    world: World | None


@attrs.define(kw_only=True)
class Fuzzed:
    """What came of a run.

    Args:
        model: The playbook as a model.

        walked: What the walks saw, None if there were none.

        explored: What exploring saw, by process.

        driven: What the machine saw, None if it was not driven.
    """

    model: Model
    walked: Walked | None = None
    driven: Walked | None = None
    explored: tuple[Explored, ...] = ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The shortest story for each invariant that broke."""
        found = [failure for one in self._looked for failure in one.failures]
        shortest: dict[str, Failure] = {}
        for failure in sorted(found, key=lambda failure: len(failure.story.steps)):
            shortest.setdefault(failure.broken.invariant, failure)
        return tuple(shortest.values())

    @property
    def coverage(self) -> Coverage:
        """What was seen by all engines together."""
        return sum((one.coverage for one in self._looked), start=Coverage(self.model))

    @property
    def _looked(self) -> Iterator[Walked | Explored]:
        yield from (one for one in (self.walked, self.driven) if one is not None)
        yield from self.explored

    def unmet(self, goals: Sequence[Goal]) -> tuple[Goal, ...]:
        """The *goals* that were not reached."""
        coverage = self.coverage
        return tuple(goal for goal in goals if not coverage.is_met(goal))

    @property
    def unreached(self) -> tuple[str, ...]:
        """The stages to which no story came, in their order."""
        missing = {item.name for item, _ in self.coverage.missing("stage")}
        return tuple(stage for stage in self.model.playbook.stages if stage in missing)

    def promises(self) -> Mapping[Promise, LangText]:
        """What became of every promise of the playbook."""
        broken = {failure.broken.invariant for failure in self.failures}
        return {
            promise: _BROKEN
            if PromiseIsKept(promise).id in broken
            else _SEARCHED
            if unproved(self.model.playbook, promise)
            else _PROVED
            for promise in self.model.playbook.promises.values()
        }


@attrs.frozen(kw_only=True)
class Effort:
    """How a run looks, and for how long.

    Args:
        engines: Which of `ENGINES` look, and `MACHINE` if it is brought.

        cases: How many stories are walked at most, and how many the machine has.

        most: How many transitions of each process are explored at most.

        seed: What walks and machine draw from: the same seed, the same stories.

        until: What to see before walking, or driving, is enough.
    """

    engines: Sequence[str] = ENGINES
    cases: int = 300
    most: int = 20_000
    seed: int = 0
    until: Sequence[Goal] = ()

    def parts(self, model: Model) -> tuple[str, ...]:
        """The names of the parts of a run: ``walk``, each process that is explored, ``machine``."""
        walked = ("walk",) if "walk" in self.engines else ()
        driven = (MACHINE,) if MACHINE in self.engines else ()
        return (*walked, *(model.playbook.processes if "explore" in self.engines else ()), *driven)


def fuzz(
    model: Model,
    effort: Effort,
    *,
    invariants: Sequence[Invariant] = (),
    world: World | None = None,
    go_on: Callable[[str, Fuzzed], bool] | None = None,
    driver: Driver | None = None,
) -> Fuzzed:
    """Look for a story under *model* that breaks one of *invariants*.

    Args:
        model: The playbook as a model.

        effort: How to look, and for how long.

        invariants: What must hold.

        world: Where it happens; the model by itself if None.

        go_on: Asked now and then in which part the run is, for a clock or a progress bar; the part ends when it
            says no.

        driver: What drives the machine, if it is among the engines.

    Returns:
        What was seen, and the failing stories.

    Raises:
        ValueRefused: The machine is to look, and nothing drives it.
    """
    run = Fuzzed(model=model)

    def goes_on(part: str) -> bool:
        return go_on is None or go_on(part, run)

    def enough(seen: Walked) -> bool:
        return bool(effort.until) and all(seen.coverage.is_met(goal) for goal in effort.until)

    def walking(walked: Walked) -> bool:
        run.walked = walked
        return not enough(walked) and goes_on("walk")

    def exploring(explored: Explored) -> bool:
        return goes_on(explored.process)

    def driving(driven: Walked) -> bool:
        run.driven = driven
        return not enough(driven) and goes_on(MACHINE)

    held: _Held = {"invariants": invariants, "world": world}
    for part in effort.parts(model):
        if part == "walk":
            rng = Random(effort.seed)  # noqa: S311  chance that is drawn again, not a secret
            run.walked = walk(model, rng=rng, cases=effort.cases, go_on=walking, **held)
        elif part == MACHINE:
            if driver is None:
                raise ValueRefused("the machine is driven by a driver", hint="testing.driving.drive")
            run.driven = driver(model, chance=effort.seed, cases=effort.cases, go_on=driving, **held)
        else:
            found = explore(model, part, most=effort.most, go_on=exploring, **held)
            run.explored = (*run.explored, found)
    return run
