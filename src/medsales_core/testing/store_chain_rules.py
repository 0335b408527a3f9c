"""What must hold of the chain that a store keeps: a part of the kit for stores."""

from pathlib import Path
from typing import Any

import pytest

from medsales_core.errors import StoreError, VersionConflict
from medsales_core.ports.chain import FIRST, link
from medsales_core.ports.head import Head
from medsales_core.ports.proof import verify
from medsales_core.ports.store import Store
from medsales_core.testing.store_rules import StoreRules, fill
from medsales_core.testing.store_samples import CONTENTS, DATA, LATER, NOW, TEXTS, TIMES, event, events

__all__ = ["StoreChainRules"]


class StoreChainRules(StoreRules):
    """The rules of the chain, for stores that claim to keep one; the others must say that they keep none."""

    def test_a_chain_is_kept_where_it_is_claimed(self, store: Store) -> None:
        stored = store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
        if self.chained:
            assert store.head() == Head(position=2, hash=stored[1].hash)
            return
        with pytest.raises(StoreError, match="keeps no chain"):
            store.head()
        assert {e.hash for e in (*stored, *store.read("s"), *store.scan())} == {""}

    def test_every_event_is_linked_to_the_one_before_it(self, store: Store) -> None:
        self._needs(chained=True)
        fill(store)
        last = FIRST
        for kept in store.scan():
            assert kept.hash == (last := link(last, kept)), f"the link at position {kept.position} is another"

    def test_the_chain_holds_whatever_is_stored(self, store: Store) -> None:
        self._needs(chained=True)
        for number, text in enumerate(TEXTS):
            given = event(text, kind=text, actor=text, on_behalf_of=text, playbook=text, data={text: text})
            store.append(text, [given], expected_version=0, recorded_at=TIMES[number % len(TIMES)] or NOW)
        changes: tuple[dict[str, Any], ...] = (
            {},
            *({"data": data} for data in DATA),
            *({"occurred_at": at} for at in TIMES),
            *CONTENTS,
        )
        batch = [event(f"e{number}", **change) for number, change in enumerate(changes)]
        store.append("s", batch, expected_version=0, recorded_at=NOW)
        assert verify(store).flaws == ()

    def test_a_link_is_the_same_however_it_is_read(self, store: Store) -> None:
        self._needs(chained=True)
        given = {
            e.event_id: e.hash
            for e in store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
        }
        given |= {
            e.event_id: e.hash for e in store.append("t", events("c"), expected_version=0, recorded_at=NOW)
        }
        again = store.append("s", events("a", "b"), expected_version=0, recorded_at=LATER)
        for found in (again, store.read("s"), store.read("t"), store.scan()):
            assert [e.hash for e in found if e.hash != given[e.event_id]] == []
        assert len(set(given.values()) - {""}) == 3

    def test_the_head_is_that_of_the_last_event(self, store: Store) -> None:
        self._needs(chained=True)
        assert store.head() == Head(position=0, hash=FIRST)
        with store.transaction():
            for number, stream in enumerate("sts"):
                (stored,) = store.append(stream, events(f"e{number}"), expected_version=None, recorded_at=NOW)
                assert store.head() == Head(position=number + 1, hash=stored.hash)
        before = store.head()
        store.append("s", [], expected_version=2, recorded_at=NOW)
        store.append("s", events("e0"), expected_version=0, recorded_at=LATER)
        with pytest.raises(VersionConflict):
            store.append("s", events("f"), expected_version=0, recorded_at=NOW)
        assert store.head() == before

    def test_what_is_undone_is_in_no_chain(self, store: Store) -> None:
        self._needs(chained=True)
        store.append("s", events("a"), expected_version=0, recorded_at=NOW)
        before = store.head()
        with pytest.raises(KeyError), store.transaction():  # noqa: PT012  the block is what is tested
            store.append("t", events("b"), expected_version=0, recorded_at=NOW)
            raise KeyError
        assert store.head() == before
        store.append("t", events("c"), expected_version=0, recorded_at=NOW)
        assert verify(store, before).flaws == ()

    def test_the_chain_goes_on_when_a_store_is_opened_again(self, tmp_path: Path) -> None:
        self._needs(durable=True, chained=True)
        for number in range(3):
            with self.open_store(tmp_path) as store:
                before = store.head()
                store.append("s", events(f"e{number}"), expected_version=number, recorded_at=NOW)
                assert verify(store, before).flaws == ()
        assert before.position == 2

    def test_each_ledger_has_a_chain_of_its_own(self, tmp_path: Path) -> None:
        self._needs(durable=True, chained=True)
        for ledger in ("north", "south"):
            with self.open_store(tmp_path, ledger=ledger) as store:
                assert store.head() == Head(position=0, hash=FIRST)
                fill(store)
        for ledger in ("north", "south"):
            with self.open_store(tmp_path, ledger=ledger) as store:
                assert (store.head().position, verify(store).flaws) == (6, ())

    def test_two_open_stores_go_on_with_one_chain(self, tmp_path: Path) -> None:
        self._needs(multi_process=True, chained=True)
        with self.open_store(tmp_path) as one, self.open_store(tmp_path) as two:
            for number, store in enumerate((one, two, one, two)):
                store.append(f"s{number % 3}", events(f"e{number}"), expected_version=None, recorded_at=NOW)
                assert one.head() == two.head()
            assert verify(one).flaws == verify(two).flaws == ()
