"""Reading conditions so that the linter can tell where each of them stands."""

from typing import Any

import attrs

from medsales_core.config.positions import Path
from medsales_core.rules.condition import Condition
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.schema import ResolvedPath

__all__ = ["LocatingReader"]


@attrs.frozen
class LocatingReader(ConditionReader):
    """A reader of conditions that keeps the place of each.

    Conditions are values and carry no places, or two equal ones would differ.

    Args:
        places: The condition (kept, so that its identity stays its own) and its place, by identity.
    """

    places: dict[int, tuple[object, Path]] = attrs.field(factory=dict)

    def read(self, data: Any, place: Place) -> Condition | None:
        return self._kept(super().read(data, place), place)

    def keyword(self, path: ResolvedPath, word: str, place: Place) -> Condition | None:
        return self._kept(super().keyword(path, word, place), place)

    def scalar(self, path: ResolvedPath, word: str, value: Any, place: Place) -> Condition | None:
        return self._kept(super().scalar(path, word, value, place), place)

    def _kept(self, condition: Condition | None, place: Place) -> Condition | None:
        if condition is not None:
            # The innermost call comes first, and knows best.
            self.places.setdefault(id(condition), (condition, place.at))
        return condition
