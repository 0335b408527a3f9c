"""A published price: of which kind, where, between which bounds and for how long it holds."""

import datetime as dt

from medsales_core.model.enums import PriceKind
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["ListedPrice"]


@entity
class ListedPrice:
    """One price of a product in one edition of a price list or platform. Source: P43a, P43b, P44."""

    id: str = fact("price record number", "价格记录编号")
    kind: PriceKind | None = fact("kind of price", "价格类型", default=None, source="P44")
    price_list: str | None = fact("price list and edition", "价目表及版次", default=None, source="P43a")
    jurisdiction: str | None = fact(
        "where it holds", "适用地区", default=None, unit="ISO 3166-1 alpha-2 or ISO 3166-2"
    )
    amount: Money | None = fact("price", "价格", default=None, unit="money", source="P43a")
    lowest: Money | None = fact(
        "lowest price allowed", "最低允许价", default=None, unit="money", source="P44"
    )
    highest: Money | None = fact(
        "highest price allowed", "最高允许价", default=None, unit="money", source="P44"
    )
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")
    approved_by: str | None = fact("approved by", "批准人", default=None)
