"""Every playbook that we ship and show can be fuzzed in one line, soon, and nothing breaks in it."""

from pathlib import Path
from random import Random

import pytest

from medsales_core import load_playbook
from medsales_core.fuzzing import Model, built_in, explore, walk
from medsales_core.playbook.built_in import BUILT_IN

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SHIPPED = [
    *sorted(BUILT_IN),
    *sorted(map(str, EXAMPLES.glob("variants/*.toml"))),
    *sorted(map(str, EXAMPLES.glob("packs/*.toml"))),
    str(EXAMPLES / "03_company_layer/company.toml"),
    str(EXAMPLES / "05_company_rules/imaging.toml"),
    str(EXAMPLES / "06_fuzz/clinic.toml"),
]


@pytest.mark.parametrize("name", SHIPPED, ids=lambda name: Path(name).stem)
def test_a_playbook_of_ours_hides_nothing_that_a_short_run_finds(name: str) -> None:
    model = Model(load_playbook(name))
    walked = walk(model, rng=Random(1), cases=25, invariants=built_in())
    assert walked.failures == ()
    assert walked.coverage.ratio("stage") > 0.5
    for process in model.playbook.processes:
        assert explore(model, process, invariants=built_in(), most=300).failures == ()


def test_all_requirements_of_a_large_variant_are_turned_round() -> None:
    model = Model(load_playbook(EXAMPLES / "variants/capital-equipment.toml"))
    ways = sum(len(model.ways(name)) + len(model.inverted.met(name)) for name in model.requirements)
    assert ways > 1000
