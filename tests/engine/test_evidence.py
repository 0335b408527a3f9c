"""Facts as events: which value fits which field of which subject, and what is made of all that was recorded."""

import datetime as dt
from typing import Any

import attrs
import pytest

from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.evidence import attached, gathered, misfit, misfit_whole, recordable, with_evidence
from medsales_core.model import Activity, Deal, FollowUp, InstalledAsset, Need, Order, ServiceTicket
from medsales_core.rules.schema import describe

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
ENTITIES = {"deal": Deal, "order": Order, "asset": InstalledAsset}
WITH = {"deal": {"activities"}, "order": {"training_sessions"}, "asset": {"tickets", "follow_ups"}}


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    recordable.cache_clear()


@pytest.mark.parametrize("root", ENTITIES)
def test_the_fields_of_a_subject_and_the_records_kept_with_it_may_be_recorded(root: str) -> None:
    assert recordable(root).keys() == describe(ENTITIES[root]).keys() | WITH[root]
    assert all(recordable(root)[name].many for name in WITH[root])


@pytest.mark.parametrize(
    ("root", "field"),
    [
        (root, field)
        for root, entity in ENTITIES.items()
        for field, declared in describe(entity).items()
        if not declared.many and field != "id"
    ],
)
def test_any_single_fact_may_be_taken_back(root: str, field: str) -> None:
    assert misfit(root, field, None) is None
    assert misfit_whole(root, field, None) is None


@pytest.mark.parametrize(
    ("root", "field", "value", "fits"),
    [
        ("order", "two_invoice_rule", True, True),
        ("order", "two_invoice_rule", 1, False),
        ("asset", "consumables_cover_days", 1, True),
        ("asset", "consumables_cover_days", True, False),  # Python would take it for 1
        ("asset", "tickets", ServiceTicket(id="t"), True),
        ("asset", "follow_ups", FollowUp(id="f"), True),
        ("asset", "tickets", FollowUp(id="f"), False),
        ("asset", "activities", Activity(id="a"), False),
        ("deal", "activities", Activity(id="a"), True),
        ("deal", "activities", None, False),
        ("deal", "needs", Need(id="n"), True),
        ("deal", "needs", None, False),
        ("deal", "id", "d2", False),
    ],
)
def test_a_value_fits_the_field_that_takes_its_type(root: str, field: str, value: Any, *, fits: bool) -> None:
    assert (misfit(root, field, value) is None) is fits


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("needs", (), None),
        ("needs", (Need(id="n"), Need(id="m")), None),
        ("needs", Need(id="n"), "takes a tuple of Need"),
        ("needs", [Need(id="n")], "takes a tuple of Need"),
        ("needs", (Need(id="n"), "x"), "takes a Need, not 'x'"),
        ("needs", (Need(id="n"), Need(id="n")), "each record once"),
        ("activities", (Activity(id="a"),), None),
        ("activities", (Activity(id="a"), Need(id="n")), "takes a Activity"),
        ("name", "CT", None),
        ("name", 5, "takes a str"),
        ("nmae", "CT", "takes a field of a deal: id, name"),
        ("created_on", AT, "takes what a Deal takes"),
    ],
)
def test_the_whole_of_a_list_is_looked_at_record_by_record_and_then_together(
    field: str, value: Any, told: str | None
) -> None:
    found = misfit_whole("deal", field, value)
    assert (found is None) is (told is None)
    if found is not None and told is not None:
        assert found.code == "wrong-record"
        assert told in found.message["en"]


def recorded(field: str, value: Any, *, kind: EventKind = EventKind.RECORDED) -> Event:
    return Event(kind, "d1", 1, AT, "u", "h", {"field": field, "value": value})


def described(**fields: Any) -> Event:
    return Event(EventKind.DESCRIBED, "d1", 1, AT, "u", "h", {"fields": fields})


def test_the_last_word_counts_and_a_record_replaces_the_one_of_its_id() -> None:
    first, again, second = Need(id="1"), Need(id="1", priority=1), Need(id="2")
    deal = Deal(id="d1", name="old", needs=(first,))
    assert with_evidence(deal, [recorded("needs", second)]).needs == (first, second)
    assert with_evidence(deal, [recorded("needs", again)]).needs == (again,)
    assert with_evidence(deal, [described(needs=(second,)), recorded("needs", again)]).needs == (
        second,
        again,
    )
    assert with_evidence(deal, [recorded("needs", second), described(needs=())]).needs == ()
    named = [described(name="a"), recorded("name", "b"), described(name="c", probability=None)]
    assert with_evidence(deal, named[:2]).name == "b"
    assert with_evidence(deal, named) == attrs.evolve(deal, name="c")
    assert with_evidence(deal, []) == deal


def test_what_is_said_of_other_fields_and_by_other_events_changes_nothing() -> None:
    deal = Deal(id="d1", name="CT")
    strangers = [
        recorded("activities", Activity(id="a")),
        described(activities=(Activity(id="a"),), unknown=1),
        recorded("name", "x", kind=EventKind.REFUSED),
        Event(EventKind.HELD, "d1", 1, AT, "u", "h", {"reason": "x"}),
    ]
    assert with_evidence(deal, strangers) == deal


def test_what_is_kept_with_a_subject_is_gathered_by_its_root() -> None:
    ticket, later = ServiceTicket(id="t"), FollowUp(id="f")
    events = [recorded("tickets", ticket), recorded("serial", "S1"), described(follow_ups=(later,))]
    assert attached("asset", events) == {"tickets": (ticket,), "follow_ups": (later,)}
    assert attached("deal", events) == {"activities": ()}


def test_values_that_are_no_records_are_their_own_key() -> None:
    fields = {"tags": attrs.evolve(describe(Deal)["needs"], type=str)}
    events = [recorded("tags", "b"), recorded("tags", "a"), recorded("tags", "b")]
    assert gathered(fields, events, lambda name: ("a",)) == {"tags": ("a", "b")}


def test_nothing_in_a_field_that_is_worked_out_where_nothing_is_given_is_no_misfit() -> None:
    assert misfit("expenses", "per_head", None) is None
