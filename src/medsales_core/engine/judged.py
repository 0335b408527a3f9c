"""A criterion as it came out on certain facts, and as it is under waivers: told as a finding when that is read."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import attrs

from medsales_core.engine.finding import Finding
from medsales_core.engine.plan import Criterion
from medsales_core.engine.waiver import Waiver
from medsales_core.rules.requirement import Outcome, Requirement, Severity

__all__ = ["Judged", "findings_of", "judged", "waiver_for"]


@attrs.frozen
class Judged:
    """One criterion as it came out; its finding is told when it is read.

    Args:
        criterion: What was judged.

        outcome: How it came out.

        facts: What it was judged on.

        at: The moment it was judged for.

        waiver: The waiver that sets it aside.
    """

    criterion: Criterion
    outcome: Outcome
    facts: Any
    at: dt.datetime
    waiver: Waiver | None = None

    @property
    def blocks(self) -> bool:
        """It alone would stop the move."""
        return not self.outcome.lets_pass and self.criterion.requirement.severity is Severity.BLOCK

    @cached_property
    def finding(self) -> Finding:
        """The finding, with its reasons."""
        criterion, requirement = self.criterion, self.criterion.requirement
        bare = self.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)
        return Finding(
            code=f"requirement.{self.outcome}",
            requirement=requirement.id,
            version=requirement.version,
            outcome=self.outcome,
            severity=requirement.severity,
            message=requirement.label,
            remedy=requirement.remedy,
            source=requirement.source,
            stage=criterion.stage,
            criterion=criterion.kind,
            reasons=() if bare else criterion.judgement.reasons(self.facts, self.at),
            waiver=self.waiver,
        )

    def under(self, waivers: tuple[Waiver, ...], transition: str) -> "Judged":
        """The same for *transition*, waived where it does not let pass and one of *waivers* sets it aside."""
        if not waivers or self.outcome.lets_pass:
            return self
        waiver = waiver_for(self.criterion.requirement, waivers, self.at, transition)
        return self if waiver is None else attrs.evolve(self, outcome=Outcome.WAIVED, waiver=waiver)


def judged(criterion: Criterion, facts: Any, at: dt.datetime) -> Judged:
    """*criterion* judged, whatever was waived."""
    return Judged(criterion, criterion.judgement.outcome(facts, at), facts, at)


def findings_of(
    criteria: Iterable[Criterion],
    facts: Any,
    at: dt.datetime,
    waivers: tuple[Waiver, ...],
    transition: str,
) -> Iterator[Finding]:
    """Judge each of *criteria* and tell what was found for *transition*; where none was declared it is empty."""
    return (judged(one, facts, at).under(waivers, transition).finding for one in criteria)


def waiver_for(
    requirement: Requirement, waivers: tuple[Waiver, ...], at: dt.datetime, transition: str
) -> Waiver | None:
    """The waiver that sets *requirement* aside at that moment for *transition*."""
    return next((waiver for waiver in waivers if waiver.covers(requirement, at, transition)), None)
