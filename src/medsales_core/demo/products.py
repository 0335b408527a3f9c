"""What the made-up company sells, and the parts of the market it works: products and segments."""

import datetime as dt
from typing import Final

import attrs

from medsales_core.model.enums import ProductKind, TargetGroup, TeamFunction
from medsales_core.model.product import Product
from medsales_core.model.segment import Competitor, MarketAnalysis, Segment, SignOff, SubSegment
from medsales_core.money import Money
from medsales_core.text import LangText, text

__all__ = ["PRODUCTS", "SEGMENTS", "Item", "Market", "items_of", "market_of", "product_file", "segment_file"]


@attrs.frozen
class Item:
    """A product: its list price in CNY, and how many of it a customer buys at once."""

    id: str
    label: LangText
    kind: ProductKind
    price: int
    quantity: tuple[int, int]
    shown: bool
    equipment: bool


PRODUCTS: Final = (
    Item(
        "P-CT",
        text("128-row CT scanner", "128排CT"),
        ProductKind.CAPITAL_EQUIPMENT,
        7_800_000,
        (1, 1),
        True,
        True,
    ),
    Item(
        "P-MR",
        text("1.5T MRI system", "1.5T磁共振"),
        ProductKind.CAPITAL_EQUIPMENT,
        9_600_000,
        (1, 1),
        True,
        True,
    ),
    Item(
        "P-US",
        text("Ultrasound console", "彩色超声诊断仪"),
        ProductKind.SMALL_EQUIPMENT,
        980_000,
        (1, 3),
        True,
        True,
    ),
    Item(
        "P-IP",
        text("Infusion pump station", "输液泵工作站"),
        ProductKind.SMALL_EQUIPMENT,
        68_000,
        (4, 20),
        True,
        True,
    ),
    Item(
        "P-IA",
        text("Immunoassay analyser", "化学发光免疫分析仪"),
        ProductKind.IVD_INSTRUMENT,
        640_000,
        (1, 2),
        True,
        True,
    ),
    Item(
        "P-RG",
        text("Immunoassay reagents", "化学发光试剂"),
        ProductKind.IVD_REAGENT,
        420,
        (600, 4000),
        False,
        False,
    ),
    Item(
        "P-ST",
        text("Surgical stapler", "吻合器"),
        ProductKind.HIGH_VALUE_CONSUMABLE,
        2_600,
        (80, 900),
        True,
        False,
    ),
    Item(
        "P-SC",
        text("Safety cannula", "安全留置针"),
        ProductKind.LOW_VALUE_CONSUMABLE,
        9,
        (20_000, 200_000),
        False,
        False,
    ),
    Item("P-KN", text("Knee implant", "膝关节假体"), ProductKind.IMPLANT, 16_800, (30, 160), True, False),
    Item(
        "P-PX",
        text("Imaging archive software", "影像归档软件"),
        ProductKind.SOFTWARE,
        1_150_000,
        (1, 1),
        True,
        True,
    ),
)


@attrs.frozen(kw_only=True)
class Market:
    """A part of the market: who works it, with what, and what its analysis lacks."""

    id: str
    label: LangText
    team: str
    items: tuple[str, ...]
    regions: tuple[str, ...]
    groups: tuple[TargetGroup, ...] = (TargetGroup.HOSPITAL_DEPARTMENT,)
    lacks: str = ""


