"""What must hold of one append and of reading: the first half of the kit for stores."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from medsales_core.canonical import canonical
from medsales_core.errors import EventClash, StoreError, ValueRefused, VersionConflict
from medsales_core.ports.store import NewEvent, Store
from medsales_core.testing.store_samples import (
    CONTENTS,
    DATA,
    LATER,
    NOW,
    TEXTS,
    TIMES,
    event,
    events,
    plain,
)

__all__ = ["StoreRules", "fill", "unchanged"]


class StoreRules(ABC):
    """How a store is opened for the kit, and the rules of appending to it and reading from it."""

    #: What was acknowledged is there when the store is opened again at the same place.
    durable: ClassVar[bool] = False

    #: Several may have the store open and write to it at once.
    multi_process: ClassVar[bool] = False

    #: Every event is chained to the one before it, and `Store.head` tells the last link.
    chained: ClassVar[bool] = False

    @abstractmethod
    def open_store(self, place: Path, *, ledger: str = "main") -> Store:
        """Open a store that keeps its events in the directory *place*: empty, unless it was used before."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with self.open_store(tmp_path) as store:
            yield store

    # ---- what is stored

    def test_a_stream_that_is_not_there_is_empty(self, store: Store) -> None:
        assert (store.version("s"), list(store.read("s")), list(store.scan())) == (0, [], [])
        assert list(store.streams()) == []

    def test_what_was_given_is_given_back(self, store: Store) -> None:
        new = event("a", schema=7, on_behalf_of="u-2")
        (stored,) = store.append("s", [new], expected_version=0, recorded_at=LATER)
        assert stored.as_new() == new
        assert (stored.position, stored.stream, stored.version) == (1, "s", 1)
        assert plain([stored])[0][7] == LATER.isoformat()
        assert plain(store.read("s")) == plain(store.scan()) == plain([stored])

    def test_times_keep_their_offset_and_microseconds(self, store: Store) -> None:
        for number, at in enumerate(TIMES):
            given = event(f"e{number}", occurred_at=at)
            store.append("s", [given], expected_version=number, recorded_at=at or NOW)
        stored = [
            (e.occurred_at and e.occurred_at.isoformat(), e.recorded_at.isoformat()) for e in store.read("s")
        ]
        assert stored == [(at and at.isoformat(), (at or NOW).isoformat()) for at in TIMES]

    def test_texts_come_back_character_by_character(self, store: Store) -> None:
        for text in TEXTS:
            given = event(text, kind=text, actor=text, on_behalf_of=text, playbook=text, data={text: text})
            store.append(text, [given], expected_version=0, recorded_at=NOW)
            assert [e.as_new() for e in store.read(text)] == [given], f"{text[:40]!r} came back otherwise"
        assert [e.stream for e in store.scan()] == list(TEXTS)

    def test_data_keeps_its_types(self, store: Store) -> None:
        for number, data in enumerate(DATA):
            given = event(f"e{number}", data=data)
            returned = store.append("s", [given], expected_version=number, recorded_at=NOW)
            kept = list(store.read("s", after=number))
            assert plain(returned) == plain(kept)
            assert plain(kept)[0][-1] == _bytes(given), f"{data!r} came back as {kept[0].data!r}"

    def test_what_is_stored_is_out_of_reach_of_the_caller(self, store: Store) -> None:
        data: dict[str, Any] = {"list": [1]}
        returned = store.append("s", [event("a", data=data)], expected_version=0, recorded_at=NOW)
        for reached in (
            data,
            returned[0].data,
            *(e.data for e in store.read("s")),
            *(e.data for e in store.scan()),
        ):
            reached["list"].append(2)
            assert [e.data for e in store.read("s")] == [{"list": [1]}]

    # ---- order

    def test_versions_and_positions_leave_no_gap(self, store: Store) -> None:
        fill(store)
        assert [e.version for e in store.read("s")] == [1, 2, 3]
        assert [e.version for e in store.read("t")] == [1, 2, 3]
        assert [e.position for e in store.scan()] == [1, 2, 3, 4, 5, 6]
        assert (store.version("s"), store.version("t"), store.version("u")) == (3, 3, 0)

    def test_events_come_in_the_order_they_were_appended(self, store: Store) -> None:
        fill(store)
        assert [e.event_id for e in store.scan()] == ["z", "y", "b", "a", "x", "c"]
        assert [e.event_id for e in store.read("s")] == ["z", "y", "x"]
        assert [e.event_id for e in store.read("t")] == ["b", "a", "c"]

    def test_reading_goes_on_after_what_was_seen(self, store: Store) -> None:
        fill(store)
        for seen in range(8):
            assert [e.version for e in store.read("s", after=seen)] == [1, 2, 3][seen:]
            assert [e.position for e in store.scan(after=seen)] == [1, 2, 3, 4, 5, 6][seen:]

    def test_long_streams_are_read_whole(self, store: Store) -> None:
        stored = store.append("s", events(*map(str, range(2500))), expected_version=0, recorded_at=NOW)
        assert [e.event_id for e in stored] == list(map(str, range(2500)))
        assert plain(store.read("s")) == plain(stored)
        assert [e.position for e in store.scan(after=1000)] == list(range(1001, 2501))
        assert [e.version for e in store.read("s", after=2499)] == [2500]

    def test_appending_while_reading_leaves_no_gap(self, store: Store) -> None:
        store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
        scan, read = store.scan(), store.read("s")
        seen = [(next(scan).position, next(read).version)]
        store.append("s", events("c"), expected_version=2, recorded_at=NOW)
        positions = [seen[0][0], *(e.position for e in scan)]
        versions = [seen[0][1], *(e.version for e in read)]
        assert positions in ([1, 2], [1, 2, 3])
        assert versions in ([1, 2], [1, 2, 3])

    def test_streams_are_named_once_by_code_point(self, store: Store) -> None:
        names = (
            "deal/2",
            "deal/10",
            "order/1",
            "Deal/1",
            "d%",
            "d_",
            "d*",
            "deal",
            "商机/1",
            "\U0001f600",
            "\uffee",
        )
        for name in (*names, *names):
            new = event(f"{name} {store.version(name)}")
            store.append(name, [new], expected_version=None, recorded_at=NOW)
        assert list(store.streams()) == sorted(names)
        for prefix in ("deal/", "deal", "d%", "d_", "d*", "D", "商", "no"):
            assert list(store.streams(prefix)) == sorted(n for n in names if n.startswith(prefix)), prefix

    # ---- who may write

    def test_a_stale_version_is_refused_and_stores_nothing(self, store: Store) -> None:
        store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
        for expected in (0, 1, 3):
            with unchanged(store), pytest.raises(VersionConflict) as caught:
                store.append("s", events("c"), expected_version=expected, recorded_at=NOW)
            found = (caught.value.stream, caught.value.expected, caught.value.actual)
            assert found == ("s", expected, 2)
        with unchanged(store), pytest.raises(VersionConflict):
            store.append("new", events("c"), expected_version=1, recorded_at=NOW)

    def test_no_expected_version_takes_any(self, store: Store) -> None:
        for name in ("a", "b"):
            store.append("s", events(name), expected_version=None, recorded_at=NOW)
        assert store.version("s") == 2

    def test_a_refusal_leaves_no_gap(self, store: Store) -> None:
        store.append("s", events("a"), expected_version=0, recorded_at=NOW)
        for wrong in (events("b"), events("b", "b"), [event("b"), event("c", data={"x": float("nan")})]):
            with pytest.raises((StoreError, ValueRefused)):
                store.append("s", wrong, expected_version=0, recorded_at=NOW)
        (stored,) = store.append("s", events("b"), expected_version=1, recorded_at=NOW)
        assert (stored.position, stored.version) == (2, 2)

    def test_an_empty_batch_changes_nothing(self, store: Store) -> None:
        store.append("s", events("a"), expected_version=0, recorded_at=NOW)
        for stream, expected in (("s", 1), ("s", None), ("s", 0), ("new", 0), ("new", None)):
            with unchanged(store):
                assert store.append(stream, [], expected_version=expected, recorded_at=NOW) == ()
        assert (store.version("s"), store.version("new"), list(store.streams())) == (1, 0, ["s"])

    # ---- the same again

    def test_a_retry_gives_the_earlier_result(self, store: Store) -> None:
        first = store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
        store.append("s", events("c"), expected_version=2, recorded_at=NOW)
        for expected in (0, 2, 3, 9, None):
            with unchanged(store):
                again = store.append("s", events("a", "b"), expected_version=expected, recorded_at=LATER)
            assert plain(again) == plain(first)
        with unchanged(store):
            again = store.append("s", events("b"), expected_version=0, recorded_at=LATER)
        assert plain(again) == plain(first[1:])

    def test_a_long_retry_gives_the_earlier_result(self, store: Store) -> None:
        batch = events(*map(str, range(1200)))
        first = store.append("s", batch, expected_version=0, recorded_at=NOW)
        with unchanged(store):
            again = store.append("s", batch, expected_version=0, recorded_at=LATER)
        assert plain(again) == plain(first) == plain(store.read("s"))

    def test_an_id_used_for_other_content_is_refused(self, store: Store) -> None:
        store.append("s", events("a"), expected_version=0, recorded_at=NOW)
        for other in CONTENTS:
            for expected in (0, 1, None):
                with unchanged(store), pytest.raises(EventClash):
                    store.append("s", [event("a", **other)], expected_version=expected, recorded_at=NOW)

    def test_an_id_used_in_another_stream_is_refused(self, store: Store) -> None:
        store.append("s", events("a"), expected_version=0, recorded_at=NOW)
        for batch in (events("a"), events("b", "a")):
            with unchanged(store), pytest.raises(EventClash):
                store.append("t", batch, expected_version=0, recorded_at=NOW)

    def test_an_id_twice_in_a_batch_is_refused(self, store: Store) -> None:
        for batch in (events("a", "a"), [event("a"), event("a", kind="other")]):
            with unchanged(store), pytest.raises(EventClash):
                store.append("s", batch, expected_version=0, recorded_at=NOW)

    def test_a_batch_known_in_part_or_in_another_order_is_refused(self, store: Store) -> None:
        store.append("s", events("a", "b", "c"), expected_version=0, recorded_at=NOW)
        for batch in (events("c", "d"), events("d", "a"), events("b", "a"), events("a", "c")):
            for expected in (3, None):
                with unchanged(store), pytest.raises(EventClash):
                    store.append("s", batch, expected_version=expected, recorded_at=NOW)

    # ---- what no store takes

    def test_a_batch_with_one_bad_event_stores_none(self, store: Store) -> None:
        for bad in ({"x": float("inf")}, {"x": "\0"}, {"x": "\ud800"}, {"x": (1,)}, {1: "x"}, {"x": NOW}):
            with unchanged(store), pytest.raises(ValueRefused):
                store.append("s", [event("a"), event("b", data=bad)], expected_version=0, recorded_at=NOW)

    def test_bad_arguments_are_refused(self, store: Store) -> None:
        usual: dict[str, Any] = {
            "stream": "s",
            "events": events("a"),
            "expected_version": 0,
            "recorded_at": NOW,
        }
        for wrong in (
            {"stream": ""},
            {"stream": "\ud800"},
            {"stream": "a\0b"},
            {"expected_version": -1},
            {"expected_version": True},
            {"recorded_at": NOW.replace(tzinfo=None)},
        ):
            with unchanged(store), pytest.raises(ValueRefused):
                store.append(**{**usual, **wrong})
        for call in (
            lambda: store.read("s", after=-1),
            lambda: store.scan(after=-1),
            lambda: store.version(""),
        ):
            with pytest.raises(ValueRefused):
                call()

    def _needs(self, *, durable: bool = False, multi_process: bool = False, chained: bool = False) -> None:
        if durable and not self.durable:
            pytest.skip("the store does not claim to be durable")
        if multi_process and not self.multi_process:
            pytest.skip("the store does not claim to serve several at once")
        if chained and not self.chained:
            pytest.skip("the store does not claim to keep a chain")


class unchanged:  # noqa: N801  read as a word: ``with unchanged(store): ...``
    """What happens inside must leave every event, stream and version of *store* as it was."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> None:
        self._before = _all(self._store)

    def __exit__(self, *_: object) -> None:
        assert _all(self._store) == self._before, "it was refused or known, but something was stored"


def _all(store: Store) -> object:
    names = list(store.streams())
    return plain(store.scan()), [(name, store.version(name), plain(store.read(name))) for name in names]


def fill(store: Store) -> None:
    """Two streams, interleaved, with ids whose order is not that of the events."""
    for stream, expected, ids in (("s", 0, "zy"), ("t", 0, "ba"), ("s", 2, "x"), ("t", 2, "c")):
        store.append(stream, events(*ids), expected_version=expected, recorded_at=NOW)


def _bytes(new: NewEvent) -> bytes:
    return canonical(new.data)
