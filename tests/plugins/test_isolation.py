"""What a plugin does wrong later stays its own: deciders fail closed, observers lose nothing, and each is named."""

import datetime as dt
import logging
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from medsales_core import Desk, Facts, Outcome, Progress, Status
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.command import Actor, Advance, Open, Win
from medsales_core.model import Deal
from medsales_core.playbook import Playbook
from medsales_core.plugins import Registry
from medsales_core.testing.faults import Fault, FaultyObserver

Install = Callable[..., Path]
SOUND = '"""A fake."""'
NOW = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
ACTOR = Actor("u-li")
HEAD = "from medsales_core.plugins import hookimpl\nfrom medsales_core.text import text\n"
CHECK = (
    HEAD
    + """
from medsales_core.ports.check import Check

class Bond(Check):
    id = "bidder.bond"
    title = text("Bond", "保证金")

    def holds(self, facts, at, /):
        {does}

@hookimpl
def medsales_checks():
    return [Bond()]
"""
)
SCORE = (
    HEAD
    + """
from medsales_core.ports.score import ScoringMethod

class Odds(ScoringMethod):
    id = "bidder.score"
    title = text("Odds", "把握")
    version = "1"

    def score(self, case, facts, processes, *, at):
        {does}

@hookimpl
def medsales_scores():
    return [Odds()]
"""
)
CALENDAR = (
    HEAD
    + """
from medsales_core.ports.calendar import Calendar

class Days(Calendar):
    id = "bidder.days"
    title = text("Days", "工作日")

    def is_workday(self, day):
        {does}

@hookimpl
def medsales_calendars():
    return [Days()]
"""
)
OBSERVER = (
    HEAD
    + """
from medsales_core.ports.observer import Observer

class Told(Observer):
    id = "{name}.told"
    title = text("Told", "已知")

    def recorded(self, events):
        seen.append((self.id, [event.kind for event in events]))
        {does}

seen = []

@hookimpl
def medsales_observers():
    return [Told()]
"""
)
BOND = """
[stage.negotiation-contract.exit.bond]
label = { en = "The bond is paid", zh-Hans = "保证金已缴" }
source = "test"
require = { check = "bidder.bond" }
"""
SOON = """
[stage.negotiation-contract.exit.soon]
label = { en = "Closed soon", zh-Hans = "按期关闭" }
source = "test"
require = { "deal.expected_close_on" = { within = { workdays = 5, after = "as_of" } } }
"""
OVER = 'extends = "medsales:reference"\n'


def failing_win(playbook: Playbook, requirement: str) -> str:
    here = Progress("D-1", process="deal", stage="negotiation-contract", status=Status.OPEN, version=1)
    deal = Deal(id="D-1", expected_close_on=dt.date(2026, 7, 3))
    decision = playbook.decide(here, Win(), facts=Facts(deal=deal), actor=ACTOR, at=NOW)
    assert not decision.accepted
    assert len(decision.failures) > 1, "the other reasons stay"
    (found,) = [finding for finding in decision.failures if finding.requirement == requirement]
    assert found.outcome is Outcome.ERROR
    return str(found.reasons[0].message)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("raise ValueError('no bank')", "ValueError: no bank"),
        ("raise SystemExit(1)", "SystemExit: 1"),
        ("return 1", "TypeError: check 'bidder.bond' answered 1, not True, False or None"),
    ],
)
def test_a_check_that_fails_blocks_and_is_named(
    install: Install, load: Callable[..., Playbook], does: str, told: str
) -> None:
    install("bidder", init=SOUND, hooks=CHECK.format(does=does), provides='{ check = ["bidder.bond"] }')
    said = failing_win(load(f"{OVER}[plugins.bidder]\n{BOND}"), "bond")
    assert said.endswith(told)
    assert "'bidder.bond'" in said


def test_a_calendar_that_fails_blocks_what_counts_by_it(
    install: Install, load: Callable[..., Playbook]
) -> None:
    hooks = CALENDAR.format(does="raise LookupError('no year')")
    install("bidder", init=SOUND, hooks=hooks, provides='{ calendar = ["bidder.days"] }')
    playbook = load(f'calendar = "bidder.days"\n{OVER}[plugins.bidder]\n{SOON}')
    assert "LookupError: no year" in failing_win(playbook, "soon")


def test_the_calendar_that_a_playbook_names_is_the_one_it_counts_by(
    install: Install, load: Callable[..., Playbook]
) -> None:
    hooks = CALENDAR.format(does="return day.day == 1")
    install("bidder", init=SOUND, hooks=hooks, provides='{ calendar = ["bidder.days"] }')
    soon = SOON.replace("workdays = 5", "workdays = 1").replace("negotiation-contract", "needs-discovery")
    outcomes = []
    for calendar in ("weekdays", "bidder.days"):
        playbook = load(f'calendar = "{calendar}"\n{OVER}[plugins.bidder]\n{soon}')
        here = Progress("D-1", process="deal", stage="needs-discovery", status=Status.OPEN, version=1)
        # The first of July is the next work day by one calendar, the day after the next by neither.
        facts = Facts(deal=Deal(id="D-1", expected_close_on=dt.date(2026, 7, 1)))
        asked = playbook.decide(
            here, Advance("solution-value"), facts=facts, actor=ACTOR, at=NOW.replace(day=28)
        )
        outcomes.append(any(finding.requirement == "soon" for finding in asked.failures))
    assert outcomes == [True, False]


