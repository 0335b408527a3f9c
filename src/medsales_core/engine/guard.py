"""All requirements that could stop a move, as one function."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from medsales_core.rules.check import NamedCheck
from medsales_core.rules.emitting import Row
from medsales_core.rules.quick import CONSTANTS, quick_lines
from medsales_core.rules.requirement import Judgement, Outcome, Severity

__all__ = ["Failing", "Guard", "compile_guard"]

#: The requirements that do not let a move pass, by id, each with its outcome; empty if none stops it.
Failing: TypeAlias = Mapping[str, Outcome]
Guard: TypeAlias = Callable[[Any, dt.datetime], Failing]

_STOPPING: Final = (Severity.BLOCK, Severity.JUSTIFY)
_NOTHING: Final[Failing] = {}

# What cannot be said as an expression, and whatever raises, is judged by the requirement itself.
_INLINE: Final = """
    try:
        {lines}
    except (Exception, SystemExit, GeneratorExit):
        held = None
    if held is not True:
        outcome = FAIL if held is False else {judge}(facts, at)
        if outcome is FAIL or not outcome.lets_pass:
            if failing is NOTHING:
                failing = {{}}
            failing[{name}] = outcome
"""
_CALL: Final = """
    outcome = {judge}(facts, at)
    if outcome is not PASS and not outcome.lets_pass:
        if failing is NOTHING:
            failing = {{}}
        failing[{name}] = outcome
"""


def compile_guard(judgements: Iterable[Judgement], checks: Mapping[str, NamedCheck]) -> Guard:
    """One function over all *judgements* that could stop a move; the others are judged when findings are read."""
    values: dict[str, Any] = {}
    names, parts = Row(values), []
    for judgement in judgements:
        requirement = judgement.requirement
        if requirement.severity in _STOPPING:
            lines = quick_lines(requirement.condition, checks, values)
            template = _CALL if lines is None else _INLINE
            judge, name = names.of(judgement.outcome), names.of(requirement.id)
            parts.append(template.format(lines="\n        ".join(lines or ()), judge=judge, name=name))
    source = f"def guard(facts, at):\n    failing = NOTHING\n{''.join(parts)}\n    return failing\n"
    outcomes = {"NOTHING": _NOTHING, "FAIL": Outcome.FAIL, "PASS": Outcome.PASS}
    scope: dict[str, Any] = {**values, **CONSTANTS, **outcomes}
    exec(source, scope)  # noqa: S102 - our own text around resolved field names; values are bound, never written
    guard: Guard = scope["guard"]
    return guard
