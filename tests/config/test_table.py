"""Tables: every wrong, missing and unknown key is named in one go."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.config import Diagnostic, Diagnostics, Document, Table, read_toml

LANGUAGES = ("en", "zh-Hans")


def table(toml: str) -> Table:
    document = read_toml(toml.encode(), name="x.toml")
    return Table(document, (), document.data, Diagnostics())


def told(read: Table) -> list[Diagnostic]:
    read.finish()
    return list(read.found)


def test_wrong_missing_and_unknown_keys_are_told_at_once_in_their_places() -> None:
    read = table('[t]\nname = 5\nsze = 3\nflag = "no"\nlabel = { en = "x" }\n').table("t")
    read.text("name")
    read.integer("size")
    read.flag("flag")
    read.lang_text("label", LANGUAGES)
    assert [(d.code, d.line, d.column) for d in told(read)] == [
        ("missing-key", 1, 2),
        ("wrong-type", 2, 1),
        ("unknown-key", 3, 1),
        ("wrong-type", 4, 1),
        ("missing-language", 5, 1),
    ]
    assert "did you mean 'size'?" in {d.hint for d in read.found}
    assert str(next(iter(read.found))).startswith("x.toml:1:2: error: [t] needs 'size', a whole number")


READERS: list[tuple[str, Callable[[Table], Any], Any]] = [
    ('"x"', lambda t: t.text("k"), "x"),
    ("5", lambda t: t.integer("k"), 5),
    ("true", lambda t: t.flag("k"), True),
    ("0.5", lambda t: t.decimal("k"), Decimal("0.5")),
    ('"0.5"', lambda t: t.decimal("k"), Decimal("0.5")),
    ("5", lambda t: t.decimal("k"), Decimal(5)),
    ("2026-01-31", lambda t: t.day("k"), dt.date(2026, 1, 31)),
    ('"x"', lambda t: t.texts("k"), ("x",)),
    ('["x", "y"]', lambda t: t.texts("k"), ("x", "y")),
    ('"b"', lambda t: t.choice("k", ["a", "b"]), "b"),
    (
        '{ en = "x", zh-Hans = "试" }',
        lambda t: dict(t.lang_text("k", LANGUAGES)),
        {"en": "x", "zh-Hans": "试"},
    ),
    ("{ a = 1 }", lambda t: t.table("k").data, {"a": 1}),
    ("{ a = {} }", lambda t: [name for name, _ in t.tables("k")], ["a"]),
    ("[{ a = 1 }]", lambda t: [row.data for row in t.rows("k")], [{"a": 1}]),
]


@pytest.mark.parametrize(("written", "read", "expected"), READERS)
def test_a_right_value_is_taken_as_it_is(written: str, read: Callable[[Table], Any], expected: Any) -> None:
    found = table(f"k = {written}\n")
    assert read(found) == expected
    assert told(found) == []


WRONG = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.decimals(), st.text(max_size=3), st.dates(), st.datetimes(),
        st.times(),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=2), inner, max_size=2)),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(WRONG, st.sampled_from([read for _, read, _ in READERS]))
def test_any_value_is_taken_or_told_and_never_raises(value: Any, read: Callable[[Table], Any]) -> None:
    found = table("")
    hostile = Table(found.document, (), {"k": value}, found.found)
    taken = read(hostile)
    assert {d.code for d in told(hostile)} <= {
        "wrong-type",
        "unknown-value",
        "missing-language",
        "missing-key",
    }
    assert not isinstance(taken, Decimal) or taken.is_finite()


@pytest.mark.parametrize("written", ["nan", "inf", "-inf", '"NaN"', '"1e"', "true", "[1]"])
def test_what_is_no_finite_number_is_told(written: str) -> None:
    read = table(f"k = {written}\n")
    assert read.decimal("k") is None
    assert [d.code for d in told(read)] == ["wrong-type"]


def test_true_is_no_whole_number_and_one_is_not_true() -> None:
    read = table("a = true\nb = 1\n")
    assert (read.integer("a"), read.flag("b")) == (0, False)
    assert [d.code for d in told(read)] == ["wrong-type", "wrong-type"]


def test_a_near_miss_of_a_choice_is_told_what_was_meant() -> None:
    read = table('k = "blokc"\n')
    read.choice("k", ["block", "warn"])
    assert [(d.code, d.hint) for d in told(read)] == [("unknown-value", "did you mean 'block'?")]


def test_diagnostics_stand_in_the_order_of_the_text_whatever_order_they_were_found_in() -> None:
    document = Document("x.toml", "a = 1\nb = 2\nc = 3\n", {})
    found = Diagnostics()
    for key in "cab":
        found.warning(document, (key,), "w", key)
    assert [d.message for d in found] == ["a", "b", "c"]
    assert not found.has_errors