@pytest.mark.parametrize(
    ("does", "found"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("return 7", "7, which is no Score")],
)
def test_a_score_that_fails_is_insufficient_and_names_its_plugin(
    install: Install, does: str, found: str
) -> None:
    install("bidder", init=SOUND, hooks=SCORE.format(does=does))
    desk = Desk.open("memory:")
    desk.decide("D-1", Open(), actor=ACTOR, at=NOW)
    portfolio = desk.portfolio(at=NOW)
    (case,) = portfolio.cases
    method = Registry.discover().scores["bidder.score"]
    score = method.score(case, desk.facts("D-1"), portfolio.processes, at=NOW)
    assert score.insufficient
    assert (score.low, score.high) == (Decimal(0), Decimal(0))
    assert str(score.quality) == f"bidder.score of plugin 'bidder' (fake-bidder 1.0) failed: {found}"
    assert found in score.quality["zh-Hans"]


def test_whatever_else_a_method_can_do_it_still_can(install: Install) -> None:
    install(
        "bidder",
        init=SOUND,
        hooks=SCORE.format(does="return self.weight").replace("    version", "    weight = 7\n    version"),
    )
    method = Registry.discover().scores["bidder.score"]
    assert (method.id, method.version, str(method.title)) == ("bidder.score", "1", "Odds")
    assert getattr(method, "weight") == 7  # noqa: B009  not of the class that types know
    assert not hasattr(method, "height")


# ---- observers


def noting(*faults: Fault) -> FaultyObserver:
    """An observer that keeps what it is told, and fails by that script."""
    return FaultyObserver(faults)


def test_observers_are_told_of_what_is_kept_refusals_too(reference: Playbook) -> None:
    told = noting()
    desk = Desk(reference, MemoryStore(), (told,))
    desk.decide("D-1", Open(), actor=ACTOR, at=NOW)
    desk.decide("D-1", Advance("needs-discovery"), actor=ACTOR, at=NOW)
    assert [event.kind for event in told.seen] == ["opened", "refused"]
    assert told.seen == list(desk.store.scan())


@pytest.mark.parametrize("problem", [ValueError("down"), SystemExit(3)])
def test_an_observer_that_fails_loses_no_event_and_is_named(
    reference: Playbook, problem: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    first, last = noting(Fault(error=problem)), noting()
    desk = Desk(reference, MemoryStore(), (first, last))
    with caplog.at_level(logging.ERROR, "medsales"):
        assert desk.decide("D-1", Open(), actor=ACTOR, at=NOW).accepted
    assert [event.kind for event in desk.store.scan()] == ["opened"]
    assert first.seen == last.seen
    assert [record.getMessage() for record in caplog.records] == [
        "observer 'test.faulty' failed on deal/D-1, positions 1 to 1; the events are kept"
    ]
    assert caplog.records[0].exc_info is not None


def test_a_retry_is_told_once(reference: Playbook) -> None:
    told = noting()
    desk = Desk(reference, MemoryStore(), (told,))
    for _ in range(2):
        desk.decide("D-1", Open(), actor=ACTOR, at=NOW, command_id="c-1")
    assert len(told.seen) == 1


def test_observers_come_with_the_playbook_that_enables_them_in_their_order(
    install: Install, load: Callable[..., Playbook]
) -> None:
    for name, more in (("a", 'after = ["b"]\n'), ("b", "")):
        hooks = OBSERVER.format(name=name, does="pass")
        install(name, init=SOUND, hooks=hooks, provides=f'{{ observer = ["{name}.told"] }}', more=more)
    both = Desk.open("memory:", load(OVER + "[plugins.a]\n[plugins.b]\n"))
    assert [observer.id for observer in both.observers] == ["b.told", "a.told"]
    assert Desk.open("memory:").observers == ()


def test_an_observer_that_cannot_be_loaded_is_left_out_and_named(
    install: Install, load: Callable[..., Playbook], caplog: pytest.LogCaptureFixture
) -> None:
    install("mail", init="import no_such_thing", hooks="x", provides='{ observer = ["mail.told"] }')
    with caplog.at_level(logging.ERROR, "medsales"):
        desk = Desk.open("memory:", load(OVER + "[plugins.mail]\n"))
    assert desk.observers == ()
    (record,) = caplog.records
    assert "plugin 'mail' (fake-mail 1.0)" in record.getMessage()
    assert desk.decide("D-1", Open(), actor=ACTOR, at=NOW).accepted
