"""Deciding a command that follows a transition, with all that a transition may ask for."""

from collections.abc import Iterator, Mapping
from typing import Any

from medsales_core.engine import objection
from medsales_core.engine.asked import NOT_FAILING, Asked
from medsales_core.engine.decision import Decision
from medsales_core.engine.finding import Finding
from medsales_core.engine.guard import Failing
from medsales_core.engine.judged import waiver_for
from medsales_core.engine.plan import WISHES, Move, ProcessPlan
from medsales_core.errors import UnknownName

__all__ = ["travel"]


def travel(asked: Asked, move: Move | None) -> Decision:
    """Try *move*, None where no transition leads that way."""
    process = asked.process
    if process is None:
        return asked.unopened()
    if move is not None and move.process != process.process.id:
        move = None  # found by its stage alone, which is another process's
    objections = tuple(_structural(asked, process, move))
    if move is None:
        return asked.refused(*objections)
    failing = move.guard(asked.facts, asked.at)
    unsettled = _unsettled(asked, move, failing) if failing else NOT_FAILING
    if objections or unsettled:
        return asked.refused(*objections, move=move, failing=unsettled)
    return asked.granted(move.event, _kept(asked, move, failing), move)


def _structural(asked: Asked, process: ProcessPlan, move: Move | None) -> Iterator[Finding]:
    """What stands against the move itself, whatever its requirements say."""
    progress, wish, target = asked.progress, type(asked.command), asked.command.to
    spec = WISHES[wish]
    if asked.strangers is not None:
        yield asked.strangers
    if progress.since is not None and asked.at < progress.since:
        yield objection.time_goes_back(asked.at, progress.since)
    if progress.status not in spec.statuses:
        yield objection.wrong_status(progress.status, spec.statuses)
    if target and target not in process.stages:
        known = UnknownName.among("stage", target, process.stages)
        yield objection.unknown_name("stage", target, known.hint)
    elif move is None:
        ways = process.ways(wish, progress.stage) if progress.stage in process.stages else None
        yield objection.no_such_move(progress.stage, target, ways)
    else:
        yield from _asked_for(asked, move)


def _asked_for(asked: Asked, move: Move) -> Iterator[Finding]:
    """What the transition asks for beside its requirements."""
    if move.transition.needs_reason and not asked.reason:
        yield objection.reason_required()
    if move.transition.who and not asked.actor.roles.intersection(move.transition.who):
        yield objection.role_not_allowed(move.transition.who, asked.actor.roles)


def _unsettled(asked: Asked, move: Move, failing: Failing) -> Failing:
    """What is left of *failing* after waivers, and after the reason given for what may be justified."""
    settled = move.may_be_justified if asked.reason else frozenset()
    waivers, requirements, way = asked.progress.waivers, asked.plan.judgements, move.transition.id
    return {
        name: outcome
        for name, outcome in failing.items()
        if name not in settled and waiver_for(requirements[name].requirement, waivers, asked.at, way) is None
    }


def _kept(asked: Asked, move: Move, set_aside: Failing) -> Mapping[str, Any]:
    """The data of the event: the way, the reason, and what was set aside by a waiver or by that reason."""
    kept: dict[str, Any] = dict(move.kept)
    for name in ("reason", "note"):
        if value := getattr(asked.command, name, ""):
            kept[name] = str(value)
    if set_aside:
        kept["set_aside"] = tuple(set_aside)
    return kept
