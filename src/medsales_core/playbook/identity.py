"""The content hash of a playbook: what it means, not how it is written."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any

__all__ = ["content_hash"]


def content_hash(data: dict[str, Any]) -> str:
    """SHA-256, in hex, of the tables: order of keys, spelling of numbers, layers and comments do not count."""
    written = json.dumps(data, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        if not value.is_finite():
            return str(value)
        whole = value.to_integral_value()
        return int(whole) if value == whole else f"{value.normalize():f}"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"no TOML value: {value!r}")
