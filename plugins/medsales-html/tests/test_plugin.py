"""The plugin is found by its manifest, and gives what the manifest says."""

from importlib.resources import files

from medsales_core.plugins import Registry, find_plugins
from medsales_core.plugins.manifest import read_manifest
from medsales_html import HtmlFormat, hooks

MANIFEST = read_manifest(files("medsales_html") / "medsales.toml")  # type: ignore[arg-type]


def test_the_manifest_provides_exactly_what_the_hook_returns() -> None:
    provided = {kind: ids for kind, ids in MANIFEST.provides.items() if ids}
    assert provided == {"format": tuple(form.id for form in hooks.medsales_formats())}


def test_the_plugin_is_found_without_a_problem() -> None:
    (found,) = [plugin for plugin in find_plugins("0.1.0") if plugin.name == "html"]
    assert found.problem is None
    assert found.manifest == MANIFEST


def test_a_registry_that_enables_the_plugin_has_the_format() -> None:
    registry = Registry.discover(enabled=["html"])
    assert isinstance(registry.formats["html"], HtmlFormat)
    assert registry.problems == ()
