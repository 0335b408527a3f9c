"""What becomes of subjects when their playbook changes: told for each of them before anything is done."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

import attrs

from medsales_core.engine.command import Migrate
from medsales_core.engine.finding import Finding
from medsales_core.engine.process import TransitionKind
from medsales_core.engine.progress import Progress
from medsales_core.text import LangText, text

__all__ = ["Lot", "Migration", "Placement", "Way"]


class Lot(StrEnum):
    """What becomes of a subject."""

    KEEPS = "keeps"
    MOVES = "moves"
    CURRENT = "current"
    CLOSED = "closed"
    UNPLACED = "unplaced"

    @property
    def label(self) -> LangText:
        return _LABELS[self]


_LABELS: Final[Mapping[Lot, LangText]] = {
    Lot.KEEPS: text("keeps its stage", "阶段不变"),
    Lot.MOVES: text("gets another stage", "改列其他阶段"),
    Lot.CURRENT: text("is under it already", "已适用，无需迁移"),
    Lot.CLOSED: text("is closed and stays as it is", "已关闭，不变"),
    Lot.UNPLACED: text("has no place", "无处可列"),
}


class Way(NamedTuple):
    """A move that a subject could ask for: what it does, and the stage it leads to, empty where it closes."""

    kind: TransitionKind
    to: str

    def as_dict(self) -> dict[str, str]:
        return {"kind": str(self.kind), "to": self.to}


@attrs.frozen(kw_only=True)
class Placement:
    """What a migration does to one subject.

    Args:
        progress: Where it stands.

        lot: What becomes of it.

        process: The process that it would run through; its own where it has no place.

        stage: The stage at which it would stand; its own where it has no place.

        near: Where it has no place, the stages that may be meant for it, the likeliest first.

        is_compared: The playbook before has its stage, so that what newly fails could be told from what failed.

        failing: What would stand in its way onward, or is not as it must be at its stage, and was no obstacle
            under the playbook before; where that was not compared, all of it.

        possible: The moves that requirements would let pass, and did not before.

        impossible: The moves that they would let pass no longer.
    """

    progress: Progress
    lot: Lot
    process: str
    stage: str
    near: tuple[str, ...] = ()
    is_compared: bool = False
    failing: tuple[Finding, ...] = ()
    possible: tuple[Way, ...] = ()
    impossible: tuple[Way, ...] = ()

    @property
    def is_due(self) -> bool:
        """It is still to be migrated, and can be."""
        return self.lot in (Lot.KEEPS, Lot.MOVES)

    def command(self, reason: str = "") -> Migrate:
        """The wish that does it."""
        return Migrate(to=self.stage, process=self.process, reason=reason)

    def as_dict(self) -> dict[str, Any]:
        progress = self.progress
        return {
            "subject": progress.subject,
            "version": progress.version,
            "status": str(progress.status),
            "lot": str(self.lot),
            "from": {
                "playbook": progress.playbook,
                "process": progress.process,
                "stage": progress.stage,
            },
            "to": {"process": self.process, "stage": self.stage} if self.is_due else None,
            "near": list(self.near),
            "compared": self.is_compared,
            "failing": [finding.as_dict() for finding in self.failing],
            "possible": [way.as_dict() for way in self.possible],
            "impossible": [way.as_dict() for way in self.impossible],
        }


@attrs.frozen(kw_only=True)
class Migration:
    """A plan: what would become of every subject. Nothing has been done.

    Args:
        playbook: Content hash of the playbook to which it leads.

        at: The moment at which requirements were judged.

        placements: What becomes of each subject, in the order in which they were given.
    """

    playbook: str
    at: dt.datetime
    placements: tuple[Placement, ...]

    @property
    def unplaced(self) -> tuple[Placement, ...]:
        """The subjects for which the new playbook has no place."""
        return tuple(one for one in self.placements if one.lot is Lot.UNPLACED)

    @property
    def due(self) -> tuple[Placement, ...]:
        """The subjects that are still to be migrated, and can be."""
        return tuple(one for one in self.placements if one.is_due)

    @property
    def failing(self) -> Mapping[str, tuple[str, ...]]:
        """By requirement the subjects that would newly fail it, what concerns most of them first."""
        found: dict[str, list[str]] = {}
        for one in self.placements:
            for finding in one.failing:
                found.setdefault(finding.requirement, []).append(one.progress.subject)
        most = sorted(found, key=lambda name: (-len(found[name]), name))
        return {name: tuple(found[name]) for name in most}

    @property
    def summary(self) -> Mapping[str, int]:
        """How many subjects there are of each lot, and how many would newly fail something."""
        counted = Counter(one.lot for one in self.placements)
        failing = sum(bool(one.failing) for one in self.placements)
        return {**{str(lot): counted[lot] for lot in Lot}, "failing": failing}

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "playbook": self.playbook,
            "at": self.at.isoformat(),
            "summary": dict(self.summary),
            "failing": {name: list(subjects) for name, subjects in self.failing.items()},
            "subjects": [one.as_dict() for one in self.placements],
        }
