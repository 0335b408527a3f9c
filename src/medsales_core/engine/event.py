"""The fact that is kept: what happened to a subject, by whom, and when."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple, NoReturn

__all__ = ["Event", "EventKind", "Kept"]


class EventKind(StrEnum):
    """What happened. Only these change where a subject stands; a refusal changes its version alone."""

    OPENED = "opened"
    DESCRIBED = "described"
    MOVED = "moved"
    RETURNED = "returned"
    HELD = "held"
    RESUMED = "resumed"
    RECORDED = "recorded"
    WAIVED = "waived"
    WON = "won"
    LOST = "lost"
    REOPENED = "reopened"
    COMPLETED = "completed"
    RETIRED = "retired"
    MIGRATED = "migrated"
    REFUSED = "refused"


class Kept(dict[str, Any]):
    """The data of an event that many events share: a dict that does not change, and copies as a plain one."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("the data of an event does not change; copy it with dict(data)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return dict, (dict(self),)


class Event(NamedTuple):
    """One fact about one subject. A tuple, since a decision makes one each time it is asked.

    Args:
        kind: What happened.

        subject: Id of the subject.

        version: The subject's version after it; the first event makes version 1.

        at: When it happened, with its zone; None where an imported record does not say.

        actor: Id of the person or system that did it.

        playbook: Content hash of the playbook that decided.

        data: What else there is to keep, by kind.
    """

    kind: EventKind
    subject: str
    version: int
    at: dt.datetime | None
    actor: str
    playbook: str
    data: Mapping[str, Any]
