"""Subjects as a store holds them: streams read once, events turned back into entities."""

from typing import Any, Final

from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import attached, gathered
from medsales_core.engine.progress import Progress
from medsales_core.errors import StoreError
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS
from medsales_core.ports.store import Store, StoredEvent
from medsales_core.rules.schema import describe
from medsales_core.wire import event_from_data

__all__ = ["OWN_COMPANY", "View", "stream_of"]

# The facts call people and things by their part in a deal; a stream is called by what they are.
_STREAM_ROOTS: Final = {"rep": "owner", "product": "products", "scorecard": "scorecards", "record": "records"}
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

    def progress(self, subject: str, root: str, *, before: int | None = None) -> Progress:
        """Where a subject stands, or stood before an event; evidence, which moves nothing, is not looked into."""
        stored = self._read(root, subject)[: None if before is None else before - 1]
        bare = (_event(root, subject, event, bare=event.kind in _EVIDENCE) for event in stored)
        return Progress(subject).apply(bare)

    def earlier(self, root: str, subject: str, command_id: str) -> StoredEvent | None:
        """The event that a command of that id made, if it was decided before."""
        prefix = f"{command_id}:"
        return next((event for event in self._read(root, subject) if event.event_id.startswith(prefix)), None)

    def entity(self, root: str, subject: str | None) -> Any:
        """What is known of a subject, `NOT_SUPPLIED` where nothing is."""
        if not subject:
            return NOT_SUPPLIED
        stream = stream_of(root, subject)
        if stream not in self._entities:
            self._entities[stream] = _folded(root, subject, self.events(root, subject))
        return self._entities[stream]

    def entity_at(self, root: str, subject: str, version: int) -> Any:
        """What was known of a subject itself when its event of that version was made."""
        return _folded(root, subject, self.events(root, subject)[:version])

    def attached(self, root: str, subject: str | None, *, version: int | None = None) -> dict[str, Any]:
        """The records kept with a subject, up to a version of it; nothing where it is not known."""
        if not subject or not self._read(root, subject):
            return {}
        return attached(root, self.events(root, subject)[:version])


def _folded(root: str, subject: str, events: tuple[Event, ...]) -> Any:
    if not events:
        return NOT_SUPPLIED
    entity = ROOTS[root].entity
    fields = describe(entity)
    identity = {"id": subject} if "id" in fields else {}
    return entity(**identity, **gathered(fields, events, lambda name: ()))


#: What is kept about a subject without moving it.
_EVIDENCE: Final = frozenset({str(EventKind.RECORDED), str(EventKind.DESCRIBED)})


def _event(root: str, subject: str, stored: StoredEvent, *, bare: bool = False) -> Event:
    """A stored event as the engine knows it; a *bare* one without its data."""
    try:
        kind = EventKind(stored.kind)
        data = {} if bare else event_from_data(root, stored.kind, stored.data)
    except (ValueError, StoreError) as problem:
        raise StoreError(
            f"event {stored.version} ({stored.kind!r}) cannot be read: {problem}",
            hint="the store was changed from outside, or written by a newer version",
            where=stored.stream,
        ) from problem
    return Event(kind, subject, stored.version, stored.occurred_at, stored.actor, stored.playbook, data)
