"""What a plugin implements to bring a check that requirements call by its id."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from medsales_core.model.facts import Facts
from medsales_core.rules.reason import Reason
from medsales_core.text import LangText

__all__ = ["Check", "Reason"]


class Check(ABC):
    """A test that the requirement language cannot say, by its id.

    A playbook calls it with ``check = "tender.bond-paid"`` and gives its parameters under ``with``. It must be
    pure: the same facts, moment and parameters give the same answer, and nothing outside is touched.
    If it raises, the requirement is an *error*: the move is blocked and the other reasons stay.

    A check names its parameters in its own signatures, ``def holds(self, facts, at, /, *, word: str)``; the
    ``*_`` of this class is there for type checkers, to which it makes room for them.

    Attributes:
        id: The plugin's name, a dot, and the check's own name.

        title: What it checks, in every language.

        reads: The paths it reads, from a root: ``deal.quotes``.

        parameters: The parameters it takes, by name, with their types; all are required. A `Choice` takes the
            identifiers of its values, so that a misspelt one is told when the playbook is read.
    """

    id: ClassVar[str]
    title: ClassVar[LangText]
    reads: ClassVar[tuple[str, ...]] = ()
    parameters: ClassVar[Mapping[str, type]] = {}

    def reads_with(self, /, **parameters: Any) -> tuple[str, ...]:
        """The paths it reads when it is called with *parameters*: for a check that is told what to look at."""
        return self.reads

    @abstractmethod
    def holds(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> bool | None:
        """Whether it holds at that moment; None where facts that it reads were not supplied."""

    def reasons(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> Iterable[Reason]:
        """Why it does not hold, field by field; nothing where its title says it all."""
        return ()

    def satisfying(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> Facts | None:
        """Facts on which it holds, made from *facts* with few changes; None where the check does not say.

        Optional. It serves inversion (`medsales_core.rules.inverting`): without it, a requirement that calls
        the check cannot be satisfied by made-up facts, and whoever asks for them is told so. What is returned
        is judged by `holds`, so a wrong answer is never believed.
        """
        return None

    def violating(self, facts: Facts, at: dt.datetime, /, *_: Any, **parameters: Any) -> Facts | None:
        """Facts on which it fails, made from *facts* with few changes; None where the check does not say.

        Optional, as `satisfying`: without it, inversion empties what the check reads, and tries.
        """
        return None
