"""Memory: an import holds the ids of its file, and no more, however long the file is."""

import datetime as dt
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from medsales_core.importing import import_file, read_mapping
from medsales_core.playbook import Playbook
from medsales_core.ports.store import NewEvent, Store, StoredEvent

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


class Sink(Store):
    """Takes events and keeps none, so that what is measured is the import alone."""

    taken = 0

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        self.taken += len(events)
        return ()

    def version(self, stream: str) -> int:
        return 0

    def read(self, stream: str, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter(())

    def scan(self, *, after: int = 0) -> Iterator[StoredEvent]:
        return iter(())

    def streams(self, prefix: str = "") -> Iterator[str]:
        return iter(())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        yield

    def close(self) -> None:
        pass


def ids(rows: int) -> dict[str, int]:
    return {f"D-{number:07}": number for number in range(rows)}


def peak(folder: Path, mapping: str, playbook: Playbook, rows: int) -> tuple[int, int]:
    """The most bytes that an import of *rows* deals holds beyond their ids, and the events it makes."""
    with (folder / "deals.csv").open("w", encoding="utf-8") as file:
        file.write("Id,Name,Amount,Stage,Entered,Closed\n")
        for number, deal in enumerate(ids(rows)):
            bad = "x" if number % 50 == 0 else ""
            file.write(f'{deal},"a name, {number}",{number % 99}{bad},Needs,2024-01-{number % 28 + 1:02},\n')
    with (folder / "history.csv").open("w", encoding="utf-8") as file:
        file.write("Deal,Stage,At\n")
        for number in range(rows):
            file.write(f"D-{rows - number - 1:07},Contact,2024-01-{number % 28 + 1:02}\n")
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    read, store = read_mapping(folder / "m.toml", playbook), Sink()
    tracemalloc.start()
    known = ids(rows)
    floor = tracemalloc.get_traced_memory()[0]
    del known
    tracemalloc.reset_peak()
    import_file(read, store=store, playbook=playbook, at=NOW)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most - floor, store.taken


@pytest.mark.parametrize("shape", ["none", "snapshot"])
def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, playbook: Playbook, none_mapping: str, snapshot_mapping: str, shape: str
) -> None:
    mapping = none_mapping if shape == "none" else snapshot_mapping
    peak(tmp_path, mapping, playbook, 100)
    short, few = peak(tmp_path, mapping, playbook, 800)
    long, many = peak(tmp_path, mapping, playbook, 3_200)
    assert many == 4 * few
    # A row alone takes 300 bytes and more, its events 3,000; the kept rejects and their counts are what grows.
    assert long - short < 100 * 2_400
