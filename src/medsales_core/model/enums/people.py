"""Closed lists about our own people: functions, training, conduct, activities."""

from medsales_core.model.choice import Choice

__all__ = [
    "ActivityKind",
    "AgreementKind",
    "ApproachChannel",
    "ComplianceScenario",
    "ConductScope",
    "FindingSeverity",
    "FindingStatus",
    "QualificationKind",
    "TeamFunction",
    "TrainingLevel",
    "TrainingTopic",
]


class TeamFunction(Choice):
    """The function of ours that a person stands for. Source: S1-1, S5-3, S7-2; the rest is inferred."""

    SALES = "sales", "sales", "销售"
    MARKETING = "marketing", "marketing", "市场"
    TECHNICAL_SUPPORT = "technical-support", "technical support", "技术支持"
    CLINICAL_APPLICATION = "clinical-application", "clinical application", "临床应用"
    SERVICE = "service", "field service", "售后服务"
    REGULATORY_AFFAIRS = "regulatory-affairs", "regulatory affairs", "法规事务"
    FINANCE = "finance", "finance", "财务"
    LEGAL = "legal", "legal", "法务"
    COMPLIANCE = "compliance", "compliance", "合规"
    LOGISTICS = "logistics", "logistics", "物流"
    MANAGEMENT = "management", "management", "管理层"
    DEALER = "dealer", "dealer's staff", "经销商人员"
    OTHER = "other", "other", "其他"


class TrainingLevel(Choice):
    """The three levels of the training system. Source: S9-2."""

    PRE_JOB = "pre-job", "pre-job", "岗前"
    ON_JOB = "on-job", "on-job", "在岗"
    ADVANCED = "advanced", "advanced", "进阶"


class TrainingTopic(Choice):
    """What sales staff are trained in. Source: S9-2; its two examples of law are topics of their own."""

    PRODUCT_KNOWLEDGE = "product-knowledge", "product knowledge", "产品知识"
    MEDICAL_KNOWLEDGE = "medical-knowledge", "medical knowledge", "医学知识"
    SALES_SKILL = "sales-skill", "sales skills", "销售技巧"
    COMMUNICATION_SKILL = "communication-skill", "communication skills", "沟通技巧"
    LAW_DEVICE_REGULATION = "law-device-regulation", "device supervision regulation", "医疗器械监督管理条例"
    LAW_ANTI_BRIBERY = "law-anti-bribery", "anti-commercial-bribery rules", "反商业贿赂相关规定"
    INDUSTRY_ETHICS = "industry-ethics", "industry ethics", "行业伦理"
    COMPANY_CULTURE = "company-culture", "company culture", "公司文化"


class QualificationKind(Choice):
    """What a person's qualification is. Source: S9-1."""

    DEGREE = "degree", "degree", "学历"
    EXPERIENCE = "experience", "work experience", "从业经验"
    CERTIFICATE = "certificate", "certificate", "证书"


class AgreementKind(Choice):
    """What a member of staff signed. Source: inferred."""

    CONFIDENTIALITY = "confidentiality", "confidentiality agreement", "保密协议"
    NON_COMPETITION = "non-competition", "non-competition agreement", "竞业限制协议"
    INTEGRITY = "integrity", "integrity pledge", "廉洁承诺书"
    OTHER = "other", "other", "其他"


class ActivityKind(Choice):
    """What was done with a customer. Source: S2-2, S2-4, S4-3, S9-3; the list is inferred."""

    FIRST_CONTACT = "first-contact", "first contact", "首次接触"
    VISIT = "visit", "visit", "拜访"
    CALL = "call", "call", "电话"
    MEETING = "meeting", "meeting", "会议"
    PROMOTION = "promotion", "market promotion", "市场推广"
    ACADEMIC_EXCHANGE = "academic-exchange", "academic exchange", "学术交流"
    NEEDS_INTERVIEW = "needs-interview", "needs interview", "需求访谈"
    PRESENTATION = "presentation", "presentation", "方案呈现"
    DEMO = "demo", "demonstration", "演示"
    NEGOTIATION = "negotiation", "negotiation", "谈判"
    TRAINING = "training", "customer training", "客户培训"
    FOLLOW_UP = "follow-up", "follow-up", "回访"
    SERVICE_VISIT = "service-visit", "service visit", "维修服务"
    CASE_SUPPORT = "case-support", "support during a procedure", "术中跟台支持"
    OTHER = "other", "other", "其他"


class ApproachChannel(Choice):
    """How a customer was first approached. Source: S2-4."""

    INDUSTRY_CONFERENCE = "industry-conference", "industry conference", "行业会议"
    ACADEMIC_EVENT = "academic-event", "academic event", "学术活动"
    PROFESSIONAL_VISIT = "professional-visit", "professional visit", "专业拜访"
    OTHER = "other", "other", "其他"


class ConductScope(Choice):
    """What a code of conduct governs. Source: S9-3."""

    PROMOTION = "promotion", "market promotion", "市场推广"
    VISIT = "visit", "customer visits", "客户拜访"
    ACADEMIC = "academic", "academic exchange", "学术交流"


class ComplianceScenario(Choice):
    """The nine scenarios of the regulator's compliance guidance. Source: P33."""

    ACADEMIC_VISIT = "academic-visit", "academic visit", "学术拜访交流"
    RECEPTION = "reception", "reception", "业务接待"
    CONSULTING = "consulting", "consulting service", "咨询服务"
    OUTSOURCING = "outsourcing", "outsourced service", "外包服务"
    DISCOUNT_COMMISSION = "discount-commission", "discount, rebate and commission", "折扣、折让及佣金"
    DONATION_SPONSORSHIP = "donation-sponsorship", "donation and sponsorship", "捐赠、赞助、资助"
    EQUIPMENT_PLACEMENT = "equipment-placement", "equipment placed free of charge", "医疗设备无偿投放"
    CLINICAL_RESEARCH = "clinical-research", "clinical research", "临床研究"
    RETAIL_TERMINAL = "retail-terminal", "retail terminal", "零售终端销售"


class FindingSeverity(Choice):
    """How grave a compliance finding is. Source: inferred."""

    LOW = "low", "low", "轻微"
    MEDIUM = "medium", "medium", "一般"
    HIGH = "high", "high", "严重"
    CRITICAL = "critical", "critical", "重大"


class FindingStatus(Choice):
    """Where a compliance finding stands. Source: inferred."""

    OPEN = "open", "open", "未关闭"
    IN_CORRECTION = "in-correction", "in correction", "整改中"
    CLOSED = "closed", "closed", "已关闭"
    GROUNDLESS = "groundless", "found to be groundless", "经查不属实"
