"""Playbooks in layers: a company's file over the reference, merged by id, each key knowing its file."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.config import Diagnostics, Document, read_toml
from medsales_core.config.positions import Path
from medsales_core.errors import ConfigError
from medsales_core.text import closest

__all__ = ["LAYER_KEYS", "Bases", "Layers", "bases_of", "read_layers"]

#: Playbooks that can be named, each with what reads the files it consists of.
Bases: TypeAlias = Mapping[str, Callable[[], tuple[Document, ...]]]
#: A condition is one sentence: a layer replaces it whole, or two sentences would run into one another.
_REPLACED_WHOLE: Final = frozenset({"require", "holds", "with"})
#: A threshold has one value or several with dates and places: a layer that says either replaces both.
_EITHER_OR: Final = {"value": "values", "values": "value"}
#: What only layers say: of them nothing stands in what they say together.
LAYER_KEYS: Final = frozenset({"extends", "remove"})


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
    bases: Bases,
    with_packs: Callable[[list[Document]], list[Document]] = list,
) -> Layers:
    """Read *source* and, through ``extends``, everything it stands on.

    Args:
        source: The topmost file.

        found: Where a layer that does not match its base is reported.

        bases: Playbooks that ``extends`` may name instead of a file, e.g. ``medsales:reference``, each the
            files it consists of; what it stands on itself the first of them says.

        with_packs: Given the files, base first, puts in between what the plugins that they enable bring.

    Raises:
        ConfigError: A file cannot be read, or the layers run in a circle.
    """
    name = os.fspath(source)
    pile = _Pile(bases)
    pile.lay(bases[name]() if name in bases else (read_toml(source),))
    documents = with_packs(pile.documents)
    return Layers(tuple(documents), _merged(documents, found))


@attrs.define
class _Pile:
    """Layers being laid upon one another, each once: what two of them stand on lies under both."""

    bases: Bases
    documents: list[Document] = attrs.field(factory=list, init=False)
    _laid: set[str] = attrs.field(factory=set, init=False)

    def lay(self, files: tuple[Document, ...], above: tuple[str, ...] = ()) -> None:
        """Lay down what the first of *files* stands on, then all of them; *above* are those that wait."""
        # The real path: by way of another folder the same file comes back under ever longer names.
        name = files[0].name if files[0].name in self.bases else os.path.realpath(files[0].name)
        if name in above:
            ring = " -> ".join([*above, name])
            raise ConfigError(f"{files[0].name}: the layers run in a circle: {ring}")
        if name in self._laid:
            return
        for index, extended in enumerate(bases_of(files[0])):
            self.lay(self._base(files[0], index, extended), (*above, name))
        self._laid.add(name)
        self.documents += files

    def _base(self, document: Document, index: int, extended: str) -> tuple[Document, ...]:
        """The files of the base that *document* calls *extended*."""
        if extended in self.bases:
            return self.bases[extended]()
        path = FilePath(document.name).parent / extended
        if not _is_file(path):
            near = closest(extended, self.bases)
            file, line, column = document.place(("extends", index))
            raise ConfigError(
                f"{file}:{line}:{column}: 'extends' names {extended!r}, and there is no such file",
                hint=f"did you mean {near!r}?"
                if near
                else f"a file beside this one, or one of {', '.join(self.bases)}",
            )
        return (read_toml(path),)


def _is_file(path: FilePath) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False


def bases_of(document: Document) -> list[str]:
    """What *document* names as its bases, the lowest first."""
    said = document.data.get("extends", [])
    names = said if isinstance(said, list) else [said]
    for index, name in enumerate(names):
        if not isinstance(name, str):
            file, line, column = document.place(("extends", index))
            raise ConfigError(
                f"{file}:{line}:{column}: 'extends' takes a file or a name, or a list of them, not {name!r}"
            )
    return names


def _merged(documents: list[Document], found: Diagnostics) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for document in documents:
        _remove(data, document, found)
        layer = {key: value for key, value in document.data.items() if key not in LAYER_KEYS}
        data = _merge(data, layer)
    return data


def _merge(base: dict[str, Any], layer: dict[str, Any]) -> dict[str, Any]:
    merged = {key: value for key, value in base.items() if _EITHER_OR.get(key) not in layer or key in layer}
    for key, value in layer.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict) and key not in _REPLACED_WHOLE
        merged[key] = _merge(below, value) if both else value  # type: ignore[arg-type]
    return merged


def _remove(data: dict[str, Any], document: Document, found: Diagnostics) -> None:
    """Take out of *data*, in place, what the layer's ``remove`` names."""
    removed = document.data.get("remove", [])
    if not isinstance(removed, list):
        found.error(document, ("remove",), "wrong-type", f"'remove' takes a list, not {removed!r}")
        return
    below = " with ".join(bases_of(document)) or "nothing"
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
            f"{document.name} removes {written!r}, which {below} does not have",
            hint=f"did you mean {near!r}?" if near else "",
        )


def _without(data: dict[str, Any], steps: list[str]) -> None:
    for step in steps[:-1]:
        data[step] = dict(data[step])
        data = data[step]
    del data[steps[-1]]
