"""What a list holds as a whole, as expressions over a row: how different, whether twice, what is covered."""

from collections.abc import Sequence
from typing import Any

from medsales_core.rules.condition import Condition, Covers, Distinct, Unique
from medsales_core.rules.emitting import Row, emit_row
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.values import is_empty

__all__: list[str] = []


def _gathered(path: ResolvedPath, where: Condition | None, of: ResolvedPath, row: Row) -> str | None:
    """What a comprehension says of the filled values of the field *of* of the records."""
    records = row.field(path)
    if records is None or of.start != "here":
        return None
    row.records.append(path.type.type)
    record, value = f"r{len(row.records)}", row.field(of)
    meant = emit_row(where, row) if where is not None else ""
    row.records.pop()
    if value is None or meant is None:
        return None
    several = f"({value} or ())" if of.many else f"({value},)"
    chosen = f" if {meant}" if meant else ""
    return f"x for {record} in ({records} or ()){chosen} for x in {several} if not {row.of(is_empty)}(x)"


@emit_row.register
def _(condition: Distinct, row: Row) -> str | None:
    found = _gathered(condition.path, condition.where, condition.of, row)
    if found is None:
        return None
    least = f"{condition.least} <= " if condition.least is not None else ""
    most = f" <= {condition.most}" if condition.most is not None else ""
    return f"({least}len({{{found}}}){most})"


def _all_differ(values: Sequence[Any]) -> bool:
    return len(set(values)) == len(values)


@emit_row.register
def _(condition: Unique, row: Row) -> str | None:
    found = _gathered(condition.path, condition.where, condition.of, row)
    return None if found is None else f"{row.of(_all_differ)}([{found}])"


@emit_row.register
def _(condition: Covers, row: Row) -> str | None:
    found = _gathered(condition.path, condition.where, condition.of, row)
    if found is None:
        return None
    if condition.records is None or condition.their is None:
        return f"({row.of(frozenset(condition.values))} <= {{{found}}})"
    wanted = _gathered(condition.records, condition.records_where, condition.their, row)
    return None if wanted is None else f"({{{wanted}}} <= {{{found}}})"
