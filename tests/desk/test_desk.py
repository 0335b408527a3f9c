"""The desk: decisions kept as they were made, races told, retries harmless, facts gathered."""

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

import medsales_core as ms
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.desk import Desk, stream_of
from medsales_core.errors import EventClash, StoreError, UnknownName, ValueRefused, VersionConflict
from medsales_core.model import (
    Account,
    Activity,
    ChannelPartner,
    Company,
    Contact,
    Deal,
    DealLine,
    Licence,
    Need,
    Product,
    Rep,
)
from medsales_core.ports.store import NewEvent, StoredEvent

AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
REP = ms.Actor("u-1", {"sales-rep"})
MANAGER = ms.Actor("u-9", {"sales-manager"})
START, NEXT = "market-analysis-targeting", "customer-development-contact"


@pytest.fixture
def desk() -> Desk:
    return Desk(ms.reference_playbook(), MemoryStore())


def test_a_decision_is_kept_and_read_back(desk: Desk) -> None:
    opened = desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    refused = desk.decide("D-1", ms.Advance(to=NEXT), actor=REP, at=AT)
    assert opened.accepted
    assert not refused.accepted
    assert [event.kind for event in desk.history("D-1")] == [ms.EventKind.OPENED, ms.EventKind.REFUSED]
    assert desk.progress("D-1") == refused.progress.apply(refused.events)


