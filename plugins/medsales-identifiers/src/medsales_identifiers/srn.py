"""The single registration number of an economic operator in the EU (EUDAMED actor id)."""

from typing import Final

import attrs

from medsales_core.model import Choice
from medsales_core.text import text
from medsales_identifiers.identifier import Identifier
from medsales_identifiers.problems import Notes
from medsales_identifiers.reading import DIGITS, first_outside, has_length, trimmed

__all__ = ["ActorRole", "Srn", "parse_srn"]

_WHAT: Final = text("the SRN", "欧盟SRN")
_FORM: Final = text("country, role and nine digits: DE-MF-000012345", "国家-角色-九位数字，如DE-MF-000012345")
_COUNTRY: Final = text("the country of the SRN", "SRN的国家代码")
_ROLE: Final = text("the role of the SRN", "SRN的角色")
_NUMBER: Final = text("the number of the SRN", "SRN的数字部分")
_DIGIT: Final = text("digits", "数字")
_LETTERS: Final = text("two capital letters", "两个大写字母")
_DASHES: Final = 2
_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class ActorRole(Choice):
    """The roles that are registered; distributors have no SRN."""

    MANUFACTURER = "MF", "manufacturer", "制造商"
    REPRESENTATIVE = "AR", "authorised representative", "授权代表"
    IMPORTER = "IM", "importer", "进口商"
    PACK_PRODUCER = "PR", "system or procedure pack producer", "系统或手术包生产者"


_ROLES: Final = {role.value: role for role in ActorRole}


@attrs.frozen(kw_only=True)
class Srn(Identifier):
    """A single registration number; one firm may have several.

    Args:
        country: Where the operator is, by ISO 3166-1 alpha-2.

        role: What it does.

        number: The nine digits.
    """

    country: str = ""
    role: ActorRole | None = None
    number: str = ""


def parse_srn(raw: str) -> Srn:
    """Read *raw* as an SRN."""
    notes = Notes(_WHAT)
    body, begin = trimmed(raw, notes)
    if body.count("-") != _DASHES:
        if body:
            notes.add("wrong-form", begin, body, expected=_FORM)
        return Srn(raw=raw, problems=notes.all())
    country, role, number = body.split("-")
    _judge(country, role, number, begin, notes)
    return Srn(raw=raw, problems=notes.all(), country=country, role=_ROLES.get(role), number=number)


def _judge(country: str, role: str, number: str, begin: int, notes: Notes) -> None:
    if len(country) != len("CC") or not _CAPITALS.issuperset(country):
        notes.add("wrong-form", begin, country, expected=_LETTERS, what=_COUNTRY)
    at = begin + len(country) + 1
    if role not in _ROLES:
        notes.add("wrong-form", at, role, expected=", ".join(_ROLES), what=_ROLE)
    at += len(role) + 1
    outside = first_outside(number, DIGITS)
    if outside >= 0:
        notes.add("wrong-character", at + outside, number[outside], expected=_DIGIT, what=_NUMBER)
    else:
        has_length(number, 9, notes, at, _NUMBER)
