"""How an entity and its fields are declared: types that refuse bad values, labels, units, sources.

Every field says what it is called in both languages, its unit and the clause it comes from, so that
findings, forms, schemas and the reference pages are all made from the one declaration.
"""

import datetime as dt
import types
from collections.abc import Callable
from decimal import Decimal
from typing import (
    Any,
    Final,
    NoReturn,
    TypeAlias,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    overload,
)

import attrs

from medsales_core.errors import MedsalesError, ValueRefused
from medsales_core.model.choice import Choice
from medsales_core.text import LangText, closest, text

__all__ = ["FactInfo", "changed", "entity", "fact", "fact_info"]

_T = TypeVar("_T")
_INFO: Final = "medsales"
#: No figure of this field is larger or finer; a written exponent could otherwise fill any memory.
MOST_DIGITS: Final = 30
_Check: TypeAlias = Callable[[object, "attrs.Attribute[Any]", Any], None]
_Convert: TypeAlias = Callable[[Any, Any, "attrs.Attribute[Any]"], Any]


@attrs.frozen(kw_only=True)
class FactInfo:
    """What a field says of itself.

    Args:
        label: Its name for a person, in English and Chinese.

        unit: Unit of measure (``day``, ``ratio 0..1``, ``degC``), empty where it has none.

        source: The clause of the source document or the public source it comes from; ``I`` is inference.

        role: ``valid-from`` or ``valid-to`` for the two ends of a record's validity, else empty.

        derived: Where it is not given, it is worked out from the fields before it.
    """

    label: LangText
    unit: str = ""
    source: str = "I"
    role: str = ""
    derived: bool = False


@overload
def fact(en: str, zh: str, *, unit: str = ..., source: str = ..., role: str = ...) -> Any: ...
@overload
def fact(en: str, zh: str, *, default: _T, unit: str = ..., source: str = ..., role: str = ...) -> _T: ...
@overload
def fact(
    en: str, zh: str, *, derived: Callable[[Any], _T | None], unit: str = ..., source: str = ...
) -> _T | None: ...
def fact(
    en: str,
    zh: str,
    *,
    default: Any = attrs.NOTHING,
    derived: Callable[[Any], Any] | None = None,
    unit: str = "",
    source: str = "I",
    role: str = "",
) -> Any:
    """Declare one field of an entity: its label in both languages, unit, source and default.

    A *derived* field is worked out by that function from the fields before it, unless it is given.
    """
    info = FactInfo(label=text(en, zh), unit=unit, source=source, role=role, derived=derived is not None)
    if derived is None:
        return attrs.field(default=default, metadata={_INFO: info})
    return attrs.field(default=None, metadata={_INFO: info}, converter=_converter(_worked_out(derived)))


def _worked_out(derived: Callable[[Any], Any]) -> _Convert:
    return lambda value, owner, field: derived(owner) if value is None else value


def changed(record: _T, **values: Any) -> _T:
    """*record* with some fields of other values, checked as if it were made anew."""
    other: _T = attrs.evolve(record, **values)  # type: ignore[misc]  # entities are attrs classes in other clothes
    return other


def fact_info(attribute: "attrs.Attribute[Any]") -> FactInfo:
    """What *attribute* of an entity says of itself."""
    info: FactInfo = attribute.metadata[_INFO]
    return info


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(fact,))
def entity(cls: type[_T]) -> type[_T]:
    """Make *cls* a frozen, keyword-only value whose fields refuse what no fact may be.

    Naive times, floats where a Decimal belongs, NaN, infinities and values of another type are refused
    with the field's name. A list given for a tuple becomes a tuple; a choice may be given by its identifier.
    """
    return attrs.define(cls, frozen=True, kw_only=True, slots=True, field_transformer=_guard)


