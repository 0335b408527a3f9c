"""Rows with their fields as columns: the facts of a portfolio, records they share, the records of a list."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any

import attrs
import numpy as np

from medsales_core.model.facts import NOT_SUPPLIED, NotSupplied
from medsales_core.rules.arrays.column import BROKEN, FAILURES, Column, bools
from medsales_core.rules.arrays.truth import Bools, Ints, Truth
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.values import Outer, Read, path_reader

__all__ = ["Records", "Table", "View"]

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)  # a field does not depend on the day


@attrs.frozen(eq=False)
class View:
    """A column as the rows of another table see it: through *index*, or row for row."""

    column: Column
    index: Ints | None = None

    def seen(self, index: Ints | None) -> "View":
        """The same from rows further in."""
        return View(self.column, _through(self.index, index))


class Table:
    """Rows, each an object.

    Args:
        rows: The objects.

        up: The table of which each row's list is, for the records of a list.

        parent: For each row the row of *up*.
    """

    def __init__(self, rows: Sequence[Any], up: "Table | None" = None, parent: Ints | None = None) -> None:
        self.rows = rows
        self.up = up
        self.parent = parent
        self._columns: dict[str, Column] = {}
        self._owners: dict[str, tuple[Table, Ints | None]] = {}
        self._lists: dict[tuple[str, int, tuple[str, ...]], Records] = {}
        self._shared: dict[tuple[str, ...], Records] = {}
        self._through: dict[tuple[str, ...], Column] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def outers(self) -> Sequence[Outer]:
        """For each row the records further out, as judges take them."""
        if self.up is None or self.parent is None:
            return [None] * len(self.rows)
        around = [*zip(self.up.rows, self.up.outers, strict=True)]
        return [around[row] for row in self.parent.tolist()]

    @cached_property
    def itself(self) -> Column:
        """The rows as values."""
        return Column(self.rows)

    @property
    def facts(self) -> Sequence[Any]:
        """For each row the facts that it lies in."""
        table, index = self._out(None)
        return table.rows if index is None else [table.rows[row] for row in index.tolist()]

    def view(self, path: ResolvedPath) -> View:
        """The values at *path*, which enters no list before its end."""
        table, index = self._start(path)
        owner, further = table.owner(path.steps[:-1])
        return View(owner.column(path.steps[-1]), _through(further, index))

    def records(self, path: ResolvedPath, apart: Callable[[], bool]) -> "Records":
        """The records, or values, of the list at *path*.

        Args:
            path: Leads to a list.

            apart: Says whether what is asked of them looks at them alone: rows that share a list then share them.
        """
        key = (path.start, path.out, path.steps)
        if (known := self._lists.get(key)) is not None:
            return known
        table, index = self._start(path)
        if table is not self and apart():
            return table.records(attrs.evolve(path, start="here", out=0), apart).seen(index)
        view = View(table.through(path), index) if path.lists - {len(path.steps) - 1} else self.view(path)
        if view.index is not None and apart():
            return self._common(path.steps, view.column).seen(view.index)
        lists = view.column
        if view.index is not None:
            lists = Column([lists.values[row] for row in view.index.tolist()])
        known = self._lists[key] = Records.of(lists, self)
        return known

    def _common(self, steps: tuple[str, ...], lists: Column) -> "Records":
        """The records of *lists*, which rows share."""
        known = self._shared.get(steps)
        if known is None:
            known = self._shared[steps] = Records.of(lists, None)
        return known

    def through(self, path: ResolvedPath) -> Column:
        """The values at *path*, which enters lists on its way, gathered for each row."""
        known = self._through.get(path.steps)
        if known is None:
            read = path_reader(attrs.evolve(path, start="here", out=0))
            known = self._through[path.steps] = Column([_gathered(read, row) for row in self.rows])
        return known

    def _start(self, path: ResolvedPath) -> "tuple[Table, Ints | None]":
        """The table that *path* starts from, and which of its rows each of these looks at."""
        if path.start == "here":
            return self, None
        return self._out(path.out if path.start == "outer" else None)

    def _out(self, steps: int | None) -> "tuple[Table, Ints | None]":
        table, index = self, None
        while table.up is not None and steps != 0:
            index = _through(table.parent, index)
            table, steps = table.up, None if steps is None else steps - 1
        return table, index

    def owner(self, steps: tuple[str, ...]) -> "tuple[Table, Ints | None]":
        """The table of the records that *steps* lead to, and which of them each row has."""
        table, index = self, None
        for step in steps:
            table, further = table._owned(step)
            index = _through(further, index)
        return table, index

    def _owned(self, step: str) -> "tuple[Table, Ints | None]":
        known = self._owners.get(step)
        if known is None:
            rows, index = _shared(self.column(step).values)
            known = self._owners[step] = (Table(rows), index)
        return known

    def column(self, step: str) -> Column:
        """The values of the field *step* of each row."""
        known = self._columns.get(step)
        if known is None:
            known = self._columns[step] = Column(_values(self.rows, step))
        return known


@attrs.frozen(eq=False)
class Records:
    """What lies in the lists of some rows, one behind the other.

    Args:
        table: The records.

        ends: Where the records of each list begin, and at the end their number.

        unknown: The lists that were not supplied; None if all were.

        doubt: What is no list; None if all are.

        index: Which list each row has; None if each has its own.
    """

    table: Table
    ends: Ints
    unknown: Bools | None = None
    doubt: Bools | None = None
    index: Ints | None = None

    @classmethod
    def of(cls, lists: Column, up: Table | None) -> "Records":
        """The records of *lists*, each of a row of *up*."""
        values, unknown = lists.values, lists.unknown
        odd: list[bool] = []
        kept: Sequence[Any] = values
        if set(map(type, values)) != {tuple}:
            kept = [value if type(value) is tuple else () for value in values]
            odd = [
                value is not None and value is not NOT_SUPPLIED and type(value) is not tuple
                for value in values
            ]
        ends = np.zeros(len(kept) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, kept), np.int64, len(kept)), out=ends[1:])
        parent = np.repeat(np.arange(len(kept)), np.diff(ends))
        rows = list(chain.from_iterable(kept))
        if {type(None), NotSupplied} & set(map(type, rows)):
            gaps = [any(one is None or one is NOT_SUPPLIED for one in records) for records in kept]
            odd = [one or gap for one, gap in zip(odd, gaps, strict=True)] if odd else gaps
        return cls(Table(rows, up, parent), ends, unknown, bools(odd) if any(odd) else None)

    def seen(self, index: Ints | None) -> "Records":
        """The same from rows further in."""
        return attrs.evolve(self, index=_through(self.index, index))

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return len(self.ends) - 1

    def number(self, where: Bools | None = None) -> Ints:
        """How many there are in each list, of those *where* is true."""
        if where is None:
            return np.diff(self.ends)
        sums = np.zeros(len(where) + 1, np.int64)
        np.cumsum(where, out=sums[1:])
        counted: Ints = np.diff(sums[self.ends])
        return counted

    def total(self, values: Ints) -> Ints:
        """The sum of *values*, one for each record, over each list."""
        sums = np.zeros(len(values) + 1, np.int64)
        np.cumsum(values, out=sums[1:])
        summed: Ints = np.diff(sums[self.ends])
        return summed

    def any(self, where: Bools | None) -> Bools | None:
        """The lists in which *where* is true of any."""
        return None if where is None or not where.any() else self.number(where) > 0

    @property
    def parent(self) -> Ints:
        """The number of the list that each record is in."""
        assert self.table.parent is not None
        return self.table.parent

    def said(self, yes: Bools, unknown: Bools | None, doubt: Bools | None) -> Truth:
        """What is said of each list, as the rows see it."""
        if self.unknown is not None:
            unknown = self.unknown if unknown is None else unknown | self.unknown
        if self.doubt is not None:
            doubt = self.doubt if doubt is None else doubt | self.doubt
        return Truth(yes if unknown is None else yes & ~unknown, unknown, doubt).taken(self.index)


def _through(further: Ints | None, index: Ints | None) -> Ints | None:
    return index if further is None else further if index is None else further[index]


def _shared(values: Sequence[Any]) -> tuple[Sequence[Any], Ints | None]:
    """The different objects among *values*, and which each is; None where each is another."""
    names = list(map(id, values))
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    if len(numbers) == len(values):
        return values, None
    index = np.fromiter(map(numbers.__getitem__, names), np.int64, len(names))
    return list(dict(zip(names, values, strict=True)).values()), index


def _values(rows: Sequence[Any], step: str) -> list[Any]:
    get = attrgetter(step)
    try:
        return list(map(get, rows))
    except FAILURES:
        return [_read(get, row) for row in rows]


def _gathered(read: Read, row: Any) -> Any:
    try:
        return read(row, row, _NEVER, None)
    except FAILURES:
        return BROKEN


def _read(get: Callable[[Any], Any], row: Any) -> Any:
    if row is None or row is NOT_SUPPLIED or row is BROKEN:
        return row
    try:
        return get(row)
    except FAILURES:
        return BROKEN
