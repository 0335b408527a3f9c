"""After-sales: help in time, devices that run, complaints answered, adverse events and recalls told in time."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.rules.requirement import Outcome

D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, UNKNOWN, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
PAPER = m.EvidenceRef(id="scan")


def at(day: int, hour: int = 9, minute: int = 0, month: int = 6) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def ticket(**said: Any) -> m.Facts:
    return m.Facts(tickets=[m.ServiceTicket(**{"id": "t", "reported_at": at(20), **said})])


# ---- help


def test_the_time_agreed_counts_and_else_the_sample_of_two_hours(judged: Judged) -> None:
    rule = "aft-sla-response"
    assert judged(rule, ticket(response_due_at=at(20, 13), responded_at=at(20, 13))) is PASS
    assert judged(rule, ticket(response_due_at=at(20, 13), responded_at=at(20, 13, 1))) is FAIL
    assert judged(rule, ticket(responded_at=at(20, 11))) is PASS
    assert judged(rule, ticket(responded_at=at(20, 11, 1))) is FAIL


def test_a_ticket_nobody_answered_fails_once_its_time_is_over(judged: Judged) -> None:
    rule = "aft-sla-response"
    assert judged(rule, ticket(response_due_at=at(29, 13))) is FAIL
    assert judged(rule, ticket(response_due_at=at(30, 18))) is PASS
    assert judged(rule, ticket(reported_at=at(30, 9))) is PASS
    assert judged(rule, ticket()) is FAIL


def test_a_visit_that_is_needed_is_made_in_time(judged: Judged) -> None:
    rule = "aft-sla-onsite"
    assert judged(rule, ticket()) is NOT_APPLICABLE
    assert judged(rule, ticket(onsite_needed=True, onsite_at=at(22, 9))) is PASS
    assert judged(rule, ticket(onsite_needed=True, onsite_at=at(22, 9, 1))) is FAIL
    assert judged(rule, ticket(onsite_needed=True, onsite_at=at(24), onsite_due_at=at(24))) is PASS
    assert judged(rule, ticket(onsite_needed=True)) is FAIL
    assert judged(rule, ticket(onsite_needed=True, reported_at=at(29))) is PASS, "there is time yet"


def test_a_loan_unit_is_lent_where_it_was_agreed(judged: Judged) -> None:
    loan = m.LoanRecord(id="1", holder_id="a1", lent_on=D(2026, 6, 21))
    assert judged("aft-loan-unit", ticket(loan_agreed=True, loan=loan)) is PASS
    assert judged("aft-loan-unit", ticket(loan_agreed=True)) is FAIL
    assert judged("aft-loan-unit", ticket(loan_agreed=False)) is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({}, PASS),
        ({"issuer": "third-party"}, PASS),
        ({"issuer": "own"}, FAIL),
        ({"trained_on": None}, FAIL),
        ({"document": None}, FAIL),
        ({"expires_on": D(2026, 6, 29)}, FAIL),
    ],
    ids=str,
)
def test_an_engineer_is_trained_and_certified_by_who_may(
    judged: Judged, said: dict[str, Any], outcome: Outcome
) -> None:
    whole = {
        "id": "1", "issuer": "manufacturer", "trained_on": D(2026, 1, 5), "issued_on": D(2026, 1, 9),
        "document": PAPER, **said,
    }  # fmt: skip
    engineer = m.ServiceEngineer(id="e", certificates=[m.Certificate(**whole)])
    assert judged("aft-engineer-qualified", m.Facts(engineers=[engineer])) is outcome


def test_a_device_runs_is_repaired_and_maintained_as_agreed(judged: Judged) -> None:
    def year(**said: Any) -> m.Facts:
        whole = {
            "id": "2026", "planned_hours": Decimal(2000), "unplanned_downtime_hours": Decimal(100),
            "uptime_target": Decimal("0.95"), "repairs": 4, "repair_hours": Decimal(32),
            "repair_time_target": Decimal(8), "maintenance_planned": 2, "maintenance_done": 2, **said,
        }  # fmt: skip
        return m.Facts(asset=m.InstalledAsset(id="a", service_periods=[m.ServicePeriod(**whole)]))

    rules = ("aft-uptime", "aft-mttr", "aft-pm-completion")
    assert [judged(rule, year()) for rule in rules] == [PASS, PASS, PASS]
    assert judged("aft-uptime", year(unplanned_downtime_hours=Decimal("100.1"))) is FAIL
    assert judged("aft-uptime", year(unplanned_downtime_hours=None)) is FAIL
    assert judged("aft-mttr", year(repair_hours=Decimal("32.1"))) is FAIL
    assert judged("aft-mttr", year(repairs=0, repair_hours=None)) is PASS, "nothing broke"
    assert judged("aft-pm-completion", year(maintenance_done=1)) is FAIL


def test_a_customer_is_asked_how_content_they_are(judged: Judged) -> None:
    def asked(on: dt.date) -> m.Facts:
        survey = m.SatisfactionSurvey(id="1", held_on=on, score=Decimal("0.9"))
        return m.Facts(account=m.Account(id="a", name="a", surveys=[survey]))

    assert judged("aft-satisfaction-survey", asked(D(2025, 6, 30))) is PASS
    assert judged("aft-satisfaction-survey", asked(D(2025, 6, 29))) is FAIL


# ---- complaints

COMPLAINT: dict[str, Any] = {
    "id": "c", "category": "quality", "received_at": at(1, month=5), "registered_at": at(2, month=5),
    "investigated_at": at(8, month=5), "root_cause": "worn seal", "answered_at": at(10, month=5),
    "archived_at": at(11, month=5),
}  # fmt: skip


@pytest.mark.parametrize("missing", sorted(COMPLAINT.keys() - {"id"}))
def test_a_complaint_goes_all_the_way_to_the_archive(judged: Judged, missing: str) -> None:
    def made(**said: Any) -> m.Facts:
        return m.Facts(complaints=[m.Complaint(**{**COMPLAINT, **said})])

    assert judged("aft-complaint-registered", made()) is PASS
    assert judged("aft-complaint-registered", made(**{missing: None})) is FAIL
    late = made(answered_at=at(1), archived_at=at(2))
    assert judged("aft-complaint-registered", late) is FAIL


def test_a_fresh_complaint_is_registered_at_once_and_has_time_for_the_rest(judged: Judged) -> None:
    fresh = m.Complaint(id="c", category="service", received_at=at(25), registered_at=at(25, 10))
    assert judged("aft-complaint-registered", m.Facts(complaints=[fresh])) is PASS
    unregistered = m.Complaint(id="c", category="service", received_at=at(25))
    assert judged("aft-complaint-registered", m.Facts(complaints=[unregistered])) is FAIL


# ---- adverse events

CLOCKS = [
    ("CN", "death", 7), ("CN", "serious-injury", 20), ("CN", "potential-serious", 20),
    ("EU", "public-health-threat", 2), ("EU", "death", 10), ("EU", "serious-injury", 10),
    ("EU", "potential-serious", 15),
]  # fmt: skip


@pytest.mark.parametrize(("place", "severity", "days"), CLOCKS)
def test_an_adverse_event_is_reported_within_the_days_of_its_place(
    judged: Judged, place: str, severity: str, days: int
) -> None:
    def event(**said: Any) -> m.Facts:
        whole = {"id": "e", "jurisdiction": place, "severity": severity, **said}
        return m.Facts(adverse_events=[m.AdverseEvent(**whole)])

    rule, aware = "aft-adverse-event-report", at(1, month=5)
    due = aware + dt.timedelta(days=days)
    assert judged(rule, event(aware_at=aware, reported_at=due)) is PASS
    assert judged(rule, event(aware_at=aware, reported_at=due + dt.timedelta(minutes=1))) is FAIL
    assert judged(rule, event(aware_at=aware)) is FAIL, "the time is over"
    assert judged(rule, event(aware_at=at(30, 8))) is PASS, "there is time yet"
    assert judged(rule, event(reported_at=due)) is FAIL, "since when do we know?"


def test_an_event_without_severity_or_with_one_unknown_in_its_place_does_not_pass(judged: Judged) -> None:
    for place, severity in (("CN", None), ("CN", "public-health-threat"), (None, "death")):
        event = m.AdverseEvent(
            id="e", jurisdiction=place, severity=severity, aware_at=at(29), reported_at=at(29)
        )
        assert judged("aft-adverse-event-report", m.Facts(adverse_events=[event])) is FAIL
    elsewhere = m.AdverseEvent(id="e", jurisdiction="BR", severity="death", aware_at=at(1))
    assert judged("aft-adverse-event-report", m.Facts(adverse_events=[elsewhere])) is NOT_APPLICABLE


# ---- recalls


@pytest.mark.parametrize(("recall_class", "days"), [("1", 1), ("2", 3), ("3", 7)])
def test_every_consignee_of_a_recall_is_told_within_the_days_of_its_class(
    judged: Judged, recall_class: str, days: int
) -> None:
    def recalled(*told: dt.datetime | None, decided: dt.datetime | None) -> m.Facts:
        notices = [m.RecallNotice(id=str(n), consignee_id=f"a{n}", notified_at=t) for n, t in enumerate(told)]
        recall = m.Recall(id="r", recall_class=recall_class, decided_at=decided, notices=notices)
        return m.Facts(recalls=[recall])

    rule, decided = "aft-recall-notify", at(10)
    due = decided + dt.timedelta(days=days)
    late = due + dt.timedelta(minutes=1)
    assert judged(rule, recalled(due, due, decided=decided)) is PASS
    assert judged(rule, recalled(due, late, decided=decided)) is FAIL
    assert judged(rule, recalled(due, None, decided=decided)) is FAIL
    assert judged(rule, recalled(None, decided=at(30, 8))) is PASS, "there is time yet"
    assert judged(rule, recalled(decided=decided)) is FAIL, "who had it?"
    assert judged(rule, recalled(due, decided=None)) is FAIL


def stock(status: str = "available", lot: str | None = "L1", **said: Any) -> m.StockUnit:
    return m.StockUnit(**{"id": "u", "product_id": "ct", "status": status, "lot": lot, **said})


RECALL: dict[str, Any] = {"id": "r", "product_ids": ["ct"], "lots": ["L1"], "decided_at": at(10)}


@pytest.mark.parametrize(
    ("unit", "said", "outcome"),
    [
        (stock(), {}, FAIL),
        (stock("blocked"), {}, PASS),
        (stock("quarantine"), {}, PASS),
        (stock("reserved"), {}, FAIL),
        (stock(lot="L2"), {}, PASS),
        (stock(lot=None), {}, FAIL),
        (stock(lot="L2"), {"lots": []}, FAIL),
        (stock(), {"product_ids": ["mr"]}, PASS),
        (stock(di="0695"), {"product_ids": [], "device_identifiers": ["0695"]}, FAIL),
        (stock(), {"closed_on": D(2026, 6, 20)}, PASS),
        (stock(), {"closed_on": D(2026, 7, 20)}, FAIL),
        (stock(), {"decided_at": at(1, month=7)}, PASS),
        (stock(), {"decided_at": None}, FAIL),
    ],
    ids=[
        "sold on", "blocked", "kept apart", "in an order", "another lot", "lot not recorded", "all lots",
        "another product", "by device identifier", "closed", "closed later", "not yet decided", "no day",
    ],
)  # fmt: skip
def test_a_recalled_unit_is_not_for_sale(
    judged: Judged, unit: m.StockUnit, said: dict[str, Any], outcome: Outcome
) -> None:
    facts = m.Facts(stock_units=[unit], recalls=[m.Recall(**{**RECALL, **said})])
    assert judged("aft-recall-stop-sale", facts) is outcome


@pytest.mark.parametrize(("shipped", "outcome"), [(9, PASS), (10, FAIL), (11, FAIL)])
def test_only_what_was_shipped_before_the_recall_is_past_stopping(
    judged: Judged, shipped: int, outcome: Outcome
) -> None:
    move = m.StockMovement(id="1", kind="shipment", moved_on=D(2026, 6, shipped))
    facts = m.Facts(stock_units=[stock("shipped", movements=[move])], recalls=[m.Recall(**RECALL)])
    assert judged("aft-recall-stop-sale", facts) is outcome
    unmoved = facts.with_(stock_units=[stock("shipped")])
    assert judged("aft-recall-stop-sale", unmoved) is FAIL, "nobody knows when it left"


def test_without_the_list_of_recalls_nobody_knows_what_may_be_sold(judged: Judged) -> None:
    assert judged("aft-recall-stop-sale", m.Facts(stock_units=[stock()])) is UNKNOWN
