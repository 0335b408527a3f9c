"""A customer or partner organisation, its departments, licences and profile."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.credit import AgingReport, BalanceConfirmation, CreditTerms
from medsales_core.model.enums import (
    AccountType,
    BuyingUnit,
    CustomerGrade,
    HospitalGrade,
    PotentialPeriod,
    RelationshipLevel,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.model.licence import Licence, PurchaserLetter
from medsales_core.money import Money
from medsales_core.text import LangText

__all__ = [
    "Account",
    "CarePlan",
    "CustomerProfile",
    "DecisionStep",
    "Department",
    "Handover",
    "InstalledEquipment",
    "RecordedChange",
    "Referral",
    "Relationship",
    "SatisfactionSurvey",
]


@entity
class Department:
    """A department of an account. Source: reference 3.3; S1-3."""

    id: str = fact("department number", "科室编号")
    name: str | None = fact("name", "科室名称", default=None)
    specialty: str | None = fact("specialty", "专业", default=None)
    head_contact_id: str | None = fact("head of department", "科主任", default=None)


@entity
class DecisionStep:
    """One step of how a customer decides to buy. Source: S1-4."""

    id: str = fact("step number", "步骤编号")
    position: int | None = fact("position in the path", "顺序", default=None, source="S1-4")
    buying_unit: BuyingUnit | None = fact("buying unit", "决策部门", default=None, source="S1-4")
    action: str | None = fact("what it does", "动作", default=None)
    typical_days: int | None = fact("typical duration", "通常用时", default=None, unit="day")


@entity
class InstalledEquipment:
    """A device that the customer uses already, ours or another's. Source: reference 3.3, inferred."""

    id: str = fact("record number", "记录编号")
    product: str | None = fact("product", "产品", default=None)
    brand: str | None = fact("brand", "品牌", default=None)
    age_years: int | None = fact("age", "使用年限", default=None, unit="year")


@entity
class CustomerProfile:
    """The picture of a customer that later work builds on. Source: S1-4."""

    core_needs: str | None = fact("core needs", "核心需求", default=None, source="S1-4")
    purchase_potential: Money | None = fact(
        "purchase potential per period", "每期采购潜力", default=None, unit="money", source="S1-4"
    )
    potential_period: PotentialPeriod | None = fact(
        "period of the potential", "采购潜力周期", default=None, source="S1-4"
    )
    decision_path: tuple[DecisionStep, ...] = fact("decision path", "决策路径", default=(), source="S1-4")
    installed_equipment: tuple[InstalledEquipment, ...] = fact("installed equipment", "现有设备", default=())
    fiscal_year_start_month: int | None = fact(
        "month the fiscal year starts", "财年起始月份", default=None, unit="1..12", source="P48"
    )
    budget_submission_by: dt.date | None = fact(
        "budget to be submitted by", "预算申报截止日", default=None, source="P48"
    )
    competitor_share: Decimal | None = fact("competitors' share", "竞品份额", default=None, unit="ratio 0..1")


@entity
class Relationship:
    """How far the customer trusts us, with the reason for saying so. Source: S3-4."""

    level: RelationshipLevel | None = fact("level of trust", "信任程度", default=None, source="S3-4")
    reason: str | None = fact("reason", "评定理由", default=None)
    assessed_on: dt.date | None = fact("assessed on", "评定日期", default=None)
    assessed_by: str | None = fact("assessed by", "评定人", default=None)


@entity
class CarePlan:
    """What we intend to do for a customer after the sale. Source: S8-4."""

    goals: str | None = fact("goals", "维护目标", default=None, source="S8-4")
    owner_id: str | None = fact("owner", "负责人", default=None)
    agreed_on: dt.date | None = fact("agreed on", "制定日期", default=None, role="valid-from")
    review_on: dt.date | None = fact("to be reviewed on", "下次评审日期", default=None, role="valid-to")
    actions: tuple[str, ...] = fact("actions", "措施", default=())


@entity
class Referral:
    """A recommendation that this customer gave to another. Source: S8-4."""

    id: str = fact("referral number", "推荐编号")
    to_account_id: str | None = fact("account referred to", "被推荐客户", default=None)
    given_on: dt.date | None = fact("given on", "推荐日期", default=None)
    deal_id: str | None = fact("deal that came of it", "由此产生的商机", default=None)


