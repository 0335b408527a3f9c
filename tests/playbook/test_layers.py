"""A company's layer over a base: what it changes, adds, removes, and where its mistakes are told."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from medsales_core.errors import ConfigError
from medsales_core.playbook import Playbook
from medsales_core.playbook.built_in import BUILT_IN, REFERENCE
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


@pytest.mark.parametrize("written", ["value = 5", "values = [{ value = 5, valid_from = 2020-01-01 }]"])
@pytest.mark.parametrize("rewritten", ["value = 7", "values = [{ value = 7, valid_from = 2020-01-01 }]"])
def test_a_layer_sets_a_number_however_its_base_wrote_it(
    write_playbook: Write, written: str, rewritten: str
) -> None:
    base = load_playbook(write_playbook(f"{HEAD}[threshold.order-release]\n{written}\n", "base.toml"))
    layer = f'extends = "base.toml"\n[threshold.order-release]\n{rewritten}\n'
    above = load_playbook(write_playbook(layer))
    assert [entry.value for entry in base.thresholds["order-release"].values] == [5]
    assert [entry.value for entry in above.thresholds["order-release"].values] == [7]


def test_one_file_does_not_say_a_number_in_both_ways(write_playbook: Write) -> None:
    both = f"{HEAD}[threshold.order-release]\nvalue = 5\nvalues = [{{ value = 7 }}]\n"
    _, found = check_playbook(write_playbook(both))
    assert [d.code for d in found] == ["unknown-key"]


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


def test_of_several_bases_the_later_wins_and_the_layer_itself_last(write_playbook: Write) -> None:
    for name, severity in (("a.toml", "warn"), ("b.toml", "info")):
        write_playbook(f'[{STAGE}.need-patient-needs]\nseverity = "{severity}"\n', name)
    base = '"medsales:reference"'
    for extends, severity in (
        (f'{base}, "a.toml", "b.toml"', "info"),
        (f'{base}, "b.toml", "a.toml"', "warn"),
    ):
        layer = load_playbook(write_playbook(f"extends = [{extends}]\n"))
        assert layer.requirements["need-patient-needs"].severity == severity


def test_what_two_bases_stand_on_lies_under_both_once(write_playbook: Write) -> None:
    write_playbook(f'{HEAD}[{STAGE}.need-patient-needs]\nseverity = "warn"\n', "a.toml")
    write_playbook(f'{HEAD}[{STAGE}.need-cost-benefit]\nseverity = "info"\n', "b.toml")
    layer = load_playbook(write_playbook('extends = ["a.toml", "./b.toml", "a.toml"]\n'))
    names = [document.name for document in layer.layers.documents]
    assert len(names) == len(set(names))
    assert [Path(name).name for name in names[-3:]] == ["a.toml", "b.toml", "playbook.toml"]
    assert layer.requirements["need-patient-needs"].severity is Severity.WARN
    assert layer.requirements["need-cost-benefit"].severity is Severity.INFO


def test_a_mistake_in_a_list_of_bases_is_told_at_its_place(write_playbook: Write) -> None:
    path = write_playbook('extends = [\n  "medsales:reference",\n  "medsales:publik",\n]\n')
    with pytest.raises(ConfigError, match="did you mean 'medsales:public'") as refused:
        load_playbook(path)
    assert f"{path}:3:3:" in str(refused.value)


def test_what_no_base_of_several_has_cannot_be_removed(write_playbook: Write) -> None:
    extends = 'extends = ["medsales:public", "medsales:inferred"]\n'
    _, (told,) = check_playbook(write_playbook(f'{extends}remove = ["standard.none"]\n'))
    assert "medsales:public with medsales:inferred does not have" in told.message


@pytest.mark.parametrize("name", sorted(set(BUILT_IN) - {REFERENCE}))
def test_every_built_in_playbook_stands_on_the_reference(name: str, reference: Playbook) -> None:
    playbook = load_playbook(name)
    assert playbook.layers.documents[0].name == REFERENCE
    assert set(reference.requirements) <= set(playbook.requirements)
    assert not any(diagnostic.level == "error" for diagnostic in playbook.warnings)


def test_all_has_what_public_and_inferred_have() -> None:
    parts = [set(load_playbook(f"medsales:{name}").requirements) for name in ("public", "inferred")]
    assert set(load_playbook("medsales:all").requirements) == parts[0] | parts[1]


def test_no_two_built_in_files_differ_on_one_thing() -> None:
    """Files of one folder have no order of their own, so that none may change what another says."""
    said: dict[tuple[str, ...], tuple[str, object]] = {}
    for document in load_playbook("medsales:all").layers.documents:
        for path, value in leaves(document.data):
            file, before = said.setdefault(path, (document.name, value))
            assert len(path) == 1 or path[0] == "title" or before == value, (path, file, document.name)


def leaves(data: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


@pytest.mark.parametrize("name", ["x" * 400, "a\\u0000b", "../none.toml"])
def test_a_base_that_no_file_can_be_is_told_in_place(write_playbook: Write, name: str) -> None:
    path = write_playbook(f'extends = "{name}"\n')
    with pytest.raises(ConfigError, match=r"playbook.toml:1:1: 'extends' names"):
        check_playbook(path)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[stage.neds-discovery]\nprobability = { value = 0.3 }", "stage 'neds-discovery'"),
        (f'[{STAGE}.need-patient-need]\nseverity = "warn"', "requirement 'need-patient-need'"),
        ('[transition.to-solutio]\nreason = "required"', "transition 'to-solutio'"),
        ("[threshold.margin-flor]\nvalue = 0.3", "threshold 'margin-flor'"),
        ("[standard.sales-taem.requirement]", "standard 'sales-taem'"),
    ],
)
def test_changing_what_is_not_there_names_both_files_and_what_was_meant(
    write_playbook: Write, written: str, told: str
) -> None:
    path = write_playbook(f"{HEAD}{written}\n")
    playbook, found = check_playbook(path)
    assert playbook is None
    (defect,) = found
    assert defect.code == "layer-mismatch"
    assert f"{path} changes {told}, which medsales:reference does not have" in defect.message
    assert defect.hint.startswith("did you mean ")


def test_what_is_unlike_all_that_the_base_has_is_told_what_it_lacks_to_be_new(write_playbook: Write) -> None:
    _, (defect,) = check_playbook(write_playbook(f'{HEAD}[{STAGE}.zzz]\nseverity = "warn"\n'))
    assert (defect.code, defect.hint) == ("layer-mismatch", "to define it, give it 'require', 'label'")


def test_a_definition_that_lacks_a_part_of_itself_is_no_change(write_playbook: Write) -> None:
    written = f'{HEAD}[{STAGE}.own]\nlabel = {{ en = "Own", zh-Hans = "自有" }}\nsource = "H"\n'
    _, found = check_playbook(write_playbook(written))
    assert [d.code for d in found] == ["missing-key"]


def test_a_playbook_without_a_base_changes_nothing(write_playbook: Write) -> None:
    alone = 'schema = 1\nid = "x"\nversion = "1"\ntitle = { en = "X", zh-Hans = "某" }\n[transition.odd]\nreason = "required"\n'
    _, found = check_playbook(write_playbook(alone))
    assert "layer-mismatch" not in {d.code for d in found}
    assert "missing-key" in {d.code for d in found}


def test_the_words_of_layers_are_proposed_for_what_is_like_them(write_playbook: Write) -> None:
    _, (defect,) = check_playbook(write_playbook(f'{HEAD}remvoe = ["stage.needs-discovery"]\n'))
    assert (defect.code, defect.hint) == ("unknown-key", "did you mean 'remove'?")
