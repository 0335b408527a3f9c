"""Deals as JSON lines: what a host writes out of its own tables in ten lines of any language."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from medsales_core.engine.process import Process
from medsales_core.errors import MedsalesError, ValueRefused
from medsales_core.model.deal import Deal
from medsales_core.ports.importer import Importer, RejectedRow, RowRead, SourceUnusable, StageEntered
from medsales_core.text import LangText, text
from medsales_core.wire import from_data

__all__ = ["JsonLines"]

_KEYS: Final = frozenset({"deal", "stages"})
_STAGE_KEYS: Final = frozenset({"stage", "at", "outcome", "reason"})
_NOT_JSON: Final = text("it is no JSON: {found}", "不是有效的JSON：{found}")
_BAD_SHAPE: Final = text(
    "{found}; a line is a table of 'deal' and 'stages'", "{found}；每行应为含“deal”与“stages”的对象"
)
_BAD_DEAL: Final = text("it describes no deal: {found}", "不是有效的商机数据：{found}")
_BAD_STAGES: Final = text("its way is not told: {found}", "阶段记录无效：{found}")


class JsonLines(Importer):
    """One deal a line, as JSON: ``{"deal": {...}, "stages": [{"stage": "...", "at": "..."}]}``.

    ``deal`` holds the fields of `medsales_core.model.Deal` as plain data, with its ``id``. Each of ``stages`` has
    a ``stage``, and may have a time ``at`` with its zone (ISO 8601), an ``outcome`` (``won`` or ``lost``) and the
    ``reason`` of it. Nothing is guessed: an unknown key, a time without a zone or a field of another type
    rejects the line. Empty lines are no rows. The encoding is UTF-8.
    """

    id = "jsonl"
    title = text("JSON lines", "JSON行")
    suffixes = (".jsonl", ".ndjson")

    def read(self, source: Path, processes: Mapping[str, Process]) -> Iterator[RowRead | RejectedRow]:
        """One answer for each line that is not empty; the stages are held against the playbook later."""
        try:
            lines = source.read_text("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as problem:
            raise SourceUnusable(
                f"it cannot be read as UTF-8: {problem}", hint="write it as UTF-8", where=source.name
            ) from problem
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _answer(number, line.strip())


def _answer(number: int, line: str) -> RowRead | RejectedRow:
    def rejected(code: str, reason: LangText, found: object, column: str = "") -> RejectedRow:
        told = reason.format(found=str(found))
        return RejectedRow(line=number, code=code, reason=told, column=column, row=(line,))

    try:
        data = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        return rejected("not-json", _NOT_JSON, problem)
    if not isinstance(data, dict) or set(data) != _KEYS:
        found = f"keys {', '.join(sorted(data)) or 'none'}" if isinstance(data, dict) else type(data).__name__
        return rejected("bad-shape", _BAD_SHAPE, found)
    try:
        deal = from_data(Deal, data["deal"])
    except MedsalesError as problem:
        return rejected("bad-deal", _BAD_DEAL, _said(problem), "deal")
    try:
        return RowRead(line=number, deal=deal, stages=_stages(data["stages"]))
    except ValueError as problem:
        return rejected("bad-stages", _BAD_STAGES, _said(problem), "stages")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


def _said(problem: Exception) -> str:
    if not isinstance(problem, MedsalesError):
        return str(problem)
    return f"{problem.where}: {problem.message}" if problem.where else problem.message


def _stages(data: Any) -> tuple[StageEntered, ...]:
    if not isinstance(data, list):
        raise ValueRefused(f"'stages' takes a list, not {data!r}")
    return tuple(_stage(item) for item in data)


def _stage(data: Any) -> StageEntered:
    if not isinstance(data, dict) or not {"stage"} <= set(data) <= _STAGE_KEYS:
        raise ValueRefused(f"a stage takes the keys {', '.join(sorted(_STAGE_KEYS))}, not {data!r}")
    if not all(isinstance(value, str) for value in data.values()):
        raise ValueRefused(f"the values of a stage are text, not {data!r}")
    at = data.get("at")
    return StageEntered(**{**data, "at": dt.datetime.fromisoformat(at) if at else None})
