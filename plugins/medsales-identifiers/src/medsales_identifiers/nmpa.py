"""Chinese device numbers: registration certificates, filings, and the licences and filings of traders."""

import re
from typing import Final

import attrs

from medsales_core.model import Choice
from medsales_core.text import LangText, text
from medsales_identifiers.identifier import Identifier
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside, has_length, trimmed

__all__ = ["NmpaKind", "NmpaNumber", "parse_nmpa"]

#: The short names of the provinces, one character each.
PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

_WHAT: Final = text("the NMPA number", "医疗器械注册备案编号")
_AUTHORITY: Final = text("the authority of the number", "编号的审批部门简称")
_NATION_OR_PROVINCE: Final = text("国 or the short name of a province", "“国”或省级简称")
_PLACE: Final = text("国, or a province and a city in at most three characters", "“国”或不超过三字的省市简称")
_TRADER: Final = text("a province and a city in two or three characters", "两至三字的省市简称")
_FORMS: Final = text("准 (domestic), 进 (imported) or 许 (Hong Kong, Macao, Taiwan)", "准、进或许")
_DIGITS: Final = text("the digits of the number", "编号的数字部分")
_DIGIT: Final = text("digits", "数字")
_CLASS: Final = text("the class and the authority", "管理类别与审批部门")
_MARKS: Final = "械注、械备、药监械"
_HIGHEST_CLASS: Final = 3
_LONGEST_PLACE: Final = 3
_LEGACY: Final = re.compile(r"[(（]?([准进许])[)）]?字(\d{4})第(\d{7})号?", re.ASCII)
_LEGACY_FORM: Final = "国食药监械(准)字2013第3460001号"


class NmpaKind(Choice):
    """What a Chinese device number is the number of."""

    REGISTRATION = "registration", "registration certificate", "医疗器械注册证"
    FILING = "filing", "filing of a class I device", "第一类医疗器械备案"
    LEGACY_REGISTRATION = "legacy-registration", "registration certificate before 2014", "2014年前的注册证"
    TRADING_LICENCE = "trading-licence", "trading licence", "医疗器械经营许可证"
    TRADING_FILING = "trading-filing", "trading filing", "第二类医疗器械经营备案"


@attrs.frozen(kw_only=True)
class NmpaNumber(Identifier):
    """A Chinese device number.

    Args:
        kind: What it is the number of; None where that could not be told.

        authority: Who gave it, as it is abbreviated: ``国``, ``苏``, ``浙温``.

        form: ``准`` domestic, ``进`` imported, ``许`` Hong Kong, Macao or Taiwan; empty where it has none.

        year: Of the first registration or filing; a renewal keeps it, so it tells nothing of the expiry.

        device_class: 1, 2 or 3.

        category: The two digits of the product category.

        serial: The running number in the year.
    """

    kind: NmpaKind | None = None
    authority: str = ""
    form: str = ""
    year: int | None = None
    device_class: int | None = None
    category: str = ""
    serial: str = ""


def parse_nmpa(raw: str) -> NmpaNumber:
    """Read *raw* as a Chinese registration, filing or trading number, in the present form or that before 2014."""
    notes = Notes(_WHAT)
    body, begin = trimmed(raw, notes)
    found = NmpaNumber(raw=raw)
    if body:
        found = _read(raw, body, begin, notes)
    return attrs.evolve(found, problems=notes.all())


def _read(raw: str, body: str, begin: int, notes: Notes) -> NmpaNumber:
    for mark, read in _READERS.items():
        authority, found, rest = body.partition(mark)
        if found:
            return read(raw, authority, rest, begin, notes)
    notes.add("unknown-structure", begin, body, expected=_MARKS)
    return NmpaNumber(raw=raw)


def _registration(raw: str, authority: str, rest: str, begin: int, notes: Notes) -> NmpaNumber:
    if authority != "国" and not (len(authority) == 1 and authority in PROVINCES):
        notes.add("wrong-form", begin, authority, expected=_NATION_OR_PROVINCE, what=_AUTHORITY)
    at = begin + len(authority) + 2
    form, digits = rest[:1], rest[1:]
    if form not in ("准", "进", "许"):
        notes.add("wrong-character", at, form, expected=_FORMS)
    if not _are_digits(digits, 11, at + 1, notes):
        return NmpaNumber(raw=raw, kind=NmpaKind.REGISTRATION, authority=authority, form=form)
    _judge_class(authority, form, int(digits[4]), at + 5, notes)
    return NmpaNumber(
        raw=raw,
        kind=NmpaKind.REGISTRATION,
        authority=authority,
        form=form,
        year=int(digits[:4]),
        device_class=int(digits[4]),
        category=digits[5:7],
        serial=digits[7:],
    )


