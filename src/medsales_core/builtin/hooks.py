"""What the library itself provides to a playbook."""

import os

from medsales_core.builtin.formats import CsvFormat, MarkdownFormat, TextFormat
from medsales_core.builtin.json_lines import JsonLines
from medsales_core.builtin.ladder import StageLadder
from medsales_core.builtin.meddicc import Meddicc
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.builtin.reports import FindingsReport, FunnelReport, PipelineReport, StageAgingReport
from medsales_core.builtin.weekdays import Weekdays
from medsales_core.plugins import hookimpl
from medsales_core.ports.calendar import Calendar
from medsales_core.ports.importer import Importer
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod
from medsales_core.ports.store import StoreProvider
from medsales_core.text import text

__all__ = [
    "medsales_calendars",
    "medsales_formats",
    "medsales_importers",
    "medsales_reports",
    "medsales_scores",
    "medsales_stores",
]


@hookimpl
def medsales_calendars() -> list[Calendar]:
    """Monday to Friday."""
    return [Weekdays()]


@hookimpl
def medsales_importers() -> list[Importer]:
    """JSON lines."""
    return [JsonLines()]


@hookimpl
def medsales_scores() -> list[ScoringMethod]:
    """Stage ladder and MEDDICC."""
    return [StageLadder(), Meddicc()]


@hookimpl
def medsales_stores() -> list[StoreProvider]:
    """A store in memory, for tests and trials."""
    return [StoreProvider(scheme="memory", title=text("Memory", "内存"), open=_open_memory)]


def _open_memory(path: str | os.PathLike[str], *, ledger: str = "main", create: bool = True) -> MemoryStore:
    """Always an empty one: nothing in memory outlives its store, so path and ledger name nothing."""
    return MemoryStore()


@hookimpl
def medsales_reports() -> list[ReportBuilder]:
    """Pipeline, funnel, stage aging and findings."""
    return [PipelineReport(), FunnelReport(), StageAgingReport(), FindingsReport()]


@hookimpl
def medsales_formats() -> list[ReportFormat]:
    """Plain text, Markdown and CSV."""
    return [TextFormat(), MarkdownFormat(), CsvFormat()]
