"""The training matrix: what holds, what has run out, what is due next, and hours against plan."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.model import Rep, TrainingLevel, TrainingRecord, TrainingRule, TrainingTopic
from medsales_core.model.fields import changed
from medsales_core.standards.training import TrainingCell, TrainingRow, TrainingStatus, training_matrix

D = dt.date
ON = D(2026, 6, 30)
PRE_JOB = TrainingRule(
    id="1", level="pre-job", topic="law-anti-bribery", mandatory=True, hours=4, validity_months=12,
    pass_mark=Decimal("0.80"),
)  # fmt: skip


def record(**said: Any) -> TrainingRecord:
    usual = {"id": "t1", "topic": "law-anti-bribery", "level": "pre-job", "passed": True}
    return TrainingRecord(**{**usual, **said})


def row(*records: TrainingRecord, rules: tuple[TrainingRule, ...] = (PRE_JOB,), **said: Any) -> TrainingRow:
    (found,) = training_matrix([Rep(id="r1", training=records, **said)], rules, ON)
    return found


def cell(*records: TrainingRecord, rule: TrainingRule = PRE_JOB) -> TrainingCell:
    (found,) = row(*records, rules=(rule,)).cells
    return found


@pytest.mark.parametrize(
    ("completed", "status", "until"),
    [
        (D(2026, 6, 30), TrainingStatus.VALID, D(2027, 6, 30)),
        (D(2025, 8, 30), TrainingStatus.VALID, D(2026, 8, 30)),
        (D(2025, 8, 29), TrainingStatus.ENDING, D(2026, 8, 29)),
        (D(2025, 6, 30), TrainingStatus.ENDING, D(2026, 6, 30)),
        (D(2025, 6, 29), TrainingStatus.EXPIRED, D(2026, 6, 29)),
    ],
)
def test_a_training_holds_to_the_last_day_of_its_months(
    completed: dt.date, status: TrainingStatus, until: dt.date
) -> None:
    found = cell(record(completed_on=completed))
    assert (found.status, found.valid_until, found.due_on) == (status, until, until)


def test_the_day_on_the_record_goes_before_the_months_of_the_rule() -> None:
    found = cell(record(completed_on=D(2024, 1, 1), expires_on=D(2027, 1, 1)))
    assert (found.status, found.valid_until) == (TrainingStatus.VALID, D(2027, 1, 1))


def test_without_either_a_training_has_no_end() -> None:
    found = cell(record(completed_on=D(2010, 1, 1)), rule=changed(PRE_JOB, validity_months=None))
    assert (found.status, found.valid_until, found.due_on) == (TrainingStatus.VALID, None, None)


def test_a_training_of_tomorrow_does_not_count_today() -> None:
    assert cell(record(completed_on=D(2026, 7, 1))).status is TrainingStatus.MISSING


@pytest.mark.parametrize(
    ("passed", "score", "status"),
    [
        (True, Decimal("0.80"), TrainingStatus.VALID),
        (True, Decimal("0.79"), TrainingStatus.FAILED),
        (True, None, TrainingStatus.VALID),
        (False, Decimal("0.95"), TrainingStatus.FAILED),
        (None, Decimal("0.95"), TrainingStatus.FAILED),
    ],
)
def test_only_a_pass_that_reaches_the_mark_counts(
    passed: bool | None, score: Decimal | None, status: TrainingStatus
) -> None:
    assert cell(record(completed_on=D(2026, 6, 1), passed=passed, score=score)).status is status


def test_a_failed_repetition_takes_nothing_from_what_still_holds() -> None:
    again = record(id="t2", completed_on=D(2026, 6, 20), passed=False)
    assert cell(record(completed_on=D(2026, 1, 1)), again).status is TrainingStatus.VALID


def test_what_is_missing_is_due_today_and_a_booking_is_told() -> None:
    found = cell(record(planned_on=D(2026, 7, 14)), record(id="t2", planned_on=D(2026, 7, 7)))
    assert (found.status, found.due_on) == (TrainingStatus.MISSING, ON)
    assert found.planned_on == D(2026, 7, 7)


def test_what_is_not_mandatory_is_never_due() -> None:
    found = cell(rule=changed(PRE_JOB, mandatory=False))
    assert (found.status, found.due_on) == (TrainingStatus.OPTIONAL, None)


@pytest.mark.parametrize(
    ("level", "status"),
    [
        ("pre-job", TrainingStatus.MISSING),
        ("on-job", TrainingStatus.VALID),
        ("advanced", TrainingStatus.VALID),
    ],
)
def test_a_higher_level_counts_for_a_lower_one_and_not_the_other_way(
    level: str, status: TrainingStatus
) -> None:
    rule = changed(PRE_JOB, level="on-job")
    assert cell(record(completed_on=D(2026, 6, 1), level=level), rule=rule).status is status


def test_the_rule_of_a_role_goes_before_the_one_for_everybody_and_others_are_not_asked() -> None:
    own = changed(PRE_JOB, id="2", role_id="sales-manager", mandatory=False)
    other = changed(PRE_JOB, id="3", role_id="marketing", topic="sales-skill")
    rules = (own, PRE_JOB, other)
    assert [c.rule.id for c in row(rules=rules, role_id="sales-manager").cells] == ["2"]
    assert [c.rule.id for c in row(rules=rules, role_id="sales-rep").cells] == ["1"]
    assert [c.rule.id for c in row(rules=rules).cells] == ["1"]


def test_what_is_due_comes_with_the_most_pressing_first() -> None:
    rules = tuple(
        changed(PRE_JOB, id=topic, topic=topic)
        for topic in ("sales-skill", "law-anti-bribery", "medical-knowledge")
    )
    found = row(
        record(completed_on=D(2026, 1, 1)),
        record(id="t2", topic="medical-knowledge", completed_on=D(2025, 1, 1)),
        rules=rules,
    )
    assert [(str(c.rule.topic), c.due_on) for c in found.due] == [
        ("medical-knowledge", D(2026, 1, 1)),
        ("sales-skill", ON),
        ("law-anti-bribery", D(2027, 1, 1)),
    ]
    assert found.attainment == Decimal(1) / 3


def test_on_job_hours_are_those_of_twelve_months_and_pre_job_hours_all_of_them() -> None:
    plan = TrainingRule(id="h", level="on-job", hours=24)
    found = row(
        record(completed_on=D(2020, 1, 1), hours=3),
        record(id="t2", level="on-job", completed_on=D(2025, 6, 30), hours=10),
        record(id="t3", level="on-job", completed_on=D(2025, 6, 29), hours=10),
        record(id="t4", level="on-job", completed_on=D(2026, 7, 1), hours=10),
        rules=(PRE_JOB, plan),
    )
    hours = {h.level: (h.done, h.planned, h.lacking) for h in found.hours}
    assert hours == {
        TrainingLevel.PRE_JOB: (3, 4, 1),
        TrainingLevel.ON_JOB: (10, 24, 14),
        TrainingLevel.ADVANCED: (0, None, 0),
    }


def test_where_nothing_is_asked_there_is_no_attainment() -> None:
    assert row(record(completed_on=ON), rules=()).attainment is None


days = st.dates(D(2024, 1, 1), D(2028, 1, 1))
drawn = st.tuples(
    st.sampled_from(TrainingTopic),
    st.sampled_from(TrainingLevel),
    st.none() | days,
    st.none() | days,
    st.none() | st.booleans(),
)
EVERY_CELL = tuple(
    TrainingRule(id=f"{topic}-{level}", topic=topic, level=level, mandatory=True, validity_months=12)
    for topic in TrainingTopic
    for level in TrainingLevel
)


# A busy machine draws slowly, which says nothing of what is drawn.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(drawn, max_size=6), days)
def test_a_cell_holds_exactly_if_a_passed_training_is_valid_on_that_day(
    trainings: list[tuple[TrainingTopic, TrainingLevel, dt.date | None, dt.date | None, bool | None]],
    on: dt.date,
) -> None:
    taken = [
        TrainingRecord(
            id=str(number), topic=topic, level=level, completed_on=done, expires_on=until, passed=passed
        )
        for number, (topic, level, done, until, passed) in enumerate(trainings)
    ]
    (found,) = training_matrix([Rep(id="r1", training=taken)], EVERY_CELL, on)
    assert len(found.cells) == len(EVERY_CELL)
    for one in found.cells:
        if one.valid_until is not None:
            assert one.status.holds == (one.valid_until >= on)
        assert one.status.holds == any(
            (training.expires_on or D.max) >= on
            and ((training.expires_on is not None) or _within_a_year(training, on))
            for training in taken
            if training.topic is one.rule.topic
            and training.passed
            and training.completed_on is not None
            and training.completed_on <= on
            and _order(training.level) >= _order(one.rule.level)
        )


def _order(level: TrainingLevel | None) -> int:
    return list(TrainingLevel).index(level) if level else -1


def _within_a_year(training: TrainingRecord, on: dt.date) -> bool:
    done = training.completed_on
    assert done is not None
    last = D(done.year + 1, done.month, min(done.day, 28) if done.month == 2 else done.day)
    return on <= last
