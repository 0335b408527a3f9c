"""The list of evidence that is not there: what each deal, each person and the company still have to show."""

from collections.abc import Callable, Iterator
from typing import Final

import attrs

from medsales_core.model.choice import Choice
from medsales_core.rules.requirement import Outcome
from medsales_core.standards.finding import SubjectFinding
from medsales_core.standards.judge import Judged
from medsales_core.standards.organisation import Subject

__all__ = ["EvidenceGap", "GapKind", "Holder", "evidence_gaps"]


class GapKind(Choice):
    """What is wrong with the evidence."""

    MISSING = "missing", "missing or no longer good", "缺失或已失效"
    NOT_SUPPLIED = "not-supplied", "not supplied", "未提供"
    UNDOCUMENTED = "undocumented", "no document with a digest behind it", "无带摘要的文件佐证"


class Holder(Choice):
    """In whose file the evidence belongs."""

    DEAL = "deal", "deal", "商机"
    REP = "rep", "sales person", "销售人员"
    COMPANY = "company", "company", "公司"


@attrs.frozen(kw_only=True)
class EvidenceGap:
    """Evidence that is not there.

    Args:
        holder: In whose file it belongs.

        holder_id: Id of the deal or the person; empty for the company.

        kind: What is wrong with it.

        finding: The finding that wants it.
    """

    holder: Holder
    holder_id: str
    kind: GapKind
    finding: SubjectFinding


_KINDS: Final = {
    Outcome.FAIL: GapKind.MISSING,
    Outcome.ERROR: GapKind.MISSING,
    Outcome.UNKNOWN: GapKind.NOT_SUPPLIED,
    Outcome.PASS: GapKind.UNDOCUMENTED,
}
_PLACES: Final = {Holder.DEAL: 0, Holder.REP: 1, Holder.COMPANY: 2}


def evidence_gaps(
    judged: Judged,
    *,
    undocumented: bool = False,
    wanted: Callable[[Subject], bool] = lambda _subject: True,
) -> tuple[EvidenceGap, ...]:
    """What is not there, deal by deal, then person by person, then for the company as a whole.

    Args:
        judged: What was judged.

        undocumented: List also what holds, but on records that name no document by its digest.

        wanted: Which subjects count; all by default.
    """
    found = [
        _gap(finding) for finding in _lacking(judged, undocumented=undocumented) if wanted(finding.subject)
    ]
    return tuple(sorted(found, key=_order))


def _lacking(judged: Judged, *, undocumented: bool) -> Iterator[SubjectFinding]:
    yield from judged
    if undocumented:
        for finding in judged.findings(lambda outcome: outcome is Outcome.PASS):
            if not any(proof.is_documented for proof in finding.evidence):
                yield finding


def _gap(finding: SubjectFinding) -> EvidenceGap:
    holder, name = _holder(finding)
    return EvidenceGap(holder=holder, holder_id=name, kind=_KINDS[finding.outcome], finding=finding)


def _holder(finding: SubjectFinding) -> tuple[Holder, str]:
    subject, organisation = finding.subject, finding.organisation
    deals = organisation.around(subject, "deal")
    if len(deals) == 1 and subject.root != "company":
        return Holder.DEAL, deals[0].id
    person = finding.next_step_by
    return (Holder.REP, person) if person else (Holder.COMPANY, "")


def _order(gap: EvidenceGap) -> tuple[object, ...]:
    finding = gap.finding
    return (
        _PLACES[gap.holder],
        gap.holder_id,
        finding.subject.root,
        finding.subject.id,
        finding.requirement.id,
    )
