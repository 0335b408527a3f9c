"""The search behind inversion: ways to make a condition hold or fail, and goals brought together.

Each form of condition offers *ways*: facts changed a little, each way with a name. A way is a proposal; whether
it did what it should is asked of the compiled condition, so the search may fail but never lies.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import singledispatch
from itertools import islice
from typing import Any, Final

import attrs

from medsales_core.model.facts import Facts
from medsales_core.rules.condition import AllOf, AnyOf, Condition, Not, Since, When
from medsales_core.rules.judging import Context, Judge, Truth, compile_condition
from medsales_core.rules.places import Scope, written
from medsales_core.rules.reads import reads
from medsales_core.rules.sameness import Sameness, changed
from medsales_core.rules.specimen import Maker

__all__ = ["Goal", "Search", "Way", "ways"]

_MOST_WAYS: Final = 60
_SECOND_BEST: Final = 6
_SIDE_FUEL: Final = 250


class OutOfFuel(Exception):
    """The search was given up."""


@attrs.frozen(eq=False)
class Goal:
    """A condition that shall hold, or shall fail, in a scope."""

    condition: Condition
    wanted: bool
    scope: Scope


@attrs.frozen
class Way:
    """Facts that were changed towards a goal.

    Args:
        name: How they were changed, in words such as ``deal.needs: none``.

        facts: The facts.

        spare: Another way of the same kind was offered before; this one serves where that one was no use.
    """

    name: str
    facts: Facts
    spare: bool = False


@attrs.define(eq=False)
class Search:
    """One search for facts.

    Args:
        at: The moment that is judged.

        context: What conditions are compiled with.

        maker: Makes values and records.

        fuel: How many proposals may still be looked at.

        mute: The checks that were asked how they are satisfied and did not say, each with the reason.

        same: Tells facts by keys that cost less than comparing them.
    """

    at: dt.datetime
    context: Context
    maker: Maker
    fuel: int
    mute: dict[str, str] = attrs.field(factory=dict, init=False)
    same: Sameness = attrs.field(factory=Sameness, init=False)
    # Conditions by identity, kept with what was made of them so that no identity is used twice.
    _judges: dict[int, tuple[Condition, Judge]] = attrs.field(factory=dict, init=False)
    _reads: dict[int, tuple[Condition, frozenset[str]]] = attrs.field(factory=dict, init=False)
    _joined: dict[tuple[str, int, int], tuple[Any, Any, Condition]] = attrs.field(factory=dict, init=False)

    def truth(self, goal: Goal, facts: Facts) -> Truth:
        """Whether the condition of *goal* holds; None also where it cannot be told."""
        try:
            here, outer = goal.scope.records(facts)
            return self.judge(goal.condition).holds(here, facts, self.at, outer)
        except (Exception, SystemExit, GeneratorExit):  # noqa: BLE001 - whatever a test raises, it was neither kept nor broken
            return None

    def judge(self, condition: Condition) -> Judge:
        """*condition* compiled, once."""
        known = self._judges.get(id(condition))
        if known is None:
            known = self._judges[id(condition)] = (condition, compile_condition(condition, self.context))
        return known[1]

    def is_met(self, goal: Goal, facts: Facts) -> bool:
        return self.truth(goal, facts) is goal.wanted

    def ways(self, goal: Goal, facts: Facts) -> Iterator[Way]:
        """Proposals for reaching *goal* from *facts*, the smallest change first."""
        return ways(goal.condition, goal, facts, self)

    def chosen(self, where: Condition | None, part: Condition) -> Condition:
        """The record is among those meant and fulfils *part*."""
        return part if where is None else self._join("and", where, part)

    def conceded(self, where: Condition | None, part: Condition) -> Condition:
        """The record fulfils *part* if it is among those meant."""
        return part if where is None else self._join("if", where, part)

    def _join(self, word: str, where: Condition, part: Condition) -> Condition:
        key = (word, id(where), id(part))
        if key not in self._joined:
            made: Condition = AllOf((where, part)) if word == "and" else When(where, part)
            self._joined[key] = (where, part, made)
        return self._joined[key][2]

    def together(self, goals: Iterable[Goal], facts: Facts) -> Iterator[Facts]:
        """Facts on which all *goals* are met."""
        every = tuple(goals)
        # All of them are held for met, so that each is asked at once.
        yield from self._reach(every, set(every), facts, 2 * len(every) + 3, set())

    def first(self, goals: Iterable[Goal], facts: Facts, fuel: int = _SIDE_FUEL) -> Facts | None:
        """The first facts on which all *goals* are met, if they are found soon."""
        before = self.fuel
        self.fuel = given = min(fuel, before)
        try:
            return next(self.together(goals, facts), None)
        except OutOfFuel:
            return None
        finally:
            self.fuel += before - given

    def _reach(
        self, goals: tuple[Goal, ...], met: set[Goal], facts: Facts, depth: int, seen: set[Hashable]
    ) -> Iterator[Facts]:
        if len(met) == len(goals):
            # What a check reads is what it says that it reads: in the end every goal is asked.
            met = {goal for goal in goals if self.is_met(goal, facts)}
        if len(met) == len(goals):
            yield facts
            return
        if not depth:
            return
        chosen = next(goal for goal in goals if goal not in met)
        worse: list[tuple[int, set[Goal], Facts]] = []
        for way in islice(self.ways(chosen, facts), _MOST_WAYS):
            if (key := self.same.key(way.facts)) in seen:
                continue
            self._spend()
            seen.add(key)
            then = self._met(goals, met, changed(facts, way.facts), way.facts)
            broken = len(met - then)
            if broken or chosen not in then:
                worse.append((broken, then, way.facts))
            else:
                yield from self._reach(goals, then, way.facts, depth - 1, seen)
        # No way kept all that stood: the one that broke least may be mended further on.
        for _, then, other in sorted(worse, key=lambda tried: tried[0])[:_SECOND_BEST]:
            yield from self._reach(goals, then, other, depth - 1, seen)

    def _met(
        self, goals: tuple[Goal, ...], before: set[Goal], moved: frozenset[str], facts: Facts
    ) -> set[Goal]:
        """The goals that are met on *facts*; those that read nothing of what *moved* are as they were *before*."""
        return {
            goal
            for goal in goals
            if (goal in before if self._is_apart(goal, moved) else self.is_met(goal, facts))
        }

    def _is_apart(self, goal: Goal, moved: frozenset[str]) -> bool:
        """Whether *goal*, which is asked of the roots, reads nothing of what *moved*."""
        if goal.scope.address:
            return False
        known = self._reads.get(id(goal.condition))
        if known is None:
            paths = (path.split(".") for path in reads(goal.condition, self.context.checks))
            near = frozenset(name for steps in paths for name in (steps[0], ".".join(steps[:2])))
            known = self._reads[id(goal.condition)] = (goal.condition, near)
        return known[1].isdisjoint(moved)

    def _spend(self) -> None:
        self.fuel -= 1
        if self.fuel < 0:
            raise OutOfFuel

    def kept(self, found: Iterable[Way], goal: Goal, others: Sequence[Goal]) -> Iterator[Way]:
        """The ways *found* to reach *goal*, with all of *others* met too where that can be had."""
        for way in self.plainest(found, goal):
            whole = self.first((goal, *others), way.facts)
            yield Way(way.name, way.facts if whole is None else whole)

    def plainest(self, found: Iterable[Way], goal: Goal) -> Iterator[Way]:
        """The ways *found* that do reach *goal*; spare ones only where there is no other."""
        any_reached = False
        for way in found:
            self._spend()
            if self.is_met(goal, way.facts) and not (way.spare and any_reached):
                any_reached = True
                yield way


@singledispatch
def ways(condition: Condition, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    """Proposals for reaching *goal*, whose condition is *condition*."""
    return iter(())


def _parts(parts: tuple[Condition, ...], wanted: bool, scope: Scope) -> tuple[Goal, ...]:  # noqa: FBT001
    return tuple(Goal(part, wanted, scope) for part in parts)


def _all(goals: tuple[Goal, ...], facts: Facts, search: Search) -> Iterator[Way]:
    """Every one of *goals* is reached, each in each of its ways."""
    if any(not search.is_met(goal, facts) for goal in goals):
        first = search.first(goals, facts, 4 * _SIDE_FUEL)
        if first is not None:
            yield Way(f"{written(goals[0].scope.address)}: every part".removeprefix(": "), first)
    for goal in goals:
        others = tuple(other for other in goals if other is not goal)
        yield from (
            way
            for way in search.kept(search.ways(goal, facts), goal, others)
            if all(search.is_met(other, way.facts) for other in goals)
        )


def _one(goals: tuple[Goal, ...], facts: Facts, search: Search) -> Iterator[Way]:
    """One of *goals* is reached; the others are left as they are where that can be."""
    for goal in goals:
        # An `all_of` is broken at one part at a time, so that each part is seen to matter.
        others = (
            ()
            if goal.wanted
            else tuple(Goal(other.condition, True, other.scope) for other in goals if other is not goal)
        )
        yield from search.kept(search.ways(goal, facts), goal, others)


@ways.register
def _(condition: AllOf, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    goals = _parts(condition.parts, goal.wanted, goal.scope)
    return (_all if goal.wanted else _one)(goals, facts, search)


@ways.register
def _(condition: AnyOf, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    goals = _parts(condition.parts, goal.wanted, goal.scope)
    return (_one if goal.wanted else _all)(goals, facts, search)


@ways.register
def _(condition: Not, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return search.ways(Goal(condition.part, not goal.wanted, goal.scope), facts)


@ways.register
def _(condition: Since, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    return iter(())  # no facts move the day that is judged


@ways.register
def _(condition: When, goal: Goal, facts: Facts, search: Search) -> Iterator[Way]:
    guard = Goal(condition.guard, True, goal.scope)
    part = Goal(condition.part, goal.wanted, goal.scope)
    if goal.wanted:
        yield from (Way("", found) for found in search.together((guard, part), facts))
        yield from search.ways(Goal(condition.guard, False, goal.scope), facts)
        return
    asked = search.first((guard,), facts)
    if asked is not None:
        found = search.ways(part, asked)
        yield from (way for way in search.kept(found, part, (guard,)) if search.is_met(guard, way.facts))
