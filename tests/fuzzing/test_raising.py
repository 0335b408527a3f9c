"""What raises is told as a story like anything else that breaks, by every engine, and shrunk with it."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.command import Advance, Win
from medsales_core.engine.progress import Status
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import Invariant, NothingRaises, StaleIsRefused, built_in
from medsales_core.fuzzing.kept import StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.run import Effort, Fuzzed, fuzz
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.step import Ask, Break, Meet
from medsales_core.fuzzing.story import Failure, Story, play
from medsales_core.fuzzing.telling import told
from medsales_core.fuzzing.walk import walk
from medsales_core.playbook import Playbook
from medsales_core.testing.driving import drive
from medsales_core.text import text

Small = Callable[..., Playbook]
Engine = Callable[[Model, tuple[Invariant, ...]], tuple[Failure, ...]]


def _walked(model: Model, held: tuple[Invariant, ...]) -> tuple[Failure, ...]:
    return walk(model, rng=Random(1), cases=60, invariants=held).failures


def _explored(model: Model, held: tuple[Invariant, ...]) -> tuple[Failure, ...]:
    return explore(model, "deal", most=4000, invariants=held).failures


def _driven(model: Model, held: tuple[Invariant, ...]) -> tuple[Failure, ...]:
    return drive(model, chance=1, cases=200, invariants=held).failures


HELD = (NothingRaises(), StaleIsRefused())
ENGINES = pytest.mark.parametrize("engine", [_walked, _explored, _driven])


def falling(playbook: Playbook) -> Model:
    """A model in which winning raises an error."""

    def decide(progress: Any, command: Any, /, **others: Any) -> Any:
        if isinstance(command, Win) and progress.status is Status.OPEN:
            raise ZeroDivisionError("no unit was sold")
        return playbook.decide(progress, command, **others)

    return Model(playbook, decide=decide)


class Asserted(Invariant):
    id = "test.asserted"
    title = text("Nothing is won", "从不赢单")

    def after_step(self, model: Model, taken: Taken) -> None:
        assert taken.after.progress.status is not Status.WON, "somebody won"


class AssertedOfAll(Invariant):
    id = "test.asserted-of-all"
    title = text("Nothing is won", "从不赢单")

    def after_story(self, model: Model, story: Any) -> None:
        assert all(taken.after.progress.status is not Status.WON for taken in story), "somebody won"


@ENGINES
def test_a_step_that_raises_is_told_in_as_few_steps_as_it_takes(engine: Engine, small: Small) -> None:
    (failure,) = engine(falling(small()), HELD)
    assert failure.broken.invariant == NothingRaises.id
    assert failure.broken.what["en"] == "raised ZeroDivisionError: no unit was sold"
    assert isinstance(failure.story.steps[-1], Ask)
    assert isinstance(failure.story.steps[-1].command, Win)
    assert len(failure.story.steps) <= 3
    again = play(falling(small()), failure.story, HELD)
    assert again.broken == failure.broken
    assert again.taken[-1].step == failure.story.steps[-1]


@ENGINES
def test_without_that_invariant_the_error_is_raised_as_it_is(engine: Engine, small: Small) -> None:
    with pytest.raises(ZeroDivisionError, match="no unit was sold"):
        engine(falling(small()), (StaleIsRefused(),))


@ENGINES
@pytest.mark.parametrize("invariant", [Asserted(), AssertedOfAll()])
def test_an_invariant_may_assert(engine: Engine, invariant: Invariant, small: Small) -> None:
    (failure,) = engine(Model(small()), (invariant,))
    assert failure.broken.invariant == invariant.id
    assert "somebody won" in failure.broken.what["en"]
    assert len(failure.story.steps) <= 4


def test_what_raises_again_and_again_is_told_once(small: Small) -> None:
    walked = walk(falling(small()), rng=Random(1), cases=60, invariants=HELD)
    assert walked.cases == 60
    assert [failure.broken.invariant for failure in walked.failures] == [NothingRaises.id]


def test_a_story_that_names_what_is_not_there_is_refused(small: Small) -> None:
    model = Model(small())
    for step in (Meet("nobody"), Break("named", "in no way")):
        with pytest.raises(UnknownName):
            play(model, Story(steps=(step,)), built_in())


def test_a_process_that_is_not_there_is_told(small: Small) -> None:
    with pytest.raises(UnknownName, match="no process 'dael'"):
        explore(Model(small()), "dael")


def test_the_step_that_raised_is_the_last_that_is_told(small: Small) -> None:
    model = falling(small())
    menu = model.menus["deal"]
    steps = (*menu[""].onward, *(one for one in menu["first"].onward if isinstance(one.command, Advance)))
    winning = next(one for one in menu["second"].onward if isinstance(one.command, Win))
    played = play(model, Story(steps=(*steps, winning, *steps)), HELD)
    lines = [line["en"] for line in told(model, played.taken)]
    assert lines[-1].endswith("win it")
    assert len(lines) == len(steps) + 1


def test_a_store_that_loses_events_is_told_and_ends_no_run(small: Small) -> None:
    class Losing(MemoryStore):
        """Every third batch is lost."""

        batches = 0

        def append(self, stream: str, events: Any, **others: Any) -> Any:
            self.batches += 1
            if self.batches % 3:
                return super().append(stream, events, **others)
            return ()

    model = Model(small())
    world = StoreWorld(model, Losing)
    run: Fuzzed = fuzz(
        model, Effort(cases=30, most=500), invariants=(*built_in(), StoreKeeps(world)), world=world
    )
    world.close()
    broken = {failure.broken.invariant for failure in run.failures}
    assert {"store-keeps", "replay-equals-state"} <= broken
