"""Values written as TOML on one line are read back as they were."""

import datetime as dt
import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.config.writing import inline, key

SCALARS = st.one_of(
    st.text(st.characters(codec="utf-8")),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.decimals(allow_nan=False, allow_infinity=False).filter(bool),
    st.dates(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.times(),
)
NAMES = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
)


@given(NAMES, VALUES)
def test_what_is_written_is_read_back(name: str, value: Any) -> None:
    written = f"{key(name)} = {inline(value)}"
    assert "\n" not in written
    assert tomllib.loads(written, parse_float=Decimal) == {name: value}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"deal.name": {"equals": "x"}}, '{ "deal.name" = { equals = "x" } }'),
        ({}, "{}"),
        (Decimal("0.30"), "0.30"),
        (Decimal("1E+3"), "1e+3"),
        (Decimal(3), "3.0"),
        (Decimal("NaN"), "nan"),
        (Decimal("-Infinity"), "-inf"),
        (dt.date(2026, 1, 31), "2026-01-31"),
    ],
)
def test_values_are_written_as_a_person_would(value: Any, written: str) -> None:
    assert inline(value) == written


def test_what_toml_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="no TOML value"):
        inline(None)
