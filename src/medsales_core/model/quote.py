"""A quote with its terms, and the approvals it needed."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import (
    ApprovalDecision,
    ApprovalSubject,
    PaymentTrigger,
    PriceBasis,
    QuoteStatus,
)
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["Approval", "Delegation", "PaymentTerm", "Quote", "QuoteLine"]


@entity
class Approval:
    """A request for an exception and what was decided on it. Source: S6-3, S6-4."""

    id: str = fact("approval number", "审批编号")
    subject: ApprovalSubject | None = fact("asked for", "审批事项", default=None, source="S6-4")
    requested_by: str | None = fact("requester", "申请人", default=None)
    requested_on: dt.date | None = fact("requested on", "申请日期", default=None)
    approver_id: str | None = fact("approver", "审批人", default=None)
    approver_role: str | None = fact("role of the approver", "审批人角色", default=None)
    on_behalf_of: str | None = fact("decided in place of", "代理的审批人", default=None)
    version: int | None = fact("version approved", "批准的版本", default=None)
    decision: ApprovalDecision = fact("decision", "审批结果", default=ApprovalDecision.PENDING, source="S6-4")
    decided_on: dt.date | None = fact("decided on", "审批日期", default=None, role="valid-from")
    expires_on: dt.date | None = fact("expires on", "失效日期", default=None, role="valid-to")
    up_to: Decimal | None = fact(
        "highest discount granted", "批准的最高折扣", default=None, unit="ratio 0..1", source="S6-4"
    )
    up_to_amount: Money | None = fact("highest amount granted", "批准的最高金额", default=None, unit="money")
    reason: str | None = fact("reason", "申请理由", default=None)
    comment: str | None = fact("comment", "审批意见", default=None)


@entity
class Delegation:
    """That one person may decide in place of another, for a time. Source: S6-4, inferred."""

    id: str = fact("delegation number", "授权编号")
    principal_id: str | None = fact("who is stood in for", "委托人", default=None)
    delegate_id: str | None = fact("who stands in", "受托人", default=None)
    role: str | None = fact("role stood in for", "代理的角色", default=None)
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")


@entity
class PaymentTerm:
    """A part of the price and what makes it due. Source: S6-2."""

    id: str = fact("instalment number", "付款期次")
    trigger: PaymentTrigger | None = fact("due on", "付款节点", default=None, source="S6-2")
    ratio: Decimal | None = fact(
        "part of the price", "付款比例", default=None, unit="ratio 0..1", source="S6-2"
    )
    due_days: int | None = fact("days to pay", "付款期限", default=None, unit="day")
    falls_due_on: dt.date | None = fact("falls due on", "到期日期", default=None)


@entity
class QuoteLine:
    """One product in a quote. Source: reference 3.3."""

    id: str = fact("line number", "报价行编号")
    product_id: str | None = fact("product", "产品", default=None)
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece")
    unit_price: Money | None = fact("unit price", "单价", default=None, unit="money")
    discount: Decimal | None = fact("discount off list", "折扣率", default=None, unit="ratio 0..1")


@entity
class Quote:
    """One version of the price and terms offered. Source: S6-2, S6-3, S6-4."""

    id: str = fact("quote number", "报价编号")
    version: int | None = fact("version", "版本", default=None)
    status: QuoteStatus = fact("status", "状态", default=QuoteStatus.DRAFT)
    author_id: str | None = fact("author", "报价人", default=None)
    issued_on: dt.date | None = fact("issued on", "报价日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "报价有效期至", default=None, role="valid-to")
    lines: tuple[QuoteLine, ...] = fact("lines", "报价明细", default=())
    total: Money | None = fact("total", "总价", default=None, unit="money", source="S6-2")
    price_basis: PriceBasis | None = fact("basis of the price", "价格依据", default=None, source="S6-2")
    discount: Decimal | None = fact(
        "discount off list", "折扣率", default=None, unit="ratio 0..1", source="S6-4"
    )
    margin: Decimal | None = fact("margin", "毛利率", default=None, unit="ratio 0..1", source="S6-3")
    payment_terms: tuple[PaymentTerm, ...] = fact("payment terms", "付款条件", default=(), source="S6-2")
    lead_time_days: int | None = fact(
        "delivery lead time", "供货周期", default=None, unit="day", source="S6-2"
    )
    warranty_months: int | None = fact("warranty", "质保期", default=None, unit="month", source="S6-2")
    sla_id: str | None = fact("service level agreed", "服务级别", default=None, source="S6-2")
    approvals: tuple[Approval, ...] = fact("approvals", "审批记录", default=(), source="S6-4")
