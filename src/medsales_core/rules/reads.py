"""Which roots and fields a condition reads: what a host must load before it asks."""

from collections.abc import Callable, Iterator, Mapping
from types import NoneType
from typing import Any, Final, TypeAlias

from medsales_core.rules.check import NamedCheck
from medsales_core.rules.condition import CheckCall, Condition
from medsales_core.rules.parts import inner_names
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.threshold import Threshold

__all__ = ["reads", "reads_of_call", "thresholds_read"]

#: What holds no threshold, and is most of what conditions are made of.
_PLAIN: Final = (ResolvedPath, str, int, NoneType)
#: The steps from the roots to the facts, to the records of the outermost quantifier, and so on inwards.
_Scopes: TypeAlias = tuple[tuple[str, ...], ...]


def reads(condition: Condition, checks: Mapping[str, NamedCheck]) -> frozenset[str]:
    """The paths from a root that *condition* reads, inside its quantifiers too."""
    return frozenset(_paths(condition, ((),), checks))


def reads_of_call(call: CheckCall, checks: Mapping[str, NamedCheck]) -> tuple[str, ...]:
    """The paths that a check reads with the parameters of this *call* of it."""
    check = checks[call.check]
    reads_with: Callable[..., tuple[str, ...]] | None = getattr(check, "reads_with", None)
    return check.reads if reads_with is None else reads_with(**call.parameters)


def _from_root(path: ResolvedPath, scopes: _Scopes) -> tuple[str, ...]:
    """The steps of *path* from the roots."""
    if path.start == "root":
        return path.steps
    return (*scopes[-1 - (path.out if path.start == "outer" else 0)], *path.steps)


def _paths(node: Any, scopes: _Scopes, checks: Mapping[str, NamedCheck]) -> Iterator[str]:
    if isinstance(node, ResolvedPath):
        yield ".".join(_from_root(node, scopes))
        return
    if isinstance(node, Threshold) and node.varies:
        yield from ("account.country", "account.region")
    if isinstance(node, CheckCall):
        yield from reads_of_call(node, checks)
    if isinstance(node, tuple):
        for item in node:
            yield from _paths(item, scopes, checks)
    else:
        yield from _fields(node, scopes, checks)


def _fields(node: Any, scopes: _Scopes, checks: Mapping[str, NamedCheck]) -> Iterator[str]:
    listed = getattr(node, "path", None)
    for name in inner_names(node.__class__):
        inner = scopes
        if name in ("where", "of", "part", "records_where", "their"):
            list_path = getattr(node, "records", None) if name in ("records_where", "their") else listed
            if isinstance(list_path, ResolvedPath):
                inner = (*scopes, _from_root(list_path, scopes))
        yield from _paths(getattr(node, name), inner, checks)


def thresholds_read(node: Any) -> Iterator[Threshold]:
    """The thresholds that a condition reads."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Threshold):
            yield part
        elif isinstance(part, tuple):
            waiting += reversed(part)
        elif not isinstance(part, ResolvedPath):
            inner = [getattr(part, name) for name in reversed(inner_names(part.__class__))]
            waiting += [value for value in inner if not isinstance(value, _PLAIN)]
