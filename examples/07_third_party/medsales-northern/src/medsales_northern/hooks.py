"""What this plugin gives to a playbook that enables it."""

from medsales_core.plugins import hookimpl
from medsales_core.ports.calendar import Calendar
from medsales_core.ports.check import Check

from medsales_northern.checks import DemosApart
from medsales_northern.days import CompanyDays

__all__ = ["medsales_calendars", "medsales_checks"]


@hookimpl
def medsales_checks() -> list[Check]:
    """What the language cannot say."""
    return [DemosApart()]


@hookimpl
def medsales_calendars() -> list[Calendar]:
    """The work days of the company."""
    return [CompanyDays()]
