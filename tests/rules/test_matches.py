"""Patterns: they match as `re` does where both can, never hang, and refuse by name what they leave out."""

import itertools
import random
import re
import time
import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medsales_core.rules.pattern import Pattern
from medsales_core.rules.pattern_reading import PatternProblem, read_pattern

LETTERS = st.sampled_from("abc-] 1٣_ \n中")
ATOMS = st.sampled_from(
    [
        *"abc1中_-]}", ".", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\.", r"\n", r"\]", "[ab]", "[^ab]", "[a-c]",
        r"[\d_]", r"[^\s]", "[-a]", "[a-]", "[一-龥]", r"[\]\-]", r"[.$^*]", "[a^]",
    ]
)  # fmt: skip
REPEATS = st.sampled_from(["", "?", "*", "+", "{2}", "{0}", "{1,}", "{,2}", "{0,3}", "{2,3}"])


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = st.builds("({}){}".format, inner, REPEATS) | st.builds("(?:{}){}".format, inner, REPEATS)
    return grouped | st.builds("{}{}".format, inner, inner) | st.builds("{}|{}".format, inner, inner)


PATTERNS = st.recursive(st.builds("{}{}".format, ATOMS, REPEATS) | st.just(""), _wider, max_leaves=8)


@settings(max_examples=500, deadline=None)
@given(PATTERNS, st.lists(st.text(LETTERS, max_size=6), min_size=1, max_size=6))
@example("(a|)*", ["", "a", "aa", "b"])
@example("(a?){3}", ["", "aaa", "aaaa"])
@example("((a*)+b)*", ["", "ab", "aab", "ba"])
@example("^a$|^b", ["a", "b", "ab"])
@example(r"[a\-c]", ["b", "-"])
def test_a_pattern_matches_what_the_standard_library_matches_whole(pattern: str, texts: list[str]) -> None:
    ours, theirs = Pattern(pattern), re.compile(pattern)
    for text in [*texts, *texts]:
        assert ours.matches(text) is (theirs.fullmatch(text) is not None), (pattern, text)


@settings(max_examples=300, deadline=None)
@example("[[a]")
@example("[+--]")
@given(st.text(st.sampled_from(r"ab(){}[]|?*+^$.\,-12dbw:=<!P中"), max_size=20))
def test_whatever_is_accepted_means_what_it_means_elsewhere(pattern: str) -> None:
    try:
        ours = Pattern(pattern)
    except PatternProblem:
        return
    with warnings.catch_warnings():
        # It warns that "[[" and "--" may come to mean something else; to us they mean what they do today.
        warnings.simplefilter("ignore", FutureWarning)
        theirs = re.compile(pattern)
    for text in ("", "a", "b", "ab", "ba", "aab", "a1", "中", "-", ",", "{", "]"):
        assert ours.matches(text) is (theirs.fullmatch(text) is not None), (pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 50_000 + "!"),
        ("(a|a)*b", "a" * 50_000),
        ("(a|aa)+$", "a" * 50_000 + "!"),
        ("(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x", "a" * 50_000),
        ("(x+x+)+y", "x" * 50_000),
        ("([a-z]?){90}" * 5, "a" * 450),
    ],
)
def test_a_hostile_pattern_ends_well_under_a_second(pattern: str, text: str) -> None:
    started = time.process_time()
    Pattern(pattern).matches(text)
    assert time.process_time() - started < 0.5


def test_a_text_that_no_memory_helps_with_costs_time_by_its_length() -> None:
    # Every set of its last 491 letters is another set of positions: far more than are kept.
    chance = random.Random(1)
    text = "".join(chance.choice("ab") for _ in range(50_000))
    pattern = Pattern("[ab]*a[ab]{490}")
    started = time.process_time()
    assert pattern.matches(text) is (text[-491] == "a")
    assert time.process_time() - started < 3


def test_a_pattern_repeated_too_often_is_refused_before_it_is_written_out() -> None:
    for pattern in ("((((a{99}){99}){99}){99}){99}", "(a{1000}){2}", "(){999999999}", "a{99999999999999}"):
        with pytest.raises(PatternProblem, match="at most"):
            Pattern(pattern)


def test_a_pattern_too_long_or_too_deep_is_refused() -> None:
    with pytest.raises(PatternProblem, match="at most 500"):
        Pattern("a" * 501)
    with pytest.raises(PatternProblem, match="40 deep"):
        Pattern("(" * 200 + ")" * 200)


