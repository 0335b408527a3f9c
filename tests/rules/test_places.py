"""A value is put where it belongs, with all that is missing on the way."""

import datetime as dt

from medsales_core.model import Deal, Facts
from medsales_core.rules.places import edited
from medsales_core.rules.specimen import Maker

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


def test_a_list_grows_as_far_as_the_way_through_it_asks() -> None:
    facts = Facts(deal=Deal(id="D-1"))
    made = edited(facts, ("deal", "needs", 2, "root_cause"), lambda _: "waiting lists", Maker(AT, "CNY", {}))
    assert [need.root_cause for need in made.deal.needs][2:] == ["waiting lists"]


def test_so_does_a_list_in_a_record_that_is_not_there_yet() -> None:
    address = ("deal", "quotes", 1, "approvals", 1, "approver_id")
    made = edited(Facts(deal=Deal(id="D-1")), address, lambda _: "ann", Maker(AT, "CNY", {}))
    assert [len(quote.approvals) for quote in made.deal.quotes] == [0, 2]
    assert made.deal.quotes[1].approvals[1].approver_id == "ann"
