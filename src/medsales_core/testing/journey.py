"""The way of one subject through a process, with facts that are made to open every gate on it."""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

import attrs

from medsales_core.engine.command import Actor, Advance, Command, Complete, Open, Retire, Return, Win
from medsales_core.engine.decision import Decision
from medsales_core.engine.plan import Move
from medsales_core.engine.process import TransitionKind
from medsales_core.engine.progress import Progress
from medsales_core.model.facts import ROOTS, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.inverting import satisfy_all
from medsales_core.rules.judging import Context
from medsales_core.rules.requirement import Severity
from medsales_core.rules.specimen import Maker

__all__ = ["Step", "Traveller"]

_ON: Final = (Advance, Return)
_CLOSING: Final[Mapping[TransitionKind, type[Win | Complete | Retire]]] = {
    TransitionKind.WIN: Win,
    TransitionKind.COMPLETE: Complete,
    TransitionKind.RETIRE: Retire,
}
_OUT: Final = tuple(_CLOSING.values())
_CURRENCY: Final = "CNY"
_REASON: Final = "it was agreed with the customer"


class Step(NamedTuple):
    """One move on the way.

    Args:
        move: The move.

        progress: Where the subject stood before.

        facts: Facts on which everything holds that could stop it.

        decision: What was decided on them.
    """

    move: Move
    progress: Progress
    facts: Facts
    decision: Decision


@attrs.frozen(kw_only=True)
class Traveller:
    """Goes where it is sent, as somebody who may do everything.

    Args:
        playbook: The playbook to travel by.

        at: The moment of every move.
    """

    playbook: Playbook
    at: dt.datetime

    @property
    def context(self) -> Context:
        """What the conditions of the playbook are compiled with."""
        return Context(self.playbook.plan.checks, WeekdayCalendar())

    @property
    def actor(self) -> Actor:
        """Somebody in every role there is."""
        return Actor("u-traveller", frozenset(self.playbook.roles))

    def route(self, process: str, through: str) -> tuple[Move, ...] | None:
        """The shortest way from the first stage by way of *through* out of the process; None if there is none."""
        start = self.playbook.processes[process].start
        there, on = self._to(process, start, through), self._out(process, through)
        return None if there is None or on is None else (*there, *on)

    def travel(self, process: str, route: tuple[Move, ...]) -> Iterator[Step]:
        """Go along *route*, one step after the other."""
        root = self.playbook.processes[process].moves
        subject = Maker(self.at, _CURRENCY, {}).record(ROOTS[root].entity, Facts())
        progress, facts = Progress(subject.id), Facts(**{root: subject})
        opening = self.playbook.decide(progress, Open(process), facts=facts, actor=self.actor, at=self.at)
        progress = progress.apply(opening.events)
        for move in route:
            facts = self.fulfilled(move, facts)
            decision = self.ask(move, progress, facts)
            yield Step(move, progress, facts, decision)
            progress = progress.apply(decision.events)

    def ask(self, move: Move, progress: Progress, facts: Facts) -> Decision:
        """Ask for *move*, with a reason where one is wanted."""
        return self.playbook.decide(progress, _command(move), facts=facts, actor=self.actor, at=self.at)

    def fulfilled(self, move: Move, facts: Facts) -> Facts:
        """Facts made from *facts* on which everything holds that could stop *move*.

        Raises:
            CannotSatisfy: There are none.
        """
        binding = [
            criterion.requirement.condition
            for criterion in move.criteria
            if criterion.requirement.severity is Severity.BLOCK
        ]
        return satisfy_all(binding, facts, self.at, self.context) if binding else facts

    def _to(self, process: str, start: str, goal: str) -> tuple[Move, ...] | None:
        return self._search(process, start, lambda stage: () if stage == goal else None)

    def _out(self, process: str, start: str) -> tuple[Move, ...] | None:
        plan = self.playbook.plan.processes[process]

        def leaving(stage: str) -> tuple[Move, ...] | None:
            ways = (move for wish in _OUT for move in plan.ways(wish, stage).values())
            found = next(ways, None)
            return None if found is None else (found,)

        return self._search(process, start, leaving)

    def _search(
        self, process: str, start: str, last: Callable[[str], tuple[Move, ...] | None]
    ) -> tuple[Move, ...] | None:
        """Breadth first, each stage once: the moves to a stage for which *last* says what remains to be done."""
        plan = self.playbook.plan.processes[process]
        waiting: deque[tuple[str, tuple[Move, ...]]] = deque([(start, ())])
        seen = {start}
        while waiting:
            stage, so_far = waiting.popleft()
            rest = last(stage)
            if rest is not None:
                return (*so_far, *rest)
            for wish in _ON:
                for target, move in plan.ways(wish, stage).items():
                    if target not in seen:
                        seen.add(target)
                        waiting.append((target, (*so_far, move)))
        return None


def _command(move: Move) -> Command:
    kind, target = move.transition.kind, move.transition.target
    if kind.enters:
        return Advance(target, _REASON)
    if target:
        return Return(target, _REASON)
    return _CLOSING[kind](_REASON)
