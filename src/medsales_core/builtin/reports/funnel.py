"""How far deals come: how many reach each stage, go on to the next, and are won."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from medsales_core.builtin.reports.arithmetic import currencies, share, strangers, sum_by_currency
from medsales_core.engine.progress import Status
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.report import Bar, Cell, Column, Figure, Report, ReportBuilder, ReportTable
from medsales_core.text import LangText, text

__all__ = ["FunnelReport"]

_STAGES: Final = (
    Column(id="stage", label=text("Stage", "阶段")),
    Column(id="reached", label=text("Reached", "到达"), kind="integer"),
    Column(id="jumped", label=text("of them jumped over it", "其中跳过"), kind="integer"),
    Column(id="there", label=text("There now", "当前停留"), kind="integer"),
    Column(id="lost", label=text("Lost there", "在此丢单"), kind="integer"),
    Column(id="to-next", label=text("Went on to the next", "进入下一阶段"), kind="ratio"),
    Column(id="to-won", label=text("Won in the end", "最终赢单"), kind="ratio"),
)
_CLOSED: Final = (
    Column(id="measure", label=text("Closed deals", "已关闭商机")),
    Column(id="won", label=text("Won", "赢单"), kind="integer"),
    Column(id="lost", label=text("Lost", "丢单"), kind="integer"),
    Column(id="won-amount", label=text("Won amount", "赢单金额"), kind="money"),
    Column(id="lost-amount", label=text("Lost amount", "丢单金额"), kind="money"),
    Column(id="win-rate", label=text("Win rate", "赢单率"), kind="ratio"),
)
_CLOSED_TITLE: Final = text("Won and lost", "赢单与丢单")
_BY_COUNT: Final = text("By count", "按数量")
_BY_VALUE: Final = text("By value in {currency}", "按金额（{currency}）")
_REACHED: Final = text("Deals that reached each stage", "到达各阶段的商机")
_WON: Final = text("Won", "赢单")
_FIGURE: Final = text("The funnel", "漏斗图")
_NOTE: Final = text("{share} went on", "{share}进入下一步")

_COHORT: Final = text(
    "A deal that jumped over a stage counts as having reached it. Deals that still stand in a stage count as "
    "not having gone on, so a young portfolio looks worse than it is.",
    "跳过某阶段的商机视为已到达该阶段。仍停留在某阶段的商机按尚未进入下一阶段计算，因此较新的商机组合看起来会偏低。",
)
_MIDWAY: Final = text(
    "Deals first seen after the first stage: {count}. They count from where they were first seen; the stages "
    "before have no figure for them.",
    "{count}个商机首次记录时已过第一阶段；自首次记录的阶段起统计，此前阶段不计入。",
)
_UNSEEN: Final = text(
    "Deals seen only in stages that the process does not have, and not counted: {count}.",
    "{count}个商机只出现在流程之外的阶段，未计入。",
)
_FEW: Final = text(
    "Closed deals that the win rate rests on: {count}, too few to rely on.",
    "赢单率仅依据{count}个已关闭商机，样本偏少，不宜依赖。",
)
_ENOUGH: Final = 30


class _Track(NamedTuple):
    """The part of the process in which a deal was seen, by places of stages."""

    case: Case
    low: int
    high: int
    seen: frozenset[int]

    @property
    def won(self) -> bool:
        return self.case.progress.status is Status.WON

    @property
    def lost(self) -> bool:
        return self.case.progress.status is Status.LOST

    @property
    def stands(self) -> str:
        return self.case.progress.stage


class FunnelReport(ReportBuilder):
    """How many deals reached each stage, went on to the next, and were won or lost.

    A deal has reached every stage from the first one in which it was seen to the farthest, those it jumped
    over among them. Deals whose history begins midway count from there on, so that no stage has a figure
    that nobody saw; the report tells how many. *Went on* is the share, of the deals that reached a stage,
    that reached the next one, or for the last stage were won. Won deals that closed early went no further
    than their stage, but were won.

    The win rate is won over won and lost, by count and by value in each currency; the two differ, and both
    are shown. With fewer than thirty closed deals the report says so.
    """

    id = "funnel"
    title = text("Funnel", "销售漏斗")

    def build(self, portfolio: Portfolio) -> Report:
        """The funnel of the deal process."""
        cases = [case for case in portfolio.members if case.progress.status is not Status.NEW]
        tracks = [track for case in cases if (track := _track(portfolio, case))]
        closed = [track.case for track in tracks if track.won or track.lost]
        stages = _stages(portfolio, tracks)
        return self.report(
            portfolio,
            tables=(stages, _closed(closed)),
            figures=(_figure(stages, tracks),),
            notes=(*_notes(cases, tracks, closed), *strangers(portfolio)),
        )


def _track(portfolio: Portfolio, case: Case) -> _Track | None:
    seen = portfolio.places(case)
    return _Track(case, min(seen), max(seen), frozenset(seen)) if seen else None


def _stages(portfolio: Portfolio, tracks: Sequence[_Track]) -> ReportTable:
    last = len(portfolio.stages) - 1
    rows: list[tuple[Cell, ...]] = []
    for place, stage in enumerate(portfolio.stages):
        reached = [track for track in tracks if track.low <= place <= track.high]
        there = [track for track in reached if track.stands == stage.id]
        went_on = [track for track in reached if (track.won if place == last else track.high > place)]
        rows.append(
            (
                stage.label,
                len(reached),
                sum(place not in track.seen for track in reached),
                sum(track.case.is_live for track in there),
                sum(track.lost for track in there),
                share(len(went_on), len(reached)),
                share(sum(track.won for track in reached), len(reached)),
            )
        )
    return ReportTable(id="stages", title=_REACHED, columns=_STAGES, rows=tuple(rows))


def _closed(cases: Sequence[Case]) -> ReportTable:
    won = [case for case in cases if case.progress.status is Status.WON]
    lost = [case for case in cases if case.progress.status is Status.LOST]
    rows: list[tuple[Cell, ...]] = [
        (_BY_COUNT, len(won), len(lost), None, None, share(len(won), len(won) + len(lost)))
    ]
    for code in currencies(cases):
        gained, missed = _in_currency(won, code), _in_currency(lost, code)
        got = sum_by_currency(case.deal.amount for case in gained).get(code)
        gone = sum_by_currency(case.deal.amount for case in missed).get(code)
        got_amount, gone_amount = (money.amount if money else Decimal(0) for money in (got, gone))
        rate = share(got_amount, got_amount + gone_amount)
        rows.append((_BY_VALUE.format(currency=code), len(gained), len(missed), got, gone, rate))
    return ReportTable(id="closed", title=_CLOSED_TITLE, columns=_CLOSED, rows=tuple(rows))


def _in_currency(cases: Iterable[Case], code: str) -> list[Case]:
    return [case for case in cases if case.deal.amount and case.deal.amount.currency == code]


def _figure(stages: ReportTable, tracks: Sequence[_Track]) -> Figure:
    bars = []
    for label, reached, *_, to_next, _ in stages.rows:
        if isinstance(label, LangText) and isinstance(reached, int):
            bars.append(Bar(label=label, value=Decimal(reached), note=_went_on(to_next)))
    won = sum(track.won for track in tracks)
    bars.append(Bar(label=_WON, value=Decimal(won), note=text("", "")))
    return Figure(kind="funnel", title=_FIGURE, bars=tuple(bars))


def _went_on(ratio: Cell) -> LangText:
    return _NOTE.format(share=f"{ratio * 100:.0f}%") if isinstance(ratio, Decimal) else text("", "")


def _notes(cases: Sequence[Case], tracks: Sequence[_Track], closed: Sequence[Case]) -> Iterable[LangText]:
    yield _COHORT
    if midway := sum(track.low > 0 for track in tracks):
        yield _MIDWAY.format(count=midway)
    if unseen := len(cases) - len(tracks):
        yield _UNSEEN.format(count=unseen)
    if len(closed) < _ENOUGH:
        yield _FEW.format(count=len(closed))
