"""A playbook shown: as text, as a diagram, as TOML that means the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core.engine.process import TransitionKind
from medsales_core.playbook import Playbook
from medsales_core.playbook.load import load_playbook
from medsales_core.playbook.show import as_mermaid, as_text, as_toml
from medsales_core.rules.wording import words
from medsales_core.text import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_has_every_stage_and_requirement_with_what_is_tested(
    reference: Playbook, language: str
) -> None:
    shown = as_text(reference, language)
    assert reference.hash[:12] in shown
    for stage in reference.stages.values():
        assert f"{stage.label[language]}  [{stage.id}]" in shown
    for requirement in reference.requirements.values():
        assert f"{requirement.label[language]}  [{requirement.id}, {requirement.source}]" in shown
        assert words(requirement.condition)[language] in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_of_every_way_who_may_take_it(reference: Playbook, language: str) -> None:
    lines = as_text(reference, language).splitlines()
    anybody = {"en": "anybody", "zh-Hans": "任何人"}[language]
    ways = [way for process in reference.processes.values() for way in process.transitions]
    assert {way.kind for way in ways} == set(TransitionKind)
    for way in ways:
        (line,) = (line for line in lines if f"[{way.id}]  " in line)
        named = [
            reference.stages[stage].label[language] for stage in (*way.sources, *filter(None, [way.target]))
        ]
        assert all(label in line for label in named)
        assert all(reference.roles[role][language] in line for role in way.who)
        assert (anybody in line) is (not way.who)
        assert ({"en": "with a reason", "zh-Hans": "须说明理由"}[language] in line) is way.needs_reason


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "may be waived by The boss, for at most 30 days"), ("zh-Hans", "可由老板豁免，最长30天")],
)
def test_the_text_says_of_a_requirement_who_may_waive_it(
    playbook_of: Callable[..., Playbook], write_playbook: Callable[..., Path], language: str, told: str
) -> None:
    bare = as_toml(playbook_of(2))
    waivable = bare.replace(
        'source = "test"\n', 'source = "test"\nwaivable_by = ["boss"]\nwaivable_days = 30\n', 1
    )
    assert told in as_text(load_playbook(write_playbook(waivable)), language)
    assert told[:6] not in as_text(load_playbook(write_playbook(bare)), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_diagram_has_every_stage_and_every_way_on(reference: Playbook, language: str) -> None:
    diagram = as_mermaid(reference, language)
    assert diagram.startswith("stateDiagram-v2\n")
    for stage in reference.stages.values():
        assert f'"{stage.label[language]}" as {stage.id.replace("-", "_")}' in diagram
    assert "solution_value --> negotiation_contract : skip" in diagram
    assert "negotiation_contract --> [*]" in diagram
    assert diagram.count("{") == diagram.count("}") == len(reference.processes)


def test_the_toml_of_the_reference_loads_again_as_the_same(
    reference: Playbook, write_playbook: Callable[..., Path]
) -> None:
    again = load_playbook(write_playbook(as_toml(reference)))
    assert again.hash == reference.hash
    assert list(again.requirements) == list(reference.requirements)


def test_the_toml_of_layers_is_one_file_that_means_the_same(write_playbook: Callable[..., Path]) -> None:
    layer = 'extends = "medsales:reference"\nremove = ["transition.skip-demo"]\n[threshold.margin-floor]\nvalue = 0.25\n'
    layered = load_playbook(write_playbook(layer))
    flat = load_playbook(write_playbook(as_toml(layered), "flat.toml"))
    assert flat.hash == layered.hash
    assert "extends" not in as_toml(layered)
