"""Every test vector of the domain reference, section 3.1, and those that the agencies publish."""

import datetime as dt

import pytest

from medsales_core.model import UdiAgency
from medsales_identifiers import (
    NmpaKind,
    PremarketKind,
    parse_credit_code,
    parse_gtin,
    parse_nmpa,
    parse_premarket,
    parse_srn,
    parse_udi,
)
from medsales_identifiers.check_characters import gs1_check, hibc_check, ppn_check, uscc_check

D = dt.date


@pytest.mark.parametrize("number", ["国械注准20213020001", "苏械注准20202070001", "国械注进20192060001"])
def test_registration_numbers_of_the_reference_are_sound(number: str) -> None:
    assert parse_nmpa(number).problems == ()


def test_a_registration_number_gives_its_parts() -> None:
    found = parse_nmpa("国械注准20213020001")
    assert (found.kind, found.authority, found.form) == (NmpaKind.REGISTRATION, "国", "准")
    assert (found.year, found.device_class, found.category, found.serial) == (2021, 3, "02", "0001")


def test_a_province_does_not_register_class_three() -> None:
    (problem,) = parse_nmpa("苏械注准20203070001").problems
    assert (problem.code, problem.position) == ("contradiction", 9)
    assert str(problem.expected) == "国"


@pytest.mark.parametrize(
    ("number", "authority", "year", "serial"),
    [("国械备20151134号", "国", 2015, "1134"), ("浙温械备20140027号", "浙温", 2014, "0027"), ("国械备20151134", "国", 2015, "1134")],
)  # fmt: skip
def test_filing_numbers_of_the_reference_give_their_parts(
    number: str, authority: str, year: int, serial: str
) -> None:
    found = parse_nmpa(number)
    assert found.valid
    assert (found.kind, found.authority, found.year, found.serial) == (
        NmpaKind.FILING,
        authority,
        year,
        serial,
    )
    assert found.device_class == 1


@pytest.mark.parametrize("number", ["国食药监械(准)字2013第3460001号", "国食药监械（进）字2013第3460001号"])
def test_registrations_before_2014_are_read_as_legacy(number: str) -> None:
    found = parse_nmpa(number)
    assert found.valid
    assert (found.kind, found.year, found.device_class) == (NmpaKind.LEGACY_REGISTRATION, 2013, 3)
    assert (found.category, found.serial) == ("46", "0001")


@pytest.mark.parametrize(
    ("number", "kind", "authority"),
    [
        ("京朝食药监械经营备20150001号", NmpaKind.TRADING_FILING, "京朝"),
        ("京朝药监械经营许20230001号", NmpaKind.TRADING_LICENCE, "京朝"),
        ("粤深药监械经营备20230001", NmpaKind.TRADING_FILING, "粤深"),
    ],
)
def test_trading_numbers_are_read_with_and_without_food_in_the_authority(
    number: str, kind: NmpaKind, authority: str
) -> None:
    found = parse_nmpa(number)
    assert found.valid
    assert (found.kind, found.authority) == (kind, authority)


def test_the_credit_code_of_the_reference_has_the_check_character_3() -> None:
    assert uscc_check("91350100M000100Y4") == "3"
    found = parse_credit_code("91350100M000100Y43")
    assert found.valid
    assert (found.department, found.body_type, found.region, found.organisation) == (
        "9", "1", "350100", "M000100Y4",
    )  # fmt: skip


def test_the_often_quoted_sample_of_the_standard_is_invalid() -> None:
    (problem,) = parse_credit_code("91350100M000100Y4Z").problems
    assert (problem.code, problem.position, problem.found) == ("wrong-character", 18, "Z")


def test_check_digits_of_gs1_in_the_reference() -> None:
    assert parse_gtin("06901234567892").valid
    assert parse_gtin("51022222233336").valid
    assert gs1_check("629104150021") == "3"


@pytest.mark.parametrize("di", ["06901234567892", "51022222233336"])
def test_the_samples_of_gs1_china_and_the_fda_are_read_whole(di: str) -> None:
    found = parse_udi(f"(01){di}(11)141231(17)150707(10)A213B1(21)1234")
    assert found.problems == ()
    assert (found.agency, found.di, found.lot, found.serial) == (UdiAgency.GS1, di, "A213B1", "1234")
    assert (found.made_on, found.expires_on) == (D(2014, 12, 31), D(2015, 7, 7))


def test_lot_and_serial_number_do_not_run_into_one() -> None:
    scanned = parse_udi("0106901234567892111412311715070710A213B1\x1d211234")
    assert scanned == parse_udi(scanned.raw)
    assert (scanned.lot, scanned.serial) == ("A213B1", "1234")


def test_check_characters_of_hibcc_in_the_reference() -> None:
    assert hibc_check("+A99912345") == "7"
    assert hibc_check("+A123ABCDEFGHI1234567891") == "E"
    assert parse_udi("+A999123457").di == "A99912345"
    assert parse_udi("+A123ABCDEFGHI1234567891E").di == "A123ABCDEFGHI1234567891"


def test_the_check_digits_of_the_pharmacy_product_number_in_its_specification() -> None:
    assert ppn_check("1103752864") == "14"


@pytest.mark.parametrize(
    ("number", "kind", "year", "supplement"),
    [
        ("K232604", PremarketKind.CLEARANCE, 2023, ""),
        ("P920015", PremarketKind.APPROVAL, 1992, ""),
        ("P920015 / S302", PremarketKind.APPROVAL, 1992, "S302"),
        ("P920015/S302", PremarketKind.APPROVAL, 1992, "S302"),
        ("N970003", PremarketKind.APPROVAL, 1997, ""),
        ("DEN200001", PremarketKind.DE_NOVO, 2020, ""),
        ("H080001", PremarketKind.HUMANITARIAN, 2008, ""),
    ],
)
def test_premarket_numbers_of_the_fda_give_their_parts(
    number: str, kind: PremarketKind, year: int, supplement: str
) -> None:
    found = parse_premarket(number)
    assert found.valid
    assert (found.kind, found.year, found.supplement) == (kind, year, supplement)


@pytest.mark.parametrize("role", ["MF", "AR", "IM", "PR"])
def test_an_srn_has_one_of_four_roles(role: str) -> None:
    found = parse_srn(f"DE-{role}-999999999")
    assert found.valid
    assert (found.country, found.role, found.number) == ("DE", role, "999999999")


def test_distributors_have_no_srn() -> None:
    (problem,) = parse_srn("DE-DI-999999999").problems
    assert (problem.code, problem.position, problem.found) == ("wrong-form", 4, "DI")
