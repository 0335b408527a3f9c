"""Reading the rows of one kind of subject: side files first, so that deals find them, then the deals."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import attrs

from medsales_core.importing.cells import Cell, FieldReader, Values, cleaned
from medsales_core.importing.events import Known, Place, Writer, changed, pending
from medsales_core.importing.files import Source
from medsales_core.importing.history import HistoryIndex
from medsales_core.importing.mapping import Column, Join, Target
from medsales_core.importing.mapping import Mapping as ImportMapping
from medsales_core.importing.rejects import BadCell, RejectLog
from medsales_core.importing.result import FileRead, ImportResult
from medsales_core.importing.stages import StageReader, Step
from medsales_core.ports.store import Store

__all__ = ["Run", "read_deals", "read_join"]

_TICK: Final = 500


@attrs.define(kw_only=True)
class Run:
    """One import: what it works with, and what is counted while the rows go by."""

    mapping: ImportMapping
    sources: Sequence[Source]
    store: Store
    at: dt.datetime
    rejects: RejectLog
    progress: Callable[[int], None] | None
    values: Values = attrs.field(init=False)
    read: int = 0
    subjects: int = 0
    events: int = 0
    known: int = 0
    undated: int = 0
    notes: Counter[str] = attrs.field(factory=Counter)
    joined: dict[str, Mapping[str, int]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.values = Values(self.mapping.values)

    def source(self, role: str) -> Source:
        """The file of that role."""
        return next(source for source in self.sources if source.spec.role == role)

    def tick(self) -> None:
        """A row was read."""
        self.read += 1
        if self.read % _TICK == 0:
            self.tell()

    def tell(self) -> None:
        """Say how far it is."""
        if self.progress:
            self.progress(self.read)

    def write(
        self,
        writer: Writer,
        subject: str,
        known: Known,
        steps: Sequence[Step],
        fields: Mapping[str, Any],
        places: Sequence[Place],
        line: int,
    ) -> None:
        """Append what is new of *subject*."""
        version = known.version
        self.known += known.events
        events = writer.events(subject, known, steps, fields, places, line)
        if known.skipped:
            self.notes["dates-changed"] += 1
        if events:
            self.store.append(writer.stream(subject), events, expected_version=version, recorded_at=self.at)
            self.events += len(events)

    def result(self) -> ImportResult:
        """What was done."""
        return ImportResult(
            mapping=self.mapping.id,
            rows=self.source("source").rows,
            subjects=self.subjects,
            events=self.events,
            known=self.known,
            undated=self.undated,
            rejected=dict(sorted(self.rejects.counts.items())),
            rejects=tuple(self.rejects.kept),
            notes={code: count for code, count in sorted(self.notes.items()) if count},
            files=tuple(
                FileRead(role=source.spec.role, file=source.name, sha256=source.sha256, rows=source.rows)
                for source in self.sources
            ),
        )


class _Ids:
    """The ids of one file, each with the line where it was first seen; the only thing that grows with a file."""

    def __init__(self, column: Column, columns: Mapping[str, int]) -> None:
        self._name, self._cell = column.name, cleaned(column, columns[column.name])
        self.lines: dict[str, int] = {}

    def take(self, row: Sequence[str], line: int) -> str:
        """The id of *row*, which must be there and be new."""
        found = self._cell(row)
        if not found:
            raise BadCell("missing-id", self._name, found)
        first = self.lines.setdefault(found, line)
        if first != line:
            raise BadCell("duplicate-id", self._name, found, first=first)
        return found


def _readers(run: Run, targets: Sequence[Target], root: str, source: Source) -> list[FieldReader]:
    return [run.values.reader(target, root, source.columns) for target in targets]


def _fields(readers: Sequence[FieldReader], row: Sequence[str]) -> dict[str, Any]:
    return {field: value for field, _, read in readers if (value := read(row)) is not None}


def read_join(run: Run, join: Join) -> None:
    """Describe the subjects of a side file."""
    source = run.source(join.file.role)
    readers, ids = _readers(run, join.targets, join.root, source), _Ids(join.key, source.columns)
    writer = Writer(
        store=run.store,
        mapping=run.mapping.id,
        root=join.root,
        prefix=join.prefix,
        playbook=run.mapping.playbook,
        positions={},
    )
    needed = frozenset(reader.field for reader in readers if _is_needed(join, reader.field))
    place = Place(source.name, source.sha256)
    for line, row in source.read(run.rejects):
        run.tick()
        try:
            subject, fields = ids.take(row, line), _whole(needed, _fields(readers, row))
        except BadCell as bad:
            run.rejects.bad_cell(bad, source.name, line, row)
            continue
        known = writer.known(subject)
        run.write(writer, subject, known, (), changed(known.fields, fields, readers), (place,), line)
    run.joined[join.name] = ids.lines


def _whole(needed: frozenset[str], fields: dict[str, Any]) -> dict[str, Any]:
    if lacking := needed - fields.keys():
        raise BadCell("missing-value", ", ".join(sorted(lacking)), "")
    return fields


def _is_needed(join: Join, field: str) -> bool:
    """An account without a name is none."""
    return (join.prefix, field) == ("account", "name")


def read_deals(run: Run, scratch: Path) -> None:
    """Take in the history, if there is one, and then every deal with what it says of it."""
    if run.mapping.history is None:
        _Deals(run, None).read()
        return
    with closing(HistoryIndex(scratch)) as index:
        index.fill(run.mapping, run.source("history"), run.values, run.rejects, run.tick)
        deals = _Deals(run, index)
        deals.read()
        deals.account_for_history()


class _Deals:
    """The rows of the file of deals."""

    def __init__(self, run: Run, index: HistoryIndex | None) -> None:
        self._run, self._index, self._source = run, index, run.source("source")
        mapping, columns = run.mapping, self._source.columns
        self._ids = _Ids(mapping.key, columns)
        self._readers = _readers(run, mapping.targets, "deal", self._source)
        self._stages = StageReader(mapping.stages, run.values, columns)
        self._joins = _joins(mapping.targets, columns)
        self._rejected: set[str] = set()
        self._places = [Place(source.name, source.sha256) for source in run.sources[:2]]
        self._writer = Writer(
            store=run.store,
            mapping=mapping.id,
            root="deal",
            prefix="deal",
            playbook=mapping.playbook,
            process=mapping.stages.process,
            positions=mapping.stages.positions,
        )

    def read(self) -> None:
        """Every row."""
        for line, row in self._source.read(self._run.rejects):
            self._run.tick()
            deal = ""
            try:
                deal = self._ids.take(row, line)
                self._take(deal, row, line)
            except BadCell as bad:
                if deal:
                    self._rejected.add(deal)
                self._run.rejects.bad_cell(bad, self._source.name, line, row)

    def _take(self, deal: str, row: Sequence[str], line: int) -> None:
        fields = _fields(self._readers, row)
        steps, history = self._steps(deal, row, line)
        run = self._run
        known = self._writer.known(deal)
        fresh, late = pending(steps, known, history=history)
        for step in late:
            run.rejects.add("late-row", run.source("history").name, step.line, step.row, value=deal)
        for cell, name in self._joins:
            value = cell(row)
            if value and value not in run.joined[name]:
                run.notes["not-in-join"] += 1
        run.write(
            self._writer,
            deal,
            known,
            fresh,
            changed(known.fields, fields, self._readers),
            self._places,
            line,
        )
        run.subjects += 1
        run.undated += all(step.at is None for step in steps)

    def _steps(self, deal: str, row: Sequence[str], line: int) -> tuple[tuple[Step, ...], bool]:
        """The steps of *deal*, and whether a history told them."""
        rule = self._stages.current(row)
        if self._index is not None:
            steps, unchanged = self._stages.of_history(row, line, self._index.of(deal))
            if steps:
                self._run.notes["stage-unchanged"] += unchanged
                now = rule and (rule.outcome or rule.stage)
                self._run.notes["stage-disagrees"] += bool(now and now != steps[-1].state)
                return steps, True
        if rule is None:
            raise BadCell("no-history", "", deal)
        return self._stages.of_row(row, line, rule), False

    def account_for_history(self) -> None:
        """Tell the rows of the history that belong to no deal that was taken."""
        assert self._index is not None
        run, name = self._run, self._run.source("history").name
        column = run.mapping.history.key.name if run.mapping.history else ""
        for deal, line, row in self._index.rows():
            first = self._ids.lines.get(deal)
            if first is None:
                run.rejects.add("unknown-deal", name, line, row, column=column, value=deal)
            elif deal in self._rejected:
                run.rejects.add("deal-rejected", name, line, row, column=column, value=deal, first=first)


def _joins(targets: Sequence[Target], columns: Mapping[str, int]) -> list[tuple[Cell, str]]:
    """The cells that a side file must know, each with the join."""
    return [
        (cleaned(part.column, columns[part.column.name]), part.column.join)
        for target in targets
        for part in target.parts
        if part.column.join
    ]
