"""What may be done in a fuzzed world: small frozen values that are written as data and done again."""

import datetime as dt
from collections.abc import Callable, Mapping
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
from medsales_core.errors import MedsalesError, UnknownName, ValueRefused
from medsales_core.text import closest

__all__ = [
    "Ask",
    "Break",
    "HandOver",
    "Meet",
    "Race",
    "Step",
    "StepRefused",
    "Undo",
    "Wait",
    "step_data",
    "step_from_data",
]


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
_KINDS: Final[Mapping[str, type]] = {**_COMMANDS, **_CHANGES, "race": Race, "wait": Wait}
_ACTOR: Final = ("by", "roles")
_DAY: Final = "2026-07-31"
_MOMENT: Final = "2026-07-31T09:00:00+08:00"
#: A value of each key as TOML, for a step to be shown as it is written; a text is shown as itself in quotes.
_SHOWN: Final[Mapping[str, str]] = {
    "process": '"deal"',
    "to": '"needs-discovery"',
    "reason": '"price"',
    "requirement": '"mkt-policy-environment-studied"',
    "way": '"segment.analysis.policy_environment: empty"',
    "owner": '"wang"',
    "by": '"li"',
    "roles": '["sales-manager"]',
    "expires-on": _DAY,
    "until": _MOMENT,
    "first": '{ do = "win", by = "li" }',
    "second": '{ do = "lose", reason = "price", by = "wang" }',
}


class StepRefused(ValueRefused):
    """A written step that is none.

    Args:
        message: What was wrong, what was expected and what was found.

        hint: What would mend it.

        key: The key that is wrong, a key of a step of a race with ``first`` or ``second`` before it; none where
            it is the step as a whole.
    """

    def __init__(self, message: str, *, hint: str = "", key: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.key = key


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

        StepRefused: A part of it is missing, is too much, or is of the wrong kind.
    """
    given = {str(name).replace("_", "-"): value for name, value in data.items()}
    if "do" not in given:
        raise StepRefused("a step needs 'do', what is done", hint=f"do = one of {', '.join(_KINDS)}")
    name = given.pop("do")
    if not isinstance(name, str) or name not in _KINDS:
        raise UnknownName.among("step", str(name), _KINDS)
    kind = _KINDS[name]
    fields = _taken(name, kind, given)
    if name not in _COMMANDS:
        step: Step = kind(**fields)
        return step
    actor = Actor(fields.pop("by", "somebody"), frozenset(fields.pop("roles", ())))
    try:
        return Ask(kind(**fields), actor)
    except ValueRefused as problem:  # the reason for which a deal is lost is one of those that are counted
        raise StepRefused(problem.message, hint=problem.hint or _example(name), key=("reason",)) from None


def _taken(name: str, kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of *given* by the names of the fields of *kind*, each as its field takes it."""
    fields = attrs.fields(kind)
    known = {field.name.replace("_", "-"): field for field in fields}
    keys = (*known, *(_ACTOR if name in _COMMANDS else ()))
    for key in given:
        if key not in keys:
            near = closest(key, keys)
            hint = f"did you mean {near!r}? " if near else ""
            raise StepRefused(f"step {name!r} has no key {key!r}", hint=hint + _example(name), key=(key,))
    for key, field in known.items():
        if field.default is attrs.NOTHING and key not in given:
            raise StepRefused(f"step {name!r} needs {key!r}, {_reader(key)[1]}", hint=_example(name))
    return {key.replace("-", "_"): _value(name, key, value) for key, value in given.items()}


def _value(name: str, key: str, value: Any) -> Any:
    read, what = _reader(key)
    try:
        return read(value)
    except StepRefused as problem:
        raise StepRefused(problem.message, hint=problem.hint, key=(key, *problem.key)) from None
    except UnknownName as problem:
        raise StepRefused(problem.message, hint=problem.hint, key=(key, "do")) from None
    except (MedsalesError, TypeError, ValueError):
        shown = f"for example {key} = {_shown(key)}"
        told = f"{key!r} of step {name!r} takes {what}, not {value!r}"
        raise StepRefused(told, hint=shown, key=(key,)) from None


def _reader(key: str) -> tuple[Callable[[Any], Any], str]:
    """What reads the value of *key*, and what that is in words."""
    return _READERS.get(key, (_text, "a text"))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _name(value: Any) -> str:
    if not _text(value):
        raise ValueError
    return str(value)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError
    return tuple(map(_text, value))


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    return dt.date.fromisoformat(value)


def _moment(value: Any) -> dt.datetime:
    found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError
    return found


def _asked(data: Any) -> Ask:
    if not isinstance(data, Mapping):
        raise TypeError
    step = step_from_data(data)
    if not isinstance(step, Ask):
        raise StepRefused(f"only commands race, not {data['do']!r}", hint=_example("race"), key=("do",))
    return step


_READERS: Final[Mapping[str, tuple[Callable[[Any], Any], str]]] = {
    "by": (_name, "a text that is not empty"),
    "roles": (_texts, "a list of texts"),
    "expires-on": (_day, "a day"),
    "until": (_moment, "a moment with its zone"),
    "first": (_asked, "a command, as a table"),
    "second": (_asked, "a command, as a table"),
}


def _example(name: str) -> str:
    """A whole step of that name as TOML."""
    keys = [field.name.replace("_", "-") for field in attrs.fields(_KINDS[name])]
    keys += _ACTOR if name in _COMMANDS else ()
    told = ", ".join([f'do = "{name}"', *(f"{key} = {_shown(key)}" for key in keys)])
    return f"for example {{ {told} }}"


def _shown(key: str) -> str:
    return _SHOWN.get(key, f'"{key}"')


def _filled(value: Any) -> dict[str, Any]:
    """The fields of *value* that say something, or that it cannot be without, as plain data."""
    return {
        field.name.replace("_", "-"): _plain(item)
        for field in attrs.fields(type(value))
        if (item := getattr(value, field.name)) not in ("", None) or field.default is attrs.NOTHING
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _actor(actor: Actor) -> dict[str, Any]:
    return {"by": actor.id, "roles": sorted(actor.roles)} if actor.roles else {"by": actor.id}
