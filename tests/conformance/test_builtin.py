"""What comes with the library keeps the rules that plugins are held to."""

import datetime as dt
import json
from pathlib import Path

import pytest

from medsales_core.builtin.formats import CsvFormat, MarkdownFormat, TextFormat
from medsales_core.builtin.json_lines import JsonLines
from medsales_core.builtin.ladder import StageLadder
from medsales_core.builtin.meddicc import Meddicc
from medsales_core.builtin.reports import FindingsReport, FunnelReport, PipelineReport, StageAgingReport
from medsales_core.builtin.weekdays import Weekdays
from medsales_core.ports.calendar import Calendar
from medsales_core.ports.importer import Importer
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod
from medsales_core.testing.calendar_kit import CalendarConformance
from medsales_core.testing.format_kit import FormatConformance
from medsales_core.testing.importer_kit import ImporterConformance
from medsales_core.testing.report_kit import ReportConformance
from medsales_core.testing.score_kit import ScoreConformance


class TestStageLadder(ScoreConformance):
    def make_method(self) -> ScoringMethod:
        return StageLadder()


class TestMeddicc(ScoreConformance):
    def make_method(self) -> ScoringMethod:
        return Meddicc()


class TestReports(ReportConformance):
    @pytest.fixture(autouse=True, params=(PipelineReport, FunnelReport, StageAgingReport, FindingsReport))
    def _each(self, request: pytest.FixtureRequest) -> None:
        self.builder = request.param

    def make_builder(self) -> ReportBuilder:
        return self.builder()


class TestTextFormat(FormatConformance):
    def make_format(self) -> ReportFormat:
        return TextFormat()


class TestMarkdownFormat(FormatConformance):
    def make_format(self) -> ReportFormat:
        return MarkdownFormat()


class TestCsvFormat(FormatConformance):
    delimiter = ","

    def make_format(self) -> ReportFormat:
        return CsvFormat()


class TestWeekdays(CalendarConformance):
    def make_calendar(self) -> Calendar:
        return Weekdays()


class TestJsonLines(ImporterConformance):
    rows, rejected = 5, 2
    in_any_order = True

    def make_importer(self) -> Importer:
        return JsonLines()

    def write_source(self, folder: Path, *, turned: bool = False) -> Path:
        entered = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC).isoformat()
        sound = [
            {
                "deal": {"id": "D-1", "name": "CT", "amount": "7.50 CNY"},
                "stages": [{"stage": "needs-discovery"}],
            },
            {
                "deal": {"id": "D-2"},
                "stages": [
                    {"stage": "solution-value", "at": entered},
                    {"stage": "solution-value", "outcome": "lost", "reason": "price"},
                ],
            },
            {"deal": {"id": "江城/3"}, "stages": [{"stage": "needs-discovery", "at": entered}]},
        ]
        lines = [*map(json.dumps, sound), '{"deal": {"id": "D-4"}', '{"deal": {"idd": "D-5"}, "stages": []}']
        path = folder / "deals.jsonl"
        path.write_text("\n".join(lines[::-1] if turned else lines), "utf-8")
        return path
