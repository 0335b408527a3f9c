"""How a product gets into a hospital: the department's request and what the committees decided."""

import datetime as dt

from medsales_core.model.enums import CommitteeDecision, CommitteeKind, ValueCriterion
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["CommitteeReview", "PurchaseRequest"]


@entity
class PurchaseRequest:
    """That a department of the customer asks for a purchase. Source: P45."""

    department_id: str | None = fact("department", "申请科室", default=None, source="P45")
    requested_on: dt.date | None = fact("requested on", "申请日期", default=None, source="P45")
    signed_by: str | None = fact("signed by the head", "签署的科主任", default=None, source="P45")
    document: EvidenceRef | None = fact("request", "申请书", default=None)


@entity
class CommitteeReview:
    """A product before a committee of the customer, from the sponsor to the decision. Source: P46, P47, P53."""

    id: str = fact("review number", "评审编号")
    kind: CommitteeKind | None = fact("committee", "委员会", default=None, source="P46")
    sponsor_id: str | None = fact("sponsor", "申请人或发起医生", default=None)
    evidence_pack: EvidenceRef | None = fact("evidence pack", "证据材料", default=None)
    criteria: tuple[ValueCriterion, ...] = fact(
        "criteria that the evidence answers", "已回应的评价标准", default=(), source="P53"
    )
    submitted_on: dt.date | None = fact("handed in on", "提交日期", default=None)
    meets_on: dt.date | None = fact("meeting on", "会议日期", default=None)
    decision: CommitteeDecision = fact(
        "decision", "评审结论", default=CommitteeDecision.PENDING, source="P47"
    )
    decided_on: dt.date | None = fact("decided on", "决定日期", default=None, source="P47")
    conditions: str | None = fact("conditions", "附加条件", default=None)
    catalogue_number: str | None = fact("catalogue number", "医院目录编号", default=None)
    document: EvidenceRef | None = fact("decision in writing", "决议文件", default=None)
