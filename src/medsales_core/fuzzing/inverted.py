"""Every requirement of a playbook turned round, once: the changes that meet it, and those that break it."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, Final

import attrs

from medsales_core.desk.view import OWN_COMPANY
from medsales_core.engine.plan import Plan
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.knowledge import Change, Library
from medsales_core.model.facts import ROOTS, Facts
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition
from medsales_core.rules.inverting import (
    CannotSatisfy,
    Violation,
    asked,
    not_applicable,
    satisfactions,
    satisfy,
    satisfy_all,
    satisfy_most,
    violations,
)
from medsales_core.rules.judging import Context
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Judgement, Outcome
from medsales_core.rules.specimen import Maker

__all__ = ["OWNER", "Inverted", "Way", "bare_facts"]

#: The owner of every subject, until it is handed over.
OWNER: Final = "owner"
_CURRENCY: Final = "CNY"
_MOST_MET: Final = 24
_NONE: Final[Mapping[str, Judgement]] = MappingProxyType({})


@attrs.frozen
class Way:
    """One way in which a requirement comes out.

    Args:
        name: What tells it from the others of the requirement: ``deal.needs: none``.

        outcome: How the requirement comes out.

        change: What becomes of what is known.
    """

    name: str
    outcome: Outcome
    change: Change


def bare_facts(plan: Plan, subject: str, at: dt.datetime, variants: Mapping[str, Any]) -> Facts:
    """Facts that supply every root and say of none more than they must; the subject has an owner."""
    maker, roots = Maker(at, _CURRENCY, {}), dict[str, Any]()
    for name, root in ROOTS.items():
        roots[name] = () if root.many else maker.record(root.entity, Facts(**roots))
    for process in plan.processes.values():
        moved = process.process.moves
        roots[moved] = attrs.evolve(roots[moved], id=subject)
    roots["owner"] = attrs.evolve(roots["owner"], id=OWNER)
    roots["deal"] = attrs.evolve(
        roots["deal"], owner_id=OWNER, account_id=roots["account"].id, segment_id=roots["segment"].id
    )
    roots["order"] = attrs.evolve(roots["order"], deal_id=roots["deal"].id)
    roots["company"] = attrs.evolve(roots["company"], id=OWN_COMPANY)
    roots["asset"] = attrs.evolve(roots["asset"], account_id=roots["account"].id)
    return Facts(**{**roots, "process": variants.get("deal", roots["process"])})


class Inverted:
    """The requirements of *plan* inverted, from facts on which as many of them hold as can hold together.

    Args:
        plan: The playbook compiled.

        names: The requirements that shall hold at first, by id; of the others nothing is made for sound facts.

        start: Facts to start from.

        at: The moment that is judged.

        promised: What else can be met and broken, by name: the promises.

    Attributes:
        sound: Those facts, at the moment *at*.

        impossible: The requirements that they do not fulfil, each with the reason why.
    """

    def __init__(
        self,
        plan: Plan,
        names: Collection[str],
        start: Facts,
        at: dt.datetime,
        promised: Mapping[str, Judgement] = _NONE,
    ) -> None:
        self.at = at
        self._judgements = {**plan.judgements, **promised}
        self._context = Context(plan.checks, WeekdayCalendar())
        self.impossible: dict[str, str] = {}
        self.sound = self._together(names, start)
        self.library = Library(self.sound)
        self._broken: dict[str, Mapping[str, Way]] = {}
        self._met: dict[str, Mapping[str, Way]] = {}
        self._plainly: dict[tuple[str, dt.datetime, Any], Change] = {}

    def _together(self, names: Collection[str], start: Facts) -> Facts:
        """Facts on which all that are called so are asked and hold; where they cannot, one after the other gives way."""
        conditions = [_condition(self._judgements[name]) for name in names]
        try:
            return satisfy_all(map(asked, conditions), start, self.at, self._context)
        except CannotSatisfy:
            pass
        wanted = {name: (asked(one), one) for name, one in zip(names, conditions, strict=True)}
        facts, self.impossible = satisfy_most(wanted, start, self.at, self._context)
        return facts

    @cached_property
    def paths(self) -> Mapping[str, frozenset[str]]:
        """The paths that each requirement reads."""
        checks = self._context.checks
        return {name: reads(_condition(one), checks) for name, one in self._judgements.items()}

    def broken(self, requirement: str) -> Mapping[str, Way]:
        """The ways in which *requirement* does not hold, by name: fails, is not known, is not asked."""
        if requirement not in self._broken:
            condition = _condition(self.judgement(requirement))
            start = self._facts_for(requirement)
            found = (make(condition, start, self.at, self._context) for make in (violations, not_applicable))
            self._broken[requirement] = self._ways(requirement, chain(*found))
        return self._broken[requirement]

    def met(self, requirement: str) -> Mapping[str, Way]:
        """The ways in which *requirement* just holds, by name: on each side of its limits."""
        if requirement not in self._met:
            condition = _condition(self.judgement(requirement))
            found = satisfactions(condition, self._facts_for(requirement), self.at, self._context)
            self._met[requirement] = self._ways(requirement, islice(found, _MOST_MET))
        return self._met[requirement]

    def plainly(self, requirement: str, at: dt.datetime) -> Change:
        """The change after which *requirement* holds at the moment *at*, as far as it can be had."""
        key = (requirement, at, at.utcoffset())
        if key not in self._plainly:
            facts = self._facts_for(requirement, at)
            self._plainly[key] = self.library.restored(self.paths[requirement], facts)
        return self._plainly[key]

    def judgement(self, requirement: str) -> Judgement:
        """The requirement of that id, compiled.

        Raises:
            UnknownName: There is none.
        """
        if requirement not in self._judgements:
            raise UnknownName.among("requirement", requirement, self._judgements)
        return self._judgements[requirement]

    def _facts_for(self, requirement: str, at: dt.datetime | None = None) -> Facts:
        """Facts on which *requirement* holds: the sound ones, or else the nearest to them."""
        judgement, when = self.judgement(requirement), at or self.at
        if judgement.outcome(self.sound, when).lets_pass:
            return self.sound
        try:
            return satisfy(_condition(judgement), self.sound, when, self._context)
        except CannotSatisfy as problem:
            self.impossible.setdefault(requirement, problem.why)
            return self.sound

    def _ways(self, requirement: str, found: Iterable[Violation]) -> Mapping[str, Way]:
        return {way.name: way for way in self._checked(requirement, found)}

    def _checked(self, requirement: str, found: Iterable[Violation]) -> Iterator[Way]:
        """The ways that do what they say once they are laid over the sound facts."""
        judgement, seen = self.judgement(requirement), set()
        whole = dict(self.library.restored(self.paths[requirement], self.sound))
        for way in found:
            # All that it reads, so that it comes out like this whatever was changed before.
            change = tuple(sorted({**whole, **dict(self.library.change(way.facts))}.items()))
            facts = self.library.facts(self.library.after((), change))
            if change not in seen and judgement.outcome(facts, self.at) is way.outcome:
                seen.add(change)
                yield Way(way.name, way.outcome, change)


def _condition(judgement: Judgement) -> Condition:
    return judgement.requirement.condition
