"""The layers that plugins bring: what they leave to playbooks, and what two of them may not both define."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from medsales_core.config import Diagnostics, Document
from medsales_core.config.positions import Path

if TYPE_CHECKING:
    from medsales_core.plugins.discovery import FoundPlugin

__all__ = ["Packs"]

#: What the layer of a plugin leaves to the playbooks that enable it.
_NOT_FOR_PACKS: Final = ("extends", "plugins", "calendar", "id", "version", "title", "languages")
_TABLES: Final = ("role", "process", "stage", "transition", "threshold", "standard")
#: How deep the paths of whole definitions are; those of requirements go deeper.
_DEPTH: Final = 2
_CLAUSES: Final = ("entry", "exit", "standing", "requirement")


@attrs.define
class Packs:
    """The layers of the plugins of one playbook while they are read.

    Args:
        found: Where what is wrong with them is reported.
    """

    found: Diagnostics
    _homes: "dict[Path, FoundPlugin]" = attrs.field(factory=dict, init=False)

    def read(self, plugin: "FoundPlugin", below: Sequence[Document]) -> tuple[Document, ...]:
        """The layers of *plugin*, which lies above the files *below*.

        Raises:
            ConfigError: One is not there, or is not TOML.
        """
        documents = plugin.read_layers()
        for document in documents:
            for key in _NOT_FOR_PACKS:
                if key in document.data:
                    told = f"a layer of a plugin leaves {key!r} to the playbooks that enable it"
                    self.found.error(document, (key,), "needless-key", told)
            for path in _definitions(document):
                self._claim(plugin, document, path, below)
        return documents

    def _claim(
        self, plugin: "FoundPlugin", document: Document, path: Path, below: Iterable[Document]
    ) -> None:
        """Two packs may change what lies below both; of what both define, one would lose without a word."""
        if any(_holds(lower.data, path) for lower in below):
            return
        home = self._homes.setdefault(path, plugin)
        # Of a stage that clashes, its requirements clash as well: the stage is told, and that is enough.
        is_told = len(path) > _DEPTH and self._homes.get(path[:_DEPTH], plugin) is home
        if home is not plugin and not is_told and not _knows(plugin, home):
            told = (
                f"{'.'.join(map(str, path))} is defined by plugin {home.name!r} ({home.distribution}) and by "
                f"plugin {plugin.name!r} ({plugin.distribution})"
            )
            hint = f"rename one of the two, or say after = [{home.name!r}] in the manifest of {plugin.name!r}"
            self.found.error(document, path, "pack-clash", told, hint=hint)


def _definitions(document: Document) -> Iterator[Path]:
    """Stages, transitions, standards ... and their requirements, each by its path."""
    for table in _TABLES:
        for name, inner in _inside(document.data, table):
            yield (table, name)
            for clause in _CLAUSES:
                yield from ((table, name, clause, requirement) for requirement, _ in _inside(inner, clause))


def _inside(data: Any, key: str) -> Iterable[tuple[str, Any]]:
    """The tables under *key*; what is none is reported when it is read."""
    tables = data.get(key) if isinstance(data, dict) else None
    return tables.items() if isinstance(tables, dict) else ()


def _holds(data: Any, path: Path) -> bool:
    for step in path:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _knows(one: "FoundPlugin", other: "FoundPlugin") -> bool:
    """Whether one of them says in its manifest that it stands before or after the other."""
    assert one.manifest is not None
    assert other.manifest is not None
    return other.name in one.manifest.after or one.name in other.manifest.before
