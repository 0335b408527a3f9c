"""The whole tool on a package of one module: it kills what tests notice, tells what they do not, and outlives hangs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE = '''
"""Grades."""
import functools

LIMITS = {"low": 3, "high": 9}

def _in_words(make):
    def made(value):
        return make(value) if value is not None else "none"
    return made

@_in_words
def grade(value):
    if value < LIMITS["low"]:
        return "low"
    return "high" if value > LIMITS["high"] else "middle"

@functools.singledispatch
def name(value):
    return "thing"

@name.register
def _(value: int):
    return "number"

def count_down(number):
    while number:
        number -= 1
    return "done"

def nobody_asks():
    return 1 + 1
'''
TESTS = """
import pytest
from tiny.grades import count_down, grade, name

@pytest.mark.parametrize("value,word", [(2, "low"), (3, "middle"), (10, "high"), (None, "none")])
def test_grade(value, word):
    assert grade(value) == word

def test_name():
    assert name(3) == "number" and name("x") == "thing"

def test_count_down():
    assert count_down(2) == "done"
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    for path, text in (
        ("src/tiny/__init__.py", ""),
        ("src/tiny/grades.py", MODULE.lstrip()),
        ("tests/test_grades.py", TESTS),
        ("pytest.ini", "[pytest]\naddopts = --import-mode=importlib\n"),
        ("verdicts.toml", '[[equivalent]]\nwhy = "Nobody asks."\nmutants = ["src/tiny/grades.py::nobody_asks::arithmetic::+ -> -::0"]\n'),
    ):  # fmt: skip
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def hunt(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable, "-m", "mutation", "src/tiny", "--root", str(folder), "--tests", "tests", "--spare", "1",
            "--verdicts", "verdicts.toml", "--page", "page.md", *options,
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def fates(tiny: Path) -> dict[str, str]:
    ran = hunt(tiny)
    assert ran.returncode == 0, ran.stderr
    lines = (tiny / ".mutation/results.jsonl").read_text("utf-8").splitlines()
    return {line["id"].partition("::")[2]: line["fate"] for line in map(json.loads, lines)}


@pytest.mark.parametrize(
    ("mutant", "fate"),
    [
        ("grade::relation::< -> <=::0", "killed"),
        ("grade::relation::> -> >=::0", "survived"),  # no test asks at the upper limit
        ("name[int]::constant::\"number\" -> 'number-'::0", "killed"),
        ("_in_words.made::relation::is not -> is::0", "killed"),
        ("<module>::constant::3 -> (4)::0", "killed"),
        ("<module>::constant::9 -> (8)::0", "survived"),
        ("count_down::statement::number -= 1 -> pass::0", "timeout"),
        ("nobody_asks::arithmetic::+ -> -::0", "survived"),
    ],
)
def test_each_mutant_has_the_fate_that_the_tests_give_it(
    fates: dict[str, str], mutant: str, fate: str
) -> None:
    assert fates[mutant] == fate


def test_the_page_tells_survivors_and_why_the_equivalent_are_none(tiny: Path, fates: dict[str, str]) -> None:
    page = (tiny / "page.md").read_text("utf-8")
    survivors, equivalent = page.split("## Survivors")[1].split("## Equivalent")
    assert "15 `grade`: `>` → `>=`" in survivors
    assert "nobody_asks`: `+` → `-`" not in survivors
    assert "Nobody asks." in equivalent
    killed = sum(fate in ("killed", "timeout") for fate in fates.values())
    survived = len(fates) - killed - 1
    share = f"{killed / (killed + survived):.1%}"
    for part in ("**all**", "**tiny**", "`tiny/grades.py`"):
        assert f"| {part} | {len(fates)} | {killed} | {survived} | 1 | {share} |" in page
    assert "Not judged yet" not in page
    assert "quick way" not in page


def test_a_later_run_takes_over_what_did_not_change(tiny: Path, fates: dict[str, str]) -> None:
    ran = hunt(tiny, "--least", "1.0")
    assert "0 to judge" in ran.stderr
    assert ran.returncode == 1  # fewer were killed than asked for
    survived = sum(fate == "survived" for fate in fates.values())
    assert f"{survived} to judge" in hunt(tiny, "--again", "survivors", "--tell").stderr


def test_tests_that_fail_by_themselves_kill_nothing(tiny: Path, fates: dict[str, str]) -> None:
    assert fates
    broken = tiny / "tests/test_broken.py"
    broken.write_text("def test_broken():\n    assert False\n", "utf-8")
    try:
        ran = hunt(tiny, "--again", "all")
    finally:
        broken.unlink()
    assert ran.returncode == 1
    assert "do not pass on the unchanged code: tests/test_broken.py::test_broken" in ran.stderr


def test_what_is_not_known_for_sure_is_told_by_the_page(tiny: Path, fates: dict[str, str]) -> None:
    lines = (tiny / ".mutation/results.jsonl").read_text("utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    known[1]["of"], known[2]["of"], known[3]["fate"] = "other", "other", "alive"
    (tiny / "some.jsonl").write_text("".join(json.dumps(one) + "\n" for one in known[1:]), "utf-8")
    hunt(tiny, "--tell", "--results", "some.jsonl", "--page", "unsure.md")
    page = (tiny / "unsure.md").read_text("utf-8")
    assert "Not judged yet: 1 mutants, namely 1 of `tiny/grades.py`." in page
    assert "changed since: 2 mutants, namely 2 of `tiny/grades.py`." in page
    assert "Of the survivors 1 were shown to their tests in the quick way alone" in page


def test_the_quick_way_judges_what_runs_at_import_as_well_and_leaves_the_rest_to_a_later_run(
    tiny: Path, fates: dict[str, str]
) -> None:
    ran = hunt(tiny, "--quick", "--results", "quick.jsonl", "--page", "quick.md")
    assert ran.returncode == 0, ran.stderr
    lines = (tiny / "quick.jsonl").read_text("utf-8").splitlines()
    quickly = {line["id"].partition("::")[2]: line["fate"] for line in map(json.loads, lines)}
    alive = {name for name, fate in quickly.items() if fate == "alive"}
    assert {name: fate for name, fate in quickly.items() if name not in alive} == {
        name: fate for name, fate in fates.items() if name not in alive
    }
    assert {"<module>::constant::9 -> (8)::0", "nobody_asks::arithmetic::+ -> -::0"} <= alive
    assert "0 to judge" not in hunt(tiny, "--quick", "--results", "quick.jsonl", "--page", "quick.md").stderr
