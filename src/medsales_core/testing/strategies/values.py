"""Strategies for one value of a field: plain ones first, then awkward ones and those at the limits of a playbook."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from medsales_core.model.fields import fact_info
from medsales_core.money import Money
from medsales_core.rules.schema import FieldType, Kind, describe
from medsales_core.testing import awkward
from medsales_core.testing.strategies.limits import Limits
from medsales_core.text import LangText, text

__all__ = ["STORABLE", "Values"]

#: Every character that a store takes.
STORABLE: Final = st.characters(exclude_categories=["Cs"], exclude_characters="\0")

_DAY: Final = dt.timedelta(days=1)
_RANGE: Final = re.compile(r"(-?\d+)\.\.(-?\d+)")
_RANGES: Final[Mapping[str, tuple[int, int]]] = {"%": (0, 100), "degC": (-90, 60)}
_MEASURED: Final = frozenset({"hour", "degC"})
_MOST: Final = 10_000
_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "ISO 3166-1": ("CN", "DE", "US"),
    "ISO 3166-2": ("CN-31", "CN-44", "DE-BY"),
}
#: The ids that made records have are the ids that others name, so that they find one another.
_REFERENCES: Final = 3


@attrs.frozen(eq=False)
class Values:
    """Makes strategies for values.

    Args:
        at: The moment that days and times lie around.

        limits: The limits to come close to.

        hostile: Whether awkward values are among them.
    """

    at: dt.datetime
    limits: Limits
    hostile: bool

    def of(self, entity: type, name: str) -> st.SearchStrategy[Any]:
        """A value of a field that holds no records; of one item, where it holds many."""
        field, unit = describe(entity)[name], fact_info(getattr(attrs.fields(entity), name)).unit
        if field.kind is Kind.TEXT:
            return self._texts_of(entity, name, field, unit)
        if field.kind is Kind.NUMBER:
            return self._numbers(field, unit)
        if field.kind is Kind.CHOICE:
            return st.sampled_from(list(field.type))  # type: ignore[call-overload]  # an enumeration
        return self._simple[field.kind](field)

    @property
    def _simple(self) -> Mapping[Kind, Callable[[FieldType], st.SearchStrategy[Any]]]:
        return {
            Kind.FLAG: lambda _: st.booleans(),
            Kind.DAY: self._days,
            Kind.INSTANT: self._instants,
            Kind.MONEY: lambda field: self.amounts(self.limits.near(field, "")),
            Kind.LABEL: lambda _: self._labels(),
        }

    def _one_of(
        self, plain: Iterable[Any], hostile: Iterable[Any], *wide: st.SearchStrategy[Any]
    ) -> st.SearchStrategy[Any]:
        """One of the *plain* values; then of those that are hostile; then from the *wide*."""
        known = [list(dict.fromkeys(plain)), list(hostile) if self.hostile else []]
        return st.one_of(*(st.sampled_from(values) for values in known if values), *wide)

    # ---- text

    def _texts_of(self, entity: type, name: str, field: FieldType, unit: str) -> st.SearchStrategy[str]:
        code = next((codes for standard, codes in _CODES.items() if unit.startswith(standard)), None)
        if code is not None:
            return st.sampled_from(code)
        if name == "id":
            return self.ids(entity.__name__.lower())
        stem, _, ending = name.rpartition("_")
        if ending in ("id", "ids"):
            return self.ids(stem.replace("_", "-"))
        return self.texts(self.limits.near(field, unit))

    def texts(self, near: Iterable[str] = ()) -> st.SearchStrategy[str]:
        """Text that may stand anywhere."""
        return self._one_of(("text", *near), awkward.TEXTS, st.text(STORABLE, max_size=8))

    def ids(self, kind: str) -> st.SearchStrategy[str]:
        """Ids of a *kind* of thing: few, so that what names one finds one."""
        plain = [f"{kind}-{number}" for number in range(1, _REFERENCES + 1)]
        return self._one_of(plain, [f"{kind}/{said}" for said in awkward.TEXTS[:6]])

    def _labels(self) -> st.SearchStrategy[LangText]:
        odd = [text(said, said) for said in awkward.TEXTS]
        return self._one_of((text("text", "文字"),), (LangText({}), *odd))

    # ---- numbers

    def _numbers(self, field: FieldType, unit: str) -> st.SearchStrategy[Any]:
        low, high = _range(unit)
        plain = (*map(field.type, (1, 0, 2)), *self.limits.near(field, unit))
        near = [value for value in plain if low <= value <= (high or value)]
        if field.type is int:
            huge = () if high else (2**31, 2**63 - 1)
            return self._one_of(near, huge, st.integers(low, high or _MOST))
        # What is counted in hours or degrees is divided by one another: a trillionth of an hour is no hour.
        odd = [] if unit in _MEASURED else [n for n in awkward.NUMBERS if low <= n <= (high or n)]
        wide = st.integers(low * 100, (high or _MOST) * 100).map(_hundredths)
        return self._one_of(near, odd, wide)

    def amounts(self, near: Iterable[Money] = ()) -> st.SearchStrategy[Money]:
        """Amounts of money."""
        plain = (Money(1, "CNY"), Money(0, "CNY"), Money("1000000.00", "CNY"), Money(1, "USD"))
        wide = st.integers(0, 10**9).map(lambda cents: Money(_hundredths(cents), "CNY"))
        return self._one_of((*plain, *near), awkward.AMOUNTS, wide)

    # ---- days and times

    def _days(self, field: FieldType) -> st.SearchStrategy[dt.date]:
        """Today first, then the days beside it: what ends today, ended yesterday, begins tomorrow."""
        today = self.at.date()
        plain = (today, today - _DAY, today + _DAY, *self.limits.near(field, ""))
        return self._one_of(plain, awkward.DAYS, st.integers(-1100, 1100).map(lambda n: today + n * _DAY))

    def _instants(self, field: FieldType) -> st.SearchStrategy[dt.datetime]:
        second = dt.timedelta(seconds=1)
        midnight = self.at.replace(hour=0, minute=0, second=0, microsecond=0)
        plain = (self.at, self.at - second, self.at + second, midnight, midnight - second)
        wide = st.integers(-(10**8), 10**8).map(lambda n: self.at + n * second)
        return self._one_of((*plain, *self.limits.near(field, "")), awkward.INSTANTS, wide)


def _range(unit: str) -> tuple[int, int | None]:
    """The least and the greatest value that *unit* speaks of; what is counted or measured is not below zero."""
    found = _RANGE.search(unit)
    if found:
        return int(found[1]), int(found[2])
    return _RANGES.get(unit, (1, 9) if unit.startswith("1 is") else (0, None))


def _hundredths(number: int) -> Decimal:
    return Decimal(number).scaleb(-2)
