"""Markdown with tables, as GitHub and most wikis read it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from medsales_core.ports.report import ILLUSTRATIVE, Figure, Report, ReportFormat, ReportTable, clean
from medsales_core.text import text

__all__ = ["MarkdownFormat", "escape"]

# A colon counts only in front of //, where readers would make a link of it.
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|~]|:(?=//))")
_EMPTY: Final = text("None.", "无。")


class MarkdownFormat(ReportFormat):
    """A report as Markdown, with tables in the form that GitHub reads.

    Whatever comes from data is escaped, pipes and angle brackets among the rest, so that a name can
    neither break a table nor smuggle in HTML or a link. Figures are written out as lists.
    """

    id = "markdown"
    title = text("Markdown", "Markdown文档")
    suffix = ".md"
    media_type = "text/markdown"

    def render(self, report: Report, language: str) -> str:
        """The report as a Markdown document."""
        return "\n\n".join(_blocks(report, language)) + "\n"


def escape(written: str) -> str:
    """*written* on one line, with nothing in it that Markdown would act on."""
    return _SPECIAL.sub(r"\\\1", clean(written).replace("&", "&amp;"))


def _blocks(report: Report, language: str) -> Iterator[str]:
    yield f"# {escape(report.title.pick(language))}"
    if report.synthetic:
        yield f"> **{escape(report.banner(language))}**"
    subject = report.subject.pick(language)
    yield " · ".join(escape(part) for part in (subject, *report.provenance(language)) if part)
    for table in report.tables:
        yield f"## {escape(table.title.pick(language))}"
        yield "\n".join(_table(table, language)) if table.rows else _EMPTY.pick(language)
        if table.illustrative and table.rows:
            yield f"\\{ILLUSTRATIVE.pick(language)}"
    for figure in report.figures:
        yield f"## {escape(figure.title.pick(language))}"
        yield "\n".join(_figure(figure, language)) or _EMPTY.pick(language)
    if report.notes:
        yield "\n".join(f"- {escape(note.pick(language))}" for note in report.notes)


def _table(table: ReportTable, language: str) -> Iterator[str]:
    yield _row([escape(column.heading(language)) for column in table.columns])
    yield _row(["---:" if column.is_number else "---" for column in table.columns])
    for place, row in enumerate(table.written(language)):
        cells = [escape(cell) for cell in row]
        yield _row([f"**{cell}**" if cell else "" for cell in cells] if place == len(table.rows) else cells)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(figure: Figure, language: str) -> Iterator[str]:
    for bar in figure.bars:
        note = escape(bar.note.pick(language))
        yield f"- {escape(bar.label.pick(language))}: {bar.value:,f}" + (f" ({note})" if note else "")
