"""One field of many records: its values, and the different ones among them, numbered.

Equal values of one plain type are one value here; whatever else occurs (a subclass, a mixture of types, a
number that is none) is told apart by identity, so that a test of a different value is a test of every row of it.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from operator import attrgetter
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from medsales_core.model.choice import Choice
from medsales_core.model.facts import NOT_SUPPLIED, NotSupplied
from medsales_core.money import Money
from medsales_core.rules.arrays.measure import Measure
from medsales_core.rules.arrays.truth import Bools, Ints, Truth, either
from medsales_core.rules.values import is_empty

__all__ = ["BROKEN", "FAILURES", "MEASURED", "Broken", "Column", "answered", "bools"]

#: What a failing test may raise, as in `Judgement.outcome`.
FAILURES: Final = (Exception, SystemExit, GeneratorExit)
_PLAIN: Final = frozenset({str, int, bool, Decimal, dt.date, Money})
MEASURED: Final = frozenset({int, Decimal, dt.date, Money})
_ZONES: Final = frozenset({type(None), dt.timezone, ZoneInfo})


class Broken:
    """The type of `BROKEN`."""

    __slots__ = ()


#: Stands for a value whose reading failed: its rows are judged one by one.
BROKEN: Final = Broken()


class Column:
    """The values of one field.

    Args:
        values: One for each record; `NOT_SUPPLIED` and `BROKEN` among them.
    """

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def _types(self) -> frozenset[type]:
        return frozenset(map(type, self.values))

    @cached_property
    def plain_type(self) -> type | None:
        """The one plain type that all values have which are there; None if they have several, or another."""
        if Broken in self._types:
            return None
        types = self._types - {type(None), NotSupplied}
        found = next(iter(types)) if len(types) == 1 else None
        if (found is Decimal and not self._all_numbers()) or (found is Money and not self._all_coined()):
            return None
        return found if found in _PLAIN or (found is not None and _is_list_of_choices(found)) else None

    def _all_numbers(self) -> bool:
        return not any(value.is_nan() for value in self.values if type(value) is Decimal)

    def _all_coined(self) -> bool:
        return all(type(value.currency) is str for value in self.values if type(value) is Money)

    @cached_property
    def unknown(self) -> Bools | None:
        """Where nothing was supplied."""
        return self._where(NotSupplied, NOT_SUPPLIED)

    @cached_property
    def doubt(self) -> Bools | None:
        """Where reading failed, or what was read cannot even say whether it is empty."""
        return either(self._where(Broken, BROKEN), self._emptiness[1])

    def _where(self, kind: type, mark: object) -> Bools | None:
        return bools([value is mark for value in self.values]) if kind in self._types else None

    @property
    def filled(self) -> Bools:
        """Where something is there."""
        return self._emptiness[0]

    @cached_property
    def _emptiness(self) -> tuple[Bools, Bools | None]:
        plain, gaps = self.plain_type, self._types & {type(None), NotSupplied}
        if plain is str and not gaps:
            return bools(list(map(bool, map(str.strip, self.values)))), None
        if plain is str and NotSupplied not in gaps:
            return bools([value is not None and bool(value.strip()) for value in self.values]), None
        unsaid = self._types & {type(None), NotSupplied, Broken}
        if (plain is not None and plain is not str) or not any(
            issubclass(one, str | tuple) for one in self._types
        ):
            if not unsaid:
                return np.ones(len(self), np.bool_), None
            if unsaid == {type(None)}:
                return bools([value is not None for value in self.values]), None
            return bools([type(value) not in unsaid for value in self.values]), None
        values = (
            [None if type(value) in unsaid else value for value in self.values] if unsaid else self.values
        )
        return answered(lambda value: not is_empty(value), values)

    @cached_property
    def _keys(self) -> Sequence[Any]:
        if self.plain_type is None:
            return list(map(_moment if dt.datetime in self._types else id, self.values))
        if issubclass(self.plain_type, Choice):
            return list(map(id, self.values))
        if self.plain_type is Money:
            if self._types == {Money}:
                return list(map(_AMOUNT, self.values))
            return [_AMOUNT(value) if type(value) is Money else value for value in self.values]
        return self.values

    @cached_property
    def numbers(self) -> dict[Any, int]:
        """The number of each different value, by its key."""
        return {key: number for number, key in enumerate(dict.fromkeys(self._keys))}

    @cached_property
    def codes(self) -> Ints:
        """The number of each row's value."""
        return np.fromiter(map(self.numbers.__getitem__, self._keys), np.int64, len(self.values))

    @cached_property
    def different(self) -> list[Any]:
        """The different values, by number."""
        if self._keys is self.values:
            return list(self.numbers)
        return list(dict(zip(self._keys, self.values, strict=True)).values())

    @cached_property
    def told(self) -> list[bool]:
        """Which of the different values are there: empty ones, and those not supplied, are not."""
        found = np.zeros(len(self.different), np.bool_)
        found[self.codes] = self.filled
        told: list[bool] = found.tolist()
        return told

    @cached_property
    def amounts(self) -> "Column":
        """The amounts alone, where values are money."""
        return Column([value.amount if isinstance(value, Money) else value for value in self.values])

    @cached_property
    def absent(self) -> Truth:
        """Where there is nothing at all."""
        return Truth(bools([value is None for value in self.values]))

    def unsure(self, doubt: Bools | None = None) -> Bools | None:
        """*doubt*, and where something that is there counts as empty: tests that know only None stumble over it."""
        return either(doubt, self._odd)

    @cached_property
    def _odd(self) -> Bools | None:
        if self.plain_type is not None and self.plain_type is not str:
            return None
        nothing = {type(None), NotSupplied}
        odd = bools([type(value) not in nothing for value in self.values]) & ~self.filled
        return odd if odd.any() else None

    def presence(self) -> Truth:
        """Where the field is filled."""
        return Truth(self.filled, self.unknown, self.doubt)

    def asked(self, test: Callable[[Any], object]) -> Truth:
        """Where the field is filled and *test* holds of its value."""
        yes, doubt = answered(test, self.different, self.told)
        return self._spread(yes[self.codes], None if doubt is None else doubt[self.codes])

    def said_of_all(self, test: Callable[[Any], object]) -> Truth:
        """Of which values *test* holds, empty ones too."""
        yes, doubt = answered(test, self.different)
        return self._spread(yes[self.codes], None if doubt is None else doubt[self.codes])

    def _spread(self, yes: Bools, doubt: Bools | None = None) -> Truth:
        if self.doubt is not None:
            doubt = self.doubt if doubt is None else doubt | self.doubt
        return Truth(yes, self.unknown, doubt)

    def key(self, value: Any) -> Any:
        """The key under which *value* would be among the different ones; None if that cannot be said."""
        if self.plain_type is None or type(value) is not self.plain_type:
            return None
        if self.plain_type is Money:
            return _AMOUNT(value)
        if type(value) is Decimal and value.is_nan():
            return None
        return id(value) if issubclass(self.plain_type, Choice) else value

    def equal_to(self, value: Any) -> Truth | None:
        """Where the field has *value*, which is not empty; None where that needs asking."""
        key = self.key(value)
        if key is None:
            return None
        number = self.numbers.get(key)
        return self._spread(np.zeros(len(self), np.bool_) if number is None else self.codes == number)

    @cached_property
    def measure(self) -> Measure | None:
        """The values as whole numbers; None where they are none, or would lose by it."""
        return Measure.of(self.values, self.plain_type) if self.plain_type in MEASURED else None

    def compared(self, word: str, value: Any) -> Truth | None:
        """Where the field stands in the relation *word* to *value*; None where that needs asking."""
        if type(value) not in MEASURED or self.measure is None:
            return None
        constant = Measure.of([value], type(value))
        yes = self.measure.compared(word, constant) if constant is not None else None
        return None if yes is None else self._spread(self.filled & yes)


