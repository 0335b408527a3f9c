"""Playbooks drawn at random are sound, and broken ones are refused with the place of the defect."""

from pathlib import Path

import pytest
from hypothesis import find, given, settings

from medsales_core.errors import ConfigError
from medsales_core.fuzzing.model import Model
from medsales_core.playbook import load_playbook
from medsales_core.playbook.load import check_playbook
from medsales_core.testing.strategies import mutated, playbooks

QUICK = settings(deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn") / "playbook.toml"


@settings(QUICK, max_examples=30)
@given(toml=playbooks())
def test_a_drawn_playbook_has_no_defect(path: Path, toml: str) -> None:
    path.write_text(toml, "utf-8")
    playbook = load_playbook(path)
    assert playbook.stages


@settings(QUICK, max_examples=5)
@given(toml=playbooks())
def test_a_drawn_playbook_can_be_fuzzed(path: Path, toml: str) -> None:
    path.write_text(toml, "utf-8")
    assert not Model(load_playbook(path)).inverted.impossible


def test_the_plainest_playbook_asks_for_nothing(path: Path) -> None:
    path.write_text(find(playbooks(), lambda _: True, settings=settings(QUICK, max_examples=5)), "utf-8")
    playbook = load_playbook(path)
    assert (len(playbook.stages), len(playbook.requirements)) == (1, 0)


@settings(QUICK, max_examples=30)
@given(toml=playbooks().flatmap(mutated))
def test_a_broken_playbook_is_taken_or_its_defect_has_a_place(path: Path, toml: str) -> None:
    path.write_text(toml, "utf-8")
    try:
        playbook, found = check_playbook(path)
    except ConfigError:
        return
    assert playbook is not None or found
    assert all(diagnostic.line >= 1 and diagnostic.message for diagnostic in found)
