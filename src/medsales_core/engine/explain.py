"""A dry run: every way that is open from where a subject stands, and what each still lacks."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from medsales_core.engine import objection
from medsales_core.engine.decision import findings_of, set_aside
from medsales_core.engine.finding import Finding
from medsales_core.engine.plan import WISHES, Criterion, Plan
from medsales_core.engine.process import Transition, TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName
from medsales_core.rules.requirement import Severity

__all__ = ["Explanation", "Opening", "explain"]

_ONWARD: Final = (TransitionKind.FORWARD, TransitionKind.WIN, TransitionKind.COMPLETE)


@attrs.frozen(kw_only=True)
class Opening:
    """One transition that leaves the stage.

    Args:
        transition: The transition.

        findings: What stands against it in any case, then every requirement that binds it, judged.
    """

    transition: Transition
    findings: tuple[Finding, ...]

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """The findings that would stop it."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def is_open(self) -> bool:
        """No requirement stops it; a reason or a role may still be asked for."""
        return not self.lacking

    @property
    def wants_reason(self) -> bool:
        """A reason must be given: the transition asks for one, or a requirement that may be justified fails."""
        justifiable = any(not f.lets_pass and f.severity is Severity.JUSTIFY for f in self.findings)
        return self.transition.needs_reason or justifiable

    def as_dict(self) -> dict[str, Any]:
        return {
            "transition": self.transition.id,
            "kind": str(self.transition.kind),
            "to": self.transition.target,
            "open": self.is_open,
            "wants_reason": self.wants_reason,
            "who": list(self.transition.who),
            "findings": [finding.as_dict() for finding in self.findings],
        }


@attrs.frozen(kw_only=True)
class Explanation:
    """What a subject may do next.

    Args:
        progress: Where it stands.

        openings: Every transition that leaves its stage, the ways onward first, of those the nearest to done.

        standing: What must hold while it is in the stage, judged.
    """

    progress: Progress
    openings: tuple[Opening, ...]
    standing: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "subject": self.progress.subject,
            "process": self.progress.process,
            "stage": self.progress.stage,
            "status": str(self.progress.status),
            "version": self.progress.version,
            "openings": [opening.as_dict() for opening in self.openings],
            "standing": [finding.as_dict() for finding in self.standing],
        }


def explain(plan: Plan, progress: Progress, facts: Any, *, at: dt.datetime) -> Explanation:
    """Every transition that leaves the subject's stage, each with all its findings.

    Raises:
        UnknownName: The playbook has no such process.
    """
    process = plan.processes.get(progress.process)
    if process is None:
        raise UnknownName.among("process", progress.process, plan.processes)
    standing = process.standing.get(progress.stage, ())
    leaving = {wish: tuple(process.ways(wish, progress.stage).values()) for wish in process.moves}
    # What binds several moves is judged once, and told with each.
    bound = (criterion for moves in leaving.values() for move in moves for criterion in move.criteria)
    criteria = tuple(dict.fromkeys((*standing, *bound)))
    judged = dict(zip(criteria, findings_of(criteria, facts, at, ()), strict=True))

    def told(asked: Iterable[Criterion], transition: str = "") -> Iterator[Finding]:
        for criterion in asked:
            yield set_aside(judged[criterion], criterion.requirement, progress.waivers, at, transition)

    openings = [
        Opening(transition=move.transition, findings=(*against, *told(move.criteria, move.transition.id)))
        for wish, moves in leaving.items()
        for against in (tuple(_against(progress, WISHES[wish].statuses, at)),)
        for move in moves
    ]
    openings.sort(key=lambda opening: (opening.transition.kind not in _ONWARD, len(opening.lacking)))
    return Explanation(progress=progress, openings=tuple(openings), standing=tuple(told(standing)))


def _against(progress: Progress, statuses: tuple[Status, ...], at: dt.datetime) -> Iterator[Finding]:
    """What deciding would object to the kind of wish: a lost deal goes nowhere, and nothing goes back in time."""
    if progress.since is not None and at < progress.since:
        yield objection.time_goes_back(at, progress.since)
    if progress.status not in statuses:
        yield objection.wrong_status(progress.status, statuses)
