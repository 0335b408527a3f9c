"""What was found of one requirement on one subject: the outcome, why, on what evidence, and who is next."""

import datetime as dt
from functools import cached_property
from typing import Any

import attrs

from medsales_core.model.facts import Facts
from medsales_core.rules.judging import Context
from medsales_core.rules.reason import Reason
from medsales_core.rules.requirement import Judgement, Outcome, Requirement
from medsales_core.standards.evidence import Proof, proofs
from medsales_core.standards.organisation import Organisation, Subject
from medsales_core.text import LangText

__all__ = ["SubjectFinding"]


@attrs.frozen(kw_only=True, eq=False, slots=False)
class SubjectFinding:
    """One finding. The outcome is there; reasons and evidence are worked out when they are asked for.

    Args:
        standard: Id of the standard.

        subject: Who or what was judged.

        outcome: Pass, fail, error, unknown or not-applicable.

        judgement: The requirement, compiled.

        organisation: What lies around the subject.

        roots: What of that the requirement reads.

        at: As of when.

        context: What the requirement was compiled with.
    """

    standard: str
    subject: Subject
    outcome: Outcome
    judgement: Judgement = attrs.field(repr=False)
    organisation: Organisation = attrs.field(repr=False)
    roots: frozenset[str] = attrs.field(repr=False)
    at: dt.datetime
    context: Context = attrs.field(repr=False)

    @property
    def requirement(self) -> Requirement:
        return self.judgement.requirement

    @property
    def remedy(self) -> LangText:
        """What would mend it."""
        return self.requirement.remedy

    @cached_property
    def facts(self) -> Facts:
        """The facts that were judged."""
        return self.organisation.facts(self.subject, self.roots)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it does not hold; nothing where it does."""
        return () if self.outcome.lets_pass else self.judgement.reasons(self.facts, self.at)

    @cached_property
    def evidence(self) -> tuple[Proof, ...]:
        """The records that the judgement stands on."""
        origin = self.organisation.origin
        return proofs(self.requirement.condition, self.facts, self.at, self.context, origin)

    @property
    def next_step_by(self) -> str:
        """Id of the person who owns the next step; empty where it is the company's own affair."""
        return self.organisation.person_for(self.subject)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        requirement = self.requirement
        return {
            "standard": self.standard,
            "requirement": requirement.id,
            "applies_to": requirement.applies_to,
            "subject": self.subject.id,
            "name": self.subject.name,
            "outcome": str(self.outcome),
            "severity": str(requirement.severity),
            "strength": requirement.strength,
            "source": requirement.source,
            "message": dict(requirement.label),
            "reasons": [reason.as_dict() for reason in self.reasons],
            "evidence": [proof.as_dict() for proof in self.evidence],
            "evidence_wanted": dict(requirement.evidence),
            "remedy": dict(self.remedy),
            "next_step_by": self.next_step_by or None,
        }
