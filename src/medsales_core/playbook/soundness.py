"""What no playbook may hold, whatever it means: numbers beyond all use, tables in tables without end."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from medsales_core.config import Diagnostics
from medsales_core.config.positions import Path
from medsales_core.playbook.layers import Layers

__all__ = ["is_sound"]

# What walks the tables would run out of stack, or of time: 1e999999999 written out fills the memory.
_DEEPEST: Final = 80
_LARGEST: Final = Decimal(10) ** 18
_FINEST: Final = -30


def is_sound(layers: Layers, found: Diagnostics) -> bool:
    """Whether *layers* can be read on; what keeps them from it is reported."""
    if _is_usable_throughout(layers.data):
        return True
    for code, path, message in _defects(layers.data):
        found.error(layers, path, code, message)
    return False


def _is_usable_throughout(data: dict[str, Any]) -> bool:
    """Whether there is no defect: a walk without paths, since nearly every playbook is sound."""
    level: list[Any] = [data]
    for _ in range(_DEEPEST + 1):
        inner: list[Any] = []
        for value in level:
            for item in value.values() if type(value) is dict else value:
                kind = type(item)
                if kind is dict or kind is list:
                    inner.append(item)
                elif kind is not str and isinstance(item, int | Decimal) and not _is_usable(item):
                    return False
        level = inner
    return not level


def _defects(data: dict[str, Any]) -> Iterator[tuple[str, Path, str]]:
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in inner:
            if isinstance(item, dict | list):
                if len(path) < _DEEPEST:
                    waiting.append(((*path, key), item))
                else:
                    yield "too-deep", path, f"tables and lists lie in one another more than {_DEEPEST} deep"
            elif isinstance(item, int | Decimal) and not _is_usable(item):
                yield (
                    "value-too-large",
                    (*path, key),
                    f"{_short(item)} is no number that a playbook could need",
                )


def _is_usable(number: int | Decimal) -> bool:
    if isinstance(number, int):
        return -_LARGEST < number < _LARGEST
    exponent = number.as_tuple().exponent
    # Without an exponent it is NaN or infinite, which is told where a number is wanted.
    return not isinstance(exponent, int) or (exponent >= _FINEST and number.adjusted() < 18)  # noqa: PLR2004


def _short(number: int | Decimal) -> str:
    written = f"{number}" if isinstance(number, Decimal) else f"{number:e}" if abs(number) < 10**300 else "it"
    return f"{written[:20]}..." if len(written) > 20 else written  # noqa: PLR2004
