"""What holds of every identifier: it comes back as written, a wrong character shows, no text does harm."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.model import UdiAgency
from medsales_identifiers import (
    Identifier,
    credit_code_from,
    gtin_from,
    parse_credit_code,
    parse_device_identifier,
    parse_gtin,
    parse_nmpa,
    parse_premarket,
    parse_srn,
    parse_udi,
    write_gs1,
    write_hibcc,
    write_iccbba,
    write_ifa,
    write_ma,
)
from medsales_identifiers.check_characters import HIBC_SIGNS, USCC_SIGNS, ppn_check
from medsales_identifiers.nmpa import PROVINCES
from medsales_identifiers.problems import CODES
from medsales_identifiers.udi.application_identifiers import CHARACTERS

DIGITS = "0123456789"
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PLAIN = DIGITS + CAPITALS
PARSERS: list[Callable[[str], Identifier]] = [
    parse_credit_code, parse_device_identifier, parse_gtin, parse_nmpa, parse_premarket, parse_srn, parse_udi,
]  # fmt: skip


def signs(alphabet: str, least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=least, max_size=most or least)


gtins = st.sampled_from([7, 11, 12, 13]).flatmap(lambda size: signs(DIGITS, size)).map(gtin_from)
uscc = (
    st.tuples(signs(USCC_SIGNS, 2), signs(DIGITS, 6), signs(USCC_SIGNS, 9)).map("".join).map(credit_code_from)
)
hibcc_codes = st.tuples(signs(CAPITALS, 1), signs(PLAIN, 4, 21), signs(DIGITS, 1)).map("".join)
ppns = signs(PLAIN, 3, 20).map(lambda body: body + ppn_check(body))
days = st.dates(dt.date(1977, 1, 1), dt.date(2076, 12, 31))
set_82 = "".join(sorted(CHARACTERS["X"] - set("()")))

# What was written comes back


@given(gtins)
def test_a_gtin_comes_back_in_14_digits(digits: str) -> None:
    found = parse_gtin(digits)
    assert found.valid
    assert (found.digits, found.gtin14) == (digits, digits.zfill(14))
    assert parse_gtin(found.gtin14).valid


@given(uscc)
def test_a_credit_code_comes_back_in_its_parts(code: str) -> None:
    found = parse_credit_code(code)
    assert found.valid
    assert f"{found.department}{found.body_type}{found.region}{found.organisation}" == code[:17]


@given(
    signs(DIGITS, 13).map(gtin_from), days, days, signs(set_82, 1, 20), signs(set_82, 1, 20), st.booleans()
)
def test_a_udi_of_gs1_comes_back_in_its_parts(
    di: str, one: dt.date, other: dt.date, lot: str, serial: str, bracketed: bool
) -> None:
    made, expires = sorted((one, other))
    written = {"01": di, "11": f"{made:%y%m%d}", "17": f"{expires:%y%m%d}", "10": lot, "21": serial}
    found = parse_udi(write_gs1(written, bracketed=bracketed))
    assert found.problems == ()
    assert (found.di, found.lot, found.serial) == (di, lot, serial)
    assert (found.made_on, found.expires_on) == (made, expires)
    assert {element.key: element.value for element in found.elements} == written


@given(hibcc_codes, signs(PLAIN, 1, 18), days, st.integers(0, 99999), st.booleans())
def test_a_udi_of_hibcc_comes_back_in_its_parts(
    di: str, number: str, expires: dt.date, quantity: int, is_serial: bool
) -> None:
    mark = "$$+" if is_serial else "$$"
    found = parse_udi(write_hibcc(di, f"{mark}9{quantity:05d}3{expires:%y%m%d}{number}"))
    assert found.problems == ()
    assert (found.di, found.quantity, found.expires_on) == (di, quantity, expires)
    assert (found.serial if is_serial else found.lot) == number


@given(signs(PLAIN, 16), signs(PLAIN, 6), signs(PLAIN, 15), days)
def test_a_udi_of_iccbba_comes_back_in_its_parts(
    di: str, serial: str, donation: str, expires: dt.date
) -> None:
    written = {"=/": di, "=,": serial, "=": donation, "=>": f"{expires.year % 1000:03d}{expires:%j}"}
    found = parse_udi(write_iccbba(written))
    assert found.problems == ()
    assert (found.di, found.serial, found.donation, found.expires_on) == (di, serial, donation, expires)


@given(signs(DIGITS, 6), signs(PLAIN, 8), signs(PLAIN, 1, 20), days, st.sampled_from(["%y%m%d", "%Y%m%d"]))
def test_a_udi_of_ma_comes_back_in_its_parts(
    registrant: str, product: str, lot: str, made: dt.date, form: str
) -> None:
    di = f"MA.156.M0.{registrant}.{product}"
    found = parse_udi(write_ma(di, {"L": lot, "M": made.strftime(form)}))
    assert found.problems == ()
    assert (found.di, found.lot, found.made_on) == (di, lot, made)


@given(ppns, signs(PLAIN, 1, 20), days)
def test_a_udi_of_ifa_comes_back_in_its_parts(ppn: str, lot: str, expires: dt.date) -> None:
    found = parse_udi(write_ifa({"9N": ppn, "1T": lot, "D": f"{expires:%y%m%d}"}))
    assert found.problems == ()
    assert (found.di, found.lot, found.expires_on) == (ppn, lot, expires)


@given(st.sampled_from(PROVINCES), signs(DIGITS, 4), signs(DIGITS, 6))
def test_a_registration_number_comes_back_in_its_parts(province: str, year: str, rest: str) -> None:
    found = parse_nmpa(f"{province}械注准{year}2{rest}")
    assert found.valid
    assert (found.authority, found.year, found.device_class) == (province, int(year), 2)
    assert f"{found.category}{found.serial}" == rest


# A wrong character shows, as each scheme promises


@st.composite
def changed(draw: st.DrawFn, whole: st.SearchStrategy[str], alphabet: str) -> str:
    """A sound identifier in which one character is another."""
    text = draw(whole)
    at = draw(st.integers(0, len(text) - 1))
    return text[:at] + draw(st.sampled_from(sorted(set(alphabet) - {text[at]}))) + text[at + 1 :]


@given(changed(gtins, DIGITS))
def test_one_wrong_digit_of_a_gtin_shows(digits: str) -> None:
    assert not parse_gtin(digits).valid


@given(changed(uscc, USCC_SIGNS))
def test_one_wrong_character_of_a_credit_code_shows(code: str) -> None:
    assert not parse_credit_code(code).valid


@given(uscc, st.integers(0, 16))
def test_two_neighbours_of_a_credit_code_that_changed_places_show(code: str, at: int) -> None:
    swapped = f"{code[:at]}{code[at + 1]}{code[at]}{code[at + 2 :]}"
    assert swapped == code or not parse_credit_code(swapped).valid


@given(signs(DIGITS, 13).map(gtin_from), st.integers(0, 12))
def test_two_neighbours_of_a_gtin_that_changed_places_show_unless_they_differ_by_five(
    digits: str, at: int
) -> None:
    swapped = f"{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}"
    unseen = (int(digits[at]) - int(digits[at + 1])) % 5 == 0
    assert parse_gtin(swapped).valid == unseen


@given(changed(hibcc_codes.map(write_hibcc), HIBC_SIGNS))
def test_one_wrong_character_of_an_hibcc_symbol_shows(symbol: str) -> None:
    assert not parse_udi(symbol).valid


@given(changed(ppns, PLAIN))
def test_one_wrong_character_of_a_pharmacy_product_number_shows(ppn: str) -> None:
    assert not parse_device_identifier(ppn, UdiAgency.IFA).valid


# No text does harm

_FRAGMENTS = (
    "(01)", "(10)", "(17)", "06901234567892", "\x1d", "+A999", "$$8", "$$+", "/", "=/", "=>", "&,1", "MA.156.M0.", ".",
    "[)>\x1e06\x1d", "9N", "国械注准", "械备", "药监械", "号", "K23", "DEN", "DE-MF-", " ", "\ud800", "٣", "Ⅷ", "²", "\x00", "*",
    "(", ")", "[)>", "]d2", "$", "&", "-", "\x1e\x04",
)  # fmt: skip
hostile = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_FRAGMENTS), max_size=30).map("".join))


@given(hostile, st.sampled_from([None, *UdiAgency]))
def test_no_text_makes_a_reader_raise(text: str, agency: UdiAgency | None) -> None:
    read: list[Identifier] = [parse(text) for parse in PARSERS]
    for found in [*read, parse_device_identifier(text, agency)]:
        assert found.raw == text
        for problem in found.problems:
            assert problem.code in CODES
            assert 1 <= problem.position <= len(text) + 1
            assert (
                problem.found.upper() in text.upper()
                or problem.found.endswith("…")
                or problem.code == "dates-reversed"
            )
            assert set(problem.message) == set(problem.remedy) == {"en", "zh-Hans"}
            # Placeholders are filled in; the text itself may be one.
            gaps = (gap for gap in ("{what}", "{expected}", "{found}") if gap not in text)
            assert not any(gap in str(problem.message) for gap in gaps)


@given(hostile)
def test_a_text_of_which_nothing_is_read_has_a_problem(text: str) -> None:
    found: Any = parse_udi(text)
    assert found.di or found.problems
    assert not parse_udi(text).valid or found.agency is not None


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("fragment", [*_FRAGMENTS, "A", "0", "\x1d10A", "(10)A", "/S1", ".LA"])
def test_a_text_of_a_million_characters_takes_no_longer_than_its_length_asks(
    parse: Callable[[str], Identifier], fragment: str
) -> None:
    text = fragment * (1_000_000 // len(fragment))
    start = time.process_time()
    assert not parse(text).valid
    # Whatever is quadratic in a million characters takes hours.
    assert time.process_time() - start < 5
