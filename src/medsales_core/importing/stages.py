"""What the rows of a deal say of its way through the stages, in order, before any event is made of it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from medsales_core.importing.cells import Values, cleaned
from medsales_core.importing.history import Change
from medsales_core.importing.mapping import Column, StageRule, Stages
from medsales_core.importing.rejects import BadCell, near

__all__ = ["StageReader", "Step", "rule_of"]


class Step(NamedTuple):
    """One thing that a deal did.

    Args:
        stage: The stage it came to; for an outcome, the one it was closed in.

        outcome: Won or lost, empty for a stage.

        at: When, None where the file does not say.

        reason: Why it was lost.

        file: Which of the files says so: 0 the deals, 1 the history.

        line: The line that says so.

        row: The row, of a history.
    """

    stage: str
    outcome: str
    at: dt.datetime | None
    reason: str = ""
    file: int = 0
    line: int = 0
    row: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """Where the deal stands after it."""
        return self.outcome or self.stage

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same as a step that the store holds."""
        return self.state, self.at.isoformat() if self.at else ""


def rule_of(stages: Stages, column: Column, value: str) -> StageRule:
    """What *value* of the stage *column* means."""
    rule = stages.rules.get(value)
    if rule is None:
        known = tuple(stages.rules)
        raise BadCell("unknown-stage", column.name, value, known=", ".join(known), near=near(value, known))
    return rule


class StageReader:
    """Reads the steps of a deal from its row, and from the rows of its history where there are some.

    Args:
        stages: What the mapping says of stages.

        values: The readers of the run.

        columns: Where the columns of the file of deals stand.
    """

    def __init__(self, stages: Stages, values: Values, columns: dict[str, int]) -> None:
        self._stages, self._columns = stages, columns
        self._entered = self._moment(stages.entered, values)
        self._closed = self._moment(stages.closed, values)
        self._cell = cleaned(stages.column, columns[stages.column.name]) if stages.column else None

    def _moment(self, column: Column | None, values: Values) -> Callable[[Sequence[str]], dt.datetime | None]:
        if column is None:
            return lambda _: None
        cell, name = cleaned(column, self._columns[column.name]), column.name

        def moment(row: Sequence[str]) -> dt.datetime | None:
            found = cell(row)
            return values.dates.moment(found, name) if found else None

        return moment

    def current(self, row: Sequence[str]) -> StageRule | None:
        """What the row says of where the deal stands now; None where no column says it."""
        if self._cell is None or self._stages.column is None:
            return None
        return rule_of(self._stages, self._stages.column, self._cell(row))

    def of_row(self, row: Sequence[str], line: int, rule: StageRule) -> tuple[Step, ...]:
        """The steps that the deal's own row tells."""
        entered = self._entered(row)
        first, steps = self._stages.entered_stage, []
        if first and entered:
            steps.append(Step(first, "", entered, line=line))
            if not rule.outcome and rule.stage != first:
                steps.append(Step(rule.stage, "", None, line=line))
        else:
            steps.append(Step(rule.stage, "", entered, line=line))
        if rule.outcome:
            steps.append(Step(rule.stage, rule.outcome, self._closed(row), rule.reason, line=line))
        return tuple(steps)

    def of_history(
        self, row: Sequence[str], line: int, changes: Iterable[Change]
    ) -> tuple[tuple[Step, ...], int]:
        """The steps that the history tells, and how many of its rows changed nothing."""
        steps: list[Step] = []
        unchanged = 0
        for change in changes:
            rule = self._stages.rules[change.stage]
            step = Step(rule.stage, rule.outcome, change.at, rule.reason, 1, change.line, change.row)
            if not steps and step.outcome:
                # It was somewhere before it was closed; when it came there, only its own row can say.
                steps.append(Step(rule.stage, "", self._entered(row), line=line))
            if steps and steps[-1].state == step.state:
                unchanged += 1
            else:
                steps.append(step)
        return tuple(steps), unchanged
