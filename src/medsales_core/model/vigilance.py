"""What may go wrong with a device in use: complaints, adverse events and recalls."""

import datetime as dt

from medsales_core.model.enums import (
    AdverseSeverity,
    ComplaintCategory,
    ConsigneeKind,
    FindingSeverity,
    RecallClass,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["AdverseEvent", "Complaint", "Recall", "RecallNotice"]


@entity
class Complaint:
    """A customer's complaint, from its receipt to the archive. Source: reference 3.3; P42b."""

    id: str = fact("complaint number", "投诉编号")
    account_id: str | None = fact("account", "客户", default=None)
    asset_id: str | None = fact("device", "设备", default=None)
    ticket_id: str | None = fact("service ticket", "服务工单", default=None)
    category: ComplaintCategory | None = fact("category", "投诉类别", default=None, source="P42b")
    severity: FindingSeverity | None = fact("severity", "严重程度", default=None, source="P42b")
    received_at: dt.datetime | None = fact("received at", "收到时间", default=None, source="P42b")
    registered_at: dt.datetime | None = fact("registered at", "登记时间", default=None, source="P42b")
    investigated_at: dt.datetime | None = fact("investigated at", "调查完成时间", default=None, source="P42b")
    root_cause: str | None = fact("root cause", "根本原因", default=None, source="P42b")
    answered_at: dt.datetime | None = fact("answered at", "答复时间", default=None, source="P42b")
    archived_at: dt.datetime | None = fact("archived at", "归档时间", default=None, source="P42b")
    corrective_action_id: str | None = fact("corrective action", "纠正预防措施", default=None)
    record: EvidenceRef | None = fact("complaint record", "投诉记录", default=None, source="P42b")


@entity
class AdverseEvent:
    """An event in which a device harmed somebody, or may have. Source: reference 3.3; P39, P69."""

    id: str = fact("event number", "不良事件编号")
    jurisdiction: str | None = fact(
        "jurisdiction", "适用法域", default=None, unit="ISO 3166-1 alpha-2 or EU", source="P39"
    )
    severity: AdverseSeverity | None = fact("severity", "严重程度", default=None, source="P39")
    group_event: bool | None = fact("several people harmed", "是否群体事件", default=None)
    product_id: str | None = fact("product", "产品", default=None)
    udi: str | None = fact("UDI as scanned", "UDI（扫描原文）", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    happened_on: dt.date | None = fact("happened on", "发生日期", default=None)
    aware_at: dt.datetime | None = fact("known to us at", "获知时间", default=None, source="P39")
    due_at: dt.datetime | None = fact("to be reported by", "应报告时间", default=None, source="P39")
    reported_at: dt.datetime | None = fact("reported at", "报告时间", default=None, source="P39")
    report: EvidenceRef | None = fact("receipt of the report", "报告回执", default=None, source="P39")


@entity
class RecallNotice:
    """A consignee of what is recalled, and when it was told. Source: P40."""

    id: str = fact("notice number", "通知编号")
    consignee_id: str | None = fact("consignee", "收货方", default=None, source="P40")
    kind: ConsigneeKind | None = fact("kind of consignee", "收货方类型", default=None, source="P40")
    notified_at: dt.datetime | None = fact("notified at", "通知时间", default=None, source="P40")
    acknowledged_at: dt.datetime | None = fact("acknowledged at", "确认时间", default=None)
    document: EvidenceRef | None = fact("notice", "通知书", default=None)


@entity
class Recall:
    """A recall of some lots of a product, with every consignee that must be told. Source: reference 3.3; P40."""

    id: str = fact("recall number", "召回编号")
    recall_class: RecallClass | None = fact("class", "召回级别", default=None, source="P40")
    product_ids: tuple[str, ...] = fact("products", "涉及产品", default=())
    device_identifiers: tuple[str, ...] = fact(
        "device identifiers", "产品标识(UDI-DI)", default=(), source="P40"
    )
    lots: tuple[str, ...] = fact("lots", "批号", default=(), source="P40")
    reason: str | None = fact("reason", "召回原因", default=None)
    decided_at: dt.datetime | None = fact("decided at", "决定时间", default=None, source="P40")
    notify_due_at: dt.datetime | None = fact("notices due by", "应通知时间", default=None, source="P40")
    notices: tuple[RecallNotice, ...] = fact("notices", "召回通知", default=(), source="P40")
    recalled_quantity: int | None = fact("quantity recalled", "召回数量", default=None, unit="piece")
    retrieved_quantity: int | None = fact("quantity retrieved", "收回数量", default=None, unit="piece")
    closed_on: dt.date | None = fact("closed on", "召回结束日期", default=None)
