"""Deciding: refusals by name, waivers, justification, checks that fail, wishes that make no sense."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from medsales_core.engine.command import (
    Actor,
    Advance,
    Describe,
    Hold,
    Lose,
    Open,
    RecordEvidence,
    Return,
    Waive,
    Win,
)
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import with_evidence
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model import Account, Approval, Deal, Facts, LossReason, Need, Rep
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
REP, BOSS = Actor("r7", {"sales-rep"}), Actor("b1", {"boss"})
HEAD = """
schema = 1
id = "t"
version = "1"
languages = ["en", "zh-Hans"]
title = { en = "T", zh-Hans = "试" }
role.boss.label = { en = "Boss", zh-Hans = "主管" }
role.sales-rep.label = { en = "Rep", zh-Hans = "代表" }
process.deal = { moves = "deal", label = { en = "Deal", zh-Hans = "商机" }, start = "a" }
transition.on = { from = "a", to = "b", kind = "forward" }
transition.back = { from = "b", to = "a", kind = "back", reason = "required" }
transition.lose = { from = ["a", "b"], kind = "lose", reason = "required" }
transition.win = { from = "b", kind = "win", who = ["boss"] }

[stage.a]
process = "deal"
position = 1
label = { en = "A", zh-Hans = "甲" }

[stage.b]
process = "deal"
position = 2
label = { en = "B", zh-Hans = "乙" }
"""


def requirement(name: str, require: str, more: str = "", where: str = "stage.a.exit") -> str:
    return f"""
