"""Fake installed distributions, as folders on the path."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MANIFEST = """
schema = 1
name = "{name}"
title = {{ en = "A fake", zh-Hans = "假插件" }}
requires-core = "{requires}"
hooks = "{package}.hooks"
provides = {provides}
"""
SCORES = """
from medsales_core.plugins import hookimpl
from medsales_core.builtin.ladder import StageLadder

class Fake(StageLadder):
    id = "{id}"

@hookimpl
def medsales_scores():
    return [Fake()]
"""

Install = Callable[..., None]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of installed packages, on the path for one test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.fixture
def install(site: Path) -> Iterator[Install]:
    """A function that installs a fake plugin; whatever it imports is forgotten afterwards."""
    packages: list[str] = []

    def put(
        name: str,
        *,
        package: str = "",
        distribution: str = "",
        version: str = "1.0",
        manifest: str | None = None,
        hooks: str = "",
        init: str = "",
        requires: str = ">=0.1",
        provides: str = '{ score = ["fake.score"] }',
    ) -> None:
        package = package or f"fake_{name.replace('-', '_')}"
        distribution = distribution or f"fake-{name}"
        packages.append(package)
        home = site / package
        home.mkdir()
        (home / "__init__.py").write_text(init or f"raise AssertionError('{package} was imported')\n")
        if manifest is None:
            manifest = MANIFEST.format(name=name, requires=requires, package=package, provides=provides)
        if manifest:
            (home / "medsales.toml").write_text(manifest, encoding="utf-8")
        (home / "hooks.py").write_text(hooks or SCORES.format(id="fake.score"))
        info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[medsales.plugins]\n{name} = {package}\n")

    yield put
    for module in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[module]
