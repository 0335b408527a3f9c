"""``identifiers.udi``: the UDI of an installed device is sound, and says what is needed."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Final

from medsales_core.model import Choice, Facts, InstalledAsset, NotSupplied, Order
from medsales_core.model.fields import changed
from medsales_core.text import LangText, text
from medsales_identifiers.checks.judging import Fault, IdentifierCheck, Judged, faults_of
from medsales_identifiers.gtin import gtin_from
from medsales_identifiers.udi import Udi, parse_udi, write_gs1

__all__ = ["UdiCheck", "UdiField", "UdiNeed"]

_LACKS: Final = text("the UDI does not say {need}", "UDI未包含{need}")


class UdiField(Choice):
    """Where a UDI is kept."""

    ASSET = "asset.udi", "UDI of the installed asset", "装机设备的UDI"
    ORDER = "order.assets.udi", "UDI of every device of the order", "订单中每台设备的UDI"


class UdiNeed(Choice):
    """What a UDI must say beside the product."""

    DEVICE = "device", "the product (DI)", "产品标识(DI)"
    PRODUCTION = "production", "a lot, a serial number or a date (PI)", "批号、序列号或日期(PI)"
    LOT = "lot", "the lot", "批号"
    SERIAL = "serial", "the serial number", "序列号"
    EXPIRY = "expiry", "the expiry date", "失效日期"


_SAYS: Final[dict[str, Callable[[Udi], object]]] = {
    "device": lambda udi: udi.di,
    "production": lambda udi: udi.lot or udi.serial or udi.made_on or udi.expires_on,
    "lot": lambda udi: udi.lot,
    "serial": lambda udi: udi.serial,
    "expiry": lambda udi: udi.expires_on,
}


class UdiCheck(IdentifierCheck):
    """Every UDI of the field is sound and says what is needed; there is at least one."""

    id = "identifiers.udi"
    title = text("The UDI is captured and sound", "已采集UDI且内容正确")
    what = text("UDI", "UDI")
    reads = tuple(field.value for field in UdiField)
    parameters: ClassVar = {"field": UdiField, "need": UdiNeed}

    def reads_with(self, /, **parameters: Any) -> tuple[str, ...]:
        return (str(parameters["field"]),)

    def judged(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Iterator[Judged] | None:
        devices = _devices(facts, parameters["field"])
        if devices is None:
            return None
        return (_judged(path, device.udi, at, parameters["need"]) for path, device in devices)

    def satisfying(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts:
        sample = _sample(at)

        def mended(device: InstalledAsset) -> InstalledAsset:
            faults = _judged("", device.udi, at, parameters["need"]).faults
            return changed(device, udi=sample) if faults or device.udi is None else device

        if parameters["field"] == UdiField.ASSET:
            return facts.with_(asset=mended(facts.asset or InstalledAsset(id="A-1")))
        order = facts.order or Order(id="O-1")
        devices = order.assets or (InstalledAsset(id="A-1"),)
        return facts.with_(order=changed(order, assets=tuple(map(mended, devices))))


def _devices(facts: Facts, field: str) -> list[tuple[str, InstalledAsset]] | None:
    if field == UdiField.ASSET:
        return None if isinstance(facts.asset, NotSupplied) else [("asset.udi", facts.asset)]
    if isinstance(facts.order, NotSupplied):
        return None
    return [(f"order.assets[{index}].udi", device) for index, device in enumerate(facts.order.assets)]


def _judged(path: str, raw: str | None, at: dt.datetime, need: str) -> Judged:
    if not raw:
        return Judged(path, None, ())
    udi = parse_udi(raw, year=at.year)
    faults = faults_of(udi)
    if not faults and not _SAYS[need](udi):
        wanted: LangText = UdiNeed(need).label
        faults = (Fault(wanted, _LACKS.format(need=wanted)),)
    return Judged(path, raw, faults)


def _sample(at: dt.datetime) -> str:
    """A made-up UDI that says everything."""
    year = f"{at.year % 100:02d}"
    production = {"11": f"{year}0101", "17": f"{year}1231", "10": "LOT-1", "21": "1"}
    return write_gs1({"01": gtin_from("0690123456789")} | production)
