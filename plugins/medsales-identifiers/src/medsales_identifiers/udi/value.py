"""A unique device identifier with its parts, whoever issued it."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import attrs

from medsales_core.model import UdiAgency
from medsales_core.text import LangText, text
from medsales_identifiers.identifier import Identifier
from medsales_identifiers.problems import Notes

__all__ = ["Element", "Parts", "Udi"]

_EXPIRY = text("the expiry date of the UDI", "UDI的失效日期")


class Element(NamedTuple):
    """One element of a UDI as it is written.

    Args:
        key: What the agency calls it: ``17`` in GS1, ``$$`` in HIBCC, ``=/`` in ICCBBA, ``L`` in MA, ``1T`` in IFA.

        value: Its text.

        position: The character of the raw text that its value begins at, counted from 1.
    """

    key: str
    value: str
    position: int


@attrs.frozen(kw_only=True)
class Udi(Identifier):
    """A unique device identifier: what the product is (DI), and which piece of it (PI).

    Args:
        agency: Who issued it; None where that could not be told.

        di: The device identifier, as databases keep it: a GTIN of 14 digits, an HIBCC code without ``+`` and
            check character; empty where there is none.

        lot: The batch.

        serial: The serial number.

        made_on: The day of manufacture.

        expires_on: The last day of use; where only a month is given, the last of that month.

        quantity: How many pieces are in the pack.

        donation: The donation identification number, of tissues and blood.

        link: The check character of the primary symbol that a secondary one of HIBCC belongs to.

        elements: All elements in their order, those without a field here among them.
    """

    agency: UdiAgency | None = None
    di: str = ""
    lot: str | None = None
    serial: str | None = None
    made_on: dt.date | None = None
    expires_on: dt.date | None = None
    quantity: int | None = None
    donation: str | None = None
    link: str = ""
    elements: tuple[Element, ...] = ()


class Parts:
    """The parts of one UDI, gathered while it is read; what is told twice is noted."""

    __slots__ = ("_dates", "elements", "fields", "notes")

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.fields: dict[str, object] = {}
        self.elements: list[Element] = []
        self._dates: dict[str, int] = {}

    def add(self, key: str, value: str, at: int) -> bool:
        """Keep an element; False, and noted, where there is one of that key already."""
        if any(element.key == key for element in self.elements):
            self.notes.add("repeated-element", at, key)
            return False
        self.elements.append(Element(key, value, at + 1))
        return True

    def need(self, keys: Iterable[str], at: int, expected: LangText) -> None:
        """Note that there is no device identifier, unless an element of one of *keys* tries to be one."""
        wanted = set(keys)
        if not any(element.key in wanted for element in self.elements):
            self.notes.add("missing-device-identifier", at, expected=expected)

    def put(self, name: str, value: object, at: int = 0) -> None:
        """Fill a field of `Udi`, unless it is filled."""
        if self.fields.setdefault(name, value) is value and isinstance(value, dt.date):
            self._dates[name] = at

    def udi(self, raw: str, agency: UdiAgency | None) -> Udi:
        """What was gathered, with all that is wrong with it."""
        made, expires = self.fields.get("made_on"), self.fields.get("expires_on")
        if isinstance(made, dt.date) and isinstance(expires, dt.date) and expires < made:
            found = f"{expires} < {made}"
            self.notes.add("dates-reversed", self._dates["expires_on"], found, what=_EXPIRY)
        fields: dict[str, object] = self.fields
        return Udi(
            raw=raw,
            problems=self.notes.all(),
            agency=agency,
            elements=tuple(self.elements),
            **fields,  # type: ignore[arg-type]
        )


def known(keys: Iterable[str]) -> str:
    """*keys* in a row, for a sentence that says what may stand there."""
    return ", ".join(keys)
