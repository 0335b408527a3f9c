"""Deciding a command: a pure function of where a subject stands, what is known, who asks and when."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from medsales_core.engine import objection
from medsales_core.engine.command import (
    Actor,
    Advance,
    Command,
    Complete,
    Describe,
    Hold,
    Lose,
    Open,
    RecordEvidence,
    Reopen,
    Resume,
    Retire,
    Return,
    Waive,
    Win,
)
from medsales_core.engine.decision import Decision, waiver_for
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import misfit, misfit_whole
from medsales_core.engine.finding import Finding
from medsales_core.engine.plan import WISHES, Failing, Move, Plan, ProcessPlan
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.rules.requirement import Severity

__all__ = ["decide"]

_new: Final = tuple.__new__
_NONE: Final[tuple[Any, ...]] = ()


def decide(
    plan: Plan,
    progress: Progress,
    command: Command,
    *,
    facts: Any,
    actor: Actor,
    at: dt.datetime,
    expected_version: int | None = None,
) -> Decision:
    """Decide *command* on a subject.

    Args:
        plan: The compiled playbook.

        progress: Where the subject stands.

        command: What is asked.

        facts: What is known, as `medsales_core.model.Facts`.

        actor: Who asks.

        at: The moment; requirements are judged as of its day, in its own time zone.

        expected_version: The version the asker has seen; another one is refused as stale.

    Returns:
        A decision; never an exception for anything that a user may do wrong.

    Raises:
        ValueRefused: *at* has no time zone.

        UnknownName: *progress* is in a process that the playbook does not have.
    """
    if at.tzinfo is None:
        raise ValueRefused(f"a decision is made at a time with its zone, not {at!r}")
    if expected_version is not None and expected_version != progress.version:
        stale = objection.stale_version(expected_version, progress.version)
        return _refuse(plan, progress, command, (stale,), None, facts, actor, at)
    return _DECIDERS[type(command)](plan, progress, command, facts, actor, at)


def _travel(
    plan: Plan, progress: Progress, command: Any, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    """Any command that follows a transition."""
    process = plan.processes.get(progress.process)
    if process is None:
        return _unopened(plan, progress, command, facts, actor, at)
    wish = type(command)
    target = getattr(command, "to", "")
    try:
        move = process.moves[wish][progress.stage][target]
    except KeyError:
        move = None
    spec = WISHES[wish]
    objections: tuple[Finding, ...] = _NONE
    if move is None or progress.status not in spec.statuses or not move.is_plain:
        objections = tuple(_structural(process, progress, command, move, actor))
    failing = move.guard(facts, at) if move is not None else _NONE
    if failing:
        failing = _unsettled(failing, progress, command, at)
    if objections or failing:
        return _refuse(plan, progress, command, objections, move, facts, actor, at, failing)
    assert move is not None
    reason = command.reason
    data = {**move.kept, "reason": str(reason)} if reason else move.kept
    if wish is Lose and command.note:
        data = {**data, "note": command.note}
    event = _new(
        Event, (spec.event, progress.subject, progress.version + 1, at, actor.id, plan.playbook, data)
    )
    return _new(Decision, (True, (event,), progress, _NONE, move, facts, at))


def _unopened(
    plan: Plan, progress: Progress, command: Any, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    if progress.status is not Status.NEW:
        raise UnknownName.among("process", progress.process, plan.processes)
    objections = (objection.wrong_status(progress.status, (Status.OPEN,)),)
    return _refuse(plan, progress, command, objections, None, facts, actor, at)


def _structural(
    process: ProcessPlan, progress: Progress, command: Any, move: Move | None, actor: Actor
) -> list[Finding]:
    """What stands against the move itself, whatever its requirements say."""
    found = []
    spec = WISHES[type(command)]
    target = getattr(command, "to", "")
    if progress.status not in spec.statuses:
        found.append(objection.wrong_status(progress.status, spec.statuses))
    if target and target not in process.stages:
        known = UnknownName.among("stage", target, process.stages)
        found.append(objection.unknown_name("stage", target, known.hint))
    elif move is None:
        found.append(
            objection.no_such_move(progress.stage, target, process.ways(type(command), progress.stage))
        )
    else:
        if move.transition.needs_reason and not str(command.reason).strip():
            found.append(objection.reason_required())
        if move.transition.who and not actor.roles.intersection(move.transition.who):
            found.append(objection.role_not_allowed(move.transition.who, actor.roles))
    return found


def _unsettled(failing: Failing, progress: Progress, command: Any, at: dt.datetime) -> Failing:
    """What is left of *failing* after waivers, and after the reason given for what may be justified."""
    justified = bool(str(getattr(command, "reason", "")).strip())
    return tuple(
        (criterion, outcome)
        for criterion, outcome in failing
        if not (justified and criterion.requirement.severity is Severity.JUSTIFY)
        and waiver_for(criterion.requirement.id, progress.waivers, at) is None
    )


def _refuse(
    plan: Plan,
    progress: Progress,
    command: Command,
    objections: tuple[Finding, ...],
    move: Move | None,
    facts: Any,
    actor: Actor,
    at: dt.datetime,
    failing: Failing = (),
) -> Decision:
    data = {
        "command": type(command).__name__,
        "to": getattr(command, "to", ""),
        "objections": [finding.code for finding in objections],
        "requirements": {criterion.requirement.id: outcome for criterion, outcome in failing},
    }
    event = _new(
        Event, (EventKind.REFUSED, progress.subject, progress.version + 1, at, actor.id, plan.playbook, data)
    )
    return _new(Decision, (False, (event,), progress, objections, move, facts, at))


def _grant(
    plan: Plan,
    progress: Progress,
    kind: EventKind,
    data: Mapping[str, Any],
    facts: Any,
    actor: Actor,
    at: dt.datetime,
) -> Decision:
    event = Event(kind, progress.subject, progress.version + 1, at, actor.id, plan.playbook, data)
    return Decision(True, (event,), progress, (), None, facts, at)


def _open(
    plan: Plan, progress: Progress, command: Open, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    process = plan.processes.get(command.process)
    if process is None:
        known = UnknownName.among("process", command.process, plan.processes)
        found = objection.unknown_name("process", command.process, known.hint)
    elif progress.status is not Status.NEW:
        found = objection.wrong_status(progress.status, (Status.NEW,))
    else:
        data = {"process": command.process, "to": process.process.start}
        return _grant(plan, progress, EventKind.OPENED, data, facts, actor, at)
    return _refuse(plan, progress, command, (found,), None, facts, actor, at)


def _hold(
    plan: Plan, progress: Progress, command: Hold, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    found = []
    if progress.status is not Status.OPEN:
        found.append(objection.wrong_status(progress.status, (Status.OPEN,)))
    if not command.reason.strip():
        found.append(objection.reason_required())
    if found:
        return _refuse(plan, progress, command, tuple(found), None, facts, actor, at)
    return _grant(plan, progress, EventKind.HELD, {"reason": command.reason}, facts, actor, at)


def _resume(
    plan: Plan, progress: Progress, command: Resume, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    if progress.status is Status.ON_HOLD:
        return _grant(plan, progress, EventKind.RESUMED, {}, facts, actor, at)
    found = objection.wrong_status(progress.status, (Status.ON_HOLD,))
    return _refuse(plan, progress, command, (found,), None, facts, actor, at)


def _record(
    plan: Plan, progress: Progress, command: RecordEvidence, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    process = plan.processes.get(progress.process)
    if process is None:
        return _unopened(plan, progress, command, facts, actor, at)
    problem = misfit(process.process.moves, command.field, command.value)
    if problem is not None:
        return _refuse(plan, progress, command, (problem,), None, facts, actor, at)
    data = {"field": command.field, "value": command.value}
    return _grant(plan, progress, EventKind.RECORDED, data, facts, actor, at)


def _describe(
    plan: Plan, progress: Progress, command: Describe, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    process = plan.processes.get(progress.process)
    if process is None:
        return _unopened(plan, progress, command, facts, actor, at)
    checked = (misfit_whole(process.process.moves, field, value) for field, value in command.fields.items())
    problems = tuple(problem for problem in checked if problem is not None)
    if problems or not command.fields:
        return _refuse(plan, progress, command, problems, None, facts, actor, at)
    return _grant(plan, progress, EventKind.DESCRIBED, {"fields": dict(command.fields)}, facts, actor, at)


def _waive(
    plan: Plan, progress: Progress, command: Waive, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    found = tuple(_against_waiver(plan, progress, command, facts, actor, at))
    if found:
        return _refuse(plan, progress, command, found, None, facts, actor, at)
    data = {
        "requirement": command.requirement,
        "reason": command.reason,
        "expires_on": command.expires_on.isoformat(),
    }
    return _grant(plan, progress, EventKind.WAIVED, data, facts, actor, at)


def _against_waiver(
    plan: Plan, progress: Progress, command: Waive, facts: Any, actor: Actor, at: dt.datetime
) -> list[Finding]:
    found = []
    if progress.status not in (Status.OPEN, Status.ON_HOLD):
        found.append(objection.wrong_status(progress.status, (Status.OPEN, Status.ON_HOLD)))
    judgement = plan.judgements.get(command.requirement)
    if judgement is None:
        known = UnknownName.among("requirement", command.requirement, plan.judgements)
        found.append(objection.unknown_name("requirement", command.requirement, known.hint))
    elif not judgement.requirement.waivable_by:
        found.append(objection.not_waivable(command.requirement))
    elif not actor.roles.intersection(judgement.requirement.waivable_by):
        found.append(objection.role_not_allowed(judgement.requirement.waivable_by, actor.roles))
    if not command.reason.strip():
        found.append(objection.reason_required())
    if command.expires_on < at.date():
        found.append(objection.bad_expiry(command.expires_on.isoformat(), at.date().isoformat()))
    if getattr(getattr(facts, "deal", None), "owner_id", None) == actor.id:
        found.append(objection.own_deal())
    return found


_DECIDERS: Final[Mapping[type, Callable[..., Decision]]] = {
    Open: _open,
    Describe: _describe,
    Hold: _hold,
    Resume: _resume,
    RecordEvidence: _record,
    Waive: _waive,
    **dict.fromkeys((Advance, Return, Win, Lose, Reopen, Complete, Retire), _travel),
}
