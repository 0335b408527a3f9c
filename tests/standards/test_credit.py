"""What is owed: balances, exposure against the limit, aging; papers in two currencies are told apart."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.errors import ValueRefused
from medsales_core.model import Account, CreditTerms, Invoice, Order, Payment
from medsales_core.money import Money
from medsales_core.standards.credit import aging, balance, with_exposure

ON = dt.date(2026, 6, 30)
DAY = dt.timedelta(days=1)


def cny(amount: int | Decimal) -> Money:
    return Money(amount, "CNY")


def paid(amount: int, on: dt.date | None = ON, currency: str = "CNY") -> Payment:
    return Payment(id=f"pay-{amount}", received_on=on, amount=Money(amount, currency))


def limited(amount: int = 1000, currency: str = "CNY") -> Account:
    return Account(id="a", name="A", credit=CreditTerms(limit=Money(amount, currency), term_days=60))


def test_what_came_in_by_the_day_is_no_longer_owed() -> None:
    invoice = Invoice(id="i", amount=cny(100), payments=(paid(30), paid(50, ON + DAY)))
    assert balance(invoice, ON) == cny(70)
    assert balance(invoice, ON + DAY) == cny(20)


@pytest.mark.parametrize(
    ("invoice", "told"),
    [
        (Invoice(id="i7"), "invoice 'i7' has no amount"),
        (Invoice(id="i7", amount=cny(9), payments=(paid(3, None),)), "payment 'pay-3' on invoice 'i7' lacks"),
        (
            Invoice(id="i7", amount=cny(9), payments=(Payment(id="p", received_on=ON),)),
            "payment 'p' on invoice 'i7'",
        ),
        (
            Invoice(id="i7", amount=cny(9), payments=(paid(3, ON, "USD"),)),
            "payment 'pay-3' is in USD, and invoice",
        ),
    ],
)
def test_a_balance_that_cannot_be_told_is_refused(invoice: Invoice, told: str) -> None:
    with pytest.raises(ValueRefused, match=told) as caught:
        balance(invoice, ON)
    assert caught.value.hint


def test_open_invoices_and_orders_use_the_credit() -> None:
    invoices = [
        Invoice(id="open", amount=cny(300), payments=(paid(100),), due_on=ON),
        Invoice(id="older", amount=cny(20), due_on=ON - DAY),
        Invoice(id="settled", amount=cny(500), settled_on=ON, due_on=ON - 9 * DAY),
        Invoice(id="tomorrow", amount=cny(400), issued_on=ON + DAY, due_on=ON - 9 * DAY),
    ]
    account = with_exposure(limited(), invoices, ON, orders=[Order(id="o", amount=cny(50))])
    assert account.credit is not None
    assert (account.credit.used, account.credit.available) == (cny(270), cny(730))
    assert (account.credit.oldest_due_on, account.credit.reckoned_on) == (ON - DAY, ON)
    assert account.credit.term_days == 60


def test_credit_that_is_exceeded_is_less_than_nothing() -> None:
    account = with_exposure(limited(100), [Invoice(id="i", amount=cny(101), due_on=ON)], ON)
    assert account.credit is not None
    assert account.credit.available == cny(-1)


def test_a_limit_in_dollars_is_not_held_against_papers_in_yuan() -> None:
    with pytest.raises(
        ValueRefused, match="invoice 'i7' is in CNY, and account 'a' is kept in USD"
    ) as caught:
        with_exposure(limited(currency="USD"), [Invoice(id="i7", amount=cny(1))], ON)
    assert "at a rate with a date" in caught.value.hint
    with pytest.raises(ValueRefused, match="order 'o7' is in CNY"):
        with_exposure(limited(currency="USD"), [], ON, orders=[Order(id="o7", amount=cny(1))])


def test_without_a_limit_or_an_amount_there_is_no_exposure() -> None:
    with pytest.raises(ValueRefused, match="account 'a' has no credit limit"):
        with_exposure(Account(id="a", name="A"), [], ON)
    with pytest.raises(ValueRefused, match="order 'o' has no amount"):
        with_exposure(limited(), [], ON, orders=[Order(id="o")])


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-5, "not-due"),
        (0, "not-due"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (90, "61-90"),
        (91, "over-90"),
    ],
)
def test_a_debt_lies_in_the_bucket_of_its_age(days: int, bucket: str) -> None:
    report = aging([Invoice(id="i", amount=cny(7), due_on=ON - days * DAY)], ON, number="n", by="f1")
    assert [b.id for b in report.buckets] == ["not-due", "1-30", "31-60", "61-90", "over-90"]
    assert {b.id: b.amount for b in report.buckets if b.amount != cny(0)} == {bucket: cny(7)}
    assert (report.id, report.drawn_on, report.drawn_by) == ("n", ON, "f1")


def test_an_open_invoice_without_a_due_date_has_no_age() -> None:
    with pytest.raises(ValueRefused, match="invoice 'i7' is open and has no day"):
        with_exposure(limited(), [Invoice(id="i7", amount=cny(1))], ON)
    with pytest.raises(ValueRefused, match="invoice 'i7' is open and has no day"):
        aging([Invoice(id="i7", amount=cny(1))], ON, number="n", by="f1")
    settled = Invoice(id="i7", amount=cny(1), settled_on=ON)
    assert aging([settled], ON, number="n", by="f1").buckets == ()


def test_two_currencies_have_no_common_aging() -> None:
    mixed = [Invoice(id=c, amount=Money(1, c), due_on=ON) for c in ("CNY", "USD")]
    with pytest.raises(ValueRefused, match="invoice 'USD' is in USD"):
        aging(mixed, ON, number="n", by="f1")


@given(st.lists(st.tuples(st.integers(-200, 400), st.integers(0, 10_000)), max_size=12))
def test_the_buckets_add_up_to_what_is_owed(debts: list[tuple[int, int]]) -> None:
    invoices = [
        Invoice(id=f"i{at}", amount=cny(amount), due_on=ON - days * DAY)
        for at, (days, amount) in enumerate(debts)
    ]
    report = aging(invoices, ON, number="n", by="f1")
    account = with_exposure(limited(), invoices, ON)
    assert account.credit is not None
    assert sum((b.amount for b in report.buckets if b.amount), start=cny(0)) == account.credit.used
    assert account.credit.oldest_due_on == min((i.due_on for i in invoices if i.due_on), default=None)
