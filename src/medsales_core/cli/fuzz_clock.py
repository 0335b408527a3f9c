"""What ends a run of the fuzz kit before it is done: the clock, and the keyboard."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import attrs

from medsales_core.fuzzing.run import Fuzzed

__all__ = ["Clock", "Keyboard", "keyboard"]


@attrs.define
class Keyboard:
    """Whether somebody asked from the keyboard to stop."""

    asked: bool = False


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """While it lasts, an interrupt asks to stop, so that what was found can be told; the second one interrupts."""
    stop = Keyboard()
    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread is told of signals
        return

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


class Clock:
    """Shows how far a run is, and ends each of its parts when their share of the time is up.

    Args:
        seconds: How long the run may take; 0 for as long as it does.

        parts: The names of its parts.

        progress: Told how many stories were drawn.

        stop: Whether it is to end at once.

    Attributes:
        ended: The parts that were ended before they were done.
    """

    def __init__(
        self, seconds: float, parts: Sequence[str], progress: Callable[[int], None], stop: Keyboard
    ) -> None:
        start, share = time.monotonic(), seconds / max(len(parts), 1)
        self._ends = {part: start + number * share for number, part in enumerate(parts, start=1)}
        self._seconds, self._progress, self._stop = seconds, progress, stop
        self.ended: list[str] = []

    def goes_on(self, part: str, run: Fuzzed) -> bool:
        """Whether that part of *run* goes on."""
        drawn = run.driven or run.walked
        if drawn is not None:
            self._progress(drawn.cases)
        if not self._stop.asked and (not self._seconds or time.monotonic() < self._ends[part]):
            return True
        if part not in self.ended:
            self.ended.append(part)
        return False
