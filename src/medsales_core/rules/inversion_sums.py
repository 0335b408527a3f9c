"""Ways for conditions on a list as a whole: how many, how different and how much together."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.money import Money
from medsales_core.rules.condition import Count, Distinct, PathOperand, Sum, Unique
from medsales_core.rules.inversion import Goal, Search, Way, ways
from medsales_core.rules.inversion_fields import operand_value, put, supplied
from medsales_core.rules.inversion_lists import chosen_records, more_records
from medsales_core.rules.places import Address, Scope, addresses, appended, removed, value_at
from medsales_core.rules.schema import Kind, ResolvedPath
from medsales_core.rules.values import is_empty

__all__ = ["cut", "given_value", "held_values", "ready_list", "taken", "with_value"]

_MOST_ADDED = 40


def ready_list(condition: Any, goal: Goal, facts: Facts, search: Search) -> Facts:
    path: ResolvedPath = condition.path
    return supplied(facts, (*goal.scope.start(path), *path.steps), search)


def _as_supplied(path: ResolvedPath, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    """A list that was supplied and is empty may be all that is wanted."""
    if goal.wanted and search.is_met(goal, facts):
        yield Way(f"{goal.scope.named(path)}: supplied", facts)


def _number(condition: Count | Distinct, goal: Goal) -> Iterator[tuple[str, int]]:
    """The numbers at which a condition with bounds holds, or does not, nearest to the bounds."""
    least, most = condition.least, condition.most
    if goal.wanted:
        if least is not None:
            yield "enough", least
        if most is not None:
            yield "at most", most
        yield "none", 0
        return
    if least:
        yield "too few", least - 1
        yield "none", 0
    if most is not None:
        yield "too many", most + 1


@ways.register
def _(condition: Count, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    facts = ready_list(condition, goal, facts, search)
    yield from _as_supplied(condition.path, goal, facts, search)
    for name, number in _number(condition, goal):
        made = _counted(condition, goal.scope, number, facts, search)
        if made is not None and search.is_met(goal, made):
            yield Way(f"{goal.scope.named(condition.path)}: {name}", made)


def _places(condition: Count, scope: Scope, facts: Facts, search: Search) -> list[Address]:
    if condition.path.type.kind is not Kind.RECORD:
        return addresses(facts, scope.start(condition.path), condition.path.steps)
    return [r.address for r in chosen_records(facts, scope, condition.path, condition.where, search)]


def _counted(condition: Count, scope: Scope, number: int, facts: Facts, search: Search) -> Facts | None:
    """*facts* with *number* of what is counted."""
    there = _places(condition, scope, facts, search)
    made: Facts | None = cut(there[number:], facts, search)
    for _ in range(min(number - len(there), _MOST_ADDED)):
        made = _one_more(condition, scope, made, search) if made is not None else None
    return made


def _one_more(condition: Count, scope: Scope, facts: Facts, search: Search) -> Facts | None:
    path = condition.path
    if path.type.kind is Kind.RECORD:
        wanted = [condition.where] if condition.where is not None else []
        return next((more for more, _ in more_records(facts, scope, path, wanted, search)), None)
    used = {value_at(facts, place) for place in addresses(facts, scope.start(path), path.steps)}
    for more, address in appended(facts, scope.start(path), path, search.maker):
        for value in search.maker.fresh(path.type, used):
            return put(more, address, value, search)
        return more
    return None


def cut(places: list[Address], facts: Facts, search: Search) -> Facts:
    for place in reversed(places):
        facts = removed(facts, place, search.maker)
    return facts


def held_values(condition: Any, goal: Goal, facts: Facts, search: Search) -> list[tuple[Address, Any]]:
    """The values of the field *of* that the records hold, with where they lie."""
    chosen = chosen_records(facts, goal.scope, condition.path, condition.where, search)
    places = [place for one in chosen for place in addresses(facts, one.address, condition.of.steps)]
    held = [(place, value_at(facts, place)) for place in places]
    return [(place, value) for place, value in held if not is_empty(value)]


def with_value(condition: Any, goal: Goal, value: Any, facts: Facts, search: Search) -> Iterator[Facts]:
    """*facts* with *value* in the field *of*: of a record that lacks it, or else of one more."""
    of: ResolvedPath = condition.of
    for record in chosen_records(facts, goal.scope, condition.path, condition.where, search):
        if of.many or is_empty(value_at(facts, (*record.address, *of.steps))):
            yield from given_value(record.address, of, value, facts, search)
    wanted = [condition.where] if condition.where is not None else []
    for more, record in more_records(facts, goal.scope, condition.path, wanted, search):
        yield from given_value(record.address, of, value, more, search)


def given_value(
    record: Address, of: ResolvedPath, value: Any, facts: Facts, search: Search
) -> Iterator[Facts]:
    if not of.many:
        made = put(facts, (*record, *of.steps), value, search)
        if made is not None:
            yield made
        return
    for more, address in appended(facts, record, of, search.maker):
        made = put(more, address, value, search)
        if made is not None:
            yield made


def taken(place: Address, value: Any, of: ResolvedPath, facts: Facts, search: Search) -> Iterator[Facts]:
    """*facts* without *value* at *place*: empty, another one, or the whole record left out."""
    if isinstance(place[-1], int):
        yield removed(facts, place, search.maker)
    else:
        for nothing in (None, ""):
            cleared = put(facts, place, nothing, search)
            if cleared is not None:
                yield cleared
    for other in search.maker.fresh(of.type, {value}):
        made = put(facts, place, other, search)
        if made is not None:
            yield made
    yield removed(facts, place, search.maker)


@ways.register
def _(condition: Distinct, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    facts = ready_list(condition, goal, facts, search)
    yield from _as_supplied(condition.path, goal, facts, search)
    for name, number in _number(condition, goal):
        made = _told_apart(condition, goal, number, facts, search)
        if made is not None and search.is_met(goal, made):
            yield Way(f"{goal.scope.named(condition.path)}.{condition.of.text}: {name}", made)


def _told_apart(condition: Distinct, goal: Goal, number: int, facts: Facts, search: Search) -> Facts | None:
    """*facts* where the field has *number* different values."""
    for _ in range(_MOST_ADDED):
        held = held_values(condition, goal, facts, search)
        different = list(dict.fromkeys(value for _, value in held))
        if len(different) == number:
            return facts
        made = None
        if len(different) < number:
            for value in search.maker.fresh(condition.of.type, set(different)):
                made = _another_value(condition, goal, value, held, facts, search)
                if made is not None:
                    break
        else:
            place = next(place for place, value in held if value == different[-1])
            made = _merged(place, different, number, condition, facts, search)
        if made is None:
            return None
        facts = made
    return None


def _another_value(
    condition: Distinct, goal: Goal, value: Any, held: list[tuple[Address, Any]], facts: Facts, search: Search
) -> Facts | None:
    """*facts* with one more *value*, told by the number of different ones."""
    before = len({one for _, one in held})
    for made in with_value(condition, goal, value, facts, search):
        if len({one for _, one in held_values(condition, goal, made, search)}) > before:
            return made
    return None


def _merged(
    place: Address, different: list[Any], number: int, condition: Distinct, facts: Facts, search: Search
) -> Facts | None:
    made = put(facts, place, different[0], search) if number else None
    if made is not None and made != facts:
        return made
    return next(taken(place, different[-1], condition.of, facts, search), None)


@ways.register
def _(condition: Unique, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    facts = ready_list(condition, goal, facts, search)
    yield from _as_supplied(condition.path, goal, facts, search)
    held = held_values(condition, goal, facts, search)
    name = f"{goal.scope.named(condition.path)}.{condition.of.text}"
    if goal.wanted:
        values = [value for _, value in held]
        twice = [place for place, value in held if values.count(value) > 1]
        for place in reversed(twice):
            for other in search.maker.fresh(condition.of.type, set(values)):
                made = put(facts, place, other, search)
                if made is not None:
                    yield Way(f"{name}: unique", made)
            yield from (
                Way(f"{name}: unique", m) for m in taken(place, values[0], condition.of, facts, search)
            )
        return
    for made in _doubled(condition, goal, held, facts, search):
        if search.is_met(goal, made):
            yield Way(f"{name}: twice", made)


def _doubled(
    condition: Unique, goal: Goal, held: list[tuple[Address, Any]], facts: Facts, search: Search
) -> Iterator[Facts]:
    """*facts* where two records hold the same value."""
    for place, _ in held[1:]:
        made = put(facts, place, held[0][1], search)
        if made is not None:
            yield made
    values = [held[0][1]] if held else list(search.maker.values(condition.of.type))
    for value in values:
        for once in with_value(condition, goal, value, facts, search):
            yield once
            yield from with_value(condition, goal, value, once, search)
    # A field that is filled from the start, as an id is: a second record, and the value of the first.
    wanted = [condition.where] if condition.where is not None else []
    for once, _ in more_records(facts, goal.scope, condition.path, wanted, search):
        for more, _ in more_records(once, goal.scope, condition.path, wanted, search):
            found = held_values(condition, goal, more, search)
            if len(found) > 1 and (made := put(more, found[-1][0], found[0][1], search)) is not None:
                yield made


@ways.register
def _(condition: Sum, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    facts = ready_list(condition, goal, facts, search)
    name = f"{goal.scope.named(condition.path)}.{condition.of.text}"
    for ready in _operand_filled(condition, goal, facts, search):
        target = operand_value(condition.operand, ready, goal.scope, search)
        for beside, total in search.maker.around(target, condition.of.type):
            for made in _summed(condition, goal, total, ready, search):
                if search.is_met(goal, made):
                    yield Way(f"{name}: sum {beside}", made)
    bare = cut([place for place, _ in held_values(condition, goal, facts, search)], facts, search)
    if search.is_met(goal, bare):
        yield Way(f"{name}: none", bare)


def _operand_filled(condition: Sum, goal: Goal, facts: Facts, search: Search) -> Iterator[Facts]:
    if not isinstance(condition.operand, PathOperand):
        yield facts
        return
    address = goal.scope.address_of(condition.operand.path)
    facts = supplied(facts, address, search)
    now = value_at(facts, address)
    if not is_empty(now) and now is not NOT_SUPPLIED:
        yield facts
        return
    for value in search.maker.values(condition.operand.path.type):
        made = put(facts, address, value, search)
        if made is not None:
            yield made


def _summed(condition: Sum, goal: Goal, total: Any, facts: Facts, search: Search) -> Iterator[Facts]:
    """*facts* where the field adds up to *total*: the last value gives way, or one stands for all."""
    held = held_values(condition, goal, facts, search)
    if not held:
        yield from with_value(condition, goal, total, facts, search)
        return
    lacking, nothing = _lacking(total, held), _zero(total)
    for place, value in reversed(held):
        if lacking is not None and _size(value + lacking) >= 0:
            made = put(facts, place, value + lacking, search)
            if made is not None:
                yield made
    last = put(facts, held[0][0], total, search)
    for place, _ in held[1:]:
        last = put(last, place, nothing, search) if last is not None else None
    if last is not None:
        yield last


def _lacking(total: Any, held: list[tuple[Address, Any]]) -> Any:
    """What has to be added to reach *total*; None where the currencies differ."""
    values = [value for _, value in held]
    if isinstance(total, Money):
        if any(value.currency != total.currency for value in values):
            return None
        return total - sum(values[1:], start=values[0])
    return total - sum(values)


def _size(value: Any) -> Decimal:
    return value.amount if isinstance(value, Money) else Decimal(value)


def _zero(total: Any) -> Any:
    return Money(0, total.currency) if isinstance(total, Money) else type(total)(0)
