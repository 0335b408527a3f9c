"""A score is the sum of its reasons, or the admission that there is none."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.errors import ValueRefused
from medsales_core.ports.score import Score, ScoreReason
from medsales_core.text import text

QUALITY = text("why", "为何")
LOW, HIGH = Decimal(0), Decimal(1000)
POINTS = st.lists(st.decimals(0, 50, places=2), max_size=10)


def reasons(points: list[Decimal]) -> tuple[ScoreReason, ...]:
    return tuple(ScoreReason(points=point, message=text("r", "由")) for point in points)


@given(POINTS)
def test_reasons_sum_to_the_value(points: list[Decimal]) -> None:
    score = Score.of(reasons(points), low=LOW, high=HIGH, quality=QUALITY)
    assert score.value == sum(points)
    assert not score.insufficient


def test_reasons_that_do_not_sum_to_the_value_are_refused() -> None:
    with pytest.raises(ValueRefused, match="sum to 3, the value is 4"):
        Score(value=Decimal(4), low=LOW, high=HIGH, reasons=reasons([Decimal(3)]), quality=QUALITY)


def test_a_value_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueRefused, match=r"not on the scale 0\.\.2"):
        Score.of(reasons([Decimal(3)]), low=LOW, high=Decimal(2), quality=QUALITY)


def test_an_insufficient_score_has_no_value_and_keeps_its_reason() -> None:
    score = Score.lacking(QUALITY, low=LOW, high=HIGH)
    assert score.insufficient
    assert score.value is None
    assert score.as_dict()["quality"] == {"en": "why", "zh-Hans": "为何"}


@given(POINTS)
def test_a_score_is_json_ready(points: list[Decimal]) -> None:
    score = Score.of(reasons(points), low=LOW, high=HIGH, quality=QUALITY)
    told = json.loads(json.dumps(score.as_dict()))
    assert Decimal(told["value"]) == sum(Decimal(reason["points"]) for reason in told["reasons"])
