"""Every part of a condition: its conditions, its operands, the thresholds that it reads."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from medsales_core.money import Money
from medsales_core.rules.schema import ResolvedPath

__all__ = ["inner_names", "parts"]


@cache
def inner_names(form: type) -> tuple[str, ...]:
    """The fields of a form of condition or operand; of plain values none."""
    return tuple(field.name for field in attrs.fields(form)) if attrs.has(form) else ()


def parts(node: Any) -> Iterator[Any]:
    """*node*, which is a condition or several, and all that it is made of; paths and amounts are whole."""
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
        return
    yield node
    if not isinstance(node, ResolvedPath | Money):
        for name in inner_names(node.__class__):
            yield from parts(getattr(node, name))
