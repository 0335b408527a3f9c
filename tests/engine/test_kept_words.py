"""What is kept and shown of the engine under stable words, and what it means by them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from medsales_core.engine.command import (
    Actor,
    Advance,
    Complete,
    Describe,
    Lose,
    Migrate,
    Open,
    RecordEvidence,
    Reopen,
    Retire,
    Return,
    Waive,
    Win,
)
from medsales_core.engine.event import EventKind
from medsales_core.engine.finding import Finding
from medsales_core.engine.process import Figure, Stage, Transition, TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.promise import Promise, PromiseKind, is_kept
from medsales_core.engine.waiver import Waiver
from medsales_core.errors import ValueRefused
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import text

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


def test_events_and_states_are_kept_under_words_that_stores_hold_for_ever() -> None:
    assert [str(kind) for kind in EventKind] == [
        "opened", "described", "moved", "returned", "held", "resumed", "recorded", "waived", "won", "lost", "reopened",
        "completed", "retired", "migrated", "refused",
    ]  # fmt: skip
    assert [str(status) for status in Status] == [
        "new", "open", "on-hold", "won", "lost", "completed", "retired",
    ]  # fmt: skip
    assert [str(kind) for kind in PromiseKind] == ["always", "never"]


def test_what_is_left_out_of_a_wish_is_nothing() -> None:
    assert Open().process == "deal"
    assert (Migrate().to, Migrate().process, Migrate(reason=None).reason) == ("", "", "")  # type: ignore[arg-type]
    assert [Return("a", None).reason, Reopen("a", None).reason, Advance("a").reason] == ["", "", ""]
    assert [Complete().reason, Retire().reason, Win().reason] == ["", "", ""]
    assert [Complete().to, Retire().to, Win().to, Lose("price").to] == ["", "", "", ""]
    assert Lose("price").note == ""
    assert Waive("r", "x", AT.date()).scope == ""
    with pytest.raises(ValueRefused):
        Actor("")


def test_a_description_is_a_value_that_is_not_hashed_by_its_fields() -> None:
    assert Describe({"name": "x"}) == Describe({"name": "x"})
    assert hash(Describe({"name": "x"})) == hash(Describe({"name": "y"}))


def test_what_is_left_out_of_a_value_is_nothing() -> None:
    named = {"label": text("a", "甲"), "guidance": text("g", "指")}
    assert Progress("d1") == Progress("d1", "", "", Status.NEW, 0, None, (), "")
    assert Figure(Decimal(3)).illustrative is False
    stage = Stage(id="a", process="deal", position=1, **named)
    assert (stage.expected_days, stage.probability, stage.forecast) == (None, None, None)
    assert (stage.key, stage.heading_inferred, stage.product_scope, stage.criteria()) == (
        False,
        False,
        (),
        (),
    )
    way = Transition(id="t", process="deal", sources=("a",), target="b", kind=TransitionKind.FORWARD)
    assert (way.needs_reason, way.who) == (False, ())
    waiver = Waiver(requirement="r", by="u", reason="x", given_at=AT, expires_on=AT.date())
    assert (waiver.scope, waiver.version) == ("", "")
    found = Finding(
        code="c",
        outcome=Outcome.FAIL,
        severity=Severity.BLOCK,
        message=text("m", "讯"),
        remedy=text("r", "救"),
    )
    assert (found.requirement, found.version, found.source, found.stage) == ("", "", "", "")
    assert (found.criterion, found.reasons, found.waiver) == (None, (), None)


@pytest.mark.parametrize(
    ("outcome", "severity", "blocks"),
    [
        (Outcome.FAIL, Severity.BLOCK, True),
        (Outcome.UNKNOWN, Severity.BLOCK, True),
        (Outcome.PASS, Severity.BLOCK, False),
        (Outcome.WAIVED, Severity.BLOCK, False),
        (Outcome.FAIL, Severity.WARN, False),
        (Outcome.FAIL, Severity.JUSTIFY, False),
    ],
)
def test_a_finding_blocks_where_it_does_not_let_pass_and_is_to_block(
    outcome: Outcome, severity: Severity, *, blocks: bool
) -> None:
    words = {"message": text("m", "讯"), "remedy": text("r", "救")}
    assert Finding(code="c", outcome=outcome, severity=severity, **words).blocks is blocks


@pytest.fixture
def here() -> Progress:
    return Progress("d1", "deal", "first", Status.OPEN, 1, AT)


LACKING = """
[stage.first.exit.sized]
label = { en = "Sized", zh-Hans = "金额" }
source = "S"
require = { "deal.amount" = "filled" }

