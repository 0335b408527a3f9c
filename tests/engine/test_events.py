"""What is kept of a wish, granted or refused, and what is made of it afterwards: nothing more, nothing less."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from medsales_core.engine.command import Actor, Advance, Hold, Lose, Open, Resume, Waive, Win
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.errors import ValueRefused
from medsales_core.model import Deal, Facts, Rep
from medsales_core.playbook import Playbook

K = EventKind
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=1)
BARE, NAMED = Facts(deal=Deal(id="d1", owner_id="u2")), Facts(deal=Deal(id="d1", name="CT", probability=0))
BOSS = Actor("u1", {"manager"})


@pytest.fixture
def here() -> Progress:
    return Progress("d1", "deal", "first", Status.OPEN, 4, AT)


def kept(playbook: Playbook, progress: Progress, command: Any, facts: Facts = BARE) -> dict[str, Any]:
    (event,) = playbook.decide(progress, command, facts=facts, actor=BOSS, at=AT).events
    assert (event.subject, event.version, event.at, event.actor) == ("d1", progress.version + 1, AT, "u1")
    assert event.playbook == playbook.hash
    return {"kind": str(event.kind), **event.data}


@pytest.mark.parametrize("reason", ["", "she asked"])
def test_a_refused_move_keeps_what_was_asked_and_all_that_failed_on_the_short_way_and_the_long(
    small: Callable[..., Playbook], here: Progress, reason: str
) -> None:
    assert kept(small(), here, Advance("second", reason)) == {
        "kind": "refused",
        "command": "Advance",
        "to": "second",
        "objections": (),
        "requirements": {"named": "fail", "cheap": "fail", "recent": "fail"}
        if not reason
        else {"named": "fail", "cheap": "fail"},
    }


def test_a_refused_wish_that_leads_nowhere_says_so(small: Callable[..., Playbook], here: Progress) -> None:
    for command, objections in ((Hold(), ("reason-required",)), (Resume(), ("wrong-status",))):
        assert kept(small(), here, command) == {
            "kind": "refused",
            "command": type(command).__name__,
            "to": "",
            "objections": objections,
            "requirements": {},
        }


@pytest.mark.parametrize(
    ("command", "status", "data"),
    [
        (Hold("holidays"), Status.OPEN, {"kind": "held", "reason": "holidays"}),
        (Resume(), Status.ON_HOLD, {"kind": "resumed"}),
        (
            Lose("price", "too dear"),
            Status.OPEN,
            {
                "kind": "lost", "from": "first", "to": "", "transition": "lose", "reason": "price",
                "note": "too dear",
            },
        ),
        (
            Lose("price"),
            Status.ON_HOLD,
            {"kind": "lost", "from": "first", "to": "", "transition": "lose", "reason": "price"},
        ),
        (
            Waive("named", "pilot", AT.date()),
            Status.ON_HOLD,
            {"kind": "waived", "requirement": "named", "reason": "pilot", "expires_on": "2026-06-30"},
        ),
    ],
)  # fmt: skip
def test_a_granted_wish_keeps_what_was_said_with_it(
    small: Callable[..., Playbook], here: Progress, command: Any, status: Status, data: dict[str, Any]
) -> None:
    found = kept(small(), here._replace(status=status), command)
    assert found.pop("version", "") == (
        small().requirements["named"].version if "requirement" in data else ""
    )
    assert found == data


def test_opening_keeps_the_process_and_its_first_stage(small: Callable[..., Playbook]) -> None:
    assert kept(small(), Progress("d1"), Open()) == {"kind": "opened", "process": "deal", "to": "first"}


def test_a_granted_move_keeps_its_way(small: Callable[..., Playbook], here: Progress) -> None:
    moved = {"kind": "moved", "from": "first", "to": "second", "transition": "on", "reason": "x"}
    facts = NAMED.with_(deal=Deal(id="d1", name="CT", probability=0, created_on=AT.date()))
    assert kept(small(), here, Advance("second", "x"), facts) == moved
    del moved["reason"]
    assert kept(small(), here, Advance("second"), facts) == moved
    assert kept(small(), here, Advance("second", "old"), NAMED) == {
        **moved,
        "reason": "old",
        "set_aside": ("recent",),
    }
    there = here._replace(stage="second")
    won = {"kind": "won", "from": "second", "to": "", "transition": "win"}
    assert kept(small(), there, Win(), NAMED) == won


# Folding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data", "after"),
    [
        (K.MOVED, {"to": "second"}, {"stage": "second", "status": Status.OPEN, "since": LATER}),
        (K.RETURNED, {"to": "second"}, {"stage": "second", "status": Status.OPEN, "since": LATER}),
        (K.REOPENED, {"to": "second"}, {"stage": "second", "status": Status.OPEN, "since": LATER}),
        (K.HELD, {"reason": "x"}, {"status": Status.ON_HOLD}),
        (K.RESUMED, {}, {"status": Status.OPEN}),
        (K.DESCRIBED, {"fields": {}}, {}),
        (K.RECORDED, {"field": "name", "value": "CT"}, {}),
        (K.REFUSED, {}, {}),
        (K.WON, {"to": ""}, {"status": Status.WON, "since": LATER}),
        (K.LOST, {"to": ""}, {"status": Status.LOST, "since": LATER}),
        (K.COMPLETED, {"to": ""}, {"status": Status.COMPLETED, "since": LATER}),
        (K.RETIRED, {"to": ""}, {"status": Status.RETIRED, "since": LATER}),
        (
            K.MIGRATED,
            {"to": "other", "process": "deals"},
            {"stage": "other", "process": "deals", "playbook": "moved-by"},
        ),
    ],
)
def test_an_event_changes_what_it_speaks_of_and_the_version(
    kind: EventKind, data: dict[str, Any], after: dict[str, Any]
) -> None:
    old = Waiver(requirement="named", by="u1", reason="x", given_at=AT, expires_on=AT.date())
    before = Progress("d1", "deal", "first", Status.ON_HOLD, 4, AT, (old,), "opened-by")
    event = Event(kind, "d1", 5, LATER, "u1", "moved-by", data)
    assert before.apply((event,)) == before._replace(version=5, **after)


def test_waivers_add_up() -> None:
    data = {"reason": "x", "expires_on": "2026-07-01"}
    waived = [Event(K.WAIVED, "d1", n, AT, f"u{n}", "h", {"requirement": f"r{n}", **data}) for n in (1, 2, 3)]
    given = Progress("d1").apply(waived).waivers
    assert [(waiver.requirement, waiver.by, waiver.given_at) for waiver in given] == [
        (f"r{n}", f"u{n}", AT) for n in (1, 2, 3)
    ]


def test_a_subject_is_known_by_its_id_not_by_the_text_that_says_it() -> None:
    event = Event(K.OPENED, "".join(("d", "1")), 1, AT, "u", "h", {"process": "deal", "to": "first"})
    assert Progress("".join(("d", "1"))).apply((event,)).stage == "first"
    assert Progress("d1").apply((event,)) == Progress("d1", "deal", "first", Status.OPEN, 1, AT, (), "h")


# Waivers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waived", "day", "covered"), [("named", 0, True), ("named", 1, False), ("other", 0, False)]
)
def test_a_waiver_of_unknown_date_counts_to_its_last_day(
    small: Callable[..., Playbook], waived: str, day: int, *, covered: bool
) -> None:
    waiver = Waiver(requirement=waived, by="u1", reason="x", given_at=None, expires_on=AT.date())
    requirement = small().requirements["named"]
    assert waiver.covers(requirement, AT + dt.timedelta(days=day)) is covered


ORDERS = """
schema = 1
id = "t"
version = "1"
title = { en = "T", zh-Hans = "试" }
role.manager.label = { en = "Manager", zh-Hans = "经理" }
process.order = { moves = "order", label = { en = "Order", zh-Hans = "订单" }, start = "sent" }
transition.done = { from = "sent", kind = "complete" }

