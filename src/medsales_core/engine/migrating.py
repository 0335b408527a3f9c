"""Planning a migration: every subject is placed under the new playbook, and judged under both."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import attrs

from medsales_core.engine.explain import Explanation, explain
from medsales_core.engine.finding import Finding
from medsales_core.engine.migration import Lot, Migration, Placement, Way
from medsales_core.engine.plan import Plan, ProcessPlan, has_place, process_of
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName
from medsales_core.model.facts import Facts
from medsales_core.text import LangText, closest

__all__ = ["plan_migration"]

_LIVE: Final = frozenset({Status.OPEN, Status.ON_HOLD})
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def plan_migration(
    plan: Plan,
    subjects: Iterable[tuple[Progress, Facts]],
    *,
    at: dt.datetime,
    before: Plan | None,
    stages: Mapping[str, str],
    processes: Mapping[str, str],
    closed: bool,
    kind: str,
) -> Migration:
    """Say what would become of each of *subjects* under *plan*.

    Args:
        plan: The compiled playbook to which they are to be migrated.

        subjects: Where each stands, with what is known of it.

        at: The moment at which requirements are judged.

        before: The compiled playbook under which they are, if that is known: what failed under it does not newly
            fail.

        stages: Where those who stand at a stage are to stand instead, by id.

        processes: Which process those in a process are to run through instead, by id.

        closed: Those that are closed too; else they are left as they are.

        kind: What they are, ``deal``, ``order`` or ``asset``; if empty, what their process moves, as far as it is
            known.

    Raises:
        UnknownName: *stages* or *processes* lead to what *plan* does not have, or from what *before* does not.
    """
    _check("process", processes, plan.processes, before.processes if before is not None else None)
    _check("stage", stages, _stages(plan), _stages(before) if before is not None else None)
    planner = _Planner(plan, before, at, stages, processes, closed, kind)
    return Migration(
        playbook=plan.playbook,
        at=at,
        placements=tuple(planner.placed(progress, facts) for progress, facts in subjects),
    )


def _stages(plan: Plan) -> dict[str, LangText]:
    return {
        name: stage.label for process in plan.processes.values() for name, stage in process.stages.items()
    }


def _check(
    kind: str, led: Mapping[str, str], known: Mapping[str, Any], before: Mapping[str, Any] | None
) -> None:
    for old, new in led.items():
        if new not in known:
            raise UnknownName.among(f"{kind} of the new playbook", new, known)
        if before is not None and old not in before:
            raise UnknownName.among(f"{kind} of the old playbook", old, before)


class _Planner(NamedTuple):
    plan: Plan
    before: Plan | None
    at: dt.datetime
    stages: Mapping[str, str]
    processes: Mapping[str, str]
    closed: bool
    kind: str

    def placed(self, progress: Progress, facts: Facts) -> Placement:
        plan = self.plan
        here = Placement(progress=progress, lot=Lot.CURRENT, process=progress.process, stage=progress.stage)
        if progress.status is Status.NEW or (
            progress.playbook == plan.playbook and has_place(plan, progress.process, progress.stage)
        ):
            return here
        if progress.status not in _LIVE and not self.closed:
            return attrs.evolve(here, lot=Lot.CLOSED)
        stage = self.stages.get(progress.stage, progress.stage)
        process = self.processes.get(progress.process) or process_of(plan, progress, stage)
        if not has_place(plan, process, stage) or not self._fits(progress, plan.processes[process]):
            return attrs.evolve(here, lot=Lot.UNPLACED, near=tuple(self._near(progress, process)))
        stays = (process, stage) == (progress.process, progress.stage)
        there = attrs.evolve(here, lot=Lot.KEEPS if stays else Lot.MOVES, process=process, stage=stage)
        return self._judged(there, facts) if progress.status in _LIVE else there

    def _kind_of(self, progress: Progress) -> str:
        """What a subject is, empty where neither playbook knows its process and nobody said."""
        homes = (
            plan.processes.get(progress.process) for plan in (self.plan, self.before) if plan is not None
        )
        return self.kind or next((home.process.moves for home in homes if home is not None), "")

    def _fits(self, progress: Progress, home: ProcessPlan) -> bool:
        return self._kind_of(progress) in ("", home.process.moves)

    def _near(self, progress: Progress, process: str) -> Iterator[str]:
        """The stages that are called alike, then the one whose id is most alike."""
        homes = [home for home in self.plan.processes.values() if self._fits(progress, home)]
        own_home = [home for home in homes if home.process.id == process]
        labels = {name: stage.label for home in own_home or homes for name, stage in home.stages.items()}
        own = _stages(self.before).get(progress.stage) if self.before is not None else None
        alike = [name for name, label in labels.items() if own and set(label.items()) & set(own.items())]
        near = closest(progress.stage, labels)
        yield from dict.fromkeys([*alike, *([near] if near else ())])

    def _judged(self, there: Placement, facts: Facts) -> Placement:
        """*there* with what would newly fail, and which moves open and shut; as if nobody was on hold."""
        now = there.progress._replace(status=Status.OPEN)
        new = explain(self.plan, now._replace(process=there.process, stage=there.stage), facts, at=self.at)
        failing = _failing(new)
        if self.before is None or not has_place(self.before, now.process, now.stage):
            return attrs.evolve(there, failing=tuple(failing.values()))
        old = explain(self.before, now, facts, at=self.at)
        known, was, will = _failing(old), self._open(old, self.stages), self._open(new, _NONE)
        return attrs.evolve(
            there,
            is_compared=True,
            failing=tuple(finding for name, finding in failing.items() if name not in known),
            possible=tuple(way for way in will if way not in was),
            impossible=tuple(way for way in was if way not in will),
        )

    def _open(self, explanation: Explanation, renamed: Mapping[str, str]) -> tuple[Way, ...]:
        """The ways that are open, by the names that their stages have under the new playbook."""
        return tuple(
            Way(way.kind, renamed.get(way.target, way.target))
            for opening in explanation.openings
            if opening.is_open and (way := opening.transition)
        )


def _failing(explanation: Explanation) -> dict[str, Finding]:
    """What is not as it must be at the stage, and what stands in a way onward, by requirement."""
    # Only ways onward have requirements: none stops losing, holding or going back.
    ways = (one for opening in explanation.openings for one in opening.judged)
    judged = (one.finding for one in ways if not one.outcome.lets_pass)
    standing = (one for one in explanation.standing if not one.lets_pass)
    return {one.requirement: one for one in (*standing, *judged)}
