"""MEDDICC: how well a deal is qualified, read from its records instead of asked of its owner."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from medsales_core.builtin.meddicc_elements import READERS, Found, Known
from medsales_core.engine.process import Process
from medsales_core.model.enums import QualificationElement
from medsales_core.model.facts import Facts, NotSupplied
from medsales_core.model.need import QualificationNote
from medsales_core.ports.portfolio import Case
from medsales_core.ports.score import Grade, Score, ScoreReason, ScoringMethod
from medsales_core.text import text

__all__ = ["Meddicc"]

_LOW: Final = Decimal(0)
_HIGH: Final = Decimal(14)

_BANDS: Final = (
    (13, Grade(id="very-strong", label=text("very strong", "非常扎实"))),
    (11, Grade(id="strong", label=text("strong", "扎实"))),
    (7, Grade(id="needs-work", label=text("needs work", "有待加强"))),
    (4, Grade(id="weak", label=text("weak", "薄弱"))),
    (0, Grade(id="drop", label=text("drop", "建议放弃"))),
)
_NOTHING: Final = text(
    "Nothing is recorded that bears on qualification: no need, value claim, buying committee, competitor, "
    "decision path or note. That says nothing about the deal.",
    "尚无任何评估依据：无需求、价值主张、决策链成员、竞争对手、决策路径或评估记录。这并不说明商机本身好坏。",
)
_QUALITY: Final = text(
    "It counts what is on record, not whether it is true. All elements weigh the same; the bands follow the "
    "published scale of eight elements, and two of them fill its gaps by inference.",
    "仅统计已有记录，不核实内容真伪。各要素权重相同；等级按公开的八要素量表折算，其中两档为推断补足。",
)
_ELEMENT: Final = text("{element}: {says}", "{element}：{says}")
_NOTED: Final = text("noted as {level} of 2: {note}", "评估记录为{level}/2：{note}")
_NOTED_BARELY: Final = text("noted as {level} of 2", "评估记录为{level}/2")


class Meddicc(ScoringMethod):
    """Seven elements of qualification, each 0 unknown, 1 partly or 2 validated: 0 to 14 in all.

    Each element is read from the records of the deal; nobody is asked for an opinion:

    - *metrics*: a value claim; validated when it has both the figure today and the figure promised;
    - *economic buyer*: a member of the buying committee in that role; validated once there was contact;
    - *decision criteria*: a need with the outcome wanted; validated when such a need has a priority and is
      answered in the proposal;
    - *decision process*: a step of the customer's decision path; validated with two steps or more, each
      with its place and its department;
    - *identified pain*: a need in words; validated when it has both its root cause and the outcome wanted;
    - *champion*: a member of the committee in that role; validated once there was contact and the stance
      is positive;
    - *competition*: a competitor by name; validated when a strength or weakness of it is written down.

    A qualification note with a level of 0 to 2 overrides the records for its element, the latest note
    first; notes on the paper process are not among the seven. Needs, contacts and notes dated after the
    moment of judging do not count. Where nothing at all is recorded, as after an import of bare rows, the
    score is insufficient: an empty file says nothing about the deal.

    The bands are those of the published scale of eight elements, 0 to 16, times 14/16 and rounded up:
    13 very strong, 11 strong, 7 needs work, 4 weak, below that drop. *Strong* and *weak* fill gaps of the
    published scale.
    """

    id = "meddicc"
    title = text("MEDDICC qualification", "MEDDICC商机评估")
    version = "1"

    def score(self, case: Case, facts: Facts, processes: Mapping[str, Process], *, at: dt.datetime) -> Score:
        """The seven elements; the account is read from *facts*, *processes* change nothing."""
        account = None if isinstance(facts.account, NotSupplied) else facts.account
        known = Known(deal=case.deal, account=account, day=at.date())
        notes = _notes(known)
        if not notes and not known.has_records:
            return Score.lacking(_NOTHING, low=_LOW, high=_HIGH)
        reasons = [_reason(element, notes.get(element) or read(known)) for element, read in READERS.items()]
        total = sum(reason.points for reason in reasons)
        return Score.of(reasons, low=_LOW, high=_HIGH, quality=_QUALITY, grade=_grade(int(total)))


def _reason(element: QualificationElement, found: Found) -> ScoreReason:
    message = _ELEMENT.format(element=element.label, says=found.says)
    return ScoreReason(points=Decimal(found.level), message=message, evidence=found.evidence)


def _grade(total: int) -> Grade:
    return next(grade for floor, grade in _BANDS if total >= floor)


def _notes(known: Known) -> Mapping[QualificationElement, Found]:
    """The note that holds for each of the seven: the latest, and on one day the last by number."""
    usable = sorted(
        (
            (note.noted_on or dt.date.min, note.id, place)
            for place, note in enumerate(known.deal.qualification)
            if note.element in READERS and note.level in (0, 1, 2) and known.is_told(note.noted_on)
        ),
    )
    notes = known.deal.qualification
    held = {notes[place].element: _noted(place, notes[place]) for _, _, place in usable}
    return {element: found for element, found in held.items() if element is not None}


def _noted(place: int, note: QualificationNote) -> Found:
    level = note.level or 0
    says = _NOTED.format(level=level, note=note.note) if note.note else _NOTED_BARELY.format(level=level)
    return Found(level, says, f"deal.qualification[{place}]")
