"""The longer words of conditions as JSON Schema: approvals, attestations, and what stands elsewhere."""

from typing import Final

from medsales_core.playbook.schema.parts import Part, listed, ref, table

__all__ = ["fact_words", "record_words", "word_definitions"]

_ROLES: Final[Part] = {**listed({"type": "string"}), "minItems": 1, "uniqueItems": True}
_FLAGS: Final = {
    "requester_may_not": "Who asked for it may not approve it; true if it is left out",
    "owner_may_not": "The owner of the deal may not approve it",
    "delegates_may": "A delegate may approve it; true if it is left out",
    "names_version": "The approval must name the version it is of",
    "may_be_empty": "A list without a record holds too",
}


def word_definitions() -> dict[str, Part]:
    """``approved`` and ``attested``, each by its name."""
    return {"approved": _approved(), "attested": _attested()}


def record_words() -> dict[str, Part]:
    """What may be said of one record besides its fields."""
    return {
        "approved": ref("approved", "It was approved by those who may"),
        "attested": ref("attested", "Somebody who may has stated that it is so"),
    }


def fact_words() -> dict[str, Part]:
    """What may be said of the facts as a whole besides their fields."""
    return record_words() | {
        "requirement": {"type": "string", "description": "What another requirement asks, by its id"},
        "standard": {"type": "string", "description": "All that a standard asks, by its id"},
    }


def _dated() -> dict[str, Part]:
    """When it counts."""
    return {
        "valid_on": ref("operand-day", "The day on which it must be valid; as_of if it is left out"),
        "within": {
            "type": "object",
            "description": "How old it may be",
            "minProperties": 2,
            "maxProperties": 2,
        },
    }


def _roles(description: str) -> Part:
    return {**_ROLES, "description": description}


def _approved() -> Part:
    flags: dict[str, Part] = {flag: {"type": "boolean", "description": told} for flag, told in _FLAGS.items()}
    words: dict[str, Part] = {
        "on": {"type": "string", "description": "The record, or list of records, that keeps the approvals"},
        "where": ref("condition-open", "Only of these records"),
        "by_any": _roles("One of these roles has approved"),
        "by_all": _roles("Each of these roles has approved"),
        "quorum": _quorum(),
        "for": {"type": "string", "description": "The subject of the approval"},
        "covers": table(
            {
                "field": {"type": "string", "description": "What the approval must reach"},
                "up_to": {
                    "type": "string",
                    "description": "The field of the approval that says how far it goes",
                },
            },
            description="How much must have been granted",
            required=["field"],
        ),
    }
    whose = [{"required": [word]} for word in ("by_any", "by_all", "quorum")]
    return table(words | flags | _dated(), anyOf=whose)


def _quorum() -> Part:
    return table(
        {
            "of": _roles("The roles whose word counts"),
            "at_least": {"type": "integer", "minimum": 1, "description": "How many people must agree"},
            "different_roles": {"type": "boolean", "description": "Each of them in another role"},
        },
        description="So many of these have approved",
        required=["of", "at_least"],
    )


def _attested() -> Part:
    return table(
        {
            "on": {"type": "string", "description": "The record that keeps the attestations"},
            "statement": {"type": "string", "description": "What is stated; this requirement if left out"},
            "by": _roles("The roles that may state it"),
            **_dated(),
        }
    )
