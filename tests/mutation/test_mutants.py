"""The mutants: what each operator changes, what no mutant touches, and how one is known again."""

from pathlib import Path
from textwrap import dedent

import pytest

from mutation.edit import Source
from mutation.mutants import Mutant, mutants_of


def made(folder: Path, text: str) -> list[Mutant]:
    (folder / "module.py").write_text(dedent(text), "utf-8")
    return list(mutants_of(folder, "module.py"))


def told(folder: Path, text: str) -> set[str]:
    return {f"{mutant.before} -> {mutant.after}".strip() for mutant in made(folder, text)}


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("b = x < y", {"< -> <=", "< -> >="}),
        ("b = x == y", {"== -> !="}),
        ("b = x is not None", {"is not -> is"}),
        ("b = x not in y", {"not in -> in"}),
        ("b = x and y", {"x and y -> ((x))", "x and y -> ((y))"}),
        ("b = x - y", {"- -> +"}),
        ("b = not x", {"not x -> (x)"}),
        ("b = 5", {"5 -> (6)", "5 -> (4)"}),
        ("b = True", {"True -> False"}),
        ("b = None", {"None -> False"}),
        ("b = 'word'", {"'word' -> 'word-'"}),
        ("b = 'a sentence of words'", set()),
        ("b = {'k': x}", {"{'k': x} -> {}"}),
        ("b = [x, y]", {"x, ->", ", y ->"}),
        ("b = {'k': x, **y}", {"'k': x, ->", ", **y ->"}),
        ("b = {x}", {"{x} -> set()"}),
        ("b = x, y", set()),
        ("b = x in (p, q)", {"in -> not in", "(p, q) -> (p,)", "(p, q) -> (q,)"}),
        ("b = all(x)", {"all -> any"}),
        ("b = x['key']", set()),
        ("b = x[0]", {"0 -> (1)", "0 -> (-1)"}),
        ("b = [p for p in x if p]", {"x -> ()", "p -> True"}),
        ("x.y = 1", {"x.y = 1 -> pass", "1 -> (2)", "1 -> (0)"}),
        ("f(x)", {"f(x) -> pass"}),
        ("if x: y()", {"x -> (not (x))", "y() -> pass"}),
        ("while x > y: break", {"> -> >=", "> -> <=", "break -> continue"}),
        ("for p in x: continue", {"x -> ()", "continue -> break"}),
        ("return x", {"return x -> return None"}),
        ("yield x", {"yield x -> if False: yield"}),
        ("raise E('wrong', 5)", {"raise E('wrong', 5) -> pass"}),
        ("b = text('yes', 'no')", set()),
        ("b = f'{x + y} of'", set()),
        ("b: Final[dict[str, int]] = x", set()),
    ],
)
def test_a_statement_is_changed_in_the_ways_of_its_operators(
    tmp_path: Path, statement: str, changes: set[str]
) -> None:
    assert told(tmp_path, f"def f(x, y, p, q):\n    {statement}\n") == changes


def test_a_handler_lets_through_what_it_caught(tmp_path: Path) -> None:
    text = "def f(x):\n    try:\n        b = x\n    except KeyError:\n        b = y\n"
    assert told(tmp_path, text) == {"b = y -> raise"}


def test_typing_exports_imports_and_docstrings_are_left_alone(tmp_path: Path) -> None:
    text = '''
        """About."""
        from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar
        if TYPE_CHECKING:
            from x import y
        __all__ = ["a", "b"]
        T = TypeVar("T")
        Word: TypeAlias = Literal["on", "off"]
        def f(x: Literal["on"], y: int | None = None) -> Literal["on"]:
            """On."""
    '''
    assert told(tmp_path, text) == set()


def test_every_mutant_is_python_and_differs_from_what_it_was_made_of(tmp_path: Path) -> None:
    mutants = made(tmp_path, Path(__file__).read_text("utf-8"))
    source = Source(Path(__file__).read_text("utf-8"))
    assert len(mutants) > 30
    for mutant in mutants:
        text = source.with_(mutant.edit)
        compile(text, "mutant", "exec")
        assert text.encode() != source.data


def test_a_mutant_is_known_again_when_its_lines_moved(tmp_path: Path) -> None:
    text = "def f(x):\n    return x == 'on'\n"
    before, after = made(tmp_path, text), made(tmp_path, f"'''中文 first.'''\n\n\n{text}")
    assert [mutant.id for mutant in before] == [mutant.id for mutant in after]
    assert [mutant.line + 3 for mutant in before] == [mutant.line for mutant in after]


def test_mutants_that_read_alike_are_told_apart(tmp_path: Path) -> None:
    mutants = made(tmp_path, "def f(x, y):\n    return x == 1 or y == 1\n")
    assert len({mutant.id for mutant in mutants}) == len(mutants)


def test_functions_of_one_name_are_known_by_what_they_are_registered_for(tmp_path: Path) -> None:
    text = "@say.register\ndef _(it: int):\n    f()\n\n@say.register\ndef _(it: str):\n    f()\n"
    assert [mutant.function for mutant in made(tmp_path, text)] == ["say[int]", "say[str]"]
