"""Rules of thresholds: in each place one value on each day, from the first day to the last."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from medsales_core.config import Level
from medsales_core.config.positions import Path
from medsales_core.playbook.lint.rule import Defect, Linted, Rule
from medsales_core.rules.threshold import EVERYWHERE, Threshold, ThresholdValue

__all__ = ["RULES", "where", "written"]

_DAY: Final = dt.timedelta(days=1)


class _Period(NamedTuple):
    """The days on which one value holds, and where it is written."""

    begin: dt.date
    end: dt.date
    place: Path
    value: ThresholdValue

    @property
    def begins_at(self) -> Path:
        return (*self.place, "valid_from") if self.value.valid_from is not None else self.place


def _periods(linted: Linted) -> list[tuple[Threshold, str, list[_Period]]]:
    """Each threshold, each place it has values for, and the periods there in order."""
    if "periods" not in linted.memory:
        linted.memory["periods"] = list(_sorted_periods(linted))
    known: list[tuple[Threshold, str, list[_Period]]] = linted.memory["periods"]
    return known


def _sorted_periods(linted: Linted) -> Iterator[tuple[Threshold, str, list[_Period]]]:
    for threshold in linted.thresholds.values():
        places: dict[str, list[_Period]] = {}
        for index, value in enumerate(threshold.values):
            place = written(linted, threshold, index)
            period = _Period(value.valid_from or dt.date.min, value.valid_to or dt.date.max, place, value)
            places.setdefault(value.jurisdiction, []).append(period)
        for jurisdiction, periods in places.items():
            yield threshold, jurisdiction, sorted(periods, key=lambda period: (period.begin, period.end))


def written(linted: Linted, threshold: Threshold, index: int) -> Path:
    """Where the value of *threshold* with that number is written."""
    path: Path = ("threshold", threshold.id)
    rows = linted.raw((*path, "values"))
    # A row that could not be read has its own defect, and leaves the others without their number.
    sound = isinstance(rows, list) and len(rows) == len(threshold.values)
    return (*path, "values", index) if sound else path


def _forward(periods: list[_Period]) -> list[_Period]:
    return [period for period in periods if period.begin <= period.end]


def where(jurisdiction: str) -> str:
    """The place for which a value holds, as it is told."""
    return "" if jurisdiction == EVERYWHERE else f" in {jurisdiction}"


def _backward(linted: Linted) -> Iterator[Defect]:
    """A period that ends before it begins is never in force."""
    for threshold, _, periods in _periods(linted):
        for period in periods:
            if period.end < period.begin:
                yield Defect(
                    (*period.place, "valid_to"),
                    f"threshold {threshold.id!r}: a period ends on {period.end}, before its begin {period.begin}",
                    "exchange the two days, or correct one of them",
                )


def _overlapping(linted: Linted) -> Iterator[Defect]:
    """On a day with two values, which one counts would depend on their order in the file."""
    for threshold, jurisdiction, periods in _periods(linted):
        for before, after in pairwise(_forward(periods)):
            if after.begin <= before.end:
                dated = after.begin > dt.date.min
                yield Defect(
                    after.begins_at,
                    f"threshold {threshold.id!r}{where(jurisdiction)} has two values"
                    f" on {after.begin if dated else before.end}: {before.value.value:f} and {after.value.value:f}",
                    f"end the other with valid_to = {after.begin - _DAY}"
                    if dated
                    else "give each its period",
                )


def _gaps(linted: Linted) -> Iterator[Defect]:
    """On a day between two periods there is no value, and what reads it ends in an error."""
    for threshold, jurisdiction, periods in _periods(linted):
        if jurisdiction != EVERYWHERE and any(v.jurisdiction == EVERYWHERE for v in threshold.values):
            continue  # It falls back on what holds everywhere.
        for before, after in pairwise(_forward(periods)):
            if before.end < dt.date.max and after.begin - before.end > _DAY:
                yield Defect(
                    after.begins_at,
                    f"threshold {threshold.id!r}{where(jurisdiction)} has no value"
                    f" from {before.end + _DAY} to {after.begin - _DAY}",
                    f"begin with valid_from = {before.end + _DAY}",
                )


def _lacking(linted: Linted) -> Iterator[tuple[Threshold, str, list[_Period], dt.date]]:
    """The thresholds without a value on the day that is looked at, place by place."""
    if linted.as_of is None:
        return
    for threshold, jurisdiction, periods in _periods(linted):
        forward = _forward(periods)
        if forward and threshold.on(linted.as_of, (jurisdiction,)) is None:
            yield threshold, jurisdiction, forward, linted.as_of


def _expired(linted: Linted) -> Iterator[Defect]:
    """A threshold whose last period is over has no value, and what reads it ends in an error."""
    for threshold, jurisdiction, periods, day in _lacking(linted):
        last = max(periods, key=lambda period: period.end)
        if last.end < day:
            yield Defect(
                (*last.place, "valid_to"),
                f"threshold {threshold.id!r}{where(jurisdiction)} had its last value on {last.end}, and it is {day}",
                "state the value that holds now",
            )


def _not_in_force(linted: Linted) -> Iterator[Defect]:
    """A threshold that has a value later and none today leaves its requirements in error until then."""
    for threshold, jurisdiction, periods, day in _lacking(linted):
        coming = [period for period in periods if period.begin > day]
        if coming:
            following = min(coming, key=lambda period: period.begin)
            yield Defect(
                following.begins_at,
                f"threshold {threshold.id!r}{where(jurisdiction)} has no value on {day};"
                f" the next begins on {following.begin}",
                "state the value that holds until then",
            )


RULES: Final = (
    Rule("backward-period", Level.ERROR, _backward),
    Rule("overlapping-periods", Level.ERROR, _overlapping),
    Rule("threshold-gap", Level.ERROR, _gaps),
    Rule("expired-threshold", Level.WARNING, _expired),
    Rule("threshold-not-in-force", Level.WARNING, _not_in_force),
)
