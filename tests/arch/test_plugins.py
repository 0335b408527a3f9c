"""A plugin of this repository is registered wherever it must be, and a message says where it is not."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PLUGINS = sorted(path for path in (ROOT / "plugins").iterdir() if (path / "pyproject.toml").is_file())
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}

each_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)


def holds_code(plugin: Path) -> bool:
    """Whether there is more in it than an empty package around its layers."""
    return any(path.name != "__init__.py" for path in (plugin / "src").rglob("*.py"))


@each_plugin
def test_a_plugin_is_installed_with_the_others(plugin: Path) -> None:
    groups = PROJECT["dependency-groups"]
    assert plugin.name in [*groups["plugins"], *groups["packs"]], "name it in [dependency-groups]"
    assert PROJECT["tool"]["uv"]["sources"].get(plugin.name) == {"workspace": True}, (
        "name it in [tool.uv.sources]"
    )


@each_plugin
def test_a_plugin_that_holds_code_is_held_to_the_contracts(plugin: Path) -> None:
    package = plugin.name.replace("-", "_")
    held = [
        PROJECT["tool"]["importlinter"]["root_packages"],
        CONTRACTS["plugins-public"]["source_modules"],
        CONTRACTS["plugins-apart"]["modules"],
    ]
    assert [package in names for names in held] == [holds_code(plugin)] * len(held), (
        "name a package with code, and no other, in [tool.importlinter]"
    )


@each_plugin
def test_a_plugin_has_its_line_where_plugins_are_listed(plugin: Path) -> None:
    assert f"[{plugin.name}]({plugin.name}/README.md)" in (ROOT / "plugins/README.md").read_text("utf-8")


@each_plugin
def test_a_pack_has_its_page_and_its_example(plugin: Path) -> None:
    packs = PROJECT["dependency-groups"]["packs"]
    name = plugin.name.removeprefix("medsales-")
    shown = [ROOT / f"docs/packs/{name}.md", ROOT / f"examples/packs/{name}.toml"]
    assert [path.is_file() for path in shown] == [plugin.name in packs] * len(shown)
