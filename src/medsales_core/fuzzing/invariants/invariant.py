"""What must hold of every step and of every story, whatever was done: one small object each."""

from abc import ABC
from collections.abc import Iterable, Sequence

import attrs

from medsales_core.errors import UnknownName
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.step import Break, Meet, Step
from medsales_core.text import LangText, text

__all__ = ["Broken", "Invariant", "NothingRaises", "one_by_one"]


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
    """Something that must hold; subclass it and say what was found where it does not. What it raises breaks it too.

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

    def each(self, model: Model) -> "tuple[Invariant, ...]":
        """What it is made of, where that breaks one by one and is told one by one; itself, if it is one."""
        return (self,)

    def of_step(self, model: Model, taken: Taken) -> Broken | None:
        """How one step breaks it: what `after_step` says or raises."""
        try:
            what = self.after_step(model, taken)
        except Exception as error:  # noqa: BLE001 - an assertion, or something that it cannot even look at
            what = _raised(error)
        return None if what is None else Broken(self.id, what)

    def of_story(self, model: Model, story: Sequence[Taken]) -> Broken | None:
        """How all steps together break it: what `after_story` says or raises."""
        try:
            what = self.after_story(model, story)
        except Exception as error:  # noqa: BLE001 - as for a step
            what = _raised(error)
        return None if what is None else Broken(self.id, what)


def one_by_one(invariants: Iterable[Invariant], model: Model) -> list[Invariant]:
    """*invariants*, each with all that it is made of under *model*."""
    return [one for invariant in invariants for one in invariant.each(model)]


class NothingRaises(Invariant):
    """A step ends in a decision. Without this invariant, what a step raises ends the run."""

    id = "nothing-raises"
    title = text("Whatever is done, no error is raised", "任何操作都不引发异常")

    @classmethod
    def broken(cls, invariants: Iterable[Invariant], step: Step, error: Exception) -> Broken:
        """How *error*, raised by *step*, breaks it; raised again where it is none of *invariants*.

        So is what is wrong with the step itself: a requirement or a way that the playbook does not have.
        """
        names_nothing = isinstance(step, Meet | Break) and isinstance(error, UnknownName)
        if names_nothing or not any(isinstance(one, cls) for one in invariants):
            raise error
        return Broken(cls.id, _raised(error))


def _raised(error: Exception) -> LangText:
    return text(f"raised {type(error).__name__}: {error}", f"引发{type(error).__name__}：{error}")
