"""Events of `medsales_core` in SQLite: one file of their own, or tables in the host's database."""

from medsales_sqlite.failures import StoreBusy
from medsales_sqlite.schema import create_tables
from medsales_sqlite.store import SqliteStore

__all__ = ["SqliteStore", "StoreBusy", "create_tables"]
