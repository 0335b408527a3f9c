"""Receivables and credit: limits with dates, orders beyond them, who collects, what is provided for."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.money import Money
from medsales_core.rules.requirement import Outcome

D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, ERROR, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.ERROR, Outcome.UNKNOWN
PAPER = m.EvidenceRef(id="scan")


def cny(amount: int) -> Money:
    return Money(amount, "CNY")


def customer(**said: Any) -> m.Facts:
    return m.Facts(account=m.Account(id="a", name="A", **said))


# ---- limits


@pytest.mark.parametrize(
    "flaw",
    [
        {"limit": None}, {"limit": cny(-1)}, {"term_days": None}, {"approved_by": None}, {"valid_from": None},
        {"valid_from": D(2026, 7, 1)}, {"valid_to": D(2026, 6, 29)},
    ],
)  # fmt: skip
def test_a_limit_has_a_term_an_approver_and_a_day_from_which_it_holds(
    judged: Judged, flaw: dict[str, Any]
) -> None:
    sound: dict[str, Any] = {
        "limit": cny(0),
        "term_days": 0,
        "approved_by": "f1",
        "valid_from": D(2026, 1, 1),
    }
    assert judged("rec-credit-limit", customer(credit=m.CreditTerms(**sound))) is PASS
    assert judged("rec-credit-limit", customer(credit=m.CreditTerms(**{**sound, **flaw}))) is FAIL
    assert judged("rec-credit-limit", customer()) is FAIL


# ---- orders beyond the limit


FIGURES: dict[str, Any] = {"limit": cny(500), "available": cny(100), "reckoned_on": D(2026, 6, 30)}


def ordered(amount: Money | None, approvals: Any = (), **figures: Any) -> m.Facts:
    order = m.Order(id="o", amount=amount, approvals=approvals)
    facts = customer(credit=m.CreditTerms(**{**FIGURES, **figures}))
    return facts.with_(order=order, company=m.Company(id="us"))


def approval(**said: Any) -> m.Approval:
    sound: dict[str, Any] = {
        "id": "ap", "subject": "credit", "requested_by": "r1", "approver_id": "f1", "approver_role": "finance",
        "decision": "approved", "decided_on": D(2026, 6, 20), "up_to_amount": cny(200),
    }  # fmt: skip
    return m.Approval(**{**sound, **said})


def test_an_order_beyond_the_free_credit_needs_finance(judged: Judged) -> None:
    assert judged("rec-order-block", ordered(cny(100))) is PASS
    assert judged("rec-order-block", ordered(cny(101))) is FAIL
    assert judged("rec-order-block", ordered(cny(101), [approval()])) is PASS
    assert judged("rec-order-block", ordered(cny(201), [approval()])) is FAIL
    assert judged("rec-order-block", ordered(None, [approval()])) is FAIL


@pytest.mark.parametrize(
    "flaw",
    [
        {"approver_id": "r1"}, {"approver_role": "sales-manager"}, {"subject": "discount"}, {"decision": "rejected"},
        {"decided_on": None}, {"expires_on": D(2026, 6, 29)}, {"up_to_amount": None},
    ],
)  # fmt: skip
def test_an_approval_that_is_not_finances_own_does_not_free_the_order(
    judged: Judged, flaw: dict[str, Any]
) -> None:
    assert judged("rec-order-block", ordered(cny(101), [approval(**flaw)])) is FAIL


def test_a_limit_in_another_currency_is_an_error_and_never_a_pass(judged: Judged) -> None:
    assert judged("rec-order-block", ordered(Money(1, "USD"))) is ERROR
    dollars = approval(up_to_amount=Money(10_000, "USD"))
    assert judged("rec-order-block", ordered(cny(101), [dollars])) is ERROR


@pytest.mark.parametrize(
    ("due_on", "outcome"),
    [(None, PASS), (D(2026, 7, 1), PASS), (D(2026, 6, 15), PASS), (D(2026, 6, 14), FAIL)],
)
def test_an_overdue_customer_gets_no_more_goods(
    judged: Judged, due_on: dt.date | None, outcome: Outcome
) -> None:
    assert judged("rec-order-block", ordered(cny(50), oldest_due_on=due_on)) is outcome


@pytest.mark.parametrize(
    "flaw",
    [
        {"available": None},
        {"reckoned_on": None},
        {"reckoned_on": D(2026, 6, 28)},
        {"reckoned_on": D(2026, 7, 1)},
    ],
)
def test_credit_that_nobody_reckoned_lately_is_not_free(judged: Judged, flaw: dict[str, Any]) -> None:
    facts = ordered(cny(1))
    assert judged("rec-order-block", facts) is PASS
    assert judged("rec-order-block", ordered(cny(1), **flaw)) is FAIL
    assert judged("rec-order-block", facts.with_(account=m.Account(id="a", name="A"))) is FAIL
    assert judged("rec-order-block", facts.with_(account=m.NOT_SUPPLIED)) is UNKNOWN


# ---- looking after what is owed


def test_aging_is_drawn_each_month(judged: Judged) -> None:
    def drawn(on: dt.date | None, **bucket: Any) -> m.Facts:
        sound: dict[str, Any] = {"from_days": 1, "amount": cny(5), **bucket}
        return customer(
            aging=[
                m.AgingReport(id="1", drawn_on=on, drawn_by="f1", buckets=[m.AgingBucket(id="b", **sound)])
            ]
        )

    assert judged("rec-aging-monthly", drawn(D(2026, 5, 30))) is PASS
    assert judged("rec-aging-monthly", drawn(D(2026, 5, 29))) is FAIL
    assert judged("rec-aging-monthly", drawn(None)) is FAIL
    assert judged("rec-aging-monthly", drawn(D(2026, 6, 30), amount=None)) is FAIL


def test_what_is_overdue_has_somebody_who_collects_it(judged: Judged) -> None:
    def owed(**said: Any) -> m.Facts:
        return m.Facts(invoices=[m.Invoice(id="i", **said)])

    action: dict[str, Any] = {"collector_id": "k1", "next_action": "call", "next_action_on": D(2026, 7, 3)}
    assert judged("rec-owner", owed(due_on=D(2026, 6, 30))) is PASS
    assert judged("rec-owner", owed(due_on=D(2026, 6, 29))) is FAIL
    assert judged("rec-owner", owed(due_on=D(2026, 6, 29), **action)) is PASS
    assert judged("rec-owner", owed()) is FAIL
    assert judged("rec-owner", owed(due_on=D(2026, 6, 29), settled_on=D(2026, 6, 30))) is PASS
    assert judged("rec-owner", owed(due_on=D(2026, 6, 29), **{**action, "next_action_on": None})) is FAIL


def test_the_balance_is_confirmed_each_quarter(judged: Judged) -> None:
    def confirmed(**said: Any) -> m.Facts:
        sound: dict[str, Any] = {"id": "1", "confirmed_on": D(2026, 3, 30), "agreed": True, "document": PAPER}
        return customer(balance_confirmations=[m.BalanceConfirmation(**{**sound, **said})])

    assert judged("rec-reconciliation", confirmed()) is PASS
    for flaw in (
        {"confirmed_on": D(2026, 3, 29)},
        {"confirmed_on": None},
        {"agreed": False},
        {"document": None},
    ):
        assert judged("rec-reconciliation", confirmed(**flaw)) is FAIL, flaw


def test_money_kept_back_has_a_day_on_which_it_falls_due(judged: Judged) -> None:
    def kept_back(**said: Any) -> m.Facts:
        term = m.PaymentTerm(**{"id": "3", "trigger": "retention", "ratio": Decimal("0.1"), **said})
        return m.Facts(contract=m.Contract(id="c", payment_terms=[term]))

    assert judged("rec-retention-money", kept_back(falls_due_on=D(2027, 6, 1))) is PASS
    assert judged("rec-retention-money", kept_back()) is FAIL
    assert judged("rec-retention-money", kept_back(trigger="deposit")) is PASS


@pytest.mark.parametrize(
    ("due_on", "rate", "outcome"),
    [
        (D(2026, 7, 1), None, PASS),
        (D(2026, 4, 1), None, PASS),
        (D(2026, 3, 31), None, FAIL),
        (D(2026, 3, 31), "0.10", PASS),
        (D(2025, 6, 30), "0.10", PASS),
        (D(2025, 6, 29), "0.10", FAIL),
        (D(2025, 6, 29), "0.50", PASS),
        (None, "1", FAIL),
    ],
)
def test_old_debt_is_provided_for_by_its_age(
    judged: Judged, due_on: dt.date | None, rate: str | None, outcome: Outcome
) -> None:
    invoice = m.Invoice(id="i", due_on=due_on, provision_rate=Decimal(rate) if rate else None)
    assert judged("rec-bad-debt", m.Facts(invoices=[invoice])) is outcome
