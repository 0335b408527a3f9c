"""Closed lists about customers: what they are, how they decide, who in them speaks."""

from medsales_core.model.choice import Choice

__all__ = [
    "AccountType",
    "BuyingRole",
    "BuyingUnit",
    "ConsentBasis",
    "ContactSource",
    "CustomerGrade",
    "HospitalGrade",
    "LicenceKind",
    "PotentialPeriod",
    "RelationshipLevel",
    "TargetGroup",
]


class AccountType(Choice):
    """What kind of organisation an account is. Source: S1-3, the finer list is inferred."""

    PUBLIC_HOSPITAL = "public-hospital", "public hospital", "公立医院"
    PRIVATE_HOSPITAL = "private-hospital", "private hospital", "民营医院"
    PRIMARY_CARE = "primary-care", "primary-care institution", "基层医疗机构"
    CLINIC = "clinic", "clinic", "诊所"
    RESEARCH_INSTITUTE = "research-institute", "research institute", "科研院所"
    THIRD_PARTY_LAB = "third-party-lab", "independent laboratory", "第三方检验机构"
    HEALTH_CHECK_CENTRE = "health-check-centre", "health-check centre", "体检中心"
    DEALER = "dealer", "dealer", "经销商"
    GOVERNMENT = "government", "government body", "政府机构"
    MILITARY_HOSPITAL = "military-hospital", "military hospital", "部队医院"
    OTHER = "other", "other", "其他"


class HospitalGrade(Choice):
    """The three levels and ten grades of Chinese hospitals. Source: P75."""

    SPECIAL_3 = "3-special", "level 3, special grade", "三级特等"
    A3 = "3A", "level 3, grade A", "三级甲等"
    B3 = "3B", "level 3, grade B", "三级乙等"
    C3 = "3C", "level 3, grade C", "三级丙等"
    A2 = "2A", "level 2, grade A", "二级甲等"
    B2 = "2B", "level 2, grade B", "二级乙等"
    C2 = "2C", "level 2, grade C", "二级丙等"
    A1 = "1A", "level 1, grade A", "一级甲等"
    B1 = "1B", "level 1, grade B", "一级乙等"
    C1 = "1C", "level 1, grade C", "一级丙等"
    UNGRADED = "ungraded", "ungraded", "未定级"


class CustomerGrade(Choice):
    """How much a customer matters to us, from its first grading on. Source: S1-4; the letters are inferred."""

    A = "A", "A, key customer", "A级，重点客户"
    B = "B", "B, important customer", "B级，重要客户"
    C = "C", "C, ordinary customer", "C级，普通客户"
    D = "D", "D, minor customer", "D级，次要客户"


class TargetGroup(Choice):
    """The customer groups a segment may be aimed at. Source: S1-3."""

    HOSPITAL_DEPARTMENT = "hospital-department", "hospital department", "医院科室"
    PRIVATE_INSTITUTION = "private-institution", "private institution", "民营机构"
    RESEARCH_INSTITUTE = "research-institute", "research institute", "科研院所"
    DEALER = "dealer", "dealer", "经销商"


class PotentialPeriod(Choice):
    """The period that a purchase potential is counted in. Source: S1-4; the list is inferred."""

    MONTH = "month", "a month", "每月"
    QUARTER = "quarter", "a quarter", "每季度"
    YEAR = "year", "a year", "每年"


class BuyingUnit(Choice):
    """The units of a customer that take part in buying. Source: P45, P46, P53; nursing, IT and audit inferred."""

    CLINICAL_USER = "clinical-user", "clinical user", "临床使用者"
    DEPARTMENT_HEAD = "department-head", "department head", "科主任"
    NURSING_HEAD = "nursing-head", "head nurse", "护士长"
    MEDICAL_ENGINEERING = "medical-engineering", "medical engineering", "设备科"
    EQUIPMENT_COMMITTEE = "equipment-committee", "medical equipment committee", "医学装备管理委员会"
    PROCUREMENT = "procurement", "procurement", "采购办"
    TENDER_OFFICE = "tender-office", "tender office", "招标办"
    FINANCE = "finance", "finance", "财务科"
    INFECTION_CONTROL = "infection-control", "infection control", "感染管理科"
    IT = "it", "IT department", "信息科"
    MEDICAL_INSURANCE_OFFICE = "medical-insurance-office", "medical insurance office", "医保办"
    AUDIT_DISCIPLINE = "audit-discipline", "audit and discipline", "审计纪检"
    HOSPITAL_DIRECTOR = "hospital-director", "hospital director", "院长"


