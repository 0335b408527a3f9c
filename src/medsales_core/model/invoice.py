"""An invoice, what was paid on it, and how the rest is being collected."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import DunningLevel
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["DunningStep", "Invoice", "Payment"]


@entity
class Payment:
    """Money that came in on an invoice. Source: reference 3.3."""

    id: str = fact("payment number", "回款编号")
    received_on: dt.date | None = fact("received on", "到账日期", default=None)
    amount: Money | None = fact("amount", "金额", default=None, unit="money")


@entity
class DunningStep:
    """One reminder of a debtor and what came of it. Source: P74; the fields are inferred."""

    id: str = fact("step number", "催收记录编号")
    level: DunningLevel | None = fact("level", "催收级别", default=None)
    taken_on: dt.date | None = fact("taken on", "催收日期", default=None)
    by_id: str | None = fact("taken by", "催收人", default=None)
    answer: str | None = fact("answer", "客户答复", default=None)
    promised_on: dt.date | None = fact("payment promised for", "承诺付款日期", default=None)


@entity
class Invoice:
    """A claim for money: a receivable until it is settled. Source: reference 2.9, 3.3; P34, P76."""

    id: str = fact("invoice record number", "发票记录编号")
    number: str | None = fact("invoice number", "发票号码", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    order_id: str | None = fact("order", "订单", default=None)
    contract_id: str | None = fact("contract", "合同", default=None)
    issued_on: dt.date | None = fact("issued on", "开票日期", default=None)
    due_on: dt.date | None = fact("due on", "到期日期", default=None)
    amount: Money | None = fact("amount", "金额", default=None, unit="money")
    discount: Decimal | None = fact(
        "discount off list", "折扣率", default=None, unit="ratio 0..1", source="P34"
    )
    discount_shown: bool | None = fact("shows the discount", "发票列明折扣", default=None, source="P34")
    booked_on: dt.date | None = fact("entered in the books on", "入账日期", default=None, source="P34")
    chain_level: int | None = fact(
        "place in the chain of invoices",
        "开票环节序号",
        default=None,
        unit="1 is the manufacturer's",
        source="P76",
    )
    payments: tuple[Payment, ...] = fact("payments", "回款", default=())
    settled_on: dt.date | None = fact("settled on", "结清日期", default=None)
    collector_id: str | None = fact("who collects it", "催收责任人", default=None, source="P74")
    next_action: str | None = fact("next action", "下一步措施", default=None)
    next_action_on: dt.date | None = fact("next action on", "下一步日期", default=None)
    dunning: tuple[DunningStep, ...] = fact("dunning", "催收记录", default=(), source="P74")
    provision_rate: Decimal | None = fact(
        "provision for bad debt", "坏账计提比例", default=None, unit="ratio 0..1"
    )
