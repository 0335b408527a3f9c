"""What a plugin says of itself in ``medsales.toml``, read without importing it."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import attrs

from medsales_core.config import Diagnostics, Document, Table, read_toml
from medsales_core.errors import ConfigError
from medsales_core.plugins.kind import KINDS
from medsales_core.plugins.problem import Unusable
from medsales_core.plugins.setting import Setting, read_setting
from medsales_core.plugins.version import fits, is_requirement
from medsales_core.text import LANGUAGES, LangText

__all__ = ["BUILTIN", "MANIFEST_FILE", "Manifest", "read_manifest"]

#: The file that lies in the top-level package of every plugin.
MANIFEST_FILE: Final = "medsales.toml"
#: The name of what comes with the library; its ids have no name before them.
BUILTIN: Final = "builtin"
_SCHEMA_VERSION: Final = 1


@attrs.frozen(kw_only=True)
class Manifest:
    """A plugin's manifest.

    Args:
        name: The plugin's one name, which is its entry point's too.

        title: What it is called, in every language.

        requires_core: Versions of the core it works with, as ``>=0.1,<0.3``.

        hooks: The module with its hook implementations; empty for a plugin of data alone.

        provides: The ids its hooks will return, by kind, so that listing it imports nothing.

        layers: The files that a playbook which enables it stands on, relative to the package.

        settings: What a playbook may tell it, by key.

        before: Plugins that it stands before, where they are installed.

        after: Plugins that it stands after, where they are installed.
    """

    name: str
    title: LangText
    requires_core: str
    hooks: str
    provides: Mapping[str, tuple[str, ...]]
    layers: tuple[str, ...] = ()
    settings: Mapping[str, Setting] = attrs.field(factory=dict)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def read_manifest(path: Path, core_version: str = "") -> Manifest:
    """Read a manifest.

    Args:
        path: The file.

        core_version: The version of the library, which must be one that the manifest asks for; any if empty.

    Raises:
        ConfigError: It cannot be read or is wrong, with every defect.

        Unusable: It was written for another library than this one.
    """
    document = read_toml(path)
    _refuse_strangers(document, core_version)
    found = Diagnostics()
    manifest = _manifest(Table(document, (), document.data, found))
    if found.has_errors:
        raise ConfigError(f"{path}: the manifest is wrong", tuple(found))
    return manifest


def _refuse_strangers(document: Document, core_version: str) -> None:
    """Versions come first: what else another version of the library reads in it would be taken for a mistake."""
    schema, wanted = document.data.get("schema"), document.data.get("requires-core")
    if isinstance(schema, int) and schema > _SCHEMA_VERSION:
        raise Unusable(
            "newer-manifest",
            f"its manifest has schema {schema}, this library reads {_SCHEMA_VERSION}",
            hint="upgrade medsales-core",
        )
    if not core_version or not isinstance(wanted, str) or not is_requirement(wanted):
        return
    if not fits(core_version, wanted):
        raise Unusable(
            "other-core",
            f"it needs medsales-core {wanted}, this is {core_version}",
            hint="install a version of the plugin for this library",
        )


def _manifest(table: Table) -> Manifest:
    table.integer("schema")
    provided = table.table("provides")
    manifest = Manifest(
        name=table.text("name"),
        title=table.lang_text("title", LANGUAGES),
        requires_core=table.text("requires-core", ">=0"),
        hooks=table.text("hooks", " ").strip(),
        provides={kind: provided.texts(kind) for kind in KINDS},
        layers=table.texts("layers"),
        settings={name: read_setting(name, inner) for name, inner in table.tables("settings")},
        before=table.texts("before"),
        after=table.texts("after"),
    )
    provided.finish()
    table.finish()
    _check_promises(table, manifest)
    _check_layers(table, manifest)
    if not is_requirement(manifest.requires_core):
        told = f"{manifest.requires_core!r} is no list of versions"
        table.error("requires-core", "bad-version", told, hint=">=0.1,<0.3")
    return manifest


def _check_promises(table: Table, manifest: Manifest) -> None:
    if any(manifest.provides.values()) and not manifest.hooks:
        told = "nothing provides it: there is no 'hooks'"
        table.error("provides", "missing-hooks", told, hint="hooks = the module of its hooks")
    for kind, ids in manifest.provides.items():
        for name in {name for name in ids if ids.count(name) > 1}:
            table.error("provides", "promised-twice", f"{kind} {name!r} is named twice")
        for name in ids if KINDS[kind].is_prefixed and manifest.name != BUILTIN else ():
            if name != manifest.name and not name.startswith(f"{manifest.name}."):
                told = f"{kind} {name!r} does not begin with the plugin's name"
                wanted = f"{manifest.name}.{name.rpartition('.')[2]}"
                table.error("provides", "foreign-id", told, hint=wanted)


def _check_layers(table: Table, manifest: Manifest) -> None:
    for file in manifest.layers:
        path = PurePosixPath(file)
        if path.is_absolute() or ".." in path.parts or path.suffix != ".toml":
            told = f"{file!r} is no TOML file of the package"
            table.error("layers", "bad-layer", told, hint="a path below medsales.toml, with slashes")
