"""An order under a contract, its delivery and the devices it puts in place."""

import datetime as dt

from medsales_core.model.asset import InstalledAsset
from medsales_core.model.enums import OrderKind, ReviewStatus
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.quote import Approval
from medsales_core.money import Money

__all__ = ["Delivery", "Installer", "Order", "OrderLine", "SalesRecord"]


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
class Delivery:
    """One shipment of an order, with the note that goes with the goods. Source: reference 2.5, inferred."""

    id: str = fact("delivery number", "交付编号")
    shipped_on: dt.date | None = fact("shipped on", "发货日期", default=None)
    note_number: str | None = fact("delivery note", "随货同行单号", default=None)
    stock_unit_ids: tuple[str, ...] = fact("units of stock", "库存单元", default=())


@entity
class SalesRecord:
    """What the law wants to be kept of each sale. Source: P13."""

    id: str = fact("sales record number", "销售记录编号")
    order_line_id: str | None = fact("order line", "订单行", default=None)
    device_name: str | None = fact("device name", "医疗器械名称", default=None, source="P13")
    model: str | None = fact("model", "型号", default=None, source="P13")
    specification: str | None = fact("specification", "规格", default=None, source="P13")
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece", source="P13")
    lot: str | None = fact("production batch", "生产批号", default=None, source="P13")
    serial: str | None = fact("serial number", "序列号", default=None, source="P13")
    use_by: dt.date | None = fact("use by", "使用期限或失效日期", default=None, source="P13")
    never_expires: bool | None = fact("has no expiry", "无有效期", default=None)
    sold_on: dt.date | None = fact("sold on", "销售日期", default=None, source="P13")
    registrant: str | None = fact("registrant or filer", "注册人或备案人", default=None, source="P13")
    made_under_contract: bool | None = fact("made by a contract manufacturer", "是否受托生产", default=None)
    contract_manufacturer: str | None = fact(
        "contract manufacturer", "受托生产企业", default=None, source="P13"
    )
    buyer_name: str | None = fact("buyer", "购货者名称", default=None, source="P13")
    buyer_address: str | None = fact("buyer's address", "购货者地址", default=None, source="P13")
    buyer_contact: str | None = fact("how the buyer is reached", "购货者联系方式", default=None, source="P13")
    licence_numbers: tuple[str, ...] = fact(
        "licence document numbers", "许可证明文件编号", default=(), source="P13"
    )


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
    ships_on: dt.date | None = fact("ships on", "发货日期", default=None, source="P13")
    ship_to: str | None = fact("ship to", "收货地址", default=None)
    ship_to_region: str | None = fact(
        "region it goes to", "收货地区", default=None, unit="ISO 3166-2", source="P44"
    )
    partner_id: str | None = fact("channel partner", "经销商", default=None, source="P44")
    two_invoice_rule: bool | None = fact(
        "two-invoice rule applies", "是否适用两票制", default=None, source="P76"
    )
    amount: Money | None = fact("amount", "金额", default=None, unit="money")
    lines: tuple[OrderLine, ...] = fact("lines", "订单明细", default=(), source="S7-1")
    approvals: tuple[Approval, ...] = fact("approvals", "审批记录", default=())
    deliveries: tuple[Delivery, ...] = fact("deliveries", "交付记录", default=())
    sales_records: tuple[SalesRecord, ...] = fact("sales records", "销售记录", default=(), source="P13")
    site_ready_on: dt.date | None = fact("site ready on", "场地就绪日期", default=None)
    site_report: EvidenceRef | None = fact("site report", "场地报告", default=None)
    installer: Installer | None = fact("installer", "安装方", default=None, source="S7-2")
    assets: tuple[InstalledAsset, ...] = fact("devices put in place", "安装设备", default=(), source="S7-2")
