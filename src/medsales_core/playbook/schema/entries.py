"""The tables of a playbook, key by key: stages, requirements, transitions, thresholds."""

from collections.abc import Iterable

from medsales_core.engine.process import CriterionKind, TransitionKind
from medsales_core.model.enums import (
    BuyingRole,
    ForecastCategory,
    ProductKind,
    TrainingLevel,
    TrainingTopic,
)
from medsales_core.model.facts import ROOTS
from medsales_core.model.subjects import SUBJECTS
from medsales_core.playbook.definitions import KINDS, STRENGTHS
from medsales_core.playbook.schema.parts import (
    NUMBER,
    Part,
    choice,
    choices,
    listed,
    ref,
    table,
    tables,
    texts,
)
from medsales_core.rules.requirement import Severity

__all__ = ["definitions", "demanded"]

_PLACE: Part = {
    "type": "string",
    "pattern": "^(?!EU$)[A-Z]{2}(-[A-Z0-9]{1,3})?$",
    "examples": ["CN", "CN-ZJ"],
}
_CRITERIA = {
    CriterionKind.ENTRY: "What must hold to move in, by id",
    CriterionKind.EXIT: "What must hold to move on, by id",
    CriterionKind.STANDING: "What must hold all the while, by id",
}


def definitions() -> dict[str, Part]:
    """Each kind of table by its name."""
    return {
        "role": table({"label": ref("languages", "What the role is called")}),
        "process": _process(),
        "stage": _stage(),
        "requirement": _requirement(),
        "transition": _transition(),
        "threshold": _threshold(),
        "training": _training(),
        "promise": _promise(),
        "standard": table(
            {
                "label": ref("languages", "The title of the standard"),
                "requirement": tables("requirement", "Its clauses, by id"),
            }
        ),
    }


def _process() -> Part:
    single = [name for name, root in ROOTS.items() if not root.many]
    return table(
        {
            "label": ref("languages", "The name of the process"),
            "moves": choice(single, "The subject that runs through it"),
            "start": {"type": "string", "description": "Id of the first stage"},
            "product_kinds": choices(ProductKind, "The kinds of product it is shaped for"),
            "buying_roles": choices(BuyingRole, "The roles of the decision chain it is shaped for"),
        }
    )


def _stage() -> Part:
    illustrative: Part = {"type": "boolean", "description": "A sample that no source fixes"}
    return table(
        {
            "process": {"type": "string", "description": "Id of the process it belongs to"},
            "position": {"type": "integer", "description": "Its place when stages are listed"},
            "label": ref("languages", "The name of the stage"),
            "guidance": ref("languages", "What is done in it"),
            "expected": table(
                {"days": {**NUMBER, "description": "Days it usually takes"}, "illustrative": illustrative},
                description="How long it usually takes",
            ),
            "probability": table(
                {"value": {**NUMBER, "description": "From 0 to 1"}, "illustrative": illustrative},
                description="How likely a deal in it is won",
            ),
            "forecast": choice(ForecastCategory, "The forecast category of a deal in it"),
            "criticality": choice(["key", "normal"], "Whether it is a key stage"),
            "heading_inferred": {"type": "boolean", "description": "Its name is not in the source"},
            "product_scope": choices(ProductKind, "The kinds of product it is for"),
            **{str(kind): _criteria(told) for kind, told in _CRITERIA.items()},
        }
    )


def _criteria(description: str) -> Part:
    """Requirements by their ids, and those that are adopted from standards."""
    adopted: Part = {
        "description": "Requirements of standards that bind here too, by their ids",
        "anyOf": [texts(), ref("requirement")],
    }
    return {**tables("requirement", description), "properties": {"use": adopted}}


def _scope() -> Part:
    names: Part = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    kinds: Part = {"type": "array", "items": choice(ProductKind), "minItems": 1}
    return table(
        {
            "process": {**names, "description": "Processes, by their ids"},
            "product_kinds": {**kinds, "description": "Kinds of product"},
            "jurisdictions": {**listed(_PLACE, "Countries and parts of countries"), "minItems": 1},
            "roles": {**names, "description": "Roles of the owner"},
            "segments": {**names, "description": "Segments, by their ids"},
        },
        description="Where it applies; everywhere if it is left out",
        minProperties=1,
    )


def _requirement() -> Part:
    return table(
        {
            "label": ref("languages", "The requirement in a sentence"),
            "source": {
                "type": "string",
                "description": "Where it comes from: a clause, a law, your own policy and its date",
            },
            "applies_to": choice(SUBJECTS, "The kind of subject it is about; `deal` if left out"),
            "kind": choice(KINDS, "What sort of sentence it is; deliverable by default"),
            "strength": choice(STRENGTHS, "How binding it is; must by default"),
            "severity": choice(
                Severity,
                "block stops a move (the default), justify asks for a reason, warn and info are told",
            ),
            "scope": _scope(),
            "effective_from": {
                "type": "string",
                "description": "First day on which it applies, without quotes",
            },
            "evidence": ref("languages", "What shows that it holds"),
            "remedy": ref("languages", "What to do where it does not"),
            "waivable_by": ref("texts", "The roles that may waive it; nobody if it is left out"),
            "waivable_days": {
                "type": "integer",
                "minimum": 1,
                "maximum": 3660,
                "description": "The longest that it may be waived at a time, in days; no limit if it is left out",
            },
            "require": ref("condition", "What is tested"),
        }
    )


