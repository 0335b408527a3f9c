"""Delimited files, row by row: checked before anything is written, then read in constant memory."""

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TextIO

import attrs

from medsales_core.importing.mapping import FileSpec
from medsales_core.importing.rejects import RejectLog, SourceUnusable
from medsales_core.text import closest

__all__ = ["Row", "Source", "open_sources"]

_BLOCK: Final = 1 << 16
#: A line without an end must not fill the memory.
_LONGEST_LINE: Final = 1 << 20
# Half characters: what stands for a byte that could not be decoded, and what some encodings let pass.
_UNDECODED: Final = re.compile("[\ud800-\udfff]")
_DELIMITERS: Final = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Row(NamedTuple):
    """A row of a file and the line it begins at."""

    line: int
    cells: list[str]


@attrs.define(kw_only=True)
class Source:
    """A file that was found to be what its mapping says.

    Args:
        spec: What the mapping says of it.

        path: Where it is.

        columns: Where the columns that are asked for stand.

        width: How many cells a row has.

        sha256: Hash of its bytes, in hex.

        stamp: Its size and time, to notice a change.

        rows: How many rows were read so far.
    """

    spec: FileSpec
    path: Path
    columns: dict[str, int]
    width: int
    sha256: str
    stamp: tuple[int, int]
    rows: int = 0

    @property
    def name(self) -> str:
        """Its name without folders: paths of a machine are nobody's business."""
        return self.path.name

    def read(self, rejects: RejectLog) -> Iterator[Row]:
        """The rows below the header; one that cannot be read as cells goes to *rejects*.

        Raises:
            SourceUnusable: The file changed meanwhile, or its encoding cannot be followed.
        """
        with _opened(self.spec, self.path) as file:
            yield from self._rows(file, rejects)
        if _stamp(self.path) != self.stamp:
            raise SourceUnusable(
                "the file changed while it was read", hint="run the import again", where=self.name
            )

    def _rows(self, file: TextIO, rejects: RejectLog) -> Iterator[Row]:
        lines = _Lines(file, self.name, self.spec.encoding)
        reader = _reader(lines, self.spec)
        next(reader)
        while True:
            lines.forget()
            start = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                self.rows += 1
                last = max(start, lines.number)
                rejects.add(
                    "bad-quotes", self.name, start, ["".join(lines.held)], last=last, problem=str(problem)
                )
                continue
            if not cells:
                continue
            self.rows += 1
            if lines.odd or len(cells) != self.width:
                self._refuse(cells, start, lines, rejects)
            else:
                yield Row(start, cells)

    def _refuse(self, cells: Sequence[str], start: int, lines: "_Lines", rejects: RejectLog) -> None:
        if lines.odd is None:
            rejects.add("columns", self.name, start, cells, found=len(cells), expected=self.width)
        elif lines.odd == "\0":
            rejects.add("nul", self.name, start, cells)
        else:
            byte = ord(lines.odd) & 0xFF
            rejects.add("undecodable", self.name, start, cells, encoding=self.spec.encoding, byte=byte)


class _Lines:
    """The lines of a file, counted, with those of the row at hand kept and looked at for what no text holds."""

    def __init__(self, file: TextIO, name: str, encoding: str) -> None:
        self._file, self._name, self._encoding = file, name, encoding
        self._ended = True
        self.number = 0
        self.held: list[str] = []
        self.odd: str | None = None

    def forget(self) -> None:
        """A new row begins."""
        self.held.clear()
        self.odd = None

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            line = self._file.readline(_LONGEST_LINE)
        except UnicodeError as problem:
            raise SourceUnusable(
                f"what follows is not {self._encoding}: {problem}",
                hint="declare the encoding that the file has",
                where=f"{self._name}:{self.number + 1}",
            ) from problem
        if not line:
            raise StopIteration
        self.number += self._ended
        self._ended = line.endswith(("\n", "\r"))
        self.held.append(line)
        if not line.isascii() and (undecoded := _UNDECODED.search(line)):
            self.odd = self.odd or undecoded.group()
        elif "\0" in line:
            self.odd = self.odd or "\0"
        return line


def _opened(spec: FileSpec, path: Path) -> TextIO:
    codec = codecs.lookup(spec.encoding).name
    encoding = "utf-8-sig" if codec == "utf-8" else codec
    return path.open(encoding=encoding, errors="surrogateescape", newline="")


