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


@pytest.fixture(scope="module", params=sorted(PLUGIN_KINDS))
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new distribution, one of each kind."""
    folder = tmp_path_factory.mktemp(request.param)
    new_plugin(request.param, "bid-bond", folder)
    return folder / "medsales-bid-bond"


def run(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in *home*, with the library and the plugin as they lie there."""
    paths = [str(ROOT / "src"), str(home / "src")]
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=home,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONUTF8": "1",
            "MYPYPATH": str(ROOT / "src"),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_it_passes_its_kit_at_once(written: Path) -> None:
    ran = run(written, "pytest", "-q", "-p", "no:cacheprovider")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout


def test_it_is_clean_to_the_linter_and_already_formatted(written: Path) -> None:
    pytest.importorskip("ruff", reason="ruff is not installed here")
    for command in (("check", "--select", "E,F,I,B,UP,SIM,RUF022"), ("format", "--check")):
        ran = run(written, "ruff", *command, "--no-cache", ".")
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_all_of_them_are_sound_to_a_strict_type_checker(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed here")
    for kind in PLUGIN_KINDS:
        new_plugin(kind, f"bid-{kind}", tmp_path)
    together = tmp_path / "together"
    for home in sorted(tmp_path.glob("medsales-*")):
        shutil.copytree(home / "src", together, dirs_exist_ok=True)
        for test in (home / "tests").iterdir():
            # Two files of one name are one module to a type checker.
            shutil.copy(test, together / f"{test.stem}_of_{home.name.replace('-', '_')}.py")
    # Sound in itself, whatever an editable install of the library lets it see of that.
    ran = run(together, "mypy", "--strict", "--no-incremental", "--follow-imports=silent", ".")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_it_can_be_built_and_carries_its_manifest(written: Path) -> None:
    project = tomllib.loads((written / "pyproject.toml").read_text("utf-8"))
    (package,) = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert project["project"]["entry-points"]["medsales.plugins"] == {"bid-bond": "medsales_bid_bond"}
    manifest = tomllib.loads((written / package / "medsales.toml").read_text("utf-8"))
    assert manifest["name"] == "bid-bond"
    for layer in manifest.get("layers", ()):
        assert (written / package / layer).is_file()


def test_its_versions_are_bounded(written: Path) -> None:
    major, minor = (int(part) for part in __version__.split(".")[:2])
    bounds = f">={major}.{minor},<{major}.{minor + 1}"
    project = tomllib.loads((written / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dependencies"] == [f"medsales-core{bounds}"]
    assert project["project"]["optional-dependencies"]["testing"] == [f"medsales-core[testing]{bounds}"]


def test_its_readme_says_how_it_is_used(written: Path) -> None:
    readme = (written / "README.md").read_text("utf-8")
    assert readme.startswith("# medsales-bid-bond\n")
    assert "bid-bond" in readme.partition("## Use it")[2]
    assert "$" not in readme.replace("\n$ ", "\n")


def test_nothing_of_a_template_is_left(written: Path) -> None:
    for path in written.rglob("*"):
        assert not path.name.endswith(".tmpl")
        assert path.is_dir() or "${" not in path.read_text("utf-8")


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
