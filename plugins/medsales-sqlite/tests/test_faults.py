"""What was acknowledged stays, and what failed leaves nothing: killed processes, full disks, failing statements."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from medsales_core.errors import StoreError
from medsales_core.testing.store_samples import NOW, event, events, plain
from medsales_sqlite import SqliteStore

# Appends batches of three and prints the last id of each once it is acknowledged.
WRITER = """
import sys
from medsales_core.testing.store_samples import NOW, events
from medsales_sqlite import SqliteStore
{before}
store = SqliteStore.open(sys.argv[1])
for n in range(100_000):
    ids = [f"{{n}}{{part}}" for part in "abc"]
    store.append(f"s{{n % 5}}", events(*ids), expected_version=None, recorded_at=NOW)
    print(ids[-1], flush=True)
"""


def writer(path: Path, before: str = "") -> "subprocess.Popen[str]":
    code = WRITER.format(before=before)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def check_whole(path: Path, acknowledged: list[str]) -> None:
    """The store holds whole batches in their order: those acknowledged, and at most the one under way."""
    with SqliteStore.open(path, create=False) as store:
        found = list(store.scan())
        versions = {stream: [e.version for e in store.read(stream)] for stream in store.streams()}
    ends = [e.event_id for e in found if e.event_id.endswith("c")]
    assert ends[: len(acknowledged)] == acknowledged
    assert len(ends) - len(acknowledged) in (0, 1)
    assert [e.event_id for e in found] == [f"{n}{part}" for n in range(len(ends)) for part in "abc"]
    assert [e.position for e in found] == list(range(1, len(found) + 1))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in versions.values())


@pytest.mark.parametrize("count", [1, 7, 60])
def test_a_killed_process_loses_nothing_that_was_acknowledged(count: int, tmp_path: Path) -> None:
    with writer(path := tmp_path / "x.db") as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(count)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    assert process.returncode == -signal.SIGKILL
    check_whole(path, acknowledged)


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits there")
def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"
    with writer(path := tmp_path / "x.db", limit) as process:
        out, err = process.communicate()
    assert "is full" in err.splitlines()[-2]
    assert "make room" in err.splitlines()[-1] or "free space" in err.splitlines()[-1]
    check_whole(path, out.split())


def test_a_full_database_is_told_and_works_again_when_there_is_room(tmp_path: Path) -> None:
    big = {"text": "x" * 3000}
    with SqliteStore.open(tmp_path / "x.db") as store:
        (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        batches = ([event(f"{number}{part}", data=big) for part in "abc"] for number in range(1000))
        stored = 0
        with pytest.raises(StoreError, match="full"):  # noqa: PT012  which append fails is not known before
            for stored, batch in enumerate(batches):
                store.append("s", batch, expected_version=3 * stored, recorded_at=NOW)
        assert [e.version for e in store.read("s")] == list(range(1, 3 * stored + 1))
        with pytest.raises(StoreError), store.transaction():
            store.append("t", batch, expected_version=0, recorded_at=NOW)
        store._connection.execute("PRAGMA max_page_count = 1000000")
        (first, *_) = store.append("s", batch, expected_version=3 * stored, recorded_at=NOW)
        assert (first.position, first.version) == (3 * stored + 1, 3 * stored + 1)


class Faulty:
    """A connection, and its cursors, of which the n-th statement fails; for ever after if *lasting*."""

    def __init__(self, real: Any, budget: list[int], *, lasting: bool) -> None:
        self._real, self._budget, self._lasting = real, budget, lasting

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def cursor(self) -> "Faulty":
        return Faulty(self._real.cursor(), self._budget, lasting=self._lasting)

    def execute(self, *args: Any) -> Any:
        self._spend()
        return self._real.execute(*args)

    def executemany(self, query: str, rows: Any) -> Any:
        for row in rows:
            self._spend()
            self._real.execute(query, row)

    def _spend(self) -> None:
        self._budget[0] -= 1
        if self._budget[0] == 0 or (self._lasting and self._budget[0] < 0):
            raise sqlite3.OperationalError("disk I/O error")


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_a_failing_statement_leaves_nothing(tmp_path: Path, lasting: bool, together: bool) -> None:
    with SqliteStore.open(tmp_path / "x.db") as store:
        real = store._connection
        store.append("s", events("first"), expected_version=0, recorded_at=NOW)
        before = plain(store.scan())
        for number in range(1, 40):
            store._connection = Faulty(real, [number], lasting=lasting)  # type: ignore[assignment]
            failed = fails(store, together=together)
            store._connection = real
            if not failed:
                break
            assert plain(store.scan()) == before, f"statement {number} failed, and something was stored"
        assert (12 if together else 6) < number < 39, "not every statement was made to fail"
        assert [e.position for e in store.scan()] == list(range(1, 5 if together else 4))


def fails(store: SqliteStore, *, together: bool) -> bool:
    try:
        write(store, together=together)
    except StoreError:
        return True
    return False


def write(store: SqliteStore, *, together: bool) -> None:
    if not together:
        store.append("s", events("a", "b"), expected_version=1, recorded_at=NOW)
        return
    with store.transaction():
        store.append("s", events("a", "b"), expected_version=1, recorded_at=NOW)
        store.append("t", events("c"), expected_version=0, recorded_at=NOW)


def test_a_failure_that_cannot_be_undone_is_not_committed(tmp_path: Path) -> None:
    """Not even when the host catches the error and goes on as if nothing had been."""
    with SqliteStore.open(tmp_path / "x.db") as store:
        for number in range(2, 9):  # from the statement after the savepoint to the last event
            with pytest.raises(StoreError, match="could not be undone"):
                go_on_after_a_failure(store, number)
            assert list(store.scan()) == []


def go_on_after_a_failure(store: SqliteStore, number: int) -> None:
    real = store._connection
    with store.transaction():
        store._connection = Faulty(real, [number], lasting=True)  # type: ignore[assignment]
        with suppress(StoreError):
            store.append("s", events("a", "b"), expected_version=0, recorded_at=NOW)
        store._connection = real
