"""Every rule of the kit catches a store that breaks it, and lets a sound one pass."""

import datetime as dt
import inspect
import json
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import Phase, settings

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.canonical import canonical
from medsales_core.errors import EventClash, StoreError, VersionConflict
from medsales_core.ports.chain import FIRST, link
from medsales_core.ports.head import Head
from medsales_core.ports.store import NewEvent, Store, StoredEvent
from medsales_core.testing.store_kit import StoreConformance
from medsales_core.testing.store_samples import NOW, events

RULES = sorted(name for name in dir(StoreConformance) if name.startswith("test_"))


class Sound(Store):
    """A handle on a reference store that others may have open too; broken stores change one thing of it."""

    def __init__(self, kept: MemoryStore, lock: threading.RLock) -> None:
        self.kept, self.lock = kept, lock
        self.closed = False
        self.within = False

    @staticmethod
    def key(place: Path, ledger: str) -> object:
        return place, ledger

    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        with self.lock:
            return self.open().append(stream, events, **how)

    def version(self, stream: str) -> int:
        return self.open().version(stream)

    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        return self.open().read(stream, after=after)

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        return self.open().scan(after=after)

    def streams(self, prefix: str = "") -> Iterator[str]:
        return self.open().streams(prefix)

    def head(self) -> Head:
        return self.open().head()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.lock, self.open().transaction():
            self.within = True
            try:
                yield
            finally:
                self.within = False

    def close(self) -> None:
        if self.within:
            raise StoreError("in a transaction")
        self.closed = True

    def open(self) -> MemoryStore:
        if self.closed:
            raise StoreError("closed")
        return self.kept


class Kit(StoreConformance):
    durable = multi_process = chained = True

    def __init__(self, handle: type[Sound]) -> None:
        self.handle = handle
        self.kept: dict[object, tuple[MemoryStore, threading.RLock]] = {}

    def machine_settings(self) -> settings:
        # Without shrinking and without what earlier runs found: what is wanted here is only that it fails.
        usual, many = super().machine_settings(), 10 if self.handle is Sound else 200
        return settings(usual, max_examples=many, database=None, phases=[Phase.generate])

    def open_store(self, place: Path, *, ledger: str = "main") -> Store:
        key = self.handle.key(place, ledger)
        return self.handle(*self.kept.setdefault(key, (MemoryStore(), threading.RLock())))


def keeps(handle: type[Sound], rule: str, places: pytest.TempPathFactory) -> bool:
    """Whether stores of this kind pass the test named *rule*."""
    kit = Kit(handle)
    test = getattr(kit, rule)
    (wanted,) = inspect.signature(test).parameters
    try:
        if wanted == "store":
            with kit.open_store(places.mktemp("place")) as store:
                test(store)
        else:
            test(places if wanted == "tmp_path_factory" else places.mktemp("place"))
    except (Exception, pytest.fail.Exception):  # noqa: BLE001  whatever the kit says, the rule was seen broken
        return False
    return True


BROKEN: list[tuple[str, type[Sound]]] = []


def breaks(rule: str) -> Callable[[type[Sound]], type[Sound]]:
    def add(handle: type[Sound]) -> type[Sound]:
        BROKEN.append((f"test_{rule}", handle))
        return handle

    return add


def changed(change: Callable[[StoredEvent], StoredEvent]) -> type[Sound]:
    """A store that gives every event back changed."""

    class Changed(Sound):
        def append(self, *args: Any, **how: Any) -> tuple[StoredEvent, ...]:
            return tuple(map(change, super().append(*args, **how)))

        def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
            return map(change, super().read(stream, after=after))

        def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
            return map(change, super().scan(after=after))

    return Changed


def with_data(event: StoredEvent, read: Callable[[str], Any]) -> StoredEvent:
    return attrs.evolve(event, data=read(canonical(event.data).decode()))


# ---- what is given back

