"""Texts that a regular expression matches, made from the expression itself."""

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any, Final

# The parser of the standard library is public in all but name, and the only reader that reads exactly as `re` does.
from re import _constants as _c  # type: ignore[attr-defined]  # isort: skip
from re import _parser  # type: ignore[attr-defined]  # isort: skip

__all__ = ["texts_like"]

_MOST: Final = 24
_SAMPLES: Final = "a0A- _.中1bZ@/"


def texts_like(pattern: str) -> Iterator[str]:
    """Some texts that *pattern* matches as a whole; none where none was found."""
    try:
        parsed = _parser.parse(pattern)
        made = list(islice(_sequence(list(parsed)), _MOST))
    except (re.error, RecursionError, OverflowError):
        return
    yield from (text for text in made if re.fullmatch(pattern, text) and text.strip())


def _sequence(items: list[Any]) -> Iterator[str]:
    parts = [list(islice(_item(*item), 4)) for item in items]
    return ("".join(chosen) for chosen in product(*parts))


def _item(operation: Any, argument: Any) -> Iterator[str]:
    if operation is _c.LITERAL:
        yield chr(argument)
    elif operation is _c.NOT_LITERAL:
        yield from (sample for sample in _SAMPLES if sample != chr(argument))
    elif operation is _c.ANY:
        yield from _SAMPLES
    elif operation is _c.IN:
        yield from _class(argument)
    elif operation is _c.BRANCH:
        for branch in argument[1]:
            yield from islice(_sequence(list(branch)), 2)
    elif operation is _c.SUBPATTERN:
        yield from _sequence(list(argument[-1]))
    elif operation in (_c.MAX_REPEAT, _c.MIN_REPEAT, _c.POSSESSIVE_REPEAT):
        yield from _repeated(*argument)
    else:  # positions, look-around, references: nothing is written, and the whole is tried afterwards
        yield ""


def _repeated(least: int, most: Any, items: Any) -> Iterator[str]:
    for times in dict.fromkeys((least, min(least + 1, int(most)))):
        for once in islice(_sequence(list(items)), 3):
            if times <= 1000:  # noqa: PLR2004 - a longer text is no specimen
                yield once * times


def _class(members: list[Any]) -> Iterator[str]:
    fits = re.compile(_written(members))
    starts = [chr(arg if op is _c.LITERAL else arg[0]) for op, arg in members if op in (_c.LITERAL, _c.RANGE)]
    yield from (sample for sample in dict.fromkeys((*starts, *_SAMPLES)) if fits.fullmatch(sample))


def _written(members: list[Any]) -> str:
    """The character class of *members*, written again."""
    inside = ""
    for operation, argument in members:
        if operation is _c.LITERAL:
            inside += re.escape(chr(argument))
        elif operation is _c.RANGE:
            inside += f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
        elif operation is _c.CATEGORY:
            inside += _CATEGORIES[argument]
    return f"[{'^' if members[0][0] is _c.NEGATE else ''}{inside}]"


_CATEGORIES: Final = {
    _c.CATEGORY_DIGIT: r"\d", _c.CATEGORY_NOT_DIGIT: r"\D", _c.CATEGORY_SPACE: r"\s",
    _c.CATEGORY_NOT_SPACE: r"\S", _c.CATEGORY_WORD: r"\w", _c.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
