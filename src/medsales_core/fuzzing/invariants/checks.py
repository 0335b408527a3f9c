"""What must hold of the checks that requirements call: they answer, whatever they are asked about."""

from collections.abc import Iterator, Mapping
from typing import Any

from medsales_core.fuzzing.invariants.invariant import Invariant
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken
from medsales_core.rules.requirement import Judgement, Outcome
from medsales_core.text import LangText, text

__all__ = ["ChecksAnswer"]


class ChecksAnswer(Invariant):
    """No requirement that stops a move comes out as an error, and each can say why it stops it.

    An error blocks, as it must; but it is the fault of a check, not of the deal.
    """

    id = "checks-answer"
    title = text("What a requirement tests gives an answer", "要求所做的检查都有结果")
    share = 3

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        refused = [decision for decision in taken.decisions if not decision.accepted]
        failing: list[tuple[Mapping[str, Any], Any, Any]] = [
            (one.events[0].data["requirements"], one.facts, one.at) for one in refused
        ]
        told = (
            what
            for named, facts, at in failing
            for name, outcome in named.items()
            if outcome is Outcome.ERROR or name in model.checked
            for what in _errors(model.inverted.judgement(name), facts, at)
        )
        return next(told, None)


def _errors(judgement: Judgement, facts: Any, at: Any) -> Iterator[LangText]:
    name = judgement.requirement.id
    for reason in judgement.reasons(facts, at):
        if reason.operator == "error":
            yield text("{name!r}: {what}", "“{name}”：{what}").format(name=name, what=reason.message)
