"""Ways for conditions on the records of lists: records are mended, added, left out or spoiled."""

from collections.abc import Iterator, Sequence

from medsales_core.model.facts import Facts
from medsales_core.rules.condition import Condition, Each, NoRecord, Some
from medsales_core.rules.inversion import Goal, Search, Way, ways
from medsales_core.rules.inversion_fields import supplied, without_records
from medsales_core.rules.places import Address, Scope, addresses, appended, removed
from medsales_core.rules.schema import ResolvedPath

__all__ = ["chosen_records", "more_records", "records"]


def records(facts: Facts, scope: Scope, path: ResolvedPath) -> list[Scope]:
    """The scopes of the records at *path*."""
    return [scope.inside(place) for place in addresses(facts, scope.start(path), path.steps)]


def chosen_records(
    facts: Facts, scope: Scope, path: ResolvedPath, where: Condition | None, search: Search
) -> list[Scope]:
    """The scopes of the records at *path* for which *where* holds."""
    every = records(facts, scope, path)
    return [one for one in every if where is None or search.is_met(Goal(where, True, one), facts)]


def more_records(
    facts: Facts, scope: Scope, path: ResolvedPath, wanted: Sequence[Condition], search: Search
) -> Iterator[tuple[Facts, Scope]]:
    """*facts* with one more record at *path*, on which *wanted* hold."""
    for more, address in appended(facts, scope.start(path), path, search.maker):
        inside = scope.inside(address)
        for made in search.together([Goal(one, True, inside) for one in wanted], more):
            yield made, inside


def _wanted(where: Condition | None, part: Condition) -> list[Condition]:
    return [part] if where is None else [where, part]


@ways.register
def _(condition: Some, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return (_found if goal.wanted else _not_found)(condition, goal, facts, search)


@ways.register
def _(condition: NoRecord, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return (_not_found if goal.wanted else _found)(condition, goal, facts, search)


def _found(condition: Some | NoRecord, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    """There is such a record: one is mended, or one is added."""
    path, scope, part = condition.path, goal.scope, condition.part
    facts = supplied(facts, (*scope.start(path), *path.steps), search)
    name = f"{scope.named(path)}: some"
    for record in chosen_records(facts, scope, path, condition.where, search):
        goals = [Goal(one, True, record) for one in _wanted(condition.where, part)]
        made = search.first(goals, facts)
        if made is not None:
            yield Way(name, made)
    for more, _ in more_records(facts, scope, path, _wanted(condition.where, part), search):
        yield Way(name, more)


def _not_found(condition: Some | NoRecord, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    """There is no such record: each in turn fails in each of its ways, or there is none at all."""
    path, scope = condition.path, goal.scope
    name = f"{scope.named(path)}: none"
    bare = without_records(facts, scope, path, search)
    if isinstance(condition, Some) and search.is_met(goal, bare):
        yield Way(name, bare)
    whole = search.chosen(condition.where, condition.part)
    every = [Goal(whole, False, record) for record in records(facts, scope, path)]
    for one in [each for each in every if not search.is_met(each, facts)] or every[:1]:
        others = [other for other in every if other is not one]
        found = search.kept(search.ways(one, facts), one, others)
        yield from (way for way in found if search.is_met(goal, way.facts))
    left = _without([one.scope.address for one in every if not search.is_met(one, facts)], facts, search)
    yield Way(f"{name} left", left)
    yield Way(name, bare)


def _without(places: list[Address], facts: Facts, search: Search) -> Facts:
    """*facts* without the records at *places*."""
    for place in reversed(places):
        facts = removed(facts, place, search.maker)
    return facts


@ways.register
def _(condition: Each, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    facts = supplied(facts, (*goal.scope.start(condition.path), *condition.path.steps), search)
    return (_every if goal.wanted else _not_every)(condition, goal, facts, search)


def _every(condition: Each, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope, where = condition.path, goal.scope, condition.where
    name = f"{scope.named(path)}: each"
    whole = search.conceded(where, condition.part)
    every = [Goal(whole, True, record) for record in records(facts, scope, path)]
    if condition.may_be_empty or chosen_records(facts, scope, path, where, search):
        yield from (Way(name, made) for made in search.together(every, facts))
    else:
        for record in records(facts, scope, path) if where is not None else ():
            made = search.first([Goal(where, True, record), *every], facts) if where is not None else None
            if made is not None:
                yield Way(name, made)
    for more, _ in more_records(facts, scope, path, _wanted(where, condition.part), search):
        yield from (Way(name, made) for made in search.together(every, more))
    left = _without([one.scope.address for one in every if not search.is_met(one, facts)], facts, search)
    yield Way(f"{scope.named(path)}: fewer", left)
    if condition.may_be_empty:
        yield Way(f"{scope.named(path)}: none", without_records(facts, scope, path, search))


def _not_every(condition: Each, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    path, scope, where = condition.path, goal.scope, condition.where
    bare = without_records(facts, scope, path, search)
    if search.is_met(goal, bare):
        yield Way(f"{scope.named(path)}: none", bare)
        if where is not None:
            none = [Goal(where, False, record) for record in records(facts, scope, path)]
            made = search.first(none, facts) if none else None
            if made is not None:
                yield Way(f"{scope.named(path)}: none chosen", made)
    for ready, spoilt in _spoilable(condition, goal, facts, search):
        part = Goal(condition.part, False, spoilt)
        asked = [Goal(where, True, spoilt)] if where is not None else []
        found = search.kept(search.ways(part, ready), part, asked)
        yield from (way for way in found if search.is_met(goal, way.facts))


def _spoilable(condition: Each, goal: Goal, facts: Facts, search: Search) -> Iterator[tuple[Facts, Scope]]:
    """The one record that is meant and a second beside it, so that both the only and one of several fail."""
    path, scope, where = condition.path, goal.scope, condition.where
    chosen = chosen_records(facts, scope, path, where, search)
    if not chosen:
        # A good one if there can be, so that it fails in one way alone.
        for wanted in (_wanted(where, condition.part), [where] if where is not None else []):
            made = next(more_records(facts, scope, path, wanted, search), None)
            if made is not None:
                facts, chosen = made[0], [made[1]]
                break
    if not chosen:
        return
    yield facts, chosen[0]
    if len(chosen) > 1:
        yield facts, chosen[-1]
        return
    for more, added in more_records(facts, scope, path, _wanted(where, condition.part), search):
        yield more, added
        break
