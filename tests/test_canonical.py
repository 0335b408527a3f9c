"""The one text of plain data: what goes in comes back equal, or is refused with its place."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.canonical import canonical
from medsales_core.errors import ValueRefused

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_what_was_written_comes_back_equal_and_of_the_same_types(data: Any) -> None:
    assert repr(json.loads(canonical(data))) == repr(sort(data))


def sort(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: sort(data[key]) for key in sorted(data)}
    return [sort(item) for item in data] if isinstance(data, list) else data


@given(st.dictionaries(TEXTS, NUMBERS, max_size=5), st.randoms())
def test_the_order_of_keys_changes_nothing(data: dict[str, Any], random: Any) -> None:
    keys = list(data)
    random.shuffle(keys)
    assert canonical({key: data[key] for key in keys}) == canonical(data)


def test_the_text_is_utf8_without_spaces() -> None:
    assert (
        canonical({"b": [1, 1.0, True, None], "a": "价值\n"})
        == '{"a":"价值\\n","b":[1,1.0,true,null]}'.encode()
    )


def test_a_written_escape_is_no_nul() -> None:
    assert json.loads(canonical({"a": "\\u0000"})) == {"a": "\\u0000"}


@pytest.mark.parametrize(
    ("bad", "where"),
    [
        ({"a": [1, {"b": float("nan")}]}, "$.a[1].b"),
        ([float("inf")], "$[0]"),
        ({"a": "x\0y"}, "$.a"),
        ({"a": "\ud800"}, "$.a"),
        ({"\udfff": 1}, "$['\\udfff']"),
        ({"a b": {"\0": 1}}, "$['a b']['\\x00']"),
        ({"a": 2**63}, "$.a"),
        ({"a": -(2**63) - 1}, "$.a"),
        ({"a": (1, 2)}, "$.a"),
        ({1: "a"}, "$[1]"),
        ({"a": {None: 1}}, "$.a[None]"),
        ({"a": Decimal("1.5")}, "$.a"),
        ({"a": {1, 2}}, "$.a"),
        ({"a": b"bytes"}, "$.a"),
        (float("-inf"), "$"),
    ],
)
def test_what_would_not_come_back_equal_is_refused_with_its_place(bad: Any, where: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        canonical(bad)
    assert caught.value.where == where
    assert str(caught.value).encode()  # it can be printed, whatever is in it


def test_data_nested_without_end_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueRefused, match="nested"):
        canonical(endless)
