"""Conditions as JSON Schema: for every kind of record the paths that lead on from it, each with its own tests."""

from collections.abc import Iterator, Mapping
from typing import Any

from medsales_core.model.choice import Choice
from medsales_core.playbook.schema.operators import (
    OPEN_TEST,
    OUTWARD,
    field_test,
    record_list,
    shared_definitions,
)
from medsales_core.playbook.schema.parts import Part, choice, ref
from medsales_core.playbook.schema.words import fact_words, record_words, word_definitions
from medsales_core.rules.check import NamedCheck
from medsales_core.rules.schema import FieldType, Kind, Schema, describe

__all__ = ["condition_definitions"]

_GUARDS = ("when", "unless", "with")
_JSON_TYPES: Mapping[type, str] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    list: "array",
    dict: "object",
}


def condition_definitions(schema: Schema, checks: Mapping[str, NamedCheck]) -> dict[str, Part]:
    """The condition on the facts as a whole, the one on each kind of record, and the tests they use."""
    choices = {f.type for fields in _all_fields(schema) for f in fields.values() if f.kind is Kind.CHOICE}
    records = sorted(_records(schema), key=lambda record: record.__name__)
    found = shared_definitions(sorted(choices, key=lambda kind: kind.__name__))
    found |= word_definitions()
    found["test-open"] = OPEN_TEST
    found["condition"] = _condition("condition", "What is tested", schema.roots, checks)
    found["condition-open"] = {
        "type": "object",
        "description": "A condition on records that only the reader can tell",
        "minProperties": 1,
    }
    for record in records:
        name, fields = record.__name__, describe(record)
        found[f"condition-{name}"] = _condition(
            f"condition-{name}", f"What is tested of one {name}", fields, checks, record=record
        )
        found[f"list-{name}"] = record_list(name)
        found[f"field-{name}"] = {
            "description": f"A field of {name}",
            "anyOf": [
                choice(path for path, _, _, _ in _paths(fields)),
                {"type": "string", "pattern": OUTWARD},
            ],
        }
    return found


def _condition(
    name: str,
    description: str,
    fields: Mapping[str, FieldType],
    checks: Mapping[str, NamedCheck],
    record: type | None = None,
) -> Part:
    tests = {
        path: {"description": label, **field_test(field, many=many)}
        for path, field, many, label in _paths(fields)
    }
    more = record_words() if record else fact_words()
    part: Part = {
        "type": "object",
        "description": description,
        "minProperties": 1,
        # A field of the name of a word is meant where there is one.
        "properties": more | tests | _combinators(name, checks) | _validity(record),
        "patternProperties": {OUTWARD if record else r"^root\.": ref("test-open")},
        "additionalProperties": False,
        "dependentRequired": {"with": ["check"]},
        # Only guards, and nothing that they guard.
        "not": {"propertyNames": {"enum": list(_GUARDS)}},
    }
    called = [_called(check) for check in checks.values()]
    return part | ({"allOf": called} if called else {})


def _combinators(name: str, checks: Mapping[str, NamedCheck]) -> dict[str, Part]:
    several: Part = {"type": "array", "items": ref(name), "minItems": 1}
    plugin: Part = {"enum": sorted(checks)} if checks else {"type": "string"}
    return {
        "all_of": {"description": "Every one of these holds", **several},
        "any_of": {"description": "At least one of these holds", **several},
        "not": ref(name, "This does not hold"),
        "when": ref(name, "The rest is asked only where this holds"),
        "unless": ref(name, "The rest is asked only where this does not hold"),
        "check": {"description": "A check that a plugin provides", **plugin},
        "with": {"type": "object", "description": "The parameters of the check"},
    }


def _validity(record: type | None) -> dict[str, Part]:
    if record is None or not any(field.role for field in describe(record).values()):
        return {}
    return {"valid_on": ref("operand-day", "The record is valid on this day, both ends included")}


def _called(check: NamedCheck) -> Part:
    """What goes with a call of *check*: its parameters, all of them and no others."""
    parameters: Part = {
        "properties": {name: _parameter(kind) for name, kind in check.parameters.items()},
        "required": list(check.parameters),
        "additionalProperties": False,
    }
    then: Part = {"properties": {"with": parameters}}
    if check.parameters:
        then["required"] = ["with"]
    return {"if": {"properties": {"check": {"const": check.id}}, "required": ["check"]}, "then": then}


def _parameter(kind: type) -> Part:
    if issubclass(kind, Choice):
        return {"enum": [member.value for member in kind]}
    return {"type": _JSON_TYPES[kind]} if kind in _JSON_TYPES else {}


def _paths(fields: Mapping[str, FieldType]) -> Iterator[tuple[str, FieldType, bool, str]]:
    """Every path that leads on: itself, what it leads to, whether a list lies on it, what it is called."""
    for name, field in fields.items():
        label = field.label.pick("en")
        yield name, field, field.many, label
        if field.kind is Kind.RECORD:
            for path, inner, many, inner_label in _paths(describe(field.type)):
                yield f"{name}.{path}", inner, many or field.many, f"{label} › {inner_label}"


def _records(schema: Schema) -> set[type]:
    return {f.type for fields in _all_fields(schema) for f in fields.values() if f.kind is Kind.RECORD}


def _all_fields(schema: Schema) -> Iterator[Mapping[str, FieldType]]:
    seen: set[Any] = set()
    waiting = [schema.roots]
    while waiting:
        fields = waiting.pop()
        yield fields
        inner = {field.type for field in fields.values() if field.kind is Kind.RECORD} - seen
        seen |= inner
        waiting += [describe(record) for record in inner]
