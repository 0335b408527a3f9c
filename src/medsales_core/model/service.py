"""Service after the sale: tickets, follow-ups, and who may do the work."""

import datetime as dt

from medsales_core.model.enums import CertificateIssuer, TicketSeverity
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.stock import LoanRecord

__all__ = ["Certificate", "FollowUp", "ServiceEngineer", "ServiceTicket"]


@entity
class ServiceTicket:
    """A problem in use and how it was dealt with. Source: S8-2; reference 3.3."""

    id: str = fact("ticket number", "工单编号")
    asset_id: str | None = fact("device", "设备", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    severity: TicketSeverity | None = fact("severity", "影响程度", default=None)
    problem: str | None = fact("problem", "问题描述", default=None)
    reported_at: dt.datetime | None = fact("reported at", "报修时间", default=None, source="S8-2")
    response_due_at: dt.datetime | None = fact("response due by", "应响应时间", default=None, source="S8-2")
    responded_at: dt.datetime | None = fact("responded at", "响应时间", default=None, source="S8-2")
    onsite_due_at: dt.datetime | None = fact("on site due by", "应到场时间", default=None, source="P41")
    onsite_at: dt.datetime | None = fact("on site at", "到场时间", default=None, source="P41")
    onsite_needed: bool | None = fact("visit needed", "是否需要到场", default=None)
    restore_due_at: dt.datetime | None = fact("restoration due by", "应修复时间", default=None, source="S8-2")
    restored_at: dt.datetime | None = fact("restored at", "修复时间", default=None, source="S8-2")
    accepted_at: dt.datetime | None = fact("accepted by the customer at", "客户确认时间", default=None)
    sla_id: str | None = fact("service level", "服务级别", default=None)
    engineer_id: str | None = fact("engineer", "服务工程师", default=None)
    cause: str | None = fact("cause", "原因", default=None)
    loan_agreed: bool | None = fact("loan unit agreed", "是否约定备用机", default=None)
    loan: LoanRecord | None = fact("loan unit", "备用机借用", default=None)
    is_complaint: bool | None = fact("is a complaint", "是否投诉", default=None)
    may_be_adverse: bool | None = fact(
        "may be an adverse event", "是否疑似不良事件", default=None, source="P39"
    )


@entity
class FollowUp:
    """A visit or call after the sale. Source: S8-3."""

    id: str = fact("follow-up number", "回访编号")
    account_id: str | None = fact("account", "客户", default=None)
    asset_id: str | None = fact("device", "设备", default=None)
    held_on: dt.date | None = fact("held on", "回访日期", default=None, source="S8-3")
    by_id: str | None = fact("carried out by", "回访人", default=None)
    feedback: str | None = fact("feedback", "客户反馈", default=None, source="S8-3")
    satisfaction: int | None = fact("satisfaction", "满意度", default=None, unit="1..5")
    next_due_on: dt.date | None = fact("next one due on", "下次回访日期", default=None, source="S8-3")


@entity
class Certificate:
    """Proof that somebody was trained to serve products. Source: P42b."""

    id: str = fact("certificate number", "证书编号")
    issuer: CertificateIssuer | None = fact("issuer", "发证方", default=None, source="P42b")
    product_ids: tuple[str, ...] = fact("products", "适用产品", default=())
    trained_on: dt.date | None = fact("trained on", "培训日期", default=None, source="P42b")
    issued_on: dt.date | None = fact("issued on", "发证日期", default=None, role="valid-from", source="P42b")
    expires_on: dt.date | None = fact("expires on", "失效日期", default=None, role="valid-to")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class ServiceEngineer:
    """A person who serves devices in the field. Source: P42b."""

    id: str = fact("staff number", "员工编号")
    name: str | None = fact("name", "姓名", default=None)
    employer: str | None = fact("employer", "所属单位", default=None)
    certificates: tuple[Certificate, ...] = fact("certificates", "证书", default=(), source="P42b")
