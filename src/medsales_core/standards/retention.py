"""How long the record of a device must be kept.

The years are thresholds of the playbook: ``retention-cn-after-expiry``, ``retention-cn-without-expiry``,
``retention-cn-equipment``, ``retention-eu-device``, ``retention-eu-implant``.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from medsales_core.errors import UnknownName
from medsales_core.rules.calendar import add_months
from medsales_core.standards.limits import Thresholds, number, the

__all__ = ["DeviceDates", "Retention", "equipment_file", "sales_record"]

_MONTHS: Final = 12


@attrs.frozen(kw_only=True)
class DeviceDates:
    """What decides how long the record of a device is kept; None where it is not known.

    Args:
        sold_on: When it was sold.

        is_implant: It stays in a body.

        expires_on: When it expires; None for a device that does not.

        last_supplied_on: When the last one of its model was supplied; None while it still is.
    """

    sold_on: dt.date
    is_implant: bool = False
    expires_on: dt.date | None = None
    last_supplied_on: dt.date | None = None


@attrs.frozen
class Retention:
    """Until when a record is kept.

    Args:
        until: The last day; None where there is none, or none yet.

        permanent: It is kept for ever. With no last day and not for ever, the time has not begun to run.
    """

    until: dt.date | None
    permanent: bool = False

    def must_keep(self, day: dt.date) -> bool:
        """Whether the record must still be there on *day*."""
        return self.until is None or day <= self.until


def sales_record(dates: DeviceDates, jurisdiction: str, thresholds: Thresholds) -> Retention:
    """How long the record of a sale is kept in *jurisdiction*.

    China: of an implant for ever; otherwise 2 years after the expiry date, and where there is none at least 5 years
    after the sale [P14]. EU: 10 years after the last device of the model was supplied, 15 for implants [P66].

    Args:
        dates: What is known of the device.

        jurisdiction: ``CN`` or ``EU``.

        thresholds: Those of the playbook.

    Raises:
        UnknownName: No rule is known for that place, or the playbook lacks its number.
    """
    rule = _RULES.get(jurisdiction)
    if rule is None:
        raise UnknownName.among("jurisdiction", jurisdiction, _RULES)
    return rule(dates, thresholds)


def equipment_file(end_of_life_on: dt.date | None, thresholds: Thresholds) -> Retention:
    """How long a Chinese hospital keeps the file of large equipment: 5 years after the end of its life [P15]."""
    return _years_after(end_of_life_on, "retention-cn-equipment", thresholds)


def _china(dates: DeviceDates, thresholds: Thresholds) -> Retention:
    if dates.is_implant:
        return Retention(None, permanent=True)
    if dates.expires_on is not None:
        return _years_after(dates.expires_on, "retention-cn-after-expiry", thresholds)
    return _years_after(dates.sold_on, "retention-cn-without-expiry", thresholds)


def _europe(dates: DeviceDates, thresholds: Thresholds) -> Retention:
    name = "retention-eu-implant" if dates.is_implant else "retention-eu-device"
    return _years_after(dates.last_supplied_on, name, thresholds)


_RULES: Final[Mapping[str, Callable[[DeviceDates, Thresholds], Retention]]] = {"CN": _china, "EU": _europe}


def _years_after(day: dt.date | None, name: str, thresholds: Thresholds) -> Retention:
    """So many years after *day* as the threshold says on it; no end yet where there is no such day."""
    if day is None:
        return Retention(None)
    years = number(the(name, thresholds), day)
    return Retention(add_months(day, int(years * _MONTHS)))