@entity
class SatisfactionSurvey:
    """How content a customer said to be. Source: P9."""

    id: str = fact("survey number", "调查编号")
    held_on: dt.date | None = fact("held on", "调查日期", default=None, source="P9")
    score: Decimal | None = fact("score", "满意度得分", default=None, unit="ratio 0..1", source="P9")
    document: EvidenceRef | None = fact("survey sheet", "调查表", default=None)


@entity
class RecordedChange:
    """That something about a customer changed, and when it came into the file. Source: reference 2.3, inferred."""

    id: str = fact("change number", "变更编号")
    what: str | None = fact("what changed", "变更内容", default=None)
    happened_on: dt.date | None = fact("happened on", "发生日期", default=None)
    entered_on: dt.date | None = fact("entered on", "录入日期", default=None)


@entity
class Handover:
    """That a customer went from one of our people to another. Source: reference 2.3, inferred."""

    id: str = fact("handover number", "交接编号")
    from_id: str | None = fact("handed over by", "移交人", default=None)
    to_id: str | None = fact("taken over by", "接收人", default=None)
    held_on: dt.date | None = fact("handed over on", "交接日期", default=None)
    form: EvidenceRef | None = fact("handover form", "交接单", default=None)


@entity
class Account:
    """An organisation we sell to or through. Source: reference 3.3; S1-3, S1-4, S2-2, S8-4."""

    id: str = fact("account number", "客户编号")
    name: str = fact("name", "客户名称")
    names: LangText | None = fact("name by language", "各语言名称", default=None)
    type: AccountType | None = fact("type", "客户类型", default=None, source="S1-3")
    uscc: str | None = fact("unified social credit code", "统一社会信用代码", default=None, source="P29")
    national_id: str | None = fact("other national number", "其他国家登记号", default=None)
    duplicate_ids: tuple[str, ...] = fact("other files of the same customer", "重复客户档案", default=())
    country: str | None = fact("country", "国家", default=None, unit="ISO 3166-1 alpha-2")
    region: str | None = fact("region", "地区", default=None, unit="ISO 3166-2")
    address: str | None = fact("address", "地址", default=None)
    parent_id: str | None = fact("group it belongs to", "所属集团", default=None)
    owner_id: str | None = fact("account owner", "客户负责人", default=None)
    previous_owner_id: str | None = fact("account owner before", "前任负责人", default=None)
    handovers: tuple[Handover, ...] = fact("handovers", "客户交接", default=())
    hospital_grade: HospitalGrade | None = fact("hospital grade", "医院等级", default=None, source="P75")
    bed_count: int | None = fact("beds", "床位数", default=None, unit="bed")
    annual_volume: int | None = fact(
        "cases or tests a year", "年诊疗或检测量", default=None, unit="case/year"
    )
    departments: tuple[Department, ...] = fact("departments", "科室", default=(), source="S1-3")
    licences: tuple[Licence, ...] = fact("licences", "证照", default=(), source="P12")
    purchaser_letters: tuple[PurchaserLetter, ...] = fact(
        "letters of its purchasers", "采购人员授权书", default=(), source="P12"
    )
    grade: CustomerGrade | None = fact("customer grade", "客户等级", default=None, source="S1-4")
    grade_reviewed_on: dt.date | None = fact("grade reviewed on", "等级复核日期", default=None)
    profile: CustomerProfile | None = fact("profile", "客户画像", default=None, source="S1-4")
    relationship: Relationship | None = fact("relationship", "客户关系", default=None, source="S3-4")
    care_plan: CarePlan | None = fact("care plan", "客户维护计划", default=None, source="S8-4")
    referrals: tuple[Referral, ...] = fact("referrals given", "客户推荐", default=(), source="S8-4")
    referral_asked_on: dt.date | None = fact(
        "asked for a referral on", "请求推荐日期", default=None, source="S8-4"
    )
    repeat_order_rate: Decimal | None = fact(
        "share of orders that are repeat orders", "复购率", default=None, unit="ratio 0..1", source="S8-4"
    )
    surveys: tuple[SatisfactionSurvey, ...] = fact(
        "satisfaction surveys", "满意度调查", default=(), source="P9"
    )
    credit: CreditTerms | None = fact("credit terms", "信用条件", default=None, source="P43a")
    aging: tuple[AgingReport, ...] = fact("aging reports", "账龄分析", default=())
    balance_confirmations: tuple[BalanceConfirmation, ...] = fact(
        "balances confirmed", "对账记录", default=()
    )
    changes: tuple[RecordedChange, ...] = fact("changes recorded", "变更记录", default=())
    created_on: dt.date | None = fact("created on", "建档日期", default=None)
