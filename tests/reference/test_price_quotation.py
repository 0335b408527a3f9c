"""Prices and quotes: lists in force, floors, bands of approval, discounts on the books."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome

D = dt.date
AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, ERROR = Outcome.PASS, Outcome.FAIL, Outcome.ERROR


def cny(amount: int | str) -> Money:
    return Money(amount, "CNY")


# ---- price lists


def listed(id: str = "p1", **said: Any) -> m.ListedPrice:
    sound: dict[str, Any] = {
        "kind": "list", "price_list": "2026/1", "jurisdiction": "CN", "amount": cny(100),
        "valid_from": D(2026, 1, 1), "valid_to": D(2026, 12, 31),
    }  # fmt: skip
    return m.ListedPrice(id=id, **{**sound, **said})


def product(**said: Any) -> m.Facts:
    return m.Facts(products=[m.Product(id="ct", **said)])


@pytest.mark.parametrize(
    "flaw",
    [
        {"valid_from": None}, {"valid_to": None}, {"valid_to": D(2026, 6, 29)}, {"valid_from": D(2026, 7, 1)},
        {"amount": None}, {"amount": cny(0)}, {"jurisdiction": None}, {"price_list": ""},
    ],
)  # fmt: skip
def test_a_list_price_has_an_amount_a_place_and_both_its_days(judged: Judged, flaw: dict[str, Any]) -> None:
    assert judged("prc-price-list-in-force", product(prices=[listed()])) is PASS
    assert judged("prc-price-list-in-force", product(prices=[listed(**flaw)])) is FAIL


def test_two_list_prices_of_one_place_at_one_time_are_found(judged: Judged) -> None:
    overlapping = [listed(valid_to=D(2026, 7, 31)), listed("p2", valid_from=D(2026, 6, 1), amount=cny(110))]
    assert judged("prc-price-list-in-force", product(prices=overlapping)) is FAIL
    following = [listed(valid_to=D(2026, 5, 31)), listed("p2", valid_from=D(2026, 6, 1))]
    assert judged("prc-price-list-in-force", product(prices=following)) is PASS
    elsewhere = [listed(), listed("p2", jurisdiction="DE", amount=Money(15, "EUR"))]
    assert judged("prc-price-list-in-force", product(prices=elsewhere)) is PASS


def test_a_product_that_is_no_longer_sold_needs_no_price(judged: Judged) -> None:
    assert judged("prc-price-list-in-force", product(retired_on=D(2026, 6, 30))) is PASS
    assert judged("prc-price-list-in-force", product(retired_on=D(2026, 7, 1))) is FAIL


def test_a_floor_lies_under_the_list_price_in_its_currency(judged: Judged) -> None:
    assert judged("prc-floor-price", product(floor_price=cny(80), list_price=cny(100))) is PASS
    assert judged("prc-floor-price", product(floor_price=cny(101), list_price=cny(100))) is FAIL
    assert judged("prc-floor-price", product(list_price=cny(100))) is FAIL
    assert judged("prc-floor-price", product(floor_price=cny(80))) is FAIL
    abroad = product(floor_price=Money(80, "USD"), list_price=cny(100))
    assert judged("prc-floor-price", abroad) is ERROR


# ---- bands


def approval(id: str = "ap", **said: Any) -> m.Approval:
    sound: dict[str, Any] = {
        "subject": "discount", "requested_by": "r1", "approver_id": "m1", "approver_role": "sales-manager",
        "decision": "approved", "decided_on": D(2026, 6, 1), "up_to": Decimal("0.15"), "version": 2,
    }  # fmt: skip
    return m.Approval(id=id, **{**sound, **said})


def quoted(discount: str | None, *approvals: m.Approval, **said: Any) -> m.Facts:
    given = Decimal(discount) if discount else None
    quote = m.Quote(
        **{"id": "q", "version": 2, "status": "sent", "discount": given, "approvals": approvals, **said}
    )
    deal = m.Deal(id="d", owner_id="r1", quotes=[quote])
    return m.Facts(deal=deal, account=m.Account(id="a", name="A", country="CN"), company=m.Company(id="us"))


BOSS: dict[str, Any] = {"approver_id": "d1", "approver_role": "sales-director", "up_to": Decimal("0.40")}


@pytest.mark.parametrize(
    ("discount", "given", "outcome"),
    [
        ("0.05", [], PASS),
        ("0.06", [], FAIL),
        ("0.06", [approval()], PASS),
        ("0.15", [approval()], PASS),
        ("0.16", [approval(up_to=Decimal("0.20"))], FAIL),
        ("0.16", [approval(**BOSS)], PASS),
        ("0.10", [approval(**BOSS)], PASS),
        ("0.41", [approval(**BOSS)], FAIL),
    ],
)
def test_a_discount_is_approved_by_who_may_grant_that_much(
    judged: Judged, discount: str, given: list[m.Approval], outcome: Outcome
) -> None:
    assert judged("prc-approval-matrix", quoted(discount, *given)) is outcome


@pytest.mark.parametrize(
    "flaw",
    [
        {"approver_id": "r1"},  # who asked
        {"approver_id": None},
        {"requested_by": "r2", "approver_id": "r1"},  # who owns the deal
        {"decision": "pending"},
        {"decided_on": None},
        {"decided_on": D(2026, 7, 1)},
        {"expires_on": D(2026, 6, 29)},
        {"subject": "payment-terms"},
        {"version": 1},
        {"version": None},
    ],
)
def test_an_approval_of_oneself_too_old_or_of_something_else_does_not_count(
    judged: Judged, flaw: dict[str, Any]
) -> None:
    assert judged("prc-approval-matrix", quoted("0.10", approval(**flaw))) is FAIL


def test_an_approval_ends_when_the_price_changes(judged: Judged) -> None:
    assert judged("prc-approval-matrix", quoted("0.10", approval(version=2), version=2)) is PASS
    assert judged("prc-approval-matrix", quoted("0.10", approval(version=2), version=3)) is FAIL


def test_a_quote_that_does_not_say_its_discount_is_found(judged: Judged) -> None:
    assert judged("prc-approval-matrix", quoted(None)) is FAIL


def test_bands_change_with_the_day_and_the_place(
    load: Callable[..., Playbook], every_standard: Playbook
) -> None:
    playbook = load("""
