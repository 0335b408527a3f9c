"""Small steps that the readers of single numbers share."""

from collections.abc import Container
from typing import Final

from medsales_core.text import LangText, text
from medsales_identifiers.problems import Notes

__all__ = ["BLANKS", "DIGITS", "first_outside", "has_length", "note_blanks", "trimmed"]

#: What stands around a text by mistake; `str.strip` would take the separators of GS1 too.
BLANKS: Final = " \t\r\n\v\f\u00a0\u3000\ufeff"
#: The digits that identifiers are made of; `str.isdigit` would let those of other scripts in.
DIGITS: Final = frozenset("0123456789")


def trimmed(raw: str, notes: Notes) -> tuple[str, int]:
    """*raw* without blanks at its ends, which are noted, and the index at which the rest begins.

    What is empty without them is noted as such.
    """
    inner = raw.strip(BLANKS)
    if not inner:
        notes.add("empty", 0)
        return "", 0
    begin = raw.index(inner)
    note_blanks(raw, begin, begin + len(inner), notes)
    return inner, begin


def note_blanks(raw: str, begin: int, end: int, notes: Notes) -> None:
    """Note what stands in *raw* before the index *begin* and from *end* on."""
    if begin:
        notes.add("stray-blank", 0, raw[:begin])
    if end < len(raw):
        notes.add("stray-blank", end, raw[end:])


def first_outside(signs: str, allowed: Container[str]) -> int:
    """The index of the first of *signs* that is not *allowed*; -1 where all are."""
    for index, sign in enumerate(signs):
        if sign not in allowed:
            return index
    return -1


def has_length(signs: str, length: int, notes: Notes, at: int, what: LangText | None = None) -> bool:
    """Whether there are as many *signs* as there should be; noted where there are not."""
    if len(signs) == length:
        return True
    notes.add("wrong-length", at, signs, expected=text(f"{length} characters", f"{length}个字符"), what=what)
    return False
