"""What a customer owes: how much of the credit is used, and for how long the rest is overdue.

Amounts of two currencies are never added or compared: whoever wants that converts them first, at a rate with a
date, and whoever forgot it is told which two papers do not go together.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from medsales_core.errors import ValueRefused
from medsales_core.model import Account, AgingBucket, AgingReport, Invoice, Order
from medsales_core.model.fields import changed
from medsales_core.money import Money

__all__ = ["AGES", "aging", "balance", "with_exposure"]

#: The days overdue at which one bucket of an aging ends and the next begins.
AGES: Final = (0, 30, 60, 90)


def balance(invoice: Invoice, on: dt.date) -> Money:
    """What is still open of *invoice* at the end of the day *on*.

    Raises:
        ValueRefused: Its amount is missing, or a payment has no amount, no day or another currency.
    """
    if invoice.amount is None:
        raise ValueRefused(f"invoice {invoice.id!r} has no amount", hint="record what it is for")
    open_amount = invoice.amount
    for payment in invoice.payments:
        if payment.amount is None or payment.received_on is None:
            raise ValueRefused(
                f"payment {payment.id!r} on invoice {invoice.id!r} lacks its amount or its day",
                hint="record both, or take the payment out",
            )
        if payment.received_on <= on:
            open_amount -= _alike(payment.amount, f"payment {payment.id!r}", open_amount, invoice)
    return open_amount


def with_exposure(
    account: Account, invoices: Iterable[Invoice], on: dt.date, *, orders: Iterable[Order] = ()
) -> Account:
    """*account* with the credit that is used on the day *on*, what is still free of it, and the oldest debt.

    Args:
        account: The customer, with a credit limit.

        invoices: What was invoiced to them, settled or not.

        on: The day.

        orders: What they ordered that was not invoiced yet.

    Raises:
        ValueRefused: There is no limit, an amount or the due date of an open invoice is missing, or a paper is in
            another currency than the limit.
    """
    if account.credit is None or account.credit.limit is None:
        raise ValueRefused(f"account {account.id!r} has no credit limit", hint="set one; nothing is 0")
    limit = account.credit.limit
    used = Money(0, limit.currency)
    open_ones = [invoice for invoice in invoices if _is_open(invoice, on)]
    for invoice in open_ones:
        used += _alike(balance(invoice, on), f"invoice {invoice.id!r}", limit, account)
    for order in orders:
        if order.amount is None:
            raise ValueRefused(f"order {order.id!r} has no amount", hint="record what it is worth")
        used += _alike(order.amount, f"order {order.id!r}", limit, account)
    oldest = min(map(_due_on, open_ones), default=None)
    terms = changed(account.credit, used=used, available=limit - used, oldest_due_on=oldest, reckoned_on=on)
    return changed(account, credit=terms)


def aging(
    invoices: Iterable[Invoice], on: dt.date, *, number: str, by: str, ages: Sequence[int] = AGES
) -> AgingReport:
    """What is open on the day *on*, by how long it is overdue; no bucket where nothing is open.

    Args:
        invoices: The invoices of one customer in one currency.

        on: The day.

        number: The number of the report.

        by: Who draws it.

        ages: The days overdue at which a bucket ends, rising; what is not yet due has a bucket of its own.

    Raises:
        ValueRefused: An open invoice has no day on which it is due, or the currencies differ.
    """
    debts = [
        (invoice, balance(invoice, on), (on - _due_on(invoice)).days)
        for invoice in invoices
        if _is_open(invoice, on)
    ]
    buckets = [_bucket(debts, low, high) for low, high in pairwise([None, *ages, None])] if debts else []
    return AgingReport(id=number, drawn_on=on, drawn_by=by, buckets=tuple(buckets))


def _bucket(debts: Sequence[tuple[Invoice, Money, int]], low: int | None, high: int | None) -> AgingBucket:
    """What is overdue for more than *low* and at most *high* days."""
    first, first_open, _ = debts[0]
    total = Money(0, first_open.currency)
    for invoice, open_amount, days in debts:
        if (low is None or days > low) and (high is None or days <= high):
            total += _alike(open_amount, f"invoice {invoice.id!r}", total, first)
    since = None if low is None else low + 1
    return AgingBucket(id=_named(low, high), from_days=since, to_days=high, amount=total)


def _is_open(invoice: Invoice, on: dt.date) -> bool:
    """Issued by then and not settled; one without a day of issue counts, or nobody would look for it."""
    issued = invoice.issued_on is None or invoice.issued_on <= on
    return issued and (invoice.settled_on is None or invoice.settled_on > on)


def _due_on(invoice: Invoice) -> dt.date:
    if invoice.due_on is None:
        raise ValueRefused(
            f"invoice {invoice.id!r} is open and has no day on which it is due",
            hint="record its due date, or settle it",
        )
    return invoice.due_on


def _alike(amount: Money, paper: str, other: Money, holder: Account | Invoice) -> Money:
    """*amount*, if it is in the currency of *other*."""
    if amount.currency == other.currency:
        return amount
    kind = "account" if isinstance(holder, Account) else "invoice"
    raise ValueRefused(
        f"{paper} is in {amount.currency}, and {kind} {holder.id!r} is kept in {other.currency}",
        hint="convert one of them first, at a rate with a date",
    )


def _named(low: int | None, high: int | None) -> str:
    if low is None:
        return "not-due" if high == 0 else f"to-{high}"
    return f"over-{low}" if high is None else f"{low + 1}-{high}"
