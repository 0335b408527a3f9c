"""What was done with a customer, who took part and what comes next."""

import datetime as dt

from medsales_core.model.enums import (
    ActivityKind,
    ApproachChannel,
    BuyingRole,
    BuyingUnit,
    PresentationFormat,
    TeamFunction,
)
from medsales_core.model.evidence import Attestation, EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money

__all__ = ["Activity", "NextStep", "Participant"]


@entity
class Participant:
    """A person who is invited to or takes part in an activity, the customer's or ours. Source: S4-3, S5-2, S5-3.

    A person of the customer has a *contact_id*, units and roles; one of ours has a *person_id* and a function.
    """

    id: str = fact("participant number", "参与人编号")
    contact_id: str | None = fact("contact", "客户联系人", default=None)
    person_id: str | None = fact("person of ours", "我方人员", default=None)
    units: tuple[BuyingUnit, ...] = fact("buying units", "所属决策部门", default=(), source="S5-2")
    roles: tuple[BuyingRole, ...] = fact("buying roles", "采购角色", default=(), source="S4-3")
    function: TeamFunction | None = fact("function of ours", "我方职能", default=None, source="S5-3")
    hands_on: bool | None = fact("hands-on trial", "亲自体验", default=None, source="S5-2")
    throughout: bool | None = fact("presence throughout", "全程参与", default=None, source="S5-3")


@entity
class NextStep:
    """What was agreed to happen next. Source: S2-2."""

    what: str | None = fact("what", "事项", default=None)
    due_on: dt.date | None = fact("due date", "约定日期", default=None, source="S2-2")
    agreed: bool | None = fact("agreement of the customer", "客户同意", default=None, source="S2-2")


@entity
class Activity:
    """A visit, call, meeting or event. Source: reference 3.3; S2-2 to S2-4, S3-2, S4-3."""

    id: str = fact("activity number", "活动编号")
    kind: ActivityKind | None = fact("kind", "活动类型", default=None, source="S2-2")
    deal_id: str | None = fact("deal", "所属商机", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    owner_id: str | None = fact("carried out by", "执行人", default=None)
    done_on: dt.date | None = fact("carried out on", "完成日期", default=None, source="S2-2")
    started_at: dt.datetime | None = fact("started at", "开始时间", default=None)
    ended_at: dt.datetime | None = fact("ended at", "结束时间", default=None)
    entered_at: dt.datetime | None = fact("entered in the system at", "录入时间", default=None)
    place: str | None = fact("place", "地点", default=None)
    in_clinical_area: bool | None = fact("in a clinical area", "是否在诊疗区域", default=None, source="P37")
    channel: ApproachChannel | None = fact("approach channel", "接触渠道", default=None, source="S2-4")
    format: PresentationFormat | None = fact(
        "format of presentation", "呈现形式", default=None, source="S4-3"
    )
    participants: tuple[Participant, ...] = fact("participants", "参与人", default=())
    objective: str | None = fact("objective", "目的", default=None)
    findings: str | None = fact("findings", "收集到的信息", default=None, source="S2-3")
    questionnaire: EvidenceRef | None = fact("questionnaire", "需求问卷", default=None, source="S3-2")
    next_step: NextStep | None = fact("next step", "下一步", default=None, source="S2-2")
    complaint: str | None = fact(
        "complaint about our conduct", "对我方行为的投诉", default=None, source="S2-3"
    )
    attestations: tuple[Attestation, ...] = fact("attestations", "声明", default=(), source="S9-3")
    material_ids: tuple[str, ...] = fact("approved material used", "使用的已批准资料", default=())
    cost: Money | None = fact("cost", "费用", default=None, unit="money")
