"""Closed lists about trade: prices and their layers, stock, flows through a channel, dunning."""

from medsales_core.model.choice import Choice

__all__ = ["DunningLevel", "FlowKind", "MovementKind", "PriceKind", "ScanMoment", "StockOwner", "StockStatus"]


class PriceKind(Choice):
    """What a published price is for; the layers of a channel among them. Source: P44; the list is inferred."""

    LIST = "list", "list price", "目录价"
    PLATFORM = "platform", "platform listing", "平台挂网价"
    VBP = "vbp", "volume-based procurement price", "带量采购中选价"
    EX_WORKS = "ex-works", "ex-works price", "出厂价"
    WHOLESALE = "wholesale", "wholesale price", "批发价"
    RETAIL = "retail", "retail price", "零售价"


class StockStatus(Choice):
    """Where a unit of stock stands. Source: reference 3.3, inferred."""

    AVAILABLE = "available", "available", "可用"
    RESERVED = "reserved", "reserved", "已预留"
    DEMO = "demo", "demonstration stock", "演示"
    LOANED = "loaned", "lent out", "借出"
    CONSIGNED = "consigned", "on consignment", "寄售"
    QUARANTINE = "quarantine", "in quarantine", "隔离待检"
    BLOCKED = "blocked", "blocked from sale", "停售"
    SHIPPED = "shipped", "shipped", "已发货"


class StockOwner(Choice):
    """Whose a unit of stock is. Source: reference 3.3, inferred."""

    OWN = "own", "our own", "本公司"
    CUSTOMER = "customer", "the customer's", "客户"
    DEALER = "dealer", "the dealer's", "经销商"


class ScanMoment(Choice):
    """When a device identifier is captured. Source: P14."""

    RECEIPT = "receipt", "receipt", "收货"
    SHIPMENT = "shipment", "shipment", "发货"


class MovementKind(Choice):
    """How a unit of stock changed hands or place. Source: P13; the list is inferred."""

    RECEIPT = "receipt", "receipt", "入库"
    TRANSFER = "transfer", "transfer between stores", "调拨"
    SHIPMENT = "shipment", "shipment to a consignee", "发货"
    RETURN = "return", "return", "退货"
    SCRAP = "scrap", "scrapped", "报废"


class FlowKind(Choice):
    """What a dealer reports of the goods that pass through their hands. Source: reference 3.3, inferred."""

    SELL_IN = "sell-in", "bought in", "购进"
    SELL_OUT = "sell-out", "sold on", "销出"
    STOCK = "stock", "in stock", "库存"


class DunningLevel(Choice):
    """How far the reminding of a debtor has gone. Source: inferred."""

    REMINDER = "reminder", "reminder", "提醒"
    DEMAND = "demand", "demand", "催款函"
    FINAL = "final", "final notice", "最后通知"
    LEGAL = "legal", "handed to the lawyers", "移交法务"
