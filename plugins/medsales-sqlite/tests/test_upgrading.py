"""A store of the first version, which kept no chain, gets one when it is opened, and loses nothing."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medsales_core.errors import StoreError
from medsales_core.ports.chain import FIRST
from medsales_core.ports.proof import verify
from medsales_core.testing.store_samples import DATA, NOW, TEXTS, TIMES, event, events, plain
from medsales_sqlite import SqliteStore, create_tables, upgrading
from medsales_sqlite.rows import CONTENT
from medsales_sqlite.schema import APPLICATION_ID, VERSION

#: The tables as version 1 made them.
OLD = """
CREATE TABLE medsales_ledger (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, head INTEGER NOT NULL, schema_version INTEGER NOT NULL
) STRICT;
CREATE TABLE medsales_stream (
    id INTEGER PRIMARY KEY, ledger INTEGER NOT NULL REFERENCES medsales_ledger (id), name TEXT NOT NULL,
    version INTEGER NOT NULL, UNIQUE (ledger, name)
) STRICT;
CREATE TABLE medsales_event (
    ledger INTEGER NOT NULL REFERENCES medsales_ledger (id), position INTEGER NOT NULL,
    stream INTEGER NOT NULL REFERENCES medsales_stream (id), version INTEGER NOT NULL, event_id TEXT NOT NULL,
    kind TEXT NOT NULL, schema INTEGER NOT NULL, occurred_at TEXT, recorded_at TEXT NOT NULL, actor TEXT NOT NULL,
    on_behalf_of TEXT, playbook TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (ledger, position),
    UNIQUE (stream, version), UNIQUE (ledger, event_id)
) STRICT;
CREATE TRIGGER medsales_event_stays BEFORE UPDATE ON medsales_event
BEGIN SELECT RAISE(ABORT, 'events are never changed: append one that corrects it'); END;
CREATE TRIGGER medsales_event_is_kept BEFORE DELETE ON medsales_event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER medsales_stream_is_kept BEFORE DELETE ON medsales_stream
BEGIN SELECT RAISE(ABORT, 'streams are never deleted'); END;
CREATE TRIGGER medsales_stream_grows BEFORE UPDATE ON medsales_stream
WHEN NEW.version < OLD.version OR NEW.id <> OLD.id OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'a stream only grows'); END;
CREATE TRIGGER medsales_ledger_is_kept BEFORE DELETE ON medsales_ledger
BEGIN SELECT RAISE(ABORT, 'ledgers are never deleted'); END;
CREATE TRIGGER medsales_ledger_grows BEFORE UPDATE ON medsales_ledger
WHEN NEW.head < OLD.head OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END;
"""
LEDGERS = ("main", "north")


def fill(path: Path, ledger: str) -> list[Any]:
    with SqliteStore.open(path, ledger=ledger) as store, store.transaction():
        for number, text in enumerate(TEXTS):
            at = TIMES[number % len(TIMES)]
            given = event(f"{number}", actor=text, occurred_at=at, data=DATA[number % len(DATA)])
            store.append(text, [given], expected_version=0, recorded_at=NOW)
        store.append("s", events(*(f"e{n}" for n in range(1200))), expected_version=0, recorded_at=NOW)
        return plain(store.scan())


def make_old(connection: sqlite3.Connection, new: Path) -> None:
    """The same ledgers in tables of the first version."""
    connection.executescript(OLD)
    connection.execute("ATTACH ? AS new", (str(new),))
    connection.execute("INSERT INTO medsales_ledger SELECT id, name, head, 1 FROM new.medsales_ledger")
    connection.execute("INSERT INTO medsales_stream SELECT * FROM new.medsales_stream")
    connection.execute(
        f"INSERT INTO medsales_event SELECT ledger, position, stream, version, {CONTENT} FROM new.medsales_event"
    )
    connection.commit()
    connection.execute("DETACH new")


@pytest.fixture
def written(tmp_path: Path) -> dict[str, list[Any]]:
    """What is in the ledgers, and in the file ``new.db`` of today's version."""
    return {ledger: fill(tmp_path / "new.db", ledger) for ledger in LEDGERS}


@pytest.fixture
def old(tmp_path: Path, written: dict[str, list[Any]]) -> Path:
    """A file as version 1 wrote it."""
    connection = sqlite3.connect(tmp_path / "old.db")
    make_old(connection, tmp_path / "new.db")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    return tmp_path / "old.db"


@pytest.fixture
def host(tmp_path: Path, written: dict[str, list[Any]]) -> Iterator[sqlite3.Connection]:
    """A host's connection to a database with tables of version 1, and a view of its own on them."""
    connection = sqlite3.connect(tmp_path / "host.db", isolation_level=None)
    make_old(connection, tmp_path / "new.db")
    connection.execute("CREATE VIEW moves AS SELECT kind, count(*) AS n FROM medsales_event GROUP BY kind")
    yield connection
    connection.close()


