"""The base of every closed list of values: an identifier, with its name in both languages."""

from enum import StrEnum
from typing import TYPE_CHECKING, Self

from medsales_core.text import LangText, text

__all__ = ["Choice"]


class Choice(StrEnum):
    """One value of a closed list: equal to its identifier as text, and named for a person.

    ::

        class NeedDimension(Choice):
            PATIENT = "patient", "patient", "患者"
    """

    label: LangText

    if TYPE_CHECKING:
        # What a caller sees: a value is found by its identifier.
        def __new__(cls, value: object) -> Self: ...

    else:

        def __new__(cls, value: str, en: str, zh: str) -> Self:
            member = str.__new__(cls, value)
            member._value_ = value
            member.label = text(en, zh)
            return member
