"""The promises of a playbook as what can be met and broken, so that a run tries them where no gate speaks of them."""

from collections.abc import Mapping

from medsales_core.engine.promise import Promise, PromiseKind
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.condition import Not
from medsales_core.rules.requirement import Judgement, Requirement, Severity, compile_requirement
from medsales_core.text import text

__all__ = ["name_of", "promised"]

_NOTHING = text("", "")


def name_of(promise: Promise) -> str:
    """What a promise is called beside requirements: ``never.signed-unregistered``."""
    return f"{promise.kind}.{promise.id}"


def promised(playbook: Playbook) -> Mapping[str, Judgement]:
    """Every promise as a requirement that stops nothing, by name."""
    return {
        name_of(promise): compile_requirement(_as_requirement(promise), playbook.plan.context)
        for promise in playbook.promises.values()
    }


def _as_requirement(promise: Promise) -> Requirement:
    condition = promise.condition
    return Requirement(
        id=name_of(promise),
        label=promise.label,
        source=promise.source,
        applies_to="",
        kind="promise",
        strength="",
        severity=Severity.INFO,
        condition=condition if promise.kind is PromiseKind.ALWAYS else Not(condition),
        evidence=_NOTHING,
        remedy=_NOTHING,
    )
