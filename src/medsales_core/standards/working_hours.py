"""Hours that count: only those between opening and closing on days that are worked."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, TypeAlias

import attrs

from medsales_core.errors import MedsalesError, ValueRefused
from medsales_core.rules.calendar import Calendar

__all__ = ["NoWorkingTime", "WorkingHours"]

#: So many days in a row without work are a mistake in the calendar and no holiday.
_LONGEST_BREAK: Final = 366
#: So many hours of work are no time limit but a mistake in its unit.
_MOST_HOURS: Final = 100_000
_DAY: Final = dt.timedelta(days=1)
_HOUR: Final = dt.timedelta(hours=1)
_Span: TypeAlias = tuple[dt.datetime, dt.datetime]


class NoWorkingTime(MedsalesError):
    """A calendar has no work day for a year, so that no time limit would ever end."""

    code = "no-working-time"


@attrs.frozen(kw_only=True)
class WorkingHours:
    """When help is at work: from opening to closing, on the work days of a calendar, in one time zone.

    Time that passes while a clock is put forward or back counts as it passes, not as the clock shows it.

    Args:
        calendar: Which days are worked; it knows the holidays.

        opens: When the day begins, in local time.

        closes: When it ends, on the same day.

        zone: The local time zone.
    """

    calendar: Calendar
    opens: dt.time
    closes: dt.time
    zone: dt.tzinfo

    def __attrs_post_init__(self) -> None:
        if self.opens.tzinfo is not None or self.closes.tzinfo is not None:
            raise ValueRefused(
                "opening and closing are times of the local clock, without a zone of their own"
            )
        if self.opens >= self.closes:
            raise ValueRefused(
                f"work that opens at {self.opens} cannot close at {self.closes}",
                hint="name two times of one day; round the clock is 00:00 to 23:59:59.999999",
            )

    def add(self, start: dt.datetime, hours: Decimal | int) -> dt.datetime:
        """The moment at which *hours* of working time have passed since *start*.

        Args:
            start: When the time begins to run; outside of working hours it begins at the next opening.

            hours: How many, from 0 to 100,000.

        Raises:
            ValueRefused: *start* has no zone, or *hours* is negative or beyond all limits.
            NoWorkingTime: The calendar has no work day for a year.
        """
        _aware(start)
        left = _span(hours)
        for opening, closing in self._spans(start):
            if closing - opening >= left:
                return opening + left
            left -= closing - opening
        raise AssertionError("the days of a calendar do not end")

    def between(self, start: dt.datetime, end: dt.datetime) -> Decimal:
        """How many hours of working time lie between two moments; none where *end* is not after *start*."""
        _aware(start)
        _aware(end)
        passed = dt.timedelta()
        for opening, closing in self._spans(start) if start < end else ():
            if opening >= end:
                break
            passed += min(closing, end) - opening
        return Decimal(passed // dt.timedelta(microseconds=1)) / (_HOUR // dt.timedelta(microseconds=1))

    def _spans(self, start: dt.datetime) -> Iterator[_Span]:
        """The stretches of working time from *start* on, in UTC, so that their lengths are what passes."""
        begin, day, idle = start.astimezone(dt.UTC), start.astimezone(self.zone).date(), 0
        while True:
            if self.calendar.is_workday(day):
                idle = 0
                opening, closing = self._at(day, self.opens), self._at(day, self.closes)
                if closing > begin:
                    yield max(opening, begin), closing
            elif (idle := idle + 1) > _LONGEST_BREAK:
                raise NoWorkingTime(
                    f"the calendar has no work day from {day - _LONGEST_BREAK * _DAY} to {day}",
                    hint="correct the calendar: a time limit must end some day",
                )
            day += _DAY

    def _at(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)


def _aware(moment: dt.datetime) -> None:
    if moment.utcoffset() is None:
        raise ValueRefused(f"a time limit needs a time with its zone, not {moment!r}")


def _span(hours: Decimal | int) -> dt.timedelta:
    if not 0 <= hours <= _MOST_HOURS:
        raise ValueRefused(f"a time limit has 0 to {_MOST_HOURS} hours, not {hours}")
    return dt.timedelta(microseconds=int(hours * (_HOUR // dt.timedelta(microseconds=1))))
