"""The reference store keeps the rules that it is the reference for."""

from pathlib import Path

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.ports.store import Store
from medsales_core.testing.store_kit import StoreConformance


class TestMemoryStore(StoreConformance):
    chained = True

    def open_store(self, place: Path, *, ledger: str = "main") -> Store:
        return MemoryStore()
