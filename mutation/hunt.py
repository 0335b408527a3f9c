"""The hunt: every mutant is shown to the tests that come by it, first in functions that exist, then thoroughly."""

import contextlib
import importlib
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from mutation.children import Answer, Job, run_all
from mutation.edit import Edit, Source
from mutation.freshly import import_with, module_name
from mutation.mutants import Mutant
from mutation.reach import Reach
from mutation.results import Result, Results
from mutation.suite import Suite, calm_hypothesis, collect, warm_hypothesis
from mutation.surgery import Unfit, functions_below, operate

__all__ = ["Hunt"]

_UNFIT: Final = "unfit"
_TIMES: Final = 4
_OFTEN: Final = 5
_TELL: Final = 100
_LONGER: Final = 8
"""How much more patience the thorough way has."""
_IMPORTING: Final = 15.0
"""Seconds of CPU beyond all others that a child may take to import what it tests."""


@attrs.define(kw_only=True)
class Hunt:
    """What a run of the tool needs to know.

    Args:
        root: The repository.

        source: The folder below it in which packages start.

        tests: The files and folders of tests.

        workers: How many children run at once.

        examples: How many examples a property gets at most.

        thorough: How many when nothing noticed a mutant at first.

        spare: Seconds of CPU that a child may take beyond what its tests usually take, several times over.

        patience: Seconds of tests that a mutant is shown at first; the thorough way has eight times as many.

        results: Where results are kept.

        digests: What each module contains, by file.

        texts: The same as text: files may change while the hunt is on.

        reach: Which tests run which lines.
    """

    root: Path
    source: str
    tests: Sequence[str]
    workers: int
    examples: int
    thorough: int
    spare: float
    patience: float
    results: Results
    digests: Mapping[str, str]
    texts: Mapping[str, str]
    reach: Reach
    _killers: dict[tuple[str, str], Counter[str]] = attrs.field(factory=lambda: defaultdict(Counter))
    _started: float = attrs.field(factory=time.monotonic)

    def at_once(self, mutants: Sequence[Mutant]) -> None:
        """Put each of *mutants* into functions that exist, in a child of a process that collected all tests."""
        if not mutants:
            return
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            status = 1
            try:
                quiet = os.open(os.devnull, os.O_RDWR)
                os.dup2(quiet, 1)
                calm_hypothesis(self.examples)
                failed = collect(
                    self.tests, Suite(self.examples, lambda suite: self._at_once(suite, mutants))
                )
                status = 0 if failed is None else 2
            finally:
                os._exit(status)
        _, status = os.waitpid(pid, 0)
        if status:
            raise SystemExit(f"the hunt broke off: {os.waitstatus_to_exitcode(status)}")
        self.results.reread()

    def _at_once(self, suite: Suite, mutants: Sequence[Mutant]) -> None:
        warm_hypothesis()
        self._check_unchanged(suite)
        for file in self.digests:  # some are imported only when they are used
            with contextlib.suppress(ImportError):
                importlib.import_module(module_name(file, self.source))
        functions = functions_below(str(self.root))
        self._run(self._operations(suite, functions, mutants), len(mutants), last=False)

    def _check_unchanged(self, suite: Suite) -> None:
        """See that a child in which nothing is changed kills nothing, in whatever order its tests run."""
        tests = sorted(self.reach.seconds, key=self.reach.seconds.__getitem__)

        def work() -> str | None:
            suite.run(tests)
            return suite.failed

        (answer,) = run_all(iter([Job("unchanged", work, self._seconds(tests))]), 1)
        self._check(answer.died or answer.said)

    @staticmethod
    def _check(failed: str | None) -> None:
        """Break off where something failed without any mutant."""
        if failed is not None:
            print(f"without any mutant: {failed}", file=sys.stderr, flush=True)
            raise SystemExit(1)

    def _operations(
        self, suite: Suite, functions: Mapping[str, Any], mutants: Iterable[Mutant]
    ) -> Iterator[Job[Mutant]]:
        for mutant in mutants:
            path = str(self.root / mutant.file)
            tests = self._patiently(mutant, self.reach.of(mutant), self.patience)

            def work(
                mutant: Mutant = mutant, path: str = path, tests: list[str] = tests
            ) -> dict[str, str | None]:
                text = self.texts[mutant.file]
                try:
                    after = compile(Source(text).with_(mutant.edit), path, "exec")
                    operate(functions.get(path, {}), compile(text, path, "exec"), after)
                except SyntaxError:
                    return {"failed": None, "invalid": "invalid"}
                except Unfit as problem:
                    return {"failed": None, _UNFIT: str(problem)}
                suite.run(tests)
                return {"failed": suite.failed}

            yield Job(mutant, work, self._seconds(tests))

    def freshly(self, mutants: Sequence[Mutant], *, last: bool) -> None:
        """Import each of *mutants* as if it had always been so, in a child that has imported nothing of it.

        Unless it is the *last* way, few tests are shown to each: most are noticed by what noticed their neighbours.
        """
        unchanged = [attrs.evolve(mutant, edit=Edit("", 0, 0, "")) for mutant in mutants[:1]]
        for answer in run_all(self._imports(unchanged, last=last), 1):
            self._check(answer.died or answer.said["failed"])
        self._run(self._imports(mutants, last=last), len(mutants), last=last)

    def _imports(self, mutants: Iterable[Mutant], *, last: bool) -> Iterator[Job[Mutant]]:
        patience, examples = (
            (_LONGER * self.patience, self.thorough) if last else (self.patience, self.examples)
        )
        for mutant in mutants:
            tests = self._patiently(mutant, self.reach.around(mutant), patience)
            if not tests:
                self.results.add(self._unseen(mutant, last=last))
                continue
            seconds = _IMPORTING + self._seconds(tests) * examples / self.examples
            yield Job(mutant, self._fresh(mutant, tests, examples), seconds)

    def unseen(self, mutants: Iterable[Mutant]) -> None:
        """Note of *mutants* that no test comes by."""
        for mutant in mutants:
            self.results.add(self._unseen(mutant, last=False))

    def _unseen(self, mutant: Mutant, *, last: bool) -> Result:
        return Result(mutant.id, "survived" if last else "alive", "no test", self.digests[mutant.file])

    def _fresh(self, mutant: Mutant, tests: list[str], examples: int) -> Callable[[], dict[str, str | None]]:
        def work() -> dict[str, str | None]:
            path = self.root / mutant.file
            text = Source(self.texts[mutant.file]).with_(mutant.edit)
            try:
                compile(text, str(path), "exec")
            except SyntaxError:
                return {"failed": None, "invalid": "invalid"}
            import_with(module_name(mutant.file, self.source), path, text)
            calm_hypothesis(examples)
            files = list(dict.fromkeys(name.partition("::")[0] for name in tests))
            return {"failed": collect(files, Suite(examples, lambda suite: suite.run(tests)))}

        return work

    def _run(self, jobs: Iterator[Job[Mutant]], number: int, *, last: bool) -> None:
        for done, answer in enumerate(run_all(jobs, self.workers), 1):
            self.results.add(self._result(answer, last=last))
            if not done % _TELL:
                spent = time.monotonic() - self._started
                fates = Counter(result.fate for result in self.results)
                print(f"{spent:7.0f} s {done:6} of {number}: {dict(fates)}", file=sys.stderr, flush=True)

    def _result(self, answer: Answer[Mutant], *, last: bool) -> Result:
        mutant, of = answer.about, self.digests[answer.about.file]
        if answer.died is not None:
            return Result(mutant.id, "timeout" if answer.died == "timeout" else "killed", answer.died, of)
        if "invalid" in answer.said:
            return Result(mutant.id, "invalid", "", of)
        failed = answer.said["failed"]
        if failed is None:
            return Result(mutant.id, "survived" if last else "alive", answer.said.get(_UNFIT, ""), of)
        self._learn(mutant.file, mutant.function, failed)
        return Result(mutant.id, "killed", failed, of)

    def __attrs_post_init__(self) -> None:
        for result in self.results:
            if result.fate == "killed":
                file, function, _ = result.id.split("::", 2)
                self._learn(file, function, result.by)

    def _learn(self, file: str, function: str, killer: str) -> None:
        for place in (function, ""):
            self._killers[file, place][killer] += 1

    def _patiently(self, mutant: Mutant, tests: Sequence[str], patience: float) -> list[str]:
        """As many of *tests* as there is *patience* for, half of it for those that are the likeliest to notice."""
        likely = self._within(patience / 2, self._likely(mutant, set(tests)))
        return self._within(patience, dict.fromkeys([*likely, *tests])) or list(tests[:1])

    def _likely(self, mutant: Mutant, reaching: set[str]) -> list[str]:
        """The test that noticed *mutant* last time, and those that noticed its neighbours."""
        known = self.results[mutant.id]
        near, about = self._killers[mutant.file, mutant.function], self._killers[mutant.file, ""]
        often = (name for killers in (near, about) for name, _ in killers.most_common(_OFTEN))
        named = dict.fromkeys([known.by if known is not None else "", *often])
        return [name for name in named if name in reaching]

    def _within(self, seconds: float, tests: Iterable[str]) -> list[str]:
        """Those of *tests*, in their order, for which there is time."""
        kept = []
        for name in tests:
            if self.reach.seconds[name] <= seconds:
                seconds -= self.reach.seconds[name]
                kept.append(name)
        return kept

    def _seconds(self, tests: Iterable[str]) -> float:
        return self.spare + _TIMES * sum(self.reach.seconds[name] for name in tests)
