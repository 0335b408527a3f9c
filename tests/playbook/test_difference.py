"""What sets two playbooks apart is told: everything that is different, and nothing else."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pytest

from medsales_core.engine.process import Process, Stage, Transition
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.playbook.difference import KINDS, Change, differences
from medsales_core.playbook.difference_text import _KINDS, _PARTS, differences_as_text
from medsales_core.rules.requirement import Requirement
from medsales_core.rules.threshold import Threshold
from medsales_core.text import LANGUAGES

ROOT = Path(__file__).parents[2]
Layer = Callable[[str], Playbook]


@pytest.fixture
def layer(write_playbook: Callable[..., Path]) -> Layer:
    """A layer over the reference, loaded."""
    return lambda toml: load_playbook(write_playbook(f'extends = "medsales:reference"\n{toml}', "layer.toml"))


def only(changes: tuple[Change, ...]) -> Change:
    (change,) = changes
    return change


def parts(change: Change) -> Mapping[str, tuple[object, object]]:
    return {part.part: (part.before, part.after) for part in change.parts}


def test_a_playbook_is_as_itself(reference: Playbook) -> None:
    assert differences(reference, reference) == ()
    assert differences_as_text((), "en") == "The two playbooks mean the same.\n"


def test_a_layer_that_changes_nothing_makes_no_difference(reference: Playbook, layer: Layer) -> None:
    assert differences(reference, layer("")) == ()


def test_the_differences_of_a_company_are_those_of_its_layer(reference: Playbook, company: Playbook) -> None:
    told = {(change.what, change.kind, change.id) for change in differences(reference, company)}
    assert told == {
        ("changed", "playbook", "playbook"),
        ("added", "stage", "acme-tender"),
        ("added", "requirement", "acme-budget-known"),
        ("added", "requirement", "acme-route-is-tender"),
        ("added", "requirement", "acme-bid-approved"),
        ("changed", "requirement", "neg-interest-balanced"),
        ("removed", "requirement", "mkt-industry-trend-studied"),
        ("added", "transition", "acme-to-tender"),
        ("added", "transition", "acme-tender-to-negotiation"),
        ("added", "transition", "acme-tender-lost"),
        ("changed", "threshold", "margin-floor"),
        ("added", "role", "bid-manager"),
    }


def test_there_and_back_is_told_the_other_way_round(reference: Playbook, company: Playbook) -> None:
    there, back = differences(reference, company), differences(company, reference)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(c.kind, c.id, c.what) for c in back} == {(c.kind, c.id, turned[c.what]) for c in there}
    forth = {(c.kind, c.id): parts(c) for c in there}
    for change in back:
        assert parts(change) == {n: (b, a) for n, (a, b) in forth[change.kind, change.id].items()}


@pytest.mark.parametrize(
    ("toml", "kind", "id_", "part", "before", "after"),
    [
        ("[stage.needs-discovery]\nposition = 35\n", "stage", "needs-discovery", "position", 30, 35),
        (
            "[stage.needs-discovery]\nprobability = { value = 0.3 }\n", "stage", "needs-discovery", "probability",
            {"value": "0.25", "illustrative": True}, {"value": "0.3", "illustrative": True},
        ),
        ('[transition.skip-demo]\nwho = []\n', "transition", "skip-demo", "who", ["sales-manager"], []),
        (
            '[transition.win]\nreason = "required"\n', "transition", "win", "needs_reason", False, True,
        ),
        (
            '[stage.needs-discovery.exit.need-patient-needs]\nseverity = "warn"\n', "requirement",
            "need-patient-needs", "severity", "block", "warn",
        ),
        (
            '[stage.needs-discovery.exit.need-patient-needs]\nrequire = { "deal.needs" = "filled" }\n', "requirement",
            "need-patient-needs", "condition",
            {"deal.needs": {"some": {"dimension": {"equals": "patient"}}}}, {"deal.needs": "filled"},
        ),
    ],
)  # fmt: skip
def test_what_changed_is_told_with_both_values(
    reference: Playbook,
    layer: Layer,
    toml: str,
    kind: str,
    id_: str,
    part: str,
    before: object,
    after: object,
) -> None:
    change = only(differences(reference, layer(toml)))
    assert (change.what, change.kind, change.id) == ("changed", kind, id_)
    assert parts(change) == {part: (before, after)}


def test_a_requirement_that_moved_is_one_change_and_not_two(reference: Playbook, layer: Layer) -> None:
    moved = layer(
        'remove = ["stage.needs-discovery.exit.need-patient-needs"]\n'
        "[stage.needs-discovery.entry.need-patient-needs]\n"
        'label = { en = "Patient needs are captured", zh-Hans = "已掌握患者需求" }\nsource = "S3-2"\n'
        'evidence = { en = "need records", zh-Hans = "需求记录" }\nwaivable_by = ["sales-manager"]\n'
        'remedy = { en = "Ask about what patients need and record the need, or that there is none", '
        'zh-Hans = "就患者需求提问，记录需求，或记录确无需求" }\n'
        'require = { "deal.needs" = { some = { dimension = { equals = "patient" } } } }\n'
    )
    assert parts(only(differences(reference, moved))) == {
        "where": ("stage.needs-discovery.exit", "stage.needs-discovery.entry")
    }


def test_the_order_of_keys_in_a_condition_is_no_difference(write_playbook: Callable[..., Path]) -> None:
    whole = (ROOT / "src/medsales_core/reference/process.toml").read_text("utf-8")
    good = '{ root_cause = "filled", desired_outcome = "filled" }'
    assert good in whole
    turned = whole.replace(good, '{ desired_outcome = "filled", root_cause = "filled" }')
    before, after = (
        load_playbook(write_playbook(toml, name)) for toml, name in ((whole, "a.toml"), (turned, "b.toml"))
    )
    assert differences(before, after) == ()


def test_a_change_of_one_language_is_told_in_the_other_too(reference: Playbook, layer: Layer) -> None:
    changes = differences(reference, layer('[role.legal]\nlabel.zh-Hans = "法务部"\n'))
    assert "label: [zh-Hans] 法务 → 法务部" in differences_as_text(changes, "en")
    assert "名称：法务 → 法务部" in differences_as_text(changes, "zh-Hans")


def test_every_kind_and_part_has_a_name_in_both_languages() -> None:
    assert set(_KINDS) == set(KINDS)
    kinds = (Process, Stage, Requirement, Transition, Threshold)
    fields = {field.name for kind in kinds for field in attrs.fields(kind) if field.eq}
    assert fields - set(_PARTS) == {"id", "entry", "exit", "standing", "stages", "transitions"} - set(_PARTS)
    assert all(set(label) == set(LANGUAGES) for label in (*_KINDS.values(), *_PARTS.values()))


def test_the_changes_are_json(reference: Playbook, company: Playbook) -> None:
    told = [change.as_dict() for change in differences(reference, company)]
    assert json.loads(json.dumps(told)) == told


ADOPTING = """
[standard.ours]
label = { en = "Ours", zh-Hans = "我们的" }
[standard.ours.requirement.ours-named]
label   = { en = "It has a name", zh-Hans = "有名称" }
source  = "I"
require = { "deal.name" = "filled" }
"""


def test_what_a_stage_adopts_is_a_part_of_the_stage_and_the_requirement_stays_where_it_is_written(
    layer: Layer,
) -> None:
    before, after = layer(ADOPTING), layer(f'{ADOPTING}[stage.needs-discovery.exit]\nuse = ["ours-named"]\n')
    assert differences(after, after) == ()
    change = only(differences(before, after))
    assert (change.what, change.kind, change.id) == ("changed", "stage", "needs-discovery")
    assert parts(change) == {"use": ([], ["exit.ours-named"])}
    assert "adopts: nothing → exit.ours-named" in differences_as_text((change,), "en")
