"""A sales person: qualification, training, authority, signed code of conduct."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import AgreementKind, QualificationKind, TrainingLevel, TrainingTopic
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = [
    "AuthorityLetter",
    "CodeSignature",
    "Qualification",
    "Rep",
    "RoleProfile",
    "StaffAgreement",
    "TrainingRecord",
]


@entity
class Qualification:
    """A degree, certificate or stretch of work a person brings along. Source: S9-1."""

    id: str = fact("qualification number", "资质编号")
    kind: QualificationKind | None = fact("kind", "类型", default=None, source="S9-1")
    field: str | None = fact("field", "专业领域", default=None, source="S9-1")
    level: str | None = fact("level", "层次", default=None)
    months: int | None = fact("length of experience", "从业时长", default=None, unit="month", source="S9-1")
    evidence: EvidenceRef | None = fact("evidence", "证明材料", default=None)


@entity
class TrainingRecord:
    """One training a person went through or is booked for, with its result and validity. Source: S3-2, S9-2."""

    id: str = fact("training record number", "培训记录编号")
    topic: TrainingTopic | None = fact("topic", "培训主题", default=None, source="S9-2")
    level: TrainingLevel | None = fact("level", "培训层级", default=None, source="S9-2")
    planned_on: dt.date | None = fact("planned for", "计划日期", default=None, source="S9-2")
    completed_on: dt.date | None = fact(
        "completed on", "完成日期", default=None, source="S9-2", role="valid-from"
    )
    expires_on: dt.date | None = fact("expires on", "失效日期", default=None, role="valid-to")
    passed: bool | None = fact("examination passed", "考核通过", default=None)
    score: Decimal | None = fact("score", "成绩", default=None, unit="ratio 0..1")
    hours: int | None = fact("hours", "学时", default=None, unit="hour")
    product_ids: tuple[str, ...] = fact("products covered", "涉及产品", default=(), source="S3-2")
    specialty: str | None = fact("specialty covered", "涉及专业", default=None, source="S3-2")
    evidence: EvidenceRef | None = fact("evidence", "证明材料", default=None)


@entity
class AuthorityLetter:
    """The letter that lets a person sell named products in a territory. Source: P16."""

    id: str = fact("letter number", "授权书编号")
    product_ids: tuple[str, ...] = fact("products", "授权产品", default=(), source="P16")
    territory: str | None = fact("territory", "授权区域", default=None, source="P16")
    id_number_ref: str | None = fact(
        "reference of the bearer's identity paper", "身份证件索引", default=None, source="P16"
    )
    sealed: bool | None = fact("bears the seal", "加盖公章", default=None, source="P16")
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class CodeSignature:
    """A person's signature under one version of the code of conduct. Source: S9-3."""

    id: str = fact("signature number", "签署编号")
    person_id: str | None = fact("signed by", "签署人", default=None, source="S9-3")
    code_id: str | None = fact("code of conduct", "行为准则", default=None)
    version: str | None = fact("version", "版本", default=None)
    signed_on: dt.date | None = fact("signed on", "签署日期", default=None, role="valid-from")
    expires_on: dt.date | None = fact("to be signed again by", "重新签署期限", default=None, role="valid-to")


@entity
class StaffAgreement:
    """An agreement that a member of staff signed with us. Source: inferred."""

    id: str = fact("agreement number", "协议编号")
    kind: AgreementKind | None = fact("kind", "协议类型", default=None)
    signed_on: dt.date | None = fact("signed on", "签署日期", default=None, role="valid-from")
    expires_on: dt.date | None = fact("ends on", "到期日期", default=None, role="valid-to")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class RoleProfile:
    """What a job asks of the person who holds it. Source: S9-1."""

    id: str = fact("role", "岗位")
    title: str | None = fact("title", "岗位名称", default=None)
    senior: bool | None = fact("senior role", "是否高级岗位", default=None, source="S9-2")
    min_experience_months: int | None = fact(
        "least experience", "最低从业时长", default=None, unit="month", source="S9-1"
    )
    preferred_fields: tuple[str, ...] = fact(
        "preferred backgrounds", "优先专业背景", default=(), source="S9-1"
    )
    required_competencies: tuple[str, ...] = fact(
        "required competencies", "职业素养要求", default=(), source="S9-1"
    )


@entity
class Rep:
    """A person of our sales force. Source: reference 3.3; S9-1, S9-2, S9-3."""

    id: str = fact("staff number", "员工编号")
    name: str | None = fact("name", "姓名", default=None)
    role_id: str | None = fact("role", "岗位", default=None)
    team_id: str | None = fact("team", "团队", default=None)
    manager_id: str | None = fact("manager", "上级", default=None)
    territory_ids: tuple[str, ...] = fact("territories", "负责区域", default=())
    hired_on: dt.date | None = fact("hired on", "入职日期", default=None)
    first_customer_activity_on: dt.date | None = fact(
        "first customer activity on", "首次客户活动日期", default=None, source="S9-2"
    )
    experience_months: int | None = fact(
        "experience in the field", "从业时长", default=None, unit="month", source="S9-1"
    )
    competencies: tuple[str, ...] = fact("competencies shown", "已具备的职业素养", default=(), source="S9-1")
    qualifications: tuple[Qualification, ...] = fact("qualifications", "资质", default=(), source="S9-1")
    training: tuple[TrainingRecord, ...] = fact("training", "培训记录", default=(), source="S9-2")
    authority_letters: tuple[AuthorityLetter, ...] = fact(
        "letters of authority", "授权书", default=(), source="P16"
    )
    code_signatures: tuple[CodeSignature, ...] = fact(
        "signed codes of conduct", "行为准则签署", default=(), source="S9-3"
    )
    agreements: tuple[StaffAgreement, ...] = fact("agreements signed", "签署的协议", default=())
