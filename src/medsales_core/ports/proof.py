"""Whether a ledger is as it was written: its chain made again from the events, and held against heads kept elsewhere.

What proves something must not lean on what it proves: nothing here comes from `medsales_core.ports.chain` or
`medsales_core.canonical`, which made the chain; both sides keep to its description alone.
"""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final

import attrs

from medsales_core.errors import StoreError
from medsales_core.ports.flaw import Flaw, FlawKind
from medsales_core.ports.head import Head
from medsales_core.ports.store import Store, StoredEvent

__all__ = ["Proof", "verify"]

_BEFORE_ALL: Final = sha256(b"medsales ledger 1").hexdigest()
_JSON: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
_EVERY: Final = 1000
_MOST_FAILURES: Final = 100


@attrs.frozen(kw_only=True)
class Proof:
    """What `verify` found.

    Args:
        events: How many events were read.

        head: How far the ledger goes; what to keep elsewhere if there is no flaw.

        against: The head kept elsewhere that it was held against, if there was one.

        flaws: What is wrong, in the order of positions: all of it, or as much as was asked for.

        more: How many flaws there are beside those.

        follows_from: Since this position every event follows the one before it, 1 where all of them do; beyond the
            last position where not even the last one does.
    """

    events: int
    head: Head
    against: Head | None
    flaws: tuple[Flaw, ...]
    more: int
    follows_from: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws and not self.more

    def as_dict(self) -> dict[str, Any]:
        """The proof as plain data."""
        return {
            "is_whole": self.is_whole,
            "events": self.events,
            "head": self.head.as_dict(),
            "against": self.against and self.against.as_dict(),
            "flaws": [flaw.as_dict() for flaw in self.flaws],
            "more": self.more,
            "follows_from": self.follows_from,
        }


def verify(
    store: Store,
    head: Head | None = None,
    *,
    most: int = 1000,
    progress: Callable[[int], None] = lambda events: None,
) -> Proof:
    """Read the whole ledger of *store*, and tell all that is not as it was written.

    Args:
        store: The store. Others may go on writing to it.

        head: A head of this ledger that was kept where its writer cannot reach. Without one, nothing tells that the
            last events are missing, or that everything was written and hashed anew.

        most: How many flaws to keep; the others are counted.

        progress: Is told now and then how many events were read.

    Raises:
        StoreError: The store keeps no chain, or cannot be read at all.
    """
    reading = _Reading(most=most, held={})
    own = store.head()
    for kind, one in ((FlawKind.OWN_HEAD, own), (FlawKind.HEAD, head)):
        if one is not None:
            reading.held.setdefault(one.position, []).append((kind, one))
    reading.hold_against_heads()
    for event in reading.events(store):
        reading.take(event)
        if reading.count % _EVERY == 0:
            progress(reading.count)
    reading.end()
    reading.look_beside(store, up_to=own.position)
    progress(reading.count)
    return Proof(
        events=reading.count,
        head=Head(position=reading.position, hash=reading.last),
        against=head,
        flaws=tuple(reading.flaws),
        more=reading.more,
        follows_from=reading.follows_from,
    )


@attrs.define
class _Reading:
    """One pass over a ledger: where it is, what it knows of each stream, and what it found."""

    most: int
    held: dict[int, list[tuple[FlawKind, Head]]]
    position: int = 0
    last: str = _BEFORE_ALL
    known: bool = True  # whether `last` is what the event before bears: not so where that could not be read
    count: int = 0
    follows_from: int = 1
    more: int = 0
    unread: set[int] = attrs.field(factory=set)
    versions: dict[str, int] = attrs.field(factory=dict)
    skipped_to: dict[str, int] = attrs.field(factory=dict)  # the highest version that stood out of its turn
    flaws: list[Flaw] = attrs.field(factory=list)

    def events(self, store: Store) -> Iterator[StoredEvent]:
        """All events that can be read; where one cannot, that is a flaw, and reading goes on behind it."""
        failures, end = 0, max(self.held, default=0)
        while True:
            try:
                yield from store.scan(after=self.position)
            except StoreError as error:
                failures += 1
                self.position += 1
                self.unread.add(self.position)
                self._found(FlawKind.UNREADABLE, found=error.message)
                self.known = False
                self.follows_from = self.position + 1
                if failures < _MOST_FAILURES and self.position < end:
                    continue
            return

    def take(self, event: StoredEvent) -> None:
        """Hold one event against those before it."""
        self.count += 1
        if event.position != self.position + 1:
            self._found(FlawKind.POSITION, event, self.position + 1, event.position)
        version = self.versions.get(event.stream, 0) + 1
        if event.version != version:
            self._found(FlawKind.VERSION, event, version, event.version)
            self.skipped_to[event.stream] = max(event.version, self.skipped_to.get(event.stream, 0))
        self.versions[event.stream] = event.version
        made = _made(self.last, event)
        if self.known and made != event.hash:
            self._found(FlawKind.LINK, event, made, event.hash or "-")
            self.follows_from = event.position + 1
        # The hash that stands there, and not the one that was made: so one change is one flaw, and the rest is told
        # to follow on. Whether all of it was made anew is for the heads to say.
        self.position, self.last, self.known = event.position, event.hash, True
        self.hold_against_heads()

    def hold_against_heads(self) -> None:
        """Hold the hash at this position against the heads that tell of it."""
        for kind, head in self.held.pop(self.position, ()):
            if head.hash != self.last:
                self._found(kind, expected=head.hash, found=self.last)

    def end(self) -> None:
        """What was told of beyond the last event."""
        for position, heads in sorted(self.held.items()):
            for kind, head in heads:
                passed = position <= self.position
                self._found(kind, expected=f"{position} {head.hash}", found="-" if passed else self.position)

    def look_beside(self, store: Store, *, up_to: int) -> None:
        """Whether a stream holds what the ledger did not show: those who read it alone would see that."""
        try:
            for stream in store.streams():
                seen = max(self.versions.get(stream, 0), self.skipped_to.get(stream, 0))
                for event in store.read(stream, after=seen):
                    if event.position <= min(up_to, self.position) and event.position not in self.unread:
                        self._found(FlawKind.UNSEEN, event, found=event.event_id)
        except StoreError as error:
            self._found(FlawKind.UNREADABLE, found=error.message)

    def _found(
        self, kind: FlawKind, event: StoredEvent | None = None, expected: object = "", found: object = ""
    ) -> None:
        if len(self.flaws) == self.most:
            self.more += 1
            return
        self.flaws.append(
            Flaw(
                kind=kind,
                position=self.position if event is None else event.position,
                stream="" if event is None else event.stream,
                version=0 if event is None else event.version,
                expected=str(expected),
                found=str(found),
            )
        )


def _made(previous: str, event: StoredEvent) -> str:
    """The hash that *event* should bear; nothing where it holds what cannot be hashed."""
    at, behalf = event.occurred_at, event.on_behalf_of
    try:
        texts = (
            previous,
            str(event.position),
            event.stream,
            str(event.version),
            event.event_id,
            event.kind,
            str(event.schema),
            "" if at is None else "=" + at.isoformat(),
            event.recorded_at.isoformat(),
            event.actor,
            "" if behalf is None else "=" + behalf,
            event.playbook,
            sha256(_JSON.encode(event.data).encode()).hexdigest(),
        )
        return sha256("\0".join(texts).encode()).hexdigest()
    except (ValueError, TypeError, RecursionError):
        return ""  # what cannot be written as text was never stored
