"""The relations between a field and an operand: what they compare, for which kinds, and in which words."""

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from medsales_core.rules.pattern import Pattern
from medsales_core.rules.schema import Kind
from medsales_core.text import LangText, text

__all__ = ["OPERATORS", "Relation"]


@attrs.frozen
class Relation:
    """One comparing operator.

    Args:
        holds: The comparison of the field's value with the operand's; neither is empty.

        kinds: The kinds of field it makes sense for.

        words: The relation in words, with ``{field}`` and ``{operand}``.
    """

    holds: Callable[[Any, Any], bool]
    kinds: frozenset[Kind]
    words: LangText


def _by_day(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Compare two times exactly, but a time with a day by the time's own day."""

    def holds(left: dt.date, right: dt.date) -> bool:
        left_is_time, right_is_time = isinstance(left, dt.datetime), isinstance(right, dt.datetime)
        if left_is_time and not right_is_time:
            left = left.date()  # type: ignore[attr-defined]
        elif right_is_time and not left_is_time:
            right = right.date()  # type: ignore[attr-defined]
        return compare(left, right)

    return holds


def _matches(value: str, pattern: str) -> bool:
    """Whether the whole text is as *pattern* says; what judges many texts keeps a `Pattern` instead."""
    return Pattern(pattern).matches(value)


_ANY: Final = frozenset(Kind) - {Kind.RECORD, Kind.LABEL}
_SIZES: Final = frozenset({Kind.NUMBER, Kind.MONEY})
_TIMES: Final = frozenset({Kind.DAY, Kind.INSTANT})

#: Every comparing operator by the word that names it in a playbook.
OPERATORS: Final[Mapping[str, Relation]] = {
    "equals": Relation(operator.eq, _ANY, text("{field} is {operand}", "{field}为{operand}")),
    "differs": Relation(operator.ne, _ANY, text("{field} is not {operand}", "{field}不为{operand}")),
    "above": Relation(operator.gt, _SIZES, text("{field} is above {operand}", "{field}大于{operand}")),
    "at_least": Relation(
        operator.ge, _SIZES, text("{field} is at least {operand}", "{field}不小于{operand}")
    ),
    "below": Relation(operator.lt, _SIZES, text("{field} is below {operand}", "{field}小于{operand}")),
    "at_most": Relation(operator.le, _SIZES, text("{field} is at most {operand}", "{field}不大于{operand}")),
    "contains": Relation(
        operator.contains,
        frozenset({Kind.TEXT, Kind.CHOICE, Kind.NUMBER}),
        text("{field} contains {operand}", "{field}包含{operand}"),
    ),
    "matches": Relation(
        _matches, frozenset({Kind.TEXT}), text("{field} has the form {operand}", "{field}符合格式{operand}")
    ),
    "before": Relation(
        _by_day(operator.lt), _TIMES, text("{field} is before {operand}", "{field}早于{operand}")
    ),
    "after": Relation(
        _by_day(operator.gt), _TIMES, text("{field} is after {operand}", "{field}晚于{operand}")
    ),
    "not_before": Relation(
        _by_day(operator.ge), _TIMES, text("{field} is not before {operand}", "{field}不早于{operand}")
    ),
    "not_after": Relation(
        _by_day(operator.le), _TIMES, text("{field} is not after {operand}", "{field}不晚于{operand}")
    ),
}
