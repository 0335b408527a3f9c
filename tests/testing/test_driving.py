"""The machine as an engine of a run: it ends when it is told to, and what it finds is as short as what walks find."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.event import EventKind
from medsales_core.errors import ValueRefused
from medsales_core.fuzzing.invariants import DecidesAs, Invariant, built_in
from medsales_core.fuzzing.kept import StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.run import Effort, fuzz
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.story import play
from medsales_core.playbook import Playbook
from medsales_core.testing.driving import drive
from medsales_core.text import LangText, text

Small = Callable[..., Playbook]


class NeverWon(Invariant):
    id = "test.never-won"
    title = text("Nothing is won", "从不赢单")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        won = any(event.kind is EventKind.WON for one in taken.decisions for event in one.events)
        return text("won", "赢单") if won else None


class NeverTwoSteps(Invariant):
    id = "test.never-two-steps"
    title = text("Every story has one step", "每个故事只有一步")

    def after_story(self, model: Model, story: Any) -> LangText | None:
        return text("two", "两步") if len(story) > 1 else None


def test_a_sound_process_is_driven_as_often_as_asked_for(small: Small) -> None:
    driven = drive(Model(small()), cases=12, invariants=built_in())
    assert driven.failures == ()
    assert driven.cases == 12
    assert driven.commands > 12
    assert driven.coverage.ratio("stage") == 1


def test_what_breaks_is_told_in_as_few_steps_as_it_takes(small: Small) -> None:
    model, other = Model(small()), DecidesAs(small(("at_most", "below")))
    (failure,) = drive(model, cases=200, invariants=[other]).failures
    assert failure.broken.invariant == "decides-as"
    assert len(failure.story.steps) <= 4
    assert len(failure.story.steps) <= len(failure.found.steps)
    assert play(model, failure.story, [other]).broken == failure.broken


def test_each_invariant_that_breaks_has_a_story_of_its_own(small: Small) -> None:
    failures = drive(Model(small()), cases=100, invariants=[NeverTwoSteps(), NeverWon()]).failures
    told = {failure.broken.invariant: len(failure.story.steps) for failure in failures}
    assert told["test.never-two-steps"] == 2
    assert set(told) == {"test.never-two-steps", "test.never-won"}


def test_the_same_chance_draws_the_same_stories(small: Small) -> None:
    model = Model(small())
    first, again, other = (drive(model, chance=chance, cases=10) for chance in (3, 3, 4))
    assert first.coverage.seen == again.coverage.seen
    assert first.coverage.seen != other.coverage.seen


def test_it_ends_when_it_is_told_to(small: Small) -> None:
    driven = drive(Model(small()), cases=50, go_on=lambda seen: seen.cases < 3)
    assert driven.cases == 3


def test_it_ends_while_it_shrinks_with_a_story_that_fails(small: Small) -> None:
    asked: list[int] = []

    def go_on(_: Any) -> bool:
        asked.append(1)
        return len(asked) < 40

    (failure,) = drive(Model(small()), cases=200, invariants=[NeverWon()], go_on=go_on).failures
    assert failure.story.steps


def test_it_drives_a_store(small: Small) -> None:
    model = Model(small())
    world = StoreWorld(model, MemoryStore)
    driven = drive(model, cases=5, invariants=[StoreKeeps(world)], world=world)
    world.close()
    assert driven.failures == ()
    assert driven.cases == 5


def test_it_leaves_nothing_where_it_was_started(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, here = Model(small()), tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    drive(model, cases=2)
    assert list(here.iterdir()) == []


def test_a_whole_run_drives_it_where_it_is_brought(small: Small) -> None:
    model = Model(small())
    run = fuzz(model, Effort(engines=("machine",), cases=5), invariants=[NeverTwoSteps()], driver=drive)
    assert run.driven is not None
    assert [failure.broken.invariant for failure in run.failures] == ["test.never-two-steps"]
    assert run.coverage.seen == run.driven.coverage.seen
    with pytest.raises(ValueRefused, match="driver"):
        fuzz(model, Effort(engines=("machine",)))
