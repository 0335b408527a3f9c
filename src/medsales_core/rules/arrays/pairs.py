"""Two fields of the same rows, compared: through what their columns have in common, or pair by pair."""

from collections.abc import Callable
from typing import Any

import numpy as np

from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.rules.arrays.column import BROKEN, Column, answered
from medsales_core.rules.arrays.measure import Measure
from medsales_core.rules.arrays.table import View
from medsales_core.rules.arrays.truth import Bools, Ints, Truth, all_hold, either
from medsales_core.rules.operators import OPERATORS

__all__ = ["Pairs"]

_ROWS_A_PAIR = (
    8  # where there are so many rows for each pair, finding out which pairs occur takes longer than asking
)


class Pairs:
    """What is known of columns that were compared with each other; kept with the sheet they are of."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, int], tuple[Column, Column, Ints] | None] = {}

    def compared(self, one: View, operator: str, other: View) -> Truth:
        """Where both are filled and *one* stands in the relation to *other*."""
        yes = None
        if not one.column.filled.any() or not other.column.filled.any():
            return _where_filled(one, other, np.zeros(1, np.bool_))
        if operator in ("equals", "differs"):
            same = self.same(one, other)
            yes = same if same is None or operator == "equals" else ~same
        else:
            ours, theirs = _measure(one), _measure(other)
            yes = ours.compared(operator, theirs) if ours is not None and theirs is not None else None
        if yes is None:
            return self.asked(one, other, OPERATORS[operator].holds)
        return _where_filled(one, other, yes)

    def same(self, one: View, other: View) -> Bools | None:
        """Where both have the same value, or both none; None where that needs asking."""
        key = (id(one.column), id(other.column))
        if key not in self._numbers:
            found = _translated(one.column, other.column)
            self._numbers[key] = None if found is None else (one.column, other.column, found)
        known = self._numbers[key]
        return None if known is None else _seen(one.column.codes, one) == _seen(known[2], other)

    def asked(self, one: View, other: View, test: Callable[[Any, Any], object]) -> Truth:
        """Where both are filled and *test* holds of both values: each pair that occurs is asked once."""
        told, heard = one.column.told, other.column.told
        found = _each_pair(one, other, test, lambda ours, theirs: told[ours] and heard[theirs])
        return _where_filled(one, other, found.yes, found.doubt)

    def reckoned(self, one: View, other: View, test: Callable[[Any, Any], object]) -> Truth:
        """Where *other* is there and *test* holds, which is asked also where *one* is empty or not supplied."""
        starts = [
            not (value is None or value is NOT_SUPPLIED or value is BROKEN)
            for value in other.column.different
        ]
        found = _each_pair(one, other, test, lambda ours, theirs: starts[theirs])
        ours, theirs = one.column.presence().taken(one.index), other.column.presence().taken(other.index)
        doubt = either(found.doubt, either(ours.doubt, theirs.doubt))
        return Truth(found.yes, None, doubt).strictly(either(ours.unknown, theirs.unknown))


def _measure(view: View) -> Measure | None:
    known = view.column.measure
    return known if known is None or view.index is None else known.taken(view.index)


def _each_pair(
    one: View, other: View, test: Callable[[Any, Any], object], wanted: Callable[[int, int], bool]
) -> Truth:
    ours, theirs = one.column.different, other.column.different
    both = _seen(one.column.codes, one) * len(theirs) + _seen(other.column.codes, other)
    if len(ours) * len(theirs) <= len(both) // _ROWS_A_PAIR:
        pairs, index = range(len(ours) * len(theirs)), both
    else:
        found, index = np.unique(both, return_inverse=True)
        pairs = found.tolist()
    numbers = [divmod(pair, len(theirs)) for pair in pairs]
    values = [(ours[number], theirs[against]) for number, against in numbers]
    yes, doubt = answered(lambda pair: test(*pair), values, [wanted(*pair) for pair in numbers])
    return Truth(yes[index], None, None if doubt is None else doubt[index])


def _where_filled(one: View, other: View, yes: Bools, doubt: Bools | None = None) -> Truth:
    ours, theirs = one.column.presence().taken(one.index), other.column.presence().taken(other.index)
    found = all_hold((Truth(yes, None, doubt), ours, theirs))
    return found.strictly(either(ours.unknown, theirs.unknown))


def _seen(values: Ints, view: View) -> Ints:
    return values if view.index is None else values[view.index]


def _translated(one: Column, other: Column) -> Ints | None:
    """The values of *other* by their numbers in *one*; -1 for one that is not there."""
    if not one.filled.any() or not other.filled.any():
        return np.full(len(other), -1)  # no value is like another where there is none
    if one.plain_type is None or one.plain_type is not other.plain_type:
        return None
    numbers = one.numbers
    of = np.array([numbers.get(key, -1) for key in other.numbers], np.int64)
    found: Ints = of[other.codes]
    return found