@pytest.mark.parametrize(
    ("pattern", "construct", "character"),
    [
        (r"(a)\1", "a reference back to a group", 4),
        ("a(?=b)", "a lookahead", 3),
        ("a(?!b)", "a negative lookahead", 3),
        ("(?<=a)b", "a lookbehind", 2),
        ("(?<!a)b", "a negative lookbehind", 2),
        ("(?P<n>a)", "a named group", 2),
        ("(?P<n>a)(?P=n)", "a named group", 2),
        ("(?i)a", "a flag", 2),
        ("(?>a)", "an atomic group", 2),
        ("(?#a)", "a comment", 2),
        (r"\bword\b", "a word boundary", 1),
        (r"\Aa", "an anchor", 1),
        ("a^b", "an anchor", 2),
        ("(^a)", "an anchor", 2),
        ("a$b", "an anchor", 2),
        (r"\p{Han}", "a Unicode property", 1),
        (r"\x41", "a character by its number", 1),
        ("a+?", "a lazy repeat", 3),
        ("a*+", "a possessive repeat", 3),
        ("[[:alpha:]]", "a POSIX class", 2),
    ],
)
def test_what_is_left_out_is_named_with_its_place(pattern: str, construct: str, character: int) -> None:
    with pytest.raises(PatternProblem) as caught:
        read_pattern(pattern)
    assert not caught.value.supported
    assert construct in caught.value.message
    assert caught.value.message.endswith(f"at character {character}")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(a", "'(' is not closed, at character 1"),
        ("a)", "closes no group, at character 2"),
        ("[a", "'[' is not closed, at character 1"),
        ("[]", "empty"),
        ("*a", "repeats nothing"),
        ("a|+", "repeats nothing"),
        ("a**", "repeat is repeated"),
        ("a{2}{3}", "repeat is repeated"),
        ("a{", "begins a repeat"),
        ("a{x}", "begins a repeat"),
        ("a{,}", "begins a repeat"),
        ("a{٣}", "begins a repeat"),
        ("a{3,2}", "at least 3 and at most 2"),
        ("a\\", "backslash stands last"),
        (r"\q", "no escape"),
        ("[z-a]", "the range from 'z'"),
        (r"[a-\d]", "the range from 'a'"),
        ("[a--b]", "the range from 'a'"),
        ("[a-c-e]", "'-' stands between"),
    ],
)
def test_a_broken_pattern_is_told_in_place(pattern: str, told: str) -> None:
    with pytest.raises(PatternProblem) as caught:
        read_pattern(pattern)
    assert caught.value.supported
    assert told in caught.value.message


# Every text there is, up to a length -----------------------------------------------------------------------

EVERY = ["".join(letters) for size in range(6) for letters in itertools.product("abc", repeat=size)]


@pytest.mark.parametrize(
    "pattern",
    [
        "a(bc)a", "a((b)c)", "(a|b)c", "(ab|a)c", "ab*", "a*b*", "(a|b*)c", "(a*|b)c", "(|a)b", "(ab|c){2}", "(a|b){2,3}c?",
        "a{3}", "a{0}b", "(a*){2}b", "(ab){1,}", "(ab){2,}", "(ab){,2}", "(a?b?){2}c", "(a+b)+", "(a|bc)*a", "a?b?c?a?",
        "a{0,2}b{1,2}", "((a|b)(b|c)){2}", "(a|b|c){2}(a|b|c){2}(ab|c)?", "(a(b(c)?)?)*",
    ],
)  # fmt: skip
def test_every_short_text_is_matched_as_the_standard_library_does(pattern: str) -> None:
    ours, theirs = Pattern(pattern), re.compile(pattern)
    for text in EVERY:
        assert ours.matches(text) is (theirs.fullmatch(text) is not None), (pattern, text)


@pytest.mark.parametrize("times", [1, 3, 4, 5, 6, 8, 9, 11])
def test_a_long_pattern_is_matched_letter_by_letter(times: int) -> None:
    pattern = f"((a|b)c){{{times}}}"
    ours, theirs, right = Pattern(pattern), re.compile(pattern), ("ac" + "bc" * times)[: 2 * times]
    assert ours.matches(right)
    for place, letter in itertools.product(range(len(right)), "abc"):
        text = right[:place] + letter + right[place + 1 :]
        assert ours.matches(text) is (theirs.fullmatch(text) is not None), (pattern, text)
    assert not ours.matches(right[:-1])
    assert not ours.matches(right + "c")


def test_the_longest_and_the_deepest_pattern_are_read_and_one_more_is_not() -> None:
    longest = "[" + "a" * 498 + "]"
    assert Pattern(longest).matches("a")
    assert Pattern("(a{250}){2}").matches("a" * 500)
    assert Pattern("(" * 40 + "a" + ")" * 40).matches("a")
    for pattern, told in (
        (longest + "a", "it has 501 characters"),
        ("(a{250}){2}a", "it has 501 characters, and at most 500"),
        ("(" * 41 + "a" + ")" * 41, "40 deep, at character 42"),
    ):
        with pytest.raises(PatternProblem, match=told):
            Pattern(pattern)


