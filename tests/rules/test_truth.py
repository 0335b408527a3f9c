"""Truth of many rows has the three values of one: every combination of two is as judges join them."""

from decimal import Decimal
from itertools import product

import pytest

np = pytest.importorskip("numpy")

from medsales_core.rules.arrays.column import Column  # noqa: E402 - as below
from medsales_core.rules.arrays.pairs import Pairs  # noqa: E402 - as below
from medsales_core.rules.arrays.table import View  # noqa: E402 - as below
from medsales_core.rules.arrays.truth import Truth, all_hold, any_holds  # noqa: E402 - it needs numpy

VALUES = (True, False, None)


def truth(values: list[bool | None]) -> Truth:
    return Truth(np.array([value is True for value in values]), np.array([value is None for value in values]))


def told(one: Truth) -> list[bool | None]:
    unknown = [False] * len(one.yes) if one.unknown is None else one.unknown.tolist()
    assert not any(yes and gap for yes, gap in zip(one.yes.tolist(), unknown, strict=True))
    return [None if gap else yes for yes, gap in zip(one.yes.tolist(), unknown, strict=True)]


LEFT, RIGHT = (list(side) for side in zip(*product(VALUES, VALUES), strict=True))


def test_all_hold_is_false_where_one_is_and_unknown_where_none_is_but_one_is_unknown() -> None:
    wanted = [False if False in pair else None if None in pair else True for pair in product(VALUES, VALUES)]
    assert told(all_hold((truth(LEFT), truth(RIGHT)))) == wanted


def test_any_holds_is_true_where_one_is_and_unknown_where_none_is_but_one_is_unknown() -> None:
    wanted = [True if True in pair else None if None in pair else False for pair in product(VALUES, VALUES)]
    assert told(any_holds((truth(LEFT), truth(RIGHT)))) == wanted


def test_a_guard_that_is_unknown_leaves_all_unknown() -> None:
    wanted = [None if guard is None else part if guard else True for guard, part in product(VALUES, VALUES)]
    assert told(truth(LEFT).guarding(truth(RIGHT))) == wanted


def test_the_opposite_of_unknown_is_unknown() -> None:
    assert told(truth(list(VALUES)).denied()) == [False, True, None]


def test_a_number_that_is_none_is_not_even_like_itself() -> None:
    one = View(Column([Decimal("NaN"), Decimal(1)]))
    assert Pairs().compared(one, "equals", one).yes.tolist() == [False, True]
    assert Pairs().compared(one, "differs", one).yes.tolist() == [True, False]


def test_a_blank_text_where_a_day_belongs_is_left_to_judging_one_by_one() -> None:
    column = Column(["", None])
    assert column.unsure().tolist() == [True, False]
