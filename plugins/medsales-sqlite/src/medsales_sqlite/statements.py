"""The statements of the store, in SQL that other databases take with few changes.

What is read comes in pages, so that no open cursor keeps the log from being checkpointed.
"""

from typing import Final

from medsales_sqlite.rows import COLUMNS

__all__ = [
    "ADD_EVENT",
    "ADD_LEDGER",
    "ADD_STREAM",
    "HEAD",
    "HEADS",
    "MOST_IDS",
    "RAISE_HEAD",
    "RAISE_VERSION",
    "READ",
    "SCAN",
    "STREAMS",
    "STREAM_VERSION",
    "known",
]

#: How many ids `known` may ask for: older builds of SQLite take no more than 999 parameters.
MOST_IDS: Final = 500

_PAGE: Final = 1000

HEADS: Final = """
    SELECT l.id, l.head, l.head_hash, s.id, s.version FROM medsales_ledger AS l
    LEFT JOIN medsales_stream AS s ON s.ledger = l.id AND s.name = ? WHERE l.name = ?
"""
HEAD: Final = "SELECT head, head_hash FROM medsales_ledger WHERE name = ?"
ADD_LEDGER: Final = "INSERT INTO medsales_ledger (name, head, head_hash, schema_version) VALUES (?, 0, ?, ?)"
ADD_STREAM: Final = "INSERT INTO medsales_stream (ledger, name, version) VALUES (?, ?, 0)"
RAISE_HEAD: Final = "UPDATE medsales_ledger SET head = ?, head_hash = ? WHERE id = ?"
RAISE_VERSION: Final = "UPDATE medsales_stream SET version = ? WHERE id = ?"
ADD_EVENT: Final = f"""
    INSERT INTO medsales_event (ledger, position, stream, version, {COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608  of constants
_LEDGER: Final = "(SELECT id FROM medsales_ledger WHERE name = ?)"
STREAM_VERSION: Final = f"SELECT version FROM medsales_stream WHERE ledger = {_LEDGER} AND name = ?"  # noqa: S608
READ: Final = f"""
    SELECT version, position, {COLUMNS} FROM medsales_event
    WHERE stream = (SELECT id FROM medsales_stream WHERE ledger = {_LEDGER} AND name = ?) AND version > ?
    ORDER BY version LIMIT {_PAGE}
"""  # noqa: S608  of constants
SCAN: Final = f"""
    SELECT e.position, e.version, s.name, {COLUMNS} FROM medsales_event AS e
    JOIN medsales_stream AS s ON s.id = e.stream
    WHERE e.ledger = {_LEDGER} AND e.position > ? ORDER BY e.position LIMIT {_PAGE}
"""  # noqa: S608  of constants
STREAMS: Final = f"""
    SELECT name FROM medsales_stream WHERE ledger = {_LEDGER} AND name >= ? AND name IS NOT ?
    ORDER BY name LIMIT {_PAGE}
"""  # noqa: S608  of constants


def known(count: int) -> str:
    """The query for the events of *count* ids."""
    marks = ", ".join("?" * count)
    return f"""
        SELECT e.position, e.version, s.name, {COLUMNS} FROM medsales_event AS e
        JOIN medsales_stream AS s ON s.id = e.stream
        WHERE e.ledger = {_LEDGER} AND e.event_id IN ({marks})
    """  # noqa: S608  of constants and question marks
