"""UDI of HIBCC, ICCBBA, MA and IFA: what is read, and what is said of each mistake."""

import datetime as dt

import pytest

from medsales_core.model import UdiAgency
from medsales_identifiers import (
    join_hibcc,
    parse_device_identifier,
    parse_udi,
    write_hibcc,
    write_iccbba,
    write_ifa,
)

D = dt.date
PRODUCT = "A99912345"
TISSUE = "=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123"
MA = "MA.156.M0.100761.21234561"


def told(raw: str) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.position, problem.found) for problem in parse_udi(raw).problems]


# HIBCC


@pytest.mark.parametrize(
    ("data", "lot", "serial", "expires_on", "quantity"),
    [
        ("$A1", "A1", None, None, None),
        ("$+S1", None, "S1", None, None),
        ("27059", "", None, D(2027, 2, 28), None),
        ("27059A1", "A1", None, D(2027, 2, 28), None),
        ("$$0227A1", "A1", None, D(2027, 2, 28), None),
        ("$$1227A1", "A1", None, D(2027, 12, 31), None),
        ("$$2022827A1", "A1", None, D(2027, 2, 28), None),
        ("$$3270228A1", "A1", None, D(2027, 2, 28), None),
        ("$$427022823A1", "A1", None, D(2027, 2, 28), None),
        ("$$527059A1", "A1", None, D(2027, 2, 28), None),
        ("$$62705923A1", "A1", None, D(2027, 2, 28), None),
        ("$$7A1", "A1", None, None, None),
        ("$$8240227A1", "A1", None, D(2027, 2, 28), 24),
        ("$$9001007A1", "A1", None, None, 100),
        ("$$824", "", None, None, 24),
        ("$$+3270228S1", None, "S1", D(2027, 2, 28), None),
        ("$$+7S1", None, "S1", None, None),
    ],
)
def test_every_form_of_secondary_data_is_read(
    data: str, lot: str | None, serial: str | None, expires_on: D | None, quantity: int | None
) -> None:
    found = parse_udi(write_hibcc(PRODUCT, data))
    assert found.problems == ()
    assert (found.agency, found.di) == (UdiAgency.HIBCC, PRODUCT)
    assert (found.lot or "", found.serial) == (lot or "", serial)
    assert (found.expires_on, found.quantity) == (expires_on, quantity)


def test_supplements_add_serial_number_dates_and_quantity() -> None:
    found = parse_udi(write_hibcc(PRODUCT, "$$3270228A1/SS1/16D20260131/Q12"))
    assert found.valid
    assert (found.lot, found.serial, found.made_on, found.quantity) == ("A1", "S1", D(2026, 1, 31), 12)


def test_two_symbols_of_one_label_are_joined() -> None:
    primary = parse_udi(write_hibcc(PRODUCT))
    alone = parse_udi(write_hibcc(secondary="$$3270228A1", link=primary.raw[-1]))
    assert [problem.code for problem in alone.problems] == ["missing-device-identifier"]
    joined = join_hibcc(primary, alone)
    assert joined.valid
    assert (joined.di, joined.lot, joined.expires_on) == (PRODUCT, "A1", D(2027, 2, 28))


