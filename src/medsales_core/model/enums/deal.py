"""Closed lists about a deal: needs, value, demonstrations, quotes, approvals, contract."""

from medsales_core.model.choice import Choice

__all__ = [
    "ApprovalDecision",
    "ApprovalSubject",
    "BudgetStatus",
    "ConcernStatus",
    "ContractParty",
    "DemoKind",
    "ForecastCategory",
    "LossReason",
    "NeedDimension",
    "PaymentTrigger",
    "PresentationFormat",
    "PriceBasis",
    "PurchaseRoute",
    "QualificationElement",
    "QuoteStatus",
    "ReviewKind",
    "ReviewStatus",
    "ValueClaimKind",
]


class NeedDimension(Choice):
    """The four fields in which needs are looked for. Source: S3-2."""

    CLINICAL_APPLICATION = "clinical-application", "clinical application", "临床应用"
    DEPARTMENT_DEVELOPMENT = "department-development", "department development", "科室发展"
    PATIENT = "patient", "patient", "患者"
    COST_BENEFIT = "cost-benefit", "cost and benefit", "成本效益"


class ValueClaimKind(Choice):
    """What a claimed value is about. Source: S4-2."""

    CLINICAL_BENEFIT = "clinical-benefit", "clinical benefit", "临床效益"
    MANAGEMENT_EFFICIENCY = "management-efficiency", "management efficiency", "管理效率"


class PresentationFormat(Choice):
    """How a solution is presented. Source: S4-3."""

    PROFESSIONAL_DEMO = "professional-demo", "professional demonstration", "专业演示"
    ACADEMIC_EXCHANGE = "academic-exchange", "academic exchange", "学术交流"
    CASE_SHARING = "case-sharing", "case sharing", "案例分享"


class DemoKind(Choice):
    """How a product is tried. Source: S5-1; the list is inferred."""

    DEMO = "demo", "demonstration", "演示"
    LOAN = "loan", "loan", "借用"
    TRIAL = "trial", "trial use", "试用"


class ConcernStatus(Choice):
    """Where a customer's technical concern stands. Source: S5-3; the list is inferred."""

    OPEN = "open", "open", "未解决"
    ANSWERED = "answered", "answered, not yet confirmed", "已答复待确认"
    CLEARED = "cleared", "cleared", "已消除"


class QualificationElement(Choice):
    """What is asked to qualify an opportunity (MEDDPICC). Source: P55."""

    METRICS = "metrics", "metrics", "量化指标"
    ECONOMIC_BUYER = "economic-buyer", "economic buyer", "经济决策人"
    DECISION_CRITERIA = "decision-criteria", "decision criteria", "决策标准"
    DECISION_PROCESS = "decision-process", "decision process", "决策流程"
    PAPER_PROCESS = "paper-process", "paper process", "审批手续"
    IDENTIFIED_PAIN = "identified-pain", "identified pain", "已识别的痛点"
    CHAMPION = "champion", "champion", "支持者"
    COMPETITION = "competition", "competition", "竞争"


class ForecastCategory(Choice):
    """How a deal counts in the forecast. Source: P59."""

    OMITTED = "omitted", "omitted", "不计入"
    PIPELINE = "pipeline", "pipeline", "储备"
    BEST_CASE = "best-case", "best case", "最佳情形"
    COMMIT = "commit", "commit", "承诺"
    CLOSED = "closed", "closed", "已成交"


class LossReason(Choice):
    """Why a deal was lost. Source: inferred."""

    PRICE = "price", "price", "价格"
    NO_BUDGET = "no-budget", "no budget", "无预算"
    NO_DECISION = "no-decision", "no decision", "客户未决策"
    PRODUCT_FIT = "product-fit", "product does not fit", "产品不匹配"
    COMPETITOR_RELATION = "competitor-relation", "competitor's relationship", "竞品关系"
    TENDER_LOST = "tender-lost", "tender lost", "未中标"
    COMPLIANCE = "compliance", "compliance", "合规原因"
    TIMING = "timing", "timing", "时机"
    SERVICE = "service", "service", "服务"
    OTHER = "other", "other", "其他"


