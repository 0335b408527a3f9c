"""Ways for conditions on single fields: every value next to a limit is tried, and judged by the condition itself."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from medsales_core.errors import ValueRefused
from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.rules.condition import (
    AsOf,
    CheckCall,
    Compare,
    Literal,
    OneOf,
    Operand,
    PathOperand,
    Presence,
    ValidOn,
    Within,
)
from medsales_core.rules.inversion import Goal, Search, Way, ways
from medsales_core.rules.period import period_end
from medsales_core.rules.places import (
    Address,
    Scope,
    appended,
    edited,
    field_at,
    grown,
    lists,
    value_at,
    written,
)
from medsales_core.rules.reads import reads_of_call
from medsales_core.rules.regex_text import texts_like
from medsales_core.rules.schema import Kind, ResolvedPath
from medsales_core.rules.threshold import Threshold
from medsales_core.rules.values import is_empty

__all__: list[str] = []


def put(facts: Facts, address: Address, value: Any, search: Search) -> Facts | None:
    """*facts* with *value* at *address*; None where no such value may lie there."""
    try:
        return edited(facts, address, lambda _: value, search.maker)
    except (ValueRefused, TypeError):
        return None


def supplied(facts: Facts, address: Address, search: Search) -> Facts:
    """*facts* with the root of *address*, which is empty if nobody supplied it."""
    name = str(address[0])
    if getattr(facts, name) is not NOT_SUPPLIED:
        return facts
    field = field_at(facts, name)
    return facts.with_(**{name: () if field.many else search.maker.record(field.type, facts)})


def graded(found: Iterator[Way]) -> Iterator[Way]:
    """The ways *found*, a second one of the same name, or of no name of its own, as a spare one."""
    names: set[str] = set()
    for way in found:
        spare = way.name in names or (bool(names) and way.name.endswith(_OTHER))
        names.add(way.name)
        yield Way(way.name, way.facts, spare)


_OTHER: Final = ": other"


def _reached(name: str, facts: Facts | None, goal: Goal, search: Search) -> Iterator[Way]:
    if facts is not None and search.is_met(goal, facts):
        yield Way(name, facts)


def emptied(facts: Facts, scope: Scope, path: ResolvedPath, search: Search) -> Iterator[Way]:
    """The field at *path* made empty: itself, or else the nearest record around it."""
    if path.many:
        yield Way(f"{scope.named(path)}: none", without_records(facts, scope, path, search))
        return
    whole, least = scope.address_of(path), len(scope.start(path))
    facts = supplied(facts, whole, search)
    for length in range(len(whole), max(least, 1), -1):
        for nothing in (None, ""):
            cleared = put(facts, whole[:length], nothing, search)
            if cleared is not None:
                yield Way(f"{written(whole[:length])}: empty", cleared)
                break


def without_records(facts: Facts, scope: Scope, path: ResolvedPath, search: Search) -> Facts:
    """*facts* where every list that *path* enters last is empty."""
    start = scope.start(path)
    facts = supplied(facts, (*start, *path.steps), search)
    for place in lists(facts, start, path):
        facts = edited(facts, place, lambda _: (), search.maker)
    return facts


@ways.register
def _(condition: Presence, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return graded(_presence(condition, goal, facts, search))


def _presence(condition: Presence, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope = condition.path, goal.scope
    if condition.filled is not goal.wanted:
        for way in emptied(facts, scope, path, search):
            yield from _reached(way.name, way.facts, goal, search)
        return
    name = f"{scope.named(path)}: filled"
    if path.many:
        for more, _ in appended(facts, scope.start(path), path, search.maker):
            yield from _reached(name, more, goal, search)
        return
    address = scope.address_of(path)
    facts = supplied(facts, address, search)
    if path.type.kind is Kind.RECORD:
        yield from _reached(name, grown(facts, address, search.maker), goal, search)
        return
    for value in search.maker.values(path.type):
        yield from _reached(name, put(facts, address, value, search), goal, search)


@ways.register
def _(condition: Compare, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return graded(_compare(condition, goal, facts, search))


def _compare(condition: Compare, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    for ready in _with_operand(condition.operand, facts, goal.scope, search):
        if condition.path.many:
            yield from _containing(condition, goal, ready, search)
        else:
            yield from _compared(condition, goal, ready, search)
    yield from _operand_emptied(condition.operand, goal, facts, search)


def _with_operand(operand: Operand, facts: Facts, scope: Scope, search: Search) -> Iterator[Facts]:
    """*facts* in which the operand is filled."""
    if not isinstance(operand, PathOperand):
        yield facts
        return
    address = scope.address_of(operand.path)
    facts = supplied(facts, address, search)
    if not is_empty(value_at(facts, address)):
        yield facts
        return
    for value in search.maker.values(operand.path.type):
        filled = put(facts, address, value, search)
        if filled is not None:
            yield filled


def _operand_emptied(operand: Operand, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    if isinstance(operand, PathOperand):
        for way in emptied(facts, goal.scope, operand.path, search):
            yield from _reached(way.name, way.facts, goal, search)


def operand_value(operand: Operand, facts: Facts, scope: Scope, search: Search) -> Any:
    """What *operand* stands for; None where it is empty."""
    if isinstance(operand, Literal):
        return operand.value
    if isinstance(operand, AsOf):
        return search.at.date()
    if isinstance(operand, Threshold):
        account = facts.account
        known = account is not None and account is not NOT_SUPPLIED
        places = (account.region, account.country) if account is not None and known else ()
        return operand.limit(search.at.date(), places)
    value = value_at(facts, scope.address_of(operand.path))
    return None if value is NOT_SUPPLIED else value


def _compared(condition: Compare, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope = condition.path, goal.scope
    address, wanted = scope.address_of(path), operand_value(condition.operand, facts, scope, search)
    facts, name = supplied(facts, address, search), scope.named(path)
    if wanted is None:
        return
    now = value_at(facts, address)
    for beside, value in _candidates(condition, wanted, now, search):
        yield from _reached(f"{name}: {beside}", put(facts, address, value, search), goal, search)
    if isinstance(condition.operand, PathOperand) and not is_empty(now) and now is not NOT_SUPPLIED:
        other = condition.operand.path
        for beside, value in search.maker.around(now, other.type):
            moved = put(facts, scope.address_of(other), value, search)
            yield from _reached(f"{scope.named(other)}: {beside}", moved, goal, search)
    for value in search.maker.values(path.type):
        yield from _reached(f"{name}: other", put(facts, address, value, search), goal, search)
    for way in emptied(facts, scope, path, search):
        yield from _reached(way.name, way.facts, goal, search)


def _candidates(condition: Compare, wanted: Any, now: Any, search: Search) -> Iterator[tuple[str, Any]]:
    if condition.operator == "matches":
        yield from (("like", specimen) for specimen in texts_like(wanted))
        yield from (("unlike", f"{wanted}{more}") for more in ("", "\n", " x"))
        return
    if condition.operator == "contains":
        yield "with", wanted
        if isinstance(now, str):
            yield "with", f"{now} {wanted}"
            yield "without", now.replace(str(wanted), "") or "text"
    yield from search.maker.around(wanted, condition.path.type)


def _containing(condition: Compare, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope = condition.path, goal.scope
    wanted, name = operand_value(condition.operand, facts, scope, search), scope.named(path)
    if goal.wanted:
        for more, address in appended(facts, scope.start(path), path, search.maker):
            yield from _reached(f"{name}: with", put(more, address, wanted, search), goal, search)
        return
    facts = supplied(facts, (*scope.start(path), *path.steps), search)
    left = facts
    if path.steps and max(path.lists) == len(path.steps) - 1:
        for place in lists(facts, scope.start(path), path):
            left = edited(left, place, lambda items: tuple(i for i in items if i != wanted), search.maker)
    if not is_empty(value_at(left, (*scope.start(path), *path.steps)) if len(path.lists) == 1 else None):
        yield from _reached(f"{name}: without", left, goal, search)
    else:
        for other in search.maker.fresh(path.type, {wanted}):
            for more, address in appended(left, scope.start(path), path, search.maker):
                yield from _reached(f"{name}: without", put(more, address, other, search), goal, search)
            break
    for way in emptied(facts, scope, path, search):
        yield from _reached(way.name, way.facts, goal, search)


@ways.register
def _(condition: OneOf, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return graded(_one_of(condition, goal, facts, search))


def _one_of(condition: OneOf, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope, maker = condition.path, goal.scope, search.maker
    address, name = scope.address_of(path), scope.named(path)
    facts = supplied(facts, address, search)
    for value in condition.values:
        yield from _reached(f"{name}: {value}", put(facts, address, value, search), goal, search)
    for value in maker.fresh(path.type, set(condition.values)):
        yield from _reached(f"{name}: other", put(facts, address, value, search), goal, search)
    for way in emptied(facts, scope, path, search):
        yield from _reached(way.name, way.facts, goal, search)


@ways.register
def _(condition: Within, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return graded(_within(condition, goal, facts, search))


def _within(condition: Within, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope = condition.path, goal.scope
    address, name = scope.address_of(path), scope.named(path)
    for ready in _with_operand(condition.base, facts, scope, search):
        facts_ = supplied(ready, address, search)
        for end, limit in _limits(condition, facts_, scope, search):
            for beside, value in search.maker.around(limit, path.type):
                told = f"{name}: {beside} the {end}"
                yield from _reached(told, put(facts_, address, value, search), goal, search)
        if isinstance(condition.base, PathOperand):
            yield from _base_moved(condition.base, goal, facts_, search, address)
        for way in emptied(facts_, scope, path, search):
            yield from _reached(way.name, way.facts, goal, search)
    yield from _operand_emptied(condition.base, goal, facts, search)


def _limits(condition: Within, facts: Facts, scope: Scope, search: Search) -> Iterator[tuple[str, Any]]:
    start = operand_value(condition.base, facts, scope, search)
    if condition.unit == "hours" and isinstance(condition.base, AsOf):
        start = search.at
    amount = operand_value(condition.amount, facts, scope, search)
    if start is None or amount is None:
        return
    yield "start", start
    try:
        end = period_end(
            start, amount, unit=condition.unit, after=condition.after, calendar=search.context.calendar
        )
    except (OverflowError, ValueError):  # the calendar ends there
        return
    yield "end", end


def _base_moved(
    base: PathOperand, goal: Goal, facts: Facts, search: Search, address: Address
) -> Iterator[Way]:
    now = value_at(facts, address)
    if is_empty(now) or now is NOT_SUPPLIED:
        return
    for beside, value in search.maker.around(now, base.path.type):
        moved = put(facts, goal.scope.address_of(base.path), value, search)
        yield from _reached(f"{goal.scope.named(base.path)}: {beside}", moved, goal, search)


@ways.register
def _(condition: ValidOn, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return graded(_valid_on(condition, goal, facts, search))


def _valid_on(condition: ValidOn, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    for ready in _with_operand(condition.day, facts, goal.scope, search):
        day = operand_value(condition.day, ready, goal.scope, search)
        if goal.wanted:
            yield from _made_valid(condition, day, goal, ready, search)
        else:
            yield from _made_invalid(condition, day, goal, ready, search)
    yield from _operand_emptied(condition.day, goal, facts, search)


def _dates(facts: Facts, goal: Goal, name: str, day: dt.date, search: Search) -> dict[str, Facts | None]:
    """*facts* with the date *name* of the record at hand on *day*, before, after it, and empty."""
    address = (*goal.scope.address, name)
    field = field_at(value_at(facts, goal.scope.address), name)
    tried = dict(search.maker.around(day, field)) | {"empty": None}
    return {beside: put(facts, address, value, search) for beside, value in tried.items()}


def _made_valid(condition: ValidOn, day: dt.date, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    name = f"{written(goal.scope.address)}: valid"
    for begin in (None, "at", "before"):
        for end in (None, "at", "after", "empty"):
            made: Facts | None = facts
            for names, beside in ((condition.begins, begin), (condition.ends, end)):
                for field in names if beside else ():
                    made = _dates(made, goal, field, day, search).get(beside or "") if made else None
            yield from _reached(name, made, goal, search)


def _made_invalid(
    condition: ValidOn, day: dt.date, goal: Goal, facts: Facts, search: Search
) -> Iterator[Way]:
    for field in (*condition.begins, *condition.ends):
        name = written((*goal.scope.address, field))
        for beside, made in _dates(facts, goal, field, day, search).items():
            yield from _reached(f"{name}: {beside}", made, goal, search)


@ways.register
def _(condition: CheckCall, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    name = f"check {condition.check}"
    if goal.wanted:
        made, why = _offered("satisfying", condition, facts, search)
        if made is None:
            search.mute[condition.check] = why or "does not tell how it is satisfied"
        yield from _reached(name, made, goal, search)
        return
    yield from _reached(f"{name}: violated", _offered("violating", condition, facts, search)[0], goal, search)
    # A check tells only what it reads: where that is empty, most of them fail.
    for read in reads_of_call(condition, search.context.checks):
        address = _read_address(facts, read)
        ready = supplied(facts, address, search)
        nothing = () if isinstance(value_at(ready, address), tuple) else None
        yield from _reached(f"{name}: {read} empty", put(ready, address, nothing, search), goal, search)
    yield from _reached(name, facts, goal, search)


def _offered(method: str, condition: CheckCall, facts: Facts, search: Search) -> tuple[Facts | None, str]:
    """The facts that the check itself offers, and why there are none where that is its mistake."""
    offer: Callable[..., object] | None = getattr(search.context.checks[condition.check], method, None)
    try:
        made = offer(facts, search.at, **condition.parameters) if offer is not None else None
    except Exception as problem:  # noqa: BLE001 - a plugin's mistake is told, and the search goes on
        return None, f"failed when asked for facts ({method}): {type(problem).__name__}: {problem}"
    return (made, "") if isinstance(made, Facts) else (None, "")


def _read_address(facts: Facts, read: str) -> Address:
    """The address of a path that a check reads, as far as its first list."""
    found: Address = ()
    owner: Any = facts
    for step in read.split("."):
        found = (*found, step)
        owner = getattr(owner, step, None)
        if isinstance(owner, tuple) or owner is None or owner is NOT_SUPPLIED:
            break
    return found
