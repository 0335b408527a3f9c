"""The proof of the standards, generated from the list of items, so that no item can be forgotten.

On one made-up company every requirement of every standard holds; for each item there is one on which that item
alone fails, once, and which stands well again when it is mended.
"""

import datetime as dt
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from medsales_core.playbook import Playbook, load_playbook
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.testing.exemplary import Exemplary

DAY = dt.date(2026, 6, 30)
DOMAIN = Path(__file__).parents[3] / "shared/domain/items.toml"
LISTED = tomllib.loads(resources.files("medsales_core").joinpath("reference/items.toml").read_text("utf-8"))
ITEMS = [item for items in LISTED["standard"].values() for item in items]


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return load_playbook("medsales:all")


@pytest.fixture(scope="module")
def proof(playbook: Playbook) -> Exemplary:
    return Exemplary(playbook, DAY)


def test_the_list_holds_every_item_of_the_domain_reference() -> None:
    if not DOMAIN.exists():
        pytest.skip("the domain reference is not at hand")
    items = tomllib.loads(DOMAIN.read_text("utf-8"))["item"]
    wanted = {(item["part"], item["group"], item["id"]) for item in items}
    assert {
        (part, group, item) for part in LISTED for group, ids in LISTED[part].items() for item in ids
    } == wanted


def test_every_item_is_a_requirement_of_its_standard(playbook: Playbook) -> None:
    missing = [
        (group, item)
        for group, items in LISTED["standard"].items()
        for item in items
        if group not in playbook.standards or item not in playbook.standards[group].requirements
    ]
    assert missing == []


def test_a_company_can_meet_every_requirement_of_every_standard(proof: Exemplary) -> None:
    assert proof.unmet() == ()


@pytest.mark.parametrize("item", ITEMS)
def test_each_item_fails_alone_and_once_and_passes_when_mended(proof: Exemplary, item: str) -> None:
    broken = proof.violated(item)
    assert broken is not None, "no company was found on which it alone fails"
    assert [(found.requirement.id, found.outcome) for found in proof.judged(broken)] == [(item, Outcome.FAIL)]
    (finding,) = proof.judged(broken)
    assert finding.reasons
    assert finding.remedy["zh-Hans"]
    assert list(proof.judged(proof.mended(broken))) == []


def test_nothing_inferred_or_illustrative_blocks(playbook: Playbook) -> None:
    inferred = load_playbook("medsales:inferred")
    own = set(inferred.requirements) - set(load_playbook("medsales:reference").requirements)
    assert {name for name in own if inferred.requirements[name].severity is Severity.BLOCK} == set()
