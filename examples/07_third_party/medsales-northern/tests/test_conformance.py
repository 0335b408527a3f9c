"""Each part keeps every rule of its kind."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from medsales_core.model import Deal, Demo, Facts
from medsales_core.ports.calendar import Calendar
from medsales_core.ports.check import Check
from medsales_core.testing.calendar_kit import CalendarConformance
from medsales_core.testing.check_kit import CheckConformance
from medsales_core.testing.stage_pack_kit import StagePackConformance

from medsales_northern.checks import DemosApart
from medsales_northern.days import HOLIDAYS, WORKDAYS, CompanyDays


def deal(*days: int) -> Facts:
    """A deal with demonstrations on those days of May 2026."""
    demos = tuple(Demo(id=f"demo-{day}", held_on=dt.date(2026, 5, day)) for day in days)
    return Facts(deal=Deal(id="D-1", demos=demos))


class TestDemosApart(CheckConformance):
    parameters: ClassVar[Mapping[str, Any]] = {"days": 3}
    satisfiable = True

    def make_check(self) -> Check:
        return DemosApart()

    def holding(self) -> Facts:
        return deal(4, 7, 20)

    def failing(self) -> Facts:
        return deal(4, 6, 20)


class TestCompanyDays(CalendarConformance):
    holidays = tuple(HOLIDAYS)
    workdays = tuple(WORKDAYS)

    def make_calendar(self) -> Calendar:
        return CompanyDays()


class TestPack(StagePackConformance):
    package = "medsales_northern"

    def checks(self) -> tuple[Check, ...]:
        return (DemosApart(),)
