"""Conditions asked of all rows of a table at once: what compares one field, and how conditions are joined.

What no array can say is judged record by record, as ever; so a requirement is never wholly lost to one part.
"""

import datetime as dt
from collections.abc import Callable
from functools import singledispatch
from typing import Any

import attrs
import numpy as np

from medsales_core.rules.arrays.column import FAILURES, Column
from medsales_core.rules.arrays.pairs import Pairs
from medsales_core.rules.arrays.table import Table, View
from medsales_core.rules.arrays.truth import Bools, Truth, all_hold, any_holds, either
from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Literal,
    Not,
    OneOf,
    Operand,
    PathOperand,
    Presence,
    Since,
    When,
)
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.pattern import Pattern
from medsales_core.rules.schema import Kind, ResolvedPath
from medsales_core.rules.threshold import Threshold
from medsales_core.rules.values import is_empty, operand_reader

__all__ = ["Ask", "always", "constant", "held", "one_by_one"]


@attrs.frozen(eq=False)
class Ask:
    """What a question is asked with: the moment, and what conditions are compiled with."""

    at: dt.datetime
    context: Context
    pairs: Pairs


@singledispatch
def held(condition: Condition, table: Table, ask: Ask) -> Truth:
    """Of which rows of *table* the *condition* holds."""
    return one_by_one(condition, table, ask)


def one_by_one(condition: Condition, table: Table, ask: Ask) -> Truth:
    """The same, each row judged on its own."""
    holds = compile_condition(condition, ask.context).holds
    found: list[object] = []
    for here, facts, outer in zip(table.rows, table.facts, table.outers, strict=True):
        try:
            found.append(holds(here, facts, ask.at, outer))
        except FAILURES:
            found.append(FAILURES)
    kinds = set(map(id, found))
    return Truth(
        _is(found, True),
        _is(found, None) if id(None) in kinds else None,
        ~(_is(found, True) | _is(found, False) | _is(found, None)) if kinds - _SURE else None,
    )


_SURE = {id(True), id(False), id(None)}


def _is(found: list[object], wanted: object) -> Bools:
    return np.array([one is wanted for one in found], np.bool_)


def always_apart() -> bool:
    """What is asked of values alone looks at nothing else."""
    return True


def always(table: Table, *, holds: bool) -> Truth:
    """The same of every row."""
    return Truth(np.full(len(table), holds))


@held.register
def _(condition: AllOf, table: Table, ask: Ask) -> Truth:
    parts = [held(part, table, ask) for part in condition.parts]
    return all_hold(parts) if parts else always(table, holds=True)


@held.register
def _(condition: AnyOf, table: Table, ask: Ask) -> Truth:
    parts = [held(part, table, ask) for part in condition.parts]
    return any_holds(parts) if parts else always(table, holds=False)


@held.register
def _(condition: Not, table: Table, ask: Ask) -> Truth:
    return held(condition.part, table, ask).denied()


@held.register
def _(condition: When, table: Table, ask: Ask) -> Truth:
    return held(condition.guard, table, ask).guarding(held(condition.part, table, ask))


@held.register
def _(condition: Since, table: Table, ask: Ask) -> Truth:
    return always(table, holds=condition.day <= ask.at.date())


@held.register
def _(condition: Presence, table: Table, ask: Ask) -> Truth:
    if condition.path.lists:
        records = table.records(condition.path, always_apart)
        filled = records.said(records.number() > 0, None, None)
    else:
        view = table.view(condition.path)
        filled = view.column.presence().taken(view.index)
    return filled if condition.filled else filled.denied()


def constant(operand: Operand, ask: Ask) -> tuple[Any] | None:
    """The one value that *operand* has for every row; None if rows differ, or it cannot be had."""
    if isinstance(operand, PathOperand) or (isinstance(operand, Threshold) and operand.varies):
        return None
    try:
        return (operand_reader(operand)(None, None, ask.at, None),)
    except FAILURES:
        return None


@held.register
def _(condition: Compare, table: Table, ask: Ask) -> Truth:
    if condition.path.lists:
        return _compared_list(condition, table, ask)
    view, wanted = table.view(condition.path), constant(condition.operand, ask)
    if wanted is not None:
        column = view.column
        if condition.path.type.kind is Kind.MONEY and condition.operand == Literal(0):
            column = column.amounts
        return _compared(condition, column, wanted[0]).taken(view.index)
    if isinstance(condition.operand, PathOperand) and not condition.operand.path.lists:
        return ask.pairs.compared(view, condition.operator, table.view(condition.operand.path))
    return one_by_one(condition, table, ask)


def _compared(condition: Compare, column: Column, wanted: Any) -> Truth:
    if is_empty(wanted):
        return Truth(np.zeros(len(column), np.bool_), column.unknown, column.doubt)
    found = column.compared(condition.operator, wanted)
    if found is None and condition.operator == "equals":
        found = column.equal_to(wanted)
    return found if found is not None else column.asked(_test(condition, wanted))


def _test(condition: Compare, wanted: Any) -> Callable[[Any], object]:
    if condition.operator == "matches" and isinstance(condition.operand, Literal):
        return Pattern(str(condition.operand.value)).matches
    relation = OPERATORS[condition.operator].holds
    return lambda value: relation(value, wanted)


def _compared_list(condition: Compare, table: Table, ask: Ask) -> Truth:
    """A list that contains a value, written or of another field."""
    if condition.operator != "contains":
        return one_by_one(condition, table, ask)
    wanted = constant(condition.operand, ask)
    if wanted is not None and not is_empty(wanted[0]):
        records = table.records(condition.path, always_apart)
        values = records.table.itself
        found = values.equal_to(wanted[0])
        if found is None:
            found = values.said_of_all(lambda value: value is wanted[0] or value == wanted[0])
        said = records.any(found.yes)
        return records.said(_or_none(said, records.lists), None, records.any(found.doubt))
    if isinstance(condition.operand, PathOperand) and not condition.operand.path.lists:
        return _contains_other(condition.path, condition.operand.path, table, ask)
    return one_by_one(condition, table, ask)


def _contains_other(path: ResolvedPath, other: ResolvedPath, table: Table, ask: Ask) -> Truth:
    records = table.records(path, lambda: False)
    values, wanted = records.table.itself, table.view(other)
    same = ask.pairs.same(View(values), wanted.seen(records.parent))
    if same is None or records.index is not None:
        return one_by_one(Compare(path, "contains", PathOperand(other)), table, ask)
    there = records.said(records.number(same) > 0, None, None)
    filled = wanted.column.presence().taken(wanted.index)
    return all_hold((there, filled)).strictly(either(there.unknown, filled.unknown))


def _or_none(found: Bools | None, length: int) -> Bools:
    return np.zeros(length, np.bool_) if found is None else found


@held.register
def _(condition: OneOf, table: Table, ask: Ask) -> Truth:
    if condition.path.lists:
        return one_by_one(condition, table, ask)
    view, values, among = table.view(condition.path), frozenset(condition.values), condition.among
    return view.column.asked(lambda value: (value in values) is among).taken(view.index)
