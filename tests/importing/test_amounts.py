"""Amounts: declared signs only, so that no number is taken for another."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.importing.amounts import Amounts
from medsales_core.importing.mapping import Column, ValueRules
from medsales_core.importing.rejects import BadCell

COLUMN = Column(name="Amount")
SIGNS = ("US$", "$", "¥", "CNY")


def amounts(decimal: str = ".", thousands: str = ",") -> Amounts:
    return Amounts(
        ValueRules(
            zone=dt.UTC, date_formats=(), century=None, currency="USD", decimal=decimal, thousands=thousands,
            signs=SIGNS, empty=frozenset(), true=frozenset(), false=frozenset(),
        )
    )  # fmt: skip


@given(
    st.decimals(-(10**12), 10**12, places=2), st.sampled_from([(".", ","), (",", "."), (",", " "), (".", "")])
)
def test_what_is_written_with_the_declared_signs_is_read_exactly(
    amount: Decimal, signs: tuple[str, str]
) -> None:
    decimal, thousands = signs
    text = f"{amount:,.2f}".translate(str.maketrans({",": thousands or None, ".": decimal}))
    assert amounts(decimal, thousands).money(text, COLUMN, "").amount == amount


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("$7,450,000.00 ", "7450000.00"), ("(1,234.50)", "-1234.50"), ("-$5", "-5"), ("US$ 12", "12"), ("¥1,000", "1000"),
     ("+.5", "0.5"), ("7.", "7"), ("-0", "0")],
)  # fmt: skip
def test_money_is_read_as_people_write_it(cell: str, amount: str) -> None:
    assert str(amounts().money(cell, COLUMN, "")) == f"{amount} USD"


def test_spaces_that_do_not_break_divide_groups_too() -> None:
    assert amounts(",", " ").money("7\u00a0450\u202f000,00", COLUMN, "").amount == Decimal("7450000.00")


@pytest.mark.parametrize(
    "cell",
    ["NaN", "nan", "inf", "-Infinity", "1e5", "12,34", "1,23,456", "1.234,56", "1 234", "€5", "--5", "", "$", ".", "(5",
     "५", "0x10", "1_000", "1.2.3", ",500"],
)  # fmt: skip
def test_what_could_mean_another_amount_is_refused(cell: str) -> None:
    with pytest.raises(BadCell) as caught:
        amounts().money(cell, COLUMN, "")
    assert caught.value.code == "bad-money"


def test_the_currency_of_the_row_goes_before_that_of_the_column_and_the_file() -> None:
    yen = Column(name="Amount", currency="JPY", currency_column="Cur")
    assert amounts().money("5", yen, "EUR").currency == "EUR"
    assert amounts().money("5", yen, "").currency == "JPY"
    with pytest.raises(BadCell) as caught:
        amounts().money("5", yen, "EUX")
    assert (caught.value.code, caught.value.column) == ("bad-currency", "Cur")


def test_a_whole_number_may_look_like_a_fraction_but_not_be_one() -> None:
    assert amounts().whole("2,822.0", COLUMN) == 2822
    for cell in ("2.5", "9223372036854775808", "-1e3", "NaN"):
        with pytest.raises(BadCell):
            amounts().whole(cell, COLUMN)


def test_percent_becomes_a_ratio() -> None:
    percent = Column(name="P", percent=True)
    assert amounts().decimal("12.5%", percent) == amounts().decimal("12.5", percent) == Decimal("0.125")
