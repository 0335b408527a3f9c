"""A playbook: processes, standards and thresholds as one immutable, versioned, hashed unit."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import attrs

from medsales_core.config import Diagnostic
from medsales_core.engine.audit import AuditEntry, audit
from medsales_core.engine.decide import Decide, decider
from medsales_core.engine.event import Event
from medsales_core.engine.explain import Explanation, explain
from medsales_core.engine.migrating import plan_migration
from medsales_core.engine.migration import Migration
from medsales_core.engine.plan import Plan
from medsales_core.engine.process import Process, Stage
from medsales_core.engine.progress import Progress
from medsales_core.engine.promise import Promise
from medsales_core.errors import UnknownName
from medsales_core.model.facts import Facts
from medsales_core.model.process import ProcessVariant
from medsales_core.playbook.layers import Layers
from medsales_core.playbook.training import TrainingModule
from medsales_core.rules.columns import judge_columns
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Outcome, Requirement
from medsales_core.rules.sheet import Sheet
from medsales_core.rules.threshold import Threshold
from medsales_core.text import LangText

__all__ = ["Playbook", "Standard"]


_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Standard:
    """A titled set of requirements over subjects.

    Args:
        id: Stable ASCII id.

        label: Its title, in every language.

        requirements: Its clauses by id.
    """

    id: str
    label: LangText
    requirements: Mapping[str, Requirement]


@attrs.frozen(kw_only=True, eq=False)
class Playbook:
    """Everything a company's way of selling consists of, ready to be run.

    Args:
        id: Stable ASCII id.

        version: Its version, as its authors count.

        title: Its name, in every language.

        languages: The languages everything in it speaks.

        processes: Processes by id.

        standards: Standards by id.

        requirements: Every requirement by id, of stages and standards alike.

        thresholds: Thresholds by id.

        training: The cells of the training matrix by id.

        promises: What its processes promise of all that runs through them, by id.

        roles: What roles are called, by id.

        plugins: The plugins that it enables, in their order, each with the values of its settings.

        hash: SHA-256 of its content; two files that mean the same have the same.

        warnings: What the linter noticed that does not keep it from being used.

        layers: The files it was read from, and what they say together.

        plan: The processes compiled.

        decide: Decides a command; see `medsales_core.engine.decide.Decide`.

        variants: The processes as facts, by the root they move.
    """

    id: str
    version: str
    title: LangText
    languages: tuple[str, ...]
    processes: Mapping[str, Process]
    standards: Mapping[str, Standard]
    requirements: Mapping[str, Requirement]
    thresholds: Mapping[str, Threshold]
    training: Mapping[str, TrainingModule]
    promises: Mapping[str, Promise]
    roles: Mapping[str, LangText]
    plugins: Mapping[str, Mapping[str, Any]]
    hash: str
    warnings: tuple[Diagnostic, ...]
    layers: Layers = attrs.field(repr=False)
    plan: Plan = attrs.field(repr=False)
    decide: Decide = attrs.field(init=False, repr=False)
    variants: Mapping[str, ProcessVariant] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        variants = {process.moves: process.as_fact() for process in self.processes.values()}
        object.__setattr__(self, "variants", variants)
        object.__setattr__(self, "decide", decider(self.plan))

    @property
    def stages(self) -> Mapping[str, Stage]:
        """Stages by id, by position within each process."""
        return {stage.id: stage for process in self.processes.values() for stage in process.stages}

    def stage(self, name: str) -> Stage:
        """The stage called *name*.

        Raises:
            UnknownName: There is none.
        """
        stages = self.stages
        if name not in stages:
            raise UnknownName.among("stage", name, stages)
        return stages[name]

    def explain(self, progress: Progress, facts: Facts, *, at: dt.datetime) -> Explanation:
        """Every transition that is open to the subject, and what each still lacks."""
        return explain(self.plan, progress, facts, at=at)

    def audit(
        self,
        history: Iterable[Event],
        facts: Facts | Callable[[Event], Facts],
        *,
        at: dt.datetime,
        earlier: Iterable["Playbook"] = (),
    ) -> tuple[AuditEntry, ...]:
        """Judge what has already happened to one subject; see `medsales_core.engine.audit.audit`.

        Args:
            history: The subject's events from the first on.

            facts: What is known; or a function that gives what was known at an event.

            at: The moment for events that do not say when they were.

            earlier: Playbooks that held before: what was done under one of them is judged by it.
        """
        plans = {playbook.hash: playbook.plan for playbook in earlier}
        return audit(self.plan, history, facts, at=at, earlier=plans)

    def migration(
        self,
        subjects: Iterable[tuple[Progress, Facts]],
        *,
        at: dt.datetime,
        before: "Playbook | None" = None,
        stages: Mapping[str, str] = _NONE,
        processes: Mapping[str, str] = _NONE,
        closed: bool = False,
        kind: str = "",
    ) -> Migration:
        """Say what would become of each of *subjects* if it went on under this playbook; nothing is done.

        Args:
            subjects: Where each stands, with what is known of it.

            at: The moment at which requirements are judged.

            before: The playbook under which they are; with it, what newly fails is told from what failed already.

            stages: Where those who stand at a stage are to stand instead, by id.

            processes: Which process those in a process are to run through instead, by id.

            closed: Those that are closed too; they are left as they are by default.

            kind: What they are, ``deal``, ``order`` or ``asset``; what their process moves, as far as it is known.

        Raises:
            UnknownName: *stages* or *processes* lead to what there is not, or from what *before* does not have.
        """
        return plan_migration(
            self.plan,
            subjects,
            at=at,
            before=before.plan if before is not None else None,
            stages=stages,
            processes=processes,
            closed=closed,
            kind=kind,
        )

    def board(
        self, facts: Sequence[Facts] | Sheet, *, at: dt.datetime, to: str = ""
    ) -> Mapping[str, list[Outcome]]:
        """What each requirement says of each subject of a portfolio: who may move, and who not.

        It is about requirements alone: whether an actor may ask for the move, and what was waived, is for `decide`.

        Args:
            facts: What is known of each subject; as a `Sheet`, to be asked more than once.

            at: The moment judged.

            to: Only by the requirements that bind the moves to this stage; by all that bind any move by default.

        Returns:
            For each requirement, by id, its outcomes in the order of *facts*.
        """
        judgements = [self.plan.judgements[requirement.id] for requirement in self._binding(to)]
        return (
            facts.judge(judgements, at) if isinstance(facts, Sheet) else judge_columns(judgements, facts, at)
        )

    def reads(self, *, to: str = "") -> frozenset[str]:
        """The paths that requirements read: all of them, or those that bind the moves *to* a stage."""
        return frozenset(
            path
            for requirement in self._binding(to)
            for path in reads(requirement.condition, self.plan.checks)
        )

    def _binding(self, to: str) -> Iterable[Requirement]:
        """The requirements that bind moves, each once: all of them, or the moves *to* a stage."""
        return {
            criterion.requirement.id: criterion.requirement
            for process in self.plan.processes.values()
            for ways in process.moves.values()
            for moves in ways.values()
            for move in moves.values()
            if not to or move.transition.target == to
            for criterion in move.criteria
        }.values()
