"""From what the files say of a subject to the events that are new to its stream."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from medsales_core.engine.event import Event, EventKind
from medsales_core.importing.cells import FieldReader
from medsales_core.importing.stages import Step
from medsales_core.ports.store import NewEvent, Store
from medsales_core.wire import event_data

__all__ = ["ACTOR", "Known", "Place", "Writer", "changed", "pending"]

# The store checks what it takes; an id needs no more than the same text for the same data.
_ENCODER: Final = json.JSONEncoder(sort_keys=True)
#: Who did what an import found.
ACTOR: Final = "import"
_OPEN: Final = frozenset({EventKind.OPENED, EventKind.MOVED, EventKind.RETURNED, EventKind.REOPENED})
_CLOSED: Final = frozenset({EventKind.WON, EventKind.LOST, EventKind.COMPLETED, EventKind.RETIRED})


class Place(NamedTuple):
    """A file in which something is said."""

    file: str
    sha256: str


@attrs.define
class Known:
    """What a stream holds, as far as an import must know.

    Args:
        version: Its version.

        stage: Where the subject stands; empty where it never was opened.

        closed: How it was closed, empty if it is open.

        steps: The steps that this mapping made, by key, with their number.

        last: The last of them.

        fields: The fields that this mapping described, as it last did.

        described: How often it did.

        skipped: Steps that led to where it stood already.
    """

    version: int = 0
    stage: str = ""
    closed: str = ""
    steps: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    last: tuple[str, str] | None = None
    fields: dict[str, Any] = attrs.field(factory=dict)
    described: int = 0
    skipped: int = 0

    @property
    def events(self) -> int:
        """How many events this mapping made."""
        return self.described + self.steps.total()

    def fold(self, kind: str, data: Mapping[str, Any], at: dt.datetime | None, mapping: str) -> None:
        """Take in one event."""
        self.version += 1
        if kind in _OPEN:
            self.stage, self.closed = data["to"], ""
        elif kind in _CLOSED:
            self.closed = kind
        elif kind == EventKind.MIGRATED:
            self._rename(data["from"], data["to"])
        if data.get("row", {}).get("mapping") != mapping:
            return
        if kind == EventKind.DESCRIBED:
            self.fields.update(data["fields"])
            self.described += 1
        else:
            self.last = (data.get("to") or kind, at.isoformat() if at else "")
            self.steps[self.last] += 1

    def _rename(self, before: str, after: str) -> None:
        """The stage is called otherwise now, and so it is in a mapping that follows the playbook."""
        self.stage = after
        self.steps = Counter(_renamed(key, before, after) for key in self.steps.elements())
        if self.last is not None:
            self.last = _renamed(self.last, before, after)


def _renamed(key: tuple[str, str], before: str, after: str) -> tuple[str, str]:
    stage, at = key
    return (after, at) if stage == before else key


def pending(steps: Sequence[Step], known: Known, *, history: bool) -> tuple[Sequence[Step], Sequence[Step]]:
    """The steps that are new, and those that come too late: dated before what the stream holds already.

    Args:
        steps: All steps that the files tell, oldest first; there is at least one.

        known: What the stream holds.

        history: The steps come from a history; else from one row, which tells no more than the present.
    """
    if known.last is None:
        return steps, ()
    seen: Counter[tuple[str, str]] = Counter()
    fresh = []
    for number, step in enumerate(steps):
        seen[step.key] += 1
        if seen[step.key] > known.steps[step.key]:
            fresh.append(number)
    if not history:
        if steps[-1].key == known.last:
            return (), ()
        return [step for number, step in enumerate(steps) if number in fresh or step is steps[-1]], ()
    last = max((number for number in range(len(steps)) if number not in set(fresh)), default=-1)
    late = [
        steps[number]
        for number in fresh
        if number < last or (last < 0 and _is_late(steps[number], known.last))
    ]
    return [steps[number] for number in fresh if steps[number] not in late], late


def _is_late(step: Step, last: tuple[str, str]) -> bool:
    return bool(step.at and last[1]) and step.at <= dt.datetime.fromisoformat(last[1])  # type: ignore[operator]  # at is there


class Writer:
    """Makes the new events of one kind of subject.

    Args:
        store: Where the events are to go.

        mapping: Id of the mapping.

        root: The subject's name among the facts.

        prefix: First part of the names of its streams.

        playbook: Content hash of the playbook.

        process: The process that a deal runs through.

        positions: The stages of that process, by their position.
    """

    def __init__(
        self,
        *,
        store: Store,
        mapping: str,
        root: str,
        prefix: str,
        playbook: str,
        process: str = "",
        positions: Mapping[str, int],
    ) -> None:
        self._mapping, self._root, self._prefix = mapping, root, prefix
        self._playbook, self._process, self._positions = playbook, process, positions
        self._store = store
        # The first import of all need not ask for each subject whether it is known.
        self._is_first = next(store.streams(f"{prefix}/"), None) is None

    def stream(self, subject: str) -> str:
        """The name of the stream of *subject*."""
        return f"{self._prefix}/{subject}"

    def known(self, subject: str) -> Known:
        """What the store holds of *subject*."""
        known = Known()
        stream = self.stream(subject)
        if not self._is_first and self._store.version(stream):
            for event in self._store.read(stream):
                known.fold(event.kind, event.data, event.occurred_at, self._mapping)
        return known

    def events(
        self,
        subject: str,
        known: Known,
        steps: Iterable[Step],
        fields: Mapping[str, Any],
        places: Sequence[Place],
        line: int,
    ) -> list[NewEvent]:
        """The events for *steps* and for those of *fields* that are not as *known*, in their order.

        *known* is carried along, so that each event follows on the one before.
        """
        made: list[NewEvent] = []
        described = self._described(subject, known, fields)
        for step in steps:
            event = self._step(subject, known, step)
            if event is None:
                known.skipped += 1
                continue
            made.append(self._new(event, places[step.file], step.line, known))
            if described is not None:
                # What the row says of the deal is as old as the first thing it tells.
                described = described._replace(at=event.at, version=known.version + 1)
                made.append(self._new(described, places[0], line, known))
                described = None
        if described is not None:
            made.append(self._new(described, places[0], line, known))
        return made

    def _described(self, subject: str, known: Known, fields: Mapping[str, Any]) -> Event | None:
        if not fields:
            return None
        return self._event(EventKind.DESCRIBED, subject, known.version + 1, None, {"fields": fields})

    def _step(self, subject: str, known: Known, step: Step) -> Event | None:
        if not known.stage:
            data = {"process": self._process, "to": step.stage, "imported": True}
            return self._event(EventKind.OPENED, subject, known.version + 1, step.at, data)
        if step.outcome:
            data = {"from": known.stage, "to": "", "transition": "", "imported": True}
            if step.reason:
                data["reason"] = step.reason
            return self._event(EventKind(step.outcome), subject, known.version + 1, step.at, data)
        if step.stage == known.stage and not known.closed:
            return None
        data = {"from": known.stage, "to": step.stage, "transition": "", "imported": True}
        return self._event(self._direction(known, step.stage), subject, known.version + 1, step.at, data)

    def _direction(self, known: Known, to: str) -> EventKind:
        if known.closed:
            return EventKind.REOPENED
        back = self._positions[to] < self._positions.get(known.stage, 0)
        return EventKind.RETURNED if back else EventKind.MOVED

    def _event(
        self, kind: EventKind, subject: str, version: int, at: dt.datetime | None, data: Mapping[str, Any]
    ) -> Event:
        return Event(kind, subject, version, at, ACTOR, self._playbook, data)

    def _new(self, event: Event, place: Place, line: int, known: Known) -> NewEvent:
        """The event as the store takes it, with where it comes from and an id that another run would make too."""
        described = event.kind is EventKind.DESCRIBED
        data = dict(event.data) if described else event_data(self._root, event)
        data["row"] = {"file": place.file, "line": line, "sha256": place.sha256, "mapping": self._mapping}
        known.fold(event.kind, data, event.at, self._mapping)
        if described or known.last is None:
            content, turn = _ENCODER.encode(data["fields"]), known.described
        else:
            content, turn = "\0".join(known.last), known.steps[known.last]
        parts = (self._mapping, self._prefix, event.subject, event.kind, str(turn), content)
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return NewEvent(
            event_id=f"import-{digest[:40]}",
            kind=str(event.kind),
            occurred_at=event.at,
            actor=ACTOR,
            playbook=self._playbook,
            data=data,
        )


def changed(
    known: Mapping[str, Any], found: Mapping[str, Any], readers: Iterable[FieldReader]
) -> dict[str, Any]:
    """The fields that are not as *known*; one that is no longer said is emptied."""
    fields = {name: value for name, value in found.items() if known.get(name) != value}
    for reader in readers:
        if known.get(reader.field) and reader.field not in found:
            fields[reader.field] = [] if reader.many else None
    return fields
