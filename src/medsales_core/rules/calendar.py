"""Counting days, work days and months: the calendar that requirements with periods use."""

import calendar as _months
import datetime as dt
from collections.abc import Callable
from typing import Final, Protocol

__all__ = ["Calendar", "WeekdayCalendar", "add_months", "step_workdays"]

_WEEKEND: Final = 5


class Calendar(Protocol):
    """Which days are worked; `medsales_core.ports.calendar.Calendar` is the class that plugins derive from."""

    def is_workday(self, day: dt.date) -> bool:
        """Whether *day* is worked."""
        ...

    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        """The day *amount* work days after *day* (before it, for a negative amount)."""
        ...


class WeekdayCalendar:
    """Monday to Friday are worked, and no holiday is known."""

    def is_workday(self, day: dt.date) -> bool:
        return day.weekday() < _WEEKEND

    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        return step_workdays(day, amount, self.is_workday)


def step_workdays(day: dt.date, amount: int, is_workday: Callable[[dt.date], bool]) -> dt.date:
    """The day *amount* work days after *day* (before it, for a negative amount), day by day."""
    step = dt.timedelta(days=1 if amount >= 0 else -1)
    left = abs(amount)
    while left:
        day += step
        left -= is_workday(day)
    return day


def add_months(day: dt.date, amount: int) -> dt.date:
    """The same day *amount* months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + amount, 12)
    year = day.year + years
    last = _months.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
