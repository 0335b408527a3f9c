"""``medsales demo``: the main job, from an export to the three findings to look at first."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from medsales_core.cli.common import Lang, registry
from medsales_core.cli.exits import OK
from medsales_core.cli.importing import summary
from medsales_core.cli.output import say
from medsales_core.demo.run import DEMO_SEED, DemoResult, Phase, Progress, run_demo
from medsales_core.text import text

__all__ = ["demo"]


def demo(
    *,
    out: Annotated[Path, Parameter(help="The folder to write to.")] = Path("medsales-demo"),
    seed: Annotated[int, Parameter(help="Another number makes another portfolio.")] = DEMO_SEED,
    lang: Lang = "en",
) -> int:
    """Do the main job on a made-up portfolio: import, move, audit, score, report. Everything in it is SYNTHETIC.

    Example: `medsales demo --out medsales-demo`
    """
    with _phases(lang) as progress:
        result = run_demo(out, registry=registry(), seed=seed, progress=progress)
    for line in _told(result, lang):
        say(line)
    return OK


@contextmanager
def _phases(lang: str) -> Iterator[Progress]:
    """Progress bars where a terminal watches, one line per phase elsewhere."""
    if not sys.stderr.isatty():
        seen: set[Phase] = set()

        def line(phase: Phase, done: int, total: int | None) -> None:
            if phase not in seen:
                seen.add(phase)
                sys.stderr.write(f"{phase.label.pick(lang)} ...\n")

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[Phase, TaskID] = {}

        def bar(phase: Phase, done: int, total: int | None) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(phase.label.pick(lang), total=total)
            bars.update(tasks[phase], completed=done, total=total)

        yield bar


def _told(result: DemoResult, lang: str) -> Iterator[str]:
    yield text("All of this is SYNTHETIC: made-up data.", "以下均为虚构的合成数据。").pick(lang)
    yield ""
    for line in summary(result.imported):
        yield line.pick(lang)
    asked = sum(count for kind, count in result.events.items() if kind in _ASKED)
    refused = result.events.get("refused", 0)
    yield text(
        f"{asked + refused} moves asked for in eight weeks, {refused} of them refused with every reason named",
        f"八周内申请流转{asked + refused}次，其中{refused}次被拒并逐项说明原因",
    ).pick(lang)
    unmet = len({finding.requirement.id for finding in result.judged})
    yield text(
        f"{len(result.judged.clauses)} requirements of all standards judged, {unmet} of them not met by everybody",
        f"已按全部管理标准检查{len(result.judged.clauses)}项要求，其中{unmet}项未全部符合",
    ).pick(lang)
    for method, (scored, lacking) in result.scored.items():
        yield text(
            f"{method}: {scored} open deals scored, {lacking} with too little on record",
            f"{method}：已评分{scored}条，{lacking}条资料不足",
        ).pick(lang)
    yield ""
    yield text("Look at these first:", "请先关注：").pick(lang)
    for number, look in enumerate(result.look_first, start=1):
        yield f"  {number}. {look.sentence.pick(lang)}"
        remedy = look.finding.remedy.pick(lang)
        if remedy:
            yield f"     → {remedy}"
    yield ""
    reports = [path for path in result.files if path.parent.name == "reports"]
    standards = [path for path in result.files if path.parent.name == "standards"]
    yield text(
        f"Files in {result.out}: {len(reports)} reports in {reports[0].parent}, and",
        f"文件位于{result.out}：{reports[0].parent}中有{len(reports)}份报告，另有",
    ).pick(lang)
    yield from (f"  {path}" for path in result.files if path not in (*reports, *standards))
    yield text(
        f"{len(standards)} reports on the standards in {standards[0].parent}",
        f"{standards[0].parent}中有{len(standards)}份管理标准检查报告",
    ).pick(lang)
    yield text("Open this first:", "请先打开：").pick(lang)
    yield from (f"  {path}" for path in reports if path.name == f"funnel.{lang}.html")


_ASKED = frozenset({"moved", "returned", "won", "lost", "reopened", "completed", "retired"})
