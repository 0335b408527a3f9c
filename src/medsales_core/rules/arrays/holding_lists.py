"""Conditions over lists of records, asked of the records of all rows at once, and counted back to the rows."""

from collections.abc import Iterator
from typing import Any, cast

import attrs
import numpy as np

from medsales_core.rules.arrays.column import MEASURED, Column
from medsales_core.rules.arrays.holding import Ask, always, always_apart, constant, held, one_by_one
from medsales_core.rules.arrays.measure import Measure
from medsales_core.rules.arrays.table import Records, Table
from medsales_core.rules.arrays.truth import Bools, Ints, Truth, all_hold, either
from medsales_core.rules.condition import (
    CheckCall,
    Condition,
    Count,
    Covers,
    Distinct,
    Each,
    Literal,
    NoRecord,
    PathOperand,
    Some,
    Sum,
    Unique,
)
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.threshold import Threshold

__all__: list[str] = []

_SPARE = 16  # a mark for every value that may occur is quicker than sorting, where there are no more for each that does


@attrs.frozen(eq=False)
class _Chosen:
    """The records meant by a condition.

    Args:
        records: All records of the lists.

        where: Which of them are meant; None if all.

        undecided: The lists in which it is not known of each; None if it is everywhere.

        doubt: The lists in which the choice failed; None if nowhere.
    """

    records: Records
    where: Bools | None = None
    undecided: Bools | None = None
    doubt: Bools | None = None

    def meant(self, truth: Bools | None) -> Bools | None:
        """Where *truth* is said of a record that is meant."""
        return truth if truth is None or self.where is None else truth & self.where

    def some(self, truth: Bools | None) -> Bools | None:
        """The lists of which *truth* is said of a record that is meant."""
        return self.records.any(self.meant(truth))


def _chosen(
    path: ResolvedPath, where: Condition | None, table: Table, ask: Ask, *others: object, shared: bool = True
) -> _Chosen:
    """The records of *path* where *where* holds; each list once, if *shared* and *others* look at nothing else."""
    records = table.records(path, lambda: shared and _apart((where, *others)))
    if where is None:
        return _Chosen(records)
    truth = held(where, records.table, ask)
    return _Chosen(records, truth.yes, records.any(truth.unknown), records.any(truth.doubt))


def _apart(conditions: object) -> bool:
    """Whether *conditions* look at nothing but the record at hand and what lies in it."""
    return not any(
        isinstance(part, CheckCall)
        or (isinstance(part, Threshold) and part.varies)
        or (isinstance(part, ResolvedPath) and part.start != "here")
        for part in _parts(conditions)
    )


