"""Conditions that stand elsewhere: what the reader of conditions asks of whoever knows the whole playbook."""

from typing import Any, Protocol

import attrs

from medsales_core.rules.condition import Condition, When
from medsales_core.rules.parts import inner_names
from medsales_core.rules.reading_fields import FieldReader, Place
from medsales_core.rules.schema import ResolvedPath

__all__ = ["NoReferences", "References", "has_guard", "measured"]


class References(Protocol):
    """The requirements and standards that a condition may name."""

    def referred(self, word: str, name: Any, place: Place, reader: Any) -> Condition | None:
        """What the requirement or standard called *name* asks, None where a mistake (reported) leaves nothing.

        Args:
            word: ``requirement`` or ``standard``.

            name: The id as written.

            place: Where it is named.

            reader: The reader of conditions, for what has not been read yet.
        """
        ...


class NoReferences:
    """Where a condition is read by itself, there is nothing else to name."""

    def referred(self, word: str, name: Any, place: Place, reader: FieldReader) -> Condition | None:
        reader.error(place, f"undefined-{word}", f"there is no {word} {name!r}", "a playbook defines them")
        return None


def has_guard(node: Any) -> bool:
    """Whether *node*, or a part of it, is asked only under a condition."""
    if isinstance(node, tuple):
        return any(has_guard(part) for part in node)
    if isinstance(node, ResolvedPath):
        return False
    inner = (getattr(node, name) for name in inner_names(node.__class__))
    return isinstance(node, When) or any(has_guard(part) for part in inner)


def measured(node: Any) -> tuple[int, int]:
    """How many conditions *node* consists of, and how deep they lie in one another."""
    if isinstance(node, tuple):
        inner = [measured(part) for part in node]
    elif isinstance(node, ResolvedPath) or not attrs.has(type(node)):
        return 0, 0
    else:
        inner = [measured(getattr(node, name)) for name in inner_names(node.__class__)]
        return 1 + sum(size for size, _ in inner), 1 + max((depth for _, depth in inner), default=0)
    return sum(size for size, _ in inner), max((depth for _, depth in inner), default=0)
