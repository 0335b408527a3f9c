"""Reports on what was judged: requirement by requirement, subject by subject, and the evidence that is not there."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from medsales_core.model.subjects import SUBJECTS
from medsales_core.ports.report import Bar, Cell, Column, Figure, Report, ReportTable
from medsales_core.rules.requirement import Outcome, Requirement, Severity
from medsales_core.standards.finding import SubjectFinding
from medsales_core.standards.gaps import EvidenceGap, evidence_gaps
from medsales_core.standards.judge import Clause, Judged
from medsales_core.text import LangText, text

__all__ = ["REPORTS", "FindingsOfStandards", "GapReport", "JudgedReport", "StandardsReport"]

_SEVERITIES: Final = {
    Severity.BLOCK: text("blocks", "阻止推进"),
    Severity.JUSTIFY: text("asks for a reason", "须说明理由"),
    Severity.WARN: text("warns", "警告"),
    Severity.INFO: text("for information", "提示"),
}
_RANK: Final = {severity: rank for rank, severity in enumerate(_SEVERITIES)}
_OUTCOMES: Final = {
    Outcome.FAIL: text("not met", "不符合"),
    Outcome.ERROR: text("could not be tested", "检查出错"),
    Outcome.UNKNOWN: text("cannot be judged", "无法判断"),
}
_REQUIREMENT: Final = Column(id="requirement", label=text("Requirement", "要求"))
_CODE: Final = Column(id="code", label=text("Code", "编码"))
_SOURCE: Final = Column(id="source", label=text("Source", "出处"))
_SEVERITY: Final = Column(id="severity", label=text("Severity", "严重程度"))
_REMEDY: Final = Column(id="remedy", label=text("What mends it", "改进办法"))
_NEXT: Final = Column(id="next", label=text("Next step by", "下一步责任人"))
_KIND: Final = Column(id="kind", label=text("Kind", "对象类型"))
_SUBJECT: Final = Column(id="subject", label=text("Subject", "对象编号"))
_NAME: Final = Column(id="name", label=text("Name", "名称"))
_NO_PROOF: Final = text(
    "Cannot be judged: records that the requirement asks for were not supplied. That is no proof of a fault.",
    "无法判断：未提供该要求所需的记录，并不等于存在过失。",
)
_CLEAR: Final = text(
    "Requirements judged: {all}, of which {clear} are met by everybody. Judgements: {judged}, not met: {failed}, "
    "cannot be judged: {unknown}.",
    "已检查要求{all}项，其中{clear}项全部符合。共判定{judged}次，不符合{failed}次，无法判断{unknown}次。",
)
_LEFT_OUT: Final = text(
    "The first {shown} of {all} are shown; --top prints more.",
    "共{all}条，显示前{shown}条；--top可显示更多。",
)
_BAR_COUNT: Final = 8


class JudgedReport(ABC):
    """A kind of report on what was judged, for any format to render.

    Attributes:
        id: Stable ASCII id.

        title: Its name for a person.
    """

    id: str
    title: LangText

    @abstractmethod
    def build(self, judged: Judged, *, top: int | None = None, synthetic: bool = False) -> Report:
        """The report; of its rows the *top* first ones, all of them by default."""

    def _report(
        self,
        judged: Judged,
        columns: tuple[Column, ...],
        rows: list[tuple[Cell, ...]],
        *,
        top: int | None,
        synthetic: bool,
        figures: tuple[Figure, ...] = (),
    ) -> Report:
        shown = rows if top is None else rows[:top]
        notes = [_counted(judged), _NO_PROOF]
        if len(shown) < len(rows):
            notes.insert(0, _LEFT_OUT.format(shown=len(shown), all=len(rows)))
        table = ReportTable(id=self.id, title=self.title, columns=columns, rows=tuple(shown))
        return Report(
            id=self.id,
            title=self.title,
            at=judged.at,
            tables=(table,),
            figures=figures,
            notes=tuple(notes),
            subject=judged.playbook.title,
            synthetic=synthetic,
        )


class StandardsReport(JudgedReport):
    """Each requirement that somebody does not meet, the severest first, then by how many do not."""

    id = "standards"
    title = text("Standards, requirement by requirement", "管理标准检查：按要求汇总")

    _columns = (
        _REQUIREMENT,
        _CODE,
        _SOURCE,
        _SEVERITY,
        _KIND,
        Column(id="judged", label=text("Judged", "检查数"), kind="integer"),
        Column(id="failed", label=text("not met", "不符合"), kind="integer"),
        Column(id="unknown", label=text("cannot be judged", "无法判断"), kind="integer"),
        _REMEDY,
    )

    def build(self, judged: Judged, *, top: int | None = None, synthetic: bool = False) -> Report:
        clauses = sorted(_unmet(judged), key=lambda clause: _rank(judged, clause))
        rows = [_clause_row(judged, clause) for clause in clauses]
        figures = (_figure(judged, clauses),) if clauses else ()
        return self._report(judged, self._columns, rows, top=top, synthetic=synthetic, figures=figures)


class FindingsOfStandards(JudgedReport):
    """Each finding on each subject, with the first reason, what mends it, and who owns the next step."""

    id = "standard-findings"
    title = text("Standards, subject by subject", "管理标准检查：按对象列示")

    _columns = (
        _KIND,
        _SUBJECT,
        _NAME,
        _REQUIREMENT,
        _CODE,
        _SEVERITY,
        Column(id="outcome", label=text("Outcome", "结果")),
        Column(id="reason", label=text("Why", "原因")),
        _REMEDY,
        _NEXT,
    )

    def build(self, judged: Judged, *, top: int | None = None, synthetic: bool = False) -> Report:
        rows = [_finding_row(finding) for finding in sorted(judged, key=_finding_order)]
        return self._report(judged, self._columns, rows, top=top, synthetic=synthetic)


class GapReport(JudgedReport):
    """The evidence that is not there, deal by deal, person by person, and for the company."""

    id = "evidence-gaps"
    title = text("Evidence that is not there", "证据缺口")

    _columns = (
        Column(id="holder", label=text("Whose file", "所属档案")),
        Column(id="id", label=text("Number", "编号")),
        Column(id="evidence", label=text("Evidence wanted", "所需证据")),
        Column(id="gap", label=text("What is wrong", "缺口类型")),
        _KIND,
        _SUBJECT,
        _REQUIREMENT,
        _CODE,
        _NEXT,
    )

    def build(self, judged: Judged, *, top: int | None = None, synthetic: bool = False) -> Report:
        rows = [_gap_row(gap) for gap in evidence_gaps(judged)]
        return self._report(judged, self._columns, rows, top=top, synthetic=synthetic)


#: The kinds of report on what was judged, by id.
REPORTS: Final[Mapping[str, JudgedReport]] = MappingProxyType(
    {report.id: report for report in (StandardsReport(), FindingsOfStandards(), GapReport())}
)


def _counted(judged: Judged) -> LangText:
    tallies = [judged.tally(name) for name in judged.clauses]
    unmet = set(_unmet(judged))
    return _CLEAR.format(
        all=len(judged.clauses),
        clear=len(judged.clauses) - len(unmet),
        judged=sum(sum(tally.values()) for tally in tallies),
        failed=sum(tally[Outcome.FAIL] + tally[Outcome.ERROR] for tally in tallies),
        unknown=sum(tally[Outcome.UNKNOWN] for tally in tallies),
    )


def _unmet(judged: Judged) -> Iterator[Clause]:
    for name, clause in judged.clauses.items():
        if any(not outcome.lets_pass for outcome in judged.outcomes[name]):
            yield clause


def _failed(judged: Judged, clause: Clause) -> int:
    tally = judged.tally(clause.requirement.id)
    return tally[Outcome.FAIL] + tally[Outcome.ERROR]


def _rank(judged: Judged, clause: Clause) -> tuple[int, int, str]:
    requirement = clause.requirement
    return _RANK[requirement.severity], -_failed(judged, clause), requirement.id


def _kind(requirement: Requirement) -> LangText:
    return SUBJECTS[requirement.applies_to].label


def _clause_row(judged: Judged, clause: Clause) -> tuple[Cell, ...]:
    requirement, tally = clause.requirement, judged.tally(clause.requirement.id)
    return (
        requirement.label,
        requirement.id,
        requirement.source,
        _SEVERITIES[requirement.severity],
        _kind(requirement),
        sum(tally.values()) - tally[Outcome.NOT_APPLICABLE],
        _failed(judged, clause),
        tally[Outcome.UNKNOWN],
        requirement.remedy,
    )


def _finding_order(finding: SubjectFinding) -> tuple[object, ...]:
    requirement, subject = finding.requirement, finding.subject
    unsure = finding.outcome is Outcome.UNKNOWN
    return _RANK[requirement.severity], unsure, subject.root, subject.id, requirement.id


def _finding_row(finding: SubjectFinding) -> tuple[Cell, ...]:
    requirement, subject = finding.requirement, finding.subject
    return (
        _kind(requirement),
        subject.id,
        subject.name,
        requirement.label,
        requirement.id,
        _SEVERITIES[requirement.severity],
        _OUTCOMES[finding.outcome],
        next((reason.message for reason in finding.reasons), None),
        requirement.remedy,
        finding.next_step_by,
    )


def _gap_row(gap: EvidenceGap) -> tuple[Cell, ...]:
    finding = gap.finding
    requirement = finding.requirement
    return (
        gap.holder.label,
        gap.holder_id,
        requirement.evidence,
        gap.kind.label,
        _kind(requirement),
        finding.subject.id,
        requirement.label,
        requirement.id,
        finding.next_step_by,
    )


def _figure(judged: Judged, clauses: Iterable[Clause]) -> Figure:
    bars = [
        Bar(
            label=clause.requirement.label,
            value=Decimal(_failed(judged, clause)),
            note=text(clause.requirement.id, clause.requirement.id),
        )
        for clause in clauses
    ]
    return Figure(
        kind="bars",
        title=text("How many do not meet the severest", "最严重要求的不符合数"),
        bars=tuple(bars[:_BAR_COUNT]),
    )
