"""The content hash: what a playbook means, not how it is written."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.config import read_toml
from medsales_core.identity import content_hash

SAME = [
    ("a = 1\nb = 2\n", "b = 2\na = 1\n"),
    ("[t]\na = 1\n", "t = { a = 1 }\n"),
    ("[t]\na = 1\n", "t.a = 1 # said otherwise\n"),
    ("a = 1\n", "a = 1.0\n"),
    ("a = 0.30\n", "a = 0.3\n"),
    ("a = 1_000\n", "a = 1e3\n"),
    ("a = 0x10\n", "a = 16\n"),
    ("a = -0.0\n", "a = 0\n"),
    ('a = "中文"\n', 'a = "\\u4e2d\\u6587"\n'),
    ('a = "x"\r\n', "\n\na = 'x'\n"),
]
OTHER = [
    ("a = 1\n", "a = 2\n"),
    ("a = 1\n", 'a = "1"\n'),
    ("a = 1\n", "a = true\n"),
    ("a = [1, 2]\n", "a = [2, 1]\n"),
    ('a = "x"\n', 'a = "X"\n'),
    ("a = 0.1\n", "a = 0.10000000000000000000000000000000001\n"),
    ("a = {}\n", "a = []\n"),
]


def digest(toml: str) -> str:
    return content_hash(read_toml(toml.encode(), name="x.toml").data)


@pytest.mark.parametrize(("one", "two"), SAME)
def test_the_same_said_otherwise_has_the_same_hash(one: str, two: str) -> None:
    assert digest(one) == digest(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_what_means_something_else_has_another_hash(one: str, two: str) -> None:
    assert digest(one) != digest(two)


@pytest.mark.parametrize("number", ["1E+5000", "1E-5000", "1E+999999", "3.5E+400000"])
def test_a_number_of_any_size_is_hashed_at_once(number: str) -> None:
    assert content_hash({"a": Decimal(number)}) != content_hash({"a": Decimal(1)})


VALUES = st.recursive(
    st.one_of(
        st.booleans(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=3),
        st.text(max_size=3), st.dates(),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=8,
)  # fmt: skip


def turned(value: Any) -> Any:
    """The same tables with their keys the other way round, and whole numbers written with a point."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [turned(item) for item in value]
    return Decimal(f"{value}.0") if isinstance(value, int) and not isinstance(value, bool) else value


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4))
def test_neither_the_order_of_keys_nor_the_spelling_of_numbers_counts(data: dict[str, Any]) -> None:
    assert content_hash(data) == content_hash(turned(data))


def test_a_date_is_hashed_by_its_day() -> None:
    assert content_hash({"a": dt.date(2026, 1, 1)}) != content_hash({"a": dt.date(2026, 1, 2)})
