"""Closed lists about conduct: expenses, transfers of value, findings and how an event was held."""

from medsales_core.model.choice import Choice

__all__ = [
    "CreditRatingCN",
    "DataSource",
    "EducationalItem",
    "EventHost",
    "ExpenseCategory",
    "MisconductKind",
    "PlaceKind",
    "ProofKind",
    "RecipientKind",
    "ReportChannelKind",
    "RiskStrength",
    "TransferForm",
    "TransferNature",
]


class ExpenseCategory(Choice):
    """What money was spent on. Source: P33, P38, P63; the list is inferred."""

    MEAL = "meal", "meal", "餐费"
    VENUE = "venue", "venue", "场地费"
    TRAVEL = "travel", "travel", "交通费"
    LODGING = "lodging", "lodging", "住宿费"
    EDUCATIONAL_ITEM = "educational-item", "educational item", "教育物品"
    SPEAKER_FEE = "speaker-fee", "speaker fee", "讲课费"
    CONSULTING_FEE = "consulting-fee", "consulting fee", "咨询费"
    VENDOR_SERVICE = "vendor-service", "outsourced service", "外包服务费"
    GRANT = "grant", "grant", "资助"
    DONATION = "donation", "donation", "捐赠"
    SPONSORSHIP = "sponsorship", "sponsorship", "赞助"
    RESEARCH = "research", "clinical research", "临床研究费"
    DEVICE_LOAN = "device-loan", "device placed or lent", "设备投放或借用"
    DISCOUNT = "discount", "discount, rebate or commission", "折扣、折让或佣金"
    RETAIL_PROMOTION = "retail-promotion", "promotion at retail", "零售终端推广费"
    GIFT = "gift", "gift", "礼品"
    ENTERTAINMENT = "entertainment", "entertainment", "娱乐"
    CASH = "cash", "cash", "现金"
    CASH_EQUIVALENT = "cash-equivalent", "cash equivalent", "现金等价物"
    OTHER = "other", "other", "其他"


class EducationalItem(Choice):
    """What an item given for education is; textbooks and models are free of the cap. Source: P63."""

    TEXTBOOK = "textbook", "medical textbook", "医学教材"
    ANATOMICAL_MODEL = "anatomical-model", "anatomical model", "解剖模型"
    OTHER = "other", "other", "其他"


class TransferNature(Choice):
    """What value was transferred for. Source: P61; the list is that of US Open Payments (K)."""

    CONSULTING_FEE = "consulting-fee", "consulting fee", "咨询费"
    SPEAKER_FEE = "speaker-fee", "speaker fee", "讲课费"
    HONORARIUM = "honorarium", "honorarium", "酬金"
    GIFT = "gift", "gift", "礼品"
    ENTERTAINMENT = "entertainment", "entertainment", "娱乐"
    FOOD_BEVERAGE = "food-beverage", "food and beverage", "餐饮"
    TRAVEL_LODGING = "travel-lodging", "travel and lodging", "差旅住宿"
    EDUCATION = "education", "education", "教育"
    RESEARCH = "research", "research", "研究"
    CHARITABLE_CONTRIBUTION = "charitable-contribution", "charitable contribution", "慈善捐赠"
    ROYALTY_LICENCE = "royalty-licence", "royalty or licence", "特许权使用费"
    OWNERSHIP_INTEREST = "ownership-interest", "ownership or investment interest", "所有权或投资权益"
    GRANT = "grant", "grant", "资助"
    SPACE_RENTAL = "space-rental", "space rental or facility fee", "场地租赁"
    DEBT_FORGIVENESS = "debt-forgiveness", "debt forgiveness", "债务豁免"
    DEVICE_LOAN = "long-term-device-loan", "loan of a device", "设备借用"
    ACQUISITION = "acquisition", "acquisition", "收购"


class TransferForm(Choice):
    """In which form value was transferred. Source: P61."""

    CASH = "cash", "cash or equivalent", "现金或等价物"
    IN_KIND = "in-kind", "in kind", "实物或服务"
    STOCK = "stock", "stock or option", "股票或期权"


