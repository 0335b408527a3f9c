"""What the audit of the histories found, requirement by requirement, and what was waived."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import attrs

from medsales_core.builtin.reports.arithmetic import share, strangers
from medsales_core.engine.finding import Finding
from medsales_core.engine.waiver import Waiver
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.ports.report import Bar, Cell, Column, Figure, Report, ReportBuilder, ReportTable
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import LangText, text

__all__ = ["FindingsReport", "TopFinding", "top_findings"]

_SEVERITIES: Final = {
    Severity.BLOCK: text("blocks", "阻止推进"),
    Severity.JUSTIFY: text("asks for a reason", "须说明理由"),
    Severity.WARN: text("warns", "警告"),
    Severity.INFO: text("for information", "提示"),
}
_RANK: Final = {severity: rank for rank, severity in enumerate(_SEVERITIES)}
#: What the engine itself says of a history; its own message names the stages of one deal.
_GENERAL: Final = {
    "undated": text("It is not known when an event happened", "事件发生时间不明"),
    "time-goes-back": text("An event is dated before the one it follows", "事件时间早于前一事件"),
    "no-reason": text("A reason was due and none was given", "应说明理由而未说明"),
    "undeclared-move": text("A move that the process does not have", "流程中没有的流转"),
    "entered-midway": text("First seen after the first stage", "首次记录时已过第一阶段"),
}
_FOUND: Final = (
    Column(id="finding", label=text("Finding", "问题")),
    Column(id="code", label=text("Code", "编码")),
    Column(id="source", label=text("Source", "出处")),
    Column(id="severity", label=text("Severity", "严重程度")),
    Column(id="deals", label=text("Deals", "商机数"), kind="integer"),
    Column(id="share", label=text("Share of deals", "占比"), kind="ratio"),
    Column(id="failed", label=text("of them failed", "其中不符合"), kind="integer"),
    Column(id="unknown", label=text("could not be judged", "无法判断"), kind="integer"),
    Column(id="remedy", label=text("What mends it", "改进办法")),
)
_WAIVED: Final = (
    Column(id="deal", label=text("Deal", "商机编号")),
    Column(id="name", label=text("Name", "名称")),
    Column(id="requirement", label=text("Requirement", "要求")),
    Column(id="by", label=text("Given by", "批准人")),
    Column(id="reason", label=text("Reason", "理由")),
    Column(id="given", label=text("Given on", "批准日期"), kind="date"),
    Column(id="expires", label=text("Runs out on", "有效期至"), kind="date"),
    Column(id="scope", label=text("For", "适用范围")),
    Column(id="state", label=text("State", "状态")),
)
_FOUND_TITLE: Final = text("Findings by requirement", "按要求汇总的问题")
_WAIVED_TITLE: Final = text("Waivers", "豁免")
_BARS: Final = text("Deals with the most serious findings", "最严重问题涉及的商机数")
_HOLDS: Final = text("in force", "有效")
_RUN_OUT: Final = text("run out", "已过期")
_OUTDATED: Final = text("over: the requirement was changed", "已失效：要求已变更")
_ANY_MOVE: Final = text("every move", "所有流转")
_NOTICED: Final = text(
    "{deals} of {all} deals ({share}): {label} [{code}]",
    "{all}个商机中有{deals}个（{share}）：{label} [{code}]",
)
_UNMET: Final = text(
    "{deals} of {all} deals ({share}) do not show this: {label} [{code}]",
    "{all}个商机中有{deals}个（{share}）未能证明：{label} [{code}]",
)
_UNJUDGED: Final = text(
    "In {deals} of {all} deals ({share}) there is no record to judge this by: {label} [{code}]",
    "{all}个商机中有{deals}个（{share}）无记录可供判断：{label} [{code}]",
)
_UNSURE: Final = text(
    "{sentence}; for {unknown} of them there is no record to judge by",
    "{sentence}，其中{unknown}个无记录可供判断",
)
_DISTINCT: Final = text(
    "Deals: {count}, with at least one finding: {with_findings}. A deal counts once for each requirement, however "
    "often it fell short.",
    "共{count}个商机，其中{with_findings}个至少有一项问题。同一要求对同一商机只计一次。",
)
_NO_PROOF: Final = text(
    "Could not be judged: the records that the requirement asks for were not supplied. That is no proof of a fault.",
    "无法判断：未提供该要求所需的记录，并不等于存在过失。",
)
_BAR_COUNT: Final = 8


@attrs.frozen(kw_only=True)
class TopFinding:
    """One finding over the whole portfolio, with a sentence for a manager.

    Args:
        code: Id of the requirement, or the engine's own code.

        label: What did not hold.

        source: The clause it comes from.

        severity: What it does to a move.

        deals: In how many deals it was found, failed or not to be judged.

        share: The same as a share of all deals.

        failed: In how many of them it failed; in the others the records to judge it by were not supplied.

        remedy: What mends it.

        sentence: All of it in a sentence.
    """

    code: str
    label: LangText
    source: str
    severity: Severity
    deals: int
    share: Decimal
    failed: int
    remedy: LangText
    sentence: LangText


def top_findings(portfolio: Portfolio, count: int = 3) -> tuple[TopFinding, ...]:
    """The *count* findings that matter most: the severest first, then those that failed in most deals.

    What could only not be judged, for want of records, comes after what failed for sure.
    """
    return _grouped(portfolio)[:count]


class FindingsReport(ReportBuilder):
    """What was found when the histories were judged, grouped by requirement, and every waiver.

    A finding counts the deals it was found in, not the times; what was waived is not among the findings,
    but listed with its giver, reason and last day. Findings that could not be judged, because the records
    were not supplied, are counted apart from those that failed. The severest come first, then those
    that failed in most deals.
    """

    id = "findings"
    title = text("Findings", "检查发现")

    def build(self, portfolio: Portfolio) -> Report:
        """The findings of the audits that the cases carry, and their waivers."""
        found = _grouped(portfolio)
        return self.report(
            portfolio,
            tables=(_found_table(found), _waiver_table(portfolio)),
            figures=(_figure(found),) if found else (),
            notes=(*_notes(portfolio, found), *strangers(portfolio)),
        )


def _grouped(portfolio: Portfolio) -> tuple[TopFinding, ...]:
    members = portfolio.members
    groups: dict[str, list[tuple[str, Finding]]] = {}
    for case in members:
        for entry in case.audit:
            for finding in entry.findings:
                if not finding.lets_pass:
                    key = finding.requirement or finding.code
                    groups.setdefault(key, []).append((case.progress.subject, finding))
    summed = [_summed(portfolio, key, group, len(members)) for key, group in groups.items()]
    return tuple(sorted(summed, key=lambda top: (_RANK[top.severity], -top.failed, -top.deals, top.code)))


def _summed(portfolio: Portfolio, key: str, group: Sequence[tuple[str, Finding]], cases: int) -> TopFinding:
    subjects = {subject for subject, _ in group}
    failed = {subject for subject, finding in group if finding.outcome is not Outcome.UNKNOWN}
    label, source, remedy = _wording(portfolio, key, [finding for _, finding in group])
    part = share(len(subjects), cases) or Decimal(0)
    return TopFinding(
        code=key,
        label=label,
        source=source,
        severity=min((finding.severity for _, finding in group), key=_RANK.__getitem__),
        deals=len(subjects),
        share=part,
        failed=len(failed),
        remedy=remedy,
        sentence=_sentence(
            portfolio,
            key,
            failed=len(failed),
            deals=len(subjects),
            all=cases,
            share=f"{part * 100:.0f}%",
            label=label,
            code=source or key,
        ),
    )


def _sentence(portfolio: Portfolio, key: str, *, failed: int, deals: int, **parts: object) -> LangText:
    if not failed:
        return _UNJUDGED.format(deals=deals, **parts)
    template = _UNMET if key in portfolio.requirements else _NOTICED
    sentence = template.format(deals=deals, **parts)
    return _UNSURE.format(sentence=sentence, unknown=deals - failed) if failed < deals else sentence


def _wording(portfolio: Portfolio, key: str, findings: Sequence[Finding]) -> tuple[LangText, str, LangText]:
    """Label, source and remedy: of the requirement, else of the engine's code, else of a finding itself."""
    requirement = portfolio.requirements.get(key)
    if requirement is not None:
        return requirement.label, requirement.source, requirement.remedy
    first = min(findings, key=lambda finding: finding.message.pick("en"))
    return _GENERAL.get(key, first.message), first.source, first.remedy


