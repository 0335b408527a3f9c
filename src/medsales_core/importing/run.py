"""The import itself: look at the files, read them row by row, and append what is new in one transaction."""

import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from medsales_core.errors import ValueRefused
from medsales_core.importing.files import open_sources
from medsales_core.importing.mapping import Column, FileSpec, Mapping, Target
from medsales_core.importing.rejects import RejectLog
from medsales_core.importing.result import ImportResult
from medsales_core.importing.subjects import Run, read_deals, read_join
from medsales_core.playbook import Playbook
from medsales_core.ports.store import Store

__all__ = ["import_file"]


def import_file(
    mapping: Mapping,
    *,
    store: Store,
    playbook: Playbook,
    at: dt.datetime,
    base: Path | None = None,
    rejects: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportResult:
    """Read the files of *mapping* and append what is new in them to *store*: all of it, or nothing.

    Rows are streamed; what grows with the files is the set of ids alone. Importing the same files again
    appends nothing, importing a newer export appends what is new.

    Args:
        mapping: How the files are read.

        store: Where the events go; it must not be in a transaction.

        playbook: The playbook the mapping was read for.

        at: The time now, with its zone.

        base: The folder that paths are relative to, if not that of the mapping.

        rejects: Where rows that are not taken are written: as CSV, or as JSON lines with any other ending.

        progress: Called now and then with the number of rows read so far.

    Raises:
        SourceUnusable: A file is missing or not what the mapping says; nothing was written.

        StoreError: The store could not write; nothing was written.

        ValueRefused: *at* has no zone, or the mapping was read for another playbook.
    """
    if at.utcoffset() is None:
        raise ValueRefused("the time of an import has its zone", hint="add tzinfo")
    if mapping.playbook != playbook.hash:
        raise ValueRefused(
            f"mapping {mapping.id!r} was read for another playbook", hint="read_mapping(path, playbook)"
        )
    folder = base or mapping.folder
    sources = open_sources([(spec, folder / spec.file, _columns(mapping, spec)) for spec in mapping.files])
    with RejectLog(rejects) as log, tempfile.TemporaryDirectory(prefix="medsales-") as scratch:
        run = Run(mapping=mapping, sources=sources, store=store, at=at, rejects=log, progress=progress)
        with store.transaction():
            for join in mapping.joins:
                read_join(run, join)
            read_deals(run, Path(scratch))
        run.tell()
    return run.result()


def _columns(mapping: Mapping, spec: FileSpec) -> frozenset[str]:
    """The columns that *mapping* asks of the file of *spec*."""
    if spec is mapping.file:
        stages = mapping.stages
        return _names((mapping.key, stages.column, stages.entered, stages.closed), mapping.targets)
    history = mapping.history
    if history and spec is history.file:
        return _names((history.key, history.stage, history.at, history.order), ())
    join = next(join for join in mapping.joins if join.file is spec)
    return _names((join.key,), join.targets)


def _names(columns: Sequence[Column | None], targets: Sequence[Target]) -> frozenset[str]:
    every = [*filter(None, columns), *(part.column for target in targets for part in target.parts)]
    return frozenset(name for column in every for name in (column.name, column.currency_column) if name)
