"""The import through an importer of a plugin: it reads, and what it read becomes events here."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from medsales_core.engine.evidence import recordable
from medsales_core.errors import MedsalesError, PluginError, UnknownName, ValueRefused
from medsales_core.importing.events import Known, Place, Writer, pending
from medsales_core.importing.files import sha256_of
from medsales_core.importing.rejects import Reject, RejectLog, near
from medsales_core.importing.result import FileRead, ImportResult
from medsales_core.importing.stages import Step
from medsales_core.model.deal import Deal
from medsales_core.playbook import Playbook
from medsales_core.ports.importer import Importer, RejectedRow, RowRead, SourceUnusable
from medsales_core.ports.store import Store
from medsales_core.wire import to_data

__all__ = ["import_rows"]

_TICK: Final = 500


def import_rows(
    importer: Importer,
    source: Path,
    *,
    store: Store,
    playbook: Playbook,
    at: dt.datetime,
    process: str = "deal",
    rejects: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportResult:
    """Read *source* with *importer* and append what is new in it to *store*: all of it, or nothing.

    Args:
        importer: What reads the file.

        source: The file.

        store: Where the events go; it must not be in a transaction.

        playbook: Whose stages the deals run through.

        at: The time now, with its zone.

        process: The process that the deals run through.

        rejects: Where rows that are not taken are written: as CSV, or as JSON lines with any other ending.

        progress: Called now and then with the number of rows read so far.

    Raises:
        SourceUnusable: The file is missing or not of the importer's kind; nothing was written.

        PluginError: The importer failed; nothing was written.

        UnknownName: The playbook has no such process.

        StoreError: The store could not write; nothing was written.

        ValueRefused: *at* has no zone.
    """
    if at.utcoffset() is None:
        raise ValueRefused("the time of an import has its zone", hint="add tzinfo")
    if process not in playbook.processes:
        raise UnknownName.among("process", process, playbook.processes)
    with RejectLog(rejects) as log:
        run = _Run(importer, _place(source), store, playbook, process, at, log)
        with store.transaction():
            for answer in _answers(importer, source, playbook):
                run.take(answer)
                if progress and run.rows % _TICK == 0:
                    progress(run.rows)
        if progress:
            progress(run.rows)
    return run.result()


def _place(source: Path) -> Place:
    try:
        return Place(source.name, sha256_of(source))
    except OSError as problem:
        raise SourceUnusable(
            f"the file cannot be read: {problem.strerror or problem}",
            hint="name a file that is there and may be read",
            where=source.name,
        ) from problem


def _answers(importer: Importer, source: Path, playbook: Playbook) -> Iterator[RowRead | RejectedRow]:
    """What the importer says; whatever else goes wrong in it is a failure of the importer, by its name."""
    try:
        yield from importer.read(source, playbook.processes)
    except MedsalesError:
        raise
    except Exception as problem:
        raise PluginError(
            f"importer {importer.id!r} failed on {source.name}: {type(problem).__name__}: {problem}",
            hint="nothing was written; report it to whoever made the importer",
        ) from problem


class _Run:
    """One import: what it works with, and what is counted while the rows go by."""

    def __init__(
        self,
        importer: Importer,
        place: Place,
        store: Store,
        playbook: Playbook,
        process: str,
        at: dt.datetime,
        rejects: RejectLog,
    ) -> None:
        self._importer, self._place, self._store, self._at, self._rejects = (
            importer,
            place,
            store,
            at,
            rejects,
        )
        self._process = process
        self._positions = {stage.id: stage.position for stage in playbook.processes[process].stages}
        self._lines: dict[str, int] = {}
        self.rows = self._subjects = self._events = self._known = self._undated = self._moved = 0
        self._writer = Writer(
            store=store,
            mapping=importer.id,
            root="deal",
            prefix="deal",
            playbook=playbook.hash,
            process=process,
            positions=self._positions,
        )

    def take(self, answer: RowRead | RejectedRow) -> None:
        """One row."""
        self.rows += 1
        if isinstance(answer, RejectedRow):
            self._rejects.take(Reject(file=self._place.file, **attrs.asdict(answer, recurse=False)))
        elif not self._is_refused(answer):
            self._write(answer)

    def _is_refused(self, row: RowRead) -> bool:
        """Whether the row does not fit the playbook, or the rows before it; then it is told."""
        first = self._lines.setdefault(row.deal.id, row.line)
        if first != row.line:
            self._refuse(row, "repeated-deal", value=row.deal.id, first=first)
            return True
        unknown = [entered.stage for entered in row.stages if entered.stage not in self._positions]
        if unknown:
            hint = near(unknown[0], self._positions)
            self._refuse(row, "unknown-process-stage", value=unknown[0], process=self._process, near=hint)
        return bool(unknown)

    def _refuse(self, row: RowRead, code: str, **parts: Any) -> None:
        self._rejects.add(code, self._place.file, row.line, (row.deal.id,), **parts)

    def _write(self, row: RowRead) -> None:
        steps = [Step(s.stage, s.outcome, s.at, s.reason, line=row.line) for s in row.stages]
        known = self._writer.known(row.deal.id)
        version = known.version
        self._known += known.events
        fresh, late = pending(steps, known, history=len(steps) > 1)
        for step in late:
            self._rejects.add(
                "late-row", self._place.file, row.line, (row.deal.id, step.state), value=row.deal.id
            )
        fields = _changed(known, row.deal)
        events = self._writer.events(row.deal.id, known, fresh, fields, (self._place,), row.line)
        self._moved += bool(known.skipped)
        if events:
            stream = self._writer.stream(row.deal.id)
            self._store.append(stream, events, expected_version=version, recorded_at=self._at)
            self._events += len(events)
        self._subjects += 1
        self._undated += all(step.at is None for step in steps)

    def result(self) -> ImportResult:
        """What was done."""
        place = self._place
        return ImportResult(
            mapping=self._importer.id,
            rows=self.rows,
            subjects=self._subjects,
            events=self._events,
            known=self._known,
            undated=self._undated,
            rejected=dict(sorted(self._rejects.counts.items())),
            rejects=tuple(self._rejects.kept),
            notes={"dates-changed": self._moved} if self._moved else {},
            files=(FileRead(role="source", file=place.file, sha256=place.sha256, rows=self.rows),),
        )


def _changed(known: Known, deal: Deal) -> Mapping[str, Any]:
    """The fields that are not as *known*; one that is no longer said is emptied."""
    found = to_data(deal)
    del found["id"]
    fields = {name: value for name, value in found.items() if known.fields.get(name) != value}
    for name, value in known.fields.items():
        if value and name not in found:
            fields[name] = [] if recordable("deal")[name].many else None
    return fields