def _guard(cls: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    return [_guarded(cls, field) for field in fields]


def _guarded(cls: type, field: "attrs.Attribute[Any]") -> "attrs.Attribute[Any]":
    if isinstance(field.type, str):
        # A type that is only text cannot be checked, and an unchecked field would go unnoticed.
        raise MedsalesError(
            f"{cls.__name__}.{field.name} declares its type as text",
            hint="remove 'from __future__ import annotations' from the module of this entity",
        )
    declared, optional = _declared(field.type)
    kind = get_origin(declared) or declared
    if kind is tuple:
        return field.evolve(converter=_converter(_records(get_args(declared)[0])))
    if isinstance(kind, type) and issubclass(kind, Choice):
        return field.evolve(converter=_converter(_chosen(kind, optional=optional)))
    return field.evolve(validator=_validator(kind, optional=optional)) if isinstance(kind, type) else field


def _declared(annotation: Any) -> tuple[Any, bool]:
    """The type without its None: ``date | None`` is an optional ``date``."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation, False
    kinds = [arg for arg in get_args(annotation) if arg is not types.NoneType]
    return kinds[0], len(kinds) < len(get_args(annotation))


def _validator(kind: type, *, optional: bool) -> _Check:
    check = _CHECKS.get(kind)
    if check is None:
        return _instance(kind, optional=optional)

    def validate(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if value is not None or not optional:
            check(owner, field, value)

    return validate


def _instance(kind: type, *, optional: bool) -> _Check:
    expected = _NAMES.get(kind, kind.__name__)

    def validate(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
        if type(value) is kind or (value is None and optional):
            return
        # True is an int to Python, and a quantity of True is a mistake to everybody else.
        if not isinstance(value, kind) or kind is int:
            _refuse(owner, field, expected, value)

    return validate


def _aware(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, dt.datetime):
        _refuse(owner, field, "a datetime with a time zone", value)
    elif value.utcoffset() is None:
        _refuse(owner, field, "a time with its zone", value, "add tzinfo, e.g. datetime.timezone.utc")


def _day(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        _refuse(owner, field, "a date without a time", value)


def _finite(owner: object, field: "attrs.Attribute[Any]", value: object) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        return
    if not isinstance(value, Decimal):
        _refuse(owner, field, "a Decimal", value, "write Decimal('0.1'), never the float 0.1")
    elif not value.is_finite():
        _refuse(owner, field, "a finite number", value)
    elif value and abs(value.adjusted()) > MOST_DIGITS:
        _refuse(owner, field, f"a number of at most {MOST_DIGITS} digits", value.normalize())


def _converter(convert: _Convert) -> "attrs.Converter[Any, Any]":
    return attrs.Converter(convert, takes_self=True, takes_field=True)


def _chosen(kind: type[Choice], *, optional: bool) -> _Convert:
    known = {member.value: member for member in kind}

    def convert(value: object, owner: object, field: "attrs.Attribute[Any]") -> object:
        if type(value) is kind or (value is None and optional):
            return value
        if isinstance(value, str) and value in known:
            return known[value]
        near = closest(str(value), known)
        return _refuse(
            owner, field, f"one of {', '.join(known)}", value, f"did you mean {near!r}?" if near else ""
        )

    return convert


def _records(kind: Any) -> _Convert:
    chosen = _chosen(kind, optional=False) if issubclass(kind, Choice) else None
    expected = _NAMES.get(kind, kind.__name__)

    def convert(value: object, owner: object, field: "attrs.Attribute[Any]") -> object:
        if value == ():
            return ()
        if not isinstance(value, tuple | list):
            _refuse(owner, field, "a tuple or a list", value)
        if chosen:
            return tuple(chosen(item, owner, field) for item in value)
        for item in value:
            if not isinstance(item, kind):
                _refuse(owner, field, f"only {expected} in its list", item)
        if len(value) > 1 and "id" in getattr(kind, "__slots__", ()):
            _each_once(owner, field, [item.id for item in value])
        return tuple(value)

    return convert


def _each_once(owner: object, field: "attrs.Attribute[Any]", ids: list[str]) -> None:
    """One record given twice would count twice."""
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        _refuse(owner, field, "each record once", twice, "give every record an id of its own")


def _refuse(
    owner: object, field: "attrs.Attribute[Any]", expected: str, value: object, hint: str = ""
) -> NoReturn:
    raise ValueRefused(f"{type(owner).__name__}.{field.name} takes {expected}, not {value!r}", hint=hint)


_CHECKS: Final[dict[type, _Check]] = {dt.datetime: _aware, dt.date: _day, Decimal: _finite}
_NAMES: Final[dict[type, str]] = {str: "text", int: "a whole number", bool: "true or false"}
