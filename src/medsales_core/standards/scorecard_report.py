"""Scorecards as a report: everybody at a glance, then each card line by line."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from medsales_core.model.enums import GateStatus
from medsales_core.model.scorecard import DimensionResult, IndicatorResult, Scorecard
from medsales_core.ports.report import Cell, Column, Report, ReportTable
from medsales_core.standards.scorecard_formulas import FORMULAS
from medsales_core.standards.scorecard_template import Deduction, Indicator, ScorecardTemplate
from medsales_core.text import LangText, text

__all__ = ["ScorecardReport"]

_GATES: Final = {
    GateStatus.CLEAR: text("clear", "通过"),
    GateStatus.BLOCKED: text("BLOCKED", "一票否决"),
    None: text("not checked", "未检查"),
}
_OVERVIEW: Final = (
    Column(id="name", label=text("Name", "姓名")),
    Column(id="person", label=text("Person", "员工编号")),
    Column(id="role", label=text("Role", "岗位")),
    Column(id="period", label=text("Period", "考核期")),
    Column(id="template", label=text("Template", "模板")),
    Column(id="total", label=text("Total of 100", "总分（百分制）"), kind="number"),
    Column(id="gate", label=text("Compliance", "合规")),
    Column(id="bonus", label=text("Bonus", "奖金")),
    Column(id="assessor", label=text("Assessed by", "考核人")),
    Column(id="reviewed", label=text("Reviewed on", "复核日期"), kind="date"),
)
_HELD: Final = text("held back", "暂缓发放")
_PAID: Final = text("-", "-")
_CARD: Final = text("{name}, {begin} to {end}: {total}", "{name}，{begin}至{end}：{total}")
_OF_HUNDRED: Final = text("{total} of 100", "{total}分（百分制）")
_NO_TOTAL: Final = text("no total", "无总分")
_DIMENSION: Final = text("■ {label}, {weight} of the total", "■ {label}，占总分{weight}")
_NOT_MEASURED: Final = text("not measured", "未计量")
_REACHED: Final = text("reached", "达成")
_STEPS: Final = text("{steps} x {step} short, -{penalty} each", "差{steps}×{step}，每档-{penalty}")
_CAPPED: Final = text("{said}, at most -{cap}", "{said}，最多-{cap}")
_IN_PROPORTION: Final = text("in proportion", "按比例计分")
_GATE_NOTE: Final = text(
    "Compliance is a gate: {name} had {count} critical finding(s) in the period.",
    "合规一票否决：{name}在考核期内有{count}项重大合规问题。",
)
_MISSING_NOTE: Final = text(
    "Not measured for {name}: {missing}. What was not measured is not guessed, so there is no total.",
    "{name}未计量的指标：{missing}。未计量的指标不作估计，因此没有总分。",
)
_AGAIN: Final = text(
    "A part of a step takes no points. Each card can be computed again: formulas version {formulas}, digests of the "
    "inputs {digests}.",
    "不足一档不扣分。考核结果可复算：公式版本{formulas}，输入数据摘要{digests}。",
)
_DIGEST: Final = 12
_SCALE: Final = "score 0.."


class ScorecardReport:
    """Appraisals: who has how many points, and why, line by line."""

    id = "scorecard"
    title = text("Scorecards", "绩效考核表")

    def build(
        self,
        cards: Iterable[Scorecard],
        *,
        at: dt.datetime,
        subject: LangText,
        templates: Iterable[ScorecardTemplate] = (),
        names: Mapping[str, str] | None = None,
    ) -> Report:
        """The report on *cards*.

        Args:
            cards: The appraisals, in any order.

            at: The moment it speaks of.

            subject: Whose people they are.

            templates: The templates at hand; with its template a card tells labels and how points came about.

            names: What people are called, by id.
        """
        known = {(template.id, template.version): template for template in templates}
        shown = [
            _Shown(card, known.get((card.template_id or "", card.template_version or "")), names or {})
            for card in sorted(cards, key=_order)
        ]
        return Report(
            id=self.id,
            title=self.title,
            at=at,
            tables=(_overview(self.title, shown), *(one.table() for one in shown)),
            notes=tuple(_notes(shown)),
            subject=subject,
        )


def _order(card: Scorecard) -> tuple[dt.date, Decimal, str]:
    """The latest period first, in it the highest total; what has no total last."""
    end = card.period_to or dt.date.min
    return (
        dt.date.min + (dt.date.max - end),
        -(card.total if card.total is not None else Decimal(-1)),
        card.id,
    )


class _Shown:
    """A card with what is known around it."""

    def __init__(self, card: Scorecard, template: ScorecardTemplate | None, names: Mapping[str, str]) -> None:
        self.card = card
        self.template = template
        self.person = card.subject_id or card.id
        self.name = names.get(self.person, self.person)
        self._lines = {indicator.id: indicator for indicator in template.indicators} if template else {}

    @property
    def total(self) -> LangText:
        total = self.card.total
        return _NO_TOTAL if total is None else _OF_HUNDRED.format(total=_plain(total))

    def label(self, result: IndicatorResult) -> LangText | str:
        line = self._lines.get(result.id)
        return line.label if line else result.id

    @property
    def missing(self) -> list[LangText | str]:
        """What was not measured."""
        return [self.label(result) for result in self.card.results if result.points is None]

    def overview(self) -> tuple[Cell, ...]:
        card = self.card
        return (
            self.name,
            self.person,
            card.role_id,
            f"{card.period_from} – {card.period_to}",
            " ".join(part for part in (card.template_id, card.template_version) if part),
            card.total,
            _GATES[card.gate_status],
            _HELD if card.bonus_held else _PAID,
            card.assessor_id,
            card.reviewed_on,
        )

    def table(self) -> ReportTable:
        card = self.card
        title = _CARD.format(name=self.name, begin=card.period_from, end=card.period_to, total=self.total)
        rows = [row for dimension in card.dimensions for row in self._part(dimension)]
        samples = any(line.illustrative for line in self._lines.values())
        return ReportTable(
            id=f"card-{card.id}", title=title, columns=_lines(samples=samples), rows=tuple(rows)
        )

    def _part(self, dimension: DimensionResult) -> Iterator[tuple[Cell, ...]]:
        label = (
            next((d.label for d in self.template.dimensions if d.id == dimension.id), None)
            if self.template
            else None
        )
        results = [result for result in self.card.results if result.dimension_id == dimension.id]
        points = [result.points for result in results if result.points is not None]
        weight = f"{(dimension.weight or 0) * 100:.0f}%"
        full = sum((result.full_points or Decimal(0) for result in results), Decimal(0))
        yield (
            _DIMENSION.format(label=label or dimension.id, weight=weight),
            None,
            None,
            None,
            sum(points, Decimal(0)) if len(points) == len(results) else None,
            full,
            f"{dimension.share * 100:.1f}%" if dimension.share is not None else _NO_TOTAL,
        )
        for result in results:
            yield self._line(result)

    def _line(self, result: IndicatorResult) -> tuple[Cell, ...]:
        formula = FORMULAS.get(result.formula or "")
        return (
            self.label(result),
            formula.label if formula else result.formula,
            _amount(result.target, result.unit),
            _amount(result.actual, result.unit) if result.actual is not None else _NOT_MEASURED,
            result.points,
            result.full_points,
            _why(result, self._lines.get(result.id)),
        )


def _lines(*, samples: bool) -> tuple[Column, ...]:
    return (
        Column(id="indicator", label=text("Indicator", "指标")),
        Column(id="formula", label=text("Measured as", "计算方式")),
        Column(id="target", label=text("Target", "目标"), illustrative=samples),
        Column(id="actual", label=text("Reached", "实际")),
        Column(id="points", label=text("Points", "得分"), kind="number"),
        Column(id="full", label=text("of", "满分"), kind="number", illustrative=samples),
        Column(id="why", label=text("How", "计分说明")),
    )


def _amount(value: Decimal | None, unit: str | None) -> str:
    """A figure as a person writes it: a share as per cent, money with its currency, a score with its scale."""
    if value is None:
        return ""
    if unit == "ratio":
        return f"{_plain(value * 100)}%"
    if unit and unit.startswith(_SCALE):
        return f"{_plain(value)} / {unit.removeprefix(_SCALE)}"
    return f"{_plain(value)} {unit}" if unit and unit.isupper() else _plain(value)


def _step(value: Decimal, unit: str) -> str:
    return _plain(value) if unit.startswith(_SCALE) else _amount(value, unit)


def _plain(value: Decimal) -> str:
    written = f"{value:,.2f}"
    return written.rstrip("0").rstrip(".")


def _why(result: IndicatorResult, line: Indicator | None) -> LangText | None:
    if result.actual is None or line is None:
        return None
    if not isinstance(line.rule, Deduction):
        return _IN_PROPORTION
    steps = line.rule.steps(result.actual, line.target, less_is_better=line.less_is_better)
    if not steps:
        return _REACHED
    said = _STEPS.format(steps=steps, step=_step(line.rule.step, line.unit), penalty=f"{line.rule.penalty:f}")
    cap = line.rule.cap
    return (
        _CAPPED.format(said=said, cap=f"{cap:f}")
        if cap is not None and steps * line.rule.penalty > cap
        else said
    )


def _overview(title: LangText, shown: Sequence[_Shown]) -> ReportTable:
    return ReportTable(
        id="scorecards", title=title, columns=_OVERVIEW, rows=tuple(one.overview() for one in shown)
    )


def _notes(shown: Sequence[_Shown]) -> Iterator[LangText]:
    for one in shown:
        if one.card.critical_findings:
            yield _GATE_NOTE.format(name=one.name, count=one.card.critical_findings)
        if one.missing:
            yield _MISSING_NOTE.format(name=one.name, missing=_listed(one.missing))
    if shown:
        versions = sorted({one.card.formula_version or "?" for one in shown})
        digests = ", ".join((one.card.inputs_hash or "?")[:_DIGEST] for one in shown)
        yield _AGAIN.format(formulas=", ".join(versions), digests=digests)


def _listed(names: Sequence[LangText | str]) -> LangText:
    return text(*(", ".join(_in(name, tag) for name in names) for tag in ("en", "zh-Hans")))


def _in(name: LangText | str, language: str) -> str:
    return name.pick(language) if isinstance(name, LangText) else name