@pytest.mark.parametrize("sign", "bBAZz123456789gkpPNXxuU0")
def test_every_escape_of_more_than_characters_is_named(sign: str) -> None:
    with pytest.raises(PatternProblem, match=rf"'\\\\{sign}' is .*, at character 2$") as caught:
        read_pattern(f"a\\{sign}")
    assert not caught.value.supported


@pytest.mark.parametrize(
    ("written", "meant"), [("t", "\t"), ("n", "\n"), ("r", "\r"), ("f", "\f"), ("v", "\v"), ("-", "-")]
)
def test_a_control_character_may_be_written_with_a_letter(written: str, meant: str) -> None:
    for pattern in (f"a\\{written}", f"a[\\{written}]"):
        assert Pattern(pattern).matches(f"a{meant}")
        assert not Pattern(pattern).matches(f"a{written}" if meant != written else "ab")


CHARACTERS = [*map(chr, range(32, 127)), *"\t\n\r\f\v中٣é", ""]


@pytest.mark.parametrize(
    "pattern",
    [
        "[a-c]", "[a-a]", "[-a]", "[a-]", "[^-a]", "[^a-]", "[a-c-]", "[-]", "[--]", "[_]", r"[\w]", r"[\W]", r"[\w-]", r"[\d-]",
        r"[+-\-]", r"[\-a]", r"[\]a]", r"[a\]]", "[[]", "[[a]", "[a[]", "[.a]", "[:a]", "[=a]", "[a^]", "[ -~]", r"[\t-\r]",
        ".", r"\.", r"\w", r"\W", r"\s", r"\S", r"\d", r"\D", "]", "}", "-", "=", ":", "a{1}", "a{,1}", "a{0,1}", "a{1,1}",
        "^a$", "^a|b$", "^$", "a$|b", "a|^b", "$",
    ],
)  # fmt: skip
def test_every_character_is_matched_as_the_standard_library_does(pattern: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        theirs = re.compile(pattern)
    ours = Pattern(pattern)
    for character in CHARACTERS:
        assert ours.matches(character) is (theirs.fullmatch(character) is not None), (pattern, character)


@pytest.mark.parametrize(
    ("pattern", "told", "hint", "supported"),
    [
        ("[c-a]", "the range from 'c' has no end", r"\-", True),
        (r"[a-\d]", "the range from 'a' has no end", r"\-", True),
        ("[a-c-e]", "'-' stands between ranges", r"\-", True),
        ("x[a", "'[' is not closed, at character 2", r"\[", True),
        ("[]", "a class is empty", r"\]", True),
        ("[[:a]", "'[:' is a POSIX class", "literals", False),
        ("[[=a]", "'[=' is a POSIX class", "literals", False),
        ("[[.a]", "'[.' is a POSIX class", "literals", False),
        ("?", "'?' repeats nothing, at character 1", r"write \?", True),
        ("a|*", "'*' repeats nothing, at character 3", r"write \*", True),
        ("(+)", "'+' repeats nothing, at character 2", r"write \+", True),
        ("{2}", "'{' repeats nothing, at character 1", r"write \{", True),
        ("a{", "'{' begins a repeat {m,n}, at character 2", r"\{", True),
        ("a{2", "'{' begins a repeat", r"\{", True),
        ("a{x}", "'{' begins a repeat", r"\{", True),
        ("a{}", "'{' begins a repeat", r"\{", True),
        ("a{,}", "'{' begins a repeat", r"\{", True),
        ("a{٣}", "'{' begins a repeat", r"\{", True),
        ("a{3,2}", "at least 3 and at most 2", "", True),
        ("a{0,501}", "it has 501 characters", "repeat less often", True),
        ("(a{0,2}){0,251}", "it has 502 characters", "repeat less often", True),
        ("a**", "a repeat is repeated", "in a group", True),
        ("a?{2}", "a repeat is repeated", "in a group", True),
        ("a+?", "'?' is a lazy repeat", "leave the mark out", False),
        ("(?=a)", "'(?=' is a lookahead", "literals, classes, groups", False),
        ("(a$)", "'$' is an anchor", "leave it out", False),
        ("a$b", "'$' is an anchor", "leave it out", False),
        ("(a", "'(' is not closed, at character 1", r"\(", True),
        ("a)", "')' closes no group, at character 2", r"\)", True),
        ("a\\", "a backslash stands last", r"\\", True),
        (r"\q", "there is no escape '\\q'", "write q", True),
    ],
)
def test_a_broken_pattern_is_told_with_what_mends_it(
    pattern: str, told: str, hint: str, *, supported: bool
) -> None:
    with pytest.raises(PatternProblem) as caught:
        read_pattern(pattern)
    assert told in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.supported is supported
    assert str(caught.value) == caught.value.message
