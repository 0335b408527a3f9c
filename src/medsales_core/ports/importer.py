"""What a plugin implements to read deals out of the files of another system."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import attrs

from medsales_core.engine.process import Process
from medsales_core.errors import MedsalesError, ValueRefused
from medsales_core.model.deal import Deal
from medsales_core.text import LangText

__all__ = ["Importer", "Process", "RejectedRow", "RowRead", "SourceUnusable", "StageEntered"]


class SourceUnusable(MedsalesError):
    """A file of an import cannot be read at all, or is not what it should be; nothing was written."""

    code: ClassVar[str] = "source-unusable"


@attrs.frozen(kw_only=True)
class StageEntered:
    """A stage that a deal came to, or how it was closed.

    Args:
        stage: Id of the stage; for an outcome, the one it was closed in.

        at: When, with its time zone; None where the file does not say.

        outcome: ``won`` or ``lost``; empty where it came to a stage.

        reason: Why it was lost.

    Raises:
        ValueRefused: The time has no zone, or the outcome is none.
    """

    stage: str
    at: dt.datetime | None = attrs.field(default=None)
    outcome: str = attrs.field(default="")
    reason: str = ""

    @at.validator
    def _aware(self, _: object, at: dt.datetime | None) -> None:
        if at is not None and at.utcoffset() is None:
            raise ValueRefused(f"a stage was entered at {at!r}, without a zone", hint="add tzinfo")

    @outcome.validator
    def _known(self, _: object, outcome: str) -> None:
        if outcome not in ("", "won", "lost"):
            raise ValueRefused(f"{outcome!r} is no outcome", hint="won, lost, or nothing")


@attrs.frozen(kw_only=True)
class RowRead:
    """What one row of a file says of one deal.

    Args:
        line: Where it begins, from 1: the line of a text, the row of a sheet.

        deal: The deal as the row describes it. Fields that it leaves empty say nothing.

        stages: Its way, oldest first; at least one.

    Raises:
        ValueRefused: There is no stage, or the line is not counted from 1.
    """

    line: int = attrs.field()
    deal: Deal
    stages: tuple[StageEntered, ...] = attrs.field()

    @line.validator
    def _counted(self, _: object, line: int) -> None:
        if line < 1:
            raise ValueRefused(f"lines count from 1, not from {line}")

    @stages.validator
    def _somewhere(self, _: object, stages: tuple[StageEntered, ...]) -> None:
        if not stages:
            raise ValueRefused(f"deal {self.deal.id!r} is in no stage", hint="reject the row and say so")


@attrs.frozen(kw_only=True)
class RejectedRow:
    """A row that cannot be read, and why.

    Args:
        line: Where it begins, from 1.

        code: Stable kebab-case name of the reason.

        reason: The reason, in every language, with what was found.

        column: The column or key at fault; empty where it is the whole row.

        row: The row as it stands in the file.
    """

    line: int
    code: str
    reason: LangText
    column: str = ""
    row: tuple[str, ...] = ()


class Importer(ABC):
    """Reads the deals of another system out of a file: a spreadsheet, a dump, an export that no mapping reads.

    An importer only reads. `medsales_core.importing.import_rows` makes events of what it read, with ids that
    another run would make too, and appends what is new: so the same file again appends nothing, whatever
    the importer. Every row of the file gives one answer, in the order of the file: what it says, or why
    it cannot be read. One bad row never stops the others. A file that is not of its kind at all is refused
    with `SourceUnusable` before the first answer.

    ::

        class Plain(Importer):
            \"""One deal a line: its number, a semicolon, and its stage.\"""

            id = "acme.plain"
            title = text("Plain lists", "简单列表")
            suffixes = (".lst",)

            def read(self, source, processes):
                for line, row in enumerate(source.read_text("utf-8").splitlines(), start=1):
                    deal, semicolon, stage = row.partition(";")
                    if semicolon and deal:
                        yield RowRead(line=line, deal=Deal(id=deal), stages=(StageEntered(stage=stage),))
                    else:
                        yield RejectedRow(line=line, code="no-semicolon", reason=NO_SEMICOLON, row=(row,))

    Attributes:
        id: Stable ASCII id; a plugin's begins with the plugin's name and a dot. It is part of the ids of the
            events: a new id would take everything in once more.

        title: Its name for a person.

        suffixes: How the names of its files end, with the dot.
    """

    id: str
    title: LangText
    suffixes: tuple[str, ...]

    @abstractmethod
    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[RowRead | RejectedRow]:
        """Read *source*, one answer for each row.

        Args:
            source: The file.

            processes: The processes of the playbook by id, for the names of their stages.

        Raises:
            SourceUnusable: The file cannot be read at all, or is not of this importer's kind.
        """
