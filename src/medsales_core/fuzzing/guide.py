"""What a walk does next: it knows the process, mends what a refusal names, and prefers what it has not tried yet."""

import datetime as dt
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import Final

from medsales_core.engine.command import Actor, Hold, Lose, Reopen, Resume, Waive
from medsales_core.engine.progress import Status
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.menu import NOBODY, REASON, Menu, actor_of
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken, World
from medsales_core.fuzzing.step import Ask, Break, HandOver, Meet, Race, Step, Undo, Wait

__all__ = ["Guide"]

_CLOSED: Final = frozenset({Status.WON, Status.LOST, Status.COMPLETED, Status.RETIRED})
_DAY: Final = dt.timedelta(days=1)


class Guide:
    """Chooses the steps of walks under *model* by lot, from *rng* alone.

    It remembers over all stories which ways of which requirements were tried, and takes the untried ones first.
    """

    def __init__(self, model: Model, rng: Random) -> None:
        self._model = model
        self._rng = rng
        self._plans: list[Step] = []
        self._process = ""
        self._untried = self._all_ways()
        self._unwaived = {r.id for r in model.playbook.requirements.values() if r.waivable_by}
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

    def begin(self, world: World) -> State:
        """The beginning of another story in *world*."""
        self._plans.clear()
        menus = self._model.menus
        (self._process,) = self._rng.choices(list(menus), list(map(self._left, menus)))
        return world.begin(bare=self._luck(0.15))

    def _left(self, process: str) -> int:
        """How much there is to be tried in a process."""
        menus = self._model.menus[process]
        unwaived = sum(not self._unwaived.isdisjoint(menu.binding) for menu in menus.values())
        return sum(1 + len(self._untried[stage]) for stage in menus) + 20 * unwaived

    def next(self, taken: Taken | None, state: State) -> Step | None:
        """What to do in *state*, after *taken*; None where the story has come to its end."""
        rng, plans = self._rng, self._plans
        menu = self._model.menus[self._process][state.progress.stage]
        if taken is not None and taken.decisions:
            if not taken.decisions[0].accepted:
                self._react(taken, menu)
            elif set_aside := taken.decisions[0].events[0].data.get("set_aside"):
                self._unwaived.difference_update(set_aside)
        if plans and self._luck(0.95):
            return plans.pop()
        status = state.progress.status
        if status is Status.NEW:
            return rng.choice(menu.onward) if self._luck(0.95) else menu.undeclared[0]
        if status in _CLOSED and self._luck(0.25):
            return None
        if status is Status.OPEN and self._sweeps(state):
            return self._break(state, menu)
        drawn = bisect(self._bounds, rng.random() * self._bounds[-1])
        return self._choices[drawn](state, menu)

    def _luck(self, share: float) -> bool:
        """True in that share of all cases."""
        return self._rng.random() < share

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
        if state.facts.deal and self._is_to_be_waived(named):
            self._plans = [step, *(self._waiver(name, state, days=0) for name in named)]
            return
        lingers = bool(self._untried.get(state.progress.stage)) and self._luck(0.7)
        again = menu.full.get(step, step) if self._luck(0.2) else step
        self._plans = [*(() if lingers else (again,)), *map(Meet, named)]

    def _is_to_be_waived(self, named: list[str]) -> bool:
        """All of them may be waived, and some of them never were."""
        waivable = all(self._model.inverted.judgement(name).requirement.waivable_by for name in named)
        return waivable and self._luck(0.05 if self._unwaived.isdisjoint(named) else 0.7)

    # ---- what may be done by itself

    def _move(self, _state: State, menu: Menu) -> Step:
        rng = self._rng
        if self._luck(0.1):
            actors = self._model.actors or (NOBODY,)
            return Ask(rng.choice(menu.onward or menu.others).command, rng.choice(actors))
        if menu.onward and self._luck(0.7):
            return rng.choice(menu.onward)
        if menu.bare and self._luck(0.4):
            return rng.choice(menu.bare)
        return rng.choice(menu.others or menu.onward or menu.undeclared)

    def _break(self, state: State, menu: Menu) -> Step:
        """A requirement is broken, then the move that it binds is tried."""
        stage = state.progress.stage
        untried = self._untried.get(stage) or self._untried[""]
        if untried and state.now == self._model.start:
            step: Step = untried.pop()
            if isinstance(step, Ask) and isinstance(step.command, Reopen):
                self._plans = [step]
                return next(ask for ask in menu.others if isinstance(ask.command, Lose))
        else:
            unwaived = tuple(filter(self._unwaived.__contains__, menu.binding))
            names = unwaived or menu.binding or menu.told or tuple(self._model.playbook.requirements)
            name = self._rng.choice(names)
            ways = list(self._model.ways(name))
            step = Break(name, self._rng.choice(ways)) if ways else Meet(name)
        if menu.onward and type(step) is not Ask:
            self._plans.append(self._rng.choice(menu.onward))
        return step

    def _sweeps(self, state: State) -> bool:
        """There is something untried here, and it is to be tried before the story leads on."""
        untried = state.now == self._model.start and self._untried.get(state.progress.stage)
        return bool(untried) and self._luck(0.7)

    def _meet(self, _state: State, menu: Menu) -> Step:
        names = menu.binding or menu.told
        if not names:
            return Undo()
        name = self._rng.choice(names)
        ways = list(self._model.inverted.met(name))
        way = self._rng.choice(ways) if ways and self._luck(0.7) else ""
        if menu.onward:
            self._plans.append(self._rng.choice(menu.onward))
        return Meet(name, way)

    def _wait(self, state: State, _menu: Menu) -> Step:
        """Mostly until one of the next moments at which something may change; seldom back."""
        rng, moments = self._rng, self._model.moments
        here = bisect(moments, state.now)
        if self._luck(0.06):
            return Wait(state.now - dt.timedelta(seconds=1))
        ahead = moments[here : here + 4] if self._luck(0.8) else moments[here:]
        return Wait(rng.choice(ahead) if ahead else state.now + _DAY)

    def _waive(self, state: State, menu: Menu) -> Step:
        rng = self._rng
        names = menu.binding if menu.binding and self._luck(0.9) else tuple(self._model.playbook.requirements)
        name = rng.choice(names)
        waiver = self._waiver(name, state, rng.choice((-1, 0, 0, 0, 1, 2, rng.randrange(3, 40))))
        if self._luck(0.3):
            self._plans.extend(self._broken_and_asked(name, menu))
        if self._luck(0.8):
            return waiver
        return Ask(waiver.command, rng.choice((NOBODY, Actor(OWNER, waiver.actor.roles))))

    def _broken_and_asked(self, name: str, menu: Menu) -> list[Step]:
        ways = list(self._model.ways(name))
        if not ways or not menu.onward:
            return []
        return [self._rng.choice(menu.onward), Break(name, self._rng.choice(ways))]

    def _waiver(self, name: str, state: State, days: int) -> Ask:
        """A waiver for so many days, by somebody who may give it."""
        roles = self._model.inverted.judgement(name).requirement.waivable_by
        actor = actor_of(self._rng.choice(roles)) if roles else NOBODY
        return Ask(Waive(name, REASON, state.now.date() + days * _DAY), actor)

    def _hold(self, state: State, _menu: Menu) -> Step:
        held = state.progress.status is Status.ON_HOLD
        return Ask(Resume() if held else Hold(REASON), Actor(OWNER))

    def _undo(self, _state: State, _menu: Menu) -> Step:
        return Undo()

    def _race(self, _state: State, menu: Menu) -> Step:
        every = menu.onward + menu.others or menu.undeclared
        return Race(self._rng.choice(every), self._rng.choice(every))

    def _undeclared(self, _state: State, menu: Menu) -> Step:
        return self._rng.choice(menu.undeclared)

    def _hand_over(self, _state: State, _menu: Menu) -> Step:
        return HandOver(self._rng.choice((OWNER, *(actor.id for actor in self._model.actors))))

    def _all_ways(self) -> dict[str, list[Step]]:
        """Every way of every requirement at the stage where it matters, and every way back; drawn by lot."""
        left = set(self._model.playbook.requirements)
        found: dict[str, list[Step]] = {"": []}
        for menus in self._model.menus.values():
            for stage, menu in menus.items():
                found[stage] = self._ways_of([*menu.binding, *menu.told], menu.others)
                left -= {*menu.binding, *menu.told}
        found[""] = self._ways_of(sorted(left))
        return found

    def _ways_of(self, names: list[str], asks: tuple[Ask, ...] = ()) -> list[Step]:
        steps: list[Step] = list(asks)
        for name in names:
            steps += [Meet(name), *(Break(name, way) for way in self._model.ways(name))]
        self._rng.shuffle(steps)
        return steps
