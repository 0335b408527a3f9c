"""Element strings of GS1: what is read, and what is said of each mistake."""

import datetime as dt

import pytest

from medsales_core.model import UdiAgency
from medsales_identifiers import parse_gtin, parse_udi, write_gs1
from medsales_identifiers.dates import full_year

D = dt.date
DI = "(01)06901234567892"


def told(raw: str) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.position, problem.found) for problem in parse_udi(raw).problems]


def test_day_00_is_the_last_of_the_month() -> None:
    assert parse_udi(f"{DI}(17)280200").expires_on == D(2028, 2, 29)
    assert parse_udi(f"{DI}(17)270200").expires_on == D(2027, 2, 28)


@pytest.mark.parametrize(
    ("two_digits", "year", "full"),
    [(75, 2026, 2075), (76, 2026, 2076), (77, 2026, 1977), (0, 1999, 2000), (99, 2001, 1999), (49, 1999, 2049), (50, 1999, 1950)],
)  # fmt: skip
def test_two_digits_of_a_year_are_read_in_the_window_of_gs1(two_digits: int, year: int, full: int) -> None:
    assert full_year(two_digits, year) == full
    assert parse_udi(f"{DI}(17){two_digits:02d}0101", year=year).expires_on == D(full, 1, 1)


@pytest.mark.parametrize("prefix", ["]d2", "]C1", "]Q3", "\x1d", "]d2\x1d"])
def test_what_scanners_send_in_front_is_no_part_of_the_udi(prefix: str) -> None:
    found = parse_udi(f"{prefix}010690123456789210A1\x1d21S1")
    assert found.valid
    assert (found.di, found.lot, found.serial) == ("06901234567892", "A1", "S1")


@pytest.mark.parametrize("digits", ["06901234567892", "6901234567892", "012345678905", "96385074"])
def test_a_gtin_alone_is_a_udi_without_production_identifier(digits: str) -> None:
    found = parse_udi(digits)
    assert found.valid
    assert (found.agency, found.di) == (UdiAgency.GS1, digits.zfill(14))


def test_elements_that_no_field_holds_are_kept_in_their_order() -> None:
    found = parse_udi(f"{DI}(240)REF-7(30)12(8012)2.1(91)X")
    assert found.valid
    assert [(element.key, element.value) for element in found.elements[1:]] == [
        ("240", "REF-7"), ("30", "12"), ("8012", "2.1"), ("91", "X"),
    ]  # fmt: skip
    assert found.quantity == 12
    assert [found.raw[element.position - 1 :][: len(element.value)] for element in found.elements] == [
        element.value for element in found.elements
    ]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("(01)06901234567893", ("wrong-check-character", 18, "3")),
        ("(01)6901234567892", ("wrong-length", 5, "6901234567892")),
        ("(01)0690123456789O", ("wrong-character", 18, "O")),
        (f"{DI}(17)270230", ("not-a-date", 23, "270230")),
        (f"{DI}(17)271301", ("not-a-date", 23, "271301")),
        (f"{DI}(88)1", ("unknown-element", 20, "88")),
        (f"{DI}(10)", ("wrong-length", 23, "")),
        (f"{DI}(10)批", ("wrong-character", 23, "批")),
        (f"{DI}(10)A(10)B", ("repeated-element", 28, "10")),
        (f"{DI} (10)A", ("stray-blank", 5, "06901234567892 ")),
        (f"{DI}(11)270101(17)260101", ("dates-reversed", 33, "2026-01-01 < 2027-01-01")),
        ("(10)A", ("missing-device-identifier", 6, "")),
        ("010690123456789210" + "A" * 25, ("element-too-long", 19, "A" * 25)),
        ("01069012345678928812", ("unknown-element", 17, "88")),
        ("010690123456789217270", ("wrong-length", 19, "270")),
        ("01069012345678921727\x1d10A", ("wrong-length", 19, "27")),
        (" 06901234567892", ("stray-blank", 1, " ")),
        (f"{DI}\r\n", ("stray-blank", 19, "\r\n")),
        ("hello", ("unknown-structure", 1, "hello")),
        ("", ("empty", 1, "")),
        (" \t", ("empty", 1, "")),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_stands_there(
    raw: str, problem: tuple[str, int, str]
) -> None:
    assert told(raw) == [problem]


def test_all_mistakes_are_told_and_the_sound_parts_are_given() -> None:
    found = parse_udi("(01)06901234567893(17)271301(10)A1")
    assert [problem.code for problem in found.problems] == ["wrong-check-character", "not-a-date"]
    assert (found.di, found.lot, found.expires_on) == ("06901234567893", "A1", None)


def test_a_lost_separator_is_named_where_the_element_shows_it() -> None:
    (problem,) = parse_udi("010690123456789210" + "A" * 25).problems
    assert "FNC1" in str(problem.remedy)
    assert "FNC1" in problem.remedy.pick("zh-Hans")


def test_what_is_longer_than_any_symbol_is_not_read() -> None:
    found = parse_udi("(01)" * 2000)
    assert [problem.code for problem in found.problems] == ["wrong-length"]
    assert found.elements == ()


def test_digits_of_other_scripts_are_none() -> None:
    assert [problem.code for problem in parse_gtin("٠٦٩٠١٢٣٤٥٦٧٨٩٢").problems] == ["wrong-character"]


@pytest.mark.parametrize("raw", ["0690123456789", "069012345678921"])
def test_a_gtin_of_another_length_is_told_the_four_that_there_are(raw: str) -> None:
    found = parse_gtin(raw)
    if len(raw) == 13:
        assert [problem.code for problem in found.problems] == ["wrong-check-character"]
    else:
        assert str(found.problems[0].expected) == "8, 12, 13 or 14 digits"


def test_a_pack_says_its_level() -> None:
    assert parse_gtin("16901234567899").indicator == 1
    assert parse_gtin("6901234567892").indicator == 0


def test_writing_puts_a_separator_behind_what_needs_one_and_only_there() -> None:
    elements = {"01": "06901234567892", "17": "270101", "10": "A1", "21": "S1"}
    assert write_gs1(elements, bracketed=False) == "01069012345678921727010110A1\x1d21S1"
    assert write_gs1(elements) == "(01)06901234567892(17)270101(10)A1(21)S1"
