"""A unit of stock: what it is, how it was checked and kept, where it went."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import MovementKind, ReviewStatus, ScanMoment, StockOwner, StockStatus
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["EnvironmentReading", "IncomingCheck", "LoanRecord", "StockMovement", "StockUnit", "UdiScan"]


@entity
class IncomingCheck:
    """The check of goods as they come in, with the fields that the law asks for. Source: P13, P14."""

    purchased_on: dt.date | None = fact("purchased on", "购进日期", default=None, source="P14")
    supplier_name: str | None = fact("supplier", "供货者", default=None, source="P14")
    supplier_contact: str | None = fact(
        "supplier's address and contact", "供货者地址及联系方式", default=None, source="P13"
    )
    supplier_licence: str | None = fact(
        "supplier's licence number", "供货者许可证号", default=None, source="P13"
    )
    manufacturer_licence: str | None = fact(
        "manufacturer's licence number", "生产许可证号", default=None, source="P14"
    )
    registration_number: str | None = fact(
        "registration or filing number", "注册证号或备案编号", default=None, source="P14"
    )
    result: ReviewStatus = fact("result", "验收结论", default=ReviewStatus.PENDING, source="P14")
    checked_by: str | None = fact("checked by", "验收人", default=None, source="P14")
    checked_on: dt.date | None = fact("checked on", "验收日期", default=None, source="P14")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class UdiScan:
    """One capture of a device identifier. Source: P14, P22, P31."""

    id: str = fact("scan number", "扫描记录编号")
    moment: ScanMoment | None = fact("moment", "采集环节", default=None, source="P14")
    raw: str | None = fact("what was scanned", "扫描原文", default=None)
    di: str | None = fact("device identifier read", "读出的产品标识(UDI-DI)", default=None, source="P22")
    pi: str | None = fact("production identifier read", "读出的生产标识(UDI-PI)", default=None, source="P22")
    check_digit_valid: bool | None = fact("check digit is right", "校验位正确", default=None, source="P22")
    scanned_at: dt.datetime | None = fact("scanned at", "采集时间", default=None)


@entity
class EnvironmentReading:
    """What a sensor showed beside the goods. Source: P14."""

    id: str = fact("reading number", "读数编号")
    read_at: dt.datetime | None = fact("read at", "读数时间", default=None, source="P14")
    temperature: Decimal | None = fact("temperature", "温度", default=None, unit="degC", source="P14")
    humidity: Decimal | None = fact("relative humidity", "相对湿度", default=None, unit="%", source="P14")


@entity
class LoanRecord:
    """That a unit was given away without being sold: shown, lent or put on consignment. Source: P62, P63b."""

    id: str = fact("loan record number", "借用记录编号")
    holder_id: str | None = fact("who holds it", "持有方", default=None, source="P62")
    lent_on: dt.date | None = fact("handed out on", "借出日期", default=None, source="P62")
    due_back_on: dt.date | None = fact("due back on", "应归还日期", default=None, source="P62")
    returned_on: dt.date | None = fact("returned on", "归还日期", default=None)
    agreement: EvidenceRef | None = fact("agreement", "借用协议", default=None)


@entity
class StockMovement:
    """That a unit changed hands or place, and to whom it went. Source: P13, P40."""

    id: str = fact("movement number", "流转记录编号")
    kind: MovementKind | None = fact("kind", "流转类型", default=None, source="P13")
    moved_on: dt.date | None = fact("moved on", "流转日期", default=None, source="P13")
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece", source="P13")
    consignee_id: str | None = fact("consignee", "收货方", default=None, source="P40")
    order_id: str | None = fact("order", "订单", default=None)


@entity
class StockUnit:
    """A device, or devices of one lot, in our hands. Source: reference 3.3; P13, P14, P22."""

    id: str = fact("stock unit number", "库存单元编号")
    product_id: str | None = fact("product", "产品", default=None)
    order_id: str | None = fact("order it is meant for", "对应订单", default=None)
    di: str | None = fact("device identifier", "产品标识(UDI-DI)", default=None, source="P22")
    raw_udi: str | None = fact("UDI as printed", "UDI原文", default=None, source="P22")
    udi_exempt: bool | None = fact("needs no UDI yet", "暂无需UDI", default=None, source="P31")
    lot: str | None = fact("lot", "批号", default=None, source="P13")
    serial: str | None = fact("serial number", "序列号", default=None, source="P13")
    quantity: int | None = fact("quantity", "数量", default=None, unit="piece")
    made_on: dt.date | None = fact("made on", "生产日期", default=None, source="P13")
    expires_on: dt.date | None = fact("expires on", "失效日期", default=None, source="P13")
    never_expires: bool | None = fact("has no expiry", "无有效期", default=None)
    location: str | None = fact("location", "库位", default=None)
    status: StockStatus | None = fact("status", "库存状态", default=None)
    owner: StockOwner | None = fact("whose it is", "所有方", default=None)
    incoming: IncomingCheck | None = fact("incoming check", "进货查验", default=None, source="P14")
    scans: tuple[UdiScan, ...] = fact("UDI scans", "UDI采集记录", default=(), source="P14")
    readings: tuple[EnvironmentReading, ...] = fact(
        "readings on the way", "温湿度记录", default=(), source="P14"
    )
    expiry_alert_days: int | None = fact(
        "level of the expiry alert raised", "已发近效期预警级别", default=None, unit="day", source="P12"
    )
    loan: LoanRecord | None = fact("loan", "借用记录", default=None, source="P62")
    was_demo: bool | None = fact("was shown or lent before", "曾用于演示或借用", default=None, source="P63b")
    reworked_on: dt.date | None = fact("made good for sale on", "整备日期", default=None)
    movements: tuple[StockMovement, ...] = fact("movements", "流转记录", default=(), source="P13")
