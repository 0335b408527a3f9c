"""How a decision is written to a store: the form of its events, and the ids that make a retry harmless."""

import hashlib
from collections.abc import Mapping
from typing import Any

from medsales_core.engine.command import Actor, Command
from medsales_core.engine.event import Event
from medsales_core.errors import ValueRefused
from medsales_core.ports.store import NewEvent
from medsales_core.wire import canonical, event_data

__all__ = ["check_id", "command_event_id", "new_event"]


def check_id(subject: str) -> None:
    """A subject is opened under an id that people can read and type."""
    if not subject.isprintable() or subject != subject.strip() or not subject:
        raise ValueRefused(
            f"{subject!r} is no id",
            hint="an id has at least one sign, no blanks at its ends, and can be printed",
        )


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
