"""Conditions as Python expressions over fields: of one subject, for guards; of many, for columns.

Walking compiled conditions costs some 500 ns for a simple one; the same as an expression costs 50
(``benchmarks/requirements.py``). An expression is exactly true or false where every field that it reads was
supplied. Records of lists are looked at one and all, as judges do, so that a test that fails is noticed.
"""

import datetime as dt
from collections.abc import Callable
from functools import singledispatch
from keyword import iskeyword
from typing import Any

import attrs

from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    AsOf,
    Compare,
    Condition,
    Count,
    Each,
    Literal,
    NoRecord,
    Not,
    OneOf,
    Operand,
    PathOperand,
    Presence,
    Since,
    Some,
    ValidOn,
    When,
)
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.pattern import Pattern
from medsales_core.rules.schema import Kind, ResolvedPath, describe
from medsales_core.rules.threshold import Threshold
from medsales_core.rules.values import is_empty, operand_reader

__all__ = ["Row", "emit_row"]

_SIGNS = {
    "equals": "==", "differs": "!=", "above": ">", "at_least": ">=", "below": "<", "at_most": "<=",
    "before": "<", "after": ">", "not_before": ">=", "not_after": "<=",
}  # fmt: skip
_BY_DAY = ("before", "after", "not_before", "not_after")


