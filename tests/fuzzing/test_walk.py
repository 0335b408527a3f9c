"""Walks see everything of the reference, find what is broken, and tell it shortly; the same seed tells the same."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Callable
from random import Random
from typing import Any, ClassVar

import pytest

from medsales_core.engine.command import Migrate
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.fuzzing.coverage import KINDS, Coverage, Goal
from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import DecidesAs, Invariant, built_in
from medsales_core.fuzzing.menu import NOBODY
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.shrinking import ddmin
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.step import Ask, Break
from medsales_core.fuzzing.story import Story, play
from medsales_core.fuzzing.telling import told
from medsales_core.fuzzing.walk import walk
from medsales_core.model import Facts
from medsales_core.playbook import Playbook
from medsales_core.plugins.registry import Registry
from medsales_core.ports.check import Check
from medsales_core.text import LangText, text


def test_300_walks_see_all_of_the_reference_and_nothing_breaks(model: Model) -> None:
    walked = walk(model, rng=Random(4), cases=300, invariants=built_in(Registry.discover()))
    assert walked.failures == ()
    assert {kind: walked.coverage.ratio(kind) for kind in KINDS} == dict.fromkeys(KINDS, 1.0)
    assert walked.coverage.missing() == ()


def test_the_same_seed_draws_the_same_stories(small: Callable[..., Playbook]) -> None:
    def drawn(seed: int) -> Any:
        walked = walk(Model(small()), rng=Random(seed), cases=20)
        return walked.steps, walked.coverage.seen

    assert drawn(1) == drawn(1) != drawn(2)


@pytest.mark.parametrize("seed", [*range(6), 15, 21, 22])
def test_walks_of_any_seed_see_all_of_the_reference(model: Model, seed: int) -> None:
    assert walk(model, rng=Random(seed), cases=300).coverage.missing() == ()


# Whoever reads the clock of the machine reads a moment that lies so many days away; who asks for an instance of a
# date gets what there is.
_SHIFTED = """
import datetime, sys, time
away = datetime.timedelta(days=int(sys.argv[1]))
class Same(type):
    def __instancecheck__(cls, value): return isinstance(value, cls.__mro__[1])
    def __subclasscheck__(cls, other): return issubclass(other, cls.__mro__[1])
class Moment(datetime.datetime, metaclass=Same):
    @classmethod
    def now(cls, tz=None): return super().now(tz) + away
    @classmethod
    def utcnow(cls): return super().now() + away
    @classmethod
    def today(cls): return super().now() + away
class Day(datetime.date, metaclass=Same):
    @classmethod
    def today(cls): return super().today() + away
seconds, days = time.time, away.total_seconds()
time.time = lambda: seconds() + days
datetime.datetime, datetime.date = Moment, Day
"""
_DIGEST = """
import hashlib
from random import Random
from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import built_in
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.step import step_data
from medsales_core.fuzzing.telling import told
from medsales_core.fuzzing.walk import walk
from medsales_core.playbook import reference_playbook
from medsales_core.wire import canonical, event_data
model, told = Model(reference_playbook()), hashlib.sha256()
class Told:
    begin = model.begin
    def take(self, state, step):
        taken = model.take(state, step)
        process = taken.after.progress.process
        root = model.playbook.processes[process].moves if process else "deal"
        told.update(repr(step_data(step)).encode())
        for decision in taken.decisions:
            told.update(repr(decision.as_dict()).encode())
            for event in decision.events:
                told.update(canonical(event_data(root, event)))
        return taken
