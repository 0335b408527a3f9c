"""What every plugin must keep, whatever it brings, as tests: subclass `PluginConformance` in its tests."""

import ast
import re
from abc import ABC
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, Final

from medsales_core import __version__
from medsales_core.plugins.context import PluginContext
from medsales_core.plugins.discovery import FoundPlugin
from medsales_core.plugins.hooks import Hooks
from medsales_core.plugins.kind import KINDS
from medsales_core.plugins.manifest import MANIFEST_FILE, read_manifest
from medsales_core.testing.conduct import check_spoken

__all__ = ["PluginConformance", "home_of", "plugin_of"]

#: The modules of the library that plugins may import; everything else may change with any release.
_PUBLIC: Final = re.compile(r"medsales_core(\.(model|ports|plugins|errors|money|text)(\..+)?)?")
_BOUNDED: Final = re.compile(r".*(<|==).*")


class PluginConformance(ABC):
    """What a plugin says of itself is so, one test each.

    ::

        class TestPlugin(PluginConformance):
            package = "medsales_tender"
    """

    #: The package that holds the manifest.
    package: ClassVar[str]

    #: What a playbook would tell it, where a setting has no default.
    settings: ClassVar[Mapping[str, Any]] = {}

    def home(self) -> Path:
        """The folder of the package, without importing it."""
        return home_of(self.package)

    def test_its_manifest_is_read_without_a_defect(self) -> None:
        manifest = read_manifest(self.home() / MANIFEST_FILE, __version__)
        check_spoken([manifest.title])

    def test_it_says_up_to_which_version_of_the_library_it_works(self) -> None:
        wanted = read_manifest(self.home() / MANIFEST_FILE).requires_core
        assert _BOUNDED.fullmatch(wanted), f"{wanted!r} has no end: a version to come may break it unseen"

    def test_its_hooks_return_what_its_manifest_promises(self) -> None:
        manifest = read_manifest(self.home() / MANIFEST_FILE)
        if not manifest.hooks:
            return
        hooks = Hooks.load(manifest)
        defaults = {name: setting.default for name, setting in manifest.settings.items()}
        context = PluginContext(name=manifest.name, settings={**defaults, **self.settings})
        for kind in KINDS.values():
            hooks.ask(kind, context)

    def test_its_layers_are_there(self) -> None:
        plugin = plugin_of(self.home())
        assert plugin.manifest is not None
        assert len(plugin.read_layers()) == len(plugin.manifest.layers)

    def test_it_imports_what_is_public_alone(self) -> None:
        found = [
            f"{path.relative_to(self.home())}:{line}: {module}"
            for path in sorted(self.home().rglob("*.py"))
            for line, module in _imports(path)
            if module.partition(".")[0] == "medsales_core" and not _PUBLIC.fullmatch(module)
        ]
        assert found == [], "these may change with any release of the library"

    def test_it_says_that_it_is_typed(self) -> None:
        assert (self.home() / "py.typed").is_file(), "an empty file py.typed tells type checkers to look"


def home_of(package: str) -> Path:
    """The folder of a package, without importing it."""
    spec = find_spec(package)
    assert spec is not None, f"there is no package {package!r}"
    assert spec.submodule_search_locations, f"{package!r} is a module, and no package"
    return Path(spec.submodule_search_locations[0])


def plugin_of(home: Path) -> FoundPlugin:
    """The plugin whose package lies at *home*, installed or not."""
    manifest = read_manifest(home / MANIFEST_FILE)
    return FoundPlugin(name=manifest.name, distribution=home.name, manifest=manifest, home=home)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that the file imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"), path.name)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
