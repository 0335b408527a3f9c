"""The sums and shares that several reports need, and the notes on what was left out of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from math import ceil
from statistics import median
from typing import Final

from medsales_core.money import Money
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.text import LangText, text

__all__ = ["currencies", "median_days", "ninetieth", "share", "strangers", "sum_by_currency", "to_cents"]

_CENT: Final = Decimal("0.01")
_STRANGERS: Final = text(
    "Cases of other processes, not in this report: {count}.",
    "另有{count}条记录属于其他流程，未计入本报告。",
)


def sum_by_currency(amounts: Iterable[Money | None]) -> Mapping[str, Money]:
    """One sum for each currency: amounts of two currencies are never added up."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        if amount is not None:
            before = sums.get(amount.currency)
            sums[amount.currency] = amount if before is None else before + amount
    return sums


def currencies(cases: Iterable[Case]) -> tuple[str, ...]:
    """The currencies of the amounts of *cases*, the commonest first."""
    counted = Counter(case.deal.amount.currency for case in cases if case.deal.amount)
    return tuple(sorted(counted, key=lambda currency: (-counted[currency], currency)))


def to_cents(money: Money) -> Money:
    """*money* rounded to hundredths, half to even."""
    return Money(money.amount.quantize(_CENT, rounding=ROUND_HALF_EVEN), money.currency)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """*part* of *whole*, None of nothing."""
    return Decimal(part) / Decimal(whole) if whole else None


def median_days(days: Sequence[int]) -> Decimal | None:
    """The median, None of nothing."""
    return median([Decimal(day) for day in days]) if days else None


def ninetieth(days: Sequence[int]) -> int | None:
    """The 90th percentile by nearest rank: the smallest value that nine in ten do not exceed."""
    return sorted(days)[ceil(len(days) * 9 / 10) - 1] if days else None


def strangers(portfolio: Portfolio) -> tuple[LangText, ...]:
    """A note on the cases of other processes, if there are any."""
    count = portfolio.strangers
    return (_STRANGERS.format(count=count),) if count else ()
