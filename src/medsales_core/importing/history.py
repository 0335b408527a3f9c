"""The file of stage changes, in any order: put into a temporary SQLite file, so that it need not fit memory."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from medsales_core.importing.cells import Values, cleaned
from medsales_core.importing.files import Source
from medsales_core.importing.mapping import History
from medsales_core.importing.mapping import Mapping as ImportMapping
from medsales_core.importing.rejects import BadCell, RejectLog, SourceUnusable, near

__all__ = ["Change", "HistoryIndex"]

_TABLE: Final = (
    "CREATE TABLE change (key TEXT, at INTEGER, rank ANY, line INTEGER, stage TEXT, moment TEXT, row TEXT)"
)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_LARGEST: Final = 2**63
_moment = lru_cache(maxsize=4096)(dt.datetime.fromisoformat)


class Change(NamedTuple):
    """One row of the history: the value of its stage column, when, and where it stands."""

    stage: str
    at: dt.datetime
    line: int
    row: tuple[str, ...]


class HistoryIndex:
    """The rows of a history by deal, each deal's in the order in which they happened.

    Args:
        folder: A temporary folder.
    """

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "history.sqlite", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(_TABLE)

    def fill(
        self,
        mapping: ImportMapping,
        source: Source,
        values: Values,
        rejects: RejectLog,
        tick: Callable[[], None],
    ) -> None:
        """Take in the rows of *source*; those that cannot be read go to *rejects*."""
        assert mapping.history is not None
        rows = _rows(mapping.history, mapping.stages.rules, source, values, rejects, tick)
        try:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self._database.execute("COMMIT")
            self._database.execute("CREATE INDEX by_key ON change (key, at, rank, line)")
        except sqlite3.Error as problem:
            raise SourceUnusable(
                f"the rows cannot be put in order: {problem}",
                hint="make room in the folder of temporary files",
                where=source.name,
            ) from problem

    def of(self, deal: str) -> Iterator[Change]:
        """The changes of *deal*, oldest first; of one moment in the declared order, else in that of the file."""
        found = self._database.execute(
            "SELECT stage, moment, line, row FROM change WHERE key = ? ORDER BY at, rank, line", (deal,)
        )
        for stage, moment, line, row in found:
            yield Change(stage, _moment(moment), line, tuple(json.loads(row)))

    def rows(self) -> Iterator[tuple[str, int, list[str]]]:
        """All rows in the order of the file: deal, line and cells."""
        for key, line, row in self._database.execute("SELECT key, line, row FROM change ORDER BY line"):
            yield key, line, json.loads(row)

    def close(self) -> None:
        """Let the temporary file go."""
        self._database.close()


def _rows(
    history: History,
    known: Mapping[str, object],
    source: Source,
    values: Values,
    rejects: RejectLog,
    tick: Callable[[], None],
) -> Iterator[tuple[object, ...]]:
    columns = source.columns
    key, stage = (
        cleaned(history.key, columns[history.key.name]),
        cleaned(history.stage, columns[history.stage.name]),
    )
    at = cleaned(history.at, columns[history.at.name])
    order = cleaned(history.order, columns[history.order.name]) if history.order else None
    for line, row in source.read(rejects):
        tick()
        try:
            deal, value, moment = key(row), stage(row), at(row)
            _check(history, known, deal, value, moment)
            when = values.dates.moment(moment, history.at.name)
        except BadCell as bad:
            rejects.bad_cell(bad, source.name, line, row)
            continue
        rank = _rank(order(row)) if order else 0
        yield deal, (when - _EPOCH) // _MICROSECOND, rank, line, value, when.isoformat(), json.dumps(row)


def _check(history: History, known: Mapping[str, object], deal: str, stage: str, moment: str) -> None:
    if not deal:
        raise BadCell("missing-id", history.key.name, "")
    if stage not in known:
        names = ", ".join(known)
        raise BadCell("unknown-stage", history.stage.name, stage, known=names, near=near(stage, known))
    if not moment:
        raise BadCell("missing-value", history.at.name, "")


def _rank(cell: str) -> int | str:
    """Whole numbers go by size and before all else; anything else goes by code point."""
    try:
        number = int(cell)
    except ValueError:
        return cell
    return number if -_LARGEST <= number < _LARGEST else cell
