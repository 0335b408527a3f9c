"""The tests of a field as JSON Schema: for each kind of field the operators that apply and what they take."""

from collections.abc import Iterable
from typing import Final

from medsales_core.model.choice import Choice
from medsales_core.playbook.schema.parts import NUMBER, Part, choice, listed, ref, table
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.period import UNITS
from medsales_core.rules.reading_fields import LIST_WORDS, SCALAR_WORDS
from medsales_core.rules.schema import FieldType, Kind

__all__ = ["OPEN_TEST", "OUTWARD", "field_test", "record_list", "shared_definitions"]

#: Paths that leave the record at hand; where they lead, only the reader can tell.
OUTWARD: Final = r"^(outer|root)\.."
_KEYWORDS: Final[Part] = {"enum": ["filled", "empty"]}
_TEXT: Final[Part] = {"type": "string", "pattern": r"\S"}
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ZONED: Final = r"[Tt ][0-9:.]+([Zz]|[+-][0-9]{2}:[0-9]{2})"
_DATE: Final[Part] = {
    "type": "string",
    "description": "A date without quotes, or as_of",
    "pattern": f"^(as_of|{_DAY})$",
}
_TIME: Final[Part] = {
    "type": "string",
    "description": "A date, or a time with its zone, without quotes, or as_of",
    "pattern": f"^(as_of|{_DAY}({_ZONED})?)$",
}
_MONEY: Final[Part] = {"type": "string", "pattern": r"^\s*\S+ +[A-Z]{3}\s*$", "examples": ["1200.00 CNY"]}
_LITERALS: Final[dict[Kind, Part]] = {
    Kind.TEXT: _TEXT,
    Kind.NUMBER: NUMBER,
    Kind.FLAG: {"type": "boolean"},
    Kind.DAY: _DATE,
    Kind.INSTANT: _TIME,
    Kind.MONEY: {"anyOf": [{"const": 0}, _MONEY]},
}
_TOLD: Final = {
    "one_of": "It is one of these",
    "not_in": "It is filled, and none of these",
    "within": "It lies at most so long after or before a day",
    "each": "Every record fulfils this; a list without any fails",
    "some": "At least one record fulfils this",
    "none": "No record fulfils this",
    "count": "How many records there are",
    "distinct": "How many different values of a field there are",
    "unique": "No value of a field stands twice",
    "sum": "The sum of a field over the records",
    "covers": "A field of the records holds every value wanted",
    "where": "Only the records that fulfil this are looked at",
    "may_be_empty": "An empty list holds too",
}
#: A test whose field only the reader can tell: any word of the language.
OPEN_TEST: Final[Part] = {
    "description": "A test of a field further out",
    "anyOf": [_KEYWORDS, table({word: {} for word in (*SCALAR_WORDS, *LIST_WORDS)}, minProperties=1)],
}


def field_test(field: FieldType, *, many: bool) -> Part:
    """The definition that says what may be asked of *field*; of a list if it is reached through *many*."""
    if field.kind is Kind.RECORD:
        return ref(f"list-{field.type.__name__}") if many else ref("test-presence")
    if field.kind is Kind.LABEL:
        return ref("test-presence")
    kind = field.type.__name__ if field.kind is Kind.CHOICE else str(field.kind)
    return ref(f"values-{kind}" if many else f"test-{kind}")


def shared_definitions(choices: Iterable[type[Choice]]) -> dict[str, Part]:
    """Every test, operand and literal by its name."""
    literals = {str(kind): (kind, literal) for kind, literal in _LITERALS.items()}
    literals |= {one.__name__: (Kind.CHOICE, choice(one)) for one in choices}
    found: dict[str, Part] = {"test-presence": _KEYWORDS, "amount": _amount(), "bounds": _bounds()}
    for name, (kind, literal) in literals.items():
        found[f"literal-{name}"] = literal
        found[f"operand-{name}"] = _operand(name, kind)
        found[f"test-{name}"] = _test(name, kind)
        found[f"values-{name}"] = _values(name, kind)
    return found


def _operand(name: str, kind: Kind) -> Part:
    path: Part = {"type": "string", "description": "Another field of the same kind"}
    named: dict[str, Part] = {"path": path}
    if kind in (Kind.NUMBER, Kind.MONEY):
        named["threshold"] = {"type": "string", "description": "A number of the playbook, by its id"}
    return {"anyOf": [ref(f"literal-{name}"), table(named, minProperties=1, maxProperties=1)]}


