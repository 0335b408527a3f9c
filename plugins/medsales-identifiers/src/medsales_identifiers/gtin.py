"""Trade item numbers of GS1: GTIN-8, GTIN-12, GTIN-13 and GTIN-14."""

from typing import Final

import attrs

from medsales_core.text import text
from medsales_identifiers.check_characters import gs1_check
from medsales_identifiers.identifier import Identifier
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside, trimmed

__all__ = ["Gtin", "gtin_from", "parse_gtin"]

_WHAT: Final = text("the GTIN", "GTIN")
_DIGITS: Final = text("digits", "数字")
_LENGTHS: Final = text("8, 12, 13 or 14 digits", "8、12、13或14位数字")


@attrs.frozen(kw_only=True)
class Gtin(Identifier):
    """A trade item number.

    Args:
        digits: Its digits as written.

        gtin14: The same with zeros in front, 14 in all, as databases keep it.

        indicator: The packaging level: 0 the base unit, 1 to 8 packs, 9 a variable quantity.
    """

    digits: str = ""
    gtin14: str = ""
    indicator: int | None = None


def parse_gtin(raw: str) -> Gtin:
    """Read *raw* as a GTIN of 8, 12, 13 or 14 digits."""
    notes = Notes(_WHAT)
    body, begin = trimmed(raw, notes)
    if not body or not _is_sound(body, begin, notes):
        return Gtin(raw=raw, problems=notes.all())
    full = body.zfill(14)
    return Gtin(raw=raw, problems=notes.all(), digits=body, gtin14=full, indicator=int(full[0]))


def gtin_from(digits: str) -> str:
    """A whole GTIN from all its *digits* but the last: the check digit is put behind."""
    return digits + gs1_check(digits)


def _is_sound(body: str, begin: int, notes: Notes) -> bool:
    """Whether *body* can be split into parts; a wrong check digit is noted, and the parts stand all the same."""
    outside = first_outside(body, DIGITS)
    if outside >= 0:
        notes.add("wrong-character", begin + outside, body[outside], expected=_DIGITS)
        return False
    if len(body) not in (8, 12, 13, 14):
        notes.add("wrong-length", begin, body, expected=_LENGTHS)
        return False
    wanted = gs1_check(body[:-1])
    if body[-1] != wanted:
        notes.add("wrong-check-character", begin + len(body) - 1, body[-1], expected=wanted)
    return True