class PurchaseRoute(Choice):
    """The procedure the customer buys by. Source: Chinese public procurement forms, not confirmed (K)."""

    OPEN_TENDER = "open-tender", "open tender", "公开招标"
    INVITED_TENDER = "invited-tender", "invited tender", "邀请招标"
    COMPETITIVE_NEGOTIATION = "competitive-negotiation", "competitive negotiation", "竞争性谈判"
    COMPETITIVE_CONSULTATION = "competitive-consultation", "competitive consultation", "竞争性磋商"
    SINGLE_SOURCE = "single-source", "single source", "单一来源"
    INQUIRY = "inquiry", "price inquiry", "询价"
    FRAMEWORK = "framework", "framework agreement", "框架协议"
    VBP = "vbp", "volume-based procurement", "带量采购"
    PLATFORM_DIRECT = "platform-direct", "direct purchase on a platform", "平台直购"
    PRIVATE_PURCHASE = "private-purchase", "private purchase", "自主采购"


class BudgetStatus(Choice):
    """How sure the customer's money is. Source: P48; the list is inferred."""

    UNKNOWN = "unknown", "unknown", "未知"
    REQUESTED = "requested", "requested", "已申请"
    APPROVED = "approved", "approved", "已批准"
    RELEASED = "released", "released", "已拨付"
    REFUSED = "refused", "refused", "未获批准"


class QuoteStatus(Choice):
    """Where one version of a quote stands. Source: S6-2; the list is inferred."""

    DRAFT = "draft", "draft", "草稿"
    IN_APPROVAL = "in-approval", "in approval", "审批中"
    APPROVED = "approved", "approved", "已批准"
    SENT = "sent", "sent", "已发出"
    ACCEPTED = "accepted", "accepted by the customer", "客户已接受"
    REJECTED = "rejected", "rejected by the customer", "客户已拒绝"
    SUPERSEDED = "superseded", "superseded", "已被新版本取代"
    EXPIRED = "expired", "expired", "已过期"


class PriceBasis(Choice):
    """What a price rests on. Source: S6-2, S6-4; the list is inferred."""

    LIST_PRICE = "list-price", "list price", "目录价"
    NEGOTIATED = "negotiated", "negotiated price", "议定价"
    TENDER_AWARD = "tender-award", "tender award", "中标价"
    PLATFORM_LISTING = "platform-listing", "platform listing", "平台挂网价"
    VBP_PRICE = "vbp-price", "volume-based procurement price", "带量采购价"
    FRAMEWORK = "framework", "framework agreement", "框架协议价"


class PaymentTrigger(Choice):
    """What makes a part of the price due. Source: reference 3.3, inferred."""

    DEPOSIT = "deposit", "deposit", "预付"
    DELIVERY = "delivery", "delivery", "到货"
    ACCEPTANCE = "acceptance", "acceptance", "验收"
    RETENTION = "retention", "end of retention", "质保金"


class ApprovalDecision(Choice):
    """What became of a request for approval. Source: S6-4; the list is inferred."""

    PENDING = "pending", "pending", "待审批"
    APPROVED = "approved", "approved", "已批准"
    REJECTED = "rejected", "rejected", "已驳回"
    WITHDRAWN = "withdrawn", "withdrawn", "已撤回"


class ApprovalSubject(Choice):
    """What an approval is asked for. Source: S6-3, S6-4; the list is inferred."""

    DISCOUNT = "discount", "discount", "折扣"
    MARGIN = "margin", "margin below the floor", "毛利低于底线"
    PAYMENT_TERMS = "payment-terms", "payment terms", "付款条件"
    DELIVERY = "delivery", "delivery terms", "供货条件"
    SERVICE_TERMS = "service-terms", "service terms", "售后条款"
    FREE_GOODS = "free-goods", "goods free of charge", "赠品"
    DEMO_EXTENSION = "demo-extension", "longer trial use", "延长试用"
    CREDIT = "credit", "order beyond the credit terms", "超信用订单"
    OTHER = "other", "other exception to policy", "其他政策例外"


class ReviewKind(Choice):
    """Who looks at a contract before it is signed. Source: S6-5; the parties are inferred."""

    LEGAL = "legal", "legal", "法务"
    FINANCE = "finance", "finance", "财务"
    TECHNICAL = "technical", "technical", "技术"
    COMPLIANCE = "compliance", "compliance", "合规"


class ReviewStatus(Choice):
    """What a review, inspection or examination came to. Source: S6-5, S7-1, S7-3; the list is inferred."""

    PENDING = "pending", "pending", "待完成"
    PASSED = "passed", "passed", "通过"
    FAILED = "failed", "failed", "未通过"


class ContractParty(Choice):
    """The side a signatory signs for. Source: S6-5; the list is inferred."""

    SELLER = "seller", "seller", "卖方"
    BUYER = "buyer", "buyer", "买方"
    DEALER = "dealer", "dealer", "经销商"
    GUARANTOR = "guarantor", "guarantor", "担保方"
