"""Rows that are not taken: why, in both languages, and where they are kept."""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TextIO

import attrs

from medsales_core.ports.importer import SourceUnusable
from medsales_core.text import LangText, closest, text

__all__ = ["BadCell", "Reject", "RejectLog", "SourceUnusable", "near"]

#: How many rejects a result holds; all are counted, and all go to the file.
_KEPT: Final = 1000
_LONGEST: Final = 4096

_REASONS: Final[Mapping[str, LangText]] = {
    "ambiguous-date": text(
        "{column}: {value!r} fits several of the declared date formats and means another day in each",
        "{column}:{value!r} 符合多个已声明的日期格式，且含义不同",
    ),
    "bad-date": text(
        "{column}: {value!r} is no date in the declared formats ({known})",
        "{column}:{value!r} 不符合已声明的日期格式（{known}）",
    ),
    "bad-flag": text(
        "{column}: {value!r} is neither yes nor no; known: {known}",
        "{column}:{value!r} 既非“是”也非“否”；已知值：{known}",
    ),
    "bad-money": text(
        "{column}: {value!r} is no amount with the declared signs (decimal {decimal!r}, thousands {thousands!r})",
        "{column}:{value!r} 不是有效金额（小数点 {decimal!r}，千分位 {thousands!r}）",
    ),
    "bad-currency": text(
        "{column}: {value!r} is no ISO 4217 currency code{near}",
        "{column}:{value!r} 不是 ISO 4217 货币代码{near}",
    ),
    "bad-number": text("{column}: {value!r} is no number", "{column}:{value!r} 不是数字"),
    "bad-quotes": text(
        "the quotes of lines {line} to {last} do not match: {problem}",
        "第 {line} 至 {last} 行的引号不匹配：{problem}",
    ),
    "columns": text(
        "{found} cells where the header has {expected}", "该行有 {found} 个单元格，而表头有 {expected} 个"
    ),
    "deal-rejected": text(
        "the row of its deal {value!r}, line {first}, was rejected",
        "其商机 {value!r}（第 {first} 行）已被拒收",
    ),
    "duplicate-id": text(
        "{column}: {value!r} was seen before, in line {first}", "{column}:{value!r} 已在第 {first} 行出现过"
    ),
    "late-row": text(
        "it is dated before what the store already holds of {value!r}, and a store only appends; "
        "import into a new store to take it in",
        "该行时间早于存储中 {value!r} 的已有记录，而存储只能追加；请导入到新的存储",
    ),
    "lists-differ": text(
        "{column}: the columns of one list have different numbers of values",
        "{column}：同一列表的各列取值个数不同",
    ),
    "missing-id": text("{column}: the id is empty", "{column}：编号为空"),
    "missing-value": text("{column}: a value is required", "{column}：必须有值"),
    "nul": text("the row holds a NUL character", "该行含有 NUL 字符"),
    "no-history": text(
        "{value!r} has no row in the stage history, and its own row names no stage",
        "{value!r} 在阶段历史中没有记录，且本行未给出阶段",
    ),
    "repeated-deal": text(
        "the deal {value!r} was told before, in line {first}", "商机 {value!r} 已在第 {first} 行出现过"
    ),
    "two-digit-year": text(
        "{column}: the year of {value!r} has two digits; if all such years are of one century, "
        "declare it: century = 2000",
        "{column}:{value!r} 的年份只有两位；若均属同一世纪，请声明 century = 2000",
    ),
    "undecodable": text(
        "it holds bytes that are not {encoding}, first 0x{byte:02x}",
        "该行含有不属于 {encoding} 的字节，首个为 0x{byte:02x}",
    ),
    "unknown-choice": text(
        "{column}: {value!r} is none of {known}{near}", "{column}:{value!r} 不在 {known} 之中{near}"
    ),
    "unknown-deal": text(
        "{column}: no row of the deals has the id {value!r}", "{column}：商机文件中没有编号 {value!r}"
    ),
    "unknown-process-stage": text(
        "{value!r} is no stage of the process {process!r}{near}",
        "流程“{process}”中没有阶段 {value!r}{near}",
    ),
    "unknown-stage": text(
        "{column}: the mapping has no stage for {value!r}; known: {known}{near}",
        "{column}：映射中没有 {value!r} 对应的阶段；已知值：{known}{near}",
    ),
}


