"""The paper files of the deals that the old system only knew the stages of: scanned in when the story begins."""

import datetime as dt

from medsales_core.demo.book import STAGES, Sheet
from medsales_core.demo.dossier import File
from medsales_core.demo.offer import acceptance_file
from medsales_core.demo.office import Office
from medsales_core.demo.scene import Scene
from medsales_core.demo.stages import FILES

__all__ = ["old_file"]

#: In old files less is missing by chance: what is left are the habits.
_SLIP = 0.15
_SOLUTION = "solution-value"
_NEGOTIATION = "negotiation-contract"


def old_file(sheet: Sheet, scene: Scene, office: Office) -> File:
    """What its owner wrote down in every stage that the deal of *sheet* has left behind, habits and all."""
    file: File = {}
    entered: dict[str, dt.date] = {}
    for step in sheet.steps:
        entered.setdefault(step.to, step.on)
    for stage in STAGES:
        if stage in entered and _is_left(sheet, stage):
            on = entered[stage] + dt.timedelta(days=1)
            lacks = office.forgotten(scene, stage, _SLIP)
            fresh = FILES[stage](scene, on, lacks)
            activities = (*file.get("activities", ()), *fresh.get("activities", ()))
            file |= fresh | ({"activities": activities} if activities else {})
            if stage == _SOLUTION and _NEGOTIATION in entered:
                file |= acceptance_file(scene, on, lacks)
    return file


def _is_left(sheet: Sheet, stage: str) -> bool:
    """It went on from there: it stands elsewhere now, or was won."""
    return stage != sheet.stage or (sheet.closed is not None and sheet.closed.to == "won")
