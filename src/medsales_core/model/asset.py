"""An installed device: installation, acceptance, use, upgrades and the training of its users."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import AssetTitle, CustomerTrainingKind, ReviewStatus, UpgradeStatus
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.renewal import ConsumablePeriod, ServiceRenewal
from medsales_core.model.uptime import ServicePeriod

__all__ = ["InstalledAsset", "TestValue", "TrainingSession", "UpgradeNotice", "UsageReading"]


@entity
class TestValue:
    """A value measured while a device was commissioned. Source: S7-2."""

    # Not a test class, whatever its name suggests to a test runner.
    __test__ = False

    id: str = fact("test number", "测试编号")
    name: str | None = fact("what was measured", "测试项目", default=None)
    value: Decimal | None = fact("value", "测试值", default=None)
    unit: str | None = fact("unit of measure", "计量单位", default=None)
    within_limits: bool | None = fact("within limits", "是否合格", default=None)


@entity
class UsageReading:
    """How much a device was used up to a day. Source: S8-3."""

    id: str = fact("reading number", "读数编号")
    read_on: dt.date | None = fact("read on", "读数日期", default=None, source="S8-3")
    value: Decimal | None = fact("value", "读数", default=None, source="S8-3")
    unit: str | None = fact("unit of measure", "计量单位", default=None)


@entity
class UpgradeNotice:
    """An upgrade that the manufacturer announced for a device. Source: S8-3."""

    id: str = fact("notice number", "升级通知编号")
    title: str | None = fact("title", "标题", default=None)
    announced_on: dt.date | None = fact("announced on", "发布日期", default=None)
    status: UpgradeStatus = fact("status", "状态", default=UpgradeStatus.OPEN, source="S8-3")
    settled_on: dt.date | None = fact("settled on", "处理日期", default=None)


@entity
class TrainingSession:
    """A training given to a customer's users. Source: S7-3."""

    id: str = fact("session number", "培训编号")
    order_id: str | None = fact("order", "订单", default=None)
    asset_ids: tuple[str, ...] = fact("devices trained on", "培训设备", default=())
    kind: CustomerTrainingKind | None = fact("kind", "培训类型", default=None, source="S7-3")
    held_on: dt.date | None = fact("held on", "培训日期", default=None, source="S7-3")
    trainer_id: str | None = fact("trainer", "培训人", default=None)
    attendee_ids: tuple[str, ...] = fact("attendees", "参加人", default=())
    sign_in: EvidenceRef | None = fact("sign-in sheet", "签到表", default=None, source="S7-3")
    competence: ReviewStatus | None = fact(
        "competence check of users", "使用能力考核", default=None, source="S7-3"
    )


@entity
class InstalledAsset:
    """One device at a customer's site: what moves through stage 8. Source: S7-2, S8-3; reference 3.3."""

    id: str = fact("asset number", "设备档案编号")
    product_id: str | None = fact("product", "产品", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    department_id: str | None = fact("department", "科室", default=None)
    order_id: str | None = fact("order", "订单", default=None)
    serial: str | None = fact("serial number", "序列号", default=None)
    udi: str | None = fact("UDI as scanned", "UDI（扫描原文）", default=None, source="P22")
    title: AssetTitle | None = fact("whose it is", "设备权属", default=None, source="P36")
    sop_id: str | None = fact("standard operating procedure", "标准作业流程", default=None, source="S7-2")
    sop_version: str | None = fact("version of the procedure", "作业流程版本", default=None, source="S7-2")
    installed_on: dt.date | None = fact("installed on", "安装日期", default=None, source="S7-2")
    commissioned_on: dt.date | None = fact("commissioned on", "调试完成日期", default=None, source="S7-2")
    test_values: tuple[TestValue, ...] = fact("test values", "调试测试值", default=(), source="S7-2")
    accepted_on: dt.date | None = fact("accepted on", "验收日期", default=None, source="S7-2")
    accepted_by: str | None = fact("person who accepted", "验收人", default=None, source="S7-2")
    acceptance: EvidenceRef | None = fact("acceptance certificate", "验收单", default=None, source="S7-2")
    warranty_to: dt.date | None = fact("warranty until", "质保期至", default=None)
    service_contract_id: str | None = fact("service contract", "维保合同", default=None)
    usage: tuple[UsageReading, ...] = fact("usage readings", "使用读数", default=(), source="S8-3")
    upgrade_notices: tuple[UpgradeNotice, ...] = fact(
        "upgrade notices", "升级通知", default=(), source="S8-3"
    )
    uses_consumables: bool | None = fact("uses consumables", "是否使用耗材", default=None)
    consumables_cover_days: int | None = fact(
        "days that consumables will last", "耗材可用天数", default=None, unit="day", source="S8-3"
    )
    consumable_periods: tuple[ConsumablePeriod, ...] = fact("consumables by period", "各期耗材", default=())
    service_periods: tuple[ServicePeriod, ...] = fact(
        "service by period", "各期服务指标", default=(), source="P41"
    )
    end_of_support_on: dt.date | None = fact("end of support", "停止支持日期", default=None)
    planned_replacement_on: dt.date | None = fact("planned replacement", "计划更换日期", default=None)
    replacement_deal_id: str | None = fact("deal for the replacement", "更新换代商机", default=None)
    renewals: tuple[ServiceRenewal, ...] = fact("service renewals", "维保续约", default=())