walked = walk(model, rng=Random(7), cases=15, invariants=built_in(), world=Told())
print(walked.steps, told.hexdigest(), sorted(walked.coverage.seen.items()))
"""


def test_nothing_depends_on_the_hash_seed_or_the_clock_of_the_machine() -> None:
    def told(seed: str, zone: str, days: int) -> str:
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", _SHIFTED + _DIGEST, str(days)]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout

    assert told("1", "Asia/Shanghai", 0) == told("2", "America/New_York", 4000) != ""


class Never(Check):
    id = "t.never"
    title = text("It never holds", "从不成立")
    reads: ClassVar = ("deal.name",)

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool:
        return False


class NeverWon(Invariant):
    id = "t.never-won"
    title = text("Nothing is ever won", "从不赢单")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        won = taken.after.progress.status is Status.WON
        return text("won", "赢单") if won else None


def test_a_failing_story_is_told_as_shortly_as_can_be(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    (failure,) = walk(model, rng=Random(3), cases=50, invariants=[NeverWon()]).failures
    asked = [type(step.command).__name__ for step in failure.story.steps if isinstance(step, Ask)]
    assert asked == ["Open", "Advance", "Win"]
    assert len(failure.story.steps) == 3 <= len(failure.found.steps)
    assert str(failure.broken.what) == "won"
    assert play(model, failure.story, [NeverWon()]).broken == failure.broken
    assert play(model, failure.story).broken is None


def test_a_story_comes_back_from_data_and_plays_alike(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    (failure,) = walk(model, rng=Random(3), cases=50, invariants=[NeverWon()]).failures
    story = Story.from_data(failure.story.as_data())
    assert story == failure.story
    assert play(model, story, [NeverWon()]).broken == failure.broken
    with pytest.raises(ValueRefused, match="begins"):
        Story.from_data({"given": "good"})


def test_a_migration_within_a_playbook_that_is_granted_is_found_as_the_way_round_a_gate_that_it_is(
    small: Callable[..., Playbook],
) -> None:
    playbook = small()

    def lax(progress: Progress, command: Any, /, **more: Any) -> Any:
        """Migrates whoever asks, as if the subject was under another playbook."""
        elsewhere = progress._replace(playbook="") if isinstance(command, Migrate) else progress
        return playbook.decide(elsewhere, command, **more)

    model = Model(playbook, decide=lax)
    walked = walk(model, rng=Random(1), cases=200, invariants=built_in())
    explored = explore(model, "deal", invariants=built_in())
    for found in (walked, explored):
        failure = next(one for one in found.failures if one.broken.invariant == "no-move-past-a-failure")
        assert [type(step.command).__name__ for step in failure.story.steps if isinstance(step, Ask)] == [
            "Open", "Migrate",
        ]  # fmt: skip
        *_, line = told(model, play(model, failure.story, built_in()).taken)
        assert "migrate it, to " in line["en"]
        assert "迁移，列于" in line["zh-Hans"]
    opened = explored.failures[0].story.steps[0]
    *_, line = told(model, play(model, Story(steps=(opened, Ask(Migrate(), NOBODY)))).taken)
    assert "migrate it where it stands" in line["en"]


def test_two_versions_of_a_playbook_are_told_apart_by_the_shortest_story(
    small: Callable[..., Playbook],
) -> None:
    changed = small(("at_most", "below"))
    (failure,) = walk(Model(small()), rng=Random(1), cases=100, invariants=[DecidesAs(changed)]).failures
    assert [type(step).__name__ for step in failure.story.steps] == ["Ask", "Ask"]
    assert "cheap" in str(failure.broken.what)
    same = DecidesAs(small())
    assert walk(Model(small()), rng=Random(1), cases=30, invariants=[same]).failures == ()


def test_a_walk_ends_when_enough_was_seen_or_somebody_says_so(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    seen = walk(model, rng=Random(1), cases=500, until=Goal.parse("requirement-coverage=1.0"))
    assert seen.cases < 500
    assert seen.coverage.ratio("requirement") == 1.0
    assert walk(model, rng=Random(1), go_on=lambda walked: walked.cases < 7).cases == 7


def test_what_could_not_be_seen_is_told_with_the_reason(small: Callable[..., Playbook]) -> None:
    never = ('require = { "deal.name" = "filled" }', 'require = { check = "t.never" }')
    model = Model(small(never, ('waivable_by = ["manager"]', ""), checks=[Never()]))
    walked = walk(model, rng=Random(1), cases=60)
    why = {str(missing.item): str(missing.why) for missing in walked.coverage.missing()}
    refused = r"'on' was refused at 'first' each time, \d+ in all, the last time for [\w, -]*\bnamed\b[\w, -]*; no facts fulfil it"
    assert re.match(refused, why["stage second"]), why["stage second"]
    assert why["transition win: second"] == "the stage that it leaves was not reached: second"
    assert why["requirement named: pass"].startswith("no facts fulfil it: named: ")
    assert walked.coverage.as_dict()["ratios"]["stage"] == 0.5
    assert all(set(missing.why) == {"en", "zh-Hans"} for missing in walked.coverage.missing())


def test_nothing_was_tried_before_a_walk_and_that_is_told_of_everything(
    small: Callable[..., Playbook],
) -> None:
    coverage = Coverage(Model(small()))
    why = {str(missing.item): str(missing.why) for missing in coverage.missing()}
    assert len(why) == len(coverage.items)
    assert why["requirement named: waived"] == "none of its stages was reached: first"
    coverage.seen["stage", "first", ""] += 1
    why = {str(missing.item): str(missing.why) for missing in coverage.missing()}
    assert why["requirement named: waived"] == "it stopped no move, so there was nothing to waive"
    assert why["requirement named: pass"] == "it was not tried"
    assert why["stage second"] == "'on' was not asked for at 'first'"
    assert why["role manager"] == "nobody was granted anything in this role"
    assert why["reason stale-version"] == "nothing that was asked provoked it"


def test_a_way_that_came_out_otherwise_is_told_with_what_it_came_to(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    coverage, state = Coverage(model), model.begin()
    opened = model.take(state, model.menu("deal", state.progress).onward[0])
    coverage.record(opened)
    taken = model.take(opened.after, Break("named", "deal.name: empty"))
    coverage.record(taken._replace(after=opened.after))
    why = {str(missing.item): str(missing.why) for missing in coverage.missing()}
    assert why["requirement named: deal.name: empty"] == "tries: 1, and it came out as: pass"


@pytest.mark.parametrize(
    ("written", "error"),
    [("stages=1", UnknownName), ("stage-coverage=2", ValueRefused), ("role=x", ValueRefused)],
)
def test_a_goal_that_is_none_is_refused(written: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Goal.parse(written)
    assert Goal.parse("role-coverage=0.5") == ("role", 0.5)


@pytest.mark.parametrize("needed", [{3}, {0, 99}, {5, 6, 7, 50}, set(range(20))])
def test_delta_debugging_keeps_what_is_needed_and_nothing_else(needed: set[int]) -> None:
    assert ddmin(range(100), lambda items: needed <= set(items)) == tuple(sorted(needed))
