"""UDI of IFA: a pharmacy product number and its data elements in an envelope of ISO/IEC 15434."""

from typing import Final

from medsales_core.model import UdiAgency
from medsales_core.text import text
from medsales_identifiers.check_characters import ppn_check
from medsales_identifiers.dates import written_day
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside
from medsales_identifiers.udi.value import Parts, Udi

__all__ = ["ENVELOPE", "read_ifa", "read_ppn", "write_ifa"]

#: How the data of format 06 begins, and how it ends.
ENVELOPE: Final = "[)>\x1e06\x1d"
_END: Final = "\x1e\x04"
_GS: Final = "\x1d"
_PLAIN: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NUMBER: Final = _PLAIN | frozenset("abcdefghijklmnopqrstuvwxyz-._")
_LONGEST: Final = 20
# Two characters of the registering agency, a product code of 1 to 18, two check digits.
_SHORTEST_PPN, _LONGEST_PPN = 5, 22

_PPN: Final = text("the PPN", "PPN")
_DI: Final = text("9N and a PPN", "9N加PPN")
_PPN_SIZE: Final = text("5 to 22 characters", "5至22个字符")
_SIZE: Final = text("1 to 20 characters", "1至20个字符")
_CAPITALS: Final = text("capital letters and digits", "大写字母和数字")
_SIGNS: Final = text("letters, digits, - . and _", "字母、数字、-、.和_")
_KEY: Final = text("data identifier", "数据标识符")
_ENVELOPE: Final = text("the end of its envelope, RS and EOT", "封装结尾RS与EOT")
# The day may be 00 where only a month is known.
_DATES: Final = {"D": "YYMMDD", "16D": "YYYYMMDD"}
_FIELDS: Final = {"9N": "di", "16D": "made_on", "1T": "lot", "S": "serial", "D": "expires_on", "8P": ""}


def read_ifa(raw: str, begin: int, year: int, notes: Notes) -> Udi:
    """Read the envelope that begins at the index *begin* of *raw*."""
    parts = Parts(notes)
    at = begin + len(ENVELOPE)
    if not raw.endswith(_END):
        notes.add("wrong-form", len(raw), raw[-2:], expected=_ENVELOPE)
    for element in raw[at:].removesuffix(_END).split(_GS):
        _take(element, at, year, parts)
        at += len(element) + 1
    parts.need(["9N"], len(raw), _DI)
    return parts.udi(raw, UdiAgency.IFA)


def read_ppn(raw: str, notes: Notes) -> Udi:
    """Read *raw* as a device identifier alone."""
    parts = Parts(notes)
    _take_ppn(raw, 0, parts)
    return parts.udi(raw, UdiAgency.IFA)


def write_ifa(elements: dict[str, str]) -> str:
    """The envelope of *elements*, by data identifier, in their order."""
    return ENVELOPE + _GS.join(f"{key}{value}" for key, value in elements.items()) + _END


def _take(element: str, at: int, year: int, parts: Parts) -> None:
    key = next((key for key in _FIELDS if element.startswith(key)), "")
    value, begin = element[len(key) :], at + len(key)
    if not key:
        parts.notes.add("unknown-element", at, element, what=_KEY)
    elif parts.add(key, value, begin):
        if key == "9N":
            _take_ppn(value, begin, parts)
        elif _FIELDS[key].endswith("_on"):
            _take_date(key, value, begin, year, parts)
        elif _FIELDS[key]:
            _take_number(key, value, begin, parts)


def _take_ppn(ppn: str, at: int, parts: Parts) -> None:
    outside = first_outside(ppn, _PLAIN)
    if outside >= 0:
        parts.notes.add("wrong-character", at + outside, ppn[outside], expected=_CAPITALS, what=_PPN)
    elif not _SHORTEST_PPN <= len(ppn) <= _LONGEST_PPN:
        parts.notes.add("wrong-length", at, ppn, expected=_PPN_SIZE, what=_PPN)
    else:
        wanted = ppn_check(ppn[:-2])
        if ppn[-2:] != wanted:
            parts.notes.add("wrong-check-character", at + len(ppn) - 2, ppn[-2:], expected=wanted, what=_PPN)
        parts.put("di", ppn)


def _take_number(key: str, value: str, at: int, parts: Parts) -> None:
    what = text(f"element {key}", f"数据元素{key}")
    outside = first_outside(value, _NUMBER)
    if not 1 <= len(value) <= _LONGEST:
        parts.notes.add("wrong-length", at, value, expected=_SIZE, what=what)
    elif outside >= 0:
        parts.notes.add("wrong-character", at + outside, value[outside], expected=_SIGNS, what=what)
    else:
        parts.put(_FIELDS[key], value)


def _take_date(key: str, value: str, at: int, year: int, parts: Parts) -> None:
    expected = _DATES[key]
    sound = len(value) == len(expected) and DIGITS.issuperset(value)
    day = written_day(value, year) if sound else None
    if day is None:
        what = text(f"element {key}", f"数据元素{key}")
        parts.notes.add("not-a-date", at, value, expected=expected, what=what)
    else:
        parts.put(_FIELDS[key], day, at)
