"""``identifiers.device-identifier``: what a product master keeps of UDIs is sound."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from medsales_core.model import DeviceIdentifier, Facts, NotSupplied, Product, UdiAgency
from medsales_core.model.fields import changed
from medsales_core.text import text
from medsales_identifiers.checks.judging import IdentifierCheck, Judged, faults_of
from medsales_identifiers.gtin import gtin_from
from medsales_identifiers.udi import parse_device_identifier

__all__ = ["DeviceIdentifierCheck"]


class DeviceIdentifierCheck(IdentifierCheck):
    """Every device identifier of every product is sound, by the rules of the agency that is said to have issued it.

    A product without any fails as well.
    """

    id = "identifiers.device-identifier"
    title = text("The device identifiers of the products are sound", "产品标识(UDI-DI)正确")
    what = text("device identifier", "产品标识")
    reads = ("products.device_identifiers",)

    def judged(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Iterator[Judged] | None:
        if isinstance(facts.products, NotSupplied):
            return None
        return (one for index, product in enumerate(facts.products) for one in _judged(index, product))

    def satisfying(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts:
        products = facts.products or (Product(id="P-1"),)
        return facts.with_(products=tuple(map(_mended, products)))


def _judged(index: int, product: Product) -> Iterator[Judged]:
    path = f"products[{index}].device_identifiers"
    if not product.device_identifiers:
        yield Judged(path, None, ())
    for number, record in enumerate(product.device_identifiers):
        yield _judged_record(f"{path}[{number}].di", record)


def _judged_record(path: str, record: DeviceIdentifier) -> Judged:
    if not record.di:
        return Judged(path, None, ())
    return Judged(path, record.di, faults_of(parse_device_identifier(record.di, record.agency)))


def _mended(product: Product) -> Product:
    records = product.device_identifiers or (DeviceIdentifier(id="DI-1"),)
    return changed(product, device_identifiers=tuple(map(_mended_record, records)))


def _mended_record(record: DeviceIdentifier) -> DeviceIdentifier:
    judged = _judged_record("", record)
    if judged.raw is not None and not judged.faults:
        return record
    return changed(record, agency=UdiAgency.GS1, di=gtin_from("0690123456789"))
