"""What walks have still to try, stage by stage: every way of every requirement, every waiver, every move, by lot."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import TypeAlias

from medsales_core.engine.command import Lose, Reopen, Waive
from medsales_core.fuzzing.coverage import Coverage, Item
from medsales_core.fuzzing.menu import NOBODY, REASON, Menu, actor_of, ask_for
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.step import Ask, Break, Meet, Race, Step, Wait
from medsales_core.rules.requirement import Outcome

__all__ = ["Try", "Untried"]

#: Steps that are done one after the other where a story stands.
Try: TypeAlias = tuple[Step, ...]


class Untried:
    """What is left to try under *model*, as far as *coverage* did not see it; it is remembered over all stories.

    What was tried and did not come about is tried again, once nothing else is left at its stage.
    """

    def __init__(self, model: Model, coverage: Coverage, rng: Random) -> None:
        self._model, self._seen, self._rng = model, coverage.seen, rng
        self._asks = _asks(model)
        self._menus = {stage: menu for menus in model.menus.values() for stage, menu in menus.items()}
        self._lacking = self._by_stage(coverage.items)
        self._tries = {stage: self._all_at(stage, menu) for stage, menu in self._menus.items()}
        self._unheld = {stage: [*menu.binding, *menu.told] for stage, menu in self._menus.items()}
        self._holding: dict[tuple[str, str], list[Try]] = {}
        bound = {name for menu in self._menus.values() for name in (*menu.binding, *menu.told)}
        self._tries[""] = self._shuffled(
            try_ for name in sorted(model.requirements.keys() - bound) for try_ in self._ways("", name)
        )
        self._roles = [Item("role", role) for role in model.playbook.roles]

    def refill(self) -> None:
        """Put back what is still not seen where nothing else is left to try."""
        for stage, lacking in self._lacking.items():
            if lacking and not self._tries[stage]:
                left = self._lacking[stage] = [item for item in lacking if item not in self._seen]
                self._tries[stage] = self._shuffled(self._try(stage, item) for item in left)

    def left(self, stage: str) -> int:
        """How much is left to try at a stage."""
        return len(self._tries[stage])

    def take(self, stage: str) -> Try:
        """One of what is left at a stage, or else of what is left anywhere; nothing if nothing is."""
        tries = self._tries[stage] or self._tries[""]
        return tries.pop() if tries else ()

    def holding(self, stage: str) -> Try:
        """What was not tried at a stage and shows nothing that is counted: that limits and waivers lie where they should.

        Finding limits costs most of what a playbook costs to turn round, so it is done for one requirement at a time.
        """
        names = self._unheld[stage]
        while names:
            name = self._rng.choice(names)
            if (stage, name) not in self._holding:
                just = ((step, *self._bound(stage, name)) for step in self._model.meets(name)[1:])
                self._holding[stage, name] = self._shuffled((*just, *self._waived_elsewhere(stage, name)))
            if left := self._holding[stage, name]:
                return left.pop()
            names.remove(name)
        return ()

    def wants_waiver(self, requirements: Iterable[str]) -> bool:
        """Some of them were never waived."""
        return any(("requirement", name, Outcome.WAIVED) not in self._seen for name in requirements)

    def role(self) -> str:
        """A role that nobody has acted in yet, empty if there is none."""
        while self._roles and self._roles[-1] in self._seen:
            self._roles.pop()
        return self._roles[-1].name if self._roles else ""

    # ---- what there is to try

    def _by_stage(self, items: Iterable[Item]) -> dict[str, list[Item]]:
        """What is to be seen at each stage; a requirement at the first of its stages."""
        homes: dict[str, str] = {}
        for stage, menu in self._menus.items():
            for name in (*menu.binding, *menu.told):
                homes.setdefault(name, stage)
        found: dict[str, list[Item]] = {stage: [] for stage in self._menus}
        for item in items:
            if item.kind == "transition":
                found[item.detail].append(item)
            elif item.kind in ("requirement", "refusal"):
                found[homes.get(item.name, "")].append(item)
            elif item.kind == "reason" and item.name != "nothing-to-migrate":  # that is how stories end
                found[next(stage for stage in self._menus if stage)].append(item)
        return found

    def _all_at(self, stage: str, menu: Menu) -> list[Try]:
        """All that is counted and can be tried at a stage."""
        tries = [_way_back(menu, ask) for ask in menu.others]
        for name in (*menu.binding, *menu.told, *self._model.promises.get(stage, ())):
            tries += self._ways(stage, name)
        return self._shuffled(tries)

    def _ways(self, stage: str, name: str) -> Iterator[Try]:
        yield (Meet(name),)
        yield from ((step, *self._bound(stage, name)) for step in self._model.breaks(name))

    def _waived_elsewhere(self, stage: str, name: str) -> Iterator[Try]:
        """What is waived for one move must not open another: each pair of moves that lead on from a stage."""
        roles = self._model.requirements[name].waivable_by
        for way in self._menus[stage].leaving if roles else ():
            waiver = Ask(Waive(name, REASON, self._model.start.date(), way), actor_of(roles[0]))
            meant = ask_for(self._model.transitions[way, stage])
            for other in self._asks.get((stage, name), ()):
                if other != meant and (broken := self._failing(name)):
                    yield waiver, Break(name, broken), other

    def _try(self, stage: str, item: Item) -> Try:
        """What shows *item* at a stage, if anything does."""
        kind, name, detail = item
        if kind == "transition":
            ask = ask_for(self._model.transitions[name, detail])
            return _way_back(self._menus[stage], ask)
        if kind == "reason":
            return self._objectionable(self._menus[stage], name)
        if detail == Outcome.PASS:
            return (Meet(name),)
        broken = detail if detail and detail != Outcome.WAIVED else self._failing(name)
        return (Break(name, broken), *self._bound(stage, name)) if broken else (Meet(name),)

    def _objectionable(self, menu: Menu, code: str) -> Try:
        """What the engine itself is to object to."""
        start, ask = self._model.start, (menu.onward or menu.others or menu.undeclared)[0]
        if code == "time-goes-back":
            return (Wait(start - dt.timedelta(seconds=1)), ask, Wait(start))
        if code == "stale-version":
            return (Race(ask, ask),)
        fixed = [name for name, one in self._model.requirements.items() if not one.waivable_by]
        if code == "not-waivable" and fixed:
            return (Ask(Waive(self._rng.choice(fixed), REASON, start.date()), NOBODY),)
        return (self._rng.choice(menu.undeclared),)

    def _failing(self, name: str) -> str:
        """One of the ways in which a requirement stops a move, empty where there is none."""
        failing = [way.name for way in self._model.ways(name).values() if not way.outcome.lets_pass]
        return self._rng.choice(failing) if failing else ""

    def _bound(self, stage: str, name: str) -> Try:
        """One of the moves that a requirement stops at a stage, if it stops any."""
        asks = self._asks.get((stage, name)) or self._menus[stage].onward[:1]
        return (self._rng.choice(asks),) if asks else ()

    def _shuffled(self, tries: Iterable[Try]) -> list[Try]:
        found = list(tries)
        self._rng.shuffle(found)
        return found


def _asks(model: Model) -> Mapping[tuple[str, str], tuple[Ask, ...]]:
    """The moves that each requirement binds at each stage, and those that each promise speaks of."""
    found: dict[tuple[str, str], list[Ask]] = {}
    for (name, source), way in model.transitions.items():
        bound = [judgement.requirement.id for judgement in model.binding(name, source)]
        for one in (*bound, *model.promises_of[name, source]):
            found.setdefault((source, one), []).append(ask_for(way))
    return {key: tuple(asks) for key, asks in found.items()}


def _way_back(menu: Menu, ask: Ask) -> Try:
    """A move, after what leads to it: only what was lost is reopened."""
    lost = next((one for one in menu.others if isinstance(one.command, Lose)), None)
    return (lost, ask) if isinstance(ask.command, Reopen) and lost is not None else (ask,)
