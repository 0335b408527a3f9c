"""The deal: its header and every record that is kept of it."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.access import CommitteeReview, PurchaseRequest
from medsales_core.model.contract import Commitment, Contract
from medsales_core.model.demo import Concern, Demo, TechnicalQuestion
from medsales_core.model.enums import (
    BudgetStatus,
    BuyingRole,
    BuyingUnit,
    ForecastCategory,
    LossReason,
    PurchaseRoute,
)
from medsales_core.model.evidence import Attestation, EvidenceRef
from medsales_core.model.expense import PlacementTerms
from medsales_core.model.fields import entity, fact
from medsales_core.model.listing import VolumeAward
from medsales_core.model.need import Need, QualificationNote
from medsales_core.model.proposal import Presentation, Proposal, ValueClaim
from medsales_core.model.quote import Approval, Quote
from medsales_core.model.segment import Competitor
from medsales_core.model.tender import Tender
from medsales_core.money import Money

__all__ = ["Acceptance", "Budget", "CloseReview", "CommitteeMember", "Deal", "DealLine"]


@entity
class DealLine:
    """One product the deal is about. Source: reference 3.3."""

    id: str = fact("line number", "商机行编号")
    product_id: str | None = fact("product", "产品", default=None)
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece")
    unit_price: Money | None = fact("unit price", "单价", default=None, unit="money")
    discount: Decimal | None = fact("discount off list", "折扣率", default=None, unit="ratio 0..1")


@entity
class Budget:
    """The customer's money for the purchase. Source: P48."""

    status: BudgetStatus | None = fact("status", "预算状态", default=None, source="P48")
    amount: Money | None = fact("amount", "预算金额", default=None, unit="money")
    fund: str | None = fact("source of funds", "资金来源", default=None)
    line: str | None = fact("budget line", "预算科目", default=None, source="P45b")
    plan_year: int | None = fact("year of the plan", "计划年度", default=None, source="P45b", unit="year")
    available_from: dt.date | None = fact("available from", "可用日期", default=None)


@entity
class CommitteeMember:
    """A person's place in the customer's buying committee for one deal. Source: P45, P55, S4-3."""

    id: str = fact("member number", "成员编号")
    contact_id: str | None = fact("contact", "客户联系人", default=None)
    unit: BuyingUnit | None = fact("buying unit", "决策部门", default=None, source="P45")
    roles: tuple[BuyingRole, ...] = fact("buying roles", "采购角色", default=(), source="S4-3")
    stance: int | None = fact("stance", "立场", default=None, unit="-2..2")
    last_contact_on: dt.date | None = fact("last contact on", "最近联系日期", default=None)


@entity
class Acceptance:
    """The customer's acceptance of the solution and of the product. Source: S6-1."""

    solution_accepted_on: dt.date | None = fact(
        "solution accepted on", "方案认可日期", default=None, source="S6-1"
    )
    product_accepted_on: dt.date | None = fact(
        "product accepted on", "产品认可日期", default=None, source="S6-1"
    )
    accepted_by: str | None = fact("accepted by", "认可人", default=None)
    evidence: EvidenceRef | None = fact("acceptance note", "认可记录", default=None)


@entity
class CloseReview:
    """What was learned from a deal that was won or lost. Source: inferred."""

    closed_on: dt.date | None = fact("deal closed on", "关闭日期", default=None)
    reviewed_on: dt.date | None = fact("reviewed on", "复盘日期", default=None)
    reviewed_by: str | None = fact("reviewed by", "复盘人", default=None)
    reason: str | None = fact("reason of the outcome", "赢单或输单原因", default=None)
    competitor: str | None = fact("competitor met", "竞争对手", default=None)
    unopposed: bool | None = fact("no competitor", "无竞争对手", default=None)


@entity
class Deal:
    """An opportunity to sell to one account: what moves through stages 1 to 6. Source: reference 3.3.

    Where a deal stands, whether it is won or lost, and how often it changed is not kept here: that
    is the engine's progress, which only events may change.
    """

    id: str = fact("deal number", "商机编号")
    name: str | None = fact("name", "商机名称", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    owner_id: str | None = fact("owner", "负责人", default=None)
    partner_id: str | None = fact("partner", "合作伙伴", default=None)
    segment_id: str | None = fact("segment", "细分市场", default=None)
    lines: tuple[DealLine, ...] = fact("products", "产品明细", default=())
    amount: Money | None = fact("amount", "金额", default=None, unit="money")
    created_on: dt.date | None = fact("created on", "创建日期", default=None)
    expected_close_on: dt.date | None = fact("expected to close on", "预计成交日期", default=None)
    forecast_category: ForecastCategory | None = fact(
        "forecast category", "预测类别", default=None, source="P59"
    )
    probability: Decimal | None = fact("probability", "赢率", default=None, unit="ratio 0..1")
    purchase_route: PurchaseRoute | None = fact("purchase route", "采购方式", default=None)
    budget: Budget | None = fact("budget", "预算", default=None, source="P48")
    purchase_request: PurchaseRequest | None = fact(
        "request of the department", "科室采购申请", default=None, source="P45"
    )
    committee_reviews: tuple[CommitteeReview, ...] = fact(
        "reviews by committees", "委员会评审", default=(), source="P46"
    )
    volume_award: VolumeAward | None = fact("volume-based procurement", "集中带量采购", default=None)
    tender: Tender | None = fact("tender", "招标项目", default=None)
    loss_reason: LossReason | None = fact("reason of loss", "输单原因", default=None)
    buying_committee: tuple[CommitteeMember, ...] = fact("buying committee", "决策链成员", default=())
    competitors: tuple[Competitor, ...] = fact("competitors", "竞争对手", default=())
    qualification: tuple[QualificationNote, ...] = fact("qualification", "商机评估", default=(), source="P55")
    needs: tuple[Need, ...] = fact("needs", "需求", default=(), source="S3-2")
    proposal: Proposal | None = fact("proposal", "方案", default=None, source="S4-1")
    value_claims: tuple[ValueClaim, ...] = fact("value claims", "价值主张", default=(), source="S4-2")
    presentations: tuple[Presentation, ...] = fact("presentations", "方案呈现", default=(), source="S4-3")
    demos: tuple[Demo, ...] = fact("demonstrations", "产品演示", default=(), source="S5-1")
    questions: tuple[TechnicalQuestion, ...] = fact(
        "technical questions", "技术问题", default=(), source="S5-1"
    )
    concerns: tuple[Concern, ...] = fact("technical concerns", "技术顾虑", default=(), source="S5-3")
    acceptance: Acceptance | None = fact("acceptance", "客户认可", default=None, source="S6-1")
    quotes: tuple[Quote, ...] = fact("quotes", "报价", default=(), source="S6-2")
    approvals: tuple[Approval, ...] = fact("policy exceptions", "政策例外审批", default=(), source="S6-4")
    commitments: tuple[Commitment, ...] = fact("commitments", "承诺", default=(), source="S6-4")
    contract: Contract | None = fact("contract", "合同", default=None, source="S6-5")
    placement: PlacementTerms | None = fact("terms of placement", "投放条件", default=None, source="P36")
    close_review: CloseReview | None = fact("review after the close", "赢输单复盘", default=None)
    attestations: tuple[Attestation, ...] = fact("attestations", "声明", default=(), source="S2-3")
