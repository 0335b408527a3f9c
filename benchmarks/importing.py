"""Importing an export of 8,800 rows into SQLite, beside the floor of reading and inserting the bare rows.

Run: ``python benchmarks/importing.py [ROWS]``. The export is made up by this file (SYNTHETIC).
"""

import csv
import datetime as dt
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from medsales_core import reference_playbook
from medsales_core.importing import import_file, read_mapping
from medsales_core.plugins import Registry

ROUNDS = 3
AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
MAPPING = """
schema = 1
id = "bench"

[source]
shape = "none"
file = "deals.csv"

[values]
date_formats = ["%Y-%m-%d"]
time_zone = "+08:00"
currency = "CNY"

[deal]
id = { column = "id" }
name = { column = "name" }
owner_id = { column = "owner" }
amount = { column = "amount" }

[stage]
column = "stage"
entered = { column = "entered", stage = "needs-discovery" }
closed = "closed"
map.Talk = { stage = "needs-discovery" }
map.Won = { stage = "needs-discovery", outcome = "won" }
map.Lost = { stage = "needs-discovery", outcome = "lost", reason = "other" }
"""


def write_export(path: Path, rows: int) -> None:
    rng = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "name", "owner", "amount", "stage", "entered", "closed"))
        for number in range(rows):
            stage = rng.choice(("Talk", "Won", "Lost", "Won"))
            start = dt.date(2025, 1, 1) + dt.timedelta(days=rng.randrange(300))
            end = "" if stage == "Talk" else start + dt.timedelta(days=rng.randrange(1, 120))
            out.writerow(
                (f"D-{number}", f"Deal {number}", f"R-{number % 35}", rng.randrange(10**6), stage, start, end)
            )


def ours(folder: Path) -> None:
    playbook = reference_playbook()
    mapping = read_mapping(folder / "deals.toml", playbook)
    with Registry.discover().open_store(str(folder / f"{time.perf_counter_ns()}.db")) as store:
        import_file(mapping, store=store, playbook=playbook, at=AT)


def floor(folder: Path) -> None:
    """The bare rows as JSON in one table, in one durable transaction."""
    connection = sqlite3.connect(folder / f"{time.perf_counter_ns()}.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE row (id TEXT PRIMARY KEY, data BLOB)")
    connection.execute("BEGIN IMMEDIATE")
    with (folder / "deals.csv").open(encoding="utf-8", newline="") as file:
        rows = ((row["id"], json.dumps(row).encode()) for row in csv.DictReader(file))
        connection.executemany("INSERT INTO row VALUES (?, ?)", rows)
    connection.execute("COMMIT")
    connection.close()


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(folder / "deals.csv", rows)
        (folder / "deals.toml").write_text(MAPPING, encoding="utf-8")
        times: dict[str, list[float]] = {"floor: bare rows": [], "medsales import": []}
        work: dict[str, Callable[[Path], None]] = {"floor: bare rows": floor, "medsales import": ours}
        for _ in range(ROUNDS):
            for label, run in work.items():
                start = time.process_time()
                run(folder)
                times[label].append(time.process_time() - start)
    print(f"{rows} rows{'':18}{'median s':>10}{'best s':>10}  (CPU)")
    for label, values in times.items():
        print(f"{label:24}{statistics.median(values):10.2f}{min(values):10.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8_800)
