"""Functions that exist already are given the code of a mutant, wherever they are kept.

Registries, closures made at import and defaults of other functions hold function objects; these stay, and their code
changes. What is not a function any more, such as a table that a function filled, stays as it was: see `freshly`.
"""

import contextlib
import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, FunctionType

__all__ = ["Unfit", "functions_below", "operate"]

Key = tuple[str, str, int]
Functions = Mapping[str, Mapping[Key, Sequence[FunctionType]]]


class Unfit(Exception):
    """The functions that exist cannot hold the code of the mutant."""

    def __str__(self) -> str:
        return "nothing that exists can have this code"


def functions_below(folder: str) -> Functions:
    """Every function whose code was read below *folder*, by file and by name and line."""
    found: dict[str, dict[Key, list[FunctionType]]] = defaultdict(lambda: defaultdict(list))
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(folder):
            found[each.__code__.co_filename][_key(each.__code__)].append(each)
    return found


def operate(functions: Mapping[Key, Sequence[FunctionType]], before: CodeType, after: CodeType) -> None:
    """Give *functions* of a module the code that they have in *after* where they had that of *before*.

    Args:
        functions: What exists of the module.

        before: The module as it was compiled.

        after: The module with the mutant.

    Raises:
        Unfit: No function can hold what changed.
    """
    changed = 0
    for old, new in _pairs(before, after):
        for each in functions.get(_key(old), ()):
            # One that encloses other variables than before stays; what makes it makes new ones from now on.
            with contextlib.suppress(ValueError):
                each.__code__ = new
                changed += 1
    if not changed:
        raise Unfit


def _key(code: CodeType) -> Key:
    return code.co_name, code.co_qualname, code.co_firstlineno


def _pairs(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Code of the same place in both modules, where it is not the same; comprehensions are nobody's."""
    if before == after:
        return
    yield before, after
    olds, news = _held(before), _held(after)
    if [code.co_name for code in olds] == [code.co_name for code in news]:
        for old, new in zip(olds, news, strict=True):
            yield from _pairs(old, new)


def _held(code: CodeType) -> list[CodeType]:
    return [const for const in code.co_consts if isinstance(const, CodeType)]
