"""Reading a UDI or a device identifier of any agency."""

import re
from typing import Final

import attrs

from medsales_core.model import UdiAgency
from medsales_core.text import text
from medsales_identifiers.dates import READ_IN
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import BLANKS, DIGITS, note_blanks
from medsales_identifiers.udi.gs1 import GS, read_gs1, read_gtin
from medsales_identifiers.udi.hibcc import is_checked_by_blank, read_hibcc, read_hibcc_di
from medsales_identifiers.udi.iccbba import read_iccbba, read_iccbba_di
from medsales_identifiers.udi.ifa import ENVELOPE, read_ifa, read_ppn
from medsales_identifiers.udi.ma import read_ma
from medsales_identifiers.udi.value import Udi

__all__ = ["parse_device_identifier", "parse_udi"]

#: More than any symbol of the agencies holds.
_LONGEST: Final = 4_000
_GTINS: Final = (8, 12, 13, 14)
_UDI: Final = text("the UDI", "UDI")
_DI: Final = text("the device identifier", "产品标识(DI)")
_SIZE: Final = text(f"at most {_LONGEST} characters", f"至多{_LONGEST}个字符")
_KNOWN: Final = text("a GTIN or a code of HIBCC, ICCBBA, MA or IFA", "GTIN或HIBCC、ICCBBA、MA、IFA编码")
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
#: What some scanners send in front, to tell the kind of symbol.
_SYMBOLOGY: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_MARKS: Final = text("(, digits, +, =, MA. or [)>", "(、数字、+、=、MA.或[)>")


def parse_udi(raw: str, *, year: int = READ_IN) -> Udi:
    """Read *raw* as a UDI of GS1, HIBCC, ICCBBA, MA or IFA, as printed or as scanned.

    Args:
        raw: The text; the prefix of a symbology (``]d2``) may stand in front. A GTIN alone, as a retail
            bar code holds it, is a UDI without production identifier.

        year: The year it is read in: two-digit years are taken from 49 years before it to 50 after.

    Returns:
        Its parts, as far as they could be read, and all that is wrong with it; it never raises.
    """
    notes = Notes(_UDI)
    if len(raw) > _LONGEST:
        notes.add("wrong-length", _LONGEST, raw[_LONGEST:], expected=_SIZE)
        return Udi(raw=raw, problems=notes.all())
    begin, end = _bounds(raw)
    if begin == end:
        notes.add("empty", 0)
        return Udi(raw=raw, problems=notes.all())
    note_blanks(raw, begin, end, notes)
    if _SYMBOLOGY.match(raw, begin, end):
        begin += 3
    found = _read(raw[:end], begin, year, notes)
    return found if end == len(raw) else attrs.evolve(found, raw=raw)


def parse_device_identifier(raw: str, agency: UdiAgency | None = None) -> Udi:
    """Read *raw* as a device identifier alone, the way a product master keeps it.

    Args:
        raw: A GTIN, an HIBCC code with or without ``+`` and check character, an ICCBBA code with or without
            ``=/``, an MA code up to its product, or a PPN.

        agency: Who issued it; where that is not said, it is told by how it begins.

    Returns:
        A UDI without production identifier, with all that is wrong; it never raises.
    """
    notes = Notes(_DI)
    if len(raw) > _LONGEST:
        notes.add("wrong-length", _LONGEST, raw[_LONGEST:], expected=_SIZE)
        return Udi(raw=raw, problems=notes.all())
    agency = agency or _agency(raw)
    if agency is UdiAgency.GS1:
        return read_gtin(raw)
    if agency is UdiAgency.HIBCC:
        return read_hibcc_di(raw, notes)
    if agency is UdiAgency.ICCBBA:
        return read_iccbba_di(raw, notes)
    if agency is UdiAgency.MA:
        return read_ma(raw, 0, READ_IN, notes)
    if agency is UdiAgency.IFA:
        return read_ppn(raw, notes)
    notes.add("unknown-structure" if raw else "empty", 0, raw, expected=_KNOWN)
    return Udi(raw=raw, agency=agency, problems=notes.all())


def _agency(raw: str) -> UdiAgency | None:
    """The agency whose device identifiers begin like *raw*; a PPN looks like a number of another, so never IFA."""
    if raw.startswith("MA."):
        return UdiAgency.MA
    if raw.startswith("=/"):
        return UdiAgency.ICCBBA
    if raw.startswith("+") or raw[:1] in _LETTERS:
        return UdiAgency.HIBCC
    return UdiAgency.GS1 if raw.strip(BLANKS)[:1] in DIGITS else None


def _bounds(raw: str) -> tuple[int, int]:
    """Where the symbol in *raw* begins and ends; a blank at its end may be the check character of HIBCC."""
    body = raw.strip(BLANKS)
    begin = raw.find(body)
    end = begin + len(body)
    if body.startswith("+") and raw[end : end + 1] == " " and is_checked_by_blank(body):
        end += 1
    return begin, end


def _read(raw: str, begin: int, year: int, notes: Notes) -> Udi:
    mark = raw[begin : begin + 1]
    if mark in DIGITS and len(raw) - begin in _GTINS and DIGITS.issuperset(raw[begin:]):
        gtin = read_gtin(raw[begin:])
        return attrs.evolve(gtin, raw=raw, problems=notes.all() + gtin.problems) if begin else gtin
    if mark in DIGITS or mark in ("(", GS):
        return read_gs1(raw, begin, year, notes)
    if mark in ("+", "*", "$"):
        return read_hibcc(raw, begin, year, notes)
    if mark in ("=", "&"):
        return read_iccbba(raw, begin, notes)
    if raw.startswith("MA.", begin):
        return read_ma(raw, begin, year, notes)
    if raw.startswith(ENVELOPE, begin):
        return read_ifa(raw, begin, year, notes)
    notes.add("unknown-structure", begin, raw[begin:], expected=_MARKS)
    return Udi(raw=raw, problems=notes.all())
