"""Importing the library, or its engine alone, costs what it needs and no more."""

import subprocess
import sys

import pytest

HEAVY = (
    "attr",
    "attrs",
    "cattrs",
    "hypothesis",
    "importlib.metadata",
    "numpy",
    "pluggy",
    "pytest",
    "tomli_w",
    "tomllib",
)


def loaded_by(statement: str) -> set[str]:
    """Every module that a fresh interpreter has loaded after *statement*."""
    ran = subprocess.run(
        [sys.executable, "-I", "-c", f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split())


def test_importing_the_library_loads_nothing_heavy() -> None:
    before, after = loaded_by("pass"), loaded_by("import medsales_core")
    assert "medsales_core" in after
    assert (after - before).isdisjoint(HEAVY)


def test_importing_the_library_loads_no_room_of_it() -> None:
    assert {name for name in loaded_by("import medsales_core") if name.startswith("medsales_core.")} == set()


@pytest.mark.parametrize("name", ["decide", "audit", "explain", "progress"])
def test_the_engine_runs_on_attrs_alone(name: str) -> None:
    after = loaded_by(f"import medsales_core.engine.{name}")
    assert "attr" in after
    assert after.isdisjoint(set(HEAVY) - {"attr", "attrs"})


def test_listing_plugins_imports_none_of_them() -> None:
    after = loaded_by(
        "from medsales_core.plugins import find_plugins\n"
        "assert {'builtin', 'html', 'sqlite'} <= {plugin.name for plugin in find_plugins('0.1.0')}"
    )
    assert after.isdisjoint(
        {"medsales_sqlite", "medsales_html", "medsales_identifiers", "medsales_core.builtin", "sqlite3"}
    )
