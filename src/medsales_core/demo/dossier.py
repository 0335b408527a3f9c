"""The evidence of the stages up to the proposal, as the owner of a deal writes it down, but for what is forgotten."""

import datetime as dt
from decimal import Decimal
from typing import Any

from medsales_core.demo.scene import Scene
from medsales_core.model.activity import Activity, NextStep
from medsales_core.model.enums import (
    ActivityKind,
    ApproachChannel,
    NeedDimension,
    PresentationFormat,
    ValueClaimKind,
)
from medsales_core.model.evidence import Attestation, EvidenceRef
from medsales_core.model.need import Need
from medsales_core.model.proposal import Presentation, Proposal, ProposalAnswer, ProposalLine, ValueClaim

__all__ = ["File", "contact_file", "market_file", "needs_file", "solution_file"]

#: What is recorded about a deal: its fields, and the records of those that are lists.
File = dict[str, Any]

_ATTESTED = ("dev-professional-conduct", "dev-no-overselling")
_NEEDS = (
    (NeedDimension.CLINICAL_APPLICATION, "need-clinical-application", "faster work-up", "缩短检查时间"),
    (
        NeedDimension.DEPARTMENT_DEVELOPMENT,
        "need-department-development",
        "a second team",
        "建立第二个治疗组",
    ),
    (NeedDimension.PATIENT, "need-patient-needs", "shorter waiting times", "缩短候诊时间"),
    (NeedDimension.COST_BENEFIT, "need-cost-benefit", "lower running cost", "降低运营成本"),
)


def market_file(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 1 asks nothing of the deal itself: segment and customer carry its evidence."""
    del scene, on, lacks
    return {}


def contact_file(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 2: the first contact, what was learned, what was agreed, and how we behaved."""
    attested = tuple(
        Attestation(
            id=name, requirement=name, upheld=name not in lacks, by_id=scene.team.manager, attested_on=on
        )
        for name in _ATTESTED
    )
    return {"activities": (_first_contact(scene, on, lacks),), "attestations": attested}


def _first_contact(scene: Scene, on: dt.date, lacks: frozenset[str]) -> Activity:
    agreed = "dev-next-step-won" not in lacks
    return Activity(
        id=f"{scene.deal}-V1",
        kind=ActivityKind.CALL if "dev-first-contact-made" in lacks else ActivityKind.FIRST_CONTACT,
        deal_id=scene.deal,
        owner_id=scene.owner.id,
        done_on=on,
        channel=None if "dev-approach-channel-recorded" in lacks else ApproachChannel.PROFESSIONAL_VISIT,
        participants=(scene.user(),),
        findings=None
        if "dev-information-first" in lacks
        else scene.say("the old device is nine years old", "现有设备已使用九年"),
        next_step=NextStep(
            what=scene.say("visit", "再次拜访"), due_on=on + dt.timedelta(days=10), agreed=agreed
        ),
        complaint=scene.say("felt pressed to sign", "反映推销过度")
        if "dev-no-overselling" in lacks
        else None,
        in_clinical_area=False,
        attestations=_conduct(scene, on, upheld="dev-no-overselling" not in lacks),
    )


def _conduct(scene: Scene, on: dt.date, *, upheld: bool) -> tuple[Attestation, ...]:
    """What the manager says of how the visit was made."""
    said = Attestation(
        id="1",
        requirement="cod-scope-visit",
        upheld=upheld,
        by_id=scene.team.manager,
        role_id="sales-manager",
        attested_on=on,
    )
    return (said,)


def needs_file(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 3: the needs in all four fields, with the reason and the outcome wanted."""
    sheet = EvidenceRef(id=f"{scene.deal}-Q", kind="questionnaire")
    interview = Activity(
        id=f"{scene.deal}-V2",
        kind=ActivityKind.NEEDS_INTERVIEW,
        deal_id=scene.deal,
        owner_id=scene.owner.id,
        done_on=on,
        participants=(scene.user(), scene.head()),
        questionnaire=None if "need-questioning-listening" in lacks else sheet,
        in_clinical_area=False,
        attestations=_conduct(scene, on, upheld=True),
    )
    return {"activities": (interview,), "needs": _needs(scene, on, lacks)}


def _needs(scene: Scene, on: dt.date, lacks: frozenset[str]) -> tuple[Need, ...]:
    asked = [need for need in _NEEDS if need[1] not in lacks]
    explained = "need-root-cause-and-goal" not in lacks
    return tuple(
        Need(
            id=f"N{place}",
            dimension=dimension,
            statement=scene.say(en, zh),
            priority=1 if place == 1 else 2,
            root_cause=scene.say("the device is worn out", "设备老化") if explained else None,
            desired_outcome=scene.say("a third more cases a day", "每日多完成三分之一病例")
            if explained
            else None,
            captured_from=scene.contact(0),
            captured_on=on,
        )
        for place, (dimension, _, en, zh) in enumerate(asked, start=1)
    )


def solution_file(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 4: the proposal, its value in figures, and who saw it."""
    claim = ValueClaim(
        id="V1",
        kind=None if "sol-benefit-stated" in lacks else ValueClaimKind.CLINICAL_BENEFIT,
        metric=scene.say("cases a day", "每日病例数"),
        unit=scene.say("cases/day", "例/日"),
        baseline=None if "sol-value-quantified" in lacks else Decimal(24),
        target=Decimal(32),
        source_ref=scene.say("log of the department", "科室登记本"),
    )
    absent = {"sol-presented-to-influencers": scene.user(), "sol-presented-to-decision-makers": scene.head()}
    presentation = Presentation(
        id="S1",
        held_on=on,
        format=None if "sol-presentation-format" in lacks else PresentationFormat.CASE_SHARING,
        attendees=tuple(person for name, person in absent.items() if name not in lacks),
    )
    return {
        "proposal": _proposal(scene, on, lacks),
        "value_claims": (claim,),
        "presentations": (presentation,),
    }


def _proposal(scene: Scene, on: dt.date, lacks: frozenset[str]) -> Proposal:
    tailored = "sol-tailored-to-needs" not in lacks
    answer = ProposalAnswer(
        id="1",
        need_id="N1",
        answer=scene.say(f"{scene.item.label['en']} solves it", f"{scene.item.label['zh-Hans']}可解决"),
    )
    return Proposal(
        id=f"{scene.deal}-P",
        version="1",
        issued_on=on,
        lines=(
            ProposalLine(
                id="1",
                product_id=scene.item.id,
                quantity=scene.quantity,
                need_ids=("N1",) if tailored else (),
            ),
        ),
        answers=() if "sol-problem-fit-explicit" in lacks else (answer,),
        differentiators=()
        if "sol-company-strengths-used" in lacks
        else (scene.say("service within 4 h", "4小时响应"),),
    )
