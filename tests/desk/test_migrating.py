"""A desk brings what a store holds under a changed playbook: planned first, done once, never over somebody else's head."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import medsales_core as ms
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.desk import Desk
from medsales_core.engine.migration import Lot
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.fuzzing.model import Model
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.ports.store import NewEvent, StoredEvent
from medsales_core.testing.strategies import histories
from medsales_core.wire import event_data, event_from_data

AT = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
REP, ADMIN = ms.Actor("u-1", {"sales-rep"}), ms.Actor("admin")
ROOT = Path(__file__).parents[2]
NEXT_YEAR = """
extends = "medsales:reference"
schema = 1
id = "next"
version = "2027"
title = { en = "Next", zh-Hans = "新版" }
"""


class Raced(MemoryStore):
    """A store in which somebody else is quicker with one subject, once."""

    rival: tuple[str, NewEvent] | None = None

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        if self.rival is not None and self.rival[0] == stream:
            (_, rival), self.rival = self.rival, None
            super().append(stream, (rival,), expected_version=None, recorded_at=recorded_at)
        return super().append(stream, events, expected_version=expected_version, recorded_at=recorded_at)


@pytest.fixture
def store() -> Raced:
    """Three deals and an order that were opened under the reference."""
    store = Raced()
    desk = Desk(ms.reference_playbook(), store)
    for subject in ("D-1", "D-2", "D-3"):
        desk.decide(subject, ms.Open(), actor=REP, at=AT)
    desk.decide("D-3", ms.Lose("price"), actor=REP, at=AT)
    desk.decide("O-1", ms.Open("fulfilment"), actor=REP, at=AT, root="order")
    return store


@pytest.fixture
def desk(store: Raced, load: Callable[..., Playbook]) -> Desk:
    """A desk on that store, with the playbook of next year."""
    return Desk(load(NEXT_YEAR), store)


def held(desk: Desk) -> NewEvent:
    return NewEvent(event_id="r", kind="held", occurred_at=AT, actor="u-2", data={"reason": "budget"})


def lots(desk: Desk) -> dict[str, Lot]:
    return {one.progress.subject: one.lot for one in desk.migration(at=AT).placements}


def test_a_plan_writes_nothing(desk: Desk, store: Raced) -> None:
    before = list(store.scan())
    assert lots(desk) == {"D-1": Lot.KEEPS, "D-2": Lot.KEEPS, "D-3": Lot.CLOSED}
    assert list(store.scan()) == before


def test_a_plan_is_carried_out_once_and_done_again_does_what_is_left(desk: Desk) -> None:
    plan = desk.migration(at=AT)
    assert desk.migrate(plan, actor=ADMIN).done == ("D-1", "D-2")
    assert desk.progress("D-1").playbook == desk.playbook.hash
    assert lots(desk) == {"D-1": Lot.CURRENT, "D-2": Lot.CURRENT, "D-3": Lot.CLOSED}
    again = desk.migrate(desk.migration(at=AT), actor=ADMIN)
    assert (again.done, again.raced, again.refused) == ((), (), ())
    stale = desk.migrate(plan, actor=ADMIN)
    assert (stale.done, stale.raced) == ((), ("D-1", "D-2"))
    assert len(desk.history("D-1")) == 2, "a plan that was carried out already leaves no trace"


def test_what_somebody_else_did_since_the_plan_is_not_gone_over(desk: Desk, store: Raced) -> None:
    plan = desk.migration(at=AT)
    desk.decide("D-1", ms.Hold("budget"), actor=REP, at=AT)
    store.rival = ("deal/D-2", held(desk))
    told = desk.migrate(plan, actor=ADMIN)
    assert told.as_dict() == {"done": [], "raced": ["D-1", "D-2"], "refused": []}
    for subject in ("D-1", "D-2"):
        assert [event.kind for event in desk.history(subject)] == ["opened", "held"]
    assert desk.migrate(desk.migration(at=AT), actor=ADMIN).done == ("D-1", "D-2")
    assert desk.progress("D-2").status is ms.Status.ON_HOLD


def test_a_plan_of_another_playbook_is_not_carried_out(desk: Desk, store: Raced) -> None:
    plan = desk.migration(at=AT)
    with pytest.raises(ValueRefused, match="leads to playbook"):
        Desk(ms.reference_playbook(), store).migrate(plan, actor=ADMIN)


def test_without_a_reason_nobody_gets_another_stage_and_nothing_is_written(desk: Desk, store: Raced) -> None:
    stages = {"market-analysis-targeting": "customer-development-contact"}
    plan = desk.migration(at=AT, stages=stages)
    before = list(store.scan())
    with pytest.raises(ValueRefused, match="a reason must be given"):
        desk.migrate(plan, actor=ADMIN, reason=" ")
    assert list(store.scan()) == before
    assert desk.migrate(plan, actor=ADMIN, reason="the first stage is marketing's now").done == ("D-1", "D-2")
    assert desk.progress("D-1").stage == "customer-development-contact"


def test_orders_are_migrated_as_orders(desk: Desk) -> None:
    plan = desk.migration(at=AT, root="order")
    assert [(one.progress.subject, one.lot) for one in plan.placements] == [("O-1", Lot.KEEPS)]
    assert desk.migrate(plan, actor=ADMIN, root="order").done == ("O-1",)
    with pytest.raises(ValueRefused, match="moves orders"):
        desk.decide("D-1", ms.Migrate(process="fulfilment", reason="x"), actor=ADMIN, at=AT)
    with pytest.raises(UnknownName):
        desk.decide("D-9", ms.Migrate(), actor=ADMIN, at=AT)


def test_a_migration_is_kept_and_read_back(desk: Desk) -> None:
    decision = desk.decide("D-1", ms.Migrate(), actor=ADMIN, at=AT)
    (event,) = decision.events
    assert desk.history("D-1")[-1] == event
    assert event_from_data("deal", event.kind, event_data("deal", event)) == event.data
    assert desk.progress("D-1") == decision.progress.apply(decision.events)


def test_what_was_migrated_is_in_every_report_as_before(desk: Desk) -> None:
    before = desk.portfolio(at=AT)
    desk.migrate(desk.migration(at=AT), actor=ADMIN)
    after = desk.portfolio(at=AT, earlier=[ms.reference_playbook()])
    assert [case.audit for case in after.cases] == [case.audit for case in before.cases]
    assert [after.places(case) for case in after.members] == [before.places(case) for case in before.members]


# Whatever happened before -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def models() -> dict[str, Model]:
    """The reference, and variants of it with other stages: any of them may follow on any other."""
    variants = ROOT / "examples" / "variants"
    names = ("consumables", "dealer-led")
    return {
        "reference": Model(ms.reference_playbook()),
        **{name: Model(load_playbook(variants / f"{name}.toml")) for name in names},
    }


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_happened_under_one_playbook_goes_on_under_another(
    data: st.DataObject, models: dict[str, Model]
) -> None:
    first, second = data.draw(st.permutations(sorted(models)))[:2]
    old, new = models[first], models[second]
    events = list(data.draw(histories(old)))
    here = ms.Progress(old.subject).apply(events)
    stages = {stage: "needs-discovery" for stage in old.playbook.stages if stage not in new.playbook.stages}
    plan = new.playbook.migration(
        [(here, old.begin().facts)], before=old.playbook, stages=stages, closed=True, at=old.start
    )
    (placement,) = plan.placements
    assert placement.is_due
    at = max((event.at for event in events if event.at), default=old.start)
    decision = new.playbook.decide(
        here, placement.command("next"), facts=ms.Facts(), actor=ADMIN, at=at, expected_version=here.version
    )
    assert decision.accepted
    state = new.begin()._replace(progress=here.apply(decision.events), now=at)
    events += decision.events
    for _ in range(data.draw(st.integers(0, 6))):
        menu = new.menu(state.progress.process, state.progress)
        step = data.draw(st.sampled_from([*menu.onward, *menu.others, *menu.bare, *menu.undeclared]))
        taken = new.take(state, step)
        events += [event for one in taken.decisions for event in one.events]
        state = taken.after
    after = state.progress
    assert ms.Progress(old.subject).apply(events) == after
    assert [event.version for event in events] == list(range(1, after.version + 1))
    assert after.stage in {stage.id for stage in new.playbook.processes[after.process].stages}
    assert after.playbook == new.playbook.hash
    since_then = [
        e for e in new.playbook.audit(events, state.facts, at=at) if e.event.version > here.version + 1
    ]
    codes = {finding.code for entry in since_then for finding in entry.findings}
    assert not codes & {"undeclared-move", "wrong-status", "unknown-process", "never-opened"}
