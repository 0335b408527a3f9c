"""Facts that satisfy and violate a requirement are what they say, whatever is drawn around them."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from medsales_core.errors import UnknownName
from medsales_core.model import Facts
from medsales_core.playbook import Playbook, reference_playbook
from medsales_core.rules.requirement import Outcome
from medsales_core.testing.conduct import MOMENT
from medsales_core.testing.strategies import satisfying, violating

REFERENCE = reference_playbook()
QUICK = settings(deadline=None, derandomize=True, database=None, max_examples=4)


def outcome(requirement: str, facts: Facts) -> Outcome:
    return REFERENCE.plan.judgements[requirement].outcome(facts, MOMENT)


@pytest.mark.parametrize("requirement", sorted(REFERENCE.requirements))
def test_every_requirement_of_the_reference_is_satisfied_and_violated(requirement: str) -> None:
    @QUICK
    @given(satisfying(requirement, REFERENCE), violating(requirement, REFERENCE))
    def holds(good: Facts, bad: Facts) -> None:
        assert outcome(requirement, good) is Outcome.PASS
        assert outcome(requirement, bad) is Outcome.FAIL

    holds()


@settings(QUICK, max_examples=20)
@given(violating("need-root-cause-and-goal", REFERENCE, unknown=True))
def test_what_is_not_known_is_not_known(facts: Facts) -> None:
    assert outcome("need-root-cause-and-goal", facts) is Outcome.UNKNOWN


def test_facts_around_a_requirement_differ_in_what_it_does_not_read(small: Callable[..., Playbook]) -> None:
    drawn = satisfying("named", small())
    for wanted in (lambda facts: facts.deal.amount, lambda facts: facts.deal.needs):
        assert find(
            drawn, wanted, settings=settings(QUICK, max_examples=1000, phases=[Phase.generate])
        ).deal.name


@pytest.mark.parametrize("probability", ["0.3", "0.5"])
def test_both_sides_of_a_limit_are_drawn(small: Callable[..., Playbook], probability: str) -> None:
    drawn = st.one_of(satisfying("cheap", small()), violating("cheap", small()))
    one = find(
        drawn,
        lambda facts: str(facts.deal.probability) == probability,
        settings=settings(QUICK, max_examples=500, phases=[Phase.generate]),
    )
    assert str(one.deal.probability) == probability


def test_a_requirement_that_is_not_there_is_named_at_once() -> None:
    with pytest.raises(UnknownName, match="nowhere"):
        satisfying("nowhere", REFERENCE)
