"""Auditing what no transition declares, on a process small enough to say what it should have asked."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from medsales_core.engine.event import Event, EventKind
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook

K = EventKind
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
BOTH = 'label = { en = "x", zh-Hans = "试" }'
Told = list[tuple[int, list[str]]]


def stage(name: str, position: int, kind: str = "") -> str:
    """A stage with one requirement on entry and one on exit, which nothing meets."""
    text = f'[stage.{name}]\n{BOTH}\nprocess = "deal"\nposition = {position}\n'
    for where in ("entry", "exit"):
        text += (
            f'[stage.{name}.{where}.{where}-{name}]\n{BOTH}\nsource = "S"\n'
            f'require = {{ "deal.name" = "filled" }}\n'
        )
    return text


#: Nothing leads onward from c, and nothing onward into d.
WAYS = f"""
schema = 1
id = "t"
version = "1"
title = {{ en = "T", zh-Hans = "试" }}
[process.deal]
{BOTH}
moves = "deal"
start = "a"
{stage("a", 1)}
{stage("b", 2)}
{stage("c", 3)}
{stage("d", 4)}
[transition.ab]
from = "a"
to = "b"
kind = "forward"
[transition.bc]
from = "b"
to = "c"
kind = "forward"
[transition.cb]
from = "c"
to = "b"
kind = "back"
reason = "required"
[transition.win]
from = "c"
kind = "win"
[transition.done]
from = "d"
kind = "complete"
[transition.lose]
from = ["a", "b", "c", "d"]
kind = "lose"
[transition.re]
from = ["a", "b"]
to = "d"
kind = "reopen"
"""
NOTHING = Facts(deal=Deal(id="d1"))


@pytest.fixture
def ways(load: Callable[..., Playbook]) -> Playbook:
    return load(WAYS)


def told(playbook: Playbook, *happened: tuple[EventKind, dict[str, Any]], facts: Any = NOTHING) -> Told:
    """What is told after a subject was opened at the first stage named."""
    events = [
        Event(kind, "d1", number, AT, "crm", "h", data) for number, (kind, data) in enumerate(happened, 1)
    ]
    entries = playbook.audit(events, facts, at=AT)
    return [(entry.event.version, [f.requirement or f.code for f in entry.findings]) for entry in entries]


def opened(at: str) -> tuple[EventKind, dict[str, Any]]:
    return K.OPENED, {"process": "deal", "to": at}


@pytest.mark.parametrize(
    ("source", "target", "asked"),
    [
        ("a", "c", ["exit-a", "entry-c"]),  # not what entering b would have asked
        ("b", "d", ["exit-b"]),  # nothing leads into d, so nothing can be said of entering it
        ("a", "d", ["exit-a"]),
        ("c", "d", []),  # nor of leaving c
        ("c", "a", []),  # back
        ("b", "b", []),  # and on the spot
        ("a", "nowhere", []),
    ],
)
def test_a_jump_is_asked_what_leaving_and_entering_ask_and_a_step_back_nothing(
    ways: Playbook, source: str, target: str, asked: list[str]
) -> None:
    assert dict(told(ways, opened(source), (K.MOVED, {"to": target})))[2] == ["undeclared-move", *asked]


def test_a_step_from_a_stage_that_is_not_there_is_told_and_asked_nothing(ways: Playbook) -> None:
    moved = (K.MOVED, {"to": "b"})
    assert dict(told(ways, opened("gone"), moved))[2] == ["undeclared-move"]


def test_what_was_completed_from_anywhere_is_asked_what_completing_asks(ways: Playbook) -> None:
    assert dict(told(ways, opened("a"), (K.COMPLETED, {"to": ""})))[2] == ["undeclared-move", "exit-d"]


@pytest.mark.parametrize("data", [{}, {"to": ""}])
def test_a_closing_event_need_not_say_that_it_leads_nowhere(ways: Playbook, data: dict[str, Any]) -> None:
    assert told(ways, opened("a"), (K.LOST, data)) == []


def test_an_undeclared_step_of_what_was_on_hold_is_told_for_both(ways: Playbook) -> None:
    happened = (opened("b"), (K.HELD, {"reason": "x"}), (K.MOVED, {"to": "d"}))
    assert dict(told(ways, *happened))[3][:2] == ["wrong-status", "undeclared-move"]


def test_a_declared_step_back_of_what_was_on_hold_has_nothing_to_tell(ways: Playbook) -> None:
    happened = (opened("c"), (K.HELD, {"reason": "x"}), (K.MOVED, {"to": "b", "reason": "y"}))
    assert [version for version, _ in told(ways, *happened)] == [1]


def test_an_undeclared_way_is_named_by_where_it_leads_or_by_what_it_was(ways: Playbook) -> None:
    events = [
        Event(K.OPENED, "d1", 1, AT, "crm", "h", {"process": "deal", "to": "a"}),
        Event(K.MOVED, "d1", 2, AT, "crm", "h", {"to": "d"}),
        Event(K.WON, "d1", 3, AT, "crm", "h", {}),
    ]
    jump, win = (entry.findings[0].message for entry in ways.audit(events, NOTHING, at=AT))
    assert "from 'a' to 'd'" in jump["en"]
    assert "从“a”到“d”" in jump["zh-Hans"]
    assert "from 'd' to 'won'" in win["en"]


def test_what_was_known_is_asked_for_only_where_something_is_judged(ways: Playbook) -> None:
    asked: list[int] = []

    def known(event: Event) -> Facts:
        asked.append(event.version)
        return NOTHING

    told(ways, opened("a"), (K.MOVED, {"to": "b"}), (K.LOST, {"to": ""}), facts=known)
    assert asked == [2]


# When it happened ---------------------------------------------------------------------------------------------


def dated(playbook: Playbook, *days: int | None) -> list[str]:
    """What is told of opening at a and going to b on these days, None for unknown ones."""
    moments = [None if day is None else AT + dt.timedelta(days=day) for day in days]
    events = [
        Event(K.OPENED, "d1", 1, moments[0], "crm", "h", {"process": "deal", "to": "a"}),
        Event(K.MOVED, "d1", 2, moments[1], "crm", "h", {"to": "b"}),
    ]
    entries = playbook.audit(events, Facts(deal=Deal(id="d1", name="CT")), at=AT)
    return [finding.code for entry in entries for finding in entry.findings]


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        ((0, 0), []),
        ((0, 1), []),
        ((1, 0), ["time-goes-back"]),
        ((None, 0), ["undated"]),
        ((0, None), ["undated"]),
    ],
)
def test_only_a_time_before_the_event_it_follows_goes_back(
    ways: Playbook, days: tuple[int | None, ...], codes: list[str]
) -> None:
    assert dated(ways, *days) == codes


def test_a_fact_kept_without_a_date_has_nothing_to_tell(ways: Playbook) -> None:
    kept = Event(K.RECORDED, "d1", 1, None, "crm", "h", {"field": "name", "value": "CT"})
    assert ways.audit([kept], NOTHING, at=AT) == ()


@pytest.mark.parametrize(("at", "outcome"), [(AT, []), (None, ["recent"])])
def test_an_undated_step_is_judged_as_of_the_audit_and_a_dated_one_as_of_its_day(
    small: Callable[..., Playbook], at: dt.datetime | None, outcome: list[str]
) -> None:
    facts = Facts(deal=Deal(id="d1", name="CT", probability=0, created_on=AT.date()))
    events = [
        Event(K.OPENED, "d1", 1, AT, "crm", "h", {"process": "deal", "to": "first"}),
        Event(K.MOVED, "d1", 2, at, "crm", "h", {"to": "second"}),
    ]
    entries = small().audit(events, facts, at=AT + dt.timedelta(days=31))
    assert [f.requirement for entry in entries for f in entry.findings if f.requirement] == outcome


def test_an_entry_says_everything_of_its_event_as_json(ways: Playbook) -> None:
    moved = Event(K.MOVED, "d1", 1, AT, "crm", "h", {"to": "d"})
    (entry,) = ways.audit([moved], NOTHING, at=AT)
    assert entry.as_dict() == {
        "subject": "d1",
        "version": 1,
        "event": "moved",
        "at": "2026-06-30T09:00:00+00:00",
        "findings": [entry.findings[0].as_dict()],
    }
    assert entry.findings[0].as_dict()["code"] == "never-opened"
    (undated, *_) = ways.audit([moved._replace(at=None)], NOTHING, at=AT)
    assert undated.as_dict()["at"] is None
