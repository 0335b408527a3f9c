"""Where values lie in facts, and facts with other values there: the hands of inversion.

An address leads from the facts to one value: names of fields, and numbers where a list is entered.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.model.fields import changed
from medsales_core.rules.schema import FieldType, Kind, ResolvedPath, describe
from medsales_core.rules.specimen import Maker
from medsales_core.rules.values import Outer

__all__ = [
    "Address",
    "Scope",
    "addresses",
    "appended",
    "edited",
    "field_at",
    "grown",
    "lists",
    "removed",
    "value_at",
    "written",
]

Address: TypeAlias = tuple[str | int, ...]

_ROOT_FIELDS: Final[Mapping[str, FieldType]] = MappingProxyType(
    {
        name: FieldType(kind=Kind.RECORD, type=root.entity, many=root.many, label=root.label)
        for name, root in ROOTS.items()
    }
)


@attrs.frozen
class Scope:
    """Where a condition is asked: the address of the record at hand, and the scopes further out."""

    address: Address = ()
    outer: "Scope | None" = None

    def inside(self, address: Address) -> "Scope":
        """The scope of a record that a quantifier here looks at."""
        return Scope(address, self)

    def start(self, path: ResolvedPath) -> Address:
        """The address that *path* starts from."""
        if path.start == "root":
            return ()
        scope = self
        for _ in range(path.out if path.start == "outer" else 0):
            scope = scope.outer or scope
        return scope.address

    def address_of(self, path: ResolvedPath) -> Address:
        """The address that *path*, which enters no list, leads to."""
        return (*self.start(path), *path.steps)

    def records(self, facts: Facts) -> tuple[Any, Outer]:
        """The record at hand and those further out, as judges take them."""
        outer = self.outer.records(facts) if self.outer is not None else None
        return value_at(facts, self.address), outer

    def named(self, path: ResolvedPath) -> str:
        """*path* as it is told: with the number of each record on the way."""
        return written((*self.start(path), *path.steps))


def written(address: Address) -> str:
    """*address* as a person reads it: ``deal.needs[1].priority``."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in address]
    return "".join(parts).removeprefix(".")


def value_at(facts: Facts, address: Address) -> Any:
    """What lies at *address*; None or `NOT_SUPPLIED` where the way to it ends early."""
    value: Any = facts
    for step in address:
        if value is None or value is NOT_SUPPLIED:
            return value
        if isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = getattr(value, step)
    return value


def field_at(owner: Any, name: str) -> FieldType:
    """The type of the field *name* of facts or of a record."""
    if isinstance(owner, Facts):
        return _ROOT_FIELDS[name]
    entity: type = type(owner)
    return describe(entity)[name]


def addresses(facts: Facts, start: Address, steps: tuple[str, ...]) -> list[Address]:
    """The addresses of all that *steps* lead to from *start*, lists taken apart as judges do."""
    places = [start]
    for step in steps:
        further: list[Address] = []
        for place in places:
            value = value_at(facts, (*place, step))
            if isinstance(value, tuple):
                further += [(*place, step, number) for number in range(len(value))]
            elif value is not None and value is not NOT_SUPPLIED:
                further.append((*place, step))
        places = further
    return places


def lists(facts: Facts, start: Address, path: ResolvedPath) -> list[Address]:
    """The addresses of the lists that the last list step of *path* names."""
    last = max(path.lists)
    return [(*place, path.steps[last]) for place in addresses(facts, start, path.steps[:last])]


def edited(facts: Facts, address: Address, change: Callable[[Any], Any], maker: Maker) -> Facts:
    """*facts* with the value at *address* changed; records missing on the way are made."""

    def inside(owner: Any, rest: Address) -> Any:
        if not rest:
            return change(owner)
        name, below = str(rest[0]), rest[1:]
        field, inner = field_at(owner, name), getattr(owner, name)
        if field.many:
            inner = _list_edited(inner or (), field, below)
        elif below and (inner is None or inner is NOT_SUPPLIED):
            inner = inside(maker.plain(field, facts), below)
        else:
            inner = inside(inner, below)
        return owner.with_(**{name: inner}) if isinstance(owner, Facts) else changed(owner, **{name: inner})

    def _list_edited(items: tuple[Any, ...], field: FieldType, below: Address) -> Any:
        if not below:
            return change(items)
        number = int(below[0])
        if number >= len(items):
            items = (*items, maker.plain(field, facts))
        return (*items[:number], inside(items[number], below[1:]), *items[number + 1 :])

    for position, step in enumerate(address):
        # The records before it come first, one by one: each has an id that the others have not.
        if isinstance(step, int) and step > _length(facts, address[:position]):
            facts = edited(facts, (*address[:position], step - 1), lambda item: item, maker)
    made: Facts = inside(facts, address)
    return made


def _length(facts: Facts, address: Address) -> int:
    """How long the list at *address* is, which a record that is not there yet may hold."""
    try:
        return len(value_at(facts, address) or ())
    except IndexError:
        return 0


def appended(
    facts: Facts, start: Address, path: ResolvedPath, maker: Maker
) -> Iterator[tuple[Facts, Address]]:
    """*facts* with one more plain value or record where *path* leads, and its address; one for each list there."""
    last = max(path.lists)
    places = lists(facts, start, path) or [_first_list(facts, start, path.steps, path.lists, last)]
    for place in places:
        number = len(value_at(facts, place) or ())
        address = (*place, number, *path.steps[last + 1 :])
        yield grown(facts, address, maker), address


def grown(facts: Facts, address: Address, maker: Maker) -> Facts:
    """*facts* with all that is missing down to *address*, made plainly."""
    for length in range(1, len(address) + 1):
        place = address[:length]
        step, owner = place[-1], value_at(facts, place[:-1])
        if isinstance(step, int):
            if step >= len(owner):
                facts = edited(facts, place, lambda item: item, maker)
            continue
        value, field = getattr(owner, step), field_at(owner, step)
        if value is None or value is NOT_SUPPLIED:
            plain = () if field.many else maker.plain(field, facts)
            facts = edited(facts, place, lambda _, plain=plain: plain, maker)  # type: ignore[misc]
    return facts


def _first_list(
    facts: Facts, start: Address, steps: tuple[str, ...], many: frozenset[int], last: int
) -> Address:
    """The address of a list that is not there yet, through the first record of every list on the way."""
    place = start
    for number, step in enumerate(steps[:last]):
        place = (*place, step, 0) if number in many else (*place, step)
    return (*place, steps[last])


def removed(facts: Facts, address: Address, maker: Maker) -> Facts:
    """*facts* without the record that lies at, or around, *address*."""
    at = max(index for index, step in enumerate(address) if isinstance(step, int))
    number = int(address[at])
    return edited(facts, address[:at], lambda items: (*items[:number], *items[number + 1 :]), maker)
