"""On the host's connection: its rows and our events are one transaction, and it stays the host's."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from medsales_core.errors import StoreError, VersionConflict
from medsales_core.testing.store_samples import NOW, events
from medsales_sqlite import SqliteStore, StoreBusy, create_tables

PRAGMAS = ("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys", "cache_size")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    connection = sqlite3.connect(tmp_path / "host.db")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE visit (deal TEXT)")
    create_tables(connection)
    create_tables(connection)
    connection.commit()
    connection.close()
    return tmp_path / "host.db"


@pytest.fixture(
    params=["", "IMMEDIATE", None], ids=["python begins", "python begins immediate", "host begins"]
)
def host(path: Path, request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=request.param, timeout=0)
    connection.execute("PRAGMA synchronous = OFF")
    yield connection
    connection.close()


def visit_and_append(host: sqlite3.Connection) -> SqliteStore:
    if host.isolation_level is None:
        host.execute("BEGIN")
    host.execute("INSERT INTO visit VALUES ('D-1')")
    store = SqliteStore(host)
    store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
    return store


def held(path: Path) -> tuple[int, int]:
    other = sqlite3.connect(path)
    found = [
        other.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("visit", "medsales_event")
    ]
    other.close()
    return found[0], found[1]


def test_a_commit_of_the_host_keeps_both(host: sqlite3.Connection, path: Path) -> None:
    visit_and_append(host)
    assert held(path) == (0, 0), "the store committed"
    host.commit()
    assert held(path) == (1, 2)


def test_a_rollback_of_the_host_takes_both(host: sqlite3.Connection, path: Path) -> None:
    visit_and_append(host)
    host.rollback()
    assert held(path) == (0, 0)
    store = visit_and_append(host)
    host.commit()
    assert [e.position for e in store.scan()] == [1, 2]


def test_a_refused_append_leaves_the_rows_of_the_host(host: sqlite3.Connection, path: Path) -> None:
    store = visit_and_append(host)
    with pytest.raises(VersionConflict):
        store.append("s", events("c"), expected_version=0, recorded_at=NOW)
    host.commit()
    assert held(path) == (1, 2)


def test_a_transaction_of_the_store_is_a_part_of_the_hosts(host: sqlite3.Connection, path: Path) -> None:
    store = visit_and_append(host)
    with pytest.raises(KeyError), store.transaction():  # noqa: PT012  the block is what is tested
        store.append("t", events("c"), expected_version=0, recorded_at=NOW)
        raise KeyError
    with store.transaction():
        store.append("t", events("d"), expected_version=0, recorded_at=NOW)
    assert held(path) == (0, 0)
    host.commit()
    assert held(path) == (1, 3)


def test_without_a_transaction_nothing_is_appended(host: sqlite3.Connection, path: Path) -> None:
    store = SqliteStore(host)
    with pytest.raises(StoreError, match="no open transaction"):
        store.append("s", events("a"), expected_version=0, recorded_at=NOW)
    with pytest.raises(StoreError, match="no open transaction"), store.transaction():
        pytest.fail("it began a transaction")
    assert not host.in_transaction
    assert store.version("s") == 0


def test_closing_the_store_leaves_the_connection_open(host: sqlite3.Connection) -> None:
    with visit_and_append(host):
        pass
    assert host.in_transaction
    assert host.execute("SELECT count(*) FROM medsales_event").fetchone() == (2,)


def test_settings_of_the_host_stay_as_they_were(host: sqlite3.Connection) -> None:
    def settings() -> list[object]:
        return [
            host.isolation_level,
            host.row_factory,
            *(host.execute(f"PRAGMA {p}").fetchone() for p in PRAGMAS),
        ]

    before = settings()
    visit_and_append(host)
    host.commit()
    assert settings() == before


def test_rows_may_be_dicts_to_the_host(host: sqlite3.Connection) -> None:
    host.row_factory = lambda cursor, row: {
        c[0]: value for c, value in zip(cursor.description, row, strict=True)
    }
    store = visit_and_append(host)
    assert [e.event_id for e in store.scan()] == ["a", "b"]


def test_text_as_bytes_is_refused(host: sqlite3.Connection) -> None:
    host.text_factory = bytes
    with pytest.raises(StoreError, match="text"):
        SqliteStore(host)


def test_a_database_without_our_tables_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "other.db")
    with pytest.raises(StoreError, match="tables") as caught:
        SqliteStore(connection)
    assert "create_tables" in caught.value.hint
    connection.close()


def test_a_read_only_connection_is_told(path: Path) -> None:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("BEGIN")
    with pytest.raises(StoreError, match="cannot be written"):
        SqliteStore(connection).append("s", events("a"), expected_version=0, recorded_at=NOW)
    connection.close()


def test_what_others_wrote_since_the_host_began_is_a_conflict_and_not_lost(path: Path) -> None:
    one, two = (sqlite3.connect(path, isolation_level=None, timeout=0) for _ in range(2))
    one.execute("BEGIN")
    store = SqliteStore(one)
    assert store.version("s") == 0
    two.execute("BEGIN")
    SqliteStore(two).append("s", events("a"), expected_version=0, recorded_at=NOW)
    two.execute("COMMIT")
    with pytest.raises(StoreBusy):
        store.append("s", events("b"), expected_version=0, recorded_at=NOW)
    one.execute("ROLLBACK")
    assert [e.event_id for e in store.scan()] == ["a"]
    one.close()
    two.close()
