"""Reading fields and operands while a requirement is judged, and showing them to people and programs."""

from __future__ import annotations  # or each of the thousands of functions made here would make its own anew

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeAlias

import attrs

from medsales_core.model.choice import Choice
from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.money import Money
from medsales_core.rules.condition import AsOf, Literal, Operand, PathOperand
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.threshold import Threshold
from medsales_core.text import LangText, text

__all__ = ["Outer", "Read", "ThresholdGap", "is_empty", "operand_reader", "path_reader", "plain", "shown"]

#: The record one quantifier further out, and those beyond it.
Outer: TypeAlias = "tuple[Any, Outer] | None"
#: Reads a value: the record at hand, the facts, the moment judged, the records further out.
Read: TypeAlias = Callable[[Any, Any, dt.datetime, Outer], Any]

NOTHING = text("nothing", "空")


class ThresholdGap(LookupError):
    """A threshold has no value on the day judged."""


def path_reader(path: ResolvedPath) -> Read:
    """A function that follows *path*; what was not supplied is `NOT_SUPPLIED`, what is empty on the way is None."""
    if path.lists - {len(path.steps) - 1}:
        return _started(path, _follow_list(path))
    steps = path.steps
    get = attrgetter(".".join(steps))
    if path.start == "outer":
        return _started(path, _follow(get, steps))

    # A playbook has thousands of these: one function each, not one within another.
    def from_here(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Any:
        try:
            return get(here)
        except AttributeError:
            return _careful(here, steps)

    def from_root(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Any:
        try:
            return get(facts)
        except AttributeError:
            return _careful(facts, steps)

    return from_here if path.start == "here" else from_root


def _started(path: ResolvedPath, follow: Callable[[Any], Any]) -> Read:
    if path.start == "here":
        return lambda here, facts, at, outer: follow(here)
    if path.start == "root":
        return lambda here, facts, at, outer: follow(facts)
    return lambda here, facts, at, outer: follow(_outward(outer, path.out))


def _outward(outer: Outer, out: int) -> Any:
    while out > 1 and outer is not None:
        outer, out = outer[1], out - 1
    return outer[0] if outer is not None else None


def _follow(get: Callable[[Any], Any], steps: tuple[str, ...]) -> Callable[[Any], Any]:
    def follow(start: Any) -> Any:
        try:
            return get(start)
        except AttributeError:
            return _careful(start, steps)

    return follow


def _careful(start: Any, steps: tuple[str, ...]) -> Any:
    """Tell an empty field on the way from a root that nobody supplied and from a wrong object."""
    value = start
    for step in steps:
        if value is None or value is NOT_SUPPLIED:
            return value
        value = getattr(value, step)
    return value


def _follow_list(path: ResolvedPath) -> Callable[[Any], Any]:
    def follow(start: Any) -> Any:
        values = [start]
        for number, step in enumerate(path.steps):
            found: list[Any] = []
            for value in values:
                inner = getattr(value, step)
                if inner is NOT_SUPPLIED:
                    return NOT_SUPPLIED
                if number in path.lists:
                    found.extend(inner or ())
                elif inner is not None:
                    found.append(inner)
            values = found
        return tuple(values)

    return follow


def operand_reader(operand: Operand) -> Read:
    """A function that gives the value that *operand* stands for."""
    if isinstance(operand, Literal):
        value = operand.value
        return lambda here, facts, at, outer: value
    if isinstance(operand, AsOf):
        return lambda here, facts, at, outer: at.date()
    if isinstance(operand, PathOperand):
        return path_reader(operand.path)
    return _threshold_reader(operand)


def _threshold_reader(threshold: Threshold) -> Read:
    varies = threshold.varies

    def read(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Any:
        places: tuple[str | None, ...] = ()
        if varies:
            account = facts.account
            if account is NOT_SUPPLIED:
                return NOT_SUPPLIED
            places = (account.region, account.country) if account is not None else ()
        value = threshold.limit(at.date(), places)
        if value is None:
            where = "".join(f" in {place}" for place in places if place)
            raise ThresholdGap(f"threshold {threshold.id!r} has no value on {at.date()}{where}")
        return value

    return read


def is_empty(value: object) -> bool:
    """None, an empty text and an empty list are empty; zero and false are not."""
    return value is None or (
        isinstance(value, str | tuple) and not (value.strip() if isinstance(value, str) else value)
    )


def plain(value: object) -> object:
    """*value* as JSON can hold it, without loss."""
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, tuple | list | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, LangText):
        return dict(value)
    if attrs.has(type(value)) and not isinstance(value, Money):
        return getattr(value, "id", type(value).__name__)
    return str(value)


def shown(value: object) -> LangText:
    """*value* as a person reads it."""
    if is_empty(value):
        return NOTHING
    if isinstance(value, bool):
        return text("yes", "是") if value else text("no", "否")
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, LangText):
        return value
    if isinstance(value, tuple):
        return joined([shown(item) for item in value], text(" / ", "、"))
    written = str(plain(value))
    return text(written, written)


def joined(parts: list[LangText], between: LangText) -> LangText:
    """*parts* in a row, in each language."""
    return LangText({tag: word.join(part.pick(tag) for part in parts) for tag, word in between.items()})