def _transition() -> Part:
    return table(
        {
            "from": ref("texts", "The stages it leaves"),
            "to": {"type": "string", "description": "The stage it leads to; none where it ends the process"},
            "kind": choice(TransitionKind, "What it does"),
            "reason": choice(["required", "optional"], "Whether a reason must be given"),
            "who": ref("texts", "The roles that may take it; anybody if it is left out"),
        }
    )


def _promise() -> Part:
    return table(
        {
            "label": ref("languages", "The sentence that is promised"),
            "source": {"type": "string", "description": "Where it comes from, as for a requirement"},
            "on": ref("texts", "The transitions it speaks of; with neither this nor `into`, every one"),
            "into": ref("texts", "The stages whose entering it speaks of"),
            "holds": ref("condition", "What always holds, or never, when such a move is granted"),
        }
    )


def _threshold() -> Part:
    period: dict[str, Part] = {
        "value": {**NUMBER, "description": "The number"},
        "valid_from": {"type": "string", "description": "First day of it, without quotes; open if left out"},
        "valid_to": {"type": "string", "description": "Last day of it, without quotes; open if left out"},
    }
    about: dict[str, Part] = {
        "label": ref("languages", "What it limits"),
        "unit": {"type": "string", "description": "Unit of the number: day, workday, ratio ..."},
        "jurisdiction": {"type": "string", "description": "Where it applies", "default": "*"},
    }
    standing: dict[str, Part] = {
        "illustrative": {"type": "boolean", "description": "A sample that no source fixes; it never blocks"},
        "source": {"type": "string", "description": "Where the number comes from"},
    }
    place = {"anyOf": [_PLACE, {"const": "*"}], "description": "Where the number holds", "default": "*"}
    row = table({**period, "jurisdiction": place}, required=["value"])
    several: Part = {**listed(row, "Its numbers, each with its period"), "minItems": 1}
    return table(
        {**about, **period, **standing, "values": several},
        dependentSchemas={"values": _forbidden(period)},
    )


def _training() -> Part:
    whole: Part = {"type": "integer", "minimum": 0}
    return table(
        {
            "role": {"type": "string", "description": "The role it is for; everybody if it is left out"},
            "topic": choice(TrainingTopic, "What is learned; without it, the hours of the level as a whole"),
            "level": choice(TrainingLevel, "At which level"),
            "mandatory": {
                "type": "boolean",
                "description": "Whether it must be passed; a topic must by default",
            },
            "hours": {**whole, "description": "How long it takes; of on-job training as a whole, in a year"},
            "validity_months": {**whole, "description": "How long it holds; without end if it is left out"},
            "pass_mark": {**NUMBER, "description": "The score that is needed, from 0 to 1"},
            "source": {"type": "string", "description": "Where its figures come from"},
            "illustrative": {
                "type": "boolean",
                "description": "Its figures are samples that no source fixes",
            },
        }
    )


def _forbidden(keys: Iterable[str]) -> Part:
    return {"not": {"anyOf": [{"required": [key]} for key in keys]}}


def demanded() -> Part:
    """What a playbook that stands alone cannot be without."""
    whole: Part = {"required": ["label", "require"]}
    clauses = _each(whole)
    criteria = {**clauses, "properties": {"use": {"if": {"type": "object"}, "then": whole}}}
    stage: Part = {
        "required": ["process", "position", "label"],
        "properties": {str(kind): criteria for kind in CriterionKind},
    }
    return {
        "required": ["schema", "id", "version", "title", "process"],
        "properties": {
            "role": _each({"required": ["label"]}),
            "process": {**_each({"required": ["label", "moves", "start"]}), "minProperties": 1},
            "stage": _each(stage),
            "transition": _each(_whole_transition()),
            "threshold": _each(
                {"required": ["label", "unit"], "anyOf": [{"required": ["value"]}, {"required": ["values"]}]}
            ),
            "training": _each({"required": ["level"]}),
            "standard": _each({"required": ["label"], "properties": {"requirement": clauses}}),
        },
    }


def _each(part: Part) -> Part:
    return {"additionalProperties": part}


def _whole_transition() -> Part:
    leading = [str(kind) for kind in TransitionKind if kind.has_target]
    return {
        "required": ["from", "kind"],
        "properties": {"from": {"minItems": 1}},
        "if": {"properties": {"kind": {"enum": leading}}},
        "then": {"required": ["to"]},
        "else": {"properties": {"to": {"pattern": "^\\s*$"}}},
    }
