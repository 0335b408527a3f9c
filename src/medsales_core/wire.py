"""Entities and events as plain JSON data and back: strict both ways, nothing coerced, nothing guessed.

Decimals and money are text, times are ISO 8601 with their offset (the name of a zone is not kept),
choices are their identifiers, tuples are lists; what equals its default is left out.
"""

import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from medsales_core.canonical import canonical
from medsales_core.converter import DataUnreadable, read, write
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import recordable
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.rules.schema import FieldType, Kind

__all__ = ["DataUnreadable", "canonical", "event_data", "event_from_data", "from_data", "to_data"]

_T = TypeVar("_T")


def to_data(entity: object) -> dict[str, Any]:
    """*entity* as plain data; what equals its default is left out."""
    data: dict[str, Any] = write(entity)
    return data


def from_data(entity_type: type[_T], data: object) -> _T:
    """The entity that `to_data` wrote.

    Raises:
        DataUnreadable: A key is unknown or missing, or a value is not of its field's type.
    """
    entity: _T = read(entity_type, data)
    return entity


def event_data(root: str, event: Event) -> dict[str, Any]:
    """The data of *event*, about the subject at *root*, as plain data.

    Args:
        root: The subject's name among the facts: ``deal``, ``order``, ``asset``.

        event: An event that the engine made.

    Raises:
        ValueRefused: The event holds a value that its field cannot hold, or that is no plain data.
    """
    if event.kind is EventKind.RECORDED:
        name = event.data["field"]
        return {"field": name, "value": _write_one(_field(root, name), event.data["value"], name)}
    if event.kind is EventKind.DESCRIBED:
        fields = event.data["fields"]
        return {
            "fields": {name: _write_all(_field(root, name), value, name) for name, value in fields.items()}
        }
    return {name: _plain(value, f"$.{name}") for name, value in event.data.items()}


def event_from_data(root: str, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `event_data`: the ``data`` of an engine event of *kind*.

    Raises:
        DataUnreadable: The data does not fit the fields of the entity at *root*.
    """
    if kind == EventKind.RECORDED:
        _keys(data, "field", "value")
        name = data["field"]
        return {"field": name, "value": _read_one(_known(root, name, "$.field"), data["value"], "$.value")}
    if kind == EventKind.DESCRIBED:
        _keys(data, "fields")
        fields = data["fields"]
        if not isinstance(fields, dict):
            raise DataUnreadable(f"expected a table of fields, found {fields!r}", where="$.fields")
        read = {n: _read_all(_known(root, n, f"$.fields.{n}"), v, f"$.fields.{n}") for n, v in fields.items()}
        return {"fields": read}
    return dict(data)


# ---- reading and writing the values of events


def _field(root: str, name: str) -> FieldType:
    fields = recordable(root)
    if name not in fields:
        raise UnknownName.among(f"field of {root}", name, fields)
    return fields[name]


def _known(root: str, name: object, where: str) -> FieldType:
    try:
        return _field(root, str(name))
    except UnknownName as error:
        raise DataUnreadable(error.message, hint=error.hint, where=where) from None


def _write_one(field: FieldType, value: Any, name: str) -> Any:
    if value is None and not field.many:
        return None
    if field.kind is not Kind.RECORD:
        return _write_scalar(field, value, name)
    if not isinstance(value, field.type):
        raise ValueRefused(f"{name} takes a {field.type.__name__}, not {value!r}")
    return write(value)


def _write_scalar(field: FieldType, value: Any, name: str) -> Any:
    """A record has checked its values, a bare value has not: it must come back equal."""
    if isinstance(value, field.type):
        written = write(value, field.type)
        try:
            if read(field.type, written) == value:
                return written
        except DataUnreadable:
            pass
    raise ValueRefused(f"{name} takes a {field.type.__name__}, not {value!r}")


def _write_all(field: FieldType, value: Any, name: str) -> Any:
    if not field.many:
        return _write_one(field, value, name)
    if not isinstance(value, tuple):
        raise ValueRefused(f"{name} takes a tuple, not {value!r}")
    return [_write_one(field, item, name) for item in value]


def _read_one(field: FieldType, value: Any, where: str) -> Any:
    return None if value is None and not field.many else read(field.type, value, where)


def _read_all(field: FieldType, value: Any, where: str) -> Any:
    return (
        read(types.GenericAlias(tuple, (field.type, ...)), value, where)
        if field.many
        else _read_one(field, value, where)
    )


def _keys(data: Mapping[str, Any], *expected: str) -> None:
    # An imported event also says which row it comes from; that is provenance, no part of what it tells.
    if set(data) - {"row"} != set(expected):
        raise DataUnreadable(
            f"expected the keys {', '.join(expected)}, found {', '.join(data) or 'none'}", where="$"
        )


def _plain(value: object, where: str) -> Any:
    """A copy in plain types, so that it equals what a store gives back."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        items = value if isinstance(value, tuple | list) else sorted(value)
        return [_plain(item, f"{where}[{number}]") for number, item in enumerate(items)]
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueRefused(f"{where}: {value!r} is no plain data", hint="give its text")
