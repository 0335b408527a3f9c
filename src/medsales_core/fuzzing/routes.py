"""The way from each stage of a process to each other: the move that is the next on the shortest one."""

from collections import deque
from collections.abc import Mapping

from medsales_core.engine.process import Process, TransitionKind
from medsales_core.fuzzing.menu import ask_for
from medsales_core.fuzzing.step import Ask

__all__ = ["routes"]


def routes(process: Process) -> Mapping[tuple[str, str], Ask]:
    """For a stage and a goal the next move of the shortest way; nothing where no way leads there."""
    into: dict[str, list[tuple[str, Ask]]] = {}
    for way in process.transitions:
        if way.kind.has_target and way.kind is not TransitionKind.REOPEN:
            into.setdefault(way.target, []).extend((source, ask_for(way)) for source in way.sources)
    found: dict[tuple[str, str], Ask] = {}
    for stage in process.stages:
        queue, near = deque([stage.id]), {stage.id}
        while queue:
            for source, ask in into.get(queue.popleft(), ()):
                if source not in near:
                    near.add(source)
                    queue.append(source)
                    found[source, stage.id] = ask
    return found
