"""Our own company: service levels, codes of conduct, training rules, and how it keeps to the rules."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.compliance import (
    CompliancePolicy,
    CreditRating,
    PromotionalMaterial,
    ReportChannel,
    RiskRating,
    SpeakUpCase,
)
from medsales_core.model.enums import ConductScope, TrainingLevel, TrainingTopic
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.quote import Delegation
from medsales_core.model.record import RetentionRule
from medsales_core.model.rep import CodeSignature, RoleProfile
from medsales_core.model.scorecard import AppraisalScheme
from medsales_core.model.team import StaffMember

__all__ = [
    "CodeOfConduct",
    "Company",
    "PersonalField",
    "SlaPolicy",
    "StandardReview",
    "TrainingRule",
]


@entity
class SlaPolicy:
    """How fast we promise to help, and how we are reached; one that names no product holds for all. Source: S8-2."""

    id: str = fact("policy number", "服务政策编号")
    product_ids: tuple[str, ...] = fact("products covered", "适用产品", default=())
    channels: tuple[str, ...] = fact("ways to reach us", "服务渠道", default=(), source="S8-2")
    response_hours: int | None = fact("response within", "响应时限", default=None, unit="hour", source="S8-2")
    onsite_hours: int | None = fact("on site within", "到场时限", default=None, unit="hour")
    restore_hours: int | None = fact("restored within", "修复时限", default=None, unit="hour", source="S8-2")
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")


@entity
class CodeOfConduct:
    """One version of the code for sales staff. Source: S9-3."""

    id: str = fact("code number", "准则编号")
    version: str | None = fact("version", "版本", default=None)
    scopes: tuple[ConductScope, ...] = fact("governs", "规范范围", default=(), source="S9-3")
    signatures: tuple[CodeSignature, ...] = fact("signatures", "签署记录", default=(), source="S9-3")
    valid_from: dt.date | None = fact("in force from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("in force to", "失效日期", default=None, role="valid-to")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class TrainingRule:
    """What a role, or everybody, must learn at a level: a cell of the training matrix. Source: S9-2.

    A rule without a topic is about the level as a whole: so many hours in a year. All figures are config.
    """

    id: str = fact("rule number", "培训规则编号")
    role_id: str | None = fact("role", "适用岗位", default=None)
    topic: TrainingTopic | None = fact("topic", "培训主题", default=None, source="S9-2")
    level: TrainingLevel | None = fact("level", "培训层级", default=None, source="S9-2")
    mandatory: bool | None = fact("mandatory", "是否必修", default=None)
    hours: int | None = fact("hours", "学时", default=None, unit="hour")
    validity_months: int | None = fact("validity", "有效期", default=None, unit="month")
    pass_mark: Decimal | None = fact("pass mark", "及格线", default=None, unit="ratio 0..1")


@entity
class PersonalField:
    """A field that may be kept of a person at a customer, and what for. Source: inferred."""

    id: str = fact("field", "字段")
    purpose: str | None = fact("purpose", "用途", default=None)


@entity
class StandardReview:
    """A review of the process and the standards. Source: P2."""

    id: str = fact("review number", "评审编号")
    version: str | None = fact("version reviewed", "评审的版本", default=None, source="P2")
    reviewed_on: dt.date | None = fact("reviewed on", "评审日期", default=None, source="P2")
    reviewed_by: str | None = fact("reviewed by", "评审人", default=None)
    outcome: str | None = fact("outcome", "评审结论", default=None, source="P2")


@entity
class Company:
    """The company that sells. Source: S8-2, S9-1 to S9-3, P33."""

    id: str = fact("company number", "公司编号")
    name: str | None = fact("name", "公司名称", default=None)
    sla_policies: tuple[SlaPolicy, ...] = fact("service levels", "服务政策", default=(), source="S8-2")
    codes_of_conduct: tuple[CodeOfConduct, ...] = fact(
        "codes of conduct", "行为准则", default=(), source="S9-3"
    )
    role_profiles: tuple[RoleProfile, ...] = fact("job profiles", "任职资格", default=(), source="S9-1")
    training_rules: tuple[TrainingRule, ...] = fact("training rules", "培训规则", default=(), source="S9-2")
    sales_staff: tuple[StaffMember, ...] = fact("sales staff", "销售人员", default=(), source="S9-3")
    appraisal_schemes: tuple[AppraisalScheme, ...] = fact(
        "appraisal schemes", "考核方案", default=(), source="S9-4"
    )
    retention_rules: tuple[RetentionRule, ...] = fact("retention rules", "保存规则", default=(), source="P14")
    personal_fields: tuple[PersonalField, ...] = fact(
        "personal data that may be kept", "允许保存的个人信息", default=()
    )
    standard_reviews: tuple[StandardReview, ...] = fact(
        "reviews of the standards", "标准评审", default=(), source="P2"
    )
    compliance_policies: tuple[CompliancePolicy, ...] = fact(
        "compliance policies", "合规制度", default=(), source="P33"
    )
    risk_ratings: tuple[RiskRating, ...] = fact("risk ratings", "风险评估", default=(), source="P33")
    report_channels: tuple[ReportChannel, ...] = fact(
        "speak-up channels", "举报渠道", default=(), source="P33"
    )
    speak_up_cases: tuple[SpeakUpCase, ...] = fact("speak-up cases", "举报案件", default=(), source="P33")
    credit_ratings: tuple[CreditRating, ...] = fact("credit ratings", "信用评价", default=(), source="P35")
    materials: tuple[PromotionalMaterial, ...] = fact("material register", "推广资料登记册", default=())
    delegations: tuple[Delegation, ...] = fact("delegations", "授权代理", default=(), source="S6-4")
