"""All requirements that could stop a move, as one function."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from medsales_core.rules.check import NamedCheck
from medsales_core.rules.condition import When
from medsales_core.rules.emitting import Names, emit
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
        held = {expression}
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
    names = Names(checks)
    parts = []
    for judgement in judgements:
        requirement = judgement.requirement
        if requirement.severity not in _STOPPING:
            continue
        expression = None if isinstance(requirement.condition, When) else emit(requirement.condition, names)
        template = _CALL if expression is None else _INLINE
        parts.append(
            template.format(
                expression=expression, judge=names.of(judgement.outcome), name=names.of(requirement.id)
            )
        )
    source = f"def guard(facts, at):\n    failing = NOTHING\n{''.join(parts)}\n    return failing\n"
    scope: dict[str, Any] = {**names.values, "NOTHING": _NOTHING, "FAIL": Outcome.FAIL, "PASS": Outcome.PASS}
    exec(source, scope)  # noqa: S102 - our own text around resolved field names; values are bound, never written
    guard: Guard = scope["guard"]
    return guard