[stage.first.exit.told]
label = { en = "Told", zh-Hans = "提示" }
source = "S"
severity = "warn"
require = { "deal.account_id" = "filled" }
"""


def _refused(small: Callable[..., Playbook], here: Progress, reason: str = "") -> tuple[Playbook, Any]:
    playbook = small(("[transition.win]", f"{LACKING}\n[transition.win]"))
    way = next(o.transition for o in playbook.explain(here, BARE, at=AT).openings if o.transition.target)
    wish = Advance(way.target, reason)
    return playbook, playbook.decide(here, wish, facts=BARE, actor=Actor("u1"), at=AT)


BARE = Facts(deal=Deal(id="d1", owner_id="r"))


def test_what_stands_in_the_way_of_a_refused_move_is_told_and_nothing_else(
    small: Callable[..., Playbook], here: Progress
) -> None:
    playbook, decision = _refused(small, here)
    stopped = set(decision.events[0].data["requirements"])
    assert {finding.requirement for finding in decision.blocking} == stopped >= {"sized"}
    assert "told" not in stopped
    assert {"told", *stopped} <= {finding.requirement for finding in decision.findings}
    told = decision.as_dict()
    assert (told["subject"], told["accepted"]) == ("d1", False)
    assert set(told["blocking"]) == stopped
    assert told["findings"] == [finding.as_dict() for finding in decision.findings]
    opening = next(o for o in playbook.explain(here, BARE, at=AT).openings if o.transition.target)
    blocking = {finding.requirement for finding in decision.failures if finding.blocks}
    assert {finding.requirement for finding in opening.lacking} == blocking
    assert {"sized"} <= blocking <= stopped


def test_an_objection_stands_in_the_way_under_its_code_and_a_granted_wish_has_nothing(
    small: Callable[..., Playbook], here: Progress
) -> None:
    playbook = small()
    stale = playbook.decide(here, Advance("nowhere"), facts=BARE, actor=Actor("u1"), at=AT)
    assert [finding.code for finding in stale.blocking] == stale.as_dict()["blocking"] == ["unknown-stage"]
    opened = playbook.decide(Progress("d1"), Open(), facts=BARE, actor=Actor("u1"), at=AT)
    assert opened.accepted
    assert opened.blocking == ()
    assert opened.as_dict()["blocking"] == []


def test_what_was_not_waived_has_no_waiver_and_what_holds_is_not_set_aside(
    small: Callable[..., Playbook], here: Progress
) -> None:
    playbook = small()
    waiver = Waiver(requirement="named", by="u1", reason="x", given_at=AT, expires_on=AT.date())
    for name, waivers, outcome, given in (
        (None, (), Outcome.FAIL, None),
        (None, (waiver,), Outcome.WAIVED, waiver),
        ("CT", (waiver,), Outcome.PASS, None),
    ):
        facts = Facts(deal=Deal(id="d1", name=name))
        decision = playbook.decide(
            here._replace(waivers=waivers), Advance("second"), facts=facts, actor=Actor("u1"), at=AT
        )
        (found,) = (finding for finding in decision.findings if finding.requirement == "named")
        assert (found.outcome, found.waiver) == (outcome, given)


def test_before_its_stage_was_entered_every_way_lacks_time_and_what_it_asks(
    small: Callable[..., Playbook], here: Progress
) -> None:
    told = small().explain(here, BARE, at=AT - dt.timedelta(days=1)).openings
    lacking = {
        opening.transition.id: [one.requirement or one.code for one in opening.lacking] for opening in told
    }
    assert lacking == {
        "on": ["time-goes-back", "named", "cheap"],
        "lose": ["time-goes-back"],
        "reopen": ["time-goes-back", "wrong-status"],
    }
    assert all(len(opening.lacking) == opening.stops for opening in told)


@pytest.mark.parametrize("status", Status)
def test_what_is_closed_in_any_way_may_be_reopened_and_nothing_else(
    small: Callable[..., Playbook], here: Progress, status: Status
) -> None:
    decision = small().decide(
        here._replace(status=status),
        Reopen("first", "again"),
        facts=BARE,
        actor=Actor("u1", {"manager"}),
        at=AT,
    )
    closed = status in (Status.WON, Status.LOST, Status.COMPLETED, Status.RETIRED)
    assert decision.accepted is closed
    assert ("wrong-status" in [finding.code for finding in decision.objections]) is not closed


@pytest.mark.parametrize(
    "wish",
    [RecordEvidence("name", "x"), Waive("named", "x", AT.date()), Waive("named", "x", AT.date(), "on")],
)
def test_nothing_is_kept_of_what_was_never_opened(small: Callable[..., Playbook], wish: Any) -> None:
    decision = small().decide(Progress("d1"), wish, facts=BARE, actor=Actor("u2", {"manager"}), at=AT)
    assert not decision.accepted
    assert "wrong-status" in [finding.code for finding in decision.objections]


COMPLETING = """
[transition.lose]
from = ["first", "second"]
kind = "complete"

