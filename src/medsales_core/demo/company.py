"""The made-up company: its teams, its people and how each team tends to work. Nobody here exists."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import attrs

from medsales_core.engine.command import Actor
from medsales_core.model.company import CodeOfConduct, Company, SlaPolicy
from medsales_core.model.enums import (
    AgreementKind,
    ConductScope,
    QualificationKind,
    TrainingLevel,
    TrainingTopic,
)
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.rep import (
    AuthorityLetter,
    CodeSignature,
    Qualification,
    Rep,
    StaffAgreement,
    TrainingRecord,
)
from medsales_core.model.team import StaffMember
from medsales_core.text import LangText, text

__all__ = [
    "DIRECTOR",
    "LAPSED",
    "PEOPLE",
    "SERVICE",
    "SLA",
    "TEAMS",
    "UNTRAINED",
    "Person",
    "Team",
    "own_company",
    "rep_file",
    "team_of",
]

_CHINA: Final = dt.timezone(dt.timedelta(hours=8))
_EUROPE: Final = dt.timezone(dt.timedelta(hours=1))

#: The service level that contracts name.
SLA: Final = "SLA-STANDARD"
#: The person whose medical-knowledge training has run out.
LAPSED: Final = "R-06"
#: The person who was never examined in product knowledge.
UNTRAINED: Final = "R-18"
#: The person who has not signed the code of conduct.
UNSIGNED: Final = "R-12"
#: The person whose letter of authority has run out.
UNLICENSED: Final = "R-15"
#: The person with less experience than the job asks for.
GREEN: Final = "R-09"
_CODE: Final = "CODE-1"


@attrs.frozen(kw_only=True)
class Team:
    """A sales team and its habits.

    Args:
        id: Its number.

        label: Its name.

        variant: How it sells: ``capital-equipment``, ``consumables`` ...

        manager: The id of its manager.

        habits: The requirements that it tends to forget.

        skips_demo: It goes from the solution straight to the negotiation when it can.

        zone: Where it works.

        chinese: It sells in China and writes Chinese.
    """

    id: str
    label: LangText
    variant: str
    manager: str
    habits: frozenset[str] = frozenset()
    skips_demo: bool = False
    zone: dt.tzinfo = _CHINA
    chinese: bool = True

    @property
    def boss(self) -> Actor:
        """The manager, as the one who acts."""
        return Actor(self.manager, {"sales-manager"})


TEAMS: Final = (
    Team(
        id="T-NORTH",
        label=text("Capital equipment, north", "大型设备北区"),
        variant="capital-equipment",
        manager="M-01",
    ),
    Team(
        id="T-EAST",
        label=text("Capital equipment, east", "大型设备东区"),
        variant="capital-equipment",
        manager="M-02",
        habits=frozenset({"sol-presented-to-decision-makers", "demo-questions-closed"}),
    ),
    Team(
        id="T-IVD",
        label=text("IVD reagent rental", "体外诊断试剂租赁"),
        variant="ivd-reagent-rental",
        manager="M-03",
        habits=frozenset({"need-root-cause-and-goal", "demo-done-or-waived"}),
        skips_demo=True,
    ),
    Team(
        id="T-CONS",
        label=text("Consumables", "耗材"),
        variant="consumables",
        manager="M-04",
        habits=frozenset({"neg-promises-deliverable", "sol-value-quantified"}),
    ),
    Team(
        id="T-CHAN",
        label=text("Dealer business", "渠道"),
        variant="dealer-led",
        manager="M-05",
        habits=frozenset({"mkt-profile-decision-path", "dev-contact-data-multi-source"}),
    ),
    Team(
        id="T-INTL",
        label=text("Export", "国际业务"),
        variant="export",
        manager="M-06",
        habits=frozenset({"neg-clauses-rigorous", "neg-pricing-strategy"}),
        zone=_EUROPE,
        chinese=False,
    ),
)


@attrs.frozen
class Person:
    """Somebody of the made-up company."""

    id: str
    name: str
    team: str
    role: str = "sales-rep"

    @property
    def actor(self) -> Actor:
        return Actor(self.id, {self.role})


PEOPLE: Final = (
    Person("R-01", "虚构·程远帆", "T-NORTH"),
    Person("R-02", "虚构·陆知夏", "T-NORTH"),
    Person("R-03", "虚构·贺北川", "T-NORTH"),
    Person("R-04", "虚构·苏沐言", "T-EAST"),
    Person("R-05", "虚构·顾南乔", "T-EAST"),
    Person("R-06", "虚构·方既明", "T-EAST"),
    Person("R-07", "虚构·叶清和", "T-IVD"),
    Person("R-08", "虚构·温向晚", "T-IVD"),
    Person("R-09", "虚构·韩若谷", "T-IVD"),
    Person("R-10", "虚构·沈星洲", "T-CONS"),
    Person("R-11", "虚构·许见微", "T-CONS"),
    Person("R-12", "虚构·罗致远", "T-CONS"),
    Person("R-13", "虚构·唐听雨", "T-CHAN"),
    Person("R-14", "虚构·邵云舟", "T-CHAN"),
    Person("R-15", "虚构·江月白", "T-CHAN"),
    Person("R-16", "Ines Falkmoor (fictional)", "T-INTL"),
    Person("R-17", "Tomas Brennek (fictional)", "T-INTL"),
    Person("R-18", "Adaeze Orlin (fictional)", "T-INTL"),
    Person("M-01", "虚构·周砚秋", "T-NORTH", "sales-manager"),
    Person("M-02", "虚构·秦书意", "T-EAST", "sales-manager"),
    Person("M-03", "虚构·白景行", "T-IVD", "sales-manager"),
    Person("M-04", "虚构·钟离墨", "T-CONS", "sales-manager"),
    Person("M-05", "虚构·傅长宁", "T-CHAN", "sales-manager"),
    Person("M-06", "Maren Holloway-Voss (fictional)", "T-INTL", "sales-manager"),
    Person("X-01", "虚构·慕容岚", "T-NORTH", "sales-director"),
    Person("S-01", "虚构·纪安澜", "T-NORTH", "service-manager"),
)

#: Who may set aside what a manager may not.
DIRECTOR: Final = Actor("X-01", {"sales-director"})
#: Who looks after orders and installed devices.
SERVICE: Final = Actor("S-01", {"service-manager"})


def team_of(person: str) -> Team:
    """The team of the person with that id."""
    home = {one.id: one.team for one in PEOPLE}[person]
    return next(team for team in TEAMS if team.id == home)


def rep_file(person: Person, as_of: dt.date) -> Rep:
    """What the company keeps of *person*: trainings, papers, letters of authority."""
    seller = person.role == "sales-rep"
    since = as_of - dt.timedelta(days=900)
    return Rep(
        id=person.id,
        name=person.name,
        role_id=person.role,
        team_id=person.team,
        manager_id=team_of(person.id).manager if seller else "X-01",
        hired_on=since,
        first_customer_activity_on=since + dt.timedelta(days=60),
        experience_months=84 if not seller else 6 if person.id == GREEN else 30,
        competencies=("listening", "integrity"),
        qualifications=(
            Qualification(id="1", kind=QualificationKind.DEGREE, field="medicine", level="bachelor"),
        ),
        training=tuple(_training(person, as_of)),
        authority_letters=_letters(person, since, as_of) if seller else (),
        code_signatures=()
        if person.id == UNSIGNED
        else (CodeSignature(id="1", person_id=person.id, code_id=_CODE, version="3", signed_on=since),),
        agreements=(StaffAgreement(id="1", kind=AgreementKind.CONFIDENTIALITY, signed_on=since),),
    )


def _training(person: Person, as_of: dt.date) -> Iterator[TrainingRecord]:
    """Every topic before the job, every topic and half of last year's hours on the job; some of it ran out."""
    lasting = as_of + dt.timedelta(days=480)
    for level, taken, hours in (
        (TrainingLevel.PRE_JOB, as_of - dt.timedelta(days=880), 5),
        (TrainingLevel.ON_JOB, as_of - dt.timedelta(days=200), 4),
    ):
        for topic in TrainingTopic:
            lapsed = person.id == LAPSED and topic is TrainingTopic.MEDICAL_KNOWLEDGE
            failed = person.id == UNTRAINED and topic is TrainingTopic.PRODUCT_KNOWLEDGE
            yield TrainingRecord(
                id=f"{person.id}-{level}-{topic}",
                topic=topic,
                level=level,
                completed_on=taken,
                expires_on=as_of - dt.timedelta(days=75) if lapsed else lasting,
                passed=not failed,
                score=Decimal("0.55" if failed else "0.88"),
                hours=hours,
            )


