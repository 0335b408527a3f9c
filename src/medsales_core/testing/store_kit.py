"""What every store must keep, as tests: subclass `StoreConformance` in the tests of a store."""

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from medsales_core.errors import EventClash, StoreError, VersionConflict
from medsales_core.ports.store import Store
from medsales_core.testing.store_chain_rules import StoreChainRules
from medsales_core.testing.store_machine import machine
from medsales_core.testing.store_rules import fill, unchanged
from medsales_core.testing.store_samples import LATER, NOW, event, events, plain

__all__ = ["StoreConformance"]


class StoreConformance(StoreChainRules):
    """The rules of `medsales_core.ports.Store`, one test each.

    ::

        class TestMyStore(StoreConformance):
            durable = True

            def open_store(self, place, *, ledger="main"):
                return MyStore(place / "events", ledger=ledger)

    What a store claims is tested, what it does not claim is skipped by name.
    """

    # ---- transactions

    def test_a_transaction_stores_all_its_appends(self, store: Store) -> None:
        with store.transaction():
            store.append("s", events("a"), expected_version=0, recorded_at=NOW)
            store.append("t", events("b"), expected_version=0, recorded_at=NOW)
            (stored,) = store.append("s", events("c"), expected_version=1, recorded_at=NOW)
            assert (stored.position, [e.event_id for e in store.scan()]) == (3, ["a", "b", "c"])
        assert [e.event_id for e in store.scan()] == ["a", "b", "c"]

    def test_a_transaction_that_raises_stores_nothing(self, store: Store) -> None:
        store.append("s", events("a"), expected_version=0, recorded_at=NOW)
        for failure in (KeyError("the host's own"), KeyboardInterrupt()):
            with unchanged(store), pytest.raises(type(failure)) as caught, store.transaction():  # noqa: PT012  the block is what is tested
                store.append("s", events("b"), expected_version=1, recorded_at=NOW)
                store.append("t", events("c"), expected_version=0, recorded_at=NOW)
                raise failure
            assert caught.value is failure
        (stored,) = store.append("t", events("b"), expected_version=0, recorded_at=NOW)
        assert (stored.position, stored.version) == (2, 1)

    def test_a_refusal_inside_a_transaction_leaves_the_others(self, store: Store) -> None:
        with store.transaction():
            store.append("s", events("a"), expected_version=0, recorded_at=NOW)
            for wrong, error in ((events("b"), VersionConflict), ([event("a", kind="x")], EventClash)):
                with pytest.raises(error):
                    store.append("s", wrong, expected_version=0, recorded_at=NOW)
            store.append("s", events("c"), expected_version=1, recorded_at=NOW)
        assert [(e.position, e.version, e.event_id) for e in store.scan()] == [(1, 1, "a"), (2, 2, "c")]

    def test_a_transaction_inside_another_is_refused(self, store: Store) -> None:
        with store.transaction():
            store.append("s", events("a"), expected_version=0, recorded_at=NOW)
            with pytest.raises(StoreError), store.transaction():
                pytest.fail("two transactions at once")
            store.append("s", events("b"), expected_version=1, recorded_at=NOW)
        assert [e.event_id for e in store.scan()] == ["a", "b"]
        with store.transaction():
            pass

    # ---- closing and opening

    def test_a_closed_store_refuses_everything_but_closing(self, store: Store) -> None:
        store.close()
        store.close()
        for call in (
            lambda: store.append("s", events("a"), expected_version=0, recorded_at=NOW),
            lambda: store.version("s"),
            lambda: list(store.read("s")),
            lambda: list(store.scan()),
            lambda: list(store.streams()),
            lambda: store.transaction().__enter__(),
        ):
            with pytest.raises(StoreError):
                call()

    def test_a_store_is_not_closed_inside_a_transaction(self, store: Store) -> None:
        with store.transaction():
            store.append("s", events("a"), expected_version=0, recorded_at=NOW)
            with pytest.raises(StoreError):
                store.close()
        assert store.version("s") == 1

    def test_a_store_opened_again_holds_the_same(self, tmp_path: Path) -> None:
        self._needs(durable=True)
        with self.open_store(tmp_path) as store:
            fill(store)
            with pytest.raises(KeyError), store.transaction():  # noqa: PT012  the block is what is tested
                store.append("s", events("lost"), expected_version=3, recorded_at=NOW)
                raise KeyError
            before = plain(store.scan())
        with self.open_store(tmp_path) as store:
            assert plain(store.scan()) == before
            again = store.append("s", events("z", "y"), expected_version=0, recorded_at=LATER)
            assert plain(again) == before[:2]
            (stored,) = store.append("s", events("d"), expected_version=3, recorded_at=NOW)
            assert (stored.position, stored.version) == (7, 4)

    def test_ledgers_know_nothing_of_each_other(self, tmp_path: Path) -> None:
        self._needs(durable=True)
        # The second batch would be a clash, not a retry, in a store that knew of the first.
        batches = {"north": events("a"), "south": events("a", "b")}
        for ledger, batch in batches.items():
            with self.open_store(tmp_path, ledger=ledger) as store:
                stored = store.append("s", batch, expected_version=0, recorded_at=NOW)
                assert (stored[0].position, stored[0].version) == (1, 1)
        for ledger, batch in batches.items():
            with self.open_store(tmp_path, ledger=ledger) as store:
                assert [e.as_new() for e in store.scan()] == [e.as_new() for e in store.read("s")] == batch
        with self.open_store(tmp_path, ledger="north") as store, pytest.raises(VersionConflict):
            store.append("s", events("b"), expected_version=0, recorded_at=NOW)

    # ---- several at once

    def test_two_open_stores_see_what_the_other_stored(self, tmp_path: Path) -> None:
        self._needs(multi_process=True)
        with self.open_store(tmp_path) as one, self.open_store(tmp_path) as two:
            one.append("s", events("a"), expected_version=0, recorded_at=NOW)
            assert (two.version("s"), [e.event_id for e in two.scan()]) == (1, ["a"])
            with pytest.raises(VersionConflict):
                two.append("s", events("b"), expected_version=0, recorded_at=NOW)
            two.append("s", events("c"), expected_version=1, recorded_at=NOW)
            assert plain(one.read("s")) == plain(two.read("s"))

    def test_of_two_racing_writers_one_gets_each_version(self, tmp_path: Path) -> None:
        self._needs(multi_process=True)
        with self.open_store(tmp_path) as store:
            writers = [_Writer(self, tmp_path, name) for name in ("one", "two")]
            for writer in writers:
                writer.start()
            for writer in writers:
                writer.join()
            kept = list(store.read("s"))
        assert [w.failure for w in writers] == [None, None]
        assert [e.version for e in kept] == [e.position for e in kept] == list(range(1, len(kept) + 1))
        assert sorted(e.event_id for e in kept) == sorted(i for w in writers for i in w.acknowledged)

    # ---- everything together

    def test_it_behaves_as_the_reference_store(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        def fresh() -> Path:
            return tmp_path_factory.mktemp("store")

        run_state_machine_as_test(
            machine(self.open_store, fresh, durable=self.durable, chained=self.chained),
            settings=self.machine_settings(),
        )

    def machine_settings(self) -> settings:
        """How the comparison with the reference store is run; override it to run more, or always the same."""
        return settings(
            max_examples=20, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        )


class _Writer(threading.Thread):
    """Appends to one stream, always after the version it has just seen; a lost race is taken up again."""

    def __init__(self, kit: StoreConformance, place: Path, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._kit, self._place = kit, place
        self.acknowledged: list[str] = []
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            with self._kit.open_store(self._place) as store:
                while len(self.acknowledged) < 40:
                    self._write(store, f"{self.name} {len(self.acknowledged)}")
        except Exception as error:  # noqa: BLE001  told to the test, which is in another thread
            self.failure = error

    def _write(self, store: Store, event_id: str) -> None:
        try:
            store.append("s", events(event_id), expected_version=store.version("s"), recorded_at=NOW)
        except VersionConflict:
            return
        self.acknowledged.append(event_id)
