"""What the test of a single field says of the values that fields may have, when it holds and when it fails."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeAlias

from medsales_core.model.facts import ROOTS
from medsales_core.money import Money
from medsales_core.playbook.lint.domain import ANYTHING, EMPTY, FILLED, Domain, ordinal
from medsales_core.rules.condition import (
    AsOf,
    Compare,
    Condition,
    Covers,
    Literal,
    OneOf,
    Operand,
    PathOperand,
    Presence,
    Scalar,
    Sum,
    Within,
)
from medsales_core.rules.schema import Kind, ResolvedPath
from medsales_core.rules.threshold import Threshold

__all__ = ["FieldTest", "field_tests", "list_of", "listed"]

#: The key of a field, what it must hold, and what it could hold at first.
FieldTest: TypeAlias = tuple[Any, Domain, Domain]

_OPPOSITE: Final = {
    "equals": "differs", "differs": "equals", "above": "at_most", "at_most": "above", "below": "at_least",
    "at_least": "below", "before": "not_before", "not_before": "before", "after": "not_after", "not_after": "after",
}  # fmt: skip
#: The bounds that an operator sets: is the value a low one, and is it itself out?
_BOUNDS: Final = {
    "above": (True, True), "at_least": (True, False), "below": (False, True), "at_most": (False, False),
    "after": (True, True), "not_before": (True, False), "before": (False, True), "not_after": (False, False),
}  # fmt: skip
_COUNTED: Final = Domain(low=(0, False), whole=True)
_AT_LEAST_ONE: Final = Domain(low=(1, False), whole=True)
_ORDER: Final = Domain(only=frozenset({-1, 0, 1}))
_FLAG: Final = Domain(empty=True, only=frozenset({True, False}))
_WHOLE: Final = Domain(empty=True, whole=True)
# Larger numbers are nobody's; counting up to them would take for ever.
_HUGE: Final = Decimal(10) ** 15


def field_tests(condition: Condition, *, holds: bool) -> tuple[FieldTest, ...]:
    """What is known of fields where *condition* holds (or fails); nothing where it is not understood."""
    if isinstance(condition, Compare):
        return _compare(condition, holds=holds)
    if isinstance(condition, Presence):
        return _presence(condition.path, filled=condition.filled is holds)
    if isinstance(condition, OneOf):
        return _one_of(condition, holds=holds)
    if not holds:
        return ()
    if isinstance(condition, Within):
        return _within(condition)
    if isinstance(condition, Sum) and isinstance(condition.operand, Literal):
        key = ("sum", _key(condition.path), condition.where, _key(condition.of))
        return _literal(key, FILLED, condition.of, condition.operator, condition.operand.value)
    if isinstance(condition, Covers) and condition.values:
        return list_of(condition.path, 1)
    return ()


def listed(condition: Condition) -> tuple[tuple[Scalar, Any], ...]:
    """The written values of which a field must have one: as written, and as they are compared."""
    if isinstance(condition, OneOf) and condition.among:
        return tuple((value, ordinal(value)) for value in condition.values)
    if not isinstance(condition, Compare) or condition.operator != "equals":
        return ()
    operand = condition.operand
    if not isinstance(operand, Literal) or isinstance(operand.value, Money) or _is_beyond(operand.value):
        return ()
    return ((operand.value, ordinal(operand.value)),)


def _key(path: ResolvedPath) -> tuple[Any, ...]:
    return (path.start, path.out, path.steps)


def list_of(
    path: ResolvedPath, least: int, most: int | None = None, *, key: object = None
) -> tuple[FieldTest, ...]:
    """The list at *path* (or that part of it which *key* stands for) has so many records."""
    wanted = _AT_LEAST_ONE if least == 1 and most is None else _number(least, most)
    name = _key(path) if key is None else ("part", _key(path), key)
    parents = _parents(path) if least else ()
    return ((name, wanted, _COUNTED), *parents)


def _number(least: int, most: int | None) -> Domain:
    return Domain(low=(least, False), high=None if most is None else (most, False), whole=True)


def _parents(path: ResolvedPath) -> tuple[FieldTest, ...]:
    """What lies on the way to something filled is filled; of roots nobody asks that."""
    start, out, steps = path.start, path.out, path.steps
    first = 2 if start == "here" and steps[0] in ROOTS else 1
    if first >= len(steps):
        return ()
    many = min(path.lists, default=len(steps))
    return tuple(
        ((start, out, steps[:depth]), FILLED, ANYTHING)
        if depth <= many
        else ((start, out, steps[:depth]), _AT_LEAST_ONE, _COUNTED)
        for depth in range(first, len(steps))
    )


def _presence(path: ResolvedPath, *, filled: bool) -> tuple[FieldTest, ...]:
    if path.many:
        return list_of(path, 1) if filled else list_of(path, 0, 0)
    if filled:
        return ((_key(path), FILLED, _base(path)), *_parents(path))
    return ((_key(path), EMPTY, _base(path)),)


def _base(path: ResolvedPath) -> Domain:
    """All that a field can hold."""
    field = path.type
    if field.kind is Kind.CHOICE:
        return _any_of(field.type)
    if field.kind is Kind.FLAG:
        return _FLAG
    return _WHOLE if field.kind is Kind.DAY or field.type is int else ANYTHING


@cache
def _any_of(choices: Any) -> Domain:
    return Domain(empty=True, only=frozenset(choices))


def _filled(tests: tuple[FieldTest, ...], path: ResolvedPath, *, holds: bool) -> tuple[FieldTest, ...]:
    return (*tests, *_parents(path)) if holds else tests


def _one_of(condition: OneOf, *, holds: bool) -> tuple[FieldTest, ...]:
    path, values = condition.path, condition.values
    if path.many or any(isinstance(value, Money) or _is_beyond(value) for value in values):
        return ()
    plain = frozenset(ordinal(value) for value in values)
    wanted = Domain(only=plain) if condition.among is holds else Domain(never=plain)
    test = (_key(path), wanted if holds else _or_empty(wanted), _base(path))
    return _filled((test,), path, holds=holds)


def _or_empty(domain: Domain) -> Domain:
    return Domain(empty=True, only=domain.only, never=domain.never, low=domain.low, high=domain.high)


def _compare(condition: Compare, *, holds: bool) -> tuple[FieldTest, ...]:
    path, operand = condition.path, condition.operand
    if path.many:
        return list_of(path, 1) if holds else ()
    filled = _presence(path, filled=True) if holds else ()
    if condition.operator not in _OPPOSITE:
        return filled
    operator = condition.operator if holds else _OPPOSITE[condition.operator]
    if isinstance(operand, AsOf | PathOperand):
        return (*filled, *_order(path, operator, operand, holds=holds))
    value = _fixed(operand, holds=holds)
    known = () if value is None else _literal(_key(path), _base(path), path, operator, value, holds=holds)
    return (*known, *filled)


def _fixed(operand: Operand, *, holds: bool) -> Scalar | None:
    """The value that an operand always is; a threshold has one if it never changes."""
    if isinstance(operand, Literal):
        return operand.value
    # Before or after its period a threshold is an error, which is no pass, but no failure either.
    if isinstance(operand, Threshold) and holds and len(operand.values) == 1:
        return operand.measured(operand.values[0].value)
    return None


def _literal(
    key: Any, base: Domain, path: ResolvedPath, operator: str, value: Scalar, *, holds: bool = True
) -> tuple[FieldTest, ...]:
    if _is_beyond(value):
        return ()
    if path.type.kind is Kind.MONEY:
        return _money(key, operator, value, holds=holds)
    if path.type.kind is Kind.INSTANT:
        # Times are compared with days by the day: two scales, two keys.
        key, base = (*key, type(value).__name__), Domain(empty=True, whole=not isinstance(value, dt.datetime))
    return ((key, _bounded(operator, ordinal(value), empty=not holds), base),)


def _money(key: Any, operator: str, value: Scalar, *, holds: bool) -> tuple[FieldTest, ...]:
    """Amounts of one currency; with another one a comparison is an error, which is neither pass nor failure."""
    if isinstance(value, Money) and (operator in ("equals", "differs") or not holds):
        return ()
    currency, amount = (value.currency, value.amount) if isinstance(value, Money) else ("", Decimal(0))
    return (((*key, currency), _bounded(operator, amount, empty=not holds), ANYTHING),)


def _bounded(operator: str, value: Any, *, empty: bool) -> Domain:
    if operator == "equals":
        return Domain(empty=empty, only=frozenset({value}))
    if operator == "differs":
        return Domain(empty=empty, never=frozenset({value}))
    is_low, out = _BOUNDS[operator]
    bound = (value, out)
    return Domain(empty=empty, low=bound if is_low else None, high=None if is_low else bound)


def _is_beyond(value: object) -> bool:
    if isinstance(value, Money):
        return _is_beyond(value.amount)
    return isinstance(value, int | Decimal) and abs(Decimal(value)) > _HUGE


#: How two values may stand to each other, by operator: before, the same, after.
_SIGNS: Final[Mapping[str, frozenset[int]]] = {
    "equals": frozenset({0}), "differs": frozenset({-1, 1}),
    "before": frozenset({-1}), "below": frozenset({-1}), "not_before": frozenset({0, 1}), "at_least": frozenset({0, 1}),
    "after": frozenset({1}), "above": frozenset({1}), "not_after": frozenset({-1, 0}), "at_most": frozenset({-1, 0}),
}  # fmt: skip


def _order(path: ResolvedPath, operator: str, operand: Operand, *, holds: bool) -> tuple[FieldTest, ...]:
    """How a field stands to the day, or to another field."""
    signs = _SIGNS[operator]
    left: Any = _key(path)
    if isinstance(operand, PathOperand):
        right: Any = _key(operand.path)
        if path.type.kind is Kind.MONEY and not holds:
            return ()
        if right < left:
            left, right, signs = right, left, frozenset(-sign for sign in signs)
        both = _presence(operand.path, filled=True) if holds else ()
    else:
        right, both = "as_of", ()
    wanted = Domain(empty=not holds, only=signs)
    base = Domain(empty=True, only=_ORDER.only)
    return ((("order", left, right), wanted, base), *both)


def _within(condition: Within) -> tuple[FieldTest, ...]:
    filled = _presence(condition.path, filled=True)
    if condition.unit == "hours" or not isinstance(condition.base, AsOf | PathOperand):
        return filled
    operator = "not_before" if condition.after else "not_after"
    return (*filled, *_order(condition.path, operator, condition.base, holds=True))
