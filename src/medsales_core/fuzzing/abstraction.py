"""When two states of a world are alike: what a search may merge, and what it assumes when it does."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from medsales_core.engine.progress import Progress, Status
from medsales_core.fuzzing.knowledge import SOUND, Known
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State
from medsales_core.rules.requirement import Outcome
from medsales_core.text import LangText, text

__all__ = ["ASSUMED", "Abstraction", "Key"]

#: What is assumed where states are merged, for a person.
ASSUMED: Final[tuple[LangText, ...]] = (
    text(
        "states are alike when stage, status, the outcome of every requirement of the process, the waivers and a "
        "second visit of the stage are the same, whatever else was known or when it was",
        "阶段、状态、本流程各项要求的结果、豁免及是否再次进入本阶段均相同的情形视为相同",
    ),
    text(
        "every way of failing is tried with every move onward of its stage before it is merged; so is every way of "
        "just holding, which is not gone on from",
        "每种不满足方式在合并之前均先试遍本阶段的前进流转；每种临界满足方式亦然，但不再由此展开",
    ),
    text(
        "what is known makes no difference while the subject is on hold or closed, and does not change then",
        "暂停或关闭期间资料不变，亦不影响判定",
    ),
    text(
        "time goes on, from one limit to the next, and a waiver is given for what fails at that time",
        "时间只向前推进，逐一到达各界限；豁免仅针对当时不满足的要求",
    ),
    text(
        "a waiver makes a difference at the stages that its requirement binds, where nothing else is broken then",
        "豁免仅在其要求所约束的阶段产生影响，届时不再违反其他要求",
    ),
)


class Key(NamedTuple):
    """What must be the same for two states to be alike."""

    stage: str
    status: Status
    failing: tuple[tuple[str, Outcome], ...]
    waived: tuple[tuple[str, bool, bool], ...]
    again: bool


class Abstraction:
    """The keys of the states of one process; outcomes are judged once for what is known at a moment."""

    def __init__(self, model: Model, process: str) -> None:
        self._model = model
        menus = model.menus[process].values()
        self._binding = {stage: frozenset(menu.binding) for stage, menu in model.menus[process].items()}
        names = sorted({name for menu in menus for name in (*menu.binding, *menu.told)})
        self._judgements = {name: model.inverted.judgement(name) for name in names}
        self._readers = self._by_slot()
        self._known: dict[tuple[Known, dt.datetime, Any], tuple[tuple[str, Outcome], ...]] = {}

    def _by_slot(self) -> Mapping[int, frozenset[str]]:
        """The requirements that read each slot."""
        found: dict[int, set[str]] = {}
        inverted = self._model.inverted
        for name in self._judgements:
            for slot, _ in self._model.library.restored(inverted.paths[name], inverted.sound):
                found.setdefault(slot, set()).add(name)
        return {slot: frozenset(names) for slot, names in found.items()}

    def key(self, state: State, *, again: bool) -> Key:
        """The key of *state*, in a stage that was entered *again* or for the first time."""
        progress = state.progress
        failing = self.failing(state) if progress.status is Status.OPEN else ()
        waived = self._waived(progress, state.now) if progress.waivers else ()
        return Key(progress.stage, progress.status, failing, waived, again)

    def failing(self, state: State) -> tuple[tuple[str, Outcome], ...]:
        """The requirements of the process that do not simply hold, each with how it comes out."""
        at = (state.known, state.now, state.now.utcoffset())
        found = self._known.get(at)
        if found is None:
            found = self._known[at] = tuple(self._judged(state))
        return found

    def _judged(self, state: State) -> list[tuple[str, Outcome]]:
        facts, now = state.facts, state.now
        if state.known == SOUND:
            judged = [(name, one.outcome(facts, now)) for name, one in self._judgements.items()]
            return [pair for pair in judged if pair[1] is not Outcome.PASS]
        # Only what reads a slot that is not sound can come out otherwise than on the sound facts.
        sound = self.failing(state._replace(known=SOUND, facts=self._model.inverted.sound))
        touched = frozenset[str]().union(*(self._readers.get(slot, ()) for slot, _ in state.known))
        judged = [(name, self._judgements[name].outcome(facts, now)) for name in touched]
        others = [pair for pair in sound if pair[0] not in touched]
        return sorted([*others, *(pair for pair in judged if pair[1] is not Outcome.PASS)])

    def _waived(self, progress: Progress, now: dt.datetime) -> tuple[tuple[str, bool, bool], ...]:
        """Each waiver that counts at the stage: whether it is in force, and whether it lasts longer than the day."""
        binding, day = self._binding[progress.stage], now.date()
        waivers = [one for one in progress.waivers if one.requirement in binding]
        found = {(one.requirement, one.in_force(now), one.expires_on > day) for one in waivers}
        return tuple(sorted(found))
