"""Exploring: everything that can happen, breadth first, with like states merged; at the end a proof, or what is left."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import attrs

from medsales_core.engine.command import Actor, Hold, Resume, Waive
from medsales_core.engine.progress import Status
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.abstraction import ASSUMED, Abstraction, Key
from medsales_core.fuzzing.coverage import Coverage
from medsales_core.fuzzing.invariants.invariant import Broken, Invariant, NothingRaises, one_by_one
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.knowledge import Known
from medsales_core.fuzzing.menu import REASON, actor_of
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.shrinking import failure
from medsales_core.fuzzing.state import State, Taken, World
from medsales_core.fuzzing.step import Ask, Break, Meet, Race, Step, Wait
from medsales_core.fuzzing.story import Failure, Story, judge_whole, play
from medsales_core.text import LangText, text

__all__ = ["Explored", "explore"]

_MOST: Final = 200_000


@attrs.frozen(eq=False)
class _Node:
    """A state that was reached, and how."""

    state: State
    broken: int
    visited: frozenset[str]
    again: bool
    parent: "_Node | None" = None
    step: Step | None = None

    def steps(self) -> tuple[Step, ...]:
        """The way to it from the beginning."""
        found, node = list[Step](), self
        while node.parent is not None and node.step is not None:
            found.append(node.step)
            node = node.parent
        return tuple(reversed(found))


@attrs.define(kw_only=True)
class Explored:
    """What came of exploring.

    Args:
        process: The process.

        at_once: How many requirements were broken at a time, at most.

        coverage: What was seen.

        transitions: How many steps were taken.

        states: How many states there are that are not alike.

        left: How many of them were not gone into.

        failures: The first story for each invariant that broke.
    """

    process: str
    at_once: int
    coverage: Coverage
    transitions: int = 0
    states: int = 0
    left: int = 0
    failures: tuple[Failure, ...] = ()

    @property
    def exhausted(self) -> bool:
        """Nothing is left to go into."""
        return not self.left

    @property
    def assumed(self) -> tuple[LangText, ...]:
        """What the proof rests on."""
        limit = text(
            f"at most {self.at_once} requirement(s) broken at a time", f"同时最多{self.at_once}项要求不满足"
        )
        here = text(
            "what is broken at a stage is what binds or is told there, or was promised of a move from there",
            "各阶段仅打破在该阶段生效、提示或就其流转所承诺的事项",
        )
        return (limit, here, *ASSUMED)

    @property
    def proof(self) -> LangText:
        """What is proved, in a line: ``197,000 transitions, exhausted``; or what is left."""
        count, states = f"{self.transitions:,}", f"{self.states:,}"
        if self.exhausted:
            return text(
                f"{self.process}: {count} transitions between {states} states, exhausted",
                f"{self.process}：{states}个状态、{count}次转移，已穷尽",
            )
        return text(
            f"{self.process}: {count} transitions between {states} states, {self.left:,} states not gone into",
            f"{self.process}：{states}个状态、{count}次转移，尚有{self.left:,}个状态未展开",
        )


def explore(
    model: Model,
    process: str,
    *,
    invariants: Sequence[Invariant] = (),
    at_once: int = 1,
    most: int = _MOST,
    world: World | None = None,
    go_on: Callable[[Explored], bool] | None = None,
) -> Explored:
    """Take every step that can be taken, from every state that can be reached.

    Args:
        model: The playbook as a model.

        process: Id of the process to explore.

        invariants: What must hold; the shortest story that breaks one is kept, then it is asked no more.

        at_once: How many requirements are broken at a time, at most.

        most: How many transitions at most.

        world: Where the shortest way to each state is taken once more: a `StoreWorld`, to test a store with it.

        go_on: Asked after each state, for a clock or a progress bar; it ends when it says no.

    Returns:
        The proof that nothing breaks under what it assumes, or what is left; and the failing stories.

    Raises:
        UnknownName: The playbook has no such process.
    """
    if process not in model.menus:
        raise UnknownName.among("process", process, model.menus)
    explored = Explored(process=process, at_once=at_once, coverage=Coverage(model))
    _Search(model, explored, one_by_one(invariants, model), world).run(most, go_on)
    return explored


class _Search:
    """One search, breadth first."""

    def __init__(
        self, model: Model, explored: Explored, invariants: list[Invariant], world: World | None
    ) -> None:
        self._model, self._explored, self._invariants = model, explored, invariants
        self._held = tuple(invariants)
        self._world = world
        self._alike = Abstraction(model, explored.process)
        self._menus = model.menus[explored.process]
        self._seen: set[Key] = set()
        self._tried: set[tuple[str, Known]] = set()
        self._queue: deque[_Node] = deque()

    def run(self, most: int, go_on: Callable[[Explored], bool] | None) -> None:
        explored, queue = self._explored, self._queue
        self._arrive(_Node(self._model.begin(), 0, frozenset(), again=False))
        while queue and explored.transitions < most:
            self._expand(queue.popleft())
            explored.left = len(queue)
            if go_on is not None and not go_on(explored):
                return

    def _expand(self, node: _Node) -> None:
        for step in self._steps(node):
            taken = self._take(node, step)
            if taken is None:
                continue
            after = _after(node, taken)
            just_held = type(step) is Meet and bool(step.way)
            if just_held or (not self._arrive(after) and type(step) is Break):
                self._try(after)

    def _try(self, node: _Node) -> None:
        """Every move is tried on a way of failing that is merged with another, and on one of just holding."""
        state = node.state
        if (tried := (state.progress.stage, state.known)) not in self._tried:
            self._tried.add(tried)
            for ask in self._menus[state.progress.stage].onward:
                self._take(node, ask)

    def _arrive(self, node: _Node) -> bool:
        """Queue *node*, unless one like it was there before."""
        key = self._alike.key(node.state, again=node.again)
        if key in self._seen:
            return False
        self._seen.add(key)
        self._queue.append(node)
        self._explored.states += 1
        self._look_back(node)
        return True

    def _look_back(self, node: _Node) -> None:
        """Hold the invariants against the whole way to a new state."""
        due = [one for one in self._invariants if self._explored.states % one.share == 0]
        if not due or node.step is None:
            return
        story = Story(steps=node.steps())
        raising = [one for one in self._held if isinstance(one, NothingRaises)]
        played = play(self._model, story, (*(due if self._world else ()), *raising), world=self._world)
        broken = played.broken or judge_whole(self._model, played.taken, due)
        if broken is not None:
            self._fail(story, broken)

    def _take(self, node: _Node, step: Step) -> Taken | None:
        """Take *step* and hold the invariants against it; None where one broke."""
        try:
            taken = self._model.take(node.state, step)
        except Exception as error:  # noqa: BLE001 - raised again where nothing holds it for broken
            broken = NothingRaises.broken(self._held, step, error)
            self._fail(Story(steps=(*node.steps(), step)), broken)
            return None
        explored = self._explored
        explored.transitions += 1
        explored.coverage.record(taken)
        for invariant in self._invariants:
            due = explored.transitions % invariant.share == 0
            if due and (found := invariant.of_step(self._model, taken)) is not None:
                self._fail(Story(steps=(*node.steps(), step)), found)
                return None
        return taken

    def _fail(self, found: Story, broken: Broken) -> None:
        invariant = next((one for one in self._invariants if one.id == broken.invariant), None)
        if invariant is None:
            return  # seen before
        self._invariants.remove(invariant)
        self._explored.failures += (failure(self._model, found, invariant, broken, self._world),)

    # ---- what can be done

    def _steps(self, node: _Node) -> Iterator[Step]:
        state = node.state
        menu = self._menus[state.progress.stage]
        yield from menu.onward
        yield from menu.others
        if state.progress.status is Status.NEW:
            return
        yield from menu.bare
        yield from (Wait(moment) for moment in self._model.moments if moment > state.now)
        if not node.broken:
            yield from menu.undeclared
            yield from menu.unchanged
            yield from (Race(one, one) for one in (*menu.onward, *menu.others))
        if state.progress.status is Status.ON_HOLD:
            yield Ask(Resume(), Actor(OWNER))
        elif state.progress.status is Status.OPEN:
            yield Ask(Hold(REASON), Actor(OWNER))
            yield from self._changes(node)
            yield from self._waivers(state)

    def _changes(self, node: _Node) -> Iterator[Step]:
        """What is known is broken where few enough things are, and mended where something is."""
        progress = node.state.progress
        menu = self._menus[progress.stage]
        yield from (Meet(name) for name in self._failing(node.state))
        waived = {waiver.requirement for waiver in progress.waivers}.intersection(menu.binding)
        if node.broken < self._explored.at_once:
            for name in sorted(waived) or (*menu.binding, *menu.told):
                yield from self._model.breaks(name)
                yield from self._model.meets(name)[1:]
            for name in self._model.promises.get(progress.stage, ()):
                yield from self._model.breaks(name)

    def _failing(self, state: State) -> list[str]:
        return [name for name, outcome in self._alike.failing(state) if not outcome.lets_pass]

    def _waivers(self, state: State) -> Iterator[Step]:
        """Waivers for today and for long, for what fails here and may be waived; once each."""
        binding = self._menus[state.progress.stage].binding
        given = {waiver.requirement for waiver in state.progress.waivers}.intersection(binding)
        for name in self._failing(state):
            roles = self._model.inverted.judgement(name).requirement.waivable_by
            if roles and name in binding and name not in given and len(given) < self._explored.at_once:
                days = (state.now.date(), max(self._model.moments[-1], state.now).date())
                yield from (Ask(Waive(name, REASON, day), actor_of(roles[0])) for day in days)


def _after(node: _Node, taken: Taken) -> _Node:
    """Where a step led: how much is broken now, and whether the stage was entered before."""
    before, after, step = taken.before.progress, taken.after.progress, taken.step
    broken = node.broken + isinstance(step, Break)
    if isinstance(step, Meet):
        broken = max(0, broken - 1)
    if after.since == before.since and after.stage == before.stage:
        return _Node(taken.after, broken, node.visited, node.again, node, step)
    visited = node.visited | {before.stage}
    return _Node(taken.after, broken, visited, after.stage in visited, node, step)
