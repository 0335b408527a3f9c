"""Judging what has already happened: imported or bypassed history is told, never blocked."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from medsales_core.engine.command import Advance, Return
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.finding import Finding
from medsales_core.engine.judged import findings_of
from medsales_core.engine.plan import WISHES, Criterion, Move, Plan, ProcessPlan
from medsales_core.engine.progress import Progress
from medsales_core.model.facts import Facts
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import LangText, text

__all__ = ["AuditEntry", "audit"]

_WISHES_OF: Final[Mapping[EventKind, tuple[type, ...]]] = {
    **{spec.event: (wish,) for wish, spec in WISHES.items()},
    EventKind.MOVED: (Advance, Return),
    EventKind.RETURNED: (Return, Advance),
}


_NONE: Final[Mapping[str, Plan]] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class AuditEntry:
    """What is to be said of one event of a history.

    Args:
        event: The event; for the last entry of an open subject, the latest one.

        findings: What did not hold when it happened.
    """

    event: Event
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "subject": self.event.subject,
            "version": self.event.version,
            "event": str(self.event.kind),
            "at": self.event.at.isoformat() if self.event.at else None,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def audit(
    plan: Plan,
    history: Iterable[Event],
    facts: Facts | Callable[[Event], Facts],
    *,
    at: dt.datetime,
    earlier: Mapping[str, Plan] = _NONE,
) -> tuple[AuditEntry, ...]:
    """Judge every move of one subject's *history*, as of the day it was made.

    What was done before the subject was migrated is judged by the playbook under which it was done: a new rule
    says nothing of it.

    Args:
        plan: The compiled playbook to judge by.

        history: The subject's events from the first on.

        facts: What is known; or a function that gives what was known at an event.

        at: The moment for events that do not say when they were.

        earlier: Playbooks that held before, by their hash: what was done under one of them is judged by it. Where
            the one is missing from which the subject was migrated, it is told how much could not be judged.

    Returns:
        One entry for each event with findings.
    """
    events = tuple(history)
    migrated = max((n for n, event in enumerate(events) if event.kind is EventKind.MIGRATED), default=-1)
    entries, unjudged = [], 0
    progress: Progress | None = None
    for number, event in enumerate(events):
        if progress is None:
            progress = Progress(event.subject)
        known = number > migrated or event.playbook == plan.playbook
        book = earlier.get(event.playbook, plan if known else None)
        findings = tuple(_judge(book, progress, event, facts, event.at or at))
        unjudged += book is None and event.kind in _WISHES_OF
        if event.kind is EventKind.MIGRATED and unjudged:
            findings, unjudged = (*findings, _under_another(unjudged)), 0
        if findings:
            entries.append(AuditEntry(event=event, findings=findings))
        progress = progress.apply((event,))
    return tuple(entries)


def _judge(
    plan: Plan | None,
    progress: Progress,
    event: Event,
    facts: Facts | Callable[[Event], Facts],
    at: dt.datetime,
) -> Iterator[Finding]:
    if event.at is None and event.kind is not EventKind.RECORDED:
        yield _told("undated", text("it is not known when this happened", "发生时间不明"), Severity.WARN)
    if plan is None:
        return
    if event.kind is EventKind.OPENED:
        yield from _opening(plan, event)
        return
    process = plan.processes.get(progress.process)
    if event.kind not in _WISHES_OF:
        return
    if process is None:
        yield _unjudged(progress)
        return
    if event.at is not None and progress.since is not None and event.at < progress.since:
        yield _told(
            "time-goes-back",
            text("it is dated before the event it follows", "时间早于前一事件"),
            Severity.WARN,
        )
    wish, move = _way(process, progress.stage, event)
    if progress.status not in WISHES[wish].statuses:
        was = text("it was {status} at that time", "当时状态为“{status}”").format(
            status=progress.status.label
        )
        yield _told("wrong-status", was, Severity.WARN)
    if move is None:
        yield _undeclared(progress.stage, event)
        criteria, way = _bypassed(process, progress.stage, event), ""
    else:
        if move.transition.needs_reason and not event.data.get("reason"):
            yield _told("no-reason", text("no reason was given", "未说明理由"), Severity.WARN)
        criteria, way = move.criteria, move.transition.id
    known = facts if isinstance(facts, Facts) or not criteria else facts(event)
    judged = findings_of(criteria, known, at, progress.waivers, way)
    yield from (finding for finding in judged if finding.outcome not in _QUIET)


_QUIET: Final = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


def _opening(plan: Plan, event: Event) -> Iterator[Finding]:
    process = plan.processes.get(event.data["process"])
    if process is not None and event.data["to"] != process.process.start:
        yield _told(
            "entered-midway",
            text(
                f"it was first seen at {event.data['to']!r}; the stages before are not on record",
                f"首次记录即在“{event.data['to']}”，此前阶段无记录",
            ),
            Severity.INFO,
        )


def _way(process: ProcessPlan, stage: str, event: Event) -> tuple[type, Move | None]:
    """The declared move that the event made, and by which wish; an import cannot always tell on from back."""
    target = event.data.get("to", "")
    wishes = _WISHES_OF[event.kind]
    for wish in wishes:
        move = process.ways(wish, stage).get(target)
        if move is not None:
            return wish, move
    return wishes[0], None


def _bypassed(process: ProcessPlan, stage: str, event: Event) -> tuple[Criterion, ...]:
    """What would have had to hold for a step on that no transition declares: a jump, or a win from anywhere."""
    if event.kind in (EventKind.WON, EventKind.COMPLETED):
        ways = process.moves[_WISHES_OF[event.kind][0]].values()
        return tuple(criterion for way in ways for move in way.values() for criterion in move.criteria)
    source, target = process.stages.get(stage), process.stages.get(event.data.get("to", ""))
    if source is None or target is None or target.position <= source.position:
        return ()
    onward = [move for way in process.moves[Advance].values() for move in way.values()]
    leaving = next((move for move in onward if move.source == stage), None)
    entering = next((move for move in onward if move.transition.target == target.id), None)
    left = leaving.criteria if leaving is not None else ()
    entered = entering.criteria if entering is not None else ()
    return (
        *(criterion for criterion in left if criterion.stage == stage),
        *(criterion for criterion in entered if criterion.stage == target.id),
    )


def _unjudged(progress: Progress) -> Finding:
    """What cannot be judged is told: silence would read as clean."""
    if not progress.process:
        return _told("never-opened", text("it moved before it was opened", "未立项即流转"), Severity.WARN)
    name = progress.process
    return _told(
        "unknown-process",
        text(f"the playbook has no process {name!r}", f"手册中没有流程“{name}”"),
        Severity.WARN,
    )


def _under_another(count: int) -> Finding:
    return _told(
        "earlier-playbook",
        text(
            f"made under an earlier playbook that was not supplied, and not judged: {count}",
            f"有{count}项系依据未提供的旧版手册作出，未予评判",
        ),
        Severity.INFO,
    )


def _undeclared(stage: str, event: Event) -> Finding:
    target = event.data.get("to") or str(event.kind)
    return _told(
        "undeclared-move",
        text(
            f"the process has no transition from {stage!r} to {target!r}",
            f"流程中没有从“{stage}”到“{target}”的流转",
        ),
        Severity.WARN,
    )


def _told(code: str, message: LangText, severity: Severity) -> Finding:
    return Finding(code=code, outcome=Outcome.FAIL, severity=severity, message=message, remedy=text("", ""))
