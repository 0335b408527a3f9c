"""Facts about a subject as events: which value fits which field, and the entity after it was recorded."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from medsales_core.engine import objection
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.finding import Finding
from medsales_core.errors import ValueRefused
from medsales_core.model.facts import ROOTS
from medsales_core.model.fields import changed, fact_info
from medsales_core.rules.schema import FieldType, Kind, describe

__all__ = ["attached", "gathered", "misfit", "misfit_whole", "recordable", "with_evidence"]

_T = TypeVar("_T")


@cache
def recordable(root: str) -> Mapping[str, FieldType]:
    """What may be recorded about the subject at *root*: its fields, and the records kept with it."""
    attached = {
        name: FieldType(kind=Kind.RECORD, type=kept.entity, many=True, label=kept.label)
        for name, kept in ROOTS.items()
        if kept.kept_with == root
    }
    return MappingProxyType({**describe(ROOTS[root].entity), **attached})


def misfit(root: str, field: str, value: object) -> Finding | None:
    """What keeps *value* from being recorded in *field* of the subject at *root*, None if nothing does."""
    fields = recordable(root)
    declared = fields.get(field)
    if declared is None or field == "id":
        return objection.wrong_record(field, f"a field of a {root}: {', '.join(fields)}", repr(value))
    if not isinstance(value, declared.type) and (value is not None or declared.many):
        return objection.wrong_record(field, f"a {declared.type.__name__}", repr(value))
    return _refused_by_entity(root, field, (value,) if declared.many else value)


def misfit_whole(root: str, field: str, value: object) -> Finding | None:
    """The same for the whole content of *field*: for a list, every record of it."""
    declared = recordable(root).get(field)
    if declared is None or not declared.many:
        return misfit(root, field, value)
    if not isinstance(value, tuple):
        return objection.wrong_record(field, f"a tuple of {declared.type.__name__}", repr(value))
    singly = (problem for item in value if (problem := misfit(root, field, item)) is not None)
    return next(singly, None) or _refused_by_entity(root, field, value)


def _refused_by_entity(root: str, field: str, value: object) -> Finding | None:
    """What the entity itself would say: an event that it refuses could never be replayed."""
    entity = ROOTS[root].entity
    attribute = attrs.fields_dict(entity).get(field)
    if attribute is None or (value is None and fact_info(attribute).derived):
        return None  # what is worked out where nothing is given needs the whole entity
    try:
        if attribute.converter is not None:
            convert: Any = attribute.converter
            convert.converter(value, object.__new__(entity), attribute)
        if attribute.validator is not None:
            attribute.validator(object.__new__(entity), attribute, value)
    except ValueRefused as problem:
        return objection.wrong_record(field, f"what a {entity.__name__} takes", problem.message)
    return None


def with_evidence(subject: _T, events: Iterable[Event]) -> _T:
    """The entity of a subject after what *events* recorded about it."""
    entity: type = type(subject)
    fields = describe(entity)
    return changed(subject, **gathered(fields, events, lambda name: getattr(subject, name)))


def attached(root: str, events: Iterable[Event]) -> dict[str, tuple[Any, ...]]:
    """The records kept with the subject at *root*, by their own root: the activities of a deal ..."""
    names = [name for name, kept in ROOTS.items() if kept.kept_with == root]
    fields = {name: recordable(root)[name] for name in names}
    return {**dict.fromkeys(names, ()), **gathered(fields, events, lambda name: ())}


def gathered(
    fields: Mapping[str, FieldType], events: Iterable[Event], before: Callable[[str], Any]
) -> dict[str, Any]:
    """What *events* say of *fields*: the last value of each, and of a list each record as it was last.

    Args:
        fields: The fields that count, by name.

        events: The events, oldest first.

        before: What a list field held before the first of them.
    """
    values: dict[str, Any] = {}
    lists: dict[str, dict[Any, Any]] = {}
    for event in events:
        if event.kind is EventKind.DESCRIBED:
            for name, value in event.data["fields"].items():
                if name in fields and fields[name].many:
                    lists[name] = _by_id(value)
                elif name in fields:
                    values[name] = value
        elif event.kind is EventKind.RECORDED and event.data["field"] in fields:
            name, value = event.data["field"], event.data["value"]
            if not fields[name].many:
                values[name] = value
                continue
            if name not in lists:
                lists[name] = _by_id(before(name))
            records = lists[name]
            records.pop(_key(value), None)
            records[_key(value)] = value
    return {**values, **{name: tuple(records.values()) for name, records in lists.items()}}


def _by_id(records: Iterable[Any]) -> dict[Any, Any]:
    return {_key(record): record for record in records}


def _key(record: Any) -> Any:
    """What makes a record the same one: its id; a bare value is its own."""
    return getattr(record, "id", record)