_AMOUNT: Final = attrgetter("currency", "amount")


def answered(
    test: Callable[[Any], object], values: Sequence[Any], wanted: Sequence[bool] | None = None
) -> tuple[Bools, Bools | None]:
    """What *test* says of each of *values* that is *wanted*, and where it failed or said neither yes nor no."""
    ask = wanted if wanted is not None else repeat(True, len(values))
    try:
        found = [test(value) if asked else False for value, asked in zip(values, ask, strict=True)]
    except FAILURES:
        ask = wanted if wanted is not None else repeat(True, len(values))
        found = [_one(test, value) if asked else False for value, asked in zip(values, ask, strict=True)]
    if set(map(type, found)) <= {bool}:
        return np.array(found, np.bool_), None
    doubt = [answer is not True and answer is not False for answer in found]
    return bools([answer is True for answer in found]), bools(doubt)


def _is_list_of_choices(kind: type) -> bool:
    """Whether it is a closed list of values none of which is blank."""
    return issubclass(kind, Choice) and not any(map(is_empty, kind))


def _one(test: Callable[[Any], object], value: Any) -> object:
    try:
        return test(value)
    except FAILURES:
        return None


def bools(values: list[bool]) -> Bools:
    """*values* as an array."""
    return np.array(values, np.bool_)


def _moment(value: Any) -> object:
    """Equal moments of different zones lie on different days, so they are not one value."""
    if type(value) is dt.datetime and type(value.tzinfo) in _ZONES:
        return (value, id(value.tzinfo), value.fold)
    return id(value)
