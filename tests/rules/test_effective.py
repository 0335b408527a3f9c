"""A requirement that begins on a day, and parts that are asked under a condition: read in each way that there is."""

import datetime as dt
from typing import Any, Final, cast

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import Account, Approval, Deal, Facts, Need, Quote
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.columns import compile_columns
from medsales_core.rules.condition import AllOf, Condition, Not, Since, When
from medsales_core.rules.inverting import CannotSatisfy, asked, not_applicable, satisfy, violations
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.quick import compile_quick
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Judgement, Outcome, Requirement, Severity, compile_requirement
from medsales_core.rules.sheet import Sheet
from medsales_core.rules.wording import words
from medsales_core.text import text

DAY: Final = dt.date(2026, 7, 1)
EVE, MORNING = (dt.datetime(2026, 6, 30, 23, 59, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
PLAIN: Final = Context({}, WeekdayCalendar())
BARE, NAMED = Facts(deal=Deal(id="d")), Facts(deal=Deal(id="d", name="x"))


def read(form: str) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    condition = ConditionReader(document, found, core_schema(), {}, {}).read(
        document.data["require"], Place(("require",))
    )
    assert not list(found)
    assert condition is not None
    return condition


NAME: Final = read('"deal.name" = "filled"')
AMOUNT: Final = read('"deal.amount" = "filled"')


def compiled(condition: Condition) -> Judgement:
    requirement = Requirement(
        id="r", label=text("r", "要"), source="S", applies_to="deal", kind="gate", strength="must",
        severity=Severity.BLOCK, condition=condition, evidence=text("", ""), remedy=text("", ""),
    )  # fmt: skip
    return compile_requirement(requirement, PLAIN)


@pytest.mark.parametrize(
    ("at", "facts", "outcome"),
    [
        (EVE, BARE, Outcome.NOT_APPLICABLE),
        (EVE, NAMED, Outcome.NOT_APPLICABLE),
        (EVE, Facts(), Outcome.NOT_APPLICABLE),
        (MORNING, BARE, Outcome.FAIL),
        (MORNING, NAMED, Outcome.PASS),
        (MORNING, Facts(), Outcome.UNKNOWN),
        (MORNING + dt.timedelta(days=9), BARE, Outcome.FAIL),
    ],
)
def test_a_requirement_is_asked_from_its_day_on(at: dt.datetime, facts: Facts, outcome: Outcome) -> None:
    judgement = compiled(When(Since(DAY), NAME))
    assert judgement.outcome(facts, at) is outcome
    assert compile_columns([judgement])([facts, NAMED], at)["r"][0] is outcome
    assert Sheet([facts, NAMED]).judge([judgement], at)["r"][0] is outcome
    reasons = judgement.reasons(facts, at)
    assert [reason.operator for reason in reasons] == {
        Outcome.NOT_APPLICABLE: ["effective_from"], Outcome.PASS: [], Outcome.FAIL: ["filled"], Outcome.UNKNOWN: ["filled"],
    }[outcome]  # fmt: skip


@pytest.mark.parametrize(("at", "begun"), [(EVE, False), (MORNING, True)])
def test_a_day_is_a_test_of_its_own_in_an_expression(at: dt.datetime, *, begun: bool) -> None:
    both = AllOf((Since(DAY), NAME))
    quick = compile_quick(both, {})
    assert quick is not None
    assert quick(NAMED, at) is begun
    assert quick(BARE, at) is False
    (reason,) = compiled(both).reasons(NAMED, EVE)
    assert (reason.operator, reason.expected, reason.actual) == ("effective_from", "2026-07-01", "2026-06-30")
    assert "2026-07-01" in words(Since(DAY))["en"]


def test_no_facts_move_the_day_that_is_judged() -> None:
    with pytest.raises(CannotSatisfy, match="every way that there is was tried"):
        satisfy(Since(DAY), Facts(), EVE)
    assert satisfy(Since(DAY), Facts(), MORNING) == Facts()
    assert list(violations(Since(DAY), Facts(), MORNING)) == []
    assert list(not_applicable(When(Since(DAY), NAME), Facts(), MORNING)) == []


def test_what_is_asked_under_a_condition_is_asked_where_that_holds() -> None:
    guarded = When(NAME, AMOUNT)
    assert asked(guarded) == AllOf((NAME, AMOUNT))
    assert asked(NAME) is NAME
    made = satisfy(asked(guarded), Facts(), EVE)
    assert made.deal.name
    assert made.deal.amount


@pytest.mark.parametrize(
    ("facts", "paths"),
    [
        (NAMED, ["deal.amount"]),
        (BARE, []),
        (Facts(), ["deal.name"]),
        (NAMED.with_(account=Account(id="a", name="A")), ["deal.amount"]),
    ],
)
def test_a_part_under_a_condition_tells_why_it_fails_or_why_it_is_not_known_whether_it_is_asked(
    facts: Facts, paths: list[str]
) -> None:
    judge = compile_condition(AllOf((When(NAME, AMOUNT),)), PLAIN)
    assert [reason.path for reason in judge.why(facts, facts, EVE, None, "")] == paths


def test_what_is_no_condition_is_refused_by_name() -> None:
    for refuse in (words, lambda one: compile_condition(one, PLAIN)):
        with pytest.raises(TypeError, match="'x' is no condition"):
            refuse(cast(Any, "x"))
    assert list(violations(cast(Any, Not(Since(DAY))), Facts(), EVE)) == []


def test_a_list_in_lists_of_a_root_is_read_from_inside_another_list() -> None:
    form = '"deal.needs" = { none = { id = { equals = "1" }, "root.deal.quotes.approvals" = "empty" } }'
    needs = (Need(id="1"),)
    approved = Deal(id="d", needs=needs, quotes=(Quote(id="q", approvals=(Approval(id="a"),)), Quote(id="p")))
    for deal, held in ((approved, True), (Deal(id="d", needs=needs, quotes=(Quote(id="q"),)), False)):
        facts = Facts(deal=deal)
        assert compile_condition(read(form), PLAIN).holds(facts, facts, EVE, None) is held