def test_what_is_read_back_is_what_was_decided(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    need = Need(id="n1", dimension="patient", statement="shorter queues", priority=1)
    decision = desk.decide("D-1", ms.RecordEvidence("needs", need), actor=REP, at=AT)
    assert desk.history("D-1")[-1] == decision.events[0]
    assert desk.facts("D-1").deal == Deal(id="D-1", needs=(need,))


def test_a_record_of_the_same_id_replaces_the_earlier_one(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    for statement in ("first", "second"):
        need = Need(id="n1", dimension="patient", statement=statement, priority=1)
        desk.decide("D-1", ms.RecordEvidence("needs", need), actor=REP, at=AT)
    facts = desk.facts("D-1")
    assert isinstance(facts.deal, Deal)
    assert [need.statement for need in facts.deal.needs] == ["second"]


def test_a_retry_with_the_same_command_id_is_decided_once(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT, command_id="c-1")
    again = desk.decide("D-1", ms.Open(), actor=REP, at=AT, command_id="c-1")
    assert again.accepted
    assert len(desk.history("D-1")) == 1


class Raced(MemoryStore):
    """A store in which somebody else is quicker, once."""

    rivals: tuple[NewEvent, ...] = ()

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        rivals, self.rivals = self.rivals, ()
        super().append(stream, rivals, expected_version=None, recorded_at=recorded_at)
        return super().append(stream, events, expected_version=expected_version, recorded_at=recorded_at)


def test_the_loser_of_a_race_is_told_and_loses_nothing() -> None:
    store = Raced()
    desk = Desk(ms.reference_playbook(), store)
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    store.rivals = (
        NewEvent(event_id="r", kind="held", occurred_at=AT, actor="u-2", data={"reason": "budget"}),
    )
    with pytest.raises(VersionConflict) as told:
        desk.decide("D-1", ms.Hold("me too"), actor=REP, at=AT)
    assert (told.value.expected, told.value.actual) == (1, 2)
    assert desk.history("D-1")[-1].actor == "u-2"
    assert desk.decide("D-1", ms.Resume(), actor=REP, at=AT).accepted, "reading again and asking anew works"


def test_an_expected_version_that_is_old_is_refused(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    desk.decide("D-1", ms.Hold("budget"), actor=REP, at=AT)
    decision = desk.decide("D-1", ms.Resume(), actor=REP, at=AT, expected_version=1)
    assert [finding.code for finding in decision.findings] == ["stale-version"]


def test_facts_hold_what_is_kept_around_a_deal(desk: Desk) -> None:
    account = Account(id="A-1", name="First Hospital", grade="A")
    contact = Contact(id="c1", name="Dr Li", source="visit")
    rep = Rep(id="R-1", name="Wang")
    product = Product(id="P-1", name="CT", kind="capital-equipment")
    desk.keep("account", account, actor=REP, at=AT, contacts=(contact,))
    desk.keep("owner", rep, actor=REP, at=AT)
    desk.keep("products", product, actor=REP, at=AT)
    desk.keep("company", Company(id="us"), actor=REP, at=AT)
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    desk.decide("D-1", ms.Describe({"account_id": "A-1", "owner_id": "R-1"}), actor=REP, at=AT)
    visit = Activity(id="v1", kind="first-contact", done_on=AT.date())
    desk.decide("D-1", ms.RecordEvidence("activities", visit), actor=REP, at=AT)
    facts = desk.facts("D-1")
    assert facts.account == account
    assert facts.contacts == (contact,)
    assert facts.owner == rep
    assert facts.activities == (visit,)
    assert "segment" not in facts.supplied()


def test_the_partner_of_a_deal_and_of_an_order_is_kept_around_them(desk: Desk) -> None:
    dealer = ChannelPartner(id="P-1", name="Dealer", price_layer="wholesale")
    desk.keep("partner", dealer, actor=REP, at=AT)
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    assert "partner" not in desk.facts("D-1").supplied()
    desk.decide("D-1", ms.Describe({"partner_id": "P-1"}), actor=REP, at=AT)
    assert desk.facts("D-1").partner == dealer
    desk.decide("O-1", ms.Open("fulfilment"), actor=REP, at=AT, root="order")
    desk.decide("O-1", ms.Describe({"partner_id": "P-1"}), actor=REP, at=AT, root="order")
    assert desk.facts("O-1", root="order").partner == dealer


def test_what_nobody_kept_is_not_supplied(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    assert {"account", "owner", "segment", "company"}.isdisjoint(desk.facts("D-1").supplied())


def test_a_deal_nobody_opened_is_unknown(desk: Desk) -> None:
    desk.decide("D-17", ms.Open(), actor=REP, at=AT)
    with pytest.raises(UnknownName, match="did you mean 'D-17'"):
        desk.progress("D-71")


def test_a_process_is_opened_on_what_it_moves(desk: Desk) -> None:
    with pytest.raises(ValueRefused, match="moves orders"):
        desk.decide("D-1", ms.Open("fulfilment"), actor=REP, at=AT)
    assert desk.decide("O-1", ms.Open("fulfilment"), actor=REP, at=AT, root="order").accepted


def test_a_waiver_opens_the_way_until_its_last_day(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    desk.decide("D-1", ms.Describe({"owner_id": "u-1"}), actor=REP, at=AT)
    lacking = [f for f in desk.decide("D-1", ms.Advance(to=NEXT), actor=REP, at=AT).failures if f.blocks]
    assert lacking
    until = AT.date() + dt.timedelta(days=3)
    for finding in lacking:
        desk.decide("D-1", ms.Waive(finding.requirement, "pilot", until), actor=MANAGER, at=AT)
    waived = {waiver.requirement for waiver in desk.progress("D-1").waivers}
    may = {r.id for r in desk.playbook.requirements.values() if "sales-manager" in r.waivable_by}
    assert waived == {finding.requirement for finding in lacking} & may


def test_a_portfolio_has_every_deal_with_its_audit(desk: Desk) -> None:
    for number in range(3):
        desk.decide(f"D-{number}", ms.Open(), actor=REP, at=AT)
    portfolio = desk.portfolio(at=AT, source="test", synthetic=True)
    assert [case.progress.subject for case in portfolio.members] == ["D-0", "D-1", "D-2"]
    assert all(case.progress.stage == START for case in portfolio.cases)


def test_streams_are_called_by_what_they_keep() -> None:
    assert stream_of("deal", "D-1") == "deal/D-1"
    assert stream_of("owner", "R-1") == "rep/R-1"
    assert stream_of("products", "P-1") == "product/P-1"


def test_what_is_no_longer_said_is_gone(desk: Desk) -> None:
    licence = Licence(id="L1", kind="medical-institution", number="1")
    desk.keep("account", Account(id="A-1", name="Clinic", licences=(licence,)), actor=REP, at=AT)
    desk.keep("account", Account(id="A-1", name="Clinic"), actor=REP, at=AT)
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    desk.decide("D-1", ms.Describe({"account_id": "A-1"}), actor=REP, at=AT)
    assert desk.facts("D-1").account == Account(id="A-1", name="Clinic")


def test_one_unknown_product_leaves_the_products_unknown(desk: Desk) -> None:
    desk.keep("products", Product(id="P-1", name="CT", kind="capital-equipment"), actor=REP, at=AT)
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    lines = (DealLine(id="1", product_id="P-1"), DealLine(id="2", product_id="P-unlicensed"))
    desk.decide("D-1", ms.Describe({"lines": lines}), actor=REP, at=AT)
    assert "products" not in desk.facts("D-1").supplied()


def test_the_contacts_of_an_unknown_account_are_unknown(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    desk.decide("D-1", ms.Describe({"account_id": "A-typo"}), actor=REP, at=AT)
    assert {"account", "contacts"}.isdisjoint(desk.facts("D-1").supplied())


def test_a_command_id_used_for_another_command_is_told(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    desk.decide("D-1", ms.Hold("budget"), actor=REP, at=AT, command_id="c1")
    with pytest.raises(EventClash, match="another command"):
        desk.decide("D-1", ms.Resume(), actor=REP, at=AT, command_id="c1")
    with pytest.raises(EventClash, match="another command"):
        desk.decide("D-1", ms.Hold("budget"), actor=MANAGER, at=AT, command_id="c1")


def test_a_retry_is_answered_as_the_first_time(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    first = desk.decide("D-1", ms.Hold("budget"), actor=REP, at=AT, command_id="c1")
    desk.decide("D-1", ms.Resume(), actor=REP, at=AT)
    again = desk.decide("D-1", ms.Hold("budget"), actor=REP, at=AT, command_id="c1")
    assert (again.accepted, again.events, again.progress) == (True, first.events, first.progress)


def test_a_retry_of_what_was_refused_tells_every_reason_again(desk: Desk) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    wish = ms.Advance(to=NEXT)
    first = desk.decide("D-1", wish, actor=REP, at=AT, expected_version=1, command_id="c1")
    desk.decide("D-1", ms.Describe({"name": "changed since"}), actor=REP, at=AT)
    again = desk.decide("D-1", wish, actor=REP, at=AT, expected_version=1, command_id="c1")
    assert first.blocking
    assert again.as_dict() == first.as_dict()
    assert again.events == first.events
    stale = desk.decide("D-1", wish, actor=REP, at=AT, expected_version=1, command_id="c2")
    assert desk.decide("D-1", wish, actor=REP, at=AT, expected_version=1, command_id="c2") == stale
    assert [finding.code for finding in stale.blocking] == ["stale-version"]


def test_a_retry_under_another_playbook_names_what_was_named(
    desk: Desk, small: Callable[..., ms.Playbook]
) -> None:
    desk.decide("D-1", ms.Open(), actor=REP, at=AT)
    wish = ms.Advance(to=NEXT)
    first = desk.decide("D-1", wish, actor=REP, at=AT, command_id="c1")
    refused = desk.decide("D-1", ms.Advance(to="nowhere"), actor=REP, at=AT, command_id="c2")
    other = Desk(small(), desk.store)
    again = other.decide("D-1", wish, actor=REP, at=AT, command_id="c1")
    assert (again.accepted, [event.version for event in again.events]) == (False, [2])
    assert [f.requirement for f in again.blocking] == [f.requirement for f in first.blocking]
    objected = other.decide("D-1", ms.Advance(to="nowhere"), actor=REP, at=AT, command_id="c2")
    assert [f.code for f in objected.blocking] == [f.code for f in refused.blocking]


@pytest.mark.parametrize("name", ["", " D-1", "D-1\n", "D\x1b[31m"])
def test_an_id_can_be_read_and_typed(desk: Desk, name: str) -> None:
    with pytest.raises(ValueRefused, match="is no id"):
        desk.decide(name, ms.Open(), actor=REP, at=AT)


def test_a_mistyped_deal_leaves_no_ghost(desk: Desk) -> None:
    desk.decide("D-17", ms.Open(), actor=REP, at=AT)
    with pytest.raises(UnknownName, match="D-17"):
        desk.decide("D-71", ms.Advance(to=NEXT), actor=REP, at=AT)
    assert list(desk.subjects()) == ["D-17"]


@pytest.mark.parametrize("imported", [{}, {"imported": True}])
def test_evidence_filed_later_excuses_what_was_imported_and_no_bypass(
    desk: Desk, imported: dict[str, bool]
) -> None:
    store = desk.store
    data = {"process": "deal", "to": "needs-discovery"}
    moved = {"from": "needs-discovery", "to": "solution-value", "transition": "", **imported}
    rows = [("opened", data), ("moved", moved)]
    new = [
        NewEvent(event_id=f"e{n}", kind=k, occurred_at=AT, actor="import", data=d)
        for n, (k, d) in enumerate(rows)
    ]
    store.append("deal/D-1", new, expected_version=0, recorded_at=AT)

    def missing() -> set[str]:
        (case,) = desk.portfolio(at=AT).cases
        return {finding.requirement for entry in case.audit for finding in entry.findings}

    before = missing()
    assert "need-patient-needs" in before
    late = AT + dt.timedelta(days=90)
    need = Need(id="n1", dimension="patient", statement="shorter queues")
    desk.decide("D-1", ms.RecordEvidence("needs", need), actor=REP, at=late)
    assert ("need-patient-needs" in missing()) is not bool(imported)


def test_a_moment_entered_late_keeps_both_times(desk: Desk) -> None:
    now = AT + dt.timedelta(days=3)
    desk.decide("D-1", ms.Open(), actor=REP, at=AT, recorded_at=now)
    (stored,) = desk.store.scan()
    assert (stored.occurred_at, stored.recorded_at) == (AT, now)


def test_an_event_that_cannot_be_read_is_told_with_its_place(desk: Desk) -> None:
    desk.store.append(
        "deal/D-1", [NewEvent(event_id="e", kind="teleported", actor="x")], expected_version=0, recorded_at=AT
    )
    with pytest.raises(StoreError, match=r"deal/D-1.*event 1 \('teleported'\)"):
        desk.history("D-1")