def outline(path: Path) -> list[tuple[str, ...]]:
    """Every column of every table of ours, and every trigger."""
    connection = sqlite3.connect(path)
    columns = connection.execute(
        'SELECT m.name, t.name, t.type, t."notnull", t.pk FROM sqlite_master AS m, pragma_table_info(m.name) AS t'
        " WHERE m.type = 'table' ORDER BY 1, 2"
    ).fetchall()
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
    ).fetchall()
    connection.close()
    return [*columns, *((name, " ".join(made.split())) for name, made in triggers)]


@pytest.mark.parametrize("create", [True, False])
def test_an_older_file_gets_the_chain_it_would_have_had(
    old: Path, written: dict[str, list[Any]], create: bool
) -> None:
    for ledger in LEDGERS:
        with (
            SqliteStore.open(old, ledger=ledger, create=create) as store,
            SqliteStore.open(old.with_name("new.db"), ledger=ledger) as new,
        ):
            assert plain(store.scan()) == written[ledger]
            assert [e.hash for e in store.scan()] == [e.hash for e in new.scan()]
            assert verify(store, new.head()).is_whole


def test_an_upgraded_file_is_like_one_made_today(old: Path) -> None:
    SqliteStore.open(old).close()
    assert outline(old) == outline(old.with_name("new.db"))
    connection = sqlite3.connect(old)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert connection.execute("SELECT DISTINCT schema_version FROM medsales_ledger").fetchall() == [
        (VERSION,)
    ]
    for statement in ("UPDATE medsales_event SET hash = x''", "UPDATE medsales_ledger SET head = head + 1"):
        with pytest.raises(sqlite3.IntegrityError, match=r"never|only"):
            connection.execute(statement)
    connection.close()


def test_an_upgraded_store_goes_on(old: Path) -> None:
    with SqliteStore.open(old) as store:
        before = store.head()
        (stored,) = store.append("s", events("new"), expected_version=1200, recorded_at=NOW)
        assert stored.position == before.position + 1
        assert verify(store, before).is_whole
        assert store.append("s", events("e0"), expected_version=0, recorded_at=NOW)[0].hash not in ("", FIRST)


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, made = iter(range(10_000)), upgrading.link_of

    def fails(*values: Any) -> str:
        if next(calls) == 1500:  # in the second ledger, after whole pages of the first
            raise KeyboardInterrupt
        return made(*values)

    before = outline(old)
    with monkeypatch.context() as patched:
        patched.setattr(upgrading, "link_of", fails)
        with pytest.raises(KeyboardInterrupt):
            SqliteStore.open(old)
    assert outline(old) == before
    with SqliteStore.open(old, ledger="north") as store:
        assert verify(store).is_whole


def test_an_older_file_that_cannot_be_written_to_is_told_and_left(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, connect = outline(old), sqlite3.connect

    def read_only(name: str, **how: Any) -> sqlite3.Connection:
        return connect(name.replace("mode=rwc", "mode=ro"), **how)

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", read_only)
        with pytest.raises(StoreError, match="cannot be written") as caught:
            SqliteStore.open(old)
        assert caught.value.hint
        with SqliteStore.open(old.with_name("new.db")) as store:
            assert store.version("s") == 1200, "a file of today is read all the same"
    assert outline(old) == before


def test_a_damaged_older_file_is_told_and_not_upgraded(old: Path) -> None:
    connection = sqlite3.connect(old)
    connection.execute("DROP TRIGGER medsales_event_is_kept")
    connection.execute("DELETE FROM medsales_event WHERE position > 1000")
    connection.commit()
    connection.close()
    before = outline(old)
    with pytest.raises(StoreError, match="last event"):
        SqliteStore.open(old)
    assert outline(old) == before


def test_an_older_store_of_a_host_is_refused_until_its_migration_has_run(
    host: sqlite3.Connection, written: dict[str, list[Any]]
) -> None:
    with pytest.raises(StoreError, match="earlier version") as caught:
        SqliteStore(host)
    assert "create_tables" in caught.value.hint
    create_tables(host)
    for ledger in LEDGERS:
        store = SqliteStore(host, ledger=ledger)
        assert plain(store.scan()) == written[ledger]
        assert verify(store).is_whole
    assert host.execute("SELECT n FROM moves").fetchall() == [(2 * (1200 + len(TEXTS)),)]


def test_a_migration_of_the_host_is_rolled_back_with_its_transaction(host: sqlite3.Connection) -> None:
    host.execute("BEGIN")
    create_tables(host)
    assert verify(SqliteStore(host)).is_whole
    host.execute("ROLLBACK")
    with pytest.raises(StoreError, match="earlier version"):
        SqliteStore(host)


def test_a_migration_that_fails_leaves_the_rows_of_the_host(
    host: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> str:
        raise KeyboardInterrupt

    host.execute("BEGIN")
    host.execute("CREATE TABLE visit (deal TEXT)")
    with monkeypatch.context() as patched:
        patched.setattr(upgrading, "link_of", fails)
        with pytest.raises(KeyboardInterrupt):
            create_tables(host)
    host.execute("COMMIT")
    assert host.execute("SELECT count(*) FROM visit").fetchone() == (0,)
    create_tables(host)
    assert verify(SqliteStore(host)).is_whole
