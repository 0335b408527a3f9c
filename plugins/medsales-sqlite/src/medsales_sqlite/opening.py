"""Opening a file of our own: whose it is, what state it is in, and the settings that make it durable."""

import os
import sqlite3
from pathlib import Path
from typing import Final

from medsales_core.errors import StoreError
from medsales_sqlite.patience import Patience
from medsales_sqlite.schema import APPLICATION_ID, VERSION, create_tables, has_tables
from medsales_sqlite.upgrading import is_older

__all__ = ["open_file"]

_SETTINGS: Final = (
    "PRAGMA synchronous = FULL",  # NORMAL loses acknowledged commits when power fails
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -65536",  # of the 2 MB default, bulk work is half as fast
    "PRAGMA wal_autocheckpoint = 4096",
)


def open_file(path: str | os.PathLike[str], *, create: bool, patience: Patience) -> sqlite3.Connection:
    """A connection to the store at *path*; a file of anybody else is left as it was.

    Raises:
        StoreError: There is none and *create* is false; it is not ours, or of a later version.

        sqlite3.Error: SQLite could not open or read it.
    """
    file = Path(path)
    if str(path) == ":memory:" or not file.name:
        raise StoreError(f"{str(path)!r} names no file", hint="for one in memory there is MemoryStore")
    if not create and not file.exists():
        raise StoreError(
            "there is no store here",
            hint="check the path; an import makes a new store, and so does open(..., create=True)",
            where=str(path),
        )
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=0, isolation_level=None
    )
    try:
        _settle(connection, str(path), create=create, patience=patience)
    except BaseException:
        connection.close()
        raise
    return connection


def _settle(connection: sqlite3.Connection, where: str, *, create: bool, patience: Patience) -> None:
    # Whose it is comes first: switching to WAL would already write to somebody else's file.
    is_new = patience.try_(lambda: _is_new(connection, where))
    if is_new and not create:
        raise StoreError("the file is empty, it is no store", hint="open it with create=True", where=where)
    mode = patience.try_(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
    if mode != "wal":
        raise StoreError(f"the journal stays in mode {mode!r}", hint="WAL wants a local disk", where=where)
    for setting in _SETTINGS:
        connection.execute(setting)
    if not is_new:
        _check_heads(connection, where)
    if is_new or patience.try_(lambda: is_older(connection)):
        patience.try_(lambda: connection.execute("BEGIN IMMEDIATE"))
        # Another process may have made or upgraded it in between; doing it is the same twice.
        create_tables(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")


def _is_new(connection: sqlite3.Connection, where: str) -> bool:
    owner, version, tables = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id),"
        " (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_master)"
    ).fetchone()
    if owner == APPLICATION_ID:
        if version > VERSION:
            raise StoreError(
                f"the store has version {version}, this plugin knows up to {VERSION}",
                hint="install a later medsales-sqlite",
                where=where,
            )
        return False
    if not owner and has_tables(connection):
        raise StoreError(
            "the file holds our tables, but is not marked as ours, as after the restoration of a dump",
            hint=f"if it is ours: PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};",
            where=where,
        )
    if owner or tables or version:
        raise StoreError(
            "this is the database of another application",
            hint="choose another file, or give SqliteStore your own connection to it",
            where=where,
        )
    return True


def _check_heads(connection: sqlite3.Connection, where: str) -> None:
    """A file cut short, or copied without its ``-wal``, shows here and not weeks later."""
    apart = connection.execute(
        "SELECT name FROM medsales_ledger AS l WHERE head IS NOT"
        " (SELECT max(position) FROM medsales_event WHERE ledger = l.id)"
    ).fetchone()
    if apart:
        raise StoreError(
            f"the last event of ledger {apart[0]!r} is not the one its head tells of",
            hint="the file is damaged: keep a copy, and restore the last backup",
            where=where,
        )
