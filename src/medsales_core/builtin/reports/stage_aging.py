"""How long deals stay: those that stand in a stage now, and the stays that are over."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from medsales_core.builtin.reports.arithmetic import median_days, ninetieth, strangers
from medsales_core.engine.process import Stage
from medsales_core.engine.progress import Status
from medsales_core.ports.portfolio import Case, Portfolio, Visit, days_between, visits
from medsales_core.ports.report import Cell, Column, Report, ReportBuilder, ReportTable
from medsales_core.text import LangText, text

__all__ = ["StageAgingReport"]

_STAGE: Final = Column(id="stage", label=text("Stage", "阶段"))
_MEDIAN: Final = Column(id="median", label=text("Median days", "中位天数"), kind="days")
_P90: Final = Column(id="p90", label=text("90th percentile", "90%分位天数"), kind="days")
_UNDATED: Final = Column(id="undated", label=text("Undated", "日期不明"), kind="integer")
_DEALS: Final = Column(id="deals", label=text("Open deals", "进行中商机"), kind="integer")
_STAYS: Final = Column(id="stays", label=text("Completed stays", "已结束停留"), kind="integer")
_OVER: Final = text("Over the target", "超出目标天数")
_TARGET: Final = text("Target days", "目标天数")
_OLDEST: Final = (
    Column(id="id", label=text("Deal", "商机编号")),
    Column(id="name", label=text("Name", "名称")),
    Column(id="days", label=text("Days in stage", "停留天数"), kind="days"),
    _STAGE,
    Column(id="owner", label=text("Owner", "负责人")),
)
_NOW: Final = text("In the stage now", "当前停留")
_SPENT: Final = text("Days spent by completed stays", "已结束停留的天数")
_OLDEST_TITLE: Final = text(
    "Longest in each stage, up to {count} deals", "各阶段停留最久的商机（每阶段至多{count}个）"
)

_HOW: Final = text(
    "Days are whole days. The 90th percentile is the number of days that nine deals in ten do not exceed.",
    "天数按整天计。90%分位天数指十个商机中有九个不超过的天数。",
)
_LEFT_OUT: Final = text(
    "Undated: the record does not say when the deal came or went, or puts leaving before coming. "
    "Left out of the days for that reason: open deals {now}, completed stays {stays}.",
    "日期不明：记录未写明进入或离开时间，或离开早于进入。为此有{now}个进行中商机与{stays}次已结束停留未计入天数。",
)
_HELD: Final = text("Deals on hold, not counted: {count}.", "{count}个暂停中的商机未计入。")


class StageAgingReport(ReportBuilder):
    """Per stage: how long the open deals have stood in it, the oldest of them, and how long past stays took.

    Days are whole days between two moments of the record. A stay without its dates, or with dates the
    wrong way round, is counted as undated and left out of median and percentile. The target is the
    expected duration of the stage in the playbook, marked where it is illustrative.

    Args:
        oldest: How many deals to list for each stage.
    """

    id = "stage-aging"
    title = text("Stage ageing", "阶段停留时间")

    def __init__(self, oldest: int = 10) -> None:
        self._oldest = oldest

    def build(self, portfolio: Portfolio) -> Report:
        """The stays of now and of the past."""
        standing = {stage.id: _standing(portfolio, stage) for stage in portfolio.stages}
        past = _past(portfolio)
        tables = (_now(portfolio, standing), self._list(portfolio, standing), _spent(portfolio, past))
        return self.report(
            portfolio, tables=tables, notes=(*_notes(portfolio, standing, past), *strangers(portfolio))
        )

    def _list(self, portfolio: Portfolio, standing: "_Standing") -> ReportTable:
        rows: list[tuple[Cell, ...]] = []
        for stage in portfolio.stages:
            dated = [(days, case) for case, days in standing[stage.id] if days is not None]
            dated.sort(key=lambda entry: (-entry[0], entry[1].progress.subject))
            rows += [
                (case.deal.id, case.deal.name, days, stage.label, case.deal.owner_id)
                for days, case in dated[: self._oldest]
            ]
        title = _OLDEST_TITLE.format(count=self._oldest)
        return ReportTable(id="oldest", title=title, columns=_OLDEST, rows=tuple(rows))


#: By stage, the open deals in it and their days; None where it is not known since when.
_Standing = Mapping[str, Sequence[tuple[Case, int | None]]]


def _standing(portfolio: Portfolio, stage: Stage) -> list[tuple[Case, int | None]]:
    return [
        (case, days_between(case.progress.since, portfolio.at))
        for case in portfolio.members
        if case.progress.status is Status.OPEN and case.progress.stage == stage.id
    ]


def _past(portfolio: Portfolio) -> Mapping[str, list[Visit]]:
    stays: dict[str, list[Visit]] = {stage.id: [] for stage in portfolio.stages}
    for case in portfolio.members:
        for visit in visits(case.history):
            if visit.left and visit.stage in stays:
                stays[visit.stage].append(visit)
    return stays


def _now(portfolio: Portfolio, standing: _Standing) -> ReportTable:
    marked = any(stage.expected_days.illustrative for stage in portfolio.stages if stage.expected_days)
    columns = (
        _STAGE,
        _DEALS,
        _MEDIAN,
        _P90,
        Column(id="target", label=_TARGET, kind="days", illustrative=marked),
        Column(id="over", label=_OVER, kind="integer", illustrative=marked),
        _UNDATED,
    )
    rows = tuple(_now_row(stage, [days for _, days in standing[stage.id]]) for stage in portfolio.stages)
    return ReportTable(id="now", title=_NOW, columns=columns, rows=rows)


def _now_row(stage: Stage, found: Sequence[int | None]) -> tuple[Cell, ...]:
    dated = [days for days in found if days is not None]
    target = stage.expected_days.value if stage.expected_days else None
    over = None if target is None else sum(days > target for days in dated)
    return (
        stage.label,
        len(found),
        median_days(dated),
        ninetieth(dated),
        target,
        over,
        len(found) - len(dated),
    )


def _spent(portfolio: Portfolio, past: Mapping[str, Sequence[Visit]]) -> ReportTable:
    rows = []
    for stage in portfolio.stages:
        stays = past[stage.id]
        dated = [visit.days for visit in stays if visit.days is not None]
        undated = len(stays) - len(dated)
        rows.append((stage.label, len(stays), median_days(dated), ninetieth(dated), undated))
    columns = (_STAGE, _STAYS, _MEDIAN, _P90, _UNDATED)
    return ReportTable(id="completed", title=_SPENT, columns=columns, rows=tuple(rows))


def _notes(
    portfolio: Portfolio, standing: _Standing, past: Mapping[str, Sequence[Visit]]
) -> Iterable[LangText]:
    yield _HOW
    now = sum(days is None for found in standing.values() for _, days in found)
    stays = sum(visit.days is None for found in past.values() for visit in found)
    if now or stays:
        yield _LEFT_OUT.format(now=now, stays=stays)
    if held := sum(case.progress.status is Status.ON_HOLD for case in portfolio.members):
        yield _HELD.format(count=held)
