"""The unified social credit code of Chinese organisations (GB 32100-2015)."""

from typing import Final

import attrs

from medsales_core.text import text
from medsales_identifiers.check_characters import USCC_SIGNS, uscc_check
from medsales_identifiers.identifier import Identifier
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside, has_length, trimmed

__all__ = ["CreditCode", "credit_code_from", "parse_credit_code"]

_WHAT: Final = text("the unified social credit code", "统一社会信用代码")
_REGION: Final = text("the region of the credit code", "统一社会信用代码的行政区划")
_SIGNS: Final = text(
    "digits and capital letters without I, O, S, V and Z", "数字及除I、O、S、V、Z外的大写字母"
)
_DIGITS: Final = text("digits", "数字")


@attrs.frozen(kw_only=True)
class CreditCode(Identifier):
    """A unified social credit code.

    Args:
        code: Its 18 characters, in capitals.

        department: The department that registered the organisation.

        body_type: What kind of organisation it is.

        region: Where it was registered, by the six digits of GB/T 2260.

        organisation: Its organisation code of nine characters.
    """

    code: str = ""
    department: str = ""
    body_type: str = ""
    region: str = ""
    organisation: str = ""


def parse_credit_code(raw: str) -> CreditCode:
    """Read *raw* as a unified social credit code."""
    notes = Notes(_WHAT)
    body, begin = trimmed(raw, notes)
    code = _capitals(body, begin, notes)
    if not code or not _is_sound(code, begin, notes):
        return CreditCode(raw=raw, problems=notes.all())
    return CreditCode(
        raw=raw,
        problems=notes.all(),
        code=code,
        department=code[0],
        body_type=code[1],
        region=code[2:8],
        organisation=code[8:17],
    )


def credit_code_from(signs: str) -> str:
    """A whole credit code from its first 17 *signs*."""
    return signs + uscc_check(signs)


def _capitals(body: str, begin: int, notes: Notes) -> str:
    small = next((index for index, sign in enumerate(body) if "a" <= sign <= "z"), -1)
    if small < 0:
        return body
    notes.add("lower-case", begin + small, body[small], expected=body[small].upper())
    return "".join(sign.upper() if "a" <= sign <= "z" else sign for sign in body)


def _is_sound(code: str, begin: int, notes: Notes) -> bool:
    outside = first_outside(code, USCC_SIGNS)
    if outside >= 0:
        notes.add("wrong-character", begin + outside, code[outside], expected=_SIGNS)
        return False
    if not has_length(code, 18, notes, begin):
        return False
    outside = first_outside(code[2:8], DIGITS)
    if outside >= 0:
        at = 2 + outside
        notes.add("wrong-character", begin + at, code[at], expected=_DIGITS, what=_REGION)
    wanted = uscc_check(code[:17])
    if code[17] != wanted:
        notes.add("wrong-check-character", begin + 17, code[17], expected=wanted)
    return True
