"""What lets a consumable be bought by public hospitals: a platform listing, and the award of a volume batch."""

import datetime as dt

from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["PlatformListing", "VolumeAward"]


@entity
class PlatformListing:
    """A product on the procurement platform of a province. Source: reference 6.1, inferred."""

    id: str = fact("listing record number", "挂网记录编号")
    platform: str | None = fact("platform", "采购平台", default=None)
    jurisdiction: str | None = fact(
        "where it holds", "适用地区", default=None, unit="ISO 3166-1 alpha-2 or ISO 3166-2"
    )
    number: str | None = fact("listing number", "挂网编号", default=None)
    price: Money | None = fact("listed price", "挂网价", default=None, unit="money")
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class VolumeAward:
    """A batch of volume-based procurement, and what we were selected for in it. Source: reference 6.1, inferred."""

    batch: str | None = fact("batch", "集采批次", default=None)
    organiser: str | None = fact("organiser", "组织方", default=None)
    announced_on: dt.date | None = fact("announced on", "公告日期", default=None)
    selected: bool | None = fact("selected", "是否中选", default=None)
    price: Money | None = fact("selected price", "中选价", default=None, unit="money")
    agreed_volume: int | None = fact("agreed volume", "约定采购量", default=None, unit="piece")
    period_from: dt.date | None = fact("period from", "采购周期自", default=None)
    period_to: dt.date | None = fact("period to", "采购周期至", default=None)
    document: EvidenceRef | None = fact("selection notice", "中选通知书", default=None)
