"""Entities and facts drawn at random: right by construction, awkward where it matters, plain when shrunk."""

import datetime as dt
import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from medsales_core.canonical import canonical
from medsales_core.model import Account, Approval, Deal, EvidenceRef, Facts, FlowReport, Need, Scorecard
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.schema import Kind, describe
from medsales_core.testing.conduct import MOMENT
from medsales_core.testing.strategies import entities, facts, records, register
from medsales_core.testing.strategies.records import periods
from medsales_core.testing.strategies.subjects import kinds
from medsales_core.wire import from_data, to_data

MADE = records()
QUICK = settings(deadline=None, derandomize=True, database=None)
TODAY = MOMENT.date()
DAY = dt.timedelta(days=1)


def found(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool], most: int = 2000) -> Any:
    """A value that is *wanted*; `NoSuchExample` where the strategy has none."""
    return find(strategy, wanted, settings=settings(QUICK, max_examples=most, phases=[Phase.generate]))


@settings(QUICK, max_examples=200)
@given(st.sampled_from(kinds()).flatmap(MADE.of))
def test_every_entity_comes_back_from_plain_data_as_it_was(entity: Any) -> None:
    written = canonical(to_data(entity))
    read = from_data(type(entity), json.loads(written))
    assert read == entity
    assert canonical(to_data(read)) == written


@pytest.mark.parametrize("kind", [Deal, Need, Account])
def test_the_plainest_entity_is_the_one_of_which_nothing_is_known(kind: type) -> None:
    plainest = find(MADE.of(kind), lambda _: True, settings=settings(QUICK, max_examples=5))
    filled = {a.name for a in attrs.fields(kind) if getattr(plainest, a.name) != a.default}
    assert filled == {a.name for a in attrs.fields(kind) if a.default is attrs.NOTHING}


@settings(QUICK, max_examples=40)
@given(st.sampled_from([Approval, FlowReport, Scorecard]).flatmap(MADE.of))
def test_a_period_ends_after_it_begins(entity: Any) -> None:
    (pair,) = periods(type(entity))
    begin, end = (getattr(entity, name) for name in pair)
    assert begin is None or end is None or begin <= end


@settings(QUICK, max_examples=100)
@given(entities(Deal, {"needs": MADE.field(Deal, "needs"), "probability": MADE.field(Deal, "probability")}))
def test_records_of_a_list_have_ids_of_their_own_and_units_keep_their_range(deal: Deal) -> None:
    assert deal.needs
    assert len({need.id for need in deal.needs}) == len(deal.needs)
    assert deal.probability is not None
    assert 0 <= deal.probability <= 1
    assert all(need.priority is None or 1 <= need.priority <= 3 for need in deal.needs)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda text: any("CJK" in unicodedata.name(char, "") for char in text),
        lambda text: any(unicodedata.bidirectional(char) in ("AL", "R", "RLO") for char in text),
        lambda text: any(unicodedata.category(char) == "So" for char in text),
        lambda text: any(unicodedata.combining(char) for char in text),
        lambda text: any(ord(char) > 0xFFFF for char in text),
        lambda text: "\r\n" in text,
        lambda text: text.startswith("="),
        lambda text: len(text) > 255,
    ],
    ids=["chinese", "right-to-left", "emoji", "combining", "astral", "lines", "formula", "long"],
)
def test_awkward_texts_occur(wanted: Callable[[str], bool]) -> None:
    assert wanted(found(MADE.field(Account, "name"), wanted))


@pytest.mark.parametrize(
    "wanted",
    [
        lambda money: money.amount > 10**27,
        lambda money: -money.amount.as_tuple().exponent > 10,
        lambda money: money.amount < 0,
        lambda money: money.currency not in ("CNY", "USD"),
        lambda money: money.amount == 0,
    ],
    ids=["huge", "fine", "negative", "foreign", "none"],
)
def test_awkward_amounts_occur(wanted: Callable[[Money], bool]) -> None:
    assert wanted(found(MADE.field(Deal, "amount"), wanted))


