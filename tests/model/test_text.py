"""Texts in several languages."""

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.text import LANGUAGES, LangText, closest, text

words = st.text(st.characters(exclude_characters="{}"), max_size=20)


@given(words, words)
def test_a_text_of_the_library_speaks_every_language_of_it(en: str, zh: str) -> None:
    both = text(en, zh)
    assert tuple(both) == LANGUAGES
    assert (both.pick("en"), both.pick("zh-Hans")) == (en, zh)


@given(words, words)
def test_a_language_that_is_missing_falls_back_to_english(en: str, zh: str) -> None:
    assert text(en, zh).pick("de") == en == str(text(en, zh))


def test_without_english_the_first_language_there_is_answers() -> None:
    assert LangText({"zh-Hans": "患者"}).pick("en") == "患者"
    assert LangText({}).pick("en") == ""


@given(st.dictionaries(words, words, max_size=4))
def test_equal_texts_have_equal_hashes(texts: dict[str, str]) -> None:
    one, other = LangText(texts), LangText(dict(reversed(texts.items())))
    assert one == other == texts
    assert hash(one) == hash(other)


def test_a_text_does_not_change_with_the_mapping_it_was_made_of() -> None:
    source = {"en": "deal"}
    made = LangText(source)
    source["en"] = "order"
    assert made["en"] == "deal"


@given(words, words, words, words)
def test_a_part_is_put_in_in_the_language_it_is_put_into(
    en: str, zh: str, part_en: str, part_zh: str
) -> None:
    filled = text(en + "{part}", zh + "{part}").format(part=text(part_en, part_zh))
    assert dict(filled) == {"en": en + part_en, "zh-Hans": zh + part_zh}


@pytest.mark.parametrize(("written", "meant"), [("filed", "filled"), ("ownr", "owner"), ("xyzzy", None)])
def test_a_misspelt_name_finds_the_nearest_and_a_strange_one_none(written: str, meant: str | None) -> None:
    assert closest(written, ["filled", "empty", "owner"]) == meant


near_words = st.text("abc-", max_size=9)


@given(near_words, st.lists(near_words, max_size=14))
def test_the_nearest_name_is_the_one_that_a_comparison_of_all_of_them_finds(
    written: str, known: list[str]
) -> None:
    assert closest(written, known) == next(iter(get_close_matches(written, known, n=1)), None)
