"""Plain values by type, and the values next to a limit: what made-up facts are filled with."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count, pairwise
from typing import Any, Final, cast

import attrs

from medsales_core.model.choice import Choice
from medsales_core.model.facts import Facts
from medsales_core.money import Money
from medsales_core.rules.parts import inner_names
from medsales_core.rules.schema import FieldType, Kind, describe
from medsales_core.text import text

__all__ = ["Maker", "Named", "ids_in"]

#: A value and what it is called beside the limit it was made for.
Named = tuple[str, Any]

_DAY: Final = dt.timedelta(days=1)
_SECOND: Final = dt.timedelta(seconds=1)


@attrs.frozen
class Maker:
    """Makes values.

    Args:
        at: The moment that dates are relative to.

        currency: The currency of amounts that are compared with none.

        pool: The values that the conditions at hand are about, by kind.
    """

    at: dt.datetime
    currency: str
    pool: Mapping[Kind, Sequence[Any]]

    def plain(self, field: FieldType, facts: Facts) -> Any:
        """A plain value of *field*; of one of its items, if it is a list."""
        if field.kind is Kind.RECORD:
            return self.record(field.type, facts)
        return next(self._plain(field))

    def record(self, entity: type, facts: Facts) -> Any:
        """A record with what it must have, and an id that nothing in *facts* has."""
        fields = describe(entity)
        required = [a.name for a in attrs.fields(entity) if a.default is attrs.NOTHING]
        values = {name: self.plain(fields[name], facts) for name in required if name != "id"}
        if "id" in required:
            used = ids_in(facts)
            kind = entity.__name__.lower()
            values["id"] = next(name for n in count(1) if (name := f"{kind}-{n}") not in used)
        return entity(**values)

    def values(self, field: FieldType) -> Iterator[Any]:
        """Values of *field* (of its items, if it is a list), the plain ones first, then those near the limits."""
        yield from self._plain(field)
        known = sorted(set(self.pool.get(field.kind, ())), key=_order)
        for value in known:
            yield from (near for _, near in self.around(value, field))
        for low, high in pairwise(known):
            yield from _between(low, high, field)

    def fresh(self, field: FieldType, used: set[Any]) -> Iterator[Any]:
        """Values of *field* that are not among *used*."""
        for value in self.values(field):
            if value not in used:
                yield value
        if field.kind is Kind.TEXT:
            yield next(word for n in count(2) if (word := f"text-{n}") not in used)
        elif field.kind in (Kind.NUMBER, Kind.DAY, Kind.MONEY, Kind.INSTANT):
            first = next(self._plain(field))
            yield next(value for n in count(1) if (value := _moved(first, n)) not in used)

    def _plain(self, field: FieldType) -> Iterator[Any]:
        if field.kind is Kind.CHOICE:
            yield from list(cast("type[Choice]", field.type))
        elif field.kind is Kind.NUMBER:
            yield from (field.type(1), field.type(0))
        else:
            yield from self._simple()[field.kind]

    def _simple(self) -> Mapping[Kind, tuple[Any, ...]]:
        return {
            Kind.TEXT: ("text",),
            Kind.FLAG: (True, False),
            Kind.DAY: (self.at.date(),),
            Kind.INSTANT: (self.at,),
            Kind.MONEY: (Money(1, self.currency), Money(0, self.currency)),
            Kind.LABEL: (text("text", "文字"),),
        }

    def around(self, value: Any, field: FieldType) -> Iterator[Named]:
        """The values of *field* at *value* and on both sides of it, each by its name."""
        if field.kind is Kind.NUMBER:
            yield from _numbers(Decimal(value), field.type)
        elif field.kind is Kind.MONEY:
            yield from self._amounts(value)
        elif field.kind in (Kind.DAY, Kind.INSTANT):
            yield from self._times(value, field.kind)
        elif field.kind is Kind.TEXT:
            yield from (("at", value), ("other", f"{value} text"), ("other", f"other than {value}"))
        else:
            yield "at", value
            yield from (("other", other) for other in self._plain(field) if other != value)

    def _amounts(self, value: Any) -> Iterator[Named]:
        money = value if isinstance(value, Money) else Money(value, self.currency)
        step = _step(money.amount)
        for name, amount in (("at", 0), ("above", step), ("below", -step)):
            yield name, Money(money.amount + amount, money.currency)

    def _times(self, value: dt.date, kind: Kind) -> Iterator[Named]:
        if kind is Kind.DAY:
            day = value.date() if isinstance(value, dt.datetime) else value
            yield from _beside(day, _DAY)
        elif isinstance(value, dt.datetime):
            yield from _beside(value, _SECOND)
            yield from list(_beside(value, _DAY))[1:]
        else:
            noon = dt.datetime.combine(value, dt.time(12), self.at.tzinfo)
            yield from _beside(noon, _DAY)


def _beside(value: Any, step: Any) -> Iterator[Named]:
    yield "at", value
    for name, sign in (("before", -1), ("after", 1)):
        try:
            yield name, value + sign * step
        except OverflowError:  # the calendar ends there
            continue


def _step(number: Decimal) -> Decimal:
    """The least step in the digits that *number* is written with, at most 1."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _numbers(value: Decimal, kind: type) -> Iterator[Named]:
    if kind is Decimal:
        step = _step(value)
        yield from (("at", value), ("above", value + step), ("below", value - step))
        return
    floor, ceiling = int(value.to_integral_value(ROUND_FLOOR)), int(value.to_integral_value(ROUND_CEILING))
    if floor == ceiling:
        yield "at", floor
    yield "above", ceiling + (floor == ceiling)
    yield "below", floor - (floor == ceiling)


def _between(low: Any, high: Any, field: FieldType) -> Iterator[Any]:
    """The middle of two limits, where there is one."""
    if field.kind is Kind.NUMBER:
        middle = (Decimal(low) + Decimal(high)) / 2
        yield middle if field.type is Decimal else int(middle)
    elif isinstance(low, Money) and isinstance(high, Money) and low.currency == high.currency:
        yield Money((low.amount + high.amount) / 2, low.currency)
    elif field.kind is Kind.DAY and not isinstance(low, dt.datetime) and not isinstance(high, dt.datetime):
        yield low + (high - low) / 2


def _moved(value: Any, steps: int) -> Any:
    if isinstance(value, Money):
        return Money(value.amount + steps, value.currency)
    return value + steps * _DAY if isinstance(value, dt.date) else value + steps


def _order(value: Any) -> tuple[str, str, Any]:
    """Sorts values of several types and currencies, each kind by size."""
    if isinstance(value, Money):
        return "money", value.currency, value.amount
    if isinstance(value, dt.datetime):
        return "time", "", value.timestamp()
    if isinstance(value, dt.date):
        return "day", "", value.toordinal()
    return ("number", "", value) if isinstance(value, int | Decimal) else ("text", str(value), 0)


def ids_in(value: Any) -> set[str]:
    """Every id of a record anywhere in *value*."""
    found: set[str] = set()
    waiting: list[Any] = list(vars(value).values()) if isinstance(value, Facts) else [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            waiting += item
        elif names := inner_names(item.__class__):
            waiting += [getattr(item, name) for name in names]
            if "id" in names:
                found.add(item.id)
    return found
