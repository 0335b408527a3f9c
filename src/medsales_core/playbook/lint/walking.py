"""Walking through a condition: each part of it, and the record that it is asked of."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, get_args

import attrs

from medsales_core.model.facts import ROOTS
from medsales_core.model.fields import FactInfo, fact_info
from medsales_core.rules.condition import Condition
from medsales_core.rules.schema import ResolvedPath, describe
from medsales_core.rules.threshold import Threshold

__all__ = ["Scopes", "owner_and_field", "parts", "thresholds"]

#: The entities of the records of the quantifiers around a condition, outermost first.
Scopes = tuple[type, ...]
_PARTS: Final = ("part", "parts", "guard", "where", "records_where")


@cache
def _names(form: type) -> tuple[str, ...]:
    """The fields of a form of condition that hold conditions."""
    return tuple(field.name for field in attrs.fields(form) if field.name in _PARTS)


def parts(condition: Condition) -> tuple[tuple[Condition, Scopes], ...]:
    """*condition* and every condition in it, each with the records around it."""
    found: list[tuple[Condition, Scopes]] = []
    _gather(condition, (), found)
    return tuple(found)


def _gather(condition: Condition, scopes: Scopes, found: list[tuple[Condition, Scopes]]) -> None:
    found.append((condition, scopes))
    form: Any = type(condition)
    for name in _names(form):
        inner: Any = getattr(condition, name)
        listed = getattr(condition, "records" if name == "records_where" else "path", None)
        around = (*scopes, listed.type.type) if isinstance(listed, ResolvedPath) else scopes
        for part in inner if isinstance(inner, tuple) else (inner,):
            if part is not None:
                _gather(part, around, found)


@cache
def _operands(form: type) -> tuple[str, ...]:
    """The fields of a form of condition that may hold a threshold."""
    return tuple(field.name for field in attrs.fields(form) if Threshold in get_args(field.type))


def thresholds(condition: Condition) -> Iterator[Threshold]:
    """The thresholds that *condition* itself compares with, not those of the conditions in it."""
    form: Any = type(condition)
    for name in _operands(form):
        operand = getattr(condition, name)
        if isinstance(operand, Threshold):
            yield operand


def owner_and_field(path: ResolvedPath, scopes: Scopes) -> tuple[type, str, FactInfo] | None:
    """The entity whose field *path* names, the field's name, and what it says of itself; None for a root."""
    here = (
        scopes if path.start == "here" else scopes[: len(scopes) - path.out] if path.start == "outer" else ()
    )
    steps = path.steps
    owner = here[-1] if here else ROOTS[steps[0]].entity if steps[0] in ROOTS else None
    for step in steps[0 if here else 1 : -1]:
        field = describe(owner).get(step) if owner is not None else None
        owner = field.type if field is not None else None
    if owner is None or (not here and len(steps) == 1):
        return None
    return owner, steps[-1], fact_info(getattr(attrs.fields(owner), steps[-1]))