def _letters(person: Person, since: dt.date, as_of: dt.date) -> tuple[AuthorityLetter, ...]:
    ends = as_of - dt.timedelta(days=20) if person.id == UNLICENSED else as_of + dt.timedelta(days=300)
    letter = AuthorityLetter(
        id="1",
        product_ids=("P-CT", "P-MR", "P-US", "P-IA"),
        territory=person.team,
        id_number_ref=f"ID-{person.id}",
        sealed=True,
        valid_from=since,
        valid_to=ends,
        document=EvidenceRef(id=f"AL-{person.id}.pdf"),
    )
    return (letter,)


def own_company(as_of: dt.date) -> Company:
    """The company itself; one family of devices was forgotten when the service levels were written."""
    since = as_of - dt.timedelta(days=900)
    return Company(
        id="own",
        name="Lanting Medical (SYNTHETIC) 兰汀医疗（合成数据）",
        sla_policies=(
            SlaPolicy(
                id=SLA,
                product_ids=("P-CT", "P-MR", "P-US", "P-IA"),
                channels=("hotline", "portal"),
                response_hours=4,
                onsite_hours=24,
                restore_hours=72,
                valid_from=since,
            ),
        ),
        codes_of_conduct=(
            CodeOfConduct(
                id=_CODE,
                version="3",
                scopes=tuple(ConductScope),
                valid_from=since,
                signatures=tuple(
                    CodeSignature(id=person.id, person_id=person.id, version="3", signed_on=since)
                    for person in PEOPLE
                    if person.id != UNSIGNED
                ),
            ),
        ),
        sales_staff=tuple(
            StaffMember(id=person.id, role_id=person.role, joined_on=since) for person in PEOPLE
        ),
    )
