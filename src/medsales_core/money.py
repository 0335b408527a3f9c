"""Money: a decimal amount and an ISO 4217 currency, and nothing that could blur either."""

from decimal import Decimal, InvalidOperation
from typing import Final

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.text import closest

__all__ = ["CURRENCIES", "Money"]

# ISO 4217 active codes (list one), without funds, metals and test codes.
CURRENCIES: Final = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
    LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR
    PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
    SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF
    YER ZAR ZMW ZWG
    """.split()
)

_MOST_DIGITS: Final = 30


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise ValueRefused(
            f"an amount is a Decimal, an int or text, not {value!r}",
            hint="floats lose cents: write Money('0.10', 'CNY')",
        )
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise ValueRefused(f"{value!r} is not a decimal amount", hint="for example '7450000.00'") from None
    if not amount.is_finite():
        raise ValueRefused(f"an amount is finite, not {value!r}")
    if amount and abs(amount.adjusted()) > _MOST_DIGITS:
        # Written out, 1E+9999999 would fill any memory.
        raise ValueRefused(f"an amount has at most {_MOST_DIGITS} digits, not {value!r}")
    return amount


def _currency(code: object) -> str:
    if isinstance(code, str) and code in CURRENCIES:
        return code
    near = closest(str(code).upper(), CURRENCIES)
    raise ValueRefused(
        f"{code!r} is not an ISO 4217 currency code", hint=f"did you mean {near!r}?" if near else ""
    )


@attrs.frozen
class Money:
    """An amount in one currency; amounts of two currencies never meet unasked.

    Args:
        amount: Decimal, int or text; a float or a NaN is refused.

        currency: ISO 4217 code.
    """

    amount: Decimal = attrs.field(converter=_amount)
    currency: str = attrs.field(converter=_currency)

    @classmethod
    def parse(cls, written: str) -> "Money":
        """Read ``"1200000.00 CNY"``, the form that `str` writes."""
        amount, _, currency = written.strip().rpartition(" ")
        if not amount:
            raise ValueRefused(f"{written!r} is not money", hint="write '1200000.00 CNY'")
        return cls(amount, currency)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        if isinstance(factor, float):
            raise ValueRefused(f"money is multiplied by a Decimal or an int, not {factor!r}")
        if not isinstance(factor, Decimal | int):
            return NotImplemented
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other).amount if isinstance(other, Money) else NotImplemented

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other).amount if isinstance(other, Money) else NotImplemented

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other).amount if isinstance(other, Money) else NotImplemented

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other).amount if isinstance(other, Money) else NotImplemented

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueRefused(
                f"{self.currency} and {other.currency} cannot be taken together",
                hint="convert one of them first, at a rate with a date",
            )
        return other
