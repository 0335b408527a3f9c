"""Working hours: only time at work counts, holidays and changes of the clock among it."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.errors import ValueRefused
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.standards.working_hours import NoWorkingTime, WorkingHours

CHINA = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
HOLIDAYS = frozenset({dt.date(2026, 10, 1), dt.date(2026, 10, 2), dt.date(2026, 10, 5)})


@attrs.frozen
class Holidays(WeekdayCalendar):
    """Monday to Friday without some days."""

    days: frozenset[dt.date]

    def is_workday(self, day: dt.date) -> bool:
        return day not in self.days and super().is_workday(day)


OFFICE = WorkingHours(calendar=Holidays(HOLIDAYS), opens=dt.time(9), closes=dt.time(17, 30), zone=CHINA)


def moment(day: int, hour: int, minute: int = 0, *, month: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (moment(28, 9), 2, moment(28, 11)),
        (moment(28, 7), 2, moment(28, 11)),
        (moment(28, 16, 30), 2, moment(29, 10)),
        (moment(30, 16, 30), 2, moment(6, 10, month=10)),
        (moment(26, 12), 1, moment(28, 10)),
        (moment(28, 9), Decimal("8.5"), moment(28, 17, 30)),
        (moment(28, 18), 0, moment(29, 9)),
    ],
    ids=["within a day", "before opening", "overnight", "over holidays", "weekend", "to closing", "no time at all"],
)  # fmt: skip
def test_a_time_limit_runs_only_while_somebody_works(
    start: dt.datetime, hours: Decimal | int, end: dt.datetime
) -> None:
    assert OFFICE.add(start, hours) == end


DATES = st.dates(dt.date(2026, 9, 1), dt.date(2026, 11, 30))
TIMES = st.builds(dt.datetime.combine, DATES, st.times(), st.just(CHINA))
MINUTES = st.integers(0, 3000)


@given(start=TIMES, minutes=MINUTES)
def test_the_limit_is_where_that_much_working_time_has_passed(start: dt.datetime, minutes: int) -> None:
    hours = Decimal(minutes) / 60
    end = OFFICE.add(start, hours)
    assert end >= start
    assert abs(OFFICE.between(start, end) - hours) < Decimal("0.000001")


@given(start=TIMES, later=TIMES, minutes=MINUTES, more=MINUTES)
def test_who_begins_later_or_has_longer_is_never_due_earlier(
    start: dt.datetime, later: dt.datetime, minutes: int, more: int
) -> None:
    first, last = sorted((start, later))
    assert OFFICE.add(first, Decimal(minutes) / 60) <= OFFICE.add(last, Decimal(minutes) / 60)
    assert OFFICE.add(first, Decimal(minutes) / 60) <= OFFICE.add(first, Decimal(minutes + more) / 60)


@given(start=TIMES, minutes=st.integers(0, 1500))
def test_counting_minute_by_minute_gives_the_same(start: dt.datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)
    now, left = start, minutes
    while left:
        at_work = OFFICE.calendar.is_workday(now.date()) and OFFICE.opens <= now.time() < OFFICE.closes
        left -= at_work
        now += dt.timedelta(minutes=1)
    found = OFFICE.add(start, Decimal(minutes) / 60)
    assert abs(OFFICE.between(start, now) - OFFICE.between(start, found)) < Decimal("0.000001")


def test_where_the_clock_is_put_forward_what_passes_counts() -> None:
    night = WorkingHours(calendar=Every(), opens=dt.time(0), closes=dt.time(12), zone=BERLIN)
    spring = dt.datetime(2026, 3, 29, 0, tzinfo=BERLIN)
    assert night.between(spring, dt.datetime(2026, 3, 29, 12, tzinfo=BERLIN)) == 11
    assert night.add(spring, 3) == dt.datetime(2026, 3, 29, 4, tzinfo=BERLIN)


class Every(WeekdayCalendar):
    """Every day is worked."""

    def is_workday(self, day: dt.date) -> bool:
        return True


class Never(WeekdayCalendar):
    """No day is worked."""

    def is_workday(self, day: dt.date) -> bool:
        return False


def test_a_calendar_without_work_is_told_and_not_waited_for() -> None:
    idle = attrs.evolve(OFFICE, calendar=Never())
    with pytest.raises(NoWorkingTime, match="no work day from 2026-09-28"):
        idle.add(moment(28, 9), 1)


def test_what_is_no_time_or_no_day_is_refused() -> None:
    with pytest.raises(ValueRefused, match="with its zone"):
        OFFICE.add(dt.datetime(2026, 9, 28, 9), 1)  # noqa: DTZ001 - refused for that
    for hours in (-1, 100_001, Decimal("1E+40")):
        with pytest.raises(ValueRefused, match="0 to 100000 hours"):
            OFFICE.add(moment(28, 9), hours)
    with pytest.raises(ValueRefused, match="cannot close"):
        attrs.evolve(OFFICE, closes=dt.time(9))
    with pytest.raises(ValueRefused, match="without a zone"):
        attrs.evolve(OFFICE, opens=dt.time(9, tzinfo=dt.UTC))
