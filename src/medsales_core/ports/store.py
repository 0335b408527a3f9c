"""The port of event stores: what a store must promise, and the values that go in and out of it."""

import datetime as dt
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Final, Protocol, Self

import attrs

from medsales_core.canonical import canonical, storable_text
from medsales_core.errors import EventClash, StoreError, ValueRefused
from medsales_core.ports.head import Head
from medsales_core.text import LangText

__all__ = [
    "NewEvent",
    "OpenStore",
    "Store",
    "StoreProvider",
    "StoredEvent",
    "check_after",
    "check_batch",
    "check_text",
    "earlier_result",
]


def _table(data: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise ValueRefused(f"data is a table, not {data!r}")
    return dict(data)


@attrs.frozen(kw_only=True)
class NewEvent:
    """An event that is to be stored.

    Args:
        event_id: Its id, made by the caller and used once: it is what makes a retry harmless.

        kind: What happened.

        schema: Version of the form of *data*.

        occurred_at: When it happened, with its zone; None where an imported record does not say.

        actor: Who did it.

        on_behalf_of: For whom, if for somebody else.

        playbook: Content hash of the playbook that decided, empty where none did.

        data: What else there is to keep, as plain JSON data.
    """

    event_id: str
    kind: str
    schema: int = 1
    occurred_at: dt.datetime | None = None
    actor: str
    on_behalf_of: str | None = None
    playbook: str = ""
    data: Mapping[str, Any] = attrs.field(factory=dict, converter=_table, hash=False)

    def __attrs_post_init__(self) -> None:
        check_text(self.event_id, "event_id")
        check_text(self.kind, "kind")
        check_text(self.actor, "actor")
        check_text(self.playbook, "playbook", empty=True)
        if self.on_behalf_of is not None:
            check_text(self.on_behalf_of, "on_behalf_of")
        if self.occurred_at is not None:
            _check_aware(self.occurred_at, "occurred_at")
        if type(self.schema) is not int or not 0 < self.schema < _MOST_SCHEMA:
            raise ValueRefused(f"schema is a whole number from 1, not {self.schema!r}")


@attrs.frozen(kw_only=True)
class StoredEvent:
    """An event as a store gives it back.

    Args:
        event_id: As given, and so are the fields up to *data*.

        position: Its place in the ledger: 1 for the first event, without gaps.

        stream: The stream it belongs to.

        version: Its place in the stream: 1 for the first event, without gaps.

        recorded_at: When it was stored, as the caller of `Store.append` said.

        hash: Its link in the chain of the ledger (`medsales_core.ports.chain`), empty where the store keeps none.
    """

    event_id: str
    kind: str
    schema: int
    occurred_at: dt.datetime | None
    actor: str
    on_behalf_of: str | None
    playbook: str
    data: Mapping[str, Any] = attrs.field(hash=False)
    position: int
    stream: str
    version: int
    recorded_at: dt.datetime
    hash: str = ""

    def as_new(self) -> NewEvent:
        """The event as it was before it was stored, for another store."""
        return NewEvent(**{name: getattr(self, name) for name in _CONTENT})


class Store(ABC):
    """Keeps events: append-only, in streams, in one ledger.

    A stream holds the events of one subject; a ledger holds the streams of one tenant and numbers all
    their events. A store has no clock, makes no ids and looks into no event. It may be used by one
    thread; two threads open two stores.

    What must hold, and `medsales_core.testing.store_kit.StoreConformance` tests:

    * Versions of a stream and positions of a ledger are 1, 2, 3 ... without gaps, also after failures
      and with other writers; a position never comes from a sequence of the database, which leaves gaps.
    * A reader who has seen position *n* has seen, or will be given, every event before it.
    * What is given back is what was given: times keep their offset, data its types, text every character.
      The caller may do what they like with either; what is stored does not change.
    * What was acknowledged stays, for a durable store also after a loss of power.
    * Every failure is a `StoreError` (or `ValueRefused` for what no store takes) with a hint.
    * A store that keeps a chain gives every event its `hash`, made with `medsales_core.ports.chain` in the
      order of positions and kept with the event, and overrides `head`. One that keeps none leaves both.
    """

    @abstractmethod
    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        """Add *events* to the end of *stream*: all of them or none.

        Call `check_batch` first and `earlier_result` where an id is known already: they hold what is
        the same for every store.

        Args:
            stream: Name of the stream; the first event makes it.

            events: In their order. None at all is no error and changes nothing.

            expected_version: The version the stream must have now, 0 for one that is not there yet;
                None takes any.

            recorded_at: The time now, with its zone.

        Returns:
            The events as stored. For a *retry* (events that stand in this stream already, one after
            the other, with the same content) what the first call returned, whatever version is expected.

        Raises:
            VersionConflict: The stream has another version.

            EventClash: An id was used before, for other content or in another stream, or twice in *events*.

            ValueRefused: A value that no store takes: a time without zone, NaN, NUL, a tuple in data.

            StoreError: The store could not write; nothing was stored.
        """

    @abstractmethod
    def version(self, stream: str) -> int:
        """The version of *stream*: the number of its events, 0 if there is none."""

    @abstractmethod
    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        """The events of *stream* above version *after*, oldest first; nothing if there is none.

        What is appended while iterating may or may not be given, but never with a gap.
        """

    @abstractmethod
    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        """The events of the whole ledger above position *after*, oldest first, in constant memory.

        What is appended while iterating may or may not be given, but never with a gap.
        """

    @abstractmethod
    def streams(self, prefix: str = "") -> Iterator[str]:
        """The names of the streams that begin with *prefix*, each once, by code point."""

    def head(self) -> Head:
        """How far the ledger goes, and the hash of its last event.

        Raises:
            StoreError: This store keeps no chain.
        """
        raise StoreError(
            "this store keeps no chain, so nothing in it can be verified",
            hint="ask its maker for one, or keep the events in a store that does",
        )

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Make all appends inside the ``with`` block one: stored at its end, or none of them if it raises.

        An append that is refused inside it stores nothing, and the others may go on.

        Raises:
            StoreError: There is a transaction already.
        """

    @abstractmethod
    def close(self) -> None:
        """Release what the store holds; a second time does nothing, and every other call is refused then.

        Raises:
            StoreError: A transaction is going on.
        """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class OpenStore(Protocol):
    """How a store is opened from its path; *create* makes one where there is none, else that is refused."""

    def __call__(self, path: str | os.PathLike[str], *, ledger: str = ..., create: bool = ...) -> Store: ...


@attrs.frozen(kw_only=True)
class StoreProvider:
    """A kind of store that a plugin provides.

    Args:
        scheme: The name it is asked for by, ``sqlite`` in ``sqlite:deals.db``.

        suffixes: Endings of file names that mean this kind, as ``.db``; empty where it keeps no files.

        title: What it is called.

        open: Opens one.
    """

    scheme: str
    suffixes: tuple[str, ...] = ()
    title: LangText
    open: OpenStore


def check_batch(
    stream: str, events: Sequence[NewEvent], *, expected_version: int | None, recorded_at: dt.datetime
) -> tuple[bytes, ...]:
    """Refuse what no store takes, before anything is written.

    Returns:
        The canonical text of each event's data.

    Raises:
        ValueRefused: An argument that `Store.append` does not take.

        EventClash: An id stands twice in *events*.
    """
    check_text(stream, "stream")
    _check_aware(recorded_at, "recorded_at")
    if expected_version is not None and (type(expected_version) is not int or expected_version < 0):
        raise ValueRefused(f"expected_version is a whole number from 0 or None, not {expected_version!r}")
    if len({event.event_id for event in events}) < len(events):
        raise EventClash(
            "an event id stands twice in one batch", hint="give each event its own", where=stream
        )
    return tuple(canonical(event.data) for event in events)


def check_text(value: str, name: str, *, empty: bool = False) -> None:
    """Refuse a name that no store takes: no text, empty, with NUL or a lone surrogate."""
    if not isinstance(value, str) or not (value or empty):
        raise ValueRefused(f"{name} is text{'' if empty else ' and not empty'}, not {value!r}")
    try:
        storable_text(value)
    except ValueRefused as error:
        error.where = name
        raise


def check_after(after: int) -> None:
    """Refuse a place to read on from that is no version or position."""
    if type(after) is not int or after < 0:
        raise ValueRefused(f"after is a whole number from 0, not {after!r}")


def earlier_result(
    stream: str, events: Sequence[NewEvent], known: Iterable[StoredEvent]
) -> tuple[StoredEvent, ...] | None:
    """What a batch means of which some ids are stored already.

    Args:
        stream: Where *events* are to go.

        events: A batch that `check_batch` let pass.

        known: The stored events of the ledger that have one of their ids.

    Returns:
        None if no id is known; the stored events if the batch is a retry.

    Raises:
        EventClash: An id was used for other content, in another stream, or the batch is not what was
            stored: only a part of it is known, or not in this order.
    """
    stored = {event.event_id: event for event in known}
    if not stored:
        return None
    for event in events:
        same = stored.get(event.event_id)
        if same is not None and (same.stream != stream or _content(same) != _content(event)):
            raise EventClash(
                f"event id {event.event_id!r} was used at {same.stream!r} version {same.version}",
                hint="give every event its own id; a retry repeats the event as it was",
                where=stream,
            )
    found = tuple(stored[event.event_id] for event in events if event.event_id in stored)
    in_a_row = all(event.version == found[0].version + number for number, event in enumerate(found))
    if len(found) < len(events) or not in_a_row:
        raise EventClash(
            f"{len(found)} of these {len(events)} events are stored already, but not as this batch",
            hint="repeat the batch as it was, or leave out what is stored",
            where=stream,
        )
    return found


_MOST_SCHEMA: Final = 2**31
_CONTENT: Final = tuple(field.name for field in attrs.fields(NewEvent))


def _content(event: NewEvent | StoredEvent) -> tuple[object, ...]:
    """What two events must share to be the same: everything, and of a time its offset too."""
    at = event.occurred_at
    return (
        event.kind,
        event.schema,
        at and at.isoformat(),
        event.actor,
        event.on_behalf_of,
        event.playbook,
        canonical(event.data),
    )


def _check_aware(value: object, name: str) -> None:
    if not isinstance(value, dt.datetime) or value.utcoffset() is None:
        raise ValueRefused(f"{name} is a time with its zone, not {value!r}", hint="add tzinfo")
