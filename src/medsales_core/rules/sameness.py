"""What two sets of facts share, told without comparing them whole: the searches of inversion ask it at every step.

Facts are changed by making the records on the way to a change anew; all other records stay the same objects.
"""

from collections.abc import Hashable
from typing import Any

import attrs

from medsales_core.model.facts import Facts
from medsales_core.rules.parts import inner_names

__all__ = ["Sameness", "changed"]


def changed(before: Facts, after: Facts) -> frozenset[str]:
    """Where *after* may differ from *before*: ``deal.quotes`` for a field of a root, ``deal`` for a root as a whole."""
    found: list[str] = []
    was, now = vars(before), vars(after)
    for name, value in now.items():
        other = was[name]
        if value is other:
            continue
        fields = inner_names(value.__class__)
        if fields and value.__class__ is other.__class__:
            found += (
                f"{name}.{field}" for field in fields if getattr(value, field) is not getattr(other, field)
            )
        else:
            found.append(name)
    return frozenset(found)


@attrs.define(eq=False)
class Sameness:
    """Keys of facts: equal facts have equal keys, and what was seen before is not gone through again."""

    _keys: dict[int, tuple[Any, int]] = attrs.field(factory=dict, init=False)
    _numbers: dict[Hashable, int] = attrs.field(factory=dict, init=False)

    def key(self, facts: Facts) -> Hashable:
        """The key of *facts*."""
        return tuple(map(self._number, vars(facts).values()))

    def _number(self, value: Any) -> int:
        known = self._keys.get(id(value))
        if known is not None:
            return known[1]
        fields = inner_names(value.__class__)
        if fields:
            parts: Hashable = (value.__class__, *(self._number(getattr(value, name)) for name in fields))
        elif isinstance(value, tuple):
            parts = (tuple, *map(self._number, value))
        else:
            parts = value
        number = self._numbers.setdefault(parts, len(self._numbers))
        self._keys[id(value)] = (value, number)  # kept, so that no identity is used twice
        return number
