"""Runs what the documentation shows: Python blocks as Python, TOML blocks through the readers they are meant for."""

import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any, ClassVar

import tomli_w
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from medsales_core import check_playbook, reference_playbook
from medsales_core.config import Level
from medsales_core.fuzzing.scenario import read_scenario
from medsales_core.importing import read_mapping
from medsales_core.playbook.schema import root_keys
from medsales_core.plugins import Registry
from medsales_core.plugins.manifest import read_manifest
from medsales_core.ports.check import Check
from medsales_core.text import text

_HEADER: dict[str, Any] = {
    "extends": "medsales:reference",
    "schema": 1,
    "id": "documented",
    "version": "1",
    "title": {"en": "As documented", "zh-Hans": "文档示例"},
}
_PLAYBOOK_WORDS = root_keys().keys() - {"id", "title"}


class BondPaid(Check):
    """The check that the documentation calls as an example."""

    id = "tender.bond-paid"
    title = text("Bid bond paid", "投标保证金已缴")
    parameters: ClassVar = {"days": int}

    def holds(self, facts: object, at: object, /, **parameters: object) -> bool:
        return True


def _evaluate_toml(example: Example) -> str | None:
    """What is wrong with a TOML block, None where its reader takes it."""
    written = str(example.parsed)
    data = tomllib.loads(written)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "documented.toml")
        path.write_text(written, "utf-8")
        if "story" in data:
            read_scenario(path)
        elif "source" in data:
            read_mapping(path, reference_playbook())
        elif "requires-core" in data:
            read_manifest(path)
        elif "build-system" not in data and "project" not in data:
            path.write_text(tomli_w.dumps(as_playbook(data)), "utf-8")
            checks = [BondPaid(), *Registry.discover().checks.values()]
            found = [d for d in check_playbook(path, checks=checks)[1] if d.level is Level.ERROR]
            return "\n".join(map(str, found)) or None
    return None


def as_playbook(data: dict[str, Any]) -> dict[str, Any]:
    """A whole playbook around what a block shows: a whole one, tables of one, or a condition alone."""
    if data.keys() & _PLAYBOOK_WORDS:
        return _HEADER | data
    requirement = {
        "label": {"en": "As documented", "zh-Hans": "文档示例"},
        "source": "documentation",
        "severity": "warn",
        "require": data,
    }
    return _HEADER | {"standard": {"general": {"requirement": {"documented": requirement}}}}


def _into_a_folder(namespace: dict[str, Any]) -> None:
    namespace["_home"] = os.getcwd()
    namespace["_folder"] = tempfile.TemporaryDirectory()
    os.chdir(namespace["_folder"].name)


def _back_home(namespace: dict[str, Any]) -> None:
    os.chdir(namespace["_home"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("toml", _evaluate_toml), SkipParser()],
    patterns=["*.md"],
    excludes=["CHANGELOG.md", "changelog.d/*.md"],
    setup=_into_a_folder,
    teardown=_back_home,
).pytest()
