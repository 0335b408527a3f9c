"""Truth of many rows at once: three values, and rows that arrays cannot be sure of."""

from collections.abc import Iterable
from functools import reduce
from typing import TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

__all__ = ["Bools", "Ints", "Truth", "all_hold", "any_holds", "either"]

Bools: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]


@attrs.frozen(eq=False)
class Truth:
    """What a condition says of each row.

    Args:
        yes: Where it holds.

        unknown: Where facts were not supplied; None where all were.

        doubt: Rows that must be judged one by one, for a test failed or a value is none that arrays know;
            what is said of them besides means nothing. None where there are none.
    """

    yes: Bools
    unknown: Bools | None = None
    doubt: Bools | None = None

    @property
    def no(self) -> Bools:
        """Where it does not hold."""
        return ~self.yes if self.unknown is None else ~(self.yes | self.unknown)

    def taken(self, index: Ints | None) -> "Truth":
        """The truth of other rows, each of which looks at the row that *index* says."""
        if index is None:
            return self
        unknown = None if self.unknown is None else self.unknown[index]
        return Truth(self.yes[index], unknown, None if self.doubt is None else self.doubt[index])

    def denied(self) -> "Truth":
        """The opposite, where it is known."""
        return Truth(self.no, self.unknown, self.doubt)

    def strictly(self, unknown: Bools | None) -> "Truth":
        """The same, but unknown where *unknown* says so, whatever else is known."""
        return Truth(self.yes if unknown is None else self.yes & ~unknown, unknown, self.doubt)

    def guarding(self, part: "Truth") -> "Truth":
        """*part* where this holds, true where this does not."""
        if self.unknown is None and part.unknown is None:
            return Truth(~self.yes | part.yes, None, either(self.doubt, part.doubt))
        yes = self.no | (self.yes & part.yes)
        return Truth(yes, ~yes & ~(self.yes & part.no), either(self.doubt, part.doubt))


def either(one: Bools | None, other: Bools | None) -> Bools | None:
    """Where one of two is true; None is nowhere."""
    return other if one is None else one if other is None else one | other


def all_hold(parts: Iterable[Truth]) -> Truth:
    """Where every one of *parts* holds."""
    return reduce(_both, parts)


def any_holds(parts: Iterable[Truth]) -> Truth:
    """Where at least one of *parts* holds."""
    return reduce(_one, parts)


def _both(one: Truth, other: Truth) -> Truth:
    yes, doubt = one.yes & other.yes, either(one.doubt, other.doubt)
    if one.unknown is None and other.unknown is None:
        return Truth(yes, None, doubt)
    return Truth(yes, ~yes & ~one.no & ~other.no, doubt)


def _one(one: Truth, other: Truth) -> Truth:
    yes, doubt = one.yes | other.yes, either(one.doubt, other.doubt)
    unknown = either(one.unknown, other.unknown)
    return Truth(yes, None if unknown is None else unknown & ~yes, doubt)
