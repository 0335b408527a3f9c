"""A condition on one subject as a function: the fields that it reads, and then one expression.

The function says True or False where that is certain. None, and whatever it raises, leave it to the careful way:
`medsales_core.rules.judging`, which knows what was not supplied, and why.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from keyword import iskeyword
from typing import Any, Final, TypeAlias

import medsales_core.rules.emitting_lists  # noqa: F401 - registers what lists hold as a whole
from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.rules.check import NamedCheck
from medsales_core.rules.condition import CheckCall, Condition
from medsales_core.rules.emitting import Row, emit_row
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.values import path_reader

__all__ = ["CONSTANTS", "Quick", "compile_quick", "quick_lines"]

#: True or False for facts and a moment; None where it cannot tell.
Quick: TypeAlias = Callable[[Any, dt.datetime], bool | None]

#: What the lines refer to besides their values.
CONSTANTS: Final[Mapping[str, Any]] = {"NOT_SUPPLIED": NOT_SUPPLIED}


def compile_quick(condition: Condition, checks: Mapping[str, NamedCheck]) -> Quick | None:
    """A function that says what *condition* says, None if there is none."""
    scope: dict[str, Any] = dict(CONSTANTS)
    lines = quick_lines(condition, checks, scope)
    if lines is None:
        return None
    body = "".join(f"    {line}\n" for line in lines)
    exec(f"def quick(facts, at):\n{body}    return held\n", scope)  # noqa: S102 - as in `quick_lines`
    quick: Quick = scope["quick"]
    return quick


def quick_lines(
    condition: Condition, checks: Mapping[str, NamedCheck], values: dict[str, Any]
) -> list[str] | None:
    """Lines over ``facts`` and ``at`` that set ``held`` to what *condition* says; None if there are none.

    They are our own text around resolved names of fields; values are bound under names, and never written.

    Args:
        condition: What is said.

        checks: Plugin checks by id.

        values: Where the values go that the lines refer to, by name.
    """
    if isinstance(condition, CheckCall):
        call = _check_call(condition, checks, values)
        return None if call is None else [f"held = {call}"]
    row = Row(values)
    said = emit_row(condition, row)
    return None if said is None else [*_reads(row), f"held = {said}"]


def _check_call(condition: CheckCall, checks: Mapping[str, NamedCheck], values: dict[str, Any]) -> str | None:
    """The call of a check that stands alone: it may answer None, which `not` and `or` would take for False."""
    if not all(key.isidentifier() and not iskeyword(key) for key in condition.parameters):
        return None
    row = Row(values)
    parameters = "".join(f", {key}={row.of(value)}" for key, value in condition.parameters.items())
    return f"{row.of(checks[condition.check].holds)}(facts, at{parameters})"


def _reads(row: Row) -> Iterator[str]:
    """The lines that read the fields and the values of the moment; what was not supplied raises."""
    for number, value in enumerate(row.late):
        yield f"t{number} = {row.of(value)}(at)"
    for number, path in enumerate(row.paths.values()):
        plain = _plain_read(path)
        yield f"c{number} = {plain or f'{row.of(path_reader(path))}(facts, facts, at, None)'}"
        if plain is None or len(path.steps) == 1:
            yield f"if c{number} is NOT_SUPPLIED: raise LookupError"


def _plain_read(path: ResolvedPath) -> str | None:
    """An expression that reads a field of a root: None where something on the way is empty."""
    if path.lists - {len(path.steps) - 1} or any(
        iskeyword(step) or not step.isidentifier() for step in path.steps
    ):
        return None
    read = "facts." + ".".join(path.steps[:2])
    for step in path.steps[2:]:
        read = f"None if (x := {read}) is None else x.{step}"
        read = f"({read})"
    return read
