"""A playbook file in its usual form: keys in one order, `=` below `=`, blank lines between tables, every comment kept."""

import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any, Final

import attrs

from medsales_core.config import read_toml
from medsales_core.errors import ConfigError, MedsalesError
from medsales_core.identity import content_hash
from medsales_core.playbook.schema import root_keys
from medsales_core.playbook.schema.entries import definitions

__all__ = ["formatted", "rewrite"]

#: The kinds of table by where they stand; the order of their keys is that of the schema.
_KINDS: Final = {
    ("role", "*"): "role",
    ("process", "*"): "process",
    ("stage", "*"): "stage",
    ("stage", "*", "*", "*"): "requirement",
    ("standard", "*"): "standard",
    ("standard", "*", "requirement", "*"): "requirement",
    ("transition", "*"): "transition",
    ("threshold", "*"): "threshold",
    ("training", "*"): "training",
    ("always", "*"): "promise",
    ("never", "*"): "promise",
}
#: A key that is longer than this pushes nothing to the right.
_WIDEST: Final = 28
#: The braces of inline tables that want a space inside; texts and comments are matched so as to be passed over.
_TIGHT: Final = re.compile(
    r'''"""(?:\\.|[^\\])*?"""|\'{3}.*?\'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*'''
    r"""|(?P<opens>\{(?=[^\s}]))|(?P<closes>(?<=[^\s{])\})""",
    re.DOTALL,
)


def formatted(raw: bytes, *, name: str) -> str:
    """The text of a playbook file in its usual form, which means the same.

    Args:
        raw: The file as it is.

        name: Its name, for messages.

    Raises:
        ConfigError: It is not TOML, or its form cannot be changed without changing what it means.

        MedsalesError: tomlkit is not installed.
    """
    document = read_toml(raw, name=name)
    written = _written(document.text, name)
    try:
        same = content_hash(read_toml(written.encode(), name=name).data) == content_hash(document.data)
    except ConfigError:
        same = False
    if not same:
        raise ConfigError(f"{name}: formatting would change what it means, so it is left as it is")
    return written


def rewrite(path: str | os.PathLike[str], text: str) -> None:
    """Put *text* in the place of the file at *path*, at once or not at all, with its mode and its line ends."""
    target = FilePath(path).resolve()
    data = text.encode()
    if b"\r\n" in target.read_bytes():
        data = data.replace(b"\n", b"\r\n")
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        FilePath(name).chmod(target.stat().st_mode & 0o7777)
        FilePath(name).replace(target)
    except BaseException:
        FilePath(name).unlink(missing_ok=True)
        raise


def _written(text: str, name: str) -> str:
    try:
        import tomlkit  # noqa: PLC0415  an extra of its own, wanted here alone
        from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415
    except ImportError as problem:
        raise MedsalesError(
            "formatting needs tomlkit, and it is not installed", hint="pip install 'medsales-core[fmt]'"
        ) from problem
    try:
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as problem:
        raise ConfigError(f"{name}: cannot be formatted: {problem}") from problem
    out = _Lines()
    _body(document.body, (), (), out)
    return _TIGHT.sub(_loosened, out.text())


def _loosened(brace: re.Match[str]) -> str:
    return "{ " if brace["opens"] else " }" if brace["closes"] else brace[0]


@attrs.define
class _Lines:
    """The lines written so far; a value that runs over several counts as one."""

    _lines: list[str] = attrs.field(factory=list, init=False)

    def add(self, line: str) -> None:
        if not line.startswith("#") and self._lines[-2:] == ["", ""]:
            self._lines.pop()
        self._lines.append(line)

    def blank(self) -> None:
        """One more blank line; there are never more than two, and two only above a comment."""
        if self._lines and self._lines[-2:] != ["", ""]:
            self._lines.append("")

    def header(self, line: str) -> None:
        """A header, after a blank line; comments that stand right above it stay there."""
        first = len(self._lines)
        while first and self._lines[first - 1].startswith("#"):
            first -= 1
        if first and self._lines[first - 1]:
            self._lines.insert(first, "")
        self.add(line)

    def text(self) -> str:
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "\n".join(self._lines) + "\n" if self._lines else ""


@attrs.frozen
class _Pair:
    """A key with its value, and the comments and blank lines above it.

    Args:
        name: The key that the order goes by.

        key: The whole key as it is written.

        value: Its value as it is written, and the comment behind it.

        above: What stands above it, line by line.
    """

    name: str
    key: str
    value: str
    above: tuple[str, ...]


