"""The reasoning about gates is never wrong: what holds or fails on some facts was never said to be impossible."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.config import Diagnostics, Document
from medsales_core.model.deal import Budget, Deal
from medsales_core.model.enums import BudgetStatus, ForecastCategory
from medsales_core.model.facts import Facts
from medsales_core.model.need import Need
from medsales_core.money import Money
from medsales_core.playbook.lint.gates import verdict_of
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition
from medsales_core.rules.judging import Context
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Outcome, Requirement, Severity, compile_requirement
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

AT = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
DAYS = [dt.date(2026, 3, day) for day in (1, 2, 3)]
EMPTY = text("", "")
LIMITS = {
    "limit": Threshold(id="limit", label=EMPTY, unit="ratio", values=(ThresholdValue(value=Decimal("0.5")),))
}


def read(data: dict[str, Any]) -> Condition | None:
    found = Diagnostics()
    reader = ConditionReader(Document("x.toml", "", data), found, core_schema(), LIMITS, {})
    return reader.read(data, Place(()))


numbers = st.sampled_from([0, 1, 2, 3])
parts = st.sampled_from([Decimal(0), Decimal("0.4"), Decimal("0.5"), Decimal(1)])
categories = st.sampled_from([str(choice) for choice in ForecastCategory])


def one(
    path: str, words: tuple[str, ...], operands: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    """Tests of one field: a keyword, or one or two operators."""
    table = st.dictionaries(st.sampled_from(words), operands, min_size=1, max_size=2)
    return st.fixed_dictionaries({path: st.sampled_from(["filled", "empty"]) | table})


def listing(path: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    some = st.lists(values, min_size=1, max_size=4)
    return st.fixed_dictionaries(
        {path: st.dictionaries(st.sampled_from(["one_of", "not_in"]), some, min_size=1, max_size=2)}
    )


SIZES = ("equals", "differs", "above", "at_least", "below", "at_most")
TIMES = ("equals", "differs", "before", "after", "not_before", "not_after")
days = st.sampled_from([*DAYS, "as_of", {"path": "deal.expected_close_on"}])
leaves = st.one_of(
    one("deal.name", ("equals", "differs", "contains"), st.sampled_from(["a", "b"])),
    one("deal.probability", SIZES, parts | st.just({"threshold": "limit"})),
    one("deal.amount", SIZES, st.sampled_from([0, "5 CNY", "7 CNY", {"path": "deal.budget.amount"}])),
    one("deal.budget.amount", SIZES, st.sampled_from([0, "5 CNY"])),
    one("deal.budget.status", ("equals", "differs"), st.sampled_from([str(s) for s in BudgetStatus])),
    one("deal.forecast_category", ("equals", "differs"), categories),
    one("deal.created_on", TIMES, days),
    listing("deal.forecast_category", categories),
    listing("deal.name", st.sampled_from(["a", "b"])),
    st.sampled_from([{"deal.budget": "filled"}, {"deal.budget": "empty"}, {"deal.needs": "filled"}]),
    st.sampled_from([1, 2, 5]).map(
        lambda n: {"deal.created_on": {"within": {"days": n, "before": {"path": "deal.expected_close_on"}}}}
    ),
)
of_needs = one("priority", SIZES, numbers) | one("root_cause", ("equals",), st.sampled_from(["a", "b"]))


@st.composite
def over_needs(draw: st.DrawFn) -> dict[str, Any]:
    table: dict[str, Any] = {}
    if draw(st.booleans()):
        table["where"] = draw(of_needs)
    word = draw(st.sampled_from(["each", "some", "none", "count", "distinct", "sum"]))
    bounds = (
        st.fixed_dictionaries({}, optional={"min": numbers}) | st.just({"max": 1}) | st.just({"equals": 0})
    )
    if word == "count":
        table[word] = draw(bounds) or {"min": 0}
    elif word == "distinct":
        table[word] = {"of": "priority", **(draw(bounds) or {"min": 1})}
    elif word == "sum":
        table[word] = {"of": "priority", draw(st.sampled_from(SIZES)): draw(numbers)}
    else:
        table[word] = draw(of_needs)
    if word == "each" and draw(st.booleans()):
        table["may_be_empty"] = True
    return {"deal.needs": table}


def joined(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda parts: {"all_of": parts}),
        several.map(lambda parts: {"any_of": parts}),
        inner.map(lambda part: {"not": part}),
        st.tuples(inner, inner).map(lambda two: {"when": two[0], "all_of": [two[1]]}),
        st.tuples(inner, inner).map(lambda two: {"unless": two[0], "all_of": [two[1]]}),
    )


conditions = st.recursive(leaves | over_needs(), joined, max_leaves=6)
texts = st.sampled_from([None, "", " ", "a", "b", "ab"])
money = st.sampled_from([None, Money("0", "CNY"), Money("5", "CNY"), Money("6", "CNY"), Money("7", "USD")])
needs = st.builds(
    Need, id=st.sampled_from("klm"), priority=st.none() | numbers.filter(bool), root_cause=texts
)
deals = st.builds(
    Deal,
    id=st.just("d"),
    name=texts,
    probability=st.none() | parts,
    amount=money,
    created_on=st.none() | st.sampled_from(DAYS),
    expected_close_on=st.none() | st.sampled_from(DAYS),
    forecast_category=st.none() | st.sampled_from(ForecastCategory),
    budget=st.none() | st.builds(Budget, status=st.none() | st.sampled_from(BudgetStatus), amount=money),
    needs=st.lists(needs, max_size=3, unique_by=lambda need: need.id),
)


def judged(condition: Condition, deal: Deal) -> Outcome:
    requirement = Requirement(
        id="r", label=EMPTY, source="", applies_to="deal", kind="gate", strength="must", severity=Severity.BLOCK,
        condition=condition, evidence=EMPTY, remedy=EMPTY,
    )  # fmt: skip
    return compile_requirement(requirement, Context({}, WeekdayCalendar())).outcome(Facts(deal=deal), AT)


@given(data=conditions, some=st.lists(deals, min_size=8, max_size=8))
@settings(max_examples=300, deadline=None)
def test_what_happens_was_never_said_to_be_impossible(data: dict[str, Any], some: list[Deal]) -> None:
    condition = read(data)
    if condition is None:
        return
    verdict = verdict_of(condition)
    outcomes = {judged(condition, deal) for deal in some}
    if Outcome.PASS in outcomes:
        assert verdict.applies
        assert verdict.can_hold
    if Outcome.FAIL in outcomes:
        assert verdict.applies
        assert verdict.can_fail


@pytest.mark.parametrize("depth", [10, 50])
def test_guards_in_guards_are_answered_at_once(depth: int) -> None:
    data: dict[str, Any] = {"deal.name": "filled"}
    for _ in range(depth):
        data = {"when": data, "deal.amount": "filled"}
    condition = read(data)
    assert condition is not None
    assert verdict_of(condition).can_fail
