"""The outcomes of requirements on a portfolio of facts, by arrays; what they are unsure of is judged one by one."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

import medsales_core.rules.arrays.holding_lists
import medsales_core.rules.arrays.holding_periods  # noqa: F401 - both register what they hold
from medsales_core.rules.arrays.holding import Ask, held
from medsales_core.rules.arrays.pairs import Pairs
from medsales_core.rules.arrays.table import Table
from medsales_core.rules.arrays.truth import Truth
from medsales_core.rules.condition import When
from medsales_core.rules.requirement import Judgement, Outcome

__all__ = ["Portfolio"]

_UNKNOWN, _NA = 2, 3
_OUTCOMES: Final = np.array([Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE], object)


class Portfolio:
    """The facts of many rows, whose fields are read when the first requirement asks for them, and kept."""

    def __init__(self, facts: Sequence[Any]) -> None:
        self.facts = facts
        self._table = Table(facts)
        self._pairs = Pairs()

    def judge(self, judgements: Iterable[Judgement], at: dt.datetime) -> Mapping[str, list[Outcome]]:
        """The outcomes by the id of the requirement, in the order of the facts."""
        return {judgement.requirement.id: self._outcomes(judgement, at) for judgement in judgements}

    def _outcomes(self, judgement: Judgement, at: dt.datetime) -> list[Outcome]:
        if not len(self.facts):
            return []
        condition, ask = judgement.requirement.condition, Ask(at, judgement.context, self._pairs)
        if isinstance(condition, When):
            asked, part = held(condition.guard, self._table, ask), held(condition.part, self._table, ask)
        else:
            asked, part = None, held(condition, self._table, ask)
        numbers = _numbers(part)
        if asked is not None:
            numbers[~asked.yes] = _NA
            if asked.unknown is not None:
                numbers[asked.unknown] = _UNKNOWN
        found: list[Outcome] = _OUTCOMES.take(numbers).tolist()
        for truth in (part, asked):
            if truth is not None and truth.doubt is not None:
                for row in np.flatnonzero(truth.doubt).tolist():
                    found[row] = judgement.outcome(self.facts[row], at)
        return found


def _numbers(truth: Truth) -> Any:
    numbers = truth.yes.astype(np.int8)
    if truth.unknown is not None:
        numbers[truth.unknown] = _UNKNOWN
    return numbers
