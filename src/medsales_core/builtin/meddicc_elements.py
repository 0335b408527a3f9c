"""What the records of a deal say of each element of MEDDICC: one reader for each."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

import attrs

from medsales_core.model.account import Account, DecisionStep
from medsales_core.model.deal import CommitteeMember, Deal
from medsales_core.model.enums import BuyingRole, QualificationElement
from medsales_core.model.need import Need
from medsales_core.model.proposal import ValueClaim
from medsales_core.model.segment import Competitor
from medsales_core.text import LangText, text

__all__ = ["READERS", "Found", "Known"]

_R = TypeVar("_R")
_VALIDATED: Final = 2


class Found(NamedTuple):
    """What was found on one element: 0 unknown, 1 partly, 2 validated; and what shows it or is missing."""

    level: int
    says: LangText
    evidence: str = ""


@attrs.frozen(kw_only=True)
class Known:
    """What the readers read, as of a day; *account* is None where it was not supplied."""

    deal: Deal
    account: Account | None
    day: dt.date

    @property
    def decision_path(self) -> tuple[DecisionStep, ...]:
        profile = self.account.profile if self.account else None
        return profile.decision_path if profile else ()

    @property
    def has_records(self) -> bool:
        """There is anything to read at all."""
        deal = self.deal
        return any(
            (deal.value_claims, deal.buying_committee, deal.needs, deal.competitors, self.decision_path)
        )

    def is_told(self, day: dt.date | None) -> bool:
        """A record without a date counts; one of a later day does not."""
        return day is None or day <= self.day

    def met(self, member: CommitteeMember) -> bool:
        """There was contact with *member* by then."""
        return member.last_contact_on is not None and member.last_contact_on <= self.day


def _metrics(known: Known) -> Found:
    def level(claim: ValueClaim) -> int:
        return 2 if claim.baseline is not None and claim.target is not None else 1

    return _best(
        "deal.value_claims",
        known.deal.value_claims,
        level,
        text("no value claim is on record", "无价值主张记录"),
        text("a value claim lacks its figure today or its target", "价值主张缺少现状值或目标值"),
        text("a value claim has its figure today and its target", "价值主张已有现状值与目标值"),
    )


def _economic_buyer(known: Known) -> Found:
    def level(member: CommitteeMember) -> int:
        return 1 + known.met(member) if BuyingRole.ECONOMIC_BUYER in member.roles else 0

    return _best(
        "deal.buying_committee",
        known.deal.buying_committee,
        level,
        text("nobody is named who decides on the money", "未明确由谁决定资金"),
        text("the economic buyer is named; no contact is on record", "已明确经济决策人，尚无接触记录"),
        text("there was contact with the economic buyer", "已与经济决策人接触"),
    )


def _decision_criteria(known: Known) -> Found:
    answers = known.deal.proposal.answers if known.deal.proposal else ()
    answered = {answer.need_id for answer in answers if answer.answer}

    def level(need: Need) -> int:
        if not need.desired_outcome or not known.is_told(need.captured_on):
            return 0
        return 2 if need.priority is not None and need.id in answered else 1

    return _best(
        "deal.needs",
        known.deal.needs,
        level,
        text("no need states the outcome wanted", "无需求写明期望目标"),
        text(
            "an outcome is wanted; it has no priority, or no answer in the proposal",
            "已有期望目标，但未定优先级或方案中尚无回应",
        ),
        text(
            "a wanted outcome has its priority and its answer in the proposal",
            "期望目标已定优先级，并在方案中有回应",
        ),
    )


def _decision_process(known: Known) -> Found:
    path = known.decision_path
    if known.account is None:
        return Found(0, text("the account was not supplied", "未提供客户信息"))
    if not path:
        return Found(0, text("the customer's decision path is not on record", "无客户决策路径记录"))
    complete = all(step.position is not None and step.buying_unit is not None for step in path)
    if len(path) >= _VALIDATED and complete:
        says = text("{steps} steps of the decision path are on record", "决策路径已记录{steps}个步骤")
        return Found(2, says.format(steps=len(path)), "account.profile.decision_path")
    says = text("the decision path has gaps or a single step", "决策路径不完整或仅有一步")
    return Found(1, says, "account.profile.decision_path")


def _identified_pain(known: Known) -> Found:
    def level(need: Need) -> int:
        if not known.is_told(need.captured_on) or not (need.statement or need.root_cause):
            return 0
        return 2 if need.root_cause and need.desired_outcome else 1

    return _best(
        "deal.needs",
        known.deal.needs,
        level,
        text("no need is on record", "无需求记录"),
        text("a need lacks its root cause or the outcome wanted", "需求缺少原因或期望目标"),
        text("a need has its root cause and the outcome wanted", "需求已有原因与期望目标"),
    )


def _champion(known: Known) -> Found:
    def level(member: CommitteeMember) -> int:
        if BuyingRole.CHAMPION not in member.roles:
            return 0
        return 1 + (known.met(member) and (member.stance or 0) > 0)

    return _best(
        "deal.buying_committee",
        known.deal.buying_committee,
        level,
        text("nobody is named who speaks for us", "未明确支持者"),
        text(
            "a champion is named; contact or a positive stance is not on record",
            "已明确支持者，尚无接触或积极立场的记录",
        ),
        text("there was contact with a champion of positive stance", "已与立场积极的支持者接触"),
    )


def _competition(known: Known) -> Found:
    def level(competitor: Competitor) -> int:
        if not (competitor.name or competitor.product):
            return 0
        return 2 if competitor.strengths or competitor.weaknesses else 1

    return _best(
        "deal.competitors",
        known.deal.competitors,
        level,
        text("no competitor is on record", "无竞争对手记录"),
        text("a competitor is named, its strengths and weaknesses are not", "已列出竞争对手，未写明其优劣势"),
        text("a competitor is named with strengths or weaknesses", "已列出竞争对手及其优劣势"),
    )


def _best(
    path: str,
    records: Sequence[_R],
    level: Callable[[_R], int],
    unknown: LangText,
    partly: LangText,
    validated: LangText,
) -> Found:
    """What the best of *records* shows; the first of equals is the evidence."""
    levels = [level(record) for record in records]
    best = max(levels, default=0)
    if best == 0:
        return Found(0, unknown)
    return Found(best, validated if best == _VALIDATED else partly, f"{path}[{levels.index(best)}]")


#: The seven elements in the order of the name.
READERS: Final[Mapping[QualificationElement, Callable[[Known], Found]]] = MappingProxyType(
    {
        QualificationElement.METRICS: _metrics,
        QualificationElement.ECONOMIC_BUYER: _economic_buyer,
        QualificationElement.DECISION_CRITERIA: _decision_criteria,
        QualificationElement.DECISION_PROCESS: _decision_process,
        QualificationElement.IDENTIFIED_PAIN: _identified_pain,
        QualificationElement.CHAMPION: _champion,
        QualificationElement.COMPETITION: _competition,
    }
)
