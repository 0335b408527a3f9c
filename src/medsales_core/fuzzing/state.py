"""Where a fuzzed world stands, and what became of it in one step."""

import datetime as dt
from typing import NamedTuple, Protocol

from medsales_core.engine.decision import Decision
from medsales_core.engine.progress import Progress
from medsales_core.fuzzing.knowledge import Known
from medsales_core.fuzzing.step import Step
from medsales_core.model.facts import Facts

__all__ = ["State", "Taken", "World"]


class State(NamedTuple):
    """Where a fuzzed world stands: a value, so that a search may go back to it.

    Args:
        progress: Where the subject stands.

        known: What is known, as it differs from facts on which everything holds.

        facts: The same as facts.

        now: The moment.

        past: What was known before, latest first, for taking a change back.
    """

    progress: Progress
    known: Known
    facts: Facts
    now: dt.datetime
    past: tuple[Known, ...] = ()


class Taken(NamedTuple):
    """One step that was taken.

    Args:
        before: Where the world stood.

        step: What was done.

        decisions: What was decided, in this order: nothing for a change, two for a race.

        after: Where the world stands now.
    """

    before: State
    step: Step
    decisions: tuple[Decision, ...]
    after: State

    @property
    def decision(self) -> Decision | None:
        """The first decision, None where nothing was asked."""
        return self.decisions[0] if self.decisions else None


class World(Protocol):
    """Where stories happen. A `Model` is one by itself, and keeps nothing."""

    def begin(self, *, bare: bool = ...) -> State:
        """A world in which nothing has happened yet."""
        ...

    def take(self, state: State, step: Step) -> Taken:
        """What becomes of the world when *step* is done."""
        ...