class BuyingRole(Choice):
    """The part a person plays in one purchase. Source: S4-3 (decision makers, key influencers), P55; rest inferred."""

    ECONOMIC_BUYER = "economic-buyer", "economic buyer", "经济决策人"
    DECISION_MAKER = "decision-maker", "decision maker", "决策者"
    INFLUENCER = "influencer", "key influencer", "关键影响者"
    USER = "user", "user", "使用者"
    TECHNICAL_EVALUATOR = "technical-evaluator", "technical evaluator", "技术评估人"
    CHAMPION = "champion", "champion", "支持者"
    GATEKEEPER = "gatekeeper", "gatekeeper", "把关人"
    BLOCKER = "blocker", "blocker", "反对者"
    APPROVER = "approver", "approver", "审批人"
    UNKNOWN = "unknown", "unknown", "未知"


class ContactSource(Choice):
    """The channel that a contact's data came by. Source: S2-1 and S2-4; the list is inferred."""

    CUSTOMER = "customer", "the customer", "客户提供"
    INDUSTRY_CONFERENCE = "industry-conference", "industry conference", "行业会议"
    ACADEMIC_EVENT = "academic-event", "academic event", "学术活动"
    VISIT = "visit", "visit", "拜访"
    PUBLIC_REGISTER = "public-register", "public register or web site", "公开登记或网站"
    TENDER_NOTICE = "tender-notice", "tender notice", "招标公告"
    REFERRAL = "referral", "referral", "转介绍"
    COLLEAGUE = "colleague", "colleague", "同事"
    DEALER = "dealer", "dealer", "经销商"
    OTHER = "other", "other", "其他"


class ConsentBasis(Choice):
    """Why we may keep a person's data. Source: inferred from data-protection practice."""

    CONSENT = "consent", "consent", "本人同意"
    CONTRACT = "contract", "contract", "合同需要"
    LEGAL_DUTY = "legal-duty", "legal duty", "法定义务"
    PUBLIC_DATA = "public-data", "data the person made public", "已公开信息"


class RelationshipLevel(Choice):
    """How far a customer trusts us; ``advisor`` is the aim of stage 3. Source: S3-4; the scale is inferred."""

    STRANGER = "stranger", "stranger", "陌生"
    KNOWN = "known", "known", "相识"
    SUPPLIER = "supplier", "one supplier among several", "供应商之一"
    ADVISOR = "advisor", "trusted adviser", "可信赖的顾问"
    PARTNER = "partner", "partner", "合作伙伴"


class LicenceKind(Choice):
    """The licences that let an account buy, trade in or use devices. Source: P12, P13, P32."""

    MEDICAL_INSTITUTION = "medical-institution", "medical institution licence", "医疗机构执业许可证"
    DEVICE_TRADING = "device-trading", "device trading licence", "医疗器械经营许可证"
    DEVICE_TRADING_FILING = "device-trading-filing", "device trading filing", "医疗器械经营备案"
    CONFIGURATION = "configuration", "configuration licence", "大型医用设备配置许可证"
    RADIATION_SAFETY = "radiation-safety", "radiation safety licence", "辐射安全许可证"
    BUSINESS = "business", "business licence", "营业执照"
    PUBLIC_SERVICE = "public-service", "proof of service to the public", "对社会服务证明"
    RESEARCH_NEED = "research-need", "proof of research need", "科研需求证明"
    OTHER = "other", "other", "其他"
