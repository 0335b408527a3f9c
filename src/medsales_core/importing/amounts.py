"""Numbers and money as files write them: declared signs only, and no digit lost."""

import re
from decimal import Decimal
from typing import Final

from medsales_core.importing.mapping import Column, ValueRules
from medsales_core.importing.rejects import BadCell, near
from medsales_core.money import CURRENCIES, Money

__all__ = ["Amounts"]

# Spaces that do not break stand between the groups of many a written number.
_BLANKS: Final = re.compile("[\u00a0\u2007\u202f ]")

# What a store keeps of a whole number.
_TOO_LARGE: Final = 2**63


class Amounts:
    """Reads the numbers of a run, by the signs that were declared."""

    def __init__(self, rules: ValueRules) -> None:
        self._rules = rules
        group, point = re.escape(rules.thousands), re.escape(rules.decimal)
        # A group that has not three digits is another sign's number: 1234,56 is not 123456.
        whole = f"[0-9]+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+" if group else "[0-9]+"
        self._shape = re.compile(f"({whole})?(?:{point}([0-9]*))?")

    def money(self, cell: str, column: Column, currency: str) -> Money:
        """The amount in *currency*, or in that of the column or the file where it is empty."""
        bare = cell
        for sign in self._rules.signs:
            bare = bare.replace(sign, "")
        number = self._number(bare)
        if number is None:
            raise BadCell(
                "bad-money", column.name, cell, decimal=self._rules.decimal, thousands=self._rules.thousands
            )
        code = currency or column.currency or self._rules.currency
        if code not in CURRENCIES:
            raise BadCell("bad-currency", column.currency_column, code, near=near(code.upper(), CURRENCIES))
        return Money(number, code)

    def decimal(self, cell: str, column: Column) -> Decimal:
        """The number; of a column in percent, its hundredth."""
        bare = cell.removesuffix("%") if column.percent else cell
        number = self._number(bare)
        if number is None:
            raise BadCell("bad-number", column.name, cell)
        return number.scaleb(-2) if column.percent else number

    def whole(self, cell: str, column: Column) -> int:
        """The whole number; ``12.0``, as spreadsheets write, is one."""
        number = self.decimal(cell, column)
        if number != number.to_integral_value() or abs(number) >= _TOO_LARGE:
            raise BadCell("bad-number", column.name, cell)
        return int(number)

    def _number(self, cell: str) -> Decimal | None:
        bare, sign = _BLANKS.sub(" ", cell).strip(), ""
        if bare.startswith("(") and bare.endswith(")"):
            bare, sign = bare[1:-1], "-"
        elif bare[:1] in ("-", "+"):
            bare, sign = bare[1:].lstrip(), bare[:1]
        match = self._shape.fullmatch(bare)
        if match is None or not any(match.groups()):
            return None
        whole, fraction = match.group(1) or "0", match.group(2) or ""
        digits = whole.replace(self._rules.thousands, "") if self._rules.thousands else whole
        number = Decimal(f"{sign}{digits}.{fraction}" if fraction else f"{sign}{digits}")
        return abs(number) if number == 0 else number
