"""What was public stays so; what is to go says so first, in one file."""

import runpy
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import pytest

import medsales_core
from medsales_core import deprecated
from medsales_core.deprecated import MedsalesDeprecation, Renamed

ROOT = Path(__file__).parents[2]
NAMES = runpy.run_path(str(Path(__file__).with_name("public_names.py")))["public_names"]
SNAPSHOT = ROOT / "tests/data/public_names.txt"


def test_no_public_name_is_gone() -> None:
    """A name is added whenever it is wanted; one that is taken away goes through `medsales_core.deprecated`."""
    gone = set(SNAPSHOT.read_text("utf-8").split("\n")) - {""} - set(NAMES())
    assert sorted(gone) == []


def test_the_snapshot_holds_what_a_plugin_stands_on() -> None:
    kept = set(SNAPSHOT.read_text("utf-8").splitlines())
    assert {
        "medsales_core.load_playbook.registry",
        "medsales_core.plugins.hookimpl",
        "medsales_core.ports.check.Check.holds",
        "medsales_core.model.Deal.amount",
        "hook medsales_checks(context) of kind check",
        "manifest key requires-core",
        "command plugins",
    } <= kept


def test_a_name_that_moved_is_still_there_and_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = Renamed(new="load_playbook", since="0.1", gone_in="0.3")
    monkeypatch.setattr(deprecated, "RENAMED", {"read_playbook": moved})
    with pytest.warns(MedsalesDeprecation) as told:
        assert medsales_core.read_playbook is medsales_core.load_playbook
    assert str(told[0].message) == (
        "medsales_core.read_playbook is load_playbook since 0.1, and goes with 0.3: write load_playbook"
    )
    assert told[0].filename == __file__


def test_a_name_that_never_was_is_an_attribute_error() -> None:
    with warnings.catch_warnings(), pytest.raises(AttributeError, match="no attribute 'read_playbook'"):
        _ = medsales_core.read_playbook


def test_what_was_to_go_is_gone() -> None:
    version = tuple(int(part) for part in medsales_core.__version__.split(".")[:2])

    def late(renamed: Renamed) -> bool:
        return tuple(int(part) for part in renamed.gone_in.split(".")) <= version

    assert late(Renamed(new="x", since="0.0", gone_in="0.1"))
    assert [name for name, renamed in deprecated.RENAMED.items() if late(renamed)] == []


def test_no_plugin_of_pytest_comes_with_the_library() -> None:
    """It would import the library before coverage starts, and be in everybody's test runs."""
    for file in (ROOT / "pyproject.toml", *ROOT.glob("plugins/*/pyproject.toml")):
        points = tomllib.loads(file.read_text("utf-8"))["project"].get("entry-points", {})
        assert {"pytest11", "hypothesis"} & set(points) == set()


def test_importing_the_library_does_not_load_the_deprecations() -> None:
    code = "import medsales_core, sys; print('medsales_core.deprecated' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
