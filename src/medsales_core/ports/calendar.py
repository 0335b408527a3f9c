"""What a plugin implements to say which days are worked."""

import datetime as dt
from abc import ABC, abstractmethod

from medsales_core.rules.calendar import step_workdays
from medsales_core.text import LangText

__all__ = ["Calendar"]


class Calendar(ABC):
    """The work days of a company: what a period of ``workdays`` in a requirement is counted by.

    A calendar is a value: it reads no clock and no file after it was made, and gives the same answer each
    time. It answers for every day that there is. Where holidays are not known yet, it goes by the days of the
    week, for a requirement that cannot be judged would stop deals that nothing is wrong with.

    ::

        class Factory(Calendar):
            \"""Monday to Saturday, and a fortnight off in August.\"""

            id = "acme.factory"
            title = text("Factory days", "工厂工作日")

            def is_workday(self, day):
                return day.weekday() < 6 and not (day.month == 8 and day.day <= 14)

    Attributes:
        id: Stable ASCII id; a plugin's begins with the plugin's name and a dot.

        title: Its name for a person.
    """

    id: str
    title: LangText

    @abstractmethod
    def is_workday(self, day: dt.date) -> bool:
        """Whether *day* is worked. It is a plain date, never a time."""

    def add_workdays(self, day: dt.date, amount: int) -> dt.date:
        """The day *amount* work days after *day*, before it for a negative amount, *day* itself for none.

        It counts day by day. Override it where the calendar can tell at once; the kit holds it against the count.
        """
        return step_workdays(day, amount, self.is_workday)
