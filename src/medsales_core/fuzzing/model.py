"""The model of a playbook that every engine drives: what may be done where, and what becomes of it.

There is no process in it that is not in the playbook: stages, moves, requirements turned round, roles, moments
on both sides of every limit. It is built once, and shared by as many runs as there are.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from medsales_core.engine.command import Actor
from medsales_core.engine.decide import Decide
from medsales_core.engine.process import Transition
from medsales_core.engine.progress import Progress
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.inverted import Inverted, Way, bare_facts
from medsales_core.fuzzing.knowledge import SOUND, Change, Known
from medsales_core.fuzzing.menu import REASON, STOPPING, Menu, actor_of, ask_for, binding, menus
from medsales_core.fuzzing.moments import moments
from medsales_core.fuzzing.promised import name_of, promised
from medsales_core.fuzzing.state import State, Taken
from medsales_core.fuzzing.step import Ask, Break, HandOver, Meet, Race, Step, Undo, Wait
from medsales_core.model.facts import Facts
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.columns import Columns, compile_columns
from medsales_core.rules.condition import CheckCall, Since
from medsales_core.rules.parts import parts
from medsales_core.rules.requirement import Judgement, Outcome, Requirement

__all__ = ["START", "Model"]

#: When a world begins, unless it is told otherwise.
START: Final = dt.datetime(2026, 6, 30, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
_SUBJECT: Final = "D-1"
_MOST_PAST: Final = 8
_MOST_JUDGED: Final = 20_000
# A tuple made directly costs half of what its class asks for making it, and two are made at every step.
_new: Final = tuple.__new__


class Model:
    """What may be done under a playbook, and what becomes of it.

    Args:
        playbook: The playbook.

        start: When a world begins; if None, as soon as every requirement is asked, and not before `START`.

        decide: What decides; the playbook itself, unless something around it is to be tested.
    """

    def __init__(
        self, playbook: Playbook, *, start: dt.datetime | None = None, decide: Decide | None = None
    ) -> None:
        self.playbook = playbook
        self.start = start or _start(self.requirements.values())
        self.subject = _SUBJECT
        self.decide = decide or playbook.decide
        self._bare = bare_facts(playbook.plan, _SUBJECT, self.start, playbook.variants)
        self.promised = promised(playbook)
        self.inverted = Inverted(playbook.plan, self.requirements, self._bare, self.start, self.promised)
        self.library = self.inverted.library
        self.menus: Mapping[str, Mapping[str, Menu]] = {
            process.id: menus(process) for process in playbook.processes.values()
        }
        # With each the facts themselves: as long as they are kept here, no others have their identity.
        self._judged: dict[tuple[Any, ...], tuple[Facts, tuple[tuple[Requirement, Outcome], ...]]] = {}
        self.actors: tuple[Actor, ...] = tuple(map(actor_of, playbook.roles))
        self._breaks: dict[str, tuple[Break, ...]] = {}
        self._meets: dict[str, tuple[Meet, ...]] = {}

    @cached_property
    def transitions(self) -> Mapping[tuple[str, str], Transition]:
        """Every declared transition by its id and the stage that it leaves."""
        processes = self.playbook.processes.values()
        ways = (way for process in processes for way in process.transitions)
        return {(way.id, source): way for way in ways for source in way.sources}

    @cached_property
    def _bound(self) -> Mapping[tuple[str, str], tuple[Judgement, ...]]:
        stages, judgements = self.playbook.stages, self.playbook.plan.judgements
        return {
            (name, source): tuple(judgements[one.id] for one in binding(stages, way, source))
            for (name, source), way in self.transitions.items()
        }

    @cached_property
    def requirements(self) -> Mapping[str, Requirement]:
        """The requirements that stand at stages, by id: a clause that no stage adopts moves nothing."""
        stages = self.playbook.stages.values()
        return {requirement.id: requirement for stage in stages for _, requirement in stage.criteria()}

    @cached_property
    def checked(self) -> frozenset[str]:
        """The requirements that call a check of a plugin."""
        every = self.requirements.values()
        return frozenset(
            one.id for one in every if any(isinstance(node, CheckCall) for node in parts(one.condition))
        )

    @cached_property
    def promises_of(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The names of the promises that speak of each declared transition."""
        promises = self.playbook.promises.values()
        return {
            key: tuple(name_of(promise) for promise in promises if promise.speaks_of(way))
            for key, way in self.transitions.items()
        }

    @cached_property
    def promises(self) -> Mapping[str, tuple[str, ...]]:
        """By stage the names of the promises that speak of a move from it."""
        found: dict[str, dict[str, None]] = {}
        for (_, source), names in self.promises_of.items():
            found.setdefault(source, {}).update(dict.fromkeys(names))
        return {stage: tuple(names) for stage, names in found.items()}

    @cached_property
    def full(self) -> Mapping[Ask, Ask]:
        """Every wish for a declared move, and the same with all that may be asked for."""
        return {
            ask: full
            for menus in self.menus.values()
            for menu in menus.values()
            for ask, full in menu.full.items()
        }

    @cached_property
    def fullest(self) -> Mapping[tuple[str, str], Ask]:
        """The wish for every declared transition, with all that may be asked for."""
        return {key: ask_for(way, REASON) for key, way in self.transitions.items()}

    @cached_property
    def columns(self) -> Columns:
        """Every requirement, for whole columns of facts."""
        return compile_columns(self.playbook.plan.judgements.values())

    @cached_property
    def moments(self) -> tuple[dt.datetime, ...]:
        """The moments at which something may change, in order."""
        book = self.playbook
        told = (*self.requirements.values(), *(one.requirement for one in self.promised.values()))
        conditions = [requirement.condition for requirement in told]
        return moments(
            conditions,
            tuple(book.thresholds.values()),
            book.processes.values(),
            (self.inverted.sound,),
            self.start,
        )

    @cached_property
    def bare(self) -> Known:
        """What is known where hardly anything is."""
        return self.library.after(SOUND, self.library.change(self._bare))

    def binding(self, transition: str, source: str) -> tuple[Judgement, ...]:
        """What binds a transition from a stage, by the definitions: not by what was compiled for deciding."""
        return self._bound[transition, source]

    def failing(
        self, transition: str, source: str, facts: Facts, at: dt.datetime
    ) -> tuple[tuple[Requirement, Outcome], ...]:
        """What should stop a transition from a stage: each requirement that binds it, judged by itself.

        The same facts at the same moment are judged once.
        """
        key = (transition, source, id(facts), at, at.utcoffset())
        found = self._judged.get(key)
        if found is None:
            if len(self._judged) > _MOST_JUDGED:
                self._judged.clear()
            found = self._judged[key] = facts, tuple(_stopping(self.binding(transition, source), facts, at))
        return found[1]

    def ways(self, requirement: str) -> Mapping[str, Way]:
        """The ways in which a requirement does not hold, by name."""
        return self.inverted.broken(requirement)

    def breaks(self, requirement: str) -> tuple[Break, ...]:
        """The steps that break a requirement, one for each of its ways; always the same ones."""
        found = self._breaks.get(requirement)
        if found is None:
            ways = self.ways(requirement).values()
            # That what was promised is not known is no counterexample.
            told = [
                way.name for way in ways if requirement not in self.promised or way.outcome is Outcome.FAIL
            ]
            found = self._breaks[requirement] = tuple(Break(requirement, way) for way in told)
        return found

    def meets(self, requirement: str) -> tuple[Meet, ...]:
        """The steps that meet a requirement: first as plainly as can be, then on each side of its limits."""
        found = self._meets.get(requirement)
        if found is None:
            ways = ("", *self.inverted.met(requirement))
            found = self._meets[requirement] = tuple(Meet(requirement, way) for way in ways)
        return found

    def menu(self, process: str, progress: Progress) -> Menu:
        """What may be asked of a subject of that process where it stands; opening it, where it was not opened."""
        return self.menus[process or next(iter(self.menus))][progress.stage]

    def begin(self, *, bare: bool = False) -> State:
        """A world in which nothing has happened yet; everything is in order, or hardly anything is known."""
        known = self.bare if bare else SOUND
        return State(Progress(self.subject), known, self.library.facts(known), self.start)

    # ---- taking steps

    def take(self, state: State, step: Step) -> Taken:
        """What becomes of *state* when *step* is done.

        Raises:
            UnknownName: The playbook has no such requirement, or it has no such way.
        """
        return _TAKE[type(step)](self, state, step)

    def _ask(self, state: State, step: Ask) -> Taken:
        progress = state.progress
        decision = self.decide(
            progress,
            step.command,
            facts=state.facts,
            actor=step.actor,
            at=state.now,
            expected_version=progress.version,
        )
        _, known, facts, now, past = state
        after = _new(State, (progress.apply(decision.events), known, facts, now, past))
        return _new(Taken, (state, step, (decision,), after))

    def _race(self, state: State, step: Race) -> Taken:
        taken = self._ask(state, step.first)
        late = self.decide(
            taken.after.progress,
            step.second.command,
            facts=state.facts,
            actor=step.second.actor,
            at=state.now,
            expected_version=state.progress.version,
        )
        after = taken.after._replace(progress=taken.after.progress.apply(late.events))
        return Taken(state, step, (*taken.decisions, late), after)

    def _meet(self, state: State, step: Meet) -> Taken:
        if not step.way:
            return self._changed(state, step, self.inverted.plainly(step.requirement, state.now))
        return self._way(state, step, self.inverted.met(step.requirement))

    def _break(self, state: State, step: Break) -> Taken:
        return self._way(state, step, self.inverted.broken(step.requirement))

    def _way(self, state: State, step: Meet | Break, ways: Mapping[str, Way]) -> Taken:
        if step.way not in ways:
            raise UnknownName.among(f"way of {step.requirement!r}", step.way, ways)
        return self._changed(state, step, ways[step.way].change)

    def _undo(self, state: State, step: Undo) -> Taken:
        known, *past = state.past or (state.known,)
        after = State(state.progress, known, self.library.facts(known), state.now, tuple(past))
        return Taken(state, step, (), after)

    def _hand_over(self, state: State, step: HandOver) -> Taken:
        return self._changed(state, step, self.library.set("deal", "owner_id", step.owner))

    def _wait(self, state: State, step: Wait) -> Taken:
        return Taken(state, step, (), state._replace(now=step.until))

    def _changed(self, state: State, step: Step, change: Change) -> Taken:
        progress, before, _, now, past = state
        known = self.library.after(before, change)
        past = (before, *past[: _MOST_PAST - 1])
        after = _new(State, (progress, known, self.library.facts(known), now, past))
        return _new(Taken, (state, step, (), after))


def _start(requirements: Iterable[Requirement]) -> dt.datetime:
    """The first moment from `START` on at which no requirement is still to come."""
    nodes = (node for requirement in requirements for node in parts(requirement.condition))
    days = (node.day for node in nodes if isinstance(node, Since))
    return dt.datetime.combine(max((START.date(), *days)), START.time(), START.tzinfo)


def _stopping(
    judgements: Iterable[Judgement], facts: Facts, at: dt.datetime
) -> Iterator[tuple[Requirement, Outcome]]:
    for judgement in judgements:
        if judgement.requirement.severity in STOPPING:
            outcome = judgement.outcome(facts, at)
            if not outcome.lets_pass:
                yield judgement.requirement, outcome


_TAKE: Final[Mapping[type, Callable[[Model, State, Any], Taken]]] = {
    Ask: Model._ask,
    Race: Model._race,
    Meet: Model._meet,
    Break: Model._break,
    Undo: Model._undo,
    HandOver: Model._hand_over,
    Wait: Model._wait,
}
