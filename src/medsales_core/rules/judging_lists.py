"""Conditions over lists of records, compiled: quantifiers, counts, sums and coverage."""

from __future__ import annotations  # or each of the thousands of functions made here would make its own anew

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.money import Money
from medsales_core.rules.condition import (
    Condition,
    Count,
    Covers,
    Distinct,
    Each,
    Literal,
    NoRecord,
    Some,
    Sum,
    Unique,
)
from medsales_core.rules.judging import Context, Judge, Truth, compile_condition, placed, reason, unknown
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.reason import Reason
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.values import Outer, is_empty, operand_reader, path_reader, shown
from medsales_core.text import text

__all__: list[str] = []

#: The records of a list where a condition holds, each with its index; and whether any was undecided.
Chosen: TypeAlias = tuple[list[tuple[int, Any]], bool]
Choose: TypeAlias = Callable[[Any, Any, dt.datetime, Outer], Chosen | None]


def _chooser(path: ResolvedPath, where: Condition | None, context: Context) -> Choose:
    """A function that gives the records meant, or None where the list was not supplied."""
    read = path_reader(path)
    test = compile_condition(where, context).holds if where is not None else None

    def choose(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Chosen | None:
        records = read(here, facts, at, outer)
        if records is NOT_SUPPLIED:
            return None
        numbered = list(enumerate(records or ()))
        if test is None:
            return numbered, False
        inner = (here, outer)
        judged = [(test(record, facts, at, inner), pair) for pair in numbered for record in (pair[1],)]
        return [pair for held, pair in judged if held], any(held is None for held, _ in judged)

    return choose


@compile_condition.register
def _(condition: Each, context: Context) -> Judge:
    choose, part = (
        _chooser(condition.path, condition.where, context),
        compile_condition(condition.part, context),
    )

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        chosen = choose(here, facts, at, outer)
        if chosen is None:
            return None
        records, undecided = chosen
        if not records and not undecided:
            return condition.may_be_empty
        held = [part.holds(record, facts, at, (here, outer)) for _, record in records]
        return False if False in held else None if undecided or None in held else True

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        chosen, path = choose(here, facts, at, outer), placed(prefix, condition.path)
        records, undecided = chosen or ([], True)
        if undecided:
            yield unknown(condition, "each", path, "each")
        elif not records:
            yield reason(condition, "each", path, "at least one", ())
        for index, record in records:
            yield from _lacking(part, record, facts, at, (here, outer), f"{path}[{index}]")

    return Judge(holds, why)


def _lacking(
    part: Judge, record: Any, facts: Any, at: dt.datetime, outer: Outer, path: str
) -> Iterator[Reason]:
    """What one record lacks; nothing where *part* holds for it."""
    if part.holds(record, facts, at, outer) is not True:
        yield from part.why(record, facts, at, outer, path)


@compile_condition.register
def _(condition: Some, context: Context) -> Judge:
    choose, part = (
        _chooser(condition.path, condition.where, context),
        compile_condition(condition.part, context),
    )

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        chosen = choose(here, facts, at, outer)
        if chosen is None:
            return None
        inner = (here, outer)
        held = [part.holds(record, facts, at, inner) for _, record in chosen[0]]
        if True in held:
            return True
        return None if chosen[1] or None in held else False

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        chosen, path = choose(here, facts, at, outer), placed(prefix, condition.path)
        if chosen is None or holds(here, facts, at, outer) is None:
            yield unknown(condition, "some", path, "at least one")
            return
        if not chosen[0]:
            yield reason(condition, "some", path, "at least one", 0, text("none", "无"))
            return
        # A person mends the record that is nearest to done, so that one is told field by field.
        inner = (here, outer)
        lacks = {
            index: tuple(part.why(record, facts, at, inner, f"{path}[{index}]"))
            for index, record in chosen[0]
        }
        nearest = min(lacks, key=lambda index: len(lacks[index]))
        told = text(
            f"{len(lacks)} looked at, none of them so; nearest is number {nearest + 1}",
            f"共{len(lacks)}条，均不满足；最接近的是第{nearest + 1}条",
        )
        yield reason(condition, "some", path, "at least one", 0, told)
        yield from lacks[nearest]

    return Judge(holds, why)


@compile_condition.register
def _(condition: NoRecord, context: Context) -> Judge:
    choose, part = (
        _chooser(condition.path, condition.where, context),
        compile_condition(condition.part, context),
    )

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        chosen = choose(here, facts, at, outer)
        if chosen is None:
            return None
        inner = (here, outer)
        held = [part.holds(record, facts, at, inner) for _, record in chosen[0]]
        if True in held:
            return False
        return None if chosen[1] or None in held else True

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        chosen, path = choose(here, facts, at, outer), placed(prefix, condition.path)
        if chosen is None or holds(here, facts, at, outer) is None:
            yield unknown(condition, "none", path, "none")
            return
        inner = (here, outer)
        for index, record in chosen[0]:
            if part.holds(record, facts, at, inner):
                yield reason(condition, "none", f"{path}[{index}]", "none", 1, text("this one", "此条"))

    return Judge(holds, why)


def _in_bounds(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def _bounded(
    condition: Count | Distinct, word: str, count: Callable[[list[tuple[int, Any]]], int], choose: Choose
) -> Judge:
    """A judge of a number that must lie between bounds."""
    expected = {"min": condition.least, "max": condition.most}

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        chosen = choose(here, facts, at, outer)
        if chosen is None or chosen[1]:
            return None
        return _in_bounds(count(chosen[0]), condition.least, condition.most)

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        chosen, path = choose(here, facts, at, outer), placed(prefix, condition.path)
        if chosen is None or chosen[1]:
            yield unknown(condition, word, path, str(expected))
        else:
            number = count(chosen[0])
            too_few = condition.least is not None and number < condition.least
            yield reason(condition, word, path, condition.least if too_few else condition.most, number)

    return Judge(holds, why)


@compile_condition.register
def _(condition: Count, context: Context) -> Judge:
    return _bounded(condition, "count", len, _chooser(condition.path, condition.where, context))


def _gatherer(of: ResolvedPath) -> Callable[[list[tuple[int, Any]]], list[Any]]:
    """A function that gathers the filled values of a field over records; lists are taken apart."""
    read = path_reader(of)

    def gather(records: list[tuple[int, Any]]) -> list[Any]:
        found: list[Any] = []
        for _, record in records:
            value = read(record, None, _NEVER, None)
            found.extend(value if isinstance(value, tuple) else [value])
        return [value for value in found if not is_empty(value)]

    return gather


_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)  # a field of a record does not depend on the day


@compile_condition.register
def _(condition: Distinct, context: Context) -> Judge:
    gather = _gatherer(condition.of)
    choose = _chooser(condition.path, condition.where, context)
    return _bounded(condition, "distinct", lambda records: len(set(gather(records))), choose)


@compile_condition.register
def _(condition: Unique, context: Context) -> Judge:
    choose, gather = _chooser(condition.path, condition.where, context), _gatherer(condition.of)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        chosen = choose(here, facts, at, outer)
        if chosen is None or chosen[1]:
            return None
        values = gather(chosen[0])
        return len(set(values)) == len(values)

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        chosen, path = choose(here, facts, at, outer), placed(prefix, condition.path)
        if chosen is None or chosen[1]:
            yield unknown(condition, "unique", path, "unique")
            return
        values = gather(chosen[0])
        twice = tuple(sorted(str(value) for value, number in Counter(values).items() if number > 1))
        yield reason(condition, "unique", path, "unique", twice)

    return Judge(holds, why)


@compile_condition.register
def _(condition: Sum, context: Context) -> Judge:
    choose, gather = _chooser(condition.path, condition.where, context), _gatherer(condition.of)
    want, relation = operand_reader(condition.operand), OPERATORS[condition.operator].holds

    against_zero = condition.operand == Literal(0)

    def total(records: list[tuple[int, Any]]) -> Any:
        values = gather(records)
        if not values:
            return None
        if isinstance(values[0], Money):
            money = sum(values[1:], start=values[0])
            # As for a single field: nothing is nothing in any currency.
            return money.amount if against_zero else money
        return sum(values)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        chosen, wanted = choose(here, facts, at, outer), want(here, facts, at, outer)
        if chosen is None or chosen[1] or wanted is NOT_SUPPLIED:
            return None
        found = total(chosen[0])
        return found is not None and wanted is not None and relation(found, wanted)

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        chosen, wanted = choose(here, facts, at, outer), want(here, facts, at, outer)
        path = placed(prefix, condition.path)
        if chosen is None or chosen[1] or wanted is NOT_SUPPLIED:
            yield unknown(condition, "sum", path, "sum")
        else:
            yield reason(condition, "sum", path, wanted, total(chosen[0]))

    return Judge(holds, why)


@compile_condition.register
def _(condition: Covers, context: Context) -> Judge:
    choose, gather = _chooser(condition.path, condition.where, context), _gatherer(condition.of)
    wanted = _wanted(condition, context)

    def missing(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> list[Any] | None:
        chosen, want = choose(here, facts, at, outer), wanted(here, facts, at, outer)
        if chosen is None or chosen[1] or want is None:
            return None
        have = set(gather(chosen[0]))
        return [value for value in want if value not in have]

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        gap = missing(here, facts, at, outer)
        return None if gap is None else not gap

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        gap, path = missing(here, facts, at, outer), placed(prefix, condition.path)
        if gap is None:
            yield unknown(condition, "covers", path, "covers")
            return
        for value in gap:
            lacks = text("{value} is missing", "缺少{value}").format(value=shown(value))
            yield reason(condition, "covers", f"{path}.{condition.of.text}", value, None, lacks)

    return Judge(holds, why)


def _wanted(
    condition: Covers, context: Context
) -> Callable[[Any, Any, dt.datetime, Outer], list[Any] | None]:
    if condition.records is None or condition.their is None:
        values = list(condition.values)
        return lambda here, facts, at, outer: values
    choose, gather = _chooser(condition.records, condition.records_where, context), _gatherer(condition.their)

    def wanted(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> list[Any] | None:
        chosen = choose(here, facts, at, outer)
        return None if chosen is None or chosen[1] else gather(chosen[0])

    return wanted
