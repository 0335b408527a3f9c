"""Promises are tried where no gate speaks of them, one by one; tests that fail by themselves are told."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import (
    ChecksAnswer,
    Invariant,
    PromisesAreKept,
    ScoresBehave,
    built_in,
)
from medsales_core.fuzzing.invariants.promises import PromiseIsKept
from medsales_core.fuzzing.model import START, Model
from medsales_core.fuzzing.run import Effort, Fuzzed, fuzz
from medsales_core.fuzzing.story import Failure, Story, play
from medsales_core.fuzzing.telling import told
from medsales_core.fuzzing.walk import walk
from medsales_core.playbook import Playbook
from medsales_core.plugins.guarding import GuardedScore
from medsales_core.ports.check import Check
from medsales_core.ports.score import ScoringMethod
from medsales_core.testing.driving import drive
from medsales_core.text import text

Small = Callable[..., Playbook]
#: Nothing in the small playbook reads an amount or a budget; the discount is asked for at the stage before alone.
PROMISES = """
[never.big]
label = { en = "Nothing above a million is won", zh-Hans = "不得赢得超过一百万的商机" }
source = "T"
on = ["win"]
holds = { "deal.amount" = { above = "1000000 CNY" } }

[always.cheap-when-won]
label = { en = "What is won has a discount within the limit", zh-Hans = "赢单折扣不超过上限" }
source = "T"
on = ["win"]
holds = { "deal.probability" = { at_most = { threshold = "limit" } } }

[always.named-on-the-way]
label = { en = "What comes to the second stage has a name", zh-Hans = "进入第二阶段的商机已命名" }
source = "T"
into = ["second"]
holds = { "deal.name" = "filled" }

[threshold.limit]"""


@pytest.fixture
def promising(small: Small) -> Playbook:
    return small(("\n[threshold.limit]", PROMISES), ('waivable_by = ["manager"]', ""))


def _walked(model: Model, held: tuple[Invariant, ...]) -> tuple[Failure, ...]:
    return walk(model, rng=Random(1), cases=100, invariants=held).failures


def _explored(model: Model, held: tuple[Invariant, ...]) -> tuple[Failure, ...]:
    return explore(model, "deal", most=8000, invariants=held).failures


def _driven(model: Model, held: tuple[Invariant, ...]) -> tuple[Failure, ...]:
    return drive(model, chance=1, cases=400, invariants=held).failures


@pytest.mark.parametrize("engine", [_walked, _explored, _driven])
def test_every_promise_that_the_gates_leave_open_is_broken(
    engine: Callable[[Model, tuple[Invariant, ...]], tuple[Failure, ...]], promising: Playbook
) -> None:
    found = engine(Model(promising), (PromisesAreKept(),))
    assert {failure.broken.invariant for failure in found} == {
        "promises-are-kept.never.big",
        "promises-are-kept.always.cheap-when-won",
    }
    assert all(len(failure.story.steps) <= 4 for failure in found)


def test_a_run_says_of_each_promise_what_became_of_it(promising: Playbook) -> None:
    run: Fuzzed = fuzz(Model(promising), Effort(cases=100, most=3000), invariants=built_in())
    became = {promise.id: what["en"] for promise, what in run.promises().items()}
    assert became["big"] == became["cheap-when-won"] == "broken"
    assert became["named-on-the-way"] != "broken"


def test_a_run_tells_to_which_stages_nobody_came(small: Small) -> None:
    never = ('require = { "deal.name" = "filled" }', 'require = { check = "t.never" }')
    model = Model(small(never, ('waivable_by = ["manager"]', ""), checks=[NeverHolds()]))
    assert fuzz(model, Effort(cases=20, most=500), invariants=built_in()).unreached == ("second",)
    assert fuzz(Model(small()), Effort(cases=40, most=500)).unreached == ()


def test_a_broken_promise_is_told_as_data_and_in_words(promising: Playbook) -> None:
    model = Model(promising)
    failure = next(one for one in _walked(model, (PromisesAreKept(),)) if "big" in one.broken.invariant)
    held = PromiseIsKept(promising.promises["big"])
    assert held.id == failure.broken.invariant
    played = play(model, failure.story, [held])
    assert played.broken == failure.broken
    broken = play(model, Story(steps=(failure.story.steps[0], *model.breaks("never.big"))))
    (_, line) = told(model, broken.taken)
    assert line["en"] == "2. it is no longer so: Nothing above a million is won (deal.amount: above)"
    assert play(model, failure.story, [PromisesAreKept()]).broken is not None


def test_promises_are_not_counted_among_requirements(promising: Playbook) -> None:
    walked = walk(Model(promising), rng=Random(1), cases=60)
    assert all("never." not in item.name and "always." not in item.name for item in walked.coverage.items)
    assert all(not name.startswith(("never.", "always.")) for _, name, _ in walked.coverage.seen)


def test_a_world_begins_when_every_requirement_is_asked(small: Small) -> None:
    coming = (
        'require = { "deal.name" = "filled" }',
        'require = { "deal.name" = "filled" }\neffective_from = 2027-03-01',
    )
    model = Model(small(coming))
    assert (START.year, model.start.year, model.start.month) == (2026, 2027, 3)
    walked = walk(model, rng=Random(1), cases=60, invariants=built_in())
    assert walked.failures == ()
    assert walked.coverage.ratio("requirement") == 1
    early = Model(small(coming), start=START)
    assert walk(early, rng=Random(1), cases=60, invariants=built_in()).failures == ()


def test_a_playbook_without_requirements_can_be_fuzzed(load: Callable[..., Playbook]) -> None:
    model = Model(load(BARE))
    assert _walked(model, built_in()) == ()
    assert _explored(model, built_in()) == ()
    assert drive(model, chance=1, cases=20, invariants=built_in()).failures == ()


BARE = """
schema = 1
id = "bare"
version = "1"
title = { en = "Bare", zh-Hans = "空" }

