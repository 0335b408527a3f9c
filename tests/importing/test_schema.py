"""The JSON Schema of mappings: it takes what the reader takes, and refuses what an editor can see is wrong."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from medsales_core.errors import ConfigError
from medsales_core.importing import read_mapping
from medsales_core.importing.schema import mapping_schema
from medsales_core.playbook import Playbook

ROOT = Path(__file__).parents[2]
MAPPINGS = [
    *sorted(ROOT.glob("examples/mappings/*.toml")),
    ROOT / "examples/04_import_and_audit/crm.toml",
    ROOT / "src/medsales_core/demo/mapping.toml",
]


def told(toml: str, **options: Any) -> list[str]:
    """What the schema has against a mapping."""
    validator = Draft202012Validator(mapping_schema(**options))
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(tomllib.loads(toml))]


def test_it_is_a_schema_itself() -> None:
    Draft202012Validator.check_schema(mapping_schema())


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_the_mappings_we_ship_validate(path: Path, reference: Playbook) -> None:
    assert told(path.read_text("utf-8")) == []
    assert told(path.read_text("utf-8"), stages=reference.stages) == []


@pytest.mark.parametrize("name", ["none_mapping", "snapshot_mapping"])
def test_what_the_tests_of_the_import_read_validates(name: str, request: pytest.FixtureRequest) -> None:
    assert told(request.getfixturevalue(name)) == []


BROKEN = [
    ('shape = "snapshot"', 'shape = "snapshots"'),
    ('shape = "snapshot"', 'shape = "none"'),
    ('file = "Opportunity.csv"', "file = 3"),
    ('time_zone = "UTC"', ""),
    ('currency = "USD"', 'currency = "US$"'),
    ('currency = "USD"', 'currncy = "USD"'),
    ('id = "salesforce"', 'id = "sales force"'),
    ("percent = true", "percent = 1"),
    ('created_on = { column = "CreatedDate" }', 'created = { column = "CreatedDate" }'),
    ('name = { column = "Name" }', 'name = { column = "Name", currency = "CNY" }'),
    ('name = { column = "Name" }', 'name = { colum = "Name" }'),
    ('name = { column = "Name" }', 'needs = { column = "Name" }'),
    (
        '"Closed Won" = { stage = "negotiation-contract", outcome = "won" }',
        '"Closed Won" = { outcome = "win" }',
    ),
    ('outcome = "won" }', 'outcome = "won", reason = "price" }'),
    ('"Prospecting" = { stage = "market-analysis-targeting" }', '"Prospecting" = {}'),
    ('at = "CreatedDate"', ""),
    ("[history]", "[histroy]"),
]


@pytest.mark.parametrize(("good", "bad"), BROKEN)
def test_a_broken_mapping_neither_validates_nor_is_read(
    tmp_path: Path, reference: Playbook, good: str, bad: str
) -> None:
    whole = (ROOT / "examples/mappings/salesforce.toml").read_text("utf-8")
    assert good in whole
    broken = whole.replace(good, bad, 1)
    assert told(broken)
    (tmp_path / "broken.toml").write_text(broken, "utf-8")
    with pytest.raises(ConfigError):
        read_mapping(tmp_path / "broken.toml", reference)


def test_with_a_playbook_its_stages_are_listed(reference: Playbook) -> None:
    whole = (ROOT / "examples/mappings/maven.toml").read_text("utf-8")
    other = whole.replace('Won = { stage = "needs-discovery"', 'Won = { stage = "nowhere"')
    assert told(other) == []
    assert told(other, stages=reference.stages)


def test_side_files_fill_the_fields_of_what_they_describe() -> None:
    whole = (ROOT / "examples/mappings/maven.toml").read_text("utf-8")
    assert told(whole.replace("office_location", "x")) == []
    assert told(whole.replace("address = ", "adress = "))
    assert told(whole.replace('as = "product"', 'as = "account"'))
    assert told(whole.replace('fields = { name = "account", ', "fields = { "))
