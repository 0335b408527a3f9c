"""How well a device was kept running over a period, in the figures of the draft national standard."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.fields import entity, fact

__all__ = ["ServicePeriod"]


def _uptime(period: "ServicePeriod") -> Decimal | None:
    """``1 - unplanned downtime / planned hours``; planned downtime does not count against the device."""
    if not period.planned_hours or period.unplanned_downtime_hours is None:
        return None
    return 1 - period.unplanned_downtime_hours / period.planned_hours


def _mean_time_to_repair(period: "ServicePeriod") -> Decimal | None:
    """``total repair time / repairs``."""
    if not period.repairs or period.repair_hours is None:
        return None
    return period.repair_hours / period.repairs


@entity
class ServicePeriod:
    """A device's uptime, repairs and maintenance over a period. Source: P41.

    Uptime and the mean time to repair follow from the hours, unless they are given.
    """

    id: str = fact("period number", "期间编号")
    begins_on: dt.date | None = fact("begins on", "开始日期", default=None, role="valid-from")
    ends_on: dt.date | None = fact("ends on", "结束日期", default=None, role="valid-to")
    planned_hours: Decimal | None = fact(
        "planned operating hours", "计划运行时间", default=None, unit="hour", source="P41"
    )
    unplanned_downtime_hours: Decimal | None = fact(
        "unplanned downtime", "非计划停机时间", default=None, unit="hour", source="P41"
    )
    uptime: Decimal | None = fact("uptime", "开机率", derived=_uptime, unit="ratio 0..1", source="P41")
    uptime_target: Decimal | None = fact(
        "uptime agreed", "约定开机率", default=None, unit="ratio 0..1", source="P41"
    )
    repairs: int | None = fact("repairs", "维修次数", default=None, source="P41")
    repair_hours: Decimal | None = fact(
        "total repair time", "维修总时间", default=None, unit="hour", source="P41"
    )
    mean_time_to_repair: Decimal | None = fact(
        "mean time to repair", "平均修复时间",
        derived=_mean_time_to_repair, unit="hour", source="P41",
    )  # fmt: skip
    repair_time_target: Decimal | None = fact(
        "repair time agreed", "约定修复时间", default=None, unit="hour", source="P41"
    )
    maintenance_planned: int | None = fact(
        "maintenance visits agreed", "约定维护次数", default=None, source="P41"
    )
    maintenance_done: int | None = fact(
        "maintenance visits done", "已完成维护次数", default=None, source="P41"
    )
