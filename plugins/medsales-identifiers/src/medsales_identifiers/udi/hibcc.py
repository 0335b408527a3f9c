"""UDI of HIBCC (ANSI/HIBC 2): primary, secondary and combined symbols."""

from typing import Final

import attrs

from medsales_core.model import UdiAgency
from medsales_core.text import text
from medsales_identifiers.check_characters import HIBC_SIGNS, hibc_check
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside
from medsales_identifiers.udi.hibcc_secondary import read_secondary
from medsales_identifiers.udi.value import Parts, Udi

__all__ = ["is_checked_by_blank", "join_hibcc", "read_hibcc", "read_hibcc_di", "write_hibcc"]

_ALPHABET: Final = frozenset(HIBC_SIGNS)
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PLAIN: Final = _LETTERS | DIGITS
_SHORTEST, _LONGEST = 6, 23
# A flag, one character of data, a link or unit, a check character.
_FEWEST: Final = 4

_DI: Final = text("the primary symbol with labeler and product", "含厂商与产品的主条码")
_CODE: Final = text("the HIBCC device identifier", "HIBCC产品标识")
_SIGNS: Final = text("the 43 characters of Code 39", "Code 39的43个字符")
_SIZE: Final = text("6 to 23 characters", "6至23个字符")
_LABELER: Final = text("a labeler code that begins with a letter", "以字母开头的厂商代码")
_CAPITALS: Final = text("capital letters and digits", "大写字母和数字")
_UNIT: Final = text("a digit for the unit of measure", "一位数字的包装单位")
_SECONDARY: Final = text("the secondary symbol", "副条码")


def read_hibcc(raw: str, begin: int, year: int, notes: Notes) -> Udi:
    """Read the symbol that begins at the index *begin* of *raw*."""
    parts = Parts(notes)
    body, begin = _between_stars(raw, begin, notes)
    outside = first_outside(body, _ALPHABET)
    if outside >= 0:
        notes.add("wrong-character", begin + outside, body[outside], expected=_SIGNS)
    elif not body.startswith("+"):
        notes.add("unknown-structure", begin, body, expected="+")
    elif len(body) < _FEWEST:
        notes.add("wrong-length", begin, body, expected=_SIZE)
    else:
        _judge_check(body, begin, notes)
        _read_data(body[1:-1], begin + 1, year, parts)
        parts.need(["+"], len(raw), _DI)
    return parts.udi(raw, UdiAgency.HIBCC)


def read_hibcc_di(raw: str, notes: Notes) -> Udi:
    """Read *raw* as a device identifier alone, with or without ``+`` and check character.

    Registries keep both forms. The last character is taken for the check character where it is the right one
    behind a digit, so of 43 codes without it that end in two digits one is read a character short.
    """
    parts = Parts(notes)
    body, begin = raw.removeprefix("+"), int(raw.startswith("+"))
    outside = first_outside(body, _ALPHABET)
    if outside >= 0:
        notes.add("wrong-character", begin + outside, body[outside], expected=_SIGNS)
    elif body:
        checked = body[-2:-1] in DIGITS and hibc_check(f"+{body[:-1]}") == body[-1]
        _read_primary(body[:-1] if checked else body, begin, parts)
    else:
        notes.add("empty", 0)
    return parts.udi(raw, UdiAgency.HIBCC)


def join_hibcc(primary: Udi, secondary: Udi) -> Udi:
    """The UDI of a product whose primary and secondary symbols were scanned one after the other.

    Args:
        primary: What the first was read as.

        secondary: What the second was read as; its link character must be the check character of the first.
    """
    notes = Notes(_SECONDARY)
    wanted = primary.raw.strip("*")[-1:]
    if secondary.link != wanted:
        notes.add("wrong-link", max(len(secondary.raw) - 2, 0), secondary.link, expected=wanted)
    told = tuple(found for found in secondary.problems if found.code != "missing-device-identifier")
    return attrs.evolve(
        secondary,
        di=primary.di,
        elements=primary.elements + secondary.elements,
        problems=primary.problems + told + notes.all(),
    )


def is_checked_by_blank(body: str) -> bool:
    """Whether the check character behind *body* is the blank, which must not be taken for a stray one."""
    return _ALPHABET.issuperset(body) and hibc_check(body) == " "


def write_hibcc(di: str = "", secondary: str = "", *, link: str = "") -> str:
    """A symbol with its check character: primary, combined, or secondary where *link* is given.

    Args:
        di: Labeler, product and unit of measure.

        secondary: The data of the secondary symbol: ``$$3260630A1``.

        link: The check character of the primary symbol.
    """
    middle = "/" if di and secondary else ""
    signs = f"+{di}{middle}{secondary}{link}"
    return signs + hibc_check(signs)


def _between_stars(raw: str, begin: int, notes: Notes) -> tuple[str, int]:
    """The symbol without the start and stop signs of Code 39, which some scanners send."""
    body = raw[begin:]
    if body.endswith("*"):
        notes.add("stray-delimiter", len(raw) - 1, "*")
        body = body[:-1]
    if body.startswith("*"):
        notes.add("stray-delimiter", begin, "*")
        return body[1:], begin + 1
    return body, begin


def _judge_check(body: str, begin: int, notes: Notes) -> None:
    wanted = hibc_check(body[:-1])
    if body[-1] != wanted:
        notes.add("wrong-check-character", begin + len(body) - 1, body[-1], expected=wanted)


def _read_data(content: str, at: int, year: int, parts: Parts) -> None:
    """What stands between ``+`` and the check character."""
    if content[0] in _LETTERS:
        primary, slash, secondary = content.partition("/")
        _read_primary(primary, at, parts)
        if slash:
            read_secondary(secondary, at + len(primary) + 1, year, parts)
    else:
        parts.put("link", content[-1])
        read_secondary(content[:-1], at, year, parts)


def _read_primary(code: str, at: int, parts: Parts) -> None:
    """Labeler of four characters, product of 1 to 18, one digit for the unit of measure."""
    notes = parts.notes
    parts.add("+", code, at)
    outside = first_outside(code, _PLAIN)
    if code[:1] not in _LETTERS:
        notes.add("wrong-form", at, code[:4], expected=_LABELER, what=_CODE)
    elif outside >= 0:
        notes.add("wrong-character", at + outside, code[outside], expected=_CAPITALS, what=_CODE)
    elif not _SHORTEST <= len(code) <= _LONGEST:
        notes.add("wrong-length", at, code, expected=_SIZE, what=_CODE)
    elif code[-1] not in DIGITS:
        notes.add("wrong-character", at + len(code) - 1, code[-1], expected=_UNIT, what=_CODE)
    else:
        parts.put("di", code)
