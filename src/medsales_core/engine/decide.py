"""Deciding a command: a pure function of where a subject stands, what is known, who asks and when."""

import datetime as dt
from typing import Protocol

from medsales_core.engine import objection
from medsales_core.engine.asked import Asked
from medsales_core.engine.command import Actor, Command
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.keeping import KEEPERS
from medsales_core.engine.plan import Plan
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.travel import travel
from medsales_core.errors import ValueRefused
from medsales_core.model.facts import Facts

__all__ = ["Decide", "decider"]


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
    variables, and tuples are made directly (``benchmarks/attempts.py``). Whatever is not the plainest case,
    a move that anybody may take from an open stage, goes the long way through `travel`.
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
        if at.utcoffset() is None:
            raise ValueRefused(f"a decision is made at a time with its zone, not {at!r}")
        if expected_version is not None and expected_version != progress.version:
            stale = objection.stale_version(expected_version, progress.version)
            return Asked(plan, progress, command, facts, actor, at).refused(stale)
        wish = type(command)
        if wish not in moves:
            return KEEPERS[wish](Asked(plan, progress, command, facts, actor, at))
        target = command.to  # type: ignore[union-attr]  # all commands in *moves* have it, and a reason
        try:
            move = moves[wish][progress.stage][target]
        except KeyError:
            return travel(Asked(plan, progress, command, facts, actor, at), None)
        if (
            command.reason  # type: ignore[union-attr]
            or progress.waivers
            or progress.status is not is_open
            or not move.is_plain
            or progress.process != move.process
            or ((own := move.own(facts)) and own.id != progress.subject)
            or ((since := progress.since) is not None and at < since)
        ):
            return travel(Asked(plan, progress, command, facts, actor, at), move)
        failing = move.guard(facts, at)
        after = progress.version + 1
        if failing:
            data = {"command": wish.__name__, "to": target, "objections": (), "requirements": failing}
            event = new(Event, (refused, progress.subject, after, at, actor.id, playbook, data))
            return new(Decision, (False, (event,), progress, (), move, facts, at))
        event = new(Event, (move.event, progress.subject, after, at, actor.id, playbook, move.kept))
        return new(Decision, (True, (event,), progress, (), move, facts, at))

    return decide
