"""The store: appends, reads and transactions over a connection of our own or of the host."""

import datetime as dt
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, NamedTuple, Self

from medsales_core.errors import StoreError, VersionConflict
from medsales_core.ports.chain import FIRST, link_of
from medsales_core.ports.head import Head
from medsales_core.ports.store import (
    NewEvent,
    Store,
    StoredEvent,
    check_after,
    check_batch,
    check_text,
    earlier_result,
)
from medsales_sqlite import statements as sql
from medsales_sqlite.failures import told
from medsales_sqlite.opening import open_file
from medsales_sqlite.patience import Patience
from medsales_sqlite.rows import as_stored, content, stored
from medsales_sqlite.schema import VERSION, has_tables
from medsales_sqlite.upgrading import is_older

__all__ = ["SqliteStore"]


_FIRST: Final = bytes.fromhex(FIRST)


class _Heads(NamedTuple):
    """Where an append goes on: key, last position and last hash of the ledger, key and version of the stream."""

    ledger: int
    position: int
    hash: bytes
    stream: int
    version: int


class SqliteStore(Store):
    """A store in SQLite: in a file of its own (`open`), or in tables of the host's database.

    On the host's connection it never begins, commits or changes a setting: events are stored with the
    host's own rows, or rolled back with them. It wants an open transaction there, and the tables that
    `create_tables` makes.

    Args:
        connection: The host's connection.

        ledger: Name of the ledger, such as a tenant's; ledgers of one database know nothing of each other.

    Raises:
        StoreError: Our tables are not there, or are of a later version.
    """

    def __init__(self, connection: sqlite3.Connection, *, ledger: str = "main") -> None:
        check_text(ledger, "ledger")
        self._connection = connection
        self._ledger = ledger
        self._where = f"ledger {ledger!r}"
        self._patience = Patience(seconds=0)
        self._owns = self._within = self._closed = self._spoilt = False
        with told(self._where):
            self._check_tables()

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        ledger: str = "main",
        create: bool = True,
        wait: float = 5.0,
        jitter: Callable[[], float] = random.random,
        pause: Callable[[float], None] = time.sleep,
    ) -> Self:
        """Open the store in the file at *path*, durable: what was acknowledged survives a loss of power.

        Args:
            path: The file; beside it SQLite keeps ``-wal`` and ``-shm``, which belong to it.

            ledger: Name of the ledger.

            create: Make the file where there is none.

            wait: How many seconds to wait for other writers, at most, before `StoreBusy` is raised.

            jitter: A random number from 0 to 1 at each call, for the length of a pause.

            pause: Sleeps for so many seconds.

        Raises:
            StoreError: There is no such file, it is not ours, damaged, or of a later version.
        """
        patience = Patience(seconds=wait, jitter=jitter, pause=pause)
        with told(str(path)):
            connection = open_file(path, create=create, patience=patience)
        try:
            store = cls(connection, ledger=ledger)
        except BaseException:
            connection.close()
            raise
        store._owns, store._patience, store._where = True, patience, str(path)
        return store

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        self._check_open()
        texts = check_batch(stream, events, expected_version=expected_version, recorded_at=recorded_at)
        if not events:
            return ()
        now = recorded_at.isoformat()
        contents = [content(event, now, text) for event, text in zip(events, texts, strict=True)]
        with told(self._where):
            try:
                before, links = self._append(stream, contents, expected_version)
            except (VersionConflict, sqlite3.IntegrityError):
                # Only now is it asked whether this is a retry: asking before would cost every append.
                earlier = earlier_result(stream, events, self._known(events))
                if earlier is None:
                    raise
                return earlier
        return tuple(
            as_stored(event, before.position + n, stream, before.version + n, recorded_at, link)
            for n, (event, link) in enumerate(zip(events, links, strict=True), start=1)
        )

    def version(self, stream: str) -> int:
        check_text(stream, "stream")
        rows = self._rows(sql.STREAM_VERSION, self._ledger, stream)
        return rows[0][0] if rows else 0

    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        self._check_open()
        check_text(stream, "stream")
        check_after(after)
        return self._read(stream, after)

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        self._check_open()
        check_after(after)
        return self._scan(after)

    def streams(self, prefix: str = "") -> Iterator[str]:
        self._check_open()
        check_text(prefix, "prefix", empty=True)
        return self._names(prefix)

    def head(self) -> Head:
        rows = self._rows(sql.HEAD, self._ledger)
        position, last = rows[0] if rows else (0, _FIRST)
        return Head(position=position, hash=last.hex())

    def transaction(self) -> AbstractContextManager[None]:
        return self._transaction()

    def close(self) -> None:
        if self._within:
            raise StoreError("a transaction is going on", hint="end it before the store is closed")
        if self._owns and not self._closed:
            with told(self._where):
                self._connection.close()
        self._closed = True

    # ---- writing

    def _append(
        self, stream: str, contents: Sequence[Sequence[Any]], expected: int | None
    ) -> tuple[_Heads, list[str]]:
        """Write rows as a whole or not at all; returns what was before them, and the hash of each."""
        unit = self._begin("medsales_append")
        try:
            written = self._write(stream, contents, expected)
            self._end(unit)
        except BaseException:
            self._undo(unit)
            raise
        return written

    def _write(
        self, stream: str, contents: Sequence[Sequence[Any]], expected: int | None
    ) -> tuple[_Heads, list[str]]:
        cursor = self._cursor()
        before = ledger, head, last, key, version = self._heads(cursor, stream)
        if expected is not None and expected != version:
            raise VersionConflict(stream, expected=expected, actual=version)
        link, links, rows = last.hex(), [], []
        for n, values in enumerate(contents, start=1):
            links.append(link := link_of(link, head + n, stream, version + n, *values))
            rows.append((ledger, head + n, key, version + n, *values, last := bytes.fromhex(link)))
        cursor.execute(sql.RAISE_HEAD, (head + len(rows), last, ledger))
        cursor.execute(sql.RAISE_VERSION, (version + len(rows), key))
        cursor.executemany(sql.ADD_EVENT, rows)
        return before, links

    def _heads(self, cursor: sqlite3.Cursor, stream: str) -> _Heads:
        """Where an append goes on; what is not there yet is made."""
        found: tuple[Any, ...] | None = cursor.execute(sql.HEADS, (stream, self._ledger)).fetchone()
        ledger, head, last, key, version = found or (None, 0, _FIRST, None, 0)
        if ledger is None:
            ledger = cursor.execute(sql.ADD_LEDGER, (self._ledger, _FIRST, VERSION)).lastrowid
        if key is None:
            key, version = cursor.execute(sql.ADD_STREAM, (ledger, stream)).lastrowid, 0
        return _Heads(ledger, head, last, key, version)

    def _known(self, events: Sequence[NewEvent]) -> Iterator[StoredEvent]:
        ids = [event.event_id for event in events]
        for start in range(0, len(ids), sql.MOST_IDS):
            some = ids[start : start + sql.MOST_IDS]
            for position, version, stream, *values in self._rows(sql.known(len(some)), self._ledger, *some):
                yield stored(position, stream, version, values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._check_open()
        if self._within:
            raise StoreError("a transaction is going on", hint="end it before the next begins")
        with told(self._where):
            unit = self._begin("medsales_transaction")
        self._within = True
        try:
            yield
            with told(self._where):
                self._end(unit)
        except BaseException:
            self._undo(unit)
            raise
        finally:
            self._within = False

    def _begin(self, name: str) -> str:
        """Begin what is stored as a whole or not at all: a savepoint, inside any other transaction."""
        if self._owns and not self._within:
            self._settle()
            self._spoilt = False
            self._patience.try_(lambda: self._connection.execute("BEGIN IMMEDIATE"))
            return ""
        self._check_alive()
        self._connection.execute(f"SAVEPOINT {name}")
        return name

    def _end(self, unit: str) -> None:
        self._check_alive()
        self._connection.execute(f"RELEASE {unit}" if unit else "COMMIT")

    def _undo(self, unit: str) -> None:
        if not self._connection.in_transaction:
            return  # after some failures, such as a full disk, SQLite has undone everything by itself
        try:
            self._connection.execute(f"ROLLBACK TO {unit}" if unit else "ROLLBACK")
            if unit:
                self._connection.execute(f"RELEASE {unit}")
        except sqlite3.Error:
            # What failed first is what the caller should hear of; half a batch may be left, and is not committed.
            self._spoilt = True

    def _settle(self) -> None:
        """Roll back what could not be rolled back when it failed, as while a disk was gone."""
        if self._owns and not self._within and self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    # ---- reading

    def _read(self, stream: str, after: int) -> Iterator[StoredEvent]:
        while rows := self._rows(sql.READ, self._ledger, stream, after):
            for version, position, *values in rows:
                yield stored(position, stream, version, values)
            after = rows[-1][0]

    def _scan(self, after: int) -> Iterator[StoredEvent]:
        while rows := self._rows(sql.SCAN, self._ledger, after):
            for position, version, stream, *values in rows:
                yield stored(position, stream, version, values)
            after = rows[-1][0]

    def _names(self, prefix: str) -> Iterator[str]:
        start: str = prefix
        last: str | None = None
        while rows := self._rows(sql.STREAMS, self._ledger, start, last):
            for (name,) in rows:
                if not name.startswith(prefix):
                    return
                yield name
            start = last = name

    def _rows(self, query: str, *values: object) -> list[Any]:
        self._check_open()
        with told(self._where):
            self._settle()
            return self._patience.try_(lambda: self._cursor().execute(query, values).fetchall())

    def _cursor(self) -> sqlite3.Cursor:
        cursor = self._connection.cursor()
        cursor.row_factory = None  # the host's connection may make dicts of rows
        return cursor

    # ---- what must be so

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("the store is closed", hint="open it again", where=self._where)

    def _check_alive(self) -> None:
        if self._spoilt:
            raise StoreError(
                "what failed in this transaction could not be undone",
                hint="roll it back, and make a new store",
                where=self._where,
            )
        if not self._connection.in_transaction:
            raise StoreError(
                "there is no open transaction to store events in",
                hint="begin one on your connection, store your rows and events, then commit both"
                if not self._owns
                else "SQLite gave it up after a failure; nothing of it was stored",
                where=self._where,
            )

    def _check_tables(self) -> None:
        if not isinstance(self._rows("SELECT 'text'")[0][0], str):
            raise StoreError(
                "the connection gives text in another type",
                hint="leave its text_factory at str",
                where=self._where,
            )
        if not has_tables(self._connection):
            raise StoreError(
                "the tables of medsales_sqlite are not in this database",
                hint="call medsales_sqlite.create_tables(connection) in a migration",
                where=self._where,
            )
        if is_older(self._connection):
            raise StoreError(
                "the tables of medsales_sqlite are those of an earlier version, which kept no chain",
                hint="call medsales_sqlite.create_tables(connection) in a migration: it upgrades them",
                where=self._where,
            )
        versions = self._rows("SELECT schema_version FROM medsales_ledger WHERE name = ?", self._ledger)
        if versions and versions[0][0] > VERSION:
            raise StoreError(
                f"the ledger has version {versions[0][0]}, this plugin knows up to {VERSION}",
                hint="install a later medsales-sqlite",
                where=self._where,
            )
