"""Conditions on days, asked of all rows at once: valid on a day, within a period."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.rules.arrays.column import BROKEN, FAILURES, Column, bools
from medsales_core.rules.arrays.holding import Ask, always, constant, held, one_by_one
from medsales_core.rules.arrays.measure import Measure
from medsales_core.rules.arrays.pairs import Pairs
from medsales_core.rules.arrays.table import Table, View
from medsales_core.rules.arrays.truth import Bools, Truth, all_hold, any_holds, either
from medsales_core.rules.condition import AsOf, PathOperand, ValidOn, Within
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.period import period_end

__all__: list[str] = []


@held.register
def _(condition: ValidOn, table: Table, ask: Ask) -> Truth:
    day = constant(condition.day, ask)
    if day is not None and day[0] is not None:
        return _valid(condition, table, lambda column, word: _on_day(column, word, day[0]), None)
    if not isinstance(condition.day, PathOperand) or condition.day.path.lists:
        return one_by_one(condition, table, ask)
    on = table.view(condition.day.path)
    return _valid(condition, table, lambda column, word: _on_other(column, word, on, ask.pairs), on)


def _valid(
    condition: ValidOn, table: Table, compared: Callable[[Column, str], Truth], on: View | None
) -> Truth:
    """Begun and not over, where the day, which may be the field *on*, is there."""
    begins, ends = ([table.column(name) for name in names] for names in (condition.begins, condition.ends))
    begun = [compared(column, "not_after") for column in begins]
    over = [any_holds((column.absent, compared(column, "not_before"))) for column in ends]
    found = all_hold((always(table, holds=True), *begun, *over))
    doubt = found.doubt
    for column in (*begins, *ends):  # that nobody supplied a day of the record is no way to be unknown
        doubt = either(doubt, either(column.unsure(), column.unknown))
    if on is None:
        return Truth(found.yes, None, doubt)
    there = on.column.presence().taken(on.index)
    return Truth(found.yes & there.yes, None, either(doubt, _unsure(on))).strictly(there.unknown)


def _on_day(column: Column, operator: str, day: Any) -> Truth:
    found = column.compared(operator, day)
    if found is None:
        relation = OPERATORS[operator].holds
        found = column.asked(lambda value: relation(value, day))
    return Truth(found.yes, None, found.doubt)


def _on_other(column: Column, operator: str, on: View, pairs: Pairs) -> Truth:
    found = pairs.compared(View(column), operator, on)
    return Truth(found.yes, None, found.doubt)


def _unsure(view: View) -> Bools | None:
    doubt = view.column.unsure(view.column.doubt)
    return doubt if doubt is None or view.index is None else doubt[view.index]


@held.register
def _(condition: Within, table: Table, ask: Ask) -> Truth:
    amount, base = constant(condition.amount, ask), constant(condition.base, ask)
    if amount is None or condition.path.lists:
        return one_by_one(condition, table, ask)
    end = partial(period_end, unit=condition.unit, after=condition.after, calendar=ask.context.calendar)
    view = table.view(condition.path)
    if base is not None and base[0] is not None:
        start = ask.at if condition.unit == "hours" and isinstance(condition.base, AsOf) else base[0]
        try:
            limit = end(start, amount[0])
        except FAILURES:
            return one_by_one(condition, table, ask)
        first, last = (start, limit) if condition.after else (limit, start)
        return _between(view.column, first, last).taken(view.index)
    if not isinstance(condition.base, PathOperand) or condition.base.path.lists:
        return one_by_one(condition, table, ask)
    starts = table.view(condition.base.path)
    found = _days_apart(view, starts, lambda start: end(start, amount[0]), after=condition.after)
    return found if found is not None else _paired(condition, view, starts, end, amount[0], ask.pairs)


def _between(column: Column, first: Any, last: Any) -> Truth:
    parts = all_hold((_on_day(column, "not_before", first), _on_day(column, "not_after", last)))
    return Truth(parts.yes, None, column.unsure(parts.doubt)).strictly(column.unknown)


def _days_apart(view: View, starts: View, end: Callable[[Any], Any], *, after: bool) -> Truth | None:
    """Where days of two fields are that near; each different start has its limit reckoned once."""
    values, begun = view.column.measure, starts.column.measure
    if values is None or begun is None or values.unit != "day" or begun.unit != "day":
        return None
    limits = [_limit(start, end) for start in starts.column.different]
    if not all(limit is None or limit is BROKEN or type(limit) is dt.date for limit in limits):
        return None
    reckoned = Measure.of(limits, dt.date)
    if reckoned is None:
        return None
    codes = starts.column.codes
    start, limit = _seen(begun.multiples, starts), _seen(reckoned.multiples[codes], starts)
    first, last = (start, limit) if after else (limit, start)
    days = _seen(values.multiples, view)
    there = all_hold((view.column.presence().taken(view.index), starts.column.presence().taken(starts.index)))
    failed = bools([one is BROKEN for one in limits])
    doubt = _seen(failed[codes], starts) if failed.any() else None
    found = Truth(there.yes & (first <= days) & (days <= last), None, either(there.doubt, doubt))
    unknown = either(_unknown(view), _unknown(starts))
    return found.strictly(unknown)


def _limit(start: Any, end: Callable[[Any], Any]) -> Any:
    if start is None or start is NOT_SUPPLIED:
        return None
    try:
        return end(start)
    except FAILURES:
        return BROKEN


def _unknown(view: View) -> Bools | None:
    return view.column.presence().taken(view.index).unknown


def _seen(values: Any, view: View) -> Any:
    return values if view.index is None else values[view.index]


def _paired(
    condition: Within, view: View, starts: View, end: Callable[[Any, Any], Any], amount: Any, pairs: Pairs
) -> Truth:
    """The same of times, each pair that occurs on its own."""
    not_before, not_after = OPERATORS["not_before"].holds, OPERATORS["not_after"].holds

    def near(value: Any, start: Any) -> bool:
        limit = end(start, amount)
        if value is None or value is NOT_SUPPLIED:
            return False  # but only after the limit was found: that may fail
        first, last = (start, limit) if condition.after else (limit, start)
        return not_before(value, first) and not_after(value, last)

    return pairs.reckoned(view, starts, near)
