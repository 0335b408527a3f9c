"""What a scoring method is and what it answers: a value with its reasons, or the admission that there is none."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from medsales_core.engine.process import Process
from medsales_core.errors import ValueRefused
from medsales_core.model.facts import Facts
from medsales_core.ports.portfolio import Case
from medsales_core.text import LangText

__all__ = ["Grade", "Process", "Score", "ScoreReason", "ScoringMethod"]


@attrs.frozen(kw_only=True)
class ScoreReason:
    """One part of a score.

    Args:
        points: What it adds to the value; may be negative or nothing.

        message: Why, in every language.

        evidence: Path of the record it rests on, as ``deal.needs[0]``; empty where one is missing.
    """

    points: Decimal
    message: LangText
    evidence: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"points": str(self.points), "message": dict(self.message), "evidence": self.evidence}


@attrs.frozen(kw_only=True)
class Grade:
    """A band of the scale, with a name for a person."""

    id: str
    label: LangText


@attrs.frozen(kw_only=True)
class Score:
    """What a method says of one case. Make it with `of`, or with `lacking` where there is too little to go on.

    Args:
        value: The sum of the reasons' points; None where the score is insufficient.

        low: The lowest value the method can give.

        high: The highest.

        reasons: What the value is made of, or what is missing.

        quality: Why to trust it, or why not.

        grade: The band it falls in.

        sample_size: How many closed deals the method learned from; None where it learns from none.

    Raises:
        ValueRefused: The reasons do not sum to the value, or the value is off the scale.
    """

    value: Decimal | None
    low: Decimal
    high: Decimal
    reasons: tuple[ScoreReason, ...]
    quality: LangText
    grade: Grade | None = None
    sample_size: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.value is None:
            return
        total = _sum(self.reasons)
        if total != self.value:
            raise ValueRefused(
                f"the reasons sum to {total}, the value is {self.value}",
                hint="make the score with Score.of(reasons, ...)",
            )
        if not self.low <= self.value <= self.high:
            raise ValueRefused(f"{self.value} is not on the scale {self.low}..{self.high}")

    @property
    def insufficient(self) -> bool:
        """There is too little to go on; a reader is told so instead of a number."""
        return self.value is None

    @classmethod
    def of(
        cls,
        reasons: Iterable[ScoreReason],
        *,
        low: Decimal,
        high: Decimal,
        quality: LangText,
        grade: Grade | None = None,
        sample_size: int | None = None,
    ) -> "Score":
        """The score that *reasons* add up to."""
        kept = tuple(reasons)
        return cls(
            value=_sum(kept),
            low=low,
            high=high,
            reasons=kept,
            quality=quality,
            grade=grade,
            sample_size=sample_size,
        )

    @classmethod
    def lacking(
        cls,
        quality: LangText,
        *,
        low: Decimal,
        high: Decimal,
        reasons: Iterable[ScoreReason] = (),
        sample_size: int | None = None,
    ) -> "Score":
        """The answer where there is too little to go on; *quality* says what is missing."""
        return cls(
            value=None, low=low, high=high, reasons=tuple(reasons), quality=quality, sample_size=sample_size
        )

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "value": None if self.value is None else str(self.value),
            "low": str(self.low),
            "high": str(self.high),
            "grade": {"id": self.grade.id, "label": dict(self.grade.label)} if self.grade else None,
            "insufficient": self.insufficient,
            "sample_size": self.sample_size,
            "quality": dict(self.quality),
            "reasons": [reason.as_dict() for reason in self.reasons],
        }


def _sum(reasons: Iterable[ScoreReason]) -> Decimal:
    return sum((reason.points for reason in reasons), Decimal(0))


class ScoringMethod(ABC):
    """A way to say how a deal stands, in a number that explains itself.

    A method is a value: whatever it has learned, it was given when it was made. ``score`` is pure. It
    reads no clock, no file and no other case, so scoring a portfolio in any order, or in several
    processes, gives the same numbers. Where the records do not carry a number, the method says
    `Score.lacking` and why: a guess that looks like a figure does more harm than none.

    ::

        class Momentum(ScoringMethod):
            \"""One point for each thing that was recorded in the last thirty days, up to ten.\"""

            id = "acme.momentum"
            title = text("Momentum", "活跃度")
            version = "1"

            def score(self, case, facts, processes, *, at):
                since = at - timedelta(days=30)
                recent = [e for e in case.history if e.at and since <= e.at <= at][:10]
                reasons = [
                    ScoreReason(points=Decimal(1), message=text(f"recent: {e.kind}", f"近期：{e.kind}"))
                    for e in recent
                ]
                return Score.of(reasons, low=Decimal(0), high=Decimal(10), quality=_QUALITY)

    Attributes:
        id: Stable ASCII id; a plugin's begins with the plugin's name.

        title: Its name for a person.

        version: Changes whenever the same case could get another value; kept with every score.
    """

    id: str
    title: LangText
    version: str

    @abstractmethod
    def score(self, case: Case, facts: Facts, processes: Mapping[str, Process], *, at: dt.datetime) -> Score:
        """Say how *case* stands at the moment *at*.

        Args:
            case: The deal with its progress, history and audit.

            facts: What is known on and around it; a root that was not supplied is not the same as empty.

            processes: Every process of the playbook by id, for stages and their figures.

            at: The moment to judge by; records dated after it do not count.

        Returns:
            A score whose reasons sum to its value, or one that is insufficient.
        """
