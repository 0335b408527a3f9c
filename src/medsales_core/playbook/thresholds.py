"""Reading ``[threshold.ID]``: numbers with their periods and places."""

from collections.abc import Iterable, Iterator

from medsales_core.config import Table
from medsales_core.rules.reading_scope import is_place
from medsales_core.rules.threshold import EVERYWHERE, Threshold, ThresholdValue

__all__ = ["read_thresholds"]


def read_thresholds(root: Table, languages: Iterable[str]) -> dict[str, Threshold]:
    """The ``[threshold.ID]`` tables: limits with dates, a source and a mark where they are samples."""
    return {name: _threshold(name, table, languages) for name, table in root.tables("threshold")}


def _threshold(name: str, table: Table, languages: Iterable[str]) -> Threshold:
    threshold = Threshold(
        id=name,
        label=table.lang_text("label", languages),
        unit=table.text("unit"),
        jurisdiction=table.text("jurisdiction", EVERYWHERE),
        source=table.text("source", "I"),
        illustrative=table.flag("illustrative"),
        values=tuple(_values(name, table)),
    )
    table.finish()
    return threshold


def _values(name: str, table: Table) -> Iterator[ThresholdValue]:
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


def _value(name: str, row: Table, jurisdiction: str) -> Iterator[ThresholdValue]:
    number = row.decimal("value")
    begin, end = row.day("valid_from"), row.day("valid_to")
    if "value" not in row.data:
        row.error("", "missing-key", f"threshold {name!r} needs a 'value'")
    elif number is not None:
        yield ThresholdValue(value=number, valid_from=begin, valid_to=end, jurisdiction=jurisdiction)


def _jurisdiction(row: Table) -> str:
    name = row.text("jurisdiction", EVERYWHERE)
    if name == EVERYWHERE or is_place(name):
        return name
    row.error(
        "jurisdiction", "bad-value", f"{name!r} is no country or region of ISO 3166",
        hint='"CN", "CN-ZJ" for a part of it, "*" for everywhere else',
    )  # fmt: skip
    return EVERYWHERE
