"""Facts about a subject as events: which value fits which field, and the entity after it was recorded."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import attrs

from medsales_core.engine import objection
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.finding import Finding
from medsales_core.model.facts import ROOTS
from medsales_core.rules.schema import FieldType, describe

__all__ = ["misfit", "misfit_whole", "with_evidence"]

_T = TypeVar("_T")


def misfit(root: str, field: str, value: object) -> Finding | None:
    """What keeps *value* from being recorded in *field* of the subject at *root*, None if nothing does."""
    fields = describe(ROOTS[root].entity)
    declared = fields.get(field)
    if declared is None or field == "id":
        return objection.wrong_record(field, f"a field of a {root}: {', '.join(fields)}", repr(value))
    if value is None and not declared.many:
        return None
    if isinstance(value, bool) and declared.type is not bool or not isinstance(value, declared.type):
        return objection.wrong_record(field, f"a {declared.type.__name__}", repr(value))
    return None


def misfit_whole(root: str, field: str, value: object) -> Finding | None:
    """The same for the whole content of *field*: for a list, every record of it."""
    if isinstance(value, tuple):
        return next((problem for item in value if (problem := misfit(root, field, item)) is not None), None)
    return misfit(root, field, value)


def with_evidence(subject: _T, events: Iterable[Event]) -> _T:
    """The entity of a subject after what *events* recorded about it."""
    entity: type = type(subject)
    fields = describe(entity)
    for event in events:
        if event.kind is EventKind.DESCRIBED:
            subject = _evolve(subject, event.data["fields"])
        elif event.kind is EventKind.RECORDED:
            name, value = event.data["field"], event.data["value"]
            subject = _evolve(subject, {name: _recorded(fields[name], getattr(subject, name), value)})
    return subject


def _evolve(subject: _T, changes: Mapping[str, Any]) -> _T:
    evolved: _T = attrs.evolve(subject, **changes)  # type: ignore[misc]  # any entity, its fields checked by misfit
    return evolved


def _recorded(declared: FieldType, before: Any, value: Any) -> Any:
    """A scalar is replaced; a record replaces the one of its id, or is added."""
    if not declared.many:
        return value
    key = getattr(value, "id", value)
    kept = tuple(old for old in before if getattr(old, "id", old) != key)
    return (*kept, value)
