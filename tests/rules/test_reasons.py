"""Why something does not hold, reason by reason: the field, what was wanted, what was found."""

import datetime as dt
from typing import Any

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import (
    Account,
    Activity,
    Company,
    Deal,
    Facts,
    Need,
    Order,
    OrderLine,
    ServiceTicket,
    SlaPolicy,
)  # fmt: skip
from medsales_core.model.process import ProcessVariant
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.judging import Context
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Judgement, Outcome, Requirement, Severity, compile_requirement
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


NOBODY = Facts(account=Account(id="a", name="H"))


@pytest.mark.parametrize(
    ("form", "path", "operator"),
    [
        ('"deal.name" = "filled"', "deal.name", "filled"),
        ('"deal.name" = { equals = "x" }', "deal.name", "equals"),
        ('"deal.created_on" = { within = { days = 3, before = "as_of" } }', "deal.created_on", "within"),
        ('"deal.forecast_category" = { one_of = ["commit"] }', "deal.forecast_category", "one_of"),
        ('not = { "deal.name" = "filled" }', "deal.name", "filled"),
        ('"deal.needs" = { each = { statement = "filled" } }', "deal.needs", "each"),
        ('"deal.needs" = { some = { statement = "filled" } }', "deal.needs", "some"),
        ('"deal.needs" = { none = { statement = "filled" } }', "deal.needs", "none"),
        ('"deal.needs" = { count = { min = 1 } }', "deal.needs", "count"),
        ('"deal.needs" = { distinct = { of = "priority", min = 1 } }', "deal.needs", "distinct"),
        ('"deal.needs" = { unique = { of = "priority" } }', "deal.needs", "unique"),
        ('"deal.needs" = { covers = { of = "priority", values = [1] } }', "deal.needs", "covers"),
        ('"order.lines" = { sum = { of = "ordered", above = 5 } }', "order.lines", "sum"),
    ],
)
def test_what_was_not_supplied_is_told_as_unknown_and_as_nothing_else(
    form: str, path: str, operator: str
) -> None:
    (reason,) = judgement(form).reasons(NOBODY, AT)
    assert (reason.path, reason.operator, reason.actual, reason.unknown) == (path, operator, None, True)
    assert "were not supplied" in reason.message["en"]
    assert "未提供" in reason.message["zh-Hans"]
    assert reason.as_dict() == {
        "path": path,
        "operator": operator,
        "expected": reason.expected,
        "actual": None,
        "message": dict(reason.message),
        "unknown": True,
    }


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
    assert bool(judged.reasons(facts, AT)) is (outcome is not Outcome.PASS)


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
