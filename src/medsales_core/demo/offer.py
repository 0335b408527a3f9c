"""The evidence of the demonstration and of the negotiation, as the owner writes it down, but for what is forgotten."""

import datetime as dt
from decimal import Decimal

from medsales_core.demo.company import SLA
from medsales_core.demo.dossier import File
from medsales_core.demo.scene import Scene
from medsales_core.model.activity import Participant
from medsales_core.model.contract import Commitment, Contract, ContractClauses, Review, Signatory
from medsales_core.model.deal import Acceptance
from medsales_core.model.demo import Concern, Demo, DemoFeedback, TechnicalQuestion
from medsales_core.model.enums import (
    ApprovalDecision,
    ApprovalSubject,
    ConcernStatus,
    ContractParty,
    DemoKind,
    PaymentTrigger,
    PriceBasis,
    QuoteStatus,
    ReviewKind,
    ReviewStatus,
    TeamFunction,
)
from medsales_core.model.quote import Approval, PaymentTerm, Quote

__all__ = ["acceptance_file", "contract_of", "demo_file", "negotiation_file"]

_DISCOUNT = Decimal("0.12")


def demo_file(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 5: the demonstration, the questions and the doubts."""
    unsolved = "demo-questions-closed" in lacks
    asked = TechnicalQuestion(
        id="Q1",
        question=scene.say("power supply?", "供电要求？"),
        answer=scene.say("three-phase, 32 A", "三相32A"),
        answered_by="S-01",
        closed_on=on,
    )
    still_open = TechnicalQuestion(
        id="Q2",
        question=scene.say("connection to our archive?", "能否接入现有影像系统？"),
        asked_on=on,
        answer=None if unsolved else scene.say("DICOM, tested on site", "支持DICOM，已现场验证"),
        answered_by=None if unsolved else "S-01",
        closed_on=None if unsolved else on,
    )
    doubtful = "demo-technical-concerns-cleared" in lacks
    concern = Concern(
        id="C1",
        concern=scene.say("noise", "噪声"),
        status=ConcernStatus.OPEN if doubtful else ConcernStatus.CLEARED,
    )
    return {
        "demos": () if "demo-done-or-waived" in lacks else (_demo(scene, on, lacks),),
        "questions": () if "demo-technical-answers-given" in lacks else (asked, still_open),
        "concerns": (concern,),
    }


def _demo(scene: Scene, on: dt.date, lacks: frozenset[str]) -> Demo:
    user = scene.user(hands_on="demo-hands-on" not in lacks)
    engineer = Participant(
        id="3",
        person_id="S-01",
        function=TeamFunction.TECHNICAL_SUPPORT,
        throughout="demo-tech-support-throughout" not in lacks,
    )
    return Demo(
        id=f"{scene.deal}-M",
        kind=DemoKind.DEMO,
        product_id=scene.item.id,
        held_on=on,
        scenario=scene.say("a day in the clinic", "门诊日常流程"),
        scenario_confirmed_by=None if "demo-clinical-scenario" in lacks else scene.contact(0),
        invitees=(user,) if "demo-key-people-invited" in lacks else (user, scene.head()),
        attendees=(user, engineer),
        feedback=DemoFeedback(
            performance=5,
            reliability=4,
            trusts_performance=True,
            trusts_reliability="demo-confidence-confirmed" not in lacks,
            given_by=scene.contact(0),
            given_on=on,
        ),
    )


def acceptance_file(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    """What must be on record before talks begin: the customer accepts solution and product."""
    unclear = "neg-acceptance-precondition" in lacks
    accepted = Acceptance(
        solution_accepted_on=on, product_accepted_on=None if unclear else on, accepted_by=scene.contact(1)
    )
    return {"acceptance": accepted}


def negotiation_file(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 6: the accepted quote, the exceptions, the promises and the contract."""
    decided = "neg-commercial-policy" not in lacks
    exception = Approval(
        id="X1",
        subject=ApprovalSubject.PAYMENT_TERMS,
        requested_by=scene.owner.id,
        requested_on=on,
        approver_id=scene.team.manager,
        decision=ApprovalDecision.APPROVED if decided else ApprovalDecision.PENDING,
        decided_on=on if decided else None,
    )
    owned = "neg-promises-deliverable" not in lacks
    promise = Commitment(
        id="P1",
        promise=scene.say("a week of training on site", "现场培训一周"),
        owner_id=scene.owner.id if owned else None,
        due_on=on + dt.timedelta(days=90),
        in_contract=owned,
    )
    return {
        "quotes": (_quote(scene, on, lacks),),
        "approvals": (exception,),
        "commitments": (promise,),
        "contract": contract_of(scene, on, lacks),
    }


def _quote(scene: Scene, on: dt.date, lacks: frozenset[str]) -> Quote:
    granted = Approval(
        id="A1",
        subject=ApprovalSubject.DISCOUNT,
        requested_by=scene.owner.id,
        approver_id=scene.team.manager,
        approver_role="sales-manager",
        decision=ApprovalDecision.APPROVED,
        decided_on=on,
        up_to=Decimal("0.08") if "neg-pricing-strategy" in lacks else Decimal("0.15"),
    )
    parts = ("0.3", "0.6") if "neg-term-payment" in lacks else ("0.3", "0.7")
    return Quote(
        id=f"{scene.deal}-B",
        version=2,
        status=QuoteStatus.ACCEPTED,
        issued_on=on,
        total=scene.amount,
        price_basis=None if "neg-term-price" in lacks else PriceBasis.NEGOTIATED,
        discount=_DISCOUNT,
        margin=Decimal("0.22") if "neg-interest-balanced" in lacks else Decimal("0.36"),
        payment_terms=tuple(
            PaymentTerm(id=str(place), trigger=trigger, ratio=Decimal(part))
            for place, (trigger, part) in enumerate(
                zip((PaymentTrigger.DEPOSIT, PaymentTrigger.ACCEPTANCE), parts, strict=True), start=1
            )
        ),
        lead_time_days=None if "neg-term-delivery" in lacks else 60,
        warranty_months=24,
        sla_id=None if "neg-term-aftersales" in lacks else SLA,
        approvals=(granted,),
    )


def contract_of(scene: Scene, on: dt.date, lacks: frozenset[str]) -> Contract:
    """The contract: signed and reviewed, but for what is in *lacks*."""
    parties = [ContractParty.SELLER]
    if "neg-contract-signed" not in lacks:
        parties.append(ContractParty.BUYER)
    reviews = {"neg-clauses-rigorous": ReviewKind.LEGAL, "neg-contract-lawful": ReviewKind.COMPLIANCE}
    return Contract(
        id=f"{scene.deal}-K",
        number=f"SYN-{scene.deal}",
        account_id=scene.customer.id,
        value=scene.amount,
        template_id="SALE-CN" if scene.team.chinese else "SALE-INT",
        template_version="4",
        deviates=False,
        # Contracts for abroad came without the clause against bribery.
        clauses=ContractClauses(
            quality=True, aftersales=True, integrity=scene.team.chinese, confidentiality=True
        ),
        signed_on=None if "neg-contract-signed" in lacks else on,
        signatories=tuple(
            Signatory(id=party.value, party=party, authorised=True, signed_on=on) for party in parties
        ),
        reviews=tuple(
            Review(
                id=kind.value,
                kind=kind,
                status=ReviewStatus.PENDING if name in lacks else ReviewStatus.PASSED,
                reviewed_on=on,
            )
            for name, kind in reviews.items()
        ),
        warranty_months=24,
        sla_id=SLA,
    )
