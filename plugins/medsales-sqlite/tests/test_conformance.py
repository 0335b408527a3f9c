"""The SQLite store keeps every rule of the port, in a file of its own and on a host's connection."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from medsales_core.ports.store import Store
from medsales_core.testing.plugin_kit import PluginConformance
from medsales_core.testing.store_kit import StoreConformance
from medsales_sqlite import SqliteStore, create_tables


class TestOwnFile(StoreConformance):
    durable = True
    multi_process = True
    chained = True

    def open_store(self, place: Path, *, ledger: str = "main") -> Store:
        return SqliteStore.open(place / "events.db", ledger=ledger)


class TestHostConnection(StoreConformance):
    """All of it inside one transaction of the host, whose connection returns rows of another kind."""

    chained = True

    def open_store(self, place: Path, *, ledger: str = "main") -> Store:
        connection = sqlite3.connect(place / "host.db", isolation_level=None)
        self._connections.append(connection)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = OFF")
        create_tables(connection)
        connection.execute("BEGIN")
        return SqliteStore(connection, ledger=ledger)

    def machine_settings(self) -> settings:
        return settings(super().machine_settings(), max_examples=8)

    @pytest.fixture(autouse=True)
    def _close_connections(self) -> Iterator[None]:
        self._connections: list[sqlite3.Connection] = []
        yield
        for connection in self._connections:
            connection.close()


class TestPlugin(PluginConformance):
    package = "medsales_sqlite"
