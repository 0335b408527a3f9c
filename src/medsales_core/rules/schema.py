"""What may be asked of a subject: the types behind the paths of the requirement language.

Read off the entities themselves, so that a field exists for requirements the moment it exists at all.
"""

import datetime as dt
import types
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

from medsales_core.model.choice import Choice
from medsales_core.model.fields import fact_info
from medsales_core.money import Money
from medsales_core.text import LangText, closest

__all__ = ["FieldType", "Kind", "PathProblem", "ResolvedPath", "Schema", "describe"]


class Kind(StrEnum):
    """What sort of value a field holds, as far as operators care."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    MONEY = "money"
    CHOICE = "choice"
    RECORD = "record"
    LABEL = "label"


_KINDS: Final[Mapping[type, Kind]] = {
    str: Kind.TEXT,
    bool: Kind.FLAG,
    int: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    dt.date: Kind.DAY,
    dt.datetime: Kind.INSTANT,
    Money: Kind.MONEY,
    LangText: Kind.LABEL,
}

_NO_LISTS: Final[frozenset[int]] = frozenset()


@attrs.frozen(kw_only=True)
class FieldType:
    """The type of one field: its kind, whether there are many, and what it is called.

    Args:
        kind: What operators may do with it.

        type: The Python type behind *kind*: the entity of a record, the enumeration of a choice.

        many: The field holds a tuple of such values.

        label: The field's name in every language.

        role: ``valid-from`` or ``valid-to`` for the ends of a record's validity.
    """

    kind: Kind
    type: type
    many: bool = False
    label: LangText
    role: str = ""

    def is_like(self, other: "FieldType") -> bool:
        """Values of both may be equal: they are of one kind and, if choices, from the same list."""
        return self.kind is other.kind and (self.kind is not Kind.CHOICE or self.type is other.type)

    @property
    def named(self) -> str:
        """What it is, as a message says it."""
        return f"a {self.type.__name__}" if self.kind is Kind.CHOICE else f"a {self.kind}"


@cache
def describe(entity: type) -> Mapping[str, FieldType]:
    """The fields of an *entity* by name, in the order of its declaration."""
    hints = get_type_hints(entity)
    fields = {}
    for attribute in attrs.fields(entity):
        info = fact_info(attribute)
        kind, inner, many = _kind(hints[attribute.name])
        fields[attribute.name] = FieldType(kind=kind, type=inner, many=many, label=info.label, role=info.role)
    return types.MappingProxyType(fields)


def _kind(declared: Any) -> tuple[Kind, type, bool]:
    if get_origin(declared) in (Union, types.UnionType):
        declared = next(arg for arg in get_args(declared) if arg is not types.NoneType)
    if get_origin(declared) is tuple:
        kind, inner, _ = _kind(get_args(declared)[0])
        return kind, inner, True
    if declared in _KINDS:
        return _KINDS[declared], declared, False
    if isinstance(declared, type) and issubclass(declared, Choice):
        return Kind.CHOICE, declared, False
    if attrs.has(declared):
        return Kind.RECORD, declared, False
    raise TypeError(f"a field of type {declared!r} cannot be asked for in a requirement")


@attrs.frozen(kw_only=True)
class ResolvedPath:
    """A path that leads somewhere.

    Args:
        text: The path as written.

        steps: Its steps from where it starts.

        start: Where it starts: ``here`` (the record at hand), ``outer`` or ``root``.

        out: How many quantifiers further out it starts, for ``outer``.

        type: What it leads to.

        many: Whether a list lies on the way or at the end.

        lists: Which steps, counted from 0, hold lists.

        labels: What each step is called, in every language.
    """

    text: str
    steps: tuple[str, ...]
    start: str
    out: int = 0
    type: FieldType
    many: bool
    lists: frozenset[int]
    labels: tuple[LangText, ...]


@attrs.frozen
class PathProblem:
    """A path that leads nowhere: the step that failed and what it may have meant."""

    message: str
    hint: str


@attrs.frozen
class Schema:
    """The roots that requirements may read, by name."""

    roots: Mapping[str, FieldType]

    def resolve(self, path: str, scopes: tuple[type, ...]) -> ResolvedPath | PathProblem:
        """Follow *path* from the innermost of *scopes* (the records of the quantifiers around it).

        With no scopes the path starts at a root, as it does after ``root.``; each ``outer.`` leaves one scope.
        """
        steps = path.split(".")
        start, out, field = "here", 0, None
        while steps[0] in ("outer", "root") and len(steps) > 1:
            if steps[0] == "root":
                start, scopes = "root", ()
            elif not scopes:
                return PathProblem(f"{path!r} leaves more quantifiers than there are", "")
            else:
                start, out, scopes = "outer", out + 1, scopes[:-1]
            steps = steps[1:]
        fields = describe(scopes[-1]) if scopes else self.roots
        owner = scopes[-1].__name__ if scopes else "the facts"
        lists: set[int] = set()
        labels: list[LangText] = []
        for number, step in enumerate(steps):
            field = fields.get(step)
            if field is None:
                return _no_step(path, step, owner, fields)
            labels.append(field.label)
            if field.many:
                lists.add(number)
            if number + 1 < len(steps):
                if field.kind is not Kind.RECORD:
                    return PathProblem(
                        f"{path!r}: {step!r} is a {field.kind}, it has no {steps[number + 1]!r}", ""
                    )
                fields, owner = describe(field.type), field.type.__name__
        assert field is not None, "a path has at least one step"
        return ResolvedPath(
            text=path,
            steps=tuple(steps),
            start=start,
            out=out,
            type=field,
            many=bool(lists),
            lists=frozenset(lists) if lists else _NO_LISTS,
            labels=tuple(labels),
        )


def _no_step(path: str, step: str, owner: str, fields: Mapping[str, FieldType]) -> PathProblem:
    near = closest(step, fields)
    hint = f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(fields))}"
    return PathProblem(f"{path!r}: {owner} has no {step!r}", hint)