[{where}.{name}]
label = {{ en = "{name}", zh-Hans = "要求" }}
source = "S1-1"
require = {require}
{more}
"""


NAMED = requirement("named", '{ "deal.name" = "filled" }', 'waivable_by = ["boss"]')


def opened(playbook: Playbook, stage: str = "a", **more: Any) -> Progress:
    return Progress("d1", "deal", stage, Status.OPEN, 1, AT, **more)


def asked(playbook: Playbook, command: Any, facts: Facts, actor: Actor = REP, **where: Any) -> Decision:
    return playbook.decide(
        where.pop("at_progress", opened(playbook)), command, facts=facts, actor=actor, at=where.pop("at", AT)
    )


def codes(decision: Decision) -> list[str]:
    return [finding.requirement or finding.code for finding in decision.failures]


class Answering:
    id = "t.check"
    reads = ("deal.name",)
    parameters: Mapping[str, type] = MappingProxyType({})

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def holds(self, facts: Any, at: dt.datetime, /) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def reasons(self, facts: Any, at: dt.datetime, /) -> tuple[()]:
        return ()


Load = Callable[..., Playbook]


@pytest.mark.parametrize("answer", [RuntimeError("no line"), 1, 0, "yes", None])
def test_a_check_that_fails_blocks_and_leaves_the_other_reasons_standing(load: Load, answer: Any) -> None:
    playbook = load(
        HEAD + requirement("checked", '{ check = "t.check" }') + NAMED, checks=[Answering(answer)]
    )
    decision = asked(playbook, Advance("b"), Facts(deal=Deal(id="d1")))
    outcomes = {finding.requirement: finding.outcome for finding in decision.failures}
    assert outcomes == {
        "checked": Outcome.UNKNOWN if answer is None else Outcome.ERROR,
        "named": Outcome.FAIL,
    }
    assert decision.events[0].data["requirements"] == outcomes
    assert all(finding.reasons for finding in decision.failures)


def test_two_checks_in_one_condition_never_pass_on_something_that_is_merely_not_false(load: Load) -> None:
    both = requirement("both", '{ check = "t.check", "deal.name" = "filled" }')
    playbook = load(HEAD + both, checks=[Answering(0)])
    assert not asked(playbook, Advance("b"), Facts(deal=Deal(id="d1", name="CT"))).accepted


def test_an_empty_text_is_no_approver(load: Load) -> None:
    rule = '{ "deal.approvals" = { each = { approver_id = { differs = { path = "requested_by" } } } } }'
    playbook = load(
        HEAD + requirement("approved", rule) + requirement("other", '{ "deal.name" = { differs = "x" } }')
    )
    for blank in ("", " ", None):
        deal = Deal(id="d1", name=blank, approvals=(Approval(id="1", requested_by="r", approver_id=blank),))
        assert codes(asked(playbook, Advance("b"), Facts(deal=deal))) == ["approved", "other"]


@pytest.mark.parametrize("reason", ["", " ", "\u3000", None])
def test_without_a_reason_nothing_that_asks_for_one_is_granted(load: Load, reason: Any) -> None:
    justified = requirement("named", '{ "deal.name" = "filled" }', 'severity = "justify"')
    playbook = load(HEAD + justified)
    facts = Facts(deal=Deal(id="d1"))
    waived = opened(playbook, waivers=(_waiver("something-else"),))
    for progress in (opened(playbook), waived, opened(playbook)._replace(version=7)):
        assert codes(asked(playbook, Advance("b", reason), facts, at_progress=progress)) == ["named"]
    there = opened(playbook, "b")
    assert codes(asked(playbook, Return("a", reason), facts, at_progress=there)) == ["reason-required"]
    assert codes(asked(playbook, Lose(reason), facts)) == ["reason-required"]
    assert codes(asked(playbook, Hold(reason), facts)) == ["reason-required"]
    assert "reason-required" in codes(asked(playbook, Waive("named", reason, AT.date()), facts, BOSS))


def _waiver(name: str) -> Waiver:
    return Waiver(requirement=name, by="b1", reason="late", given_at=AT, expires_on=dt.date(2026, 7, 31))


def test_a_reason_settles_what_may_be_justified_and_is_kept(load: Load) -> None:
    justified = requirement("named", '{ "deal.name" = "filled" }', 'severity = "justify"')
    playbook = load(HEAD + justified + requirement("sized", '{ "deal.amount" = "filled" }'))
    poor, rich = Facts(deal=Deal(id="d1")), Facts(deal=Deal(id="d1", amount=Money(1, "CNY")))
    assert codes(asked(playbook, Advance("b", "customer asked"), poor)) == ["named", "sized"]
    granted = asked(playbook, Advance("b", "customer asked"), rich)
    assert granted.accepted
    assert granted.events[0].data["reason"] == "customer asked"
    assert granted.events[0].data["set_aside"] == ("named",)


@pytest.mark.parametrize("severity", ["warn", "info"])
def test_what_only_warns_is_told_and_never_stops(load: Load, severity: str) -> None:
    playbook = load(HEAD + requirement("named", '{ "deal.name" = "filled" }', f'severity = "{severity}"'))
    decision = asked(playbook, Advance("b"), Facts(deal=Deal(id="d1")))
    assert decision.accepted
    assert codes(decision) == ["named"]


# Waivers ------------------------------------------------------------------------------------------------------

POOR = Facts(deal=Deal(id="d1", owner_id="r1"), owner=Rep(id="r1"))


def test_a_waiver_lets_a_move_pass_until_its_last_day_and_says_so(load: Load) -> None:
    playbook = load(HEAD + NAMED)
    given = asked(playbook, Waive("named", "pilot", dt.date(2026, 7, 2)), POOR, BOSS)
    assert given.accepted
    progress = opened(playbook).apply(given.events)
    for day, accepted in ((0, True), (2, True), (3, False)):
        decision = asked(playbook, Advance("b"), POOR, at_progress=progress, at=AT + dt.timedelta(days=day))
        assert decision.accepted is accepted
    waived = asked(playbook, Advance("b"), POOR, at_progress=progress).findings[0]
    assert (waived.outcome, waived.waiver and waived.waiver.by) == (Outcome.WAIVED, "b1")


@pytest.mark.parametrize(
    ("actor", "command", "code"),
    [
        (REP, Waive("named", "pilot", AT.date()), "role-not-allowed"),
        (Actor("r1", {"boss"}), Waive("named", "pilot", AT.date()), "own-deal"),
        (BOSS, Waive("named", "pilot", AT.date() - dt.timedelta(days=1)), "bad-expiry"),
        (BOSS, Waive("named", " ", AT.date()), "reason-required"),
        (BOSS, Waive("sized", "pilot", AT.date()), "not-waivable"),
        (BOSS, Waive("nmaed", "pilot", AT.date()), "unknown-requirement"),
    ],
)
def test_a_waiver_that_may_not_be_given_is_refused_by_name(
    load: Load, actor: Actor, command: Waive, code: str
) -> None:
    playbook = load(HEAD + NAMED + requirement("sized", '{ "deal.amount" = "filled" }'))
    decision = asked(playbook, command, POOR, actor)
    assert not decision.accepted
    assert codes(decision) == [code]
    assert opened(playbook).apply(decision.events).waivers == ()


@pytest.mark.parametrize(
    "facts",
    [Facts(deal=Deal(id="d1", owner_id="b1")), Facts(deal=Deal(id="d1"), owner=Rep(id="b1")), Facts()],
)
def test_nobody_waives_on_a_deal_that_is_or_may_be_their_own(load: Load, facts: Facts) -> None:
    decision = asked(load(HEAD + NAMED), Waive("named", "pilot", AT.date()), facts, BOSS)
    assert not decision.accepted
    assert codes(decision)[0] in ("own-deal", "facts-needed")


def test_a_waiver_for_one_requirement_sets_no_other_aside(load: Load) -> None:
    playbook = load(HEAD + NAMED + requirement("sized", '{ "deal.amount" = "filled" }'))
    progress = opened(playbook, waivers=(_waiver("named"),))
    assert codes(asked(playbook, Advance("b"), POOR, at_progress=progress)) == ["sized"]


def test_a_waiver_runs_out_on_a_day_not_at_a_time() -> None:
    with pytest.raises(ValueRefused, match="on a day"):
        Waive("named", "pilot", AT)


# Wishes that make no sense ------------------------------------------------------------------------------------


def test_a_naive_moment_is_refused(load: Load) -> None:
    playbook = load(HEAD)
    with pytest.raises(ValueRefused, match="with its zone"):
        asked(playbook, Advance("b"), Facts(), at=AT.replace(tzinfo=None))


def test_a_misspelt_stage_or_process_is_told_what_it_may_have_meant(reference: Playbook) -> None:
    stage = reference.decide(
        Progress("d", "deal", "market-analysis-targeting", Status.OPEN, 1),
        Advance("needs-discvery"), facts=Facts(), actor=REP, at=AT,
    )  # fmt: skip
    assert codes(stage) == ["unknown-stage"]
    assert "did you mean 'needs-discovery'" in str(stage.failures[0].remedy)
    process = reference.decide(Progress("d"), Open("dael"), facts=Facts(), actor=REP, at=AT)
    assert codes(process) == ["unknown-process"]
    assert "did you mean 'deal'" in process.failures[0].remedy["en"]
    assert "是否为 'deal'" in process.failures[0].remedy["zh-Hans"]


def test_a_stage_of_another_process_gives_no_way(reference: Playbook, good_facts: Facts) -> None:
    astray = Progress("s1", "fulfilment", "negotiation-contract", Status.OPEN, 1)
    decision = reference.decide(astray, Win(), facts=good_facts, actor=REP, at=AT)
    assert codes(decision) == ["no-such-move"]


@pytest.mark.parametrize(
    "command", [Advance("b"), Hold("x"), Lose(LossReason.PRICE), Describe({"name": "x"}), Win()]
)
def test_nothing_but_opening_is_done_to_what_was_never_opened(load: Load, command: Any) -> None:
    decision = asked(load(HEAD), command, Facts(), BOSS, at_progress=Progress("d"))
    assert "wrong-status" in codes(decision)


def test_opening_twice_is_refused(load: Load) -> None:
    assert codes(asked(load(HEAD), Open("deal"), Facts())) == ["wrong-status"]


def test_only_who_may_take_a_transition_takes_it(load: Load) -> None:
    playbook = load(HEAD)
    there = opened(playbook, "b")
    assert codes(asked(playbook, Win(), Facts(), at_progress=there)) == ["role-not-allowed"]
    assert asked(playbook, Win(), Facts(), BOSS, at_progress=there).accepted


def test_entry_criteria_bind_entering_and_exit_criteria_leaving(load: Load) -> None:
    entry = requirement("in", '{ "deal.name" = "filled" }', where="stage.b.entry")
    out = requirement("out", '{ "deal.amount" = "filled" }', where="stage.b.exit")
    stays = requirement("stays", '{ "account.name" = "filled" }', where="stage.b.standing")
    playbook = load(HEAD + entry + out + stays)
    assert codes(asked(playbook, Advance("b"), Facts())) == ["in"]
    there = opened(playbook, "b")
    assert codes(asked(playbook, Win(), Facts(), BOSS, at_progress=there)) == ["out", "stays"]
    for command in (Return("a", "not ready"), Lose(LossReason.PRICE), Hold("holidays")):
        assert asked(playbook, command, Facts(), at_progress=there).accepted
    held = there._replace(status=Status.ON_HOLD)
    assert asked(playbook, Lose(LossReason.PRICE), Facts(), at_progress=held).accepted
    facts = Facts(deal=Deal(id="d1", amount=Money(1, "CNY")), account=Account(id="a", name="H"))
    assert codes(asked(playbook, Win(), facts, BOSS, at_progress=held)) == ["wrong-status"]


def test_explaining_asks_the_same_as_deciding_of_a_process_unknown_to_it(load: Load) -> None:
    with pytest.raises(UnknownName, match="did you mean 'deal'"):
        load(HEAD).explain(opened(load(HEAD))._replace(process="dael"), Facts(), at=AT)


# Evidence: what is accepted can be replayed -------------------------------------------------------------------

NAIVE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the mistake itself
SENSELESS = [
    ("name", ("a", "b")),
    ("name", ()),
    ("name", 5),
    ("needs", Need(id="n")),
    ("needs", ["n"]),
    ("needs", None),
    ("needs", (Need(id="n"), "x")),
    ("created_on", AT),
    ("created_on", "2026-01-01"),
    ("probability", Decimal("NaN")),
    ("probability", Decimal("Infinity")),
    ("probability", 0.5),
    ("amount", 5),
    ("id", "other"),
    ("nmae", "x"),
]


@pytest.mark.parametrize(("field", "value"), SENSELESS)
def test_a_description_that_the_entity_would_refuse_is_refused_and_named(
    load: Load, field: str, value: Any
) -> None:
    decision = asked(load(HEAD), Describe({"name": "fine", field: value}), Facts())
    assert codes(decision) == ["wrong-record"]
    assert field in str(decision.failures[0].message)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ()),
        ("created_on", AT),
        ("probability", Decimal("NaN")),
        ("needs", (Need(id="n"),)),
        ("needs", None),
    ],
)
def test_evidence_that_the_entity_would_refuse_is_refused(load: Load, field: str, value: Any) -> None:
    assert codes(asked(load(HEAD), RecordEvidence(field, value), Facts())) == ["wrong-record"]


def test_accepted_evidence_makes_the_entity(load: Load) -> None:
    playbook = load(HEAD)
    progress, events = opened(playbook), []
    for command in (
        Describe({"name": "CT", "needs": (Need(id="n1"), Need(id="n2")), "amount": None}),
        RecordEvidence("needs", Need(id="n1", priority=1)),
        RecordEvidence("created_on", dt.date(2026, 1, 1)),
        RecordEvidence("amount", Money(5, "CNY")),
    ):
        decision = asked(playbook, command, Facts(), at_progress=progress)
        assert decision.accepted, decision.failures
        progress = progress.apply(decision.events)
        events += decision.events
    deal = with_evidence(Deal(id="d1"), events)
    assert deal == Deal(
        id="d1", name="CT", needs=(Need(id="n2"), Need(id="n1", priority=1)), created_on=dt.date(2026, 1, 1),
        amount=Money(5, "CNY"),
    )  # fmt: skip


def test_an_empty_description_is_refused_with_a_reason(load: Load) -> None:
    assert codes(asked(load(HEAD), Describe({}), Facts())) == ["nothing-said"]


def test_events_are_applied_in_their_order_or_not_at_all() -> None:
    progress = Progress("d", "deal", "a", Status.OPEN, 3)
    late = Event(EventKind.HELD, "d", 5, AT, "u", "h", {"reason": "x"})
    with pytest.raises(ValueError, match="4 is next"):
        progress.apply([late])
