"""How the company keeps to the rules: policy, risk, speak-up, material, credit rating and findings."""

import datetime as dt

from medsales_core.model.enums import (
    ComplianceScenario,
    ConductScope,
    CreditRatingCN,
    FindingSeverity,
    FindingStatus,
    MisconductKind,
    ReportChannelKind,
    RiskStrength,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = [
    "ComplianceFinding",
    "CompliancePolicy",
    "CorrectiveAction",
    "CreditRating",
    "PromotionalMaterial",
    "ReportChannel",
    "RiskRating",
    "SpeakUpCase",
]


@entity
class CorrectiveAction:
    """What is to be done about a finding. Source: P33."""

    id: str = fact("action number", "整改编号")
    what: str | None = fact("what", "整改内容", default=None, source="P33")
    owner_id: str | None = fact("owner", "责任人", default=None)
    due_on: dt.date | None = fact("due on", "整改期限", default=None, source="P33")
    done_on: dt.date | None = fact("done on", "完成日期", default=None, source="P33")


@entity
class ComplianceFinding:
    """Something that was found to be against the rules. Source: S9-3, P33."""

    id: str = fact("finding number", "合规问题编号")
    scenario: ComplianceScenario | None = fact("scenario", "合规场景", default=None, source="P33")
    kind: MisconductKind | None = fact("kind of misconduct", "违规类型", default=None, source="P34")
    risk: RiskStrength | None = fact("strictness of the rule", "风险等级", default=None, source="P33b")
    scope: ConductScope | None = fact("conduct concerned", "涉及行为", default=None, source="S9-3")
    severity: FindingSeverity | None = fact("severity", "严重程度", default=None)
    status: FindingStatus = fact("status", "状态", default=FindingStatus.OPEN)
    harms_brand: bool | None = fact("harms the brand", "是否损害品牌", default=None, source="S9-3")
    subject_ref: str | None = fact("found at", "涉及对象", default=None)
    found_on: dt.date | None = fact("found on", "发现日期", default=None)
    investigated_on: dt.date | None = fact("investigated on", "调查日期", default=None, source="P33")
    actions: tuple[CorrectiveAction, ...] = fact("corrective actions", "整改措施", default=(), source="P33")
    closed_on: dt.date | None = fact("closed on", "关闭日期", default=None)


@entity
class CompliancePolicy:
    """One version of the compliance policy and who answers for it. Source: P33."""

    id: str = fact("policy number", "制度编号")
    version: str | None = fact("version", "版本", default=None, source="P33")
    officer_id: str | None = fact("responsible person", "合规负责人", default=None, source="P33")
    valid_from: dt.date | None = fact("in force from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("in force to", "失效日期", default=None, role="valid-to")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class RiskRating:
    """How great the risk of one of the nine scenarios is held to be. Source: P33."""

    id: str = fact("rating number", "评估编号")
    scenario: ComplianceScenario | None = fact("scenario", "合规场景", default=None, source="P33")
    risk: FindingSeverity | None = fact("risk", "风险程度", default=None, source="P33")
    measures: str | None = fact("measures", "防范措施", default=None)
    rated_on: dt.date | None = fact("rated on", "评估日期", default=None, role="valid-from")
    review_on: dt.date | None = fact("to be rated again by", "下次评估日期", default=None, role="valid-to")


@entity
class ReportChannel:
    """A way to report a concern. Source: P33."""

    id: str = fact("channel number", "渠道编号")
    kind: ReportChannelKind | None = fact("kind", "渠道类型", default=None, source="P33")
    address: str | None = fact("address", "联系方式", default=None)
    open_from: dt.date | None = fact("open from", "开通日期", default=None, role="valid-from")
    open_to: dt.date | None = fact("open to", "关闭日期", default=None, role="valid-to")


@entity
class SpeakUpCase:
    """A concern that was reported, and who follows it up. Source: P33."""

    id: str = fact("case number", "案件编号")
    received_on: dt.date | None = fact("received on", "收到日期", default=None, source="P33")
    handler_id: str | None = fact("handled by", "处理人", default=None, source="P33")
    status: FindingStatus = fact("status", "状态", default=FindingStatus.OPEN)
    closed_on: dt.date | None = fact("closed on", "结案日期", default=None)


@entity
class CreditRating:
    """What the credit rating in price and tendering was on a day. Source: P35."""

    id: str = fact("rating record number", "评价记录编号")
    level: CreditRatingCN | None = fact("level", "评价等级", default=None, source="P35")
    region: str | None = fact("province", "评价省份", default=None, unit="ISO 3166-2")
    checked_on: dt.date | None = fact("looked up on", "查询日期", default=None, source="P35")


@entity
class PromotionalMaterial:
    """A piece of promotional material and its approval. Source: reference 2.8; inferred."""

    id: str = fact("material number", "资料编号")
    title: str | None = fact("title", "标题", default=None)
    version: str | None = fact("version", "版本", default=None)
    product_ids: tuple[str, ...] = fact("products", "涉及产品", default=())
    within_scope: bool | None = fact("within the registered scope", "是否符合注册适用范围", default=None)
    approved_on: dt.date | None = fact("approved on", "批准日期", default=None, role="valid-from")
    approved_by: str | None = fact("approved by", "批准人", default=None)
    expires_on: dt.date | None = fact("expires on", "失效日期", default=None, role="valid-to")
