"""The store beside raw sqlite3, in the same run: run ``python bench_store.py [DIRECTORY]``; only ratios carry over.

The figures of the chain are of the processor, the others of the clock.
"""

# ruff: noqa: INP001, T201  a script that prints numbers

import datetime as dt
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path

import medsales_sqlite.store
from medsales_core.canonical import canonical
from medsales_core.ports.proof import verify
from medsales_core.ports.store import NewEvent, StoredEvent
from medsales_sqlite import SqliteStore
from medsales_sqlite.rows import content
from medsales_sqlite.statements import ADD_EVENT, ADD_LEDGER, ADD_STREAM, HEADS, RAISE_HEAD, RAISE_VERSION

NOW = dt.datetime(2026, 3, 31, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DATA = {"field": "needs", "value": {"id": "n1", "root_cause": "x" * 60, "desired_outcome": "y" * 40}}
SINGLE, BULK, ROUNDS = 200, 10_000, 12
NUMBERS = count()


def news(number: int) -> list[NewEvent]:
    return [
        NewEvent(
            event_id=f"{next(NUMBERS) * 2654435761 % 2**32:08x}-event-{index:08d}",
            kind="recorded",
            occurred_at=NOW,
            actor="u-17",
            playbook="sha256:" + "a" * 24,
            data=DATA,
        )
        for index in range(number)
    ]


def mark(number: int) -> bytes:
    """Something of the length of a hash, which is another for every event."""
    return number.to_bytes(32, "big")


def rate(number: int, work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return number / (clock() - start)


def raw_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "cache_size = -65536",
        "wal_autocheckpoint = 4096",
    ):
        connection.execute(f"PRAGMA {setting}")
    return connection


def raw_single(connection: sqlite3.Connection, start: int) -> Callable[[], None]:
    """The least that is durable and ordered: one table, one statement, one commit an event."""
    rows = [
        (f"deal/{n % 50}", start + n, event.event_id, event.kind, NOW.isoformat(), NOW.isoformat(), "u-17",
         event.playbook, canonical(event.data))
        for n, event in enumerate(news(SINGLE))
    ]  # fmt: skip

    def work() -> None:
        for row in rows:
            connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    return work


def raw_tables(connection: sqlite3.Connection, start: int) -> Callable[[], None]:
    """The statements of the store into the same tables, with values made beforehand."""
    rows = [
        (1, start + n, 1, start + n, *content(event, NOW.isoformat(), canonical(event.data)), mark(start + n))
        for n, event in enumerate(news(SINGLE))
    ]

    def work() -> None:
        for row in rows:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(HEADS, ("deal/0", "main")).fetchone()
            connection.execute(RAISE_HEAD, (row[1], row[-1], 1))
            connection.execute(RAISE_VERSION, (row[3], 1))
            connection.execute(ADD_EVENT, row)
            connection.execute("COMMIT")

    return work


def raw_bulk(connection: sqlite3.Connection, start: int) -> Callable[[], None]:
    """The same rows into the same tables, made beforehand."""
    rows = [
        (
            1,
            start + n,
            1 + n % 500,
            start + n,
            *content(event, NOW.isoformat(), canonical(event.data)),
            mark(start + n),
        )
        for n, event in enumerate(news(BULK))
    ]

    def work() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(ADD_EVENT, rows)
        connection.execute("COMMIT")

    return work


def appends(store: SqliteStore, number: int, size: int) -> Callable[[], None]:
    events = news(number)

    def work() -> None:
        for first in range(0, number, size):
            stream = f"deal/{first // size % 500}"
            store.append(stream, events[first : first + size], expected_version=None, recorded_at=NOW)

    return work


def together(store: SqliteStore, size: int) -> Callable[[], None]:
    work = appends(store, BULK, size)

    def all_in_one() -> None:
        with store.transaction():
            work()

    return all_in_one


def unlinked(work: Callable[[], object]) -> Callable[[], None]:
    """The same work with a mark of every event in place of its hash: what the hashing costs."""

    def work_without() -> None:
        hashing, medsales_sqlite.store.link_of = medsales_sqlite.store.link_of, marked
        try:
            work()
        finally:
            medsales_sqlite.store.link_of = hashing

    return work_without


def marked(previous: str, position: int, *rest: object) -> str:
    return mark(position).hex()


def hashed_alone(events: list[StoredEvent]) -> None:
    """The least that a proof has to do once the events are read: write the data as text, and hash twice."""
    encode, last = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode, b""
    for event in events:
        last = sha256(last + sha256(encode(event.data).encode()).digest()).digest()


def hashing(directory: Path) -> None:
    """What the hashing costs, in two stores that are alike in all else; who begins changes by turns."""
    with SqliteStore.open(directory / "linked.db") as one, SqliteStore.open(directory / "plain.db") as other:
        for title, number, size in (
            ("bulk, one batch", BULK, BULK),
            ("bulk, one by one", BULK, 1),
            ("one durable event", SINGLE, 1),
        ):
            ratios = []
            for turn in range(2 * ROUNDS):
                linked, plain = (
                    together(store, size) if number == BULK else appends(store, number, size)
                    for store in (one, other)
                )
                works = {"linked": linked, "plain": unlinked(plain)}
                names = list(works) if turn % 2 else list(works)[::-1]
                rates = {name: rate(number, works[name], time.process_time) for name in names}
                ratios.append(rates["linked"] / rates["plain"])
            print(f"{title}, of the same without hashing: {statistics.median(ratios):.2f}")


def verifying(directory: Path) -> None:
    """How fast a ledger is verified, beside its scan and the hashing alone."""
    found: dict[str, list[float]] = {}
    with SqliteStore.open(directory / "verified.db") as store:
        for _ in range(5):
            together(store, 20)()
        held, events = store.head().position, list(store.scan())
        assert verify(store).is_whole
        for _ in range(ROUNDS // 2):
            for name, work in (
                ("scan alone", lambda: sum(1 for _ in store.scan())),
                ("JSON and SHA-256 alone", lambda: hashed_alone(events)),
                ("verify", lambda: verify(store)),
            ):
                found.setdefault(name, []).append(rate(held, work, time.process_time))
    tell(found)
    size = (directory / "verified.db").stat().st_size
    print(f"{size / held:.0f} bytes an event, 32 of them its hash")


def tell(found: dict[str, list[float]]) -> None:
    for name, rates in found.items():
        print(f"{name:34} median {statistics.median(rates):10,.0f}/s   best {max(rates):10,.0f}/s")


def main(directory: Path) -> None:
    floor = raw_connection(directory / "floor.db")
    floor.execute(
        "CREATE TABLE event (stream TEXT, version INTEGER, event_id TEXT, kind TEXT, occurred_at TEXT,"
        " recorded_at TEXT, actor TEXT, playbook TEXT, data BLOB, UNIQUE (stream, version))"
    )
    for name in ("tables.db", "bulk.db"):
        SqliteStore.open(directory / name).close()
    same, bulk = (raw_connection(directory / name) for name in ("tables.db", "bulk.db"))
    same.execute(ADD_LEDGER, ("main", mark(0), 2))
    same.execute(ADD_STREAM, (1, "deal/0"))
    bulk.execute("PRAGMA foreign_keys = OFF")
    store = SqliteStore.open(directory / "store.db")
    found: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        for name, number, work in (
            ("raw sqlite3, one durable event", SINGLE, raw_single(floor, turn * SINGLE)),
            ("... the store's statements", SINGLE, raw_tables(same, 1 + turn * SINGLE)),
            ("store, one durable event", SINGLE, appends(store, SINGLE, 1)),
            ("raw executemany, same tables", BULK, raw_bulk(bulk, 1 + turn * BULK)),
            ("store, bulk, one batch", BULK, together(store, BULK)),
            ("store, bulk, batches of 20", BULK, together(store, 20)),
            ("store, bulk, one by one", BULK, together(store, 1)),
        ):
            found.setdefault(name, []).append(rate(number, work))
        held = turn * (3 * BULK + SINGLE) + 3 * BULK + SINGLE
        found.setdefault("scan", []).append(rate(held, lambda: sum(1 for _ in store.scan())))
        found.setdefault("streams of about 20 read", []).append(rate(500, lambda: read_streams(store)))
    tell(found)
    for floor_name in ("raw sqlite3, one durable event", "... the store's statements"):
        pairs = zip(found["store, one durable event"], found[floor_name], strict=True)
        print(f"one durable event, of {floor_name}: {statistics.median(a / b for a, b in pairs):.2f}")
    hashing(directory)
    verifying(directory)


def read_streams(store: SqliteStore) -> None:
    for number in range(500):
        version = store.version(f"deal/{number}")
        list(store.read(f"deal/{number}", after=version - 20))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as place:
        main(Path(place))
