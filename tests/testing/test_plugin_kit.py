"""Every rule of the kit catches a plugin that breaks it, and lets a sound one pass."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from medsales_core.testing.plugin_kit import PluginConformance

RULES = sorted(name for name in dir(PluginConformance) if name.startswith("test_"))
MANIFEST = """
schema        = 1
name          = "probe"
title         = { en = "Probe", zh-Hans = "探针" }
requires-core = ">=0.1,<0.2"
hooks         = "medsales_probe_hooks"
layers        = ["probe.toml"]
provides      = { check = ["probe.paid"] }
"""
HOOKS = """
from medsales_core.plugins import hookimpl
from medsales_core.ports.check import Check
from medsales_core.text import text


class Paid(Check):
    id = "probe.paid"
    title = text("Paid", "已付")

    def holds(self, facts, at, /):
        return None


@hookimpl
def medsales_checks():
    return [Paid()]
"""
SOUND: Mapping[str, str] = {
    "medsales.toml": MANIFEST,
    "probe.toml": "schema = 1\n",
    "py.typed": "",
    "medsales_probe_hooks.py": HOOKS,
}
Files = Callable[[], Mapping[str, str]]


def sound() -> Mapping[str, str]:
    """A plugin with a layer and a check."""
    return SOUND


class Kit(PluginConformance):
    package = "medsales_probe"

    def __init__(self, made: Files, folder: Path | None = None) -> None:
        self.made, self.folder = made, folder

    def home(self) -> Path:
        assert self.folder is not None
        for name, content in self.made().items():
            (self.folder / name).write_text(content, "utf-8")
        return self.folder


BROKEN: list[tuple[str, Kit]] = []


def breaks(rule: str) -> Callable[[Files], Files]:
    def add(files: Files) -> Files:
        BROKEN.append((f"test_{rule}", Kit(files)))
        return files

    return add


def but(file: str, found: str, instead: str) -> Mapping[str, str]:
    """The sound plugin, with one thing of one file changed."""
    assert SOUND[file].count(found) == 1, f"{found!r} is not in {file} once"
    return {**SOUND, file: SOUND[file].replace(found, instead)}


def without(file: str) -> Mapping[str, str]:
    return {name: content for name, content in SOUND.items() if name != file}


@breaks("its_manifest_is_read_without_a_defect")
def has_an_english_title() -> Mapping[str, str]:
    return but("medsales.toml", ', zh-Hans = "探针"', "")


@breaks("its_manifest_is_read_without_a_defect")
def is_for_an_older_library() -> Mapping[str, str]:
    return but("medsales.toml", ">=0.1,<0.2", "<0.1")


@breaks("it_says_up_to_which_version_of_the_library_it_works")
def works_for_ever() -> Mapping[str, str]:
    return but("medsales.toml", ">=0.1,<0.2", ">=0.1")


@breaks("its_hooks_return_what_its_manifest_promises")
def promises_more() -> Mapping[str, str]:
    return but("medsales.toml", '["probe.paid"]', '["probe.paid", "probe.kept"]')


@breaks("its_hooks_return_what_its_manifest_promises")
def fails_to_import() -> Mapping[str, str]:
    return but("medsales_probe_hooks.py", "import hookimpl", "import hookimple")


@breaks("its_hooks_return_what_its_manifest_promises")
def misspells_a_hook() -> Mapping[str, str]:
    return but("medsales_probe_hooks.py", "def medsales_checks", "def medsales_check")


@breaks("its_layers_are_there")
def leaves_its_layer_out() -> Mapping[str, str]:
    return without("probe.toml")


@breaks("it_imports_what_is_public_alone")
def imports_the_engine() -> Mapping[str, str]:
    return {**SOUND, "deep.py": "from medsales_core.engine.plan import Plan\n"}


@breaks("it_imports_what_is_public_alone")
def imports_a_builtin_in_a_function() -> Mapping[str, str]:
    return {**SOUND, "deep.py": "def late():\n    import medsales_core.builtin.ladder\n"}


@breaks("it_says_that_it_is_typed")
def says_nothing_of_types() -> Mapping[str, str]:
    return without("py.typed")


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Kit], Kit]]:
    """The kit with a folder for its plugin, from which its hooks are imported afresh."""
    folder = tmp_path / "medsales_probe"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    yield lambda kit: Kit(kit.made, folder)
    sys.modules.pop("medsales_probe_hooks", None)


def test_a_sound_plugin_keeps(kept: str, keeps: Any, laid: Callable[[Kit], Kit]) -> None:
    assert keeps(laid(Kit(sound)), kept)


def test_a_broken_plugin_is_caught_by(
    broken: tuple[str, Kit], keeps: Any, laid: Callable[[Kit], Kit]
) -> None:
    rule, kit = broken
    assert not keeps(laid(kit), rule)


def test_every_rule_is_broken_by_some_plugin() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_the_folder_of_a_package_is_found_without_importing_it() -> None:
    class Named(PluginConformance):
        package = "medsales_core.no_such_package"

    with pytest.raises(AssertionError, match="there is no package"):
        Named().home()
