"""The answer to a wish: granted or not, the events to keep, and every finding."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import attrs

from medsales_core.engine.event import Event
from medsales_core.engine.finding import Finding
from medsales_core.engine.plan import Criterion, Move
from medsales_core.engine.progress import Progress
from medsales_core.engine.waiver import Waiver
from medsales_core.rules.requirement import Outcome, Requirement

__all__ = ["Decision", "findings_of"]


class Decision(NamedTuple):
    """What was decided. A tuple that keeps what it was decided on: findings are told when they are read.

    Args:
        accepted: Whether the wish is granted.

        events: What to keep; a refusal is an event too.

        progress: Where the subject stood when it was asked.

        objections: What the engine itself objected to.

        move: The move that was tried, None where there was none to try.

        facts: The facts it was judged on.

        at: The moment it was judged for.
    """

    accepted: bool
    events: tuple[Event, ...]
    progress: Progress
    objections: tuple[Finding, ...]
    move: Move | None
    facts: Any
    at: dt.datetime

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, the passed ones too: objections first, then each requirement of the move."""
        return (*self.objections, *self._judged(self.move.criteria if self.move is not None else ()))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stands in the way: objections, and the requirements that neither hold nor were set aside.

        A requirement that may be justified stands in the way as long as no reason was given.
        """
        if self.accepted:
            return ()
        (event,) = self.events
        stopped = event.data["requirements"]
        criteria = self.move.criteria if self.move is not None else ()
        return (*self.objections, *self._judged(one for one in criteria if one.requirement.id in stopped))

    def _judged(self, criteria: Iterable[Criterion]) -> Iterator[Finding]:
        way = self.move.transition.id if self.move is not None else ""
        return findings_of(criteria, self.facts, self.at, self.progress.waivers, transition=way)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: whether it was granted, and every finding."""
        return {
            "subject": self.progress.subject,
            "accepted": self.accepted,
            "blocking": [finding.requirement or finding.code for finding in self.blocking],
            "findings": [finding.as_dict() for finding in self.findings],
        }

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that do not let pass, whatever their severity."""
        return tuple(finding for finding in self.findings if not finding.lets_pass)


def findings_of(
    criteria: Iterable[Criterion],
    facts: Any,
    at: dt.datetime,
    waivers: tuple[Waiver, ...],
    *,
    transition: str = "",
) -> Iterator[Finding]:
    """Judge each of *criteria* and tell what was found, for *transition* where one is tried."""
    for criterion in criteria:
        finding = told(criterion, criterion.judgement.outcome(facts, at), facts, at)
        yield set_aside(finding, criterion.requirement, waivers, at, transition)


def set_aside(
    finding: Finding,
    requirement: Requirement,
    waivers: tuple[Waiver, ...],
    at: dt.datetime,
    transition: str,
) -> Finding:
    """*finding* as it is under *waivers*: waived, where it does not let pass and one of them sets it aside."""
    if not waivers or finding.lets_pass:
        return finding
    waiver = waiver_for(requirement, waivers, at, transition)
    if waiver is None:
        return finding
    return attrs.evolve(finding, code=f"requirement.{Outcome.WAIVED}", outcome=Outcome.WAIVED, waiver=waiver)


def waiver_for(
    requirement: Requirement, waivers: tuple[Waiver, ...], at: dt.datetime, transition: str
) -> Waiver | None:
    """The waiver that sets *requirement* aside at that moment for *transition*."""
    return next((waiver for waiver in waivers if waiver.covers(requirement, at, transition)), None)


def told(criterion: Criterion, outcome: Outcome, facts: Any, at: dt.datetime) -> Finding:
    """The finding of one judged criterion."""
    requirement = criterion.requirement
    bare = outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)
    return Finding(
        code=f"requirement.{outcome}",
        requirement=requirement.id,
        version=requirement.version,
        outcome=outcome,
        severity=requirement.severity,
        message=requirement.label,
        remedy=requirement.remedy,
        source=requirement.source,
        stage=criterion.stage,
        criterion=criterion.kind,
        reasons=() if bare else criterion.judgement.reasons(facts, at),
    )
