"""A number that a requirement reads: data with dates and a source, never code."""

import datetime as dt
from decimal import Decimal

import attrs

from medsales_core.text import LangText

__all__ = ["Threshold", "ThresholdValue"]


@attrs.frozen(kw_only=True)
class ThresholdValue:
    """What a threshold is from one day to another, both included; None is open."""

    value: Decimal
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@attrs.frozen(kw_only=True)
class Threshold:
    """A limit by its id, effective-dated.

    Args:
        id: Stable ASCII id.

        label: What it limits, in every language.

        unit: Unit of its values, e.g. ``day``, ``workday``, ``ratio``.

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

    def on(self, day: dt.date) -> Decimal | None:
        """The value in force on *day*, None where there is none."""
        for entry in self.values:
            if (entry.valid_from is None or entry.valid_from <= day) and (
                entry.valid_to is None or day <= entry.valid_to
            ):
                return entry.value
        return None
