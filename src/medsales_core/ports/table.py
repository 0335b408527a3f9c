"""A table of a report: typed cells under typed columns, and how a person reads them."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, Literal, TypeAlias

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.money import Money
from medsales_core.text import LangText, text

__all__ = ["ILLUSTRATIVE", "Cell", "Column", "Kind", "ReportTable", "clean"]

Cell: TypeAlias = str | int | Decimal | Money | dt.date | LangText | None
Kind: TypeAlias = Literal["text", "integer", "number", "money", "ratio", "days", "date"]

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "text": (str, LangText),
    "integer": (int,),
    "number": (int, Decimal),
    "money": (Money,),
    "ratio": (Decimal,),
    "days": (int, Decimal),
    "date": (dt.date,),
}

#: What every format prints under a table with a column marked so.
ILLUSTRATIVE: Final = text(
    "* rests on illustrative figures of the playbook, which no source fixes",
    "* 依据流程配置中的示例数值，并无来源确认",
)
# They turn the direction of what follows, and so can make a table say what it does not.
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@attrs.frozen(kw_only=True)
class Column:
    """One column of a table.

    Args:
        id: Stable ASCII id.

        label: Its heading.

        kind: What its cells are: text, integer, number, money, ratio (0..1), days or date.

        illustrative: Its figures rest on samples that no source fixes; formats mark it.
    """

    id: str
    label: LangText
    kind: Kind = "text"
    illustrative: bool = False

    @property
    def is_number(self) -> bool:
        """Its cells are set flush right."""
        return self.kind not in ("text", "date")

    def heading(self, language: str) -> str:
        """Its label, starred where its figures are illustrative."""
        return clean(self.label.pick(language)) + ("*" if self.illustrative else "")


@attrs.frozen(kw_only=True)
class ReportTable:
    """A titled table of typed cells.

    Args:
        id: Stable ASCII id.

        title: Its title.

        columns: Its columns.

        rows: One cell for each column; None is an empty cell.

        totals: A last row apart from the others; None where sums mean nothing.

    Raises:
        ValueRefused: A row has too few or too many cells, or a cell is not of its column's kind.
    """

    id: str
    title: LangText
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None

    def __attrs_post_init__(self) -> None:
        for row in self.all_rows:
            if len(row) != len(self.columns):
                raise ValueRefused(
                    f"table {self.id!r} has {len(self.columns)} columns, a row has {len(row)} cells"
                )
            for column, cell in zip(self.columns, row, strict=True):
                self._check(column, cell)

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the totals where there are some."""
        return self.rows if self.totals is None else (*self.rows, self.totals)

    @property
    def illustrative(self) -> bool:
        """A column of it is marked so."""
        return any(column.illustrative for column in self.columns)

    def written(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Every cell of `all_rows` as a person reads it; one column shows all its money to the same places."""
        places = [_places(row[index] for row in self.all_rows) for index in range(len(self.columns))]
        return tuple(
            tuple(
                _write(cell, column.kind, language, decimals)
                for cell, column, decimals in zip(row, self.columns, places, strict=True)
            )
            for row in self.all_rows
        )

    def _check(self, column: Column, cell: Cell) -> None:
        fits = isinstance(cell, _TYPES[column.kind]) and not isinstance(cell, bool | dt.datetime)
        if cell is not None and not fits:
            raise ValueRefused(f"column {column.id!r} of table {self.id!r} holds {column.kind}, not {cell!r}")


def clean(written: str) -> str:
    """The text on one line, without control characters or marks that turn its direction."""
    kept = (" " if unicodedata.category(char) == "Cc" else char for char in written if char not in _TURNING)
    return " ".join("".join(kept).split())


def _places(cells: Iterable[Cell]) -> int:
    """Cents are shown in a column of money where any cell of it has some."""
    amounts = (cell.amount for cell in cells if isinstance(cell, Money))
    return 2 if any(amount != amount.to_integral_value() for amount in amounts) else 0


def _write(cell: Cell, kind: Kind, language: str, places: int) -> str:
    match cell:
        case None:
            return "-" if kind != "text" else ""
        case Money():
            return f"{cell.amount:,.{places}f} {cell.currency}"
        case LangText():
            return clean(cell.pick(language))
        case dt.date():
            return cell.isoformat()
        case Decimal():
            return _write_decimal(cell, kind)
        case int():
            return f"{cell:,}"
    return clean(cell)


def _write_decimal(cell: Decimal, kind: Kind) -> str:
    if kind == "ratio":
        return f"{cell * 100:,.1f}%"
    if kind == "number":
        return f"{cell:,.2f}".removesuffix("0").removesuffix(".0")
    return f"{cell:,.1f}".removesuffix(".0")
