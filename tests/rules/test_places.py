"""Where values lie in facts: addresses, what is made on the way to one, and nothing else changed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from medsales_core.model import NOT_SUPPLIED, Approval, Budget, Deal, Demo, Facts, Need, Participant, Quote
from medsales_core.playbook.load import core_schema
from medsales_core.rules.places import (
    Scope,
    addresses,
    appended,
    edited,
    field_at,
    grown,
    lists,
    removed,
    value_at,
    written,
)
from medsales_core.rules.schema import Kind, ResolvedPath
from medsales_core.rules.specimen import Maker

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
NEEDS = (Need(id="n1", priority=1), Need(id="n2"))
QUOTES = (Quote(id="q1", approvals=(Approval(id="a"),)), Quote(id="q2"))
FACTS = Facts(deal=Deal(id="d", needs=NEEDS, quotes=QUOTES), activities=())
MAKER = Maker(AT, "CNY", {})


def path(text: str, *scopes: type) -> ResolvedPath:
    found = core_schema().resolve(text, scopes)
    assert isinstance(found, ResolvedPath)
    return found


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ((), ""),
        (("deal",), "deal"),
        (("deal", "needs", 1, "priority"), "deal.needs[1].priority"),
        (("contacts", 0), "contacts[0]"),
    ],
)
def test_an_address_is_written_as_a_person_reads_it(address: tuple[Any, ...], text: str) -> None:
    assert written(address) == text


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ((), FACTS),
        (("deal", "needs", 1, "id"), "n2"),
        (("deal", "needs"), NEEDS),
        (("deal", "budget", "amount"), None),
        (("account", "name"), NOT_SUPPLIED),
        (("deal", "needs", 2), None),
        (("deal", "needs", 2, "id"), None),
        (("activities", 0, "kind"), None),
    ],
)
def test_a_value_is_found_or_what_ends_the_way_to_it(address: tuple[Any, ...], value: object) -> None:
    assert value_at(FACTS, address) == value


def test_a_scope_leads_outwards_and_to_the_root() -> None:
    quote = Scope().inside(("deal", "quotes", 0))
    approval = quote.inside(("deal", "quotes", 0, "approvals", 0))
    inner = (Quote, Approval)
    for text, address in (
        ("decision", ("deal", "quotes", 0, "approvals", 0, "decision")),
        ("outer.discount", ("deal", "quotes", 0, "discount")),
        ("root.deal.name", ("deal", "name")),
    ):
        assert approval.address_of(path(text, *inner)) == address
        assert approval.named(path(text, *inner)) == written(address)
    assert Scope().start(path("outer.id", Deal, Quote)) == ()
    here, outer = approval.records(FACTS)
    assert here == QUOTES[0].approvals[0]
    assert outer == (QUOTES[0], (FACTS, None))


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (("deal", "name"), []),
        (("deal", "id"), [("deal", "id")]),
        (("deal", "needs"), [("deal", "needs", 0), ("deal", "needs", 1)]),
        (("deal", "needs", "priority"), [("deal", "needs", 0, "priority")]),
        (("deal", "quotes", "approvals"), [("deal", "quotes", 0, "approvals", 0)]),
        (("account", "name"), []),
        (("activities", "kind"), []),
    ],
)
def test_lists_are_taken_apart_on_the_way(steps: tuple[str, ...], found: list[tuple[Any, ...]]) -> None:
    assert addresses(FACTS, (), steps) == found


def test_the_lists_of_a_path_are_those_that_it_enters_last() -> None:
    assert lists(FACTS, (), path("deal.needs.id")) == [("deal", "needs")]
    assert lists(FACTS, (), path("deal.quotes.approvals")) == [
        ("deal", "quotes", 0, "approvals"),
        ("deal", "quotes", 1, "approvals"),
    ]
    assert lists(Facts(deal=None), (), path("deal.quotes.approvals")) == []


def test_a_field_is_known_by_its_owner() -> None:
    assert field_at(FACTS, "deal").kind is Kind.RECORD
    assert field_at(FACTS, "activities").many
    assert not field_at(FACTS, "deal").many
    assert field_at(Deal(id="d"), "needs").many


@pytest.mark.parametrize(
    ("address", "change", "expected"),
    [
        (("deal", "name"), lambda _: "CT", lambda deal: attrs.evolve(deal, name="CT")),
        (
            ("deal", "needs", 1, "priority"),
            lambda _: 5,
            lambda deal: attrs.evolve(deal, needs=(NEEDS[0], Need(id="n2", priority=5))),
        ),
        (("deal", "needs"), lambda items: items[1:], lambda deal: attrs.evolve(deal, needs=NEEDS[1:])),
        (
            ("deal", "needs", 2, "priority"),
            lambda _: 5,
            lambda deal: attrs.evolve(deal, needs=(*NEEDS, Need(id="need-1", priority=5))),
        ),
        (
            ("deal", "budget", "status"),
            lambda _: "approved",
            lambda deal: attrs.evolve(deal, budget=Budget(status="approved")),
        ),
    ],
)
def test_one_place_is_changed_and_what_is_missing_on_the_way_is_made(
    address: tuple[Any, ...], change: Callable[[Any], Any], expected: Callable[[Deal], Deal]
) -> None:
    made = edited(FACTS, address, change, MAKER)
    assert made == FACTS.with_(deal=expected(FACTS.deal))  # type: ignore[arg-type]


def test_a_root_that_was_not_supplied_is_made() -> None:
    made = edited(Facts(), ("deal", "name"), lambda _: "CT", MAKER)
    assert made == Facts(deal=Deal(id="deal-1", name="CT"))


@pytest.mark.parametrize(
    ("start", "text", "added"),
    [
        (FACTS, "deal.needs", [("deal", "needs", 2)]),
        (FACTS, "deal.needs.priority", [("deal", "needs", 2, "priority")]),
        (FACTS, "deal.quotes.approvals", [("deal", "quotes", 0, "approvals", 1), ("deal", "quotes", 1, "approvals", 0)]),
        (FACTS, "deal.demos.invitees", [("deal", "demos", 0, "invitees", 0)]),
        (Facts(), "deal.needs", [("deal", "needs", 0)]),
        (Facts(), "activities", [("activities", 0)]),
        (Facts(), "deal.demos.invitees.units", [("deal", "demos", 0, "invitees", 0, "units", 0)]),
    ],
)  # fmt: skip
def test_one_more_record_is_appended_to_every_list_in_turn(
    start: Facts, text: str, added: list[tuple[Any, ...]]
) -> None:
    found = list(appended(start, (), path(text), MAKER))
    assert [address for _, address in found] == added
    for made, address in found:
        last = max(place for place, step in enumerate(address) if isinstance(step, int))
        assert value_at(made, address[: last + 1]) is not None
        if value_at(start, ("deal", "id")) == "d":
            assert removed(made, address, MAKER).deal.needs == NEEDS  # type: ignore[union-attr]


def test_what_is_missing_down_to_a_place_is_made_plainly_and_nothing_twice() -> None:
    made = grown(Facts(), ("deal", "demos", 0, "invitees", 0, "units"), MAKER)
    assert made.deal == Deal(
        id="deal-1", demos=(Demo(id="demo-1", invitees=(Participant(id="participant-1"),)),)
    )
    assert grown(made, ("deal", "demos", 0, "invitees", 0), MAKER) == made
    assert grown(FACTS, ("deal", "budget"), MAKER).deal.budget == Budget()  # type: ignore[union-attr]


def test_a_record_is_removed_by_its_own_place_or_one_inside_it() -> None:
    for address in (("deal", "needs", 0), ("deal", "needs", 0, "priority")):
        assert removed(FACTS, address, MAKER).deal.needs == NEEDS[1:]  # type: ignore[union-attr]
    inner = removed(FACTS, ("deal", "quotes", 0, "approvals", 0, "decision"), MAKER)
    assert inner.deal.quotes == (Quote(id="q1"), QUOTES[1])  # type: ignore[union-attr]


def test_a_list_grows_as_far_as_the_way_through_it_asks() -> None:
    facts = Facts(deal=Deal(id="D-1"))
    made = edited(facts, ("deal", "needs", 2, "root_cause"), lambda _: "waiting lists", Maker(AT, "CNY", {}))
    assert [need.root_cause for need in made.deal.needs][2:] == ["waiting lists"]


def test_so_does_a_list_in_a_record_that_is_not_there_yet() -> None:
    address = ("deal", "quotes", 1, "approvals", 1, "approver_id")
    made = edited(Facts(deal=Deal(id="D-1")), address, lambda _: "ann", Maker(AT, "CNY", {}))
    assert [len(quote.approvals) for quote in made.deal.quotes] == [0, 2]
    assert made.deal.quotes[1].approvals[1].approver_id == "ann"
