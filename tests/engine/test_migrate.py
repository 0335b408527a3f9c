"""Going on under a changed playbook: what is kept of it, what is refused, and what is read of it afterwards."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from medsales_core.engine.command import Actor, Advance, Migrate, Open, Reopen, Win
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.errors import UnknownName
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook
from medsales_core.ports.portfolio import visits

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ADMIN = Actor("admin")
FACTS = Facts(deal=Deal(id="d1", name="CT"))
STAGES = """
schema = 1
id = "t"
version = "{version}"
title = {{ en = "T", zh-Hans = "试" }}

[process.{process}]
moves = "deal"
start = "{first}"
label = {{ en = "Deal", zh-Hans = "商机" }}

[stage.{first}]
process = "{process}"
position = 1
label = {{ en = "First", zh-Hans = "一" }}

[stage.{first}.exit.named]
label = {{ en = "Named", zh-Hans = "已命名" }}
source = "T"
require = {{ "deal.name" = "filled" }}

[stage.{second}]
process = "{process}"
position = 2
label = {{ en = "Second", zh-Hans = "二" }}

[transition.on]
from = "{first}"
to = "{second}"
kind = "forward"

[transition.win]
from = "{second}"
kind = "win"

[transition.lose]
from = ["{first}", "{second}"]
kind = "lose"

[transition.reopen]
from = ["{first}", "{second}"]
to = "{first}"
kind = "reopen"
"""
ORDERS = """
[process.order]
moves = "order"
start = "packing"
label = { en = "Order", zh-Hans = "订单" }

[stage.packing]
process = "order"
position = 1
label = { en = "Packing", zh-Hans = "打包" }

