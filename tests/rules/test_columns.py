"""Columns agree with judging one by one, outcome for outcome."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.model import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.columns import compile_columns, judge_columns
from medsales_core.rules.inverting import satisfy_all, violations
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Judgement, Outcome

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


# What columns are for: a row is judged by itself only where a column cannot say what becomes of it ----------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Facts]]:
    """The requirements that were judged by themselves, each with the facts."""
    found: list[tuple[str, Facts]] = []

    def noted(judgement: Judgement, facts: Any, at: dt.datetime) -> Outcome:
        found.append((judgement.requirement.id, facts))
        return outcome(judgement, facts, at)

    outcome = Judgement.outcome
    monkeypatch.setattr(Judgement, "outcome", noted)
    return found


def test_a_row_is_judged_by_itself_only_where_a_root_that_is_read_is_not_there(
    reference: Playbook, good_facts: Facts, asked: list[tuple[str, Facts]]
) -> None:
    columns = compile_columns(reference.plan.judgements.values())
    said = {one.judgement.requirement.id: one.paths for one in columns._passes if one.run is not None}
    portfolio = every_way(reference, good_facts)
    asked.clear()
    columns(portfolio, AT)
    alone = [(name, facts) for name, facts in asked if name in said]
    assert 0 < len(alone) < len(said) * len(portfolio) / 5
    for name, facts in alone:
        assert NOT_SUPPLIED in [getattr(facts, path.steps[0]) for path in said[name]]


def test_a_row_without_a_root_is_judged_by_itself_by_what_reads_that_root_and_by_nothing_else(
    reference: Playbook, good_facts: Facts, asked: list[tuple[str, Facts]]
) -> None:
    columns = compile_columns(reference.plan.judgements.values())
    said = [one.judgement.requirement for one in columns._passes if one.run is not None]
    for root in sorted(ROOTS):
        bare = good_facts.with_(**{root: NOT_SUPPLIED})
        asked.clear()
        found = columns([good_facts, bare, good_facts], AT)
        reading = {
            one.id for one in said if any(path.split(".")[0] == root for path in reads(one.condition, {}))
        }
        assert {name for name, facts in asked if facts is not good_facts} >= reading
        names = {one.id for one in said}
        assert [(name, facts) for name, facts in asked if name in names] == [
            (one.id, bare) for one in said if one.id in reading
        ]
        assert all(outcomes[0] is outcomes[2] for outcomes in found.values())


def test_columns_are_for_the_moment_that_is_asked(reference: Playbook, good_facts: Facts) -> None:
    columns = compile_columns(reference.plan.judgements.values())
    portfolio = [good_facts, good_facts]
    days = [AT + dt.timedelta(days=days) for days in (0, 4000, 0)]
    assert [columns(portfolio, at) for at in days] == [
        {
            j.requirement.id: [j.outcome(facts, at) for facts in portfolio]
            for j in reference.plan.judgements.values()
        }
        for at in days
    ]
    assert columns(portfolio, days[0]) != columns(portfolio, days[1])


def test_a_field_is_read_once_for_all_requirements(reference: Playbook, good_facts: Facts) -> None:
    class Counting:
        def __init__(self) -> None:
            self.times: dict[str, int] = {}

        def __getattr__(self, name: str) -> Any:
            self.times[name] = self.times.get(name, 0) + 1
            return getattr(good_facts.deal, name)

    deal = Counting()
    columns = compile_columns(reference.plan.judgements.values())
    said = tuple(one for one in columns._passes if one.run is not None)
    type(columns)(said)([good_facts.with_(deal=deal)], AT)
    asked = {path.steps for one in said for path in one.paths if path.steps[0] == "deal"}
    assert deal.times == Counter(steps[1] for steps in asked if len(steps) > 1)
