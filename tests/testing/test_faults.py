"""What fails by a script fails as it says, and what stands on it loses nothing."""

import datetime as dt
from typing import Any

import pytest

from medsales_core import Desk, Facts
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.command import Actor, Open
from medsales_core.errors import StoreError, VersionConflict
from medsales_core.playbook import Playbook
from medsales_core.ports.check import Check
from medsales_core.testing.conduct import MOMENT
from medsales_core.testing.faults import Fault, FaultyCheck, FaultyObserver, FaultyStore, disk_full
from medsales_core.testing.store_kit import StoreConformance
from medsales_core.testing.store_samples import events
from medsales_core.text import text


class TestWithoutFaults(StoreConformance):
    """By itself the wrapper is the store behind it."""

    chained = True

    def open_store(self, place: Any, *, ledger: str = "main") -> FaultyStore:
        return FaultyStore(MemoryStore(), [])


def append(store: FaultyStore, name: str, version: int) -> None:
    store.append("s", events(name), expected_version=version, recorded_at=MOMENT)


def ids(store: FaultyStore) -> list[str]:
    return [event.event_id for event in store.scan()]


def test_the_calls_fail_that_the_script_names_and_no_others() -> None:
    store = FaultyStore(MemoryStore(), [None, Fault(error=disk_full())])
    append(store, "a", 0)
    with pytest.raises(StoreError, match="disk is full"):
        append(store, "b", 1)
    assert ids(store) == ["a"]
    append(store, "b", 1)
    assert ids(store) == ["a", "b"]


def test_another_writer_may_come_in_between() -> None:
    inner = MemoryStore()

    def other() -> None:
        inner.append("s", events("other"), expected_version=0, recorded_at=MOMENT)

    store = FaultyStore(inner, [Fault(meanwhile=other)])
    with pytest.raises(VersionConflict):
        append(store, "mine", 0)
    assert ids(store) == ["other"]


def test_a_command_whose_answer_was_lost_is_kept_once_when_it_is_given_again(reference: Playbook) -> None:
    told = FaultyObserver([])
    store = FaultyStore(MemoryStore(), [Fault(error=disk_full(), done=True)])
    desk = Desk(reference, store, (told,))

    def give() -> bool:
        return desk.decide("D-1", Open(), actor=Actor("li"), at=MOMENT, command_id="c-1").accepted

    with pytest.raises(StoreError, match="disk is full"):
        give()
    assert give()
    assert [event.kind for event in store.scan()] == ["opened"]


class Named(Check):
    id = "test.named"
    title = text("Named", "已命名")
    reads = ("deal.name",)

    def holds(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> bool | None:
        return bool(facts.deal and facts.deal.name)


def test_a_check_fails_once_and_then_answers_as_the_one_behind_it() -> None:
    faulty = FaultyCheck(Named(), [Fault(error=OSError("no route to host"))])
    assert (faulty.id, faulty.reads, faulty.reads_with()) == ("test.named", ("deal.name",), ("deal.name",))
    with pytest.raises(OSError, match="no route"):
        faulty.holds(Facts(), MOMENT)
    assert faulty.holds(Facts(), MOMENT) is False
    assert list(faulty.reasons(Facts(), MOMENT)) == list(Named().reasons(Facts(), MOMENT))
    assert faulty.satisfying(Facts(), MOMENT) is None
