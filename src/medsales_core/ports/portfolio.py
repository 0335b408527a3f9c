"""What is scored and reported on: the cases of one process at one moment. No I/O, no clock."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from medsales_core.engine.audit import AuditEntry
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.process import Process, Stage
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.deal import Deal
from medsales_core.rules.requirement import Requirement
from medsales_core.text import LangText

__all__ = ["Case", "Portfolio", "Visit", "days_between", "visits"]

_ENTERING: Final = frozenset({EventKind.OPENED, EventKind.MOVED, EventKind.RETURNED, EventKind.REOPENED})
_CLOSING: Final = frozenset({EventKind.WON, EventKind.LOST, EventKind.COMPLETED, EventKind.RETIRED})


def _aware(_owner: object, field: "attrs.Attribute[Any]", value: dt.datetime) -> None:
    if value.utcoffset() is None:
        raise ValueRefused(
            f"{field.name} needs a time zone, found {value!r}",
            hint="add tzinfo, e.g. datetime.timezone.utc",
        )


@attrs.frozen(kw_only=True)
class Visit:
    """One stay of a subject in a stage.

    Args:
        stage: Id of the stage; an imported history may name one that the process does not have.

        entered_at: When it came; None where the record does not say.

        left_at: When it went; None while it is there, or where the record does not say.

        left: Whether it has gone.
    """

    stage: str
    entered_at: dt.datetime | None
    left_at: dt.datetime | None = None
    left: bool = False

    @property
    def days(self) -> int | None:
        """Whole days of a completed stay; None for one that is not over, not dated, or dated backwards."""
        return days_between(self.entered_at, self.left_at) if self.left else None


@attrs.frozen(kw_only=True)
class Case:
    """One deal with its past.

    Args:
        progress: Where it stands.

        deal: What is known of it.

        history: Its events, oldest first; empty where only the present is known.

        audit: What there is to be said of that history.
    """

    progress: Progress
    deal: Deal
    history: tuple[Event, ...] = ()
    audit: tuple[AuditEntry, ...] = ()

    @property
    def name(self) -> str:
        """What a person calls it: its name, else its number."""
        return self.deal.name or self.deal.id

    @property
    def is_live(self) -> bool:
        """Open or on hold: it may still be won."""
        return self.progress.status in (Status.OPEN, Status.ON_HOLD)


def days_between(start: dt.datetime | None, end: dt.datetime | None) -> int | None:
    """Whole days from *start* to *end*; None where one is unknown or they are the wrong way round."""
    if start is None or end is None or end < start:
        return None
    return (end - start).days


def visits(history: Iterable[Event]) -> tuple[Visit, ...]:
    """The stays in stages that *history* tells of, in its order.

    A history may jump, go back and repeat a stage: each entry makes a stay of its own. A stay without
    dates is among them, so that a reader can count what it must leave out.
    """
    stays: list[Visit] = []
    for event in history:
        if event.kind is EventKind.MIGRATED and stays and not stays[-1].left:
            # The stage got another name around it; it did not go anywhere.
            stays[-1] = attrs.evolve(stays[-1], stage=event.data["to"])
        if event.kind not in _ENTERING and event.kind not in _CLOSING:
            continue
        if stays and not stays[-1].left:
            stays[-1] = attrs.evolve(stays[-1], left=True, left_at=event.at)
        if event.kind in _ENTERING:
            stays.append(Visit(stage=event.data["to"], entered_at=event.at))
    return tuple(stays)


@attrs.frozen(kw_only=True)
class Portfolio:
    """The deals that a report is about, and the process they are seen through.

    Args:
        processes: Processes by id.

        requirements: Requirements by id, for the names of findings.

        cases: The deals, in any order: no report depends on it.

        at: The moment the report speaks of.

        title: What the portfolio is called.

        process: Id of the process that the deals run through.

        synthetic: The data are made up; every report says so.

        source: Where the data come from, for a person: the names of the files, for example.
    """

    processes: Mapping[str, Process]
    requirements: Mapping[str, Requirement]
    cases: tuple[Case, ...]
    at: dt.datetime = attrs.field(validator=_aware)
    title: LangText
    process: str
    synthetic: bool = False
    source: str = ""

    def __attrs_post_init__(self) -> None:
        if self.process not in self.processes:
            raise UnknownName.among("process", self.process, self.processes)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the deal process, in their order."""
        return tuple(sorted(self.processes[self.process].stages, key=lambda stage: stage.position))

    @property
    def members(self) -> tuple[Case, ...]:
        """The cases that run through the deal process, by number, so that reports do not depend on order."""
        own = (case for case in self.cases if case.progress.process == self.process)
        return tuple(sorted(own, key=lambda case: case.progress.subject))

    @property
    def strangers(self) -> int:
        """How many cases run through another process and are in no report."""
        return sum(case.progress.process != self.process for case in self.cases)

    @property
    def waived(self) -> tuple[tuple[Case, Waiver], ...]:
        """The waivers that are in force, deal by deal."""
        return tuple(
            (case, waiver)
            for case in self.members
            for waiver in case.progress.waivers
            if self._sets_aside(waiver)
        )

    def _sets_aside(self, waiver: Waiver) -> bool:
        requirement = self.requirements.get(waiver.requirement)
        return requirement is not None and waiver.covers(requirement, self.at, waiver.scope)

    def order(self) -> Mapping[str, int]:
        """The place of each stage, from 0 on."""
        return {stage.id: place for place, stage in enumerate(self.stages)}

    def labels(self) -> Mapping[str, LangText]:
        """The name of each stage, by its id."""
        return {stage.id: stage.label for stage in self.stages}

    def places(self, case: Case) -> tuple[int, ...]:
        """The places of the stages in which *case* was ever seen; stages unknown to the process left out."""
        order = self.order()
        seen = [visit.stage for visit in visits(case.history)]
        return tuple(order[stage] for stage in (*seen, case.progress.stage) if stage in order)
