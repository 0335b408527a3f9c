"""A customer or partner organisation, its departments, licences and profile."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import (
    AccountType,
    BuyingUnit,
    CustomerGrade,
    HospitalGrade,
    LicenceKind,
    PotentialPeriod,
    RelationshipLevel,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact
from medsales_core.money import Money
from medsales_core.text import LangText

__all__ = [
    "Account",
    "CarePlan",
    "CreditTerms",
    "CustomerProfile",
    "DecisionStep",
    "Department",
    "InstalledEquipment",
    "Licence",
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
class Licence:
    """A licence that an account holds. Source: P12, P13, P14."""

    id: str = fact("licence record number", "证照记录编号")
    kind: LicenceKind | None = fact("kind", "证照类型", default=None, source="P12")
    number: str | None = fact("licence number", "证照编号", default=None)
    issued_on: dt.date | None = fact("issued on", "发证日期", default=None, role="valid-from")
    expires_on: dt.date | None = fact("expires on", "有效期至", default=None, role="valid-to")
    scope: tuple[str, ...] = fact("scope by category code", "许可范围（分类编码）", default=(), source="P14")
    document: EvidenceRef | None = fact("document", "文件", default=None)


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
class CreditTerms:
    """How much an account may owe us and for how long. Source: reference 2.9, 3.3."""

    limit: Money | None = fact("credit limit", "信用额度", default=None, unit="money")
    term_days: int | None = fact("term of payment", "账期", default=None, unit="day")
    approved_by: str | None = fact("approved by", "批准人", default=None)
    reviewed_on: dt.date | None = fact("reviewed on", "复核日期", default=None)


@entity
class Account:
    """An organisation we sell to or through. Source: reference 3.3; S1-3, S1-4, S2-2, S8-4."""

    id: str = fact("account number", "客户编号")
    name: str = fact("name", "客户名称")
    names: LangText | None = fact("name by language", "各语言名称", default=None)
    type: AccountType | None = fact("type", "客户类型", default=None, source="S1-3")
    uscc: str | None = fact("unified social credit code", "统一社会信用代码", default=None, source="P29")
    country: str | None = fact("country", "国家", default=None, unit="ISO 3166-1 alpha-2")
    region: str | None = fact("region", "地区", default=None, unit="ISO 3166-2")
    address: str | None = fact("address", "地址", default=None)
    parent_id: str | None = fact("group it belongs to", "所属集团", default=None)
    owner_id: str | None = fact("account owner", "客户负责人", default=None)
    hospital_grade: HospitalGrade | None = fact("hospital grade", "医院等级", default=None, source="P75")
    bed_count: int | None = fact("beds", "床位数", default=None, unit="bed")
    annual_volume: int | None = fact(
        "cases or tests a year", "年诊疗或检测量", default=None, unit="case/year"
    )
    departments: tuple[Department, ...] = fact("departments", "科室", default=(), source="S1-3")
    licences: tuple[Licence, ...] = fact("licences", "证照", default=(), source="P12")
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
    credit: CreditTerms | None = fact("credit terms", "信用条件", default=None)
    created_on: dt.date | None = fact("created on", "建档日期", default=None)
