"""The one way plain data is written as bytes, and what may be in it: the ground of every hash and store."""

import json
from math import isfinite
from typing import Any, Final

from medsales_core.errors import ValueRefused

__all__ = ["canonical", "storable_text"]

_DEEPEST: Final = 64
_INT64: Final = 2**63
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(data: object) -> bytes:
    """The one UTF-8 JSON text of plain *data*, for hashing and storing: sorted keys, no spaces.

    Raises:
        ValueRefused: Data that would not come back equal everywhere: NaN, NUL, a lone surrogate, a
            whole number beyond 64 bits, a tuple, a key that is no text, or any other object.
    """
    try:
        _check(data, 0)
    except ValueRefused as error:
        error.where = f"${error.where}"
        raise
    return _ENCODER.encode(data).encode()


def storable_text(value: str) -> None:
    """Refuse a text that not every store keeps as it is: one with NUL or a lone surrogate."""
    if "\0" in value:
        raise ValueRefused(f"text with a NUL character: {value!r}", hint="remove it")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueRefused(
                f"text with a lone surrogate, which is no character: {value!r}",
                hint="it was decoded wrongly; read the source again with its right encoding",
            ) from None


def _check(value: Any, depth: int) -> None:
    kind = type(value)
    if kind is str:
        storable_text(value)
    elif kind is dict or kind is list:
        _check_nest(value, depth)
    elif kind is int:
        if not -_INT64 <= value < _INT64:
            raise ValueRefused(f"{value!r} does not fit 64 bits", hint="keep it as text")
    elif kind is float:
        if not isfinite(value):
            raise ValueRefused(f"{value!r} is no finite number")
    elif kind is not bool and value is not None:
        raise ValueRefused(f"{value!r} is no plain data", hint="use dict, list, text, number, bool or None")


def _check_nest(value: dict[Any, Any] | list[Any], depth: int) -> None:
    if depth == _DEEPEST:
        raise ValueRefused(f"data nested more than {_DEEPEST} levels deep")
    step: object = 0
    try:
        # The place is put together only on the way out of a refusal: this runs for every event stored.
        if type(value) is dict:
            for step, item in value.items():
                _check_key(step)
                _check(item, depth + 1)
        else:
            for step, item in enumerate(value):  # noqa: B007  the refusal below tells it
                _check(item, depth + 1)
    except ValueRefused as error:
        plain = isinstance(step, str) and step.isidentifier()
        error.where = f".{step}{error.where}" if plain else f"[{step!r}]{error.where}"
        raise


def _check_key(key: object) -> None:
    if type(key) is not str:
        raise ValueRefused(f"a key is text, not {key!r}")
    storable_text(key)
