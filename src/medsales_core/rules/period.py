"""Where a period ends: so many hours, days, work days or months from a day or a time."""

import datetime as dt
from decimal import Decimal
from typing import TypeVar

from medsales_core.rules.calendar import Calendar, add_months

__all__ = ["UNITS", "period_end"]

#: The units of a period, in the plural that playbooks write.
UNITS = ("hours", "days", "workdays", "months")

_Day = TypeVar("_Day", bound=dt.date)


def period_end(start: _Day, amount: int | Decimal, *, unit: str, after: bool, calendar: Calendar) -> dt.date:
    """The last day or time that lies within *amount* units after (or before) *start*."""
    signed = amount if after else -amount
    if unit == "hours":
        whole = start if isinstance(start, dt.datetime) else dt.datetime.combine(start, dt.time(), dt.UTC)
        # Through UTC: on a clock that is put forward or back, hours of the clock are not hours.
        end = whole.astimezone(dt.UTC) + dt.timedelta(hours=float(signed))
        return end.astimezone(whole.tzinfo)
    if unit == "days":
        return start + dt.timedelta(days=int(signed))
    day = start.date() if isinstance(start, dt.datetime) else start
    return calendar.add_workdays(day, int(signed)) if unit == "workdays" else add_months(day, int(signed))
