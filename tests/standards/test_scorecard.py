"""Appraisal: points by the rules of the published forms, compliance as a gate, and a card that can be computed again."""

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model import GateStatus, Scorecard
from medsales_core.standards.scorecard import Figures, appraise, inputs_hash
from medsales_core.standards.scorecard_forms import FORMS
from medsales_core.standards.scorecard_formulas import FORMULAS, measure
from medsales_core.standards.scorecard_template import (
    Deduction,
    Dimension,
    Indicator,
    Proportional,
    ScorecardTemplate,
)
from medsales_core.text import text

D = dt.date
OTHER = {"P9": "0.35", "P10": "0.35", "P11": "0.15"}
# The figures of one made-up person for each form, with the points that a person gets by hand.
P9 = {
    "sales": 880, "quota": 1000, "key_product_sales": 440, "first_paid_orders": 8, "paid_on_time": 900, "due": 1000,
    "survey_score": 82, "renewed": 7, "due_for_renewal": 10, "complaints_late": 3, "visits": 51, "months": 3,
    "partners_won": 1,
}  # fmt: skip
P10 = {
    "sales": 97, "quota": 100, "key_product_sales": 51, "first_paid_orders": 3, "repeat_customers": 30,
    "customers": 50, "survey_score": 80, "complaint_score": 87, "feedback_adopted": 1, "feedback": 2,
}  # fmt: skip
P11 = {
    "sales": 85, "quota": 100, "key_product_sales": 34, "average_contract": 730000, "collected": 93,
    "contract_amount": 100, "repeat_customers": 55, "customers": 100, "survey_score": "4.2", "handled_in_time": 17,
    "complaints": 20, "first_paid_orders": 12, "new_markets": 1, "visits": 36, "months": 12,
}  # fmt: skip
BY_HAND = {
    # 12% short: 2 steps of 5; 10%: 2 of 3; 2 short: 2 of 2; 5%: 1 of 3; 8 points: 1 of 3; 15%: 3 of 4; 3 cases of 5
    "P9": (P9, "10 9 6 12 12 8 5 7 6", "58.78"),
    # 3% is no whole step; 7.4%: 2 steps of 1; 2 short: 2 of 2; 20%: 5 of 1; 5 points of 1; 3 points: 1 step; 20%: 4 of 1
    "P10": (P10, "20 18 16 15 15 19 16", "84.42"),
    # 15% would cost 30, at most 20; 20%: 20; 270,000: 2 steps of 2; 2%: 2; 15%: 15; 0.3: 3 of 2; 5%: 5; 3 of 2; 1 of 5
    "P11": (P11, "0 0 16 8 0 4 5 4 15 8", "44.81"),
}


def figures(inputs: dict[str, Any], **said: Any) -> Figures:
    usual: dict[str, Any] = {
        "subject": "r1",
        "role": "sales-rep",
        "period_from": D(2026, 4, 1),
        "period_to": D(2026, 6, 30),
        "inputs": {name: Decimal(value) for name, value in inputs.items()},
        "critical_findings": 0,
    }
    return Figures(**{**usual, **said})


def template(form: str, **said: Any) -> ScorecardTemplate:
    return FORMS[form].template({"other": Decimal(OTHER[form])}, role="sales-rep", **said)


def card(form: str = "P9", inputs: dict[str, Any] | None = None, **said: Any) -> Scorecard:
    known = BY_HAND[form][0] if inputs is None else inputs
    return appraise(template(form), figures(known, **said), assessor="m1", reviewer="h1")


# ---- the published forms


@pytest.mark.parametrize("form", BY_HAND)
def test_the_points_of_a_published_form_are_those_that_one_gets_by_hand(form: str) -> None:
    _, points, total = BY_HAND[form]
    found = card(form)
    assert [f"{result.points:f}" for result in found.results] == points.split()
    assert found.total == Decimal(total)


@pytest.mark.parametrize("form", BY_HAND)
def test_who_reaches_every_target_of_a_form_has_a_hundred(form: str) -> None:
    rules = template(form)
    full = {indicator.id: indicator.points(indicator.target) for indicator in rules.indicators}
    assert full == {indicator.id: indicator.full_points for indicator in rules.indicators}


