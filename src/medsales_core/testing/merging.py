"""Facts put together from several that were each made for one purpose: all their records, all their fields."""

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import attrs

from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.model.fields import changed
from medsales_core.money import Money
from medsales_core.text import LangText

__all__ = ["merged_facts"]

_VALUES: Final = (Money, LangText)


def merged_facts(base: Facts, mine: Facts, other: Facts) -> Facts:
    """*mine*, with what *other* says beyond *base*: records are added, empty fields are filled.

    Where both say something of one field, what *mine* says stays.
    """
    values = {}
    for root in sorted(other.supplied()):
        was, here, there = (getattr(facts, root) for facts in (base, mine, other))
        if there != was and was is not NOT_SUPPLIED:
            values[root] = (_lists if ROOTS[root].many else _entities)(was, here, there)
    return mine.with_(**values)


def _lists(was: tuple[Any, ...], here: tuple[Any, ...], there: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {one.id: one for one in was}
    now = {one.id: one for one in here}
    for one in there:
        both = one.id in known and one.id in now
        now[one.id] = _entities(known[one.id], now[one.id], one) if both else one
    return tuple(now.values())


def _entities(was: Any, here: Any, there: Any) -> Any:
    values = {}
    for field in attrs.fields(type(here)):
        before, now, then = (getattr(one, field.name) for one in (was, here, there))
        if then not in (before, now):
            values[field.name] = _field(before, now, then)
    return changed(here, **values) if values else here


def _field(was: Any, here: Any, there: Any) -> Any:
    if isinstance(there, tuple):
        return (*here, *_fresh(was, here, there))
    if here is None or here == was:
        return there
    if attrs.has(type(there)) and type(there) is type(here) and not isinstance(there, _VALUES):
        return _entities(was if was is not None else _bare(there), here, there)
    return here


def _bare(record: Any) -> Any:
    """A record of the same type with no more than it must have."""
    fields = attrs.fields(type(record))
    return type(record)(**{f.name: getattr(record, f.name) for f in fields if f.default is attrs.NOTHING})


def _fresh(was: tuple[Any, ...], here: tuple[Any, ...], there: tuple[Any, ...]) -> Iterator[Any]:
    """The records of *there* that are not known yet, each under an id of its own."""
    ids = {getattr(one, "id", one) for one in here}
    for one in there:
        if one in was or one in here:
            continue
        if not hasattr(one, "id"):
            yield one
            continue
        kind = type(one).__name__.lower()
        name = next(name for number in count(1) if (name := f"{kind}-{number}") not in ids)
        ids.add(name)
        yield changed(one, id=name)
