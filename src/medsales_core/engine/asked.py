"""One wish with everything it is decided on, and the two ways it can end."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from medsales_core.engine import objection
from medsales_core.engine.command import Actor
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind, Kept
from medsales_core.engine.finding import Finding
from medsales_core.engine.guard import Failing
from medsales_core.engine.plan import Move, Plan, ProcessPlan
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName
from medsales_core.model.facts import Facts

__all__ = ["NOT_FAILING", "Asked"]

#: No requirement fails.
NOT_FAILING: Final[Failing] = Kept()


class Asked(NamedTuple):
    """What was asked, of what, by whom and when."""

    plan: Plan
    progress: Progress
    command: Any
    facts: Facts
    actor: Actor
    at: dt.datetime

    @property
    def process(self) -> ProcessPlan | None:
        """The process the subject runs through; None for one that was not opened.

        Raises:
            UnknownName: It runs through a process that the playbook does not have.
        """
        process = self.plan.processes.get(self.progress.process)
        if process is None and self.progress.status is not Status.NEW:
            raise UnknownName.among("process", self.progress.process, self.plan.processes)
        return process

    @property
    def reason(self) -> str:
        """The reason given with a wish that has one, empty where there is none: None from a host's form is none."""
        given = self.command.reason
        return str(given).strip() if given is not None else ""

    @property
    def strangers(self) -> Finding | None:
        """What is wrong where the facts are those of another subject than the one decided on."""
        process = self.process
        own = getattr(self.facts, process.process.moves) if process is not None else None
        if own and own.id != self.progress.subject:
            return objection.wrong_subject(self.progress.subject, own.id)
        return None

    def granted(self, kind: EventKind, data: Mapping[str, Any], move: Move | None = None) -> Decision:
        """The wish is granted, and *data* is kept."""
        event = self._event(kind, data)
        return Decision(True, (event,), self.progress, (), move, self.facts, self.at)

    def refused(
        self, *objections: Finding, move: Move | None = None, failing: Failing = NOT_FAILING
    ) -> Decision:
        """The wish is refused; that is an event too, which names everything that stood against it."""
        data = {
            "command": type(self.command).__name__,
            "to": getattr(self.command, "to", ""),
            "objections": tuple(finding.code for finding in objections),
            "requirements": failing,
        }
        event = self._event(EventKind.REFUSED, data)
        return Decision(False, (event,), self.progress, objections, move, self.facts, self.at)

    def unopened(self) -> Decision:
        """Nothing can be asked of a subject that no process was opened for, but to open one."""
        return self.refused(objection.wrong_status(self.progress.status, (Status.OPEN,)))

    def _event(self, kind: EventKind, data: Mapping[str, Any]) -> Event:
        _, progress, _, _, actor, at = self
        return Event(kind, progress.subject, progress.version + 1, at, actor.id, self.plan.playbook, data)
