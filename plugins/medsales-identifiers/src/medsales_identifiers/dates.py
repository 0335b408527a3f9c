"""Days as identifiers write them: two-digit years, months without a day, days of the year."""

import calendar
import datetime as dt
from typing import Final

__all__ = ["READ_IN", "day_of_month", "day_of_year", "full_year", "written_day"]

#: The year that two-digit years are read in, unless it is said: 76 is 1976, 75 is 2075.
READ_IN: Final = 2026
_WINDOW: Final = 50
_SHORT, _LONG = 6, 8


def full_year(two_digits: int, year: int = READ_IN) -> int:
    """The year meant by *two_digits* in GS1's window: from 49 years before *year* to 50 after."""
    near = year - year % 100 + two_digits
    if near - year > _WINDOW:
        return near - 100
    return near + 100 if year - near >= _WINDOW else near


def day_of_month(year: int, month: int, day: int) -> dt.date | None:
    """That day; day 0 is the last of the month; None where the calendar has no such day."""
    try:
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def written_day(digits: str, year: int = READ_IN) -> dt.date | None:
    """The day written as YYMMDD or YYYYMMDD, where day 00 is the last of the month; None where there is none."""
    if len(digits) == _LONG:
        return day_of_month(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == _SHORT:
        return day_of_month(full_year(int(digits[:2]), year), int(digits[2:4]), int(digits[4:]))
    return None


def day_of_year(year: int, number: int) -> dt.date | None:
    """The day of that *number* in *year*; None where the year has no such day."""
    if not 1 <= number <= 365 + calendar.isleap(year):
        return None
    return dt.date(year, 1, 1) + dt.timedelta(days=number - 1)
