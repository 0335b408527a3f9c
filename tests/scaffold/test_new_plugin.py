"""What is scaffolded passes its kit, type-checks and reads well, for every kind; what cannot be is refused."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from medsales_core import __version__
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.plugins.kind import KINDS
from medsales_core.scaffold import PLUGIN_KINDS, new_plugin

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of new distributions, one of each kind, by kind."""
    folder = tmp_path_factory.mktemp("new")
    for kind in PLUGIN_KINDS:
        new_plugin(kind, f"bid-{kind}", folder)
    return {kind: folder / f"medsales-bid-{kind}" for kind in PLUGIN_KINDS}


def run(homes: dict[str, Path], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python above all of *homes*, with the library and the plugins as they lie there."""
    paths = [ROOT / "src", *(home / "src" for home in homes.values())]
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=homes["check"].parent,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_each_passes_its_kit_at_once(homes: dict[str, Path]) -> None:
    tests = [f"{home.name}/tests" for home in homes.values()]
    # All in one run: the interpreter and the made-up portfolio of the kits are paid for once.
    ran = run(
        homes, "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", "-W", "error", *tests
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout


def test_each_is_clean_to_the_linter_and_already_formatted(homes: dict[str, Path]) -> None:
    pytest.importorskip("ruff", reason="ruff is not installed here")
    for command in (("check", "--select", "E,F,I,B,UP,SIM,RUF022"), ("format", "--check")):
        ran = run(homes, "ruff", *command, "--no-cache", *(home.name for home in homes.values()))
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_is_sound_to_a_strict_type_checker(homes: dict[str, Path], tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed here")
    for home in homes.values():
        shutil.copytree(home / "src", tmp_path, dirs_exist_ok=True)
        for test in (home / "tests").iterdir():
            # Two files of one name are one module to a type checker.
            shutil.copy(test, tmp_path / f"{test.stem}_of_{home.name.replace('-', '_')}.py")
    # Sound in itself, whatever it sees of the library.
    ran = run(homes, "mypy", "--strict", "--no-incremental", "--follow-imports=silent", str(tmp_path))
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("kind", PLUGIN_KINDS)
def test_it_can_be_built_and_carries_its_manifest(kind: str, homes: dict[str, Path]) -> None:
    project = tomllib.loads((homes[kind] / "pyproject.toml").read_text("utf-8"))
    (package,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    ((name, home),) = project["project"]["entry-points"]["medsales.plugins"].items()
    assert (name, home) == (f"bid-{kind}", package.removeprefix("src/"))
    manifest = tomllib.loads((homes[kind] / package / "medsales.toml").read_text("utf-8"))
    assert manifest["name"] == name
    for layer in manifest.get("layers", ()):
        assert (homes[kind] / package / layer).is_file()


@pytest.mark.parametrize("kind", PLUGIN_KINDS)
def test_its_versions_are_bounded(kind: str, homes: dict[str, Path]) -> None:
    major, minor = (int(part) for part in __version__.split(".")[:2])
    bounds = f">={major}.{minor},<{major}.{minor + 1}"
    project = tomllib.loads((homes[kind] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dependencies"] == [f"medsales-core{bounds}"]
    assert project["project"]["optional-dependencies"]["testing"] == [f"medsales-core[testing]{bounds}"]


@pytest.mark.parametrize("kind", PLUGIN_KINDS)
def test_its_readme_says_how_it_is_used(kind: str, homes: dict[str, Path]) -> None:
    readme = (homes[kind] / "README.md").read_text("utf-8")
    assert readme.startswith(f"# medsales-bid-{kind}\n")
    assert f"bid-{kind}" in readme.partition("## Use it")[2]
    assert "$" not in readme.replace("\n$ ", "\n")


@pytest.mark.parametrize("kind", PLUGIN_KINDS)
def test_nothing_of_a_template_is_left(kind: str, homes: dict[str, Path]) -> None:
    for path in homes[kind].rglob("*"):
        assert not path.name.endswith(".tmpl")
        assert path.suffix == ".pyc" or path.is_dir() or "${" not in path.read_text("utf-8")


def test_every_kind_of_plugin_has_a_scaffold() -> None:
    assert set(PLUGIN_KINDS) == {*KINDS, "stage-pack"}


def test_it_never_writes_into_what_is_there(tmp_path: Path) -> None:
    new_plugin("check", "tender", tmp_path)
    path = tmp_path / "medsales-tender" / "README.md"
    path.write_text("mine", "utf-8")
    with pytest.raises(ValueRefused, match="is there already"):
        new_plugin("score", "tender", tmp_path)
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Tender", "small letters"),
        ("bid_bond", "bid-bond"),
        ("2nd", "no name for a plugin"),
        ("bid-", "no name for a plugin"),
        ("", "no name for a plugin"),
        ("../up", "no name for a plugin"),
        ("招标", "no name for a plugin"),
        ("builtin", "taken by the library"),
        ("medsales-tender", "leave it out"),
        ("medsales", "leave it out"),
        ("x" * 41, "at most 40"),
    ],
)
def test_a_name_that_is_none_is_refused_with_what_mends_it(name: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ValueRefused) as caught:
        new_plugin("check", name, tmp_path)
    assert told in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean 'calendar'"):
        new_plugin("calender", "days", tmp_path)
