"""Numbers, money and days as whole numbers of 64 bits, where that says exactly the same of them."""

import datetime as dt
import operator
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, getcontext
from typing import Any, Final

import attrs
import numpy as np

from medsales_core.money import Money
from medsales_core.rules.arrays.truth import Bools, Ints

__all__ = ["COMPARISONS", "Measure"]

_DIGITS: Final = 17  # two of these can be added within 64 bits

COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "equals": operator.eq, "differs": operator.ne, "above": operator.gt, "at_least": operator.ge,
    "below": operator.lt, "at_most": operator.le, "after": operator.gt, "not_before": operator.ge,
    "before": operator.lt, "not_after": operator.le,
}  # fmt: skip


@attrs.frozen(eq=False)
class Measure:
    """Values as multiples of a power of ten; 0 where there is none.

    All of them together have so few digits that no sum of them is rounded, neither here nor as decimals.

    Args:
        multiples: One for each value.

        places: The number of decimal places that one unit of them stands for.

        unit: What is measured: a currency, ``day``, or nothing but a number.
    """

    multiples: Ints
    places: int
    unit: str

    @classmethod
    def of(cls, values: Sequence[Any], kind: type) -> "Measure | None":
        """The measure of *values*, which are of *kind* or not there; None where it would not be exact."""
        if kind is int:
            return _whole([value if type(value) is int else 0 for value in values], "")
        if kind is dt.date:
            days = [value if type(value) is dt.date else dt.date.min for value in values]
            return _whole(list(map(dt.date.toordinal, days)), "day")
        if kind is Decimal:
            return _scaled([value if type(value) is Decimal else _NOUGHT for value in values], "")
        if kind is Money:
            units = {value.currency for value in values if type(value) is Money}
            amounts = [value.amount if type(value) is Money else _NOUGHT for value in values]
            return _scaled(amounts, units.pop()) if len(units) == 1 else None
        return None

    def taken(self, index: Ints) -> "Measure":
        """The same of other rows, each of which looks at the value that *index* says."""
        return attrs.evolve(self, multiples=self.multiples[index])

    def compared(self, word: str, other: "Measure") -> Bools | None:
        """Where the relation *word* holds to *other*, value for value or to the only one; None if that is not exact."""
        if word not in COMPARISONS or self.unit != other.unit:
            return None
        places = max(self.places, other.places)
        ours, theirs = self._finer(places), other._finer(places)
        if ours is None or theirs is None:
            return None
        found: Bools = COMPARISONS[word](ours, theirs)
        return found

    def _finer(self, places: int) -> Ints | None:
        if places == self.places:
            return self.multiples
        most = int(np.abs(self.multiples).max(initial=0))
        factor = 10 ** (places - self.places)
        return self.multiples * factor if most * factor < 10**_DIGITS else None


_PLACES: Final = (0, 2, 4, 8, 16)  # none, cents, rates, and finer
_EXACT: Final = Context(prec=4 * _DIGITS)
_NOUGHT: Final = Decimal(0)


def _whole(values: list[int], unit: str, places: int = 0) -> Measure | None:
    try:
        multiples = np.array(values, np.int64)
    except OverflowError:
        return None
    if np.abs(multiples.astype(np.float64)).sum() >= 10**_DIGITS:
        return None
    return Measure(multiples, places, unit)


def _scaled(values: list[Decimal], unit: str) -> Measure | None:
    if getcontext().prec < _DIGITS or not all(map(Decimal.is_finite, values)):
        return None
    if any(abs(size) > _DIGITS for size in set(map(Decimal.adjusted, values))):
        return None  # written out, 1E+9999999 would fill any memory
    for places in _PLACES:
        scaled = [value.scaleb(places, _EXACT) for value in values]
        whole = list(map(int, scaled))
        if whole == scaled:
            return _whole(whole, unit, places)
    return None
