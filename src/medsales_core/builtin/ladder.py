"""The stage ladder: the chance of winning that the process gives to each stage, and nothing more."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from medsales_core.engine.process import Process, Stage
from medsales_core.engine.progress import Progress, Status
from medsales_core.model.facts import Facts
from medsales_core.ports.portfolio import Case
from medsales_core.ports.score import Score, ScoreReason, ScoringMethod
from medsales_core.text import LangText, text

__all__ = ["StageLadder", "stage_of"]

_LOW: Final = Decimal(0)
_HIGH: Final = Decimal(1)

_CERTAIN: Final = text("The outcome is known.", "结果已确定。")
_ILLUSTRATIVE: Final = text(
    "The probabilities of this playbook are illustrative: a public ladder spread over the stages, not "
    "measured on your deals. Use it to compare deals, not as a forecast.",
    "本流程配置的赢率为示例值：由公开阶梯推算到各阶段，并非依据贵公司商机实测。可用于比较商机，不宜直接作为预测。",
)
_ADOPTED: Final = text(
    "The probability is what the playbook sets for the stage; it knows nothing else about the deal.",
    "赢率为流程配置为该阶段设定的数值，不反映该商机的其他情况。",
)
_UNOPENED: Final = text("The deal has not been opened.", "商机尚未开启。")
_NO_STAGE: Final = text("The process has no stage {stage!r}.", "流程中没有阶段“{stage}”。")
_NO_FIGURE: Final = text(
    "The playbook sets no probability for the stage {stage}.", "流程配置未为“{stage}”阶段设定赢率。"
)
_IN_STAGE: Final = text("It is in the stage {stage}.", "当前处于“{stage}”阶段。")


class StageLadder(ScoringMethod):
    """The default probability of the stage that a deal is in, from 0 to 1.

    A won deal is 1 and a lost one 0. A deal that was not opened, or whose stage has no probability in the
    playbook, is insufficient. The method looks at nothing but the stage: two deals of one stage are equal
    to it. ``quality`` says so, and says too where the playbook calls its figures illustrative.
    """

    id = "ladder"
    title = text("Stage ladder", "阶段赢率")
    version = "1"

    def score(self, case: Case, facts: Facts, processes: Mapping[str, Process], *, at: dt.datetime) -> Score:
        """The probability of the stage; *facts* and *at* change nothing."""
        progress = case.progress
        if progress.status in (Status.WON, Status.LOST):
            return _known(progress.status)
        if progress.status is Status.NEW:
            return Score.lacking(_UNOPENED, low=_LOW, high=_HIGH)
        stage = stage_of(progress, processes)
        if stage is None:
            return Score.lacking(_NO_STAGE.format(stage=progress.stage), low=_LOW, high=_HIGH)
        return _of_stage(stage)


def stage_of(progress: Progress, processes: Mapping[str, Process]) -> Stage | None:
    """The stage that *progress* is in, None where its process has no such stage."""
    process = processes.get(progress.process)
    stages = process.stages if process else ()
    return next((stage for stage in stages if stage.id == progress.stage), None)


def _known(status: Status) -> Score:
    points = _HIGH if status is Status.WON else _LOW
    message = text("The deal is {status}.", "商机状态：{status}。").format(status=status.label)
    reason = ScoreReason(points=points, message=message, evidence="progress.status")
    return Score.of((reason,), low=_LOW, high=_HIGH, quality=_CERTAIN)


def _of_stage(stage: Stage) -> Score:
    figure = stage.probability
    if figure is None:
        return Score.lacking(_NO_FIGURE.format(stage=stage.label), low=_LOW, high=_HIGH)
    message: LangText = _IN_STAGE.format(stage=stage.label)
    reason = ScoreReason(points=figure.value, message=message, evidence="progress.stage")
    quality = _ILLUSTRATIVE if figure.illustrative else _ADOPTED
    return Score.of((reason,), low=_LOW, high=_HIGH, quality=quality)
