"""The one converter between entities and plain data: it checks where cattrs by itself would convert."""

import datetime as dt
import re
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Final, NoReturn

import attrs
import cattrs
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn
from cattrs.v import format_exception

from medsales_core.errors import StoreError, ValueRefused
from medsales_core.model.choice import Choice
from medsales_core.money import Money
from medsales_core.text import LangText, closest

__all__ = ["DataUnreadable", "read", "write"]

_DECIMAL: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]{1,6})?")
_MONEY: Final = re.compile(r"-?[0-9]+(\.[0-9]+)? [A-Z]{3}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DataUnreadable(StoreError):
    """Data that is not what it claims to be; *where* is the first place in it, as ``$.needs[0].priority``."""

    code: ClassVar[str] = "data-unreadable"


def write(value: object, as_type: Any = None) -> Any:
    """*value*, which is of *as_type* or of its own type, as plain data."""
    return _converter().unstructure(value, unstructure_as=as_type)


def read(target: Any, data: object, where: str = "$") -> Any:
    """The *target* that *data* describes.

    Raises:
        DataUnreadable: Every mistake in *data*, each with its place below *where*.
    """
    try:
        return _converter().structure(data, target)
    except (cattrs.BaseValidationError, ValueRefused) as error:
        found = cattrs.transform_error(error, path=where, format_exception=_say)
        first = found[0].rpartition(" @ ")[2]
        lines = [message.removesuffix(f" @ {first}") if len(found) == 1 else message for message in found]
        raise DataUnreadable("; ".join(lines), where=first) from None


def _say(error: BaseException, kind: type | None) -> str:
    if isinstance(error, ValueRefused):
        return error.message + (f" ({error.hint})" if error.hint else "")
    if isinstance(error, ForbiddenExtraKeysError) and error.cl is not None:
        known = [field.name for field in attrs.fields(error.cl)]
        return ", ".join(_unknown(name, known) for name in sorted(map(str, error.extra_fields)))
    if isinstance(error, KeyError):
        return f"{error.args[0]!r} is missing"
    return format_exception(error, kind)


def _unknown(name: str, known: list[str]) -> str:
    near = closest(name, known)
    return f"unknown key {name!r}" + (f" (did you mean {near!r}?)" if near else "")


@cache
def _converter() -> cattrs.Converter:
    """Built once, at first use: the hooks of an entity are generated when it is first met."""
    converter = cattrs.Converter(
        forbid_extra_keys=True, omit_if_default=True, unstruct_collection_overrides={tuple: list}
    )
    for kind, name in _EXACT.items():
        converter.register_structure_hook(kind, _exactly(kind, name))
    for kind, (reader, writer) in _HOOKS.items():
        converter.register_structure_hook(kind, reader)
        converter.register_unstructure_hook(kind, writer)
    converter.register_structure_hook(Choice, _choice)
    converter.register_unstructure_hook(Choice, lambda choice: choice.value)
    converter.register_structure_hook_factory(attrs.has, lambda kind: _record_reader(converter, kind))
    converter.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_reader(converter, kind))
    return converter


def _record_reader(converter: cattrs.Converter, kind: type) -> Callable[[Any, Any], Any]:
    fields: Callable[[Any, Any], Any] = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True
    )

    def record(value: Any, target: Any) -> Any:
        return (
            fields(value, target) if type(value) is dict else _refuse(f"a table of a {kind.__name__}", value)
        )

    return record


def _is_tuple(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def _tuple_reader(converter: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:
    each: Callable[[Any, Any], Any] = converter.get_structure_hook(
        types.GenericAlias(list, kind.__args__[:1])
    )

    def items(value: Any, _: Any) -> Any:
        return tuple(each(value, list)) if type(value) is list else _refuse("a list", value)

    return items


def _exactly(kind: type, name: str) -> Callable[[Any, Any], Any]:
    def exactly(value: Any, _: Any) -> Any:
        return value if type(value) is kind else _refuse(name, value)

    return exactly


def _choice(value: Any, kind: type[Choice]) -> Choice:
    known = kind._value2member_map_
    if type(value) is str and value in known:
        member: Choice = known[value]  # type: ignore[assignment]  # the map says no more than Enum
        return member
    near = closest(str(value), map(str, known))
    return _refuse(f"one of {', '.join(map(str, known))}", value, f"did you mean {near!r}?" if near else "")


def _decimal(value: Any, _: Any) -> Decimal:
    return Decimal(value) if _matches(_DECIMAL, value) else _refuse("a decimal number as text", value)


def _money(value: Any, _: Any) -> Money:
    return Money.parse(value) if _matches(_MONEY, value) else _refuse("money as '12.50 CNY'", value)


def _day(value: Any, _: Any) -> dt.date:
    if not _matches(_DAY, value):
        return _refuse("a date as 2026-03-31", value)
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return _refuse("a date of the calendar", value)


def _instant(value: Any, _: Any) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(value) if type(value) is str else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        return _refuse("a time with its offset, as 2026-03-31T09:00:00+08:00", value)
    return instant


def _lang_text(value: Any, _: Any) -> LangText:
    if type(value) is dict and all(type(part) is str for pair in value.items() for part in pair):
        return LangText(value)
    return _refuse("a text by language", value)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _refuse(expected: str, value: object, hint: str = "") -> NoReturn:
    raise ValueRefused(f"expected {expected}, found {value!r}", hint=hint)


_EXACT: Final[Mapping[type, str]] = {str: "text", int: "a whole number", bool: "true or false"}
_HOOKS: Final[Mapping[type, tuple[Callable[[Any, Any], Any], Callable[[Any], Any]]]] = {
    Decimal: (_decimal, str),
    Money: (_money, str),
    dt.date: (_day, dt.date.isoformat),
    dt.datetime: (_instant, dt.datetime.isoformat),
    LangText: (_lang_text, dict),
}
