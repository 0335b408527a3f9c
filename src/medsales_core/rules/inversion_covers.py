"""Ways for coverage: values that the records of a list, taken together, hold or lack."""

from collections.abc import Iterator
from typing import Any

from medsales_core.model.facts import Facts
from medsales_core.rules.condition import Covers
from medsales_core.rules.inversion import Goal, Search, Way, ways
from medsales_core.rules.inversion_fields import put, supplied
from medsales_core.rules.inversion_lists import chosen_records, more_records
from medsales_core.rules.inversion_sums import cut, given_value, held_values, ready_list, taken, with_value
from medsales_core.rules.places import addresses, value_at
from medsales_core.rules.values import is_empty

__all__: list[str] = []


@ways.register
def _(condition: Covers, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    facts = ready_list(condition, goal, facts, search)
    if condition.records is not None:
        facts = supplied(facts, (*goal.scope.start(condition.records), *condition.records.steps), search)
    if goal.wanted:
        yield from _covered(condition, goal, facts, search)
    else:
        yield from _uncovered(condition, goal, facts, search)


def _asked(condition: Covers, goal: Goal, facts: Facts, search: Search) -> list[Any]:
    """The values that are to be covered."""
    if condition.records is None or condition.their is None:
        return list(condition.values)
    chosen = chosen_records(facts, goal.scope, condition.records, condition.records_where, search)
    places = [place for one in chosen for place in addresses(facts, one.address, condition.their.steps)]
    return [value for place in places if not is_empty(value := value_at(facts, place))]


def _covered(condition: Covers, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    name = f"{goal.scope.named(condition.path)}.{condition.of.text}: covers"
    have = {value for _, value in held_values(condition, goal, facts, search)}
    missing = [value for value in dict.fromkeys(_asked(condition, goal, facts, search)) if value not in have]
    for value in missing:
        made = next(with_value(condition, goal, value, facts, search), None)
        if made is None:
            break
        facts = made
    yield Way(name, facts)
    # A record that is already right in all else may be the one to change.
    for place, _ in held_values(condition, goal, facts, search) if missing else ():
        made = put(facts, place, missing[-1], search)
        if made is not None:
            yield Way(name, made)
    if condition.records is not None and condition.records_where is not None:
        asked = chosen_records(facts, goal.scope, condition.records, condition.records_where, search)
        none = search.first([Goal(condition.records_where, False, one) for one in asked], facts)
        if none is not None:
            yield Way(name, none)


def _uncovered(condition: Covers, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope = condition.path, goal.scope
    ready = facts if _asked(condition, goal, facts, search) else _asking(condition, goal, facts, search)
    name = f"{scope.named(path)}.{condition.of.text}"
    for value in dict.fromkeys(_asked(condition, goal, ready, search)):
        without: Facts | None = ready
        holding = [place for place, held in held_values(condition, goal, ready, search) if held == value]
        for place in reversed(holding):
            proposals = (
                taken(place, value, condition.of, without, search) if without is not None else iter(())
            )
            without = next(proposals, None)
        if without is not None and search.is_met(goal, without):
            yield Way(f"{name}: lacks {value}", without)
    bare = _bare(condition, goal, ready, search)
    if search.is_met(goal, bare):
        yield Way(f"{scope.named(path)}: none", bare)
    if condition.where is None:
        return
    for record in chosen_records(ready, scope, path, condition.where, search):
        unmeant = Goal(condition.where, False, record)
        yield from search.plainest(search.ways(unmeant, ready), unmeant)


def _asking(condition: Covers, goal: Goal, facts: Facts, search: Search) -> Facts:
    """*facts* in which there is a value to be covered."""
    if condition.records is None or condition.their is None:
        return facts
    wanted = [condition.records_where] if condition.records_where is not None else []
    for more, record in more_records(facts, goal.scope, condition.records, wanted, search):
        if not is_empty(value_at(more, (*record.address, *condition.their.steps))):
            return more
        for value in search.maker.fresh(condition.their.type, set()):
            return next(given_value(record.address, condition.their, value, more, search), more)
    return facts


def _bare(condition: Covers, goal: Goal, facts: Facts, search: Search) -> Facts:
    """*facts* without any of the records that cover."""
    chosen = chosen_records(facts, goal.scope, condition.path, condition.where, search)
    return cut([one.address for one in chosen], facts, search)
