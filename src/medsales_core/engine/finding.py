"""The result of one requirement on one subject, or the plain reason why a wish cannot be granted."""

from typing import Any

import attrs

from medsales_core.engine.process import CriterionKind
from medsales_core.engine.waiver import Waiver
from medsales_core.rules.reason import Reason
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import LangText

__all__ = ["Finding"]


@attrs.frozen(kw_only=True)
class Finding:
    """One finding, JSON-ready with `as_dict`.

    Args:
        code: ``requirement.fail`` and its likes, or the reason of the engine itself: ``no-such-move`` ...

        requirement: Id of the requirement; empty for a reason of the engine itself.

        version: The version of the requirement that was judged: a fingerprint of what it tests.

        outcome: Pass, fail, error, unknown, waived or not-applicable.

        severity: What it does to a move.

        message: The requirement, or the engine's reason, in every language.

        remedy: What would mend it.

        source: The clause the requirement comes from.

        stage: Id of the stage whose criterion it is.

        criterion: Entry, exit or standing.

        reasons: Field by field, what was wanted and what was found.

        waiver: The waiver that sets it aside.
    """

    code: str
    requirement: str = ""
    version: str = ""
    outcome: Outcome
    severity: Severity
    message: LangText
    remedy: LangText
    source: str = ""
    stage: str = ""
    criterion: CriterionKind | None = None
    reasons: tuple[Reason, ...] = ()
    waiver: Waiver | None = None

    @property
    def lets_pass(self) -> bool:
        return self.outcome.lets_pass

    @property
    def blocks(self) -> bool:
        """It alone would stop the move."""
        return not self.lets_pass and self.severity is Severity.BLOCK

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "code": self.code,
            "requirement": self.requirement,
            "version": self.version,
            "outcome": str(self.outcome),
            "severity": str(self.severity),
            "message": dict(self.message),
            "remedy": dict(self.remedy),
            "source": self.source,
            "stage": self.stage,
            "criterion": str(self.criterion) if self.criterion else None,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "waived_by": self.waiver.by if self.waiver else None,
            "waived_for": self.waiver.reason if self.waiver else None,
            "waived_scope": self.waiver.scope if self.waiver else None,
            "waived_until": self.waiver.expires_on.isoformat() if self.waiver else None,
        }
