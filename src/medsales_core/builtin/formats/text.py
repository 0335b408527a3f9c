"""Plain text for a terminal: columns that line up, Chinese ones too. No colour, no box, no dependency."""

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from medsales_core.ports.report import (
    ILLUSTRATIVE,
    Bar,
    Column,
    Figure,
    Report,
    ReportFormat,
    ReportTable,
    clean,
)
from medsales_core.text import text

__all__ = ["TextFormat", "pad", "width"]

_GAP: Final = "  "
_BAR: Final = 40
_EMPTY: Final = text("(none)", "（无）")


class TextFormat(ReportFormat):
    """A report as plain text for a terminal or a mail.

    Text stands flush left, numbers flush right. A Chinese character takes two columns of a terminal and a
    combining mark none, so tables line up in a font of fixed width. Control characters and marks that
    turn the direction of writing are taken out: a name cannot steer a terminal. Figures are drawn in
    ``#``, since block characters are wide in some terminals and narrow in others.
    """

    id = "text"
    title = text("Plain text", "纯文本")
    suffix = ".txt"
    media_type = "text/plain"

    def render(self, report: Report, language: str) -> str:
        """The report as lines of text."""
        return "\n".join(_lines(report, language)) + "\n"


def width(written: str) -> int:
    """How many columns of a terminal *written* takes."""
    return sum(_columns(char) for char in written)


def pad(written: str, columns: int, *, right: bool = False) -> str:
    """*written* filled up with blanks to that many columns, set flush right if asked."""
    blanks = " " * (columns - width(written))
    return blanks + written if right else written + blanks


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _lines(report: Report, language: str) -> Iterator[str]:
    title = clean(report.title.pick(language))
    subject = clean(report.subject.pick(language))
    heading = f"{title} - {subject}" if subject else title
    yield heading
    yield "=" * width(heading)
    if report.synthetic:
        yield f"!! {report.banner(language)}"
    yield from report.provenance(language)
    for table in report.tables:
        yield from ("", *_table(table, language))
    for figure in report.figures:
        yield from ("", *_figure(figure, language))
    if report.notes:
        yield ""
        yield from (f"- {clean(note.pick(language))}" for note in report.notes)


def _table(table: ReportTable, language: str) -> Iterator[str]:
    title = clean(table.title.pick(language))
    yield title
    yield "-" * width(title)
    if not table.rows:
        yield _EMPTY.pick(language)
        return
    headings = tuple(column.heading(language) for column in table.columns)
    written = table.written(language)
    widths = [max(map(width, cells)) for cells in zip(headings, *written, strict=True)]
    rule = _GAP.join("-" * columns for columns in widths)
    yield _row(headings, table.columns, widths)
    yield rule
    for place, row in enumerate(written):
        if place == len(table.rows):
            yield rule
        yield _row(row, table.columns, widths)
    if table.illustrative:
        yield ILLUSTRATIVE.pick(language)


def _row(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = (
        pad(cell, columns_wide, right=column.is_number)
        for cell, column, columns_wide in zip(cells, columns, widths, strict=True)
    )
    return _GAP.join(padded).rstrip()


def _figure(figure: Figure, language: str) -> Iterator[str]:
    title = clean(figure.title.pick(language))
    yield title
    yield "-" * width(title)
    labels = [clean(bar.label.pick(language)) for bar in figure.bars]
    widest = max(map(width, labels), default=0)
    most = max((bar.value for bar in figure.bars), default=Decimal(0))
    for label, bar in zip(labels, figure.bars, strict=True):
        length = int(bar.value / most * _BAR) if most else 0
        drawn = "#" * (length or (bar.value > 0))
        yield _GAP.join((pad(label, widest), drawn, *_beside(bar, language))).rstrip()


def _beside(bar: Bar, language: str) -> Iterator[str]:
    yield f"{bar.value:,f}"
    note = clean(bar.note.pick(language))
    if note:
        yield f"({note})"
