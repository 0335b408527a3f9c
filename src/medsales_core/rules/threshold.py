"""A number that a requirement reads: data with dates and a source, never code."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import attrs

from medsales_core.money import CURRENCIES, Money
from medsales_core.text import LangText

__all__ = ["EVERYWHERE", "Threshold", "ThresholdValue"]

#: The jurisdiction of a value that holds wherever no other does.
EVERYWHERE: Final = "*"


@attrs.frozen(kw_only=True)
class ThresholdValue:
    """What a threshold is from one day to another, both included, in one place; None is open."""

    value: Decimal
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    jurisdiction: str = EVERYWHERE


@attrs.frozen(kw_only=True)
class Threshold:
    """A limit by its id, effective-dated.

    Args:
        id: Stable ASCII id.

        label: What it limits, in every language.

        unit: Unit of its values, e.g. ``day``, ``workday``, ``ratio``; of amounts of money the currency.

        jurisdiction: Where it applies, ``*`` for everywhere.

        source: Clause or public source; ``I`` is inference.

        illustrative: A sample that no source fixes; it never blocks.

        values: Its values with their periods.
    """

    id: str
    label: LangText
    unit: str
    jurisdiction: str = "*"
    source: str = "I"
    illustrative: bool = False
    values: tuple[ThresholdValue, ...]

    @property
    def varies(self) -> bool:
        """Whether it is another in one place than in another."""
        return any(entry.jurisdiction != EVERYWHERE for entry in self.values)

    @property
    def is_money(self) -> bool:
        """Whether its values are amounts of money: its unit is a currency."""
        return self.unit in CURRENCIES

    def measured(self, value: Decimal) -> Decimal | Money:
        """*value*, one of its own, as what it is compared with: a number, or money."""
        return Money(value, self.unit) if self.is_money else value

    def limit(self, day: dt.date, places: Iterable[str | None] = ()) -> Decimal | Money | None:
        """What `on` gives, as a number or as money."""
        value = self.on(day, places)
        return None if value is None else self.measured(value)

    def on(self, day: dt.date, places: Iterable[str | None] = ()) -> Decimal | None:
        """The value in force on *day* in the first of *places* that has one, else everywhere; None if none is."""
        for place in (*places, EVERYWHERE):
            for entry in self.values:
                if entry.jurisdiction == place and _in_force(entry, day):
                    return entry.value
        return None


def _in_force(entry: ThresholdValue, day: dt.date) -> bool:
    return (entry.valid_from is None or entry.valid_from <= day) and (
        entry.valid_to is None or day <= entry.valid_to
    )
