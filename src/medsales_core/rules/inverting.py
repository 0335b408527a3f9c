"""Inversion: facts on which a condition holds, and facts on which it fails in each of its ways.

With them a tester reaches every stage of a process, and every refusal on the way: with random facts alone,
no deal ever left the first stage.
"""

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import attrs

import medsales_core.rules.inversion_covers
import medsales_core.rules.judging_lists  # noqa: F401 - registers how lists are judged
from medsales_core.errors import MedsalesError
from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.money import Money
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import (
    AllOf,
    Compare,
    Condition,
    Literal,
    OneOf,
    Sum,
    When,
)
from medsales_core.rules.inversion import Goal, OutOfFuel, Search, Way
from medsales_core.rules.judging import Context
from medsales_core.rules.parts import inner_names, parts
from medsales_core.rules.places import Scope
from medsales_core.rules.reads import reads, thresholds_read
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.schema import Kind
from medsales_core.rules.specimen import Maker
from medsales_core.rules.wording import words

__all__ = [
    "CannotSatisfy",
    "Violation",
    "asked",
    "not_applicable",
    "satisfactions",
    "satisfy",
    "satisfy_all",
    "satisfy_most",
    "violations",
]

_PLAIN: Final = Context({}, WeekdayCalendar())
_FUEL: Final = 2500
#: How many ways are tried for one condition more, where all that came before it holds already.
_FUEL_FOR_ONE: Final = 500
_CURRENCY: Final = "CNY"
#: How many failing facts are tried for an unknown, beside those on which the condition holds.
_STARTS: Final = 12
#: How many ways back are taken from one way of failing, and after how many proposals they are given up.
_WAYS_BACK: Final = 4
_SIDE_FUEL: Final = 30


class CannotSatisfy(MedsalesError):
    """No facts were found on which a condition holds.

    Args:
        condition: The condition, or the conditions that were to hold together.

        why: What stood in the way.
    """

    code = "cannot-satisfy"

    def __init__(self, condition: Condition | tuple[Condition, ...], why: str) -> None:
        self.condition = condition
        self.why = why
        listed = condition if isinstance(condition, tuple) else (condition,)
        told = "; ".join(str(words(one)) for one in listed)
        super().__init__(
            f"no facts were found on which this holds: {told}: {why}",
            hint="look for parts that contradict one another, and for checks without `satisfying`",
        )


def asked(condition: Condition) -> Condition:
    """*condition* where it is asked at all: a requirement that does not apply proves nothing."""
    return AllOf((condition.guard, condition.part)) if isinstance(condition, When) else condition


@attrs.frozen
class Violation:
    """Facts on which a condition does not hold.

    Args:
        name: The way in which it fails, unlike that of any other: ``deal.needs: none``.

        facts: The facts.

        outcome: ``fail``, or ``unknown`` where a root was not supplied.
    """

    name: str
    facts: Facts
    outcome: Outcome


def satisfy(condition: Condition, facts: Facts, at: dt.datetime, context: Context = _PLAIN) -> Facts:
    """Facts on which *condition* holds, made from *facts* with few changes.

    Args:
        condition: A condition on facts, as a requirement holds it.

        facts: Where to start; what holds already stays as it is.

        at: The moment that is judged.

        context: The plugin checks and the calendar that the condition is judged with.

    Returns:
        *facts* themselves where the condition holds on them.

    Raises:
        CannotSatisfy: The condition contradicts itself, calls a check that serves no inversion, or no facts
            were found in reasonable time.
    """
    return satisfy_all((condition,), facts, at, context)


def satisfy_all(
    conditions: Iterable[Condition], facts: Facts, at: dt.datetime, context: Context = _PLAIN
) -> Facts:
    """Facts on which all *conditions* hold at once; otherwise as `satisfy`."""
    every = tuple(conditions)
    search = _search(every, facts, at, context)
    goals = [Goal(condition, True, Scope()) for condition in every]
    try:
        found, why = next(search.together(goals, facts), None), "every way that there is was tried"
    except OutOfFuel:
        found, why = None, f"{_FUEL} ways were tried"
    if found is None:
        raise CannotSatisfy(every[0] if len(every) == 1 else every, _told(search.mute) or why)
    return found


def satisfy_most(
    alternatives: Mapping[str, Sequence[Condition]], facts: Facts, at: dt.datetime, context: Context = _PLAIN
) -> tuple[Facts, dict[str, str]]:
    """Facts on which of each of *alternatives* one holds, as far as that can be had together.

    Args:
        alternatives: Conditions by a name, the one that is wanted most first. What stands further back gives way.

        facts: Where to start.

        at: The moment that is judged.

        context: The plugin checks and the calendar that the conditions are judged with.

    Returns:
        The facts, and of what does not hold on them the name and the reason.
    """
    every = tuple(condition for conditions in alternatives.values() for condition in conditions)
    search, held = _search(every, facts, at, context), list[Goal]()
    left: dict[str, str] = {}
    for name, conditions in alternatives.items():
        for condition in conditions:
            goals = (*held, Goal(condition, True, Scope()))
            search.mute.clear()
            search.fuel = _FUEL_FOR_ONE
            found = search.first(goals, facts, _FUEL_FOR_ONE)
            if found is not None:
                facts, held = found, list(goals)
                left.pop(name, None)
                break
            left[name] = _told(search.mute) or f"{_FUEL_FOR_ONE - search.fuel} ways were tried"
    return facts, left


