"""Strategies for entities, made from the fields that they declare: few of them filled at a time, the plainest empty."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from medsales_core.model.fields import changed, fact_info
from medsales_core.rules.schema import Kind, describe
from medsales_core.testing.strategies.values import Values

__all__ = ["Records", "free_fields", "periods"]

#: How many fields of an entity are filled at most; of a record in it; of a record in that; deeper there is none.
_MOST_FILLED: Final = (10, 4, 2)
_MOST_RECORDS: Final = 3


class Records:
    """Makes strategies for entities whose fields take *values*; each is made once, since making is what costs."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._made: dict[tuple[type, int], st.SearchStrategy[Any]] = {}
        self._fields: dict[tuple[type, str, int], st.SearchStrategy[Any]] = {}

    def of(self, kind: type, depth: int = 0) -> st.SearchStrategy[Any]:
        """An entity of that *kind*, which is *depth* records deep in another."""
        if (kind, depth) not in self._made:
            self._made[kind, depth] = self.made(kind, {}, depth)
        return self._made[kind, depth]

    def made(
        self, kind: type, given: Mapping[str, st.SearchStrategy[Any]], depth: int = 0
    ) -> st.SearchStrategy[Any]:
        """An entity whose fields are drawn as *given*; the others are drawn as usual."""
        needed = {a.name: self.field(kind, a.name, depth) for a in attrs.fields(kind) if _is_needed(a)}
        optional = [name for name in self._fillable(kind, depth) if name not in {**needed, **given}]
        return _entities(kind, {**needed, **given}, _some(optional, _MOST_FILLED[depth]), self, depth)

    def field(self, kind: type, name: str, depth: int = 0) -> st.SearchStrategy[Any]:
        """A value of a field of *kind*, filled."""
        key = (kind, name, depth)
        if key not in self._fields:
            self._fields[key] = self._field(kind, name, depth)
        return self._fields[key]

    def _field(self, kind: type, name: str, depth: int) -> st.SearchStrategy[Any]:
        field = describe(kind)[name]
        if field.kind is Kind.RECORD:
            one = self.of(field.type, depth + 1)
            return _lists(one) if field.many else one
        one = self.values.of(kind, name)
        return st.lists(one, min_size=1, max_size=3, unique=True).map(tuple) if field.many else one

    def lists(self, kind: type, depth: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
        """Entities of that *kind*, none of them twice; there may be none."""
        return st.just(()) | _lists(self.of(kind, depth))

    def _fillable(self, kind: type, depth: int) -> list[str]:
        deepest = depth + 1 == len(_MOST_FILLED)
        return [
            name for name in free_fields(kind) if not (deepest and describe(kind)[name].kind is Kind.RECORD)
        ]


@cache
def free_fields(kind: type) -> tuple[str, ...]:
    """The fields of *kind* that may be left empty and are not worked out from others."""
    fields = attrs.fields(kind)
    return tuple(a.name for a in fields if not _is_needed(a) and not fact_info(a).derived)


@cache
def periods(kind: type) -> tuple[tuple[str, str], ...]:
    """The pairs of fields of *kind* in which a period begins and ends."""
    fields = describe(kind)
    roles = {field.role: name for name, field in fields.items() if field.role}
    found = {(roles["valid-from"], roles["valid-to"])} if len(roles) == 2 else set()
    for begin, end in (("_from", "_to"), ("started_at", "ended_at")):
        names = [name for name in fields if name.endswith(begin)]
        pairs = ((name, name.removesuffix(begin) + end) for name in names)
        found |= {pair for pair in pairs if pair[1] in fields}
    return tuple(sorted(found))


@st.composite
def _entities(
    draw: st.DrawFn,
    kind: type,
    given: Mapping[str, st.SearchStrategy[Any]],
    more: st.SearchStrategy[list[str]],
    records: Records,
    depth: int,
) -> Any:
    values = {name: draw(strategy) for name, strategy in given.items()}
    values.update({name: draw(records.field(kind, name, depth)) for name in draw(more)})
    for begin, end in periods(kind):
        first, last = values.get(begin), values.get(end)
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first and begin not in given:
            values[begin], values[end] = last, first
    return kind(**values)


def _some(names: list[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True, max_size=most) if names else st.just([])


def _lists(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, min_size=1, max_size=_MOST_RECORDS).map(_each_once)


def _each_once(records: list[Any]) -> tuple[Any, ...]:
    """*records* with ids of their own: the second of a name is numbered."""
    found: dict[str, Any] = {}
    for number, record in enumerate(records, start=1):
        name = record.id
        while name in found:
            name = f"{name}-{number}"
        found[name] = record if name == record.id else changed(record, id=name)
    return tuple(found.values())


def _is_needed(attribute: "attrs.Attribute[Any]") -> bool:
    return attribute.default is attrs.NOTHING
