"""Every rule of the kit catches a calendar that breaks it, and lets a sound one pass."""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

from medsales_core.ports.calendar import Calendar
from medsales_core.testing.calendar_kit import CalendarConformance
from medsales_core.text import LangText, text

RULES = sorted(name for name in dir(CalendarConformance) if name.startswith("test_"))
DAY = dt.timedelta(days=1)
FEAST, MADE_UP = dt.date(2026, 10, 1), dt.date(2026, 10, 10)


class Sound(Calendar):
    """Monday to Friday, a feast, and a Saturday that makes up for it; broken calendars change one thing of it."""

    id = "t.sound"
    title = text("Sound", "正常")

    def is_workday(self, day: dt.date) -> bool:
        return day == MADE_UP or (day.weekday() < 5 and day != FEAST)


class Kit(CalendarConformance):
    holidays = (FEAST,)
    workdays = (MADE_UP,)

    def __init__(self, made: type[Sound]) -> None:
        self.made = made

    def make_calendar(self) -> Calendar:
        return self.made()


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[type[Sound]], type[Sound]]:
    def add(calendar: type[Sound]) -> type[Sound]:
        BROKEN.append((f"test_{rule}", Kit(calendar)))
        return calendar

    return add


@breaks("it_says_what_it_is_in_every_language")
class SpeaksEnglishAlone(Sound):
    title = LangText({"en": "Sound"})


@breaks("it_answers_yes_or_no_for_every_day_there_is")
class EndsWithItsTable(Sound):
    def is_workday(self, day: dt.date) -> bool:
        if day.year > 2027:
            raise NotImplementedError("no holidays are known")
        return super().is_workday(day)


@breaks("it_answers_yes_or_no_for_every_day_there_is")
class AnswersWithANumber(Sound):
    def is_workday(self, day: dt.date) -> bool:
        return int(super().is_workday(day))  # type: ignore[return-value]


@breaks("the_same_day_is_always_answered_the_same")
class TiresOfAnswering(Sound):
    def __init__(self) -> None:
        self.asked = itertools.count()

    def is_workday(self, day: dt.date) -> bool:
        return super().is_workday(day) and next(self.asked) % 100 != 99


@breaks("it_asks_no_clock")
class KnowsWhatDayItIs(Sound):
    def is_workday(self, day: dt.date) -> bool:
        return super().is_workday(day) or day == dt.datetime.now(tz=dt.UTC).date()


@breaks("its_holidays_are_not_worked")
class WorksOnTheFeast(Sound):
    def is_workday(self, day: dt.date) -> bool:
        return super().is_workday(day) or day == FEAST


@breaks("its_workdays_are_worked")
class RestsOnTheSaturday(Sound):
    def is_workday(self, day: dt.date) -> bool:
        return super().is_workday(day) and day != MADE_UP


@breaks("no_rest_is_longer_than_a_month")
class RestsForTheSummer(Sound):
    def is_workday(self, day: dt.date) -> bool:
        return super().is_workday(day) and day.month not in (7, 8)


@breaks("no_workdays_lead_to_the_day_itself")
class MovesOffTheWeekend(Sound):
    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        if not amount and not self.is_workday(day):
            return super().add_workdays(day, 1)
        return super().add_workdays(day, amount)


@breaks("counting_ends_on_a_workday")
class CountsWholeWeeks(Sound):
    """Five work days from a Saturday are the Saturday after: the builtin calendar began as this one."""

    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        weeks = int(amount / 5)
        return super().add_workdays(day + 7 * weeks * DAY, amount - 5 * weeks)


@breaks("counting_agrees_with_counting_by_hand")
class CountsTheFirstDayToo(Sound):
    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        return super().add_workdays(day - DAY, amount) if amount > 0 else super().add_workdays(day, amount)


@breaks("a_later_day_never_ends_earlier")
class CountsFromTheMonthsEnd(Sound):
    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        shift = 2 if day.day == 30 and amount > 0 else 0
        return super().add_workdays(day, amount + shift)


@breaks("more_workdays_end_later")
class StopsAtTen(Sound):
    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        return super().add_workdays(day, max(-10, min(10, amount)))


@breaks("from_a_workday_there_and_back_is_the_same_day")
class GoesBackInCalendarDays(Sound):
    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        return day + amount * DAY if amount < 0 else super().add_workdays(day, amount)


def test_a_sound_calendar_keeps(kept: str, keeps: Any) -> None:
    assert keeps(Kit(Sound), kept)


def test_a_broken_calendar_is_caught_by(broken: tuple[str, Kit], keeps: Any) -> None:
    rule, kit = broken
    assert not keeps(kit, rule)


def test_every_rule_is_broken_by_some_calendar() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)
