"""Why something does not hold, reason by reason: the field, what was wanted, what was found."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import (
    Activity,
    Company,
    Deal,
    Facts,
    InstalledAsset,
    Need,
    Order,
    OrderLine,
    Rep,
    ServiceTicket,
    SlaPolicy,
    TrainingRecord,
)  # fmt: skip
from medsales_core.model.process import ProcessVariant
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import AllOf, CheckCall
from medsales_core.rules.judging import Context
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.reason import Reason
from medsales_core.rules.requirement import Judgement, Outcome, Requirement, Severity, compile_requirement
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
TODAY = AT.date()
Told = tuple[str, str, object, object]


def judgement(form: str) -> Judgement:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    condition = ConditionReader(document, found, core_schema(), {}, {}).read(
        document.data["require"], Place(("require",))
    )
    assert not list(found), [str(diagnostic) for diagnostic in found]
    assert condition is not None
    requirement = Requirement(
        id="r", label=text("r", "要"), source="S", applies_to="deal", kind="gate", strength="must",
        severity=Severity.BLOCK, condition=condition, evidence=text("", ""), remedy=text("", ""),
    )  # fmt: skip
    return compile_requirement(requirement, Context({}, WeekdayCalendar()))


def told(form: str, facts: Facts) -> list[Told]:
    """The reasons without their messages; that they are given exactly where it does not hold is checked."""
    judged = judgement(form)
    reasons = judged.reasons(facts, AT)
    outcome = judged.outcome(facts, AT)
    assert bool(reasons) is (outcome is not Outcome.PASS)
    assert (outcome is Outcome.UNKNOWN) <= any(reason.unknown for reason in reasons)
    return [(reason.path, reason.operator, reason.expected, reason.actual) for reason in reasons]


def deal(**fields: Any) -> Facts:
    return Facts(deal=Deal(id="d", **fields))


NEEDS = (Need(id="1", priority=1), Need(id="2", priority=2, statement="speed"))
TAKEN = deal(name="CT", needs=NEEDS, amount=Money(5, "CNY"), created_on=TODAY, forecast_category="commit")


@pytest.mark.parametrize(
    ("form", "facts", "reasons"),
    [
        ('"deal.name" = "filled"', deal(), [("deal.name", "filled", "filled", None)]),
        ('"deal.name" = "filled"', deal(name=" "), [("deal.name", "filled", "filled", " ")]),
        ('"deal.name" = "empty"', TAKEN, [("deal.name", "empty", "empty", "CT")]),
        ('"deal.name" = { equals = "MR" }', TAKEN, [("deal.name", "equals", "MR", "CT")]),
        ('"deal.amount" = { above = "9.00 CNY" }', TAKEN, [("deal.amount", "above", "9.00 CNY", "5 CNY")]),
        ('"deal.amount" = { equals = 0 }', TAKEN, [("deal.amount", "equals", 0, "5")]),
        ('"deal.amount" = { above = 0 }', deal(), [("deal.amount", "above", 0, None)]),
        (
            '"deal.created_on" = { before = "as_of" }',
            TAKEN,
            [("deal.created_on", "before", "2026-06-30", "2026-06-30")],
        ),
        (
            '"deal.forecast_category" = { one_of = ["pipeline", "best-case"] }',
            TAKEN,
            [("deal.forecast_category", "one_of", ["pipeline", "best-case"], "commit")],
        ),
        (
            '"deal.forecast_category" = { not_in = ["commit"] }',
            TAKEN,
            [("deal.forecast_category", "not_in", ["commit"], "commit")],
        ),
        (
            '"deal.created_on" = { within = { days = 3, before = 2026-06-20 } }',
            TAKEN,
            [("deal.created_on", "within", "2026-06-17", "2026-06-30")],
        ),
        (
            '"deal.created_on" = { within = { days = 3, after = { path = "deal.expected_close_on" } } }',
            TAKEN,
            [("deal.created_on", "within", None, "2026-06-30")],
        ),
        ('not = { "deal.name" = "filled" }', TAKEN, [("", "not", False, True)]),
        (
            '"deal.name" = { equals = { path = "account.name" } }',
            TAKEN,
            [("deal.name", "equals", "account › name", None)],
        ),
        # Several parts: each that does not hold, none that does.
        (
            '"deal.name" = "filled"\n"deal.amount" = "filled"',
            deal(name="CT"),
            [("deal.amount", "filled", "filled", None)],
        ),
        (
            '"deal.name" = "filled"\n"account.name" = "filled"',
            deal(),
            [("deal.name", "filled", "filled", None), ("account.name", "filled", "filled", None)],
        ),
        (
            'any_of = [ { "deal.name" = "filled" }, { "deal.amount" = "filled" } ]',
            deal(),
            [("deal.name", "filled", "filled", None), ("deal.amount", "filled", "filled", None)],
        ),
        # Lists: the record is named by its number.
        (
            '"deal.needs" = { each = { statement = "filled" } }',
            TAKEN,
            [("deal.needs[0].statement", "filled", "filled", None)],
        ),
        ('"deal.needs" = { each = { statement = "filled" } }', deal(), [("deal.needs", "each", "at least one", [])]),
        ('"deal.needs" = { some = { statement = "filled" } }', deal(), [("deal.needs", "some", "at least one", 0)]),
        (
            '"deal.needs" = { some = { statement = "filled", priority = { above = 4 } } }',
            TAKEN,
            [("deal.needs", "some", "at least one", 0), ("deal.needs[1].priority", "above", 4, 2)],
        ),
        (
            '"deal.needs" = { where = { priority = { above = 1 } }, none = { statement = "filled" } }',
            TAKEN,
            [("deal.needs[1]", "none", "none", 1)],
        ),
        ('"deal.needs" = { count = { min = 3 } }', TAKEN, [("deal.needs", "count", 3, 2)]),
        ('"deal.needs" = { count = { min = 3, max = 4 } }', TAKEN, [("deal.needs", "count", 3, 2)]),
        ('"deal.needs" = { count = { max = 1 } }', TAKEN, [("deal.needs", "count", 1, 2)]),
        ('"deal.needs" = { count = { min = 1, max = 1 } }', TAKEN, [("deal.needs", "count", 1, 2)]),
        ('"deal.needs" = { count = { min = 0, max = 1 } }', TAKEN, [("deal.needs", "count", 1, 2)]),
        (
            '"deal.proposal.lines" = { each = { id = "filled" } }',
            TAKEN,
            [("deal.proposal.lines", "each", "at least one", [])],
        ),
        (
            '"deal.needs" = { distinct = { of = "statement", min = 2 } }',
            TAKEN,
            [("deal.needs", "distinct", 2, 1)],
        ),
        (
            '"deal.needs" = { unique = { of = "statement" } }',
            deal(needs=[Need(id=str(n), statement=said) for n, said in enumerate(("b", "a", "b", "c", "a", None, None))]),
            [("deal.needs", "unique", "unique", ["a", "b"])],
        ),
        (
            '"deal.needs" = { covers = { of = "priority", values = [1, 3, 4] } }',
            TAKEN,
            [("deal.needs.priority", "covers", 3, None), ("deal.needs.priority", "covers", 4, None)],
        ),
        (
            '"order.lines" = { sum = { of = "ordered", above = 5 } }',
            Facts(order=Order(id="o", lines=[OrderLine(id="1", ordered=2), OrderLine(id="2", ordered=3)])),
            [("order.lines", "sum", 5, 5)],
        ),
        (
            '"order.lines" = { sum = { of = "ordered", above = 5 } }',
            Facts(order=Order(id="o")),
            [("order.lines", "sum", 5, None)],
        ),
        (
            '"company.sla_policies" = { each = { valid_on = "as_of" } }',
            Facts(company=Company(id="c", sla_policies=[SlaPolicy(id="1", valid_from=AT.replace(month=7).date())])),
            [("company.sla_policies[0]", "valid_on", "2026-06-30", ["2026-07-30", None])],
        ),
        # Quantifiers in quantifiers: paths outwards and from the root are told where they lead.
        (
            '"deal.needs" = { each = { statement = { equals = { path = "root.deal.name" } } } }',
            deal(name="CT", needs=NEEDS[1:]),
            [("deal.needs[0].statement", "equals", "CT", "speed")],
        ),
        (
            '"deal.needs" = { each = { "root.deal.name" = { equals = { path = "statement" } } } }',
            deal(name="CT", needs=NEEDS[1:]),
            [("deal.name", "equals", "speed", "CT")],
        ),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told_field_by_field(form: str, facts: Facts, reasons: list[Told]) -> None:
    assert told(form, facts) == reasons


ORDERED = Facts(order=Order(id="o", created_on=TODAY, lines=[OrderLine(id="1", ordered=2)]))


@pytest.mark.parametrize(
    ("form", "path", "operator", "expected"),
    [
        ('"deal.name" = "filled"', "deal.name", "filled", "filled"),
        ('"deal.name" = { equals = "x" }', "deal.name", "equals", "x"),
        ('"deal.created_on" = { within = { days = 3, before = "as_of" } }', "deal.created_on", "within", "2026-06-27"),
        ('"order.created_on" = { within = { days = 3, after = { path = "contract.signed_on" } } }', "order.created_on", "within", "contract › signed on"),
        ('"deal.forecast_category" = { one_of = ["commit"] }', "deal.forecast_category", "one_of", ["commit"]),
        ('not = { "deal.name" = "filled" }', "deal.name", "filled", "filled"),
        ('"deal.needs" = { each = { statement = "filled" } }', "deal.needs", "each", "each"),
        ('"deal.needs" = { some = { statement = "filled" } }', "deal.needs", "some", "at least one"),
        ('"deal.needs" = { none = { statement = "filled" } }', "deal.needs", "none", "none"),
        ('"deal.needs" = { count = { min = 1, max = 2 } }', "deal.needs", "count", "{'min': 1, 'max': 2}"),
        ('"deal.needs" = { distinct = { of = "priority", min = 1 } }', "deal.needs", "distinct", "{'min': 1, 'max': None}"),
        ('"deal.needs" = { unique = { of = "priority" } }', "deal.needs", "unique", "unique"),
        ('"deal.needs" = { covers = { of = "priority", values = [1] } }', "deal.needs", "covers", "covers"),
        ('"order.lines" = { covers = { of = "id", records = "deal.needs", their = "id" } }', "order.lines", "covers", "covers"),
        ('"deal.needs" = { sum = { of = "priority", above = 5 } }', "deal.needs", "sum", "sum"),
        ('"order.lines" = { sum = { of = "ordered", above = { path = "asset.consumables_cover_days" } } }', "order.lines", "sum", "sum"),
    ],
)  # fmt: skip
def test_what_was_not_supplied_is_told_as_unknown_and_as_nothing_else(
    form: str, path: str, operator: str, expected: object
) -> None:
    assert judgement(form).outcome(ORDERED, AT) is Outcome.UNKNOWN
    (reason,) = judgement(form).reasons(ORDERED, AT)
    assert "were not supplied" in reason.message["en"]
    assert "未提供" in reason.message["zh-Hans"]
    assert reason.as_dict() == {
        "path": path,
        "operator": operator,
        "expected": expected,
        "actual": None,
        "message": dict(reason.message),
        "unknown": True,
    }


@pytest.mark.parametrize(
    ("form", "facts"),
    [
        ('"deal.created_on" = { within = { days = 3, before = "as_of" } }', deal()),
        ('"deal.created_on" = { within = { days = 3, before = { path = "deal.expected_close_on" } } }', TAKEN),
        ('"deal.created_on" = { before = "as_of" }', deal()),
        ('"deal.name" = { equals = { path = "deal.account_id" } }', deal(name="CT")),
        ('"deal.forecast_category" = { not_in = ["commit"] }', deal()),
        ('"owner.training" = { some = { valid_on = { path = "root.deal.created_on" } } }', Facts(deal=Deal(id="d"), owner=Rep(id="r", training=[TrainingRecord(id="t", completed_on=TODAY)]))),
        ('"order.lines" = { sum = { of = "ordered", above = { path = "asset.consumables_cover_days" } } }', ORDERED.with_(asset=InstalledAsset(id="a"))),
    ],
)  # fmt: skip
def test_what_is_empty_fails_and_is_no_error(form: str, facts: Facts) -> None:
    assert judgement(form).outcome(facts, AT) is Outcome.FAIL


@pytest.mark.parametrize(
    ("form", "facts", "en", "zh"),
    [
        ('"deal.name" = "filled"', deal(), "wanted: deal › name is filled in; found: nothing", "要求：商机›商机名称已填写；现为：空"),
        ('not = { "deal.name" = "filled" }', TAKEN, "found: deal › name is filled in", "现为：商机›商机名称已填写"),
        ('"deal.needs" = { none = { statement = "filled" } }', TAKEN, "found: this one", "现为：此条"),
        ('"deal.needs" = { some = { statement = { equals = "x" } } }', deal(), "found: none", "现为：无"),
        (
            '"deal.needs" = { some = { statement = { equals = "x" } } }', TAKEN,
            "found: 2 looked at, none of them so; nearest is number 1", "共2条，均不满足；最接近的是第1条",
        ),
        ('"deal.needs" = { covers = { of = "priority", values = [3] } }', TAKEN, "found: 3 is missing", "现为：缺少3"),
        (
            '"company.sla_policies" = { each = { valid_on = "as_of" } }',
            Facts(company=Company(id="c", sla_policies=[SlaPolicy(id="1", valid_to=dt.date(2026, 1, 1))])),
            "found: ? – 2026-01-01", "现为：? – 2026-01-01",
        ),
    ],
)  # fmt: skip
def test_what_was_found_is_said_in_both_languages(form: str, facts: Facts, en: str, zh: str) -> None:
    reason = judgement(form).reasons(facts, AT)[0]
    assert en in reason.message["en"]
    assert zh in reason.message["zh-Hans"]


# Undecided where only some of it is known ---------------------------------------------------------------------

ACTIVITIES = (Activity(id="1", kind="promotion"), Activity(id="2", findings="x"))
HALF = "{ equals = { path = 'root.account.name' } }"


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        (f'activities = {{ where = {{ findings = {HALF} }}, each = {{ kind = "filled" }} }}', Outcome.UNKNOWN),
        (f'activities = {{ where = {{ findings = {HALF} }}, some = {{ kind = "filled" }} }}', Outcome.UNKNOWN),
        (f'activities = {{ where = {{ findings = {HALF} }}, none = {{ kind = "filled" }} }}', Outcome.UNKNOWN),
        (f'activities = {{ where = {{ findings = {HALF} }}, count = {{ min = 1 }} }}', Outcome.UNKNOWN),
        (f'activities = {{ where = {{ findings = {HALF} }}, unique = {{ of = "kind" }} }}', Outcome.UNKNOWN),
        (
            f'activities = {{ where = {{ findings = {HALF} }}, covers = {{ of = "kind", values = ["promotion"] }} }}',
            Outcome.UNKNOWN,
        ),
        (f'activities = {{ some = {{ findings = {HALF} }} }}', Outcome.UNKNOWN),
        (f'activities = {{ none = {{ findings = {HALF} }} }}', Outcome.UNKNOWN),
        (f'activities = {{ each = {{ findings = {HALF} }} }}', Outcome.UNKNOWN),
        (f'activities = {{ each = {{ kind = "filled", findings = {HALF} }} }}', Outcome.FAIL),
        (f'any_of = [ {{ activities = {{ some = {{ findings = {HALF} }} }} }}, {{ activities = "filled" }} ]', Outcome.PASS),
        (f'any_of = [ {{ activities = {{ some = {{ findings = {HALF} }} }} }}, {{ activities = "empty" }} ]', Outcome.UNKNOWN),
        (f'activities = {{ each = {{ findings = {HALF} }} }}\n"activities" = {{ count = {{ min = 3 }} }}', Outcome.FAIL),
    ],
)  # fmt: skip
def test_one_certain_no_decides_and_a_maybe_never_passes(form: str, outcome: Outcome) -> None:
    if form.count("\n"):
        form = form.replace('\n"activities" = { count', ", count").replace(" }, count", ", count", 1)
    judged = judgement(form)
    facts = Facts(activities=ACTIVITIES)
    assert judged.outcome(facts, AT) is outcome
    reasons = judged.reasons(facts, AT)
    assert bool(reasons) is (outcome is not Outcome.PASS)
    if outcome is Outcome.UNKNOWN:
        assert reasons[0].unknown
        assert reasons[0].actual is None


def test_hours_are_counted_from_the_moment_and_days_from_the_day() -> None:
    form = 'tickets = { each = { responded_at = { within = { hours = 2, before = "as_of" } } } }'
    for minutes, outcome in ((0, Outcome.PASS), (120, Outcome.PASS), (121, Outcome.FAIL), (-1, Outcome.FAIL)):
        ticket = ServiceTicket(id="t", responded_at=AT - dt.timedelta(minutes=minutes))
        assert judgement(form).outcome(Facts(tickets=(ticket,)), AT) is outcome


def test_a_requirement_that_does_not_apply_tells_what_it_would_have_asked_first() -> None:
    form = 'when = { "process.id" = { equals = "deal" } }\n"deal.name" = "filled"'
    elsewhere = Facts(process=ProcessVariant(id="order"))
    judged = judgement(form)
    assert judged.outcome(elsewhere, AT) is Outcome.NOT_APPLICABLE
    assert [reason.path for reason in judged.reasons(elsewhere, AT)] == ["process.id"]
    unknown = Facts(deal=Deal(id="d"))
    assert judged.outcome(unknown, AT) is Outcome.UNKNOWN
    assert [reason.unknown for reason in judged.reasons(unknown, AT)] == [True]
    assert told(form, Facts(process=ProcessVariant(id="deal"), deal=Deal(id="d")))[0][0] == "deal.name"


def test_days_are_counted_from_the_day_whatever_the_hour() -> None:
    form = 'tickets = { each = { responded_at = { within = { days = 1, before = "as_of" } } } }'
    for hours, outcome in ((33, Outcome.PASS), (34, Outcome.FAIL), (-14, Outcome.PASS), (-15, Outcome.FAIL)):
        ticket = ServiceTicket(id="t", responded_at=AT - dt.timedelta(hours=hours))
        assert judgement(form).outcome(Facts(tickets=(ticket,)), AT) is outcome


@pytest.mark.parametrize("where", ['where = { findings = { equals = { path = "root.account.name" } } }, '])
@pytest.mark.parametrize(
    "asked",
    [
        'distinct = { of = "kind", min = 1 }',
        'unique = { of = "kind" }',
        'covers = { of = "kind", values = ["promotion"] }',
        "count = { min = 1 }",
    ],
)
def test_a_filter_that_nobody_can_decide_leaves_the_whole_undecided(where: str, asked: str) -> None:
    judged = judgement(f"activities = {{ {where}{asked} }}")
    facts = Facts(activities=ACTIVITIES)
    assert judged.outcome(facts, AT) is Outcome.UNKNOWN
    assert [reason.unknown for reason in judged.reasons(facts, AT)] == [True]


def test_records_to_be_covered_that_nobody_can_choose_leave_it_undecided() -> None:
    covers = 'covers = { of = "id", records = "order.lines", their = "id", where = { id = { equals = { path = "root.deal.name" } } } }'
    judged = judgement(f'"company.sla_policies" = {{ {covers} }}')
    facts = ORDERED.with_(company=Company(id="c"))
    assert judged.outcome(facts, AT) is Outcome.UNKNOWN
    assert judged.outcome(facts.with_(deal=Deal(id="d", name="1")), AT) is Outcome.FAIL
    assert judged.outcome(facts.with_(deal=Deal(id="d", name="2")), AT) is Outcome.PASS


def test_sums_of_money_add_every_amount_once() -> None:
    amounts = (Money(10, "CNY"), Money(20, "CNY"), Money(40, "CNY"))
    lines = tuple(OrderLine(id=str(n), unit_price=price) for n, price in enumerate(amounts))
    facts = Facts(order=Order(id="o", lines=lines))
    for total, outcome in (("70 CNY", Outcome.PASS), ("71 CNY", Outcome.FAIL)):
        form = f'"order.lines" = {{ sum = {{ of = "unit_price", equals = "{total}" }} }}'
        assert judgement(form).outcome(facts, AT) is outcome


# Checks -------------------------------------------------------------------------------------------------------


class Check:
    id, reads, parameters = "t.check", (), {}

    def __init__(self, answer: Any, *reasons: Reason) -> None:
        self.answer, self.told = answer, reasons

    def holds(self, facts: Any, at: dt.datetime, /) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def reasons(self, facts: Any, at: dt.datetime, /) -> tuple[Reason, ...]:
        return self.told


def asked(check: Check) -> tuple[Reason, ...]:
    checks: Any = {check.id: check}
    condition = CheckCall(check.id, {})
    requirement = attrs.evolve(judgement('"deal.name" = "filled"').requirement, condition=condition)
    return compile_requirement(requirement, Context(checks, WeekdayCalendar())).reasons(Facts(), AT)


OWN = Reason(path="deal.x", operator="own", expected=1, actual=2, message=text("because", "因为"))


def test_a_check_gives_reasons_of_its_own_or_says_that_it_does_not_hold() -> None:
    assert asked(Check(False, OWN, OWN)) == (OWN, OWN)
    (bare,) = asked(Check(answer=False))
    assert (bare.path, bare.operator, bare.expected, bare.actual) == ("", "check t.check", True, False)
    assert not bare.unknown
    (unknown,) = asked(Check(answer=None))
    assert (unknown.operator, unknown.expected, unknown.actual) == ("check t.check", True, None)
    assert unknown.unknown


def test_a_check_that_breaks_is_told_by_name_with_what_it_raised() -> None:
    (broken,) = asked(Check(ValueError("no line")))
    assert broken == Reason(
        path="", operator="error", expected=None, actual="check 't.check': ValueError: no line",
        message=text(
            "the test itself failed: check 't.check': ValueError: no line",
            "检查本身出错：check 't.check': ValueError: no line",
        ),
    )  # fmt: skip


def test_outcomes_and_severities_are_kept_under_their_words_and_three_let_pass() -> None:
    assert {str(outcome): outcome.lets_pass for outcome in Outcome} == {
        "fail": False, "error": False, "unknown": False, "pass": True, "waived": True, "not-applicable": True,
    }  # fmt: skip
    assert [str(severity) for severity in Severity] == ["block", "justify", "warn", "info"]


def test_what_is_left_out_of_a_requirement_or_a_threshold_is_nothing() -> None:
    said: dict[str, Any] = {
        "id": "r", "label": text("r", "要"), "source": "S", "applies_to": "deal", "kind": "gate", "strength": "must",
        "severity": Severity.BLOCK, "condition": AllOf(()), "evidence": text("", ""), "remedy": text("", ""),
    }  # fmt: skip
    bare = Requirement(**said)
    assert (bare.waivable_by, bare.waivable_days, dict(bare.written)) == ((), None, {})
    assert bare == Requirement(**said, written={"require": 1})
    assert "written" not in repr(bare)
    limit = Threshold(id="t", label=text("t", "限"), unit="day", values=(ThresholdValue(value=Decimal(3)),))
    assert (limit.jurisdiction, limit.source, limit.illustrative, limit.varies) == ("*", "I", False, False)
    assert (limit.values[0].jurisdiction, limit.values[0].valid_from, limit.values[0].valid_to) == (
        "*",
        None,
        None,
    )
