"""What every report format must keep, as tests: subclass `FormatConformance` in the tests of a format."""

import codecs
import csv
import io
import re
import unicodedata
from abc import ABC, abstractmethod
from html.parser import HTMLParser
from typing import ClassVar, Final

import pytest
from hypothesis import given

from medsales_core.ports.report import Report, ReportFormat
from medsales_core.testing.awkward import HOSTILE
from medsales_core.testing.conduct import alone, check_card, untouched
from medsales_core.testing.portfolio_samples import always
from medsales_core.testing.report_samples import PLAIN, drawn_reports, named_report, sample_reports
from medsales_core.text import LANGUAGES

__all__ = ["FormatConformance"]

_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_SUFFIX: Final = re.compile(r"(\.[a-z0-9]+)+")
_MADE_UP: Final = {"en": "synthetic", "zh-Hans": "合成"}
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# The wide forms count too: spreadsheets set to Chinese or Japanese take them for the narrow ones.
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: Takes from a name what markup is made of, and leaves its length.
_LETTERS: Final = str.maketrans(dict.fromkeys("<>&\"'=/", "x"))
_NUMBER: Final = re.compile(r"-?[\d,.]+%?( [A-Z]{3})?|-")


class FormatConformance(ABC):
    """The rules of `medsales_core.ports.report.ReportFormat`, one test each.

    ::

        class TestLines(FormatConformance):
            delimiter = "\\t"

            def make_format(self):
                return Lines()

    What a format claims is tested, what it does not claim is skipped by name.
    """

    #: It is opened by spreadsheets as a table divided by this character; empty if it is not.
    delimiter: ClassVar[str] = ""

    #: It is markup that a browser shows.
    markup: ClassVar[bool] = False

    @abstractmethod
    def make_format(self) -> ReportFormat:
        """The format under test."""

    # ---- what it says of itself

    def test_it_says_what_it_is_in_every_language(self) -> None:
        form = self.make_format()
        check_card(form)
        assert _SUFFIX.fullmatch(form.suffix), f"{form.suffix!r} is no suffix such as '.txt'"
        assert _MEDIA_TYPE.fullmatch(form.media_type), f"{form.media_type!r} is no media type"
        codecs.lookup(form.encoding)

    # ---- what it renders

    def test_every_report_is_rendered_in_every_language(self) -> None:
        form = self.make_format()
        for report in sample_reports():
            for language in (*LANGUAGES, "de"):
                rendered = form.render(report, language)
                assert isinstance(rendered, str), f"{rendered!r} is no text"
                rendered.encode(form.encoding)

    def test_any_report_that_can_be_drawn_is_rendered(self) -> None:
        form = self.make_format()

        @always
        @given(drawn_reports())
        def holds(report: Report) -> None:
            for language in LANGUAGES:
                form.render(report, language).encode(form.encoding)
            if not self.delimiter:
                found = _steering(form.render(report, "en"))
                assert not found, f"{sorted(map(ascii, found))} came through: use ports.report.clean"

        holds()

    def test_titles_headings_and_cells_are_there_in_the_language_asked_for(self) -> None:
        report = named_report(PLAIN)
        (table,) = report.tables
        for language in LANGUAGES:
            rendered = self.make_format().render(report, language)
            headings = [column.label.pick(language) for column in table.columns]
            missing = [said for said in (*headings, *PLAIN) if said not in rendered]
            assert missing == [], f"{missing} are not in the {language} rendering"

    def test_a_language_that_it_does_not_know_falls_back_to_english(self) -> None:
        report = named_report(PLAIN)
        (table,) = report.tables
        rendered = self.make_format().render(report, "de")
        assert [c.label["en"] for c in table.columns if c.label["en"] not in rendered] == []

    def test_made_up_data_are_seen_to_be_made_up(self) -> None:
        for language, word in _MADE_UP.items():
            form = self.make_format()
            assert word in form.render(named_report(PLAIN, synthetic=True), language).casefold()
            assert word not in form.render(named_report(PLAIN), language).casefold()

    def test_illustrative_figures_are_marked(self) -> None:
        form = self.make_format()
        marked, plain = (form.render(named_report(PLAIN, illustrative=i), "en") for i in (True, False))
        assert marked != plain, "a column that rests on illustrative figures looks like any other"

    # ---- what it lets nobody do

    def test_no_name_makes_a_row_of_its_own(self) -> None:
        form = self.make_format()
        plain, hostile = (_rows(form.render(named_report(names), "en"), self) for names in (PLAIN, HOSTILE))
        assert hostile == plain, "a name with line ends or delimiters in it changes the number of rows"

    def test_no_name_steers_a_terminal_or_turns_the_text(self) -> None:
        if self.delimiter:
            pytest.skip("the format is for spreadsheets, which show such characters")
        for report in sample_reports():
            for language in LANGUAGES:
                found = _steering(self.make_format().render(report, language))
                assert not found, f"{sorted(map(ascii, found))} came through: use ports.report.clean"

    def test_no_cell_is_taken_for_a_formula(self) -> None:
        if not self.delimiter:
            pytest.skip("the format does not claim to be opened by spreadsheets")
        for report in sample_reports():
            rendered = self.make_format().render(report, "en")
            cells = [cell for row in _table(rendered, self.delimiter) for cell in row]
            found = [cell for cell in cells if _is_formula(cell)]
            assert found == [], "a spreadsheet would run this: put an apostrophe before it"

    def test_no_name_becomes_markup(self) -> None:
        if not self.markup:
            pytest.skip("the format does not claim to be markup")
        form = self.make_format()
        harmless = tuple(name.translate(_LETTERS) for name in HOSTILE)
        plain, hostile = (_Page(form.render(named_report(names), "en")) for names in (harmless, HOSTILE))
        strange = set(hostile.tags) - set(plain.tags)
        assert not strange, f"names added tags or attributes: {sorted(strange)}; escape them"
        for report in sample_reports():
            acting = _Page(form.render(report, "en")).acting
            assert acting == [], f"{acting} act on whoever opens the page"

    # ---- what it goes by

    def test_the_same_report_is_always_the_same_bytes(self) -> None:
        form, reports = self.make_format(), list(sample_reports())
        forward = [form.render(report, "en") for report in reports]
        backward = [form.render(report, "en") for report in reversed(reports)]
        assert forward == backward[::-1] == [self.make_format().render(report, "en") for report in reports]

    def test_it_asks_no_clock_and_no_chance(self) -> None:
        for report in sample_reports():
            alone(lambda report=report: self.make_format().render(report, "en"))  # type: ignore[misc]  # bound at once

    def test_it_leaves_the_report_as_it_was(self) -> None:
        for report in sample_reports():
            with untouched(report):
                self.make_format().render(report, "en")


class _Page(HTMLParser):
    """The tags of a page with the names of their attributes, and those of them that act."""

    def __init__(self, rendered: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.acting: list[str] = []
        self.feed(rendered)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))
        acts = [f"{name}={value}" for name, value in attrs if name.startswith("on") or _runs(value)]
        self.acting += [*acts, *([tag] if tag in ("script", "iframe", "object") else [])]


def _runs(value: str | None) -> bool:
    return (value or "").strip().casefold().startswith(("javascript:", "data:text/html"))


def _rows(rendered: str, kit: FormatConformance) -> int:
    """How many rows there are for a reader."""
    if kit.markup:
        return sum(tag == "tr" for tag, _ in _Page(rendered).tags)
    return len(_table(rendered, kit.delimiter)) if kit.delimiter else len(rendered.splitlines())


def _table(rendered: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(rendered, newline=""), delimiter=delimiter))


def _is_formula(cell: str) -> bool:
    begins = cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(("\t", "\r", "\n"))
    return begins and not _NUMBER.fullmatch(cell)


def _steering(rendered: str) -> set[str]:
    """The characters in it that steer a terminal or turn the text."""
    return {char for char in rendered if char in _TURNING or _is_control(char)}


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" and char not in "\n\r\t"
