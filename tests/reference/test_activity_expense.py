"""Events and what is spent on them: planned, approved by another, within the caps, proved, and recorded."""

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
PASS, FAIL, ERROR, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.ERROR, Outcome.NOT_APPLICABLE
PAPER = m.EvidenceRef(id="scan")
CHINA = m.Account(id="a", name="First Hospital", country="CN")


def cny(amount: int | str) -> Money:
    return Money(amount, "CNY")


def spent(**said: Any) -> m.Facts:
    return m.Facts(expenses=[m.Expense(**{"id": "e", **said})], account=CHINA, transfers=[])


def held(**said: Any) -> m.Facts:
    event = {"id": "v", "kind": "academic-exchange", "done_on": D(2026, 6, 20), **said}
    return m.Facts(activities=[m.Activity(**event)], company=m.Company(id="own"))


# ---- the plan

APPROVAL: dict[str, Any] = {
    "id": "1", "requested_by": "r1", "approver_id": "m1", "approver_role": "sales-manager",
    "decision": "approved", "decided_on": D(2026, 6, 1),
}  # fmt: skip
PLAN: dict[str, Any] = {
    "purpose": "new protocol", "budget": cny(9000), "headcount": 30, "venue": "hospital hall",
    "held_on": D(2026, 6, 20),
}  # fmt: skip


def planned(plan: dict[str, Any] | None = None, **said: Any) -> m.Facts:
    approval = m.Approval(**{**APPROVAL, **said})
    return held(plan=m.ActivityPlan(**{**PLAN, **(plan or {})}), approvals=[approval])


@pytest.mark.parametrize("missing", PLAN)
def test_an_event_is_planned_whole_before_it_is_approved(judged: Judged, missing: str) -> None:
    assert judged("act-plan-approved", planned()) is PASS
    assert judged("act-plan-approved", planned({missing: None})) is FAIL


@pytest.mark.parametrize(
    "said",
    [
        {"decided_on": D(2026, 6, 21)},
        {"approver_id": "r1"},
        {"approver_id": "m2", "on_behalf_of": "r1"},
        {"approver_role": "sales-rep"},
        {"decision": "pending"},
        {"expires_on": D(2026, 6, 19)},
    ],
    ids=["after the event", "own", "in place of the requester", "no role", "undecided", "run out"],
)
def test_an_approval_that_does_not_count_is_none(judged: Judged, said: dict[str, Any]) -> None:
    assert judged("act-plan-approved", planned(**said)) is FAIL


def test_a_visit_needs_no_plan(judged: Judged) -> None:
    assert judged("act-plan-approved", held(kind="visit")) is NOT_APPLICABLE


def test_an_agenda_is_scientific_for_the_most_part(judged: Judged) -> None:
    for share, outcome in (("0.70", PASS), ("0.69", FAIL)):
        facts = held(agenda=PAPER, scientific_share=Decimal(share))
        assert judged("act-scientific-purpose", facts) is outcome
    assert judged("act-scientific-purpose", held(scientific_share=Decimal(1))) is FAIL


def test_a_modest_place_is_stated_by_somebody_responsible(judged: Judged) -> None:
    stated = m.Attestation(
        id="1", requirement="act-venue-modest", upheld=True, by_id="m1", role_id="sales-manager",
        attested_on=D(2026, 6, 10),
    )  # fmt: skip
    assert judged("act-venue-modest", held(place_kind="hotel", attestations=[stated])) is PASS
    assert judged("act-venue-modest", held(place_kind="leisure", attestations=[stated])) is FAIL
    assert judged("act-venue-modest", held(place_kind="hotel")) is FAIL
    mistaken = m.fields.changed(stated, upheld=False)
    assert judged("act-venue-modest", held(place_kind="hotel", attestations=[mistaken])) is FAIL


def test_proof_of_an_event_is_filed_in_time_and_of_every_kind(judged: Judged) -> None:
    def proved(*kinds: str, on: int = 12, done: int = 10) -> m.Facts:
        filed = D(2026, 6, on)
        proofs = [m.EventProof(id=kind, kind=kind, filed_on=filed, document=PAPER) for kind in kinds]
        return held(done_on=D(2026, 6, done), proofs=proofs)

    every = ("sign-in", "photo", "agenda", "invoice")
    assert judged("act-attendance-proof", proved(*every)) is PASS
    assert judged("act-attendance-proof", proved(*every[1:])) is FAIL
    assert judged("act-attendance-proof", proved(*every, on=21)) is FAIL
    assert judged("act-attendance-proof", proved(done=25)) is PASS, "there is time yet"


# ---- meals, items and what is never paid


def test_a_meal_is_capped_for_each_person(judged: Judged) -> None:
    assert judged("act-meal-cap", spent(category="meal", actual=cny(900), headcount=3)) is PASS
    assert judged("act-meal-cap", spent(category="meal", actual=cny("900.01"), headcount=3)) is FAIL
    assert judged("act-meal-cap", spent(category="meal", actual=cny(10))) is FAIL, "how many ate?"
    assert judged("act-meal-cap", spent(category="venue", actual=cny(90000))) is NOT_APPLICABLE


def test_the_estimate_of_a_meal_is_judged_before_it_is_eaten(judged: Judged) -> None:
    assert judged("act-meal-cap", spent(category="meal", estimated=cny(1000), headcount=3)) is FAIL


def test_a_meal_in_another_currency_never_passes_unseen(judged: Judged) -> None:
    meal = spent(category="meal", actual=Money(1, "USD"), headcount=3)
    assert judged("act-meal-cap", meal) is ERROR


