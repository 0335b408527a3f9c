"""Counting days, work days and months: the calendar that requirements with periods use."""

import calendar as _months
import datetime as dt
from typing import Final, Protocol

__all__ = ["Calendar", "WeekdayCalendar", "add_months"]

_WEEKEND: Final = 5


class Calendar(Protocol):
    """Which days are worked; a company replaces the default to know its holidays."""

    def is_workday(self, day: dt.date) -> bool:
        """Whether *day* is worked."""
        ...


class WeekdayCalendar:
    """Monday to Friday are worked, and no holiday is known."""

    def is_workday(self, day: dt.date) -> bool:
        return day.weekday() < _WEEKEND


def add_workdays(day: dt.date, amount: int, calendar: Calendar) -> dt.date:
    """The day *amount* work days after *day* (before it, for a negative amount)."""
    step = dt.timedelta(days=1 if amount >= 0 else -1)
    left = abs(amount)
    while left:
        day += step
        left -= calendar.is_workday(day)
    return day


def add_months(day: dt.date, amount: int) -> dt.date:
    """The same day *amount* months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + amount, 12)
    year = day.year + years
    last = _months.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
