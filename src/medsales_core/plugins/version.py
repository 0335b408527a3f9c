"""Which versions of the library a plugin works with."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["fits", "is_requirement"]

_CLAUSE: Final = re.compile(r"\s*(>=|<=|==|!=|<|>)\s*(\d+(?:\.\d+)*)\s*")
_SIGNS: Final[Mapping[str, Iterable[int]]] = {
    ">=": (0, 1), "<=": (0, -1), "==": (0,), "!=": (-1, 1), "<": (-1,), ">": (1,),
}  # fmt: skip


def is_requirement(requirement: str) -> bool:
    """Whether *requirement* is a list of versions, such as ``>=0.1,<0.3``."""
    return all(_CLAUSE.fullmatch(clause) for clause in requirement.split(","))


def fits(version: str, requirement: str) -> bool:
    """Whether the release *version* fulfils *requirement*."""
    have = _release(version)
    return all(
        _clause_holds(have, *match.groups())
        for match in map(_CLAUSE.fullmatch, requirement.split(","))
        if match
    )


def _release(version: str) -> tuple[int, ...]:
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    parts = [int(part) for part in numbers.group().split(".")] if numbers else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _clause_holds(have: tuple[int, ...], sign: str, wanted: str) -> bool:
    want = _release(wanted)
    order = (have > want) - (have < want)
    return order in _SIGNS[sign]
