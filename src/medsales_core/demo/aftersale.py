"""The evidence of fulfilment and after-sales care: orders, devices, trainings, tickets, visits."""

import datetime as dt
from decimal import Decimal

from medsales_core.demo.company import SLA
from medsales_core.demo.dossier import File
from medsales_core.demo.scene import Scene
from medsales_core.model.asset import InstalledAsset, TestValue, TrainingSession, UpgradeNotice, UsageReading
from medsales_core.model.enums import (
    CustomerTrainingKind,
    OrderKind,
    ReviewStatus,
    TicketSeverity,
    UpgradeStatus,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.order import Installer, OrderLine
from medsales_core.model.service import FollowUp, ServiceTicket

__all__ = ["asset_file", "order_file"]

_TRAININGS = {
    "ful-training-operation": CustomerTrainingKind.OPERATION,
    "ful-training-maintenance": CustomerTrainingKind.MAINTENANCE,
    "ful-training-clinical": CustomerTrainingKind.CLINICAL_APPLICATION,
}


def order_file(scene: Scene, signed_on: dt.date, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 7: what was delivered, put in place, accepted and trained on by the day *on*."""
    late = "ful-on-time" in lacks
    promised = on - dt.timedelta(days=14)
    released = signed_on + dt.timedelta(days=25 if "ful-order-started" in lacks else 1)
    line = OrderLine(
        id="1",
        product_id=scene.item.id,
        ordered=scene.quantity,
        delivered=scene.quantity - ("ful-in-full" in lacks),
        inspection=ReviewStatus.FAILED if "ful-to-quality" in lacks else ReviewStatus.PASSED,
    )
    file: File = {
        "kind": OrderKind.EQUIPMENT if scene.item.equipment else OrderKind.CONSUMABLES,
        "deal_id": scene.deal,
        "account_id": scene.customer.id,
        "amount": scene.amount,
        "created_on": released,
        "promised_on": promised,
        "delivered_on": promised + dt.timedelta(days=6 if late else -2),
        "lines": (line,),
    }
    return file | (_installation(scene, on, lacks) if scene.item.equipment else {})


def _installation(scene: Scene, on: dt.date, lacks: frozenset[str]) -> File:
    device = _device(scene, on, lacks)
    return {
        "installer": None
        if "ful-installer-coordinated" in lacks
        else Installer(name=scene.say("our own engineers", "自有工程师"), third_party=False, qualified=True),
        "assets": (device,),
        "training_sessions": tuple(
            TrainingSession(
                id=kind.value,
                kind=kind,
                asset_ids=(device.id,),
                held_on=on,
                sign_in=EvidenceRef(id=f"{device.id}-{kind}"),
                competence=ReviewStatus.PENDING if "ful-safe-effective-use" in lacks else ReviewStatus.PASSED,
            )
            for name, kind in _TRAININGS.items()
            if name not in lacks
        ),
    }


def _device(scene: Scene, on: dt.date, lacks: frozenset[str]) -> InstalledAsset:
    return InstalledAsset(
        id=f"{scene.deal}-E",
        product_id=scene.item.id,
        account_id=scene.customer.id,
        sop_id=None if "ful-sop-followed" in lacks else "SOP-12",
        sop_version="4",
        installed_on=None if "ful-installed" in lacks else on - dt.timedelta(days=8),
        commissioned_on=on - dt.timedelta(days=6),
        test_values=() if "ful-commissioned" in lacks else (_test(),),
        accepted_on=on - dt.timedelta(days=4),
        accepted_by=None if "ful-accepted" in lacks else scene.contact(1),
    )


def _test() -> TestValue:
    return TestValue(id="1", name="self-test / 自检", value=Decimal(1), within_limits=True)


def asset_file(scene: Scene, installed_on: dt.date, on: dt.date, lacks: frozenset[str]) -> File:
    """Stage 8: how the device is used and looked after, as known on the day *on*."""
    read_on = on - dt.timedelta(days=200 if "svc-usage-known" in lacks else 12)
    announced = UpgradeNotice(
        id="1",
        title="software 5.2",
        status=UpgradeStatus.OPEN if "svc-upgrade-offered" in lacks else UpgradeStatus.OFFERED,
    )
    visit = FollowUp(
        id="1",
        held_on=on - dt.timedelta(days=20),
        feedback=None if "svc-feedback-collected" in lacks else scene.say("content", "满意"),
        next_due_on=on + dt.timedelta(days=-3 if "svc-regular-follow-up" in lacks else 70),
    )
    return {
        "product_id": scene.item.id,
        "account_id": scene.customer.id,
        "serial": f"SYN-{scene.deal}",
        "installed_on": installed_on,
        "usage": (UsageReading(id="1", read_on=read_on, value=Decimal(1400), unit="case"),),
        "upgrade_notices": (announced,),
        "uses_consumables": True,
        "consumables_cover_days": 9 if "svc-consumables-supplied" in lacks else 60,
        "tickets": (_ticket(scene, on, lacks),),
        "follow_ups": (visit,),
    }


def _ticket(scene: Scene, on: dt.date, lacks: frozenset[str]) -> ServiceTicket:
    reported = scene.at(on - dt.timedelta(days=15), 9)
    slow = dt.timedelta(hours=9 if "svc-issues-timely" in lacks else 2)
    return ServiceTicket(
        id="1",
        severity=TicketSeverity.LIMITED,
        problem=scene.say("error at start", "开机报错"),
        reported_at=reported,
        response_due_at=reported + dt.timedelta(hours=4),
        responded_at=reported + slow,
        restore_due_at=reported + dt.timedelta(hours=72),
        restored_at=reported + dt.timedelta(hours=30),
        sla_id=SLA,
    )
