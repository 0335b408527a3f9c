"""Every part of a condition: its conditions, its operands, the thresholds that it reads."""

from collections.abc import Iterator
from typing import Any

import attrs

from medsales_core.money import Money
from medsales_core.rules.schema import ResolvedPath

__all__ = ["parts"]


def parts(node: Any) -> Iterator[Any]:
    """*node*, which is a condition or several, and all that it is made of; paths and amounts are whole."""
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
        return
    yield node
    if attrs.has(type(node)) and not isinstance(node, ResolvedPath | Money):
        for field in attrs.fields(type(node)):
            yield from parts(getattr(node, field.name))
