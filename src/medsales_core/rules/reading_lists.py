"""Reading the tests over lists: quantifiers, counts, sums and coverage."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, Final

import attrs

from medsales_core.rules.condition import (
    Condition,
    Count,
    Covers,
    Distinct,
    Each,
    NoRecord,
    Some,
    Sum,
    Unique,
)
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.reading_fields import FieldReader, Place
from medsales_core.rules.schema import FieldType, Kind, PathProblem, ResolvedPath
from medsales_core.text import closest

__all__ = ["ListReader"]

_SIDE_WORDS: Final = ("where", "may_be_empty")
_SUM_WORDS: Final = tuple(
    word for word, relation in OPERATORS.items() if Kind.MONEY in relation.kinds and word != "contains"
)


@attrs.frozen
class ListReader(FieldReader):
    """Reads the tests of lists, whose records are asked whole conditions."""

    @abstractmethod
    def read(self, data: Any, place: Place) -> Condition | None:
        """The condition that *data* states."""

    @abstractmethod
    def valid_on(self, value: Any, place: Place) -> Condition | None:
        """That the record at hand is valid on a day."""

    def list_tests(
        self, path: ResolvedPath, table: dict[str, Any], place: Place
    ) -> Iterator[Condition | None]:
        """The conditions that *table* states of the list at *path*."""
        where, sound = self._where(path, table, place)
        self._check_may_be_empty(table, place)
        for word, value in table.items():
            if word in _SIDE_WORDS:
                continue
            if word in ("each", "some", "none"):
                yield self._quantifier(path, table, word, where, place) if sound else None
            elif word == "contains":
                yield self.compare(path, word, value, place.under(word))
            elif word in _READERS:
                yield _READERS[word](self, path, where, value, place.under(word)) if sound else None
            else:
                self.unknown_operator(path, word, place.under(word))
                yield None
        if all(word in _SIDE_WORDS for word in table):
            self.error(place, "empty-condition", "there is a filter, and nothing asked of what it leaves")
            yield None

    def _check_may_be_empty(self, table: dict[str, Any], place: Place) -> None:
        if "may_be_empty" not in table:
            return
        here, value = place.under("may_be_empty"), table["may_be_empty"]
        if not isinstance(value, bool):
            self.error(here, "wrong-type", f"'may_be_empty' takes true or false, not {value!r}")
        elif "each" not in table:
            self.error(here, "needless-key", "'may_be_empty' goes with 'each' alone, and there is none")

    def _known(self, value: dict[str, Any], known: tuple[str, ...], place: Place) -> bool:
        """Whether the table has no key besides *known*; those it has are reported."""
        strange = [key for key in value if key not in known]
        for key in strange:
            near = closest(key, known)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}"
            self.error(place.under(key), "unknown-key", f"no key {key!r} here", hint)
        return not strange

    def _where(
        self, path: ResolvedPath, table: dict[str, Any], place: Place
    ) -> tuple[Condition | None, bool]:
        """The filter, and whether it could be read."""
        if "where" not in table:
            return None, True
        if not self._holds_records(path, place.under("where")):
            return None, False
        where = self.read(table["where"], place.inside(path.type.type, "where").unguarded())
        return where, where is not None

    def _holds_records(self, path: ResolvedPath, place: Place) -> bool:
        if path.type.kind is Kind.RECORD:
            return True
        self.error(
            place, "not-records", f"{path.text!r} is a list of {path.type.kind}s, not of records",
            "for plain values use contains, count or filled",
        )  # fmt: skip
        return False

    def _quantifier(
        self,
        path: ResolvedPath,
        table: dict[str, Any],
        word: str,
        where: Condition | None,
        place: Place,
    ) -> Condition | None:
        if not self._holds_records(path, place.under(word)):
            return None
        inner = place.inside(path.type.type, word)
        part = self.read(table[word], inner if word == "each" else inner.unguarded())
        if part is None:
            return None
        if word == "each":
            return Each(path, where, part, table.get("may_be_empty") is True)
        return Some(path, where, part) if word == "some" else NoRecord(path, where, part)

    def _bounds(
        self, value: Any, place: Place, others: tuple[str, ...] = ()
    ) -> tuple[int | None, int | None] | None:
        known = ("min", "max", "equals", *others)
        if not isinstance(value, dict) or not any(word in value for word in known[:3]):
            self.error(
                place, "bad-bounds", f"takes a table with min, max or equals, not {value!r}", "{ min = 2 }"
            )
            return None
        if not self._known(value, known, place):
            return None
        for word, number in value.items():
            if word not in others and (not isinstance(number, int) or isinstance(number, bool) or number < 0):
                self.error(
                    place.under(word), "wrong-type", f"{word!r} takes a whole number from 0, not {number!r}"
                )
                return None
        least, most, exact = value.get("min"), value.get("max"), value.get("equals")
        if exact is not None and (least is not None or most is not None):
            self.error(place, "bad-bounds", "'equals' stands alone, without min or max")
            return None
        if least is not None and most is not None and least > most:
            self.error(place, "bad-bounds", f"no number is at least {least} and at most {most}")
            return None
        return (exact, exact) if exact is not None else (least, most)

    def _field(self, path: ResolvedPath, value: Any, key: str, place: Place) -> ResolvedPath | None:
        """The field of the records of *path* that *key* of the table *value* names."""
        if not self._holds_records(path, place):
            return None
        if not isinstance(value, dict) or not isinstance(value.get(key), str):
            self.error(place, "missing-key", f"a table with {key!r}, a field of the records, is needed here")
            return None
        resolved = self.resolved(value[key], (path.type.type,))
        if isinstance(resolved, PathProblem):
            self.error(place.under(key), "undefined-field", resolved.message, resolved.hint)
            return None
        if resolved.start != "here":
            self.error(
                place.under(key),
                "not-of-the-records",
                f"{key!r} takes a field of the records, not {value[key]!r}",
            )
            return None
        return resolved

    def _count(
        self, path: ResolvedPath, where: Condition | None, value: Any, place: Place
    ) -> Condition | None:
        bounds = self._bounds(value, place)
        return Count(path, where, *bounds) if bounds is not None else None

    def _distinct(
        self, path: ResolvedPath, where: Condition | None, value: Any, place: Place
    ) -> Condition | None:
        of, bounds = self._field(path, value, "of", place), self._bounds(value, place, ("of",))
        return Distinct(path, where, of, *bounds) if of is not None and bounds is not None else None

    def _unique(
        self, path: ResolvedPath, where: Condition | None, value: Any, place: Place
    ) -> Condition | None:
        of = self._field(path, value, "of", place)
        return Unique(path, where, of) if of is not None and self._known(value, ("of",), place) else None

    def _sum(self, path: ResolvedPath, where: Condition | None, value: Any, place: Place) -> Condition | None:
        of = self._field(path, value, "of", place)
        if of is None:
            return None
        words = [word for word in value if word != "of"]
        if len(words) != 1 or words[0] not in _SUM_WORDS or of.type.kind not in (Kind.NUMBER, Kind.MONEY):
            self.error(
                place,
                "bad-sum",
                "'sum' takes 'of', a number or money, and one comparison",
                '{ of = "ratio", equals = 1 }',
            )
            return None
        operand = self.operand(value[words[0]], of.type, place.under(words[0]), times=False)
        return Sum(path, where, of, words[0], operand) if operand is not None else None

    def _covers(
        self, path: ResolvedPath, where: Condition | None, value: Any, place: Place
    ) -> Condition | None:
        of = self._field(path, value, "of", place)
        if of is None:
            return None
        if "values" in value:
            if not self._known(value, ("of", "values"), place):
                return None
            values = self.values(value["values"], of.type, place.under("values"))
            return Covers(path, where, of, values) if values is not None else None
        if not self._known(value, ("of", "records", "their", "where"), place):
            return None
        if not isinstance(value.get("records"), str):
            self.error(
                place, "bad-covers", "'covers' takes 'of' and either 'values' or 'records' with 'their'"
            )
            return None
        records = self.path(value["records"], place.under("records"))
        if records is None:
            return None
        their = self._field(records, value, "their", place)
        records_where, sound = self._where(records, value, place)
        if their is None or not sound or not self._comparable(of.type, their.type, place):
            return None
        return Covers(path, where, of, (), records, their, records_where)

    def _comparable(self, of: FieldType, their: FieldType, place: Place) -> bool:
        if of.is_like(their):
            return True
        self.error(place, "wrong-type", f"{of.named} never covers {their.named}")
        return False


_READERS: Final = {
    "count": ListReader._count,
    "distinct": ListReader._distinct,
    "unique": ListReader._unique,
    "sum": ListReader._sum,
    "covers": ListReader._covers,
}