def _found_table(found: Sequence[TopFinding]) -> ReportTable:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            top.label,
            top.code,
            top.source,
            _SEVERITIES[top.severity],
            top.deals,
            top.share,
            top.failed,
            top.deals - top.failed,
            top.remedy,
        )
        for top in found
    )
    return ReportTable(id="findings", title=_FOUND_TITLE, columns=_FOUND, rows=rows)


def _waiver_table(portfolio: Portfolio) -> ReportTable:
    counting = {(case.progress.subject, waiver) for case, waiver in portfolio.waived}
    rows = [
        _waiver_row(portfolio, case, waiver, counts=(case.progress.subject, waiver) in counting)
        for case in portfolio.members
        for waiver in sorted(
            case.progress.waivers, key=lambda waiver: (waiver.expires_on, waiver.requirement)
        )
    ]
    return ReportTable(id="waivers", title=_WAIVED_TITLE, columns=_WAIVED, rows=tuple(rows))


def _waiver_row(portfolio: Portfolio, case: Case, waiver: Waiver, *, counts: bool) -> tuple[Cell, ...]:
    requirement = portfolio.requirements.get(waiver.requirement)
    given: dt.date | None = waiver.given_at.date() if waiver.given_at else None
    return (
        case.deal.id,
        case.deal.name,
        requirement.label if requirement else waiver.requirement,
        waiver.by,
        waiver.reason,
        given,
        waiver.expires_on,
        waiver.scope or _ANY_MOVE,
        _HOLDS if counts else _OUTDATED if portfolio.at.date() <= waiver.expires_on else _RUN_OUT,
    )


def _figure(found: Sequence[TopFinding]) -> Figure:
    bars = (
        Bar(
            label=top.label,
            value=Decimal(top.deals),
            note=text(top.source or top.code, top.source or top.code),
        )
        for top in found[:_BAR_COUNT]
    )
    return Figure(kind="bars", title=_BARS, bars=tuple(bars))


def _notes(portfolio: Portfolio, found: Sequence[TopFinding]) -> Iterable[LangText]:
    members = portfolio.members
    touched = sum(
        any(not finding.lets_pass for entry in case.audit for finding in entry.findings) for case in members
    )
    yield _DISTINCT.format(count=len(members), with_findings=touched)
    if any(top.failed < top.deals for top in found):
        yield _NO_PROOF
