"""Arrows point down only: the contracts of pyproject.toml hold, and would be noticed if they did not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "medsales_core"
_LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Hold the package in *folder*/src against the contracts of *folder*/pyproject.toml."""
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    return subprocess.run(
        [sys.executable, "-c", _LINT, "--no-cache", "--config", str(folder / "pyproject.toml"), *chosen],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house in a folder of its own, where it may be damaged."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        SOURCE, folder / "src" / "medsales_core", ignore=shutil.ignore_patterns("__pycache__", ".*_cache")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_is_kept() -> None:
    ran = lint(ROOT)
    assert ran.returncode == 0, ran.stdout
    assert "0 broken" in ran.stdout


@pytest.mark.parametrize(
    ("contract", "file", "planted"),
    [
        ("house", "rules/period.py", "from medsales_core.engine.event import Event"),
        ("house", "utils.py", '"""A room that nobody drew."""'),
        ("floors", "engine/waiver.py", "import pluggy"),
        ("no-files-below", "model/need.py", "import tomllib"),
        ("no-testing", "ports/check.py", "import pytest"),
    ],
)
def test_an_arrow_that_points_up_is_noticed(copied: Path, contract: str, file: str, planted: str) -> None:
    path = copied / "src" / "medsales_core" / file
    before = path.read_text("utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{planted}\n", "utf-8")
    try:
        ran = lint(copied, contract)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, "utf-8")
    assert ran.returncode != 0
    assert "BROKEN" in ran.stdout or "utils" in ran.stdout
