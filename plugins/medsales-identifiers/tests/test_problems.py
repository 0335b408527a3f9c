"""The sentences of mistakes: complete in both languages, documented, JSON-ready."""

import json
from pathlib import Path

import pytest

from medsales_identifiers import (
    join_hibcc,
    parse_credit_code,
    parse_gtin,
    parse_nmpa,
    parse_srn,
    parse_udi,
    write_hibcc,
)
from medsales_identifiers.problems import CODES

DI = "(01)06901234567892"
#: An identifier with each kind of mistake.
MADE = {
    "empty": parse_gtin(""),
    "stray-blank": parse_gtin(" 06901234567892"),
    "stray-delimiter": parse_udi("*+A999123457*"),
    "lower-case": parse_credit_code("91350100m000100y43"),
    "wrong-character": parse_gtin("0690123456789X"),
    "wrong-length": parse_gtin("069"),
    "element-too-long": parse_udi(f"{DI}(10){'A' * 21}"),
    "wrong-check-character": parse_gtin("06901234567893"),
    "not-a-date": parse_udi(f"{DI}(17)270230"),
    "dates-reversed": parse_udi(f"{DI}(11)270101(17)260101"),
    "unknown-structure": parse_nmpa("2021302"),
    "unknown-element": parse_udi(f"{DI}(88)1"),
    "repeated-element": parse_udi(f"{DI}{DI}"),
    "missing-device-identifier": parse_udi("(10)A"),
    "wrong-link": join_hibcc(
        parse_udi(write_hibcc("A99912345")), parse_udi(write_hibcc(secondary="$A1", link="Z"))
    ),
    "wrong-form": parse_srn("DE-MF"),
    "contradiction": parse_nmpa("国械注准20212020001"),
}
README = Path(__file__).parents[1].joinpath("README.md").read_text("utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_mistake_is_in_the_readme(code: str) -> None:
    assert f"| `{code}` |" in README


@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_mistake_can_be_made(code: str) -> None:
    assert code in [problem.code for problem in MADE[code].problems]


@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_mistake_says_what_mends_it_in_both_languages(code: str) -> None:
    mistake = CODES[code]
    assert set(mistake.message) == set(mistake.remedy) == {"en", "zh-Hans"}
    assert all(text.isascii() for text in (mistake.message["en"], mistake.remedy["en"]))
    assert not any(text.isascii() for text in (mistake.message["zh-Hans"], mistake.remedy["zh-Hans"]))


def test_a_problem_says_in_one_sentence_what_is_wrong_where_and_what_mends_it() -> None:
    (problem,) = parse_gtin("06901234567893").problems
    assert str(problem) == (
        "character 14: the check character of the GTIN is 2, not '3' [wrong-check-character]\n"
        "  hint: one of the characters was misread: scan again, or compare all of them with the label"
    )
    assert problem.message["zh-Hans"] == "GTIN的校验码应为2，而非'3'"


def test_a_problem_is_json_ready() -> None:
    (problem,) = parse_gtin("06901234567893").problems
    told = json.loads(json.dumps(problem.as_dict()))
    assert (told["code"], told["position"], told["expected"]["en"], told["found"]) == (
        "wrong-check-character", 14, "2", "3",
    )  # fmt: skip


def test_problems_come_in_the_order_of_the_characters_and_long_texts_are_cut() -> None:
    found = parse_udi("0106901234567893" + "10" + "A" * 99)
    assert [problem.position for problem in found.problems] == [16, 19]
    assert found.problems[1].found == "A" * 40 + "…"
