"""Conduct and service over a whole organisation: each subject meets what lies around it, and only its own."""

import datetime as dt
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome
from medsales_core.standards.judge import Judged, judge
from medsales_core.standards.organisation import Organisation

D = dt.date
AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
STANDARDS = ("activity-expense", "compliance", "aftersales-service")


def _share(name: str, recipient: str) -> m.ExpenseShare:
    return m.ExpenseShare(id=name, recipient_id=recipient, amount=Money(100, "CNY"))


def _transfer(name: str, expense: str, recipient: str) -> m.TransferOfValue:
    return m.TransferOfValue(
        id=name, expense_id=expense, recipient_id=recipient, nature="food-beverage", amount=Money(100, "CNY"),
        given_on=D(2026, 6, 20),
    )  # fmt: skip


def _expense(name: str, price: int, approver: str) -> m.Expense:
    approval = m.Approval(id="1", requested_by="R-1", approver_id=approver, decision="approved")
    return m.Expense(
        id=name, category="meal", activity_id="V-1", owner_id="R-1", actual=Money(price, "CNY"), headcount=1,
        shares=[_share("1", "C-1")], approvals=[approval],
    )  # fmt: skip


def organisation() -> Organisation:
    """Two of most things: the second is amiss."""
    whole: dict[str, Any] = {
        "owner": [m.Rep(id="R-1"), m.Rep(id="R-2")],
        "account": [m.Account(id="A-1", name="First Hospital", country="CN")],
        "contacts": [m.Contact(id="C-1", account_id="A-1")],
        "activities": [
            m.Activity(id="V-1", kind="visit", account_id="A-1", owner_id="R-1", in_clinical_area=False),
            m.Activity(id="V-2", kind="visit", account_id="A-1", owner_id="R-2", in_clinical_area=True),
        ],
        "expenses": [_expense("E-1", 300, "M-1"), _expense("E-2", 301, "R-1")],
        "transfers": [_transfer("T-1", "E-1", "C-1")],
        "compliance_findings": [m.ComplianceFinding(id="F-1", kind="bribery", subject_ref="R-2")],
        "products": [m.Product(id="ct"), m.Product(id="mr")],
        "stock_units": [
            m.StockUnit(id="U-1", product_id="mr", lot="L1", status="available"),
            m.StockUnit(id="U-2", product_id="ct", lot="L1", status="available"),
            m.StockUnit(id="U-3", di="0695", lot="L1", status="available"),
        ],
        "recalls": [
            m.Recall(
                id="K-1", recall_class="1", product_ids=["ct"], device_identifiers=["0695"], lots=["L1"],
                decided_at=AT,
            )
        ],
        "company": m.Company(id="own"),
    }  # fmt: skip
    return Organisation(**whole)


@pytest.fixture(scope="module")
def judged(every_standard: Playbook) -> Judged:
    return judge(every_standard, organisation(), AT)


def outcomes(judged: Judged, requirement: str) -> list[Outcome]:
    return list(judged.outcomes[requirement])


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("act-meal-cap", ["pass", "fail"]),
        ("act-transfer-recorded", ["pass", "fail"]),
        ("cmp-no-bribery", ["pass", "fail"]),
        ("cmp-visit-place-rule", ["pass", "fail"]),
        ("cmp-no-prescription-statistics", ["pass", "pass"]),
        ("cmp-segregation-of-duties", ["fail"]),
        ("aft-recall-stop-sale", ["pass", "fail", "fail"]),
        ("aft-recall-notify", ["fail"]),
        ("cmp-hcp-recipient-flag", ["fail"]),
    ],
)
def test_each_subject_is_judged_with_what_lies_around_it(
    judged: Judged, requirement: str, expected: list[str]
) -> None:
    assert outcomes(judged, requirement) == expected


def test_nothing_stays_unknown_that_the_organisation_told(judged: Judged, every_standard: Playbook) -> None:
    own = {name for standard in STANDARDS for name in every_standard.standards[standard].requirements}
    unknown = {name for name in own if Outcome.UNKNOWN in judged.outcomes[name]}
    assert unknown == set()
    assert sum(len(judged.outcomes[name]) for name in own) > len(own)
