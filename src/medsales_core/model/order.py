"""An order under a contract, its delivery and the devices it puts in place."""

import datetime as dt

from medsales_core.model.asset import InstalledAsset
from medsales_core.model.enums import OrderKind, ReviewStatus
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["Installer", "Order", "OrderLine"]


@entity
class OrderLine:
    """One product of an order: ordered, delivered, inspected. Source: S7-1."""

    id: str = fact("line number", "订单行编号")
    product_id: str | None = fact("product", "产品", default=None)
    ordered: int | None = fact("quantity ordered", "订购数量", default=None, unit="piece", source="S7-1")
    delivered: int | None = fact("quantity delivered", "交付数量", default=None, unit="piece", source="S7-1")
    inspection: ReviewStatus = fact(
        "incoming inspection", "到货验收", default=ReviewStatus.PENDING, source="S7-1"
    )
    lot: str | None = fact("lot", "批号", default=None, source="P13")
    unit_price: Money | None = fact("unit price", "单价", default=None, unit="money")


@entity
class Installer:
    """Who installs: our own team or a third party. Source: S7-2."""

    name: str | None = fact("name", "安装方名称", default=None, source="S7-2")
    third_party: bool | None = fact("third party", "是否第三方", default=None, source="S7-2")
    qualified: bool | None = fact("qualified for the product", "是否具备资质", default=None)
    assigned_on: dt.date | None = fact("assigned on", "指派日期", default=None)


@entity
class Order:
    """An order: what moves through stage 7. Source: S7-1, S7-2; reference 3.3."""

    id: str = fact("order number", "订单编号")
    kind: OrderKind | None = fact("kind", "订单类型", default=None)
    contract_id: str | None = fact("contract", "合同", default=None)
    deal_id: str | None = fact("deal", "商机", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    created_on: dt.date | None = fact("created on", "下单日期", default=None, source="S7-1")
    promised_on: dt.date | None = fact("promised for", "承诺交付日期", default=None, source="S7-1")
    delivered_on: dt.date | None = fact("delivered on", "交付日期", default=None, source="S7-1")
    ship_to: str | None = fact("ship to", "收货地址", default=None)
    amount: Money | None = fact("amount", "金额", default=None, unit="money")
    lines: tuple[OrderLine, ...] = fact("lines", "订单明细", default=(), source="S7-1")
    installer: Installer | None = fact("installer", "安装方", default=None, source="S7-2")
    assets: tuple[InstalledAsset, ...] = fact("devices put in place", "安装设备", default=(), source="S7-2")
