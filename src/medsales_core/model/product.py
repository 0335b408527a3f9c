"""A product, its registrations and its device identifiers."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import (
    ConfigClass,
    DeviceClassCN,
    DeviceClassEU,
    DeviceClassUS,
    IvdClassEU,
    ProductKind,
    RegistrationKind,
    UdiAgency,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.listing import PlatformListing
from medsales_core.model.price import ListedPrice
from medsales_core.money import Money
from medsales_core.text import LangText

__all__ = ["DeviceIdentifier", "Product", "Registration"]


@entity
class Registration:
    """What lets a product be sold in one jurisdiction; a product has one for each. Source: P13, P17."""

    id: str = fact("registration record number", "注册记录编号")
    kind: RegistrationKind | None = fact("kind", "类型", default=None, source="P17")
    number: str | None = fact("registration number", "注册证编号", default=None, source="P17")
    jurisdiction: str | None = fact("jurisdiction", "适用法域", default=None, unit="ISO 3166-1 alpha-2 or EU")
    registrant_id: str | None = fact("registrant", "注册人", default=None)
    scope: LangText | None = fact("intended use", "适用范围", default=None)
    first_registered_on: dt.date | None = fact("first registered on", "首次注册日期", default=None)
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "有效期至", default=None, role="valid-to")
    cancelled_on: dt.date | None = fact("cancelled on", "注销日期", default=None, source="P17")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class DeviceIdentifier:
    """The static part of a UDI at one packaging level. Source: P22, P24."""

    id: str = fact("record number", "记录编号")
    agency: UdiAgency | None = fact("issuing agency", "发码机构", default=None, source="P22")
    di: str | None = fact("device identifier", "产品标识(UDI-DI)", default=None, source="P22")
    packaging_level: int | None = fact("packaging level", "包装级别", default=None)
    quantity_per_pack: int | None = fact("quantity in the pack", "包装内数量", default=None, unit="piece")
    contains_di: str | None = fact("identifier of the pack inside", "内层包装标识", default=None)
    basic_udi_di: str | None = fact("basic UDI-DI (EU)", "欧盟基本UDI-DI", default=None, source="P66c")


@entity
class Product:
    """Something we sell. Source: reference 3.3; S0-3, S5-1."""

    id: str = fact("product number", "产品编号")
    name: str | None = fact("name", "产品名称", default=None)
    names: LangText | None = fact("name by language", "各语言名称", default=None)
    kind: ProductKind | None = fact("kind", "产品类型", default=None, source="S0-3")
    category_code: str | None = fact("category code", "分类编码", default=None, source="P14")
    manufacturer_id: str | None = fact("manufacturer", "生产企业", default=None)
    model: str | None = fact("model", "型号", default=None)
    spec: str | None = fact("specification", "规格", default=None)
    unit_of_measure: str | None = fact("unit of measure", "计量单位", default=None)
    class_cn: DeviceClassCN | None = fact("risk class in China", "中国管理类别", default=None, source="P17")
    class_us: DeviceClassUS | None = fact("risk class in the US", "美国管理类别", default=None)
    class_eu: DeviceClassEU | None = fact("risk class in the EU", "欧盟管理类别", default=None)
    ivd_class_eu: IvdClassEU | None = fact("IVD class in the EU", "欧盟体外诊断类别", default=None)
    config_class: ConfigClass | None = fact(
        "configuration licence class", "配置许可类别", default=None, source="P32"
    )
    registrations: tuple[Registration, ...] = fact("registrations", "注册与备案", default=(), source="P13")
    device_identifiers: tuple[DeviceIdentifier, ...] = fact(
        "device identifiers", "产品标识", default=(), source="P22"
    )
    insurance_code: str | None = fact("insurance consumable code", "医保耗材编码", default=None, source="P30")
    list_price: Money | None = fact("list price", "目录价", default=None, unit="money")
    floor_price: Money | None = fact("floor price", "底价", default=None, unit="money", source="P43b")
    prices: tuple[ListedPrice, ...] = fact("published prices", "公布价格", default=(), source="P43a")
    listings: tuple[PlatformListing, ...] = fact("platform listings", "平台挂网", default=())
    retired_on: dt.date | None = fact("retired from sale on", "停售日期", default=None)
    demo_required: bool | None = fact("must be demonstrated", "是否须演示", default=None, source="S5-1")
    is_implant: bool | None = fact("implant", "是否植入", default=None)
    is_sterile: bool | None = fact("sterile", "是否无菌", default=None)
    shelf_life_months: int | None = fact("shelf life", "保质期", default=None, unit="month")
    warranty_months: int | None = fact("warranty", "质保期", default=None, unit="month")
    storage_min: Decimal | None = fact(
        "lowest storage temperature", "最低储存温度", default=None, unit="degC"
    )
    storage_max: Decimal | None = fact(
        "highest storage temperature", "最高储存温度", default=None, unit="degC"
    )
    humidity_min: Decimal | None = fact("lowest storage humidity", "最低储存湿度", default=None, unit="%")
    humidity_max: Decimal | None = fact("highest storage humidity", "最高储存湿度", default=None, unit="%")
