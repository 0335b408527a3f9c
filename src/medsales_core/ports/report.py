"""What a report is, who builds it and who renders it: typed tables and figures, no layout."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.ports.portfolio import Portfolio
from medsales_core.ports.table import ILLUSTRATIVE, Cell, Column, Kind, ReportTable, clean
from medsales_core.text import LangText, text

__all__ = [
    "ILLUSTRATIVE",
    "Bar",
    "Cell",
    "Column",
    "Figure",
    "Kind",
    "Report",
    "ReportBuilder",
    "ReportFormat",
    "ReportTable",
    "clean",
    "waiver_note",
]

_SYNTHETIC: Final = text(
    "Synthetic data: every customer, person and amount here is made up.",
    "合成数据：此处所有客户、人员与金额均为虚构。",
)
_AS_OF: Final = text("As of {at}", "截至{at}")
_SOURCE: Final = text("Source: {source}", "来源：{source}")
_WAIVED: Final = text(
    "Waivers in force: {waivers}, on {deals} deal(s); the findings report lists them.",
    "生效中的豁免：{waivers}项，涉及{deals}条商机；明细见“检查发现”报告。",
)
_NAMELESS: Final = text("", "")


@attrs.frozen(kw_only=True)
class Bar:
    """One bar of a figure: a label, a value of zero or more, and what is written beside it."""

    label: LangText
    value: Decimal = attrs.field()
    note: LangText

    @value.validator
    def _drawable(self, _: object, value: Decimal) -> None:
        if not value.is_finite() or value < 0:
            raise ValueRefused(f"a bar is as long as a finite number of zero or more says, not {value}")


@attrs.frozen(kw_only=True)
class Figure:
    """A picture in numbers; a format that draws nothing may write it out.

    Args:
        kind: ``funnel`` for parts that follow on one another, ``bars`` for a comparison.

        title: Its title.

        bars: Its bars, from the top.
    """

    kind: Literal["funnel", "bars"]
    title: LangText
    bars: tuple[Bar, ...]


@attrs.frozen(kw_only=True)
class Report:
    """Tables and figures about a portfolio at one moment.

    Args:
        id: Id of the builder.

        title: Its title.

        at: The moment it speaks of.

        tables: Its tables.

        figures: Its figures.

        notes: What a reader must know to read it rightly: what was left out, how something was counted.

        subject: What the portfolio is called.

        synthetic: The data are made up.

        source: Where they come from.
    """

    id: str
    title: LangText
    at: dt.datetime
    tables: tuple[ReportTable, ...]
    figures: tuple[Figure, ...] = ()
    notes: tuple[LangText, ...] = ()
    subject: LangText = _NAMELESS
    synthetic: bool = False
    source: str = ""

    def banner(self, language: str) -> str:
        """The warning that the data are made up; empty where they are not."""
        return _SYNTHETIC.pick(language) if self.synthetic else ""

    def provenance(self, language: str) -> tuple[str, ...]:
        """The moment it speaks of, and the source of its data where that is known."""
        when = _AS_OF.format(at=self.at.isoformat(sep=" ", timespec="minutes")).pick(language)
        if not self.source:
            return (when,)
        return when, _SOURCE.format(source=clean(self.source)).pick(language)


class ReportBuilder(ABC):
    """Builds one kind of report from a portfolio.

    ``build`` is pure, and does not depend on the order of the cases. Amounts of two currencies are never
    added up; what a report leaves out (undated events, deals without an amount) it counts and tells in a
    note; a column that rests on illustrative figures is marked ``illustrative=True``.

    ::

        class Owners(ReportBuilder):
            \"""How many live deals each person has.\"""

            id = "acme.owners"
            title = text("Deals by owner", "按负责人统计")

            def build(self, portfolio):
                held = Counter(case.deal.owner_id or "-" for case in portfolio.members if case.is_live)
                table = ReportTable(
                    id="owners",
                    title=self.title,
                    columns=(
                        Column(id="owner", label=text("Owner", "负责人")),
                        Column(id="deals", label=text("Deals", "商机数"), kind="integer"),
                    ),
                    rows=tuple(sorted(held.items())),
                )
                return self.report(portfolio, tables=(table,))

    Attributes:
        id: Stable ASCII id; a plugin's begins with the plugin's name.

        title: Its name for a person.
    """

    id: str
    title: LangText

    @abstractmethod
    def build(self, portfolio: Portfolio) -> Report:
        """The report on *portfolio*."""

    def report(
        self,
        portfolio: Portfolio,
        *,
        tables: Iterable[ReportTable],
        figures: Iterable[Figure] = (),
        notes: Iterable[LangText] = (),
    ) -> Report:
        """A report of this kind, with what *portfolio* says of itself: moment, source, made up or not, waivers."""
        return Report(
            id=self.id,
            title=self.title,
            at=portfolio.at,
            tables=tuple(tables),
            figures=tuple(figures),
            notes=(*notes, *waiver_note(portfolio)),
            subject=portfolio.title,
            synthetic=portfolio.synthetic,
            source=portfolio.source,
        )


def waiver_note(portfolio: Portfolio) -> tuple[LangText, ...]:
    """What every report says of waivers: how many are in force, on how many deals; nothing where there is none."""
    waived = portfolio.waived
    deals = {case.progress.subject for case, _ in waived}
    return (_WAIVED.format(waivers=str(len(waived)), deals=str(len(deals))),) if waived else ()


class ReportFormat(ABC):
    """Renders any report as text of one kind: a terminal table, Markdown, CSV, HTML.

    ``render`` is pure and deterministic, and works for every report: whoever writes a format knows tables,
    figures and notes, never a particular report. Cells hold what customers and imports supplied, so a
    format escapes everything it is given. `ReportTable.written` gives cells as a person reads them;
    a format for machines writes the typed cells itself. A synthetic report must be seen to be one.

    ::

        class Titles(ReportFormat):
            \"""The titles of the tables and nothing else.\"""

            id = "acme.titles"
            title = text("Titles", "标题")
            suffix = ".txt"
            media_type = "text/plain"

            def render(self, report, language):
                lines = [report.banner(language), *(t.title.pick(language) for t in report.tables)]
                return "\\n".join(filter(None, lines)) + "\\n"

    Attributes:
        id: Stable ASCII id, as ``--format`` takes it.

        title: Its name for a person.

        suffix: How a file of it ends, with the dot.

        media_type: Its media type.

        encoding: How to encode a file of it.
    """

    id: str
    title: LangText
    suffix: str
    media_type: str
    encoding: str = "utf-8"

    @abstractmethod
    def render(self, report: Report, language: str) -> str:
        """The text of *report* in *language*, a BCP 47 tag; what is not written in it falls back to English."""
