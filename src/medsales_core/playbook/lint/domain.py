"""The values that a field may still have once some tests of it hold: intervals and sets."""

import datetime as dt
from decimal import Decimal
from math import floor
from typing import Any, Final, NamedTuple

__all__ = ["ANYTHING", "EMPTY", "FILLED", "Domain", "ordinal"]


class Domain(NamedTuple):
    """A set of values, never smaller than the true one.

    Args:
        empty: The field may be empty.

        filled: The field may be filled.

        only: The filled values left, where they can be listed.

        never: Filled values that are out.

        low: The lowest filled value and whether it is itself out.

        high: The highest filled value and whether it is itself out.

        whole: Values are whole numbers.
    """

    empty: bool = False
    filled: bool = True
    only: frozenset[Any] | None = None
    never: frozenset[Any] = frozenset()
    low: tuple[Any, bool] | None = None
    high: tuple[Any, bool] | None = None
    whole: bool = False

    def holds(self, value: Any) -> bool:
        """Whether the filled *value* is among them."""
        return (
            self.filled
            and (self.only is None or value in self.only)
            and value not in self.never
            and not _below(value, self.low)
            and not _above(value, self.high)
            and (not self.whole or value == floor(value))
        )

    def meet(self, other: "Domain") -> "Domain":
        """The values of both."""
        if self is ANYTHING or (other is FILLED and not self.empty):
            return other if self is ANYTHING else self
        only = (
            other.only if self.only is None else self.only if other.only is None else self.only & other.only
        )
        whole = self.whole or other.whole
        low, high = self.low or other.low, self.high or other.high
        if low is not None:
            low = _tighter(_whole(self.low, 1, whole), _whole(other.low, 1, whole), 1)
        if high is not None:
            high = _tighter(_whole(self.high, -1, whole), _whole(other.high, -1, whole), -1)
        never = self.never | other.never if self.never else other.never
        empty, filled = self.empty and other.empty, self.filled and other.filled
        both = Domain(empty, filled, only, never, low, high, whole)
        return both if not filled or both._has_values() else both._replace(filled=False)

    def _has_values(self) -> bool:
        if self.only is not None:
            # Before they are gone through: most sets are bound by nothing else.
            if not self.never and self.low is None and self.high is None and not self.whole:
                return bool(self.only)
            return any(self.holds(value) for value in self.only)
        if self.low is None or self.high is None:
            return True
        (low, low_out), (high, high_out) = self.low, self.high
        if low == high:
            return not low_out and not high_out and low not in self.never
        return bool(low < high)


def _below(value: Any, low: tuple[Any, bool] | None) -> bool:
    return low is not None and (value < low[0] or (low[1] and value == low[0]))


def _above(value: Any, high: tuple[Any, bool] | None) -> bool:
    return high is not None and (value > high[0] or (high[1] and value == high[0]))


def _whole(bound: tuple[Any, bool] | None, inward: int, whole: bool) -> tuple[Any, bool] | None:  # noqa: FBT001
    """The bound of whole numbers: the first one that is itself in."""
    if bound is None or not whole:
        return bound
    number, out = bound
    if number != floor(number):
        return (floor(number) + 1 if inward > 0 else floor(number)), False
    return (number + inward if out else number), False


def _tighter(
    left: tuple[Any, bool] | None, right: tuple[Any, bool] | None, inward: int
) -> tuple[Any, bool] | None:
    if left is None or right is None:
        return left or right
    if left[0] == right[0]:
        return left if left[1] else right
    return left if (left[0] > right[0]) == (inward > 0) else right


#: Nothing is known of the field.
ANYTHING: Final = Domain(empty=True)
#: The field is filled, nothing else is known.
FILLED: Final = Domain()
#: The field is empty.
EMPTY: Final = Domain(empty=True, filled=False)


def ordinal(value: Any) -> Any:
    """*value* in a form in which any two of a field can be compared; days are counted."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.toordinal()
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
