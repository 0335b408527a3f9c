"""A JSON Schema for mappings, by which editors complete, explain and check while one writes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from medsales_core.importing.columns import SHORT
from medsales_core.importing.reading import OUTCOMES, SHAPES, SUBJECTS
from medsales_core.model.enums import LossReason
from medsales_core.model.facts import ROOTS
from medsales_core.money import CURRENCIES
from medsales_core.playbook.schema.parts import DIALECT, Part, choice, ref, table, texts
from medsales_core.rules.schema import FieldType, Kind, describe

__all__ = ["mapping_schema"]

_VERSION: Final = 1
_TEXT: Final[Part] = {"type": "string"}
_FLAG: Final[Part] = {"type": "boolean"}
_SIGN: Final[Part] = {"type": "string", "pattern": r"^[^\r\n\u0000]?$"}


def mapping_schema(stages: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a mapping: how an export is read.

    Args:
        stages: The stages that deals may stand in; without any, every name is let through.
    """
    names = list(stages)
    stage: Part = choice(names, "A stage of the playbook") if names else {**_TEXT, "description": "A stage"}
    return {
        "$schema": DIALECT,
        "title": "A medsales mapping: how the export of a CRM is read",
        **table(
            _root(), description="A mapping", required=["schema", "id", "source", "values", "deal", "stage"]
        ),
        "if": {"properties": {"source": {"properties": {"shape": {"const": "snapshot"}}}}},
        "then": {"required": ["history"]},
        "else": {
            "properties": {"history": False, "stage": {"required": ["column"]}},
        },
        "$defs": {"stage-name": stage, "texts": texts(), **_columns(), **_sections()},
    }


def _root() -> dict[str, Part]:
    return {
        "schema": {"type": "integer", "maximum": _VERSION, "description": "The version of this notation"},
        "id": {
            "type": "string",
            "pattern": r"^([A-Za-z0-9][A-Za-z0-9._-]*)?$",
            "description": "Stable id: letters, digits, points and hyphens",
        },
        "source": table(
            {
                "shape": choice(SHAPES, "snapshot: there is a second file with the changes of stage"),
                **_file(),
            },
            description="The file with a row for each deal",
            required=["shape", "file"],
        ),
        "values": ref("values", "How dates, numbers and amounts are written"),
        "deal": ref("deal", "Which column fills which field of a deal"),
        "stage": ref("stage", "Which column holds the stage, and what its values mean"),
        "history": ref("history", "The file of the changes of stage"),
        "join": {
            "type": "object",
            "description": "Other files with accounts, people or products, by a name of your choice",
            "additionalProperties": ref("join"),
        },
    }


def _file() -> dict[str, Part]:
    return {
        "file": {**_TEXT, "description": "The file, as seen from the folder of the mapping"},
        "encoding": {**_TEXT, "description": "Its encoding", "examples": ["utf-8", "utf-8-sig", "gb18030"]},
        "delimiter": {
            "type": "string",
            "pattern": r"^[^\r\n\u0000]$",
            "description": "What divides its columns",
        },
        "quote": {**_SIGN, "description": "What stands around a cell that holds the delimiter"},
        "escape": {**_SIGN, "description": "What stands before a quote that is meant as one"},
    }


# ---- columns


def _column(more: Mapping[str, Part]) -> Part:
    return table(
        {
            "column": {**_TEXT, "description": "The heading of the column"},
            "trim": {**_FLAG, "description": "Blanks around its values are dropped", "default": True},
            "alias": {
                "type": "object",
                "description": "What values of the file are called here",
                "additionalProperties": _TEXT,
            },
            "required": {**_FLAG, "description": "A row without it is rejected"},
            "default": {
                "type": ["string", "number", "boolean"],
                "description": "What an empty cell stands for",
            },
            "empty": ref("texts", "Values that mean that there is none"),
            "split": {**_TEXT, "description": "What divides several values in one cell"},
            "join": {**_TEXT, "description": "The [join.NAME] whose key this column holds"},
            **more,
        },
        required=["column"],
    )


def _columns() -> dict[str, Part]:
    """A column for each sort of field; its heading alone will do where nothing else is to be said."""
    percent: dict[str, Part] = {"percent": {**_FLAG, "description": "50 means 0.5"}}
    no_percent: dict[str, Part] = {"percent": {"const": False}}
    money: dict[str, Part] = {
        "currency": choice(["", *sorted(CURRENCIES)], "The currency of its amounts, ISO 4217"),
        "currency_column": {**_TEXT, "description": "The column that holds the currency"},
    }
    none: dict[str, Part] = {key: {"const": ""} for key in money}
    several = _column(none | no_percent)
    return {
        "column": {"anyOf": [_TEXT, _column(none | no_percent)]},
        "column-number": {"anyOf": [_TEXT, _column(none | percent)]},
        "column-money": {"anyOf": [_TEXT, _column(money | no_percent)]},
        "column-any": {"anyOf": [_TEXT, _column(money | percent)]},
        "column-several": {**several, "required": ["column", "split"]},
        "column-entered": {
            "anyOf": [
                _TEXT,
                _column({**money, **percent, "stage": ref("stage-name", "The stage entered then")}),
            ]
        },
    }


