"""The tables: three of them, append-only, every number written out, none taken from a rowid.

An implicit rowid is given again after a deletion and renumbered by a dump; a reader's place in the
ledger must survive both.
"""

import sqlite3
from typing import Final

from medsales_core.errors import StoreError
from medsales_sqlite.upgrading import is_older, upgrade

__all__ = ["APPLICATION_ID", "VERSION", "create_tables", "has_tables"]

#: Marks a file as ours, in the header that `file` and SQLite itself show ("MdSl").
APPLICATION_ID: Final = 0x4D64536C

#: Version of the tables; a file of a later one is refused, not guessed at.
VERSION: Final = 2

_OLDEST_SQLITE: Final = (3, 37, 0)

_STATEMENTS: Final = (
    """
    CREATE TABLE IF NOT EXISTS medsales_ledger (
        id             INTEGER PRIMARY KEY,
        name           TEXT    NOT NULL UNIQUE,
        head           INTEGER NOT NULL,  -- the last position given
        schema_version INTEGER NOT NULL,
        head_hash      BLOB    NOT NULL DEFAULT x''  -- of the event there; of none, where the chain begins
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS medsales_stream (
        id      INTEGER PRIMARY KEY,
        ledger  INTEGER NOT NULL REFERENCES medsales_ledger (id),
        name    TEXT    NOT NULL,
        version INTEGER NOT NULL,         -- the last version given
        UNIQUE (ledger, name)
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS medsales_event (
        ledger       INTEGER NOT NULL REFERENCES medsales_ledger (id),
        position     INTEGER NOT NULL,
        stream       INTEGER NOT NULL REFERENCES medsales_stream (id),
        version      INTEGER NOT NULL,
        event_id     TEXT    NOT NULL,
        kind         TEXT    NOT NULL,
        schema       INTEGER NOT NULL,
        occurred_at  TEXT,                -- ISO 8601 with offset
        recorded_at  TEXT    NOT NULL,
        actor        TEXT    NOT NULL,
        on_behalf_of TEXT,
        playbook     TEXT    NOT NULL,
        data         BLOB    NOT NULL,    -- canonical JSON, UTF-8
        hash         BLOB    NOT NULL DEFAULT x'',  -- SHA-256: this event, chained to the one before it
        PRIMARY KEY (ledger, position),
        UNIQUE (stream, version),
        UNIQUE (ledger, event_id)
    ) STRICT
    """,
    """
    CREATE TRIGGER IF NOT EXISTS medsales_event_stays BEFORE UPDATE ON medsales_event
    BEGIN SELECT RAISE(ABORT, 'events are never changed: append one that corrects it'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS medsales_event_is_kept BEFORE DELETE ON medsales_event
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS medsales_stream_is_kept BEFORE DELETE ON medsales_stream
    BEGIN SELECT RAISE(ABORT, 'streams are never deleted'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS medsales_stream_grows BEFORE UPDATE ON medsales_stream
    WHEN NEW.version < OLD.version OR NEW.id <> OLD.id OR NEW.name <> OLD.name
    BEGIN SELECT RAISE(ABORT, 'a stream only grows'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS medsales_ledger_is_kept BEFORE DELETE ON medsales_ledger
    BEGIN SELECT RAISE(ABORT, 'ledgers are never deleted'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS medsales_ledger_grows BEFORE UPDATE ON medsales_ledger
    WHEN NEW.head < OLD.head OR NEW.id <> OLD.id OR (NEW.head = OLD.head) <> (NEW.head_hash = OLD.head_hash)
    BEGIN SELECT RAISE(ABORT, 'a ledger only grows, and its chain with it'); END
    """,
)


def create_tables(connection: sqlite3.Connection) -> None:
    """Create our tables in the host's database, where they are not there yet; those of an earlier version are upgraded.

    It neither begins nor commits: call it in a migration of yours. Every name begins with ``medsales_``.
    An upgrade is done as a whole or not at all, also where no transaction is open.

    Raises:
        StoreError: This SQLite is too old.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(
            f"SQLite {sqlite3.sqlite_version} is too old, STRICT tables came with 3.37",
            hint="use a Python that was built with a later SQLite",
        )
    connection.execute("SAVEPOINT medsales_tables")
    try:
        if is_older(connection):
            upgrade(connection, VERSION)
        for statement in _STATEMENTS:
            connection.execute(statement)
    except BaseException:
        if connection.in_transaction:  # after some failures SQLite has undone everything by itself
            connection.execute("ROLLBACK TO medsales_tables")
            connection.execute("RELEASE medsales_tables")
        raise
    connection.execute("RELEASE medsales_tables")


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether our tables are there."""
    cursor = connection.cursor()
    cursor.row_factory = None  # the host's connection may make dicts of rows
    found = cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'medsales_event'").fetchone()
    return bool(found[0])
