"""The chain of a ledger: every event is hashed together with the hash of the one before it.

A link is the SHA-256 of thirteen texts in UTF-8, divided by NUL, which no stored text may hold: the hash before it,
the header of the event, and the SHA-256 of its data; hashes are written in hex, times in ISO 8601 as they were
given. What may be absent is empty then, and has ``=`` before it otherwise.

The data goes in by its own hash alone. A store that erases data will keep a salt beside it and put the hash of salt
and data in place of this one; with an empty salt that is the hash of today, so no link has to be made anew.

`medsales_core.ports.proof` makes the same again from this description, and shares none of this code.
"""

from hashlib import sha256
from typing import Final

from medsales_core.canonical import canonical
from medsales_core.ports.store import StoredEvent

__all__ = ["FIRST", "link", "link_of"]

#: What stands before the first event: the SHA-256 of ``medsales ledger 1``, so that another form begins elsewhere.
FIRST: Final = sha256(b"medsales ledger 1").hexdigest()


def link(previous: str, event: StoredEvent, data: bytes | None = None) -> str:
    """The hash of *event*, which stands in its ledger after the event of the hash *previous*.

    Args:
        previous: The hash of the event before it, `FIRST` for the first.

        event: The event; its own hash is not looked at.

        data: The canonical text of its data, where `check_batch` has made it already.
    """
    return link_of(
        previous,
        event.position,
        event.stream,
        event.version,
        event.event_id,
        event.kind,
        event.schema,
        None if event.occurred_at is None else event.occurred_at.isoformat(),
        event.recorded_at.isoformat(),
        event.actor,
        event.on_behalf_of,
        event.playbook,
        canonical(event.data) if data is None else data,
    )


def link_of(  # noqa: PLR0913, PLR0917  they are what is hashed, in its order, and named at no call
    previous: str,
    position: int,
    stream: str,
    version: int,
    event_id: str,
    kind: str,
    schema: int,
    occurred_at: str | None,
    recorded_at: str,
    actor: str,
    on_behalf_of: str | None,
    playbook: str,
    data: bytes,
    /,
) -> str:
    """As `link`, for a store that has the event as a row: times as ISO 8601, *data* as canonical bytes."""
    occurred = "" if occurred_at is None else f"={occurred_at}"
    behalf = "" if on_behalf_of is None else f"={on_behalf_of}"
    return sha256(
        f"{previous}\0{position}\0{stream}\0{version}\0{event_id}\0{kind}\0{schema}\0{occurred}\0{recorded_at}\0"
        f"{actor}\0{behalf}\0{playbook}\0{sha256(data).hexdigest()}".encode()
    ).hexdigest()