def test_caps_are_those_of_the_place(judged: Judged) -> None:
    dear = spent(category="meal", actual=cny(900), headcount=1)
    abroad = dear.with_(account=m.Account(id="b", name="b", country="DE"))
    assert judged("act-meal-cap", abroad) is NOT_APPLICABLE
    unknown = dear.with_(account=m.Account(id="b", name="b"))
    assert judged("act-meal-cap", unknown) is FAIL, "an empty country silences no rule"
    there = spent(category="meal", actual=cny(900), headcount=1, country="DE")
    assert judged("act-meal-cap", there) is NOT_APPLICABLE, "where it was eaten counts first"
    here = abroad.with_(expenses=[m.fields.changed(one, country="CN") for one in dear.expenses])
    assert judged("act-meal-cap", here) is FAIL


@pytest.mark.parametrize("category", ["gift", "entertainment", "cash", "cash-equivalent", None])
def test_gifts_entertainment_and_cash_are_never_paid(judged: Judged, category: str | None) -> None:
    assert judged("act-no-gift-entertainment", spent(category=category)) is FAIL
    assert judged("act-no-gift-entertainment", spent(category="meal")) is PASS


def test_an_educational_item_is_below_the_cap_unless_it_is_a_textbook(judged: Judged) -> None:
    us = m.Account(id="u", name="u", country="US")

    def given(value: str, item: str = "other") -> Outcome:
        facts = spent(category="educational-item", item=item, item_value=Money(value, "USD"))
        return judged("act-educational-item-cap", facts.with_(account=us))

    assert given("99.99") is PASS
    assert given("100.00") is FAIL
    assert given("450.00", "textbook") is PASS


# ---- services

AGREEMENT: dict[str, Any] = {
    "id": "g", "document": PAPER, "need": "course on protocols", "signed_on": D(2026, 5, 1), "rate": cny(800),
    "fair_rate": cny(1000), "paid_in_year": cny(5000), "yearly_cap": cny(5000),
}  # fmt: skip


def paid_speaker(**said: Any) -> m.Facts:
    agreement = m.ServiceAgreement(**{**AGREEMENT, **said})
    return spent(category="speaker-fee", incurred_on=D(2026, 6, 1), agreement=agreement)


@pytest.mark.parametrize(
    "said",
    [
        {"document": None}, {"need": " "}, {"signed_on": D(2026, 6, 2)}, {"rate": cny(1001)}, {"fair_rate": None},
        {"paid_in_year": cny("5000.01")}, {"paid_in_year": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_speaker_is_paid_by_written_contract_fairly_and_within_the_year(
    judged: Judged, said: dict[str, Any]
) -> None:
    assert judged("act-speaker-fmv", paid_speaker()) is PASS
    assert judged("act-speaker-fmv", paid_speaker(**said)) is FAIL


def outsourced(delivered: bool = True, **said: Any) -> m.Facts:
    work = m.Deliverable(id="1", delivered_on=D(2026, 6, 20) if delivered else None, proof=PAPER)
    check = m.VendorCheck(
        vendor_id="v", report=PAPER, checked_on=D(2026, 1, 5), fair_price=cny(10000), deliverables=[work]
    )
    amounts = {"committed": cny(10000), "actual": cny(10000), "incurred_on": D(2026, 6, 1), "vendor": check}
    return spent(category="vendor-service", **{**amounts, **said})


def test_outsourced_work_is_checked_proved_and_fairly_priced(judged: Judged) -> None:
    rule = "act-third-party-vendor-check"
    assert judged(rule, outsourced()) is PASS
    assert judged(rule, outsourced(delivered=False)) is FAIL
    assert judged(rule, outsourced(delivered=False, actual=None)) is PASS, "nothing is paid yet"
    assert judged(rule, outsourced(committed=cny(10001))) is FAIL
    assert judged(rule, outsourced(actual=cny(10001))) is FAIL
    assert judged(rule, outsourced(incurred_on=D(2026, 1, 4))) is FAIL
    assert judged(rule, outsourced(vendor=None)) is FAIL


@pytest.mark.parametrize(
    "said",
    [
        {"recipient_kind": "person"},
        {"tied_to_purchase": True},
        {"tied_to_purchase": None},
        {"deal_id": "D-1"},
    ],
    ids=str,
)
def test_a_grant_goes_to_an_organisation_and_hangs_on_no_purchase(
    judged: Judged, said: dict[str, Any]
) -> None:
    free: dict[str, Any] = {"id": "g", "recipient_kind": "organisation", "tied_to_purchase": False}
    assert judged("act-grant-not-tied", spent(category="grant", grant=m.Grant(**free))) is PASS
    assert judged("act-grant-not-tied", spent(category="grant", grant=m.Grant(**{**free, **said}))) is FAIL


def test_every_recipient_of_an_expense_has_a_transfer_of_it(judged: Judged) -> None:
    shares = [m.ExpenseShare(id=who, recipient_id=who, amount=cny(100)) for who in ("c1", "c2")]
    facts = spent(category="meal", shares=shares)

    def given(*recipients: str, expense: str = "e") -> m.Facts:
        return facts.with_(
            transfers=[
                m.TransferOfValue(
                    id=who, recipient_id=who, expense_id=expense, nature="food-beverage", amount=cny(100),
                    given_on=D(2026, 6, 1),
                )
                for who in recipients
            ]
        )  # fmt: skip

    assert judged("act-transfer-recorded", given("c1", "c2")) is PASS
    assert judged("act-transfer-recorded", given("c1")) is FAIL
    assert judged("act-transfer-recorded", given("c1", "c2", expense="other")) is FAIL
