"""What a plugin says of itself in ``medsales.toml``, read without importing it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from medsales_core.config import Diagnostics, Table, read_toml
from medsales_core.errors import ConfigError, PluginError
from medsales_core.plugins.hookspecs import HOOKS
from medsales_core.text import LANGUAGES, LangText

__all__ = ["MANIFEST_FILE", "Manifest", "fits", "read_manifest"]

#: The file that lies in the top-level package of every plugin.
MANIFEST_FILE: Final = "medsales.toml"
_SCHEMA_VERSION: Final = 1
_CLAUSE: Final = re.compile(r"\s*(>=|<=|==|!=|<|>)\s*(\d+(?:\.\d+)*)\s*")


@attrs.frozen(kw_only=True)
class Manifest:
    """A plugin's manifest.

    Args:
        name: The plugin's one name, which is its entry point's too.

        title: What it is called, in every language.

        requires_core: Versions of the core it works with, as ``>=0.1,<0.3``.

        hooks: The module with its hook implementations; empty for a plugin of data alone.

        provides: The ids its hooks will return, by kind, so that listing it imports nothing.
    """

    name: str
    title: LangText
    requires_core: str
    hooks: str
    provides: Mapping[str, tuple[str, ...]]


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises:
        ConfigError: It cannot be read or is wrong, with every defect.

        PluginError: It was written for a newer library.
    """
    found = Diagnostics()
    document = read_toml(path)
    table = Table(document, (), document.data, found)
    if table.integer("schema") > _SCHEMA_VERSION:
        raise PluginError(
            f"the manifest has schema {table.data['schema']}, this library reads {_SCHEMA_VERSION}",
            hint="upgrade medsales-core",
            where=str(path),
        )
    provided = table.table("provides")
    manifest = Manifest(
        name=table.text("name"),
        title=table.lang_text("title", LANGUAGES),
        requires_core=table.text("requires-core", ">=0"),
        hooks=table.text("hooks", " ").strip(),
        provides={kind: provided.texts(kind) for kind in HOOKS},
    )
    provided.finish()
    table.finish()
    if not all(_CLAUSE.fullmatch(clause) for clause in manifest.requires_core.split(",")):
        table.error(
            "requires-core",
            "bad-version",
            f"{manifest.requires_core!r} is no list of versions",
            hint=">=0.1,<0.3",
        )
    if found.has_errors:
        raise ConfigError(f"{path}: the manifest is wrong", tuple(found))
    return manifest


def fits(version: str, requirement: str) -> bool:
    """Whether the release *version* fulfils *requirement*, such as ``>=0.1,<0.3``."""
    have = _release(version)
    return all(
        _clause_holds(have, *match.groups())
        for match in map(_CLAUSE.fullmatch, requirement.split(","))
        if match
    )


def _release(version: str) -> tuple[int, ...]:
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    parts = [int(part) for part in numbers.group().split(".")] if numbers else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _clause_holds(have: tuple[int, ...], sign: str, wanted: str) -> bool:
    want = _release(wanted)
    order = (have > want) - (have < want)
    return order in _SIGNS[sign]


_SIGNS: Final[Mapping[str, Iterable[int]]] = {
    ">=": (0, 1), "<=": (0, -1), "==": (0,), "!=": (-1, 1), "<": (-1,), ">": (1,),
}  # fmt: skip
