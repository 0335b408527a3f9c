"""Money: exact, in one currency, never a float."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.errors import ValueRefused
from medsales_core.money import CURRENCIES, Money

_CURRENCIES = sorted(CURRENCIES)
amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=2)
currencies = st.sampled_from(_CURRENCIES)
money = st.builds(Money, amounts, currencies)


@given(money)
def test_what_is_written_is_read_back_as_the_same_money(some: Money) -> None:
    assert Money.parse(str(some)) == some
    assert str(Money.parse(str(some))) == str(some)


@given(amounts, amounts, amounts, currencies)
def test_sums_are_exact_in_any_order(a: Decimal, b: Decimal, c: Decimal, currency: str) -> None:
    x, y, z = Money(a, currency), Money(b, currency), Money(c, currency)
    assert x + y == y + x
    assert (x + y) + z == x + (y + z)
    assert (x + y) - y == x


@given(money, st.integers(1, 50))
def test_a_multiple_is_the_sum_of_as_many(some: Money, times: int) -> None:
    total = some
    for _ in range(times - 1):
        total += some
    assert some * times == total == times * some


@given(amounts, amounts, currencies)
def test_money_of_one_currency_is_ordered_as_its_amounts(a: Decimal, b: Decimal, currency: str) -> None:
    x, y = Money(a, currency), Money(b, currency)
    assert (x < y, x <= y, x > y, x >= y) == (a < b, a <= b, a > b, a >= b)


@given(amounts, currencies)
def test_trailing_zeros_make_no_other_money(amount: Decimal, currency: str) -> None:
    longer = Money(f"{amount}000", currency)
    assert longer == Money(amount, currency)
    assert hash(longer) == hash(Money(amount, currency))


@given(amounts, amounts, st.lists(currencies, min_size=2, max_size=2, unique=True))
def test_two_currencies_never_meet(a: Decimal, b: Decimal, pair: list[str]) -> None:
    x, y = Money(a, pair[0]), Money(b, pair[1])
    assert x != y
    for meet in (lambda: x + y, lambda: x - y, lambda: x < y, lambda: x <= y, lambda: x > y, lambda: x >= y):
        with pytest.raises(ValueRefused, match="cannot be taken together"):
            meet()


@given(st.floats() | st.booleans() | st.none() | st.binary())
def test_an_amount_is_never_a_float_a_flag_or_nothing(value: object) -> None:
    with pytest.raises(ValueRefused):
        Money(value, "CNY")


@pytest.mark.parametrize(
    "value", ["NaN", "sNaN", "Infinity", "-Infinity", Decimal("NaN"), Decimal("Infinity")]
)
def test_an_amount_is_finite(value: object) -> None:
    with pytest.raises(ValueRefused, match="finite"):
        Money(value, "CNY")


@pytest.mark.parametrize("value", ["", "ten", "1,000", "1e", "--1"])
def test_text_that_is_no_number_is_refused_with_an_example(value: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        Money(value, "CNY")
    assert refused.value.hint


@pytest.mark.parametrize("factor", [0.5, math.nan, 1.0])
def test_money_is_never_multiplied_by_a_float(factor: float) -> None:
    with pytest.raises(ValueRefused, match="Decimal or an int"):
        Money(1, "CNY") * factor


def test_a_misspelt_currency_is_answered_with_the_one_meant() -> None:
    with pytest.raises(ValueRefused) as refused:
        Money(1, "cny")
    assert "'CNY'" in refused.value.hint


@pytest.mark.parametrize("written", ["", "CNY", "100", "100CNY", "100 RMB", "CNY 100"])
def test_text_that_is_not_amount_and_currency_is_not_money(written: str) -> None:
    with pytest.raises(ValueRefused):
        Money.parse(written)
