"""Sums over records, where money, empty fields and currencies meet."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from medsales_core.config import Diagnostics, Document
from medsales_core.model import Facts, Order, OrderLine
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.judging import Context
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Outcome, Requirement, Severity, compile_requirement
from medsales_core.text import text

AT = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
CNY, USD = Money("10.00", "CNY"), Money("10.00", "USD")


def outcome(total: dict[str, Any], *prices: Money | None) -> Outcome:
    found = Diagnostics()
    reader = ConditionReader(Document("x.toml", "", {}), found, core_schema(), {}, {})
    condition = reader.read({"order.lines": {"sum": {"of": "unit_price", **total}}}, Place(()))
    assert condition is not None, [str(d) for d in found]
    requirement = Requirement(
        id="r", label=text("r", "要"), source="S", applies_to="order", kind="gate", strength="must",
        severity=Severity.BLOCK, condition=condition, evidence=text("", ""), remedy=text("", ""),
    )  # fmt: skip
    judgement = compile_requirement(requirement, Context({}, WeekdayCalendar()))
    lines = tuple(OrderLine(id=str(number), unit_price=price) for number, price in enumerate(prices))
    facts = Facts(order=Order(id="o", lines=lines))
    judged = judgement.outcome(facts, AT)
    assert bool(judgement.reasons(facts, AT)) is (judged is not Outcome.PASS)
    return judged


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ({"above": 0}, Outcome.PASS),
        ({"equals": 0}, Outcome.FAIL),
        ({"at_most": "20.00 CNY"}, Outcome.PASS),
        ({"below": "20.00 CNY"}, Outcome.FAIL),
    ],
)
def test_money_is_summed_and_compared_with_money_or_nothing(total: dict[str, Any], expected: Outcome) -> None:
    assert outcome(total, CNY, CNY) is expected


@pytest.mark.parametrize("total", [{"at_most": "20.00 CNY"}, {"at_most": 0}, {"equals": 0}, {"above": 0}])
def test_a_sum_of_nothing_filled_fails_instead_of_being_zero(total: dict[str, Any]) -> None:
    assert outcome(total) is Outcome.FAIL
    assert outcome(total, None, None) is Outcome.FAIL


def test_two_currencies_in_one_sum_are_an_error_that_blocks() -> None:
    assert outcome({"at_most": "99.00 CNY"}, CNY, USD) is Outcome.ERROR
    assert not Outcome.ERROR.lets_pass


def test_a_decimal_sum_is_exact() -> None:
    assert sum([Decimal("0.1")] * 3) == Decimal("0.3")
    assert outcome({"equals": "0.30 CNY"}, *[Money("0.10", "CNY")] * 3) is Outcome.PASS
