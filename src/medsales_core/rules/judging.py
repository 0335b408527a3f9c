"""Conditions compiled: a tree becomes a pair of functions, one that judges and one that tells why not.

Three values: True (holds), False (does not), None (unknown: facts were not supplied). Whatever a judging
function raises is the requirement's *error*; it is caught once, around the whole requirement.
"""

from __future__ import annotations  # or each of the thousands of functions made here would make its own anew

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial, singledispatch
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.money import Money
from medsales_core.rules.calendar import Calendar
from medsales_core.rules.check import NamedCheck
from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    AsOf,
    CheckCall,
    Compare,
    Condition,
    Literal,
    Not,
    OneOf,
    Presence,
    Since,
    ValidOn,
    When,
    Within,
)
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.pattern import Pattern
from medsales_core.rules.period import period_end
from medsales_core.rules.reason import Reason
from medsales_core.rules.schema import Kind, ResolvedPath
from medsales_core.rules.values import Outer, Read, is_empty, operand_reader, path_reader, plain, shown
from medsales_core.rules.wording import operand_words, words
from medsales_core.text import LangText, text

__all__ = ["Context", "Judge", "Truth", "compile_condition"]

Truth: TypeAlias = bool | None
Holds: TypeAlias = Callable[[Any, Any, dt.datetime, Outer], Truth]
Why: TypeAlias = Callable[[Any, Any, dt.datetime, Outer, str], Iterator[Reason]]

_WANTED: Final = text("wanted: {wanted}; found: {found}", "要求：{wanted}；现为：{found}")
_UNSUPPLIED: Final = text(
    "wanted: {wanted}; the facts needed were not supplied", "要求：{wanted}；未提供所需资料"
)


@attrs.frozen
class Judge:
    """A compiled condition.

    Args:
        holds: ``holds(here, facts, at, outer)`` is True, False or None.

        why: ``why(here, facts, at, outer, prefix)`` gives the reasons where it does not hold.
    """

    holds: Holds
    why: Why


@attrs.frozen
class Context:
    """What conditions are compiled with: the plugin checks by id, and the calendar."""

    checks: Mapping[str, NamedCheck]
    calendar: Calendar


@singledispatch
def compile_condition(condition: Condition, context: Context) -> Judge:
    """Compile *condition* into functions over records and facts."""
    raise TypeError(f"{condition!r} is no condition")


def reason(
    condition: Condition,
    operator: str,
    path: str,
    expected: object,
    actual: object,
    found: LangText | None = None,
) -> Reason:
    """The reason why *condition*, asked of *path*, does not hold."""
    if actual is NOT_SUPPLIED:
        return unknown(condition, operator, path, expected)
    return Reason(
        path=path,
        operator=operator,
        expected=plain(expected),
        actual=plain(actual),
        message=_WANTED.format(wanted=words(condition), found=found or shown(actual)),
    )


def unknown(condition: Condition, operator: str, path: str, expected: object) -> Reason:
    """The reason of a condition whose facts were not supplied."""
    return Reason(
        path=path,
        operator=operator,
        expected=plain(expected),
        actual=None,
        message=_UNSUPPLIED.format(wanted=words(condition)),
        unknown=True,
    )


def placed(prefix: str, path: ResolvedPath) -> str:
    """*path* as it is told in a reason: inside a quantifier, behind the record that was judged."""
    if path.start == "here" and prefix:
        return f"{prefix}.{path.text}"
    return ".".join(path.steps) if path.start == "root" else path.text


@compile_condition.register
def _(condition: AllOf, context: Context) -> Judge:
    parts = [compile_condition(part, context) for part in condition.parts]
    tests = tuple(part.holds for part in parts)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        truth: Truth = True
        for test in tests:
            held = test(here, facts, at, outer)
            if held is False:
                return False
            if held is None:
                truth = None
        return truth

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        for part in parts:
            if part.holds(here, facts, at, outer) is not True:
                yield from part.why(here, facts, at, outer, prefix)

    return Judge(holds, why)


