"""Columns agree with judging one by one, outcome for outcome."""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.model import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.columns import compile_columns, judge_columns
from medsales_core.rules.inverting import satisfy_all, violations
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def one_by_one(playbook: Playbook, portfolio: list[Facts]) -> dict[str, list[Outcome]]:
    judgements = playbook.plan.judgements.values()
    return {j.requirement.id: [j.outcome(facts, AT) for facts in portfolio] for j in judgements}


def every_way(playbook: Playbook, good_facts: Facts) -> list[Facts]:
    """Facts on which each requirement in turn fails, or is unknown, in each of its ways."""
    found = [good_facts, Facts(), satisfy_all([], good_facts, AT)]
    for requirement in playbook.requirements.values():
        found += [way.facts for way in violations(requirement.condition, good_facts, AT)]
    return found


def test_columns_agree_with_one_by_one_on_every_way_to_fail(reference: Playbook, good_facts: Facts) -> None:
    portfolio = every_way(reference, good_facts)
    found = judge_columns(reference.plan.judgements.values(), portfolio, AT)
    assert found == one_by_one(reference, portfolio)
    assert {outcome for column in found.values() for outcome in column} >= {
        Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE,
    }  # fmt: skip


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_columns_agree_on_portfolios_with_roots_mixed_and_missing(
    data: Any, reference: Playbook, good_facts: Facts
) -> None:
    names = st.lists(st.sampled_from(sorted(ROOTS)), unique=True)
    rows = data.draw(st.lists(names, max_size=6), label="roots not supplied, by row")
    portfolio = [good_facts.with_(**dict.fromkeys(row, NOT_SUPPLIED)) for row in rows]
    found = compile_columns(reference.plan.judgements.values())(portfolio, AT)
    assert found == one_by_one(reference, portfolio)


def test_an_empty_portfolio_has_empty_columns(reference: Playbook) -> None:
    found = judge_columns(reference.plan.judgements.values(), [], AT)
    assert set(found) == set(reference.requirements)
    assert not any(found.values())


def test_most_requirements_of_the_reference_have_a_column_form(reference: Playbook) -> None:
    columns = compile_columns(reference.plan.judgements.values())
    said = [one for one in columns._passes if one.run is not None]
    assert len(said) >= 0.8 * len(reference.requirements)
