"""A playbook shown: as text, as a diagram, as TOML that means the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

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
