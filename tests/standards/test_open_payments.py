"""US Open Payments: small payments, yearly totals and short loans, on the figures of each programme year."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import medsales_core.model as m
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.threshold import Threshold
from medsales_core.standards.open_payments import ReportingReason as Why
from medsales_core.standards.open_payments import open_payments, yearly_totals

YEARS = [
    (2019, "10.79", "107.91"),
    (2021, "11.04", "110.40"),
    (2025, "13.46", "134.54"),
    (2026, "13.82", "138.13"),
]
CENT = Decimal("0.01")

each_year = pytest.mark.parametrize(("year", "small", "yearly"), YEARS)


@pytest.fixture(scope="session")
def numbers(every_standard: Playbook) -> Mapping[str, Threshold]:
    return every_standard.thresholds


def given_(value: str | Decimal, year: int = 2026, **said: Any) -> m.TransferOfValue:
    whole = {
        "id": "t", "recipient_id": "dr-li", "covered_recipient": True, "nature": "food-beverage",
        "amount": Money(Decimal(value), "USD"), "given_on": dt.date(year, 6, 30), **said,
    }  # fmt: skip
    return m.TransferOfValue(**whole)


def reasons(numbers: Mapping[str, Threshold], *transfers: m.TransferOfValue) -> list[Why]:
    found = open_payments(transfers, numbers)
    assert [one.transfer for one in found] == list(transfers)
    assert [one.is_reportable for one in found] == [one.reason.is_reportable for one in found]
    return [one.reason for one in found]


@each_year
def test_a_single_payment_is_reported_from_the_small_limit_on(
    numbers: Mapping[str, Threshold], year: int, small: str, yearly: str
) -> None:
    assert reasons(numbers, given_(Decimal(small) - CENT, year)) == [Why.SMALL]
    assert reasons(numbers, given_(small, year)) == [Why.REPORTED]


@each_year
def test_small_payments_are_reported_once_their_total_is_above_the_yearly_limit(
    numbers: Mapping[str, Threshold], year: int, small: str, yearly: str
) -> None:
    part, whole = Decimal(small) - CENT, Decimal(yearly)
    count = int(whole // part)
    many = [given_(part, year) for _ in range(count)] + [given_(whole - count * part, year)]
    assert set(reasons(numbers, *many)) == {Why.SMALL}, "the limit itself"
    assert set(reasons(numbers, *many, given_(CENT, year))) == {Why.SMALL_BUT_MANY}


def test_a_large_payment_makes_the_small_ones_of_its_year_count(numbers: Mapping[str, Threshold]) -> None:
    assert reasons(numbers, given_("5.00"), given_("200.00")) == [Why.SMALL_BUT_MANY, Why.REPORTED]
    assert reasons(numbers, given_("5.00", 2025), given_("200.00", 2026)) == [Why.SMALL, Why.REPORTED]
    other = given_("200.00", recipient_id="dr-wang")
    assert reasons(numbers, given_("5.00"), other) == [Why.SMALL, Why.REPORTED]


def lent(days: int | None, product: str = "scope", **said: Any) -> m.TransferOfValue:
    return given_("900.00", nature="long-term-device-loan", loan_days=days, product_id=product, **said)


def test_a_loan_is_free_up_to_ninety_days_of_a_year_in_all(numbers: Mapping[str, Threshold]) -> None:
    assert reasons(numbers, lent(90)) == [Why.SHORT_LOAN]
    assert reasons(numbers, lent(91)) == [Why.REPORTED]
    assert reasons(numbers, lent(45), lent(45)) == [Why.SHORT_LOAN, Why.SHORT_LOAN]
    assert reasons(numbers, lent(45), lent(46)) == [Why.REPORTED, Why.REPORTED]
    assert reasons(numbers, lent(60), lent(60, "pump")) == [Why.SHORT_LOAN, Why.SHORT_LOAN]
    assert reasons(numbers, lent(60), lent(60, given_on=dt.date(2025, 12, 1))) == [Why.SHORT_LOAN] * 2


def test_a_free_loan_is_not_in_the_total_of_the_year(numbers: Mapping[str, Threshold]) -> None:
    assert reasons(numbers, lent(30), given_("5.00")) == [Why.SHORT_LOAN, Why.SMALL]
    assert reasons(numbers, lent(91), given_("5.00")) == [Why.REPORTED, Why.SMALL_BUT_MANY]


def test_supplies_for_ninety_days_of_use_are_free(numbers: Mapping[str, Threshold]) -> None:
    assert reasons(numbers, given_("500", supply_days=90)) == [Why.SHORT_SUPPLY]
    assert reasons(numbers, given_("500", supply_days=91)) == [Why.REPORTED]


def test_who_is_not_covered_is_not_reported(numbers: Mapping[str, Threshold]) -> None:
    assert reasons(numbers, given_("500", covered_recipient=False)) == [Why.NOT_COVERED]


def test_a_year_that_the_playbook_does_not_know_is_not_guessed(numbers: Mapping[str, Threshold]) -> None:
    with pytest.raises(UnknownName, match="open-payments-small-2020"):
        open_payments([given_("5", 2020)], numbers)


@pytest.mark.parametrize("missing", ["recipient_id", "given_on", "amount", "covered_recipient"])
def test_what_would_be_missing_in_a_total_is_refused(numbers: Mapping[str, Threshold], missing: str) -> None:
    with pytest.raises(ValueRefused, match="'t'"):
        open_payments([given_("5", **{missing: None})], numbers)
    with pytest.raises(ValueRefused, match="loan_days"):
        open_payments([lent(None)], numbers)


def test_amounts_of_two_currencies_are_not_taken_together(numbers: Mapping[str, Threshold]) -> None:
    with pytest.raises(ValueRefused, match="USD"):
        open_payments([given_("5"), given_("5", amount=Money(5, "EUR"))], numbers)


AMOUNTS = st.lists(st.decimals(0, 300, places=2), min_size=1, max_size=8)


@settings(deadline=None)
@given(amounts=AMOUNTS, more=st.decimals(0, 300, places=2))
def test_giving_more_never_makes_a_report_needless(
    every_standard: Playbook, amounts: list[Decimal], more: Decimal
) -> None:
    before = open_payments([given_(amount) for amount in amounts], every_standard.thresholds)
    after = open_payments([given_(amount) for amount in [*amounts, more]], every_standard.thresholds)
    for was, now in zip(before, after, strict=False):
        assert now.is_reportable or not was.is_reportable


@given(amounts=AMOUNTS)
def test_totals_are_by_recipient_year_and_currency(amounts: list[Decimal]) -> None:
    transfers = [given_(amount) for amount in amounts]
    others = [given_("7", recipient_id="dr-wang"), given_("7", 2025), given_("7", amount=Money(7, "EUR"))]
    totals = yearly_totals([*transfers, *others])
    assert totals["dr-li", 2026, "USD"] == Money(sum(amounts), "USD")
    assert len(totals) == 4
