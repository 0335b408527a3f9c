"""Whoever writes a plugin by the tutorial alone has one that passes its kit."""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "plugin.md"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: Those of a whole distribution: tests/scaffold holds real ones to these kits.
OF_A_PACKAGE = {"TestTender", "TestPlugin"}


def written(module: ModuleType) -> Iterator[type[Any]]:
    """The classes of tests that a reader of the page has written in *module* at its end."""
    for block in BLOCK.findall(PAGE.read_text("utf-8")):
        exec(compile(block, PAGE.name, "exec"), vars(module))
    for name, value in vars(module).items():
        if inspect.isclass(value) and name.startswith("Test") and name not in OF_A_PACKAGE:
            yield value


def test_every_example_passes_every_rule_of_its_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tutorial = ModuleType("tutorial")
    monkeypatch.setitem(
        sys.modules, tutorial.__name__, tutorial
    )  # what is scored elsewhere is imported there
    kits = list(written(tutorial))
    assert len(kits) == 7
    for number, kit in enumerate(kits):
        for rule in sorted(name for name in dir(kit) if name.startswith("test_")):
            test = getattr(kit(), rule)
            folder = tmp_path / f"{number}-{rule}"
            folder.mkdir()
            given = {"tmp_path": folder} if "tmp_path" in inspect.signature(test).parameters else {}
            try:
                test(**given)
            except pytest.skip.Exception:
                continue
            except Exception as problem:
                problem.add_note(f"in {kit.__name__}.{rule}")
                raise
