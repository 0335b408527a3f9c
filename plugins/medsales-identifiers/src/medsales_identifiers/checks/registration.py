"""``identifiers.registration``: the registration numbers of products are well formed and agree with the product."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Final, NamedTuple

from medsales_core.model import (
    Choice,
    DeviceClassCN,
    Facts,
    NotSupplied,
    Product,
    Registration,
    RegistrationKind,
)
from medsales_core.model.fields import changed
from medsales_core.text import text
from medsales_identifiers.checks.judging import Fault, IdentifierCheck, Judged, faults_of
from medsales_identifiers.identifier import Identifier
from medsales_identifiers.nmpa import NmpaKind, NmpaNumber, parse_nmpa
from medsales_identifiers.premarket import PremarketKind, PremarketNumber, parse_premarket

__all__ = ["RegistrationCheck", "RegistrationNumberKind"]

_OTHER_KIND: Final = text("the number is that of another kind: {found}", "编号属于另一类：{found}")
_OTHER_CLASS: Final = text(
    "the number says class {found}, the product class {expected}", "编号为第{found}类，产品为第{expected}类"
)
_CLASSES: Final = {DeviceClassCN.I: 1, DeviceClassCN.II: 2, DeviceClassCN.III: 3}


class RegistrationNumberKind(Choice):
    """The kinds of registration whose numbers are checked; values as in `RegistrationKind`."""

    CN_REGISTRATION = "cn-registration", "Chinese registration", "医疗器械注册证"
    CN_FILING = "cn-filing", "Chinese filing", "医疗器械备案"
    FDA_510K = "fda-510k", "FDA 510(k)", "FDA 510(k)"
    FDA_PMA = "fda-pma", "FDA PMA", "FDA上市前批准"
    FDA_DENOVO = "fda-denovo", "FDA De Novo", "FDA De Novo"


class _Numbers(NamedTuple):
    """How the numbers of one kind are read, what they are then, and one that is sound."""

    parse: Callable[[str], Identifier]
    kinds: tuple[Choice, ...]
    sample: str


_NUMBERS: Final = {
    "cn-registration": _Numbers(
        parse_nmpa, (NmpaKind.REGISTRATION, NmpaKind.LEGACY_REGISTRATION), "国械注准20213020001"
    ),
    "cn-filing": _Numbers(parse_nmpa, (NmpaKind.FILING,), "国械备20150001号"),
    "fda-510k": _Numbers(parse_premarket, (PremarketKind.CLEARANCE,), "K260001"),
    "fda-pma": _Numbers(parse_premarket, (PremarketKind.APPROVAL,), "P260001"),
    "fda-denovo": _Numbers(parse_premarket, (PremarketKind.DE_NOVO,), "DEN260001"),
}
# What a Chinese sample is, by the class that the product is said to be of.
_SAMPLES: Final = {
    ("cn-registration", DeviceClassCN.II): "苏械注准20212020001",
    ("cn-registration", DeviceClassCN.III): "国械注准20213020001",
}


class RegistrationCheck(IdentifierCheck):
    """Every registration of the kind has a well-formed number, of that kind and of the product's class.

    Every product has at least one of the kind.
    """

    id = "identifiers.registration"
    title = text("The registration numbers of the products are sound", "产品注册备案编号正确")
    what = text("registration of this kind", "该类注册或备案")
    reads = ("products.registrations", "products.class_cn")
    parameters: ClassVar = {"kind": RegistrationNumberKind}

    def judged(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Iterator[Judged] | None:
        if isinstance(facts.products, NotSupplied):
            return None
        kind = parameters["kind"]
        return (one for index, product in enumerate(facts.products) for one in _judged(index, product, kind))

    def satisfying(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts:
        products = facts.products or (Product(id="P-1"),)
        return facts.with_(products=tuple(_mended(product, parameters["kind"]) for product in products))


def _judged(index: int, product: Product, kind: str) -> Iterator[Judged]:
    path = f"products[{index}].registrations"
    if not any(record.kind == kind for record in product.registrations):
        yield Judged(path, None, ())
    for number, record in enumerate(product.registrations):
        if record.kind == kind:
            yield _judged_record(f"{path}[{number}].number", record, product, kind)


def _judged_record(path: str, record: Registration, product: Product, kind: str) -> Judged:
    if not record.number:
        return Judged(path, None, ())
    found = _NUMBERS[kind].parse(record.number)
    faults = faults_of(found) or tuple(_disagreements(found, product, kind))
    return Judged(path, record.number, faults)


def _disagreements(found: Identifier, product: Product, kind: str) -> Iterator[Fault]:
    if not isinstance(found, NmpaNumber | PremarketNumber) or found.kind is None:
        return
    if found.kind not in _NUMBERS[kind].kinds:
        yield Fault(_NUMBERS[kind].kinds[0].label, _OTHER_KIND.format(found=found.kind.label))
    wanted = _CLASSES.get(product.class_cn) if product.class_cn else None
    if isinstance(found, NmpaNumber) and wanted and found.device_class not in (None, wanted):
        told = _OTHER_CLASS.format(found=found.device_class, expected=wanted)
        yield Fault(text(f"class {wanted}", f"第{wanted}类"), told)


def _mended(product: Product, kind: str) -> Product:
    records = product.registrations
    if not any(record.kind == kind for record in records):
        records = (*records, Registration(id=f"{kind}-1", kind=RegistrationKind(kind)))
    return changed(
        product,
        registrations=tuple(
            _mended_record(record, product, kind) if record.kind == kind else record for record in records
        ),
    )


def _mended_record(record: Registration, product: Product, kind: str) -> Registration:
    judged = _judged_record("", record, product, kind)
    if judged.raw is not None and not judged.faults:
        return record
    sample = _SAMPLES.get((kind, product.class_cn), _NUMBERS[kind].sample) if product.class_cn else ""
    return changed(record, number=sample or _NUMBERS[kind].sample)
