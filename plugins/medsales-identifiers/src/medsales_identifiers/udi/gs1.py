"""UDI of GS1: element strings with brackets as people read them, or with separators as scanners send them."""

import re
from collections.abc import Iterator
from typing import Final

from medsales_core.model import UdiAgency
from medsales_core.text import LangText, text
from medsales_identifiers.check_characters import gs1_check
from medsales_identifiers.dates import written_day
from medsales_identifiers.gtin import parse_gtin
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import first_outside
from medsales_identifiers.udi.application_identifiers import CHARACTERS, FORMS, KEY_LENGTHS, Form
from medsales_identifiers.udi.value import Parts, Udi

__all__ = ["GS", "read_gs1", "read_gtin", "write_gs1"]

#: What a scanner sends for FNC1 where it ends an element.
GS: Final = "\x1d"

_BRACKETED: Final = re.compile(r"\(([0-9]{2,4})\)")
_KEY: Final = text("application identifier", "应用标识符(AI)")
_DI: Final = text("(01) and a GTIN", "(01)加GTIN")
_DATE: Final = text("YYMMDD, where the day may be 00", "YYMMDD（日可为00）")
_CLASSES: Final = {
    "N": text("digits", "数字"),
    "X": text("the characters of GS1's set 82", "GS1字符集82中的字符"),
    "Y": text("the characters of GS1's set 39", "GS1字符集39中的字符"),
    "Z": text("the characters of base64url", "base64url字符"),
}
#: The field of a UDI that an element fills.
_FIELDS: Final = {"10": "lot", "21": "serial", "11": "made_on", "17": "expires_on", "7003": "expires_on"}
_COUNTS: Final = ("30", "37")

_Token = tuple[str, str, int]


def read_gs1(raw: str, begin: int, year: int, notes: Notes) -> Udi:
    """Read the element string that begins at the index *begin* of *raw*."""
    parts = Parts(notes)
    bracketed = raw.startswith("(", begin)
    for key, value, at in (_bracketed if bracketed else _separated)(raw, begin, notes):
        _take(key, value, at, year, parts)
    parts.need(["01"], len(raw), _DI)
    return parts.udi(raw, UdiAgency.GS1)


def read_gtin(raw: str, agency: UdiAgency = UdiAgency.GS1) -> Udi:
    """Read *raw* as a device identifier alone: a GTIN without an application identifier."""
    gtin = parse_gtin(raw)
    return Udi(raw=raw, problems=gtin.problems, agency=agency, di=gtin.gtin14)


def write_gs1(elements: dict[str, str], *, bracketed: bool = True) -> str:
    """The element string of *elements*, by application identifier, in their order.

    Args:
        elements: The content of each element: ``{"01": "06901234567892", "10": "A1"}``.

        bracketed: As people read it; otherwise as a scanner sends it.
    """
    if bracketed:
        return "".join(f"({key}){value}" for key, value in elements.items())
    ended = (f"{key}{value}{'' if FORMS[key].fixed else GS}" for key, value in elements.items())
    return "".join(ended).removesuffix(GS)


def _bracketed(raw: str, begin: int, notes: Notes) -> Iterator[_Token]:
    """The elements between brackets; digits in brackets are always taken for an identifier."""
    marks = list(_BRACKETED.finditer(raw, begin))
    if not marks or marks[0].start() != begin:
        notes.add("unknown-element", begin, raw[begin : begin + 6], what=_KEY)
    if not marks:
        return
    ends = [mark.start() for mark in marks[1:]] + [len(raw)]
    for mark, end in zip(marks, ends, strict=True):
        if mark[1] not in FORMS:
            notes.add("unknown-element", mark.start() + 1, mark[1], what=_KEY)
            continue
        value = raw[mark.end() : end]
        inner = value.strip()
        if inner != value:
            notes.add("stray-blank", mark.end(), value, what=_name(mark[1]))
        yield mark[1], inner, mark.end() + (value.index(inner) if inner else 0)


def _separated(raw: str, begin: int, notes: Notes) -> Iterator[_Token]:
    """The elements of what a scanner sends: some of fixed length, the others as far as the next separator."""
    at, end = begin, len(raw)
    while at < end:
        if raw[at] == GS:
            at += 1
            continue
        key = raw[at : at + KEY_LENGTHS.get(raw[at : at + 2], 2)]
        form = FORMS.get(key)
        if form is None:
            notes.add("unknown-element", at, key, what=_KEY)
            return
        at += len(key)
        stop = raw.find(GS, at, at + form.most) if form.fixed else raw.find(GS, at)
        if stop < 0:
            stop = min(at + form.most, end) if form.fixed else end
        yield key, raw[at:stop], at
        at = stop


def _take(key: str, value: str, at: int, year: int, parts: Parts) -> None:
    form = FORMS[key]
    if not parts.add(key, value, at) or not _has_form(key, form, value, at, parts.notes):
        return
    if form.checked:
        _judge_check(key, value, form.checked, at, parts.notes)
    if key == "01":
        parts.put("di", value)
    elif form.dated:
        _take_date(key, value, at, year, parts)
    elif key in _FIELDS:
        parts.put(_FIELDS[key], value)
    elif key in _COUNTS:
        parts.put("quantity", int(value))


def _has_form(key: str, form: Form, value: str, at: int, notes: Notes) -> bool:
    if not form.least <= len(value) <= form.most:
        long = len(value) > form.most and not form.fixed
        notes.add(
            "element-too-long" if long else "wrong-length", at, value, expected=_size(form), what=_name(key)
        )
        return False
    if form.only and CHARACTERS[form.only].issuperset(value):
        return True
    outside = _first_outside(form, value)
    if outside < 0:
        return True
    expected = _CLASSES[form.classes[outside]]
    notes.add("wrong-character", at + outside, value[outside], expected=expected, what=_name(key))
    return False


def _first_outside(form: Form, value: str) -> int:
    if form.only:
        return first_outside(value, CHARACTERS[form.only])
    wrong = (index for index, sign in enumerate(value) if sign not in CHARACTERS[form.classes[index]])
    return next(wrong, -1)


def _judge_check(key: str, value: str, checked: tuple[int, int], at: int, notes: Notes) -> None:
    first, last = checked
    wanted = gs1_check(value[first : last - 1])
    if value[last - 1] != wanted:
        notes.add("wrong-check-character", at + last - 1, value[last - 1], expected=wanted, what=_name(key))


def _take_date(key: str, value: str, at: int, year: int, parts: Parts) -> None:
    day = written_day(value[:6], year)
    if day is None:
        parts.notes.add("not-a-date", at, value[:6], expected=_DATE, what=_name(key))
    elif key in _FIELDS:
        parts.put(_FIELDS[key], day, at)


def _size(form: Form) -> LangText:
    size = str(form.most) if form.least == form.most else f"{form.least}-{form.most}"
    return text(f"{size} characters", f"{size}个字符")


def _name(key: str) -> LangText:
    return text(f"element ({key})", f"数据元素({key})")
