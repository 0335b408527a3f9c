"""What a walk does next: it knows the process, mends what a refusal names, and prefers what it has not tried yet."""

import datetime as dt
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Final, TypeVar

from medsales_core.engine.command import Actor, Hold, Resume, Waive
from medsales_core.engine.progress import Status
from medsales_core.fuzzing.coverage import Coverage
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.menu import NOBODY, REASON, Menu, actor_of
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.routes import routes
from medsales_core.fuzzing.state import State, Taken, World
from medsales_core.fuzzing.step import Ask, HandOver, Race, Step, Undo, Wait
from medsales_core.fuzzing.untried import Untried

__all__ = ["Guide"]

_CLOSED: Final = frozenset({Status.WON, Status.LOST, Status.COMPLETED, Status.RETIRED})
_DAY: Final = dt.timedelta(days=1)
_T = TypeVar("_T")


class Guide:
    """Chooses the steps of walks under *model* by lot, from *rng* alone.

    It remembers over all stories what was tried and what *coverage* saw; most stories go where something is left,
    and try that first.
    """

    def __init__(self, model: Model, coverage: Coverage, rng: Random) -> None:
        self._model = model
        self._rng = rng
        self._random = rng.random
        self._plans: list[Step] = []
        self._process, self._goal = "", ""
        self._menus: Mapping[str, Menu] = {}
        self._untried = Untried(model, coverage, rng)
        self._routes = {process.id: routes(process) for process in model.playbook.processes.values()}
        choices: tuple[tuple[int, Callable[[State, Menu], Step]], ...] = (
            (44, self._move),
            (24, self._break),
            (6, self._meet),
            (8, self._wait),
            (6, self._waive),
            (4, self._hold),
            (3, self._undo),
            (2, self._race),
            (3, self._undeclared),
            (1, self._hand_over),
        )
        self._bounds = list(accumulate(weight for weight, _ in choices))
        self._choices = [choice for _, choice in choices]
        self._ended = False

    def begin(self, world: World) -> State:
        """The beginning of another story in *world*."""
        self._plans.clear()
        self._ended = False
        self._untried.refill()
        left = self._untried.left
        menus = self._model.menus
        (self._process,) = self._rng.choices(
            list(menus), [sum(1 + 5 * left(stage) for stage in stages) for stages in menus.values()]
        )
        self._menus = menus[self._process]
        stages = [stage for stage in self._menus if stage and left(stage)]
        self._goal = self._rng.choices(stages, list(map(left, stages)))[0] if stages else ""
        return world.begin(bare=self._luck(0.15))

    def next(self, taken: Taken | None, state: State) -> Step | None:
        """What to do in *state*, after *taken*; None where the story has come to its end.

        The last thing that is asked is a migration, which must be refused whatever happened before.
        """
        if self._ended:
            return None
        step = self._next(taken, state)
        if step is None:
            self._ended = True
            return self._menus[state.progress.stage].unchanged[0]
        return step

    def _next(self, taken: Taken | None, state: State) -> Step | None:
        plans = self._plans
        stage, status = state.progress.stage, state.progress.status
        menu = self._menus[stage]
        if taken is not None and taken.decisions and not plans and not taken.decisions[0].accepted:
            self._react(taken, menu)
        if plans and self._luck(0.95):
            return plans.pop()
        if status is Status.NEW:
            return self._opening(menu)
        if status in _CLOSED and self._luck(0.25):
            return None
        if status is Status.OPEN and state.now == self._model.start:
            if self._untried.left(stage):
                if self._luck(0.7):
                    return self._sweep(state, menu)
            elif (onward := self._routes[self._process].get((stage, self._goal))) and self._luck(0.5):
                return onward
            elif self._luck(0.35):
                return self._meet(state, menu)
        drawn = bisect(self._bounds, self._random() * self._bounds[-1])
        return self._choices[drawn](state, menu)

    def _luck(self, share: float) -> bool:
        """True in that share of all cases."""
        return self._random() < share

    def _any(self, things: Sequence[_T]) -> _T:
        """One of *things*; `Random.choice` takes twice as long to be exact where there are billions."""
        return things[int(self._random() * len(things))]

    def _opening(self, menu: Menu) -> Step:
        """Opening it, mostly; by somebody in a role that nobody acted in yet, if there is one."""
        if self._luck(0.05):
            return menu.undeclared[0]
        role = self._untried.role()
        return Ask(menu.onward[0].command, actor_of(role)) if role and self._luck(0.5) else menu.onward[0]

    # ---- what a refusal suggests

    def _react(self, taken: Taken, menu: Menu) -> None:
        """Plan to mend what was named and, now and then, to ask again: that leads on to the next stage."""
        step = taken.step
        if type(step) is not Ask or self._plans or self._luck(0.1):
            return
        data = taken.decisions[0].events[0].data
        if data["objections"]:
            self._objected(step, data["objections"], taken.after, menu)
        elif named := list(data["requirements"]):
            self._lacking(step, named, taken.after, menu)

    def _objected(self, step: Ask, codes: tuple[str, ...], state: State, menu: Menu) -> None:
        if "wrong-status" in codes and state.progress.status is Status.ON_HOLD:
            self._plans = [step, Ask(Resume(), Actor(OWNER))]
        elif (full := menu.full.get(step, step)) != step:
            self._plans = [full]

    def _lacking(self, step: Ask, named: list[str], state: State, menu: Menu) -> None:
        if state.facts.deal and self._are_to_be_waived(named):
            self._plans = [step, *(self._waiver(name, state, days=0) for name in named)]
            return
        lingers = bool(self._untried.left(state.progress.stage)) and self._luck(0.7)
        again = menu.full.get(step, step) if self._luck(0.2) else step
        self._plans = [*(() if lingers else (again,)), *[self._model.meets(name)[0] for name in named]]

    def _are_to_be_waived(self, named: list[str]) -> bool:
        """All of them may be waived, and some of them never were."""
        waivable = all(self._model.inverted.judgement(name).requirement.waivable_by for name in named)
        return waivable and self._luck(0.7 if self._untried.wants_waiver(named) else 0.05)

    # ---- what may be done by itself

    def _move(self, _state: State, menu: Menu) -> Step:
        if self._luck(0.1):
            actors = self._model.actors or (NOBODY,)
            return Ask(self._any(menu.onward or menu.others).command, self._any(actors))
        if menu.onward and self._luck(0.7):
            return self._any(menu.onward)
        if menu.bare and self._luck(0.4):
            return self._any(menu.bare)
        return self._any(menu.others or menu.onward or menu.undeclared)

    def _sweep(self, state: State, menu: Menu) -> Step:
        """One of what was not tried here; all but its first step is planned."""
        steps = self._untried.take(state.progress.stage)
        if not steps:
            return self._break(state, menu)
        self._plans += steps[:0:-1]
        return steps[0]

    def _break(self, state: State, menu: Menu) -> Step:
        """A requirement is broken, or what was promised of the next move; then a move is tried."""
        promises = self._model.promises.get(state.progress.stage, ())
        if promises and self._luck(0.3):
            name = self._any(promises)
        elif not (names := self._binding(menu)):
            return Undo()
        else:
            name = self._any(names)
        if menu.onward:
            self._plans.append(self._any(menu.onward))
        breaks = self._model.breaks(name)
        return self._any(breaks) if breaks else self._model.meets(name)[0]

    def _binding(self, menu: Menu) -> tuple[str, ...]:
        """What may be broken here; now and then what bound an earlier move, for it may have come undone since."""
        every = tuple(self._model.requirements)
        return every if self._luck(0.1) else menu.binding or menu.told or every

    def _meet(self, state: State, menu: Menu) -> Step:
        """A requirement just holds, or holds plainly; then a move is tried."""
        if steps := self._untried.holding(state.progress.stage):
            self._plans += steps[:0:-1]
            return steps[0]
        names = menu.binding or menu.told
        if not names:
            return Undo()
        if menu.onward:
            self._plans.append(self._any(menu.onward))
        name = self._any(names)
        plainly, *just = self._model.meets(name)
        return self._any(just) if just and self._luck(0.7) else plainly

    def _wait(self, state: State, _menu: Menu) -> Step:
        """Mostly until one of the next moments at which something may change; seldom back."""
        moments = self._model.moments
        here = bisect(moments, state.now)
        if self._luck(0.06):
            return Wait(state.now - dt.timedelta(seconds=1))
        ahead = moments[here : here + 4] if self._luck(0.8) else moments[here:]
        return Wait(self._any(ahead) if ahead else state.now + _DAY)

    def _waive(self, state: State, menu: Menu) -> Step:
        names = menu.binding if menu.binding and self._luck(0.9) else tuple(self._model.requirements)
        if not names:
            return self._hold(state, menu)
        name = self._any(names)
        days = self._any((-1, 0, 0, 0, 1, 2, 3 + int(self._random() * 37)))
        # Where several ways lead on, what is waived for one of them must not open another.
        several = len(menu.leaving) > 1
        scope = self._any(menu.leaving) if menu.leaving and self._luck(0.8 if several else 0.1) else ""
        waiver = self._waiver(name, state, days, scope)
        if scope or self._luck(0.4):
            self._plans.extend(self._broken_and_asked(name, menu))
            if self._luck(0.5):  # on the first day on which it no longer counts
                self._plans.insert(-1, Wait(state.now + (days + 1) * _DAY))
        if self._luck(0.8):
            return waiver
        return Ask(waiver.command, self._any((NOBODY, Actor(OWNER, waiver.actor.roles))))

    def _broken_and_asked(self, name: str, menu: Menu) -> list[Step]:
        breaks = self._model.breaks(name)
        if not breaks or not menu.onward:
            return []
        return [self._any(menu.onward), self._any(breaks)]

    def _waiver(self, name: str, state: State, days: int, scope: str = "") -> Ask:
        """A waiver for so many days, by somebody who may give it, for one move alone if *scope* names it."""
        roles = self._model.inverted.judgement(name).requirement.waivable_by
        actor = actor_of(self._any(roles)) if roles else NOBODY
        return Ask(Waive(name, REASON, state.now.date() + days * _DAY, scope), actor)

    def _hold(self, state: State, _menu: Menu) -> Step:
        held = state.progress.status is Status.ON_HOLD
        return Ask(Resume() if held else Hold(REASON), Actor(OWNER))

    def _undo(self, _state: State, _menu: Menu) -> Step:
        return Undo()

    def _race(self, _state: State, menu: Menu) -> Step:
        every = menu.onward + menu.others or menu.undeclared
        return Race(self._any(every), self._any(every))

    def _undeclared(self, _state: State, menu: Menu) -> Step:
        return self._any(menu.undeclared)

    def _hand_over(self, _state: State, _menu: Menu) -> Step:
        return HandOver(self._any((OWNER, *(actor.id for actor in self._model.actors))))
