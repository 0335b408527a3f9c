"""The drawing of a playbook: whole, well-formed, told in words too, and nothing runs into anything."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.playbook import Playbook, load_playbook
from medsales_core.playbook.drawing import as_svg
from medsales_core.playbook.drawing.lettering import safe, spans, width, wrap
from medsales_core.text import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"
LONG = " with a name that goes on for far longer than anybody would want it to, and then a little"
WAYS = [
    ("skip", 2, 5), ("skip", 3, 9), ("skip", 4, 6), ("skip", 1, 12), ("back", 12, 1), ("back", 9, 4),
    ("back", 10, 8), ("forward", 7, 3), ("forward", 6, 6), ("win", 8, 0), ("lose", 3, 0),
]  # fmt: skip

TOLD = """
schema = 1
id = "told"
version = "1"
languages = ["en"]
title = { en = "Told" }

[process.p]
moves = "deal"
label = { en = "A process" }
start = "s"

[stage.s]
process = "p"
position = 1
label = { en = "A stage" }

[stage.s.exit.named]
label = { en = "The deal is named" }
source = "test"
severity = "warn"
require = { "deal.name" = "filled" }

[transition.win]
from = "s"
kind = "win"
"""


def drawn(playbook: Playbook, language: str = "en") -> ET.Element:
    return ET.fromstring(as_svg(playbook, language))


def of_kind(drawing: ET.Element, kind: str) -> list[ET.Element]:
    """The elements of the drawing itself, not of its legend, that have *kind* among their classes."""
    legend = {
        element for group in drawing.iter(f"{SVG}g") if group.get("transform") for element in group.iter()
    }
    return [e for e in drawing.iter() if kind in (e.get("class") or "").split() and e not in legend]


def numbers(element: ET.Element) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", element.get("d", ""))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_of_the_reference_is_a_box_with_its_name_in_order(
    reference: Playbook, language: str
) -> None:
    drawing = drawn(reference, language)
    assert len(of_kind(drawing, "box")) == len(reference.stages) == 8
    names = [element.text for element in of_kind(drawing, "name")]
    assert names == [stage.label.pick(language) for stage in reference.stages.values()]


def test_the_number_in_a_box_is_of_the_requirements_that_block(reference: Playbook) -> None:
    told = [int(element.text or "") for element in of_kind(drawn(reference), "figure")]
    stages = reference.stages.values()
    assert told == [sum(r.severity == "block" for _, r in stage.criteria()) for stage in stages]


def test_where_none_blocks_the_number_is_of_those_to_heed(write_playbook: Callable[..., Path]) -> None:
    playbook = load_playbook(write_playbook(TOLD))
    assert [element.text for element in of_kind(drawn(playbook), "quiet")] == ["1"]
    assert "more to heed" not in as_svg(playbook, "en")


def test_skips_are_dashed_arcs_and_other_ways_are_not(playbook_of: Callable[..., Playbook]) -> None:
    drawing = drawn(playbook_of(12, WAYS))
    assert len(of_kind(drawing, "skip")) == 4
    assert all("C" in arc.get("d", "") for arc in of_kind(drawing, "skip"))
    solid = [e for e in of_kind(drawing, "way") if not {"skip", "back"} & set((e.get("class") or "").split())]
    start, straight, loops, win = 1, 11, 2, 1
    assert len(solid) == start + straight + loops + win
    assert len(of_kind(drawing, "back")) == 3


def test_a_loop_is_an_arc_that_leads_up(playbook_of: Callable[..., Playbook]) -> None:
    drawing = drawn(playbook_of(4, [("forward", 3, 1)]))
    (loop,) = [e for e in of_kind(drawing, "way") if "C" in e.get("d", "")]
    assert numbers(loop)[-1] < numbers(loop)[1]


@pytest.mark.parametrize("more", ["", LONG, "无穷无尽的名称" * 12, "x" * 200])
def test_nothing_leaves_the_paper_and_no_box_covers_another(
    playbook_of: Callable[..., Playbook], more: str
) -> None:
    drawing = drawn(playbook_of(12, WAYS, more=more))
    wide, high = float(drawing.get("width", 0)), float(drawing.get("height", 0))
    boxes = of_kind(drawing, "box")
    edges = [(float(b.get("y", 0)), float(b.get("y", 0)) + float(b.get("height", 0))) for b in boxes]
    assert all(below[0] - above[1] >= 30 for above, below in pairwise(edges))
    for text in drawing.iter(f"{SVG}text"):
        assert 0 < float(text.get("y", 0)) < high
        if text.get("class") == "name":
            assert float(text.get("x", 0)) + width(text.text or "", 16) < float(boxes[0].get("x", 0)) + 440
    for way in of_kind(drawing, "way"):
        assert all(0 < n < max(wide, high) for n in numbers(way))


def test_arcs_that_overlap_bulge_differently(playbook_of: Callable[..., Playbook]) -> None:
    arcs = of_kind(drawn(playbook_of(12, WAYS)), "skip")
    assert len({numbers(arc)[2] for arc in arcs}) == len(arcs)


def test_the_drawing_says_in_words_what_it_shows(reference: Playbook) -> None:
    drawing = drawn(reference, "zh-Hans")
    assert drawing.get("role") == "img"
    named = (drawing.get("aria-labelledby") or "").split()
    told = {e.get("id"): e.text or "" for e in drawing if e.get("id") in named}
    assert list(told) == named
    assert told["process-title"] == "医疗器械销售：参考流程"
    assert all(stage.label["zh-Hans"] in told["process-told"] for stage in reference.stages.values())
    assert "跳过 4 → 6" in told["process-told"]


def test_the_legend_explains_only_signs_that_occur(playbook_of: Callable[..., Playbook]) -> None:
    plain, with_skip = (as_svg(playbook_of(3, ways), "en") for ways in ([], [("skip", 1, 3)]))
    assert "may skip" not in plain
    assert "may skip" in with_skip


def test_light_and_dark_are_in_the_file_and_nothing_outside_is_needed(reference: Playbook) -> None:
    written = as_svg(reference, "en")
    assert "@media (prefers-color-scheme: dark)" in written
    assert "Noto Sans CJK SC" in written
    assert set(re.findall(r"https?://[^\"' ]+", written)) == {"http://www.w3.org/2000/svg"}


def test_a_title_with_signs_of_xml_is_shown_as_it_is(playbook_of: Callable[..., Playbook]) -> None:
    assert drawn(playbook_of(2)).findtext(f"{SVG}title") == "Made up & <odd>"


@given(st.text())
def test_any_text_is_well_formed_inside_xml(written: str) -> None:
    assert ET.fromstring(f'<a b="{safe(written)}">{safe(written)}</a>') is not None


@given(st.text(), st.integers(60, 400), st.integers(1, 3))
def test_wrapped_lines_fit(written: str, most: int, lines: int) -> None:
    found = wrap(written, 16, most, lines)
    assert len(found) <= lines
    assert all(width(line, 16) <= most for line in found)


@pytest.mark.parametrize(("given_", "told"), [([3, 1, 2], "1–3"), ([1, 3, 4, 9], "1, 3–4, 9"), ([], "")])
def test_numbers_are_told_in_short(given_: list[int], told: str) -> None:
    assert spans(given_) == told


def test_ways_that_are_told_alike_are_told_once(playbook_of: Callable[..., Playbook]) -> None:
    drawing = drawn(playbook_of(5, [("lose", n, 0) for n in (1, 2, 3, 5)]))
    notes = [element.text for element in of_kind(drawing, "soft")]
    assert notes.count("May be lost in 1–3, 5") == 1
    assert len([note for note in notes if note and "lost" in note]) == 1
