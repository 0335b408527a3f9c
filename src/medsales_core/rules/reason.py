"""Why a condition does not hold: the field, what was wanted, what was found."""

from typing import Any

import attrs

from medsales_core.text import LangText

__all__ = ["Reason"]


@attrs.frozen(kw_only=True)
class Reason:
    """One thing that is missing or wrong.

    Args:
        path: The field, with the index of the record where one is meant: ``deal.needs[1].root_cause``.

        operator: The word of the requirement language that was not fulfilled.

        expected: What was wanted, JSON-ready.

        actual: What was found, JSON-ready; None is empty.

        message: The same in a sentence, in every language.

        unknown: True where the facts needed were not supplied.
    """

    path: str
    operator: str
    expected: Any
    actual: Any
    message: LangText
    unknown: bool = False

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "path": self.path,
            "operator": self.operator,
            "expected": self.expected,
            "actual": self.actual,
            "message": dict(self.message),
            "unknown": self.unknown,
        }
