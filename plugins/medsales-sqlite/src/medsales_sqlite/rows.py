"""Events as rows and back."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Final

from medsales_core.errors import StoreError
from medsales_core.ports.store import NewEvent, StoredEvent

__all__ = ["COLUMNS", "CONTENT", "as_stored", "content", "stored"]

#: What an event says, in the order in which it is hashed after its position, stream and version.
CONTENT: Final = "event_id, kind, schema, occurred_at, recorded_at, actor, on_behalf_of, playbook, data"

#: What is written and read of an event, after its position, stream and version.
COLUMNS: Final = f"{CONTENT}, hash"

_parse: Final = dt.datetime.fromisoformat
_decode: Final = json.JSONDecoder().raw_decode


def content(event: NewEvent, recorded_at: str, data: bytes) -> tuple[Any, ...]:
    """The values of `CONTENT` for an event that is to be stored."""
    at = event.occurred_at
    return (
        event.event_id,
        event.kind,
        event.schema,
        None if at is None else at.isoformat(),
        recorded_at,
        event.actor,
        event.on_behalf_of,
        event.playbook,
        data,
    )


def as_stored(
    event: NewEvent, position: int, stream: str, version: int, recorded_at: dt.datetime, link: str
) -> StoredEvent:
    """The event that was just stored, as it was given: reading it back would cost as much as writing it."""
    return StoredEvent(
        event_id=event.event_id,
        kind=event.kind,
        schema=event.schema,
        occurred_at=event.occurred_at,
        actor=event.actor,
        on_behalf_of=event.on_behalf_of,
        playbook=event.playbook,
        data=event.data,
        position=position,
        stream=stream,
        version=version,
        recorded_at=recorded_at,
        hash=link,
    )


def stored(position: int, stream: str, version: int, values: Sequence[Any]) -> StoredEvent:
    """The event of a row.

    Raises:
        StoreError: The row does not hold what was written.
    """
    event_id, kind, schema, occurred_at, recorded_at, actor, on_behalf_of, playbook, data, link = values
    try:
        return StoredEvent(
            event_id=event_id,
            kind=kind,
            schema=schema,
            occurred_at=None if occurred_at is None else _parse(occurred_at),
            actor=actor,
            on_behalf_of=on_behalf_of,
            playbook=playbook,
            data=_decode(data.decode())[0],
            position=position,
            stream=stream,
            version=version,
            recorded_at=_parse(recorded_at),
            hash=link.hex(),
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"the event at position {position} is damaged: {error}",
            hint="stop writing to the file, keep a copy, and restore the last backup",
            where=stream,
        ) from error
