"""What a run of the fuzz kit found, for people, for programs, and for build servers."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from medsales_core.cli.output import say
from medsales_core.fuzzing.coverage import KINDS, Goal
from medsales_core.fuzzing.invariants.invariant import Invariant, one_by_one
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.run import Fuzzed
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.story import Failure, play
from medsales_core.fuzzing.telling import told
from medsales_core.fuzzing.walk import Walked
from medsales_core.text import LangText, text

__all__ = ["as_dict", "junit", "print_run", "print_story"]

_MOST_MISSING = 12
_WALKED = text(
    "walk: {cases} stories, {commands} commands, seed {seed}",
    "漫步：{cases}个故事，{commands}条命令，种子{seed}",
)
_DRIVEN = text(
    "machine: {cases} stories, {commands} commands, seed {seed}",
    "状态机：{cases}个故事，{commands}条命令，种子{seed}",
)
_SEEN = text("seen", "已覆盖")
_KINDS = {
    "stage": text("stages", "阶段"),
    "transition": text("transitions", "流转"),
    "requirement": text("requirement outcomes", "要求结果"),
    "refusal": text("refusals by a requirement", "因要求被拒"),
    "reason": text("reasons of the engine", "引擎理由"),
    "role": text("roles", "角色"),
    "side": text("sides of thresholds", "阈值两侧"),
}
_MISSING = text("not seen, {count} in all:", "未覆盖，共{count}项：")
_NOTHING = text("nothing broke", "未发现问题")
_UNMET = text("goal not reached: {goal}", "未达目标：{goal}")


def print_story(model: Model, story: Iterable[Taken], language: str) -> None:
    """One step a line."""
    for line in told(model, story):
        say(f"  {line.pick(language)}")


def print_run(run: Fuzzed, seed: int, unmet: Sequence[Goal], language: str) -> None:
    """The failing stories last, where one looks first."""
    if run.walked is not None:
        say(_drawn(_WALKED, run.walked, seed).pick(language))
    for explored in run.explored:
        say(explored.proof.pick(language))
    if run.driven is not None:
        say(_drawn(_DRIVEN, run.driven, seed).pick(language))
    _print_coverage(run, language)
    for promise, what in run.promises().items():
        say(f"{promise.kind} {promise.id}: {promise.label.pick(language)}: {what.pick(language)}")
    for goal in unmet:
        say(_UNMET.format(goal=f"{goal.kind}-coverage={goal.ratio}").pick(language))
    for failure in run.failures:
        say()
        say(f"✗ {failure.broken.what.pick(language)}  [{failure.broken.invariant}]")
        print_story(run.model, play(run.model, failure.story).taken, language)
    if not run.failures:
        say(f"✓ {_NOTHING.pick(language)}")


def _drawn(line: LangText, drawn: Walked, seed: int) -> LangText:
    return line.format(cases=f"{drawn.cases:,}", commands=f"{drawn.commands:,}", seed=str(seed))


def _print_coverage(run: Fuzzed, language: str) -> None:
    coverage = run.coverage
    ratios = ", ".join(f"{_KINDS[kind].pick(language)} {coverage.ratio(kind):.0%}" for kind in KINDS)
    say(f"{_SEEN.pick(language)}: {ratios}")
    missing = coverage.missing()
    if missing:
        say(_MISSING.format(count=str(len(missing))).pick(language))
        for item, why in missing[:_MOST_MISSING]:
            say(f"  {item}: {why.pick(language)}")


def as_dict(run: Fuzzed, seed: int, unmet: Sequence[Goal], again: Sequence[Path]) -> dict[str, Any]:
    """JSON-ready."""
    drawn = [one for one in (run.walked, run.driven) if one is not None]
    return {
        "seed": seed,
        "stories": sum(one.cases for one in drawn),
        "commands": sum(one.commands for one in drawn),
        "explored": [
            {
                "process": explored.process,
                "transitions": explored.transitions,
                "states": explored.states,
                "left": explored.left,
                "proof": dict(explored.proof),
                "assumed": [dict(assumed) for assumed in explored.assumed],
            }
            for explored in run.explored
        ],
        "coverage": run.coverage.as_dict(),
        "promises": {f"{promise.kind}.{promise.id}": what["en"] for promise, what in run.promises().items()},
        "unmet": [f"{goal.kind}-coverage={goal.ratio}" for goal in unmet],
        "failures": [_failure(failure) for failure in run.failures],
        "corpus": [str(path) for path in again],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "invariant": failure.broken.invariant,
        "what": dict(failure.broken.what),
        "story": failure.story.as_data(),
    }


def junit(run: Fuzzed, invariants: Iterable[Invariant], language: str) -> bytes:
    """One test case for each invariant, as build servers read them."""
    broken = {failure.broken.invariant: failure for failure in run.failures}
    cases = one_by_one(invariants, run.model)
    suite = ElementTree.Element(
        "testsuite", name=run.model.playbook.id, tests=str(len(cases)), failures=str(len(broken))
    )
    for invariant in cases:
        case = ElementTree.SubElement(suite, "testcase", classname="medsales.fuzz", name=invariant.id)
        failure = broken.get(invariant.id)
        if failure is not None:
            what = ElementTree.SubElement(case, "failure", message=failure.broken.what.pick(language))
            what.text = "\n".join(_lines(run.model, failure, language))
    written: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
    return written


def _lines(model: Model, failure: Failure, language: str) -> Iterable[str]:
    for line in told(model, play(model, failure.story).taken):
        yield line.pick(language)
