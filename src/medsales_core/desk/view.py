"""Subjects as a store holds them: streams read once, events turned back into entities."""

from typing import Any, Final

import attrs

from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import attached, with_evidence
from medsales_core.model.deal import Deal
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS
from medsales_core.ports.store import Store, StoredEvent
from medsales_core.wire import event_from_data

__all__ = ["OWN_COMPANY", "View", "stream_of"]

# The facts call people and things by their part in a deal; a stream is called by what they are.
_STREAM_ROOTS: Final = {"rep": "owner", "product": "products"}
_STREAM_KINDS: Final = {root: kind for kind, root in _STREAM_ROOTS.items()}
#: The id under which our own company is kept.
OWN_COMPANY: Final = "own"


def stream_of(root: str, subject: str) -> str:
    """The stream that keeps the history of the subject at *root*: ``deal/D-1``, ``rep/R-7``."""
    return f"{_STREAM_KINDS.get(root, root)}/{subject}"


class View:
    """Subjects as a store holds them now, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stored: dict[str, list[StoredEvent]] = {}
        self._whole = False
        self._events: dict[str, tuple[Event, ...]] = {}
        self._entities: dict[str, Any] = {}

    def read_all(self) -> None:
        """Read the whole ledger once, for work that touches everything."""
        for stored in self._store.scan():
            self._stored.setdefault(stored.stream, []).append(stored)
        self._whole = True

    def subjects(self, root: str) -> list[str]:
        prefix = stream_of(root, "")
        return [name.removeprefix(prefix) for name in self._stored if name.startswith(prefix)]

    def _read(self, root: str, subject: str) -> list[StoredEvent]:
        stream = stream_of(root, subject)
        if stream not in self._stored:
            self._stored[stream] = [] if self._whole else list(self._store.read(stream))
        return self._stored[stream]

    def events(self, root: str, subject: str) -> tuple[Event, ...]:
        stream = stream_of(root, subject)
        if stream not in self._events:
            self._events[stream] = tuple(
                _event(root, subject, stored) for stored in self._read(root, subject)
            )
        return self._events[stream]

    def earlier(self, root: str, subject: str, event_id: str) -> Event | None:
        for stored, event in zip(self._read(root, subject), self.events(root, subject), strict=True):
            if stored.event_id == event_id:
                return event
        return None

    def entity(self, root: str, subject: str | None) -> Any:
        """What is known of a subject, `NOT_SUPPLIED` where nothing is."""
        if not subject:
            return NOT_SUPPLIED
        stream = stream_of(root, subject)
        if stream not in self._entities:
            self._entities[stream] = self._folded(root, subject)
        return self._entities[stream]

    def _folded(self, root: str, subject: str) -> Any:
        events = self.events(root, subject)
        if not events:
            return Deal(id=subject) if root == "deal" else NOT_SUPPLIED
        described: dict[str, Any] = {}
        for event in events:
            if event.kind is EventKind.DESCRIBED:
                described.update(event.data["fields"])
        entity = ROOTS[root].entity
        names = {field.name for field in attrs.fields(entity)}
        given = {name: value for name, value in described.items() if name in names}
        identity = {"id": subject} if "id" in names else {}
        return with_evidence(entity(**identity, **given), events)

    def attached(self, root: str, subject: str | None) -> dict[str, Any]:
        if not subject:
            return {}
        return attached(root, self.events(root, subject))


def _event(root: str, subject: str, stored: StoredEvent) -> Event:
    return Event(
        EventKind(stored.kind),
        subject,
        stored.version,
        stored.occurred_at,
        stored.actor,
        stored.playbook,
        event_from_data(root, stored.kind, stored.data),
    )
