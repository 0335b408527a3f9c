"""What the checks have in common: texts in the facts, judged one by one, and told problem by problem."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from medsales_core.model import Facts
from medsales_core.ports.check import Check, Reason
from medsales_core.text import LangText, text
from medsales_identifiers.identifier import Identifier

__all__ = ["Fault", "IdentifierCheck", "Judged", "faults_of"]

_PLACED = text("{message} (character {position}): {remedy}", "{message}（第{position}个字符）：{remedy}")
_EMPTY = text("there is nothing to judge: no {what} is recorded", "无可检查内容：未记录{what}")
_MISSING = text("{what} is not recorded", "未记录{what}")


class Fault(NamedTuple):
    """Why one text does not do: what was wanted instead, and the sentence."""

    expected: LangText
    message: LangText


class Judged(NamedTuple):
    """One text in the facts, None where its field is empty, and all its faults."""

    path: str
    raw: str | None
    faults: tuple[Fault, ...]


def faults_of(found: Identifier) -> tuple[Fault, ...]:
    """What is wrong with an identifier, in sentences that say where and what mends it."""
    return tuple(
        Fault(
            problem.expected,
            _PLACED.format(message=problem.message, position=problem.position, remedy=problem.remedy),
        )
        for problem in found.problems
    )


class IdentifierCheck(Check):
    """A check that holds where there is a text to judge, and none has a fault."""

    @abstractmethod
    def judged(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Iterable[Judged] | None:
        """Every text that is to be sound; None where facts that hold it were not supplied."""

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool | None:
        judged = self.judged(facts, at, **parameters)
        if judged is None:
            return None
        found = tuple(judged)
        return bool(found) and all(one.raw is not None and not one.faults for one in found)

    def reasons(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Iterator[Reason]:
        judged = self.judged(facts, at, **parameters)
        if judged is None:
            return
        found = tuple(judged)
        if not found:
            yield self._reason(
                self.reads_with(**parameters)[0], None, Fault(self.title, self._nothing(_EMPTY))
            )
        for one in found:
            faults = (Fault(self.title, self._nothing(_MISSING)),) if one.raw is None else one.faults
            for fault in faults:
                yield self._reason(one.path, one.raw, fault)

    @property
    @abstractmethod
    def what(self) -> LangText:
        """What is judged, in a few words."""

    def _nothing(self, sentence: LangText) -> LangText:
        return sentence.format(what=self.what)

    def _reason(self, path: str, raw: str | None, fault: Fault) -> Reason:
        return Reason(
            path=path,
            operator=f"check {self.id}",
            expected=str(fault.expected),
            actual=raw,
            message=fault.message,
        )
