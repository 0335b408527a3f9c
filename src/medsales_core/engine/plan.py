"""A playbook's processes compiled for deciding: every move looked up, every guard one function."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.engine.command import Advance, Complete, Lose, Reopen, Retire, Return, Win
from medsales_core.engine.event import EventKind, Kept
from medsales_core.engine.guard import Failing, Guard, compile_guard
from medsales_core.engine.process import CriterionKind, Process, Stage, Transition, TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.rules.check import NamedCheck
from medsales_core.rules.judging import Context
from medsales_core.rules.requirement import Judgement, Requirement, Severity, compile_requirement

__all__ = ["Criterion", "Move", "Plan", "Wish", "compile_plan", "has_place", "process_of"]


@attrs.frozen(eq=False)
class Criterion:
    """A requirement where it binds: at a stage, on entry, on exit or all the while."""

    judgement: Judgement
    kind: CriterionKind
    stage: str

    @property
    def requirement(self) -> Requirement:
        return self.judgement.requirement


@attrs.define(eq=False)
class Move:
    """One way from one stage, ready to be tried. It is part of a plan and never changes.

    Args:
        transition: Its definition.

        source: Id of the stage it leaves.

        process: Id of the process it is of.

        criteria: Every requirement that is told about it.

        guard: Judges those that could stop it.

        event: The kind of its event.

        kept: The data of its event where there is nothing else to keep: one for all events of the move.

        is_plain: Anybody may take it from an open stage, without a reason.

        may_be_justified: The requirements that a reason settles.

        own: Reads the subject itself from facts.
    """

    transition: Transition
    source: str
    process: str
    criteria: tuple[Criterion, ...]
    guard: Guard
    event: EventKind
    kept: Mapping[str, Any]
    is_plain: bool
    may_be_justified: frozenset[str]
    own: Callable[[Any], Any]

    @classmethod
    def compile(
        cls,
        transition: Transition,
        source: str,
        criteria: tuple[Criterion, ...],
        checks: Mapping[str, NamedCheck],
        root: str,
    ) -> "Move":
        """The move of *transition* from *source*; its guard is compiled when the first deal tries it."""

        def guard(facts: Any, at: dt.datetime) -> Failing:
            move.guard = compile_guard((criterion.judgement for criterion in criteria), checks)
            return move.guard(facts, at)

        wish = next(spec for spec in WISHES.values() if transition.kind in spec.kinds)
        move = cls(
            transition=transition,
            source=source,
            process=transition.process,
            criteria=criteria,
            guard=guard,
            event=wish.event,
            kept=Kept({"from": source, "to": transition.target, "transition": transition.id}),
            is_plain=not transition.needs_reason and not transition.who and Status.OPEN in wish.statuses,
            may_be_justified=frozenset(
                criterion.requirement.id
                for criterion in criteria
                if criterion.requirement.severity is Severity.JUSTIFY
            ),
            own=attrgetter(root),
        )
        return move


@attrs.frozen
class Wish:
    """How a kind of command becomes a move: by which transitions, from which status, to which event."""

    kinds: tuple[TransitionKind, ...]
    statuses: tuple[Status, ...]
    event: EventKind


_LIVE: Final = (Status.OPEN, Status.ON_HOLD)
WISHES: Final[Mapping[type, Wish]] = MappingProxyType(
    {
        Advance: Wish((TransitionKind.FORWARD, TransitionKind.SKIP), (Status.OPEN,), EventKind.MOVED),
        Return: Wish((TransitionKind.BACK,), _LIVE, EventKind.RETURNED),
        Win: Wish((TransitionKind.WIN,), (Status.OPEN,), EventKind.WON),
        Lose: Wish((TransitionKind.LOSE,), _LIVE, EventKind.LOST),
        Complete: Wish((TransitionKind.COMPLETE,), (Status.OPEN,), EventKind.COMPLETED),
        Retire: Wish((TransitionKind.RETIRE,), _LIVE, EventKind.RETIRED),
        Reopen: Wish(
            (TransitionKind.REOPEN,),
            (Status.WON, Status.LOST, Status.COMPLETED, Status.RETIRED),
            EventKind.REOPENED,
        ),
    }
)
#: Moves by kind of command, stage left and stage entered ("" where the subject is closed).
Moves: TypeAlias = Mapping[type, Mapping[str, Mapping[str, Move]]]


@attrs.frozen(eq=False)
class ProcessPlan:
    """One process compiled."""

    process: Process
    stages: Mapping[str, Stage]
    moves: Moves
    standing: Mapping[str, tuple[Criterion, ...]]

    def ways(self, wish: type, stage: str) -> Mapping[str, Move]:
        """The moves that a kind of command has from *stage*, by the stage they lead to."""
        return self.moves.get(wish, {}).get(stage, {})


@attrs.frozen(eq=False)
class Plan:
    """All processes of a playbook compiled, under its content hash.

    Args:
        playbook: Content hash, kept in every event.

        processes: Compiled processes by id.

        judgements: Every compiled requirement by id, those of the standards too.

        context: What they were compiled with: the plugin checks and the calendar.
    """

    playbook: str
    processes: Mapping[str, ProcessPlan]
    judgements: Mapping[str, Judgement]
    context: Context
    moves: Moves = attrs.field(init=False)
    """The moves of all processes: stage ids are unique across them."""

    @property
    def checks(self) -> Mapping[str, NamedCheck]:
        """The plugin checks that requirements call, by id."""
        return self.context.checks

    def __attrs_post_init__(self) -> None:
        moves: dict[type, dict[str, Mapping[str, Move]]] = {wish: {} for wish in WISHES}
        for process in self.processes.values():
            for wish, ways in process.moves.items():
                moves[wish].update(ways)
        object.__setattr__(self, "moves", moves)


def has_place(plan: Plan, process: str, stage: str) -> bool:
    """Whether the playbook of *plan* has that stage in that process."""
    return process in plan.processes and stage in plan.processes[process].stages


def process_of(plan: Plan, progress: Progress, stage: str) -> str:
    """The process of a subject under *plan*: its own; where that is gone, the one that has *stage*, if any has."""
    if progress.process in plan.processes:
        return progress.process
    homes = (name for name, process in plan.processes.items() if stage in process.stages)
    return next(homes, progress.process)


def compile_plan(
    playbook: str, processes: Iterable[Process], requirements: Iterable[Requirement], context: Context
) -> Plan:
    """Compile *processes* and all *requirements*, those of the processes among them."""
    judgements = {requirement.id: compile_requirement(requirement, context) for requirement in requirements}
    return Plan(
        playbook=playbook,
        processes={
            process.id: _compile_process(process, judgements, context.checks) for process in processes
        },
        judgements=judgements,
        context=context,
    )


def _compile_process(
    process: Process, judgements: Mapping[str, Judgement], checks: Mapping[str, NamedCheck]
) -> ProcessPlan:
    stages = {stage.id: stage for stage in process.stages}
    criteria = {
        stage.id: tuple(Criterion(judgements[r.id], kind, stage.id) for kind, r in stage.criteria())
        for stage in process.stages
    }
    moves: dict[type, dict[str, dict[str, Move]]] = {wish: {} for wish in WISHES}
    for transition in process.transitions:
        wish = next(wish for wish, spec in WISHES.items() if transition.kind in spec.kinds)
        for source in transition.sources:
            move = _move(transition, source, criteria, checks, process.moves)
            moves[wish].setdefault(source, {})[transition.target] = move
    standing = {
        stage: tuple(c for c in bound if c.kind is CriterionKind.STANDING)
        for stage, bound in criteria.items()
    }
    return ProcessPlan(process, stages, moves, standing)


def _move(
    transition: Transition,
    source: str,
    criteria: Mapping[str, tuple[Criterion, ...]],
    checks: Mapping[str, NamedCheck],
    root: str,
) -> Move:
    bound: tuple[Criterion, ...] = ()
    if transition.kind.leaves_by_exit:
        bound += tuple(c for c in criteria[source] if c.kind is not CriterionKind.ENTRY)
    if transition.kind.enters:
        bound += tuple(c for c in criteria[transition.target] if c.kind is CriterionKind.ENTRY)
    return Move.compile(transition, source, bound, checks, root)