[process.deal]
moves = "deal"
start = "first"
label = { en = "Deal", zh-Hans = "商机" }

[stage.first]
process = "deal"
position = 1
label = { en = "First", zh-Hans = "一" }

[transition.win]
from = "first"
kind = "win"
"""


class NeverHolds(Check):
    id = "t.never"
    title = text("It never holds", "从不成立")

    def holds(self, facts: Any, at: Any, /, **parameters: Any) -> bool:
        return False


class Stumbling(Check):
    """A check that answers, until it is asked about a deal without a name."""

    id = "t.stumbling"
    title = text("It stumbles", "出错")

    def __init__(self, error: type[BaseException], *, only_why: bool) -> None:
        self.error, self.only_why = error, only_why

    def holds(self, facts: Any, at: Any, /, **parameters: Any) -> bool:
        if not facts.deal.name and not self.only_why:
            raise self.error("no name")
        return bool(facts.deal.name)

    def reasons(self, facts: Any, at: Any, /, **parameters: Any) -> Any:
        raise self.error("no reason")


@pytest.mark.parametrize("error", [RuntimeError, SystemExit])
@pytest.mark.parametrize("only_why", [True, False])
def test_a_check_that_raises_is_told(error: type[BaseException], only_why: bool, small: Small) -> None:
    called = ('require = { "deal.name" = "filled" }', 'require = { check = "t.stumbling" }')
    model = Model(small(called, checks=[Stumbling(error, only_why=only_why)]))
    (failure,) = walk(model, rng=Random(1), cases=100, invariants=[ChecksAnswer()]).failures
    assert f"{error.__name__}: no" in failure.broken.what["en"]
    assert "t.stumbling" in failure.broken.what["en"]


class Failing(ScoringMethod):
    id = "t.failing"
    title = text("Failing", "出错")
    version = "1"

    def score(self, case: Any, facts: Any, processes: Any, *, at: Any) -> Any:
        raise LookupError("no such stage")


def test_a_score_that_raises_is_told_though_reports_go_on_without_it(small: Small) -> None:
    held = ScoresBehave([GuardedScore(Failing(), "a plugin")])
    (failure,) = walk(Model(small()), rng=Random(1), cases=60, invariants=[held]).failures
    assert "no such stage" in failure.broken.what["en"]
