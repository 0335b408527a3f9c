"""Deciding the commands that follow no transition: open, describe, record, hold, resume, waive, migrate."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from medsales_core.engine import objection
from medsales_core.engine.asked import Asked
from medsales_core.engine.command import Describe, Hold, Migrate, Open, RecordEvidence, Resume, Waive
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import EventKind
from medsales_core.engine.evidence import misfit, misfit_whole
from medsales_core.engine.finding import Finding
from medsales_core.engine.plan import has_place, process_of
from medsales_core.engine.progress import Status
from medsales_core.errors import UnknownName
from medsales_core.model.facts import NOT_SUPPLIED

__all__ = ["KEEPERS"]

_LIVE: Final = (Status.OPEN, Status.ON_HOLD)


def _open(asked: Asked) -> Decision:
    plan, progress, command, *_ = asked
    process = plan.processes.get(command.process)
    if process is None:
        known = UnknownName.among("process", command.process, plan.processes)
        return asked.refused(objection.unknown_name("process", command.process, known.hint))
    if progress.status is not Status.NEW:
        return asked.refused(objection.wrong_status(progress.status, (Status.NEW,)))
    return asked.granted(EventKind.OPENED, {"process": command.process, "to": process.process.start})


def _describe(asked: Asked) -> Decision:
    process = asked.process
    if process is None:
        return asked.unopened()
    fields: Mapping[str, Any] = asked.command.fields
    checked = (misfit_whole(process.process.moves, field, value) for field, value in fields.items())
    problems = [problem for problem in checked if problem is not None]
    if not fields:
        problems.append(objection.nothing_said())
    return (
        asked.refused(*problems) if problems else asked.granted(EventKind.DESCRIBED, {"fields": dict(fields)})
    )


def _record(asked: Asked) -> Decision:
    process, command = asked.process, asked.command
    if process is None:
        return asked.unopened()
    problem = misfit(process.process.moves, command.field, command.value)
    if problem is not None:
        return asked.refused(problem)
    return asked.granted(EventKind.RECORDED, {"field": command.field, "value": command.value})


def _hold(asked: Asked) -> Decision:
    found = []
    if asked.progress.status is not Status.OPEN:
        found.append(objection.wrong_status(asked.progress.status, (Status.OPEN,)))
    if not asked.reason:
        found.append(objection.reason_required())
    return asked.refused(*found) if found else asked.granted(EventKind.HELD, {"reason": asked.command.reason})


def _resume(asked: Asked) -> Decision:
    if asked.progress.status is not Status.ON_HOLD:
        return asked.refused(objection.wrong_status(asked.progress.status, (Status.ON_HOLD,)))
    return asked.granted(EventKind.RESUMED, {})


def _waive(asked: Asked) -> Decision:
    found = [*_against_requirement(asked), *_against_waiver(asked)]
    if found:
        return asked.refused(*found)
    command, judged = asked.command, asked.plan.judgements[asked.command.requirement]
    data = {
        "requirement": command.requirement,
        "version": judged.requirement.version,
        "reason": command.reason,
        "expires_on": command.expires_on.isoformat(),
    }
    if command.scope:
        data["scope"] = command.scope
    return asked.granted(EventKind.WAIVED, data)


def _against_requirement(asked: Asked) -> Iterator[Finding]:
    """What keeps the requirement from being waived by this actor."""
    name, judgements = asked.command.requirement, asked.plan.judgements
    if name not in judgements:
        yield objection.unknown_name(
            "requirement", name, UnknownName.among("requirement", name, judgements).hint
        )
        return
    requirement, today = judgements[name].requirement, asked.at.date()
    allowed, days = requirement.waivable_by, requirement.waivable_days
    if days is not None and (asked.command.expires_on - today).days > days:
        yield objection.waiver_too_long(days, today)
    if not allowed:
        yield objection.not_waivable(name)
    elif not asked.actor.roles.intersection(allowed):
        yield objection.role_not_allowed(allowed, asked.actor.roles)


def _against_waiver(asked: Asked) -> Iterator[Finding]:
    """What keeps this waiver from being given at all."""
    process, command, today = asked.process, asked.command, asked.at.date()
    if process is not None and command.scope:
        ways = [way.id for way in process.process.transitions]
        if command.scope not in ways:
            known = UnknownName.among("transition", command.scope, ways)
            yield objection.unknown_name("transition", command.scope, known.hint)
    if asked.progress.status not in _LIVE:
        yield objection.wrong_status(asked.progress.status, _LIVE)
    if not asked.reason:
        yield objection.reason_required()
    if command.expires_on < today:
        yield objection.bad_expiry(command.expires_on.isoformat(), today.isoformat())
    if process is not None and process.process.moves == "deal":
        yield from _against_giver(asked)


def _against_giver(asked: Asked) -> Iterator[Finding]:
    """What keeps this actor from waiving on this deal: nobody does on a deal of their own."""
    deal = asked.facts.deal
    if deal is NOT_SUPPLIED:
        yield objection.facts_needed("deal")
    elif asked.strangers is not None:
        yield asked.strangers
    elif deal.owner_id is None:
        yield objection.facts_needed("deal.owner_id")
    elif asked.actor.id in (deal.owner_id, getattr(asked.facts.owner, "id", None)):
        yield objection.own_deal()


def _migrate(asked: Asked) -> Decision:
    plan, progress, command, *_ = asked
    if progress.status is Status.NEW:
        return asked.unopened()
    to = command.to or progress.stage
    process = command.process or process_of(plan, progress, to)
    found = tuple(_against_migrating(asked, process, to))
    if found:
        return asked.refused(*found)
    data = {
        "from": progress.stage,
        "to": to,
        "from_process": progress.process,
        "process": process,
        "from_playbook": progress.playbook,
    }
    if asked.reason:
        data["reason"] = asked.command.reason
    return asked.granted(EventKind.MIGRATED, data)


def _against_migrating(asked: Asked, process: str, to: str) -> Iterator[Finding]:
    """What keeps the subject from going on at stage *to* of *process*; whatever its status, which stays."""
    plan, progress = asked.plan, asked.progress
    if progress.playbook == plan.playbook and has_place(plan, progress.process, progress.stage):
        yield objection.nothing_to_migrate()
    if process not in plan.processes:
        known = UnknownName.among("process", process, plan.processes)
        yield objection.unknown_name("process", process, known.hint)
        return
    stages, moves = plan.processes[process].stages, plan.processes[process].process.moves
    if to not in stages:
        yield objection.unknown_name("stage", to, UnknownName.among("stage", to, stages).hint)
    own = plan.processes.get(progress.process)
    if own is not None and own.process.moves != moves:
        yield objection.wrong_kind(process, moves, own.process.moves)
    # It goes round the gates that lie between, and that is told, as whatever goes round a gate is.
    if (process, to) != (progress.process, progress.stage) and not asked.reason:
        yield objection.reason_required()


#: How each command that follows no transition is decided.
KEEPERS: Final[Mapping[type, Callable[[Asked], Decision]]] = {
    Open: _open,
    Describe: _describe,
    RecordEvidence: _record,
    Hold: _hold,
    Resume: _resume,
    Waive: _waive,
    Migrate: _migrate,
}
