"""Events that a store finds hard: made for the conformance kit, and of use in any other test of a store."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from medsales_core.canonical import canonical
from medsales_core.ports.store import NewEvent, StoredEvent

__all__ = ["CONTENTS", "DATA", "LATER", "NOW", "TEXTS", "TIMES", "event", "events", "plain"]

_CHINA: Final = dt.timezone(dt.timedelta(hours=8))

#: A time at which things are recorded, and one after it.
NOW: Final = dt.datetime(2026, 3, 31, 9, 30, tzinfo=dt.UTC)
LATER: Final = NOW + dt.timedelta(days=1)

#: Times that a careless store rounds, shifts or robs of their offset.
TIMES: Final = (
    NOW,
    dt.datetime(2026, 3, 31, 23, 59, 59, 999_999, tzinfo=_CHINA),
    dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=-9, minutes=-30))),
    dt.datetime(1901, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8, minutes=5, seconds=43))),
    dt.datetime(9999, 12, 31, 23, 59, 59, 1, tzinfo=dt.UTC),
    None,
)

#: Texts that a careless store cuts, folds, trims or misreads.
TEXTS: Final = (
    "协和医院/CT-7",
    "İstanbul",
    "e\u0301 is not \u00e9",
    " kept  spaces ",
    "line\nbreak\ttab\r\n",
    "quote ' double \" back \\ percent % under _ star * [x]",
    "😀\u200d\U0010ffff",
    "\u202eright to left",
    "NULL",
    "0123",
    "\\u0000",
    "x" * 20_000,
)

#: Data that a careless store gives back as something else.
DATA: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"": "", "none": None, "yes": True, "no": False},
    {"one": 1, "float": 1.0, "big": 2**63 - 1, "small": -(2**63), "tiny": 5e-324, "sum": 0.1 + 0.2},
    {"list": [], "table": {}, "nested": [{"a": [[1, [2]], {"b": None}]}]},
    {"money": "12.50 CNY", "decimal": "1.10", "day": "2026-03-31"},
    {"b": 1, "a": 2, "键": "值"},
)

#: One other content for every field of an event, so that a retry with it is none.
CONTENTS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "other"},
    {"schema": 2},
    {"occurred_at": None},
    {"occurred_at": LATER},
    {"occurred_at": NOW.astimezone(_CHINA)},
    {"actor": "other"},
    {"on_behalf_of": "other"},
    {"playbook": "other"},
    {"data": {"n": 1.0}},
    {"data": {}},
)


def event(event_id: str, **changes: Any) -> NewEvent:
    """An event with this id, like any other but for *changes*."""
    usual = {"kind": "moved", "occurred_at": NOW, "actor": "u-1", "playbook": "sha256:0", "data": {"n": 1}}
    return NewEvent(**{**usual, "event_id": event_id, **changes})


def events(*event_ids: str) -> list[NewEvent]:
    """Events with these ids."""
    return [event(event_id) for event_id in event_ids]


def plain(stored: Iterable[StoredEvent]) -> list[tuple[object, ...]]:
    """Events so that ``==`` sees all there is: offsets of times, and 1 apart from 1.0 and True."""
    return [
        (
            item.position,
            item.stream,
            item.version,
            item.event_id,
            item.kind,
            item.schema,
            item.occurred_at and item.occurred_at.isoformat(),
            item.recorded_at.isoformat(),
            item.actor,
            item.on_behalf_of,
            item.playbook,
            canonical(item.data),
        )
        for item in stored
    ]