def _fields(entity: type) -> dict[str, Part]:
    """The fields of *entity* that columns can fill."""
    found = {}
    for name, field, label in _fillable(entity):
        found[name] = {**_filled(field), "description": label}
    shorts = {short: found[name] for short, name in SHORT.items() if name in found}
    return shorts | found


def _filled(field: FieldType) -> Part:
    if field.many:
        return ref("column-several")
    if field.kind is Kind.MONEY:
        return ref("column-money")
    return ref("column-number" if field.type.__name__ == "Decimal" else "column")


def _fillable(entity: type) -> Iterator[tuple[str, FieldType, str]]:
    for name, field in describe(entity).items():
        label = field.label.pick("en")
        if field.kind is Kind.RECORD:
            for inner, leaf in describe(field.type).items():
                if leaf.kind not in (Kind.RECORD, Kind.LABEL):
                    yield f"{name}.{inner}", leaf, f"{label} › {leaf.label.pick('en')}"
        elif field.kind is not Kind.LABEL and name != "id":
            yield name, field, label


# ---- sections


def _sections() -> dict[str, Part]:
    deal = {"id": ref("column-any", "The column that tells deals apart"), **_fields(ROOTS["deal"].entity)}
    return {
        "values": _values(),
        "deal": table(deal, required=["id"]),
        "stage": _stage(),
        "outcome": _outcome(),
        "history": table(
            {
                **_file(),
                "key": ref("column-any", "The column with the id of the deal"),
                "stage": ref("column-any", "The column with the stage entered"),
                "at": ref("column-any", "The column with the date"),
                "order": ref("column-any", "The column that orders changes of one date"),
            },
            required=["file", "key", "stage", "at"],
        ),
        "join": _join(),
    }


def _values() -> Part:
    return table(
        {
            "time_zone": {
                **_TEXT,
                "description": "Zone of its times",
                "examples": ["Asia/Shanghai", "+08:00"],
            },
            "date_formats": ref("texts", "How dates are written, for example %Y-%m-%d"),
            "century": {
                "type": "integer",
                "multipleOf": 100,
                "description": "Century of years of two digits",
            },
            "currency": choice(["", *sorted(CURRENCIES)], "Currency of amounts that name none, ISO 4217"),
            "decimal": {"type": "string", "minLength": 1, "maxLength": 1, "description": "Decimal sign"},
            "thousands": {"type": "string", "maxLength": 1, "description": "Sign between thousands"},
            "currency_signs": ref("texts", "Signs of currencies that may stand before or behind an amount"),
            "empty": ref("texts", "Values that mean that there is none, in every column"),
            "true": ref("texts", "Values that mean yes"),
            "false": ref("texts", "Values that mean no"),
        },
        required=["time_zone"],
    )


def _stage() -> Part:
    return table(
        {
            "column": ref("column-any", "The column with the stage"),
            "entered": ref("column-entered", "The column with the day it entered that stage"),
            "closed": ref("column-any", "The column with the day it was won or lost"),
            "process": {**_TEXT, "description": "The process, where several move deals"},
            "map": {
                "type": "object",
                "description": "What each value of the stage column means",
                "minProperties": 1,
                "additionalProperties": ref("outcome"),
            },
        },
        required=["map"],
    )


def _outcome() -> Part:
    lost: Part = {"properties": {"outcome": {"const": "lost"}}, "required": ["outcome"]}
    return table(
        {
            "stage": ref("stage-name"),
            "outcome": choice(OUTCOMES, "It was closed"),
            "reason": choice(LossReason, "Why it was lost"),
        },
        anyOf=[{"required": ["stage"]}, {"required": ["outcome"]}],
        dependentSchemas={"reason": lost},
    )


def _join() -> Part:
    kinds = {name: ROOTS[root].entity for name, root in SUBJECTS.items()}
    return table(
        {
            **_file(),
            "as": choice(kinds, "What its rows are"),
            "key": ref("column-any", "The column that the deals' file refers to"),
            "alias": {
                "type": "object",
                "description": "Other names of its keys",
                "additionalProperties": _TEXT,
            },
            "fields": {"type": "object", "description": "Which column fills which field"},
        },
        required=["file", "as", "key"],
        allOf=[
            {
                "if": {"properties": {"as": {"const": name}}, "required": ["as"]},
                "then": _joined(entity),
            }
            for name, entity in kinds.items()
        ],
    )


def _joined(entity: type) -> Part:
    fields = table(_fields(entity), required=_needed(entity))
    return {"properties": {"fields": fields}, **({"required": ["fields"]} if _needed(entity) else {})}


def _needed(entity: type) -> list[str]:
    """The fields that *entity* cannot be without."""
    return [
        field.name for field in attrs.fields(entity) if field.default is attrs.NOTHING and field.name != "id"
    ]
