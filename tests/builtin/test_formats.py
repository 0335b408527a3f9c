"""Text lines up, Markdown holds, CSV is CSV, whatever a customer is called."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.builtin.formats import CsvFormat, MarkdownFormat, TextFormat
from medsales_core.builtin.formats.text import pad, width
from medsales_core.money import Money
from medsales_core.ports.report import Bar, Cell, Column, Figure, Report, ReportTable
from medsales_core.text import text

SOME = settings(max_examples=40, deadline=None)
AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
COLUMNS = (
    Column(id="name", label=text("Name", "名称")),
    Column(id="deals", label=text("Deals", "商机数"), kind="integer"),
    Column(id="amount", label=text("Amount", "金额"), kind="money", illustrative=True),
    Column(id="share", label=text("Share", "占比"), kind="ratio"),
    Column(id="on", label=text("On", "日期"), kind="date"),
)
names = st.text(max_size=20) | st.sampled_from(
    ["a|b", "<script>x</script>", "=1+1", "@x", "江城市第一人民医院", "`|`", "\\|", "a\nb", "é", "👩‍⚕️"]
)
rows = st.tuples(
    names,
    st.none() | st.integers(-(10**9), 10**9),
    st.none() | st.builds(Money, st.decimals(0, 10**9, places=2), st.sampled_from(["CNY", "USD"])),
    st.none() | st.decimals(0, 1, places=6),
    st.none() | st.dates(),
)


def report(
    *cells: tuple[Cell, ...], totals: tuple[Cell, ...] | None = None, synthetic: bool = False
) -> Report:
    table = ReportTable(id="t", title=text("Table", "表格"), columns=COLUMNS, rows=cells, totals=totals)
    return Report(
        id="r",
        title=text("Report", "报告"),
        at=AT,
        tables=(table,),
        figures=(
            Figure(
                kind="bars",
                title=text("Figure", "图"),
                bars=(Bar(label=text("one", "一"), value=Decimal(3), note=text("n", "注")),),
            ),
        ),
        notes=(text("A note.", "说明。"),),
        synthetic=synthetic,
        source="a.csv",
    )


def lines_of_table(rendered: str, count: int) -> list[str]:
    lines = rendered.splitlines()
    start = next(place for place, line in enumerate(lines) if line in ("Table", "表格")) + 2
    return lines[start : start + count]


@pytest.mark.parametrize(
    ("written", "columns"), [("abc", 3), ("医院", 4), ("（）", 4), ("e\u0301", 1), ("a医\u200d", 3), ("", 0)]
)
def test_a_chinese_character_is_two_columns_wide_and_a_combining_mark_none(
    written: str, columns: int
) -> None:
    assert width(written) == columns


@SOME
@given(names, st.integers(0, 60), st.booleans())
def test_padding_fills_up_to_the_width_asked_for(written: str, columns: int, right: bool) -> None:
    assert width(pad(written, columns, right=right)) == max(columns, width(written))


@SOME
@given(st.lists(rows, min_size=1, max_size=5), st.sampled_from(["en", "zh-Hans"]))
def test_every_column_of_a_text_table_begins_at_the_same_place(
    cells: list[tuple[Cell, ...]], language: str
) -> None:
    rendered = TextFormat().render(report(*cells), language)
    heading, rule, *body = lines_of_table(rendered, 2 + len(cells))
    gaps = {column for match in re.finditer("  ", rule) for column in range(*match.span())}
    for line in (heading, *body):
        assert width(line) <= len(rule)
        at = 0
        for char in line:
            covered = set(range(at, at + width(char)))
            assert char == " " or not covered & gaps, f"{line!r} writes over the gap at {covered & gaps}"
            at += width(char)


def test_text_is_flush_left_and_numbers_flush_right() -> None:
    rendered = TextFormat().render(
        report(
            ("医院", 5, Money(7, "CNY"), Decimal("0.5"), dt.date(2026, 3, 1)),
            ("b", 1200, None, None, None),
            totals=("all", 1205, Money(7, "CNY"), None, None),
        ),
        "en",
    )
    assert lines_of_table(rendered, 7) == [
        "Name  Deals  Amount*  Share  On",
        "----  -----  -------  -----  ----------",
        "医院      5    7 CNY  50.0%  2026-03-01",
        "b     1,200        -      -  -",
        "----  -----  -------  -----  ----------",
        "all   1,205    7 CNY      -  -",
        "* rests on illustrative figures of the playbook, which no source fixes",
    ]


def test_a_name_cannot_steer_a_terminal() -> None:
    rendered = TextFormat().render(report(("\x1b[2Jgone\u202e", 1, None, None, None)), "en")
    assert "\x1b" not in rendered
    assert "\u202e" not in rendered


def test_an_empty_table_says_so() -> None:
    assert "(none)" in TextFormat().render(report(), "en")
    assert "（无）" in TextFormat().render(report(), "zh-Hans")
    assert "None." in MarkdownFormat().render(report(), "en")


def unescaped_pipes(line: str) -> int:
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))


@SOME
@given(st.lists(rows, min_size=1, max_size=5), st.sampled_from(["en", "zh-Hans"]))
def test_no_name_breaks_a_markdown_table_or_brings_html(cells: list[tuple[Cell, ...]], language: str) -> None:
    rendered = MarkdownFormat().render(report(*cells), language)
    table = [line for line in rendered.splitlines() if line.startswith("| ")]
    assert len(table) == 2 + len(cells)
    assert {unescaped_pipes(line) for line in table} == {len(COLUMNS) + 1}
    assert not re.search(r"(?<!\\)(?:\\\\)*<", rendered)


def test_markdown_escapes_what_it_would_act_on_and_leaves_the_rest() -> None:
    rendered = MarkdownFormat().render(report(("[x](http://e.org) *b* 09:00", None, None, None, None)), "en")
    assert r"| \[x\](http\://e.org) \*b\* 09:00 |" in rendered


@SOME
@given(st.lists(rows, min_size=1, max_size=5), st.sampled_from(["en", "zh-Hans"]), st.booleans())
def test_csv_reads_back_row_for_row(cells: list[tuple[Cell, ...]], language: str, synthetic: bool) -> None:
    rendered = CsvFormat().render(report(*cells, synthetic=synthetic), language)
    heading, *body = csv.reader(io.StringIO(rendered, newline=""))
    assert len(body) == len(cells)
    for before, after in zip(cells, body, strict=True):
        assert len(after) == len(heading) == len(COLUMNS) + 2 + synthetic
        name, deals, amount, currency, *_ = after
        assert name.removeprefix("'") == str(before[0]).removeprefix("'")
        assert deals == ("" if before[1] is None else str(before[1]))
        if isinstance(before[2], Money):
            assert Money(amount, currency) == before[2]
        assert ("synthetic" in after or "合成" in after) is synthetic or before[0] in ("synthetic", "合成")


@SOME
@given(st.sampled_from("=+-@\t\r\n＝＋－＠"), st.text(max_size=5), st.sampled_from(["", " ", "   "]))
def test_no_text_cell_of_a_csv_begins_like_a_formula(sign: str, rest: str, blanks: str) -> None:
    rendered = CsvFormat().render(report((blanks + sign + rest, 1, None, None, None)), "en")
    body = list(csv.reader(io.StringIO(rendered, newline="")))[1]
    assert body[0] == f"'{blanks}{sign}{rest}"


def test_a_negative_number_is_no_formula() -> None:
    rendered = CsvFormat().render(report(("a", -5, None, None, None)), "en")
    assert "\r\na,-5," in rendered


def test_one_table_is_one_csv_and_several_are_told_apart() -> None:
    one = report(("a", 1, None, None, None))
    single = CsvFormat().render(one, "en")
    assert single.startswith("Name,Deals,Amount*,")
    two = Report(id="r", title=one.title, at=AT, tables=one.tables * 2)
    assert CsvFormat().render(two, "en") == f"Table\r\n{single}\r\nTable\r\n{single}"


def test_a_csv_file_opens_with_its_characters_in_a_spreadsheet() -> None:
    rendered = CsvFormat().render(report(("医院", 1, None, None, None)), "zh-Hans")
    assert rendered.encode(CsvFormat.encoding).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("form", [TextFormat(), MarkdownFormat()], ids=lambda form: form.id)
@pytest.mark.parametrize(("language", "word"), [("en", "Synthetic data"), ("zh-Hans", "合成数据")])
def test_made_up_data_are_called_so_in_both_languages(
    form: TextFormat | MarkdownFormat, language: str, word: str
) -> None:
    assert word in form.render(report(synthetic=True), language)
    assert word not in form.render(report(), language)
