"""What the proofs of all kits share: each rule is kept by a sound plugin, and broken by some other."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``kept`` runs for each of its module's RULES, one for ``broken`` for each of BROKEN."""
    if "kept" in metafunc.fixturenames:
        metafunc.parametrize("kept", metafunc.module.RULES)
    if "broken" in metafunc.fixturenames:
        pairs = metafunc.module.BROKEN
        ids = [f"{rule.removeprefix('test_')}-{kit.made.__name__}" for rule, kit in pairs]
        metafunc.parametrize("broken", pairs, ids=ids)


@pytest.fixture
def keeps(tmp_path: Path) -> Callable[[Any, str], bool]:
    """Whether a kit passes its test of that name, or skips it by name."""

    def keeps(kit: Any, rule: str) -> bool:
        test = getattr(kit, rule)
        given = {"tmp_path": tmp_path} if "tmp_path" in inspect.signature(test).parameters else {}
        try:
            test(**given)
        except pytest.skip.Exception:
            return True
        except (Exception, pytest.fail.Exception):  # noqa: BLE001  whatever the kit says, the rule was seen broken
            return False
        return True

    return keeps