class RecipientKind(Choice):
    """Who receives something of value. Source: P33, P61e."""

    PERSON = "person", "person", "个人"
    ORGANISATION = "organisation", "organisation", "机构"


class RiskStrength(Choice):
    """How strictly the regulator speaks of a risk. Source: P33b."""

    PROHIBITED = "prohibited", "prohibited", "禁止"
    AVOID = "avoid", "to be avoided", "避免"
    WATCH = "watch", "to be watched", "关注"


class MisconductKind(Choice):
    """What a compliance finding is about. Source: P33, P34, P37; the list is inferred."""

    BRIBERY = "bribery", "bribery", "商业贿赂"
    PER_DOCTOR_STATISTICS = "per-doctor-statistics", "per-doctor usage statistics", "商业统方"
    PLACE = "place", "promotion in a treatment area", "在诊疗区域推销"
    OFF_LABEL = "off-label", "promotion beyond the registered scope", "超适用范围宣传"
    TIED_PLACEMENT = "tied-placement", "placement tied to purchases", "投放捆绑采购"
    TIED_GRANT = "tied-grant", "grant tied to purchases", "资助与采购挂钩"
    EXPENSE = "expense", "expense against the rules", "费用违规"
    OTHER = "other", "other", "其他"


class CreditRatingCN(Choice):
    """The credit rating in price and tendering of the national insurance administration. Source: P35."""

    NONE = "none", "no record", "无失信记录"
    DISHONEST = "dishonest", "dishonest", "失信"
    SERIOUSLY_DISHONEST = "seriously-dishonest", "seriously dishonest", "严重失信"
    VERY_SERIOUSLY_DISHONEST = "very-seriously-dishonest", "very seriously dishonest", "特别严重失信"


class ReportChannelKind(Choice):
    """How somebody may report a concern. Source: P33, inferred."""

    HOTLINE = "hotline", "hotline", "举报热线"
    MAILBOX = "mailbox", "mailbox", "举报邮箱"
    WEB = "web", "web form", "在线举报"
    OMBUDSPERSON = "ombudsperson", "ombudsperson", "合规联络人"


class EventHost(Choice):
    """Who holds an event. Source: P33; the list is inferred."""

    OWN = "own", "our own company", "本公司"
    DEALER = "dealer", "dealer", "经销商"
    HOSPITAL = "hospital", "hospital", "医院"
    SOCIETY = "society", "medical society", "学会"
    AGENCY = "agency", "hired agency", "第三方服务机构"


class PlaceKind(Choice):
    """What kind of place an activity was held at. Source: P37, P38; the list is inferred."""

    OFFICE = "office", "office or meeting room", "办公室或会议室"
    TREATMENT_AREA = "treatment-area", "treatment area", "诊疗区域"
    CONFERENCE_CENTRE = "conference-centre", "conference centre", "会议中心"
    HOTEL = "hotel", "hotel", "酒店"
    RESTAURANT = "restaurant", "restaurant", "餐厅"
    LEISURE = "leisure", "leisure site", "休闲娱乐场所"
    ONLINE = "online", "online", "线上"


class DataSource(Choice):
    """Where data about a customer's use came from. Source: P37; the list is inferred."""

    CUSTOMER = "customer", "given by the customer officially", "客户正式提供"
    PUBLIC = "public", "public", "公开信息"
    OWN_RECORDS = "own-records", "own sales and service records", "本公司销售与服务记录"
    MARKET_RESEARCH = "market-research", "market research without persons", "不含个人信息的市场研究"
    PER_DOCTOR_STATISTICS = "per-doctor-statistics", "per-doctor usage statistics", "医生个人用量统计"


class ProofKind(Choice):
    """What proves that an event took place as planned. Source: inferred."""

    SIGN_IN = "sign-in", "sign-in sheet", "签到表"
    PHOTO = "photo", "photographs", "现场照片"
    AGENDA = "agenda", "agenda", "会议日程"
    INVOICE = "invoice", "invoice", "发票"
