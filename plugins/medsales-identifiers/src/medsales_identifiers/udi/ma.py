"""UDI of the Chinese MA system (IDcode): parts divided by points."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from medsales_core.model import UdiAgency
from medsales_core.text import text
from medsales_identifiers.dates import written_day
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside
from medsales_identifiers.udi.value import Parts, Udi, known

__all__ = ["read_ma", "write_ma"]

_DI_PARTS: Final = 5
_PLAIN: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
# What each letter of the production identifier announces; sterilisation lot, insurance code and the check character
# have no field of their own. P is the letter for the day of manufacture in the older rules.
_FIELDS: Final = {
    "S": "serial", "L": "lot", "M": "made_on", "P": "made_on", "E": "expires_on", "V": "expires_on",
    "D": "", "Y": "", "C": "",
}  # fmt: skip

_CODE: Final = text("the MA device identifier", "MA产品标识")
_FORM: Final = text(
    "MA, country of 3 digits, M0, registrant of 6, product of 8 characters",
    "MA.三位国家代码.M0.六位注册人代码.八位产品编码",
)
_KEY: Final = text("letter of the production identifier", "生产标识分隔符")
_DATE: Final = text("YYMMDD or YYYYMMDD", "YYMMDD或YYYYMMDD")
_CAPITALS: Final = text("letters and digits", "字母和数字")
_SIZES: Final = (("country", 3), ("industry", 2), ("registrant", 6), ("product", 8))


def read_ma(raw: str, begin: int, year: int, notes: Notes) -> Udi:
    """Read the code that begins at the index *begin* of *raw*.

    Its check characters are kept and not verified: the agency gives out codes through a service of its own and has not
    published how they are made.
    """
    parts = Parts(notes)
    pieces = list(_pieces(raw, begin))
    _take_di(pieces[:_DI_PARTS], begin, parts)
    for piece, at in pieces[_DI_PARTS:]:
        _take(piece, at, year, parts)
    return parts.udi(raw, UdiAgency.MA)


def write_ma(di: str, elements: dict[str, str]) -> str:
    """The text of *di* and of *elements*, by letter, in their order."""
    return "".join([di, *(f".{key}{value}" for key, value in elements.items())])


def _pieces(raw: str, begin: int) -> Iterator[tuple[str, int]]:
    at = begin
    for piece in raw[begin:].split("."):
        yield piece, at
        at += len(piece) + 1


def _take_di(pieces: list[tuple[str, int]], begin: int, parts: Parts) -> None:
    before = len(parts.notes)
    code = ".".join(piece for piece, _ in pieces)
    parts.add("MA", code, begin)
    if len(pieces) < _DI_PARTS:
        parts.notes.add("wrong-form", begin, code, expected=_FORM, what=_CODE)
        return
    for (piece, at), (name, size) in zip(pieces[1:], _SIZES, strict=True):
        _judge(name, piece, size, at, parts.notes)
    if len(parts.notes) == before:
        parts.put("di", code)


def _judge(name: str, piece: str, size: int, at: int, notes: Notes) -> None:
    outside = first_outside(piece, DIGITS if name == "country" else _PLAIN)
    if outside >= 0:
        notes.add("wrong-character", at + outside, piece[outside], expected=_CAPITALS, what=_CODE)
    elif len(piece) != size or (name == "industry" and piece != "M0"):
        notes.add("wrong-form", at, piece, expected=_FORM, what=_CODE)


def _take(piece: str, at: int, year: int, parts: Parts) -> None:
    key, value = piece[:1], piece[1:]
    field = _FIELDS.get(key)
    if field is None:
        parts.notes.add("unknown-element", at, piece, expected=known(_FIELDS), what=_KEY)
    elif parts.add(key, value, at + 1):
        if not value:
            parts.notes.add("empty", at + 1, what=text(f"part {key}", f"{key}部分"))
        elif field.endswith("_on"):
            _take_date(key, field, value, at + 1, year, parts)
        elif field:
            parts.put(field, value)


def _take_date(key: str, field: str, value: str, at: int, year: int, parts: Parts) -> None:
    day = _day(value, year)
    if day is None:
        parts.notes.add("not-a-date", at, value, expected=_DATE, what=text(f"part {key}", f"{key}部分"))
    elif key == "E":
        # The day a device fails by is told apart from the day it is good until; the former is what binds.
        parts.fields.pop(field, None)
        parts.put(field, day, at)
    else:
        parts.put(field, day, at)


def _day(written: str, year: int) -> dt.date | None:
    whole = DIGITS.issuperset(written) and not written.endswith("00")
    return written_day(written, year) if whole else None
