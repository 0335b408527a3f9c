"""Keys and differences of facts, told without comparing them whole."""

from collections.abc import Callable

import attrs
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.model import NOT_SUPPLIED, Account, Activity, Deal, Facts, Need, Quote
from medsales_core.rules.sameness import Sameness, changed

NEEDS = st.lists(
    st.builds(Need, id=st.sampled_from("ab"), priority=st.sampled_from([None, 1, 2])),
    max_size=2,
    unique_by=lambda need: need.id,
)
VISITS = st.lists(
    st.builds(Activity, id=st.sampled_from("ab"), kind=st.just("visit")),
    max_size=2,
    unique_by=lambda visit: visit.id,
)
DEALS = st.builds(Deal, id=st.just("d"), name=st.sampled_from([None, "x"]), needs=NEEDS.map(tuple))
FACTS = st.builds(
    Facts,
    deal=DEALS | st.just(NOT_SUPPLIED) | st.none(),
    account=st.builds(Account, id=st.sampled_from("ab"), name=st.just("A")) | st.just(NOT_SUPPLIED),
    activities=VISITS | st.just(NOT_SUPPLIED),
)


@given(FACTS, FACTS)
def test_facts_have_one_key_just_if_they_are_equal(one: Facts, other: Facts) -> None:
    same = Sameness()
    assert (same.key(one) == same.key(other)) is (one == other)
    assert same.key(one) == same.key(one.with_())


@given(FACTS)
def test_nothing_is_changed_where_nothing_was_made_anew(facts: Facts) -> None:
    assert changed(facts, facts.with_()) == frozenset()


QUOTED = Deal(id="d", name="x", needs=(Need(id="n"),), quotes=(Quote(id="q"),))


def test_what_was_made_anew_is_named_by_root_and_field() -> None:
    before = Facts(deal=QUOTED, activities=(), account=Account(id="a", name="A"))

    def after(**roots: object) -> frozenset[str]:
        return changed(before, before.with_(**roots))

    assert after(deal=attrs.evolve(QUOTED, name="y")) == {"deal.name"}
    assert after(deal=attrs.evolve(QUOTED, needs=(), quotes=())) == {"deal.needs", "deal.quotes"}
    assert after(activities=(Activity(id="a", kind="visit"),)) == {"activities"}
    assert after(deal=NOT_SUPPLIED, account=None) == {"deal", "account"}


@given(FACTS, st.sampled_from(["deal", "account", "activities"]))
def test_a_root_that_equals_the_old_one_may_be_named_and_one_that_does_not_is(
    facts: Facts, root: str
) -> None:
    other: Callable[[object], object] = attrs.evolve if attrs.has(type(getattr(facts, root))) else lambda x: x
    anew = facts.with_(**{root: other(getattr(facts, root))})
    assert all(name.split(".")[0] == root for name in changed(facts, anew))
    without = facts.with_(**{root: NOT_SUPPLIED})
    assert (root in changed(facts, without)) is (getattr(facts, root) is not NOT_SUPPLIED)
