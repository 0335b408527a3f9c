"""A process as SVG elements."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from medsales_core.engine.process import Process, Stage, TransitionKind
from medsales_core.playbook.drawing.layout import BOX, ENDS, GAP, Arc, Box, Return
from medsales_core.playbook.drawing.lettering import safe, width
from medsales_core.playbook.drawing.words import END_WORDS, MUST, TO_HEED, blocking, facts_of, heeded

__all__ = [
    "HEADS",
    "draw_arc",
    "draw_box",
    "draw_end",
    "draw_return",
    "draw_start",
    "draw_straight",
    "ends_of",
    "line",
    "straights",
]

#: The arrow heads, one for each colour of line.
HEADS: Final = "".join(
    f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
    f'markerUnits="userSpaceOnUse" orient="auto"><path class="{name}" d="M0 0 10 5 0 10z"/></marker>'
    for name in ("head", "head-skip", "head-back")
)
_LEAVES: Final = 8
_SKIPS: Final = 18
_LANE: Final = 10
_PILL: Final = 28


def line(kind: str, x: float, y: float, written: str, *, anchor: str = "") -> str:
    """A line of text."""
    at = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}"{at}>{safe(written)}</text>'


def draw_start(left: int, box: Box, *, first: bool) -> str:
    """A dot where the process begins: above the first box, else at the side of the box it is."""
    if first:
        x = left + BOX // 2
        return (
            f'<circle class="start" cx="{x}" cy="{box.top - GAP + 5}" r="5"/>'
            f'<path class="way" d="M{x} {box.top - GAP + 10}V{box.top - 2}" marker-end="url(#head)"/>'
        )
    return (
        f'<circle class="start" cx="{left - 20}" cy="{box.top + 10}" r="5"/>'
        f'<path class="way" d="M{left - 15} {box.top + 10}H{left - 1}" marker-end="url(#head)"/>'
    )


def draw_box(left: int, box: Box, *, closes: Sequence[TransitionKind], language: str) -> Iterator[str]:
    """A stage: its number, name, what it asks for; *closes* are the ends it has that are drawn in it."""
    stage = box.stage
    kind = "box key" if stage.key else "box"
    yield f"<g><title>{safe(_told(stage, language))}</title>"
    yield f'<rect class="{kind}" x="{left}" y="{box.top}" width="{BOX}" height="{box.height}" rx="8"/>'
    yield f'<circle class="disc" cx="{left + 32}" cy="{box.middle}" r="16"/>'
    yield line("number", left + 32, box.middle + 5, str(box.number), anchor="middle")
    facts = [*(f"✓ {END_WORDS[end].pick(language)}" for end in closes), *facts_of(stage, language)]
    first = box.top + (27 if facts else 38)
    for index, written in enumerate(box.lines):
        yield line("name", left + 62, first + 21 * index, written)
    yield line("soft", left + 62, box.bottom - 15, " · ".join(facts))
    yield from _draw_count(left + BOX - 58, box, language)
    yield "</g>"


def _draw_count(middle: int, box: Box, language: str) -> Iterator[str]:
    """How many requirements block; where none does, how many are told, in a quieter colour."""
    blocks, told = blocking(box.stage), heeded(box.stage)
    quiet = told and not blocks
    kind, count, caption = ("figure quiet", told, TO_HEED) if quiet else ("figure", blocks, MUST)
    yield line(kind, middle, box.middle + 3, str(count), anchor="middle")
    yield line("caption", middle, box.middle + 20, caption.pick(language), anchor="middle")


def _told(stage: Stage, language: str) -> str:
    guidance = stage.guidance.pick(language)
    return stage.label.pick(language) + (f": {guidance}" if guidance else "")


def draw_straight(left: int, source: Box, target: Box) -> str:
    x = left + BOX // 2
    return f'<path class="way" d="M{x} {source.bottom + 1}V{target.top - 2}" marker-end="url(#head)"/>'


def draw_arc(left: int, arc: Arc) -> str:
    """A way around the boxes between, at the right."""
    x, out = left + BOX + 1, left + BOX + 1 + arc.bulge
    skips = arc.kind is TransitionKind.SKIP
    # Heads of two kinds side by side, or one would hide the other.
    aside = _SKIPS if skips else _LEAVES
    begin, end = arc.source.middle + aside, arc.target.middle - aside
    kind, head = ("way skip", "head-skip") if skips else ("way", "head")
    curve = f"M{x} {begin}C{out:g} {begin} {out:g} {end} {x + 1} {end}"
    return f'<path class="{kind}" d="{curve}" marker-end="url(#{head})"/>'


def draw_return(left: int, rail: Return, lanes: int) -> Iterator[str]:
    """The ways back to one stage, at the left."""
    x = left - 16 - _LANE * (rail.lane + 1)
    end = rail.target.top + rail.target.height * 0.22
    for source in rail.sources:
        begin = source.top + source.height * (0.42 + 0.5 * (rail.lane + 1) / (lanes + 1))
        yield (
            f'<path class="way back" d="M{left - 1} {begin:.1f}H{x + 4}Q{x} {begin:.1f} {x} '
            f'{_toward(begin, end):.1f}V{_toward(end, begin):.1f}Q{x} {end:.1f} {x + 4} {end:.1f}H{left - 2}" '
            f'marker-end="url(#head-back)"/>'
        )


def _toward(start: float, end: float) -> float:
    return start + (4 if end > start else -4)


def draw_end(left: int, box: Box, ends: Sequence[TransitionKind], language: str) -> Iterator[str]:
    """The ends that the last stage leads to, under it."""
    words = [f"✓ {END_WORDS[end].pick(language)}" for end in ends]
    widths = [width(word, 14) + 36 for word in words]
    x = left + BOX / 2 - (sum(widths) + 12 * (len(widths) - 1)) / 2
    top = box.bottom + GAP
    for word, wide in zip(words, widths, strict=True):
        middle = x + wide / 2
        yield f'<path class="way" d="M{middle:g} {box.bottom + 1}V{top - 2}" marker-end="url(#head)"/>'
        yield f'<rect class="end" x="{x:g}" y="{top}" width="{wide:g}" height="{_PILL}" rx="14"/>'
        yield line("end-word", middle, top + 19, word, anchor="middle")
        x += wide + 12


def ends_of(process: Process, stage: str) -> list[TransitionKind]:
    """How the process may end well in *stage*."""
    kinds = {transition.kind for transition in process.transitions if stage in transition.sources}
    return [kind for kind in ENDS if kind in kinds]


def straights(process: Process, placed: Mapping[str, Box]) -> Iterator[tuple[Box, Box]]:
    """The forward ways to the very next stage."""
    for transition in process.transitions:
        if transition.kind is TransitionKind.FORWARD:
            target = placed[transition.target]
            for source in transition.sources:
                if placed[source].number + 1 == target.number:
                    yield placed[source], target
