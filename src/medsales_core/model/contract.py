"""The contract, the reviews before it and the promises around it."""

import datetime as dt

from medsales_core.model.enums import ContractParty, ReviewKind, ReviewStatus
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.quote import PaymentTerm
from medsales_core.money import Money

__all__ = ["Commitment", "Contract", "Review", "Signatory"]


@entity
class Review:
    """One function's review of a contract. Source: S6-5; the parties are inferred."""

    id: str = fact("review number", "评审编号")
    kind: ReviewKind | None = fact("kind", "评审类型", default=None, source="S6-5")
    status: ReviewStatus = fact("result", "评审结果", default=ReviewStatus.PENDING, source="S6-5")
    reviewed_by: str | None = fact("reviewed by", "评审人", default=None)
    reviewed_on: dt.date | None = fact("reviewed on", "评审日期", default=None)
    comment: str | None = fact("comment", "评审意见", default=None)


@entity
class Signatory:
    """A person who signs for one side. Source: S6-5."""

    id: str = fact("signature number", "签署编号")
    party: ContractParty | None = fact("party signed for", "签署方", default=None, source="S6-5")
    name: str | None = fact("name", "姓名", default=None)
    authorised: bool | None = fact("authority to sign", "签署权限", default=None, source="S6-5")
    signed_on: dt.date | None = fact("signed on", "签署日期", default=None)


@entity
class Commitment:
    """A promise made to the customer. Source: S6-4."""

    id: str = fact("commitment number", "承诺编号")
    promise: str | None = fact("promise", "承诺内容", default=None, source="S6-4")
    owner_id: str | None = fact("owner", "责任人", default=None, source="S6-4")
    due_on: dt.date | None = fact("due on", "完成期限", default=None, source="S6-4")
    in_contract: bool | None = fact("written into the contract", "是否写入合同", default=None, source="S6-4")
    kept_on: dt.date | None = fact("kept on", "兑现日期", default=None)


@entity
class Contract:
    """A contract of sale. Source: S6-5; reference 3.3."""

    id: str = fact("contract record number", "合同记录编号")
    number: str | None = fact("contract number", "合同编号", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    value: Money | None = fact("value", "合同金额", default=None, unit="money")
    signed_on: dt.date | None = fact("signed on", "签订日期", default=None, source="S6-5", role="valid-from")
    ends_on: dt.date | None = fact("ends on", "到期日期", default=None, role="valid-to")
    is_framework: bool | None = fact("framework contract", "是否框架合同", default=None)
    signatories: tuple[Signatory, ...] = fact("signatories", "签署人", default=(), source="S6-5")
    reviews: tuple[Review, ...] = fact("reviews", "合同评审", default=(), source="S6-5")
    payment_terms: tuple[PaymentTerm, ...] = fact("payment terms", "付款条件", default=(), source="S6-2")
    warranty_months: int | None = fact("warranty", "质保期", default=None, unit="month", source="S6-2")
    sla_id: str | None = fact("service level agreed", "服务级别", default=None, source="S6-2")
    document: EvidenceRef | None = fact("signed document", "合同文件", default=None)
