"""What came of `medsales fuzz`: the run, the kept stories, what ended it, and the exit code of it all."""

from collections.abc import Collection, Sequence
from functools import cached_property

import attrs

from medsales_core.cli.exits import BAD_INPUT, FOUND, STOPPED
from medsales_core.cli.kept_stories import Retold, code_of
from medsales_core.fuzzing.coverage import Goal
from medsales_core.fuzzing.invariants import Invariant
from medsales_core.fuzzing.run import Effort, Fuzzed

__all__ = ["FuzzOutcome"]


@attrs.frozen(kw_only=True, slots=False)
class FuzzOutcome:
    """What came of it.

    Args:
        run: What was looked at.

        effort: How it was looked at.

        invariants: What had to hold.

        again: What came of each kept story.

        ended: The parts of the run that were ended before they were done.

        store: The kind of store on which stories ran, if on one.

        seconds: How long it was to take at most.

        took: How long it took.

        stopped: Whether it was stopped from the keyboard.
    """

    run: Fuzzed
    effort: Effort
    invariants: Sequence[Invariant]
    again: Sequence[Retold] = ()
    ended: Collection[str] = ()
    store: str = ""
    seconds: float = 0.0
    took: float = 0.0
    stopped: bool = False

    @cached_property
    def unmet(self) -> tuple[Goal, ...]:
        """The goals that were not reached."""
        return self.run.unmet(self.effort.until)

    @property
    def is_sound(self) -> bool:
        """Nothing broke, nothing is lacking, and every kept story came out as it should."""
        return not self.run.failures and not self.unmet and all(one.is_well for one in self.again)

    def code(self, *, written: bool) -> int:
        """The exit code; *written* is false where something of it could not be written."""
        if self.stopped:
            return STOPPED
        kept = code_of(self.again)
        if self.run.failures or self.unmet or kept == FOUND:
            return FOUND
        return kept if written else BAD_INPUT
