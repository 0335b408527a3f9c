"""What exit codes mean, for every command alike."""

from typing import Final

__all__ = ["BAD_INPUT", "FOUND", "OK", "STOPPED"]

#: Done, and nothing stands against it.
OK: Final = 0
#: Done, and something was found: a defect in the playbook, a refused move, rejected rows with ``--strict``.
FOUND: Final = 1
#: Not done: a wrong argument, a file that cannot be used, a store that cannot be opened.
BAD_INPUT: Final = 2
#: Stopped from the keyboard; what was found until then is told.
STOPPED: Final = 130
