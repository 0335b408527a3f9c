"""Premarket numbers of the FDA: 510(k), PMA with supplements, De Novo, humanitarian device exemption."""

import re
from typing import Final

import attrs

from medsales_core.model import Choice
from medsales_core.text import text
from medsales_identifiers.identifier import Identifier
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside, has_length, trimmed

__all__ = ["PremarketKind", "PremarketNumber", "parse_premarket"]

_WHAT: Final = text("the FDA premarket number", "FDA上市前编号")
_DIGITS: Final = text("the digits of the number", "编号的数字部分")
_SUPPLEMENT: Final = text("the supplement of the PMA", "PMA补充编号")
_DIGIT: Final = text("digits", "数字")
_MARKS: Final = "K, P, N, DEN, H"
_SUPPLEMENT_FORM: Final = text("S and three digits, as in P920015/S302", "S加三位数字，如P920015/S302")
_SUPPLEMENT_TEXT: Final = re.compile(r" ?/? ?S([0-9]{3})")
# Devices are cleared since 1976: what is below that is of this century.
_FIRST_YEAR: Final = 76


class PremarketKind(Choice):
    """How the FDA let a device onto the market."""

    CLEARANCE = "fda-510k", "510(k)", "510(k)"
    APPROVAL = "fda-pma", "PMA", "上市前批准(PMA)"
    DE_NOVO = "fda-denovo", "De Novo", "De Novo"
    HUMANITARIAN = "fda-hde", "humanitarian device exemption", "人道主义器械豁免"


_KINDS: Final = {
    "DEN": PremarketKind.DE_NOVO,
    "K": PremarketKind.CLEARANCE,
    "P": PremarketKind.APPROVAL,
    "N": PremarketKind.APPROVAL,
    "H": PremarketKind.HUMANITARIAN,
}


@attrs.frozen(kw_only=True)
class PremarketNumber(Identifier):
    """A premarket number of the FDA.

    Args:
        kind: How the device was let onto the market; None where that could not be told.

        number: The number without its supplement: ``P920015``.

        year: The year it was given.

        supplement: The supplement of a PMA: ``S302``; empty where there is none.
    """

    kind: PremarketKind | None = None
    number: str = ""
    year: int | None = None
    supplement: str = ""


def parse_premarket(raw: str) -> PremarketNumber:
    """Read *raw* as a 510(k), PMA, De Novo or HDE number."""
    notes = Notes(_WHAT)
    body, begin = trimmed(raw, notes)
    mark = next((mark for mark in _KINDS if body.startswith(mark)), "")
    if body and not mark:
        notes.add("unknown-structure", begin, body, expected=_MARKS)
    if not mark:
        return PremarketNumber(raw=raw, problems=notes.all())
    digits, rest = body[len(mark) : len(mark) + 6], body[len(mark) + 6 :]
    sound = _are_digits(digits, begin + len(mark), notes)
    supplement = _supplement(mark, rest, begin + len(mark) + 6, notes) if sound and rest else ""
    return PremarketNumber(
        raw=raw,
        problems=notes.all(),
        kind=_KINDS[mark],
        number=mark + digits if sound else "",
        year=_year(int(digits[:2])) if sound else None,
        supplement=supplement,
    )


def _are_digits(digits: str, at: int, notes: Notes) -> bool:
    outside = first_outside(digits, DIGITS)
    if outside >= 0:
        notes.add("wrong-character", at + outside, digits[outside], expected=_DIGIT, what=_DIGITS)
        return False
    return has_length(digits, 6, notes, at, _DIGITS)


def _supplement(mark: str, rest: str, at: int, notes: Notes) -> str:
    """The supplement in what follows the number; only a PMA has one."""
    if _KINDS[mark] is not PremarketKind.APPROVAL:
        notes.add("wrong-length", at, rest, expected=text("nothing more", "无更多字符"))
        return ""
    found = _SUPPLEMENT_TEXT.fullmatch(rest)
    if not found:
        notes.add("wrong-form", at, rest, expected=_SUPPLEMENT_FORM, what=_SUPPLEMENT)
        return ""
    return f"S{found[1]}"


def _year(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= _FIRST_YEAR else 2000)
