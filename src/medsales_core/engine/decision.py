"""The answer to a wish: granted or not, the events to keep, and every finding."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from medsales_core.engine.event import Event
from medsales_core.engine.finding import Finding
from medsales_core.engine.judged import findings_of
from medsales_core.engine.plan import Criterion, Move
from medsales_core.engine.progress import Progress

__all__ = ["Decision"]


class Decision(NamedTuple):
    """What was decided. A tuple that keeps what it was decided on: findings are told when they are read.

    Args:
        accepted: Whether the wish is granted.

        events: What to keep; a refusal is an event too.

        progress: Where the subject stood when it was asked.

        objections: What the engine itself objected to.

        move: The move that was tried, None where there was none to try.

        facts: The facts it was judged on.

        at: The moment it was judged for.
    """

    accepted: bool
    events: tuple[Event, ...]
    progress: Progress
    objections: tuple[Finding, ...]
    move: Move | None
    facts: Any
    at: dt.datetime

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, the passed ones too: objections first, then each requirement of the move."""
        return (*self.objections, *self._judged(self.move.criteria if self.move is not None else ()))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stands in the way: objections, and the requirements that neither hold nor were set aside.

        A requirement that may be justified stands in the way as long as no reason was given.
        """
        if self.accepted:
            return ()
        (event,) = self.events
        stopped = event.data["requirements"]
        criteria = self.move.criteria if self.move is not None else ()
        return (*self.objections, *self._judged(one for one in criteria if one.requirement.id in stopped))

    def _judged(self, criteria: Iterable[Criterion]) -> Iterator[Finding]:
        way = self.move.transition.id if self.move is not None else ""
        return findings_of(criteria, self.facts, self.at, self.progress.waivers, way)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: whether it was granted, and every finding."""
        return {
            "subject": self.progress.subject,
            "accepted": self.accepted,
            "blocking": [finding.requirement or finding.code for finding in self.blocking],
            "findings": [finding.as_dict() for finding in self.findings],
        }

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings that do not let pass, whatever their severity."""
        return tuple(finding for finding in self.findings if not finding.lets_pass)
