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

    def covers(self, requirement: str, day: dt.date) -> bool:
        """Whether it sets *requirement* aside on *day*."""
        return requirement == self.requirement and day <= self.expires_on
