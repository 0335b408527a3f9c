"""What is spent around customers, and the value that reaches each recipient."""

import datetime as dt
from decimal import ROUND_CEILING, Context, Decimal
from typing import Final

from medsales_core.model.enums import (
    EducationalItem,
    ExpenseCategory,
    RecipientKind,
    TransferForm,
    TransferNature,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.quote import Approval
from medsales_core.money import Money

__all__ = [
    "Deliverable",
    "Expense",
    "ExpenseShare",
    "Grant",
    "PlacementTerms",
    "Receipt",
    "ServiceAgreement",
    "TransferOfValue",
    "VendorCheck",
]

_CENT: Final = Decimal("0.01")
#: Digits enough for any money there is, so that no amount is too large to be rounded.
_WIDE: Final = Context(prec=64, rounding=ROUND_CEILING)


@entity
class Receipt:
    """What proves a payment. Source: P38."""

    id: str = fact("receipt number", "票据编号")
    amount: Money | None = fact("amount", "金额", default=None, unit="money")
    issued_on: dt.date | None = fact("issued on", "开具日期", default=None)
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class ExpenseShare:
    """What of an expense reached one recipient. Source: P61."""

    id: str = fact("share number", "分摊编号")
    recipient_id: str | None = fact("recipient", "接收方", default=None, source="P61")
    amount: Money | None = fact("amount", "金额", default=None, unit="money", source="P61")


@entity
class ServiceAgreement:
    """The contract with a speaker or consultant. Source: P33, P38."""

    id: str = fact("agreement number", "协议编号")
    signed_on: dt.date | None = fact("signed on", "签订日期", default=None, role="valid-from", source="P38")
    ends_on: dt.date | None = fact("ends on", "到期日期", default=None, role="valid-to")
    need: str | None = fact("need for the service", "服务需求", default=None, source="P33")
    rate: Money | None = fact("rate an hour", "小时费率", default=None, unit="money", source="P38")
    fair_rate: Money | None = fact(
        "fair rate an hour", "公允小时费率", default=None, unit="money", source="P38"
    )
    paid_in_year: Money | None = fact(
        "paid in the year, this payment included",
        "当年累计支付（含本次）",
        default=None,
        unit="money",
        source="P38",
    )
    yearly_cap: Money | None = fact("most in a year", "年度上限", default=None, unit="money", source="P38")
    document: EvidenceRef | None = fact("signed document", "协议文件", default=None, source="P38")


@entity
class Deliverable:
    """Something a vendor was to deliver, and the proof of it. Source: P33."""

    id: str = fact("deliverable number", "交付物编号")
    what: str | None = fact("what", "内容", default=None)
    delivered_on: dt.date | None = fact("delivered on", "交付日期", default=None, source="P33")
    proof: EvidenceRef | None = fact("proof", "证明", default=None, source="P33")


@entity
class VendorCheck:
    """What is known of the vendor of an outsourced service before it is paid. Source: P33."""

    vendor_id: str | None = fact("vendor", "供应商", default=None, source="P33")
    checked_on: dt.date | None = fact(
        "due diligence on", "尽职调查日期", default=None, role="valid-from", source="P33"
    )
    valid_to: dt.date | None = fact(
        "due diligence holds until", "尽职调查有效期至", default=None, role="valid-to"
    )
    fair_price: Money | None = fact("fair price", "公允价格", default=None, unit="money", source="P33")
    report: EvidenceRef | None = fact("due diligence report", "尽职调查报告", default=None, source="P33")
    deliverables: tuple[Deliverable, ...] = fact("deliverables", "交付物", default=(), source="P33")


@entity
class Grant:
    """The file of a grant, donation or sponsorship. Source: P33, P64."""

    id: str = fact("grant number", "资助编号")
    recipient_kind: RecipientKind | None = fact("kind of recipient", "接收方类型", default=None, source="P33")
    purpose: str | None = fact("purpose", "用途", default=None, source="P33")
    deal_id: str | None = fact("deal it is linked to", "关联商机", default=None, source="P33")
    tied_to_purchase: bool | None = fact("tied to a purchase", "是否与采购挂钩", default=None, source="P33")
    requested_by_sales: bool | None = fact("asked for by sales", "是否由销售发起", default=None, source="P64")
    agreement: EvidenceRef | None = fact("agreement", "协议", default=None)


@entity
class PlacementTerms:
    """On which terms a device is placed without being paid. Source: P36, P33."""

    free_of_charge: bool | None = fact("free of charge", "是否无偿", default=None, source="P36")
    minimum_purchase: bool | None = fact(
        "least purchase of consumables", "是否约定耗材最低采购量", default=None, source="P36"
    )
    exclusive: bool | None = fact("exclusive purchase", "是否约定独家采购", default=None, source="P36")
    begins_on: dt.date | None = fact("begins on", "开始日期", default=None, role="valid-from")
    ends_on: dt.date | None = fact("ends on", "结束日期", default=None, role="valid-to")
    agreement: EvidenceRef | None = fact("agreement", "投放协议", default=None)


def _per_head(expense: "Expense") -> Money | None:
    """The highest amount known for each person, rounded up to a cent; None where it cannot be told."""
    amounts = [a for a in (expense.estimated, expense.committed, expense.actual) if a is not None]
    if not amounts or not expense.headcount or len({amount.currency for amount in amounts}) > 1:
        return None
    highest = max(amounts)
    share = _WIDE.divide(highest.amount, Decimal(expense.headcount))
    whole_cents = _WIDE.quantize(share, _CENT)
    return Money(share if share == whole_cents else whole_cents, highest.currency)


@entity
class Expense:
    """Money spent around customers: estimated before, committed when ordered, actual when paid. Source: reference 3.3; P33, P38.

    What one person's part is follows from the amounts and the head count, unless it is given.
    """

    id: str = fact("expense number", "费用编号")
    category: ExpenseCategory | None = fact("category", "费用类别", default=None, source="P38")
    activity_id: str | None = fact("activity", "所属活动", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    country: str | None = fact("country it is spent in", "发生国家", default=None, unit="ISO 3166-1 alpha-2")
    owner_id: str | None = fact("spent by", "经办人", default=None)
    recipient_id: str | None = fact("paid to", "收款方", default=None)
    incurred_on: dt.date | None = fact("day of the event or payment", "发生日期", default=None)
    estimated: Money | None = fact("estimated amount", "预计金额", default=None, unit="money", source="P33")
    committed: Money | None = fact("committed amount", "承诺金额", default=None, unit="money")
    actual: Money | None = fact("actual amount", "实际金额", default=None, unit="money")
    headcount: int | None = fact("people", "人数", default=None, unit="person", source="P38")
    per_head: Money | None = fact(
        "amount a head",
        "人均金额",
        derived=_per_head,
        unit="money",
        source="P38",
    )
    item: EducationalItem | None = fact("educational item", "教育物品类型", default=None, source="P63")
    item_value: Money | None = fact("value of one item", "单件价值", default=None, unit="money", source="P63")
    receipts: tuple[Receipt, ...] = fact("receipts", "票据", default=(), source="P38")
    shares: tuple[ExpenseShare, ...] = fact("shares by recipient", "按接收方分摊", default=(), source="P61")
    agreement: ServiceAgreement | None = fact("service agreement", "服务协议", default=None, source="P38")
    vendor: VendorCheck | None = fact("check of the vendor", "供应商核查", default=None, source="P33")
    grant: Grant | None = fact("grant file", "资助档案", default=None, source="P33")
    approvals: tuple[Approval, ...] = fact("approvals", "审批记录", default=(), source="P33")


@entity
class TransferOfValue:
    """What one recipient received from us. Source: reference 3.3; P61."""

    id: str = fact("transfer number", "利益转移编号")
    giver_id: str | None = fact("given by", "提供方", default=None)
    recipient_id: str | None = fact("recipient", "接收方", default=None, source="P61")
    recipient_kind: RecipientKind | None = fact("kind of recipient", "接收方类型", default=None, source="P61")
    covered_recipient: bool | None = fact(
        "covered recipient (US)", "是否美国披露对象", default=None, source="P61"
    )
    nature: TransferNature | None = fact("nature", "性质", default=None, source="P61")
    form: TransferForm | None = fact("form", "形式", default=None, source="P61")
    amount: Money | None = fact("amount", "金额", default=None, unit="money", source="P61")
    given_on: dt.date | None = fact("given on", "提供日期", default=None, source="P61")
    loan_days: int | None = fact(
        "days lent in the year", "当年借用天数", default=None, unit="day", source="P62"
    )
    supply_days: int | None = fact(
        "days of average use supplied", "供应的平均使用天数", default=None, unit="day", source="P62"
    )
    expense_id: str | None = fact("expense", "费用", default=None)
    activity_id: str | None = fact("activity", "活动", default=None)
    product_id: str | None = fact("product concerned", "相关产品", default=None, source="P61")
    third_party_id: str | None = fact("paid through", "经由第三方", default=None, source="P61")
    country: str | None = fact("country", "国家", default=None, unit="ISO 3166-1 alpha-2")
    reportable: bool | None = fact("to be reported", "是否须申报", default=None, source="P61")
