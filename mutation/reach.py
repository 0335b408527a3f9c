"""Which tests run which lines, and how long each takes: learnt from one run of all of them under coverage."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import coverage

from mutation.children import Job, run_all
from mutation.freshly import module_name
from mutation.mutants import Mutant
from mutation.suite import Suite, calm_hypothesis, collect

__all__ = ["Reach", "learn"]

_QUICK: Final = 0.25


@attrs.frozen
class Reach:
    """What a run of the unchanged code told.

    Args:
        lines: The numbers of the tests that run a line, by file and line.

        early: The lines that run before any test does.

        tests: The tests by their numbers.

        seconds: How long each took.

        naming: The files of tests that name a module, by its file.
    """

    lines: Mapping[str, Mapping[int, Sequence[int]]]
    early: Mapping[str, frozenset[int]]
    tests: Sequence[str]
    seconds: Mapping[str, float]
    naming: Mapping[str, frozenset[str]]

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that come by *mutant*, fastest first."""
        lines = self.lines.get(mutant.file, {})
        first, last = mutant.lines
        return self._sorted({number for line in range(first, last + 1) for number in lines.get(line, ())})

    def around(self, mutant: Mutant) -> list[str]:
        """Those and, where *mutant* runs before any test does, the quick ones of all that name or enter its module."""
        first, last = mutant.lines
        found = self.of(mutant)
        if self.early.get(mutant.file, frozenset()).isdisjoint(range(first, last + 1)):
            return found
        files, lines = self.naming[mutant.file], self.lines.get(mutant.file, {})
        naming = {number for number, name in enumerate(self.tests) if name.partition("::")[0] in files}
        entering = {number for reached in lines.values() for number in reached}
        further = (*self._sorted(naming & self._quick), *self._sorted(entering & self._quick))
        return list(dict.fromkeys([*found, *further]))

    @property
    def _quick(self) -> set[int]:
        return {number for number, name in enumerate(self.tests) if self.seconds.get(name, _QUICK) < _QUICK}

    def _sorted(self, numbers: Iterable[int]) -> list[str]:
        return sorted((self.tests[number] for number in numbers), key=self.seconds.__getitem__)


def learn(
    root: Path, files: Sequence[str], tests: Sequence[str], examples: int, without: Sequence[str], source: str
) -> Reach:
    """Run all *tests* once, in a child, and see which lines of *files* each of them runs.

    Tests of the names *without* are never looked at again; packages start in *source*.

    Raises:
        SystemExit: A test fails before anything is mutated.
    """
    job = Job("all", lambda: _watched(root, files, tests, examples, without), 3600.0)
    answer = next(iter(run_all(iter([job]), 1)))
    if answer.died is not None or answer.said["failed"] is not None:
        raise SystemExit(
            f"the tests do not pass on the unchanged code: {answer.died or answer.said['failed']}"
        )
    said = answer.said
    return Reach(
        {file: {int(line): found for line, found in lines.items()} for file, lines in said["lines"].items()},
        {file: frozenset(lines) for file, lines in said["early"].items()},
        said["tests"],
        said["seconds"],
        _naming(root, files, said["tests"], source),
    )


def _naming(root: Path, files: Sequence[str], tests: Sequence[str], source: str) -> dict[str, frozenset[str]]:
    """The files of *tests* in which the dotted name of a module stands, for each of *files*."""
    texts = {file: (root / file).read_text("utf-8") for file in {test.partition("::")[0] for test in tests}}
    return {
        file: frozenset(name for name, text in texts.items() if _names(text, module_name(file, source)))
        for file in files
    }


def _names(text: str, module: str) -> bool:
    return re.search(rf"\b{re.escape(module)}\b(?!\.)", text) is not None


def _watched(
    root: Path, files: Sequence[str], tests: Sequence[str], examples: int, without: Sequence[str]
) -> dict[str, Any]:
    calm_hypothesis(examples)
    watch = coverage.Coverage(data_file=None, config_file=False, include=[str(root / file) for file in files])
    watch.start()

    def conduct(suite: Suite) -> None:
        for number, name in enumerate(suite.items):
            if suite.items[name].name.partition("[")[0] in without:
                continue
            watch.switch_context(str(number))
            suite.run([name])
            if suite.failed is not None:
                return

    suite = Suite(examples, conduct)
    failed = collect(tests, suite)
    watch.stop()
    lines: dict[str, dict[int, list[int]]] = defaultdict(dict)
    early: dict[str, list[int]] = defaultdict(list)
    data = watch.get_data()
    for file in files:
        for line, contexts in data.contexts_by_lineno(str(root / file)).items():
            lines[file][line] = [int(context) for context in contexts if context]
            if "" in contexts:
                early[file].append(line)
    return {
        "failed": failed, "lines": lines, "early": early, "tests": list(suite.items), "seconds": suite.seconds,
    }  # fmt: skip
