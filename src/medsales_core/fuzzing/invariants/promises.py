"""The promises of the playbook itself: a step that breaks one is the counterexample."""

from medsales_core.engine.promise import is_kept
from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken
from medsales_core.text import LangText, text

__all__ = ["PromisesAreKept"]


class PromisesAreKept(Invariant):
    """Every ``[always.ID]`` and ``[never.ID]`` of the playbook, judged on the facts on which a move was granted."""

    id = "promises-are-kept"
    title = text("What the process promises is kept", "流程的承诺得到遵守")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        promises = model.playbook.promises
        if not promises or taken.decision is None or not taken.decision.accepted:
            return None
        moved = taken.decision.events[0].data.get("transition")
        way = model.transitions.get((moved, taken.before.progress.stage)) if moved else None
        if way is None:
            return None
        for promise in promises.values():
            if promise.speaks_of(way) and not is_kept(
                promise, taken.before.facts, taken.before.now, model.playbook.plan.context
            ):
                return text("{kind} {id}: {label} ({way})", "{kind} {id}：{label}（{way}）").format(
                    kind=promise.kind, id=promise.id, label=promise.label, way=way.id
                )
        return None
