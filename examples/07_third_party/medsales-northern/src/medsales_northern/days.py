"""The work days of a company: its weekdays, its holidays, and the days that make up for them."""

import datetime as dt
from typing import Final

from medsales_core.ports.calendar import Calendar
from medsales_core.text import text

__all__ = ["HOLIDAYS", "WORKDAYS", "CompanyDays"]

_WEEKEND: Final = 5

#: Days that are not worked, though their weekday is. Made up, as the company is.
HOLIDAYS: Final = frozenset(
    {dt.date(2026, 1, 1), dt.date(2026, 1, 2), dt.date(2026, 10, 1), dt.date(2026, 10, 2)}
)

#: Days that are worked, though they fall on a weekend.
WORKDAYS: Final = frozenset({dt.date(2026, 1, 4)})


class CompanyDays(Calendar):
    """Monday to Friday without the holidays, and the weekends that make up for them.

    Of a year whose holidays are not known yet, the weekdays alone are known: a period is counted all the
    same.
    """

    id = "northern.days"
    title = text("Work days of the company", "公司工作日")

    def is_workday(self, day: dt.date) -> bool:
        """Whether *day* is worked."""
        return day in WORKDAYS or (day.weekday() < _WEEKEND and day not in HOLIDAYS)