def violations(
    condition: Condition, facts: Facts, at: dt.datetime, context: Context = _PLAIN
) -> Iterator[Violation]:
    """Facts on which *condition* fails, one for each of its ways to fail, and facts on which it is unknown.

    Every operator fails on each side of its limit and with an empty field, a list with no record and with one
    bad among good, an ``all_of`` at each part alone, an ``any_of`` at all parts together. All else holds, as far
    as can be. Where the condition has no way to fail, nothing is given.

    Args:
        condition: A condition on facts.

        facts: Where to start.

        at: The moment that is judged.

        context: The plugin checks and the calendar that the condition is judged with.
    """
    search = _search((condition,), facts, at, context)
    failing = Goal(condition, False, Scope())
    whole = search.first((Goal(condition, True, Scope()),), facts, _FUEL) or facts
    search.fuel = _FUEL
    used: Counter[str] = Counter()
    starts = [whole]
    seen: set[Hashable] = set()
    for way in _spent(search.plainest(search.ways(failing, whole), failing)):
        if (key := search.same.key(way.facts)) in seen:
            continue
        seen.add(key)
        if len(starts) < _STARTS:
            starts.append(way.facts)
        yield Violation(_unlike(way.name or "fails", used), way.facts, Outcome.FAIL)
    for root in sorted({path.partition(".")[0] for path in reads(condition, context.checks)}):
        for start in (*starts, Facts()):
            without = start.with_(**{root: NOT_SUPPLIED})
            if _is_unknown(search, failing, without):
                yield Violation(_unlike(f"{root}: not supplied", used), without, Outcome.UNKNOWN)
                break


def satisfactions(
    condition: Condition, facts: Facts, at: dt.datetime, context: Context = _PLAIN
) -> Iterator[Violation]:
    """Facts on which *condition* holds, just on the right side of each of its limits.

    From every way in which it fails, each way back: a number at its limit and beyond it, a date on its last day.
    Where the condition has no way to fail, nothing is given.
    """
    search, whole = _search((condition,), facts, at, context), Goal(condition, True, Scope())
    used: Counter[str] = Counter()
    seen = {search.same.key(facts)}
    for failing in violations(condition, facts, at, context):
        if failing.outcome is not Outcome.FAIL:
            continue
        search.fuel = _SIDE_FUEL
        found = _spent(search.plainest(search.ways(whole, failing.facts), whole))
        for way in islice(found, _WAYS_BACK):
            if (key := search.same.key(way.facts)) not in seen:
                seen.add(key)
                yield Violation(_unlike(way.name or "holds", used), way.facts, Outcome.PASS)


def not_applicable(
    condition: Condition, facts: Facts, at: dt.datetime, context: Context = _PLAIN
) -> Iterator[Violation]:
    """Facts on which a requirement with *condition* is not asked: each way in which its ``when`` does not hold.

    Nothing is given for a condition that is always asked.
    """
    if isinstance(condition, When):
        for way in violations(condition.guard, facts, at, context):
            if way.outcome is Outcome.FAIL:
                yield attrs.evolve(way, outcome=Outcome.NOT_APPLICABLE)


def _spent(found: Iterator[Way]) -> Iterator[Way]:
    """What is *found* until the search has cost too much."""
    try:
        yield from found
    except OutOfFuel:
        return


def _is_unknown(search: Search, goal: Goal, facts: Facts) -> bool:
    judge = search.judge(goal.condition)
    try:
        return judge.holds(facts, facts, search.at, None) is None
    except (Exception, SystemExit, GeneratorExit):  # noqa: BLE001 - an error is not the same as unknown
        return False


def _unlike(name: str, used: Counter[str]) -> str:
    used[name] += 1
    return name if used[name] == 1 else f"{name} ({used[name]})"


def _told(mute: dict[str, str]) -> str:
    return "; ".join(f"check {check!r} {why}" for check, why in mute.items())


def _search(conditions: tuple[Condition, ...], facts: Facts, at: dt.datetime, context: Context) -> Search:
    pool = _pool(conditions, at)
    currency = _currency(facts) or next((amount.currency for amount in pool.get(Kind.MONEY, ())), _CURRENCY)
    return Search(at, context, Maker(at, currency, pool), _FUEL)


def _currency(value: Any) -> str:
    """The currency of the first amount anywhere in *value*."""
    waiting = list(vars(value).values())
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, Money):
            return item.currency
        if isinstance(item, tuple):
            waiting += item
        else:
            waiting += [getattr(item, name) for name in inner_names(item.__class__)]
    return ""


def _pool(conditions: tuple[Condition, ...], at: dt.datetime) -> dict[Kind, list[Any]]:
    """The values that *conditions* are about, by kind."""
    pool: dict[Kind, list[Any]] = {Kind.DAY: [at.date()], Kind.INSTANT: [at]}
    for node in parts(conditions):
        if isinstance(node, Compare) and isinstance(node.operand, Literal):
            if node.operator != "matches" and node.operand.value != 0:  # an amount may be compared with 0
                pool.setdefault(node.path.type.kind, []).append(node.operand.value)
        elif isinstance(node, OneOf):
            pool.setdefault(node.path.type.kind, []).extend(node.values)
        elif isinstance(node, Sum) and isinstance(node.operand, Literal) and node.operand.value != 0:
            pool.setdefault(node.of.type.kind, []).append(node.operand.value)
    for threshold in thresholds_read(conditions):
        value = threshold.limit(at.date())
        if value is not None:
            pool.setdefault(Kind.MONEY if threshold.is_money else Kind.NUMBER, []).append(value)
    return pool
