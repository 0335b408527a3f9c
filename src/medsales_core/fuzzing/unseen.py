"""Why something was not seen of a playbook: what was tried for it and how that ended, or why nothing could be tried."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from medsales_core.engine.plan import WISHES
from medsales_core.fuzzing.model import Model
from medsales_core.rules.reads import thresholds_read
from medsales_core.rules.requirement import Outcome
from medsales_core.text import LangText, text

__all__ = ["Tried", "why_unseen"]

_LISTED: Final = 4


@attrs.define
class Tried:
    """What was tried and led to nothing that is counted.

    Attributes:
        otherwise: How often a way of a requirement came out as something else; what it came out as.

        refused: How often a move was refused, by the stage left, the command and its target; what stood against
            it the last time.
    """

    otherwise: dict[tuple[str, str], tuple[int, Outcome]] = attrs.field(factory=dict)
    refused: dict[tuple[str, str, str], tuple[int, Mapping[str, Any]]] = attrs.field(factory=dict)

    def __add__(self, other: "Tried") -> "Tried":
        return Tried(
            otherwise={**other.otherwise, **self.otherwise}, refused={**other.refused, **self.refused}
        )

    def came_out(self, requirement: str, way: str, outcome: Outcome) -> None:
        """A way of a requirement was tried, and came out as *outcome* instead."""
        count, _ = self.otherwise.get((requirement, way), (0, outcome))
        self.otherwise[requirement, way] = count + 1, outcome

    def was_refused(self, stage: str, data: Mapping[str, Any]) -> None:
        """What was asked at *stage* was refused; *data* is what was kept of that."""
        key = stage, data["command"], data["to"]
        count, _ = self.refused.get(key, (0, data))
        self.refused[key] = count + 1, data


def why_unseen(
    model: Model, seen: Mapping[tuple[str, str, str], int], tried: Tried, item: tuple[str, str, str]
) -> LangText:
    """Why *item*, which is none of *seen*, was not seen."""
    return _Why(model, seen, tried).of(*item)


@attrs.frozen
class _Why:
    model: Model
    seen: Mapping[tuple[str, str, str], int]
    tried: Tried

    def of(self, kind: str, name: str, detail: str) -> LangText:
        return _WHY[kind](self, name, detail)

    def _reached(self, stage: str) -> bool:
        return ("stage", stage, "") in self.seen

    def stage(self, name: str, _: str) -> LangText:
        into = [(source, way) for (way, source), one in self.model.transitions.items() if one.target == name]
        if not into:
            return text("no move leads there", "没有通往该阶段的流转")
        if not (near := [(source, way) for source, way in into if self._reached(source)]):
            stages = _listed(dict.fromkeys(source for source, _ in into))
            return text(f"no stage that leads there was reached: {stages}", f"未到达任何前置阶段：{stages}")
        return self.transition(near[0][1], near[0][0])

    def transition(self, name: str, detail: str) -> LangText:
        if not self._reached(detail):
            return text(f"the stage that it leaves was not reached: {detail}", f"未到达其起始阶段：{detail}")
        way = self.model.transitions[name, detail]
        wish = next(wish for wish, spec in WISHES.items() if way.kind in spec.kinds)
        count, data = self.tried.refused.get((detail, wish.__name__, way.target), (0, {}))
        if not count:
            return text(f"{name!r} was not asked for at {detail!r}", f"未在“{detail}”申请“{name}”")
        against = [*data["objections"], *data["requirements"]]
        told = text(
            f"{name!r} was refused at {detail!r} each time, {count} in all, the last time for {_listed(against)}",
            f"在“{detail}”申请“{name}”共{count}次均被拒绝，最近一次原因：{_listed(against)}",
        )
        hopeless = [one for one in data["requirements"] if one in self.model.inverted.impossible]
        return told if not hopeless else _joined(told, self._impossible(hopeless[0]))

    def requirement(self, name: str, detail: str) -> LangText:
        if detail == Outcome.PASS and name in self.model.inverted.impossible:
            return self._impossible(name)
        if (unreached := self._unreached(name)) is not None:
            return unreached
        if detail == Outcome.WAIVED:
            return self._unwaived(name)
        count, outcome = self.tried.otherwise.get((name, "" if detail == Outcome.PASS else detail), (0, ""))
        if not count:
            return _NOT_TRIED
        return text(f"tries: {count}, and it came out as: {outcome}", f"已尝试{count}次，结果为：{outcome}")

    def refusal(self, name: str, _: str) -> LangText:
        if all(way.outcome.lets_pass for way in self.model.ways(name).values()):
            return text("no facts were found that break it", "未找到不满足它的资料")
        return self._unreached(name) or text(
            "no move that it binds was asked for while it was broken", "未在其不满足时申请受其约束的流转"
        )

    def side(self, name: str, detail: str) -> LangText:
        readers = [
            requirement.id
            for requirement in self.model.requirements.values()
            if any(threshold.id == name for threshold in thresholds_read(requirement.condition))
        ]
        if detail == "kept" and (hopeless := [n for n in readers if n in self.model.inverted.impossible]):
            return self._impossible(hopeless[0])
        return text(
            f"none of what reads it came out on that side: {_listed(readers)}",
            f"引用它的要求均未落在该侧：{_listed(readers)}",
        )

    def reason(self, name: str, _: str) -> LangText:
        if name == "not-waivable" and all(one.waivable_by for one in self.model.requirements.values()):
            return text("every requirement may be waived by somebody", "所有要求均可由有权人员豁免")
        return text("nothing that was asked provoked it", "所提请求均未引发此理由")

    def role(self, name: str, _: str) -> LangText:
        return text("nobody was granted anything in this role", "未有以该角色获准的请求")

    def _impossible(self, name: str) -> LangText:
        why = self.model.inverted.impossible[name]
        return text("no facts fulfil it: {why}", "没有资料能满足它：{why}").format(why=f"{name}: {why}")

    def _unreached(self, name: str) -> LangText | None:
        """None of the stages where a requirement matters was reached."""
        menus = (menus for menus in self.model.menus.values())
        homes = [stage for one in menus for stage, menu in one.items() if name in (*menu.binding, *menu.told)]
        if not homes or any(map(self._reached, homes)):
            return None
        return text(
            f"none of its stages was reached: {_listed(homes)}", f"未到达其所在阶段：{_listed(homes)}"
        )

    def _unwaived(self, name: str) -> LangText:
        stopped = self.seen.get(("refusal", name, ""), 0)
        if not stopped:
            return text("it stopped no move, so there was nothing to waive", "未曾因其被拒，无需豁免")
        roles = _listed(self.model.requirements[name].waivable_by)
        return text(
            f"it stopped {stopped} moves, and no waiver by {roles} let one of them pass",
            f"因其被拒{stopped}次，{roles}的豁免均未使其通过",
        )


_NOT_TRIED: Final = text("it was not tried", "未尝试")
_WHY: Final[Mapping[str, Callable[[_Why, str, str], LangText]]] = {
    "stage": _Why.stage,
    "transition": _Why.transition,
    "requirement": _Why.requirement,
    "refusal": _Why.refusal,
    "side": _Why.side,
    "reason": _Why.reason,
    "role": _Why.role,
}


def _joined(first: LangText, second: LangText) -> LangText:
    return text(f"{first['en']}; {second['en']}", f"{first['zh-Hans']}；{second['zh-Hans']}")


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    return ", ".join(known[:_LISTED]) + (" ..." if len(known) > _LISTED else "")
