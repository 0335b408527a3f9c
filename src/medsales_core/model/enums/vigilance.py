"""Closed lists about complaints, adverse events, recalls and the people who serve devices."""

from medsales_core.model.choice import Choice

__all__ = [
    "AdverseSeverity",
    "CertificateIssuer",
    "ComplaintCategory",
    "ConsigneeKind",
    "RecallClass",
]


class AdverseSeverity(Choice):
    """How grave an adverse event is; the clock to report it depends on it. Source: P39, P69."""

    PUBLIC_HEALTH_THREAT = "public-health-threat", "serious public health threat", "严重公共卫生威胁"
    DEATH = "death", "death", "死亡"
    SERIOUS_INJURY = "serious-injury", "serious injury", "严重伤害"
    POTENTIAL_SERIOUS = "potential-serious", "may have led to serious injury", "可能导致严重伤害"
    OTHER = "other", "other", "其他"


class RecallClass(Choice):
    """How dangerous what is recalled is: class 1 the most. Source: P40."""

    ONE = "1", "class 1", "一级召回"
    TWO = "2", "class 2", "二级召回"
    THREE = "3", "class 3", "三级召回"


class ConsigneeKind(Choice):
    """To whom a recalled device was delivered. Source: P40."""

    DEALER = "dealer", "dealer", "经营企业"
    USER = "user", "user", "使用单位"


class ComplaintCategory(Choice):
    """What a customer complains of. Source: P42b; the list is inferred."""

    QUALITY = "quality", "quality of the product", "产品质量"
    SAFETY = "safety", "safety", "安全"
    SERVICE = "service", "service", "服务"
    DELIVERY = "delivery", "delivery", "交付"
    CONDUCT = "conduct", "conduct of our people", "人员行为"
    OTHER = "other", "other", "其他"


class CertificateIssuer(Choice):
    """Who trained and certified a service engineer. Source: P42b."""

    MANUFACTURER = "manufacturer", "manufacturer", "生产企业"
    THIRD_PARTY = "third-party", "third party", "第三方机构"
    OWN = "own", "our own company", "本公司"
