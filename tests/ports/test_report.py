"""Tables refuse cells that do not fit; cells are written so that a name cannot act."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.errors import ValueRefused
from medsales_core.money import Money
from medsales_core.ports.report import Bar, Cell, Column, Kind, Report, ReportTable, clean
from medsales_core.text import text

AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def table(kind: Kind, *cells: Cell) -> ReportTable:
    column = Column(id="c", label=text("C", "列"), kind=kind)
    return ReportTable(id="t", title=text("T", "表"), columns=(column,), rows=tuple((c,) for c in cells))


def written(kind: Kind, *cells: Cell, language: str = "en") -> list[str]:
    return [row[0] for row in table(kind, *cells).written(language)]


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("integer", Decimal(1)),
        ("integer", True),
        ("text", 1),
        ("money", Decimal(1)),
        ("ratio", 1),
        ("date", AT),
        ("days", "3"),
    ],
)
def test_a_cell_of_another_kind_is_refused(kind: Kind, cell: Cell) -> None:
    with pytest.raises(ValueRefused, match=f"column 'c' of table 't' holds {kind}"):
        table(kind, cell)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueRefused, match="1 columns, a row has 2 cells"):
        ReportTable(
            id="t",
            title=text("T", "表"),
            columns=(Column(id="c", label=text("C", "列")),),
            rows=(("a", "b"),),
        )


def test_cells_are_written_as_a_person_reads_them() -> None:
    assert written("integer", 12345, None) == ["12,345", "-"]
    assert written("ratio", Decimal("0.1234")) == ["12.3%"]
    assert written("days", Decimal("24.50"), Decimal("3.0"), 4) == ["24.5", "3", "4"]
    assert written("date", dt.date(2026, 3, 31)) == ["2026-03-31"]
    assert written("text", text("a", "甲"), None, language="zh-Hans") == ["甲", ""]


def test_one_column_shows_all_its_money_to_the_same_places() -> None:
    assert written("money", Money("1200000", "CNY"), Money("7.50", "CNY")) == ["1,200,000.00 CNY", "7.50 CNY"]
    assert written("money", Money("1200000.00", "CNY"), Money("8", "USD")) == ["1,200,000 CNY", "8 USD"]


def test_control_characters_and_turning_marks_are_taken_out() -> None:
    assert clean("a\x1b[31mb\r\nc\u202ed\x00") == "a [31mb cd"


@given(st.text())
def test_a_cleaned_text_is_one_printable_line_and_cleaning_it_again_changes_nothing(found: str) -> None:
    cleaned = clean(found)
    assert len(cleaned.splitlines()) <= 1
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("value", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_a_bar_that_cannot_be_drawn_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueRefused, match="a bar is as long"):
        Bar(label=text("b", "条"), value=value, note=text("", ""))


def test_only_a_synthetic_report_has_a_banner() -> None:
    made_up = Report(id="r", title=text("R", "报"), at=AT, tables=(), synthetic=True, source="a.csv")
    real = Report(id="r", title=text("R", "报"), at=AT, tables=())
    assert "made up" in made_up.banner("en")
    assert "虚构" in made_up.banner("zh-Hans")
    assert real.banner("en") == ""
    assert made_up.provenance("en") == ("As of 2026-03-01 09:00+08:00", "Source: a.csv")
    assert real.provenance("zh-Hans") == ("截至2026-03-01 09:00+08:00",)
