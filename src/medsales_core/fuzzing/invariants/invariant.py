"""What must hold of every step and of every story, whatever was done: one small object each."""

from abc import ABC
from collections.abc import Sequence

import attrs

from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken
from medsales_core.text import LangText

__all__ = ["Broken", "Invariant"]


@attrs.frozen
class Broken:
    """An invariant that did not hold.

    Args:
        invariant: Its id.

        what: What was found, in every language.
    """

    invariant: str
    what: LangText


class Invariant(ABC):
    """Something that must hold; subclass it and say what was found where it does not.

    ::

        class NoGiftToWinners(Invariant):
            id = "acme.no-gift"
            title = text("Nobody wins at a discount of 100 %", "不得以100%折扣赢单")

            def after_step(self, model, taken):
                if taken.after.progress.status is Status.WON and is_gift(taken.after.facts):
                    return text("won as a gift", "以赠送赢单")
                return None

    Attributes:
        id: Stable ASCII id.

        title: What must hold, in a sentence.

        share: For how many of all steps it is asked: 1 for each, 50 for every fiftieth. Whatever it costs, a run
            that shrinks a failing story asks for every step.
    """

    id: str
    title: LangText
    share: int = 1

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        """What is wrong with one step; None where nothing is."""
        return None

    def after_story(self, model: Model, story: Sequence[Taken]) -> LangText | None:
        """What is wrong with all steps together, from the first on; None where nothing is."""
        return None
