"""A command that is given again under the same id: it gets the answer that it got the first time."""

from contextlib import suppress

import attrs

from medsales_core.desk.gathering import facts_for
from medsales_core.desk.view import View
from medsales_core.engine.command import Actor, Command
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.finding import Finding
from medsales_core.errors import EventClash, UnknownName
from medsales_core.playbook.playbook import Playbook
from medsales_core.ports.store import StoredEvent
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import LangText, text
from medsales_core.wire import canonical, event_data

__all__ = ["Given", "decided_before"]

_NO_REMEDY = text("", "")


@attrs.frozen(kw_only=True)
class Given:
    """What is given again.

    Args:
        command: The command.

        actor: Who gives it.

        expected_version: The version the asker has seen.
    """

    command: Command
    actor: Actor
    expected_version: int | None


def decided_before(
    playbook: Playbook, view: View, root: str, subject: str, earlier: StoredEvent, event_id: str, given: Given
) -> Decision:
    """What was decided then, with its findings.

    It is decided once more as of then. Where that no longer comes to what was kept, since the playbook or what lies
    around the subject changed, the findings are those that the event names.

    Raises:
        EventClash: The id was used for another command.
    """
    if earlier.event_id != event_id:
        raise EventClash(
            f"command id {event_id.rpartition(':')[0]!r} was used for another command",
            hint="give every command an id of its own, and repeat it only for a retry of the same",
            where=earlier.stream,
        )
    event = view.events(root, subject)[earlier.version - 1]
    before = view.progress(subject, root, before=earlier.version)
    at = event.at or earlier.recorded_at
    facts = facts_for(playbook, view, root, subject, given.command, version=earlier.version - 1)
    with suppress(UnknownName):  # the playbook no longer has the process
        again = playbook.decide(
            before,
            given.command,
            facts=facts,
            actor=given.actor,
            at=at,
            expected_version=given.expected_version,
        )
        if _is_same(root, event, again.events[0]):
            return again._replace(events=(again.events[0]._replace(playbook=event.playbook),))
    accepted = event.kind is not EventKind.REFUSED
    named = () if accepted else _named(playbook, event)
    return Decision(accepted, (event,), before, named, None, facts, at)


def _is_same(root: str, event: Event, other: Event) -> bool:
    return event.kind is other.kind and canonical(event_data(root, event)) == canonical(
        event_data(root, other)
    )


def _named(playbook: Playbook, event: Event) -> tuple[Finding, ...]:
    """What a refusal named, as far as that was kept: not what each requirement found."""
    objections = [
        Finding(
            code=code,
            outcome=Outcome.FAIL,
            severity=Severity.BLOCK,
            message=text(f"it was refused: {code}", f"当时被拒绝：{code}"),
            remedy=_NO_REMEDY,
        )
        for code in event.data["objections"]
    ]
    return (
        *objections,
        *(_lacked(playbook, name, Outcome(how)) for name, how in event.data["requirements"].items()),
    )


def _lacked(playbook: Playbook, name: str, outcome: Outcome) -> Finding:
    known = playbook.requirements.get(name)
    message: LangText = known.label if known is not None else text(name, name)
    return Finding(
        code=f"requirement.{outcome}",
        requirement=name,
        outcome=outcome,
        severity=known.severity if known is not None else Severity.BLOCK,
        message=message,
        remedy=known.remedy if known is not None else _NO_REMEDY,
        source=known.source if known is not None else "",
    )
