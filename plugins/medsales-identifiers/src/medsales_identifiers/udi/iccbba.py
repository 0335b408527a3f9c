"""UDI of ICCBBA (ISBT 128): tissues, cells and blood bags."""

import datetime as dt
from typing import Final, NamedTuple

from medsales_core.model import UdiAgency
from medsales_core.text import text
from medsales_identifiers.dates import day_of_year
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside
from medsales_identifiers.udi.value import Parts, Udi, known

__all__ = ["read_iccbba", "read_iccbba_di", "write_iccbba"]

_PLAIN: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# Three digits of a year: 9 stands for 1900 in front, all others for 2000.
_NINETIES: Final = 900

_DI: Final = text("=/ and a processor product identification code", "=/加处理机构产品识别码")
_KEY: Final = text("data structure", "数据结构")
_CAPITALS: Final = text("capital letters and digits", "大写字母和数字")
_DATE: Final = text(
    "YYYJJJ, the year without its first digit and the day of the year", "YYYJJJ（年份后三位加年内日序）"
)


class _Structure(NamedTuple):
    """One data structure: the field it fills, and how long it is."""

    field: str
    length: int


_STRUCTURES: Final = {
    "&,1": _Structure("lot", 18),
    "=/": _Structure("di", 16),
    "=,": _Structure("serial", 6),
    "=>": _Structure("expires_on", 6),
    "=}": _Structure("made_on", 6),
    "=)": _Structure("di", 10),
    "&)": _Structure("lot", 10),
    "=+": _Structure("", 5),
    "=": _Structure("donation", 15),
}


def read_iccbba(raw: str, begin: int, notes: Notes) -> Udi:
    """Read the data structures that begin at the index *begin* of *raw*."""
    parts, at = Parts(notes), begin
    while 0 <= at < len(raw):
        at = _take_structure(raw, at, parts)
    parts.need(["=/", "=)"], len(raw), _DI)
    return parts.udi(raw, UdiAgency.ICCBBA)


def read_iccbba_di(raw: str, notes: Notes) -> Udi:
    """Read *raw* as a device identifier alone, with or without its ``=/``."""
    parts = Parts(notes)
    at = 2 if raw.startswith("=/") else 0
    _take("=/", _STRUCTURES["=/"], raw[at:], at, parts)
    return parts.udi(raw, UdiAgency.ICCBBA)


def write_iccbba(elements: dict[str, str]) -> str:
    """The text of *elements*, by data identifier, in their order."""
    return "".join(f"{key}{value}" for key, value in elements.items())


def _take_structure(raw: str, at: int, parts: Parts) -> int:
    """Take one data structure, and give the index behind it; -1 where it is not known."""
    mark = next((mark for mark in _STRUCTURES if raw.startswith(mark, at)), "")
    donation = mark == "=" and raw[at + 1 : at + 2] in _PLAIN and at + 1 < len(raw)
    if not mark or (mark == "=" and not donation):
        parts.notes.add("unknown-element", at, raw[at : at + 2], expected=known(_STRUCTURES), what=_KEY)
        return -1
    structure = _STRUCTURES[mark]
    begin = at + len(mark)
    _take(mark, structure, raw[begin : begin + structure.length], begin, parts)
    return begin + structure.length


def _take(mark: str, structure: _Structure, value: str, at: int, parts: Parts) -> None:
    what = text(f"structure {mark}", f"数据结构{mark}")
    outside = first_outside(value, _PLAIN)
    if not parts.add(mark, value, at):
        return
    if len(value) != structure.length:
        expected = text(f"{structure.length} characters", f"{structure.length}个字符")
        parts.notes.add("wrong-length", at, value, expected=expected, what=what)
    elif outside >= 0:
        parts.notes.add("wrong-character", at + outside, value[outside], expected=_CAPITALS, what=what)
    elif structure.field.endswith("_on"):
        day = _day(value)
        if day is None:
            parts.notes.add("not-a-date", at, value, expected=_DATE, what=what)
        else:
            parts.put(structure.field, day, at)
    elif structure.field:
        parts.put(structure.field, value)


def _day(written: str) -> dt.date | None:
    if not DIGITS.issuperset(written):
        return None
    year = int(written[:3])
    return day_of_year(year + (1000 if year >= _NINETIES else 2000), int(written[3:]))
