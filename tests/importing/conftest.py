"""A folder with a mapping and its files, and a store to import them into."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.importing import ImportResult, import_file, read_mapping
from medsales_core.playbook import Playbook, reference_playbook
from medsales_core.ports.store import Store, StoredEvent

NOW = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)

NONE = """
schema = 1
id = "crm"
[source]
shape = "none"
file = "deals.csv"
[values]
time_zone = "+08:00"
currency = "CNY"
empty = ["N/A"]
[deal]
id = "Id"
name = "Name"
amount = { column = "Amount" }
[stage]
column = "Stage"
entered = "Entered"
closed = "Closed"
[stage.map]
Contact = { stage = "customer-development-contact" }
Needs = { stage = "needs-discovery" }
Won = { stage = "negotiation-contract", outcome = "won" }
Lost = { outcome = "lost", reason = "price" }
"""

SNAPSHOT = (
    NONE.replace('"none"', '"snapshot"')
    + """
[history]
file = "history.csv"
key = "Deal"
stage = "Stage"
at = "At"
"""
)

HEADER = "Id,Name,Amount,Stage,Entered,Closed\n"


@attrs.define
class Bench:
    """Imports files out of a folder of its own."""

    none: ClassVar[str] = NONE
    snapshot: ClassVar[str] = SNAPSHOT
    header: ClassVar[str] = HEADER
    now: ClassVar[dt.datetime] = NOW

    folder: Path
    playbook: Playbook
    store: Store = attrs.field(factory=MemoryStore)

    def write(self, name: str, content: str | bytes) -> None:
        raw = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(raw)

    def run(self, mapping: str, files: Mapping[str, str | bytes], **options: Any) -> ImportResult:
        self.write("mapping.toml", mapping)
        for name, content in files.items():
            self.write(name, content)
        read = read_mapping(self.folder / "mapping.toml", self.playbook)
        return import_file(read, store=self.store, playbook=self.playbook, at=NOW, **options)

    def deals(self, rows: str | bytes, mapping: str = NONE, **options: Any) -> ImportResult:
        """Import deals given by their rows, under the usual header."""
        raw = rows.encode() if isinstance(rows, str) else rows
        return self.run(mapping, {"deals.csv": HEADER.encode() + raw}, **options)

    def history(self, deals: str, changes: str, mapping: str = SNAPSHOT) -> ImportResult:
        """Import deals with their history."""
        return self.run(mapping, {"deals.csv": HEADER + deals, "history.csv": "Deal,Stage,At\n" + changes})

    def stream(self, name: str) -> list[StoredEvent]:
        return list(self.store.read(name))

    def told(self, deal: str) -> list[tuple[str, str, str]]:
        """What the stream of a deal says, without its descriptions: kind, stage and day."""
        return [
            (event.kind, event.data["to"], event.occurred_at.date().isoformat() if event.occurred_at else "")
            for event in self.stream(f"deal/{deal}")
            if event.kind != "described"
        ]

    def fields(self, deal: str) -> dict[str, Any]:
        """What was last said of a deal."""
        found: dict[str, Any] = {}
        for event in self.stream(f"deal/{deal}"):
            found.update(event.data.get("fields", {}))
        return found


@pytest.fixture(scope="session")
def playbook() -> Playbook:
    return reference_playbook()


@pytest.fixture
def bench(tmp_path: Path, playbook: Playbook) -> Bench:
    return Bench(tmp_path, playbook)


@pytest.fixture(scope="session")
def none_mapping() -> str:
    return NONE


@pytest.fixture(scope="session")
def snapshot_mapping() -> str:
    return SNAPSHOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the repository; without it the tests that ask for it are skipped."""
    folder = Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("there is no folder of shared data beside the repository")
    return folder
