"""From the tables of version 1 to those of today: every event gets its link in the chain, or none does."""

import sqlite3
from typing import Final

from medsales_core.ports.chain import FIRST, link_of
from medsales_sqlite.rows import CONTENT

__all__ = ["is_older", "upgrade"]

_PAGE: Final = 1000
# Columns are added and no table is made anew: the host's own views and triggers may speak of ours.
_BEFORE: Final = (
    "DROP TRIGGER IF EXISTS medsales_event_stays",
    "DROP TRIGGER IF EXISTS medsales_ledger_grows",
    "ALTER TABLE medsales_ledger ADD COLUMN head_hash BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE medsales_event ADD COLUMN hash BLOB NOT NULL DEFAULT x''",
)
_EVENTS: Final = f"""
    SELECT e.position, s.name, e.version, {CONTENT} FROM medsales_event AS e
    JOIN medsales_stream AS s ON s.id = e.stream
    WHERE e.ledger = ? AND e.position > ? ORDER BY e.position LIMIT {_PAGE}
"""  # noqa: S608  of constants
_SET_HASH: Final = "UPDATE medsales_event SET hash = ? WHERE ledger = ? AND position = ?"
_SET_HEAD: Final = "UPDATE medsales_ledger SET head_hash = ?, schema_version = ? WHERE id = ?"


def is_older(connection: sqlite3.Connection) -> bool:
    """Whether our tables are there, in a form without the chain."""
    cursor = _cursor(connection)
    columns = {name for (name,) in cursor.execute("SELECT name FROM pragma_table_info('medsales_event')")}
    return bool(columns) and "hash" not in columns


def upgrade(connection: sqlite3.Connection, version: int) -> None:
    """Add what a chain needs, and link what is stored; the two triggers that are dropped are the caller's to make.

    The chain says nothing of what happened to the events before it was made.
    """
    cursor = _cursor(connection)
    for statement in _BEFORE:
        cursor.execute(statement)
    for (ledger,) in cursor.execute("SELECT id FROM medsales_ledger").fetchall():
        last, position = FIRST, 0
        while rows := cursor.execute(_EVENTS, (ledger, position)).fetchall():
            links = []
            for position, *rest in rows:
                last = link_of(last, position, *rest)
                links.append((bytes.fromhex(last), ledger, position))
            cursor.executemany(_SET_HASH, links)
        cursor.execute(_SET_HEAD, (bytes.fromhex(last), version, ledger))


def _cursor(connection: sqlite3.Connection) -> sqlite3.Cursor:
    cursor = connection.cursor()
    cursor.row_factory = None  # the host's connection may make dicts of rows
    return cursor
