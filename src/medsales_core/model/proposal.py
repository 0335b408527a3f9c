"""The solution offered, the value claimed for it and how it was presented."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.activity import Participant
from medsales_core.model.enums import PresentationFormat, ValueClaimKind
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["Presentation", "Proposal", "ProposalAnswer", "ProposalLine", "ValueClaim"]


@entity
class ProposalLine:
    """One thing the proposal offers, and the needs it is there for. Source: S4-1."""

    id: str = fact("line number", "方案行编号")
    product_id: str | None = fact("product", "产品", default=None)
    description: str | None = fact("description", "说明", default=None)
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece")
    need_ids: tuple[str, ...] = fact("needs it answers", "对应需求", default=(), source="S4-1")


@entity
class ProposalAnswer:
    """How the solution solves one need. Source: S4-2."""

    id: str = fact("answer number", "回应编号")
    need_id: str | None = fact("need", "对应需求", default=None, source="S4-2")
    answer: str | None = fact("how it is solved", "解决方式", default=None, source="S4-2")


@entity
class Proposal:
    """The solution made for one deal. Source: S4-1, S4-2."""

    id: str = fact("proposal number", "方案编号")
    version: str | None = fact("version", "版本", default=None)
    issued_on: dt.date | None = fact("issued on", "出具日期", default=None)
    lines: tuple[ProposalLine, ...] = fact("lines", "方案内容", default=(), source="S4-1")
    answers: tuple[ProposalAnswer, ...] = fact("answers to needs", "需求回应", default=(), source="S4-2")
    differentiators: tuple[str, ...] = fact("strengths used", "差异化优势", default=(), source="S4-1")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class ValueClaim:
    """A benefit claimed for the customer, in figures and with its source. Source: S4-2."""

    id: str = fact("claim number", "价值主张编号")
    kind: ValueClaimKind | None = fact("kind", "类型", default=None, source="S4-2")
    metric: str | None = fact("metric", "指标", default=None, source="S4-2")
    unit: str | None = fact("unit of measure", "计量单位", default=None)
    baseline: Decimal | None = fact("figure today", "现状值", default=None, source="S4-2")
    target: Decimal | None = fact("figure promised", "目标值", default=None, source="S4-2")
    source_ref: str | None = fact("source of the figures", "数据来源", default=None)
    assumption: str | None = fact("assumption", "假设", default=None)
    reviewed_by: str | None = fact("reviewed by", "审核人", default=None)


@entity
class Presentation:
    """One occasion on which the solution was presented. Source: S4-3."""

    id: str = fact("presentation number", "呈现编号")
    held_on: dt.date | None = fact("held on", "日期", default=None, source="S4-3")
    format: PresentationFormat | None = fact("format", "形式", default=None, source="S4-3")
    attendees: tuple[Participant, ...] = fact("attendees", "参加人", default=(), source="S4-3")
    evidence: EvidenceRef | None = fact("attendance list", "签到表", default=None)
