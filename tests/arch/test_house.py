"""The house stays one in which a newcomer finds things: small rooms with names, each saying what it is."""

import ast
from collections.abc import Iterable
from pathlib import Path

import medsales_core as ms

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *ROOT.glob("plugins/*/src/**/*.py")])
LONGEST = 400
DRAWERS = {"util", "utils", "helper", "helpers", "misc"}


def named(paths: Iterable[Path]) -> list[str]:
    """Paths as the report of a test shows them."""
    return [path.relative_to(ROOT).as_posix() for path in paths]


def _says_what_it_is(path: Path) -> bool:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return docstring.partition("\n")[0].endswith((".", ":"))


def test_there_is_a_house_to_look_at() -> None:
    assert len(SOURCES) > len(list(ROOT.glob("plugins/*"))) > 0


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    assert named(path for path in SOURCES if not _says_what_it_is(path)) == []


def test_every_module_is_short_enough_to_be_read_at_once() -> None:
    assert named(path for path in SOURCES if len(path.read_text("utf-8").splitlines()) > LONGEST) == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert named(path for path in SOURCES if path.stem.strip("_") in DRAWERS) == []


def test_entities_declare_types_that_can_be_read_at_run_time() -> None:
    model = (ROOT / "src/medsales_core/model").rglob("*.py")
    assert named(path for path in model if "annotations" in _futures(path)) == []


def _futures(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__")
    return {alias.name for node in imports for alias in node.names}


def test_every_public_name_of_the_library_can_be_had() -> None:
    assert [name for name in ms.__all__ if not hasattr(ms, name)] == []
    assert set(ms.__all__) <= set(dir(ms))


def test_the_package_says_that_it_is_typed() -> None:
    packages = [ROOT / "src/medsales_core", *ROOT.glob("plugins/*/src/*")]
    assert [path.name for path in packages if path.is_dir() and not (path / "py.typed").is_file()] == []
