"""What an installed device goes on to earn: consumables by period, and the renewal of its service."""

import datetime as dt

from medsales_core.model.fields import entity, fact

__all__ = ["ConsumablePeriod", "ServiceRenewal"]


@entity
class ConsumablePeriod:
    """The consumables of one device in one period, planned and ordered. Source: reference 6.1, inferred."""

    id: str = fact("period number", "期次编号")
    period_from: dt.date | None = fact("period from", "周期自", default=None)
    period_to: dt.date | None = fact("period to", "周期至", default=None)
    planned: int | None = fact("planned", "计划量", default=None, unit="piece")
    ordered: int | None = fact("ordered", "订购量", default=None, unit="piece")


@entity
class ServiceRenewal:
    """Whether the service of a device was renewed, and if not, why. Source: reference 6.1, inferred."""

    id: str = fact("renewal number", "续约编号")
    decided_on: dt.date | None = fact("decided on", "决定日期", default=None)
    renewed: bool | None = fact("renewed", "是否续约", default=None)
    contract_id: str | None = fact("service contract", "维保合同", default=None)
    valid_from: dt.date | None = fact("covered from", "保障自", default=None, role="valid-from")
    valid_to: dt.date | None = fact("covered until", "保障至", default=None, role="valid-to")
    reason: str | None = fact("why it was lost", "未续约原因", default=None)
