"""What a mapping says, once it has been read and every name in it was found: plain values, no behaviour."""

import datetime as dt
from collections import abc
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from medsales_core.rules.schema import FieldType

__all__ = [
    "Column",
    "FileSpec",
    "History",
    "Join",
    "Mapping",
    "Outcome",
    "Part",
    "Shape",
    "StageRule",
    "Stages",
    "Target",
    "ValueRules",
]

Outcome: TypeAlias = Literal["", "won", "lost"]
Shape: TypeAlias = Literal["none", "snapshot"]


@attrs.frozen(kw_only=True)
class FileSpec:
    """A delimited file: where it is and how it is written.

    Args:
        role: The table of the mapping that names it: ``source``, ``history``, ``join.accounts``.

        file: Its path, relative to the mapping.

        encoding: As Python calls it.

        delimiter: What stands between two cells.

        quote: What stands around a cell that holds a delimiter; empty for nothing.

        escape: What takes the meaning from the next character; empty for nothing.
    """

    role: str
    file: str
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""


@attrs.frozen(kw_only=True)
class ValueRules:
    """How values are written in the files.

    Args:
        zone: The zone of times that name none.

        date_formats: Patterns as `datetime.strptime` takes them.

        century: What a year of two digits is added to; None refuses such a year.

        currency: ISO 4217 code of amounts that name none.

        decimal: The decimal sign.

        thousands: The sign between groups of three digits; empty for none.

        signs: Currency signs to take off.

        empty: Cells that mean that there is no value.

        true: Cells that mean yes.

        false: Cells that mean no.
    """

    zone: dt.tzinfo
    date_formats: tuple[str, ...]
    century: int | None
    currency: str
    decimal: str
    thousands: str
    signs: tuple[str, ...]
    empty: frozenset[str]
    true: frozenset[str]
    false: frozenset[str]


@attrs.frozen(kw_only=True)
class Column:
    """One column of a file and what is done to its cells before they are read.

    Args:
        name: Its name in the header.

        trim: Blanks around the cell are taken off.

        alias: Other spellings, by the cell as it stands in the file.

        required: A row without it is rejected.

        default: What an empty cell stands for.

        empty: Cells that mean that there is no value.

        split: What stands between several values in one cell; empty for one value.

        percent: The number is in percent.

        currency: ISO 4217 code of this column, if not that of the file.

        currency_column: The column that holds the code.

        join: The join that must know the value.
    """

    name: str
    trim: bool = True
    alias: abc.Mapping[str, str] = attrs.field(factory=dict, hash=False)
    required: bool = False
    default: str = ""
    empty: frozenset[str] = frozenset({""})
    split: str = ""
    percent: bool = False
    currency: str = ""
    currency_column: str = ""
    join: str = ""


@attrs.frozen(kw_only=True)
class Part:
    """What one column fills: the target itself (an empty *field*) or a field of the target's record."""

    field: str
    type: FieldType
    column: Column


@attrs.frozen(kw_only=True)
class Target:
    """One field of an entity and the columns that fill it."""

    field: str
    type: FieldType
    parts: tuple[Part, ...]


@attrs.frozen(kw_only=True)
class StageRule:
    """What one value of the stage column means.

    Args:
        stage: The stage; for an outcome, the one it was closed in where the file shows none.

        outcome: Won or lost, empty for a deal that is open.

        reason: Why it was lost.
    """

    stage: str
    outcome: Outcome = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class Stages:
    """How a row says where its deal stands.

    Args:
        process: The process it runs through.

        positions: The stages of that process, by their position.

        rules: What each value means.

        column: The column with the current stage; None where only the history tells.

        entered: The column with the day it came there.

        entered_stage: The stage that *entered* is about, if not the current one.

        closed: The column with the day it was won or lost.
    """

    process: str
    positions: abc.Mapping[str, int] = attrs.field(hash=False)
    rules: abc.Mapping[str, StageRule] = attrs.field(hash=False)
    column: Column | None
    entered: Column | None
    entered_stage: str
    closed: Column | None


@attrs.frozen(kw_only=True)
class History:
    """The file with one row for each change of stage."""

    file: FileSpec
    key: Column
    stage: Column
    at: Column
    order: Column | None


@attrs.frozen(kw_only=True)
class Join:
    """A side file that describes subjects of its own.

    Args:
        name: What the mapping calls it.

        file: The file.

        prefix: First part of the names of its streams: ``account``, ``rep`` or ``product``.

        root: The name of such a subject among the facts.

        key: The column with the id.

        targets: The fields that are filled.
    """

    name: str
    file: FileSpec
    prefix: str
    root: str
    key: Column
    targets: tuple[Target, ...]


@attrs.frozen(kw_only=True)
class Mapping:
    """How one export is read, all names resolved against a playbook and the entities.

    Args:
        id: Its id: part of the identity of every event it makes.

        folder: The folder of the mapping file.

        shape: ``none`` or ``snapshot``.

        playbook: Content hash of the playbook it was read for.

        file: The file with a row for each deal.

        values: How values are written.

        key: The column with the deal's id.

        targets: The fields of a deal that are filled.

        stages: How a row says where its deal stands.

        history: The file of stage changes, for ``snapshot``.

        joins: The side files.
    """

    id: str
    folder: Path
    shape: Shape
    playbook: str
    file: FileSpec
    values: ValueRules
    key: Column
    targets: tuple[Target, ...]
    stages: Stages
    history: History | None
    joins: tuple[Join, ...]

    @property
    def files(self) -> tuple[FileSpec, ...]:
        """Every file it reads."""
        history = (self.history.file,) if self.history else ()
        return (self.file, *history, *(join.file for join in self.joins))