def test_a_weight_that_could_not_be_read_is_asked_for() -> None:
    with pytest.raises(ValueRefused, match="has the dimensions sales-results, customer-relationship, other"):
        FORMS["P9"].template({}, role="sales-manager")
    with pytest.raises(ValueRefused, match=r"sum to 0\.95, not to 1"):
        FORMS["P9"].template({"other": Decimal("0.30")}, role="sales-manager")


def test_timeliness_and_amount_of_collections_are_two_indicators() -> None:
    measured = {
        i.formula for form in ("P9", "P11") for i in FORMS[form].indicators if i.area == "collections"
    }
    assert measured == {"on-time-collection", "collection-rate"}


def test_every_formula_of_a_form_exists_and_every_figure_of_a_form_is_a_sample() -> None:
    lines = [indicator for form in FORMS.values() for indicator in form.indicators]
    assert {indicator.formula for indicator in lines} <= FORMULAS.keys()
    assert all(indicator.illustrative for indicator in lines)


# ---- rules of points


def test_a_part_of_a_step_takes_nothing() -> None:
    rule = Deduction(step=Decimal("0.05"), penalty=Decimal(5))
    points = [
        rule.points(Decimal(actual), Decimal(1), Decimal(20), less_is_better=False)
        for actual in ("1.2", "1", "0.951", "0.95", "0.901", "0.9", "0")
    ]
    assert points == [20, 20, 20, 15, 15, 10, 0]


def test_cap_and_floor_are_kept() -> None:
    capped = Deduction(step=Decimal(1), penalty=Decimal(3), cap=Decimal(10))
    assert capped.points(Decimal(0), Decimal(9), Decimal(30), less_is_better=False) == 20
    floored = Deduction(step=Decimal(1), penalty=Decimal(3), floor=Decimal(6))
    assert floored.points(Decimal(0), Decimal(9), Decimal(30), less_is_better=False) == 6
    with pytest.raises(ValueRefused, match="a step is more than nothing"):
        Deduction(step=Decimal(0), penalty=Decimal(1))


def test_proportional_points_stop_at_the_cap_for_overachievement() -> None:
    plain, generous = Proportional(), Proportional(cap=Decimal("1.2"))
    for actual, expected, more in (("0.5", 10, 10), ("1", 20, 20), ("1.1", 20, 22), ("2", 20, 24)):
        assert plain.points(Decimal(actual), Decimal(1), Decimal(20), less_is_better=False) == expected
        assert generous.points(Decimal(actual), Decimal(1), Decimal(20), less_is_better=False) == more


def test_where_less_is_better_the_target_is_a_most() -> None:
    assert Proportional().points(Decimal(4), Decimal(2), Decimal(20), less_is_better=True) == 10
    assert Proportional().points(Decimal(0), Decimal(2), Decimal(20), less_is_better=True) == 20


rules = st.one_of(
    st.builds(
        Deduction,
        step=st.decimals("0.01", 10, places=2),
        penalty=st.decimals(0, 10, places=1),
        cap=st.none() | st.decimals(0, 20, places=1),
    ),
    st.builds(Proportional),
)
amounts = st.decimals(0, 200, places=2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rules, amounts, amounts, amounts.filter(bool), st.booleans())
def test_more_is_never_worth_less_and_points_stay_between_nothing_and_full(
    rule: Any, first: Decimal, second: Decimal, target: Decimal, less_is_better: bool
) -> None:
    full = Decimal(20)
    worse, better = sorted([first, second], reverse=less_is_better)
    points = [rule.points(a, target, full, less_is_better=less_is_better) for a in (worse, better)]
    assert 0 <= points[0] <= points[1] <= full


# ---- what was measured


def test_what_was_not_measured_is_not_guessed() -> None:
    found = card(inputs={name: value for name, value in P9.items() if name != "partners_won"})
    assert found.results[-1].actual is found.results[-1].points is None
    assert {d.id for d in found.dimensions if d.share is None} == {"other"}
    assert found.total is None


