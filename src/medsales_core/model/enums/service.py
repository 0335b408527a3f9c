"""Closed lists about orders, installed assets and service."""

from medsales_core.model.choice import Choice

__all__ = ["AssetTitle", "CustomerTrainingKind", "OrderKind", "TicketSeverity", "UpgradeStatus"]


class OrderKind(Choice):
    """What an order is for; only equipment is installed, commissioned and trained on. Source: S7-1 to S7-3, inferred."""

    EQUIPMENT = "equipment", "equipment", "设备"
    CONSUMABLES = "consumables", "consumables", "耗材"
    SPARE_PARTS = "spare-parts", "spare parts", "备件"
    SERVICE = "service", "service", "服务"


class CustomerTrainingKind(Choice):
    """What a customer is trained in after installation. Source: S7-3."""

    OPERATION = "operation", "operation", "操作"
    MAINTENANCE = "maintenance", "maintenance", "维护保养"
    CLINICAL_APPLICATION = "clinical-application", "clinical application", "临床应用"


class TicketSeverity(Choice):
    """How badly a problem hinders use. Source: S8-2; the list is inferred."""

    DOWN = "down", "device cannot be used", "设备停用"
    LIMITED = "limited", "use is limited", "使用受限"
    MINOR = "minor", "minor", "轻微"
    QUESTION = "question", "question", "咨询"


class UpgradeStatus(Choice):
    """What became of an upgrade the manufacturer announced. Source: S8-3; the list is inferred."""

    OPEN = "open", "open", "待处理"
    OFFERED = "offered", "offered", "已提供"
    DECLINED = "declined", "declined by the customer", "客户已谢绝"
    INSTALLED = "installed", "installed", "已升级"


class AssetTitle(Choice):
    """Whose an installed asset is. Source: P36 (equipment placement); the list is inferred."""

    SOLD = "sold", "sold", "已售"
    LEASED = "leased", "leased", "租赁"
    LOANED = "loaned", "loaned", "借用"
    PLACED = "placed", "placed", "投放"
