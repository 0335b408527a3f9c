"""Every clause of every standard can be fulfilled, and fails in each of its ways: none is for show."""

import datetime as dt

import pytest

from medsales_core.model import Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.inverting import satisfy, violations
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
STANDARDS = ("sales-team", "appraisal-beyond-revenue", "reporting-review", "data-confidentiality")


@pytest.mark.parametrize("standard", STANDARDS)
def test_each_clause_passes_on_facts_made_for_it_and_fails_on_those_made_against_it(
    every_standard: Playbook, standard: str
) -> None:
    for name, requirement in every_standard.standards[standard].requirements.items():
        outcome = every_standard.plan.judgements[name].outcome
        good = satisfy(requirement.condition, Facts(), AT)
        assert outcome(good, AT) is Outcome.PASS, name
        ways = list(violations(requirement.condition, good, AT))
        assert {Outcome.FAIL} <= {way.outcome for way in ways}, name
        assert [way.name for way in ways if outcome(way.facts, AT) is not way.outcome] == [], name
