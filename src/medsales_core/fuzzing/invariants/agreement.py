"""What must agree: explaining with deciding, one by one with columns, a playbook with another."""

from collections.abc import Sequence

from medsales_core.engine.command import Migrate
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import EventKind
from medsales_core.engine.explain import Opening
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken
from medsales_core.fuzzing.step import Ask, Race
from medsales_core.playbook.playbook import Playbook
from medsales_core.text import LangText, text

__all__ = ["ColumnsAgree", "DecidesAs", "ExplainAgrees"]

_MOST_ROWS = 6


class ExplainAgrees(Invariant):
    """Every way is open or shut, whether it is explained or tried with all that it may ask for."""

    id = "explain-agrees"
    title = text("What is explained is what is decided", "说明与判定一致")
    share = 12

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        state = taken.after
        if not state.progress.process:
            return None
        explained = model.playbook.explain(state.progress, state.facts, at=state.now)
        differing = (self._differs(model, state, opening) for opening in explained.openings)
        return next((found for found in differing if found is not None), None)

    def _differs(self, model: Model, state: State, opening: Opening) -> LangText | None:
        ask = model.fullest[opening.transition.id, state.progress.stage]
        decision = model.take(state, ask).decisions[0]
        if opening.is_open is decision.accepted:
            return None
        kept = dict(decision.events[0].data)
        return text(
            f"{opening.transition.id!r} is told to be {'open' if opening.is_open else 'shut'}, and came to {kept}",
            f"“{opening.transition.id}”的说明与判定不符：{kept}",
        )


class ColumnsAgree(Invariant):
    """Every requirement comes out alike, whether one by one or over a column of facts."""

    id = "columns-agree"
    title = text("One by one agrees with whole columns", "逐条判定与整列判定一致")
    share = 10

    def after_story(self, model: Model, story: Sequence[Taken]) -> LangText | None:
        if not story:
            return None
        facts = list({id(taken.after.facts): taken.after.facts for taken in story[-_MOST_ROWS:]}.values())
        at, judgements = story[-1].after.now, model.playbook.plan.judgements
        for name, found in model.columns(facts, at).items():
            singly = [judgements[name].outcome(one, at) for one in facts]
            if found != singly:
                return text(
                    f"{name!r}: {found}, and one by one {singly}", f"“{name}”：{found}，逐条为{singly}"
                )
        return None


class DecidesAs(Invariant):
    """Another playbook grants and refuses the same: the shortest story that tells two versions apart.

    Args:
        other: The playbook to compare with.
    """

    id = "decides-as"
    title = text("Both playbooks decide alike", "两个版本的判定一致")

    def __init__(self, other: Playbook) -> None:
        self.other = other

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        version = taken.before.progress.version
        # On a store, what was written down of a subject was decided too.
        decided = [one for one in taken.decisions if one.events[0].kind is not EventKind.DESCRIBED]
        for asked, decision in zip(_asks(taken), decided, strict=False):
            if isinstance(asked.command, Migrate):
                continue  # what is a change for one of them is none for the other
            other = self.other.decide(
                decision.progress,
                asked.command,
                facts=decision.facts,
                actor=asked.actor,
                at=decision.at,
                expected_version=version,
            )
            if (other.accepted, other.events[0].kind) != (decision.accepted, decision.events[0].kind):
                return _told(decision, other)
        return None


def _asks(taken: Taken) -> tuple[Ask, ...]:
    step = taken.step
    if isinstance(step, Race):
        return step.first, step.second
    return (step,) if isinstance(step, Ask) else ()


def _told(decision: Decision, other: Decision) -> LangText:
    """Which of the two refused, and for what."""
    refused = other if decision.accepted else decision
    named = ", ".join(finding.requirement or finding.code for finding in refused.blocking)
    if decision.accepted:
        return text(f"granted here, refused there for {named}", f"此处放行，彼处因{named}拒绝")
    return text(f"refused here for {named}, granted there", f"此处因{named}拒绝，彼处放行")
