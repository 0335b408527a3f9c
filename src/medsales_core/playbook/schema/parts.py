"""The small parts that JSON Schemas are put together from."""

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

__all__ = [
    "DIALECT", "NUMBER", "Part", "choice", "choices", "lang_text", "listed", "ref", "table", "tables", "texts",
]  # fmt: skip

Part: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
#: A number may be written in quotes, so that nothing rounds it.
NUMBER: Final[Part] = {"type": ["number", "string"]}


def table(
    properties: dict[str, Part], *, description: str = "", required: Iterable[str] = (), **more: Any
) -> Part:
    """A table with these keys and no others."""
    part: Part = {"type": "object"}
    if description:
        part["description"] = description
    part |= {"properties": properties, "additionalProperties": False}
    if wanted := list(required):
        part["required"] = wanted
    return part | more


def ref(name: str, description: str = "") -> Part:
    """The definition *name*, with what it means here."""
    part: Part = {"$ref": f"#/$defs/{name}"}
    return part | ({"description": description} if description else {})


def tables(name: str, description: str) -> Part:
    """Tables by their ids, each as the definition *name* says."""
    return {"type": "object", "description": description, "additionalProperties": ref(name)}


def listed(item: Part, description: str = "") -> Part:
    part: Part = {"type": "array", "items": item}
    return part | ({"description": description} if description else {})


def texts() -> Part:
    """A list of texts; one text alone counts as a list of one."""
    return {"type": ["string", "array"], "items": {"type": "string"}}


def choice(values: Iterable[str], description: str = "") -> Part:
    """One of a closed list."""
    part: Part = {"enum": [str(value) for value in values]}
    return ({"description": description} if description else {}) | part


def choices(values: Iterable[str], description: str) -> Part:
    """Some of a closed list; one alone may stand without brackets."""
    one = choice(values)
    return {"description": description, "anyOf": [one, listed(one)]}


def lang_text() -> Part:
    """A text in each language."""
    text: Part = {"type": "string"}
    return {
        "type": "object",
        "description": "A text in every language of the playbook",
        "properties": {"en": text, "zh-Hans": text},
        "additionalProperties": text,
    }
