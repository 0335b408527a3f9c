"""The moments at which something may change: the ends of periods and the days in what is known, with their neighbours."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import attrs

from medsales_core.engine.process import Process
from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.money import Money
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition, Literal, Since, Within
from medsales_core.rules.parts import parts
from medsales_core.rules.period import period_end
from medsales_core.rules.threshold import Threshold

__all__ = ["moments"]

_DAY: Final = dt.timedelta(days=1)
_UNITS: Final = {"hour": "hours", "day": "days", "workday": "workdays", "month": "months"}
_YEARS: Final = dt.timedelta(days=1100)
_MOST: Final = 60


def moments(
    conditions: Collection[Condition],
    thresholds: Collection[Threshold],
    processes: Iterable[Process],
    facts: Iterable[Facts],
    start: dt.datetime,
) -> tuple[dt.datetime, ...]:
    """Moments from *start* on, in order: each day on which a limit lies, the day before it and the day after.

    Args:
        conditions: The periods in them count from *start*, and so do the days from which they are asked.

        thresholds: So do those of them that are a time; their first and last days count too.

        processes: So do the expected durations of their stages.

        facts: Every day in them counts.

        start: The first moment.
    """
    days = {start.date()}
    days |= {_end(start, amount, unit) for amount, unit in _periods(conditions, thresholds)}
    for stage in (stage for process in processes for stage in process.stages):
        if stage.expected_days is not None:
            days.add(_end(start, stage.expected_days.value, "days"))
    days |= {node.day for condition in conditions for node in parts(condition) if isinstance(node, Since)}
    days |= {day for threshold in thresholds for day in _days(threshold.values)}
    days |= {day for one in facts for value in vars(one).values() for day in _days(value)}
    near = {day + n * _DAY for day in days if abs(day - start.date()) < _YEARS for n in (-1, 0, 1)}
    midnight = dt.datetime.combine(start.date() + _DAY, dt.time(), start.tzinfo)
    times = {start, midnight - dt.timedelta(seconds=1), midnight}
    times |= {dt.datetime.combine(day, start.time(), start.tzinfo) for day in near}
    return tuple(sorted(time for time in times if time >= start)[:_MOST])


def _end(start: dt.datetime, amount: Any, unit: str) -> dt.date:
    end = period_end(start, amount, unit=unit, after=True, calendar=WeekdayCalendar())
    return end.date() if isinstance(end, dt.datetime) else end


def _periods(conditions: Iterable[Condition], thresholds: Iterable[Threshold]) -> Iterator[tuple[Any, str]]:
    for condition in conditions:
        for period in parts(condition):
            if not isinstance(period, Within):
                continue
            if isinstance(period.amount, Literal):
                yield period.amount.value, period.unit
            else:
                yield from ((entry.value, period.unit) for entry in period.amount.values)
    for threshold in thresholds:
        if threshold.unit in _UNITS:
            yield from ((entry.value, _UNITS[threshold.unit]) for entry in threshold.values)


def _days(value: Any) -> Iterator[dt.date]:
    """Every day anywhere in *value*."""
    if isinstance(value, dt.datetime):
        yield value.date()
    elif isinstance(value, dt.date):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _days(item)
    elif value is not NOT_SUPPLIED and attrs.has(type(value)) and not isinstance(value, Money):
        for field in attrs.fields(type(value)):
            yield from _days(getattr(value, field.name))
