"""The check characters of all schemes: one function each, on the characters that they guard."""

from collections.abc import Sequence
from typing import Final

__all__ = ["HIBC_SIGNS", "USCC_SIGNS", "gs1_check", "hibc_check", "ppn_check", "uscc_check"]

#: The 31 signs of a unified social credit code, each standing for its index: no I, O, S, V and Z.
USCC_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: The 43 signs of Code 39, each standing for its index.
HIBC_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"

_HIBC: Final = {sign: value for value, sign in enumerate(HIBC_SIGNS)}
_USCC: Final = {sign: value for value, sign in enumerate(USCC_SIGNS)}
_USCC_WEIGHTS: Final[Sequence[int]] = tuple(pow(3, place, 31) for place in range(17))


def gs1_check(digits: str) -> str:
    """The check digit after *digits* of a GTIN, SSCC or GLN: weights 3, 1, 3 ... from the right, modulo 10."""
    numbers = [ord(digit) - 48 for digit in digits]
    return str(-(3 * sum(numbers[::-2]) + sum(numbers[-2::-2])) % 10)


def hibc_check(signs: str) -> str:
    """The check character after *signs* of an HIBC symbol, its leading ``+`` among them: modulo 43."""
    return HIBC_SIGNS[sum([_HIBC[sign] for sign in signs]) % 43]


def uscc_check(signs: str) -> str:
    """The check character after the 17 *signs* of a unified social credit code (GB 32100-2015): modulo 31."""
    total = sum(_USCC[sign] * weight for sign, weight in zip(signs, _USCC_WEIGHTS, strict=True))
    return USCC_SIGNS[-total % 31]


def ppn_check(signs: str) -> str:
    """The two check digits after *signs* of a pharmacy product number: ASCII values, weights 2, 3, 4 ..., modulo 97."""
    total = sum(ord(sign) * weight for weight, sign in enumerate(signs, 2))
    return f"{total % 97:02d}"