def test_two_symbols_of_different_labels_are_told_apart() -> None:
    primary = parse_udi(write_hibcc(PRODUCT))
    other = parse_udi(write_hibcc(secondary="$A1", link="Z"))
    assert [problem.code for problem in join_hibcc(primary, other).problems] == ["wrong-link"]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("+A999123450", ("wrong-check-character", 11, "0")),
        ("+A9991234a7", ("wrong-character", 10, "a")),
        ("*+A999123457", ("stray-delimiter", 1, "*")),
        ("$A1", ("unknown-structure", 1, "$A1")),
        ("+A1", ("wrong-length", 1, "+A1")),
        (write_hibcc("A9991234X"), ("wrong-character", 10, "X")),
        (write_hibcc("A-991234"), ("wrong-character", 3, "-")),
        (write_hibcc("A1"), ("wrong-length", 2, "A1")),
        (write_hibcc(PRODUCT, "$$3270230A1"), ("not-a-date", 15, "270230")),
        (write_hibcc(PRODUCT, "$$527366A1"), ("not-a-date", 15, "27366")),
        (write_hibcc(PRODUCT, "$" + "A" * 19), ("wrong-length", 13, "A" * 19)),
        (write_hibcc(PRODUCT, "$A%"), ("wrong-character", 14, "%")),
        (write_hibcc(PRODUCT, "$$8X"), ("wrong-form", 15, "X")),
        (write_hibcc(PRODUCT, "$$A1"), ("wrong-character", 14, "A")),
        (write_hibcc(PRODUCT, "$A1/ZZ"), ("unknown-element", 16, "ZZ")),
        (write_hibcc(PRODUCT, "$A1/QX"), ("wrong-form", 17, "X")),
        (write_hibcc(PRODUCT, "$A1/16D20261301"), ("not-a-date", 19, "20261301")),
        (write_hibcc(PRODUCT, "A1"), ("wrong-form", 12, "A1")),
    ],
)
def test_a_mistake_in_an_hibcc_symbol_is_told_with_its_place(raw: str, problem: tuple[str, int, str]) -> None:
    assert told(raw) == [problem]


@pytest.mark.parametrize("raw", ["A99912345", "+A99912345", "A999123457", "+A999123457"])
def test_registries_keep_an_hibcc_code_with_and_without_flag_and_check_character(raw: str) -> None:
    found = parse_device_identifier(raw)
    assert found.valid
    assert found.di == PRODUCT


def test_a_gtin_among_the_codes_of_hibcc_is_named() -> None:
    found = parse_device_identifier("06901234567892", UdiAgency.HIBCC)
    assert [(problem.code, problem.found) for problem in found.problems] == [("wrong-form", "0690")]


def test_a_blank_may_be_the_check_character_and_is_then_no_stray_one() -> None:
    blank = next(f"A999{number}1" for number in range(100) if write_hibcc(f"A999{number}1").endswith(" "))
    assert parse_udi(write_hibcc(blank)).valid
    assert told(f"{write_hibcc(PRODUCT)} ") == [("stray-blank", 12, " ")]


# ICCBBA


def test_the_tissue_of_the_agency_s_example_gives_all_its_parts() -> None:
    found = parse_udi(TISSUE)
    assert found.problems == ()
    assert (found.agency, found.di) == (UdiAgency.ICCBBA, "A9999XYZ100T0944")
    assert (found.serial, found.donation, found.lot) == ("000025", "A99971312345600", "000000000000XYZ123")
    assert (found.made_on, found.expires_on) == (D(2013, 2, 1), D(2014, 2, 1))


def test_a_blood_bag_has_structures_of_its_own() -> None:
    found = parse_udi(write_iccbba({"=)": "1234567890", "&)": "ABCDEFGHIJ"}))
    assert found.valid
    assert (found.di, found.lot) == ("1234567890", "ABCDEFGHIJ")


def test_a_year_that_begins_with_9_is_of_the_last_century() -> None:
    assert parse_udi(TISSUE.replace("=}013032", "=}999032")).made_on == D(1999, 2, 1)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("=/A9999XYZ100T094", ("wrong-length", 3, "A9999XYZ100T094")),
        ("=/A9999XYZ100t0944", ("wrong-character", 14, "t")),
        ("=/A9999XYZ100T0944=>014366", ("not-a-date", 21, "014366")),
        ("=/A9999XYZ100T0944??", ("unknown-element", 19, "??")),
        ("=/A9999XYZ100T0944=", ("unknown-element", 19, "=")),
        ("=,000025", ("missing-device-identifier", 9, "")),
    ],
)
def test_a_mistake_in_an_iccbba_text_is_told_with_its_place(raw: str, problem: tuple[str, int, str]) -> None:
    assert told(raw) == [problem]


def test_a_product_master_keeps_an_iccbba_code_without_its_mark() -> None:
    found = parse_device_identifier("A9999XYZ100T0944", UdiAgency.ICCBBA)
    assert found.valid
    assert parse_device_identifier("=/A9999XYZ100T0944").di == found.di


# MA


