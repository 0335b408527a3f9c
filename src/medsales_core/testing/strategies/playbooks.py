"""Strategies for playbooks: small ones that are sound, and any with something broken in it."""

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

import tomli_w
from hypothesis import strategies as st

from medsales_core.model.deal import Deal
from medsales_core.rules.schema import FieldType, Kind, describe

__all__ = ["mutated", "playbooks"]

_MOST_STAGES: Final = 4
_FILLABLE: Final = tuple(name for name in describe(Deal) if name != "id")
_JUNK: Final[tuple[Any, ...]] = (
    0, -1, 1.5, 10**30, True, "", "x", "filled", "deal.quotes", "(a", "a{9}", [], {}, ["x"], [[]], [{}], {"x": {}},
    {"path": "deal.name"}, {"not": {"requirement": "all"}}, {"standard": "basics"}, dt.date.min, dt.date.max,
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)  # fmt: skip
_WORDS: Final = (
    "approved",
    "attested",
    "requirement",
    "standard",
    "use",
    "scope",
    "where",
    "on",
    "strange",
    "",
)


def _said(what: str) -> dict[str, str]:
    return {"en": what, "zh-Hans": f"{what}（中文）"}


@st.composite
def playbooks(draw: st.DrawFn) -> str:
    """Small playbooks as TOML, without a defect: a few stages in a row, each with some exit requirements.

    They shrink to one stage without any.
    """
    stages = [f"stage-{number}" for number in range(1, 1 + draw(st.integers(1, _MOST_STAGES)))]
    return tomli_w.dumps(
        {
            "schema": 1,
            "id": "drawn",
            "version": "1",
            "title": _said("Drawn"),
            "role": {"manager": {"label": _said("Manager")}},
            "process": {"deal": {"moves": "deal", "start": stages[0], "label": _said("Deal")}},
            "stage": {stage: _stage(draw, stage, place) for place, stage in enumerate(stages, start=1)},
            "transition": _transitions(draw, stages),
        }
    )


def _stage(draw: st.DrawFn, stage: str, place: int) -> dict[str, Any]:
    # A field is asked for once in a playbook: so no two requirements can contradict one another.
    mine = [name for number, name in enumerate(_FILLABLE) if number % _MOST_STAGES == place - 1]
    asked = draw(st.lists(st.sampled_from(mine), unique=True, max_size=3))
    exits = {f"{stage}-{name.replace('_', '-')}": _requirement(draw, name) for name in asked}
    found = {"process": "deal", "position": place, "label": _said(stage)}
    return {**found, "exit": exits} if exits else found


def _requirement(draw: st.DrawFn, name: str) -> dict[str, Any]:
    severity = draw(st.sampled_from(["block", "justify", "warn", "info"]))
    found = {
        "label": _said(name),
        "source": "drawn",
        "severity": severity,
        "require": {f"deal.{name}": draw(_tests(describe(Deal)[name]))},
    }
    waived = severity == "block" and draw(st.booleans())
    return {**found, "waivable_by": ["manager"]} if waived else found


def _tests(field: FieldType) -> st.SearchStrategy[Any]:
    """What may be asked of a field: that it is filled, and what its kind allows."""
    more: list[Any] = []
    if field.many:
        more = [{"count": {"min": number}} for number in (1, 2)]
    elif field.kind is Kind.CHOICE:
        more = [{"equals": choice.value} for choice in list(field.type)[:2]]  # type: ignore[call-overload]  # an enumeration
    elif field.kind is Kind.NUMBER:
        more = [{"at_least": 1}, {"at_most": 0}, {"above": 0, "below": 2}]
    elif field.kind is Kind.DAY:
        more = [{"not_after": "as_of"}, {"within": {"days": 30, "before": "as_of"}}]
    elif field.kind is Kind.MONEY:
        more = [{"above": 0}, {"at_least": "10.00 CNY"}]
    return st.sampled_from(["filled", *more])


def _transitions(draw: st.DrawFn, stages: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "win": {"from": stages[-1], "kind": "win"},
        "lose": {"from": stages, "kind": "lose", "reason": "required"},
    }
    for here, there in pairwise(stages):
        found[f"to-{there}"] = {"from": here, "to": there, "kind": "forward"}
        if draw(st.booleans()):
            found[f"back-to-{here}"] = {"from": there, "to": here, "kind": "back", "reason": "required"}
    return found


@st.composite
def mutated(draw: st.DrawFn, toml: str) -> str:
    """A playbook with up to three things in it broken: a key gone, renamed, or of another value; still TOML.

    What reads it must take it, or say where it is wrong.

    Args:
        toml: The playbook as TOML.
    """
    data = tomllib.loads(toml, parse_float=Decimal)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(data))
        if places:
            _break(draw, *draw(st.sampled_from(places)))
    return tomli_w.dumps(data)


def _break(draw: st.DrawFn, owner: Any, key: Any) -> None:
    how = draw(st.sampled_from(["value", "remove", "rename", "value"]))
    if how == "value":
        owner[key] = copy.deepcopy(draw(st.sampled_from(_JUNK)))
    elif how == "remove":
        del owner[key]
    elif isinstance(owner, dict):
        owner[draw(st.sampled_from(_WORDS))] = owner.pop(key)


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every key of every table and every item of every list, with what it lies in."""
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        yield data, key
        if isinstance(value, dict | list):
            yield from _places(value)