@attrs.define(eq=False)
class Row:
    """What expressions over one row refer to: fields, values, and values that the moment decides.

    Args:
        values: The values by name; those of several rows may be kept together.

        paths: The fields, by their steps; their variables are ``c0, c1`` ...
    """

    values: dict[str, Any] = attrs.field(factory=dict)
    paths: dict[tuple[str, ...], ResolvedPath] = attrs.field(factory=dict)
    late: list[Callable[[dt.datetime], Any]] = attrs.field(factory=list)
    records: list[type] = attrs.field(factory=list)
    """The entities of the records of the quantifiers around, outermost first; their variables are ``r1, r2``."""

    def of(self, value: Any) -> str:
        """A name for *value*."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return name

    def at(self, value: Callable[[dt.datetime], Any]) -> str:
        """A name for what *value* is at the moment judged."""
        self.late.append(value)
        return f"t{len(self.late) - 1}"

    def field(self, path: ResolvedPath) -> str | None:
        """An expression for the value at *path*."""
        depth = len(self.records) - (path.out if path.start == "outer" else 0)
        if path.start == "root" or depth <= 0:
            self.paths.setdefault(path.steps, attrs.evolve(path, start="here", out=0))
            return f"c{list(self.paths).index(path.steps)}"
        if path.lists - {len(path.steps) - 1} or any(
            iskeyword(step) or not step.isidentifier() for step in path.steps
        ):
            return None
        value = f"r{depth}"
        for number, step in enumerate(path.steps):
            value = f"{value}.{step}" if not number else f"({value}.{step} if {value} is not None else None)"
        return value


@singledispatch
def emit_row(condition: Condition, row: Row) -> str | None:
    """An expression that says what *condition* says; None if there is none."""
    return None


def _filled(path: ResolvedPath, value: str) -> str:
    if path.many:
        return f"(len({value} or ()) > 0)"
    filled = f"{value} is not None"
    return f"({filled} and {value}.strip() != '')" if path.type.kind is Kind.TEXT else f"({filled})"


def _joined(parts: tuple[Condition, ...], word: str, row: Row) -> str | None:
    emitted = [emit_row(part, row) for part in parts]
    kept = [part for part in emitted if part is not None]
    return f"({f' {word} '.join(kept)})" if len(kept) == len(parts) else None


@emit_row.register
def _(condition: AllOf, row: Row) -> str | None:
    return _joined(condition.parts, "and", row)


@emit_row.register
def _(condition: AnyOf, row: Row) -> str | None:
    return _joined(condition.parts, "or", row)


@emit_row.register
def _(condition: Not, row: Row) -> str | None:
    part = emit_row(condition.part, row)
    return None if part is None else f"(not {part})"


@emit_row.register
def _(condition: When, row: Row) -> str | None:
    guard, part = emit_row(condition.guard, row), emit_row(condition.part, row)
    return None if guard is None or part is None else f"({part} if {guard} else True)"


@emit_row.register
def _(condition: Presence, row: Row) -> str | None:
    value = row.field(condition.path)
    if value is None:
        return None
    filled = _filled(condition.path, value)
    return filled if condition.filled else f"(not {filled})"


def _operand(operand: Operand, row: Row) -> tuple[str, str] | None:
    """The expression of an operand, and that it is filled."""
    if isinstance(operand, PathOperand):
        value = row.field(operand.path)
        return None if value is None else (value, f"{_filled(operand.path, value)} and ")
    if isinstance(operand, Literal):
        return (row.of(operand.value), "") if not is_empty(operand.value) else None
    if isinstance(operand, Threshold) and operand.varies:
        return None  # each row has the figure of its own place
    read = operand_reader(operand)
    return row.at(lambda at: read(None, None, at, None)), ""


@emit_row.register
def _(condition: Compare, row: Row) -> str | None:
    path, value, against = condition.path, row.field(condition.path), _operand(condition.operand, row)
    if value is None or against is None:
        return None
    wanted, also = against
    if condition.operator == "matches" and isinstance(condition.operand, Literal):
        pattern = row.of(Pattern(str(condition.operand.value)).matches)
        return f"({_filled(path, value)} and {pattern}({value}))"
    against_zero = path.type.kind is Kind.MONEY and condition.operand == Literal(0)
    if condition.operator == "equals" and isinstance(condition.operand, Literal) and not against_zero:
        return f"({value} == {wanted})"  # what is empty is like no value that is written
    left = f"{value}.amount" if against_zero else value
    sign = (
        None
        if condition.operator in _BY_DAY and not _days_only(condition)
        else _SIGNS.get(condition.operator)
    )
    relation = row.of(OPERATORS[condition.operator].holds) if sign is None else ""
    said = f"{relation}({left}, {wanted})" if sign is None else f"{left} {sign} {wanted}"
    return f"({_filled(path, value)} and {also}{said})"


def _days_only(condition: Compare) -> bool:
    """Both sides are days: no time of day comes in between."""
    operand = condition.operand
    if isinstance(operand, PathOperand):
        other = operand.path.type.kind is Kind.DAY
    else:
        other = isinstance(operand, AsOf) or not isinstance(getattr(operand, "value", None), dt.datetime)
    return condition.path.type.kind is Kind.DAY and other


@emit_row.register
def _(condition: OneOf, row: Row) -> str | None:
    value = row.field(condition.path)
    if value is None or condition.path.many:
        return None
    word = "in" if condition.among else "not in"
    return f"({_filled(condition.path, value)} and {value} {word} {row.of(frozenset(condition.values))})"


@emit_row.register
def _(condition: ValidOn, row: Row) -> str | None:
    fields = describe(row.records[-1])
    if any(fields[name].kind is not Kind.DAY for name in (*condition.begins, *condition.ends)):
        return None
    against = _operand(condition.day, row)
    if against is None:
        return None
    (day, also), record = against, f"r{len(row.records)}"
    begun = [f"{record}.{name} is not None and {record}.{name} <= {day}" for name in condition.begins]
    over = [f"({record}.{name} is None or {record}.{name} >= {day})" for name in condition.ends]
    return f"({also}{' and '.join((*begun, *over))})"


@emit_row.register
def _(condition: Since, row: Row) -> str | None:
    return row.at(lambda at: condition.day <= at.date())


@emit_row.register
def _(condition: Count, row: Row) -> str | None:
    if condition.where is None:
        value = row.field(condition.path)
        counted = f"{value} or ()" if value is not None else None
    else:
        found = _looked_at(condition.path, condition.where, None, row)
        counted = f"[{found}]" if found is not None else None
    if counted is None:
        return None
    least = f"{condition.least} <= " if condition.least is not None else ""
    most = f" <= {condition.most}" if condition.most is not None else ""
    return f"({least}len({counted}){most})"


def _looked_at(path: ResolvedPath, where: Condition | None, part: Condition | None, row: Row) -> str | None:
    """What a list comprehension says of the records: *part* of each of those where *where* holds."""
    value = row.field(path)
    if value is None:
        return None
    row.records.append(path.type.type)
    record = f"r{len(row.records)}"
    meant = emit_row(where, row) if where is not None else ""
    said = emit_row(part, row) if part is not None else record
    row.records.pop()
    if meant is None or said is None:
        return None
    return f"{said} for {record} in ({value} or ()){f' if {meant}' if meant else ''}"


@emit_row.register
def _(condition: Some, row: Row) -> str | None:
    found = _looked_at(condition.path, condition.where, condition.part, row)
    return None if found is None else f"any([{found}])"


@emit_row.register
def _(condition: NoRecord, row: Row) -> str | None:
    found = _looked_at(condition.path, condition.where, condition.part, row)
    return None if found is None else f"(not any([{found}]))"


@emit_row.register
def _(condition: Each, row: Row) -> str | None:
    found = _looked_at(condition.path, condition.where, condition.part, row)
    if found is None or condition.may_be_empty:
        return None if found is None else f"all([{found}])"
    meant = _looked_at(condition.path, condition.where, None, row)
    return f"(len([{meant}]) > 0 and all([{found}]))"
