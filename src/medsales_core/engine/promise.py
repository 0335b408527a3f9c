"""What a process promises of all that runs through it: a sentence to be proved or refuted, never a gate."""

import datetime as dt
from enum import StrEnum
from typing import Any

import attrs

from medsales_core.engine.process import Transition
from medsales_core.rules.condition import Condition
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.text import LangText

__all__ = ["Promise", "PromiseKind", "is_kept"]


class PromiseKind(StrEnum):
    """Whether a sentence holds on every move it speaks of, or on none."""

    ALWAYS = "always"
    NEVER = "never"


@attrs.frozen(kw_only=True)
class Promise:
    """A sentence about every move that is ever granted.

    Gates say what is asked; a promise says what comes of it. Nothing is refused for its sake: the linter proves
    it from the gates where it can, and the fuzz kit looks for a way round them.

    Args:
        id: Stable ASCII id.

        kind: Whether its condition always holds, or never.

        label: The sentence, in every language.

        source: Where it comes from, as for a requirement.

        condition: What holds, or does not, at the moment the move is granted.

        on: Ids of the transitions it speaks of.

        into: Ids of the stages whose entering it speaks of. With neither, it speaks of every move.
    """

    id: str
    kind: PromiseKind
    label: LangText
    source: str
    condition: Condition
    on: tuple[str, ...] = ()
    into: tuple[str, ...] = ()

    def speaks_of(self, transition: Transition) -> bool:
        """Whether it says anything of *transition*."""
        if not self.on and not self.into:
            return True
        return transition.id in self.on or (transition.kind.enters and transition.target in self.into)


def is_kept(promise: Promise, facts: Any, at: dt.datetime, context: Context) -> bool:
    """Whether *promise* is kept by a move that was granted on *facts*; what is not known is not kept."""
    held = compile_condition(promise.condition, context).holds(facts, facts, at, None)
    return held is (promise.kind is PromiseKind.ALWAYS)