extends = "medsales:public"
schema = 1
id = "acme"
version = "1"
title = { en = "A", zh-Hans = "甲" }

[threshold.discount-limit-rep]
source = "Price policy 2026"
illustrative = false
values = [
    { value = 0.05, valid_to = 2026-06-30 },
    { value = 0.02, valid_from = 2026-07-01 },
    { value = 0.00, jurisdiction = "DE" },
]
[threshold.discount-limit-manager]
source = "Price policy 2026"
illustrative = false
[standard.price-quotation.requirement.prc-approval-matrix]
severity = "block"
""")
    judge, later = playbook.plan.judgements["prc-approval-matrix"], AT + dt.timedelta(days=1)
    facts = quoted("0.04")
    assert (judge.outcome(facts, AT), judge.outcome(facts, later)) == (PASS, FAIL)
    german = facts.with_(account=m.Account(id="a", name="A", country="DE"))
    assert judge.outcome(german, AT) is FAIL
    assert playbook.requirements["prc-approval-matrix"].severity == "block"
    assert every_standard.requirements["prc-approval-matrix"].severity == "warn"


# ---- books, versions, promises


def contract(*lines: m.ContractLine, invoices: Any = ()) -> m.Facts:
    return m.Facts(contract=m.Contract(id="c", lines=lines), invoices=invoices)


def test_a_discount_stands_in_the_contract_on_the_invoice_and_in_the_books(judged: Judged) -> None:
    line = m.ContractLine(
        id="1", list_price=cny(100), unit_price=cny(90), discount=Decimal("0.1"), discount_shown=True
    )
    hidden = m.ContractLine(id="1", list_price=cny(100), unit_price=cny(90), discount=Decimal("0.1"))
    unsaid = m.ContractLine(id="1", list_price=cny(100), unit_price=cny(90))
    shown = m.Invoice(id="i", discount=Decimal("0.1"), discount_shown=True, booked_on=D(2026, 6, 1))
    unbooked = m.Invoice(id="i", discount=Decimal("0.1"), discount_shown=True)
    assert judged("prc-discount-on-books", contract(line, invoices=[shown])) is PASS
    assert judged("prc-discount-on-books", contract(m.ContractLine(id="1", discount=Decimal(0)))) is PASS
    assert judged("prc-discount-on-books", contract(hidden, invoices=[shown])) is FAIL
    assert judged("prc-discount-on-books", contract(unsaid)) is FAIL
    assert judged("prc-discount-on-books", contract(line, invoices=[unbooked])) is FAIL
    assert judged("prc-discount-on-books", contract()) is FAIL


def test_quotes_keep_their_versions(judged: Judged) -> None:
    def quotes(*versions: int, **said: Any) -> m.Facts:
        sound: dict[str, Any] = {
            "author_id": "r1",
            "issued_on": D(2026, 6, 1),
            "valid_to": D(2026, 7, 1),
            **said,
        }
        kept = [m.Quote(id=f"q{at}", version=version, **sound) for at, version in enumerate(versions)]
        return m.Facts(deal=m.Deal(id="d", quotes=kept))

    assert judged("prc-quote-versioned", quotes(1, 2)) is PASS
    assert judged("prc-quote-versioned", quotes(1, 1)) is FAIL
    assert judged("prc-quote-versioned", quotes(0)) is FAIL
    assert judged("prc-quote-versioned", quotes(1, author_id=None)) is FAIL
    assert judged("prc-quote-versioned", quotes(1, valid_to=None)) is FAIL
    assert judged("prc-quote-versioned", quotes(1, valid_to=D(2026, 5, 31))) is FAIL


@pytest.mark.parametrize(
    ("price", "where", "outcome"),
    [
        (cny(95), "CN-ZJ", PASS),
        (cny(96), "CN-ZJ", FAIL),
        (cny(96), "CN-JS", PASS),
        (cny(96), "CN", FAIL),
        (Money(90, "USD"), "CN-ZJ", ERROR),
    ],
)
def test_a_price_is_not_above_the_platform_of_the_province(
    judged: Judged, price: Money, where: str, outcome: Outcome
) -> None:
    quote = m.Quote(id="q", status="sent", lines=[m.QuoteLine(id="1", product_id="ct", unit_price=price)])
    platform = listed(kind="platform", amount=cny(95), jurisdiction=where)
    facts = m.Facts(
        deal=m.Deal(id="d", quotes=[quote]),
        products=[m.Product(id="ct", prices=[platform])],
        account=m.Account(id="a", name="A", country="CN", region="CN-ZJ"),
    )
    assert judged("prc-linkage-checked", facts) is outcome


def test_every_promise_stands_in_the_contract(judged: Judged) -> None:
    def promised(**said: Any) -> m.Facts:
        return m.Facts(deal=m.Deal(id="d", commitments=[m.Commitment(id="1", promise="training", **said)]))

    assert judged("prc-no-off-contract-promise", promised(in_contract=True)) is PASS
    assert judged("prc-no-off-contract-promise", promised(in_contract=False)) is FAIL
    assert judged("prc-no-off-contract-promise", promised()) is FAIL
