"""A setting is of the type that its manifest declares: nothing is converted on the way."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.config import Diagnostics, Document, Table
from medsales_core.plugins.setting import TYPES, Setting
from medsales_core.text import text

#: What TOML can hold, by the type of setting that takes it as it stands.
VALUES = {
    "text": st.text(),
    "texts": st.lists(st.text(), min_size=1),
    "integer": st.integers(min_value=-(10**12), max_value=10**12),
    "number": st.decimals(allow_nan=False, allow_infinity=False, places=3),
    "flag": st.booleans(),
    "date": st.dates(),
}
EXACT = {"text": str, "texts": tuple, "integer": int, "number": Decimal, "flag": bool, "date": dt.date}
#: A text alone is a list of one, a whole number is a number, and so is one in quotes.
TAKEN_TOO = {("texts", "text"), ("number", "integer"), ("number", "text")}


def read(kind: str, value: Any) -> tuple[Any, Diagnostics]:
    found = Diagnostics()
    table = Table(Document("p.toml", "", {}), ("plugins", "x"), {"it": value}, found)
    return Setting(name="it", type=kind, label=text("It", "它"), default=0).read(table), found


@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_a_value_of_its_type_is_taken_as_it_stands(kind: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    taken, found = read(kind, value)
    assert not found.has_errors
    assert type(taken) is EXACT[kind]
    assert taken == (tuple(value) if kind == "texts" else value)


@pytest.mark.parametrize("written", TYPES)
@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_a_value_of_another_type_is_refused(kind: str, written: str, data: st.DataObject) -> None:
    if written != kind and (kind, written) not in TAKEN_TOO:
        _, found = read(kind, data.draw(VALUES[written]))
        assert found.errors == 1


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), "much", "1e"])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    assert read("number", value)[1].errors == 1
