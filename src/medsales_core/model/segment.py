"""A market segment: its analysis, demand, competitors and target groups."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import ProductKind, TargetGroup, TeamFunction
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["Competitor", "MarketAnalysis", "Segment", "SignOff", "SubSegment"]


@entity
class SignOff:
    """One function's signature under a document. Source: S1-1."""

    id: str = fact("sign-off number", "签署编号")
    function: TeamFunction | None = fact("function", "部门", default=None, source="S1-1")
    person_id: str | None = fact("signed by", "签署人", default=None)
    signed_on: dt.date | None = fact("signed on", "签署日期", default=None)


@entity
class MarketAnalysis:
    """The study that a segment's choice rests on. Source: S1-1, S1-2."""

    policy_environment: str | None = fact("policy environment", "政策环境", default=None, source="S1-2")
    industry_trend: str | None = fact("industry trend", "行业趋势", default=None, source="S1-2")
    sign_offs: tuple[SignOff, ...] = fact("sign-offs", "会签", default=(), source="S1-1")
    updated_on: dt.date | None = fact("updated on", "更新日期", default=None)
    document: EvidenceRef | None = fact("memo", "分析报告", default=None)


@entity
class SubSegment:
    """A part of the segment with a demand of its own. Source: S1-2."""

    id: str = fact("sub-segment number", "细分领域编号")
    name: str | None = fact("name", "名称", default=None)
    demand: str | None = fact("characteristics of demand", "需求特点", default=None, source="S1-2")


@entity
class Competitor:
    """Somebody who sells against us, in a segment or in a deal. Source: S1-2."""

    id: str = fact("competitor number", "竞争对手编号")
    name: str | None = fact("name", "名称", default=None)
    product: str | None = fact("product", "竞品", default=None)
    share: Decimal | None = fact("market share", "市场份额", default=None, unit="ratio 0..1")
    strengths: str | None = fact("strengths", "优势", default=None)
    weaknesses: str | None = fact("weaknesses", "劣势", default=None)


@entity
class Segment:
    """A part of the market that is studied and worked as one. Source: S1-1, S1-2, S1-3."""

    id: str = fact("segment number", "细分市场编号")
    name: str | None = fact("name", "名称", default=None)
    region: str | None = fact("region", "地区", default=None)
    product_kinds: tuple[ProductKind, ...] = fact("kinds of product", "产品类型", default=())
    target_groups: tuple[TargetGroup, ...] = fact("target groups", "目标客户群", default=(), source="S1-3")
    analysis: MarketAnalysis | None = fact("market analysis", "市场分析", default=None, source="S1-1")
    sub_segments: tuple[SubSegment, ...] = fact("sub-segments", "细分领域", default=(), source="S1-2")
    competitors: tuple[Competitor, ...] = fact("competitors", "竞争格局", default=(), source="S1-2")
