"""From TOML to a condition: every path resolved, every literal typed, every mistake named in place."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from medsales_core.model.choice import Choice
from medsales_core.rules.check import NamedCheck
from medsales_core.rules.condition import AllOf, AnyOf, CheckCall, Condition, Not, ValidOn, When
from medsales_core.rules.literals import BadLiteral, chosen
from medsales_core.rules.reading_approvals import ApprovalReader
from medsales_core.rules.reading_fields import DAY, SCALAR_WORDS, Place, toml
from medsales_core.rules.reading_references import NoReferences, References, has_guard
from medsales_core.rules.schema import describe
from medsales_core.text import closest

__all__ = ["ConditionReader", "Place"]

# Nobody can follow such a sentence, and what walks it would run out of stack.
_DEEPEST: Final = 60
#: What a condition may say that is no test.
_SIDE_WORDS: Final = frozenset({"when", "unless", "with"})


@attrs.frozen
class ConditionReader(ApprovalReader):
    """Reads conditions of one document.

    Args:
        checks: Plugin checks by id.

        references: The requirements and standards that may be named.
    """

    checks: Mapping[str, NamedCheck]
    references: References = attrs.field(factory=NoReferences, kw_only=True)

    def read(self, data: Any, place: Place) -> Condition | None:
        """The condition that *data* states, None where a mistake (already reported) leaves none."""
        if not isinstance(data, dict):
            self.error(
                place, "wrong-type", f"a condition is a table, not {data!r}", '{ "deal.name" = "filled" }'
            )
            return None
        if len(place.at) > _DEEPEST:
            self.error(place, "too-deep", f"conditions lie in one another more than {_DEEPEST} deep")
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
                if not place.may_guard:
                    self.error(
                        place.under(word), "misplaced-guard",
                        f"{word!r} does not stand here: what does not apply would count as fulfilled",
                        "write it as a plain test, or guard the whole requirement",
                    )  # fmt: skip
                guard = self.read(data[word], place.under(word).unguarded())
                if guard is not None:
                    condition = When(Not(guard) if word == "unless" else guard, condition)
        return condition

    def _parts(self, data: dict[str, Any], place: Place) -> list[Condition | None]:
        parts: list[Condition | None] = []
        for key, value in data.items():
            if key in _SIDE_WORDS:
                continue
            if key in ("requirement", "standard") and not self._is_field(key, place):
                parts.append(self._reference(key, value, place.under(key)))
            elif key in ("all_of", "any_of"):
                parts.append(self._several(key, value, place.under(key)))
            elif key == "check":
                parts.append(self._check(value, data.get("with", {}), place))
            elif key in _WORDS:
                parts.append(_WORDS[key](self, value, place.under(key)))
            else:
                parts += self._tests(key, value, place)
        if "with" in data and "check" not in data:
            self.error(place.under("with"), "needless-key", "'with' goes with 'check', and there is none")
        if _SIDE_WORDS.issuperset(data):
            self.error(place, "empty-condition", "there is a guard, and nothing that it guards")
        return parts

    def _not(self, value: Any, place: Place) -> Condition | None:
        part = self.read(value, place.unguarded())
        return Not(part) if part is not None else None

    def _is_field(self, word: str, place: Place) -> bool:
        """Whether the record at hand has a field of that name, which is then meant."""
        return bool(place.scopes) and word in describe(place.scopes[-1])

    def _reference(self, word: str, name: Any, place: Place) -> Condition | None:
        if place.scopes:
            self.error(
                place, "misplaced-word", f"a {word} is asked of a deal, not of each {place.scopes[-1].__name__}",
                "name it outside of each, some and none",
            )  # fmt: skip
            return None
        condition = self.references.referred(word, name, place, self)
        if condition is None or place.may_guard or not has_guard(condition):
            return condition
        self.error(
            place, "misplaced-guard",
            f"{word} {name!r} does not always apply, and here what does not apply would count as fulfilled",
            "name it outside of any_of, not and guards, or write its test out",
        )  # fmt: skip
        return None

    def _several(self, word: str, value: Any, place: Place) -> Condition | None:
        if not isinstance(value, list) or not value:
            self.error(place, "wrong-type", f"{word!r} takes a list of conditions, not {value!r}")
            return None
        inner = place if word == "all_of" else place.unguarded()
        parts = [self.read(item, inner.under(index)) for index, item in enumerate(value)]
        kept = tuple(part for part in parts if part is not None)
        return (AllOf(kept) if word == "all_of" else AnyOf(kept)) if len(kept) == len(parts) else None

    def _check(self, name: Any, parameters: Any, place: Place) -> Condition | None:
        check = self.checks.get(name) if isinstance(name, str) else None
        if check is None:
            near = closest(str(name), self.checks)
            hint = (
                f"did you mean {near!r}?"
                if near
                else f"enable the plugin that provides it: [plugins.{str(name).partition('.')[0]}]"
            )
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
        elif issubclass(wanted, Choice):
            found = chosen(value, wanted)
            if not isinstance(found, BadLiteral):
                return True
            self.error(place.under("with", key), "bad-value", found.message, found.hint)
        elif not isinstance(value, wanted):
            self.error(
                place.under("with", key), "wrong-type", f"{key!r} takes {wanted.__name__}, not {value!r}"
            )
        else:
            return True
        return False

    def valid_on(self, value: Any, place: Place) -> Condition | None:
        """That the record at hand is valid on a day."""
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
        day = self.operand(value, DAY, place)
        return ValidOn(begins, ends, day) if day is not None else None

    def _tests(self, key: str, value: Any, place: Place) -> Iterable[Condition | None]:
        """What is asked of the field that is written as *key* at *place*."""
        path = self.path(key, place, key)
        if path is not None and isinstance(value, str):
            return (self.keyword(path, value, place.under(key)),)
        if path is not None and isinstance(value, dict) and value:
            if path.many and not any(word in SCALAR_WORDS and word != "contains" for word in value):
                return self.list_tests(path, value, place.under(key))
            return [self.scalar(path, word, part, place.under(key, word)) for word, part in value.items()]
        if path is not None:
            self.error(
                place.under(key), "wrong-type", f"{key!r} takes a keyword or a table of operators, not {value!r}",
                f"{{ equals = {toml(value)} }}",
            )  # fmt: skip
        return ()


#: What a condition may say besides its tests of fields.
_WORDS: Final[Mapping[str, Callable[[ConditionReader, Any, Place], Condition | None]]] = {
    "not": ConditionReader._not,
    "valid_on": ConditionReader.valid_on,
    "approved": ConditionReader.approved,
    "attested": ConditionReader.attested,
}
