"""What is common to all identifiers: the text as it was given, and all that is wrong with it."""

import attrs

from medsales_core.text import LangText

__all__ = ["Identifier", "Problem"]


@attrs.frozen(kw_only=True)
class Problem:
    """One thing that is wrong with an identifier, and what mends it.

    Args:
        code: The kind of mistake: ``wrong-check-character``.

        position: The character it begins at, counted from 1; one beyond the last where something is missing.

        expected: What should stand there.

        found: What stands there, cut where it is long; empty where nothing does.

        message: The same in a sentence.

        remedy: What to do about it.
    """

    code: str
    position: int
    expected: LangText
    found: str
    message: LangText
    remedy: LangText

    def __str__(self) -> str:
        return f"character {self.position}: {self.message} [{self.code}]\n  hint: {self.remedy}"

    def as_dict(self) -> dict[str, object]:
        """JSON-ready."""
        return {
            "code": self.code,
            "position": self.position,
            "expected": dict(self.expected),
            "found": self.found,
            "message": dict(self.message),
            "remedy": dict(self.remedy),
        }


@attrs.frozen(kw_only=True)
class Identifier:
    """A text read as an identifier: its parts as far as they could be read, and its problems.

    Reading never raises: registries and labels hold broken identifiers, and they are to be told, not lost.

    Args:
        raw: The text as it was given, unchanged.

        problems: All that is wrong with it, in the order of its characters.
    """

    raw: str
    problems: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """Nothing is wrong with it."""
        return not self.problems
