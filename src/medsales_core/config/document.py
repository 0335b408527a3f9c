"""A TOML file in memory, which can say where each of its keys stands."""

import os
import re
import tomllib
from decimal import Decimal
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Final, Protocol

import attrs

from medsales_core.config.positions import Path, Position, positions
from medsales_core.errors import ConfigError

__all__ = ["Document", "Source", "read_toml"]

_NUMBER: Final = re.compile(r"\d{1000,}|\d[\d.]*[eE][+-]?\d{6,}")
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


class Source(Protocol):
    """Anything read from files that can say where a key of it stands."""

    def place(self, path: Path) -> tuple[str, int, int]:
        """File, line and column of *path*."""
        ...


@attrs.frozen(slots=False)
class Document:
    """What a TOML file says, and where.

    Args:
        name: The file as the caller named it, for messages.

        text: The whole text.

        data: The tables; numbers with a point are Decimals.
    """

    name: str
    text: str = attrs.field(repr=False)
    data: dict[str, Any] = attrs.field(repr=False)

    @cached_property
    def _positions(self) -> dict[Path, Position]:
        return positions(self.text)

    def position(self, path: Path) -> Position:
        """Line and column of *path*, or of the nearest thing around it that the text names."""
        while path and path not in self._positions:
            path = path[:-1]
        return self._positions.get(path, (1, 1))

    def place(self, path: Path) -> tuple[str, int, int]:
        """File, line and column of *path*."""
        return (self.name, *self.position(path))


def read_toml(source: str | os.PathLike[str] | bytes, *, name: str = "") -> Document:
    """Read a TOML file, or the bytes of one under a *name*.

    UTF-8 with or without a byte order mark, any line ends.

    Raises:
        ConfigError: The file cannot be opened, is not UTF-8 or is not TOML; with file, line and column.
    """
    if isinstance(source, bytes):
        raw = source
    else:
        name = name or os.fspath(source)
        try:
            raw = FilePath(source).read_bytes()
        except (OSError, ValueError) as problem:  # a name with a NUL in it is a ValueError
            told = getattr(problem, "strerror", None) or problem
            raise ConfigError(f"{name}: cannot be read: {told}") from problem
    text = _decode(raw, name)
    try:
        return Document(name, text, tomllib.loads(text, parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError) as problem:
        # Beside its own error the reader lets through those of numbers too long or too large to be made.
        raise ConfigError(f"{_located(name, text, problem)}: not TOML: {_plain(problem)}") from problem


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        column = problem.start - (raw.rfind(b"\n", 0, problem.start) + 1) + 1
        guess = "GB18030" if _is_gb18030(raw) else "another encoding"
        raise ConfigError(
            f"{name}:{line}:{column}: byte 0x{raw[problem.start]:02x} is not UTF-8",
            hint=f"the file looks like {guess}; save it as UTF-8",
        ) from problem


def _is_gb18030(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _located(name: str, text: str, problem: Exception) -> str:
    place = _PLACE.search(str(problem))
    if place and place.group(1):
        return f"{name}:{place.group(1)}:{place.group(2)}"
    at = 0 if isinstance(problem, RecursionError) else _longest_number(text)
    line = text.count("\n", 0, at) + 1 if at is not None else text.count("\n") + 1
    return f"{name}:{line}:{at - text.rfind(chr(10), 0, at) if at else 1}"


def _longest_number(text: str) -> int | None:
    """Where a number stands that is too long or too large to be made, None where none does."""
    for number in _NUMBER.finditer(text):
        try:
            Decimal(number.group()) if "e" in number.group().lower() else int(number.group().split(".")[0])
        except (ValueError, ArithmeticError):
            return number.start()
    return None


def _plain(problem: Exception) -> str:
    if isinstance(problem, RecursionError):
        return "nested too deeply"
    if not isinstance(problem, tomllib.TOMLDecodeError):
        return "a number in it is too long or too large"
    return _PLACE.sub("", str(problem)).strip()
