"""The processes of a playbook as one SVG drawing that a manager understands, readable in light and dark."""

from collections.abc import Iterator

import attrs

from medsales_core.engine.process import Process, TransitionKind
from medsales_core.playbook.drawing.layout import BOX, GAP, Arc, Box, Return, arcs, boxes, returns, room
from medsales_core.playbook.drawing.lettering import safe, width, wrap
from medsales_core.playbook.drawing.shapes import (
    HEADS,
    draw_arc,
    draw_box,
    draw_end,
    draw_return,
    draw_start,
    draw_straight,
    ends_of,
    line,
    straights,
)
from medsales_core.playbook.drawing.style import STYLE
from medsales_core.playbook.drawing.words import LEGEND, described, has_samples, notes
from medsales_core.playbook.playbook import Playbook

__all__ = ["as_svg"]

_MARGIN = 28
_TITLE = 72


def as_svg(playbook: Playbook, language: str) -> str:
    """All processes of *playbook*, one under the other, with a legend; a whole SVG file."""
    drawn = _placed(playbook, language)
    left = _MARGIN + max((20 + 10 * (len(one.rails) + 1) for one in drawn), default=20)
    total = left + BOX + max((room(one.arcs) for one in drawn), default=0) + _MARGIN
    body = [part for one in drawn for part in _process(one, left, language)]
    top = drawn[-1].bottom if drawn else _TITLE
    legend, height = _legend(drawn, left, top + 26, total - _MARGIN, language)
    told = " ".join(sentence for one in drawn for sentence in described(one.process, one.boxes, language))
    return "\n".join(
        [
            _opening(language, total, height),
            f'<title id="process-title">{safe(playbook.title.pick(language))}</title>',
            f'<desc id="process-told">{safe(told)}</desc>',
            f"<style>{STYLE}</style>",
            f"<defs>{HEADS}</defs>",
            f'<rect class="paper" width="{total}" height="{height}"/>',
            *_title(playbook, left, total - _MARGIN, language),
            *body,
            *legend,
            "</svg>",
            "",
        ]
    )


def _opening(language: str, wide: int, high: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="medsales-process" role="img" '
        f'xml:lang="{safe(language)}" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        'aria-labelledby="process-title process-told">'
    )


@attrs.frozen(kw_only=True)
class _Drawn:
    """A process with all its parts in their places."""

    process: Process
    top: int
    boxes: dict[str, Box]
    arcs: list[Arc]
    rails: list[Return]
    notes: list[str]

    @property
    def last(self) -> Box | None:
        return next(reversed(self.boxes.values()), None)

    @property
    def foot(self) -> int:
        """Where the notes begin."""
        if self.last is None:
            return self.top + 30
        ends = ends_of(self.process, self.last.stage.id)
        return self.last.bottom + (GAP + 28 if ends else 0) + 26

    @property
    def bottom(self) -> int:
        return self.foot + 20 * len(self.notes)


def _placed(playbook: Playbook, language: str) -> list[_Drawn]:
    drawn: list[_Drawn] = []
    top, number = _TITLE + 24, 1
    for process in playbook.processes.values():
        placed = boxes(process, language, number, top + 56)
        told = notes(process, placed, playbook.roles, language)
        one = _Drawn(
            process=process,
            top=top,
            boxes=placed,
            arcs=arcs(process, placed),
            rails=returns(process, placed),
            notes=[part for note in told for part in wrap(note, 13, BOX, 3)],
        )
        drawn.append(one)
        top, number = one.bottom + 34, number + len(placed)
    return drawn


def _title(playbook: Playbook, left: int, right: int, language: str) -> Iterator[str]:
    for index, written in enumerate(wrap(playbook.title.pick(language), 22, right - left, 1)):
        yield line("title", left, 46 + 26 * index, written)
    yield line("soft", left, 68, f"{playbook.id} {playbook.version}")


def _process(one: _Drawn, left: int, language: str) -> Iterator[str]:
    process, placed = one.process, one.boxes
    yield line("process", left, one.top + 12, process.label.pick(language))
    for rail in one.rails:
        yield from draw_return(left, rail, len(one.rails))
    for arc in one.arcs:
        yield draw_arc(left, arc)
    for source, target in straights(process, placed):
        yield draw_straight(left, source, target)
    for index, box in enumerate(placed.values()):
        if box.stage.id == process.start:
            yield draw_start(left, box, first=index == 0)
        ends = ends_of(process, box.stage.id)
        yield from draw_box(left, box, closes=() if box is one.last else ends, language=language)
        if box is one.last and ends:
            yield from draw_end(left, box, ends, language)
    for index, note in enumerate(one.notes):
        yield line("soft", left, one.foot + 20 * index + 4, note)


def _legend(drawn: list[_Drawn], left: int, top: int, right: int, language: str) -> tuple[list[str], int]:
    """The signs that occur, in rows, and where the drawing ends below them."""
    body = [f'<path class="rule" d="M{left} {top - 12}H{right}"/>']
    x, y = left, top + 14
    for name in _signs(drawn):
        written = LEGEND[name].pick(language)
        wide = 44 + width(written, 13) + 22
        if x > left and x + wide > right:
            x, y = left, y + 26
        body.append(f'<g transform="translate({x:g} {y})">{_SIGNS[name]}{line("soft", 44, 4, written)}</g>')
        x += int(wide)
    return body, y + 30


_SIGNS = {
    "forward": '<path class="way" d="M0 0H34" marker-end="url(#head)"/>',
    "skip": '<path class="way skip" d="M0 0H34" marker-end="url(#head-skip)"/>',
    "back": '<path class="way back" d="M34 0H0" marker-end="url(#head-back)"/>',
    "end": '<rect class="end" x="0" y="-9" width="34" height="18" rx="9"/>',
    "must": '<text class="figure" x="17" y="8" text-anchor="middle">n</text>',
    "key": '<rect class="box key" x="2" y="-9" width="30" height="18" rx="4"/>',
    "sample": '<text x="17" y="7" text-anchor="middle">*</text>',
}


def _signs(drawn: list[_Drawn]) -> Iterator[str]:
    kinds = {transition.kind for one in drawn for transition in one.process.transitions}
    stages = [box.stage for one in drawn for box in one.boxes.values()]
    occurs = {
        "forward": TransitionKind.FORWARD in kinds,
        "skip": TransitionKind.SKIP in kinds,
        "back": any(one.rails for one in drawn),
        "end": any(ends_of(one.process, box.stage.id) for one in drawn for box in one.boxes.values()),
        "must": bool(stages),
        "key": any(stage.key for stage in stages),
        "sample": any(has_samples(one.process) for one in drawn),
    }
    yield from (name for name, there in occurs.items() if there)