def _reader(lines: Iterator[str], spec: FileSpec, delimiter: str = "") -> "Iterator[list[str]]":
    return csv.reader(
        lines,
        delimiter=delimiter or spec.delimiter,
        quotechar=spec.quote or None,
        quoting=csv.QUOTE_MINIMAL if spec.quote else csv.QUOTE_NONE,
        escapechar=spec.escape or None,
        strict=True,
    )


def sha256_of(path: Path) -> str:
    """Hash of the bytes of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def open_sources(wanted: Sequence[tuple[FileSpec, Path, frozenset[str]]]) -> list[Source]:
    """Look at every file that an import reads, before it writes anything.

    Args:
        wanted: What the mapping says of each, where it is, and the columns it must have.

    Raises:
        SourceUnusable: For all files that are missing, unreadable or not as declared, in one message.
    """
    sources, problems = [], []
    for spec, path, columns in wanted:
        try:
            sources.append(_look(spec, path, columns))
        except SourceUnusable as problem:
            problems.append(problem)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise SourceUnusable("\n".join(str(problem) for problem in problems))
    return sources


def _look(spec: FileSpec, path: Path, wanted: frozenset[str]) -> Source:
    where = path.name
    try:
        _check_mark(spec, path)
        stamp, digest = _stamp(path), sha256_of(path)
        header = _header(spec, path)
    except OSError as problem:
        raise SourceUnusable(
            f"[{spec.role}] cannot be read: {problem.strerror or problem}",
            hint="paths are relative to the mapping, or to the folder given beside it",
            where=spec.file,
        ) from problem
    problems = [*_twice(header, wanted), *_lacking(header, wanted)]
    if problems:
        raise SourceUnusable(
            "; ".join(problems), hint=_other_delimiter(spec, path, wanted), where=f"{where}:1"
        )
    columns = {name: header.index(name) for name in wanted}
    return Source(spec=spec, path=path, columns=columns, width=len(header), sha256=digest, stamp=stamp)


def _check_mark(spec: FileSpec, path: Path) -> None:
    """A byte order mark that contradicts the mapping is told before it is taken for text."""
    with path.open("rb") as file:
        start = file.read(3)
    codec = codecs.lookup(spec.encoding).name
    for mark, encoding in _MARKS.items():
        if start.startswith(mark) and not codec.startswith((encoding, "utf-32")):
            raise SourceUnusable(
                f"the file begins with the mark of {encoding}, and [{spec.role}] says {spec.encoding!r}",
                hint=f"encoding = {encoding!r}",
                where=path.name,
            )


def _header(spec: FileSpec, path: Path, delimiter: str = "") -> list[str]:
    with _opened(spec, path) as file:
        lines = _Lines(file, path.name, spec.encoding)
        try:
            header = next(_reader(lines, spec, delimiter), None)
        except csv.Error as problem:
            raise SourceUnusable(f"the header cannot be read: {problem}", where=f"{path.name}:1") from problem
    if not header:
        raise SourceUnusable("the file is empty, or begins with an empty line: no header", where=path.name)
    if lines.odd:
        raise SourceUnusable(
            f"the header is not {spec.encoding}",
            hint=_other_encoding(spec, path),
            where=f"{path.name}:{lines.number}",
        )
    return [name.strip() for name in header]


def _other_encoding(spec: FileSpec, path: Path) -> str:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        with path.open("rb") as file:
            line = file.readline(_BLOCK)
        try:
            line.decode(encoding)
        except UnicodeError:
            continue
        if encoding != codecs.lookup(spec.encoding).name and b"\0" not in line:
            return f"it may be {encoding}: encoding = {encoding!r}"
    return "declare the encoding that the file has"


def _twice(header: list[str], wanted: frozenset[str]) -> list[str]:
    return [f"the header has column {name!r} twice" for name in sorted(wanted) if header.count(name) > 1]


def _lacking(header: list[str], wanted: frozenset[str]) -> list[str]:
    problems = []
    for name in sorted(wanted - set(header)):
        found = closest(name, header)
        mend = f" (did you mean {found!r}?)" if found else f" (it has: {', '.join(header)})"
        problems.append(f"the header has no column {name!r}{mend}")
    return problems


def _other_delimiter(spec: FileSpec, path: Path, wanted: frozenset[str]) -> str:
    for delimiter, named in _DELIMITERS.items():
        if delimiter != spec.delimiter and wanted <= set(_header(spec, path, delimiter)):
            return f"the columns are divided by {named}: delimiter = {delimiter!r}"
    return ""
