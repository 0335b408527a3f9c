"""The reference store: lists in memory, plain and obviously right; every other store is held against it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs

from medsales_core.errors import StoreError, VersionConflict
from medsales_core.ports.chain import FIRST, link
from medsales_core.ports.head import Head
from medsales_core.ports.store import (
    NewEvent,
    Store,
    StoredEvent,
    check_after,
    check_batch,
    check_text,
    earlier_result,
)

__all__ = ["MemoryStore"]


class MemoryStore(Store):
    """Keeps one ledger in memory, for tests, examples and dry runs: it is gone when it is closed."""

    def __init__(self) -> None:
        self._ledger: list[StoredEvent] = []
        self._streams: dict[str, list[StoredEvent]] = {}
        self._by_id: dict[str, StoredEvent] = {}
        self._in_transaction = False
        self._closed = False

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        self._check_open()
        texts = check_batch(stream, events, expected_version=expected_version, recorded_at=recorded_at)
        known = [self._by_id[event.event_id] for event in events if event.event_id in self._by_id]
        earlier = earlier_result(stream, events, known)
        if earlier is not None:
            return _copies(earlier)
        version = self.version(stream)
        if events and expected_version is not None and expected_version != version:
            raise VersionConflict(stream, expected=expected_version, actual=version)
        stored, last = [], self._last()
        for number, (event, data) in enumerate(zip(events, texts, strict=True), start=1):
            kept = StoredEvent(
                **attrs.asdict(event),
                position=len(self._ledger) + number,
                stream=stream,
                version=version + number,
                recorded_at=recorded_at,
            )
            last = link(last, kept, data)
            stored.append(attrs.evolve(kept, hash=last))
        self._keep(stored)
        return _copies(stored)

    def version(self, stream: str) -> int:
        self._check_open()
        check_text(stream, "stream")
        return len(self._streams.get(stream, ()))

    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        self._check_open()
        check_text(stream, "stream")
        check_after(after)
        return iter(_copies(self._streams.get(stream, [])[after:]))

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        self._check_open()
        check_after(after)
        return (_copy(event) for event in self._ledger[after:])

    def streams(self, prefix: str = "") -> Iterator[str]:
        self._check_open()
        check_text(prefix, "prefix", empty=True)
        return iter(sorted(name for name in self._streams if name.startswith(prefix)))

    def head(self) -> Head:
        self._check_open()
        return Head(position=len(self._ledger), hash=self._last())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._check_open()
        if self._in_transaction:
            raise StoreError("a transaction is going on", hint="end it before the next begins")
        before, self._in_transaction = len(self._ledger), True
        try:
            yield
        except BaseException:
            kept = self._ledger[:before]
            self._ledger, self._streams, self._by_id = [], {}, {}
            self._keep(kept)
            raise
        finally:
            self._in_transaction = False

    def close(self) -> None:
        if self._in_transaction:
            raise StoreError("a transaction is going on", hint="end it before the store is closed")
        self._closed = True

    def _keep(self, stored: Iterable[StoredEvent]) -> None:
        for event in stored:
            self._ledger.append(event)
            self._streams.setdefault(event.stream, []).append(event)
            self._by_id[event.event_id] = event

    def _last(self) -> str:
        return self._ledger[-1].hash if self._ledger else FIRST

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("the store is closed", hint="open it again")


def _copy(event: StoredEvent) -> StoredEvent:
    """The event with data of its own: what a caller does to it must not reach what is stored."""
    return attrs.evolve(event, data=_plain_copy(event.data))


def _plain_copy(value: Any) -> Any:
    """A copy of plain data; `copy.deepcopy` takes five times as long to look for what cannot be there."""
    if type(value) is dict:
        return {name: _plain_copy(item) for name, item in value.items()}
    return [_plain_copy(item) for item in value] if type(value) is list else value


def _copies(events: Iterable[StoredEvent]) -> tuple[StoredEvent, ...]:
    return tuple(map(_copy, events))
