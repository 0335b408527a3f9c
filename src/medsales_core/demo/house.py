"""What the made-up company keeps besides deals, customers and people: read from ``house.toml``, dated as told."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

from medsales_core.model.facts import ROOTS
from medsales_core.model.fields import changed
from medsales_core.wire import from_data

__all__ = ["house_files"]

_DAY: Final = re.compile(r"@(-?\d+)(?: (\d\d:\d\d))?")
_COMPANY: Final = "company"


def house_files(company: Any, as_of: dt.date, zone: dt.tzinfo) -> Mapping[str, tuple[Any, ...]]:
    """The entities by root, as they stand on the day *as_of*; *company* with what the file says of it."""
    raw = resources.files("medsales_core").joinpath("demo", "house.toml").read_text("utf-8")
    data = _dated(tomllib.loads(raw), as_of, zone)
    said = from_data(type(company), {"id": company.id, **data.pop(_COMPANY)})
    fields = {name: getattr(said, name) for name in tomllib.loads(raw)[_COMPANY]}
    files: dict[str, tuple[Any, ...]] = {
        root: tuple(from_data(ROOTS[root].entity, one) for one in rows) for root, rows in data.items()
    }
    return {_COMPANY: (changed(company, **fields),), **files}


def _dated(value: Any, as_of: dt.date, zone: dt.tzinfo) -> Any:
    """*value* with every ``@-30`` in it as the date it means."""
    if isinstance(value, dict):
        return {key: _dated(inner, as_of, zone) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dated(inner, as_of, zone) for inner in value]
    meant = _DAY.fullmatch(value) if isinstance(value, str) else None
    if meant is None:
        return value
    day = as_of + dt.timedelta(days=int(meant[1]))
    if meant[2] is None:
        return day.isoformat()
    return dt.datetime.combine(day, dt.time.fromisoformat(meant[2]), zone).isoformat()
