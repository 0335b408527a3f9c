"""What a run has seen of a playbook, what there was to see, and why the rest was not seen."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from medsales_core.engine.event import EventKind
from medsales_core.engine.judged import waiver_for
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken
from medsales_core.fuzzing.step import Ask, Break, Meet
from medsales_core.fuzzing.unseen import Tried, why_unseen
from medsales_core.rules.reads import thresholds_read
from medsales_core.rules.requirement import Outcome
from medsales_core.text import LangText

__all__ = ["KINDS", "Coverage", "Goal", "Item", "Missing"]

#: What is counted: stages entered, transitions made, how requirements came out, the requirements that stopped a
#: move, the engine's own reasons, the roles that were granted something, the sides of thresholds.
KINDS: Final = ("stage", "transition", "requirement", "refusal", "reason", "role", "side")
#: The reasons of the engine itself that can be provoked under any playbook.
_REASONS: Final = (
    "no-such-move",
    "not-waivable",
    "nothing-to-migrate",
    "reason-required",
    "stale-version",
    "time-goes-back",
    "unknown-stage",
    "wrong-status",
)
_KEPT, _BROKEN = "kept", "broken"


class Item(NamedTuple):
    """One thing that can be seen.

    Args:
        kind: One of `KINDS`.

        name: Id of the stage, transition, requirement, role, threshold; or the code of a reason.

        detail: The stage left, the way in which a requirement came out, the side of a threshold.
    """

    kind: str
    name: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" + (f": {self.detail}" if self.detail else "")


class Missing(NamedTuple):
    """Something that was not seen, and why."""

    item: Item
    why: LangText


class Goal(NamedTuple):
    """How much of one kind is to be seen: ``requirement-coverage=1.0``."""

    kind: str
    ratio: float

    @classmethod
    def parse(cls, written: str) -> "Goal":
        """The goal that is *written* like ``stage-coverage=1.0``.

        Raises:
            UnknownName: No such kind is counted.

            ValueRefused: The ratio is no number from 0 to 1.
        """
        name, _, ratio = written.partition("=")
        kind = name.removesuffix("-coverage")
        if kind not in KINDS:
            raise UnknownName.among("coverage", kind, KINDS)
        try:
            wanted = float(ratio or 1)
        except ValueError:
            wanted = -1.0
        if not 0 <= wanted <= 1:
            raise ValueRefused(f"a ratio lies between 0 and 1, not {ratio!r}", hint=f"{kind}-coverage=1.0")
        return cls(kind, wanted)


class Coverage:
    """Counts what is seen of the playbook of *model*."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.seen: Counter[tuple[str, str, str]] = Counter()
        self._tried = Tried()
        self._found: dict[tuple[Break | Meet, dt.datetime], tuple[Outcome, tuple[Item, ...]]] = {}

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All that there is to be seen."""
        return tuple(dict.fromkeys(_items(self._model)))

    @cached_property
    def _sides(self) -> Mapping[str, tuple[str, ...]]:
        requirements = self._model.requirements.values()
        return {r.id: tuple({t.id for t in thresholds_read(r.condition)}) for r in requirements}

    def __add__(self, other: "Coverage") -> "Coverage":
        both = Coverage(self._model)
        both.seen = self.seen + other.seen
        both._tried = self._tried + other._tried
        return both

    def ratio(self, kind: str) -> float:
        """How much of that kind was seen, from 0 to 1."""
        every = [item for item in self.items if item.kind == kind]
        return sum(item in self.seen for item in every) / len(every) if every else 1.0

    def is_met(self, goal: Goal) -> bool:
        return self.ratio(goal.kind) >= goal.ratio

    def missing(self, kind: str = "") -> tuple[Missing, ...]:
        """What was not seen, of that kind or of all, each with the reason."""
        lacking = (item for item in self.items if item not in self.seen and kind in ("", item.kind))
        return tuple(Missing(item, why_unseen(self._model, self.seen, self._tried, item)) for item in lacking)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "ratios": {kind: self.ratio(kind) for kind in KINDS},
            "missing": [{"item": str(item), "why": dict(why)} for item, why in self.missing()],
        }

    # ---- counting

    def record(self, taken: Taken) -> None:
        """Count what was seen in one step."""
        step = taken.step
        for decision in taken.decisions:
            event = decision.events[0]
            if decision.accepted:
                self._granted(taken.before, event)
            else:
                self._refused(taken.before.progress.stage, event.data)
        if (type(step) is Break or type(step) is Meet) and step.requirement in self._sides:
            self._judged(step, taken.after)
        elif type(step) is Ask and taken.decisions and taken.decisions[0].accepted:
            for role in step.actor.roles:
                self.seen["role", role, ""] += 1

    def _granted(self, before: State, event: Any) -> None:
        data = event.data
        if event.kind is EventKind.OPENED:
            self.seen["stage", data["to"], ""] += 1
        elif "transition" in data:
            self.seen["transition", data["transition"], data["from"]] += 1
            if data["to"]:
                self.seen["stage", data["to"], ""] += 1
            for name in data.get("set_aside", ()):
                requirement = self._model.playbook.requirements[name]
                if (
                    waiver_for(requirement, before.progress.waivers, before.now, data["transition"])
                    is not None
                ):
                    self.seen["requirement", name, Outcome.WAIVED] += 1

    def _refused(self, stage: str, data: Mapping[str, Any]) -> None:
        self._tried.was_refused(stage, data)
        for code in data["objections"]:
            self.seen["reason", code, ""] += 1
        for name, outcome in data["requirements"].items():
            self.seen["refusal", name, ""] += 1
            if outcome is Outcome.ERROR:
                self.seen["requirement", name, outcome] += 1

    def _judged(self, step: Break | Meet, after: State) -> None:
        """Count how the requirement came out that was broken or met.

        The step sets all that the requirement reads, so at one moment it always comes out alike: it is judged once.
        """
        key = (step, after.now)
        found = self._found.get(key)
        if found is None:
            outcome = self._model.inverted.judgement(step.requirement).outcome(after.facts, after.now)
            found = self._found[key] = outcome, tuple(self._shown(step, outcome))
        outcome, items = found
        for item in items:
            self.seen[item] += 1
        if outcome is not self._meant(step):
            self._tried.came_out(step.requirement, step.way, outcome)

    def _meant(self, step: Break | Meet) -> Outcome:
        """How the requirement was to come out."""
        return self._model.ways(step.requirement)[step.way].outcome if type(step) is Break else Outcome.PASS

    def _shown(self, step: Break | Meet, outcome: Outcome) -> Iterator[Item]:
        name = step.requirement
        if outcome is Outcome.PASS:
            yield Item("requirement", name, outcome)
            yield from (Item("side", threshold, _KEPT) for threshold in self._sides[name])
        elif type(step) is Break and outcome is self._meant(step):
            yield Item("requirement", name, step.way)
            if outcome is Outcome.FAIL:
                yield from (Item("side", threshold, _BROKEN) for threshold in self._sides[name])


def _items(model: Model) -> Iterator[Item]:
    book = model.playbook
    for process in book.processes.values():
        yield from (Item("stage", stage.id) for stage in process.stages)
        for way in process.transitions:
            yield from (Item("transition", way.id, source) for source in way.sources)
    bound = {name for menus in model.menus.values() for menu in menus.values() for name in menu.binding}
    for requirement in model.requirements.values():
        yield Item("requirement", requirement.id, Outcome.PASS)
        yield from (Item("requirement", requirement.id, way) for way in model.ways(requirement.id))
        if requirement.id in bound:
            yield Item("refusal", requirement.id)
            if requirement.waivable_by:
                yield Item("requirement", requirement.id, Outcome.WAIVED)
        for threshold in thresholds_read(requirement.condition):
            yield from (Item("side", threshold.id, side) for side in (_KEPT, _BROKEN))
    yield from (Item("reason", code) for code in _REASONS)
    yield from (Item("role", role) for role in book.roles)
