"""The machine as one engine of a run: Hypothesis draws stories and shrinks the failing one, delta debugging ends it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.stateful import run_state_machine_as_test

from medsales_core.fuzzing.coverage import Coverage
from medsales_core.fuzzing.invariants.invariant import Broken, Invariant, NothingRaises, one_by_one
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.shrinking import failure
from medsales_core.fuzzing.state import Taken, World
from medsales_core.fuzzing.step import Step
from medsales_core.fuzzing.story import Failure, Story
from medsales_core.fuzzing.walk import Walked
from medsales_core.testing.workflow_machine import DoesNotHold, WorkflowMachine, workflow_machine

__all__ = ["drive"]

_LONGEST: Final = 50
#: How often Hypothesis may try to shorten a story; what is left delta debugging does in less time.
_TRIES: Final = 60
_QUIET: Final = settings(
    stateful_step_count=_LONGEST,
    deadline=None,
    database=None,
    derandomize=True,
    print_blob=False,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
    verbosity=Verbosity.quiet,
    suppress_health_check=list(HealthCheck),
)


class _Enough(BaseException):
    """The run is over; no error, or Hypothesis would take it for what it looks for."""


def drive(
    model: Model,
    *,
    chance: int = 0,
    cases: int = 300,
    invariants: Sequence[Invariant] = (),
    world: World | None = None,
    go_on: Callable[[Walked], bool] | None = None,
) -> Walked:
    """Let Hypothesis drive the machine of *model*, and hold *invariants* against what it does.

    Args:
        model: The playbook as a model.

        chance: What Hypothesis draws from: the same number, the same stories.

        cases: How many stories at most.

        invariants: What must hold; the first story that breaks one is shrunk and kept, then it is asked no more.

        world: Where the stories happen: a `StoreWorld`, to test a store with them; the model by itself if None.

        go_on: Asked after each story, for a clock or a progress bar; no more are drawn when it says no.

    Returns:
        What was seen, and the failing stories.
    """
    driven = Walked(coverage=Coverage(model))
    watched = one_by_one(invariants, model)
    while driven.cases < cases:
        search = _Search(model, driven, watched, world, go_on)
        with _no_folder_left():
            search.run(cases, chance=f"{chance}/{len(driven.failures)}")
        if (failed := search.failure()) is None:
            break
        driven.failures += (failed,)
        watched = [one for one in watched if one.id != failed.broken.invariant]
        if search.stopped or isinstance(search.watched[0], NothingRaises):
            break  # what raises now and then would be found again and again
    return driven


@contextmanager
def _no_folder_left() -> Iterator[None]:
    """Hypothesis writes down what it reads in our code; not where somebody happens to stand."""
    with tempfile.TemporaryDirectory() as folder:
        set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


class _Search:
    """Looks for one failing story, then for shorter ones that break the same."""

    def __init__(
        self,
        model: Model,
        driven: Walked,
        invariants: Sequence[Invariant],
        world: World | None,
        go_on: Callable[[Walked], bool] | None,
    ) -> None:
        self._model, self._world, self._driven, self._go_on = model, world, driven, go_on
        self.watched = tuple(invariants)
        self.stopped = False
        self._cases = 0
        self._broken: Broken | None = None
        self._story = Story(steps=())
        self._tries = 0

    def run(self, cases: int, chance: str) -> None:
        """Draw stories until there are *cases* in all or one fails; shrink that one. Other errors are raised."""
        self._cases = cases
        made = workflow_machine(self._model, invariants=self.watched, world=self._world)
        machine: Any = seed(chance)(type("Driven", (_Driven, made), {"search": self}))
        try:
            run_state_machine_as_test(
                machine, settings=settings(_QUIET, max_examples=max(cases - self._driven.cases, 1))
            )
        except (_Enough, DoesNotHold):
            return

    def failure(self) -> Failure | None:
        """The shortest story, None if none failed."""
        if self._broken is None:
            return None
        (invariant,) = self.watched
        return failure(self._model, self._story, invariant, self._broken, self._world)

    # ---- told by the machine

    def saw(self, taken: Taken) -> None:
        """A step was taken."""
        self._driven.coverage.record(taken)
        self._driven.steps += 1
        self._driven.commands += len(taken.decisions)

    def fails(self, broken: Broken, story: Story) -> None:
        """A story broke something; from now on nothing else is looked at."""
        if self._broken is None or len(story.steps) < len(self._story.steps):
            self._broken, self._story = broken, story
        self.watched = tuple(one for one in self.watched if one.id == broken.invariant)

    def ended(self) -> None:
        """A story is at its end; shrinking is no new story."""
        if self._broken is None:
            self._driven.cases += 1
        else:
            self._tries += 1
        self.stopped = self._go_on is not None and not self._go_on(self._driven)
        drawn = self._broken is None and self._driven.cases >= self._cases
        if self.stopped or drawn or self._tries > _TRIES:
            raise _Enough


class _Driven(WorkflowMachine):
    """The machine that tells a search what it does."""

    search: ClassVar[_Search]

    def __init__(self) -> None:
        super().__init__()
        self.must_hold = self.search.watched  # type: ignore[misc]  # of this story alone
        self._fell = False

    def do(self, step: Step) -> Taken:
        try:
            taken = super().do(step)
        except DoesNotHold as failed:
            self.search.saw(self.taken[-1])
            self._fails(failed)
            raise
        self.search.saw(taken)
        return taken

    def teardown(self) -> None:
        try:
            if not self._fell:
                super().teardown()
        except DoesNotHold as failed:
            self._fails(failed)
            raise
        finally:
            self.search.ended()

    def _fails(self, failed: DoesNotHold) -> None:
        self._fell = True
        self.search.fails(failed.broken, self.story)
