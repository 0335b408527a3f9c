"""What the documentation tells of planted bugs is so: each story breaks with the bug, and passes without it."""

import importlib
import sys
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.fuzzing.invariants import DecidesAs, built_in
from medsales_core.fuzzing.kept import ChainIsValid, StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.story import Played, Story, play
from medsales_core.playbook import Playbook
from medsales_core.plugins.registry import Registry

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs" / "_ext"))
planted = importlib.import_module("planted_stories")
BUGS = planted.BUGS
NOTED = {one["name"]: one for one in planted.read_data()["bug"]}
LONGEST = 16


@pytest.fixture(scope="module")
def sound(reference: Playbook) -> Iterator[tuple[Model, StoreWorld, tuple[Any, ...]]]:
    """The reference, a store and plugins without a bug, and all that may be asked of them."""
    model = Model(reference)
    world = StoreWorld(model, MemoryStore)
    asked = (*built_in(Registry.discover()), DecidesAs(reference), StoreKeeps(world), ChainIsValid(world))
    yield model, world, asked
    world.close()


def test_every_planted_bug_is_told() -> None:
    assert list(NOTED) == [bug.name for bug in BUGS]
    page = "\n".join([*planted.table(), *planted.stories()])
    assert [bug.name for bug in BUGS if f"| [{bug.name}](#" not in page] == []
    assert page.count("✗ ") == len(BUGS)


def test_what_was_measured_is_a_time_or_never() -> None:
    for noted in NOTED.values():
        assert set(noted["median"]) <= set(planted.ENGINES)
        for median in noted["median"].values():
            assert median == "never" or 0 <= median <= 60


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_story_breaks_with_the_bug_at_its_last_step_and_passes_without(bug: Any, sound: Any) -> None:
    story = Story.from_data(NOTED[bug.name]["story"])
    spoilt, played = planted.played_again(bug, NOTED[bug.name])
    assert played.broken is not None
    assert len(played.taken) == len(story.steps) <= LONGEST
    model_of_reference, world, invariants = sound
    model = model_of_reference
    if bug.kind == "process":
        # The same facts, some of which only the spoilt file tells how to make; decided by the sound one, which
        # is all that can be compared with it.
        model = copy(spoilt.model)
        model.decide = model_of_reference.playbook.decide
        invariants = [one for one in invariants if one.id == played.broken.invariant]
    without = play(model, story, invariants, world=world if bug.kind == "store" else None)
    assert without.broken is None
    if bug.kind == "process":
        assert answers(without) != answers(played)


def answers(played: Played) -> list[Any]:
    """What was said to the last step: whether it was granted, and of which kind the move was."""
    return [(one.accepted, one.events[0].kind) for one in played.taken[-1].decisions]
