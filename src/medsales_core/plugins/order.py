"""The order of plugins: what their manifests ask for, and where they do not ask, by name."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

__all__ = ["circles", "in_order"]


def in_order(after: Mapping[str, Iterable[str]]) -> list[str]:
    """The names in *after*, each behind those it comes after; of those that may come next, the first by name.

    Args:
        after: For each name, the names that it stands behind; no circles.
    """
    sorter = TopologicalSorter(after)
    sorter.prepare()
    ready: list[str] = []
    ordered = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heapq.heappush(ready, name)
        name = heapq.heappop(ready)
        ordered.append(name)
        sorter.done(name)
    return ordered


def circles(after: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Circles in *after*, until none is left when those on them are put aside."""
    left = {name: set(before) for name, before in after.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as problem:
            circle = _from_the_least(problem.args[1][:-1])
            yield circle
            for name in circle:
                left[name] = set()
        else:
            return


def _from_the_least(circle: list[str]) -> tuple[str, ...]:
    """The same circle told the same way, wherever it was entered."""
    start = circle.index(min(circle))
    return (*circle[start:], *circle[:start])
