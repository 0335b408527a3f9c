"""US Open Payments: which transfers of value of a year must be reported, and why the others need not be.

The limits are thresholds by programme year, ``open-payments-small-YEAR`` and ``open-payments-yearly-YEAR``: they
change each year, and for a year that the playbook does not know nobody may guess.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.model.choice import Choice
from medsales_core.model.enums import TransferNature
from medsales_core.model.expense import TransferOfValue
from medsales_core.money import Money
from medsales_core.standards.limits import Thresholds, amount_limit, number, the

__all__ = ["Reporting", "ReportingReason", "YearlyTotals", "open_payments", "yearly_totals"]

#: What each recipient received in each calendar year, by recipient, year and currency.
YearlyTotals: TypeAlias = Mapping[tuple[str, int, str], Money]


class ReportingReason(Choice):
    """Why a transfer of value is to be reported, or need not be. Source: P61, P62."""

    NOT_COVERED = "not-covered", "the recipient is not covered", "接收方不在披露范围"
    SHORT_LOAN = (
        "short-loan",
        "a device lent for no more days in the year than allowed",
        "当年累计借用天数未超限",
    )
    SHORT_SUPPLY = (
        "short-supply",
        "supplies for no more days of average use than allowed",
        "供应量未超过允许的平均使用天数",
    )
    SMALL = "small", "a small payment, and no more than the yearly limit in all", "小额且全年累计未超限"
    SMALL_BUT_MANY = (
        "small-but-many",
        "a small payment, but above the yearly limit in all",
        "小额但全年累计超限",
    )
    REPORTED = "reported", "not a small payment", "非小额，须申报"

    @property
    def is_reportable(self) -> bool:
        """Whether it must be reported for this reason."""
        return self in (ReportingReason.SMALL_BUT_MANY, ReportingReason.REPORTED)


@attrs.frozen
class Reporting:
    """What is to be done about one transfer of value.

    Args:
        transfer: The transfer.

        reason: Why it is to be reported, or why not.
    """

    transfer: TransferOfValue
    reason: ReportingReason

    @property
    def is_reportable(self) -> bool:
        return self.reason.is_reportable


def yearly_totals(transfers: Iterable[TransferOfValue]) -> YearlyTotals:
    """What each recipient received in each calendar year, by recipient, year and currency.

    Raises:
        ValueRefused: A transfer lacks its recipient, day or amount: it would be missing in a total.
    """
    totals: dict[tuple[str, int, str], Money] = {}
    for transfer in transfers:
        recipient, day, amount = _complete(transfer)
        key = recipient, day.year, amount.currency
        totals[key] = totals[key] + amount if key in totals else amount
    return totals


def open_payments(transfers: Iterable[TransferOfValue], thresholds: Thresholds) -> tuple[Reporting, ...]:
    """Which of *transfers* must be reported, each with the reason; give all of a recipient and year together.

    A payment below the small limit is not reported unless the recipient's total of the year, small payments
    included, is above the yearly limit [P61]. A device lent for at most 90 cumulative days of a calendar year, or
    supplies for at most 90 days of average use, are not reported and not in the total [P62].

    Args:
        transfers: What recipients received.

        thresholds: Those of the playbook.

    Raises:
        ValueRefused: A transfer lacks its recipient, day or amount, whether the recipient is covered, or a loan
            its days.
        UnknownName: The playbook has no limits for a year.
    """
    years: defaultdict[tuple[str, int], list[TransferOfValue]] = defaultdict(list)
    order = tuple(transfers)
    for transfer in order:
        recipient, day, _ = _complete(transfer)
        if transfer.covered_recipient is None:
            raise ValueRefused(
                f"transfer {transfer.id!r} does not say whether its recipient is covered",
                hint="flag the recipient: covered_recipient = true or false",
            )
        years[recipient, day.year].append(transfer)
    reasons = {id(t): reason for group in years.values() for t, reason in _year(group, thresholds)}
    return tuple(Reporting(transfer, reasons[id(transfer)]) for transfer in order)


def _year(
    group: list[TransferOfValue], thresholds: Thresholds
) -> Iterator[tuple[TransferOfValue, ReportingReason]]:
    """The reasons for what one recipient received in one year."""
    lent = _days_lent(group)
    counted = []
    for transfer in group:
        free = _free(transfer, lent, thresholds)
        if free is None:
            counted.append(transfer)
        else:
            yield transfer, free
    if not counted:
        return
    _, day, _ = _complete(counted[0])
    small = amount_limit(the(f"open-payments-small-{day.year}", thresholds), day)
    yearly = amount_limit(the(f"open-payments-yearly-{day.year}", thresholds), day)
    total = sum((_complete(t)[2] for t in counted[1:]), _complete(counted[0])[2])
    for transfer in counted:
        if _complete(transfer)[2] >= small:
            yield transfer, ReportingReason.REPORTED
        else:
            yield transfer, ReportingReason.SMALL_BUT_MANY if total > yearly else ReportingReason.SMALL


def _free(
    transfer: TransferOfValue, lent: Mapping[str | None, int], thresholds: Thresholds
) -> ReportingReason | None:
    """Why it is left out whatever its amount, None where it counts."""
    _, day, _ = _complete(transfer)
    if not transfer.covered_recipient:
        return ReportingReason.NOT_COVERED
    if transfer.nature is TransferNature.DEVICE_LOAN:
        within = _at_most(lent[transfer.product_id], "open-payments-loan-days", thresholds, day)
        return ReportingReason.SHORT_LOAN if within else None
    if transfer.supply_days is not None:
        within = _at_most(transfer.supply_days, "open-payments-supply-days", thresholds, day)
        return ReportingReason.SHORT_SUPPLY if within else None
    return None


def _days_lent(group: Iterable[TransferOfValue]) -> Mapping[str | None, int]:
    """For how many days in all each product was lent."""
    lent: defaultdict[str | None, int] = defaultdict(int)
    for transfer in group:
        if transfer.nature is not TransferNature.DEVICE_LOAN:
            continue
        if transfer.loan_days is None:
            raise ValueRefused(
                f"transfer {transfer.id!r} is the loan of a device and lacks loan_days",
                hint="record for how many days of the year it was lent",
            )
        lent[transfer.product_id] += transfer.loan_days
    return lent


def _at_most(days: int, name: str, thresholds: Thresholds, day: dt.date) -> bool:
    return Decimal(days) <= number(the(name, thresholds), day)


def _complete(transfer: TransferOfValue) -> tuple[str, dt.date, Money]:
    if transfer.recipient_id is None or transfer.given_on is None or transfer.amount is None:
        raise ValueRefused(
            f"transfer {transfer.id!r} needs recipient_id, given_on and amount",
            hint="a transfer without them would be missing in the total of its year",
        )
    return transfer.recipient_id, transfer.given_on, transfer.amount
