"""What the requirement language asks of a check that a plugin brings."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from medsales_core.rules.reason import Reason

__all__ = ["NamedCheck"]


class NamedCheck(Protocol):
    """A check by its id; `medsales_core.ports.Check` is the class that plugins derive from."""

    @property
    def id(self) -> str: ...

    @property
    def reads(self) -> tuple[str, ...]:
        """The paths it reads, so that a host knows what to load."""
        ...

    @property
    def parameters(self) -> Mapping[str, type]:
        """The parameters it takes, by name."""
        ...

    def holds(self, facts: Any, at: dt.datetime, /, **parameters: Any) -> bool | None:
        """True, False, or None where what it reads was not supplied."""
        ...

    def reasons(self, facts: Any, at: dt.datetime, /, **parameters: Any) -> Iterable[Reason]:
        """Why it does not hold; empty where there is no more to say."""
        ...
