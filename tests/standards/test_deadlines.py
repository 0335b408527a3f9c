"""Deadlines: the clock of each place, counted as the standards themselves count it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import medsales_core.model as m
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.playbook import Playbook
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.standards.deadlines import (
    adverse_event_due,
    complaint_answer_due,
    policy_for,
    recall_notice_due,
    with_due_times,
)
from medsales_core.standards.limits import NoLimit, due, number
from medsales_core.standards.working_hours import WorkingHours
from medsales_core.text import text

CHINA = ZoneInfo("Asia/Shanghai")
DAYS = WeekdayCalendar()
AWARE = dt.datetime(2026, 5, 7, 16, 20, tzinfo=CHINA)
DATES = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
TIMES = st.builds(dt.datetime.combine, DATES, st.times(), st.just(CHINA))


@pytest.fixture(scope="session")
def numbers(every_standard: Playbook) -> Mapping[str, Threshold]:
    return every_standard.thresholds


def event(place: str, severity: str, **said: object) -> m.AdverseEvent:
    return m.AdverseEvent(id="e", jurisdiction=place, severity=severity, **{"aware_at": AWARE, **said})


@pytest.mark.parametrize(
    ("place", "severity", "days"),
    [
        ("CN", "death", 7), ("CN", "serious-injury", 20), ("CN", "potential-serious", 20),
        ("EU", "public-health-threat", 2), ("EU", "death", 10), ("EU", "serious-injury", 10),
        ("EU", "potential-serious", 15), ("US", "death", 30), ("US", "serious-injury", 30),
    ],
)  # fmt: skip
def test_an_adverse_event_is_due_by_the_clock_of_its_place(
    numbers: Mapping[str, Threshold], place: str, severity: str, days: int
) -> None:
    assert adverse_event_due(event(place, severity), numbers, DAYS) == AWARE + dt.timedelta(days=days)


def test_five_work_days_end_with_the_last_of_them(numbers: Mapping[str, Threshold]) -> None:
    found = adverse_event_due(event("US", "public-health-threat"), numbers, DAYS)
    assert found == dt.datetime.combine(dt.date(2026, 5, 14), dt.time.max, CHINA)


def test_of_several_people_harmed_the_shorter_clock_counts(numbers: Mapping[str, Threshold]) -> None:
    grave = event("CN", "death", group_event=True)
    assert adverse_event_due(grave, numbers, DAYS) == AWARE + dt.timedelta(hours=12)
    assert adverse_event_due(event("CN", "other", group_event=True), numbers, DAYS) == AWARE + dt.timedelta(
        hours=12
    )
    assert adverse_event_due(event("EU", "death", group_event=True), numbers, DAYS) == AWARE + dt.timedelta(
        days=10
    )


def test_a_slight_event_has_no_clock(numbers: Mapping[str, Threshold]) -> None:
    assert adverse_event_due(event("CN", "other"), numbers, DAYS) is None


def test_a_place_without_a_clock_is_told_with_its_number(numbers: Mapping[str, Threshold]) -> None:
    with pytest.raises(UnknownName, match="adverse-report-br-death"):
        adverse_event_due(event("BR", "death"), numbers, DAYS)
    with pytest.raises(ValueRefused, match="aware_at"):
        adverse_event_due(event("CN", "death", aware_at=None), numbers, DAYS)


@settings(deadline=None)
@given(aware=TIMES, taken=st.integers(0, 30 * 24 * 60))
def test_the_deadline_and_the_requirement_never_disagree(
    every_standard: Playbook, aware: dt.datetime, taken: int
) -> None:
    outcome = every_standard.plan.judgements["aft-adverse-event-report"].outcome
    at = aware + dt.timedelta(days=60)
    for place, severity in (("CN", "death"), ("CN", "serious-injury"), ("EU", "potential-serious")):
        reported = aware + dt.timedelta(minutes=taken)
        found = event(place, severity, aware_at=aware, reported_at=reported)
        limit = adverse_event_due(found, every_standard.thresholds, DAYS)
        assert limit is not None
        kept = outcome(m.Facts(adverse_events=[found]), at) is Outcome.PASS
        assert kept is (reported <= limit)


@pytest.mark.parametrize(("recall_class", "days"), [("1", 1), ("2", 3), ("3", 7)])
def test_a_recall_notice_is_due_by_its_class(
    numbers: Mapping[str, Threshold], recall_class: str, days: int
) -> None:
    recall = m.Recall(id="r", recall_class=recall_class, decided_at=AWARE)
    assert recall_notice_due(recall, numbers, DAYS) == AWARE + dt.timedelta(days=days)
    with pytest.raises(ValueRefused, match="recall_class"):
        recall_notice_due(m.Recall(id="r", decided_at=AWARE), numbers, DAYS)


def test_a_complaint_is_due_by_the_companys_own_number(numbers: Mapping[str, Threshold]) -> None:
    complaint = m.Complaint(id="c", received_at=AWARE)
    own = {**numbers, "complaint-answer": limit("workday", 3)}
    assert complaint_answer_due(complaint, own, DAYS).date() == dt.date(2026, 5, 12)
    with pytest.raises(ValueRefused, match="received_at"):
        complaint_answer_due(m.Complaint(id="c"), numbers, DAYS)


def limit(unit: str, value: int) -> Threshold:
    return Threshold(
        id="t",
        label=text("t", "t"),
        unit=unit,
        values=(ThresholdValue(value=Decimal(value), valid_from=dt.date(2026, 1, 1)),),
    )


@given(start=TIMES.filter(lambda t: t.year == 2026), less=st.integers(0, 40), more=st.integers(0, 40))
def test_more_time_is_never_over_sooner(start: dt.datetime, less: int, more: int) -> None:
    for unit in ("hour", "day", "workday", "month"):
        early, late = (due(start, limit(unit, n), DAYS) for n in (less, less + more))
        assert start.date() <= early.date()
        assert early <= late


def test_a_number_that_is_not_in_force_or_no_time_is_an_error() -> None:
    with pytest.raises(NoLimit, match="no value on 2025-12-31 in CN"):
        number(limit("day", 1), dt.date(2025, 12, 31), ("CN",))
    with pytest.raises(NoLimit, match="a time is wanted"):
        due(AWARE, limit("ratio", 1), DAYS)


# ---- help

OFFICE = WorkingHours(calendar=DAYS, opens=dt.time(9), closes=dt.time(17), zone=CHINA)
POLICY = m.SlaPolicy(
    id="gold", response_hours=2, onsite_hours=8, restore_hours=24, valid_from=dt.date(2026, 1, 1)
)


def test_help_is_due_in_working_hours() -> None:
    ticket = m.ServiceTicket(id="t", reported_at=AWARE)
    found = with_due_times(ticket, POLICY, OFFICE)
    assert found.response_due_at == dt.datetime(2026, 5, 8, 10, 20, tzinfo=CHINA)
    assert found.onsite_due_at == dt.datetime(2026, 5, 8, 16, 20, tzinfo=CHINA)
    assert found.restore_due_at == dt.datetime(2026, 5, 12, 16, 20, tzinfo=CHINA)


def test_a_time_that_was_promised_to_the_customer_stays() -> None:
    promised = dt.datetime(2026, 5, 7, 17, tzinfo=CHINA)
    ticket = m.ServiceTicket(id="t", reported_at=AWARE, response_due_at=promised)
    assert with_due_times(ticket, POLICY, OFFICE).response_due_at == promised
    nothing = with_due_times(ticket, m.SlaPolicy(id="none"), OFFICE)
    assert (nothing.response_due_at, nothing.onsite_due_at) == (promised, None)


def test_a_ticket_is_under_the_policy_it_names_that_of_its_product_or_that_for_all() -> None:
    own = m.SlaPolicy(id="ct", product_ids=["ct"], valid_from=dt.date(2026, 1, 1))
    old = m.SlaPolicy(id="old", valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2025, 12, 31))
    policies, ticket = (old, POLICY, own), m.ServiceTicket(id="t", reported_at=AWARE)
    assert policy_for(ticket, policies, "ct") is own
    assert policy_for(ticket, policies, "mr") is POLICY
    assert policy_for(m.fields.changed(ticket, sla_id="gold"), policies, "ct") is POLICY
    assert policy_for(m.fields.changed(ticket, sla_id="old"), policies, "ct") is None, "it had run out"
    assert policy_for(m.ServiceTicket(id="t"), policies, "ct") is None
