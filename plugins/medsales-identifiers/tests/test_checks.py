"""The checks in a playbook: what they judge, what they say, and what they read."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import medsales_core as ms
import medsales_core.model as m
from medsales_core.errors import ConfigError
from medsales_core.model import NOT_SUPPLIED, Facts
from medsales_core.ports.check import Check
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.inverting import satisfy, violations
from medsales_core.rules.judging import Context
from medsales_core.rules.reads import reads
from medsales_identifiers import gtin_from
from medsales_identifiers.checks import CreditCodeCheck, DeviceIdentifierCheck, RegistrationCheck, UdiCheck
from medsales_identifiers.hooks import medsales_checks

AT = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
DI = "(01)06901234567892"
NMPA = "国械注准20213020001"
CALLS: list[tuple[Check, dict[str, Any]]] = [
    (CreditCodeCheck(), {}),
    (DeviceIdentifierCheck(), {}),
    *((UdiCheck(), {"field": field, "need": need}) for field in ("asset.udi", "order.assets.udi")
      for need in ("device", "production", "lot", "serial", "expiry")),
    *((RegistrationCheck(), {"kind": kind})
      for kind in ("cn-registration", "cn-filing", "fda-510k", "fda-pma", "fda-denovo")),
]  # fmt: skip
PLAYBOOK = """
extends = "medsales:reference"
[stage.negotiation-contract.exit.uscc-known]
label   = { en = "The customer's credit code is sound", zh-Hans = "客户统一社会信用代码正确" }
source  = "GB 32100-2015"
require = { check = "identifiers.uscc" }
[standard.traceability]
label = { en = "Traceability", zh-Hans = "追溯" }
[standard.traceability.requirement.udi-captured]
label   = { en = "UDI is captured", zh-Hans = "采集UDI" }
source  = "P22"
require = { check = "identifiers.udi", with = { field = "asset.udi", need = "production" } }
"""


def asset(udi: str | None) -> Facts:
    return Facts(asset=m.InstalledAsset(id="A-1", udi=udi))


def product(number: str | None, class_cn: str | None = None) -> Facts:
    registration = m.Registration(id="R-1", kind="cn-registration", number=number)
    return Facts(products=[m.Product(id="P-1", class_cn=class_cn, registrations=[registration])])


def messages(check: Check, facts: Facts, **parameters: Any) -> list[tuple[str, str]]:
    return [(reason.path, str(reason.message)) for reason in check.reasons(facts, AT, **parameters)]


@pytest.mark.parametrize(("check", "parameters"), CALLS)
def test_a_check_is_unknown_without_its_facts_and_holds_on_those_that_it_makes(
    check: Check, parameters: dict[str, Any]
) -> None:
    assert check.holds(Facts(), AT, **parameters) is None
    assert list(check.reasons(Facts(), AT, **parameters)) == []
    made = check.satisfying(Facts(), AT, **parameters)
    assert made is not None
    assert check.holds(made, AT, **parameters) is True
    assert list(check.reasons(made, AT, **parameters)) == []
    assert check.satisfying(made, AT, **parameters) == made
    roots = {path.partition(".")[0] for path in check.reads_with(**parameters)}
    assert made.supplied() == roots
    for root in roots:
        assert check.holds(made.with_(**{root: NOT_SUPPLIED}), AT, **parameters) is None


@pytest.mark.parametrize(
    ("need", "udi", "holds"),
    [
        ("device", DI, True),
        ("production", DI, False),
        ("production", f"{DI}(10)A", True),
        ("lot", f"{DI}(21)A", False),
        ("lot", f"{DI}(10)A", True),
        ("serial", f"{DI}(21)A", True),
        ("expiry", f"{DI}(17)270101", True),
        ("expiry", f"{DI}(11)260101", False),
        ("device", "(01)06901234567893", False),
        ("device", "", False),
        ("device", None, False),
    ],
)
def test_a_udi_must_be_sound_and_say_what_is_needed(need: str, udi: str | None, holds: bool) -> None:
    assert UdiCheck().holds(asset(udi), AT, field="asset.udi", need=need) is holds
    assert bool(messages(UdiCheck(), asset(udi), field="asset.udi", need=need)) is not holds


def test_a_reason_names_the_field_the_character_and_what_mends_it() -> None:
    (told,) = messages(UdiCheck(), asset("(01)06901234567893"), field="asset.udi", need="device")
    remedy = "one of the characters was misread: scan again, or compare all of them with the label"
    assert told == (
        "asset.udi",
        f"the check character of element (01) is 2, not '3' (character 18): {remedy}",
    )
    (told,) = messages(UdiCheck(), asset(DI), field="asset.udi", need="lot")
    assert told == ("asset.udi", "the UDI does not say the lot")


def test_every_device_of_an_order_is_judged_and_an_order_without_any_fails() -> None:
    devices = [m.InstalledAsset(id="1", udi=DI), m.InstalledAsset(id="2")]
    facts = Facts(order=m.Order(id="O-1", assets=devices))
    assert UdiCheck().holds(facts, AT, field="order.assets.udi", need="device") is False
    (told,) = messages(UdiCheck(), facts, field="order.assets.udi", need="device")
    assert told == ("order.assets[1].udi", "UDI is not recorded")
    none = Facts(order=m.Order(id="O-1"))
    assert UdiCheck().holds(none, AT, field="order.assets.udi", need="device") is False
    (told,) = messages(UdiCheck(), none, field="order.assets.udi", need="device")
    assert told == ("order.assets.udi", "there is nothing to judge: no UDI is recorded")


@pytest.mark.parametrize(
    ("number", "class_cn", "told"),
    [
        (NMPA, None, []),
        (NMPA, "III", []),
        (NMPA, "II", ["the number says class 3, the product class 2"]),
        ("国械备20150001号", None, ["the number is that of another kind: filing of a class I device"]),
        (None, None, ["registration of this kind is not recorded"]),
    ],
)
def test_a_registration_number_must_be_of_its_kind_and_of_the_class_of_the_product(
    number: str | None, class_cn: str | None, told: list[str]
) -> None:
    facts = product(number, class_cn)
    assert RegistrationCheck().holds(facts, AT, kind="cn-registration") is not bool(told)
    assert [said for _, said in messages(RegistrationCheck(), facts, kind="cn-registration")] == told


@pytest.mark.parametrize("class_cn", ["I", "II", "III"])
def test_a_number_that_is_made_agrees_with_the_class_of_the_product(class_cn: str) -> None:
    kind = "cn-filing" if class_cn == "I" else "cn-registration"
    made = RegistrationCheck().satisfying(product(None, class_cn), AT, kind=kind)
    assert made is not None
    assert RegistrationCheck().holds(made, AT, kind=kind) is True


def test_a_product_without_a_registration_of_the_kind_fails() -> None:
    (told,) = messages(RegistrationCheck(), product(NMPA), kind="fda-510k")
    assert told == ("products[0].registrations", "registration of this kind is not recorded")


def test_device_identifiers_are_judged_by_the_rules_of_their_agency() -> None:
    def facts(agency: str, di: str) -> Facts:
        record = m.DeviceIdentifier(id="D-1", agency=agency, di=di)
        return Facts(products=[m.Product(id="P-1", device_identifiers=[record])])

    check = DeviceIdentifierCheck()
    assert check.holds(facts("gs1", gtin_from("0690123456789")), AT) is True
    assert check.holds(facts("hibcc", "A999123457"), AT) is True
    assert check.holds(facts("hibcc", gtin_from("0690123456789")), AT) is False
    ((path, _),) = messages(check, facts("gs1", "06901234567893"))
    assert path == "products[0].device_identifiers[0].di"


@pytest.mark.parametrize(("uscc", "holds"), [("91350100M000100Y43", True), ("91350100M000100Y44", False), (None, False)])  # fmt: skip
def test_the_credit_code_of_the_customer_is_judged(uscc: str | None, holds: bool) -> None:
    facts = Facts(account=m.Account(id="C-1", name="First hospital", uscc=uscc))
    assert CreditCodeCheck().holds(facts, AT) is holds


@pytest.fixture
def playbook(tmp_path: Path) -> ms.Playbook:
    path = tmp_path / "playbook.toml"
    path.write_text(PLAYBOOK, encoding="utf-8")
    return ms.load_playbook(path, checks=medsales_checks())


def test_a_playbook_that_calls_the_checks_refuses_with_their_reasons(playbook: ms.Playbook) -> None:
    here = ms.Progress("D-1", process="deal", stage="negotiation-contract", status=ms.Status.OPEN, version=1)
    facts = ms.Facts(account=m.Account(id="C-1", name="First hospital", uscc="91350100M000100Y44"))
    decision = playbook.decide(here, ms.Win(), facts=facts, actor=ms.Actor("u-li"), at=AT)
    (found,) = [finding for finding in decision.failures if finding.requirement == "uscc-known"]
    assert "is 3, not '4' (character 18)" in str(found.reasons[0].message)
    assert "第18个字符" in found.reasons[0].message["zh-Hans"]


def test_a_requirement_that_calls_a_check_is_inverted_into_facts_that_fulfil_and_violate_it(
    playbook: ms.Playbook,
) -> None:
    condition = playbook.requirements["udi-captured"].condition
    checks = {check.id: check for check in medsales_checks()}
    context = Context(checks, WeekdayCalendar())
    assert reads(condition, checks) == {"asset.udi"}
    made = satisfy(condition, Facts(), AT, context)
    assert checks["identifiers.udi"].holds(made, AT, field="asset.udi", need="production") is True
    ways = [way.name for way in violations(condition, made, AT, context)]
    assert ways == ["check identifiers.udi: asset.udi empty", "asset: not supplied"]


def test_a_misspelt_field_is_a_diagnostic_with_what_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "playbook.toml"
    path.write_text(PLAYBOOK.replace('"asset.udi"', '"asset.uid"'), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        ms.load_playbook(path, checks=medsales_checks())
    assert "playbook.toml:12:49" in str(refused.value)
    assert "did you mean 'asset.udi'?" in str(refused.value)
