"""Reading tests of a single field: paths resolved, literals typed, operators fitted to what the field holds."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import attrs

from medsales_core.config.diagnostic import Diagnostics
from medsales_core.config.document import Source
from medsales_core.config.positions import Path
from medsales_core.rules.condition import (
    AsOf,
    Compare,
    Condition,
    Literal,
    OneOf,
    Operand,
    PathOperand,
    Presence,
    Scalar,
    Within,
)
from medsales_core.rules.literals import BadLiteral, literal
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.pattern_reading import PatternProblem, read_pattern
from medsales_core.rules.period import UNITS
from medsales_core.rules.schema import FieldType, Kind, PathProblem, ResolvedPath, Schema
from medsales_core.rules.threshold import Threshold
from medsales_core.text import closest, text

__all__ = ["DAY", "LIST_WORDS", "SCALAR_WORDS", "FieldReader", "Place", "toml"]

#: The words that ask something of one value.
SCALAR_WORDS: Final = (*OPERATORS, "one_of", "not_in", "within")
#: The words that ask something of a list.
LIST_WORDS: Final = (
    "each", "some", "none", "count", "distinct", "unique", "sum", "covers", "where", "may_be_empty",
)  # fmt: skip
_TIME_OPERATORS: Final = ("before", "after", "not_before", "not_after")
_SHOWN: Final = 60
#: In which units a threshold may count what a period is made of.
_THRESHOLD_UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "hours": ("hour",),
    "days": ("day",),
    "workdays": ("workday", "day"),
    "months": ("month",),
}
#: What a day is, where a day is wanted and no field is compared.
DAY: Final = FieldType(kind=Kind.DAY, type=dt.date, label=text("day", "日期"))
_WHOLE: Final = FieldType(kind=Kind.NUMBER, type=int, label=text("amount", "数量"))


class Place(NamedTuple):
    """Where in a document a condition stands, and inside which quantifiers.

    Args:
        at: Keys from the top of the document.

        scopes: The entities of the records of the quantifiers around it, outermost first.

        own: Id of the requirement that it is part of, empty where it is part of none.

        may_guard: ``when`` may stand here. Where one part that holds is enough, a part that does not apply
            would open the gate.
    """

    at: Path
    scopes: tuple[type, ...] = ()
    own: str = ""
    may_guard: bool = True

    def under(self, *keys: str | int) -> "Place":
        return Place((*self.at, *keys), self.scopes, self.own, self.may_guard)

    def inside(self, record: type, *keys: str) -> "Place":
        return Place((*self.at, *keys), (*self.scopes, record), self.own, self.may_guard)

    def unguarded(self) -> "Place":
        return Place(self.at, self.scopes, self.own, may_guard=False)


@attrs.frozen
class FieldReader:
    """Reads the tests of single fields.

    Args:
        document: Where they stand.

        found: Where mistakes are reported.

        schema: What paths may name.

        thresholds: Thresholds by id.
    """

    document: Source
    found: Diagnostics
    schema: Schema
    thresholds: Mapping[str, Threshold]
    _resolved: dict[tuple[str, tuple[type, ...]], ResolvedPath | PathProblem] = attrs.field(
        factory=dict, init=False, repr=False, eq=False
    )

    def error(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.found.error(self.document, place.at, code, message, hint=hint)

    def path(self, written: str, place: Place, *keys: str) -> ResolvedPath | None:
        """*written* resolved, None (reported) where it leads nowhere; it stands at *place*, or under *keys* there."""
        resolved = self.resolved(written, place.scopes)
        if isinstance(resolved, PathProblem):
            hint = resolved.hint
            if not place.scopes and written in (*SCALAR_WORDS, *LIST_WORDS):
                hint = f"{written!r} is a word of the language; it belongs behind a path"
            self.error(place.under(*keys), "undefined-field", resolved.message, hint)
            return None
        return resolved

    def resolved(self, written: str, scopes: tuple[type, ...]) -> ResolvedPath | PathProblem:
        """Where *written* leads from inside *scopes*; requirements ask for the same fields again and again."""
        key = (written, scopes)
        if key not in self._resolved:
            self._resolved[key] = self.schema.resolve(written, scopes)
        return self._resolved[key]

    def keyword(self, path: ResolvedPath, word: str, place: Place) -> Condition | None:
        if word in ("filled", "empty"):
            return Presence(path, word == "filled")
        near = closest(word, ("filled", "empty"))
        hint = f"did you mean {near!r}?" if near else f"for the text itself write {{ equals = {toml(word)} }}"
        self.error(place, "unknown-keyword", f"{word!r} is no keyword; 'filled' and 'empty' are", hint)
        return None

    def scalar(self, path: ResolvedPath, word: str, value: Any, place: Place) -> Condition | None:
        """The condition that one operator states of one field."""
        if path.many and word != "contains":
            self.error(
                place, "list-needs-quantifier", f"{path.text!r} is a list", "use some, each, none or count"
            )
            return None
        if word in OPERATORS:
            return self.compare(path, word, value, place)
        if word in ("one_of", "not_in"):
            return self._one_of(path, word, value, place)
        if word == "within":
            return self._within(path, value, place)
        self.unknown_operator(path, word, place)
        return None

    def unknown_operator(self, path: ResolvedPath, word: str, place: Place) -> None:
        """Report an operator that does not exist, or not for what the field holds."""
        if word in LIST_WORDS and not path.many:
            self.error(
                place, "not-a-list", f"{word!r} asks for a list; {path.text!r} is one {path.type.kind}"
            )
            return
        near = closest(word, (*SCALAR_WORDS, *LIST_WORDS))
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(SCALAR_WORDS)}"
        self.error(place, "unknown-operator", f"there is no operator {word!r}", hint)

    def compare(self, path: ResolvedPath, word: str, value: Any, place: Place) -> Condition | None:
        """A comparison with an operand."""
        takes_word = path.type.kind in OPERATORS[word].kinds
        if word == "contains" and not path.many:
            takes_word = path.type.kind is Kind.TEXT
        if not takes_word:
            fitting = [name for name, relation in OPERATORS.items() if path.type.kind in relation.kinds]
            self.error(
                place, "wrong-operator", f"{word!r} does not apply to {path.text!r}, a {path.type.kind}",
                f"for it: {', '.join(fitting) or 'filled, empty'}",
            )  # fmt: skip
            return None
        if word == "matches":
            pattern = self._pattern(value, place)
            return Compare(path, word, pattern) if pattern is not None else None
        operand = self.operand(value, path.type, place, times=word in _TIME_OPERATORS)
        return Compare(path, word, operand) if operand is not None else None

    def _pattern(self, value: Any, place: Place) -> Literal | None:
        hint = 'for example { matches = "CT-[0-9]{4}" }'
        if not isinstance(value, str) or not value:
            problem = f"'matches' takes a regular expression as text, not {value!r}"
            self.error(place, "bad-value", problem, hint)
            return None
        try:
            read_pattern(value)
        except PatternProblem as broken:
            shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}..."
            problem = f"{shown!r} is no regular expression of ours: {broken.message}"
            if broken.supported:
                self.error(place, "bad-value", problem, broken.hint or hint)
            else:
                self.error(place, "unsupported-pattern", problem, broken.hint or hint)
            return None
        return Literal(value)

    def _one_of(self, path: ResolvedPath, word: str, value: Any, place: Place) -> Condition | None:
        values = self.values(value, path.type, place)
        return OneOf(path, values, word == "one_of") if values is not None else None

    def values(self, value: Any, field: FieldType, place: Place) -> tuple[Scalar, ...] | None:
        """A list of written values of *field*."""
        if not isinstance(value, list) or not value:
            self.error(place, "wrong-type", f"takes a list of values, not {value!r}")
            return None
        read = [self._listed(item, field, place.under(index)) for index, item in enumerate(value)]
        kept = tuple(item.value for item in read if item is not None)
        return kept if len(kept) == len(read) else None

    def _literal(self, value: Any, field: FieldType, place: Place) -> Literal | None:
        checked = literal(value, field)
        if isinstance(checked, BadLiteral):
            self.error(place, "bad-value", checked.message, checked.hint)
            return None
        return Literal(checked)

    def _exact_literal(self, value: Any, field: FieldType, place: Place) -> Literal | None:
        """A written value that a field may be equal to, not only before or above it."""
        exact = self._literal(value, field, place)
        if exact is None or field.kind is not Kind.INSTANT or isinstance(exact.value, dt.datetime):
            return exact
        self.error(
            place, "bad-value", f"a time is never equal to the day {exact.value}", "not_before, not_after"
        )
        return None

    def _listed(self, value: Any, field: FieldType, place: Place) -> Literal | None:
        if field.kind is Kind.MONEY and not isinstance(value, str):
            self.error(place, "bad-value", f"in a list, {value!r} is not money", 'write "0 CNY"')
            return None
        return self._exact_literal(value, field, place)

    def operand(self, value: Any, field: FieldType, place: Place, *, times: bool = True) -> Operand | None:
        """What a field is compared with: a literal, the day itself, another field or a threshold."""
        if value == "as_of" and (field.kind is Kind.DAY or (times and field.kind is Kind.INSTANT)):
            return AsOf()
        if not isinstance(value, dict):
            return (self._literal if times else self._exact_literal)(value, field, place)
        if len(value) == 1 and isinstance(target := next(iter(value.values())), str):
            if "path" in value:
                return self._path_operand(target, field, place.under("path"), times=times)
            if "threshold" in value:
                return self._threshold(target, field, place.under("threshold"))
        self.error(
            place, "bad-operand", f"{value!r} is no operand", '{ path = "..." } or { threshold = "..." }'
        )
        return None

    def _path_operand(
        self, written: str, field: FieldType, place: Place, *, times: bool
    ) -> PathOperand | None:
        path = self.path(written, place)
        if path is None:
            return None
        kinds = {path.type.kind, field.kind}
        if path.many or not (path.type.is_like(field) or (times and kinds == {Kind.DAY, Kind.INSTANT})):
            found = "a list" if path.many else path.type.named
            self.error(place, "wrong-type", f"{written!r} is {found}, {field.named} is compared with it")
            return None
        return PathOperand(path)

    def _threshold(self, name: str, field: FieldType, place: Place) -> Threshold | None:
        if field.kind not in (Kind.NUMBER, Kind.MONEY):
            self.error(place, "wrong-type", f"a threshold is a number; {field.named} is compared with it")
            return None
        threshold = self.thresholds.get(name)
        if threshold is None:
            near = closest(name, self.thresholds)
            hint = f"did you mean {near!r}?" if near else f"define [threshold.{name}]"
            self.error(place, "undefined-threshold", f"there is no threshold {name!r}", hint)
        elif threshold.is_money is not (field.kind is Kind.MONEY):
            self.error(
                place, "wrong-type",
                f"threshold {name!r} counts in {threshold.unit!r}; {field.named} is compared with it",
                'a threshold for amounts of money has a currency as its unit, such as "CNY", and no other has',
            )  # fmt: skip
            return None
        return threshold

    def _within(self, path: ResolvedPath, value: Any, place: Place) -> Condition | None:
        if path.type.kind not in (Kind.DAY, Kind.INSTANT) or not isinstance(value, dict):
            self.error(
                place,
                "wrong-operator",
                f"'within' applies to dates and takes a table; {path.text!r} is a {path.type.kind}",
            )
            return None
        units = [unit for unit in UNITS if unit in value]
        sides = [side for side in ("after", "before") if side in value]
        if len(units) != 1 or len(sides) != 1 or len(value) != 2:  # noqa: PLR2004 - a unit and a side
            self.error(
                place, "bad-period", f"'within' takes one of {', '.join(UNITS)} and one of after, before",
                '{ days = 30, before = "as_of" }',
            )  # fmt: skip
            return None
        amount = self._amount(value[units[0]], units[0], path, place.under(units[0]))
        base = self.operand(value[sides[0]], path.type, place.under(sides[0]))
        if base is None or amount is None:
            return None
        return Within(path, amount, units[0], sides[0] == "after", base)

    def _amount(self, value: Any, unit: str, path: ResolvedPath, place: Place) -> Literal | Threshold | None:
        """How many *unit* a period has."""
        amount = self.operand(value, _WHOLE, place, times=False)
        if amount is None:
            return None
        if unit == "hours" and path.type.kind is Kind.DAY:
            problem = f"{path.text!r} is a day and has no hours"
        elif isinstance(amount, Threshold) and amount.unit.removesuffix("s") not in _THRESHOLD_UNITS[unit]:
            problem = f"threshold {amount.id!r} counts in {amount.unit!r}, and {unit} are wanted"
        elif isinstance(amount, Threshold) or (isinstance(amount, Literal) and _fits(amount.value, unit)):
            return amount
        else:
            problem = f"a period has a whole number of {unit} from 0, or a threshold, not {toml(value)}"
        self.error(place, "bad-period", problem, "{ days = 30 }")
        return None


def _fits(amount: Scalar, unit: str) -> bool:
    return isinstance(amount, int | Decimal) and amount >= 0 and (unit == "hours" or amount == int(amount))


def toml(value: object) -> str:
    return (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
