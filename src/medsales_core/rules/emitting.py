"""Conditions as Python expressions, for the guards on a deal's path.

Walking compiled conditions costs some 500 ns for a simple one; the same as an expression costs 50
(``benchmarks/attempts.py``). Only conditions that can be said exactly are said so: an expression is True or
False, and raises wherever the careful way would find something unknown or wrong, which then decides.
"""

from collections.abc import Mapping
from functools import singledispatch
from keyword import iskeyword
from typing import Any

import attrs

from medsales_core.rules.check import NamedCheck
from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    CheckCall,
    Compare,
    Condition,
    Count,
    Literal,
    Not,
    OneOf,
    Presence,
)
from medsales_core.rules.schema import Kind, ResolvedPath
from medsales_core.rules.values import is_empty

__all__ = ["Names", "emit"]

_SIGNS = {"equals": "==", "differs": "!=", "above": ">", "at_least": ">=", "below": "<", "at_most": "<="}


@attrs.define
class Names:
    """The values that expressions refer to, by the names they were given.

    Args:
        checks: Plugin checks by id.
    """

    checks: Mapping[str, NamedCheck]
    values: dict[str, Any] = attrs.field(factory=dict, init=False)

    def of(self, value: Any) -> str:
        """A name for *value*."""
        name = f"_{len(self.values)}"
        self.values[name] = value
        return name


def emit(condition: Condition, names: Names) -> str | None:
    """An expression over ``facts`` and ``at`` that says exactly what *condition* says; None if there is none.

    True and False are final; None, and whatever is raised, leave it to the careful way.
    """
    if isinstance(condition, CheckCall):
        if not all(key.isidentifier() and not iskeyword(key) for key in condition.parameters):
            return None
        # Alone only: a check may answer None, which `not` and `or` would take for False.
        parameters = "".join(f", {key}={names.of(value)}" for key, value in condition.parameters.items())
        return f"{names.of(names.checks[condition.check].holds)}(facts, at{parameters})"
    return _exact(condition, names)


@singledispatch
def _exact(condition: Condition, names: Names) -> str | None:
    """The same for conditions that are never None where their fields can be read."""
    return None


def _value(path: ResolvedPath) -> str | None:
    """A field of a root, read so that what is missing on the way raises; a bare root would not."""
    plain = path.start != "outer" and len(path.steps) > 1 and not path.lists - {len(path.steps) - 1}
    sayable = all(step.isidentifier() and not iskeyword(step) for step in path.steps)
    return f"facts.{'.'.join(path.steps)}" if plain and sayable else None


def _filled(path: ResolvedPath, value: str) -> str:
    """That *value*, named ``v`` from there on, is not empty."""
    filled = f"(v := {value}) is not None"
    return f"{filled} and v.strip() != ''" if path.type.kind is Kind.TEXT else filled


def _joined(parts: tuple[Condition, ...], word: str, names: Names) -> str | None:
    emitted = [_exact(part, names) for part in parts]
    kept = [part for part in emitted if part is not None]
    return f" {word} ".join(f"({part})" for part in kept) if len(kept) == len(parts) else None


@_exact.register
def _(condition: AllOf, names: Names) -> str | None:
    return _joined(condition.parts, "and", names)


@_exact.register
def _(condition: AnyOf, names: Names) -> str | None:
    return _joined(condition.parts, "or", names)


@_exact.register
def _(condition: Not, names: Names) -> str | None:
    part = _exact(condition.part, names)
    return f"not ({part})" if part is not None else None


@_exact.register
def _(condition: Presence, names: Names) -> str | None:
    value = _value(condition.path)
    if value is None:
        return None
    if condition.path.many:
        return f"len({value}) {'>' if condition.filled else '=='} 0"
    if condition.path.type.kind is Kind.TEXT:
        filled = _filled(condition.path, value)
        return filled if condition.filled else f"not ({filled})"
    return f"{value} {'is not' if condition.filled else 'is'} None"


@_exact.register
def _(condition: Compare, names: Names) -> str | None:
    value, sign = _value(condition.path), _SIGNS.get(condition.operator)
    operand = condition.operand
    money_zero = condition.path.type.kind is Kind.MONEY and operand == Literal(0)
    if value is None or sign is None or not isinstance(operand, Literal) or money_zero:
        return None
    if is_empty(operand.value):
        return None
    if sign == "==":
        return f"{value} == {names.of(operand.value)}"
    return f"{_filled(condition.path, value)} and v {sign} {names.of(operand.value)}"


@_exact.register
def _(condition: OneOf, names: Names) -> str | None:
    value = _value(condition.path)
    if value is None or condition.path.many:
        return None
    among = "in" if condition.among else "not in"
    return f"{_filled(condition.path, value)} and v {among} {names.of(frozenset(condition.values))}"


@_exact.register
def _(condition: Count, names: Names) -> str | None:
    value = _value(condition.path)
    if value is None or condition.where is not None:
        return None
    least = f"{condition.least} <= " if condition.least is not None else ""
    most = f" <= {condition.most}" if condition.most is not None else ""
    return f"{least}len({value}){most}"
