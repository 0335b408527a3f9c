"""The JSON Schema of playbooks: it takes what the reader takes, and refuses what an editor can see is wrong."""

import datetime as dt
import re
import runpy
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from medsales_core.config import Table
from medsales_core.playbook import load_playbook
from medsales_core.playbook.load import check_playbook
from medsales_core.playbook.schema import playbook_schema
from medsales_core.rules.reading_fields import LIST_WORDS, SCALAR_WORDS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "src/medsales_core/reference/process.toml"
#: The forms and the mistakes that the reader of conditions is tested with.
READING = runpy.run_path(str(ROOT / "tests/rules/test_reading.py"))
#: Mistakes that only the reader can see: they need other fields, other tables, or arithmetic.
BEYOND = {
    "undefined-field", "undefined-threshold", "wrong-type", "bad-value", "bad-period", "bad-bounds", "bad-sum",
    "unsupported-pattern",
}  # fmt: skip


def as_json(value: Any) -> Any:
    """TOML data as an editor hands it to a schema: dates as texts."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def told(validator: Draft202012Validator, toml: str) -> list[str]:
    """What the schema has against a file."""
    return [
        f"{list(e.absolute_path)}: {e.message[:200]}"
        for e in validator.iter_errors(as_json(tomllib.loads(toml)))
    ]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return playbook_schema([READING["Check"]()])


@pytest.fixture(scope="module")
def files(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def conditions(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({"$ref": "#/$defs/condition", "$defs": schema["$defs"]})


def test_it_is_a_schema_itself(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


def test_the_reference_validates(files: Draft202012Validator) -> None:
    assert told(files, REFERENCE.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/**/company*.toml")), ids=lambda path: path.name)
def test_the_layers_of_the_examples_validate(files: Draft202012Validator, path: Path) -> None:
    assert told(files, path.read_text("utf-8")) == []


@pytest.mark.parametrize("form", READING["FORMS"])
def test_every_form_of_the_language_validates(conditions: Draft202012Validator, form: str) -> None:
    assert told(conditions, form) == []


def test_most_mistakes_in_conditions_are_refused(conditions: Draft202012Validator) -> None:
    mistakes = READING["MISTAKES"]
    let_through = [code for form, code, _ in mistakes if not told(conditions, form.replace("¦", ""))]
    assert set(let_through) <= BEYOND
    assert len(let_through) < 0.25 * len(mistakes)


#: What is written instead of what in the reference, and a word of what the schema says to it.
BROKEN = [
    ('version = "0.1.0"', "version = 1", "is not of type 'string'"),
    ("schema = 1", "schema = 2", "maximum"),
    ("schema = 1", "", "'schema' is a required property"),
    ('start = "market', 'begin = "market', "'begin' was unexpected"),
    ('moves = "deal"', 'moves = "contacts"', "is not one of"),
    ('"capital-equipment", "small', '"capital-equipmnt", "small', "not valid under any"),
    ("position = 10", 'position = "10"', "is not of type 'integer'"),
    ("position = 10", "", "'position' is a required property"),
    ('forecast = "omitted"', 'forecast = "likely"', "is not one of"),
    ('kind = "policy"', 'kind = "polcy"', "is not one of"),
    ('severity = "warn"', 'severity = "warning"', "is not one of"),
    ('source = "S3-3"', 'sorce = "S3-3"', "'sorce' was unexpected"),
    ('waivable_by = ["sales-manager"]', "waivable_by = [1]", "is not of type 'string'"),
    ('kind = "skip"', 'kind = "jump"', "is not one of"),
    ('to = "needs-discovery"\nkind = "forward"', 'kind = "forward"', "'to' is a required property"),
    ('kind = "win"', 'kind = "win"\nto = "needs-discovery"', "does not match"),
    ('reason = "required"', "reason = true", "is not one of"),
    ('"process.buying_roles" = "filled"', '"process.buying_role" = "filled"', "does not match any"),
    ('"process.buying_roles" = "filled"', '"process.buying_roles" = "filed"', "not valid under any"),
    ('dimension = { equals = "patient" }', 'dimension = { equals = "patients" }', "not valid under any"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "word"), BROKEN)
def test_a_broken_playbook_does_not_validate(
    files: Draft202012Validator, write_playbook: Callable[..., Path], good: str, bad: str, word: str
) -> None:
    whole = re.sub(" +=", " =", REFERENCE.read_text("utf-8"))
    assert good in whole
    broken = whole.replace(good, bad, 1)
    assert any(word in message for message in told(files, broken)), told(files, broken)
    playbook, _ = check_playbook(write_playbook(broken))
    assert playbook is None, "the schema is stricter than the reader"


@pytest.mark.parametrize(
    "layer",
    [
        'extends = "medsales:reference"\n[stage.needs-discovery]\nposition = 31\n',
        'extends = "medsales:reference"\n[transition.win]\nreason = "required"\n',
        'extends = "medsales:reference"\n[threshold.margin-floor]\nillustrative = false\n',
        'extends = "medsales:reference"\nremove = ["transition.skip-demo"]\n',
    ],
)
def test_a_layer_says_only_what_differs(
    files: Draft202012Validator, write_playbook: Callable[..., Path], layer: str
) -> None:
    assert told(files, layer) == []
    assert load_playbook(write_playbook(layer, "layer.toml"))


def test_numbers_with_periods_validate(
    files: Draft202012Validator, write_playbook: Callable[..., Path]
) -> None:
    layer = (
        'extends = "medsales:reference"\n[threshold.new]\nunit = "day"\nlabel = { en = "New", zh-Hans = "新" }\n'
        "values = [{ value = 3, valid_to = 2026-12-31 }, { value = 2.5, valid_from = 2027-01-01 }]\n"
    )
    assert told(files, layer) == []
    assert load_playbook(write_playbook(layer, "layer.toml"))


def test_a_check_takes_its_own_parameters(conditions: Draft202012Validator) -> None:
    assert told(conditions, 'check = "tender.bond-paid"\nwith = { days = 3 }') == []
    assert told(conditions, 'check = "tender.bond-paid"\nwith = { days = "3" }')
    assert told(conditions, 'check = "tender.bond-paid"')
    assert told(conditions, 'check = "tender.bond"\nwith = { days = 3 }')


def test_without_plugins_every_check_is_let_through() -> None:
    schema = playbook_schema()
    lenient = Draft202012Validator({"$ref": "#/$defs/condition", "$defs": schema["$defs"]})
    assert told(lenient, 'check = "any.thing"') == []


def test_paths_lead_through_records_and_say_what_they_are(schema: dict[str, Any]) -> None:
    paths = schema["$defs"]["condition"]["properties"]
    assert paths["deal.contract.signatories.party"]["description"].startswith("deal › contract")
    assert paths["deal.needs"]["$ref"] == "#/$defs/list-Need"
    assert "root_cause" in schema["$defs"]["condition-Need"]["properties"]


def test_every_word_of_the_language_is_in_it(schema: dict[str, Any]) -> None:
    definitions = schema["$defs"]
    words = {
        word
        for name, part in definitions.items()
        if name.startswith(("test-", "values-", "list-"))
        for option in part.get("anyOf", [])
        for word in option.get("properties", {})
        if name != "test-open"
    }
    assert words == {*SCALAR_WORDS, *LIST_WORDS}


def properties(schema: dict[str, Any], path: tuple[str | int, ...]) -> set[str]:
    """The keys that the schema knows at *path* of a playbook."""
    part = schema
    for step in path:
        inner = part.get("properties", {}).get(str(step), part.get("additionalProperties"))
        assert inner, f"nothing at {path}"
        part = schema["$defs"][inner["$ref"].rpartition("/")[2]] if "$ref" in inner else inner
    return set(part["properties"])


def test_every_key_that_the_reader_asks_for_is_in_it(
    schema: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[tuple[str | int, ...], set[str]] = {}
    finish = Table.finish

    def noting(table: Table) -> None:
        asked[table.path] = set(table._asked)
        finish(table)

    monkeypatch.setattr(Table, "finish", noting)
    load_playbook(REFERENCE)
    assert len(asked) > 100
    for path, keys in asked.items():
        known = properties(schema, path)
        assert keys - known <= set(), f"{path}: the schema lacks {keys - known}"


def every_description(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("description"), str):
            yield part["description"]
        for inner in part.values():
            yield from every_description(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from every_description(inner)


def test_descriptions_are_there_and_in_english(schema: dict[str, Any]) -> None:
    found = list(every_description(schema))
    assert len(found) > 1000
    assert not [one for one in found if not one.strip() or any("一" <= char <= "鿿" for char in one)]
