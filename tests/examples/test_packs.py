"""Every example of a stage pack, and of a variant made of packs, is read without a word, drawn, and travelled."""

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from medsales_core.playbook import Playbook, reference_playbook
from medsales_core.playbook.drawing import as_svg
from medsales_core.playbook.load import check_playbook
from medsales_core.testing.journey import Traveller

EXAMPLES = Path(__file__).parents[2] / "examples"
SHOWN = sorted([*(EXAMPLES / "packs").glob("*.toml"), *(EXAMPLES / "variants").glob("*.toml")])
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)

each_example = pytest.mark.parametrize("example", SHOWN, ids=lambda path: path.stem)


@cache
def told_of_the_base() -> frozenset[str]:
    """What is said of the public standards on any day: thresholds of past years, kept for old records."""
    return frozenset(map(str, check_playbook("medsales:public")[1]))


@cache
def read(example: Path) -> Playbook:
    playbook, found = check_playbook(example)
    assert [told for told in map(str, found) if told not in told_of_the_base()] == []
    assert playbook is not None
    return playbook


@each_example
def test_an_example_enables_its_pack_and_has_its_stages(example: Path) -> None:
    assert set(read(example).stages) > set(reference_playbook().stages)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@each_example
def test_an_example_is_drawn_with_every_stage(example: Path, language: str) -> None:
    drawn = as_svg(read(example), language)
    lost = [s.id for s in read(example).stages.values() if s.label[language].split()[0] not in drawn]
    assert lost == []


@each_example
def test_a_subject_travels_through_every_stage_to_the_end(example: Path) -> None:
    traveller = Traveller(playbook=read(example), at=AT)
    for stage in read(example).stages.values():
        route = traveller.route(stage.process, stage.id)
        assert route, f"no way leads through {stage.id} to the end"
        for step in traveller.travel(stage.process, route):
            refused = [f"{finding.requirement}: {finding.message}" for finding in step.decision.blocking]
            assert step.decision.accepted, "\n".join([step.move.transition.id, *refused])