def _body(body: Any, path: tuple[str, ...], written: tuple[str, ...], out: _Lines) -> None:
    """Write what a table holds.

    Args:
        body: Its entries as tomlkit has them.

        path: Its keys from the top.

        written: The same keys as the file writes them.

        out: Where to.
    """
    first = next((n for n, (key, item) in enumerate(body) if key and _has_header(key, item)), len(body))
    _pairs(body[:first], _order(path), out)
    for key, item in body[first:]:
        if key is None:
            _above(_loose(item), out)
        else:
            _table(item, (*path, key.key), (*written, key.as_string().strip()), out)


def _has_header(key: Any, item: Any) -> bool:
    if hasattr(item, "is_aot") and item.is_aot():
        return True
    return hasattr(item, "is_super_table") and not key.is_dotted()


def _table(item: Any, path: tuple[str, ...], written: tuple[str, ...], out: _Lines) -> None:
    if item.is_aot():
        for entry in item.body:
            out.header(f"[[{'.'.join(written)}]]{_comment(entry)}")
            _body(entry.value.body, path, written, out)
        return
    if not item.is_super_table():
        out.header(f"[{'.'.join(written)}]{_comment(item)}")
    _body(item.value.body, path, written, out)


def _pairs(entries: Any, order: tuple[str, ...], out: _Lines) -> None:
    """Write keys with their values in *order*; what stands above a key goes with it."""
    pairs: list[_Pair] = []
    above: list[str] = []
    for key, item in entries:
        if key is None:
            above += _loose(item)
            continue
        for dotted, leaf in _leaves(key.as_string().strip(), key, item):
            pairs.append(_Pair(key.key, dotted, f"{leaf.as_string()}{_comment(leaf)}", tuple(above)))
            above = []
    if pairs:
        pairs = _floating(pairs, out)
    ranks = {name: rank for rank, name in enumerate(order)}
    ordered = sorted(pairs, key=lambda pair: ranks.get(pair.name, len(ranks)))
    if ordered != pairs:
        # Blank lines that divided other neighbours divide nothing any more.
        ordered = [pair if any(pair.above) else attrs.evolve(pair, above=()) for pair in ordered]
    for number, pair in enumerate(ordered):
        _above(pair.above, out, inside=number > 0)
        out.add(f"{pair.key:{_width(ordered, number)}} = {pair.value}")
    _above(above, out)


def _width(pairs: list[_Pair], number: int) -> int:
    """How far to the right the `=` of a pair stands: below that of its neighbours, up to a gap or a long value."""
    first = last = number
    while first and not pairs[first].above and "\n" not in pairs[first - 1].value:
        first -= 1
    while last + 1 < len(pairs) and not pairs[last + 1].above and "\n" not in pairs[last].value:
        last += 1
    return max((len(pair.key) for pair in pairs[first : last + 1] if len(pair.key) <= _WIDEST), default=0)


def _floating(pairs: list[_Pair], out: _Lines) -> list[_Pair]:
    """Write the comments at the head of a table that a blank line parts from its first key."""
    above = pairs[0].above
    while above and not above[0]:
        above = above[1:]
    last = len(above) - above[::-1].index("") if "" in above else 0
    _above(above[:last], out)
    return [attrs.evolve(pairs[0], above=above[last:]), *pairs[1:]]


def _above(lines: tuple[str, ...] | list[str], out: _Lines, *, inside: bool = True) -> None:
    for line in lines:
        if line:
            out.add(line)
        elif inside:
            out.blank()


def _leaves(written: str, key: Any, item: Any) -> Iterator[tuple[str, Any]]:
    """The values under a key, which is dotted where it leads through tables without a header."""
    if not (key.is_dotted() and hasattr(item, "is_super_table")):
        yield written, item
        return
    for inner, leaf in item.value.body:
        if inner is not None:
            yield from _leaves(f"{written}.{inner.as_string().strip()}", inner, leaf)


def _loose(item: Any) -> list[str]:
    """A comment, or blank lines, as lines."""
    written = item.as_string()
    return [written.strip()] if "#" in written else [""] * min(written.count("\n"), 2)


def _comment(item: Any) -> str:
    comment = item.trivia.comment.rstrip()
    return f"  {comment}" if comment else ""


@cache
def _order(path: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the table at *path* in their usual order."""
    if not path:
        return tuple(root_keys())
    for pattern, kind in _KINDS.items():
        if len(pattern) == len(path) and all(
            want in ("*", step) for want, step in zip(pattern, path, strict=True)
        ):
            return tuple(definitions()[kind]["properties"])
    return ()
