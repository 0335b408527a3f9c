"""A company on which every requirement of a playbook's standards holds, and for each one that breaks it alone.

Both are made by inverting the requirements. A standard that nobody can meet, two requirements that contradict
one another, and one that cannot fail without another, all show here before they show in the field.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from medsales_core.errors import UnknownName
from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.model.fields import changed
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.condition import AllOf, Condition, Not, When
from medsales_core.rules.inverting import CannotSatisfy, asked, satisfy_all, violations
from medsales_core.rules.requirement import Outcome
from medsales_core.standards.judge import Clause, Judged, judge, moment_of
from medsales_core.standards.organisation import Subject
from medsales_core.testing.made_company import ABROAD, MadeCompany, first, one_of_everything
from medsales_core.testing.merging import merged_facts

__all__ = ["Exemplary"]

#: So many subjects of one kind are made where requirements of it exclude one another: a visit is no lecture.
_MOST_SUBJECTS: Final = 6
#: Which of them has its customer abroad.
_ABROAD: Final = 2
_ROUNDS: Final = 4
#: So many ways to break a requirement are tried with everything else put right again.
_TRIES: Final = 12


class Exemplary:
    """Companies made to prove the standards of a playbook.

    ::

        proof = Exemplary(playbook, as_of=dt.date(2026, 6, 30))
        assert not proof.unmet()
        broken = proof.violated("trn-topic-law-anti-bribery")

    Args:
        playbook: Whose standards.

        as_of: The day judged.
    """

    def __init__(self, playbook: Playbook, as_of: dt.date | dt.datetime) -> None:
        self.playbook = playbook
        self.at: Final = moment_of(as_of)
        made = one_of_everything()
        self.clauses: Final = tuple(self.judged(made).clauses.values())
        for root in dict.fromkeys(clause.root for clause in self.clauses):
            made = self._built(made, root)
        #: The company on which all holds.
        self.company: Final = self.mended(made)

    def judged(self, made: MadeCompany) -> Judged:
        """*made*, judged."""
        return judge(self.playbook, made.organisation(), self.at)

    def unmet(self) -> tuple[str, ...]:
        """The requirements that the company does not show to hold: not met, or met by nobody."""
        judged = self.judged(self.company)
        return tuple(
            name
            for name, outcomes in judged.outcomes.items()
            if Outcome.PASS not in outcomes or not all(outcome.lets_pass for outcome in outcomes)
        )

    # ---- making everything hold

    def _clauses(self, root: str) -> list[Clause]:
        return [clause for clause in self.clauses if clause.root == root]

    def _facts(self, made: MadeCompany, subject: Subject) -> Facts:
        roots = frozenset[str]().union(*(clause.roots for clause in self._clauses(subject.root)))
        return made.organisation().facts(subject, roots)

    def _built(self, made: MadeCompany, root: str) -> MadeCompany:
        """The company with subjects of *root* on which all its requirements hold, as many as it takes."""
        waiting = self._clauses(root)
        for number in range(1, _MOST_SUBJECTS + 1):
            name = f"{root}-{number}"
            if name != first(root):
                made = made.put(root, name, _twin(root, name, abroad=number == _ABROAD))
            subject = made.organisation().subject(root, name)
            made = made.written(subject, self._filled(self._facts(made, subject), waiting))
            facts = self._facts(made, made.organisation().subject(root, name))
            left = [clause for clause in waiting if not self._holds(clause, facts)]
            if not left or len(left) == len(waiting):
                break
            waiting = left
        return made

    def _holds(self, clause: Clause, facts: Facts) -> bool:
        return clause.judgement.outcome(facts, self.at) is Outcome.PASS

    def _stands(self, clause: Clause, facts: Facts) -> bool:
        return clause.judgement.outcome(facts, self.at).lets_pass

    def _filled(self, base: Facts, clauses: Sequence[Clause]) -> Facts:
        """*base* with what each of *clauses* wants, where one does not undo the others."""
        mine = base
        for clause in clauses:
            if self._holds(clause, mine):
                continue
            other = self._satisfied([asked(clause.requirement.condition)], base)
            if other is not None:
                mine = self._with(clause, clauses, base, mine, merged_facts(base, mine, other))
        return mine

    def _with(
        self, clause: Clause, clauses: Sequence[Clause], base: Facts, mine: Facts, trial: Facts
    ) -> Facts:
        """*trial*, with what it undoes of *mine* put right one after the other, or else *mine*."""
        facts = trial
        for _ in range(_ROUNDS):
            undone = self._undone(clauses, mine, facts)
            if self._holds(clause, facts) and not undone:
                return facts
            for one in (clause, *undone):
                if not self._holds(one, facts):
                    facts = self._put_right(one, clauses, base, facts)
        return mine

    def _put_right(self, clause: Clause, clauses: Sequence[Clause], base: Facts, facts: Facts) -> Facts:
        """*facts* on which *clause* holds: by a change to what is there, else by records of its own, which
        are made from *base*; what undoes nothing else is taken first."""
        wanted = [asked(clause.requirement.condition)]
        changing, fresh = self._satisfied(wanted, facts), self._satisfied(wanted, base)
        trials = [changing, merged_facts(base, facts, fresh) if fresh is not None else None]
        if changing is not None and (undone := self._undone(clauses, facts, changing)):
            trials.append(
                self._satisfied([*wanted, *(asked(one.requirement.condition) for one in undone)], facts)
            )
        held = [trial for trial in trials if trial is not None and self._holds(clause, trial)]
        harmless = (trial for trial in held if not self._undone(clauses, facts, trial))
        return next(harmless, held[-1] if held else facts)

    def _satisfied(self, conditions: Sequence[Condition], facts: Facts) -> Facts | None:
        try:
            return satisfy_all(conditions, facts, self.at, self.playbook.plan.context)
        except CannotSatisfy:
            return None

    def mended(self, made: MadeCompany) -> MadeCompany:
        """*made* with everything that is not met put right, as far as can be."""
        for _ in range(_ROUNDS):
            broken = sorted({(found.subject.root, found.subject.id) for found in self.judged(made)})
            if not broken:
                break
            for root, name in broken:
                subject = made.organisation().subject(root, name)
                facts = self._facts(made, subject)
                clauses, bare = self._clauses(root), self._bare(subject)
                for clause in clauses:
                    if not self._stands(clause, facts):
                        trial = self._put_right(clause, clauses, bare, facts)
                        facts = self._with(clause, clauses, bare, facts, trial)
                made = made.written(subject, facts)
        return made

    def _bare(self, subject: Subject) -> Facts:
        """The facts on a subject of which nothing is known yet."""
        made = one_of_everything()
        if subject.root in made.entities:
            made = made.put(subject.root, subject.id, changed(made.entities[subject.root][0], id=subject.id))
        return self._facts(made, made.organisation().subject(subject.root, subject.id))

    def _undone(self, clauses: Iterable[Clause], before: Facts, after: Facts) -> list[Clause]:
        """The clauses that stood before and do not stand any more, and those that are not even asked any more."""
        return [
            one
            for one in clauses
            if (self._stands(one, before) and not self._stands(one, after))
            or (self._holds(one, before) and not self._holds(one, after))
        ]

    # ---- breaking one thing

    def violated(self, requirement: str) -> MadeCompany | None:
        """The company in which *requirement* alone fails, on one subject, and which can be mended; None without any.

        Raises:
            UnknownName: No standard has it.
        """
        by_id = {clause.requirement.id: clause for clause in self.clauses}
        if requirement not in by_id:
            raise UnknownName.among("requirement", requirement, by_id)
        clause = by_id[requirement]
        tried = []
        for subject, made in self._broken(clause):
            if self._alone(clause, made) and self._mendable(made):
                return made
            if self._keeps_all(made):
                tried.append((subject, made))
            if len(tried) == _TRIES:
                break
        isolated = (self._isolated(clause, subject, made) for subject, made in tried)
        return next((made for made in isolated if made is not None and self._mendable(made)), None)

    def _broken(self, clause: Clause) -> Iterator[tuple[Subject, MadeCompany]]:
        """The company with *clause* broken on one subject, in each of its ways."""
        whole = self.company.organisation()
        for subject in whole.subjects(clause.root):
            facts = whole.facts(subject, clause.roots)
            if not self._holds(clause, facts):
                continue
            context = self.playbook.plan.context
            for way in violations(clause.requirement.condition, facts, self.at, context):
                if way.outcome is Outcome.FAIL and _is_about(subject, way.facts):
                    yield subject, self.company.written(subject, way.facts)

    def _alone(self, clause: Clause, made: MadeCompany) -> bool:
        return [found.requirement for found in self.judged(made)] == [clause.requirement]

    def _mendable(self, made: MadeCompany) -> bool:
        return not any(self.judged(self.mended(made)))

    def _keeps_all(self, made: MadeCompany) -> bool:
        """Nobody got lost, or another name, while something was broken."""
        before, after = self.company.organisation(), made.organisation()
        return all(set(before.subjects(root)) <= set(after.subjects(root)) for root in before.roots)

    def _isolated(self, clause: Clause, subject: Subject, made: MadeCompany) -> MadeCompany | None:
        """The company with all else put right again, while *clause* stays broken."""
        for _ in range(_ROUNDS):
            found = [one for one in self.judged(made) if one.requirement is not clause.requirement]
            if not found:
                return made if self._alone(clause, made) else None
            for root, name in sorted({(one.subject.root, one.subject.id) for one in found}):
                here = made.organisation().subject(root, name)
                facts = self._facts(made, here)
                others = (one for one in self._clauses(root) if one is not clause)
                wanted = [one.requirement.condition for one in others if not self._stands(one, facts)]
                if here == subject:
                    wanted.append(_failing(clause.requirement.condition))
                mended = self._satisfied(wanted, facts)
                if mended is None:
                    return None
                made = made.written(here, mended)
                if not self._keeps_all(made):
                    return None
        return None


def _twin(root: str, name: str, *, abroad: bool) -> Any:
    """One more of *root*, like the first one at the start; its customer may be the one abroad."""
    bare = one_of_everything().entities[root][0]
    away = {"account_id": ABROAD} if abroad and hasattr(bare, "account_id") else {}
    return changed(bare, id=name, **away)


def _failing(condition: Condition) -> Condition:
    if isinstance(condition, When):
        return AllOf((condition.guard, Not(condition.part)))
    return Not(condition)


def _is_about(subject: Subject, facts: Facts) -> bool:
    """The facts are still on that subject: they did not lose it, rename it, or take in another."""
    value = getattr(facts, subject.root)
    if value is NOT_SUPPLIED:
        return False
    several = value if isinstance(value, tuple) else (value,)
    return [one.id for one in several] == [subject.entity.id]
