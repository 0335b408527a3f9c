"""What a plugin provides and what others rely on, so that its failure is named and stays its own."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from medsales_core.engine.process import Process
from medsales_core.model.facts import Facts
from medsales_core.ports.portfolio import Case
from medsales_core.ports.score import Score, ScoringMethod
from medsales_core.text import text

__all__ = ["GuardedScore"]


class GuardedScore(ScoringMethod):
    """A scoring method of a plugin: where it fails, the score is insufficient and says whose fault that is.

    Args:
        method: The method.

        plugin: Its plugin and distribution, as they are told.
    """

    def __init__(self, method: ScoringMethod, plugin: str) -> None:
        self.id, self.title, self.version = method.id, method.title, method.version
        self._method, self._plugin = method, plugin

    def score(self, case: Case, facts: Facts, processes: Mapping[str, Process], *, at: dt.datetime) -> Score:
        try:
            answer: object = self._method.score(case, facts, processes, at=at)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:  # noqa: BLE001 - a score that failed is no reason to lose the others
            return self._failed(f"{type(problem).__name__}: {problem}")
        return answer if isinstance(answer, Score) else self._failed(f"{answer!r}, which is no Score")

    @property
    def unguarded(self) -> ScoringMethod:
        """The method itself, for those who look for its failures."""
        return self._method

    def __getattr__(self, name: str) -> Any:
        """Whatever else the method can do."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._method, name)

    def _failed(self, found: str) -> Score:
        told = text(f"{self.id} of {self._plugin} failed: {found}", f"{self._plugin}的{self.id}出错：{found}")
        return Score.lacking(told, low=Decimal(0), high=Decimal(0))
