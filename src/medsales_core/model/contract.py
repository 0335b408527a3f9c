"""The contract, the reviews before it and the promises around it."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import ContractParty, ReviewKind, ReviewStatus
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.quote import PaymentTerm
from medsales_core.money import Money

__all__ = ["Amendment", "Commitment", "Contract", "ContractClauses", "ContractLine", "Review", "Signatory"]


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
    legal_representative: bool | None = fact("legal representative", "是否法定代表人", default=None)
    authority: EvidenceRef | None = fact("written authority", "书面授权", default=None, source="P12")
    authority_from: dt.date | None = fact("authority from", "授权起始日期", default=None, role="valid-from")
    authority_to: dt.date | None = fact("authority to", "授权截止日期", default=None, role="valid-to")
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
class ContractLine:
    """One product of a contract at its price. Source: reference 3.3; P34."""

    id: str = fact("line number", "合同行编号")
    product_id: str | None = fact("product", "产品", default=None)
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece")
    list_price: Money | None = fact("list price", "目录价", default=None, unit="money")
    unit_price: Money | None = fact("unit price", "单价", default=None, unit="money")
    discount: Decimal | None = fact(
        "discount off list", "折扣率", default=None, unit="ratio 0..1", source="P34"
    )
    discount_shown: bool | None = fact("shows the discount", "合同列明折扣", default=None, source="P34")


@entity
class ContractClauses:
    """Which clauses a contract has. Source: P42b; integrity and confidentiality are inferred."""

    quality: bool | None = fact("quality", "质量责任条款", default=None, source="P42b")
    aftersales: bool | None = fact("after-sales responsibility", "售后责任条款", default=None, source="P42b")
    integrity: bool | None = fact("integrity", "廉洁条款", default=None)
    confidentiality: bool | None = fact("confidentiality", "保密条款", default=None)


@entity
class Amendment:
    """A change of a contract that both sides signed. Source: reference 2.5, inferred."""

    id: str = fact("amendment number", "补充协议编号")
    changes: str | None = fact("what it changes", "变更内容", default=None)
    requested_by: str | None = fact("requested by", "申请人", default=None)
    approved_by: str | None = fact("approved by", "批准人", default=None)
    approved_on: dt.date | None = fact("approved on", "批准日期", default=None)
    signed_on: dt.date | None = fact("signed on", "签订日期", default=None)
    document: EvidenceRef | None = fact("document", "补充协议文件", default=None)


@entity
class Contract:
    """A contract of sale. Source: S6-5; reference 3.3."""

    id: str = fact("contract record number", "合同记录编号")
    number: str | None = fact("contract number", "合同编号", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    value: Money | None = fact("value", "合同金额", default=None, unit="money")
    lines: tuple[ContractLine, ...] = fact("lines", "合同明细", default=())
    template_id: str | None = fact("template", "合同模板", default=None)
    template_version: str | None = fact("version of the template", "模板版本", default=None)
    deviates: bool | None = fact("deviates from the template", "是否偏离模板", default=None)
    clauses: ContractClauses | None = fact("clauses", "合同条款", default=None, source="P42b")
    signed_on: dt.date | None = fact("signed on", "签订日期", default=None, source="S6-5", role="valid-from")
    ends_on: dt.date | None = fact("ends on", "到期日期", default=None, role="valid-to")
    is_framework: bool | None = fact("framework contract", "是否框架合同", default=None)
    signatories: tuple[Signatory, ...] = fact("signatories", "签署人", default=(), source="S6-5")
    reviews: tuple[Review, ...] = fact("reviews", "合同评审", default=(), source="S6-5")
    payment_terms: tuple[PaymentTerm, ...] = fact("payment terms", "付款条件", default=(), source="S6-2")
    warranty_months: int | None = fact("warranty", "质保期", default=None, unit="month", source="S6-2")
    sla_id: str | None = fact("service level agreed", "服务级别", default=None, source="S6-2")
    amendments: tuple[Amendment, ...] = fact("amendments", "补充协议", default=())
    document: EvidenceRef | None = fact("signed document", "合同文件", default=None)