@compile_condition.register
def _(condition: AnyOf, context: Context) -> Judge:
    parts = [compile_condition(part, context) for part in condition.parts]

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        truth: Truth = False
        for part in parts:
            held = part.holds(here, facts, at, outer)
            if held:
                return True
            if held is None:
                truth = None
        return truth

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        for part in parts:
            yield from part.why(here, facts, at, outer, prefix)

    return Judge(holds, why)


@compile_condition.register
def _(condition: Not, context: Context) -> Judge:
    part = compile_condition(condition.part, context)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        held = part.holds(here, facts, at, outer)
        return None if held is None else not held

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        if holds(here, facts, at, outer) is None:
            yield from part.why(here, facts, at, outer, prefix)
        else:
            yield reason(condition, "not", prefix, expected=False, actual=True, found=words(condition.part))

    return Judge(holds, why)


@compile_condition.register
def _(condition: When, context: Context) -> Judge:
    guard, part = compile_condition(condition.guard, context), compile_condition(condition.part, context)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        asked = guard.holds(here, facts, at, outer)
        return part.holds(here, facts, at, outer) if asked else (True if asked is False else None)

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        asked = guard.holds(here, facts, at, outer)
        yield from (part if asked else guard).why(here, facts, at, outer, prefix)

    return Judge(holds, why)


@compile_condition.register
def _(condition: Presence, context: Context) -> Judge:
    read, filled = path_reader(condition.path), condition.filled

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        value = read(here, facts, at, outer)
        return None if value is NOT_SUPPLIED else is_empty(value) is not filled

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        value = read(here, facts, at, outer)
        word = "filled" if filled else "empty"
        yield reason(condition, word, placed(prefix, condition.path), word, value)

    return Judge(holds, why)


@compile_condition.register
def _(condition: Compare, context: Context) -> Judge:
    read, want = _comparable(condition), operand_reader(condition.operand)
    relation = _relation(condition)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        value = read(here, facts, at, outer)
        wanted = want(here, facts, at, outer)
        if value is NOT_SUPPLIED or wanted is NOT_SUPPLIED:
            return None
        return not is_empty(value) and not is_empty(wanted) and relation(value, wanted)

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        value, wanted = read(here, facts, at, outer), want(here, facts, at, outer)
        path = placed(prefix, condition.path)
        if wanted is NOT_SUPPLIED:
            yield unknown(condition, condition.operator, path, operand_words(condition.operand)["en"])
        else:
            yield reason(condition, condition.operator, path, wanted, value)

    return Judge(holds, why)


def _relation(condition: Compare) -> Callable[[Any, Any], bool]:
    """The comparison itself; a pattern is read once, not for each text."""
    if condition.operator == "matches" and isinstance(condition.operand, Literal):
        pattern = Pattern(str(condition.operand.value))
        return lambda value, wanted: pattern.matches(value)
    return OPERATORS[condition.operator].holds


