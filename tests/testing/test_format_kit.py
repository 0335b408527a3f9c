"""Every rule of the kit catches a format that breaks it, and lets a sound one pass."""

import csv
import datetime as dt
import html
import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from medsales_core.ports.report import Report, ReportFormat, clean
from medsales_core.testing.format_kit import FormatConformance
from medsales_core.text import text

RULES = sorted(name for name in dir(FormatConformance) if name.startswith("test_"))


class Lines(ReportFormat):
    """A line for each row, divided by bars; broken formats change one thing of it."""

    id = "t.lines"
    title = text("Lines", "逐行")
    suffix = ".txt"
    media_type = "text/plain"

    def render(self, report: Report, language: str) -> str:
        lines = [report.banner(language), *self.lines(report, language)]
        return "\n".join(filter(None, lines)) + "\n"

    def lines(self, report: Report, language: str) -> list[str]:
        return [
            "|".join(map(self.cell, row))
            for table in report.tables
            for row in ([column.heading(language) for column in table.columns], *table.written(language))
        ]

    def cell(self, written: str) -> str:
        return written


class Table(Lines):
    """The same for spreadsheets."""

    suffix = ".csv"
    media_type = "text/csv"

    def render(self, report: Report, language: str) -> str:
        out = io.StringIO()
        banner = [[report.banner(language)]] if report.synthetic else []
        for table in report.tables:
            heading = [column.heading(language) for column in table.columns]
            rows = [*banner, heading, *table.written(language)]
            csv.writer(out).writerows([self.cell(cell) for cell in row] for row in rows)
        return out.getvalue() or "".join(banner[0] if banner else [])

    def cell(self, written: str) -> str:
        return f"'{written}" if written.startswith(("=", "+", "-", "@", "\uff1d")) else written


class Page(Lines):
    """The same as a page."""

    suffix = ".html"
    media_type = "text/html"

    def lines(self, report: Report, language: str) -> list[str]:
        rows = [line.split("|") for line in super().lines(report, language)]
        return ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]

    def cell(self, written: str) -> str:
        return html.escape(written).replace("|", "&#124;")


class Kit(FormatConformance):
    def __init__(self, made: type[Lines]) -> None:
        self.made = made
        self.delimiter = "," if issubclass(made, Table) else ""  # type: ignore[misc]
        self.markup = issubclass(made, Page)  # type: ignore[misc]

    def make_format(self) -> ReportFormat:
        return self.made()


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[type[Lines]], type[Lines]]:
    def add(form: type[Lines]) -> type[Lines]:
        BROKEN.append((f"test_{rule}", Kit(form)))
        return form

    return add


@breaks("it_says_what_it_is_in_every_language")
class HasNoDot(Lines):
    suffix = "txt"


@breaks("it_says_what_it_is_in_every_language")
class HasAnUnknownEncoding(Lines):
    encoding = "utf-7.5"


@breaks("every_report_is_rendered_in_every_language")
class NeedsATable(Lines):
    def render(self, report: Report, language: str) -> str:
        assert report.tables[0].columns
        return super().render(report, language)


@breaks("every_report_is_rendered_in_every_language")
class EncodesForTheWest(Lines):
    encoding = "latin-1"


@breaks("titles_headings_and_cells_are_there_in_the_language_asked_for")
class SpeaksEnglishAlone(Lines):
    def lines(self, report: Report, language: str) -> list[str]:
        return super().lines(report, "en")


@breaks("titles_headings_and_cells_are_there_in_the_language_asked_for")
class CutsCells(Lines):
    def cell(self, written: str) -> str:
        return written[:8]


@breaks("a_language_that_it_does_not_know_falls_back_to_english")
class FallsBackToChinese(Lines):
    def lines(self, report: Report, language: str) -> list[str]:
        return super().lines(report, "en" if language == "en" else "zh-Hans")


@breaks("made_up_data_are_seen_to_be_made_up")
class HidesThatItIsMadeUp(Lines):
    def render(self, report: Report, language: str) -> str:
        return "\n".join(self.lines(report, language))


@breaks("made_up_data_are_seen_to_be_made_up")
class CallsEverythingMadeUp(Lines):
    def render(self, report: Report, language: str) -> str:
        return "Synthetic or not 合成\n" + super().render(report, language)


@breaks("illustrative_figures_are_marked")
class TakesTheStarsOff(Lines):
    def lines(self, report: Report, language: str) -> list[str]:
        return [line.replace("*", "") for line in super().lines(report, language)]


@breaks("no_name_makes_a_row_of_its_own")
class WritesNamesAsTheyAre(Lines):
    def lines(self, report: Report, language: str) -> list[str]:
        return ["|".join(map(str, row)) for table in report.tables for row in table.rows]


@breaks("no_name_makes_a_row_of_its_own")
class ForgetsToEscapeRows(Page):
    def cell(self, written: str) -> str:
        return written.replace("alert", "</td></tr><tr><td>")


@breaks("no_name_steers_a_terminal_or_turns_the_text")
class WritesTitlesAsTheyAre(Lines):
    def lines(self, report: Report, language: str) -> list[str]:
        return [report.title.pick(language), *super().lines(report, language)]


@breaks("no_cell_is_taken_for_a_formula")
class RunsFormulas(Table):
    def cell(self, written: str) -> str:
        return written


@breaks("no_cell_is_taken_for_a_formula")
class RunsWideFormulas(Table):
    def cell(self, written: str) -> str:
        return f"'{written}" if written.startswith(("=", "+", "-", "@")) else written


@breaks("any_report_that_can_be_drawn_is_rendered")
class IsOfOneCountry(Lines):
    encoding = "gb2312"


@breaks("no_name_becomes_markup")
class WritesMarkup(Page):
    def cell(self, written: str) -> str:
        return written.replace("|", "")


@breaks("no_name_becomes_markup")
class LinksNames(Page):
    """Escapes what it should, and lets a name choose where its link leads."""

    def cell(self, written: str) -> str:
        _, _, link = clean(written).partition("(")
        return f'<a href="{html.escape(link)}">{super().cell(written)}</a>'


@breaks("the_same_report_is_always_the_same_bytes")
class NumbersItsPages(Lines):
    rendered = itertools.count()

    def render(self, report: Report, language: str) -> str:
        return super().render(report, language) + f"{next(self.rendered)}\n"


@breaks("it_asks_no_clock_and_no_chance")
class SaysWhenItWasPrinted(Lines):
    def render(self, report: Report, language: str) -> str:
        return super().render(report, language) + str(dt.date.today())  # noqa: DTZ011  that is what is broken


@breaks("it_leaves_the_report_as_it_was")
class CleansTheReport(Lines):
    def render(self, report: Report, language: str) -> str:
        object.__setattr__(report, "source", clean(report.source).upper())
        return super().render(report, language)


@pytest.mark.parametrize("form", [Lines, Table, Page])
def test_a_sound_format_keeps(form: type[Lines], kept: str, keeps: Any) -> None:
    assert keeps(Kit(form), kept)


def test_a_broken_format_is_caught_by(broken: tuple[str, Kit], keeps: Any) -> None:
    rule, kit = broken
    assert not keeps(kit, rule)


def test_every_rule_is_broken_by_some_format() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_a_rule_on_what_a_format_does_not_claim_is_skipped() -> None:
    for rule in (
        FormatConformance.test_no_cell_is_taken_for_a_formula,
        FormatConformance.test_no_name_becomes_markup,
    ):
        with pytest.raises(pytest.skip.Exception, match="does not claim"):
            rule(Kit(Lines))