SEGMENTS: Final = (
    Market(
        id="G-N1",
        label=text("Imaging, northern tertiary hospitals", "北方三级医院影像"),
        team="T-NORTH",
        items=("P-CT", "P-MR", "P-PX"),
        regions=("CN-BJ", "CN-SN", "CN-LN"),
    ),
    Market(
        id="G-N2",
        label=text("Ultrasound, northern county hospitals", "北方县级医院超声"),
        team="T-NORTH",
        items=("P-US", "P-IP"),
        regions=("CN-HE", "CN-SX"),
        lacks="mkt-industry-trend-studied",
    ),
    Market(
        id="G-E1",
        label=text("Imaging, eastern tertiary hospitals", "东部三级医院影像"),
        team="T-EAST",
        items=("P-CT", "P-MR", "P-US"),
        regions=("CN-ZJ", "CN-JS", "CN-SH"),
    ),
    Market(
        id="G-E2",
        label=text("Private hospitals, east", "东部民营医院"),
        team="T-EAST",
        items=("P-US", "P-PX", "P-IP"),
        regions=("CN-ZJ", "CN-FJ"),
        groups=(TargetGroup.PRIVATE_INSTITUTION,),
        lacks="mkt-policy-environment-studied",
    ),
    Market(
        id="G-I1",
        label=text("Central laboratories", "医院检验科"),
        team="T-IVD",
        items=("P-IA", "P-RG"),
        regions=("CN-HB", "CN-HN", "CN-SC"),
    ),
    Market(
        id="G-I2",
        label=text("Independent laboratories", "第三方检验机构"),
        team="T-IVD",
        items=("P-IA", "P-RG"),
        regions=("CN-GD", "CN-HB"),
        groups=(TargetGroup.PRIVATE_INSTITUTION, TargetGroup.RESEARCH_INSTITUTE),
        lacks="mkt-sales-marketing-joint",
    ),
    Market(
        id="G-C1",
        label=text("Operating theatres", "手术室耗材"),
        team="T-CONS",
        items=("P-ST", "P-KN"),
        regions=("CN-GD", "CN-SD"),
        lacks="mkt-competition-mapped",
    ),
    Market(
        id="G-C2",
        label=text("Ward consumables", "病房耗材"),
        team="T-CONS",
        items=("P-SC", "P-IP"),
        regions=("CN-SD", "CN-AH"),
        lacks="mkt-segment-demand-described",
    ),
    Market(
        id="G-H1",
        label=text("County hospitals through dealers", "县域医院渠道"),
        team="T-CHAN",
        items=("P-US", "P-IP", "P-ST", "P-SC"),
        regions=("CN-GX", "CN-YN", "CN-GZ"),
        groups=(TargetGroup.DEALER, TargetGroup.HOSPITAL_DEPARTMENT),
    ),
    Market(
        id="G-X1",
        label=text("Importers in Europe", "欧洲进口商"),
        team="T-INTL",
        items=("P-US", "P-ST", "P-IP", "P-CT"),
        regions=("DE", "PL", "ES", "IT"),
        groups=(TargetGroup.DEALER,),
    ),
    Market(
        id="G-X2",
        label=text("Hospitals in the Gulf and Africa", "海湾与非洲医院"),
        team="T-INTL",
        items=("P-CT", "P-US", "P-PX"),
        regions=("AE", "SA", "KE", "EG"),
        lacks="mkt-target-groups-defined",
    ),
)


def market_of(segment: str) -> Market:
    """The segment with that id."""
    return next(market for market in SEGMENTS if market.id == segment)


def items_of(market: Market) -> tuple[Item, ...]:
    """The products that are sold in *market*."""
    return tuple(item for item in PRODUCTS if item.id in market.items)


def product_file(item: Item) -> Product:
    """What the company keeps of a product."""
    return Product(
        id=item.id,
        name=item.label["zh-Hans"],
        names=item.label,
        kind=item.kind,
        list_price=Money(item.price, "CNY"),
        floor_price=Money(item.price * 8 // 10, "CNY"),
        demo_required=item.shown,
        is_implant=item.kind is ProductKind.IMPLANT,
        warranty_months=24 if item.equipment else None,
    )


def segment_file(market: Market, signed_on: dt.date, *, complete: bool = False) -> Segment:
    """What the company knows of a part of the market; *complete* once marketing has done what it lacked."""
    lacks = "" if complete else market.lacks
    functions = [TeamFunction.SALES]
    if lacks != "mkt-sales-marketing-joint":
        functions.append(TeamFunction.MARKETING)
    policy = "volume-based procurement, reimbursement and tender rules / 集采、医保与招标规则"
    demand = (
        ""
        if lacks == "mkt-segment-demand-described"
        else "short waiting times, low running cost / 缩短等待、降低运营成本"
    )
    rival = Competitor(id="K-1", name="Rivalis (fictional)", strengths="price", weaknesses="service")
    return Segment(
        id=market.id,
        name=f"{market.label['zh-Hans']} / {market.label['en']}",
        region=market.regions[0],
        product_kinds=tuple(item.kind for item in items_of(market)),
        target_groups=() if lacks == "mkt-target-groups-defined" else market.groups,
        sub_segments=(SubSegment(id="U-1", name="core / 核心", demand=demand or None),),
        competitors=() if lacks == "mkt-competition-mapped" else (rival,),
        analysis=MarketAnalysis(
            policy_environment=None if lacks == "mkt-policy-environment-studied" else policy,
            industry_trend=None if lacks == "mkt-industry-trend-studied" else "replacement cycle / 更新换代",
            sign_offs=tuple(SignOff(id=name.value, function=name, signed_on=signed_on) for name in functions),
            updated_on=signed_on,
        ),
    )