class BadCell(Exception):
    """A cell that does not hold what its mapping says."""

    def __init__(self, code: str, column: str, value: str, **parts: object) -> None:
        super().__init__(code)
        self.code, self.column = code, column
        self.parts = {"column": column, "value": value, **parts}


def near(value: str, known: Iterable[str]) -> LangText:
    """A did-you-mean to end a reason with, empty if nothing is near."""
    found = closest(value, known)
    return text(f" (did you mean {found!r}?)", f"（是否为“{found}”？）") if found else text("", "")


@attrs.frozen(kw_only=True)
class Reject:
    """A row that was not taken.

    Args:
        file: The file, as the mapping names it.

        line: The line it begins at, from 1.

        column: The column at fault, empty where it is the whole row.

        code: Stable kebab-case name of the reason.

        reason: The reason, in English and Chinese.

        row: Its cells as they stand in the file; one text where they cannot be told apart.
    """

    file: str
    line: int
    column: str
    code: str
    reason: LangText
    row: tuple[str, ...]

    def shown(self, language: str) -> str:
        """It in one line, for a person."""
        return f"{self.file}:{self.line}: {self.reason.pick(language)} [{self.code}]"

    def __str__(self) -> str:
        return self.shown("en")

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**attrs.asdict(self, recurse=False), "reason": dict(self.reason), "row": list(self.row)}


class RejectLog(AbstractContextManager["RejectLog"]):
    """Counts the rejects of a run, keeps the first of them, and writes all to a file if asked.

    The file takes its name only when the run has succeeded; what stood there before stays until then.
    """

    def __init__(self, path: Path | None) -> None:
        self.counts: Counter[str] = Counter()
        self.kept: list[Reject] = []
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self._path is None:
            return self
        try:
            self._file = self._draft.open("w", encoding="utf-8-sig" if self._is_csv else "utf-8", newline="")
        except OSError as problem:
            raise SourceUnusable(
                f"the file for rejected rows cannot be written: {problem.strerror or problem}",
                hint="name a file in a folder that is there and may be written to",
                where=self._path.name,
            ) from problem
        if self._is_csv:
            csv.writer(self._file).writerow(_HEADER)
        return self

    def add(
        self, code: str, file: str, line: int, row: Iterable[str], /, *, column: str = "", **parts: object
    ) -> None:
        """Note that a row is not taken; *parts* fill the reason."""
        if self._file is None and len(self.kept) >= _KEPT:
            self.counts[code] += 1
            return
        reason = _REASONS[code].format(column=column, **{"line": line, **parts})
        self.take(Reject(file=file, line=line, column=column, code=code, reason=reason, row=tuple(row)))

    def take(self, reject: Reject) -> None:
        """Note a row that is not taken."""
        reject = attrs.evolve(reject, row=tuple(_printable(cell) for cell in reject.row))
        self.counts[reject.code] += 1
        if len(self.kept) < _KEPT:
            self.kept.append(reject)
        if self._file is not None:
            self._write(self._file, reject)

    def bad_cell(self, bad: BadCell, file: str, line: int, row: Iterable[str]) -> None:
        """Note that a row is not taken for a cell of it."""
        self.add(bad.code, file, line, row, **bad.parts)  # type: ignore[arg-type]  # parts hold the column

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None or self._path is None:
            return
        self._file.close()
        if kind is None:
            os.replace(self._draft, self._path)
        else:
            self._draft.unlink(missing_ok=True)

    @property
    def _draft(self) -> Path:
        assert self._path is not None
        return self._path.with_name(self._path.name + ".part")

    @property
    def _is_csv(self) -> bool:
        return self._path is not None and self._path.suffix.lower() == ".csv"

    def _write(self, file: TextIO, reject: Reject) -> None:
        if not self._is_csv:
            file.write(json.dumps(reject.as_dict(), ensure_ascii=False) + "\n")
            return
        head = (
            reject.file,
            reject.line,
            reject.column,
            reject.code,
            reject.reason["en"],
            reject.reason["zh-Hans"],
        )
        csv.writer(file).writerow([_inert(cell) for cell in (*head, *reject.row)])


_HEADER: Final = ("file", "line", "column", "code", "reason", "原因", "row")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def _inert(cell: object) -> object:
    """What a spreadsheet would run as a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _printable(cell: str) -> str:
    """Bytes that could not be decoded are shown as ``\\xff``."""
    cell = cell[:_LONGEST]
    return cell if cell.isascii() else _HALVES.sub(lambda half: f"\\x{ord(half.group()) & 0xFF:02x}", cell)
