"""What a customer may owe us, what they do owe by age, and that they agree with the figure."""

import datetime as dt

from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["AgingBucket", "AgingReport", "BalanceConfirmation", "CreditTerms"]


@entity
class CreditTerms:
    """How much an account may owe us and for how long. Source: P43a, P43b; reference 2.9, 3.3."""

    limit: Money | None = fact("credit limit", "信用额度", default=None, unit="money", source="P43a")
    used: Money | None = fact(
        "credit used by open invoices and orders", "已用额度", default=None, unit="money"
    )
    available: Money | None = fact("credit still free", "可用额度", default=None, unit="money")
    oldest_due_on: dt.date | None = fact("oldest open debt due on", "最早未结到期日", default=None)
    reckoned_on: dt.date | None = fact("use of the credit reckoned on", "额度核算日期", default=None)
    term_days: int | None = fact("term of payment", "账期", default=None, unit="day", source="P43a")
    approved_by: str | None = fact("approved by", "批准人", default=None, source="P43a")
    reviewed_on: dt.date | None = fact("reviewed on", "复核日期", default=None)
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")


@entity
class AgingBucket:
    """What is overdue for a number of days, from one to another. Source: reference 2.9, inferred."""

    id: str = fact("bucket", "账龄段")
    from_days: int | None = fact("overdue from", "逾期天数自", default=None, unit="day")
    to_days: int | None = fact("overdue to", "逾期天数至", default=None, unit="day")
    amount: Money | None = fact("amount", "金额", default=None, unit="money")


@entity
class AgingReport:
    """What a customer owed on one day, by how long it was overdue. Source: reference 2.9, inferred."""

    id: str = fact("report number", "账龄分析编号")
    drawn_on: dt.date | None = fact("drawn on", "分析日期", default=None)
    drawn_by: str | None = fact("drawn by", "分析人", default=None)
    buckets: tuple[AgingBucket, ...] = fact("buckets", "账龄段明细", default=())


@entity
class BalanceConfirmation:
    """The customer's word that the balance in our books is theirs too. Source: reference 2.9, inferred."""

    id: str = fact("confirmation number", "对账单编号")
    balance: Money | None = fact("balance", "余额", default=None, unit="money")
    confirmed_on: dt.date | None = fact("confirmed on", "确认日期", default=None)
    agreed: bool | None = fact("customer agrees", "客户确认一致", default=None)
    document: EvidenceRef | None = fact("document", "文件", default=None)