@pytest.mark.parametrize(
    "day", [TODAY, TODAY - DAY, TODAY + DAY, dt.date(2024, 2, 29), dt.date(9999, 12, 31)]
)
def test_records_that_end_today_beside_it_on_a_leap_day_and_never_occur(day: dt.date) -> None:
    assert found(MADE.field(Approval, "expires_on"), lambda drawn: drawn == day) == day


@pytest.mark.parametrize(
    "wanted",
    [
        lambda at: at.utcoffset() == dt.timedelta(hours=14),
        lambda at: at.utcoffset() < dt.timedelta(0),
        lambda at: at.dst(),
        lambda at: at.isoformat() == "2026-11-01T01:30:00-05:00",
        lambda at: at.microsecond,
        lambda at: at == MOMENT.replace(hour=0) - dt.timedelta(seconds=1),
    ],
    ids=["east", "west", "summer", "the-hour-said-twice", "microseconds", "yesterday's last second"],
)
def test_awkward_times_occur(wanted: Callable[[dt.datetime], bool]) -> None:
    assert wanted(found(MADE.field(EvidenceRef, "captured_at"), wanted))


def test_where_nothing_hostile_is_wanted_there_is_none() -> None:
    tame = records(hostile=False)
    with pytest.raises(NoSuchExample):
        found(tame.field(Deal, "amount"), lambda money: money.amount < 0, most=200)


@pytest.mark.parametrize("number", ["0.3", "0.4", "0.5"])
def test_each_threshold_and_its_neighbours_occur(small: Callable[..., Playbook], number: str) -> None:
    near = records(small(), hostile=False).field(Deal, "probability")
    assert found(near, lambda drawn: drawn == Decimal(number)) == Decimal(number)


@pytest.mark.parametrize("days", [-31, -30, -29, 29, 30, 31])
def test_the_last_day_of_a_period_and_its_neighbours_occur(small: Callable[..., Playbook], days: int) -> None:
    near = records(small()).field(Deal, "created_on")
    assert found(near, lambda drawn: drawn == TODAY + days * DAY) == TODAY + days * DAY


def test_every_value_that_the_reference_compares_a_field_with_is_among_the_plain_ones(
    reference: Playbook,
) -> None:
    near = records(reference)
    limits = near.values.limits
    known = [(kind, name) for kind in kinds() for name in describe(kind)]
    compared = [
        (k, n) for k, n in known if describe(k)[n].kind is Kind.MONEY and limits.near(describe(k)[n], "")
    ]
    assert compared
    for kind, name in compared:
        for value in limits.near(describe(kind)[name], ""):
            assert found(near.field(kind, name), lambda drawn, value=value: drawn == value) == value


@settings(QUICK, max_examples=30)
@given(facts(("deal", "owner")))
def test_facts_supply_what_is_wanted_and_some_of_the_rest(drawn: Facts) -> None:
    assert {"deal", "owner"} <= drawn.supplied()


def test_facts_name_one_another_or_do_not() -> None:
    both = facts(("deal", "owner"))
    for names in (True, False):
        drawn = found(both, lambda one, names=names: (one.deal.owner_id == one.owner.id) is names)
        assert isinstance(drawn, Facts)


def test_hypothesis_is_told_of_entities_only_when_it_is_asked_for() -> None:
    told = """
from hypothesis import strategies as st
from hypothesis.strategies._internal import types
import medsales_core.testing.strategies as strategies
from medsales_core.model import Deal
assert Deal not in types._global_type_lookup
strategies.register()
assert Deal in types._global_type_lookup
"""
    subprocess.run([sys.executable, "-c", told], check=True)


def test_entities_are_found_by_their_type() -> None:
    register()
    assert isinstance(found(st.from_type(Deal), lambda deal: deal.needs), Deal)
    assert isinstance(found(st.builds(Need, id=st.just("n")), lambda _: True), Need)
    assert isinstance(found(st.from_type(Facts), lambda _: True), Facts)
    assert isinstance(found(st.from_type(Money), lambda _: True), Money)
