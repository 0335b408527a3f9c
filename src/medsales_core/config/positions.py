"""Where each key of a TOML text stands.

The standard reader tells values but no places. This scanner is run only over texts that the standard
reader accepted, and only once somebody asks for a place, so that a file without mistakes pays nothing.
"""

import re
import tomllib
from bisect import bisect_right
from typing import Final

__all__ = ["Path", "Position", "positions"]

#: Keys and list indexes from the top of the document to a value.
Path = tuple[str | int, ...]
#: Line and column, both counted from 1.
Position = tuple[int, int]

_BETWEEN: Final = r"(?:[ \t\r\n]+|#[^\n]*)*"
_BLANK: Final = re.compile(_BETWEEN)
_COMMA: Final = re.compile(rf"{_BETWEEN}(?:,{_BETWEEN})?")
_KEY: Final = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')[ \t]*(\.?)""")
_EQUALS: Final = re.compile(r"=[ \t]*")
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")|' r"'''.*?'''(?!')|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_SCALAR: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+|[^\s,\]}#]+")


def positions(text: str) -> dict[Path, Position]:
    """Map the path of every key, table and list item of the valid TOML *text* to its line and column."""
    scanner = _Scanner(text)
    try:
        return scanner.scan()
    except RecursionError:
        return scanner.found  # what lies deeper is told by the place of what lies around it


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, Position] = {}
        self.counts: dict[Path, int] = {}
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def scan(self) -> dict[Path, Position]:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.found

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def mark(self, path: Path, offset: int) -> None:
        if path in self.found:
            return
        line = bisect_right(self.line_starts, offset)
        self.found[path] = (line, offset - self.line_starts[line - 1] + 1)

    def header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if many else 1
        keys = self.dotted()
        self.at += 2 if many else 1
        path = self.resolve(tuple(key for key, _ in keys[:-1]))
        for depth in range(1, len(path) + 1):
            self.mark(path[:depth], start)
        path = (*path, keys[-1][0])
        if many:
            self.mark(path, start)
            index = self.counts.get(path, -1) + 1
            self.counts[path] = index
            path = (*path, index)
        self.mark(path, keys[-1][1])
        return path

    def resolve(self, keys: tuple[str, ...]) -> Path:
        """A header's parents, with the running index of every array of tables on the way."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def pair(self, table: Path) -> None:
        path = table
        for key, offset in self.dotted():
            path = (*path, key)
            self.mark(path, offset)
        self.skip(_EQUALS)
        self.value(path)

    def dotted(self) -> list[tuple[str, int]]:
        keys = []
        while True:
            match = _KEY.match(self.text, self.at)
            assert match is not None, "the standard reader has accepted this text"
            self.at = match.end()
            keys.append((_decoded(match[1]), match.start(1)))
            if not match[2]:
                return keys

    def value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "{":
            self.inline_table(path)
        elif opening == "[":
            self.array(path)
        else:
            self.skip(_STRING if opening in "\"'" else _SCALAR)

    def inline_table(self, path: Path) -> None:
        self.at += 1
        self.skip(_BLANK)
        while self.text[self.at] != "}":
            self.pair(path)
            self.skip(_COMMA)
        self.at += 1

    def array(self, path: Path) -> None:
        self.at += 1
        self.skip(_BLANK)
        index = 0
        while self.text[self.at] != "]":
            self.mark((*path, index), self.at)
            self.value((*path, index))
            self.skip(_COMMA)
            index += 1
        self.at += 1


def _decoded(key: str) -> str:
    """A key as it is meant, without its quotes."""
    if key[0] not in "\"'":
        return key
    if key[0] == "'" or "\\" not in key:
        return key[1:-1]
    decoded: str = tomllib.loads(f"key = {key}")["key"]
    return decoded
