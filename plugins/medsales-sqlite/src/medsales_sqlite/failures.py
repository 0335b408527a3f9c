"""What SQLite says when it cannot, told as errors of the store that say what would mend it."""

import sqlite3
from types import TracebackType
from typing import ClassVar, Final

from medsales_core.errors import StoreError

__all__ = ["StoreBusy", "is_busy", "told"]


class StoreBusy(StoreError):
    """Others kept the database locked for as long as we were told to wait: try again later."""

    code: ClassVar[str] = "store-busy"


# By primary result code: the first eight bits of what SQLite returns.
_TOLD: Final = {
    sqlite3.SQLITE_NOTADB: (
        "this is no SQLite database",
        "check the path; a store is made by opening a file that is not there",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the database file is damaged",
        "stop writing to it, keep a copy, and restore the last backup",
    ),
    sqlite3.SQLITE_READONLY: (
        "the database cannot be written to",
        "check the rights of the file and of its directory, or how the connection was opened",
    ),
    sqlite3.SQLITE_FULL: (
        "the disk or the database is full; nothing of this was stored",
        "make room, then append the same events again",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk failed or is full; nothing of this was stored",
        "check the disk and its free space, then append the same events again",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the database file cannot be opened",
        "check that its directory is there and may be written to",
    ),
    sqlite3.SQLITE_PERM: ("the database file may not be used", "check the rights of the file"),
    sqlite3.SQLITE_TOOBIG: ("the data of one event is too big for SQLite", "keep documents elsewhere"),
}
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else has the lock."""
    return _primary(error) in _BUSY


class told:  # noqa: N801  read as a word: ``with told(path): ...``
    """Raise whatever SQLite raises inside as a `StoreError` at *where*."""

    # A class, since the generator of `contextlib` would cost more than the rest of a short append.
    __slots__ = ("_where",)

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.Error):
            raise _tell(error, self._where) from error


def _tell(error: sqlite3.Error, where: str) -> StoreError:
    if is_busy(error):
        return StoreBusy(
            "the database is locked by others",
            hint="try again, wait longer, or look for a transaction that is left open",
            where=where,
        )
    if "thread" in str(error) and isinstance(error, sqlite3.ProgrammingError):
        return StoreError("a store was used by two threads", hint="open one in each thread", where=where)
    message, hint = _TOLD.get(_primary(error), (f"SQLite refused: {error}", ""))
    return StoreError(message, hint=hint, where=where)


def _primary(error: sqlite3.Error) -> int:
    # Errors that Python itself raises, such as of a closed connection, carry no code.
    code: int = getattr(error, "sqlite_errorcode", -1)
    return code & 0xFF if code >= 0 else code