breaks("what_was_given_is_given_back")(changed(lambda e: attrs.evolve(e, on_behalf_of=None)))
breaks("what_was_given_is_given_back")(changed(lambda e: attrs.evolve(e, schema=1)))
breaks("what_was_given_is_given_back")(changed(lambda e: attrs.evolve(e, recorded_at=NOW)))
breaks("times_keep_their_offset_and_microseconds")(
    changed(lambda e: attrs.evolve(e, recorded_at=e.recorded_at.astimezone(dt.UTC)))
)
breaks("times_keep_their_offset_and_microseconds")(
    changed(lambda e: attrs.evolve(e, occurred_at=e.occurred_at and e.occurred_at.replace(microsecond=0)))
)
breaks("texts_come_back_character_by_character")(
    changed(lambda e: attrs.evolve(e, actor=unicodedata.normalize("NFC", e.actor)))
)
breaks("texts_come_back_character_by_character")(changed(lambda e: attrs.evolve(e, stream=e.stream.strip())))
breaks("data_keeps_its_types")(
    changed(lambda e: with_data(e, lambda t: json.loads(t, parse_float=lambda f: round(float(f)))))
)
breaks("data_keeps_its_types")(changed(lambda e: with_data(e, lambda t: json.loads(t, parse_int=float))))
breaks("versions_and_positions_leave_no_gap")(changed(lambda e: attrs.evolve(e, position=2 * e.position)))
breaks("versions_and_positions_leave_no_gap")(changed(lambda e: attrs.evolve(e, version=e.position)))


@breaks("what_is_stored_is_out_of_reach_of_the_caller")
class SharesItsData(Sound):
    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter([e for e in self.kept._ledger if e.stream == stream])


@breaks("a_stream_that_is_not_there_is_empty")
class KnowsNoEmptyStream(Sound):
    def version(self, stream: str) -> int:
        return super().version(stream) or -1


# ---- order


@breaks("events_come_in_the_order_they_were_appended")
class SortsById(Sound):
    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter(sorted(super().scan(after=after), key=lambda e: e.event_id))


@breaks("reading_goes_on_after_what_was_seen")
class ReadsTheLastAgain(Sound):
    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        return super().scan(after=max(0, after - 1))


@breaks("long_streams_are_read_whole")
class ReadsOnePage(Sound):
    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter(list(super().read(stream, after=after))[:1000])


@breaks("appending_while_reading_leaves_no_gap")
class SkipsWhatWasBeingRead(Sound):
    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        for number, event in enumerate(events := list(super().scan(after=after))):
            yield event
            if len(self.kept._ledger) > len(events) + after:
                yield from super().scan(after=after + number + 2)
                return


@breaks("streams_are_named_once_by_code_point")
class FoldsCase(Sound):
    def streams(self, prefix: str = "") -> Iterator[str]:
        return (name for name in super().streams() if name.lower().startswith(prefix.lower()))


@breaks("streams_are_named_once_by_code_point")
class SortsByAlphabet(Sound):
    def streams(self, prefix: str = "") -> Iterator[str]:
        return iter(sorted(super().streams(prefix), key=str.lower))


# ---- who may write


