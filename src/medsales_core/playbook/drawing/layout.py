"""Where everything of a drawn process stands: boxes under one another, arcs at the right, returns at the left."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from medsales_core.engine.process import Process, Stage, TransitionKind
from medsales_core.playbook.drawing.lettering import wrap

__all__ = ["BOX", "ENDS", "GAP", "NAME", "Arc", "Box", "Return", "arcs", "boxes", "returns", "room"]

#: Width of a box, in pixels.
BOX: Final = 560
#: Between two boxes.
GAP: Final = 34
#: Font size of a stage's name.
NAME: Final = 16
_NAME_ROOM: Final = BOX - 60 - 132
_LINE: Final = 21
_LOW: Final = 64
_FIRST: Final = 44
_STEP: Final = 30
_MOST: Final = 420

#: The kinds of transition that end a process well.
ENDS: Final = (TransitionKind.WIN, TransitionKind.COMPLETE, TransitionKind.RETIRE)


@attrs.frozen(kw_only=True)
class Box:
    """A stage in its place.

    Args:
        stage: The stage.

        number: Its number in the whole drawing, from 1.

        lines: Its name, broken into lines.

        top: Upper edge.

        height: Height.
    """

    stage: Stage
    number: int
    lines: tuple[str, ...]
    top: int
    height: int

    @property
    def middle(self) -> int:
        return self.top + self.height // 2

    @property
    def bottom(self) -> int:
        return self.top + self.height


@attrs.frozen
class Arc:
    """A way that leaves the straight line: from one box to another, bulging out by so much."""

    source: Box
    target: Box
    kind: TransitionKind
    bulge: float


@attrs.frozen
class Return:
    """The ways back to one box, drawn as one rail: the boxes they leave, and how far out the rail runs."""

    target: Box
    sources: tuple[Box, ...]
    lane: int


def boxes(process: Process, language: str, first: int, top: int) -> dict[str, Box]:
    """The stages of *process* by id, the first at *top* and numbered *first*."""
    placed = {}
    for number, stage in enumerate(process.stages, first):
        lines = tuple(wrap(stage.label.pick(language), NAME, _NAME_ROOM, 2))
        height = _LOW + _LINE * (max(len(lines), 1) - 1)
        placed[stage.id] = Box(stage=stage, number=number, lines=lines, top=top, height=height)
        top += height + GAP
    return placed


def arcs(process: Process, placed: Mapping[str, Box]) -> list[Arc]:
    """The skips, and the forward ways that do not lead to the very next stage; longer ones further out."""
    ways = {
        (source, transition.target, transition.kind)
        for transition in process.transitions
        if transition.kind in (TransitionKind.FORWARD, TransitionKind.SKIP)
        for source in transition.sources
        if transition.kind is TransitionKind.SKIP or not _follows(placed[source], placed[transition.target])
    }
    joined = sorted(
        ((placed[source], placed[target], kind) for source, target, kind in ways),
        key=lambda way: (abs(way[0].number - way[1].number), way[0].number, way[1].number, way[2]),
    )
    lanes: list[int] = []
    for number, (source, target, _) in enumerate(joined):
        crossed = [lanes[n] for n in range(number) if _overlap(joined[n][:2], (source, target))]
        lanes.append(max(crossed, default=-1) + 1)
    step = min(_STEP, _MOST / (max(lanes, default=0) + 1))
    return [
        Arc(source, target, kind, _FIRST + lane * step)
        for (source, target, kind), lane in zip(joined, lanes, strict=True)
    ]


def _follows(source: Box, target: Box) -> bool:
    return target.number == source.number + 1


def _overlap(one: Sequence[Box], other: Sequence[Box]) -> bool:
    (low, high), (least, most) = (sorted(box.number for box in way) for way in (one, other))
    same = (low, high) == (least, most)
    return same or (low < most and least < high) or low == high == least or low == high == most


def returns(process: Process, placed: Mapping[str, Box]) -> list[Return]:
    """The ways back, one rail for each stage they lead to; longer ones further out."""
    found: dict[str, set[str]] = {}
    for transition in process.transitions:
        if transition.kind is TransitionKind.BACK:
            found.setdefault(transition.target, set()).update(transition.sources)
    rails = [
        (placed[target], tuple(sorted((placed[s] for s in sources - {target}), key=lambda box: box.number)))
        for target, sources in found.items()
        if sources - {target}
    ]
    rails.sort(key=lambda rail: (_reach(rail[0], rail[1]), rail[0].number))
    return [Return(target, sources, lane) for lane, (target, sources) in enumerate(rails)]


def _reach(target: Box, sources: Iterable[Box]) -> int:
    return max(abs(source.number - target.number) for source in sources)


def room(ways: Iterable[Arc]) -> int:
    """How much room the arcs take at the right of the boxes."""
    return int(max((0.75 * way.bulge for way in ways), default=0)) + 28
