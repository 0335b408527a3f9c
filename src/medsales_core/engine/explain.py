"""A dry run: every way that is open from where a subject stands, and what each still lacks."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import attrs

from medsales_core.engine import objection
from medsales_core.engine.finding import Finding
from medsales_core.engine.judged import Judged, judged
from medsales_core.engine.plan import WISHES, Plan
from medsales_core.engine.process import Transition, TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName
from medsales_core.rules.requirement import Severity

__all__ = ["Explanation", "Opening", "explain"]

_ONWARD: Final = (TransitionKind.FORWARD, TransitionKind.WIN, TransitionKind.COMPLETE)


@attrs.frozen(kw_only=True)
class Opening:
    """One transition that leaves the stage; findings are told when they are read.

    Args:
        transition: The transition.

        against: What stands against it in any case.

        judged: Every requirement that binds it, judged.
    """

    transition: Transition
    against: tuple[Finding, ...]
    judged: tuple[Judged, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands against it in any case, then every requirement that binds it."""
        return (*self.against, *(one.finding for one in self.judged))

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """The findings that would stop it."""
        return (*self.against, *(one.finding for one in self.judged if one.blocks))

    @property
    def stops(self) -> int:
        """How many findings would stop it."""
        return len(self.against) + sum(one.blocks for one in self.judged)

    @property
    def is_open(self) -> bool:
        """No requirement stops it; a reason or a role may still be asked for."""
        return not self.stops

    @property
    def wants_reason(self) -> bool:
        """A reason must be given: the transition asks for one, or a requirement that may be justified fails."""
        justifiable = any(
            not one.outcome.lets_pass and one.criterion.requirement.severity is Severity.JUSTIFY
            for one in self.judged
        )
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
    waivers = progress.waivers
    # What binds several moves is judged once; a waiver may be for one of them alone.
    bound = (criterion for moves in leaving.values() for move in moves for criterion in move.criteria)
    criteria = tuple(dict.fromkeys((*standing, *bound)))
    told = {criterion: judged(criterion, facts, at) for criterion in criteria}
    openings = [
        Opening(
            transition=move.transition,
            against=against,
            judged=tuple(told[one].under(waivers, move.transition.id) for one in move.criteria),
        )
        for wish, moves in leaving.items()
        for against in (tuple(_against(progress, WISHES[wish].statuses, at)),)
        for move in moves
    ]
    openings.sort(key=lambda opening: (opening.transition.kind not in _ONWARD, opening.stops))
    return Explanation(
        progress=progress,
        openings=tuple(openings),
        standing=tuple(told[one].under(waivers, "").finding for one in standing),
    )


def _against(progress: Progress, statuses: tuple[Status, ...], at: dt.datetime) -> Iterator[Finding]:
    """What deciding would object to the kind of wish: a lost deal goes nowhere, and nothing goes back in time."""
    if progress.since is not None and at < progress.since:
        yield objection.time_goes_back(at, progress.since)
    if progress.status not in statuses:
        yield objection.wrong_status(progress.status, statuses)