[stage.first.exit.told]
label = { en = "Told", zh-Hans = "提示" }
source = "S"
require = { "deal.account_id" = "filled" }

[transition.gone]
from = ["first", "second"]
kind = "lose"
"""


def test_completing_is_a_way_onward_and_told_before_losing_however_far_it_is(
    small: Callable[..., Playbook], here: Progress
) -> None:
    toml = ('[transition.lose]\nfrom = ["first", "second"]\nkind = "lose"\n', COMPLETING)
    told = small(toml).explain(here, BARE, at=AT).openings
    assert [(opening.transition.id, opening.is_open) for opening in told] == [
        ("on", False), ("lose", False), ("gone", True), ("reopen", False),
    ]  # fmt: skip


def test_a_plan_knows_the_checks_that_its_requirements_call(small: Callable[..., Playbook]) -> None:
    plan = small().plan
    assert plan.checks is plan.context.checks
    assert dict(plan.checks) == {}


@pytest.mark.parametrize(
    ("on", "into", "way", "target", "kind", "spoken_of"),
    [
        ((), (), "win", "", TransitionKind.WIN, True),
        (("win",), (), "win", "", TransitionKind.WIN, True),
        (("win",), (), "to-b", "b", TransitionKind.FORWARD, False),
        ((), ("b",), "to-b", "b", TransitionKind.FORWARD, True),
        ((), ("b",), "to-c", "c", TransitionKind.FORWARD, False),
        (("win",), ("b",), "to-b", "b", TransitionKind.FORWARD, True),
        (("to-b",), ("c",), "to-b", "b", TransitionKind.FORWARD, True),
        ((), ("b",), "back-to-b", "b", TransitionKind.BACK, TransitionKind.BACK.enters),
    ],
)
def test_a_promise_speaks_of_the_moves_that_it_names_or_of_all(
    on: tuple[str, ...],
    into: tuple[str, ...],
    way: str,
    target: str,
    kind: TransitionKind,
    *,
    spoken_of: bool,
) -> None:
    promise: Any = SimpleNamespace(on=on, into=into)
    transition = Transition(
        id=way, process="deal", sources=("a",), target=target, kind=kind, needs_reason=False
    )
    assert Promise.speaks_of(promise, transition) is spoken_of


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("x", PromiseKind.ALWAYS, True),
        ("x", PromiseKind.NEVER, False),
        (None, PromiseKind.ALWAYS, False),
        (None, PromiseKind.NEVER, True),
    ],
)
def test_a_promise_is_kept_where_its_condition_always_or_never_holds(
    small: Callable[..., Playbook], name: str | None, kind: PromiseKind, *, kept: bool
) -> None:
    playbook = small()
    condition = playbook.requirements["named"].condition
    promise = Promise(id="p", kind=kind, label=text("p", "诺"), source="S", condition=condition)
    facts = Facts(deal=Deal(id="d1", name=name))
    assert is_kept(promise, facts, AT, playbook.plan.context) is kept
    assert is_kept(promise, Facts(), AT, playbook.plan.context) is False
