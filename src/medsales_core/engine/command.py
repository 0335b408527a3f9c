"""What can be asked: one frozen value per wish."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, TypeAlias

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.model.enums import LossReason
from medsales_core.text import closest

__all__ = [
    "Actor",
    "Advance",
    "Command",
    "Complete",
    "Describe",
    "Hold",
    "Lose",
    "Migrate",
    "Open",
    "RecordEvidence",
    "Reopen",
    "Resume",
    "Retire",
    "Return",
    "Waive",
    "Win",
]


def _roles(roles: Iterable[str]) -> frozenset[str]:
    if isinstance(roles, str):
        raise ValueRefused(
            f"roles are several, not one text: {roles!r}", hint=f"Actor(..., roles={{{roles!r}}})"
        )
    return frozenset(roles)


def _text(value: str | None) -> str:
    """A reason or note as given; None, as a form leaves it, is none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueRefused(f"a reason is text, not {value!r}")
    return value


def _loss_reason(reason: LossReason | str | None) -> LossReason | str:
    known = [str(choice) for choice in LossReason]
    if reason is None or not str(reason).strip():
        return ""  # asked for by the transition, where it asks for one
    if reason in known:
        return LossReason(reason)
    near = closest(str(reason), known)
    raise ValueRefused(
        f"a deal is lost for one of {', '.join(known)}, not {reason!r}",
        hint=f"did you mean {near!r}?" if near else "",
    )


@attrs.frozen
class Actor:
    """Who asks: an id, and the roles that the host vouches for."""

    id: str
    roles: frozenset[str] = attrs.field(default=frozenset(), converter=_roles)

    def __attrs_post_init__(self) -> None:
        if not self.id:
            raise ValueRefused("an actor has an id", hint="Actor('u-17', roles={'sales-rep'})")


class _Closing:
    """A command that closes its subject leads to no stage."""

    __slots__ = ()
    to: ClassVar[str] = ""


@attrs.frozen
class Open:
    """Enter the process, at its first stage."""

    process: str = "deal"


@attrs.frozen
class Advance:
    """Go forward to a stage; a skip, or an unmet requirement that may be justified, wants a reason."""

    to: str
    reason: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Return:
    """Go back to an earlier stage, for a reason."""

    to: str
    reason: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Hold:
    """Stop the clock, for a reason."""

    reason: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Resume:
    """Take up again what was on hold."""


@attrs.frozen
class Describe:
    """State fields of the subject's header, several at once."""

    fields: Mapping[str, Any] = attrs.field(hash=False)


@attrs.frozen
class RecordEvidence:
    """Keep a fact about the subject.

    Args:
        field: The field of the subject's entity: ``needs``, ``amount`` ...

        value: Its new value; for a list of records, one record, which replaces the one of the same id.
    """

    field: str
    value: Any


@attrs.frozen
class Waive:
    """Set a requirement aside, where the role allows it, for a reason, until a day (included).

    Args:
        requirement: Its id.

        reason: Why.

        expires_on: The last day on which the waiver counts.

        scope: Id of the transition for which alone it counts; every one that the requirement binds, if empty.
    """

    requirement: str
    reason: str
    expires_on: dt.date
    scope: str = attrs.field(default="", converter=_text)

    def __attrs_post_init__(self) -> None:
        # A time would be kept as one, and the event could not be read back as the day it must be.
        if not isinstance(self.expires_on, dt.date) or isinstance(self.expires_on, dt.datetime):
            raise ValueRefused(f"a waiver runs out on a day, not {self.expires_on!r}", hint="use a date")


@attrs.frozen
class Win(_Closing):
    """The contract is signed."""

    reason: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Lose(_Closing):
    """The deal is lost."""

    reason: LossReason | str = attrs.field(converter=_loss_reason)
    note: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Reopen:
    """Take up a closed subject again, at a stage, for a reason."""

    to: str
    reason: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Complete(_Closing):
    """Everything agreed has been done."""

    reason: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Retire(_Closing):
    """The asset leaves service."""

    reason: str = attrs.field(default="", converter=_text)


@attrs.frozen
class Migrate:
    """Go on under this playbook from now on; the playbook has changed, the subject has not moved.

    It is no way round a gate: where a subject is under this playbook already, at a stage that it has, nothing is
    left to migrate.

    Args:
        to: The stage at which the subject stands from now on; the one where it stands, if empty.

        process: The process that it runs through; its own if empty, or where that is gone the one of the stage.

        reason: Why; asked for where it changes its stage or process.
    """

    to: str = ""
    process: str = ""
    reason: str = attrs.field(default="", converter=_text)


Command: TypeAlias = (
    Open
    | Describe
    | Advance
    | Return
    | Hold
    | Resume
    | RecordEvidence
    | Waive
    | Win
    | Lose
    | Reopen
    | Complete
    | Retire
    | Migrate
)
