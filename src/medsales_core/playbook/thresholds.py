"""Reading ``[threshold.ID]``: numbers with their periods and places, one of them and no more on each day."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from medsales_core.config import Table
from medsales_core.rules.reading_scope import is_place
from medsales_core.rules.threshold import EVERYWHERE, Threshold, ThresholdValue

__all__ = ["read_thresholds"]

_DAY: Final = dt.timedelta(days=1)
_Row = tuple[Table, ThresholdValue]


def read_thresholds(root: Table, languages: Iterable[str]) -> dict[str, Threshold]:
    """The ``[threshold.ID]`` tables: limits with dates, a source and a mark where they are samples."""
    return {name: _threshold(name, table, languages) for name, table in root.tables("threshold")}


def _threshold(name: str, table: Table, languages: Iterable[str]) -> Threshold:
    rows = list(_rows(name, table))
    _check_days(name, rows)
    threshold = Threshold(
        id=name,
        label=table.lang_text("label", languages),
        unit=table.text("unit"),
        jurisdiction=table.text("jurisdiction", EVERYWHERE),
        source=table.text("source", "I"),
        illustrative=table.flag("illustrative"),
        values=tuple(value for _, value in rows),
    )
    table.finish()
    return threshold


def _rows(name: str, table: Table) -> Iterator[_Row]:
    """Its values, each with the table that it is written in."""
    periods = table.raw("values")
    if not isinstance(periods, list):
        if periods is not None:
            table.error("values", "wrong-type", f"'values' takes a list of tables, not {periods!r}")
        yield from _value(name, table, EVERYWHERE)
        return
    if not periods:
        table.error("values", "missing-key", f"threshold {name!r} needs at least one value")
    for index, entry in enumerate(periods):
        path = (*table.path, "values", index)
        if not isinstance(entry, dict):
            table.found.error(table.document, path, "wrong-type", f"a value takes a table, not {entry!r}")
            continue
        row = Table(table.document, path, entry, table.found)
        yield from _value(name, row, _jurisdiction(row))
        row.finish()


def _value(name: str, row: Table, jurisdiction: str) -> Iterator[_Row]:
    number = row.decimal("value")
    begin, end = row.day("valid_from"), row.day("valid_to")
    if "value" not in row.data:
        row.error("", "missing-key", f"threshold {name!r} needs a 'value'")
    elif number is None:
        return
    elif begin is not None and end is not None and end < begin:
        row.error(
            "valid_to", "bad-period", f"threshold {name!r}: a period ends on {end}, before its begin {begin}"
        )
    else:
        value = ThresholdValue(value=number, valid_from=begin, valid_to=end, jurisdiction=jurisdiction)
        yield row, value


def _jurisdiction(row: Table) -> str:
    name = row.text("jurisdiction", EVERYWHERE)
    if name == EVERYWHERE or is_place(name):
        return name
    row.error(
        "jurisdiction", "bad-value", f"{name!r} is no country or region of ISO 3166",
        hint='"CN", "CN-ZJ" for a part of it, "*" for everywhere else',
    )  # fmt: skip
    return EVERYWHERE


def _check_days(name: str, rows: list[_Row]) -> None:
    """Report two values on one day, and a day between two values that has none."""
    places: dict[str, list[_Row]] = {}
    for row in rows:
        places.setdefault(row[1].jurisdiction, []).append(row)
    for place, those in places.items():
        # A place of its own falls back on what holds everywhere, so its days need no cover.
        may_lack = place != EVERYWHERE and EVERYWHERE in places
        for (_, before), (table, after) in pairwise(sorted(those, key=_begin)):
            _check_pair(name, table, before, after, may_lack=may_lack)


def _begin(row: _Row) -> dt.date:
    return row[1].valid_from or dt.date.min


def _check_pair(
    name: str, row: Table, before: ThresholdValue, after: ThresholdValue, *, may_lack: bool
) -> None:
    begin, where = after.valid_from or dt.date.min, _where(after.jurisdiction)
    key = "valid_from" if after.valid_from is not None else ""
    if before.valid_to is None or begin <= before.valid_to:
        row.error(
            key, "overlapping-periods",
            f"threshold {name!r}{where} has two values on {begin}: {before.value:f} and {after.value:f}",
            hint=f"end the other with valid_to = {begin - _DAY}" if begin > dt.date.min else "give each its period",
        )  # fmt: skip
    elif begin - before.valid_to > _DAY and not may_lack:
        row.error(
            key, "threshold-gap",
            f"threshold {name!r}{where} has no value from {before.valid_to + _DAY} to {begin - _DAY}",
            hint=f"begin with valid_from = {before.valid_to + _DAY}",
        )  # fmt: skip


def _where(jurisdiction: str) -> str:
    return "" if jurisdiction == EVERYWHERE else f" in {jurisdiction}"
