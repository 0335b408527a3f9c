"""The promises of the playbook itself: a step that breaks one is the counterexample."""

from medsales_core.engine.promise import Promise, is_kept
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.promised import name_of
from medsales_core.fuzzing.state import Taken
from medsales_core.text import LangText, text

__all__ = ["PromiseIsKept", "PromisesAreKept"]


class PromiseIsKept(Invariant):
    """One promise, judged on the facts on which a move was granted.

    Args:
        promise: The promise.
    """

    def __init__(self, promise: Promise) -> None:
        self.promise = promise
        self.id = f"{PromisesAreKept.id}.{name_of(promise)}"
        self.title = promise.label

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        if taken.decision is None or not taken.decision.accepted:
            return None
        moved, promise = taken.decision.events[0].data.get("transition"), self.promise
        way = model.transitions.get((moved, taken.before.progress.stage)) if moved else None
        if way is None or not promise.speaks_of(way):
            return None
        if is_kept(promise, taken.before.facts, taken.before.now, model.playbook.plan.context):
            return None
        return text("{kind} {id}: {label} ({way})", "{kind} {id}：{label}（{way}）").format(
            kind=promise.kind, id=promise.id, label=promise.label, way=way.id
        )


class PromisesAreKept(Invariant):
    """Every ``[always.ID]`` and ``[never.ID]`` of the playbook; each that is broken is told by itself."""

    id = "promises-are-kept"
    title = text("What the process promises is kept", "流程的承诺得到遵守")

    def each(self, model: Model) -> tuple[Invariant, ...]:
        return tuple(map(PromiseIsKept, model.playbook.promises.values()))

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        told = (one.after_step(model, taken) for one in self.each(model))
        return next((what for what in told if what is not None), None)