def test_nothing_is_divided_by_nothing() -> None:
    assert measure("renewal-rate", {"renewed": Decimal(0), "due_for_renewal": Decimal(0)}) is None
    with pytest.raises(UnknownName, match="renewal-rat"):
        measure("renewal-rat", {})


# ---- who judges, and the gate


@pytest.mark.parametrize(("assessor", "reviewer"), [("r1", ""), ("m1", "r1"), ("m1", "m1")])
def test_nobody_judges_themself_or_reviews_their_own_assessment(assessor: str, reviewer: str) -> None:
    with pytest.raises(ValueRefused, match=r"would (judge themself|review their own)"):
        appraise(template("P9"), figures(P9), assessor=assessor, reviewer=reviewer)


def test_a_template_is_for_its_own_role() -> None:
    with pytest.raises(ValueRefused, match="is for 'sales-rep', and 'r1' is 'sales-manager'"):
        appraise(template("P9"), figures(P9, role="sales-manager"), assessor="m1")


def test_a_critical_finding_blocks_whatever_the_points() -> None:
    clear = card()
    blocked = card(critical_findings=1)
    assert (clear.gate_status, clear.total, clear.bonus_held) == (GateStatus.CLEAR, Decimal("58.78"), False)
    assert (blocked.gate_status, blocked.total, blocked.bonus_held) == (GateStatus.BLOCKED, 0, False)
    held = appraise(template("P9", gate="hold-bonus"), figures(P9, critical_findings=2), assessor="m1")
    assert (held.gate_status, held.total, held.bonus_held) == (GateStatus.BLOCKED, Decimal("58.78"), True)


def test_where_nobody_looked_for_findings_the_gate_is_not_said_to_be_clear() -> None:
    assert card(critical_findings=None).gate_status is None


# ---- computed again


def test_the_same_figures_give_the_same_card_and_any_other_figure_another_digest() -> None:
    assert card() == card()
    one = figures(P9)
    assert inputs_hash(one) == inputs_hash(figures(dict(reversed(P9.items()))))
    assert inputs_hash(one) == inputs_hash(figures({**P9, "sales": "880.00"}))
    others = [
        figures({**P9, "sales": 881}),
        figures(P9, subject="r2"),
        figures(P9, critical_findings=1),
        figures(P9, period_to=D(2026, 6, 29)),
    ]
    assert len({inputs_hash(f) for f in (one, *others)}) == 1 + len(others)


def test_a_period_does_not_end_before_it_began() -> None:
    with pytest.raises(ValueRefused, match="before 2026-04-01"):
        figures(P9, period_to=D(2026, 3, 31))


# ---- templates


SALES = Indicator(
    id="sales", label=text("Sales", "销售额"), dimension="a", area="revenue", formula="quota-attainment", unit="ratio",
    target=Decimal(1), full_points=Decimal(20), rule=Proportional(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("dimensions", "indicators", "told"),
    [
        ({"a": "0.9"}, [SALES], "sum to 0.9, not to 1"),
        ({"a": "0.5", "b": "0.5"}, [SALES], "dimension 'b' of template 'T' has no indicator"),
        ({"a": "1"}, [SALES, SALES], "indicator 'sales' is in template 'T' twice"),
        ({"aa": "1"}, [SALES], "counts in 'a', no dimension of 'T'"),
    ],
)
def test_a_template_that_does_not_add_up_is_refused(
    dimensions: dict[str, str], indicators: list[Indicator], told: str
) -> None:
    parts = tuple(
        Dimension(id=name, label=text(name, name), weight=Decimal(weight))
        for name, weight in dimensions.items()
    )
    with pytest.raises(ValueRefused, match=told):
        ScorecardTemplate(
            id="T",
            version="1",
            label=text("T", "T"),
            role="r",
            dimensions=parts,
            indicators=tuple(indicators),
        )


def test_an_indicator_is_worth_something() -> None:
    with pytest.raises(ValueRefused, match="takes more than 0"):
        attrs.evolve(SALES, full_points=Decimal(0))
