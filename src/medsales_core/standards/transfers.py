"""Conduct: what is spent around customers, held against the caps of the playbook before the event.

Caps are thresholds in a currency, found by their names, so that a company's layer adds one without code:
``expense-cap-CATEGORY`` for one head of a meal, journey or lodging, for one educational item, and for the whole of
any other expense (a fee, a grant, a placement); ``yearly-cap-NATURE`` for one recipient and year.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from medsales_core.model.enums import (
    ApprovalDecision,
    ComplianceScenario,
    EducationalItem,
    ExpenseCategory,
)
from medsales_core.model.expense import Expense, TransferOfValue
from medsales_core.model.quote import Approval
from medsales_core.money import Money
from medsales_core.rules.threshold import Threshold
from medsales_core.standards.breach import Breach, breach
from medsales_core.standards.limits import Thresholds, amount_limit
from medsales_core.standards.open_payments import YearlyTotals, yearly_totals
from medsales_core.text import LangText, text

__all__ = ["SCENARIOS", "breaches", "yearly_breaches"]

#: The scenario of the regulator's guidance [P33] that an expense belongs to; other expenses belong to none.
SCENARIOS: Final[Mapping[ExpenseCategory, ComplianceScenario]] = MappingProxyType(
    {
        ExpenseCategory.MEAL: ComplianceScenario.RECEPTION,
        ExpenseCategory.GIFT: ComplianceScenario.RECEPTION,
        ExpenseCategory.ENTERTAINMENT: ComplianceScenario.RECEPTION,
        ExpenseCategory.CASH: ComplianceScenario.RECEPTION,
        ExpenseCategory.CASH_EQUIVALENT: ComplianceScenario.RECEPTION,
        ExpenseCategory.VENUE: ComplianceScenario.ACADEMIC_VISIT,
        ExpenseCategory.TRAVEL: ComplianceScenario.ACADEMIC_VISIT,
        ExpenseCategory.LODGING: ComplianceScenario.ACADEMIC_VISIT,
        ExpenseCategory.EDUCATIONAL_ITEM: ComplianceScenario.ACADEMIC_VISIT,
        ExpenseCategory.SPEAKER_FEE: ComplianceScenario.CONSULTING,
        ExpenseCategory.CONSULTING_FEE: ComplianceScenario.CONSULTING,
        ExpenseCategory.VENDOR_SERVICE: ComplianceScenario.OUTSOURCING,
        ExpenseCategory.DISCOUNT: ComplianceScenario.DISCOUNT_COMMISSION,
        ExpenseCategory.GRANT: ComplianceScenario.DONATION_SPONSORSHIP,
        ExpenseCategory.DONATION: ComplianceScenario.DONATION_SPONSORSHIP,
        ExpenseCategory.SPONSORSHIP: ComplianceScenario.DONATION_SPONSORSHIP,
        ExpenseCategory.DEVICE_LOAN: ComplianceScenario.EQUIPMENT_PLACEMENT,
        ExpenseCategory.RESEARCH: ComplianceScenario.CLINICAL_RESEARCH,
        ExpenseCategory.RETAIL_PROMOTION: ComplianceScenario.RETAIL_TERMINAL,
    }
)
#: What is spent on each who takes part, and capped so.
_BY_HEAD: Final = (ExpenseCategory.MEAL, ExpenseCategory.TRAVEL, ExpenseCategory.LODGING)
#: Educational items of any value may be given [P63].
_UNCAPPED: Final = (EducationalItem.TEXTBOOK, EducationalItem.ANATOMICAL_MODEL)
#: An expense is known better and better.
_AMOUNTS: Final[Mapping[str, LangText]] = MappingProxyType(
    {
        "estimated": text("estimated amount", "预计金额"),
        "committed": text("committed amount", "承诺金额"),
        "actual": text("actual amount", "实际金额"),
    }
)
_TOTAL: Final = text("total of the year", "全年累计")
_ITEM: Final = text("value of one item", "单件价值")


def breaches(
    expense: Expense, thresholds: Thresholds, on: dt.date, places: Iterable[str | None] = ()
) -> tuple[Breach, ...]:
    """Everything that stands against *expense*, as far as it is known; empty where it may go on.

    Every amount that is known, the estimate first, is held against the cap of its category as it is in force on the
    day of the event, or on the day of asking where none is set. No amount may pass the one known before it. Before
    the event there must be an approval of somebody who did not ask for it.

    Args:
        expense: The expense, planned or paid.

        thresholds: Those of the playbook.

        on: The day on which it is looked at.

        places: Where it is spent, the smallest place first: region, country.

    Raises:
        NoLimit: There is a cap, and it is in no currency or has no value then and there.
    """
    found = [*_chain(expense), *_approval(expense)]
    cap = thresholds.get(f"expense-cap-{expense.category}") if expense.category else None
    if cap is not None:
        found += _over_cap(expense, amount_limit(cap, expense.incurred_on or on, tuple(places)))
    return tuple(found)


def _found(expense: Expense, code: str, **figures: object) -> Breach:
    scenario = SCENARIOS.get(expense.category) if expense.category else None
    return breach(code, expense.id, scenario, **figures)


def _known(expense: Expense) -> Iterator[tuple[LangText, Money]]:
    """The amounts that are known, in the order in which they become so."""
    for name, label in _AMOUNTS.items():
        amount = getattr(expense, name)
        if amount is not None:
            yield label, amount


def _chain(expense: Expense) -> Iterator[Breach]:
    """Each amount against the one before it."""
    if expense.estimated is None:
        yield _found(expense, "no-amount")
    before: Money | None = None
    for label, amount in _known(expense):
        if before is not None:
            yield from _against(expense, "over-commitment", label, amount, before)
        before = amount


def _over_cap(expense: Expense, cap: Money) -> Iterator[Breach]:
    if expense.category is ExpenseCategory.EDUCATIONAL_ITEM:
        yield from _item_over_cap(expense, cap)
        return
    heads = expense.headcount if expense.category in _BY_HEAD else 1
    if not heads:
        yield _found(expense, "no-head-count")
        return
    for label, amount in _known(expense):
        yield from _against(expense, "over-cap", label, amount, cap * heads)


def _item_over_cap(expense: Expense, cap: Money) -> Iterator[Breach]:
    if expense.item in _UNCAPPED:
        return
    value = expense.item_value
    if value is None:
        yield _found(expense, "no-item-value")
    elif value == cap:
        yield _found(expense, "not-below-cap", amount=_ITEM, found=value, limit=cap)
    else:
        yield from _against(expense, "not-below-cap", _ITEM, value, cap)


def _against(expense: Expense, code: str, label: LangText, amount: Money, limit: Money) -> Iterator[Breach]:
    """The breach *code* where *amount* is above *limit*; amounts of two currencies never pass unseen."""
    if amount.currency != limit.currency:
        yield _found(expense, "not-comparable", amount=label, found=amount, limit=limit)
    elif amount > limit:
        yield _found(expense, code, amount=label, found=amount, limit=limit)


def _approval(expense: Expense) -> Iterator[Breach]:
    """Whether somebody else than the requester approved it, in time and to that amount."""
    granted = [one for one in expense.approvals if one.decision is ApprovalDecision.APPROVED]
    own = [one for one in granted if one.requested_by in (one.approver_id, one.on_behalf_of)]
    for approval in own:
        yield _found(expense, "own-approval", person=approval.requested_by)
    counting = [one for one in granted if one not in own and _is_told(one)]
    if not counting:
        yield _found(expense, "not-approved")
    elif expense.incurred_on is None:
        yield _found(expense, "no-day")
    else:
        yield from _in_time(expense, counting, expense.incurred_on)


def _is_told(approval: Approval) -> bool:
    """It says who asked, who decided and when; otherwise nobody could tell whether it counts."""
    return None not in (approval.requested_by, approval.approver_id, approval.decided_on)


def _in_time(expense: Expense, approvals: list[Approval], day: dt.date) -> Iterator[Breach]:
    """The breaches of approvals that were not given by the *day* of the event, were over, or do not reach."""
    before = [one for one in approvals if one.decided_on is not None and one.decided_on <= day]
    valid = [one for one in before if one.expires_on is None or one.expires_on >= day]
    if not before:
        yield _found(expense, "approved-too-late", found=approvals[0].decided_on, limit=day)
    elif not valid:
        yield _found(expense, "approval-run-out", found=before[-1].expires_on, limit=day)
    limits = [one.up_to_amount for one in valid if one.up_to_amount is not None]
    if len(limits) < len(valid) or not valid:
        return
    for label, amount in _known(expense):
        if not any(_reaches(limit, amount) for limit in limits):
            yield _found(expense, "over-approval", amount=label, found=amount, limit=limits[-1])


def _reaches(limit: Money, amount: Money) -> bool:
    return limit.currency == amount.currency and amount <= limit


def yearly_breaches(
    planned: TransferOfValue,
    given: Iterable[TransferOfValue],
    thresholds: Thresholds,
    places: Iterable[str | None] = (),
) -> tuple[Breach, ...]:
    """What stands against giving *planned* to a recipient who received *given*: the cap of its nature and year.

    Args:
        planned: What is to be given.

        given: What was given before, to anybody; of one id the planned one counts.

        thresholds: Those of the playbook.

        places: Where, the smallest place first.

    Raises:
        ValueRefused: A transfer of that nature lacks its recipient, day or amount.
        NoLimit: The cap is in no currency, or has no value then and there.
    """
    others = [one for one in given if one.nature is planned.nature and one.id != planned.id]
    totals = yearly_totals([*others, planned])
    cap = thresholds.get(f"yearly-cap-{planned.nature}")
    return tuple(_over_year(planned, totals, cap, tuple(places))) if cap is not None else ()


def _over_year(
    planned: TransferOfValue, totals: YearlyTotals, cap: Threshold, places: tuple[str | None, ...]
) -> Iterator[Breach]:
    assert planned.given_on is not None, "a total was made of it"
    limit, year = amount_limit(cap, planned.given_on, places), planned.given_on.year
    for (recipient, of, currency), total in sorted(totals.items(), key=lambda item: item[0]):
        if recipient != planned.recipient_id or of != year:
            continue
        if currency != limit.currency:
            yield breach("not-comparable", planned.id, amount=_TOTAL, found=total, limit=limit)
        elif total > limit:
            yield breach("over-yearly-cap", planned.id, found=total, year=year, limit=limit)
