"""What this plugin provides to a playbook."""

from medsales_core.plugins import hookimpl
from medsales_core.ports.store import StoreProvider
from medsales_core.text import text
from medsales_sqlite.store import SqliteStore

__all__ = ["medsales_stores"]


@hookimpl
def medsales_stores() -> list[StoreProvider]:
    """The one store of this plugin."""
    return [
        StoreProvider(
            scheme="sqlite",
            suffixes=(".db", ".sqlite"),
            title=text("SQLite file", "SQLite文件"),
            open=SqliteStore.open,
        )
    ]
