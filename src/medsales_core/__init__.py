"""The medical-device sales process and its management standards, as data that runs.

Names load when they are first used, so that importing the library costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

__version__ = "0.1.0"

if TYPE_CHECKING:
    from medsales_core.desk import Desk
    from medsales_core.engine.command import (
        Actor,
        Advance,
        Complete,
        Describe,
        Hold,
        Lose,
        Migrate,
        Open,
        RecordEvidence,
        Reopen,
        Resume,
        Retire,
        Return,
        Waive,
        Win,
    )
    from medsales_core.engine.decision import Decision
    from medsales_core.engine.event import Event, EventKind
    from medsales_core.engine.explain import Explanation
    from medsales_core.engine.finding import Finding
    from medsales_core.engine.progress import Progress, Status
    from medsales_core.engine.waiver import Waiver
    from medsales_core.errors import MedsalesError
    from medsales_core.model.facts import NOT_SUPPLIED, Facts
    from medsales_core.money import Money
    from medsales_core.playbook.load import check_playbook, load_playbook, reference_playbook
    from medsales_core.playbook.playbook import Playbook
    from medsales_core.rules.requirement import Outcome, Requirement, Severity
    from medsales_core.rules.sheet import Sheet
    from medsales_core.text import LangText

__all__ = [
    "NOT_SUPPLIED",
    "Actor",
    "Advance",
    "Complete",
    "Decision",
    "Describe",
    "Desk",
    "Event",
    "EventKind",
    "Explanation",
    "Facts",
    "Finding",
    "Hold",
    "LangText",
    "Lose",
    "MedsalesError",
    "Migrate",
    "Money",
    "Open",
    "Outcome",
    "Playbook",
    "Progress",
    "RecordEvidence",
    "Reopen",
    "Requirement",
    "Resume",
    "Retire",
    "Return",
    "Severity",
    "Sheet",
    "Status",
    "Waive",
    "Waiver",
    "Win",
    "check_playbook",
    "load_playbook",
    "reference_playbook",
]

_COMMANDS: Final = "medsales_core.engine.command"
_HOMES: Final = {
    "Desk": "medsales_core.desk",
    **dict.fromkeys(
        (
            "Actor",
            "Advance",
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
        ),
        _COMMANDS,
    ),
    "Decision": "medsales_core.engine.decision",
    "Event": "medsales_core.engine.event",
    "EventKind": "medsales_core.engine.event",
    "Explanation": "medsales_core.engine.explain",
    "Finding": "medsales_core.engine.finding",
    "Progress": "medsales_core.engine.progress",
    "Status": "medsales_core.engine.progress",
    "Waiver": "medsales_core.engine.waiver",
    "MedsalesError": "medsales_core.errors",
    "Facts": "medsales_core.model.facts",
    "NOT_SUPPLIED": "medsales_core.model.facts",
    "Money": "medsales_core.money",
    "check_playbook": "medsales_core.playbook.load",
    "load_playbook": "medsales_core.playbook.load",
    "reference_playbook": "medsales_core.playbook.load",
    "Playbook": "medsales_core.playbook.playbook",
    "Outcome": "medsales_core.rules.requirement",
    "Requirement": "medsales_core.rules.requirement",
    "Severity": "medsales_core.rules.requirement",
    "Sheet": "medsales_core.rules.sheet",
    "LangText": "medsales_core.text",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        return _under_its_new_name(name)
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def _under_its_new_name(name: str) -> Any:
    new = None if name.startswith("_") else import_module("medsales_core.deprecated").new_name(name)
    if new is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return __getattr__(new)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
