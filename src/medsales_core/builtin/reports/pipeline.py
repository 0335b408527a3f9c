"""What is open, stage by stage: how many deals, how much money, how much of it by the ladder."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from medsales_core.builtin.reports.arithmetic import currencies, strangers, sum_by_currency, to_cents
from medsales_core.engine.progress import Status
from medsales_core.money import Money
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.report import Bar, Cell, Column, Figure, Report, ReportBuilder, ReportTable
from medsales_core.text import LangText, text

__all__ = ["PipelineReport"]

_STAGE: Final = Column(id="stage", label=text("Stage", "阶段"))
_DEALS: Final = Column(id="deals", label=text("Deals", "商机数"), kind="integer")
_LATE: Final = Column(id="past-close", label=text("Past expected close", "已过预计成交日"), kind="integer")
_AMOUNT: Final = text("Amount ({currency})", "金额（{currency}）")
_WEIGHTED: Final = text("Weighted ({currency})", "加权金额（{currency}）")
_PROBABILITY: Final = text("Probability", "赢率")
_TOTAL: Final = text("Total", "合计")
_BY_STAGE: Final = text("Open deals by stage", "各阶段进行中商机")
_ON_HOLD: Final = text("On hold, not counted above", "暂停中（未计入上表）")
_BARS: Final = text("Open deals by stage", "各阶段进行中商机数")

_WEIGHING: Final = text(
    "Weighted amount: amount times the probability that the playbook sets for the stage.",
    "加权金额：金额乘以流程配置为该阶段设定的赢率。",
)
_MIXED: Final = text(
    "Amounts are in {count} currencies and are not added up across them.",
    "金额涉及{count}种币种，不跨币种相加。",
)
_NO_AMOUNT: Final = text("Open deals without an amount: {count}.", "未填金额的进行中商机：{count}个。")
_NO_PROBABILITY: Final = text(
    "Open deals with an amount in a stage without a probability, not weighted: {count}.",
    "有金额但所处阶段无赢率、未计入加权金额的进行中商机：{count}个。",
)


class PipelineReport(ReportBuilder):
    """The open deals of each stage: how many, how much in each currency, how much of it weighted.

    The weight is the probability of the stage in the playbook (see the scoring method ``ladder``); the
    column is marked where the playbook calls a probability illustrative. Deals on hold are in a table of
    their own. A stage that a deal stands in but the process does not have is listed last, by its id.
    """

    id = "pipeline"
    title = text("Pipeline", "销售管道")

    def build(self, portfolio: Portfolio) -> Report:
        """The open deals and those on hold, by stage."""
        opened = _with_status(portfolio, Status.OPEN)
        held = _with_status(portfolio, Status.ON_HOLD)
        tables = [_open_table(portfolio, opened)]
        if held:
            tables.append(_held_table(portfolio, held))
        notes = (*_notes(portfolio, opened), *strangers(portfolio))
        return self.report(portfolio, tables=tables, figures=(_bars(portfolio, opened),), notes=notes)


def _with_status(portfolio: Portfolio, status: Status) -> tuple[Case, ...]:
    return tuple(case for case in portfolio.members if case.progress.status is status)


def _by_stage(portfolio: Portfolio, cases: Iterable[Case]) -> Mapping[str, list[Case]]:
    """The cases of every stage of the process, then those of stages it does not have."""
    groups: dict[str, list[Case]] = {stage.id: [] for stage in portfolio.stages}
    for case in sorted(cases, key=lambda case: case.progress.stage):
        groups.setdefault(case.progress.stage, []).append(case)
    return groups


def _probabilities(portfolio: Portfolio) -> Mapping[str, Decimal]:
    return {stage.id: stage.probability.value for stage in portfolio.stages if stage.probability}


def _is_illustrative(portfolio: Portfolio) -> bool:
    return any(stage.probability.illustrative for stage in portfolio.stages if stage.probability)


def _open_table(portfolio: Portfolio, cases: Sequence[Case]) -> ReportTable:
    codes, marked = currencies(cases), _is_illustrative(portfolio)
    chances, labels = _probabilities(portfolio), portfolio.labels()
    columns = [
        _STAGE,
        Column(id="probability", label=_PROBABILITY, kind="ratio", illustrative=marked),
        _DEALS,
    ]
    columns += [_money_column("amount", _AMOUNT, code) for code in codes]
    columns += [_money_column("weighted", _WEIGHTED, code, illustrative=marked) for code in codes]
    columns.append(_LATE)
    rows: list[tuple[Cell, ...]] = [
        (
            labels.get(stage, stage),
            chances.get(stage),
            len(group),
            *_sums(group, codes),
            *_weighted(group, codes, chances),
            _late(portfolio, group),
        )
        for stage, group in _by_stage(portfolio, cases).items()
    ]
    totals = (
        _TOTAL,
        None,
        len(cases),
        *_sums(cases, codes),
        *_weighted(cases, codes, chances),
        _late(portfolio, cases),
    )
    return ReportTable(id="open", title=_BY_STAGE, columns=tuple(columns), rows=tuple(rows), totals=totals)


def _held_table(portfolio: Portfolio, cases: Sequence[Case]) -> ReportTable:
    codes, labels = currencies(cases), portfolio.labels()
    columns = (_STAGE, _DEALS, *(_money_column("amount", _AMOUNT, code) for code in codes))
    rows = tuple(
        (labels.get(stage, stage), len(group), *_sums(group, codes))
        for stage, group in _by_stage(portfolio, cases).items()
        if group
    )
    totals = (_TOTAL, len(cases), *_sums(cases, codes))
    return ReportTable(id="on-hold", title=_ON_HOLD, columns=columns, rows=rows, totals=totals)


def _money_column(name: str, label: LangText, currency: str, *, illustrative: bool = False) -> Column:
    return Column(
        id=f"{name}-{currency.lower()}",
        label=label.format(currency=currency),
        kind="money",
        illustrative=illustrative,
    )


def _sums(cases: Iterable[Case], codes: Sequence[str]) -> tuple[Money | None, ...]:
    sums = sum_by_currency(case.deal.amount for case in cases)
    return tuple(sums.get(code) for code in codes)


def _weighted(
    cases: Iterable[Case], codes: Sequence[str], chances: Mapping[str, Decimal]
) -> tuple[Money | None, ...]:
    weighted = (
        case.deal.amount * chances[case.progress.stage]
        for case in cases
        if case.deal.amount and case.progress.stage in chances
    )
    sums = sum_by_currency(weighted)
    return tuple(to_cents(sums[code]) if code in sums else None for code in codes)


def _late(portfolio: Portfolio, cases: Iterable[Case]) -> int:
    today = portfolio.at.date()
    return sum(
        case.deal.expected_close_on is not None and case.deal.expected_close_on < today for case in cases
    )


def _bars(portfolio: Portfolio, cases: Sequence[Case]) -> Figure:
    labels = portfolio.labels()
    bars = (
        Bar(label=labels.get(stage, text(stage, stage)), value=Decimal(len(group)), note=_money_note(group))
        for stage, group in _by_stage(portfolio, cases).items()
    )
    return Figure(kind="bars", title=_BARS, bars=tuple(bars))


def _money_note(cases: Sequence[Case]) -> LangText:
    sums = sum_by_currency(case.deal.amount for case in cases)
    written = " + ".join(f"{sums[code].amount:,.0f} {code}" for code in currencies(cases))
    return text(written, written)


def _notes(portfolio: Portfolio, cases: Sequence[Case]) -> Iterable[LangText]:
    chances, codes = _probabilities(portfolio), currencies(cases)
    yield _WEIGHING
    if len(codes) > 1:
        yield _MIXED.format(count=len(codes))
    if missing := sum(case.deal.amount is None for case in cases):
        yield _NO_AMOUNT.format(count=missing)
    if unweighted := sum(
        case.deal.amount is not None and case.progress.stage not in chances for case in cases
    ):
        yield _NO_PROBABILITY.format(count=unweighted)
