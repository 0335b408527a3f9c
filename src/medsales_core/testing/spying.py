"""Facts that note which of their fields are read, so that a check can be held to the paths it declares."""

from functools import cache
from typing import Any

import attrs

from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.money import Money

__all__ = ["spied"]


def spied(facts: Facts) -> tuple[Facts, set[str]]:
    """Facts equal to *facts*, and the set into which goes the path of every field that is read of them."""
    seen: set[str] = set()
    given = vars(facts)

    class Watched(Facts):
        """Facts whose roots are noted when they are read."""

        def __getattribute__(self, name: str) -> Any:
            if name in given:
                seen.add(name)
            return super().__getattribute__(name)

    roots = {name: _watched(value, name, seen) for name, value in given.items()}
    watching = Watched(**{name: value for name, value in roots.items() if value is not NOT_SUPPLIED})
    seen.clear()  # the making of them was noted too
    return watching, seen


def _watched(value: Any, path: str, seen: set[str]) -> Any:
    """*value* with every entity in it watched."""
    if isinstance(value, tuple):
        return tuple(_watched(item, path, seen) for item in value)
    entity: type = type(value)
    if not attrs.has(entity) or isinstance(value, Money):
        return value
    record: Any = object.__new__(_watching(entity))
    for name in _names(entity):
        object.__setattr__(record, name, _watched(getattr(value, name), f"{path}.{name}", seen))
    vars(record).update(_path=path, _seen=seen)
    return record


@cache
def _names(entity: type) -> tuple[str, ...]:
    fields: tuple[Any, ...] = attrs.fields(entity)
    return tuple(attribute.name for attribute in fields)


@cache
def _watching(entity: type) -> type:
    """A kind of *entity* that notes which of its fields are read."""
    names = frozenset(_names(entity))

    def read(self: Any, name: str) -> Any:
        if name in names:
            inside = object.__getattribute__(self, "__dict__")
            if "_seen" in inside:
                inside["_seen"].add(f"{inside['_path']}.{name}")
        return object.__getattribute__(self, name)

    return type(entity.__name__, (entity,), {"__getattribute__": read})