def _comparable(condition: Compare) -> Read:
    """Money is compared with a written zero by its amount alone: nothing is nothing in any currency."""
    read = path_reader(condition.path)
    if condition.path.type.kind is not Kind.MONEY or condition.operand != Literal(0):
        return read

    def amount(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Any:
        value = read(here, facts, at, outer)
        return value.amount if isinstance(value, Money) else value

    return amount


@compile_condition.register
def _(condition: OneOf, context: Context) -> Judge:
    read, values, among = path_reader(condition.path), frozenset(condition.values), condition.among

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        value = read(here, facts, at, outer)
        if value is NOT_SUPPLIED:
            return None
        return not is_empty(value) and (value in values) is among

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        word = "one_of" if among else "not_in"
        value = read(here, facts, at, outer)
        yield reason(condition, word, placed(prefix, condition.path), condition.values, value)

    return Judge(holds, why)


@compile_condition.register
def _(condition: Within, context: Context) -> Judge:
    read, base = path_reader(condition.path), operand_reader(condition.base)
    if condition.unit == "hours" and isinstance(condition.base, AsOf):
        base = _moment
    amount = operand_reader(condition.amount)
    end = partial(period_end, unit=condition.unit, after=condition.after, calendar=context.calendar)

    def limits(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> tuple[Any, Any]:
        start = base(here, facts, at, outer)
        if start is None or start is NOT_SUPPLIED:
            return start, start
        units = amount(here, facts, at, outer)
        return (start, end(start, units)) if units is not NOT_SUPPLIED else (units, units)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        value = read(here, facts, at, outer)
        start, limit = limits(here, facts, at, outer)
        if value is NOT_SUPPLIED or start is NOT_SUPPLIED:
            return None
        if value is None or start is None:
            return False
        first, last = (start, limit) if condition.after else (limit, start)
        return _NOT_BEFORE(value, first) and _NOT_AFTER(value, last)

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        value = read(here, facts, at, outer)
        _, limit = limits(here, facts, at, outer)
        path = placed(prefix, condition.path)
        if limit is NOT_SUPPLIED:
            yield unknown(condition, "within", path, operand_words(condition.base)["en"])
        else:
            yield reason(condition, "within", path, limit, value)

    return Judge(holds, why)


def _moment(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> dt.datetime:
    """Hours are counted from the moment that is judged; the day it lies on would be too coarse."""
    return at


_NOT_BEFORE: Final = OPERATORS["not_before"].holds
_NOT_AFTER: Final = OPERATORS["not_after"].holds


@compile_condition.register
def _(condition: ValidOn, context: Context) -> Judge:
    day = operand_reader(condition.day)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        on = day(here, facts, at, outer)
        if on is NOT_SUPPLIED:
            return None
        if on is None:
            return False
        begins = [getattr(here, name) for name in condition.begins]
        ends = [getattr(here, name) for name in condition.ends]
        return all(begin is not None and _NOT_AFTER(begin, on) for begin in begins) and all(
            end is None or _NOT_BEFORE(end, on) for end in ends
        )

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        names = (*condition.begins, *condition.ends)
        dates = [getattr(here, name) for name in names]
        found = text(*[" – ".join(str(plain(date)) if date else "?" for date in dates)] * 2)
        yield reason(condition, "valid_on", prefix, day(here, facts, at, outer), tuple(dates), found)

    return Judge(holds, why)


@compile_condition.register
def _(condition: Since, context: Context) -> Judge:
    day = condition.day

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        return day <= at.date()

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        yield reason(condition, "effective_from", prefix, day, at.date())

    return Judge(holds, why)


@compile_condition.register
def _(condition: CheckCall, context: Context) -> Judge:
    check, parameters = context.checks[condition.check], dict(condition.parameters)

    def holds(here: Any, facts: Any, at: dt.datetime, outer: Outer) -> Truth:
        try:
            answer: object = check.holds(facts, at, **parameters)
        except BaseException as problem:
            problem.add_note(f"check {check.id!r}")
            raise
        if answer is None or isinstance(answer, bool):
            return answer
        # 0 and "" are neither False nor None, and would pass where nothing looks twice.
        raise TypeError(f"check {check.id!r} answered {answer!r}, not True, False or None")

    def why(here: Any, facts: Any, at: dt.datetime, outer: Outer, prefix: str) -> Iterator[Reason]:
        try:
            told = tuple(_given(check, given) for given in check.reasons(facts, at, **parameters))
        except BaseException as problem:
            problem.add_note(f"check {check.id!r}")
            raise
        missing = holds(here, facts, at, outer) is None
        actual = NOT_SUPPLIED if missing else False
        yield from told or (reason(condition, f"check {condition.check}", prefix, True, actual),)

    return Judge(holds, why)


def _given(check: NamedCheck, given: object) -> Reason:
    if isinstance(given, Reason):
        return given
    raise TypeError(f"check {check.id!r} gave {given!r} for a reason")
