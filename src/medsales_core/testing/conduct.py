"""What is asked of everything that a plugin brings: an id, both languages, no clock, no chance, clean hands."""

import copy
import datetime as dt
import gc
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from medsales_core.text import LANGUAGES, LangText

__all__ = ["MOMENT", "alone", "check_card", "check_spoken", "untouched"]

_T = TypeVar("_T")
_ID: Final = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_WHEN: Final = frozenset({"now", "utcnow", "today"})
_TIMES: Final = frozenset(
    {time.time, time.time_ns, time.localtime, time.gmtime, time.monotonic, time.perf_counter}
)
_CHANCES: Final = frozenset({os.urandom})
_SHARED: Final = random.random.__self__  # type: ignore[attr-defined]  # the one generator of the module

#: The moment that the kits judge by.
MOMENT: Final = dt.datetime(2026, 6, 30, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def check_card(thing: Any) -> None:
    """It has a stable ASCII id and a title in every language."""
    assert isinstance(thing.id, str), f"an id is text, not {thing.id!r}"
    assert _ID.fullmatch(thing.id), f"{thing.id!r}: small letters and digits, joined by '-' and '.'"
    check_spoken([thing.title])


def check_spoken(texts: Iterable[LangText]) -> None:
    """Every text says something in every language of the library."""
    for said in texts:
        assert isinstance(said, LangText), f"{said!r} is no LangText: text('...', '……')"
        silent = [language for language in LANGUAGES if not said.get(language, "").strip()]
        assert not silent, f"{said!r} says nothing in {', '.join(silent)}"


@contextmanager
def untouched(*given: Any) -> Iterator[None]:
    """What happens inside must leave what it was *given* as it was."""
    before = copy.deepcopy(given)
    yield
    assert given == before, "what it was given is not what it was: a plugin changes nothing that it is handed"


def alone(call: Callable[[], _T]) -> _T:
    """The result of *call*, which must look at no clock and draw nothing: its answer is asked for again later."""
    found: list[str] = []

    def notice(_frame: object, what: str, function: Any) -> None:
        if what == "c_call" and _is_outside(function):
            found.append(function.__name__)

    before, collecting = sys.getprofile(), gc.isenabled()
    # Hypothesis looks at the clock whenever rubbish is collected: that is not the call's doing.
    gc.disable()
    sys.setprofile(notice)
    try:
        result = call()
    finally:
        sys.setprofile(before)
        if collecting:
            gc.enable()
    assert not found, f"it calls {', '.join(sorted(set(found)))}: the moment is an argument, chance is none"
    return result


def _is_outside(function: Any) -> bool:
    """Whether a built-in function tells the time or draws at random."""
    owner = getattr(function, "__self__", None)
    if isinstance(owner, type):
        return issubclass(owner, dt.date) and function.__name__ in _WHEN
    return owner is _SHARED or function in _TIMES or function in _CHANCES
