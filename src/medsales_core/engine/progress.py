"""Where a subject stands in its process, and how an event changes that: the only way it ever changes."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.waiver import Waiver
from medsales_core.text import LangText, text

__all__ = ["Progress", "Status"]


class Status(StrEnum):
    """What may still happen to a subject."""

    NEW = "new"
    OPEN = "open"
    ON_HOLD = "on-hold"
    WON = "won"
    LOST = "lost"
    COMPLETED = "completed"
    RETIRED = "retired"

    @property
    def label(self) -> LangText:
        return _LABELS[self]


_LABELS: Final[Mapping[Status, LangText]] = {
    Status.NEW: text("new", "新建"),
    Status.OPEN: text("open", "进行中"),
    Status.ON_HOLD: text("on hold", "暂停"),
    Status.WON: text("won", "赢单"),
    Status.LOST: text("lost", "丢单"),
    Status.COMPLETED: text("completed", "已完成"),
    Status.RETIRED: text("retired", "已退役"),
}


class Progress(NamedTuple):
    """How far one subject has come: all that a decision needs to know of its past.

    Build it from a row of your own, or fold it from events; both are the same thing.

    Args:
        subject: Id of the deal, order or asset.

        process: Id of the process it runs through.

        stage: Id of the stage it is in, or was in when it was closed.

        status: Open, on hold, or how it was closed.

        version: Number of events so far; the next event must follow on it.

        since: When it entered the stage; None where an imported record does not say.

        waivers: The waivers given to it, expired ones too.

        playbook: Content hash of the playbook under which it was opened, or to which it was migrated since.
    """

    subject: str
    process: str = ""
    stage: str = ""
    status: Status = Status.NEW
    version: int = 0
    since: dt.datetime | None = None
    waivers: tuple[Waiver, ...] = ()
    playbook: str = ""

    def apply(self, events: Iterable[Event]) -> "Progress":
        """The progress after *events*, which must follow on its version."""
        progress = self
        for event in events:
            version, kind = event.version, event.kind
            if event.subject is not progress.subject and event.subject != progress.subject:
                raise ValueError(f"an event of {event.subject!r} is none of {progress.subject!r}")
            if version != progress.version + 1:
                raise ValueError(
                    f"event {kind} of {event.subject!r} makes version {version}, "
                    f"but {progress.version + 1} is next"
                )
            # Moves and refusals are what comes by the million; they are known by identity, since looking a
            # member of an enumeration up in a dict hashes it in Python each time.
            if kind is _MOVED:
                subject, process, waivers, playbook = (
                    progress.subject, progress.process, progress.waivers, progress.playbook
                )  # fmt: skip
                entered = (subject, process, event.data["to"], _OPEN, version, event.at, waivers, playbook)
                progress = _new(Progress, entered)
            elif kind is _REFUSED:
                subject, process, stage, status, _, since, waivers, playbook = progress
                noted = (subject, process, stage, status, version, since, waivers, playbook)
                progress = _new(Progress, noted)
            else:
                progress = _FOLD[kind](progress, event)
        return progress


# A tuple made directly costs half of what its class asks for making it.
_new: Final = tuple.__new__
_OPEN: Final = Status.OPEN
_MOVED: Final = EventKind.MOVED
_REFUSED: Final = EventKind.REFUSED


def _entered(progress: Progress, event: Event) -> Progress:
    return progress._replace(
        stage=event.data["to"], status=Status.OPEN, version=event.version, since=event.at
    )


def _opened(progress: Progress, event: Event) -> Progress:
    return Progress(
        subject=event.subject,
        process=event.data["process"],
        stage=event.data["to"],
        status=Status.OPEN,
        version=event.version,
        since=event.at,
        playbook=event.playbook,
    )


def _noted(progress: Progress, event: Event) -> Progress:
    return progress._replace(version=event.version)


def _closed(status: Status) -> Callable[[Progress, Event], Progress]:
    def fold(progress: Progress, event: Event) -> Progress:
        return progress._replace(status=status, version=event.version, since=event.at)

    return fold


def _status(status: Status) -> Callable[[Progress, Event], Progress]:
    def fold(progress: Progress, event: Event) -> Progress:
        return progress._replace(status=status, version=event.version)

    return fold


def _waived(progress: Progress, event: Event) -> Progress:
    return progress._replace(
        version=event.version,
        waivers=(*progress.waivers, Waiver.from_event(event.actor, event.at, event.data)),
    )


def _migrated(progress: Progress, event: Event) -> Progress:
    # The process has changed, the subject has not moved: how long it has been where it is goes on counting.
    return progress._replace(
        process=event.data["process"],
        stage=event.data["to"],
        version=event.version,
        playbook=event.playbook,
    )


_FOLD: Final[Mapping[Any, Callable[[Progress, Event], Progress]]] = {
    EventKind.OPENED: _opened,
    EventKind.RETURNED: _entered,
    EventKind.REOPENED: _entered,
    EventKind.HELD: _status(Status.ON_HOLD),
    EventKind.RESUMED: _status(Status.OPEN),
    EventKind.DESCRIBED: _noted,
    EventKind.RECORDED: _noted,
    EventKind.WAIVED: _waived,
    EventKind.MIGRATED: _migrated,
    EventKind.WON: _closed(Status.WON),
    EventKind.LOST: _closed(Status.LOST),
    EventKind.COMPLETED: _closed(Status.COMPLETED),
    EventKind.RETIRED: _closed(Status.RETIRED),
}
