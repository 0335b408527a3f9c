"""Values as TOML writes them on one line."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

__all__ = ["inline", "key"]

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def inline(value: Any) -> str:
    """*value*, as the TOML reader gave it, on one line of TOML that means the same.

    Raises:
        TypeError: TOML has no such value.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key(name)} = {inline(item)}" for name, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(inline(item) for item in value)}]"
    return _scalar(value)


def key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(written: str) -> str:
    # JSON escapes all that TOML wants escaped, but for DEL.
    return json.dumps(written, ensure_ascii=False).replace("\x7f", "\\u007f")


def _scalar(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return _number(Decimal(value))
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"no TOML value: {value!r}")


def _number(value: Decimal) -> str:
    if not value.is_finite():
        return "nan" if value.is_nan() else "-inf" if value < 0 else "inf"
    written = str(value).lower()
    # A whole number without a point would come back as another type.
    return written if "." in written or "e" in written else f"{written}.0"
