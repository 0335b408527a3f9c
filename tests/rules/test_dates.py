"""Dates in requirements: periods with both ends in, validity, and the day in the moment's own zone."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.config import Diagnostics, Document
from medsales_core.model import (
    Account,
    Contract,
    Deal,
    Facts,
    InstalledAsset,
    Order,
    Rep,
    ServiceTicket,
    TrainingRecord,
)
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar, add_months
from medsales_core.rules.judging import Context
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Judgement, Outcome, Requirement, Severity, compile_requirement
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

D = dt.date
UTC = dt.UTC
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
PERIODS = (
    ThresholdValue(value=Decimal(3), valid_to=D(2026, 6, 30)),
    ThresholdValue(value=Decimal(1), valid_from=D(2026, 7, 1), valid_to=D(2026, 12, 31)),
)
LIMIT = Threshold(id="limit", label=text("limit", "限"), unit="day", values=PERIODS)


def judged(data: dict[str, Any]) -> Judgement:
    found = Diagnostics()
    reader = ConditionReader(Document("x.toml", "", {}), found, core_schema(), {"limit": LIMIT}, {})
    condition = reader.read(data, Place(()))
    assert condition is not None, [str(d) for d in found]
    requirement = Requirement(
        id="r", label=text("r", "要"), source="S", applies_to="deal", kind="gate", strength="must",
        severity=Severity.BLOCK, condition=condition, evidence=text("", ""), remedy=text("", ""),
    )  # fmt: skip
    return compile_requirement(requirement, Context({}, WeekdayCalendar()))


def at(day: dt.date, hour: int = 12, zone: dt.tzinfo = UTC) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), zone)


def holds(data: dict[str, Any], facts: Facts, moment: dt.datetime) -> bool:
    outcome = judged(data).outcome(facts, moment)
    assert outcome in (Outcome.PASS, Outcome.FAIL), judged(data).reasons(facts, moment)
    return outcome is Outcome.PASS


SIGNED = D(2026, 1, 30)  # a Friday


@pytest.mark.parametrize(
    ("unit", "amount", "last"),
    [
        ("days", 0, SIGNED),
        ("days", 3, D(2026, 2, 2)),
        ("workdays", 0, SIGNED),
        ("workdays", 1, D(2026, 2, 2)),
        ("workdays", 3, D(2026, 2, 4)),
        ("months", 1, D(2026, 2, 28)),
        ("months", 25, D(2028, 2, 29)),
        ("days", {"threshold": "limit"}, D(2026, 2, 2)),
    ],
)
def test_a_period_after_a_day_ends_with_its_last_day(unit: str, amount: Any, last: dt.date) -> None:
    within = {"order.created_on": {"within": {unit: amount, "after": {"path": "contract.signed_on"}}}}

    def created(day: dt.date) -> bool:
        facts = Facts(order=Order(id="o", created_on=day), contract=Contract(id="c", signed_on=SIGNED))
        return holds(within, facts, at(D(2026, 3, 1)))

    assert created(SIGNED)
    assert created(last)
    assert not created(last + dt.timedelta(days=1))
    assert not created(SIGNED - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("unit", "amount", "first"),
    [
        ("days", 3, D(2026, 3, 28)),
        ("workdays", 1, D(2026, 3, 30)),
        ("workdays", 2, D(2026, 3, 27)),
        ("months", 1, D(2026, 2, 28)),
    ],
)
def test_a_period_before_the_day_begins_with_its_first_day(unit: str, amount: int, first: dt.date) -> None:
    today = D(2026, 3, 31)  # a Tuesday
    within = {"order.created_on": {"within": {unit: amount, "before": "as_of"}}}

    def created(day: dt.date) -> bool:
        return holds(within, Facts(order=Order(id="o", created_on=day)), at(today))

    assert created(first)
    assert created(today)
    assert not created(first - dt.timedelta(days=1))
    assert not created(today + dt.timedelta(days=1))


def responded(moment: dt.datetime) -> Facts:
    return Facts(tickets=(ServiceTicket(id="t", responded_at=moment),))


def test_hours_before_are_counted_from_the_moment_itself() -> None:
    within = {"tickets": {"each": {"responded_at": {"within": {"hours": 4, "before": "as_of"}}}}}
    now = dt.datetime(2026, 3, 10, 15, tzinfo=SHANGHAI)
    second = dt.timedelta(seconds=1)
    four = dt.timedelta(hours=4)
    assert holds(within, responded(now), now)
    assert holds(within, responded(now - four), now)
    assert not holds(within, responded(now - four - second), now)
    assert not holds(within, responded(now + second), now)


def test_hours_are_hours_where_the_clock_is_put_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = dt.datetime(2026, 3, 29, 1, tzinfo=berlin)  # an hour before the clock goes from 2 to 3
    within = {
        "tickets": {"each": {"responded_at": {"within": {"hours": 2, "after": {"path": "response_due_at"}}}}}
    }

    def late_by(hours: int) -> bool:
        moment = due.astimezone(UTC) + dt.timedelta(hours=hours)
        facts = Facts(tickets=(ServiceTicket(id="t", responded_at=moment, response_due_at=due),))
        return holds(within, facts, at(D(2026, 3, 30)))

    assert late_by(2)
    assert not late_by(3)


def test_the_day_is_that_of_the_moments_own_zone() -> None:
    rule = {"order.created_on": {"not_after": "as_of"}}
    facts = Facts(order=Order(id="o", created_on=D(2026, 3, 11)))
    moment = dt.datetime(2026, 3, 10, 18, tzinfo=UTC)
    assert not holds(rule, facts, moment)
    assert holds(rule, facts, moment.astimezone(SHANGHAI))


def test_a_time_meets_a_day_by_its_own_day() -> None:
    rule = {"tickets": {"each": {"responded_at": {"not_after": "as_of"}}}}
    evening = dt.datetime(2026, 3, 11, 1, tzinfo=SHANGHAI)  # still the 10th in UTC
    assert not holds(rule, responded(evening), at(D(2026, 3, 10)))
    assert holds(rule, responded(evening.astimezone(UTC)), at(D(2026, 3, 10)))


@pytest.mark.parametrize(
    ("begins", "ends", "valid"),
    [
        (D(2026, 3, 10), D(2026, 3, 10), True),
        (D(2026, 3, 9), None, True),
        (None, D(2027, 1, 1), False),
        (None, None, False),
        (D(2026, 3, 11), None, False),
        (D(2026, 1, 1), D(2026, 3, 9), False),
    ],
)
def test_a_record_is_valid_from_its_first_to_its_last_day(begins: Any, ends: Any, valid: bool) -> None:
    rule = {"owner.training": {"some": {"valid_on": "as_of"}}}
    record = TrainingRecord(id="t", completed_on=begins, expires_on=ends)
    assert holds(rule, Facts(owner=Rep(id="r", training=(record,))), at(D(2026, 3, 10))) is valid


def test_validity_may_be_asked_for_the_day_of_another_field() -> None:
    rule = {"owner.training": {"some": {"valid_on": {"path": "root.contract.signed_on"}}}}
    rep = Rep(
        id="r", training=(TrainingRecord(id="t", completed_on=D(2026, 1, 1), expires_on=D(2026, 2, 1)),)
    )
    later = at(D(2026, 6, 1))
    assert holds(rule, Facts(owner=rep, contract=Contract(id="c", signed_on=D(2026, 2, 1))), later)
    assert not holds(rule, Facts(owner=rep, contract=Contract(id="c", signed_on=D(2026, 2, 2))), later)
    assert not holds(rule, Facts(owner=rep, contract=Contract(id="c")), later)
    assert judged(rule).outcome(Facts(owner=rep), later) is Outcome.UNKNOWN


def test_a_threshold_counts_in_its_period_and_is_an_error_outside() -> None:
    rule = {"asset.consumables_cover_days": {"at_least": {"threshold": "limit"}}}
    facts = Facts(asset=InstalledAsset(id="a", consumables_cover_days=2))
    assert not holds(rule, facts, at(D(2026, 6, 30)))
    assert holds(rule, facts, at(D(2026, 7, 1)))
    after = judged(rule)
    assert after.outcome(facts, at(D(2027, 1, 1))) is Outcome.ERROR
    assert "limit" in str(after.reasons(facts, at(D(2027, 1, 1)))[0].message)


DAYS = st.dates(D(2000, 1, 1), D(2100, 1, 1))


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(0, 60))
def test_workdays_forward_and_back_land_on_workdays_and_count_right(day: dt.date, amount: int) -> None:
    calendar = WeekdayCalendar()
    for signed in (amount, -amount):
        end = calendar.add_workdays(day, signed)
        assert signed == 0 or calendar.is_workday(end)
        between = range(min(day, end).toordinal(), max(day, end).toordinal() + 1)
        worked = {o for o in between if calendar.is_workday(D.fromordinal(o))} - {day.toordinal()}
        assert len(worked) == amount


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(-40, 40))
def test_months_keep_the_day_or_end_with_the_month(day: dt.date, amount: int) -> None:
    end = add_months(day, amount)
    assert (end.year - day.year) * 12 + end.month - day.month == amount
    assert end.day == day.day or (end.day < day.day and (end + dt.timedelta(days=1)).day == 1)


@pytest.mark.parametrize("value", [None, "", " ", "\u3000"])
@pytest.mark.parametrize("test", [{"differs": "x"}, {"not_in": ["x"]}, {"equals": {"path": "account.name"}}])
def test_a_comparison_with_an_empty_text_fails(value: str | None, test: dict[str, Any]) -> None:
    facts = Facts(deal=Deal(id="d", name=value), account=Account(id="a", name=value or ""))
    assert not holds({"deal.name": test}, facts, at(SIGNED))


def test_a_pattern_must_fit_the_whole_text() -> None:
    rule = {"deal.name": {"matches": "CT-[0-9]{2}"}}
    assert holds(rule, Facts(deal=Deal(id="d", name="CT-12")), at(SIGNED))
    assert not holds(rule, Facts(deal=Deal(id="d", name="CT-123")), at(SIGNED))
    assert not holds(rule, Facts(deal=Deal(id="d", name="a CT-12")), at(SIGNED))
