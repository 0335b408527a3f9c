"""What a run of the fuzz kit found, for people and for programs."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from medsales_core.cli.fuzz_outcome import FuzzOutcome
from medsales_core.cli.kept_stories import Retold
from medsales_core.cli.output import say
from medsales_core.fuzzing.coverage import KINDS, Coverage
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.run import MACHINE
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.story import Failure, play
from medsales_core.fuzzing.telling import told
from medsales_core.fuzzing.walk import Walked
from medsales_core.text import LangText, text

__all__ = ["as_dict", "print_outcome", "print_retold", "print_story", "print_written"]

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
_MORE = text("... and {count} more; --missing lists them all", "……另有{count}项，--missing列出全部")
_NOTHING = text("nothing broke", "未发现问题")
_UNREACHED = text(", but nobody came to: {stages}", "，但无人到达：{stages}")
_SO_FAR = text("nothing broke until it was stopped", "中止前未发现问题")
_STOPPED = text("stopped from the keyboard; found until then:", "已从键盘中止；此前发现如下：")
_UNMET = text("goal not reached: {goal}, seen {seen}", "未达目标：{goal}，已覆盖{seen}")
_CLOCK = text("the {seconds:g} seconds were over", "{seconds:g}秒已到")
_ENDED_STORIES = text(
    "{part}: ended after {cases} of {most} stories, {why}", "{part}：完成{cases}/{most}个故事后结束，{why}"
)
_ENDED = text("{part}: ended before all was gone into, {why}", "{part}：未穷尽即结束，{why}")
_BY_HAND = text("stopped from the keyboard", "已从键盘中止")
_ASSUMED = text("what exploring rests on:", "穷举的前提：")
_STORE = text(
    "every story ran on an empty store like {store}, which was verified after it",
    "每个故事均在如{store}的空存储上运行，结束后均已校验",
)
_KEPT = text(
    "kept stories: {played} played, {wrong} came out otherwise, {unplayable} cannot be played",
    "留存故事：已重放{played}个，结果不符{wrong}个，无法重放{unplayable}个",
)
_UNPLAYABLE = text("cannot be played", "无法重放")
_AS_IT_SHOULD = text("as it should be", "符合预期")
_WRITTEN = text("kept as {path}", "已留存：{path}")


def print_story(model: Model, story: Iterable[Taken], language: str) -> None:
    """One step a line."""
    for line in told(model, story):
        say(f"  {line.pick(language)}")


def print_retold(story: Retold, language: str) -> None:
    """A kept story step by step, and what came of it."""
    if story.model is None:
        say(f"✗ {story.path}: {_UNPLAYABLE.pick(language)}")
        return
    say(f"{story.path}: {story.title}")
    print_story(story.model, story.taken, language)
    for what in story.missed:
        say(f"  ✗ {what.pick(language)}")
    if story.is_well:
        say(f"  ✓ {_AS_IT_SHOULD.pick(language)}")


def print_outcome(outcome: FuzzOutcome, language: str, *, every_missing: bool = False) -> None:
    """The failing stories last, where one looks first."""
    if outcome.stopped:
        say(_STOPPED.pick(language))
    for line in _looked(outcome):
        say(line.pick(language))
    _print_coverage(outcome.run.coverage, language, every=every_missing)
    for promise, what in outcome.run.promises().items():
        say(f"{promise.kind} {promise.id}: {promise.label.pick(language)}: {what.pick(language)}")
    if outcome.again:
        say(_of_the_kept(outcome.again).pick(language))
    for goal in outcome.unmet:
        told_goal, seen = f"{goal.kind}-coverage={goal.ratio}", f"{outcome.run.coverage.ratio(goal.kind):.1%}"
        say(f"✗ {_UNMET.format(goal=told_goal, seen=seen).pick(language)}")
    for story in outcome.again:
        if not story.is_well:
            say()
            print_retold(story, language)
    for failure in outcome.run.failures:
        say()
        say(f"✗ {failure.broken.what.pick(language)}  [{failure.broken.invariant}]")
        print_story(outcome.run.model, play(outcome.run.model, failure.story).taken, language)
    if outcome.is_sound:
        unreached, well = ", ".join(outcome.run.unreached), _SO_FAR if outcome.stopped else _NOTHING
        but = _UNREACHED.format(stages=unreached).pick(language) if unreached else ""
        say(f"{'!' if unreached else '✓'} {well.pick(language)}{but}")


def print_written(paths: Iterable[Path], language: str) -> None:
    """Where failing stories were kept."""
    for path in paths:
        say(_WRITTEN.format(path=str(path)).pick(language))


def _looked(outcome: FuzzOutcome) -> Iterator[LangText]:
    """What each engine did, what ended it, and what its word rests on."""
    run, seed = outcome.run, outcome.effort.seed
    if run.walked is not None:
        yield _drawn(_WALKED, run.walked, seed)
    yield from (explored.proof for explored in run.explored)
    if run.driven is not None:
        yield _drawn(_DRIVEN, run.driven, seed)
    yield from _ended(outcome)
    if outcome.store:
        yield _STORE.format(store=outcome.store)
    assumed = dict.fromkeys(one for explored in run.explored for one in explored.assumed)
    if assumed:
        yield _ASSUMED
    yield from (text("  {one}", "  {one}").format(one=one) for one in assumed)


def _ended(outcome: FuzzOutcome) -> Iterator[LangText]:
    run = outcome.run
    why = _BY_HAND if outcome.stopped else _CLOCK.format(seconds=outcome.seconds)
    drawn = {"walk": run.walked, MACHINE: run.driven}
    exhausted = {explored.process for explored in run.explored if explored.exhausted}
    for part in outcome.ended:
        one = drawn.get(part)
        if one is not None and one.cases < outcome.effort.cases:
            most = f"{outcome.effort.cases:,}"
            yield _ENDED_STORIES.format(part=part, cases=f"{one.cases:,}", most=most, why=why)
        elif one is None and part not in exhausted:
            yield _ENDED.format(part=part, why=why)


def _of_the_kept(again: Sequence[Retold]) -> LangText:
    unplayable = sum(one.problem is not None for one in again)
    wrong = sum(bool(one.missed) for one in again)
    return _KEPT.format(played=len(again) - unplayable, wrong=wrong, unplayable=unplayable)


def _drawn(line: LangText, drawn: Walked, seed: int) -> LangText:
    return line.format(cases=f"{drawn.cases:,}", commands=f"{drawn.commands:,}", seed=str(seed))


def _print_coverage(coverage: Coverage, language: str, *, every: bool) -> None:
    ratios = ", ".join(f"{_KINDS[kind].pick(language)} {coverage.ratio(kind):.0%}" for kind in KINDS)
    say(f"{_SEEN.pick(language)}: {ratios}")
    missing = coverage.missing()
    shown = missing if every else missing[:_MOST_MISSING]
    if missing:
        say(_MISSING.format(count=str(len(missing))).pick(language))
    for item, why in shown:
        say(f"  {item}: {why.pick(language)}")
    if len(shown) < len(missing):
        say(f"  {_MORE.format(count=str(len(missing) - len(shown))).pick(language)}")


def as_dict(outcome: FuzzOutcome, written: Sequence[Path]) -> dict[str, Any]:
    """JSON-ready; *written* are the stories that were kept."""
    run = outcome.run
    drawn = [one for one in (run.walked, run.driven) if one is not None]
    return {
        "seed": outcome.effort.seed,
        "stories": sum(one.cases for one in drawn),
        "commands": sum(one.commands for one in drawn),
        "store": outcome.store,
        "stopped": outcome.stopped,
        "ended": [dict(line) for line in _ended(outcome)],
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
        "promises": {f"{promise.kind}.{promise.id}": dict(what) for promise, what in run.promises().items()},
        "unmet": [f"{goal.kind}-coverage={goal.ratio}" for goal in outcome.unmet],
        "failures": [_failure(failure) for failure in run.failures],
        "corpus": [_retold(one) for one in outcome.again],
        "written": [str(path) for path in written],
    }


def _retold(story: Retold) -> dict[str, Any]:
    return {
        "file": str(story.path),
        "title": story.title,
        "missed": [dict(what) for what in story.missed],
        "problem": "" if story.problem is None else str(story.problem),
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "invariant": failure.broken.invariant,
        "what": dict(failure.broken.what),
        "story": failure.story.as_data(),
    }
