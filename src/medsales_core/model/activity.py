"""What was done with a customer, who took part and what comes next."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import (
    ActivityKind,
    ApproachChannel,
    BuyingRole,
    BuyingUnit,
    ComplianceScenario,
    DataSource,
    EventHost,
    PlaceKind,
    PresentationFormat,
    ProofKind,
    TeamFunction,
)
from medsales_core.model.evidence import Attestation, EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.quote import Approval
from medsales_core.money import Money

__all__ = ["Activity", "ActivityPlan", "EventProof", "MaterialUse", "NextStep", "Participant"]


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
class ActivityPlan:
    """What an event is planned to be, before it is approved. Source: P33."""

    purpose: str | None = fact("purpose", "目的", default=None, source="P33")
    budget: Money | None = fact("budget", "预算", default=None, unit="money", source="P33")
    headcount: int | None = fact("people expected", "预计人数", default=None, unit="person", source="P33")
    venue: str | None = fact("venue", "场地", default=None, source="P33")
    held_on: dt.date | None = fact("planned for", "计划日期", default=None, source="P33")


@entity
class MaterialUse:
    """A piece of promotional material that was used. Source: reference 3.3; inferred."""

    id: str = fact("use number", "使用编号")
    material_id: str | None = fact("material", "资料", default=None)
    version: str | None = fact("version", "版本", default=None)


@entity
class EventProof:
    """A document that proves an event took place as planned. Source: inferred."""

    id: str = fact("proof number", "佐证编号")
    kind: ProofKind | None = fact("kind", "佐证类型", default=None)
    filed_on: dt.date | None = fact("filed on", "归档日期", default=None)
    document: EvidenceRef | None = fact("document", "文件", default=None)


@entity
class Activity:
    """A visit, call, meeting or event. Source: reference 3.3; S2-2 to S2-4, S3-2, S4-3, P33, P37."""

    id: str = fact("activity number", "活动编号")
    kind: ActivityKind | None = fact("kind", "活动类型", default=None, source="S2-2")
    deal_id: str | None = fact("deal", "所属商机", default=None)
    account_id: str | None = fact("account", "客户", default=None)
    owner_id: str | None = fact("carried out by", "执行人", default=None)
    done_on: dt.date | None = fact("carried out on", "完成日期", default=None, source="S2-2")
    started_at: dt.datetime | None = fact("started at", "开始时间", default=None)
    ended_at: dt.datetime | None = fact("ended at", "结束时间", default=None)
    entered_at: dt.datetime | None = fact("entered in the system at", "录入时间", default=None)
    scenario: ComplianceScenario | None = fact("compliance scenario", "合规场景", default=None, source="P33")
    host: EventHost | None = fact("held by", "主办方", default=None, source="P33")
    place: str | None = fact("place", "地点", default=None)
    place_kind: PlaceKind | None = fact("kind of place", "场所类型", default=None, source="P38")
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
    materials: tuple[MaterialUse, ...] = fact("material used", "使用的推广资料", default=())
    data_sources: tuple[DataSource, ...] = fact("sources of data", "数据来源", default=(), source="P37")
    plan: ActivityPlan | None = fact("plan of the event", "活动计划", default=None, source="P33")
    agenda: EvidenceRef | None = fact("agenda", "会议日程", default=None, source="P33")
    scientific_share: Decimal | None = fact(
        "scientific part of the agenda", "学术内容占比", default=None, unit="ratio 0..1", source="P33"
    )
    proofs: tuple[EventProof, ...] = fact("proof of the event", "活动佐证材料", default=())
    approvals: tuple[Approval, ...] = fact("approvals", "审批记录", default=(), source="P33")
    attestations: tuple[Attestation, ...] = fact("attestations", "声明", default=(), source="S9-3")
    cost: Money | None = fact("cost", "费用", default=None, unit="money")
