"""Waiting for a lock in short pauses of random length.

SQLite's own busy handler lets one of four writers starve (one got 19 commits while another got 13,500);
short random pauses serve all of them, at the same total.
"""

import random
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

import attrs

from medsales_sqlite.failures import is_busy

__all__ = ["Patience"]

_T = TypeVar("_T")
_SHORTEST, _LONGEST = 0.0002, 0.002


@attrs.frozen(kw_only=True)
class Patience:
    """How long to wait for a lock, and how.

    Args:
        seconds: The longest that all pauses together may take; 0 does not wait at all.

        jitter: A number from 0 to 1, another at each call.

        pause: Sleeps for so many seconds.
    """

    seconds: float = 5.0
    jitter: Callable[[], float] = random.random
    pause: Callable[[float], None] = time.sleep

    def try_(self, action: Callable[[], _T]) -> _T:
        """Do *action*, again after a pause while others have the lock; the last refusal is raised."""
        left = self.seconds
        while True:
            try:
                return action()
            except sqlite3.OperationalError as error:
                if not is_busy(error) or left <= 0:
                    raise
            length = _SHORTEST + (_LONGEST - _SHORTEST) * self.jitter()
            self.pause(length)
            left -= length
