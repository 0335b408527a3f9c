"""The limits of a playbook with the values on both sides of each: what random values alone would never meet."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Compare, Literal, OneOf, Since, Sum, Within
from medsales_core.rules.parts import parts
from medsales_core.rules.period import UNITS, period_end
from medsales_core.rules.schema import FieldType, Kind
from medsales_core.rules.specimen import Maker
from medsales_core.rules.threshold import Threshold
from medsales_core.text import text

__all__ = ["NO_LIMITS", "Limits", "limits_of"]

_DAY: Final = dt.timedelta(days=1)
_CURRENCY: Final = "CNY"
_FIGURE: Final = FieldType(kind=Kind.NUMBER, type=Decimal, label=text("figure", "数"))


@attrs.frozen
class Limits:
    """The values at and beside the limits of a playbook.

    Args:
        fields: What a field is compared with, and the values next to it.

        units: The values of the thresholds by their unit, and those next to them.

        days: The days on which a period that counts from the moment judged ends, with their neighbours.
    """

    fields: Mapping[FieldType, tuple[Any, ...]]
    units: Mapping[str, tuple[Any, ...]]
    days: tuple[dt.date, ...]

    def near(self, field: FieldType, unit: str) -> tuple[Any, ...]:
        """The values of *field*, which is measured in *unit*, at the limits and beside them."""
        if field.kind is Kind.DAY:
            return (*self.fields.get(field, ()), *self.days)
        near = self.fields.get(field, ())
        if field.kind is not Kind.NUMBER:
            return near
        # ``ratio 0..1`` is measured in ratios.
        of_unit = self.units.get(unit.partition(" ")[0], ())
        return (*near, *(field.type(value) for value in of_unit if value == field.type(value)))


#: No playbook, no limits.
NO_LIMITS: Final = Limits({}, {}, ())


def limits_of(playbook: Playbook, at: dt.datetime) -> Limits:
    """The limits of *playbook*, with periods counted from and to the moment *at*."""
    nodes = [node for one in playbook.requirements.values() for node in parts(one.condition)]
    maker = Maker(at, _CURRENCY, {})
    fields: dict[FieldType, dict[Any, None]] = {}
    for field, value in _compared(nodes):
        near = fields.setdefault(attrs.evolve(field, many=False), {})
        near.update((other, None) for _, other in maker.around(value, field))
    return Limits(
        {field: tuple(near) for field, near in fields.items()},
        _by_unit(playbook.thresholds.values(), maker),
        tuple(_days(nodes, playbook.thresholds.values(), at)),
    )


def _compared(nodes: Iterable[Any]) -> Iterator[tuple[FieldType, Any]]:
    """Each field with a value that it is compared with."""
    for node in nodes:
        if isinstance(node, Compare) and node.operator != "matches":
            yield from ((node.path.type, value) for value in _values(node.operand))
        elif isinstance(node, OneOf):
            yield from ((node.path.type, value) for value in node.values)
        elif isinstance(node, Sum):
            yield from ((node.of.type, value) for value in _values(node.operand))


def _values(operand: Any) -> tuple[Any, ...]:
    if isinstance(operand, Literal):
        return (operand.value,)
    if isinstance(operand, Threshold):
        return tuple(operand.measured(entry.value) for entry in operand.values)
    return ()


def _by_unit(thresholds: Iterable[Threshold], maker: Maker) -> Mapping[str, tuple[Any, ...]]:
    found: dict[str, dict[Any, None]] = {}
    for threshold in thresholds:
        near = found.setdefault(threshold.unit, {})
        for entry in threshold.values:
            near.update((value, None) for _, value in maker.around(entry.value, _FIGURE))
    return {unit: tuple(near) for unit, near in found.items()}


def _days(nodes: Iterable[Any], thresholds: Iterable[Threshold], at: dt.datetime) -> Iterator[dt.date]:
    ends = {node.day for node in nodes if isinstance(node, Since)}
    periods = set(_periods(nodes)) | {
        (entry.value, f"{threshold.unit}s")
        for threshold in thresholds
        for entry in threshold.values
        if f"{threshold.unit}s" in UNITS
    }
    for amount, unit in periods:
        ends |= {_end(at, amount, unit, after=after) for after in (False, True)}
    return iter(sorted({day + n * _DAY for day in ends for n in (-1, 0, 1)}))


def _periods(nodes: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    for node in nodes:
        if isinstance(node, Within):
            yield from ((value, node.unit) for value in _values(node.amount))


def _end(at: dt.datetime, amount: Any, unit: str, *, after: bool) -> dt.date:
    end = period_end(at, amount, unit=unit, after=after, calendar=WeekdayCalendar())
    return end.date() if isinstance(end, dt.datetime) else end
