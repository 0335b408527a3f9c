"""Closed lists about access to hospitals: which committee decides, by what, and how."""

from medsales_core.model.choice import Choice

__all__ = ["CommitteeDecision", "CommitteeKind", "ValueCriterion"]


class CommitteeKind(Choice):
    """Which committee of a customer looks at a product. Source: P46; those in China are inferred."""

    LISTING_COMMITTEE = "listing-committee", "committee for drugs and devices", "药械会"
    EQUIPMENT_COMMITTEE = "equipment-committee", "medical equipment committee", "医学装备管理委员会"
    VALUE_ANALYSIS = "value-analysis", "value analysis committee", "价值分析委员会"


class CommitteeDecision(Choice):
    """What a committee decided. Source: inferred."""

    PENDING = "pending", "pending", "待决定"
    APPROVED = "approved", "approved", "批准"
    DEFERRED = "deferred", "deferred", "暂缓"
    REFUSED = "refused", "refused", "未通过"


class ValueCriterion(Choice):
    """What a value analysis committee judges a product by. Source: P53."""

    PURPOSE = "purpose", "purpose", "用途"
    SAFETY = "safety", "safety of patients and staff", "患者与医护安全"
    BENEFIT = "benefit", "improvement over what is used now", "较现用产品的改进"
    REGULATORY = "regulatory", "regulatory status", "法规合规"
    COST_AND_RETURN = "cost-and-return", "first cost and return", "购置成本与回报"
    SERVICE_COST = "service-cost", "cost of service", "维保成本"
    ENVIRONMENT = "environment", "environment", "环境影响"
