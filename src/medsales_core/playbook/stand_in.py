"""What stands in for a check that a plugin promises and cannot bring, so that its absence is told once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from medsales_core.rules.reason import Reason

__all__ = ["StandIn"]


class _Anything(dict[str, type]):
    """Parameters of which any is known, and none is missed."""

    def get(self, key: str, default: object = None) -> type:
        return object


@attrs.frozen
class StandIn:
    """A check in a playbook that is refused anyway: requirements may call it as they like, and it is never asked."""

    id: str
    reads: tuple[str, ...] = ()
    parameters: Mapping[str, type] = _Anything()

    def holds(self, facts: Any, at: dt.datetime, /, **parameters: Any) -> bool | None:
        raise LookupError(f"check {self.id!r} could not be loaded")

    def reasons(self, facts: Any, at: dt.datetime, /, **parameters: Any) -> Iterable[Reason]:
        return ()
