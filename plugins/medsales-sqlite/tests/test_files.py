"""Opening files: ours, nobody's, somebody else's, and damaged ones."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from medsales_core.errors import StoreError
from medsales_core.testing.store_samples import NOW, events
from medsales_sqlite import SqliteStore, StoreBusy
from medsales_sqlite.schema import APPLICATION_ID, VERSION


def fill(path: Path, count: int = 10) -> None:
    with SqliteStore.open(path) as store:
        store.append("s", events(*map(str, range(count))), expected_version=0, recorded_at=NOW)


def read_all(path: Path) -> list[str]:
    with SqliteStore.open(path, create=False) as store:
        return [event.event_id for event in store.scan()]


def run(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def a_text(path: Path) -> None:
    path.write_text("deal;stage\nD-1;contract\n" * 50)


def a_short_text(path: Path) -> None:
    path.write_text("D-1")


def a_database_of_another_application(path: Path) -> None:
    run(path, "CREATE TABLE visit (deal TEXT)", "INSERT INTO visit VALUES ('D-1')")


def a_marked_database_of_another_application(path: Path) -> None:
    run(path, "PRAGMA application_id = 7", "CREATE TABLE visit (deal TEXT)")


def a_numbered_database_of_another_application(path: Path) -> None:
    run(path, "PRAGMA user_version = 3")


def a_store_of_a_later_version(path: Path) -> None:
    fill(path)
    run(path, f"PRAGMA user_version = {VERSION + 1}")


def a_store_without_its_mark(path: Path) -> None:
    fill(path)
    run(path, "PRAGMA application_id = 0")


def a_store_with_a_later_ledger(path: Path) -> None:
    fill(path)
    run(path, f"UPDATE medsales_ledger SET schema_version = {VERSION + 1}")


def a_store_whose_last_event_is_gone(path: Path) -> None:
    fill(path)
    run(path, "DROP TRIGGER medsales_event_is_kept", "DELETE FROM medsales_event WHERE position = 10")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (a_text, "no SQLite database"),
        (a_short_text, "no SQLite database"),
        (a_database_of_another_application, "another application"),
        (a_marked_database_of_another_application, "another application"),
        (a_numbered_database_of_another_application, "another application"),
        (a_store_of_a_later_version, "version 3"),
        (a_store_without_its_mark, "not marked as ours"),
        (a_store_with_a_later_ledger, "version 3"),
        (a_store_whose_last_event_is_gone, "last event"),
    ],
)
def test_a_file_that_is_no_store_of_ours_is_refused_and_left_as_it_was(
    make: Callable[[Path], None], says: str, tmp_path: Path
) -> None:
    make(path := tmp_path / "x.db")
    before = path.read_bytes()
    for create in (True, False):
        with pytest.raises(StoreError, match=says) as caught:
            SqliteStore.open(path, create=create)
        assert caught.value.hint
    assert path.read_bytes() == before


def test_a_missing_file_is_made_only_when_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "商机 %?#.db"
    with pytest.raises(StoreError, match="no store here"):
        SqliteStore.open(path, create=False)
    assert not path.exists()
    fill(path)
    with SqliteStore.open(path, create=False) as store:
        assert store.version("s") == 10


def test_an_empty_file_is_no_store_until_one_is_made_of_it(tmp_path: Path) -> None:
    (path := tmp_path / "x.db").touch()
    with pytest.raises(StoreError, match="empty"):
        SqliteStore.open(path, create=False)
    fill(path)


def test_a_path_that_cannot_be_a_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no" / "x.db", ":memory:"):
        with pytest.raises(StoreError) as caught:
            SqliteStore.open(path)
        assert caught.value.hint


def test_a_file_cut_short_is_never_taken_for_a_shorter_store(tmp_path: Path) -> None:
    fill(whole := tmp_path / "whole.db", 300)
    content = whole.read_bytes()
    for part in range(1, 20):
        (path := tmp_path / "cut.db").write_bytes(content[: len(content) * part // 20])
        with pytest.raises(StoreError):
            read_all(path)


def test_damaged_data_is_told_with_its_place(tmp_path: Path) -> None:
    fill(path := tmp_path / "x.db")
    run(
        path, "DROP TRIGGER medsales_event_stays", "UPDATE medsales_event SET data = x'ff' WHERE position = 3"
    )
    with SqliteStore.open(path) as store, pytest.raises(StoreError, match="position 3 is damaged"):
        list(store.scan())


def test_a_file_of_ours_is_marked_and_durable(tmp_path: Path) -> None:
    fill(path := tmp_path / "x.db")
    with SqliteStore.open(path) as store:
        found = {
            name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys")
        }
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert found == {"application_id": APPLICATION_ID, "user_version": VERSION, **wanted}


def test_what_is_stored_cannot_be_changed_or_deleted(tmp_path: Path) -> None:
    fill(path := tmp_path / "x.db")
    connection = sqlite3.connect(path)
    for statement in (
        "UPDATE medsales_event SET actor = 'x'",
        "DELETE FROM medsales_event",
        "DELETE FROM medsales_stream",
        "UPDATE medsales_stream SET version = version - 1",
        "DELETE FROM medsales_ledger",
        "UPDATE medsales_ledger SET head = 0",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"never|only"):
            connection.execute(statement)
    connection.close()


def test_positions_survive_a_dump_and_its_restoration(tmp_path: Path) -> None:
    fill(path := tmp_path / "x.db")
    old, new = sqlite3.connect(path), sqlite3.connect(restored := tmp_path / "restored.db")
    new.executescript("\n".join(old.iterdump()))
    old.close()
    new.close()
    run(restored, f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {VERSION}")
    with SqliteStore.open(path) as one, SqliteStore.open(restored) as two:
        assert list(one.scan()) == list(two.scan())


def test_a_locked_file_is_waited_for_and_no_longer(tmp_path: Path) -> None:
    fill(path := tmp_path / "x.db")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    pauses: list[float] = []
    with SqliteStore.open(path, wait=0.01, jitter=lambda: 0.5, pause=pauses.append) as store:
        assert store.version("s") == 10, "readers do not wait"
        with pytest.raises(StoreBusy):
            store.append("s", events("a"), expected_version=10, recorded_at=NOW)
        assert pauses == [0.0011] * 10
        holder.execute("COMMIT")
        assert store.append("s", events("a"), expected_version=10, recorded_at=NOW)[0].position == 11
    holder.close()


def test_a_store_used_by_two_threads_says_so(tmp_path: Path) -> None:
    with (
        SqliteStore.open(tmp_path / "x.db") as store,
        ThreadPoolExecutor(1) as pool,
        pytest.raises(StoreError, match="two threads"),
    ):
        pool.submit(store.version, "s").result()
