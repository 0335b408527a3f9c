"""The numbers of a playbook as standards use them: found by name, never missing unnoticed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from medsales_core.errors import MedsalesError, UnknownName
from medsales_core.money import CURRENCIES, Money
from medsales_core.rules.calendar import Calendar
from medsales_core.rules.period import UNITS, period_end
from medsales_core.rules.threshold import Threshold

__all__ = ["NoLimit", "Thresholds", "amount_limit", "due", "number", "the"]

#: The thresholds of a playbook by id: ``playbook.thresholds``.
Thresholds: TypeAlias = Mapping[str, Threshold]


class NoLimit(MedsalesError):
    """A threshold has no value on a day, or none of the kind that is needed."""

    code = "no-limit"


def the(name: str, thresholds: Thresholds) -> Threshold:
    """The threshold called *name*.

    Raises:
        UnknownName: The playbook has none.
    """
    if name not in thresholds:
        raise UnknownName.among("threshold", name, thresholds)
    return thresholds[name]


def number(threshold: Threshold, on: dt.date, places: Iterable[str | None] = ()) -> Decimal:
    """What *threshold* is on a day.

    Args:
        threshold: The threshold.

        on: The day.

        places: Where, the smallest place first.

    Raises:
        NoLimit: It has no value then and there.
    """
    value = threshold.on(on, places)
    if value is None:
        where = "".join(f" in {place}" for place in places if place)
        raise NoLimit(
            f"threshold {threshold.id!r} has no value on {on}{where}",
            hint=f"give [threshold.{threshold.id}] a value for that day and place",
        )
    return value


def amount_limit(threshold: Threshold, on: dt.date, places: Iterable[str | None] = ()) -> Money:
    """What *threshold* is on a day, as money of the currency that is its unit.

    Raises:
        NoLimit: It has no value then and there, or its unit is no currency.
    """
    if threshold.unit not in CURRENCIES:
        raise NoLimit(
            f"threshold {threshold.id!r} counts in {threshold.unit!r}, and an amount of money is wanted",
            hint='write an ISO 4217 currency, such as unit = "CNY"',
        )
    return Money(number(threshold, on, places), threshold.unit)


def due(
    start: dt.datetime, threshold: Threshold, calendar: Calendar, places: Iterable[str | None] = ()
) -> dt.datetime:
    """When the time that *threshold* gives from *start* on is over, as ``within`` of the language counts it.

    Hours and days count from the moment, work days and months to the end of the last day.

    Raises:
        NoLimit: It has no value on the day of *start*, or counts nothing that passes.
    """
    unit = f"{threshold.unit.removesuffix('s')}s"
    if unit not in UNITS:
        raise NoLimit(
            f"threshold {threshold.id!r} counts in {threshold.unit!r}, and a time is wanted",
            hint=f"write one of the units {', '.join(name.removesuffix('s') for name in UNITS)}",
        )
    end = period_end(start, number(threshold, start.date(), places), unit=unit, after=True, calendar=calendar)
    return end if isinstance(end, dt.datetime) else dt.datetime.combine(end, dt.time.max, start.tzinfo)
