"""Several processes write to one stream: every version is given once, and who lost the race is told."""

import subprocess
import sys
from pathlib import Path

from medsales_sqlite import SqliteStore

WRITER = """
import sys
from medsales_core.errors import VersionConflict
from medsales_core.testing.store_samples import NOW, events
from medsales_sqlite import SqliteStore

won = lost = 0
with SqliteStore.open(sys.argv[1], wait=30) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    while won < 60:
        seen = store.version("s")
        try:
            store.append("s", events(f"{sys.argv[2]} {won}"), expected_version=seen, recorded_at=NOW)
            won += 1
        except VersionConflict as conflict:
            assert conflict.actual > conflict.expected == seen
            lost += 1
print(won, lost)
"""


def test_two_processes_that_race_on_one_stream_give_every_version_once(tmp_path: Path) -> None:
    path = str(tmp_path / "x.db")
    both = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, path, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    assert [process.stdout and process.stdout.readline() for process in both] == ["ready\n", "ready\n"]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate()[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [won for won, _ in answers] == ["60", "60"]
    assert any(int(lost) for _, lost in answers), "they never met, so nothing was tested"
    with SqliteStore.open(path) as store:
        found = list(store.read("s"))
        assert [e.position for e in store.scan()] == list(range(1, 121))
    assert [e.version for e in found] == list(range(1, 121))
    for name in ("one", "two"):
        mine = [e.event_id for e in found if e.event_id.startswith(name)]
        assert mine == [f"{name} {number}" for number in range(60)]
