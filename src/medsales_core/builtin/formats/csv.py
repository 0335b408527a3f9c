"""CSV by RFC 4180 for spreadsheets, with cells that no spreadsheet takes for a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from medsales_core.money import Money
from medsales_core.ports.report import Cell, Column, Report, ReportFormat, ReportTable
from medsales_core.text import LangText, text

__all__ = ["CsvFormat", "guard"]

# The wide forms count too: spreadsheets set to Chinese or Japanese take them for the narrow ones.
_FORMULA: Final = tuple("=+-@\t\r\n") + tuple(map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)))
_AS_OF: Final = text("As of", "截至")
_DATA: Final = text("Data", "数据性质")
_MADE_UP: Final = text("synthetic", "合成")
_RATIO: Final = Decimal("0.0001")
_CURRENCY: Final = text("{label}, currency", "{label}币种")


class CsvFormat(ReportFormat):
    """The tables of a report as CSV, comma-separated with CRLF as RFC 4180 has it.

    A report of one table is one table. Several are written one after the other, each after a line with
    its title, with a blank line between: no machine should read that, so take a report of one table for
    data. Numbers are written plainly (a ratio as 0.2500, a date as 2026-03-31), money in two columns, amount
    and currency. Every row ends with the moment it speaks of and, where data are made up, with the word
    for it. Totals, figures and notes are left out.

    Text that begins like a formula gets an apostrophe before it: a customer's name must not run in a
    spreadsheet. The encoding carries a byte order mark, without which spreadsheets mangle Chinese.
    """

    id = "csv"
    title = text("CSV table", "CSV表格")
    suffix = ".csv"
    media_type = "text/csv"
    encoding = "utf-8-sig"

    def render(self, report: Report, language: str) -> str:
        """The tables of *report* as CSV."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        alone = len(report.tables) == 1
        for place, table in enumerate(report.tables):
            if place:
                writer.writerow([])
            if not alone:
                writer.writerow([guard(table.title.pick(language))])
            writer.writerows(_rows(report, table, language))
        return out.getvalue()


def guard(written: str) -> str:
    """*written*, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{written}" if written.lstrip(" ").startswith(_FORMULA) else written


def _rows(report: Report, table: ReportTable, language: str) -> Iterator[list[Any]]:
    made_up = [_DATA.pick(language)] if report.synthetic else []
    yield [*_headings(table.columns, language), _AS_OF.pick(language), *made_up]
    when = report.at.isoformat(timespec="minutes")
    told = [when, _MADE_UP.pick(language)] if report.synthetic else [when]
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        yield [*(written for cell, column in cells for written in _written(cell, column, language)), *told]


def _headings(columns: Iterable[Column], language: str) -> Iterator[str]:
    for column in columns:
        heading = guard(column.heading(language))
        yield heading
        if column.kind == "money":
            yield _CURRENCY.format(label=heading).pick(language)


def _written(cell: Cell, column: Column, language: str) -> tuple[str, ...]:
    match cell:
        case Money():
            return f"{cell.amount:f}", cell.currency
        case None:
            return ("", "") if column.kind == "money" else ("",)
        case LangText():
            return (guard(cell.pick(language)),)
        case str():
            return (guard(cell),)
        case dt.date():
            return (cell.isoformat(),)
        case Decimal():
            return (f"{cell.quantize(_RATIO) if column.kind == 'ratio' else cell:f}",)
        case int():
            return (str(cell),)
