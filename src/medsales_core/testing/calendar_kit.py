"""What every calendar must keep, as tests: subclass `CalendarConformance` in the tests of a calendar."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar, Final

from medsales_core.ports.calendar import Calendar
from medsales_core.testing.conduct import alone, check_card

__all__ = ["CalendarConformance"]

_DAY: Final = dt.timedelta(days=1)
_AMOUNTS: Final = (1, 2, 4, 5, 6, 9, 10, 11, 21, 250)
_LONGEST_REST: Final = 31


class CalendarConformance(ABC):
    """The rules of `medsales_core.ports.calendar.Calendar`, one test each.

    ::

        class TestFactory(CalendarConformance):
            holidays = (date(2026, 8, 3),)
            workdays = (date(2026, 8, 1),)      # a Saturday that is worked

            def make_calendar(self):
                return Factory()
    """

    #: Days that are not worked, though their weekday is.
    holidays: ClassVar[tuple[dt.date, ...]] = ()

    #: Days that are worked, though they may fall on a weekend.
    workdays: ClassVar[tuple[dt.date, ...]] = ()

    #: The two years from here on are counted through.
    first_day: ClassVar[dt.date] = dt.date(2025, 12, 15)

    @abstractmethod
    def make_calendar(self) -> Calendar:
        """The calendar under test."""

    # ---- what it says

    def test_it_says_what_it_is_in_every_language(self) -> None:
        check_card(self.make_calendar())

    def test_it_answers_yes_or_no_for_every_day_there_is(self) -> None:
        calendar = self.make_calendar()
        for day in (dt.date.min, dt.date(1900, 2, 28), *self._days(), dt.date(2100, 3, 1), dt.date.max):
            answer = calendar.is_workday(day)
            assert isinstance(answer, bool), f"{day}: {answer!r} is neither yes nor no"

    def test_the_same_day_is_always_answered_the_same(self) -> None:
        calendar, other, days = self.make_calendar(), self.make_calendar(), self._days()
        forward = [calendar.is_workday(day) for day in days]
        backward = [calendar.is_workday(day) for day in reversed(days)]
        assert forward == backward[::-1] == [other.is_workday(day) for day in days]

    def test_it_asks_no_clock(self) -> None:
        calendar = self.make_calendar()
        day = self.first_day
        alone(lambda: (calendar.is_workday(day), calendar.add_workdays(day, 30)))

    def test_its_holidays_are_not_worked(self) -> None:
        calendar = self.make_calendar()
        assert [day for day in self.holidays if calendar.is_workday(day)] == []

    def test_its_workdays_are_worked(self) -> None:
        calendar = self.make_calendar()
        assert [day for day in self.workdays if not calendar.is_workday(day)] == []

    def test_no_rest_is_longer_than_a_month(self) -> None:
        # A period is counted day by day: where work never comes, counting never ends.
        calendar, rest = self.make_calendar(), 0
        for day in self._days():
            rest = 0 if calendar.is_workday(day) else rest + 1
            assert rest <= _LONGEST_REST, f"no day is worked in the {rest} days up to {day}"

    # ---- how it counts

    def test_no_workdays_lead_to_the_day_itself(self) -> None:
        calendar = self.make_calendar()
        assert [day for day in self._days() if calendar.add_workdays(day, 0) != day] == []

    def test_counting_ends_on_a_workday(self) -> None:
        calendar = self.make_calendar()
        for day in self._some_days():
            for amount in (*_AMOUNTS, *(-amount for amount in _AMOUNTS)):
                end = calendar.add_workdays(day, amount)
                assert calendar.is_workday(end), f"{day} {amount:+} is {end}, which is not worked"

    def test_counting_agrees_with_counting_by_hand(self) -> None:
        calendar = self.make_calendar()
        for day in self._some_days():
            for amount in _AMOUNTS:
                later, earlier = calendar.add_workdays(day, amount), calendar.add_workdays(day, -amount)
                assert _worked(calendar, _after(day, later)) == amount, f"{day} +{amount} is {later}"
                assert _worked(calendar, _before(day, earlier)) == amount, f"{day} -{amount} is {earlier}"

    def test_a_later_day_never_ends_earlier(self) -> None:
        calendar = self.make_calendar()
        for amount in (*_AMOUNTS, *(-amount for amount in _AMOUNTS)):
            ends = [calendar.add_workdays(day, amount) for day in self._some_days()]
            assert ends == sorted(ends), f"{amount:+} workdays"

    def test_more_workdays_end_later(self) -> None:
        calendar = self.make_calendar()
        for day in self._some_days():
            ends = [calendar.add_workdays(day, amount) for amount in range(-12, 13)]
            assert len(set(ends)) == len(ends), f"two amounts from {day} end on one day"
            assert ends == sorted(ends), f"from {day}"

    def test_from_a_workday_there_and_back_is_the_same_day(self) -> None:
        calendar = self.make_calendar()
        for day in filter(calendar.is_workday, self._some_days()):
            for amount in _AMOUNTS:
                back = calendar.add_workdays(calendar.add_workdays(day, amount), -amount)
                assert back == day, f"{day} +{amount} -{amount} is {back}"

    def _days(self) -> list[dt.date]:
        return [self.first_day + number * _DAY for number in range(2 * 366)]

    def _some_days(self) -> list[dt.date]:
        """A stretch with a turn of the year in it, and the days around everything claimed."""
        near = (day + shift * _DAY for day in (*self.holidays, *self.workdays) for shift in (-1, 0, 1))
        return sorted({*self._days()[:45], *near})


def _worked(calendar: Calendar, days: Iterable[dt.date]) -> int:
    return sum(calendar.is_workday(day) for day in days)


def _after(day: dt.date, end: dt.date) -> list[dt.date]:
    return [day + number * _DAY for number in range(1, (end - day).days + 1)]


def _before(day: dt.date, end: dt.date) -> list[dt.date]:
    return [day - number * _DAY for number in range(1, (day - end).days + 1)]
