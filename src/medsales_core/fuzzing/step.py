"""What may be done in a fuzzed world: small frozen values that are written as data and done again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import attrs

from medsales_core.engine.command import (
    Actor,
    Advance,
    Command,
    Complete,
    Hold,
    Lose,
    Migrate,
    Open,
    Reopen,
    Resume,
    Retire,
    Return,
    Waive,
    Win,
)
from medsales_core.errors import UnknownName, ValueRefused

__all__ = ["Ask", "Break", "HandOver", "Meet", "Race", "Step", "Undo", "Wait", "step_data", "step_from_data"]


@attrs.frozen
class Ask:
    """Somebody asks for something."""

    command: Command
    actor: Actor


@attrs.frozen
class Race:
    """Two ask at once, both on the version that is there now: the second comes too late."""

    first: Ask
    second: Ask


@attrs.frozen
class Meet:
    """What is known is changed so that a requirement holds.

    Args:
        requirement: Its id.

        way: On which side of its limits; as plainly as can be, if empty.
    """

    requirement: str
    way: str = ""


@attrs.frozen
class Break:
    """What is known is changed so that a requirement does not hold, is not known or not asked, in that way."""

    requirement: str
    way: str


@attrs.frozen
class Undo:
    """The last change of what is known is taken back."""


@attrs.frozen
class HandOver:
    """The subject gets another owner."""

    owner: str


@attrs.frozen
class Wait:
    """Time passes until that moment; an earlier one puts the clock back."""

    until: dt.datetime


Step: TypeAlias = Ask | Race | Meet | Break | Undo | HandOver | Wait

_COMMANDS: Final[Mapping[str, type]] = {
    kind.__name__.lower(): kind
    for kind in (Open, Advance, Return, Hold, Resume, Waive, Win, Lose, Reopen, Complete, Retire, Migrate)
}
_CHANGES: Final[Mapping[str, type]] = {"meet": Meet, "break": Break, "undo": Undo, "hand-over": HandOver}
_ACTOR: Final = frozenset({"by", "roles"})


def step_data(step: Step) -> dict[str, Any]:
    """*step* as plain data, for TOML and JSON: ``{do = "advance", to = "won", by = "ann", roles = ["rep"]}``."""
    if isinstance(step, Ask):
        return {"do": type(step.command).__name__.lower(), **_filled(step.command), **_actor(step.actor)}
    if isinstance(step, Race):
        return {"do": "race", "first": step_data(step.first), "second": step_data(step.second)}
    if isinstance(step, Wait):
        return {"do": "wait", "until": step.until.isoformat()}
    name = next(name for name, kind in _CHANGES.items() if type(step) is kind)
    return {"do": name, **_filled(step)}


def step_from_data(data: Mapping[str, Any]) -> Step:
    """The step that `step_data` wrote.

    Raises:
        UnknownName: There is no such step.

        ValueRefused: A part of it is missing, or is too much.
    """
    given = {str(name): value for name, value in data.items()}
    name = str(given.pop("do", ""))
    try:
        if name in _COMMANDS:
            return _ask(_COMMANDS[name], given)
        if name == "race":
            return Race(_asked(given.pop("first")), _asked(given.pop("second")), **given)
        if name == "wait":
            return Wait(dt.datetime.fromisoformat(given.pop("until")), **given)
        if name in _CHANGES:
            step: Step = _CHANGES[name](**given)
            return step
    except (TypeError, KeyError, ValueError) as problem:
        raise ValueRefused(f"no step {name!r}: {problem}", hint=f"found {dict(data)!r}") from None
    raise UnknownName.among("step", name, [*_COMMANDS, "race", "wait", *_CHANGES])


def _asked(data: Mapping[str, Any]) -> Ask:
    step = step_from_data(data)
    if not isinstance(step, Ask):
        raise ValueRefused(f"only commands race, not {data.get('do')!r}")
    return step


def _ask(kind: type, given: dict[str, Any]) -> Ask:
    actor = Actor(given.get("by", "somebody"), frozenset(given.get("roles", ())))
    fields = {name.replace("-", "_"): value for name, value in given.items() if name not in _ACTOR}
    if isinstance(expires := fields.get("expires_on"), str):
        fields["expires_on"] = dt.date.fromisoformat(expires)
    return Ask(kind(**fields), actor)


def _filled(value: Any) -> dict[str, Any]:
    """The fields of *value* that say something, as plain data."""
    found = {field.name.replace("_", "-"): getattr(value, field.name) for field in attrs.fields(type(value))}
    return {name: _plain(item) for name, item in found.items() if item not in ("", None)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _actor(actor: Actor) -> dict[str, Any]:
    return {"by": actor.id, "roles": sorted(actor.roles)} if actor.roles else {"by": actor.id}
