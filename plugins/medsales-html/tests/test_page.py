"""The page stands alone, says what is made up, and lets no name act."""

import datetime as dt
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.money import Money
from medsales_core.ports.report import Bar, Cell, Column, Figure, Report, ReportTable, clean
from medsales_core.text import LangText, text
from medsales_html import HtmlFormat
from medsales_html.drawing import wrap

AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SOME = settings(max_examples=40, deadline=None)
VOID = {"meta", "rect", "polygon"}
ALLOWED = {
    "body", "desc", "div", "footer", "h1", "h2", "head", "header", "html", "li", "main", "meta", "p", "polygon",
    "rect", "section", "style", "svg", "table", "tbody", "td", "text", "tfoot", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</style></title></svg><iframe src=//e.org>",
    "&lt;b&gt; &amp; {x}",
    "<!-- -->]]>",
    "https://example.org/x.js",
]  # fmt: skip


class Page(HTMLParser):
    """Reads a page and keeps its tags, attributes and texts; a tag closed in the wrong place is an error."""

    def __init__(self, rendered: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(rendered)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data!r}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1], data))

    def of(self, tag: str) -> list[str]:
        return [found for name, found in self.texts if name == tag]


hostile = st.sampled_from(HOSTILE) | st.text(max_size=60)
labels = st.builds(text, hostile, hostile)
COLUMNS = (
    Column(id="name", label=text("Name", "名称")),
    Column(id="deals", label=text("Deals", "商机数"), kind="integer"),
    Column(id="amount", label=text("Amount", "金额"), kind="money", illustrative=True),
    Column(id="on", label=text("On", "日期"), kind="date"),
    Column(id="remark", label=text("Remark", "备注")),
)
rows = st.tuples(
    st.none() | hostile | labels,
    st.none() | st.integers(),
    st.none() | st.builds(Money, st.decimals(0, 10**9, places=2), st.sampled_from(["CNY", "USD"])),
    st.none() | st.dates(),
    st.none() | hostile | labels,
)
bars = st.builds(Bar, label=labels, value=st.decimals(0, 10**7, places=1) | st.just(Decimal(0)), note=labels)
reports = st.builds(
    Report,
    id=st.just("r"),
    title=labels,
    at=st.just(AT),
    tables=st.lists(
        st.builds(
            ReportTable,
            id=st.just("t"),
            title=labels,
            columns=st.just(COLUMNS),
            rows=st.lists(rows, max_size=3).map(tuple),
            totals=st.none() | rows,
        ),
        max_size=2,
    ).map(tuple),
    figures=st.lists(
        st.builds(
            Figure,
            kind=st.sampled_from(["funnel", "bars"]),
            title=labels,
            bars=st.lists(bars, max_size=4).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    notes=st.lists(labels, max_size=3).map(tuple),
    subject=labels,
    synthetic=st.booleans(),
    source=hostile,
)
languages = st.sampled_from(["en", "zh-Hans"])


def small(*cells: tuple[Cell, ...], kind: str = "funnel", synthetic: bool = False) -> Report:
    bar = (("Stage one", "第一阶段", 40), ("Stage two", "第二阶段", 4), ("Won", "赢单", 0))
    return Report(
        id="r",
        title=text("Funnel", "销售漏斗"),
        at=AT,
        tables=(ReportTable(id="t", title=text("Table", "表格"), columns=COLUMNS, rows=cells),),
        figures=(
            Figure(
                kind="funnel" if kind == "funnel" else "bars",
                title=text("The funnel", "漏斗图"),
                bars=tuple(
                    Bar(label=text(en, zh), value=Decimal(value), note=text("10% went on", "10%进入"))
                    for en, zh, value in bar
                ),
            ),
        ),
        notes=(text("A note.", "说明。"),),
        subject=text("East", "华东"),
        synthetic=synthetic,
        source="deals.csv",
    )


@SOME
@given(reports, languages)
def test_every_page_is_well_formed_and_has_nothing_that_acts(report: Report, language: str) -> None:
    page = Page(HtmlFormat().render(report, language))
    for tag, attributes in page.tags:
        assert tag in ALLOWED
        assert not any(name.startswith("on") or name in ("src", "href", "style") for name in attributes)


@SOME
@given(reports, languages)
def test_a_page_loads_nothing(report: Report, language: str) -> None:
    page = Page(HtmlFormat().render(report, language))
    (style,) = page.of("style")
    assert "url(" not in style
    assert "@import" not in style
    for tag, attributes in page.tags:
        if tag != "meta":
            assert not any(re.search(r"https?:|//", value or "") for value in attributes.values())
    policies = [found["content"] for tag, found in page.tags if found.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


@SOME
@given(reports, languages)
def test_whatever_a_name_holds_is_shown_as_it_is_written(report: Report, language: str) -> None:
    page = Page(HtmlFormat().render(report, language))
    assert "".join(page.of("h1")) == clean(report.title.pick(language))
    shown = set(page.of("td")) | set(page.of("th"))
    for table in report.tables:
        if table.rows:
            for row in table.written(language):
                assert {cell for cell in row if cell} <= shown


@SOME
@given(reports, languages)
def test_the_same_report_gives_the_same_page(report: Report, language: str) -> None:
    assert HtmlFormat().render(report, language) == HtmlFormat().render(report, language)


@pytest.mark.parametrize(("language", "word"), [("en", "Synthetic data"), ("zh-Hans", "合成数据")])
def test_only_made_up_data_have_a_banner_and_it_speaks_the_language_of_the_page(
    language: str, word: str
) -> None:
    made_up, real = (Page(HtmlFormat().render(small(synthetic=made), language)) for made in (True, False))
    assert any(word in found for found in made_up.of("p"))
    assert not any(word in found for found in real.of("p"))
    assert not any(attributes.get("class") == "banner" for _, attributes in real.tags)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_page_names_its_language_moment_and_source(language: str) -> None:
    page = Page(HtmlFormat().render(small(), language))
    assert page.tags[0] == ("html", {"lang": language})
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in page.tags
    (told,) = [found for found in page.of("p") if "deals.csv" in found]
    assert "2026-03-01 09:00+08:00" in told


def test_the_page_has_light_and_dark_and_chinese_fonts() -> None:
    (style,) = Page(HtmlFormat().render(small(), "en")).of("style")
    assert "prefers-color-scheme: dark" in style
    for font in ('"PingFang SC"', '"Microsoft YaHei"', '"Noto Sans CJK SC"'):
        assert font in style


def test_a_table_scrolls_in_a_box_of_its_own_that_the_keyboard_reaches() -> None:
    page = Page(HtmlFormat().render(small(("a", 1, None, None, None)), "en"))
    (box,) = [attributes for _, attributes in page.tags if attributes.get("class") == "scroll"]
    assert box["tabindex"] == "0"
    (heading,) = [attributes for tag, attributes in page.tags if tag == "h2" and attributes.get("id")]
    assert box["aria-labelledby"] == heading["id"]


@pytest.mark.parametrize("kind", ["funnel", "bars"])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_figure_shows_and_tells_every_label_and_value(kind: str, language: str) -> None:
    page = Page(HtmlFormat().render(small(kind=kind), language))
    shown, (told,) = page.of("text"), page.of("desc")
    for label, value in zip(
        {"en": ["Stage one", "Stage two", "Won"], "zh-Hans": ["第一阶段", "第二阶段", "赢单"]}[language],
        ["40", "4", "0"],
        strict=True,
    ):
        assert label in shown
        assert value in shown
        assert f"{label}: {value}" in told
    named = [found for found in page.tags if found[1].get("role") == "img"]
    assert named[0][1]["aria-labelledby"] == "figure-0-title figure-0-desc"


def test_bands_are_as_wide_as_their_values() -> None:
    page = Page(HtmlFormat().render(small(), "en"))
    first, second, _ = (found["points"] for tag, found in page.tags if tag == "polygon")
    assert first == "0.00,0 100.00,0 55.00,57 45.00,57"
    assert second == "45.00,60 55.00,60 50.00,117 50.00,117"


def test_a_funnel_that_grows_again_is_drawn_with_upright_bands() -> None:
    report = small()
    grown = Figure(kind="funnel", title=report.title, bars=report.figures[0].bars[1::-1])
    page = Page(
        HtmlFormat().render(Report(id="r", title=report.title, at=AT, tables=(), figures=(grown,)), "en")
    )
    first, _ = (found["points"] for tag, found in page.tags if tag == "polygon")
    assert first == "45.00,0 55.00,0 55.00,57 45.00,57"


def test_bars_are_as_long_as_their_values() -> None:
    page = Page(HtmlFormat().render(small(kind="bars"), "en"))
    lengths = [found["width"] for tag, found in page.tags if found.get("class") == "bar"]
    rails = {found["width"] for tag, found in page.tags if found.get("class") == "rail"}
    assert rails == {lengths[0]}
    assert float(str(lengths[1]).rstrip("%")) == pytest.approx(
        float(str(lengths[0]).rstrip("%")) / 10, abs=0.01
    )
    assert len(lengths) == 2


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("Product demonstration and support", ["Product demonstration", "and support"]),
        ("产品演示与技术支持方案制定与价值", ["产品演示与技术支持方案", "制定与价值"]),
        ("", []),
        ("one", ["one"]),
    ],
)
def test_labels_break_at_blanks_and_between_chinese_characters(written: str, lines: list[str]) -> None:
    assert wrap(written, 22) == lines


@given(st.text(max_size=200), st.integers(4, 30), st.integers(1, 4))
def test_a_wrapped_label_has_no_more_lines_than_there_is_room_for(
    found: str, columns: int, lines: int
) -> None:
    wrapped = wrap(clean(found), columns, lines)
    assert len(wrapped) <= lines
    if len(wrapped) < lines:
        assert "".join("".join(wrapped).split()) == "".join(clean(found).split())


def test_a_text_in_another_language_alone_falls_back_to_what_there_is() -> None:
    report = Report(id="r", title=LangText({"de": "Trichter"}), at=AT, tables=())
    assert Page(HtmlFormat().render(report, "zh-Hans")).of("h1") == ["Trichter"]