[stage.sent]
process = "order"
position = 1
label = { en = "Sent", zh-Hans = "已发" }

[stage.sent.exit.named]
label = { en = "It has a place", zh-Hans = "有地点" }
source = "T"
waivable_by = ["manager"]
require = { "order.ship_to" = "filled" }
"""


def codes(playbook: Playbook, progress: Progress, command: Any, facts: Facts) -> list[str]:
    decision = playbook.decide(progress, command, facts=facts, actor=BOSS, at=AT)
    return [finding.requirement or finding.code for finding in decision.failures]


def test_whose_deal_it_is_matters_for_deals_alone(load: Callable[..., Playbook]) -> None:
    sent = Progress("o1", "order", "sent", Status.OPEN, 1, AT)
    assert codes(load(ORDERS), sent, Waive("named", "x", AT.date()), Facts()) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.OPEN, []),
        (Status.ON_HOLD, []),
        (Status.WON, ["wrong-status"]),
        (Status.LOST, ["wrong-status"]),
    ],
)
def test_nothing_is_waived_on_what_is_closed(
    small: Callable[..., Playbook], here: Progress, status: Status, told: list[str]
) -> None:
    waive = Waive("named", "x", AT.date())
    assert codes(small(), here._replace(status=status), waive, BARE) == told


def test_nothing_is_waived_on_what_was_never_opened(small: Callable[..., Playbook]) -> None:
    assert codes(small(), Progress("d1"), Waive("named", "x", AT.date()), BARE) == ["wrong-status"]


def test_the_owner_may_be_known_by_the_deal_or_by_the_person(
    small: Callable[..., Playbook], here: Progress
) -> None:
    waive = Waive("named", "x", AT.date())
    for owner_id, owner, told in (("u1", "r", ["own-deal"]), ("r", "u1", ["own-deal"]), ("r", "r", [])):
        facts = Facts(deal=Deal(id="d1", owner_id=owner_id), owner=Rep(id=owner))
        assert codes(small(), here, waive, facts) == told


def test_who_the_owner_is_must_be_known_by_name(small: Callable[..., Playbook], here: Progress) -> None:
    for facts, root in ((Facts(), "deal"), (Facts(deal=Deal(id="d1")), "deal.owner_id")):
        decision = small().decide(here, Waive("named", "x", AT.date()), facts=facts, actor=BOSS, at=AT)
        assert f"the {root} must be known" in decision.failures[0].message["en"]


def test_a_waiver_ends_on_a_day_whatever_else_it_may_look_like() -> None:
    for wrong in (AT, "2026-07-01", None):
        with pytest.raises(ValueRefused, match="on a day"):
            Waive("named", "x", wrong)  # type: ignore[arg-type]
