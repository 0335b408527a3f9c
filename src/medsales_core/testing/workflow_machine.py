"""A Hypothesis state machine made from a playbook: subclass it, and add rules and invariants of your own."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from medsales_core.engine.command import Actor, Hold, Resume, Waive
from medsales_core.engine.decision import Decision
from medsales_core.engine.progress import Progress, Status
from medsales_core.fuzzing.invariants import Broken, Invariant, NothingRaises, built_in
from medsales_core.fuzzing.invariants.invariant import one_by_one
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.menu import NOBODY, REASON, Menu, actor_of
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken, World
from medsales_core.fuzzing.step import Ask, HandOver, Meet, Race, Step, Undo, Wait
from medsales_core.fuzzing.story import Story
from medsales_core.model.facts import Facts
from medsales_core.playbook.playbook import Playbook

__all__ = ["DoesNotHold", "WorkflowMachine", "workflow_machine"]


class DoesNotHold(AssertionError):
    """An invariant that the machine was given is broken.

    Args:
        broken: What it breaks.
    """

    def __init__(self, broken: Broken) -> None:
        super().__init__(f"{broken.invariant}: {broken.what}")
        self.broken = broken


class WorkflowMachine(RuleBasedStateMachine):
    """One subject under a playbook, and anything that may be done with it.

    A rule of your own calls `do` with a step, or reads `progress`, `facts` and `now`; an invariant of your own is
    a Hypothesis ``@invariant``, or an object in `must_hold`::

        class OurMachine(workflow_machine(playbook)):
            @invariant()
            def nothing_is_won_without_a_name(self):
                assert self.progress.status is not Status.WON or self.facts.deal.name

        test_ours = OurMachine.TestCase

    Attributes:
        model: The playbook as a model.

        world: Where it happens.

        must_hold: What must hold after every step.

        state: Where the world stands.

        taken: Every step so far.
    """

    model: ClassVar[Model]
    world: ClassVar[World]
    processes: ClassVar[tuple[str, ...]]
    must_hold: ClassVar[Sequence[Invariant]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.state: State = self.world.begin()
        self.taken: list[Taken] = []
        self.process = ""
        self.named: tuple[str, ...] = ()
        self.refused: Ask | None = None

    # ---- for subclasses

    @property
    def progress(self) -> Progress:
        """Where the subject stands."""
        return self.state.progress

    @property
    def facts(self) -> Facts:
        """What is known."""
        return self.state.facts

    @property
    def now(self) -> dt.datetime:
        """The moment."""
        return self.state.now

    @property
    def menu(self) -> Menu:
        """What may be asked here."""
        return self.model.menus[self.process][self.state.progress.stage]

    @property
    def story(self) -> Story:
        """What was done so far, to be kept and played again."""
        first = self.taken[0].before if self.taken else self.state
        return Story(steps=tuple(one.step for one in self.taken), bare=first.known != ())

    def do(self, step: Step) -> Taken:
        """Take a step, and hold all invariants against it."""
        try:
            taken = self.world.take(self.state, step)
        except Exception as error:
            self.taken.append(Taken(self.state, step, (), self.state))
            raise DoesNotHold(NothingRaises.broken(self.must_hold, step, error)) from error
        self.taken.append(taken)
        self.state = taken.after
        number = len(self.taken)
        for one in self.must_hold:
            if number % one.share == 0:
                _holds(one.of_step(self.model, taken))
        if isinstance(step, Ask):
            self._remember(step, taken.decisions[0])
        return taken

    def _remember(self, step: Ask, decision: Decision) -> None:
        refused = not decision.accepted
        self.named = tuple(decision.events[0].data["requirements"]) if refused else ()
        self.refused = step if refused and self.named else None

    # ---- what may be done

    @initialize(data=st.data(), bare=st.booleans())
    def opened(self, data: Any, bare: bool) -> None:  # noqa: FBT001  drawn by name
        self.process = data.draw(st.sampled_from(self.processes))
        self.state = self.world.begin(bare=bare)
        self.do(self.menu.onward[0])

    @rule(number=st.integers(0, 63))
    def go_on(self, number: int) -> None:
        if self.menu.onward:
            self.do(_one(self.menu.onward, number))

    @rule(number=st.integers(0, 63))
    def go_on_and_mend(self, number: int) -> None:
        """By what is drawn one by one, few stories would come to the end of a process."""
        self.go_on(number)
        if self.named:
            self.mend_what_was_named(again=True)

    @rule(number=st.integers(0, 63))
    def go_elsewhere(self, number: int) -> None:
        self.do(_one(self.menu.others or self.menu.undeclared, number))

    @rule(number=st.integers(0, 255))
    def ask_wrongly(self, number: int) -> None:
        self.do(_one((*self.menu.bare, *self.menu.undeclared, *self.menu.unchanged), number))

    @rule(number=st.integers(0, 4095), way=st.integers(0, 63))
    def break_one(self, number: int, way: int) -> None:
        here = (*self.menu.binding, *self.menu.told) or tuple(self.model.requirements)
        names = (*here, *self.model.promises.get(self.progress.stage, ()))
        breaks = self.model.breaks(_one(names, number)) if names else ()
        if breaks:
            self.do(_one(breaks, way))
            self.go_on(number)

    @precondition(lambda self: self.named)
    @rule(again=st.booleans())
    def mend_what_was_named(self, again: bool) -> None:  # noqa: FBT001  drawn by name
        named, refused = self.named, self.refused
        for name in named:
            self.do(Meet(name))
        if again and refused is not None:
            self.do(self.menu.full.get(refused, refused))

    @precondition(lambda self: self.named)
    @rule(days=st.integers(-1, 31), way=st.integers(0, 7), again=st.booleans())
    def waive_what_was_named(self, days: int, way: int, again: bool) -> None:  # noqa: FBT001  drawn by name
        name, refused = self.named[0], self.refused
        roles = self.model.inverted.judgement(name).requirement.waivable_by
        until = self.now.date() + dt.timedelta(days=days)
        scope = self.menu.leaving[way] if way < len(self.menu.leaving) else ""
        self.do(Ask(Waive(name, REASON, until, scope), actor_of(roles[0]) if roles else NOBODY))
        if again and refused is not None:
            self.do(refused)

    @rule(number=st.integers(-2, 63))
    def time_passes(self, number: int) -> None:
        if number < 0:
            self.do(Wait(self.now + number * dt.timedelta(seconds=1)))
            return
        ahead = [moment for moment in self.model.moments if moment > self.now]
        self.do(Wait(_one(ahead, number) if ahead else self.now + dt.timedelta(days=1)))

    @rule()
    def take_back(self) -> None:
        self.do(Undo())

    @rule()
    def hold_or_resume(self) -> None:
        held = self.progress.status is Status.ON_HOLD
        self.do(Ask(Resume() if held else Hold(REASON), Actor(OWNER)))

    @rule(first=st.integers(0, 15), second=st.integers(0, 15))
    def race(self, first: int, second: int) -> None:
        every = (*self.menu.onward, *self.menu.others) or self.menu.undeclared
        self.do(Race(_one(every, first), _one(every, second)))

    @rule(number=st.integers(0, 15))
    def hand_over(self, number: int) -> None:
        self.do(HandOver(_one((OWNER, *(actor.id for actor in self.model.actors)), number)))

    def teardown(self) -> None:
        for one in self.must_hold:
            _holds(one.of_story(self.model, self.taken))


def _holds(broken: Broken | None) -> None:
    if broken is not None:
        raise DoesNotHold(broken)


def _one(items: Sequence[Any], number: int) -> Any:
    return items[number % len(items)]


def workflow_machine(
    playbook: Playbook | Model,
    *,
    processes: Iterable[str] = (),
    invariants: Sequence[Invariant] | None = None,
    world: World | None = None,
) -> type[WorkflowMachine]:
    """The state machine of *playbook*.

    Args:
        playbook: The playbook, or a model that was made of it.

        processes: Ids of the processes to drive; all of them if there is none.

        invariants: What must hold after every step; those that come with the kit by default.

        world: Where it happens: a `StoreWorld`, to test a store with it; the model by itself if None.

    Returns:
        A class to subclass, or to run as it is: ``test = workflow_machine(playbook).TestCase``.
    """
    model = playbook if isinstance(playbook, Model) else Model(playbook)
    made: dict[str, Any] = {
        "model": model,
        "world": world or model,
        "processes": tuple(processes) or tuple(model.menus),
        "must_hold": tuple(one_by_one(built_in() if invariants is None else invariants, model)),
    }
    return type("WorkflowMachine", (WorkflowMachine,), made)
