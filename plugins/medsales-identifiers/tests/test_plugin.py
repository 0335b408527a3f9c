"""The plugin is found by its manifest, and gives what the manifest says."""

from importlib.resources import files

from medsales_core.plugins import Registry, find_plugins
from medsales_core.plugins.manifest import read_manifest
from medsales_identifiers import hooks

MANIFEST = read_manifest(files("medsales_identifiers") / "medsales.toml")  # type: ignore[arg-type]


def test_the_manifest_provides_exactly_what_the_hook_returns() -> None:
    provided = {kind: ids for kind, ids in MANIFEST.provides.items() if ids}
    assert provided == {"check": tuple(check.id for check in hooks.medsales_checks())}


def test_the_plugin_is_found_without_a_problem() -> None:
    (found,) = [plugin for plugin in find_plugins("0.1.0") if plugin.name == "identifiers"]
    assert found.problem is None
    assert found.manifest == MANIFEST


def test_a_registry_that_enables_the_plugin_has_the_checks() -> None:
    registry = Registry.discover(enabled=["identifiers"])
    assert set(registry.checks) >= {check.id for check in hooks.medsales_checks()}
    assert registry.problems == ()