@breaks("a_stale_version_is_refused_and_stores_nothing")
class TakesAnyVersion(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        return super().append(stream, events, **{**how, "expected_version": None})


@breaks("a_stale_version_is_refused_and_stores_nothing")
class TakesALaterVersion(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        expected = how["expected_version"]
        later = expected is not None and expected > self.version(stream)
        return super().append(stream, events, **{**how, "expected_version": None if later else expected})


@breaks("no_expected_version_takes_any")
class TakesNoneForANewStream(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        return super().append(stream, events, **{**how, "expected_version": how["expected_version"] or 0})


@breaks("a_refusal_leaves_no_gap")
class BurnsPositions(Sound):
    burnt = 0

    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        try:
            found = super().append(stream, events, **how)
        except (StoreError, ValueError):
            self.burnt += 1
            raise
        return tuple(attrs.evolve(e, position=e.position + self.burnt) for e in found)


@breaks("an_empty_batch_changes_nothing")
class MakesEmptyStreams(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        self.kept._streams.setdefault(stream, [])
        return super().append(stream, events, **how)


@breaks("an_empty_batch_changes_nothing")
class ChecksTheVersionOfNothing(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        expected, actual = how["expected_version"], self.version(stream)
        if not events and expected not in (None, actual):
            raise VersionConflict(stream, expected=expected, actual=actual)
        return super().append(stream, events, **how)


# ---- the same again


@breaks("a_retry_gives_the_earlier_result")
class KnowsNoRetry(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        if any(e.event_id in self.kept._by_id for e in events):
            raise EventClash("used")
        return super().append(stream, events, **how)


@breaks("a_long_retry_gives_the_earlier_result")
class LooksUpTheFirstIds(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        return super().append(stream, events, **how)[:500]


class RemembersById(Sound):
    """Answers from what it knows by id; the subclasses do so too readily."""

    def same(self, stream: str, known: StoredEvent, event: NewEvent) -> bool:
        return known.stream == stream and known.as_new() == event

    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        known = [self.kept._by_id[e.event_id] for e in events if e.event_id in self.kept._by_id]
        if known and all(self.same(stream, k, e) for k, e in zip(known, events, strict=False)):
            return tuple(known)
        return super().append(stream, events, **how)


@breaks("an_id_used_for_other_content_is_refused")
class ComparesNoContent(RemembersById):
    def same(self, stream: str, known: StoredEvent, event: NewEvent) -> bool:
        return known.stream == stream and known.kind == event.kind and known.data == event.data


@breaks("an_id_used_for_other_content_is_refused")
class ComparesNoOffset(RemembersById):
    pass  # two times are equal to Python when they are the same moment


@breaks("an_id_used_in_another_stream_is_refused")
class ComparesNoStream(RemembersById):
    def same(self, stream: str, known: StoredEvent, event: NewEvent) -> bool:
        return known.as_new() == event


@breaks("a_batch_known_in_part_or_in_another_order_is_refused")
class StoresTheRest(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        rest = [e for e in events if e.event_id not in self.kept._by_id]
        return super().append(stream, rest or events, **how)


@breaks("an_id_twice_in_a_batch_is_refused")
class DropsTheSecond(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        return super().append(stream, list({e.event_id: e for e in events}.values()), **how)


# ---- what no store takes


@breaks("a_batch_with_one_bad_event_stores_none")
class StoresHalfABatch(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        if len(events) > 1 and self.version(stream) == how["expected_version"]:
            super().append(stream, events[:1], **how)
        return super().append(stream, events, **how)


@breaks("bad_arguments_are_refused")
class TakesAnyArgument(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        if how["recorded_at"].tzinfo is None:
            how["recorded_at"] = how["recorded_at"].replace(tzinfo=dt.UTC)
        return super().append(stream, events, **how)


# ---- transactions, closing, several at once


@breaks("a_transaction_stores_all_its_appends")
class ShowsNothingUntilTheEnd(Sound):
    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter(()) if self.within else super().scan(after=after)


@breaks("a_transaction_that_raises_stores_nothing")
class NeverRollsBack(Sound):
    @contextmanager
    def transaction(self) -> Iterator[None]:
        yield


@breaks("a_transaction_that_raises_stores_nothing")
class SwallowsTheHostsError(Sound):
    @contextmanager
    def transaction(self) -> Iterator[None]:
        with suppress(KeyError), super().transaction():
            yield


@breaks("a_refusal_inside_a_transaction_leaves_the_others")
class RollsAllBackAtARefusal(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        try:
            return super().append(stream, events, **how)
        except StoreError:
            if self.within:
                self.kept._ledger, self.kept._streams, self.kept._by_id = [], {}, {}
            raise


@breaks("a_transaction_inside_another_is_refused")
class Nests(Sound):
    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self.within:
            yield
        else:
            with super().transaction():
                yield


@breaks("a_closed_store_refuses_everything_but_closing")
class StaysOpen(Sound):
    def open(self) -> MemoryStore:
        return self.kept


@breaks("a_store_is_not_closed_inside_a_transaction")
class ClosesAtAnyTime(Sound):
    def close(self) -> None:
        self.closed = True


@breaks("a_store_opened_again_holds_the_same")
class Forgets(Sound):
    @staticmethod
    def key(place: Path, ledger: str) -> object:
        return object()


@breaks("ledgers_know_nothing_of_each_other")
class MixesLedgers(Sound):
    @staticmethod
    def key(place: Path, ledger: str) -> object:
        return place


@breaks("two_open_stores_see_what_the_other_stored")
class RemembersVersions(Sound):
    def __init__(self, kept: MemoryStore, lock: threading.RLock) -> None:
        super().__init__(kept, lock)
        self.seen = kept.version("s")

    def version(self, stream: str) -> int:
        return self.seen


@breaks("of_two_racing_writers_one_gets_each_version")
class ChecksBeforeItLocks(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        before = super().version(stream)
        if how["expected_version"] != before:
            raise VersionConflict(stream, expected=how["expected_version"], actual=before)
        pause = threading.Event()
        pause.wait(0.0005)
        (stored,) = super().append(stream, events, **{**how, "expected_version": None})
        self.kept._streams[stream][before:] = [attrs.evolve(stored, version=before + 1)]
        return (stored,)


# ---- the chain


@breaks("a_chain_is_kept_where_it_is_claimed")
class KeepsNoChain(Sound):
    def head(self) -> Head:
        return Store.head(self)


@breaks("every_event_is_linked_to_the_one_before_it")
class ChainsOtherwise(Sound):
    """Makes a chain of its own of all that is kept; the subclasses say what of."""

    def said(self, event: StoredEvent) -> StoredEvent:
        return attrs.evolve(event, actor="")

    def before(self, event: StoredEvent, chain: dict[int, str]) -> str:
        return chain[event.position - 1]

    def chain(self) -> dict[int, str]:
        chain = {0: FIRST}
        for event in self.kept._ledger:
            chain[event.position] = link(self.before(event, chain), self.said(event))
        return chain

    def again(self, events: Iterable[StoredEvent]) -> tuple[StoredEvent, ...]:
        chain = self.chain()
        return tuple(attrs.evolve(e, hash=chain[e.position]) for e in events)

    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        return self.again(super().append(stream, events, **how))

    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter(self.again(super().read(stream, after=after)))

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter(self.again(super().scan(after=after)))

    def head(self) -> Head:
        *_, (position, last) = self.chain().items()
        return Head(position=position, hash=last)


@breaks("every_event_is_linked_to_the_one_before_it")
class ChainsEachStream(ChainsOtherwise):
    said = staticmethod(lambda event: event)  # type: ignore[assignment]

    def before(self, event: StoredEvent, chain: dict[int, str]) -> str:
        before = [e.position for e in self.kept._ledger[: event.position - 1] if e.stream == event.stream]
        return chain[max(before, default=0)]


@breaks("the_chain_holds_whatever_is_stored")
class ChainsTimesInUtc(ChainsOtherwise):
    def said(self, event: StoredEvent) -> StoredEvent:
        return attrs.evolve(event, recorded_at=event.recorded_at.astimezone(dt.UTC))


@breaks("the_chain_holds_whatever_is_stored")
class ChainsNoData(ChainsOtherwise):
    def said(self, event: StoredEvent) -> StoredEvent:
        return attrs.evolve(event, data={"n": 1})


@breaks("a_link_is_the_same_however_it_is_read")
class ReturnsNoLink(Sound):
    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        return tuple(attrs.evolve(e, hash="") for e in super().append(stream, events, **how))


@breaks("a_link_is_the_same_however_it_is_read")
class ReadsNoLink(Sound):
    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        return (attrs.evolve(e, hash="") for e in super().read(stream, after=after))


@breaks("the_head_is_that_of_the_last_event")
class TellsTheHeadOfItsCommits(Sound):
    told: Head | None = None

    def head(self) -> Head:
        if not self.within:
            self.told = super().head()
        assert self.told is not None
        return self.told


@breaks("the_head_is_that_of_the_last_event")
class CountsCalls(Sound):
    calls = 0

    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        self.calls += 1
        return super().append(stream, events, **how)

    def head(self) -> Head:
        return attrs.evolve(super().head(), position=self.calls)


class Remembers(Sound):
    """Goes on from the last link that it has made itself, which it does not read again."""

    made: dict[int, str]

    def __init__(self, kept: MemoryStore, lock: threading.RLock) -> None:
        super().__init__(kept, lock)
        self.made = self.memory()
        self.made.setdefault(0, FIRST)

    def memory(self) -> dict[int, str]:
        return {}

    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        before = len(self.kept._ledger)
        stored = super().append(stream, events, **how)
        for place in range(before, len(self.kept._ledger)):
            last = link([*self.made.values()][-1], event := self.kept._ledger[place])
            self.made[len(self.made)] = last
            self.kept._ledger[place] = attrs.evolve(event, hash=last)
        return stored

    def head(self) -> Head:
        return Head(position=len(self.kept._ledger), hash=[*self.made.values()][-1])


breaks("what_is_undone_is_in_no_chain")(Remembers)
breaks("the_chain_goes_on_when_a_store_is_opened_again")(Remembers)
breaks("two_open_stores_go_on_with_one_chain")(Remembers)


@breaks("each_ledger_has_a_chain_of_its_own")
class ChainsAllLedgers(Remembers):
    links: ClassVar[dict[int, str]] = {}

    def memory(self) -> dict[int, str]:
        return self.links


@breaks("it_behaves_as_the_reference_store")
class ForgetsIdsOfASecondStream(Sound):
    """A defect that no single rule is about: only a sequence of calls finds it."""

    def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
        stored = super().append(stream, events, **how)
        if stream == "t" and self.version("s") and stored:
            self.kept._by_id.pop(stored[0].event_id, None)
        return stored


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_store_keeps(rule: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert keeps(Sound, rule, tmp_path_factory)


@pytest.mark.parametrize(("rule", "handle"), BROKEN, ids=lambda part: getattr(part, "__name__", part))
def test_a_broken_store_is_caught_by(
    rule: str, handle: type[Sound], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert not keeps(handle, rule, tmp_path_factory)


def test_every_rule_is_broken_by_some_store() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_a_rule_on_what_a_store_does_not_claim_is_skipped(tmp_path: Path) -> None:
    class Modest(Kit):
        durable = multi_process = chained = False

    for rule in (
        Modest.test_a_store_opened_again_holds_the_same,
        Modest.test_two_open_stores_see_what_the_other_stored,
        Modest.test_every_event_is_linked_to_the_one_before_it,
    ):
        with pytest.raises(pytest.skip.Exception, match="does not claim"):
            rule(Modest(Sound), tmp_path)


def test_a_store_that_claims_no_chain_must_say_so_itself() -> None:
    class Modest(Kit):
        chained = False

    class Silent(KeepsNoChain):
        def append(self, stream: str, events: Sequence[NewEvent], **how: Any) -> tuple[StoredEvent, ...]:
            return tuple(attrs.evolve(e, hash="") for e in super().append(stream, events, **how))

        def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
            return (attrs.evolve(e, hash="") for e in super().read(stream, after=after))

        def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
            return (attrs.evolve(e, hash="") for e in super().scan(after=after))

    def held(handle: type[Sound]) -> None:
        Modest(handle).test_a_chain_is_kept_where_it_is_claimed(handle(MemoryStore(), threading.RLock()))

    held(Silent)
    for says_otherwise in (Sound, KeepsNoChain):
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            held(says_otherwise)


def test_the_samples_are_what_they_claim() -> None:
    assert [event.event_id for event in events("a", "b")] == ["a", "b"]