def _judge_class(authority: str, form: str, device_class: int, at: int, notes: Notes) -> None:
    """Classes II and III are registered; all but the domestic class II by the nation."""
    national = form in ("进", "许") or device_class == _HIGHEST_CLASS
    if device_class not in (2, 3):
        wanted = text("class 2 or 3, since class 1 is filed", "第2类或第3类（第1类为备案）")
        notes.add("wrong-form", at, str(device_class), expected=wanted, what=_CLASS)
    elif national != (authority == "国"):
        wanted = (
            text("国", "国")
            if national
            else text("a province for a domestic class 2", "境内第2类应为省级简称")
        )
        notes.add("contradiction", at, f"{authority}…{form}…{device_class}", expected=wanted, what=_CLASS)


def _filing(raw: str, authority: str, rest: str, begin: int, notes: Notes) -> NmpaNumber:
    _judge_place(authority, 1, begin, _PLACE, notes)
    digits = rest.removesuffix("号")
    if not _are_digits(digits, 8, begin + len(authority) + 2, notes):
        return NmpaNumber(raw=raw, kind=NmpaKind.FILING, authority=authority)
    return NmpaNumber(
        raw=raw,
        kind=NmpaKind.FILING,
        authority=authority,
        year=int(digits[:4]),
        device_class=1,
        serial=digits[4:],
    )


def _trading(raw: str, authority: str, rest: str, begin: int, notes: Notes) -> NmpaNumber:
    place = authority.removesuffix("食")
    _judge_place(place, 2, begin, _TRADER, notes)
    at = begin + len(authority) + 5
    kinds = {"许": NmpaKind.TRADING_LICENCE, "备": NmpaKind.TRADING_FILING}
    kind = kinds.get(rest[:1])
    if kind is None:
        notes.add("wrong-character", at, rest[:1], expected=text("许 or 备", "许或备"))
    digits = rest[1:].removesuffix("号")
    if not _are_digits(digits, 8, at + 1, notes):
        return NmpaNumber(raw=raw, kind=kind, authority=place)
    return NmpaNumber(raw=raw, kind=kind, authority=place, year=int(digits[:4]), serial=digits[4:])


def _legacy(raw: str, authority: str, rest: str, begin: int, notes: Notes) -> NmpaNumber:
    place = authority.removesuffix("食")
    _judge_place(place, 1, begin, _PLACE, notes)
    parts = _LEGACY.fullmatch(rest)
    if not parts:
        notes.add("wrong-form", begin + len(authority) + 3, rest, expected=_LEGACY_FORM)
        return NmpaNumber(raw=raw, kind=NmpaKind.LEGACY_REGISTRATION, authority=place)
    form, year, number = parts.groups()
    return NmpaNumber(
        raw=raw,
        kind=NmpaKind.LEGACY_REGISTRATION,
        authority=place,
        form=form,
        year=int(year),
        device_class=int(number[0]),
        category=number[1:3],
        serial=number[3:],
    )


def _judge_place(place: str, least: int, begin: int, expected: LangText, notes: Notes) -> None:
    if not least <= len(place) <= _LONGEST_PLACE or not all("一" <= sign <= "龥" for sign in place):
        notes.add("wrong-form", begin, place, expected=expected, what=_AUTHORITY)


def _are_digits(digits: str, length: int, at: int, notes: Notes) -> bool:
    outside = first_outside(digits, DIGITS)
    if outside >= 0:
        notes.add("wrong-character", at + outside, digits[outside], expected=_DIGIT, what=_DIGITS)
        return False
    return has_length(digits, length, notes, at, _DIGITS)


# A trading number holds the mark of a legacy registration too, so it is looked for first.
_READERS: Final = {"械注": _registration, "械备": _filing, "药监械经营": _trading, "药监械": _legacy}
