"""The page: heading, warning, figures, tables, notes. Knows no particular report."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from medsales_core.ports.report import ILLUSTRATIVE, Column, Report, ReportFormat, ReportTable, clean
from medsales_core.text import text
from medsales_html.drawing import columns_of, draw
from medsales_html.style import STYLE

__all__ = ["HtmlFormat"]

_NOTES: Final = text("How to read this", "阅读说明")
_EMPTY: Final = text("Nothing to list.", "无内容。")
#: In half-width characters.
_LONG: Final = 32
_MIDDLING: Final = 14
#: Belt and braces: even if something slipped through the escaping, a browser would neither run nor load it.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class HtmlFormat(ReportFormat):
    """A report as one web page that needs nothing else.

    No script, no request, no font of its own. It follows the reader's light or dark setting, prints on
    white, and its tables scroll inside their own box on a narrow screen. Everything from data is escaped.
    """

    id = "html"
    title = text("Web page", "网页")
    suffix = ".html"
    media_type = "text/html"

    def render(self, report: Report, language: str) -> str:
        """The whole page."""
        return "\n".join(_page(report, language)) + "\n"


def _page(report: Report, language: str) -> Iterator[str]:
    title = _safe(report.title.pick(language))
    yield "<!doctype html>"
    yield f'<html lang="{_safe(language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_safe(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield from _header(report, language)
    yield "<main>"
    for number, figure in enumerate(report.figures):
        yield f"<section><h2>{_safe(figure.title.pick(language))}</h2>"
        yield from draw(figure, language, f"figure-{number}")
        yield "</section>"
    for number, table in enumerate(report.tables):
        yield from _table(table, language, f"table-{number}")
    yield "</main>"
    yield from _footer(report, language)
    yield "</body>"
    yield "</html>"


def _header(report: Report, language: str) -> Iterator[str]:
    yield "<header>"
    if report.synthetic:
        yield f'<p class="banner" role="note">{_safe(report.banner(language))}</p>'
    subject = _safe(report.subject.pick(language))
    if subject:
        yield f'<p class="subject">{subject}</p>'
    yield f"<h1>{_safe(report.title.pick(language))}</h1>"
    told = " · ".join(map(_safe, report.provenance(language)))
    yield f'<p class="provenance">{told}</p>'
    yield "</header>"


def _footer(report: Report, language: str) -> Iterator[str]:
    if not report.notes:
        return
    yield f"<footer><h2>{_safe(_NOTES.pick(language))}</h2>"
    yield "<ul>"
    yield from (f"<li>{_safe(note.pick(language))}</li>" for note in report.notes)
    yield "</ul>"
    yield "</footer>"


def _table(table: ReportTable, language: str, name: str) -> Iterator[str]:
    yield f'<section><h2 id="{name}">{_safe(table.title.pick(language))}</h2>'
    if table.rows:
        yield f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}">'
        yield f'<table aria-labelledby="{name}">'
        yield from _rows(table, language)
        yield "</table>"
        yield "</div>"
    else:
        yield f'<p class="aside">{_safe(_EMPTY.pick(language))}</p>'
    if table.rows and table.illustrative:
        yield f'<p class="aside">{_safe(ILLUSTRATIVE.pick(language))}</p>'
    yield "</section>"


def _rows(table: ReportTable, language: str) -> Iterator[str]:
    written = table.written(language)
    kinds = [
        _kind(column, cells) for column, cells in zip(table.columns, zip(*written, strict=True), strict=True)
    ]
    headings = (
        f'<th scope="col"{kind}>{_safe(column.heading(language))}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    yield f"<thead><tr>{''.join(headings)}</tr></thead>"
    body, totals = written[: len(table.rows)], written[len(table.rows) :]
    yield "<tbody>"
    yield from (_row(row, kinds) for row in body)
    yield "</tbody>"
    if totals:
        yield "<tfoot>"
        yield from (_row(row, kinds) for row in totals)
        yield "</tfoot>"


def _row(cells: Sequence[str], kinds: Sequence[str]) -> str:
    """The first cell names the row."""
    first, *rest = zip(cells, kinds, strict=True)
    others = (f"<td{kind}>{_safe(cell)}</td>" for cell, kind in rest)
    return f'<tr><th scope="row"{first[1]}>{_safe(first[0])}</th>{"".join(others)}</tr>'


def _kind(column: Column, cells: Sequence[str]) -> str:
    """The class of a column's cells: numbers stay on one line, long text gets room."""
    if column.is_number:
        return ' class="number"'
    if column.kind == "date":
        return ' class="short"'
    widest = max(map(columns_of, cells))
    return ' class="long"' if widest > _LONG else ' class="middling"' if widest > _MIDDLING else ""


def _safe(written: str) -> str:
    return escape(clean(written), quote=True)
