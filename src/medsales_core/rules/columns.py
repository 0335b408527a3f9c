"""Requirements over a whole portfolio at once: each field is read once, each requirement is one pass over its columns.

What cannot be said of columns, and every row where a root was not supplied or a test fails, is judged one by
one, so that the outcomes are those of `Judgement.outcome` to the last.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

import attrs

import medsales_core.rules.emitting_lists  # noqa: F401 - registers what lists hold as a whole
from medsales_core.model.facts import NOT_SUPPLIED, Facts
from medsales_core.rules.condition import When
from medsales_core.rules.emitting import Row, emit_row
from medsales_core.rules.requirement import Judgement, Outcome
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.values import path_reader

__all__ = ["Columns", "compile_columns", "judge_columns"]

_Run: TypeAlias = Callable[[Sequence[Sequence[Any]], Sequence[Any]], list[Outcome]]
#: From so many requirements, and outcomes, on reading fields into arrays takes less time than going through lists.
_SEVERAL, _MUCH = 150, 400_000
_OUTCOMES = {"PASS": Outcome.PASS, "FAIL": Outcome.FAIL, "NA": Outcome.NOT_APPLICABLE}


@attrs.frozen(eq=False)
class _Pass:
    """One requirement as one pass over columns; without *run* it has none."""

    judgement: Judgement
    paths: tuple[ResolvedPath, ...] = ()
    late: tuple[Callable[[dt.datetime], Any], ...] = ()
    run: _Run | None = None


@attrs.define(eq=False)
class _Sheet:
    """The columns that were read of one portfolio."""

    facts: Sequence[Facts]
    at: dt.datetime
    _read: dict[tuple[str, ...], tuple[Sequence[Any], frozenset[int]]] = attrs.field(factory=dict, init=False)

    def column(self, path: ResolvedPath) -> tuple[Sequence[Any], frozenset[int]]:
        """The values at *path*, and the rows where it was not supplied."""
        known = self._read.get(path.steps)
        if known is None:
            known = self._read[path.steps] = self._values(path)
        return known

    def _values(self, path: ResolvedPath) -> tuple[Sequence[Any], frozenset[int]]:
        if len(path.steps) > 1 and not path.lists - {len(path.steps) - 1}:
            try:
                return list(map(attrgetter(".".join(path.steps)), self.facts)), frozenset()
            except AttributeError:  # something on the way is empty or was not supplied: row by row
                pass
        read = path_reader(path)
        values = [read(facts, facts, self.at, None) for facts in self.facts]
        gaps = frozenset(row for row, value in enumerate(values) if value is NOT_SUPPLIED)
        return [None if value is NOT_SUPPLIED else value for value in values] if gaps else values, gaps


@attrs.frozen(eq=False)
class Columns:
    """Requirements compiled for portfolios; call it as often as there are portfolios."""

    _passes: tuple[_Pass, ...]

    def __call__(self, facts: Sequence[Facts], at: dt.datetime) -> Mapping[str, list[Outcome]]:
        """The outcomes by the id of the requirement, in the order of *facts*."""
        sheet = _Sheet(facts, at)
        return {one.judgement.requirement.id: _outcomes(one, sheet) for one in self._passes}


def judge_columns(
    judgements: Iterable[Judgement], facts: Sequence[Facts], at: dt.datetime
) -> Mapping[str, list[Outcome]]:
    """The outcomes of *judgements* on each of *facts*, by the id of the requirement.

    Args:
        judgements: Compiled requirements, as a plan holds them.

        facts: One for each row: a deal, an order, whatever is judged.

        at: The moment judged.

    Returns:
        For each requirement a list of outcomes, in the order of *facts*, equal to those of `Judgement.outcome`.
    """
    known = tuple(judgements)
    if len(known) >= _SEVERAL and len(known) * len(facts) >= _MUCH:
        from medsales_core.rules.sheet import Sheet  # noqa: PLC0415 - imports numpy, where it is there

        return Sheet(facts).judge(known, at)
    return compile_columns(known)(facts, at)


def compile_columns(judgements: Iterable[Judgement]) -> Columns:
    """Compile *judgements* once for many portfolios."""
    return Columns(tuple(_compiled(judgement) for judgement in judgements))


def _compiled(judgement: Judgement) -> _Pass:
    condition, row = judgement.requirement.condition, Row()
    guard = emit_row(condition.guard, row) if isinstance(condition, When) else ""
    said = emit_row(condition.part if isinstance(condition, When) else condition, row)
    if guard is None or said is None or not row.paths:
        return _Pass(judgement)
    result = f"PASS if {said} else FAIL"
    if guard:
        result = f"({result}) if {guard} else NA"
    columns = [f"c{number}" for number in range(len(row.paths))]
    rows = "columns[0]" if len(columns) == 1 else "zip(*columns)"
    late = "".join(f"    t{number} = late[{number}]\n" for number in range(len(row.late)))
    source = f"def run(columns, late):\n{late}    return [{result} for {', '.join(columns)} in {rows}]\n"
    scope: dict[str, Any] = {**row.values, **_OUTCOMES}
    exec(source, scope)  # noqa: S102 - our own text around resolved field names; values are bound, never written
    return _Pass(judgement, tuple(row.paths.values()), tuple(row.late), scope["run"])


def _outcomes(one: _Pass, sheet: _Sheet) -> list[Outcome]:
    found = _in_one_pass(one, sheet) if one.run is not None else None
    return [one.judgement.outcome(facts, sheet.at) for facts in sheet.facts] if found is None else found


def _in_one_pass(one: _Pass, sheet: _Sheet) -> list[Outcome] | None:
    """The outcomes, or None where some row's test fails: which one is found row by row."""
    assert one.run is not None, "asked before"
    try:
        read = [sheet.column(path) for path in one.paths]
        found = one.run([values for values, _ in read], [value(sheet.at) for value in one.late])
    except Exception:  # noqa: BLE001 - as in `Judgement.outcome`: whatever it raised is that row's error
        return None
    for row in frozenset().union(*(gaps for _, gaps in read)):
        found[row] = one.judgement.outcome(sheet.facts[row], sheet.at)
    return found
