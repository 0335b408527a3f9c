"""From the cells of a row to the values of an entity, as plain data: bound to a file once, then run for each row."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from medsales_core.engine.event import Event, EventKind
from medsales_core.errors import ValueRefused
from medsales_core.importing.amounts import Amounts
from medsales_core.importing.dates import DatePattern, Dates
from medsales_core.importing.mapping import Column, Part, Target, ValueRules
from medsales_core.importing.rejects import BadCell, near
from medsales_core.rules.schema import Kind
from medsales_core.wire import event_data

__all__ = ["Cell", "FieldReader", "Values", "cleaned"]

#: Takes the one cell that a column asks for out of a row, cleaned; empty where there is no value.
Cell: TypeAlias = Callable[[Sequence[str]], str]
_Parse: TypeAlias = Callable[[str, str], Any]

_CACHED: Final = 4096


def cleaned(column: Column, index: int) -> Cell:
    """How the cell of *column*, which stands at *index*, is taken out of a row."""
    alias, empty, trim, default, required = (
        column.alias, column.empty, column.trim, column.default, column.required,
    )  # fmt: skip

    def cell(row: Sequence[str]) -> str:
        value = row[index]
        if trim:
            value = value.strip()
        if alias:
            value = alias.get(value, value)
        if value in empty:
            value = default
        if required and not value:
            raise BadCell("missing-value", column.name, value)
        return value

    return cell


class FieldReader(NamedTuple):
    """Reads one field of an entity: gives its plain data, None where the row says nothing of it."""

    field: str
    many: bool
    read: Callable[[Sequence[str]], Any]


class Values:
    """The readers of one run: they know how the files write values and remember what they have read.

    Args:
        rules: How values are written.
    """

    def __init__(self, rules: ValueRules) -> None:
        self._rules = rules
        self._amounts = Amounts(rules)
        patterns = tuple(DatePattern(pattern, century=rules.century) for pattern in rules.date_formats)
        self.dates = Dates(patterns, rules.zone)

    def reader(self, target: Target, root: str, columns: dict[str, int]) -> FieldReader:
        """What reads *target* of the subject at *root* from a file with these *columns*."""
        return FieldReader(target.field, target.type.many, self._read(target, root, columns))

    def _read(self, target: Target, root: str, columns: dict[str, int]) -> Callable[[Sequence[str]], Any]:
        cells = tuple(cleaned(part.column, columns[part.column.name]) for part in target.parts)
        first = target.parts[0]
        if target.type.kind is Kind.TEXT and not target.type.many:
            # Text is its own plain data, and seldom comes twice.
            only = cells[0]
            return lambda row: only(row) or None
        codes = _codes(target.parts, columns)
        parse = tuple(self._parser(part) for part in target.parts)
        build = lru_cache(maxsize=_CACHED)(_builder(target, root, parse))
        if len(cells) == 1 and codes == (None,) and not first.column.split:
            only = cells[0]

            def read_one(row: Sequence[str]) -> Any:
                cell = only(row)
                return build(((cell, ""),)) if cell else None

            return read_one

        def read(row: Sequence[str]) -> Any:
            found = tuple(
                (cell(row), code(row) if code else "") for cell, code in zip(cells, codes, strict=True)
            )
            return build(found) if any(cell for cell, _ in found) else None

        return read

    def _parser(self, part: Part) -> _Parse:
        column = part.column
        amounts, dates, rules = self._amounts, self.dates, self._rules
        parsers: dict[Kind, _Parse] = {
            Kind.TEXT: lambda cell, _: cell,
            Kind.NUMBER: lambda cell, _: (
                amounts.whole(cell, column) if part.type.type is int else amounts.decimal(cell, column)
            ),
            Kind.MONEY: lambda cell, currency: amounts.money(cell, column, currency),
            Kind.DAY: lambda cell, _: dates.day(cell, column.name),
            Kind.INSTANT: lambda cell, _: dates.moment(cell, column.name),
            Kind.FLAG: lambda cell, _: _flag(cell, column, rules),
            Kind.CHOICE: lambda cell, _: _choice(cell, column, part.type.type),
        }
        return parsers[part.type.kind]


def _codes(parts: Sequence[Part], columns: dict[str, int]) -> tuple[Cell | None, ...]:
    return tuple(
        cleaned(Column(name=part.column.currency_column), columns[part.column.currency_column])
        if part.column.currency_column
        else None
        for part in parts
    )


def _flag(cell: str, column: Column, rules: ValueRules) -> bool:
    if cell in rules.true:
        return True
    if cell in rules.false:
        return False
    raise BadCell("bad-flag", column.name, cell, known=", ".join(sorted(rules.true | rules.false)))


def _choice(cell: str, column: Column, kind: type) -> Any:
    known = [str(member) for member in kind]  # type: ignore[attr-defined]  # an enumeration
    if cell not in known:
        raise BadCell("unknown-choice", column.name, cell, known=", ".join(known), near=near(cell, known))
    return kind(cell)


def _builder(
    target: Target, root: str, parse: Sequence[_Parse]
) -> Callable[[tuple[tuple[str, str], ...]], Any]:
    """What makes the plain data of a target from its cells, each with its currency."""

    def build(cells: tuple[tuple[str, str], ...]) -> Any:
        values = [
            [one(piece, currency) for piece in _pieces(cell, part.column)]
            for one, part, (cell, currency) in zip(parse, target.parts, cells, strict=True)
        ]
        whole = _records(target, values) if target.type.kind is Kind.RECORD else values[0]
        value = tuple(whole) if target.type.many else whole[0]
        event = Event(EventKind.DESCRIBED, "", 1, None, "", "", {"fields": {target.field: value}})
        return event_data(root, event)["fields"][target.field]

    return build


def _pieces(cell: str, column: Column) -> list[str]:
    if not cell:
        return []
    if not column.split:
        return [cell]
    return [bare for piece in cell.split(column.split) if (bare := piece.strip())]


def _records(target: Target, values: list[list[Any]]) -> list[Any]:
    """One record for each value of the columns that hold several; what a column says once holds for all."""
    lengths = {
        len(found) for part, found in zip(target.parts, values, strict=True) if part.column.split and found
    }
    if len(lengths) > 1:
        raise BadCell("lists-differ", ", ".join(part.column.name for part in target.parts), "")
    count = lengths.pop() if lengths else 1
    return [_record(target, values, number) for number in range(count)]


def _record(target: Target, values: list[list[Any]], number: int) -> Any:
    given = {
        part.field: found[number] if part.column.split else found[0]
        for part, found in zip(target.parts, values, strict=True)
        if found
    }
    if target.type.many:
        given.setdefault("id", str(number + 1))
    try:
        return target.type.type(**given)
    except (ValueRefused, TypeError):
        column = target.parts[0].column
        raise BadCell("missing-value", column.name, "") from None