[transition.packed]
from = "packing"
kind = "complete"
"""
Make = Callable[..., Playbook]


@pytest.fixture
def make(load: Callable[..., Playbook]) -> Make:
    """A playbook of two stages, and of orders beside them, under the names given."""

    def made(version: str, process: str = "deal", first: str = "a", second: str = "b") -> Playbook:
        return load(STAGES.format(version=version, process=process, first=first, second=second) + ORDERS)

    return made


def ask(playbook: Playbook, progress: Progress, command: Any, **more: Any) -> Decision:
    return playbook.decide(progress, command, facts=FACTS, actor=ADMIN, at=more.pop("at", AT + DAY), **more)


def at_second(playbook: Playbook, process: str = "deal") -> tuple[Progress, tuple[Event, ...]]:
    """A deal at the second stage, with its past."""
    second = [stage.id for stage in playbook.processes[process].stages][1]
    opened = ask(playbook, Progress("d1"), Open(process), at=AT)
    here = opened.progress.apply(opened.events)
    moved = ask(playbook, here, Advance(second), at=AT)
    assert moved.accepted
    return here.apply(moved.events), (*opened.events, *moved.events)


def codes(decision: Decision) -> list[str]:
    assert not decision.accepted
    return [finding.code for finding in decision.findings]


def test_a_migration_keeps_where_the_subject_stood_and_where_it_stands(make: Make) -> None:
    old, new = make("1"), make("2", second="offer")
    here, _ = at_second(old)
    decision = ask(new, here, Migrate(to="offer", reason="2026.2"))
    (event,) = decision.events
    assert decision.accepted
    assert event == Event(
        EventKind.MIGRATED, "d1", 3, AT + DAY, "admin", new.hash,
        {
            "from": "b", "to": "offer", "from_process": "deal", "process": "deal", "from_playbook": old.hash,
            "reason": "2026.2",
        },
    )  # fmt: skip
    after = here.apply(decision.events)
    assert after == here._replace(stage="offer", version=3, playbook=new.hash)
    assert after.since == AT, "the process changed, the deal did not move"


def test_what_is_given_to_a_subject_stays_with_it(make: Make) -> None:
    waiver = Waiver(requirement="named", by="u", reason="x", given_at=AT, expires_on=AT.date())
    here = at_second(make("1"))[0]._replace(waivers=(waiver,), status=Status.ON_HOLD)
    after = here.apply(ask(make("2"), here, Migrate()).events)
    assert (after.waivers, after.status, after.stage) == ((waiver,), Status.ON_HOLD, "b")


def test_a_reason_is_asked_for_where_the_stage_or_the_process_changes(make: Make) -> None:
    here, _ = at_second(make("1"))
    assert codes(ask(make("2"), here, Migrate(to="a"))) == ["reason-required"]
    assert codes(ask(make("2"), here, Migrate(to="a", reason=" "))) == ["reason-required"]
    renamed = make("2", process="sale")
    assert codes(ask(renamed, here, Migrate())) == ["reason-required"]
    plain = ask(make("2"), here, Migrate())
    assert plain.accepted
    assert "reason" not in plain.events[0].data


def test_within_a_playbook_there_is_nothing_to_migrate_so_it_is_no_way_round_a_gate(make: Make) -> None:
    book = make("1")
    here = ask(book, Progress("d1"), Open(), at=AT).progress.apply(
        ask(book, Progress("d1"), Open(), at=AT).events
    )
    assert codes(ask(book, here, Migrate(to="b", reason="quick"))) == ["nothing-to-migrate"]
    migrated = here.apply(ask(make("2"), here, Migrate()).events)
    assert codes(ask(make("2"), migrated, Migrate(to="b", reason="quick"))) == ["nothing-to-migrate"]


def test_what_stands_nowhere_in_its_own_playbook_can_be_put_right(make: Make) -> None:
    book = make("1")
    astray = Progress("d1", "deal", "no-such-stage", Status.OPEN, 4, AT, (), book.hash)
    decision = ask(book, astray, Migrate(to="b", reason="import"))
    assert astray.apply(decision.events).stage == "b"


def test_a_process_that_was_renamed_is_found_by_its_stage_or_by_its_name(make: Make) -> None:
    here, _ = at_second(make("1"))
    new = make("2", process="sale")
    with pytest.raises(UnknownName):
        ask(new, here, Win())
    for command in (Migrate(reason="x"), Migrate(process="sale", reason="x")):
        after = here.apply(ask(new, here, command).events)
        assert (after.process, after.stage) == ("sale", "b")
        assert ask(new, after, Win()).accepted


@pytest.mark.parametrize(
    ("command", "objections"),
    [
        (Migrate(to="ofer", reason="x"), ["unknown-stage"]),
        (Migrate(reason="x"), ["unknown-stage"]),
        (Migrate(to="ofer"), ["unknown-stage", "reason-required"]),
        (Migrate(process="sale", reason="x"), ["unknown-process"]),
        (Migrate(to="packing", process="order", reason="x"), ["wrong-kind"]),
        (Migrate(to="packing", reason="x"), ["unknown-stage"]),
    ],
)
def test_what_cannot_be_placed_is_refused_with_what_may_be_meant(
    make: Make, command: Migrate, objections: list[str]
) -> None:
    here, _ = at_second(make("1"))
    decision = ask(make("2", second="offer"), here, command)
    assert codes(decision) == objections
    assert here.apply(decision.events) == here._replace(version=3)
    assert all(finding.remedy.pick("zh-Hans") for finding in decision.findings)
    assert all(set(finding.message) == {"en", "zh-Hans"} for finding in decision.findings)


def test_a_stage_that_is_gone_is_answered_with_the_nearest(make: Make) -> None:
    here, _ = at_second(make("1"))
    (finding,) = ask(make("2", second="offer"), here, Migrate(to="ofer", reason="x")).findings
    assert finding.remedy.pick("en") == "did you mean 'offer'?"


def test_nobody_migrates_what_was_not_opened_or_what_has_changed_since(make: Make) -> None:
    assert codes(ask(make("2"), Progress("d1"), Migrate())) == ["wrong-status"]
    here, _ = at_second(make("1"))
    assert codes(ask(make("2"), here, Migrate(), expected_version=1)) == ["stale-version"]


def test_what_was_lost_at_a_stage_that_is_gone_can_be_migrated_and_reopened(make: Make) -> None:
    new = make("2", second="offer")
    lost = at_second(make("1"))[0]._replace(status=Status.LOST)
    (refused,) = ask(new, lost, Reopen("a")).findings
    assert refused.code == "no-such-move"
    assert "migrate it" in refused.remedy.pick("en")
    after = lost.apply(ask(new, lost, Migrate(to="offer", reason="x")).events)
    assert after.status is Status.LOST
    assert ask(new, after, Reopen("a")).accepted


# Reading it ---------------------------------------------------------------------------------------------------


def migrated(make: Make) -> tuple[Playbook, Playbook, tuple[Event, ...]]:
    """A deal that was moved under one playbook, migrated and won under another."""
    old, new = make("1"), make("2", process="sale", first="lead", second="offer")
    here, past = at_second(old)
    carried = ask(new, here, Migrate(to="offer", reason="2026.2"))
    won = ask(new, here.apply(carried.events), Win(), at=AT + 3 * DAY)
    assert won.accepted
    return old, new, (*past, *carried.events, *won.events)


def test_what_was_done_under_the_playbook_before_is_no_fault_under_the_new_one(make: Make) -> None:
    old, new, history = migrated(make)
    assert new.audit(history, FACTS, at=AT, earlier=[old]) == ()
    (entry,) = new.audit(history, FACTS, at=AT)
    assert entry.event.kind is EventKind.MIGRATED
    (told,) = entry.findings
    assert (told.code, str(told.severity)) == ("earlier-playbook", "info")
    assert told.message.pick("en").endswith("not judged: 1")


def test_what_was_wrong_under_the_playbook_before_is_told_by_that_one(make: Make) -> None:
    old, new, history = migrated(make)
    (entry,) = new.audit(history, Facts(deal=Deal(id="d1")), at=AT, earlier=[old])
    assert entry.event.version == 2
    assert [finding.requirement for finding in entry.findings] == ["named"]


def test_what_was_done_under_the_playbook_itself_before_it_was_left_and_taken_up_again_is_judged(
    make: Make,
) -> None:
    book, other = make("1"), make("2")
    here, past = at_second(book)
    there = ask(other, here, Migrate())
    back = ask(book, here.apply(there.events), Migrate())
    history = (*past, *there.events, *back.events)
    (entry,) = book.audit(history, Facts(deal=Deal(id="d1")), at=AT)
    assert entry.event.version == 2


def test_a_history_without_a_migration_is_judged_as_ever_whoever_decided(make: Make) -> None:
    new, (_, history) = make("2"), at_second(make("1"))
    (entry,) = new.audit(history, Facts(deal=Deal(id="d1")), at=AT)
    assert entry.event.version == 2


def test_what_was_closed_and_left_as_it_is_can_be_judged_by_its_own_playbook_too(make: Make) -> None:
    old, new = make("1"), make("2", first="lead", second="offer")
    _, history = at_second(old)
    told = [finding.code for entry in new.audit(history, FACTS, at=AT) for finding in entry.findings]
    assert told == ["entered-midway", "undeclared-move"]
    assert new.audit(history, FACTS, at=AT, earlier=[old]) == ()


def test_a_stay_in_a_stage_goes_on_under_its_new_name(make: Make) -> None:
    _, _, history = migrated(make)
    first, second = visits(history)
    assert (first.stage, first.days) == ("a", 0)
    assert (second.stage, second.entered_at, second.days) == ("offer", AT, 3)
    closed = history[-1]._replace(kind=EventKind.MIGRATED, data={**history[2].data, "to": "x"})
    assert visits((*history, closed)) == (first, second), "what is over keeps its name"


def test_a_subject_goes_on_where_it_was_put(make: Make) -> None:
    _, new, history = migrated(make)
    here = Progress("d1").apply(history[:3])
    explained = new.explain(here, FACTS, at=AT + DAY)
    assert {opening.transition.id for opening in explained.openings if opening.is_open} == {"win", "lose"}
