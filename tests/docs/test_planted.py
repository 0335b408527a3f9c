"""What the documentation tells of planted bugs is so: each story breaks with the bug, and passes without."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.invariants import DecidesAs, built_in
from medsales_core.fuzzing.kept import StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.story import Story, play
from medsales_core.playbook import Playbook
from medsales_core.plugins.registry import Registry

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from planted import BUGS, ENGINES, planted_page, read_data

NOTED = {one["name"]: one for one in read_data()["bug"]}
LONGEST = 16


@pytest.fixture(scope="module")
def sound(reference: Playbook) -> Iterator[tuple[Model, StoreWorld, tuple[Any, ...]]]:
    """The reference, a store and plugins without a bug, and all that may be asked of them."""
    model = Model(reference)
    world = StoreWorld(model, MemoryStore)
    yield model, world, (*built_in(Registry.discover()), DecidesAs(reference), StoreKeeps(world))
    world.close()


def test_every_planted_bug_is_told() -> None:
    assert list(NOTED) == [bug.name for bug in BUGS]
    page = "\n".join(planted_page())
    assert [bug.name for bug in BUGS if f"| [{bug.name}](#" not in page] == []
    assert page.count("✗ ") == len(BUGS)


def test_what_was_measured_is_a_time_or_never() -> None:
    for noted in NOTED.values():
        assert set(noted["median"]) <= set(ENGINES)
        for median in noted["median"].values():
            assert median == "never" or 0 < median <= 60


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_story_breaks_with_the_bug_at_its_last_step_and_passes_without(bug: Any, sound: Any) -> None:
    story, planted = Story.from_data(NOTED[bug.name]["story"]), bug.plant()
    played = play(planted.model, story, planted.invariants, world=planted.world)
    assert played.broken is not None
    assert len(played.taken) == len(story.steps) <= LONGEST
    model, world, invariants = sound
    try:
        without = play(model, story, invariants, world=world if bug.kind == "store" else None)
    except UnknownName:
        pytest.fail("it stands on a way to fail that only the bug has")
    assert without.broken is None