def test_an_ma_code_gives_product_and_production() -> None:
    found = parse_udi(f"{MA}.Sx00008.M220117.L20220117.D20220118.E220130.V20230117.C3")
    assert found.problems == ()
    assert (found.agency, found.di, found.lot, found.serial) == (UdiAgency.MA, MA, "20220117", "x00008")
    assert (found.made_on, found.expires_on) == (D(2022, 1, 17), D(2022, 1, 30))


def test_an_ma_code_that_tells_only_until_when_it_is_good_expires_then() -> None:
    assert parse_udi(f"{MA}.V20230117").expires_on == D(2023, 1, 17)
    assert parse_udi(f"{MA}.V20230117.E220130").expires_on == D(2022, 1, 30)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("MA.156.M0.100761", ("wrong-form", 1, "MA.156.M0.100761")),
        ("MA.1X6.M0.100761.21234561", ("wrong-character", 5, "X")),
        ("MA.156.M1.100761.21234561", ("wrong-form", 8, "M1")),
        ("MA.156.M0.10076.21234561", ("wrong-form", 11, "10076")),
        (f"{MA}.M220132", ("not-a-date", 28, "220132")),
        (f"{MA}.M220100", ("not-a-date", 28, "220100")),
        (f"{MA}.X1", ("unknown-element", 27, "X1")),
        (f"{MA}.L", ("empty", 28, "")),
        (f"{MA}.LA.LB", ("repeated-element", 31, "L")),
    ],
)
def test_a_mistake_in_an_ma_code_is_told_with_its_place(raw: str, problem: tuple[str, int, str]) -> None:
    assert told(raw) == [problem]


def test_a_product_master_keeps_an_ma_code() -> None:
    assert parse_device_identifier(MA).di == MA


# IFA


def test_an_ifa_symbol_gives_product_and_production() -> None:
    elements = {"9N": "110375286414", "1T": "A1", "S": "S1", "D": "270600", "16D": "20260131"}
    found = parse_udi(write_ifa(elements))
    assert found.problems == ()
    assert (found.agency, found.di, found.lot, found.serial) == (
        UdiAgency.IFA, "110375286414", "A1", "S1",
    )  # fmt: skip
    assert (found.made_on, found.expires_on) == (D(2026, 1, 31), D(2027, 6, 30))


@pytest.mark.parametrize(
    ("elements", "problem"),
    [
        ({"9N": "110375286415"}, ("wrong-check-character", 20, "15")),
        ({"9N": "1103-5286414"}, ("wrong-character", 14, "-")),
        ({"9N": "1114"}, ("wrong-length", 10, "1114")),
        ({"9N": "110375286414", "D": "271301"}, ("not-a-date", 24, "271301")),
        ({"9N": "110375286414", "16D": "270101"}, ("not-a-date", 26, "270101")),
        ({"9N": "110375286414", "1T": ""}, ("wrong-length", 25, "")),
        ({"9N": "110375286414", "1T": "A B"}, ("wrong-character", 26, " ")),
        ({"9N": "110375286414", "ZZ": "1"}, ("unknown-element", 23, "ZZ1")),
        ({"1T": "A"}, ("missing-device-identifier", 13, "")),
    ],
)
def test_a_mistake_in_an_ifa_symbol_is_told_with_its_place(
    elements: dict[str, str], problem: tuple[str, int, str]
) -> None:
    assert told(write_ifa(elements)) == [problem]


def test_an_envelope_that_does_not_end_is_told() -> None:
    assert [code for code, *_ in told("[)>\x1e06\x1d9N110375286414")] == ["wrong-form"]


def test_a_pharmacy_product_number_alone_is_read_where_its_agency_is_named() -> None:
    assert parse_device_identifier("110375286414", UdiAgency.IFA).valid


# None of them


@pytest.mark.parametrize("agency", [None, UdiAgency.AHM])
def test_a_code_whose_rules_are_not_known_is_told_so(agency: UdiAgency | None) -> None:
    assert [found.code for found in parse_device_identifier("#1", agency).problems] == ["unknown-structure"]
    assert [found.code for found in parse_device_identifier("", agency).problems] == ["empty"]
