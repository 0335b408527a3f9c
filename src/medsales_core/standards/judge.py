"""Judging a whole organisation by the standards of a playbook, as of any date."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.errors import UnknownName
from medsales_core.model.facts import ROOTS, Facts
from medsales_core.model.subjects import SUBJECTS
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.columns import compile_columns
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Judgement, Outcome, Requirement
from medsales_core.standards.finding import SubjectFinding
from medsales_core.standards.organisation import Organisation, Subject

__all__ = ["Clause", "Judged", "judge", "moment_of"]

#: So many subjects are judged at once: their facts are let go before the next are made.
_AT_ONCE: Final = 2000
#: Of no more subjects than these each is judged on its own.
_FEW: Final = 50
_Together: TypeAlias = Callable[[Sequence[Facts], dt.datetime], Mapping[str, list[Outcome]]]


@attrs.frozen(kw_only=True, eq=False)
class Clause:
    """A requirement of a standard, and the subjects it is judged on.

    Args:
        standard: Id of the standard.

        judgement: The requirement, compiled.

        root: The root of the subjects it applies to.

        roots: Every root that it reads.
    """

    standard: str
    judgement: Judgement
    root: str
    roots: frozenset[str]

    @property
    def requirement(self) -> Requirement:
        return self.judgement.requirement


@attrs.frozen(kw_only=True, eq=False)
class Judged:
    """What came of judging an organisation.

    Args:
        playbook: What it was judged by.

        organisation: Who was judged.

        at: As of when.

        clauses: The requirements that were judged, by id.

        outcomes: For each of them one outcome for each subject of its root, in the organisation's order.
    """

    playbook: Playbook
    organisation: Organisation
    at: dt.datetime
    clauses: Mapping[str, Clause]
    outcomes: Mapping[str, Sequence[Outcome]] = attrs.field(repr=False)

    def __iter__(self) -> Iterator[SubjectFinding]:
        """Every finding that stands against somebody: failed, unknown, or not to be judged for an error."""
        return self.findings(lambda outcome: not outcome.lets_pass)

    def findings(self, wanted: Callable[[Outcome], bool] = lambda _: True) -> Iterator[SubjectFinding]:
        """The findings whose outcome is *wanted*, clause by clause; all of them by default."""
        for name, clause in self.clauses.items():
            subjects = self.organisation.subjects(clause.root)
            for subject, outcome in zip(subjects, self.outcomes[name], strict=True):
                if wanted(outcome):
                    yield self._finding(clause, subject, outcome)

    def finding(self, requirement: str, subject: Subject) -> SubjectFinding:
        """What was found of one requirement on one subject.

        Raises:
            UnknownName: The requirement was not judged, or not on that subject.
        """
        if requirement not in self.clauses:
            raise UnknownName.among("requirement", requirement, self.clauses)
        clause = self.clauses[requirement]
        subjects = self.organisation.subjects(clause.root)
        if subject not in subjects:
            raise UnknownName.among(clause.root, subject.id, [one.id for one in subjects])
        return self._finding(clause, subject, self.outcomes[requirement][subjects.index(subject)])

    def _finding(self, clause: Clause, subject: Subject, outcome: Outcome) -> SubjectFinding:
        return SubjectFinding(
            standard=clause.standard,
            subject=subject,
            outcome=outcome,
            judgement=clause.judgement,
            organisation=self.organisation,
            roots=clause.roots,
            at=self.at,
            context=self.playbook.plan.context,
        )

    def tally(self, requirement: str) -> Mapping[Outcome, int]:
        """How many subjects have each outcome."""
        counted = dict.fromkeys(Outcome, 0)
        for outcome in self.outcomes[requirement]:
            counted[outcome] += 1
        return counted


def judge(
    playbook: Playbook,
    organisation: Organisation,
    as_of: dt.date | dt.datetime,
    standard: str | None = None,
    *,
    progress: Callable[[int], None] | None = None,
) -> Judged:
    """Judge every subject of *organisation* by the standards of *playbook*.

    Licences, trainings and letters count as they were valid on the day; what is known of them is what is
    known now. The outcomes are those that each requirement gives on each subject alone.

    Args:
        playbook: Whose standards are judged by.

        organisation: Who is judged.

        as_of: The moment, or a day: the end of that day, UTC.

        standard: Judge by this one alone; by all by default.

        progress: Called with the number of judgements done, now and then.

    Raises:
        UnknownName: There is no such standard.
    """
    if standard is not None and standard not in playbook.standards:
        raise UnknownName.among("standard", standard, playbook.standards)
    at = moment_of(as_of)
    clauses = {clause.requirement.id: clause for clause in _clauses(playbook, standard)}
    outcomes: dict[str, list[Outcome]] = {name: [] for name in clauses}
    done = 0
    for root, group in _by_root(clauses.values()).items():
        subjects = organisation.subjects(root)
        together = _compiled([clause.judgement for clause in group], len(subjects))
        roots = frozenset[str]().union(*(clause.roots for clause in group))
        for some in _batches(subjects):
            facts = [organisation.facts(subject, roots) for subject in some]
            for name, found in together(facts, at).items():
                outcomes[name] += found
            done += len(some) * len(group)
            if progress is not None:
                progress(done)
    return Judged(playbook=playbook, organisation=organisation, at=at, clauses=clauses, outcomes=outcomes)


def moment_of(as_of: dt.date | dt.datetime) -> dt.datetime:
    """The moment itself, or the end of the day in UTC: what came into force that day is in force."""
    if isinstance(as_of, dt.datetime):
        return as_of
    return dt.datetime.combine(as_of, dt.time(23, 59, 59), dt.UTC)


def _clauses(playbook: Playbook, standard: str | None) -> Iterator[Clause]:
    for name, one in playbook.standards.items():
        if standard is None or name == standard:
            for requirement in one.requirements.values():
                yield _clause(playbook, name, requirement)


def _clause(playbook: Playbook, standard: str, requirement: Requirement) -> Clause:
    paths = reads(requirement.condition, playbook.plan.checks)
    return Clause(
        standard=standard,
        judgement=playbook.plan.judgements[requirement.id],
        root=SUBJECTS[requirement.applies_to].root,
        roots=frozenset(path.partition(".")[0] for path in paths) & set(ROOTS),
    )


def _compiled(judgements: Sequence[Judgement], subjects: int) -> _Together:
    """What judges them on many subjects: as columns, or one by one where compiling columns would take longer."""
    if subjects > _FEW:
        return compile_columns(judgements)
    return lambda facts, at: {
        judgement.requirement.id: [judgement.outcome(one, at) for one in facts] for judgement in judgements
    }


def _by_root(clauses: Iterable[Clause]) -> dict[str, list[Clause]]:
    groups: dict[str, list[Clause]] = {}
    for clause in clauses:
        groups.setdefault(clause.root, []).append(clause)
    return groups


def _batches(subjects: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(subjects)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
