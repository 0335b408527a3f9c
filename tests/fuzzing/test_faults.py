"""Walks through faults: whatever fails on the way, what was said is kept once, and no gate opens."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.desk import Desk
from medsales_core.engine.event import Event
from medsales_core.errors import StoreError, VersionConflict
from medsales_core.fuzzing.invariants import ChecksAnswer, built_in
from medsales_core.fuzzing.kept import StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.step import Ask
from medsales_core.fuzzing.walk import walk
from medsales_core.model.facts import Facts
from medsales_core.playbook import Playbook
from medsales_core.plugins.registry import Registry
from medsales_core.ports.check import Check
from medsales_core.ports.store import Store
from medsales_core.rules.requirement import Outcome
from medsales_core.testing.faults import Fault, FaultyCheck, FaultyObserver, FaultyStore, disk_full
from medsales_core.text import text

Small = Callable[..., Playbook]
CASES = 12


def now_and_then(rng: Random) -> Iterator[Fault | None]:
    """A fault in every third call, before or after the work is done."""
    while True:
        yield rng.choice([None, None, Fault(error=disk_full(), done=rng.random() < 0.5)])


def test_what_a_failing_store_is_given_again_is_kept_once(small: Small) -> None:
    model, faults = Model(small()), now_and_then(Random(7))
    world = StoreWorld(model, lambda: FaultyStore(MemoryStore(), faults), tries=40)
    walked = walk(model, rng=Random(3), cases=CASES, invariants=(*built_in(), StoreKeeps(world)), world=world)
    world.close()
    assert walked.failures == ()
    assert walked.commands > CASES


def test_a_store_that_fails_for_good_is_not_taken_for_one_that_works(small: Small) -> None:
    model = Model(small())
    full = iter(lambda: Fault(error=disk_full()), None)
    world = StoreWorld(model, lambda: FaultyStore(MemoryStore(), full), tries=3)
    with pytest.raises(StoreError, match="disk is full"):
        walk(model, rng=Random(3), cases=1, world=world)


def test_an_observer_that_fails_each_time_keeps_nothing_from_being_kept(
    small: Small, caplog: pytest.LogCaptureFixture
) -> None:
    model = Model(small())
    observer = FaultyObserver(iter(lambda: Fault(error=OSError("no route")), None))
    world = StoreWorld(model, MemoryStore, observers=[observer])
    walked = walk(model, rng=Random(3), cases=CASES, invariants=(*built_in(), StoreKeeps(world)), world=world)
    assert walked.failures == ()
    assert len(observer.seen) > CASES
    assert "no route" in caplog.text
    kept = [event.event_id for event in world.desk.store.scan()]
    assert [event.event_id for event in observer.seen[-len(kept) :]] == kept
    world.close()


class Named(Check):
    id = "t.named"
    title = text("Named", "已命名")
    reads = ("deal.name",)

    def holds(self, facts: Facts, at: object, /, *_: object, **parameters: object) -> bool | None:
        return bool(facts.deal and facts.deal.name)


CHECKED = ('require = { "deal.name" = "filled" }', 'require = { check = "t.named" }')


def test_a_check_that_fails_each_time_opens_no_gate(small: Small) -> None:
    failing = FaultyCheck(Named(), iter(lambda: Fault(error=OSError("no route")), None))
    model = Model(small(CHECKED, ('waivable_by = ["manager"]', ""), checks=[failing]))
    walked = walk(model, rng=Random(3), cases=CASES, invariants=built_in())
    assert [failure.broken.invariant for failure in walked.failures] == [ChecksAnswer.id]
    assert ("requirement", "named", Outcome.ERROR) in walked.coverage.seen
    assert not any(seen[:2] == ("stage", "second") for seen in walked.coverage.seen)


def test_a_slow_check_decides_as_a_quick_one(small: Small) -> None:
    asked: list[int] = []
    slow = FaultyCheck(Named(), iter(lambda: Fault(meanwhile=lambda: asked.append(1)), None))
    seen = [
        walk(Model(small(CHECKED, checks=[check])), rng=Random(3), cases=CASES, invariants=built_in())
        for check in (slow, Named())
    ]
    assert asked
    assert seen[0].failures == seen[1].failures == ()
    assert seen[0].coverage.seen == seen[1].coverage.seen


# ---- two at once


@pytest.fixture(params=["memory", "file"])
def handles(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """One store, opened twice where it can be."""
    if request.param == "memory":
        store = MemoryStore()
        yield store, store
        return
    plugins, place = Registry.discover(), str(tmp_path / "raced.db")
    first, second = plugins.open_store(place, create=True), plugins.open_store(place, create=False)
    yield first, second
    second.close()


@pytest.mark.parametrize("seed", range(3))
def test_of_two_desks_that_decide_at_once_one_is_kept_and_nothing_is_lost(
    seed: int, handles: tuple[Store, Store], small: Small
) -> None:
    model, rng = Model(small()), Random(seed)
    turns: list[Fault | None] = []
    world = StoreWorld(
        model, lambda: FaultyStore(handles[0], iter(lambda: turns.pop() if turns else None, 0))
    )
    state = world.begin()
    state = world.take(state, model.menus["deal"][""].onward[0]).after
    rival, said, lost = Desk(model.playbook, handles[1]), list[Event](world.desk.history(model.subject)), 0

    def asked(desk: Desk) -> None:
        menu = model.menus["deal"][desk.progress(model.subject).stage]
        ask = rng.choice(
            [one for one in (*menu.onward, *menu.others, *menu.undeclared) if isinstance(one, Ask)]
        )
        said.extend(desk.decide(model.subject, ask.command, actor=ask.actor, at=state.now).events)

    for _ in range(40):
        between = rng.random() < 0.5
        turns[:] = [Fault(meanwhile=lambda: asked(rival))] if between else []
        try:
            asked(world.desk)
        except VersionConflict:
            lost += 1
        else:
            if between:
                # The very same was said twice at one moment: it is kept once, and both are told so.
                assert said[-1] == said[-2]
                said.pop()
    history = world.desk.history(model.subject)
    assert lost > 5
    assert [event.version for event in history] == list(range(1, len(history) + 1))
    assert sorted(map(_what, said)) == list(map(_what, history))
    assert rival.progress(model.subject) == world.desk.progress(model.subject)
    world.close()


def _what(event: Event) -> tuple[Any, ...]:
    """What an event says, before it was written and after."""
    return event.version, event.kind, event.actor, event.data.get("command", ""), event.data.get("to", "")
