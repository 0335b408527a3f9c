"""How a decision is written to a store: the form of its events, and the ids that make a retry harmless."""

import hashlib
from collections.abc import Mapping
from typing import Any

from medsales_core.desk.view import View
from medsales_core.engine.command import Actor, Command
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.errors import EventClash
from medsales_core.model.facts import Facts
from medsales_core.ports.store import NewEvent, StoredEvent
from medsales_core.wire import canonical, event_data

__all__ = ["command_event_id", "decided_before", "new_event"]


def new_event(root: str, event: Event, event_id: str) -> NewEvent:
    data = event_data(root, event)
    return NewEvent(
        event_id=event_id or _event_id(root, event, data),
        kind=str(event.kind),
        occurred_at=event.at,
        actor=event.actor,
        playbook=event.playbook,
        data=data,
    )


def _event_id(root: str, event: Event, data: Mapping[str, Any]) -> str:
    """An id made of the content: a retry of the very same event is harmless, and nothing is drawn by lot."""
    when = event.at.isoformat() if event.at else ""
    written = canonical([root, event.subject, event.version, str(event.kind), when, event.actor, dict(data)])
    return hashlib.sha256(written).hexdigest()[:32]


def command_event_id(command_id: str, command: Command, actor: Actor) -> str:
    """The id of the event that a command of that id makes: it tells whether an id was used for another command."""
    asked = hashlib.sha256(f"{command!r} {actor.id}".encode()).hexdigest()[:16]
    return f"{command_id}:{asked}"


def decided_before(
    view: View, root: str, subject: str, earlier: StoredEvent, event_id: str, facts: Facts
) -> Decision:
    """The answer that a retry gets: what was decided then."""
    if earlier.event_id != event_id:
        raise EventClash(
            f"command id {event_id.rpartition(':')[0]!r} was used for another command",
            hint="give every command an id of its own, and repeat it only for a retry of the same",
            where=earlier.stream,
        )
    event = view.events(root, subject)[earlier.version - 1]
    before = view.progress(subject, root, before=earlier.version)
    accepted = event.kind is not EventKind.REFUSED
    return Decision(accepted, (event,), before, (), None, facts, event.at or earlier.recorded_at)
