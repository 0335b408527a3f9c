"""The calendar of a company that says nothing of its holidays."""

from medsales_core.ports.calendar import Calendar
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.text import text

__all__ = ["Weekdays"]


class Weekdays(WeekdayCalendar, Calendar):
    """Monday to Friday are worked, and no holiday is known.

    It is what a playbook counts by where no other calendar is named.
    """

    id = "weekdays"
    title = text("Monday to Friday", "周一至周五")
