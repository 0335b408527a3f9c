"""The content hash of tables: what they mean, not how they are written."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any, Final

__all__ = ["content_hash"]

_LONGEST: Final = 1000


def content_hash(data: dict[str, Any]) -> str:
    """SHA-256, in hex, of the tables: order of keys, spelling of numbers, layers and comments do not count."""
    written = json.dumps(data, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"no TOML value: {value!r}")


def _number(value: Decimal) -> object:
    """One spelling for each number: a whole one as TOML may write it without a point, no zeros behind one."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return str(value)
    if not value:
        return 0
    if -_LONGEST < exponent < _LONGEST and value == value.to_integral_value():
        return int(value)
    # Not `normalize`, which rounds; nor written out, which a large exponent would make without end.
    figures = "".join(map(str, digits)).lstrip("0")
    kept = figures.rstrip("0")
    return f"{'-' * sign}{kept}e{exponent + len(figures) - len(kept)}"
