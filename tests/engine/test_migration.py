"""The plan of a migration: who is placed where, what newly fails for whom, which moves open and shut."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from medsales_core.engine.command import Actor, Migrate
from medsales_core.engine.migration import Lot, Migration, Placement
from medsales_core.engine.process import TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.errors import UnknownName
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook
from medsales_core.playbook.migration_report import MigrationReport

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
NEW = """
[stage.first.exit.owned]
label = { en = "Somebody owns it", zh-Hans = "有负责人" }
source = "T"
waivable_by = ["manager"]
require = { "deal.owner_id" = "filled" }

[stage.first.standing.dated]
label = { en = "It is dated", zh-Hans = "有日期" }
source = "T"
severity = "warn"
require = { "deal.expected_close_on" = "filled" }

[stage.second]
"""
GOOD = Deal(
    id="d1", name="CT", probability=0, created_on=AT.date(), owner_id="r", expected_close_on=AT.date()
)
Small = Callable[..., Playbook]


@pytest.fixture
def old(small: Small) -> Playbook:
    return small()


@pytest.fixture
def new(small: Small) -> Playbook:
    return small(('version = "1"', 'version = "2"'), ("\n[stage.second]\n", NEW))


@pytest.fixture
def renamed(small: Small) -> Playbook:
    """The second stage is called otherwise."""
    replaced = [
        ("[stage.second]", "[stage.offer]"),
        ("[stage.second.entry.recent]", "[stage.offer.entry.recent]"),
        ('to = "second"', 'to = "offer"'),
        ('from = "second"\nto', 'from = "offer"\nto'),
        ('from = "second"\nkind', 'from = "offer"\nkind'),
        ('from = ["first", "second"]\nkind', 'from = ["first", "offer"]\nkind'),
        ('from = ["first", "second"]\nto', 'from = ["first", "offer"]\nto'),
    ]
    return small(*replaced)


def at(
    playbook: Playbook, stage: str = "first", status: Status = Status.OPEN, subject: str = "d1"
) -> Progress:
    return Progress(subject, "deal", stage, status, 3, AT, (), playbook.hash)


def plan(playbook: Playbook, *subjects: tuple[Progress, Deal], **more: Any) -> Migration:
    told = [(progress, Facts(deal=deal)) for progress, deal in subjects]
    return playbook.migration(told, at=AT, **more)


def placed(playbook: Playbook, progress: Progress, deal: Deal = GOOD, **more: Any) -> Placement:
    (placement,) = plan(playbook, (progress, deal), **more).placements
    return placement


def failing(placement: Placement) -> list[str]:
    return [finding.requirement for finding in placement.failing]


def test_what_a_new_requirement_would_catch_is_told_and_what_failed_already_is_not(
    old: Playbook, new: Playbook
) -> None:
    bare = Deal(id="d1", probability=0, created_on=AT.date())
    placement = placed(new, at(old), bare, before=old)
    assert (placement.lot, placement.stage, placement.is_compared) == (Lot.KEEPS, "first", True)
    assert sorted(failing(placement)) == ["dated", "owned"]
    alone = placed(new, at(old), bare)
    assert not alone.is_compared
    assert sorted(failing(alone)) == ["dated", "named", "owned"]


def test_one_on_whom_all_of_it_holds_has_nothing_to_fear(old: Playbook, new: Playbook) -> None:
    placement = placed(new, at(old), before=old)
    assert (placement.failing, placement.possible, placement.impossible) == ((), (), ())


def test_a_move_that_opens_and_one_that_shuts_are_told(old: Playbook, new: Playbook) -> None:
    deal = Deal(id="d1", name="CT", probability=0, created_on=AT.date())
    on = (TransitionKind.FORWARD, "second")
    assert placed(new, at(old), deal, before=old).impossible == (on,)
    assert placed(old, at(new), deal, before=new).possible == (on,)


def test_who_is_on_hold_is_judged_as_if_it_was_open(old: Playbook, new: Playbook) -> None:
    deal = Deal(id="d1", name="CT", probability=0, created_on=AT.date())
    placement = placed(new, at(old, status=Status.ON_HOLD), deal, before=old)
    assert [way.to for way in placement.impossible] == ["second"]
    assert placement.progress.status is Status.ON_HOLD


def test_a_waiver_counts_in_a_plan_too(old: Playbook, new: Playbook) -> None:
    waiver = Waiver(requirement="owned", by="m", reason="x", given_at=AT, expires_on=AT.date())
    deal = Deal(id="d1", name="CT", probability=0, created_on=AT.date())
    placement = placed(new, at(old)._replace(waivers=(waiver,)), deal, before=old)
    assert failing(placement) == ["dated"]


def test_where_a_stage_is_gone_the_one_called_alike_or_written_alike_is_offered(
    old: Playbook, renamed: Playbook
) -> None:
    placement = placed(renamed, at(old, "second"), before=old)
    assert (placement.lot, placement.is_due) == (Lot.UNPLACED, False)
    assert placement.near == ("offer",), "it is labelled as the one that is gone"
    assert placed(renamed, at(old, "second")).near == ()
    assert placed(renamed, at(old, "ofer")).near == ("offer",)


def test_a_map_places_those_whose_stage_is_gone_and_the_moves_that_go_with_it(
    old: Playbook, renamed: Playbook
) -> None:
    placement = placed(renamed, at(old, "second"), before=old, stages={"second": "offer"})
    assert (placement.lot, placement.process, placement.stage) == (Lot.MOVES, "deal", "offer")
    assert placement.is_due
    assert placement.command("x") == Migrate(to="offer", process="deal", reason="x")
    assert placement.command() == Migrate(to="offer", process="deal")
    at_first = placed(renamed, at(old), before=old, stages={"second": "offer"})
    assert (at_first.possible, at_first.impossible) == ((), ()), "the same way under another name"
    without = placed(renamed, at(old), before=old)
    assert [way.to for way in without.impossible] == ["second"]


@pytest.mark.parametrize("status", [Status.WON, Status.LOST])
def test_what_is_closed_stays_as_it_is_unless_it_is_asked_for(
    old: Playbook, new: Playbook, status: Status
) -> None:
    assert placed(new, at(old, status=status), Deal(id="d1")).lot is Lot.CLOSED
    asked = placed(new, at(old, status=status), Deal(id="d1"), closed=True)
    assert (asked.lot, asked.failing) == (Lot.KEEPS, ()), "nothing has to hold of it any more"
    gone = at(old, "gone", status)
    assert placed(new, gone, closed=True).lot is Lot.UNPLACED


def test_what_is_under_it_already_or_was_never_opened_is_left_alone(old: Playbook, new: Playbook) -> None:
    assert placed(new, at(new)).lot is Lot.CURRENT
    assert placed(new, Progress("d1")).lot is Lot.CURRENT
    assert placed(new, at(new, "astray"), stages={"astray": "second"}).lot is Lot.MOVES


ORDERS = """
[process.order]
moves = "order"
start = "packing"
label = { en = "Order", zh-Hans = "订单" }

