"""The one error tree of the library.

::

    MedsalesError                 code, message, hint, where
    ├── ValueRefused              a value no entity may hold (naive time, float money, NaN)
    ├── UnknownName               a stage, deal, method ... that is not there, with a did-you-mean
    ├── ConfigError               a file of ours is wrong; carries every diagnostic, not the first
    ├── PluginError               a plugin is missing, broken or in conflict
    └── StoreError                a store cannot do what was asked
        ├── VersionConflict       somebody else wrote to the stream first
        └── EventClash            the same event id was used for another event
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final, Protocol

from medsales_core.text import closest

__all__ = [
    "ConfigError",
    "EventClash",
    "MedsalesError",
    "PluginError",
    "StoreError",
    "UnknownName",
    "ValueRefused",
    "VersionConflict",
]


# A store may know thousands of deals; a hint that lists them all hides itself.
_LISTED: Final = 12


class MedsalesError(Exception):
    """Something this library refuses or cannot do.

    Args:
        message: What was wrong, what was expected and what was found.

        hint: What would mend it.

        where: The place, as ``file:line:column``, a stream or a plugin's name.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        mend = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.message} [{self.code}]{mend}"


class ValueRefused(MedsalesError, ValueError):
    """A value that no entity may hold."""

    code = "value-refused"


class UnknownName(MedsalesError, LookupError):
    """A name that nothing answers to."""

    code = "unknown-name"

    @classmethod
    def among(cls, kind: str, name: str, names: Iterable[str]) -> "UnknownName":
        """Say that there is no *kind* called *name*, and which of *names* may have been meant."""
        known = sorted(names)
        near = closest(name, known)
        more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known[:_LISTED]) or 'none'}{more}"
        return cls(f"there is no {kind} {name!r}", hint=hint)


class Located(Protocol):
    """What a diagnostic of a configuration file can say of itself (see `medsales_core.config`)."""

    def __str__(self) -> str: ...


class ConfigError(MedsalesError):
    """A playbook, mapping or manifest is wrong; *diagnostics* holds every defect found."""

    code = "config-invalid"

    def __init__(self, message: str, diagnostics: Sequence[Located] = (), *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  {d}" for d in self.diagnostics)])


class PluginError(MedsalesError):
    """A plugin is missing, broken or in conflict with another."""

    code = "plugin-failed"


class StoreError(MedsalesError):
    """A store cannot do what was asked of it."""

    code = "store-failed"


class VersionConflict(StoreError):
    """Somebody else wrote to the stream first: read it again and decide anew."""

    code = "version-conflict"

    def __init__(self, stream: str, *, expected: int, actual: int) -> None:
        super().__init__(
            f"expected version {expected}, found {actual}",
            hint="read the subject again, decide on what is there now, and append that",
            where=stream,
        )
        self.stream, self.expected, self.actual = stream, expected, actual


class EventClash(StoreError):
    """An event id that was already used for an event of other content."""

    code = "event-clash"
