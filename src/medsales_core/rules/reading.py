"""From TOML to a condition: every path resolved, every literal typed, every mistake named in place."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from medsales_core.config.diagnostic import Diagnostics
from medsales_core.config.document import Source
from medsales_core.config.positions import Path
from medsales_core.rules.check import NamedCheck
from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    AsOf,
    CheckCall,
    Compare,
    Condition,
    Literal,
    Not,
    OneOf,
    Operand,
    PathOperand,
    Presence,
    Scalar,
    ValidOn,
    When,
    Within,
)
from medsales_core.rules.literals import BadLiteral, literal
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.period import UNITS
from medsales_core.rules.reading_lists import LIST_WORDS, read_list_tests
from medsales_core.rules.schema import FieldType, Kind, PathProblem, ResolvedPath, Schema, describe
from medsales_core.rules.threshold import Threshold
from medsales_core.text import closest, text

__all__ = ["ConditionReader", "Place"]

_COMBINATORS: Final = ("all_of", "any_of", "not", "when", "unless", "check", "with", "valid_on")
_SCALAR_WORDS: Final = (*OPERATORS, "one_of", "not_in", "within")
_TIME_OPERATORS: Final = ("before", "after", "not_before", "not_after")


@attrs.frozen
class Place:
    """Where in a document a condition stands, and inside which quantifiers.

    Args:
        at: Keys from the top of the document.

        scopes: The entities of the records of the quantifiers around it, outermost first.
    """

    at: Path
    scopes: tuple[type, ...] = ()

    def under(self, *keys: str | int) -> "Place":
        return Place((*self.at, *keys), self.scopes)

    def inside(self, record: type, *keys: str) -> "Place":
        return Place((*self.at, *keys), (*self.scopes, record))


@attrs.frozen
class ConditionReader:
    """Reads conditions of one document.

    Args:
        document: Where they stand.

        found: Where mistakes are reported.

        schema: What paths may name.

        thresholds: Thresholds by id.

        checks: Plugin checks by id.
    """

    document: Source
    found: Diagnostics
    schema: Schema
    thresholds: Mapping[str, Threshold]
    checks: Mapping[str, NamedCheck]

    def error(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.found.error(self.document, place.at, code, message, hint=hint)

    def read(self, data: Any, place: Place) -> Condition | None:
        """The condition that *data* states, None where a mistake (already reported) leaves none."""
        if not isinstance(data, dict):
            self.error(
                place, "wrong-type", f"a condition is a table, not {data!r}", '{ "deal.name" = "filled" }'
            )
            return None
        if not data:
            self.error(
                place, "empty-condition", "a condition without a test always holds", "say what is wanted"
            )
            return None
        parts = [part for part in self._parts(data, place) if part is not None]
        condition = parts[0] if len(parts) == 1 else AllOf(tuple(parts))
        return self._guarded(condition, data, place) if parts else None

    def _guarded(self, condition: Condition, data: dict[str, Any], place: Place) -> Condition:
        for word in ("unless", "when"):
            if word in data:
                guard = self.read(data[word], place.under(word))
                if guard is not None:
                    condition = When(Not(guard) if word == "unless" else guard, condition)
        return condition

    def _parts(self, data: dict[str, Any], place: Place) -> Iterator[Condition | None]:
        for key, value in data.items():
            if key in ("when", "unless", "with"):
                continue
            if key in ("all_of", "any_of"):
                yield self._several(key, value, place.under(key))
            elif key == "not":
                part = self.read(value, place.under(key))
                yield Not(part) if part is not None else None
            elif key == "check":
                yield self._check(value, data.get("with", {}), place)
            elif key == "valid_on":
                yield self._valid_on(value, place.under(key))
            else:
                yield from self._tests(key, value, place.under(key))
        if all(key in ("when", "unless", "with") for key in data):
            self.error(place, "empty-condition", "there is a guard, and nothing that it guards")

    def _several(self, word: str, value: Any, place: Place) -> Condition | None:
        if not isinstance(value, list) or not value:
            self.error(place, "wrong-type", f"{word!r} takes a list of conditions, not {value!r}")
            return None
        parts = [self.read(item, place.under(index)) for index, item in enumerate(value)]
        kept = tuple(part for part in parts if part is not None)
        return (AllOf(kept) if word == "all_of" else AnyOf(kept)) if len(kept) == len(parts) else None

    def _check(self, name: Any, parameters: Any, place: Place) -> Condition | None:
        check = self.checks.get(name) if isinstance(name, str) else None
        if check is None:
            near = closest(str(name), self.checks)
            hint = f"did you mean {near!r}?" if near else "enable the plugin that provides it under [plugins]"
            self.error(
                place.under("check"), "undefined-check", f"no enabled plugin provides check {name!r}", hint
            )
            return None
        if not isinstance(parameters, dict):
            self.error(place.under("with"), "wrong-type", f"'with' takes a table, not {parameters!r}")
            return None
        sound = [self._parameter(check, key, value, place) for key, value in parameters.items()]
        missing = [key for key in check.parameters if key not in parameters]
        for key in missing:
            self.error(
                place.under("check"), "missing-key", f"check {name!r} needs parameter {key!r} under 'with'"
            )
        return CheckCall(check.id, parameters) if all(sound) and not missing else None

    def _parameter(self, check: NamedCheck, key: str, value: Any, place: Place) -> bool:
        wanted = check.parameters.get(key)
        if wanted is None:
            near = closest(key, check.parameters)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(check.parameters) or 'none'}"
            self.error(
                place.under("with", key), "unknown-key", f"check {check.id!r} has no parameter {key!r}", hint
            )
        elif not isinstance(value, wanted):
            self.error(
                place.under("with", key), "wrong-type", f"{key!r} takes {wanted.__name__}, not {value!r}"
            )
        else:
            return True
        return False

    def _valid_on(self, value: Any, place: Place) -> Condition | None:
        if not place.scopes:
            self.error(
                place, "misplaced-word", "'valid_on' judges a record: it stands inside each, some or none"
            )
            return None
        fields = describe(place.scopes[-1])
        begins = tuple(name for name, field in fields.items() if field.role == "valid-from")
        ends = tuple(name for name, field in fields.items() if field.role == "valid-to")
        if not begins and not ends:
            self.error(place, "no-validity", f"{place.scopes[-1].__name__} has no dates of validity")
            return None
        day = self.operand(value, _DAY, place)
        return ValidOn(begins, ends, day) if day is not None else None

    def path(self, written: str, place: Place) -> ResolvedPath | None:
        """*written* resolved, None (reported) where it leads nowhere."""
        resolved = self.schema.resolve(written, place.scopes)
        if isinstance(resolved, PathProblem):
            hint = resolved.hint
            if not place.scopes and written in _MISPLACED:
                hint = f"{written!r} is a word of the language; it belongs behind a path"
            self.error(place, "undefined-field", resolved.message, hint)
            return None
        return resolved

    def _tests(self, key: str, value: Any, place: Place) -> Iterator[Condition | None]:
        path = self.path(key, place)
        if path is None:
            yield None
        elif isinstance(value, str):
            yield self._keyword(path, value, place)
        elif isinstance(value, dict) and value:
            yield from self._operators(path, value, place)
        else:
            self.error(
                place, "wrong-type", f"{key!r} takes a keyword or a table of operators, not {value!r}",
                f"{{ equals = {_toml(value)} }}",
            )  # fmt: skip
            yield None

    def _keyword(self, path: ResolvedPath, word: str, place: Place) -> Condition | None:
        if word in ("filled", "empty"):
            return Presence(path, word == "filled")
        near = closest(word, ("filled", "empty"))
        hint = (
            f"did you mean {near!r}?" if near else f"for the text itself write {{ equals = {_toml(word)} }}"
        )
        self.error(place, "unknown-keyword", f"{word!r} is no keyword; 'filled' and 'empty' are", hint)
        return None

    def _operators(
        self, path: ResolvedPath, table: dict[str, Any], place: Place
    ) -> Iterator[Condition | None]:
        if path.many and not any(word in table for word in _SCALAR_WORDS if word != "contains"):
            yield from read_list_tests(self, path, table, place)
            return
        for word, value in table.items():
            here = place.under(word)
            if path.many and word in _SCALAR_WORDS and word != "contains":
                self.error(
                    here, "list-needs-quantifier", f"{path.text!r} is a list", "use some, each, none or count"
                )
                yield None
            elif word in OPERATORS:
                yield self.compare(path, word, value, here)
            elif word in ("one_of", "not_in"):
                yield self._one_of(path, word, value, here)
            elif word == "within":
                yield self._within(path, value, here)
            else:
                self.unknown_operator(path, word, here, LIST_WORDS)
                yield None

    def unknown_operator(
        self, path: ResolvedPath, word: str, place: Place, list_words: tuple[str, ...]
    ) -> None:
        if word in list_words:
            self.error(
                place, "not-a-list", f"{word!r} asks for a list; {path.text!r} is one {path.type.kind}"
            )
            return
        near = closest(word, (*_SCALAR_WORDS, *list_words))
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(_SCALAR_WORDS)}"
        self.error(place, "unknown-operator", f"there is no operator {word!r}", hint)

    def compare(self, path: ResolvedPath, word: str, value: Any, place: Place) -> Condition | None:
        if path.type.kind not in OPERATORS[word].kinds:
            fitting = [name for name, relation in OPERATORS.items() if path.type.kind in relation.kinds]
            self.error(
                place, "wrong-operator", f"{word!r} does not apply to {path.text!r}, a {path.type.kind}",
                f"for it: {', '.join(fitting) or 'filled, empty'}",
            )  # fmt: skip
            return None
        operand = self.operand(value, path.type, place, times=word in _TIME_OPERATORS)
        return Compare(path, word, operand) if operand is not None else None

    def _one_of(self, path: ResolvedPath, word: str, value: Any, place: Place) -> Condition | None:
        values = self.values(value, path.type, place)
        return OneOf(path, values, word == "one_of") if values is not None else None

    def values(self, value: Any, field: FieldType, place: Place) -> tuple[Scalar, ...] | None:
        """A list of written values of *field*."""
        if not isinstance(value, list) or not value:
            self.error(place, "wrong-type", f"takes a list of values, not {value!r}")
            return None
        read = [self._literal(item, field, place.under(index)) for index, item in enumerate(value)]
        kept = tuple(item.value for item in read if item is not None)
        return kept if len(kept) == len(read) else None

    def _literal(self, value: Any, field: FieldType, place: Place) -> Literal | None:
        checked = literal(value, field)
        if isinstance(checked, BadLiteral):
            self.error(place, "bad-value", checked.message, checked.hint)
            return None
        return Literal(checked)

    def operand(self, value: Any, field: FieldType, place: Place, *, times: bool = True) -> Operand | None:
        """What a field is compared with: a literal, the day itself, another field or a threshold."""
        if value == "as_of" and times and field.kind in (Kind.DAY, Kind.INSTANT):
            return AsOf()
        if not isinstance(value, dict):
            return self._literal(value, field, place)
        if len(value) == 1 and isinstance(target := next(iter(value.values())), str):
            if "path" in value:
                return self._path_operand(target, field, place.under("path"))
            if "threshold" in value:
                return self._threshold(target, place.under("threshold"))
        self.error(
            place, "bad-operand", f"{value!r} is no operand", '{ path = "..." } or { threshold = "..." }'
        )
        return None

    def _path_operand(self, written: str, field: FieldType, place: Place) -> Operand | None:
        path = self.path(written, place)
        if path is None:
            return None
        kinds = {path.type.kind, field.kind}
        if path.many or (len(kinds) > 1 and kinds != {Kind.DAY, Kind.INSTANT}):
            found = "a list" if path.many else f"a {path.type.kind}"
            self.error(place, "wrong-type", f"{written!r} is {found}, a {field.kind} is compared with it")
            return None
        return PathOperand(path)

    def _threshold(self, name: str, place: Place) -> Threshold | None:
        threshold = self.thresholds.get(name)
        if threshold is None:
            near = closest(name, self.thresholds)
            hint = f"did you mean {near!r}?" if near else f"define [threshold.{name}]"
            self.error(place, "undefined-threshold", f"there is no threshold {name!r}", hint)
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
        amount = self.operand(value[units[0]], _WHOLE, place.under(units[0]), times=False)
        base = self.operand(value[sides[0]], path.type, place.under(sides[0]))
        if base is None or not isinstance(amount, Literal | Threshold):
            return None
        return Within(path, amount, units[0], sides[0] == "after", base)


_DAY: Final = FieldType(kind=Kind.DAY, type=dt.date, label=text("day", "日期"))
_WHOLE: Final = FieldType(kind=Kind.NUMBER, type=int, label=text("amount", "数量"))
_MISPLACED: Final = frozenset({*_SCALAR_WORDS, "each", "some", "none", "count", "covers", "sum"})


def _toml(value: object) -> str:
    return (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
