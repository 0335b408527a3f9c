"""Values written in a playbook, made values of the field that they are compared with."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.model.choice import Choice
from medsales_core.money import Money
from medsales_core.rules.condition import Scalar
from medsales_core.rules.schema import FieldType, Kind
from medsales_core.text import closest

__all__ = ["BadLiteral", "chosen", "literal"]


@attrs.frozen
class BadLiteral:
    """A value that the field cannot hold: why, and what may have been meant."""

    message: str
    hint: str


def literal(value: Any, field: FieldType) -> Scalar | BadLiteral:
    """*value*, as the TOML reader gave it, as a value of *field*."""
    if field.kind is Kind.CHOICE:
        return chosen(value, field.type)
    if field.kind is Kind.MONEY:
        return _money(value)
    if field.kind is Kind.NUMBER:
        return _number(value)
    wanted = _TYPES.get(field.kind)
    if wanted is None:
        return BadLiteral(f"a {field.kind} cannot be compared with a written value", "ask for a field of it")
    types, words = wanted
    if not isinstance(value, types) or (field.kind is Kind.DAY and isinstance(value, dt.datetime)):
        return BadLiteral(f"{value!r} is not {words}", "")
    if isinstance(value, str) and not value.strip():
        return BadLiteral("an empty text is like no other, since an empty field fails", "'empty' or 'filled'")
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return BadLiteral(
            f"{value.isoformat()} has no zone", f"write {value.isoformat()}Z, or +08:00 behind it"
        )
    return value


_TYPES: Final[dict[Kind, tuple[type[str] | type[bool] | type[dt.date], str]]] = {
    Kind.TEXT: (str, "a text"),
    Kind.FLAG: (bool, "true or false"),
    Kind.DAY: (dt.date, "a date, written 2026-01-31 without quotes"),
    Kind.INSTANT: (dt.date, "a date or a time, written without quotes"),
}


def chosen(value: Any, choices: type[Choice]) -> Scalar | BadLiteral:
    """The one of *choices* that has *value* for its identifier, or why there is none."""
    if isinstance(value, str):
        try:
            return choices(value)
        except ValueError:
            pass
    known = [str(choice) for choice in choices]
    near = closest(value, known) if isinstance(value, str) else None
    hint = f"did you mean {near!r}?" if near else f"one of {', '.join(known)}"
    return BadLiteral(f"{value!r} is not a {choices.__name__}", hint)


def _money(value: Any) -> Scalar | BadLiteral:
    if value == 0 and not isinstance(value, bool):
        return 0
    if isinstance(value, str):
        try:
            return Money.parse(value)
        except ValueRefused as problem:
            return BadLiteral(problem.message, problem.hint)
    return BadLiteral(f"{value!r} is not money", 'write 0, or "1200.00 CNY"')


def _number(value: Any) -> Scalar | BadLiteral:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        number = Decimal(value) if isinstance(value, str) else value
    except InvalidOperation:
        number = None
    # A comparison with an infinity always holds or never does; one with NaN raises.
    if isinstance(number, Decimal) and number.is_finite():
        return number
    return BadLiteral(f"{value!r} is not a number", "")
