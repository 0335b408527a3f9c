"""Rules of units: numbers that no value of their unit ever is."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from medsales_core.config import Level
from medsales_core.playbook.lint.periods import where, written
from medsales_core.playbook.lint.rule import Defect, Linted, Rule
from medsales_core.playbook.lint.walking import Scopes, owner_and_field
from medsales_core.rules.condition import Compare, OneOf
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.threshold import Threshold

__all__ = ["RULES"]

_BOUNDS: Final = re.compile(r"(?:^|\s)(-?\d+)\.\.(-?\d+)")
#: Units of which there is never less than none.
_COUNTED: Final = frozenset(
    {"bed", "case/year", "day", "hour", "month", "person", "piece", "workday", "year"}
)
_RATIO: Final = "ratio"


class _Range(NamedTuple):
    """The values of a unit, both ends included; None is open."""

    low: int | None = None
    high: int | None = None

    def has(self, value: int | Decimal) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def is_passed(self, operator: str, value: int | Decimal) -> bool:
        """Whether *operator* asks for what lies beyond the end that *value* is."""
        return (operator == "above" and value == self.high) or (operator == "below" and value == self.low)

    def __str__(self) -> str:
        return f"from {self.low}" + (f" to {self.high}" if self.high is not None else "")


_PART_OF_ONE: Final = _Range(0, 1)


def _range_of(unit: str) -> _Range:
    bounds = _BOUNDS.search(unit)
    if bounds is not None:
        return _Range(int(bounds[1]), int(bounds[2]))
    return _Range(low=0) if unit in _COUNTED else _Range()


def _unit(path: ResolvedPath, scopes: Scopes) -> str:
    known = owner_and_field(path, scopes)
    return known[2].unit if known is not None else ""


def _as_part(value: int | Decimal) -> str:
    """What a percentage was meant to be, where a part of one is wanted."""
    return f"; did you mean {(Decimal(value) / 100).normalize():f}?" if 1 < value <= 100 else ""  # noqa: PLR2004 - a percentage


def _out_of_range(linted: Linted) -> Iterator[Defect]:
    """A comparison with a value that the field never has always holds, or never does."""
    for path, requirement, condition, scopes in linted.tests:
        numbers = list(_numbers(condition))
        limits = _range_of(_unit(condition.path, scopes)) if numbers else _Range()
        operator = condition.operator if isinstance(condition, Compare) else ""
        for value in numbers:
            passed = limits.is_passed(operator, value)
            if passed or not limits.has(value):
                compared = f"{requirement.id!r} compares {condition.path.text!r} with {value}"
                asked = f"{requirement.id!r} asks for {condition.path.text!r} {operator} {value}"
                yield Defect(
                    linted.place(condition, path),
                    f"{asked if passed else compared}, which it never is",
                    f"it runs {limits}{_as_part(value) if limits.high == 1 else ''}",
                )


def _numbers(condition: Compare | OneOf) -> Iterator[int | Decimal]:
    """The written numbers with which a condition compares its field."""
    values: tuple[Any, ...] = (
        condition.values if isinstance(condition, OneOf) else (getattr(condition.operand, "value", None),)
    )
    for value in values:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield value


class _Use(NamedTuple):
    """A comparison of a field with a threshold."""

    requirement: str
    field: str
    operator: str
    unit: str


def _uses(linted: Linted) -> dict[str, tuple[_Use, ...]]:
    """The comparisons with each threshold by its id, one of each unit and operator."""
    uses: dict[str, dict[tuple[str, str], _Use]] = {}
    for _, requirement in linted.requirements:
        for condition, scopes in linted.parts(requirement):
            if isinstance(condition, Compare) and isinstance(condition.operand, Threshold):
                unit, operator = _unit(condition.path, scopes), condition.operator
                use = _Use(requirement.id, condition.path.text, operator, unit)
                uses.setdefault(condition.operand.id, {}).setdefault((unit, operator), use)
    return {threshold: tuple(alike.values()) for threshold, alike in uses.items()}


def _thresholds_out_of_range(linted: Linted) -> Iterator[Defect]:
    """A threshold that no value of its unit reaches always lets pass what it should stop, or never does."""
    uses = _uses(linted) if linted.thresholds else {}
    for threshold in linted.thresholds.values():
        told = uses.get(threshold.id, ())
        limits = _limits(threshold, told)
        for index, entry in enumerate(threshold.values):
            beyond = _beyond(threshold, entry.value, limits, told)
            if beyond is not None:
                named = f"threshold {threshold.id!r}{where(entry.jurisdiction)} is {entry.value:f}"
                place = (*written(linted, threshold, index), "value")
                yield Defect(place, f"{named}, and {beyond[0]}", beyond[1])


def _beyond(
    threshold: Threshold, value: Decimal, limits: _Range, uses: tuple[_Use, ...]
) -> tuple[str, str] | None:
    """What *value* goes beyond, and what would mend it: its own unit, or that of a field compared with it."""
    if not limits.has(value):
        return f"its unit {threshold.unit!r} runs {limits}", _mend(threshold, value, limits)
    for use in uses:
        field = _range_of(use.unit)
        if not field.has(value) or field.is_passed(use.operator, value):
            part = _as_part(value) if field.high == 1 else ""
            return (
                f"{use.requirement!r} asks for {use.field!r} {use.operator} that, which runs {field}",
                f"write it in the field's own unit, {use.unit}{part}",
            )
    return None


def _limits(threshold: Threshold, uses: tuple[_Use, ...]) -> _Range:
    """The values of a threshold's unit; a growth rate is a ratio too, and its field says so by naming no range."""
    if threshold.unit == _RATIO:
        return _Range() if any(use.unit == _RATIO for use in uses) else _PART_OF_ONE
    return _range_of(threshold.unit)


def _mend(threshold: Threshold, value: Decimal, limits: _Range) -> str:
    part = _as_part(value) if limits.high == 1 else ""
    if threshold.unit != _RATIO:
        return f"write it in its own unit, or correct the unit{part}"
    return f'write a part of one, or say in the unit how far it runs, as in "ratio 0..2"{part}'


RULES: Final = (
    Rule("out-of-range", Level.WARNING, _out_of_range),
    Rule("threshold-out-of-range", Level.WARNING, _thresholds_out_of_range),
)
