"""Conduct: an expense is held against the caps while it is still an estimate, and needs somebody else's approval."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import medsales_core.model as m
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.standards.breach import BREACHES
from medsales_core.standards.limits import NoLimit
from medsales_core.standards.transfers import SCENARIOS, breaches, yearly_breaches
from medsales_core.text import LANGUAGES, text

D = dt.date
TODAY = D(2026, 6, 1)


def cny(amount: int | str | Decimal) -> Money:
    return Money(amount, "CNY")


def cap(name: str, *values: ThresholdValue, unit: str = "CNY") -> dict[str, Threshold]:
    return {name: Threshold(id=name, label=text(name, name), unit=unit, values=values)}


def of(
    value: int, place: str = "*", begin: dt.date | None = None, end: dt.date | None = None
) -> ThresholdValue:
    return ThresholdValue(value=Decimal(value), jurisdiction=place, valid_from=begin, valid_to=end)


MEAL = cap("expense-cap-meal", of(300))
APPROVAL: dict[str, Any] = {
    "id": "1", "requested_by": "r1", "approver_id": "m1", "decision": "approved", "decided_on": D(2026, 6, 2)
}  # fmt: skip


def dinner(approval: dict[str, Any] | None = None, **said: Any) -> m.Expense:
    granted = [m.Approval(**{**APPROVAL, **approval})] if approval is not None else [m.Approval(**APPROVAL)]
    whole = {
        "id": "e", "category": "meal", "estimated": cny(900), "headcount": 3, "incurred_on": D(2026, 6, 10),
        "approvals": granted, **said,
    }  # fmt: skip
    return m.Expense(**whole)


def codes(expense: m.Expense, thresholds: dict[str, Threshold] = MEAL, **asked: Any) -> list[str]:
    return [one.code for one in breaches(expense, thresholds, TODAY, **asked)]


def test_an_expense_within_the_cap_and_approved_may_go_on() -> None:
    assert codes(dinner()) == []
    assert codes(dinner(committed=cny(880), actual=cny(871))) == []


@pytest.mark.parametrize("amount", ["estimated", "committed", "actual"])
def test_each_amount_is_held_against_the_cap_as_soon_as_it_is_known(amount: str) -> None:
    over = dinner(**{"estimated": cny(900), amount: cny("900.01")})
    assert "over-cap" in codes(over)
    [told] = [one for one in breaches(over, MEAL, TODAY) if one.code == "over-cap"]
    assert "900.01 CNY" in told.message["en"]
    assert told.scenario is m.ComplianceScenario.RECEPTION


def test_no_amount_passes_the_one_that_was_known_before_it() -> None:
    assert codes(dinner(committed=cny(901)), {}) == ["over-commitment"]
    assert codes(dinner(committed=cny(800), actual=cny(801)), {}) == ["over-commitment"]
    assert codes(dinner(actual=cny(901)), {}) == ["over-commitment"]
    assert codes(dinner(estimated=None), {}) == ["no-amount"]


@given(estimate=st.integers(0, 2000), people=st.integers(1, 9), limit=st.integers(1, 500))
def test_an_expense_breaches_the_cap_exactly_when_its_part_a_head_does(
    estimate: int, people: int, limit: int
) -> None:
    found = codes(dinner(estimated=cny(estimate), headcount=people), cap("expense-cap-meal", of(limit)))
    assert ("over-cap" in found) is (estimate > limit * people)


def test_the_cap_of_the_day_and_place_of_the_event_counts() -> None:
    changing = cap(
        "expense-cap-meal",
        of(100, end=D(2026, 6, 5)),
        of(400, begin=D(2026, 6, 6)),
        of(50, "CN-ZJ"),
    )
    assert codes(dinner(), changing) == []
    early = dinner({"decided_on": D(2026, 6, 1)}, incurred_on=D(2026, 6, 5))
    assert codes(early, changing) == ["over-cap"]
    assert codes(dinner(), changing, places=("CN-ZJ", "CN")) == ["over-cap"]
    with pytest.raises(NoLimit, match="2026-06-10"):
        codes(dinner(), cap("expense-cap-meal", of(100, end=D(2026, 6, 5))))


def test_what_cannot_be_compared_never_passes() -> None:
    assert codes(dinner(estimated=Money(1, "USD"))) == ["not-comparable"]
    assert codes(dinner(committed=Money(1, "USD"))) == ["not-comparable", "not-comparable"]
    assert codes(dinner(headcount=None)) == ["no-head-count"]
    with pytest.raises(NoLimit, match="amount of money"):
        codes(dinner(), cap("expense-cap-meal", of(300), unit="day"))


@pytest.mark.parametrize("category", ["speaker-fee", "grant", "device-loan", "vendor-service"])
def test_fees_grants_and_placements_are_capped_as_a_whole(category: str) -> None:
    limit = cap(f"expense-cap-{category}", of(2000))
    assert codes(dinner(category=category, estimated=cny(2000), headcount=None), limit) == []
    assert codes(dinner(category=category, estimated=cny(2001), headcount=30), limit) == ["over-cap"]


@pytest.mark.parametrize("category", ["gift", "entertainment", "cash", "cash-equivalent"])
@pytest.mark.parametrize("currency", ["CNY", "USD"])
def test_what_is_never_paid_breaches_its_cap_in_any_currency(
    every_standard: Playbook, category: str, currency: str
) -> None:
    paid = dinner(category=category, estimated=Money(1, currency))
    found = breaches(paid, every_standard.thresholds, TODAY)
    assert [one.code for one in found] == ["over-cap" if currency == "CNY" else "not-comparable"]


def test_an_educational_item_is_capped_by_the_item_unless_it_is_a_textbook() -> None:
    items = cap("expense-cap-educational-item", of(700))

    def item(**said: Any) -> m.Expense:
        return dinner(category="educational-item", headcount=None, **said)

    assert codes(item(item="other", item_value=cny(700)), items) == ["not-below-cap"], "under, not at"
    assert codes(item(item="other", item_value=Money(1, "USD")), items) == ["not-comparable"]
    assert codes(item(item="other", item_value=cny(699)), items) == []
    assert codes(item(item="textbook", item_value=cny(2000)), items) == []
    assert codes(item(item="other"), items) == ["no-item-value"]


@pytest.mark.parametrize(
    ("approval", "code"),
    [
        ({"approver_id": "r1"}, "own-approval"),
        ({"on_behalf_of": "r1"}, "own-approval"),
        ({"decision": "pending"}, "not-approved"),
        ({"requested_by": None}, "not-approved"),
        ({"decided_on": None}, "not-approved"),
        ({"decided_on": D(2026, 6, 11)}, "approved-too-late"),
        ({"expires_on": D(2026, 6, 9)}, "approval-run-out"),
        ({"up_to_amount": cny(899)}, "over-approval"),
        ({"up_to_amount": Money(99999, "USD")}, "over-approval"),
    ],
    ids=str,
)
def test_an_expense_is_approved_before_the_event_by_somebody_else(
    approval: dict[str, Any], code: str
) -> None:
    assert code in codes(dinner(approval))
    assert codes(dinner({"up_to_amount": cny(900)})) == []


def test_one_who_may_is_enough_beside_one_who_may_not() -> None:
    own, other = m.Approval(**{**APPROVAL, "approver_id": "r1"}), m.Approval(**{**APPROVAL, "id": "2"})
    assert codes(dinner(approvals=[own])) == ["own-approval", "not-approved"]
    assert codes(dinner(approvals=[own, other])) == ["own-approval"], "it is told all the same"


def test_without_the_day_of_the_event_nobody_knows_whether_approval_came_before() -> None:
    assert codes(dinner(incurred_on=None)) == ["no-day"]


def test_every_scenario_of_the_guidance_has_expenses() -> None:
    assert set(SCENARIOS.values()) == set(m.ComplianceScenario)
    assert set(m.ExpenseCategory) - set(SCENARIOS) == {m.ExpenseCategory.OTHER}


@pytest.mark.parametrize("code", BREACHES)
def test_every_breach_is_told_in_every_language(code: str) -> None:
    for told in BREACHES[code]:
        assert tuple(told) == LANGUAGES
        assert all(told.values())


# ---- the year of a recipient


def fee(value: int, **said: Any) -> m.TransferOfValue:
    whole = {
        "id": "planned", "recipient_id": "dr-li", "nature": "speaker-fee", "amount": cny(value),
        "given_on": D(2026, 6, 10), **said,
    }  # fmt: skip
    return m.TransferOfValue(**whole)


YEARLY = cap("yearly-cap-speaker-fee", of(5000))


def test_what_a_recipient_had_in_the_year_counts_towards_the_cap() -> None:
    had = [fee(4000, id="1")]
    assert yearly_breaches(fee(1000), had, YEARLY) == ()
    [told] = yearly_breaches(fee(1001), had, YEARLY)
    assert (told.code, told.subject) == ("over-yearly-cap", "planned")
    assert "5001 CNY" in told.message["zh-Hans"]


@pytest.mark.parametrize(
    "other",
    [
        {"recipient_id": "dr-wang"}, {"given_on": D(2025, 12, 31)}, {"nature": "consulting-fee"}, {"id": "planned"}
    ],
    ids=["somebody else", "another year", "another nature", "the same one"],
)  # fmt: skip
def test_only_the_same_recipient_year_and_nature_count(other: dict[str, Any]) -> None:
    assert yearly_breaches(fee(1001), [fee(4000, **{"id": "1", **other})], YEARLY) == ()


def test_a_fee_in_another_currency_is_told_and_never_left_out() -> None:
    found = yearly_breaches(fee(1), [fee(9, id="1", amount=Money(9, "USD"))], YEARLY)
    assert [one.code for one in found] == ["not-comparable"]


def test_without_a_cap_nothing_stands_against_it() -> None:
    assert yearly_breaches(fee(10**6), [], {}) == ()
