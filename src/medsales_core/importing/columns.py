"""Reading the columns of a mapping: every field is looked up in the entity it is to fill."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from medsales_core.config import Table
from medsales_core.importing.mapping import Column, Part, Target
from medsales_core.money import CURRENCIES
from medsales_core.rules.schema import FieldType, Kind, describe
from medsales_core.text import closest

__all__ = ["SHORT", "ColumnReader", "read_currency", "read_targets", "read_texts"]

#: What people call a field whose own name says more than they mean.
SHORT: Final = {"products": "lines.product_id"}


class ColumnReader:
    """Reads ``{ column = "...", ... }``, or the column's name alone.

    Args:
        empty: Cells that mean that there is no value, in every column.

        currency: The currency of amounts that name none.

        aliases: The aliases of each join, by its name.
    """

    def __init__(
        self, empty: frozenset[str], currency: str, aliases: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._empty, self._currency, self._aliases = empty, currency, aliases

    def column(self, table: Table, key: str, *, needed: bool = True) -> Column | None:
        """The column under *key* of *table*; None where there is none, which is reported if it is *needed*."""
        value = table.raw(key)
        if value is None:
            if needed:
                table.error(
                    "", "missing-key", f"a column is needed for {key!r}", hint=f'{key} = {{ column = "..." }}'
                )
            return None
        inner = Table(table.document, (*table.path, key), _as_table(value), table.found)
        if not inner.data:
            table.error(
                key, "wrong-type", f"{key!r} takes a column, not {value!r}", hint='{ column = "..." }'
            )
            return None
        column = self.read(inner)
        inner.finish()
        return column

    def tables(self, table: Table) -> list[tuple[str, Table]]:
        """The columns in *table*, by the field they fill."""
        inner = []
        for name, value in table.data.items():
            if isinstance(value, str | dict):
                inner.append(
                    (name, Table(table.document, (*table.path, name), _as_table(value), table.found))
                )
            else:
                table.error(name, "wrong-type", f"{name!r} takes a column, not {value!r}")
        return inner

    def read(self, table: Table) -> Column:
        """The column that *table* describes."""
        join = (
            table.choice("join", sorted(self._aliases), "")
            if table.data.get("join")
            else table.text("join", "")
        )
        return Column(
            name=table.text("column").strip(),
            trim=table.flag("trim", default=True),
            alias={**self._aliases.get(join or "", {}), **read_texts(table, "alias")},
            required=table.flag("required"),
            default=_default(table),
            empty=self._empty | {"", *table.texts("empty")},
            split=table.text("split", ""),
            percent=table.flag("percent"),
            currency=read_currency(table, "currency"),
            currency_column=table.text("currency_column", ""),
            join=join or "",
        )

    def check(self, table: Table, column: Column, field: FieldType) -> None:
        """Report what is asked of *column* that *field* cannot give."""
        money = field.kind is Kind.MONEY
        if money and not (column.currency or column.currency_column or self._currency):
            table.error(
                "", "missing-currency", "an amount needs a currency", hint='currency = "CNY" in [values]'
            )
        if not money and (column.currency or column.currency_column):
            table.error("", "no-money", f"a {field.kind} has no currency")
        if column.percent and field.type.__name__ != "Decimal":
            table.error("percent", "no-ratio", f"a {field.kind} is not given in percent")


def read_targets(
    columns: ColumnReader, tables: Sequence[tuple[str, Table]], entity: type
) -> tuple[Target, ...]:
    """The fields of *entity* that *tables*, by field, fill from columns."""
    found: dict[str, list[Part]] = {}
    for name, table in tables:
        part = _part(columns, SHORT.get(name, name), table, entity)
        if part is not None:
            found.setdefault(SHORT.get(name, name).split(".")[0], []).append(part)
    fields = describe(entity)
    return tuple(Target(field=name, type=fields[name], parts=tuple(parts)) for name, parts in found.items())


def _part(columns: ColumnReader, name: str, table: Table, entity: type) -> Part | None:
    column = columns.read(table)
    table.finish()
    if name == "id":
        table.error("", "unknown-field", "the id of a side file is its key", hint='key = { column = "..." }')
        return None
    head, _, field = name.partition(".")
    known = describe(entity)
    declared = _look_up(table, head, entity, known)
    if declared is None:
        return None
    if declared.kind is Kind.RECORD and field:
        inner = _look_up(table, field, declared.type, describe(declared.type))
        if inner is None or not _simple(table, name, inner, many=False):
            return None
        declared = inner
    elif field or not _simple(table, name, declared, many=bool(column.split)):
        if field:
            table.error("", "unknown-field", f"{head!r} is a {declared.kind}, it has no {field!r}")
        return None
    columns.check(table, column, declared)
    return Part(field=field, type=declared, column=column)


def _look_up(table: Table, name: str, entity: type, known: Mapping[str, FieldType]) -> FieldType | None:
    declared = known.get(name)
    if declared is None:
        near = closest(name, known)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}"
        table.error("", "unknown-field", f"{entity.__name__} has no field {name!r}", hint=hint)
    return declared


def _simple(table: Table, name: str, field: FieldType, *, many: bool) -> bool:
    """Whether one column can fill it; what it would take instead is reported."""
    if field.kind is Kind.RECORD:
        inner = ", ".join(f"{name}.{one}" for one in describe(field.type))
        table.error("", "not-a-value", f"{name!r} is a record", hint=f"fill its fields: {inner}")
    elif field.kind is Kind.LABEL:
        table.error("", "not-a-value", f"{name!r} is a text per language, which no column holds")
    elif field.many and not many:
        table.error(
            "", "many-values", f"{name!r} holds several values", hint='say what divides them: split = ";"'
        )
    else:
        return True
    return False


def _as_table(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"column": value}
    return value if isinstance(value, dict) else {}


def _default(table: Table) -> str:
    value = table.raw("default")
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def read_currency(table: Table, key: str) -> str:
    """The ISO 4217 code under *key*, empty where there is none."""
    code = table.text(key, "")
    if code and code not in CURRENCIES:
        near = closest(code.upper(), CURRENCIES)
        hint = f"did you mean {near!r}?" if near else "for example 'CNY'"
        table.error(key, "unknown-currency", f"{code!r} is not an ISO 4217 currency code", hint=hint)
    return code


def read_texts(table: Table, key: str) -> dict[str, str]:
    """The texts in the table under *key*, by their names."""
    inner = table.table(key)
    for name, value in inner.data.items():
        if not isinstance(value, str):
            inner.error(name, "wrong-type", f"{name!r} takes text, not {value!r}")
    return {name: value for name, value in inner.data.items() if isinstance(value, str)}