def _parts(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif attrs.has(type(value)) and not isinstance(value, ResolvedPath | Threshold):
        for field in attrs.fields(cast(Any, type(value))):
            yield from _parts(getattr(value, field.name))


@held.register
def _(condition: Each, table: Table, ask: Ask) -> Truth:
    chosen = _chosen(condition.path, condition.where, table, ask, condition.part)
    records = chosen.records
    part = held(condition.part, records.table, ask)
    number = records.number(chosen.where)
    missed = records.number(part.yes if chosen.where is None else part.yes & chosen.where) != number
    unclear, doubt = chosen.some(part.unknown), either(chosen.doubt, chosen.some(part.doubt))
    if unclear is None and chosen.undecided is None:
        yes = ~missed if condition.may_be_empty else ~missed & (number > 0)
        return records.said(yes, None, doubt)
    denied = chosen.some(part.no)
    empty = number == 0
    undecided = either(chosen.undecided, unclear)
    assert undecided is not None
    no = _filled(denied, len(number)) | (~undecided & empty & (not condition.may_be_empty))
    return records.said(~no & ~undecided, undecided & ~no, doubt)


@held.register
def _(condition: Some, table: Table, ask: Ask) -> Truth:
    return _some(condition, table, ask)


@held.register
def _(condition: NoRecord, table: Table, ask: Ask) -> Truth:
    return _some(condition, table, ask).denied()


def _some(condition: Some | NoRecord, table: Table, ask: Ask) -> Truth:
    chosen = _chosen(condition.path, condition.where, table, ask, condition.part)
    part = held(condition.part, chosen.records.table, ask)
    yes = _filled(chosen.some(part.yes), chosen.records.lists)
    unknown = either(chosen.undecided, chosen.some(part.unknown))
    doubt = either(chosen.doubt, chosen.some(part.doubt))
    return chosen.records.said(yes, None if unknown is None else unknown & ~yes, doubt)


def _filled(found: Bools | None, length: int) -> Bools:
    return np.zeros(length, np.bool_) if found is None else found


@held.register
def _(condition: Count, table: Table, ask: Ask) -> Truth:
    chosen = _chosen(condition.path, condition.where, table, ask)
    return _bounded(chosen, chosen.records.number(chosen.where), condition)


def _bounded(chosen: _Chosen, number: Ints, condition: Count | Distinct) -> Truth:
    yes = np.ones(len(number), np.bool_)
    if condition.least is not None:
        yes &= number >= condition.least
    if condition.most is not None:
        yes &= number <= condition.most
    return chosen.records.said(yes, chosen.undecided, chosen.doubt)


@attrs.frozen(eq=False)
class _Gathered:
    """The filled values of a field of the records that are meant, and the list that each is in."""

    column: Column
    codes: Ints
    lists: Ints


def _gathered(chosen: _Chosen, of: ResolvedPath) -> _Gathered | None:
    """What the records hold; None where its values are not of one plain type."""
    table, parent, where = chosen.records.table, chosen.records.parent, chosen.where
    if of.start != "here":
        return None
    if of.lists:
        inner = table.records(of, always_apart)
        if inner.index is not None or inner.unknown is not None or inner.doubt is not None:
            return None
        parent = parent[inner.parent]
        where = None if where is None else where[inner.parent]
        column, codes, filled = inner.table.itself, inner.table.itself.codes, inner.table.itself.filled
    else:
        view = table.view(of)
        column, codes, filled = view.column, view.column.codes, view.column.filled
        if view.index is not None:
            codes, filled = codes[view.index], filled[view.index]
    if (column.plain_type is None and len(column)) or column.unknown is not None:
        return None
    meant = filled if where is None else filled & where
    return _Gathered(column, codes[meant], parent[meant])


def _different(found: _Gathered, lists: int) -> Ints:
    """How many different values each list holds."""
    width = max(len(found.column.different), 1)
    both = found.lists * width + found.codes
    if lists * width <= len(both) * _SPARE:
        there = np.zeros(lists * width, np.bool_)
        there[both] = True
        number: Ints = np.count_nonzero(there.reshape(lists, width), axis=1)
        return number
    once = np.unique(both)
    return np.bincount(once // width, minlength=lists)


@held.register
def _(condition: Distinct, table: Table, ask: Ask) -> Truth:
    chosen = _chosen(condition.path, condition.where, table, ask, condition.of)
    found = _gathered(chosen, condition.of)
    if found is None:
        return one_by_one(condition, table, ask)
    return _bounded(chosen, _different(found, chosen.records.lists), condition)


@held.register
def _(condition: Unique, table: Table, ask: Ask) -> Truth:
    chosen = _chosen(condition.path, condition.where, table, ask, condition.of)
    found = _gathered(chosen, condition.of)
    if found is None:
        return one_by_one(condition, table, ask)
    lists = chosen.records.lists
    yes = _different(found, lists) == np.bincount(found.lists, minlength=lists)
    return chosen.records.said(yes, chosen.undecided, chosen.doubt)


@held.register
def _(condition: Sum, table: Table, ask: Ask) -> Truth:
    chosen = _chosen(condition.path, condition.where, table, ask, condition.of)
    measure, filled = _measured(chosen, condition.of)
    wanted = _limit(condition, table, ask)
    if measure is None or filled is None or wanted is None:
        return one_by_one(condition, table, ask)
    records, where = chosen.records, chosen.where
    sums = attrs.evolve(
        measure,
        multiples=records.total(measure.multiples if where is None else measure.multiples * where),
        unit="" if condition.operand == Literal(0) else measure.unit,
    )
    limit, there = wanted
    yes = (sums if records.index is None else sums.taken(records.index)).compared(condition.operator, limit)
    if yes is None:
        return one_by_one(condition, table, ask)
    some = records.number(filled if where is None else filled & where) > 0
    found = records.said(some, chosen.undecided, chosen.doubt)
    return all_hold((found, there, Truth(yes))).strictly(either(found.unknown, there.unknown))


def _measured(chosen: _Chosen, of: ResolvedPath) -> tuple[Measure | None, Bools | None]:
    """The field of each record as a number, and where it is filled."""
    if of.start != "here" or of.lists:
        return None, None
    view = chosen.records.table.view(of)
    measure, filled = view.column.measure, view.column.filled
    if measure is None or view.column.unknown is not None or view.column.doubt is not None:
        return None, None
    if view.index is not None:
        return measure.taken(view.index), filled[view.index]
    return measure, filled


def _limit(condition: Sum, table: Table, ask: Ask) -> tuple[Measure, Truth] | None:
    """What each sum is compared with, and where that is there."""
    known = constant(condition.operand, ask)
    if known is not None:
        value = known[0]
        measure = Measure.of([value], type(value)) if type(value) in MEASURED else None
        return None if measure is None else (measure, always(table, holds=True))
    if not isinstance(condition.operand, PathOperand) or condition.operand.path.lists:
        return None
    view = table.view(condition.operand.path)
    measure = view.column.measure
    if measure is None:
        return None
    there = view.column.presence().taken(view.index)
    return (measure if view.index is None else measure.taken(view.index)), there


@held.register
def _(condition: Covers, table: Table, ask: Ask) -> Truth:
    chosen = _chosen(
        condition.path, condition.where, table, ask, condition.of, shared=condition.records is None
    )
    found = _gathered(chosen, condition.of)
    if found is None:
        return one_by_one(condition, table, ask)
    if condition.records is not None and condition.their is not None:
        return _covers_records(condition, chosen, found, table, ask)
    lists = chosen.records.lists
    yes = np.ones(lists, np.bool_)
    for value in condition.values:
        here = _lists_with(found, value, lists)
        if here is None:
            return one_by_one(condition, table, ask)
        yes &= here
    return chosen.records.said(yes, chosen.undecided, chosen.doubt)


def _lists_with(found: _Gathered, value: Any, lists: int) -> Bools | None:
    """The lists that hold *value*; None where that cannot be said."""
    yes = np.zeros(lists, np.bool_)
    if not len(found.codes):
        return yes
    key = found.column.key(value)
    if key is None:
        return None
    number = found.column.numbers.get(key)
    if number is not None:
        yes[found.lists[found.codes == number]] = True
    return yes


def _covers_records(condition: Covers, chosen: _Chosen, found: _Gathered, table: Table, ask: Ask) -> Truth:
    assert condition.records is not None
    assert condition.their is not None
    others = _chosen(condition.records, condition.records_where, table, ask, condition.their, shared=False)
    wanted = _gathered(others, condition.their)
    if wanted is None or (
        len(wanted.codes) and len(found.codes) and wanted.column.plain_type is not found.column.plain_type
    ):
        return one_by_one(condition, table, ask)
    numbers, width = found.column.numbers, len(found.column.different) + 1
    theirs = np.array([numbers.get(key, width - 1) for key in wanted.column.numbers], np.int64)
    have = found.lists * width + found.codes
    want = wanted.lists * width + (theirs[wanted.codes] if len(theirs) else wanted.codes)
    yes = np.ones(len(table), np.bool_)
    yes[wanted.lists[~np.isin(want, have)]] = False
    one = chosen.records.said(yes, chosen.undecided, chosen.doubt)
    other = others.records.said(np.ones(len(table), np.bool_), others.undecided, others.doubt)
    return all_hold((Truth(yes), one, other)).strictly(either(one.unknown, other.unknown))
