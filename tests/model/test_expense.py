"""What follows from the amounts of an expense and from the hours of a device."""

import datetime as dt
from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.engine.evidence import misfit
from medsales_core.model import Expense, ServicePeriod
from medsales_core.money import Money

AMOUNTS = st.decimals(0, 10**6, places=2) | st.just(Decimal("9.99E+29"))


def test_the_part_of_one_person_is_that_of_the_highest_amount_known() -> None:
    dinner = Expense(id="1", headcount=4, estimated=Money(800, "CNY"), actual=Money(1001, "CNY"))
    assert dinner.per_head == Money("250.25", "CNY")


@given(AMOUNTS, st.integers(1, 500))
def test_the_part_of_one_person_is_never_too_small_and_less_than_a_cent_too_large(
    amount: Decimal, people: int
) -> None:
    part = Expense(id="1", headcount=people, actual=Money(amount, "CNY")).per_head
    assert part is not None
    wide = Context(prec=80)
    assert 0 <= wide.subtract(wide.multiply(part.amount, Decimal(people)), amount) < Decimal("0.01") * people


@pytest.mark.parametrize(
    "known",
    [
        {"actual": Money(100, "CNY")},
        {"headcount": 3},
        {"actual": Money(100, "CNY"), "headcount": 0},
        {"estimated": Money(100, "USD"), "actual": Money(100, "CNY"), "headcount": 2},
    ],
    ids=["no head count", "no amount", "nobody", "two currencies"],
)
def test_without_people_and_amounts_in_one_currency_no_part_is_made_up(known: dict[str, object]) -> None:
    assert Expense(id="1", **known).per_head is None


def test_a_part_that_is_given_is_kept() -> None:
    assert Expense(id="1", per_head=Money(9, "CNY"), actual=Money(10, "CNY"), headcount=2).per_head == Money(
        9, "CNY"
    )


def test_nothing_given_is_as_if_it_were_left_out() -> None:
    amounts = {"id": "1", "actual": Money(10, "CNY"), "headcount": 2}
    assert Expense(per_head=None, **amounts) == Expense(**amounts)
    assert misfit("expenses", "per_head", None) is None


def test_only_unplanned_downtime_counts_against_a_device() -> None:
    year = ServicePeriod(
        id="2026",
        begins_on=dt.date(2026, 1, 1),
        planned_hours=Decimal(2000),
        unplanned_downtime_hours=Decimal(50),
    )
    assert year.uptime == Decimal("0.975")
    assert ServicePeriod(id="2026", planned_hours=Decimal(2000)).uptime is None
    assert (
        ServicePeriod(id="2026", planned_hours=Decimal(0), unplanned_downtime_hours=Decimal(0)).uptime is None
    )


def test_the_mean_time_to_repair_is_the_total_over_the_count() -> None:
    assert ServicePeriod(id="1", repairs=4, repair_hours=Decimal(10)).mean_time_to_repair == Decimal("2.5")
    assert ServicePeriod(id="1", repairs=0, repair_hours=Decimal(0)).mean_time_to_repair is None
