"""A waiver: a requirement set aside for one subject, by somebody who may, for a reason, until a day."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

__all__ = ["Waiver"]


@attrs.frozen(kw_only=True)
class Waiver:
    """A record, not a flag: it names its giver, runs out, and shows up in every report.

    Args:
        requirement: Id of the requirement set aside.

        by: Id of the person who gave it.

        reason: Why.

        given_at: When.

        expires_on: The last day on which it counts.
    """

    requirement: str
    by: str
    reason: str
    given_at: dt.datetime | None
    expires_on: dt.date

    @classmethod
    def from_event(cls, by: str, at: dt.datetime | None, data: Mapping[str, Any]) -> "Waiver":
        """The waiver that a ``waived`` event tells of."""
        return cls(
            requirement=data["requirement"],
            by=by,
            reason=data["reason"],
            given_at=at,
            expires_on=dt.date.fromisoformat(data["expires_on"]),
        )

    def covers(self, requirement: str, at: dt.datetime) -> bool:
        """Whether it sets *requirement* aside at that moment: given by then, and its last day not over.

        The day is the one where the waiver was given, whatever zone the moment is written in.
        """
        if requirement != self.requirement:
            return False
        if self.given_at is None:
            return at.date() <= self.expires_on
        return self.given_at <= at and at.astimezone(self.given_at.tzinfo).date() <= self.expires_on
