"""Rules of the ways between stages: what cannot be reached, and where one cannot get out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from medsales_core.config import Level
from medsales_core.engine.process import Process, TransitionKind
from medsales_core.playbook.lint.rule import Defect, Linted, Rule

__all__ = ["RULES"]

_ENDS: Final = frozenset({TransitionKind.WIN, TransitionKind.COMPLETE, TransitionKind.RETIRE})
_ONWARD: Final = frozenset({TransitionKind.FORWARD, TransitionKind.SKIP})


def _closure(start: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that can be reached from *start*, itself included."""
    reached = set(start)
    edge = list(reached)
    while edge:
        for target in ways.get(edge.pop(), ()):
            if target not in reached:
                reached.add(target)
                edge.append(target)
    return reached


def _ways(process: Process, *, reopening: bool) -> dict[str, set[str]]:
    ways: dict[str, set[str]] = {}
    for transition in process.transitions:
        if transition.target and (reopening or transition.kind is not TransitionKind.REOPEN):
            for source in transition.sources:
                ways.setdefault(source, set()).add(transition.target)
    return ways


def _turned(ways: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    back: dict[str, set[str]] = {}
    for source, targets in ways.items():
        for target in targets:
            back.setdefault(target, set()).add(source)
    return back


def _reached(process: Process) -> set[str]:
    return _closure({process.start}, _ways(process, reopening=True))


def _unreachable(linted: Linted) -> Iterator[Defect]:
    """A stage that no way leads to is dead text, and its criteria guard nothing."""
    for process in linted.mapped:
        reached = _reached(process)
        for stage in process.stages:
            if process.start and stage.id not in reached:
                yield Defect(
                    ("stage", stage.id),
                    f"no transition leads to stage {stage.id!r} from {process.start!r}",
                    "add a [transition] of kind forward to it, or remove the stage",
                )


def _stuck(process: Process) -> set[str]:
    """The stages from which no way leads to an end that is no loss."""
    ends = {source for way in process.transitions if way.kind in _ENDS for source in way.sources}
    if not ends and process.moves == "deal":
        return set()  # then nothing is ever won, which is told once
    back = _turned(_ways(process, reopening=False))
    return {stage.id for stage in process.stages} - _closure(ends, back)


def _circling(stages: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    """Of *stages*, those that may lie on a loop: what leads nowhere among them is taken away, again and again."""
    left = set(stages)
    onward = {stage: len(ways.get(stage, set()) & left) for stage in left}
    back, edge = _turned(ways), [stage for stage in left if not onward[stage]]
    while edge:
        stage = edge.pop()
        left.discard(stage)
        for source in back.get(stage, set()) & left:
            onward[source] -= 1
            if not onward[source]:
                edge.append(source)
    return left


def _loops(process: Process) -> Iterator[list[str]]:
    """Sets of stuck stages that lead to one another, each in the order of the process."""
    ways = _ways(process, reopening=False)
    stuck, left = _circling(_stuck(process), ways), set[str]()
    ways = {source: ways[source] & stuck for source in stuck}
    back = _turned(ways)
    for stage in process.stages:
        if stage.id in stuck and stage.id not in left:
            ring = _closure(ways.get(stage.id, ()), ways) & _closure({stage.id}, back)
            left |= ring
            if ring:
                yield [other.id for other in process.stages if other.id in ring]


def _trap_loops(linted: Linted) -> Iterator[Defect]:
    """Stages that lead only to one another: a subject goes round in them for ever."""
    for process in linted.mapped:
        for ring in _loops(process):
            yield Defect(
                ("stage", ring[0]),
                f"{', '.join(map(repr, ring))}: no way leads out of here to an end (win, complete or retire)",
                "add a [transition] onwards from one of them",
            )


def _dead_ends(linted: Linted) -> Iterator[Defect]:
    """Every stage must have a way on to an end that is no loss."""
    for process in linted.mapped:
        stuck = _stuck(process)
        if stuck:
            stuck = stuck.difference(*_loops(process))
        for stage in process.stages:
            if stage.id in stuck:
                yield Defect(
                    ("stage", stage.id),
                    f"from stage {stage.id!r} no way leads to an end of process {process.id!r} "
                    "(win, complete or retire)",
                    "add a [transition] onwards",
                )


def _ends_by(process: Process, kind: TransitionKind) -> bool:
    reached = _reached(process) if process.start else {stage.id for stage in process.stages}
    return any(not reached.isdisjoint(way.sources) for way in process.transitions if way.kind is kind)


def _never_won(linted: Linted) -> Iterator[Defect]:
    """A process of deals in which no deal can be won."""
    for process in linted.mapped:
        if process.moves == "deal" and not _ends_by(process, TransitionKind.WIN):
            yield Defect(
                ("process", process.id),
                f"no deal of process {process.id!r} can be won",
                "add a [transition] of kind win from the stage in which the contract is signed",
            )


def _never_lost(linted: Linted) -> Iterator[Defect]:
    """Where no deal can be lost, lost deals stay open, and every forecast counts them."""
    for process in linted.mapped:
        if process.moves == "deal" and not _ends_by(process, TransitionKind.LOSE):
            yield Defect(
                ("process", process.id),
                f"no deal of process {process.id!r} can be lost",
                "add a [transition] of kind lose from every stage",
            )


def _shadowed(linted: Linted) -> Iterator[Defect]:
    """Two transitions of one wish between the same stages: only the last would ever be taken."""
    for process in linted.processes.values():
        seen: dict[tuple[str, str, TransitionKind], str] = {}
        for transition in process.transitions:
            group = transition.kind if transition.kind not in _ONWARD else TransitionKind.FORWARD
            for source in transition.sources:
                key = (source, transition.target, group)
                if key in seen:
                    yield Defect(
                        ("transition", transition.id),
                        f"{transition.id!r} and {seen[key]!r} are the same way from {source!r}",
                        "give each transition stages of its own, or remove one",
                    )
                seen[key] = transition.id


RULES: Final = (
    Rule("unreachable-stage", Level.ERROR, _unreachable),
    Rule("dead-end", Level.ERROR, _dead_ends),
    Rule("trap-loop", Level.ERROR, _trap_loops),
    Rule("no-way-to-won", Level.ERROR, _never_won),
    Rule("no-way-to-lost", Level.WARNING, _never_lost),
    Rule("shadowed-transition", Level.ERROR, _shadowed),
)
