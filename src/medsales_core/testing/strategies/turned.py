"""Strategies for facts on which a requirement holds, and on which it does not: requirements turned round.

The ways are found once for each requirement, by inversion; around each of them what the requirement does not
read is drawn at random.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any, Final

from hypothesis import strategies as st

from medsales_core.engine.plan import Plan
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.inverted import bare_facts
from medsales_core.model.facts import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.model.fields import changed
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.inverting import Violation, asked, satisfactions, satisfy, violations
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Judgement, Outcome
from medsales_core.rules.schema import Kind, describe
from medsales_core.testing.conduct import MOMENT
from medsales_core.testing.strategies.records import Records, free_fields, periods
from medsales_core.testing.strategies.subjects import records

__all__ = ["satisfying", "violating"]

_SUBJECT: Final = "D-1"
_MOST_WAYS: Final = 24
_MOST_CHANGES: Final = 2


def satisfying(requirement: str, playbook: Playbook, *, at: dt.datetime = MOMENT) -> st.SearchStrategy[Facts]:
    """Facts on which a requirement is asked and holds, just on the right side of each of its limits too.

    Args:
        requirement: Its id.

        playbook: The playbook that has it; the facts are as its own judgement wants them.

        at: The moment that is judged.

    Raises:
        UnknownName: The playbook has no such requirement.

        CannotSatisfy: While facts are drawn: none were found on which it holds.
    """
    turned = _Turned(requirement, playbook, at)
    return st.deferred(lambda: turned.around(turned.holding, Outcome.PASS))


def violating(
    requirement: str, playbook: Playbook, *, at: dt.datetime = MOMENT, unknown: bool = False
) -> st.SearchStrategy[Facts]:
    """Facts on which a requirement fails, in each of its ways; empty where it has none.

    Args:
        requirement: Its id.

        playbook: The playbook that has it.

        at: The moment that is judged.

        unknown: Take the facts on which it is not known whether it holds.

    Raises:
        UnknownName: The playbook has no such requirement.
    """
    turned = _Turned(requirement, playbook, at)
    wanted = Outcome.UNKNOWN if unknown else Outcome.FAIL
    return st.deferred(lambda: turned.around(turned.failing(wanted), wanted))


class _Turned:
    """One requirement of a playbook, and the facts on which it comes out in each of its ways."""

    def __init__(self, requirement: str, playbook: Playbook, at: dt.datetime) -> None:
        self._judgement = _judgement(playbook.plan, requirement)
        self._playbook, self._at = playbook, at
        self._condition = self._judgement.requirement.condition

    @cached_property
    def _whole(self) -> Facts:
        book = self._playbook
        bare = bare_facts(book.plan, _SUBJECT, self._at, book.variants)
        return satisfy(asked(self._condition), bare, self._at, book.plan.context)

    @cached_property
    def holding(self) -> tuple[Facts, ...]:
        """Facts on which it holds: plainly first, then next to its limits."""
        beside = satisfactions(self._condition, self._whole, self._at, self._playbook.plan.context)
        return (self._whole, *self._as_said(Outcome.PASS, islice(beside, _MOST_WAYS)))

    def failing(self, wanted: Outcome) -> tuple[Facts, ...]:
        """Facts on which it comes out as *wanted*."""
        ways = violations(self._condition, self._whole, self._at, self._playbook.plan.context)
        return tuple(self._as_said(wanted, ways))

    def _as_said(self, wanted: Outcome, ways: Iterable[Violation]) -> Iterator[Facts]:
        """A guard that no longer holds makes it not applicable, which is neither."""
        for way in ways:
            if way.outcome is wanted and self._judgement.outcome(way.facts, self._at) is wanted:
                yield way.facts

    def around(self, ways: tuple[Facts, ...], wanted: Outcome) -> st.SearchStrategy[Facts]:
        """One of the *ways*, and around it whatever does not matter."""
        if not ways:
            return st.nothing()
        read = reads(self._condition, self._playbook.plan.checks)
        made = records(self._playbook, at=self._at)
        return st.sampled_from(ways).flatmap(lambda way: _around(way, read, made)).map(self._checked(wanted))

    def _checked(self, wanted: Outcome) -> Callable[[Facts], Facts]:
        def checked(facts: Facts) -> Facts:
            found = self._judgement.outcome(facts, self._at)
            name = self._judgement.requirement.id
            assert found is wanted, f"{name}: {found}, not {wanted}, after a change to what it does not read"
            return facts

        return checked


def _judgement(plan: Plan, requirement: str) -> Judgement:
    if requirement not in plan.judgements:
        raise UnknownName.among("requirement", requirement, plan.judgements)
    return plan.judgements[requirement]


@st.composite
def _around(draw: st.DrawFn, facts: Facts, read: frozenset[str], made: Records) -> Facts:
    """*facts* with changes to what is not among the paths *read*."""
    roots: dict[str, Any] = {}
    for name in sorted({path.partition(".")[0] for path in read}):
        value, below = getattr(facts, name), _below(name, read)
        if value is NOT_SUPPLIED or not below:
            continue
        several = value if ROOTS[name].many else (value,)
        other = tuple(_varied(draw, one, below, made, 0) for one in several)
        roots[name] = other if ROOTS[name].many else other[0]
    return facts.with_(**roots)


def _varied(draw: st.DrawFn, record: Any, read: frozenset[str], made: Records, depth: int) -> Any:
    """*record* with changes to some fields that are not *read*, in it and in the records that it holds."""
    kind: type = type(record)
    changes: dict[str, Any] = {}
    known = {path.partition(".")[0] for path in read}
    tied = {name for pair in periods(kind) for name in pair}
    free = [name for name in free_fields(kind) if not (name in known or name in tied or _is_id(name))]
    if free:
        names = st.lists(st.sampled_from(free), unique=True, max_size=_MOST_CHANGES)
        # Records in records are drawn as those of a record are: what is deep is small.
        changes = {name: draw(made.field(kind, name, 1)) for name in draw(names)}
    for name in sorted(known):
        below, field = _below(name, read), describe(kind).get(name)
        held = getattr(record, name, None)
        if below and held and field is not None and field.kind is Kind.RECORD and depth < 1:
            several = held if field.many else (held,)
            other = tuple(_varied(draw, one, below, made, depth + 1) for one in several)
            changes[name] = other if field.many else other[0]
    return changed(record, **changes) if changes else record


def _is_id(name: str) -> bool:
    """A field by which records are found: another value might find one."""
    return name == "id" or name.endswith(("_id", "_ids"))


def _below(name: str, read: frozenset[str]) -> frozenset[str]:
    """What is read of the field *name*; nothing where it is read as a whole."""
    return frozenset(path.partition(".")[2] for path in read if path.startswith(f"{name}."))