def _test(name: str, kind: Kind) -> Part:
    """What may be asked of one value."""
    words = {word: _compared(word, name) for word, relation in OPERATORS.items() if kind in relation.kinds}
    if kind is not Kind.TEXT:
        words.pop("contains", None)
    exact = _MONEY if kind is Kind.MONEY else ref(f"literal-{name}")
    for word in ("one_of", "not_in"):
        words[word] = {**listed(exact, _TOLD[word]), "minItems": 1}
    if kind in (Kind.DAY, Kind.INSTANT):
        words["within"] = _within(name, kind)
    return {"anyOf": [_KEYWORDS, table(words, minProperties=1)]}


def _compared(word: str, name: str) -> Part:
    told = OPERATORS[word].words.pick("en").format(field="It", operand="this")
    if word == "matches":
        return {"type": "string", "minLength": 1, "description": told, "format": "regex"}
    return ref(f"operand-{name}", told)


def _values(name: str, kind: Kind) -> Part:
    """What may be asked of a list of plain values."""
    words: dict[str, Part] = {"count": ref("bounds", "How many values there are")}
    if kind in OPERATORS["contains"].kinds:
        words["contains"] = _compared("contains", name)
    return {"anyOf": [_KEYWORDS, table(words, minProperties=1)]}


def _amount() -> Part:
    threshold = table({"threshold": {"type": "string"}}, required=["threshold"])
    number: Part = {"type": ["number", "string"], "minimum": 0}
    return {"description": "How long: a number, or a threshold", "anyOf": [number, threshold]}


def _within(name: str, kind: Kind) -> Part:
    units = [unit for unit in UNITS if unit != "hours" or kind is Kind.INSTANT]
    sides = {side: ref(f"operand-{name}", f"The day or time it lies {side}") for side in ("after", "before")}
    return table(
        {unit: ref("amount", f"So many {unit}") for unit in units} | sides,
        description=_TOLD["within"],
        minProperties=2,
        maxProperties=2,
        oneOf=[{"required": [side]} for side in sides],
    )


def _bounds() -> Part:
    return {"anyOf": _bounded({})}


def _bounded(more: dict[str, Part]) -> list[Part]:
    """Least and most, or an exact number, with *more* keys beside them, all of which are wanted."""
    number: Part = {"type": "integer", "minimum": 0}
    return [
        table({**more, "equals": number}, required=[*more, "equals"]),
        table({**more, "min": number, "max": number}, required=[*more, "min"]),
        table({**more, "max": number}, required=[*more, "max"]),
    ]


def record_list(record: str) -> Part:
    """What may be asked of a list of records."""
    of = {"of": ref(f"field-{record}", "A field of the records")}
    inner = {word: ref(f"condition-{record}", _TOLD[word]) for word in ("where", "each", "some", "none")}
    words: dict[str, Part] = {
        **inner,
        "may_be_empty": {"type": "boolean", "description": _TOLD["may_be_empty"]},
        "count": ref("bounds", _TOLD["count"]),
        "distinct": {"description": _TOLD["distinct"], "anyOf": _bounded(of)},
        "unique": table(of, description=_TOLD["unique"], required=["of"]),
        "sum": _sum(of),
        "covers": _covers(of),
    }
    asked = table(words, minProperties=1, dependentRequired={"may_be_empty": ["each"]})
    # Not only a filter, and nothing asked of what it leaves.
    asked["not"] = {"propertyNames": {"enum": ["where", "may_be_empty"]}}
    return {"anyOf": [_KEYWORDS, asked]}


def _sum(of: dict[str, Part]) -> Part:
    words = [word for word, relation in OPERATORS.items() if Kind.MONEY in relation.kinds]
    operand: Part = {"anyOf": [ref("operand-number"), ref("operand-money")]}
    return table(
        of | dict.fromkeys(words, operand),
        description=_TOLD["sum"],
        required=["of"],
        minProperties=2,
        maxProperties=2,
    )


def _covers(of: dict[str, Part]) -> Part:
    values = {**listed({"not": {"type": ["object", "array", "null"]}}, "The values wanted"), "minItems": 1}
    path: Part = {"type": "string", "description": "The records whose values are wanted"}
    their: Part = {"type": "string", "description": "The field of those records"}
    records = {"records": path, "their": their, "where": ref("condition-open", "Only of those records")}
    return {
        "description": _TOLD["covers"],
        "anyOf": [
            table({**of, "values": values}, required=["of", "values"]),
            table({**of, **records}, required=["of", "records", "their"]),
        ],
    }