[stage.packing]
process = "order"
position = 1
label = { en = "Second", zh-Hans = "打包" }

[stage.packing.exit.packed]
label = { en = "It has a day", zh-Hans = "有日期" }
source = "T"
require = { "order.created_on" = "filled" }

[transition.packed]
from = "packing"
kind = "complete"
"""


@pytest.fixture
def with_orders(small: Small) -> Playbook:
    """Orders run through a process of their own, in which a stage is called as one of the deals."""
    return small(("[role.manager]", f"{ORDERS}\n[role.manager]"))


def test_a_process_that_is_gone_is_found_by_the_stage_or_by_its_name(
    old: Playbook, with_orders: Playbook
) -> None:
    elsewhere = at(old)._replace(process="selling")
    assert placed(old, elsewhere).process == "deal"
    assert placed(old, elsewhere).is_due
    assert placed(old, elsewhere._replace(stage="gone")).lot is Lot.UNPLACED
    assert placed(old, elsewhere, processes={"selling": "deal"}).lot is Lot.MOVES
    led = placed(with_orders, elsewhere, processes={"selling": "order"}, stages={"first": "packing"})
    assert (led.process, led.stage) == ("order", "packing"), "nobody knows that it is a deal"


@pytest.mark.parametrize("knows", ["said", "the new playbook", "the old playbook"])
def test_nobody_is_put_into_a_process_for_something_else(
    old: Playbook, with_orders: Playbook, load: Callable[..., Playbook], knows: str
) -> None:
    here, more = at(old, "second"), {}
    if knows == "the new playbook":
        new = with_orders
    else:
        new = load(ORDERS_ALONE)
        more = {"kind": "deal"} if knows == "said" else {"before": old}
    led = {"stages": {"second": "packing"}, "processes": {"deal": "order"}}
    placement = placed(new, here, **led, **more)
    assert placement.lot is Lot.UNPLACED
    assert "packing" not in placement.near
    assert placed(load(ORDERS_ALONE), here, **led).lot is Lot.MOVES, "where nobody knows what it is"


ORDERS_ALONE = f"""
schema = 1
id = "orders"
version = "1"
title = {{ en = "Orders", zh-Hans = "订单" }}
{ORDERS}"""


def test_what_may_be_meant_is_looked_for_in_its_own_process_and_else_among_its_kind(
    old: Playbook, with_orders: Playbook
) -> None:
    gone = at(old, "secand")
    assert placed(with_orders, gone).near == ("second",)
    assert placed(with_orders, gone._replace(stage="pakcing")).near == (), "that is a stage of orders"
    astray = gone._replace(process="selling", stage="pakcing")
    assert placed(with_orders, astray).near == ("packing",)
    assert placed(with_orders, astray, kind="deal").near == ()


@pytest.fixture
def with_tenders(small: Small) -> Playbook:
    """Some deals run through another process, in which a stage is called as one of the others."""
    tenders = ORDERS.replace("order", "tender").replace("packing", "bidding").replace('"tender"', '"deal"', 1)
    tenders = tenders.replace('kind = "complete"', 'kind = "win"').replace(
        "tender.created_on", "deal.created_on"
    )
    lost = '[transition.packed-off]\nfrom = "bidding"\nkind = "lose"\nreason = "required"\n'
    return small(("[role.manager]", f"{tenders}\n{lost}\n[role.manager]"))


def test_a_process_may_be_left_for_another_of_its_kind(old: Playbook, with_tenders: Playbook) -> None:
    led = placed(with_tenders, at(old), stages={"first": "bidding"}, processes={"deal": "tender"})
    assert (led.lot, led.process, led.stage) == (Lot.MOVES, "tender", "bidding")
    assert placed(with_tenders, at(old), stages={"first": "bidding"}).lot is Lot.UNPLACED


def test_what_may_be_meant_in_its_own_process_comes_before_all_others(
    old: Playbook, with_tenders: Playbook
) -> None:
    assert placed(with_tenders, at(old, "second"), before=old).lot is Lot.KEEPS
    assert placed(with_tenders, at(old, "biding")).near == ()
    assert placed(with_tenders, at(old, "biding")._replace(process="selling")).near == ("bidding",)


def test_the_stage_that_is_called_alike_comes_before_the_one_that_is_written_alike(
    old: Playbook, renamed: Playbook, small: Small
) -> None:
    both = small(
        ("[stage.second]", "[stage.offer]"),
        ("[stage.second.entry.recent]", "[stage.offer.entry.recent]"),
        ("[stage.first]", "[stage.secant]"),
        ("[stage.first.exit.named]", "[stage.secant.exit.named]"),
        ("[stage.first.exit.cheap]", "[stage.secant.exit.cheap]"),
        ('start = "first"', 'start = "secant"'),
        ('from = "first"\nto = "second"', 'from = "secant"\nto = "offer"'),
        ('from = "second"\nto = "first"', 'from = "offer"\nto = "secant"'),
        ('from = "second"\nkind', 'from = "offer"\nkind'),
        ('from = ["first", "second"]\nkind', 'from = ["secant", "offer"]\nkind'),
        ('from = ["first", "second"]\nto = "first"', 'from = ["secant", "offer"]\nto = "secant"'),
    )
    assert placed(both, at(old, "second"), before=old).near == ("offer", "secant")
    assert placed(both, at(old, "second")).near == ("secant",)


def test_where_the_old_playbook_has_no_such_stage_all_that_fails_is_told(
    old: Playbook, new: Playbook
) -> None:
    bare = Deal(id="d1", probability=0, created_on=AT.date())
    stray = placed(new, at(old, "gone"), bare, before=old, stages={"second": "first"})
    assert stray.lot is Lot.UNPLACED
    led = plan(new, (at(old)._replace(process="selling"), bare), before=old).placements[0]
    assert (led.lot, led.is_compared) == (Lot.MOVES, False)
    assert sorted(failing(led)) == ["dated", "named", "owned"]
    assert (led.possible, led.impossible) == ((), ())


def test_what_must_hold_all_the_while_is_told_where_no_way_leads_on(reference: Playbook) -> None:
    process = next(one for one in reference.processes.values() if one.moves == "asset")
    stage = process.stages[0]
    here = Progress("s1", process.id, stage.id, Status.OPEN, 1, AT)
    (placement,) = reference.migration([(here, Facts())], at=AT).placements
    assert {one.id for one in stage.standing} <= set(failing(placement))
    assert stage.standing


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"stages": {"second": "secnod"}}, "there is no stage of the new playbook 'secnod'"),
        ({"stages": {"secnod": "second"}}, "there is no stage of the old playbook 'secnod'"),
        ({"processes": {"deal": "dael"}}, "there is no process of the new playbook 'dael'"),
        ({"processes": {"dael": "deal"}}, "there is no process of the old playbook 'dael'"),
    ],
)
def test_a_map_that_leads_nowhere_is_refused_with_what_was_meant(
    old: Playbook, new: Playbook, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(UnknownName, match=told) as refused:
        plan(new, before=old, **more)
    assert "did you mean" in refused.value.hint


def test_a_plan_sums_up_and_is_data(old: Playbook, new: Playbook, renamed: Playbook) -> None:
    bare = Deal(id="d1", name="CT", probability=0, created_on=AT.date())
    subjects = [
        (at(old, subject="d1"), bare),
        (at(old, subject="d2"), bare),
        (at(old, "gone", subject="d3"), bare),
        (at(old, status=Status.WON, subject="d4"), bare),
        (at(new, subject="d5"), bare),
    ]
    made = plan(new, *subjects, before=old)
    assert made.summary == {"keeps": 2, "moves": 0, "current": 1, "closed": 1, "unplaced": 1, "failing": 2}
    assert made.failing == {"dated": ("d1", "d2"), "owned": ("d1", "d2")}
    assert [one.progress.subject for one in made.due] == ["d1", "d2"]
    assert [one.progress.subject for one in made.unplaced] == ["d3"]
    data = json.loads(json.dumps(made.as_dict()))
    assert (data["playbook"], data["summary"], data["at"]) == (new.hash, dict(made.summary), AT.isoformat())
    assert data["failing"] == {"dated": ["d1", "d2"], "owned": ["d1", "d2"]}
    keys = ("subject", "version", "status", "lot", "near", "compared", "possible")
    assert {key: data["subjects"][0][key] for key in keys} == {
        "subject": "d1", "version": 3, "status": "open", "lot": "keeps", "near": [], "compared": True,
        "possible": [],
    }  # fmt: skip
    assert data["subjects"][2]["compared"] is False
    assert [one["requirement"] for one in data["subjects"][0]["failing"]] == ["dated", "owned"]
    assert data["subjects"][0]["from"] == {"playbook": old.hash, "process": "deal", "stage": "first"}
    assert data["subjects"][0]["to"] == {"process": "deal", "stage": "first"}
    assert data["subjects"][0]["impossible"] == [{"kind": "forward", "to": "second"}]
    assert data["subjects"][2]["to"] is None
    report = MigrationReport().build(made, new, old)
    lots, failures, told = report.tables
    assert [row[1] for row in lots.rows] == [2, 0, 1, 1, 1]
    assert [row[1] for row in failures.rows] == ["owned", "dated"], "what blocks stands first"
    assert [row[0] for row in told.rows] == ["d3", "d1", "d2"], "who has no place stands first"
    for language in ("en", "zh-Hans"):
        assert all(cell.strip() for row in lots.written(language) for cell in row)
    assert "推进至二" in told.written("zh-Hans")[1]


def test_a_plan_tells_first_what_concerns_most_and_what_may_be_meant(old: Playbook, new: Playbook) -> None:
    bare = Deal(id="d1", name="CT", probability=0, created_on=AT.date())
    dated = attrs.evolve(bare, expected_close_on=AT.date())
    made = plan(new, (at(old), bare), (at(old, subject="d2"), dated), (at(old, "secnod"), bare), before=old)
    assert list(made.failing.items()) == [("owned", ("d1", "d2")), ("dated", ("d1",))]
    assert made.as_dict()["subjects"][2]["near"] == ["second"]
    back = plan(old, (at(new), bare), before=new).as_dict()
    assert back["subjects"][0]["possible"] == [{"kind": "forward", "to": "second"}]


def test_a_plan_is_carried_out_by_its_own_wishes_as_planned(old: Playbook, renamed: Playbook) -> None:
    for stage, status in (("first", Status.OPEN), ("second", Status.ON_HOLD), ("second", Status.LOST)):
        here = at(old, stage, status)
        placement = placed(renamed, here, stages={"second": "offer"}, closed=True)
        decision = renamed.decide(
            here, placement.command("x"), facts=Facts(), actor=Actor("a"), at=AT, expected_version=3
        )
        after = here.apply(decision.events)
        assert (after.process, after.stage, after.status) == (placement.process, placement.stage, status)
        assert placed(renamed, after).lot is Lot.CURRENT
