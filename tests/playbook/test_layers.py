"""A company's layer over a base: what it changes, adds, removes, and where its mistakes are told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from medsales_core.errors import ConfigError
from medsales_core.playbook import Playbook
from medsales_core.playbook.load import check_playbook, load_playbook
from medsales_core.rules.requirement import Severity

Write = Callable[..., Path]
STAGE = "stage.needs-discovery.exit"
HEAD = 'extends = "medsales:reference"\n'


def test_an_empty_layer_means_what_its_base_means(write_playbook: Write, reference: Playbook) -> None:
    assert load_playbook(write_playbook(HEAD)).hash == reference.hash


def test_a_layer_changes_one_severity_and_nothing_else(write_playbook: Write, reference: Playbook) -> None:
    layer = load_playbook(write_playbook(f'{HEAD}[{STAGE}.need-patient-needs]\nseverity = "warn"\n'))
    changed = {
        name
        for name, requirement in layer.requirements.items()
        if requirement != reference.requirements[name]
    }
    assert changed == {"need-patient-needs"}
    assert layer.requirements["need-patient-needs"].severity is Severity.WARN
    assert layer.hash != reference.hash


def test_a_layer_adds_a_requirement(write_playbook: Write, reference: Playbook) -> None:
    added = """
[stage.needs-discovery.exit.need-budget]
label = { en = "The budget is known", zh-Hans = "已了解预算" }
source = "our policy 3, 2026"
require = { "deal.budget.status" = "filled" }
"""
    layer = load_playbook(write_playbook(HEAD + added))
    assert set(layer.requirements) - set(reference.requirements) == {"need-budget"}
    assert layer.stages["needs-discovery"].exit[-1].id == "need-budget"


def test_a_layer_replaces_a_condition_whole(write_playbook: Write) -> None:
    toml = f'{HEAD}[{STAGE}.need-root-cause-and-goal]\nrequire = {{ "deal.name" = "filled" }}\n'
    layer = load_playbook(write_playbook(toml))
    assert layer.reads() >= {"deal.name"}
    assert "root_cause" not in repr(layer.requirements["need-root-cause-and-goal"].condition)


def test_a_layer_removes_a_requirement(write_playbook: Write, reference: Playbook) -> None:
    layer = load_playbook(write_playbook(f'{HEAD}remove = ["{STAGE}.need-patient-needs"]\n'))
    assert set(reference.requirements) - set(layer.requirements) == {"need-patient-needs"}
    assert "need-patient-needs" in reference.requirements


def test_removing_what_is_not_there_names_both_files_and_the_place(write_playbook: Write) -> None:
    path = write_playbook(
        f'{HEAD}remove = [\n  "{STAGE}.need-patient-needs",\n  "{STAGE}.need-pateint-needs"\n]\n'
    )
    playbook, (told,) = check_playbook(path)
    assert playbook is None
    assert (told.code, told.file, told.line) == ("layer-mismatch", str(path), 4)
    assert str(path) in told.message
    assert "medsales:reference" in told.message


def test_a_near_miss_of_a_removal_is_told_what_was_meant(write_playbook: Write) -> None:
    _, (told,) = check_playbook(write_playbook(f'{HEAD}remove = ["{STAGE}.need-pateint-needs"]\n'))
    assert "did you mean 'need-patient-needs'" in told.hint


def test_a_mistake_is_told_in_the_file_that_made_it(write_playbook: Write, reference: Playbook) -> None:
    path = write_playbook(f'{HEAD}[{STAGE}.need-patient-needs]\nsevrity = "warn"\n')
    _, (told,) = check_playbook(path)
    assert (told.file, told.line, told.code) == (str(path), 3, "unknown-key")
    assert "did you mean 'severity'" in told.hint


def test_what_a_layer_breaks_in_its_base_is_told(write_playbook: Write) -> None:
    _, found = check_playbook(write_playbook(f'{HEAD}remove = ["stage.demo-technical-support"]\n'))
    assert {"undefined-stage"} <= {d.code for d in found}


def test_layers_stand_on_layers(write_playbook: Write) -> None:
    write_playbook(f'{HEAD}[{STAGE}.need-patient-needs]\nseverity = "warn"\n', "company.toml")
    top = write_playbook(
        f'extends = "company.toml"\n[{STAGE}.need-cost-benefit]\nseverity = "info"\n', "region.toml"
    )
    requirements = load_playbook(top).requirements
    assert requirements["need-patient-needs"].severity is Severity.WARN
    assert requirements["need-cost-benefit"].severity is Severity.INFO


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("b.toml", "a.toml"),
        ("./b.toml", "./a.toml"),
        ("../{here}/b.toml", "../{here}/a.toml"),
        ("a.toml", ""),
    ],
)
def test_layers_in_a_circle_are_refused(
    write_playbook: Write, tmp_path: Path, first: str, second: str
) -> None:
    write_playbook(f'extends = "{second.format(here=tmp_path.name)}"\n', "b.toml")
    path = write_playbook(f'extends = "{first.format(here=tmp_path.name)}"\n', "a.toml")
    with pytest.raises(ConfigError, match="run in a circle"):
        load_playbook(path)


@pytest.mark.parametrize(
    ("extends", "told"),
    [
        ('"nowhere.toml"', "there is no such file"),
        ('"medsales:referense"', "did you mean 'medsales:reference'"),
        ("5", "takes a file or a name"),
        ('"."', "there is no such file"),
    ],
)
def test_a_base_that_is_not_there_is_refused_with_place_and_remedy(
    write_playbook: Write, extends: str, told: str
) -> None:
    path = write_playbook(f"# a layer\nextends = {extends}\n")
    with pytest.raises(ConfigError) as refused:
        load_playbook(path)
    assert f"{path}:2:1:" in str(refused.value)
    assert told in str(refused.value)


def test_a_broken_base_is_named_with_its_own_place(write_playbook: Write) -> None:
    base = write_playbook("schema = \n", "base.toml")
    with pytest.raises(ConfigError, match=r"base\.toml:1:"):
        load_playbook(write_playbook('extends = "base.toml"\n'))
    assert base.exists()


def test_a_file_that_is_not_there_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_playbook(tmp_path / "none.toml")
