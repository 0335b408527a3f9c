"""Closed lists about how a team is led: appraisals, meetings, kept records."""

from medsales_core.model.choice import Choice

__all__ = [
    "AccessRight",
    "AuditAction",
    "ClockSource",
    "GateStatus",
    "IndicatorArea",
    "MeetingKind",
    "RetentionBase",
    "SnapshotKind",
]


class IndicatorArea(Choice):
    """The part of the work that an indicator of an appraisal looks at. Source: S9-4, P9 to P11."""

    REVENUE = "revenue", "sales", "销售额"
    COLLECTIONS = "collections", "collections", "回款"
    CUSTOMERS = "customers", "customers won and kept", "客户开发与保有"
    PRODUCTS = "products", "product mix", "产品结构"
    SATISFACTION = "satisfaction", "satisfaction and complaints", "满意度与投诉"
    ACTIVITY = "activity", "visits and their quality", "拜访与质量"
    MARKET = "market", "market development", "市场拓展"
    LEARNING = "learning", "training", "学习培训"
    DATA = "data", "data in the system", "系统数据"
    OTHER = "other", "other", "其他"


class GateStatus(Choice):
    """Whether compliance lets an appraisal count. Source: inferred."""

    CLEAR = "clear", "clear", "通过"
    BLOCKED = "blocked", "blocked", "否决"


class MeetingKind(Choice):
    """What a team met for. Source: P59d; the list is inferred."""

    PIPELINE_REVIEW = "pipeline-review", "pipeline review", "商机例会"
    FORECAST_REVIEW = "forecast-review", "forecast review", "预测评审"
    RECEIVABLES_REVIEW = "receivables-review", "receivables review", "应收分析会"
    PERFORMANCE_REVIEW = "performance-review", "performance review", "绩效考核会"
    OTHER = "other", "other", "其他"


class SnapshotKind(Choice):
    """Which figures were frozen. Source: inferred."""

    FORECAST = "forecast", "forecast", "预测"
    RECEIVABLES_AGING = "receivables-aging", "receivables aging", "应收账龄"
    PIPELINE = "pipeline", "pipeline", "商机"


class AuditAction(Choice):
    """What was done to a kept record. Source: P65."""

    CREATE = "create", "created", "新建"
    CHANGE = "change", "changed", "修改"
    DELETE = "delete", "deleted", "删除"
    SIGN = "sign", "signed", "签名"
    EXPORT = "export", "exported", "导出"


class ClockSource(Choice):
    """Whose clock a time comes from. Source: P65."""

    SERVER = "server", "server", "服务器"
    CLIENT = "client", "user's machine", "用户设备"


class AccessRight(Choice):
    """What somebody may do with a record. Source: P65; the list is inferred."""

    READ = "read", "read", "查看"
    WRITE = "write", "write", "编辑"
    EXPORT = "export", "export", "导出"
    ADMINISTER = "administer", "administer", "管理"


class RetentionBase(Choice):
    """From when on the years count for which a record is kept. Source: P14, P15, P66."""

    EXPIRY = "expiry", "expiry of the product", "产品有效期届满"
    SALE = "sale", "sale", "销售"
    END_OF_LIFE = "end-of-life", "end of life of the device", "设备寿命终止"
    LAST_SUPPLY = "last-supply", "last supply of the model", "最后一次供货"
