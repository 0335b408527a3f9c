"""Deciding a command: a pure function of where a subject stands, what is known, who asks and when."""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol

from medsales_core.engine import objection
from medsales_core.engine.command import (
    Actor,
    Command,
    Describe,
    Hold,
    Open,
    RecordEvidence,
    Resume,
    Waive,
)
from medsales_core.engine.decision import Decision, waiver_for
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import misfit, misfit_whole
from medsales_core.engine.finding import Finding
from medsales_core.engine.guard import Failing
from medsales_core.engine.plan import WISHES, Move, Plan, ProcessPlan
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.facts import Facts

__all__ = ["Decide", "decider"]

_NONE: Final[tuple[Any, ...]] = ()

_NO_WAYS: Final[Mapping[str, Any]] = MappingProxyType({})


class Decide(Protocol):
    """Decides a command on a subject."""

    def __call__(
        self,
        progress: Progress,
        command: Command,
        /,
        *,
        facts: Facts,
        actor: Actor,
        at: dt.datetime,
        expected_version: int | None = None,
    ) -> Decision:
        """Decide *command*.

        Args:
            progress: Where the subject stands.

            command: What is asked.

            facts: What is known.

            actor: Who asks.

            at: The moment; requirements are judged as of its day, in its own time zone.

            expected_version: The version the asker has seen; another one is refused as stale.

        Returns:
            A decision; never an exception for anything that a user may do wrong.

        Raises:
            ValueRefused: *at* has no time zone.

            UnknownName: *progress* is in a process that the playbook does not have.
        """
        ...


def decider(plan: Plan) -> Decide:
    """The function that decides by *plan*.

    It is the path of every attempted move, which explains its manner: what it needs lies in its own
    variables, and tuples are made directly (``benchmarks/attempts.py``).
    """
    moves, playbook = plan.moves, plan.playbook
    new, is_open, refused = tuple.__new__, Status.OPEN, EventKind.REFUSED

    def decide(
        progress: Progress,
        command: Command,
        /,
        *,
        facts: Facts,
        actor: Actor,
        at: dt.datetime,
        expected_version: int | None = None,
    ) -> Decision:
        if at.tzinfo is None:
            raise ValueRefused(f"a decision is made at a time with its zone, not {at!r}")
        if expected_version is not None and expected_version != progress.version:
            stale = objection.stale_version(expected_version, progress.version)
            return _refuse(plan, progress, command, (stale,), None, facts, actor, at)
        wish = type(command)
        if wish not in moves:
            return _DECIDERS[wish](plan, progress, command, facts, actor, at)
        target = command.to  # type: ignore[union-attr]  # all commands in *moves* have it, and a reason
        try:
            move = moves[wish][progress.stage][target]
        except KeyError:
            return _travel(plan, progress, command, None, facts, actor, at)
        if command.reason or progress.waivers or progress.status is not is_open or not move.is_plain:  # type: ignore[union-attr]
            return _travel(plan, progress, command, move, facts, actor, at)
        failing = move.guard(facts, at)
        if failing:
            data = {"command": wish.__name__, "to": target, "objections": (), "requirements": failing}
            event = new(
                Event, (refused, progress.subject, progress.version + 1, at, actor.id, playbook, data)
            )
            return new(Decision, (False, (event,), progress, (), move, facts, at))
        event = new(
            Event, (move.event, progress.subject, progress.version + 1, at, actor.id, playbook, move.kept)
        )
        return new(Decision, (True, (event,), progress, (), move, facts, at))

    return decide


def _travel(
    plan: Plan, progress: Progress, command: Any, move: Move | None, facts: Any, actor: Actor, at: dt.datetime
) -> Decision:
    """A command that follows a transition which asks for more than its requirements, or is not there."""
    process = plan.processes.get(progress.process)
    if process is None:
        return _unopened(plan, progress, command, facts, actor, at)
    objections = tuple(_structural(process, progress, command, move, actor))
    failing = _NO_WAYS if move is None else _unsettled(move.guard(facts, at), move, progress, command, at)
    if move is None or objections or failing:
        return _refuse(plan, progress, command, objections, move, facts, actor, at, failing)
    data = _with_reason(move, command) if command.reason else move.kept
    event = Event(move.event, progress.subject, progress.version + 1, at, actor.id, plan.playbook, data)
    return Decision(True, (event,), progress, _NONE, move, facts, at)


def _with_reason(move: Move, command: Any) -> Mapping[str, Any]:
    data = {**move.kept, "reason": str(command.reason)}
    note = getattr(command, "note", "")
    return {**data, "note": note} if note else data


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


def _unsettled(failing: Failing, move: Move, progress: Progress, command: Any, at: dt.datetime) -> Failing:
    """What is left of *failing* after waivers, and after the reason given for what may be justified."""
    settled = move.may_be_justified if str(command.reason).strip() else frozenset()
    return {
        requirement: outcome
        for requirement, outcome in failing.items()
        if requirement not in settled and waiver_for(requirement, progress.waivers, at) is None
    }


def _refuse(
    plan: Plan,
    progress: Progress,
    command: Command,
    objections: tuple[Finding, ...],
    move: Move | None,
    facts: Any,
    actor: Actor,
    at: dt.datetime,
    failing: Failing = _NO_WAYS,
) -> Decision:
    data = {
        "command": type(command).__name__,
        "to": getattr(command, "to", ""),
        "objections": tuple([finding.code for finding in objections]) if objections else _NONE,
        "requirements": failing,
    }
    event = Event(
        EventKind.REFUSED, progress.subject, progress.version + 1, at, actor.id, plan.playbook, data
    )
    return Decision(False, (event,), progress, objections, move, facts, at)


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
}
