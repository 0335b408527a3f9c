"""Facts: what the host said, and nothing it did not say."""

import copy
import inspect
import pickle
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.errors import ValueRefused
from medsales_core.model import NOT_SUPPLIED, ROOTS, Account, Contact, Deal, Facts, NotSupplied
from medsales_core.money import Money

names = st.sets(st.sampled_from(sorted(ROOTS)))


def value_of(name: str) -> Any:
    """Some value that root *name* may hold."""
    root = ROOTS[name]
    record = root.entity(id="x-1", name="First Hospital") if root.entity is Account else root.entity(id="x-1")
    return (record,) if root.many else record


@given(names)
def test_what_was_supplied_is_known_by_name_and_the_rest_is_not_supplied(given_names: set[str]) -> None:
    facts = Facts(**{name: value_of(name) for name in given_names})
    assert facts.supplied() == given_names
    for name in ROOTS:
        found = getattr(facts, name)
        assert (found == value_of(name)) if name in given_names else (found is NOT_SUPPLIED)


@given(names, names)
def test_with_adds_and_replaces_and_leaves_the_first_facts_alone(first: set[str], more: set[str]) -> None:
    before = Facts(**{name: value_of(name) for name in first})
    after = before.with_(**{name: value_of(name) for name in more})
    assert after.supplied() == first | more
    assert before.supplied() == first


def test_every_root_is_a_keyword_of_the_constructor_and_the_other_way_round() -> None:
    parameters = inspect.signature(Facts).parameters.values()
    assert {p.name for p in parameters if p.kind is p.KEYWORD_ONLY} == set(ROOTS)


def test_every_root_is_told_in_the_docstring() -> None:
    doc = inspect.getdoc(Facts) or ""
    assert [name for name in ROOTS if f"\n    {name}: " not in doc] == []


def test_a_root_can_be_taken_away_again() -> None:
    assert Facts(deal=Deal(id="d-1")).with_(deal=NOT_SUPPLIED).supplied() == frozenset()


def test_an_empty_list_is_supplied() -> None:
    facts = Facts(contacts=[])
    assert facts.contacts == ()
    assert facts.supplied() == {"contacts"}


@pytest.mark.parametrize("name", [name for name, root in ROOTS.items() if root.many])
def test_many_records_may_come_in_any_iterable_and_are_kept_as_a_tuple(name: str) -> None:
    records = value_of(name)
    assert getattr(Facts(**{name: iter(records)}), name) == records
    assert getattr(Facts(**{name: list(records)}), name) == records


def test_a_misspelt_root_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError, match="dael"):
        Facts(dael=Deal(id="d-1"))  # type: ignore[call-arg]


def test_paths_are_read_as_attributes() -> None:
    deal = Deal(id="d-1", amount=Money(5, "CNY"))
    assert attrgetter("deal.amount")(Facts(deal=deal)) == Money(5, "CNY")


@pytest.mark.parametrize("name", [*ROOTS, "tender"])
def test_facts_do_not_change(name: str) -> None:
    facts = Facts(deal=Deal(id="d-1"))
    with pytest.raises(ValueRefused, match=r"do not change") as refused:
        setattr(facts, name, None)
    assert "with_" in refused.value.hint
    with pytest.raises(ValueRefused, match=r"do not change"):
        delattr(facts, name)
    assert facts == Facts(deal=Deal(id="d-1"))


@given(names, names)
def test_facts_are_equal_where_they_say_the_same(one: set[str], other: set[str]) -> None:
    left, right = (Facts(**{name: value_of(name) for name in chosen}) for chosen in (one, other))
    assert (left == right) is (one == other)
    if one == other:
        assert hash(left) == hash(right)


def test_facts_are_equal_to_nothing_else() -> None:
    assert Facts() != {}


@given(names)
def test_facts_travel_to_another_process_and_arrive_the_same(chosen: set[str]) -> None:
    facts = Facts(**{name: value_of(name) for name in chosen})
    arrived = pickle.loads(pickle.dumps(facts))
    assert arrived == facts == copy.deepcopy(facts)
    assert arrived.supplied() == chosen


def test_facts_show_what_was_supplied_only() -> None:
    assert repr(Facts(contacts=[Contact(id="c-1")])).startswith("Facts(contacts=(Contact(id='c-1'")
    assert repr(Facts()) == "Facts()"


def test_what_was_not_supplied_is_falsy_and_says_so() -> None:
    assert not NOT_SUPPLIED
    assert repr(NOT_SUPPLIED) == "NOT_SUPPLIED"
    assert isinstance(NOT_SUPPLIED, NotSupplied)


@given(st.text(min_size=1).filter(lambda name: not hasattr(object, name) and not name.startswith("__")))
def test_nothing_can_be_read_from_what_was_not_supplied(name: str) -> None:
    with pytest.raises(AttributeError, match="not supplied"):
        getattr(NOT_SUPPLIED, name)


@pytest.mark.parametrize("move", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_there_is_one_not_supplied_wherever_it_travels(move: Any) -> None:
    assert move(NOT_SUPPLIED) is NOT_SUPPLIED


def test_the_roots_cannot_be_added_to() -> None:
    with pytest.raises(TypeError):
        ROOTS["tender"] = ROOTS["deal"]  # type: ignore[index]
