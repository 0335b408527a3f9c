"""A playbook in layers, line by line, each with the file and line that says it."""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from medsales_core.config.positions import Path
from medsales_core.config.writing import inline, key
from medsales_core.playbook.layers import Layers

__all__ = ["OriginLine", "as_origin", "origin_lines"]

#: The tables that have a header of their own; what lies deeper is written as values of them.
_HEADERS: Final = (
    ("plugins", "*"),
    ("role", "*"),
    ("process", "*"),
    ("threshold", "*"),
    ("training", "*"),
    ("always", "*"),
    ("never", "*"),
    ("transition", "*"),
    ("stage", "*"),
    ("stage", "*", "entry", "*"),
    ("stage", "*", "exit", "*"),
    ("stage", "*", "standing", "*"),
    ("standard", "*"),
    ("standard", "*", "requirement", "*"),
)
_OPENINGS: Final = frozenset(header[:depth] for header in _HEADERS for depth in range(1, len(header) + 1))
#: A value that is longer is written key by key, so that each part shows where it comes from.
_WIDE: Final = 88


@attrs.frozen(kw_only=True)
class OriginLine:
    """One line of the merged playbook.

    Args:
        path: Keys from the top to the table or value.

        text: The line as TOML: a header in brackets, or a key and its value.

        value: The value as read; None for a header.

        file: The topmost file that says it, as the caller named it.

        line: Line in that file, from 1.

        column: Column in that line, from 1.

        layer: Which file of the layers that is, counted from 0 at the base.
    """

    path: Path
    text: str
    value: Any
    file: str
    line: int
    column: int
    layer: int

    @property
    def is_header(self) -> bool:
        return self.value is None

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


def as_origin(layers: Layers) -> str:
    """The merged playbook, the place of each line before it."""
    lines = list(origin_lines(layers))
    width = max((len(line.where) for line in lines), default=0)
    written = []
    for line in lines:
        if line.is_header:
            written.append("")
        written.append(f"{line.where:<{width}}  {line.text}")
    return "\n".join(written) + "\n"


def origin_lines(layers: Layers) -> Iterator[OriginLine]:
    """Every header and value of the merged playbook in its order, with the topmost place that says it."""
    yield from _table(layers, (), layers.data)


def _table(layers: Layers, path: Path, data: dict[str, Any]) -> Iterator[OriginLine]:
    tables = [name for name, value in data.items() if isinstance(value, dict) and _opens((*path, name))]
    for name, value in data.items():
        if name not in tables:
            yield from _value(layers, path, (name,), value)
    for name in tables:
        inner = (*path, name)
        if _has_header(inner):
            yield _line(layers, inner, f"[{_dotted(inner)}]", None)
        yield from _table(layers, inner, data[name])


def _value(layers: Layers, table: Path, keys: tuple[str, ...], value: Any) -> Iterator[OriginLine]:
    """One line, or one for each part where the parts come from several files or are too long for one."""
    path = (*table, *keys)
    text = f"{_dotted(keys)} = {inline(value)}"
    whole = len(text) <= _WIDE and len(set(_files(layers, path, value))) == 1
    if whole or not isinstance(value, dict) or not value:
        yield _line(layers, path, text, value)
        return
    for name, inner in value.items():
        yield from _value(layers, table, (*keys, name), inner)


def _files(layers: Layers, path: Path, value: Any) -> Iterator[int]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _files(layers, (*path, name), inner)
    else:
        yield _layer(layers, path)


def _layer(layers: Layers, path: Path) -> int:
    origin = layers.origin(path)
    return next(index for index, document in enumerate(layers.documents) if document is origin)


def _line(layers: Layers, path: Path, text: str, value: Any) -> OriginLine:
    file, line, column = layers.place(path)
    return OriginLine(
        path=path,
        text=text,
        value=value,
        file=file,
        line=line,
        column=column,
        layer=_layer(layers, path),
    )


def _opens(path: Path) -> bool:
    """Whether a table at *path* has a header of its own, or holds such tables."""
    return any(_fits(path, opening) for opening in _OPENINGS)


def _has_header(path: Path) -> bool:
    return any(_fits(path, header) for header in _HEADERS)


def _fits(path: Path, pattern: tuple[str, ...]) -> bool:
    return len(path) == len(pattern) and all(
        wanted in ("*", step) for step, wanted in zip(path, pattern, strict=True)
    )


def _dotted(path: Path) -> str:
    return ".".join(key(str(step)) for step in path)
