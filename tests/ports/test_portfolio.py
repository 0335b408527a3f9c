"""Histories as they come: with jumps, returns and missing dates."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.process import Figure, Process, Stage
from medsales_core.engine.progress import Progress
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.model.deal import Deal
from medsales_core.ports.portfolio import Case, Portfolio, days_between, visits
from medsales_core.text import text

UTC = dt.UTC
DAY = dt.datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def stage(name: str, position: int) -> Stage:
    chance = Figure(Decimal("0.5"))
    return Stage(
        id=name,
        process="deal",
        position=position,
        label=text(name, name),
        guidance=text("", ""),
        probability=chance,
    )


PROCESS = Process(
    id="deal",
    moves="deal",
    label=text("deal", "商机"),
    start="a",
    stages=(stage("b", 20), stage("a", 10), stage("c", 30)),
    transitions=(),
)


def event(kind: EventKind, version: int, at: dt.datetime | None, to: str = "") -> Event:
    return Event(kind, "D1", version, at, "x", "h", {"process": "deal", "to": to} if to else {})


def portfolio(*cases: Case, **changes: object) -> Portfolio:
    given_values = {
        "processes": {"deal": PROCESS},
        "requirements": {},
        "cases": cases,
        "at": DAY,
        "title": text("t", "题"),
        "process": "deal",
    }
    return Portfolio(**{**given_values, **changes})  # type: ignore[arg-type]


def test_a_history_becomes_one_stay_for_each_entry() -> None:
    week = dt.timedelta(days=7)
    history = [
        event(EventKind.OPENED, 1, DAY, "a"),
        event(EventKind.RECORDED, 2, DAY),
        event(EventKind.MOVED, 3, DAY + week, "c"),
        event(EventKind.RETURNED, 4, DAY + 3 * week, "b"),
        event(EventKind.HELD, 5, DAY + 3 * week),
        event(EventKind.LOST, 6, DAY + 4 * week),
        event(EventKind.REOPENED, 7, DAY + 6 * week, "a"),
    ]
    assert [(stay.stage, stay.days, stay.left) for stay in visits(history)] == [
        ("a", 7, True),
        ("c", 14, True),
        ("b", 7, True),
        ("a", None, False),
    ]


def test_an_undated_move_leaves_both_stays_without_days() -> None:
    history = [
        event(EventKind.OPENED, 1, DAY, "a"),
        event(EventKind.MOVED, 2, None, "b"),
        event(EventKind.WON, 3, DAY),
    ]
    assert [(stay.stage, stay.days, stay.left) for stay in visits(history)] == [
        ("a", None, True),
        ("b", None, True),
    ]


def test_dates_the_wrong_way_round_give_no_days() -> None:
    assert days_between(DAY, DAY - dt.timedelta(seconds=1)) is None
    assert days_between(DAY, DAY + dt.timedelta(hours=47)) == 1


def test_stages_come_by_position_whatever_the_order_they_were_given_in() -> None:
    assert [found.id for found in portfolio().stages] == ["a", "b", "c"]
    assert portfolio().order() == {"a": 0, "b": 1, "c": 2}


def test_a_portfolio_of_an_unknown_process_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="did you mean 'deal'"):
        portfolio(process="deals")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueRefused, match="time zone"):
        portfolio(at=dt.datetime(2026, 3, 1))  # noqa: DTZ001


def test_cases_of_other_processes_are_counted_and_left_out() -> None:
    own = Case(progress=Progress("D1", process="deal", stage="a"), deal=Deal(id="D1"))
    other = Case(progress=Progress("D2", process="tender", stage="a"), deal=Deal(id="D2"))
    found = portfolio(own, other)
    assert found.members == (own,)
    assert found.strangers == 1


def test_places_leave_out_stages_that_the_process_does_not_have() -> None:
    history = (event(EventKind.OPENED, 1, DAY, "old-crm-stage"), event(EventKind.MOVED, 2, DAY, "c"))
    case = Case(progress=Progress("D1").apply(history), deal=Deal(id="D1"), history=history)
    assert portfolio(case).places(case) == (2, 2)


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1), st.booleans())
def test_every_entry_is_a_stay_and_only_the_last_may_be_open(stages: list[str], closed: bool) -> None:
    history = [event(EventKind.OPENED, 1, DAY, stages[0])]
    history += [event(EventKind.MOVED, n, DAY, name) for n, name in enumerate(stages[1:], 2)]
    if closed:
        history.append(event(EventKind.LOST, len(history) + 1, DAY))
    stays = visits(history)
    assert [stay.stage for stay in stays] == stages
    assert [stay.left for stay in stays] == [True] * (len(stages) - 1) + [closed]
