"""The answer to a wish: granted or not, the events to keep, and every finding."""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import attrs

from medsales_core.engine.event import Event
from medsales_core.engine.finding import Finding
from medsales_core.engine.plan import Criterion, Move
from medsales_core.engine.progress import Progress
from medsales_core.engine.waiver import Waiver
from medsales_core.rules.requirement import Outcome, Requirement, Severity

__all__ = ["Decision", "Judged", "findings_of", "judged"]


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
        if self.move is None:
            return self.objections
        return (
            *self.objections,
            *findings_of(self.move.criteria, self.facts, self.at, self.progress.waivers),
        )

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stands in the way: objections, and the requirements that neither hold nor were set aside.

        A requirement that may be justified stands in the way as long as no reason was given.
        """
        if self.accepted:
            return ()
        (event,) = self.events
        stopped = event.data["requirements"]
        if self.move is None:
            return self.objections
        criteria = tuple(one for one in self.move.criteria if one.requirement.id in stopped)
        return (*self.objections, *findings_of(criteria, self.facts, self.at, self.progress.waivers))

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
    criteria: tuple[Criterion, ...], facts: Any, at: dt.datetime, waivers: tuple[Waiver, ...]
) -> Iterator[Finding]:
    """Judge each of *criteria* and tell what was found."""
    return (judged(criterion, facts, at, waivers).finding for criterion in criteria)


@attrs.frozen
class Judged:
    """One criterion as it came out; its finding is told when it is read."""

    criterion: Criterion
    outcome: Outcome
    facts: Any
    at: dt.datetime
    waiver: Waiver | None

    @property
    def blocks(self) -> bool:
        """It alone would stop the move."""
        return not self.outcome.lets_pass and self.criterion.requirement.severity is Severity.BLOCK

    @cached_property
    def finding(self) -> Finding:
        return told(self.criterion, self.outcome, self.facts, self.at, self.waiver)


def judged(criterion: Criterion, facts: Any, at: dt.datetime, waivers: tuple[Waiver, ...]) -> Judged:
    """*criterion* judged, and set aside where a waiver does."""
    outcome = criterion.judgement.outcome(facts, at)
    waiver = None if outcome.lets_pass else waiver_for(criterion.requirement, waivers, at)
    return Judged(criterion, Outcome.WAIVED if waiver else outcome, facts, at, waiver)


def waiver_for(requirement: Requirement, waivers: tuple[Waiver, ...], at: dt.datetime) -> Waiver | None:
    """The waiver that sets *requirement* aside at that moment; none does where it may no longer be waived."""
    if not requirement.waivable_by:
        return None
    return next((waiver for waiver in waivers if waiver.covers(requirement.id, at)), None)


def told(
    criterion: Criterion, outcome: Outcome, facts: Any, at: dt.datetime, waiver: Waiver | None = None
) -> Finding:
    """The finding of one judged criterion."""
    requirement = criterion.requirement
    bare = outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)
    return Finding(
        code=f"requirement.{outcome}",
        requirement=requirement.id,
        outcome=outcome,
        severity=requirement.severity,
        message=requirement.label,
        remedy=requirement.remedy,
        source=requirement.source,
        stage=criterion.stage,
        criterion=criterion.kind,
        reasons=() if bare else criterion.judgement.reasons(facts, at),
        waiver=waiver,
    )
