"""Playbooks in layers: a company's file over the reference, merged by id, each key knowing its file."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import Any, Final

import attrs

from medsales_core.config import Diagnostics, Document, read_toml
from medsales_core.config.positions import Path
from medsales_core.errors import ConfigError
from medsales_core.text import closest

__all__ = ["Layers", "read_layers"]

#: A condition is one sentence: a layer replaces it whole, or two sentences would run into one another.
_REPLACED_WHOLE: Final = frozenset({"require", "with"})
_LAYER_KEYS: Final = frozenset({"extends", "remove"})


@attrs.frozen
class Layers:
    """A playbook's files, base first, and what they say together.

    Args:
        documents: The files, base first.

        data: The merged tables.
    """

    documents: tuple[Document, ...]
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return self.documents[-1].name

    def origin(self, path: Path) -> Document:
        """The topmost file that says anything about *path*; where none does, the topmost of all."""
        return max(
            reversed(self.documents),
            key=lambda document: _depth(document.data, path),
            default=self.documents[-1],
        )

    def place(self, path: Path) -> tuple[str, int, int]:
        """File, line and column of *path*."""
        return self.origin(path).place(path)


def _depth(data: Any, path: Path) -> int:
    """How many steps of *path* lead somewhere in *data*."""
    for depth, step in enumerate(path):
        inside = (
            step < len(data)
            if isinstance(data, list) and isinstance(step, int)
            else step in data
            if isinstance(data, dict)
            else False
        )
        if not inside:
            return depth
        data = data[step]
    return len(path)


def read_layers(
    source: str | os.PathLike[str],
    found: Diagnostics,
    bases: Mapping[str, Callable[[], Document]],
    with_packs: Callable[[list[Document]], list[Document]] = list,
) -> Layers:
    """Read *source* and, through ``extends``, everything it stands on.

    Args:
        source: The topmost file.

        found: Where a layer that does not match its base is reported.

        bases: Playbooks that ``extends`` may name instead of a file, e.g. ``medsales:reference``.

        with_packs: Given the files, base first, puts in between what the plugins that they enable bring.

    Raises:
        ConfigError: A file cannot be read, or the layers run in a circle.
    """
    documents: list[Document] = []
    seen: list[str] = []
    following: Document | None = _document(source, bases)
    while following is not None:
        # The real path: by way of another folder the same file comes back under ever longer names.
        name = following.name if following.name in bases else os.path.realpath(following.name)
        if name in seen:
            raise ConfigError(f"{following.name}: the layers run in a circle: {' -> '.join([*seen, name])}")
        seen.append(name)
        documents.insert(0, following)
        following = _base(following, bases)
    documents = with_packs(documents)
    return Layers(tuple(documents), _merged(documents, found))


def _document(source: str | os.PathLike[str], bases: Mapping[str, Callable[[], Document]]) -> Document:
    name = os.fspath(source)
    return bases[name]() if name in bases else read_toml(source)


def _base(document: Document, bases: Mapping[str, Callable[[], Document]]) -> Document | None:
    extends = document.data.get("extends")
    if extends is None:
        return None
    file, line, column = document.place(("extends",))
    if not isinstance(extends, str):
        raise ConfigError(f"{file}:{line}:{column}: 'extends' takes a file or a name, not {extends!r}")
    if extends in bases:
        return bases[extends]()
    path = FilePath(document.name).parent / extends
    if not path.is_file():
        near = closest(extends, bases)
        raise ConfigError(
            f"{file}:{line}:{column}: 'extends' names {extends!r}, and there is no such file",
            hint=f"did you mean {near!r}?"
            if near
            else f"a file beside this one, or one of {', '.join(bases)}",
        )
    return read_toml(path)


def _merged(documents: list[Document], found: Diagnostics) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for document in documents:
        _remove(data, document, documents[0], found)
        layer = {key: value for key, value in document.data.items() if key not in _LAYER_KEYS}
        data = _merge(data, layer)
    return data


def _merge(base: dict[str, Any], layer: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in layer.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict) and key not in _REPLACED_WHOLE
        merged[key] = _merge(below, value) if both else value  # type: ignore[arg-type]
    return merged


def _remove(data: dict[str, Any], document: Document, base: Document, found: Diagnostics) -> None:
    """Take out of *data*, in place, what the layer's ``remove`` names."""
    removed = document.data.get("remove", [])
    if not isinstance(removed, list):
        found.error(document, ("remove",), "wrong-type", f"'remove' takes a list, not {removed!r}")
        return
    for index, written in enumerate(removed):
        steps = str(written).split(".")
        owner: Any = data
        for step in steps[:-1]:
            owner = owner.get(step) if isinstance(owner, dict) else None
        if isinstance(owner, dict) and steps[-1] in owner:
            # A fresh table on the way, since the base's own data must stay as it was read.
            _without(data, steps)
            continue
        near = closest(steps[-1], owner) if isinstance(owner, dict) else None
        found.error(
            document,
            ("remove", index),
            "layer-mismatch",
            f"{document.name} removes {written!r}, which {base.name} does not have",
            hint=f"did you mean {near!r}?" if near else "",
        )


def _without(data: dict[str, Any], steps: list[str]) -> None:
    for step in steps[:-1]:
        data[step] = dict(data[step])
        data = data[step]
    del data[steps[-1]]
