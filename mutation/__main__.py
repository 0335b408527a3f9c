"""Mutation testing of the rooms that judge: ``python -m mutation``; ``just mutants``.

Every mutant ends as killed (a test failed, or nothing came to an end) or survived. Results are added to a file as
they come; a run that was interrupted goes on, and a later one takes over what it says of modules that did not change.
"""

import argparse
import contextlib
import importlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from mutation.hunt import Hunt
from mutation.mutants import Mutant, mutants_of
from mutation.reach import learn
from mutation.report import write_page
from mutation.results import Results, digest
from mutation.surgery import Unfit
from mutation.verdicts import read_verdicts

ROOMS: Final = ("src/medsales_core/rules", "src/medsales_core/engine")
TESTS: Final = ("tests/rules", "tests/engine")
#: Tests of what time something takes: on a busy machine they notice what is no fault.
CLOCKS: Final = ("test_a_text_that_no_memory_helps_with_costs_time_by_its_length",)
#: What tests stand on, loaded once before any child is made.
STACK: Final = (
    "attrs", "cattrs", "pluggy", "tomli_w", "tomllib", "hypothesis.stateful", "hypothesis.strategies", "sybil",
    "sybil.parsers.markdown", "jsonschema", "cyclopts", "rich.console", "tomlkit", "sqlite3", "numpy",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool.

    Returns:
        1 where fewer mutants than ``--least`` asks for were killed, else 0.
    """
    asked = _parser().parse_args(arguments)
    root = asked.root.resolve()
    os.chdir(root)
    started = time.monotonic()
    files = [
        path.relative_to(root).as_posix()
        for room in asked.rooms
        for path in ([root / room] if room.endswith(".py") else sorted((root / room).rglob("*.py")))
    ]
    mutants = [mutant for file in files for mutant in mutants_of(root, file)]
    texts = {file: (root / file).read_text("utf-8") for file in files}
    digests = {file: digest(text.encode()) for file, text in texts.items()}
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    results = Results(asked.results)
    todo = [mutant for mutant in mutants if not _is_settled(mutant, results, digests, asked.again)]
    _tell(f"{len(mutants)} mutants in {len(files)} modules, {len(todo)} to judge")
    verdicts = read_verdicts(asked.verdicts)
    if todo and not asked.tell:
        _hunt(asked, root, todo, results, digests, texts, verdicts)
    if asked.page is not None:
        write_page(asked.page, root, asked.tests, mutants, results, verdicts)
    spent = time.monotonic() - started
    return _conclude(mutants, results, verdicts, spent, asked.least)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mutation", description=(__doc__ or "").partition("\n")[0]
    )
    add = parser.add_argument
    add("rooms", nargs="*", default=ROOMS, help="folders or modules to mutate")
    add("--root", type=Path, default=Path(), help="the repository")
    add("--source", default="src", help="where packages start below it")
    add("--tests", nargs="+", default=TESTS, help="what may notice a mutant")
    add("--without", nargs="*", default=CLOCKS, help="names of tests that are left out")
    add("--workers", type=int, default=2, help="processes at once")
    add("--examples", type=int, default=20, help="examples of a property at most, at first")
    add("--thorough", type=int, default=50, help="and where nothing noticed a mutant")
    add(
        "--spare",
        type=float,
        default=10.0,
        help="seconds of CPU beyond the usual before a test counts as hanging",
    )
    add("--patience", type=float, default=4.0, help="seconds of tests that a mutant is shown at first")
    add("--tell", action="store_true", help="judge nothing, write the page from what is known")
    add("--quick", action="store_true", help="leave what nothing noticed at first for a later run")
    add("--again", choices=("nothing", "survivors", "all"), default="nothing", help="what is judged again")
    add("--results", type=Path, default=Path(".mutation/results.jsonl"), help="where results are kept")
    add(
        "--verdicts",
        type=Path,
        default=Path("mutation/verdicts.toml"),
        help="who was found equivalent, and why",
    )
    add("--page", type=Path, help="the page to write")
    add("--least", type=float, default=0.0, help="the share that must be killed")
    return parser


def _is_settled(mutant: Mutant, results: Results, digests: dict[str, str], again: str) -> bool:
    known = results[mutant.id]
    if known is None or known.of != digests[mutant.file] or known.fate == "alive":
        return False
    return again == "nothing" or (again == "survivors" and known.fate != "survived")


def _hunt(
    asked: argparse.Namespace,
    root: Path,
    todo: list[Mutant],
    results: Results,
    digests: dict[str, str],
    texts: dict[str, str],
    verdicts: dict[str, str],
) -> None:
    for module in STACK:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    started = time.monotonic()
    reach = learn(root, list(digests), asked.tests, asked.examples, asked.without, asked.source)
    _tell(f"{len(reach.tests)} tests ran in {time.monotonic() - started:.0f} s")
    hunt = Hunt(
        root=root,
        source=asked.source,
        tests=asked.tests,
        workers=asked.workers,
        examples=asked.examples,
        thorough=asked.thorough,
        spare=asked.spare,
        patience=asked.patience,
        results=results,
        digests=digests,
        texts=texts,
        reach=reach,
    )
    new = [mutant for mutant in todo if not _is_waiting(mutant, results, digests, asked.again)]
    hunt.unseen(mutant for mutant in new if mutant.inside and not reach.of(mutant))
    hunt.at_once([mutant for mutant in new if mutant.inside and reach.of(mutant)])
    hunt.freshly([mutant for mutant in new if not mutant.inside or _is_unfit(mutant, results)], last=False)
    if asked.quick:
        return
    for mutant in todo:
        known = results[mutant.id]
        if known is not None and known.fate == "alive" and mutant.id in verdicts:
            results.add(attrs.evolve(known, fate="survived", by="found equivalent"))
    hunt.freshly([mutant for mutant in todo if _is_alive(mutant, results)], last=True)
    results.keep([result.id for result in results])


def _is_waiting(mutant: Mutant, results: Results, digests: dict[str, str], again: str) -> bool:
    """Whether a run that was interrupted left it for the thorough way."""
    known = results[mutant.id]
    return (
        known is not None
        and again == "nothing"
        and known.fate == "alive"
        and known.of == digests[mutant.file]
    )


def _is_unfit(mutant: Mutant, results: Results) -> bool:
    """Whether no function that exists could hold it."""
    known = results[mutant.id]
    return known is not None and known.fate == "alive" and known.by == str(Unfit())


def _is_alive(mutant: Mutant, results: Results) -> bool:
    known = results[mutant.id]
    return known is None or known.fate == "alive"


def _conclude(
    mutants: Sequence[Mutant], results: Results, verdicts: dict[str, str], spent: float, least: float
) -> int:
    found = [
        known for mutant in mutants if (known := results[mutant.id]) is not None and known.fate != "invalid"
    ]
    counted = [result for result in found if result.dead or result.id not in verdicts]
    killed = sum(result.dead for result in counted)
    share = killed / len(counted) if counted else 1.0
    _tell(
        f"{killed} of {len(counted)} killed ({share:.1%}), {len(found) - len(counted)} found equivalent, "
        f"in {spent:.0f} s"
    )
    return 0 if share >= least else 1


def _tell(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
