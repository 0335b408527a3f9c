"""Each planted bug is found, and told in a story that a person reads at a glance."""

import importlib.util
import sys
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.story import Story, play
from medsales_core.fuzzing.walk import walk

ROOT = Path(__file__).parents[2]
LONGEST = 12


def _seeded_bugs() -> ModuleType:
    found = importlib.util.spec_from_file_location("seeded_bugs", ROOT / "benchmarks" / "seeded_bugs.py")
    assert found is not None
    assert found.loader is not None
    module = sys.modules["seeded_bugs"] = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


BUGS = _seeded_bugs().BUGS


def test_there_are_thirty_bugs_and_more() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 30
    assert {bug.kind for bug in BUGS} == {"process", "engine", "store", "plugin"}


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_found_and_told_shortly(bug: Any) -> None:
    planted = bug.plant()
    story = _walked(planted) or _explored(planted)
    assert 0 < len(story.steps) <= LONGEST
    again = play(planted.model, Story.from_data(story.as_data()), planted.invariants, world=planted.world)
    assert again.broken is not None


def _walked(planted: Any) -> Story | None:
    walked = walk(
        planted.model, rng=Random(1), cases=200, invariants=planted.invariants, world=planted.world,
        go_on=lambda seen: not seen.failures,
    )  # fmt: skip
    return walked.failures[0].story if walked.failures else None


def _explored(planted: Any) -> Story:
    explored = explore(
        planted.model, planted.process, invariants=planted.invariants, go_on=lambda seen: not seen.failures
    )
    return explored.failures[0].story
