"""A portfolio read once, to be asked again: on another day, by another playbook, after a change of rules.

With numpy, the extra ``arrays``, its fields are kept as arrays; without, it is read again each time.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from medsales_core.rules.columns import compile_columns
from medsales_core.rules.requirement import Judgement, Outcome

if TYPE_CHECKING:
    from medsales_core.rules.arrays.portfolio import Portfolio

__all__ = ["Sheet"]


class Sheet:
    """The facts of a portfolio, to be judged more than once.

    Fields are read when the first requirement asks for them, and kept.

    Args:
        facts: One for each row: a deal, an order, whatever is judged.
    """

    def __init__(self, facts: Iterable[Any]) -> None:
        self.facts: Sequence[Any] = tuple(facts)

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def _arrays(self) -> "Portfolio | None":
        if find_spec("numpy") is None:
            return None
        from medsales_core.rules.arrays.portfolio import Portfolio  # noqa: PLC0415 - numpy is an extra

        return Portfolio(self.facts)

    def judge(self, judgements: Iterable[Judgement], at: dt.datetime) -> Mapping[str, list[Outcome]]:
        """The outcomes of *judgements*.

        Args:
            judgements: Compiled requirements, as a plan holds them.

            at: The moment judged.

        Returns:
            For each requirement, by id, a list of outcomes in the order of the facts, equal to those of
            `Judgement.outcome`.
        """
        if self._arrays is None:
            return compile_columns(judgements)(self.facts, at)
        return self._arrays.judge(judgements, at)
