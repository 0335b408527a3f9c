"""The made-up customers: hospitals, laboratories, importers and dealers, each in a place that does not exist."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Final, TypeAlias

import attrs

from medsales_core.demo.company import TEAMS, Team
from medsales_core.demo.products import SEGMENTS, Market
from medsales_core.model.account import (
    Account,
    CarePlan,
    CustomerProfile,
    DecisionStep,
    Department,
    Relationship,
)
from medsales_core.model.contact import Contact
from medsales_core.model.enums import (
    AccountType,
    BuyingUnit,
    ConsentBasis,
    ContactSource,
    CustomerGrade,
    HospitalGrade,
    PotentialPeriod,
    RelationshipLevel,
)
from medsales_core.money import Money
from medsales_core.text import text

__all__ = ["Customer", "account_file", "contacts_of", "dealers", "make_customers"]

_PLACES: Final = "云泽 岚屿 青禾 锦汀 望川 溪宁 沧浦 鹿鸣 霁州 梧岭 砚山 澜庭".split()
_PLACES_EN: Final = (
    "Yunze Lanyu Qinghe Jinting Wangchuan Xining-South Cangpu Luming Jizhou Wuling Yanshan Lanting".split()
)
_ABROAD: Final = (
    "Northmere Alderwick Corvena Santorel Marrowfield Estrava Qasr-Alun Tamberi Oakhollow Velmora".split()
)
_KINDS: Final = (
    (AccountType.PUBLIC_HOSPITAL, "人民医院", "People's Hospital", HospitalGrade.A3, (900, 2400)),
    (AccountType.PUBLIC_HOSPITAL, "第二医院", "Second Hospital", HospitalGrade.B3, (600, 1200)),
    (AccountType.PUBLIC_HOSPITAL, "县中心医院", "County Central Hospital", HospitalGrade.A2, (300, 700)),
    (AccountType.PUBLIC_HOSPITAL, "中医院", "Hospital of Chinese Medicine", HospitalGrade.A2, (200, 600)),
    (AccountType.PRIVATE_HOSPITAL, "仁和医院", "Renhe Private Hospital", None, (80, 300)),
)
_Kind: TypeAlias = tuple[str, str, AccountType, HospitalGrade | None, int]
_REPEAT: Final = Decimal("0.35")
_SURNAMES: Final = "林 陈 高 梁 宋 许 邓 冯 曹 彭".split()
_ABROAD_NAMES: Final = "Dr Halden,Prof Iriarte,Dr Osei,Dr Lindqvist,Prof Marchetti,Dr Nasser".split(",")
_DEPARTMENTS: Final = {
    "P-CT": ("放射科", "Radiology"),
    "P-MR": ("放射科", "Radiology"),
    "P-PX": ("信息科", "IT"),
    "P-IA": ("检验科", "Laboratory"),
    "P-RG": ("检验科", "Laboratory"),
    "P-ST": ("普外科", "General surgery"),
    "P-KN": ("骨科", "Orthopaedics"),
}


@attrs.frozen(kw_only=True)
class Customer:
    """An organisation of the made-up market, before anybody wrote a file about it."""

    id: str
    zh: str
    en: str
    type: AccountType
    market: Market
    country: str
    region: str
    grade: CustomerGrade
    hospital_grade: HospitalGrade | None
    beds: int
    volume: int
    owner: str
    currency: str

    @property
    def team(self) -> Team:
        return next(team for team in TEAMS if team.id == self.market.team)

    @property
    def name(self) -> str:
        """The name in the language of the place, marked as made up."""
        return f"{self.zh}（虚构）" if self.team.chinese else f"{self.en} (fictional)"


def make_customers(rng: Random, reps: Sequence[tuple[str, str]], per_market: int) -> tuple[Customer, ...]:
    """*per_market* customers for every segment, each owned by one of the (person, team) pairs in *reps*."""
    found: list[Customer] = []
    for market in SEGMENTS:
        owners = [person for person, team in reps if team == market.team]
        for number in range(per_market):
            found.append(_customer(rng, market, f"A-{len(found) + 1:03d}", owners[number % len(owners)]))
    return tuple(found)


def dealers(customers: Sequence[Customer], team: str) -> tuple[Customer, ...]:
    """The first few customers of *team*, which act as its dealers."""
    return tuple(one for one in customers if one.market.team == team and one.type is AccountType.DEALER)


def _customer(rng: Random, market: Market, number: str, owner: str) -> Customer:
    chinese = market.team != "T-INTL"
    zh, en, kind, hospital_grade, beds = (_home if chinese else _abroad)(rng, market, number)
    region = rng.choice(market.regions)
    return Customer(
        id=number,
        zh=zh,
        en=en,
        type=kind,
        market=market,
        country="CN" if chinese else region,
        region=region if chinese else f"{region}-01",
        grade=rng.choices(tuple(CustomerGrade), (15, 35, 35, 15))[0],
        hospital_grade=hospital_grade,
        beds=beds,
        volume=rng.randrange(8_000, 220_000, 1_000),
        owner=owner,
        currency="CNY" if chinese else ("EUR" if market.id == "G-X1" else "USD"),
    )


def _home(rng: Random, market: Market, number: str) -> _Kind:
    place = rng.randrange(len(_PLACES))
    zh, en = _PLACES[place], _PLACES_EN[place]
    serial = int(number.removeprefix("A-"))
    if market.id == "G-I2":
        return f"{zh}第{serial}检验中心", f"{en} Laboratory {serial}", AccountType.THIRD_PARTY_LAB, None, 0
    if market.id == "G-H1" and serial % 4 == 1:
        return f"{zh}{serial}号医疗器械公司", f"{en} Devices {serial}", AccountType.DEALER, None, 0
    kind, zh_kind, en_kind, grade, beds = _KINDS[4] if market.id == "G-E2" else rng.choice(_KINDS[:4])
    return f"{zh}{serial}号{zh_kind}", f"{en} {en_kind} {serial}", kind, grade, rng.randrange(*beds, 10)


def _abroad(rng: Random, market: Market, number: str) -> _Kind:
    place = rng.choice(_ABROAD)
    serial = int(number.removeprefix("A-"))
    if market.id == "G-X1":
        return f"{place}贸易{serial}", f"{place} Medical Imports {serial}", AccountType.DEALER, None, 0
    return (
        f"{place}医院{serial}",
        f"{place} Hospital {serial}",
        AccountType.PRIVATE_HOSPITAL,
        None,
        rng.randrange(80, 600, 10),
    )


def contacts_of(
    customer: Customer, seen_on: dt.date, verified_on: dt.date | None, lacks: frozenset[str]
) -> tuple[Contact, ...]:
    """The people known at *customer*: a user met on *seen_on*, a head of department and somebody who signs."""
    first = int(customer.id.removeprefix("A-"))
    sources = (ContactSource.VISIT, ContactSource.ACADEMIC_EVENT, ContactSource.PUBLIC_REGISTER)
    if "dev-contact-data-multi-source" in lacks:
        sources = (ContactSource.DEALER, ContactSource.DEALER, ContactSource.DEALER)
    units = (BuyingUnit.CLINICAL_USER, BuyingUnit.DEPARTMENT_HEAD, BuyingUnit.HOSPITAL_DIRECTOR)
    return tuple(
        Contact(
            id=f"{customer.id}-C{place + 1}",
            account_id=customer.id,
            name=_person(customer, first + place),
            buying_units=(unit,),
            source=source,
            verified_on=verified_on if place else seen_on,
            is_hcp=unit is not BuyingUnit.HOSPITAL_DIRECTOR,
            consent_basis=ConsentBasis.CONTRACT if place else None,
            held_fields=("name", "title", "department_id"),
        )
        for place, (unit, source) in enumerate(zip(units, sources, strict=True))
    )


def _person(customer: Customer, number: int) -> str:
    if customer.team.chinese:
        return f"{_SURNAMES[number % len(_SURNAMES)]}某{number}（虚构）"
    return f"{_ABROAD_NAMES[number % len(_ABROAD_NAMES)]} {number} (fictional)"


def account_file(customer: Customer, on: dt.date, lacks: frozenset[str]) -> Account:
    """What is kept of *customer*, but for the requirements in *lacks*."""
    known = "dev-basic-facts-known" not in lacks
    trusts = "need-trusted-advisor" not in lacks
    zh, en = _DEPARTMENTS.get(customer.market.items[0], ("内科", "Internal medicine"))
    return Account(
        id=customer.id,
        name=customer.name,
        names=text(f"{customer.en} (fictional)", f"{customer.zh}（虚构）"),
        type=customer.type,
        country=customer.country,
        region=customer.region,
        owner_id=customer.owner,
        hospital_grade=customer.hospital_grade,
        bed_count=customer.beds if known and customer.beds else None,
        annual_volume=customer.volume if known else None,
        departments=(Department(id="1", name=zh if customer.team.chinese else en),) if known else (),
        grade=None if "mkt-customer-graded-initially" in lacks else customer.grade,
        grade_reviewed_on=on - dt.timedelta(days=500 if customer.id.endswith("7") else 100),
        profile=_profile(customer, lacks),
        relationship=Relationship(
            level=RelationshipLevel.ADVISOR if trusts else RelationshipLevel.SUPPLIER,
            reason="asked for our opinion / 主动征询意见",
            assessed_on=on,
        ),
        care_plan=None
        if "svc-relationship-maintained" in lacks
        else CarePlan(goals="quarterly review / 季度回顾"),
        referral_asked_on=None if "svc-referral" in lacks else on,
        repeat_order_rate=None if "svc-repeat-purchase" in lacks else _REPEAT,
    )


def _profile(customer: Customer, lacks: frozenset[str]) -> CustomerProfile:
    units = (BuyingUnit.DEPARTMENT_HEAD, BuyingUnit.EQUIPMENT_COMMITTEE, BuyingUnit.HOSPITAL_DIRECTOR)
    steps = tuple(
        DecisionStep(id=str(n), position=n, buying_unit=unit) for n, unit in enumerate(units, start=1)
    )
    potential = Money(customer.volume * 40, customer.currency)
    return CustomerProfile(
        core_needs=None if "mkt-profile-core-needs" in lacks else "shorter waiting times / 缩短患者等待时间",
        purchase_potential=None if "mkt-profile-purchase-potential" in lacks else potential,
        potential_period=PotentialPeriod.YEAR,
        decision_path=() if "mkt-profile-decision-path" in lacks else steps,
    )
