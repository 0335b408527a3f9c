"""Hooks for what is said of a portfolio: scores, reports, and the formats they are rendered in."""

from collections.abc import Iterable

from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.hookspecs.marker import hookspec
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod

__all__ = ["medsales_formats", "medsales_reports", "medsales_scores"]


@hookspec
def medsales_scores(context: PluginContext) -> Iterable[ScoringMethod]:
    """Provide scoring methods.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Methods, whose ids begin with the plugin's name.

    Called:
        Once for each registry, when a score is first asked for.

    Order:
        Does not matter: ids begin with the plugin's name, so that no two plugins provide the same.

    Errors:
        An exception, or an answer that the manifest did not promise, leaves the plugin out; ``medsales
        plugins check`` tells it. What a method itself raises later makes that one score insufficient, and
        names the plugin.

    Example::

        from decimal import Decimal

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.score import Score, ScoreReason, ScoringMethod
        from medsales_core.text import text


        class Odds(ScoringMethod):
            \"""One point for a budget that is known.\"""

            id = "tender.odds"
            title = text("Tender odds", "中标把握")
            version = "1"

            def score(self, case, facts, processes, *, at):
                known = ScoreReason(points=Decimal(bool(case.deal.budget)), message=text("budget", "预算"))
                quality = text("A count, not a forecast.", "仅为计数，并非预测。")
                return Score.of([known], low=Decimal(0), high=Decimal(1), quality=quality)


        @hookimpl
        def medsales_scores():
            return [Odds()]
    """
    return ()


@hookspec
def medsales_reports(context: PluginContext) -> Iterable[ReportBuilder]:
    """Provide report builders, which turn a portfolio into tables and figures.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Builders, whose ids begin with the plugin's name.

    Called:
        Once for each registry, when a report is first asked for.

    Order:
        Does not matter: ids begin with the plugin's name, so that no two plugins provide the same.

    Errors:
        An exception, or an answer that the manifest did not promise, leaves the plugin out; ``medsales
        plugins check`` tells it.

    Example::

        from collections import Counter

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.report import ReportBuilder
        from medsales_core.ports.table import Column, ReportTable
        from medsales_core.text import text


        class Owners(ReportBuilder):
            \"""How many live deals each person has.\"""

            id = "acme.owners"
            title = text("Deals by owner", "按负责人统计")

            def build(self, portfolio):
                held = Counter(case.deal.owner_id or "-" for case in portfolio.members if case.is_live)
                columns = (
                    Column(id="owner", label=text("Owner", "负责人")),
                    Column(id="deals", label=text("Deals", "商机数"), kind="integer"),
                )
                table = ReportTable(id="owners", title=self.title, columns=columns, rows=tuple(sorted(held.items())))
                return self.report(portfolio, tables=[table])


        @hookimpl
        def medsales_reports():
            return [Owners()]
    """
    return ()


@hookspec
def medsales_formats(context: PluginContext) -> Iterable[ReportFormat]:
    """Provide report formats, which render any report.

    Args:
        context: The plugin's name and its settings. A hook that needs neither leaves it out.

    Returns:
        Formats, whose ids begin with the plugin's name.

    Called:
        Once for each registry, when a report is first rendered.

    Order:
        Does not matter: ids begin with the plugin's name, so that no two plugins provide the same.

    Errors:
        An exception, or an answer that the manifest did not promise, leaves the plugin out; ``medsales
        plugins check`` tells it.

    Example::

        from medsales_core.plugins import hookimpl
        from medsales_core.ports.report import ReportFormat
        from medsales_core.text import text


        class Lines(ReportFormat):
            \"""One line for each row, divided by tabs.\"""

            id = "tender.lines"
            title = text("Lines", "逐行文本")
            suffix = ".tsv"
            media_type = "text/tab-separated-values"

            def render(self, report, language):
                lines = [report.banner(language)] if report.synthetic else []
                for table in report.tables:
                    lines += ["\\t".join(row) for row in table.written(language)]
                return "\\n".join(lines)


        @hookimpl
        def medsales_formats():
            return [Lines()]
    """
    return ()
