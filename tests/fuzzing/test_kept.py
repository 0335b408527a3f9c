"""Stories happen in a store as they happen by themselves, and a store that forgets is found out."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import attrs

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.fuzzing.invariants import DecidesAs, built_in
from medsales_core.fuzzing.kept import ChainIsValid, StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.step import Ask, Break, Step
from medsales_core.fuzzing.story import Story, play
from medsales_core.fuzzing.walk import walk
from medsales_core.playbook import Playbook
from medsales_core.plugins.registry import Registry
from medsales_core.ports.store import NewEvent, Store, StoredEvent


def test_nothing_breaks_on_a_store_with_the_reference(model: Model) -> None:
    world = StoreWorld(model, MemoryStore)
    held = (*built_in(), StoreKeeps(world), ChainIsValid(world))
    walked = walk(model, rng=Random(2), cases=6, invariants=held, world=world)
    world.close()
    assert walked.failures == ()
    assert walked.commands > 50


def test_nothing_breaks_on_a_file(tmp_path: Path, small: Callable[..., Playbook]) -> None:
    model, plugins = Model(small()), Registry.discover()
    places = (str(tmp_path / f"{number}.db") for number in range(1000))
    world = StoreWorld(model, lambda: plugins.open_store(next(places)))
    held = (*built_in(), StoreKeeps(world), ChainIsValid(world))
    walked = walk(model, rng=Random(2), cases=6, invariants=held, world=world)
    world.close()
    assert walked.failures == ()


def test_a_story_ends_alike_with_and_without_a_store(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    menu = model.menus["deal"]
    steps: tuple[Step, ...] = (
        menu[""].onward[0],
        Break("named", "deal.name: empty"),
        menu["first"].onward[0],
        *(ask for ask in menu["first"].others if isinstance(ask, Ask)),
    )
    world = StoreWorld(model, MemoryStore)
    kept = play(model, Story(steps=steps), world=world).taken
    bare = play(model, Story(steps=steps)).taken
    for one, other in zip(kept, bare, strict=True):
        assert one.after.progress._replace(version=0) == other.after.progress._replace(version=0)


def test_two_playbooks_are_told_apart_on_a_store(small: Callable[..., Playbook]) -> None:
    model, other = Model(small()), DecidesAs(small(("at_most", "below")))
    world = StoreWorld(model, MemoryStore)
    same = walk(model, rng=Random(1), cases=20, invariants=[DecidesAs(small())], world=world)
    found = walk(model, rng=Random(1), cases=60, invariants=[other], world=world)
    world.close()
    assert same.failures == ()
    assert [failure.broken.invariant for failure in found.failures] == ["decides-as"]


class Forgets(MemoryStore):
    """Leaves out the day on which a deal was created, when it is told a second time."""

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        if self.version(stream) > 2:
            events = [attrs.evolve(event, data=_without(event.data)) for event in events]
        return super().append(stream, events, expected_version=expected_version, recorded_at=recorded_at)


def _without(data: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in data.get("fields", {}).items() if name != "created_on"}
    return {**data, "fields": fields} if "fields" in data else dict(data)


def test_a_store_that_forgets_is_found_out(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    world = StoreWorld(model, Forgets)
    (failure,) = walk(model, rng=Random(1), cases=30, invariants=[StoreKeeps(world)], world=world).failures
    assert "deal came back changed" in str(failure.broken.what)
    assert len(failure.story.steps) == 3


class Rewrites(MemoryStore):
    """Rounds the time of what it was told first when it is told more, and leaves the chain as it was."""

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_version: int | None,
        recorded_at: dt.datetime,
    ) -> tuple[StoredEvent, ...]:
        stored = super().append(stream, events, expected_version=expected_version, recorded_at=recorded_at)
        if len(self._ledger) > 3:
            first = self._ledger[0]
            self._ledger[0] = attrs.evolve(first, recorded_at=first.recorded_at.replace(minute=17))
        return stored


def test_a_store_that_changes_what_it_keeps_is_found_out(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    world = StoreWorld(model, Rewrites)
    held = [StoreKeeps(world), ChainIsValid(world)]
    (failure,) = walk(model, rng=Random(1), cases=30, invariants=held, world=world).failures
    world.close()
    assert failure.broken.invariant == "chain-valid"
    assert str(failure.broken.what).startswith("position 1: the event does not follow")
    assert failure.broken.what["zh-Hans"].startswith("位置1：")


def test_a_store_that_keeps_no_chain_is_not_asked(small: Callable[..., Playbook]) -> None:
    class Unchained(Rewrites):
        head = Store.head  # type: ignore[assignment]

    model = Model(small())
    world = StoreWorld(model, Unchained)
    walked = walk(model, rng=Random(1), cases=3, invariants=[ChainIsValid(world)], world=world)
    world.close()
    assert walked.failures == ()
