"""The kinds of things that a plugin provides, each with its hook and the class that it returns."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

import attrs

from medsales_core.ports.calendar import Calendar
from medsales_core.ports.check import Check
from medsales_core.ports.command import CliCommand
from medsales_core.ports.importer import Importer
from medsales_core.ports.observer import Observer
from medsales_core.ports.report import ReportBuilder, ReportFormat
from medsales_core.ports.score import ScoringMethod
from medsales_core.ports.store import StoreProvider

__all__ = [
    "CALENDAR", "CHECK", "COMMAND", "FORMAT", "IMPORTER", "KINDS", "OBSERVER", "REPORT", "SCORE", "STORE", "Kind",
]  # fmt: skip

_T = TypeVar("_T")


@attrs.frozen
class Kind(Generic[_T]):
    """One kind of thing.

    Args:
        name: What a manifest calls it.

        hook: The hook that returns it.

        of: The class of what the hook returns.

        is_chosen: It counts only where a playbook enables its plugin, since it decides or takes note without
            being asked for by name.

        is_prefixed: Its ids begin with the plugin's name, so that no two plugins can meet in one.

        key: The attribute it is asked for by.
    """

    name: str
    hook: str
    of: type
    is_chosen: bool = False
    is_prefixed: bool = True
    key: str = "id"

    def id_of(self, item: _T) -> str:
        """What *item* is asked for by."""
        identity: str = getattr(item, self.key)
        return identity


CHECK: Final[Kind[Check]] = Kind("check", "medsales_checks", Check, is_chosen=True)
CALENDAR: Final[Kind[Calendar]] = Kind("calendar", "medsales_calendars", Calendar, is_chosen=True)
OBSERVER: Final[Kind[Observer]] = Kind("observer", "medsales_observers", Observer, is_chosen=True)
SCORE: Final[Kind[ScoringMethod]] = Kind("score", "medsales_scores", ScoringMethod)
REPORT: Final[Kind[ReportBuilder]] = Kind("report", "medsales_reports", ReportBuilder)
FORMAT: Final[Kind[ReportFormat]] = Kind("format", "medsales_formats", ReportFormat)
IMPORTER: Final[Kind[Importer]] = Kind("importer", "medsales_importers", Importer)
STORE: Final[Kind[StoreProvider]] = Kind(
    "store", "medsales_stores", StoreProvider, is_prefixed=False, key="scheme"
)
COMMAND: Final[Kind[CliCommand]] = Kind(
    "command", "medsales_commands", CliCommand, is_prefixed=False, key="name"
)

#: Every kind by its name.
KINDS: Final[Mapping[str, Kind[Any]]] = MappingProxyType(
    {kind.name: kind for kind in (CHECK, CALENDAR, OBSERVER, SCORE, REPORT, FORMAT, IMPORTER, STORE, COMMAND)}
)
