"""The secondary data of HIBCC: lot or serial number, dates and quantity."""

import datetime as dt
from typing import Final

from medsales_core.text import text
from medsales_identifiers.dates import day_of_month, day_of_year, full_year, written_day
from medsales_identifiers.reading import DIGITS, first_outside
from medsales_identifiers.udi.value import Parts

__all__ = ["read_secondary"]

_NUMBER: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. ")
_LONGEST: Final = 18
_JULIAN: Final = 5
_MOST_DIGITS: Final = 5
_FULL_DATE: Final = "YYYYMMDD"

_LOT_OR_SERIAL: Final = text("the lot or serial number", "批号或序列号")
_SIZE: Final = text("at most 18 characters", "至多18个字符")
_SIGNS: Final = text("capital letters, digits, - . and space", "大写字母、数字、-、.和空格")
_SECONDARY: Final = text("the secondary data", "副条码数据")
_MARKS: Final = text("$, $+, $$, $$+ or a date of five digits", "$、$+、$$、$$+或五位日期")
_QUANTITY: Final = text("the quantity", "数量")
_DIGIT: Final = text("digits", "数字")
_DATE: Final = text("the expiry date", "失效日期")
_SUPPLEMENT: Final = text("supplement", "附加数据")


# How a date is written behind its format digit; 0 and 1 are the first digit of the month itself.
_DATES: Final = {
    "0": "MMYY",
    "1": "MMYY",
    "2": "MMDDYY",
    "3": "YYMMDD",
    "4": "YYMMDDHH",
    "5": "YYJJJ",
    "6": "YYJJJHH",
    "7": "",
}
_QUANTITIES: Final = {"8": 2, "9": 5}
_SUPPLEMENTS: Final = {"14D": "expires_on", "16D": "made_on", "S": "serial", "Q": "quantity"}


def read_secondary(data: str, at: int, year: int, parts: Parts) -> None:
    """Read *data*, which begins at the index *at*, and its supplements, each behind a slash."""
    main, *supplements = data.split("/")
    if main or not supplements:
        _read_main(main, at, year, parts)
    at += len(main) + 1
    for supplement in supplements:
        _read_supplement(supplement, at, parts)
        at += len(supplement) + 1


def _read_main(main: str, at: int, year: int, parts: Parts) -> None:
    mark = next((mark for mark in ("$$+", "$$", "$+", "$") if main.startswith(mark)), "")
    julian = not mark and len(main) >= _JULIAN and DIGITS.issuperset(main[:_JULIAN])
    if not mark and not julian:
        parts.notes.add("wrong-form", at, main, expected=_MARKS, what=_SECONDARY)
        return
    parts.add(mark or "YYJJJ", main[len(mark) :], at + len(mark))
    used = len(mark)
    if julian:
        used = _take_date("YYJJJ", main, 0, at, year, parts)
    elif mark in ("$$", "$$+"):
        used = _take_quantity(main, used, at, parts)
        used = _take_dated(main, used, at, year, parts)
    if used >= 0:
        name = "serial" if mark.endswith("+") else "lot"
        _take_number(name, main[used:], at + used, parts)


def _take_quantity(main: str, used: int, at: int, parts: Parts) -> int:
    """Take a quantity, where there is one, and give the index behind it; -1 where it is broken."""
    size = _QUANTITIES.get(main[used : used + 1])
    if size is None:
        return used
    digits = main[used + 1 : used + 1 + size]
    if len(digits) != size or not DIGITS.issuperset(digits):
        expected = text(f"{size} digits", f"{size}位数字")
        parts.notes.add("wrong-form", at + used + 1, digits, expected=expected, what=_QUANTITY)
        return -1
    parts.put("quantity", int(digits))
    return used + 1 + size


def _take_dated(main: str, used: int, at: int, year: int, parts: Parts) -> int:
    """Take the date that a format digit announces, and give the index behind it; -1 where it is broken."""
    if used < 0 or used == len(main):
        return used
    form = _DATES.get(main[used])
    if form is None:
        expected = text("a format digit from 0 to 7", "0至7的格式位")
        parts.notes.add("wrong-character", at + used, main[used], expected=expected, what=_DATE)
        return -1
    begin = used if form == "MMYY" else used + 1
    return _take_date(form, main, begin, at, year, parts) if form else begin


def _take_date(form: str, main: str, begin: int, at: int, year: int, parts: Parts) -> int:
    written = main[begin : begin + len(form)]
    day = _day(form, written, year) if len(written) == len(form) and DIGITS.issuperset(written) else None
    if day is None:
        parts.notes.add("not-a-date", at + begin, written, expected=form, what=_DATE)
    else:
        parts.put("expires_on", day, at + begin)
    return begin + len(form) if len(written) == len(form) else -1


def _day(form: str, written: str, year: int) -> dt.date | None:
    def part(name: str) -> int:
        begin = form.index(name)
        return int(written[begin : begin + len(name)])

    whole = full_year(part("YY"), year)
    if "JJJ" in form:
        return day_of_year(whole, part("JJJ"))
    if "DD" not in form:
        return day_of_month(whole, part("MM"), 0)
    return day_of_month(whole, part("MM"), part("DD")) if part("DD") else None


def _take_number(name: str, value: str, at: int, parts: Parts) -> None:
    outside = first_outside(value, _NUMBER)
    if len(value) > _LONGEST:
        parts.notes.add("wrong-length", at, value, expected=_SIZE, what=_LOT_OR_SERIAL)
    elif outside >= 0:
        parts.notes.add("wrong-character", at + outside, value[outside], expected=_SIGNS, what=_LOT_OR_SERIAL)
    elif value:
        parts.put(name, value)


def _read_supplement(supplement: str, at: int, parts: Parts) -> None:
    mark = next((mark for mark in _SUPPLEMENTS if supplement.startswith(mark)), "")
    value, begin = supplement[len(mark) :], at + len(mark)
    if not mark:
        parts.notes.add("unknown-element", at, supplement, what=_SUPPLEMENT)
    elif parts.add(f"/{mark}", value, begin):
        if mark == "S":
            _take_number("serial", value, begin, parts)
        elif mark == "Q":
            _take_count(value, begin, parts)
        else:
            _take_full_date(_SUPPLEMENTS[mark], value, begin, parts)


def _take_count(value: str, at: int, parts: Parts) -> None:
    if 1 <= len(value) <= _MOST_DIGITS and DIGITS.issuperset(value):
        parts.put("quantity", int(value))
    else:
        parts.notes.add("wrong-form", at, value, expected=_DIGIT, what=_QUANTITY)


def _take_full_date(name: str, value: str, at: int, parts: Parts) -> None:
    sound = len(value) == len(_FULL_DATE) and DIGITS.issuperset(value) and not value.endswith("00")
    day = written_day(value) if sound else None
    if day is None:
        parts.notes.add("not-a-date", at, value, expected=_FULL_DATE, what=_DATE)
    else:
        parts.put(name, day, at)
