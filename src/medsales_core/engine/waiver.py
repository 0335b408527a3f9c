"""A waiver: a requirement set aside for one subject, by somebody who may, for a reason, within a scope, until a day."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from medsales_core.rules.requirement import Requirement

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

        scope: Id of the transition for which alone it counts; every one that the requirement binds, if empty.

        version: What the requirement tested when it was given; once it tests something else the waiver is over.
            Empty where the record does not say: then it counts whatever is tested.
    """

    requirement: str
    by: str
    reason: str
    given_at: dt.datetime | None
    expires_on: dt.date
    scope: str = ""
    version: str = ""

    @classmethod
    def from_event(cls, by: str, at: dt.datetime | None, data: Mapping[str, Any]) -> "Waiver":
        """The waiver that a ``waived`` event tells of."""
        return cls(
            requirement=data["requirement"],
            by=by,
            reason=data["reason"],
            given_at=at,
            expires_on=dt.date.fromisoformat(data["expires_on"]),
            scope=data.get("scope", ""),
            version=data.get("version", ""),
        )

    def covers(self, requirement: Requirement, at: dt.datetime, transition: str = "") -> bool:
        """Whether it sets *requirement* aside at that moment for *transition*.

        Args:
            requirement: The requirement as it stands now; one that nobody may waive any more is not set aside.

            at: The moment.

            transition: Id of the transition that is tried; empty where none is.
        """
        return bool(
            requirement.id == self.requirement
            and requirement.waivable_by
            and self.scope in ("", transition)
            and self.version in ("", requirement.version)
            and self.in_force(at)
        )

    def in_force(self, at: dt.datetime) -> bool:
        """Whether it was given by that moment, and its last day is not over.

        The day is the one where the waiver was given, whatever zone the moment is written in.
        """
        if self.given_at is None:
            return at.date() <= self.expires_on
        return self.given_at <= at and at.astimezone(self.given_at.tzinfo).date() <= self.expires_on
