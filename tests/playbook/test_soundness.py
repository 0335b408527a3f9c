"""Tables that are too deep, and numbers that are too large, for any playbook."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.config import Diagnostics, Document
from medsales_core.playbook.layers import Layers
from medsales_core.playbook.soundness import is_sound

DEEPEST = 80
values = st.recursive(
    st.booleans()
    | st.text(max_size=3)
    | st.dates()
    | st.integers(-(10**19), 10**19)
    | st.decimals()
    | st.sampled_from(
        [10**18 - 1, 10**18, Decimal("1e17"), Decimal("1e18"), Decimal("1e-30"), Decimal("1e-31")]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


def numbers(value: Any) -> Iterator[int | Decimal]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from numbers(item)
    elif isinstance(value, int | Decimal):
        yield value


def usable(number: int | Decimal) -> bool:
    if isinstance(number, int) or not number.is_finite():
        return not isinstance(number, int) or abs(number) < 10**18
    return number.adjusted() < 18 and int(number.as_tuple().exponent) >= -30


def nested(depth: int, inner: Any, *, lists: bool) -> Any:
    for _ in range(depth):
        inner = [inner] if lists else {"a": inner}
    return inner


def checked(data: dict[str, Any]) -> tuple[bool, list[str]]:
    found = Diagnostics()
    sound = is_sound(Layers((Document("made-up.toml", "", data),), data), found)
    return sound, [diagnostic.code for diagnostic in found]


@given(st.dictionaries(st.text(max_size=3), values, max_size=4))
def test_every_number_beyond_all_use_is_told_and_nothing_else_is(data: dict[str, Any]) -> None:
    sound, codes = checked(data)
    assert codes == ["value-too-large"] * sum(not usable(number) for number in numbers(data))
    assert sound is (not codes)


@given(st.integers(1, 2 * DEEPEST), st.booleans(), st.sampled_from(["end", 10**18]))
def test_what_lies_too_deep_is_told_and_not_looked_into(depth: int, lists: bool, inner: Any) -> None:
    sound, codes = checked({"a": nested(depth, inner, lists=lists)})
    expected = ["too-deep"] if depth > DEEPEST else [] if inner == "end" else ["value-too-large"]
    assert codes == expected
    assert sound is (not codes)


@pytest.mark.parametrize("number", [Decimal("nan"), Decimal("inf")])
def test_what_is_no_number_is_told_where_a_number_is_wanted(number: Decimal) -> None:
    assert checked({"a": number}) == (True, [])
