"""The standard for the sales team: who may sell, what they learn, how they behave, how they are appraised."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.engine.command import Actor, Advance, Open
from medsales_core.engine.progress import Progress
from medsales_core.model.fields import changed
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.rules.inverting import satisfy_all
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, SILENT = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE


def profile(**said: Any) -> m.Company:
    return m.Company(id="us", role_profiles=(m.RoleProfile(id="sales-rep", **said),))


def rep(**said: Any) -> m.Rep:
    return m.Rep(id="r1", role_id="sales-rep", **said)


def trained(topic: str, level: str, on: dt.date, **said: Any) -> m.TrainingRecord:
    return m.TrainingRecord(
        id=f"{topic}-{on}", topic=topic, level=level, completed_on=on, **{"passed": True, **said}
    )


# ---- who may sell


@pytest.mark.parametrize(("months", "outcome"), [(11, FAIL), (12, PASS), (None, FAIL)])
def test_who_has_less_experience_than_the_role_asks_for_is_told(
    judged: Judged, months: int | None, outcome: Outcome
) -> None:
    facts = m.Facts(owner=rep(experience_months=months), company=profile(min_experience_months=12))
    assert judged("per-experience-defined", facts) is outcome


def test_the_profile_of_another_role_says_nothing_of_this_one(judged: Judged) -> None:
    company = m.Company(id="us", role_profiles=(m.RoleProfile(id="sales-manager", title="Manager"),))
    assert judged("per-qualification-defined", m.Facts(owner=rep(), company=company)) is FAIL
    assert judged("per-qualification-defined", m.Facts(owner=rep(), company=profile(title="Rep"))) is PASS


def test_a_preferred_background_is_a_degree_in_a_field_that_the_role_prefers(judged: Judged) -> None:
    degree = m.Qualification(id="q", kind="degree", field="medicine")
    company = profile(preferred_fields=("medicine", "bioengineering"))
    name = "per-background-preferred"
    assert judged(name, m.Facts(owner=rep(qualifications=(degree,)), company=company)) is PASS
    law = changed(degree, field="law")
    assert judged(name, m.Facts(owner=rep(qualifications=(law,)), company=company)) is FAIL


# ---- what they learn


MODULES = m.Company(
    id="us",
    training_rules=(
        m.TrainingRule(id="1", level="pre-job", topic="product-knowledge", mandatory=True),
        m.TrainingRule(id="2", level="pre-job", topic="sales-skill", mandatory=True, role_id="sales-manager"),
        m.TrainingRule(id="3", level="on-job", hours=24),
    ),
)


@pytest.mark.parametrize(
    ("passed_on", "outcome"), [(D(2026, 3, 1), PASS), (D(2026, 3, 2), FAIL), (None, FAIL)]
)
def test_nobody_sees_a_customer_before_the_pre_job_modules_of_the_role(
    judged: Judged, passed_on: dt.date | None, outcome: Outcome
) -> None:
    training = (trained("product-knowledge", "pre-job", passed_on),) if passed_on else ()
    person = rep(training=training, first_customer_activity_on=D(2026, 3, 1))
    assert judged("trn-level-pre-job", m.Facts(owner=person, company=MODULES)) is outcome


def test_a_company_without_modules_has_no_pre_job_training(judged: Judged) -> None:
    assert judged("trn-level-pre-job", m.Facts(owner=rep(), company=m.Company(id="us"))) is FAIL


@pytest.mark.parametrize(
    ("hours", "second", "outcome"),
    [(4, D(2026, 1, 1), PASS), (3, D(2026, 1, 1), FAIL), (4, D(2025, 6, 29), FAIL)],
)
def test_on_job_hours_of_the_last_twelve_months_are_held_against_the_plan(
    judged: Judged, hours: int, second: dt.date, outcome: Outcome
) -> None:
    training = (
        trained("sales-skill", "on-job", D(2026, 5, 1), hours=20),
        trained("sales-skill", "on-job", second, hours=hours),
    )
    facts = m.Facts(owner=rep(training=training), company=MODULES)
    assert judged("trn-level-on-job", facts) is outcome


def test_advanced_modules_are_asked_of_senior_roles_alone_and_a_booking_will_do(judged: Judged) -> None:
    rule = m.TrainingRule(id="1", level="advanced", topic="medical-knowledge", mandatory=True)
    booked = m.TrainingRecord(id="t", topic="medical-knowledge", level="advanced", planned_on=D(2026, 7, 1))
    for senior, training, outcome in ((False, (), SILENT), (True, (), FAIL), (True, (booked,), PASS)):
        company = changed(profile(senior=senior), training_rules=(rule,))
        facts = m.Facts(owner=rep(training=training), company=company)
        assert judged("trn-level-advanced", facts) is outcome


@pytest.mark.parametrize(
    ("until", "passed", "outcome"),
    [(D(2026, 6, 30), True, PASS), (D(2026, 6, 29), True, FAIL), (None, True, PASS), (None, False, FAIL)],
)
def test_a_topic_is_covered_by_a_passed_training_to_its_last_day(
    judged: Judged, until: dt.date | None, passed: bool, outcome: Outcome
) -> None:
    record = trained("law-anti-bribery", "on-job", D(2025, 7, 1), expires_on=until, passed=passed)
    facts = m.Facts(owner=rep(training=(record,)))
    assert judged("trn-topic-law-anti-bribery", facts) is outcome


# ---- how they behave


def test_everybody_on_the_staff_list_must_have_signed_the_code_and_nobody_who_left(judged: Judged) -> None:
    def company(*signers: str) -> m.Company:
        signatures = tuple(m.CodeSignature(id=who, person_id=who, signed_on=D(2026, 1, 2)) for who in signers)
        code = m.CodeOfConduct(id="c", version="3", valid_from=D(2026, 1, 1), signatures=signatures)
        staff = (
            m.StaffMember(id="r1", joined_on=D(2025, 1, 1)),
            m.StaffMember(id="r2", joined_on=D(2025, 1, 1)),
            m.StaffMember(id="r3", joined_on=D(2024, 1, 1), left_on=D(2026, 6, 29)),
        )
        return m.Company(id="us", sales_staff=staff, codes_of_conduct=(code,))

    assert judged("cod-code-exists", m.Facts(company=company("r1", "r2"))) is PASS
    assert judged("cod-code-exists", m.Facts(company=company("r1", "r3"))) is FAIL


def test_a_visit_needs_the_code_an_attestation_by_a_manager_and_no_open_finding_about_it(
    judged: Judged,
) -> None:
    name = "cod-scope-visit"
    stated = m.Attestation(
        id="a", requirement=name, upheld=True, by_id="m1", role_id="sales-manager", attested_on=D(2026, 6, 2)
    )
    visit = m.Activity(id="v1", kind="visit", attestations=(stated,))
    code = m.CodeOfConduct(id="c", version="3", scopes=["visit"], valid_from=D(2026, 1, 1))
    finding = m.ComplianceFinding(id="f", subject_ref="v1", scope="visit", status="open")
    company = m.Company(id="us", codes_of_conduct=(code,))
    by_rep = changed(visit, attestations=(changed(stated, role_id="sales-rep"),))

    closed = changed(finding, status="closed")

    def outcome(activity: m.Activity, us: m.Company, *found: m.ComplianceFinding) -> Outcome:
        facts = m.Facts(activities=(activity,), company=us, compliance_findings=found)
        return judged(name, facts)

    assert outcome(visit, company) is PASS
    assert outcome(by_rep, company) is FAIL
    assert outcome(visit, company, finding) is FAIL
    assert outcome(visit, company, closed, changed(finding, id="g", subject_ref="v2")) is PASS
    assert outcome(visit, m.Company(id="us")) is FAIL
    assert outcome(changed(visit, kind="call"), company) is SILENT


# ---- how they are appraised


def card(**said: Any) -> m.Scorecard:
    results = (
        m.IndicatorResult(
            id="sales", dimension_id="sales", area="revenue", formula="quota-attainment", unit="ratio",
            target=Decimal(1), actual=Decimal("0.9"), full_points=Decimal(20),
        ),
        m.IndicatorResult(
            id="cash", dimension_id="sales", area="collections", formula="collection-rate", unit="ratio",
            target=Decimal("0.95"), actual=Decimal("0.97"), full_points=Decimal(10),
        ),
    )  # fmt: skip
    usual: dict[str, Any] = {
        "subject_id": "r1",
        "role_id": "sales-rep",
        "period_from": D(2026, 1, 1),
        "period_to": D(2026, 3, 31),
        "template_id": "T",
        "template_version": "2",
        "assessor_id": "m1",
        "reviewer_id": "h1",
        "reviewed_on": D(2026, 4, 10),
        "dimensions": (m.DimensionResult(id="sales", weight=Decimal(1)),),
        "results": results,
    }
    return m.Scorecard(id="s1", **{**usual, **said})


SCHEME = m.AppraisalScheme(
    id="1", role_id="sales-rep", template_id="T", template_version="2", valid_from=D(2026, 1, 1)
)


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        ("app-impartial", {"assessor_id": "r1"}),
        ("app-impartial", {"reviewer_id": "r1"}),
        ("app-impartial", {"reviewer_id": "m1"}),
        ("app-impartial", {"reviewed_on": None}),
        ("app-scientific", {"dimensions": (m.DimensionResult(id="sales", weight=Decimal("0.99")),)}),
        ("app-scientific", {"dimensions": (m.DimensionResult(id="other", weight=Decimal(1)),)}),
        ("app-scientific", {"results": ()}),
        ("app-more-than-revenue", {"results": card().results[:1]}),
        ("app-revenue", {"results": card().results[1:]}),
        ("app-collection", {"results": card().results[:1]}),
        ("app-fair", {"template_version": "1"}),
        ("app-fair", {"period_from": D(2025, 12, 31)}),
        ("app-fair", {"role_id": "sales-manager"}),
    ],
)
def test_an_appraisal_that_breaks_one_rule_is_told_so(
    judged: Judged, requirement: str, said: dict[str, Any]
) -> None:
    company = m.Company(id="us", appraisal_schemes=(SCHEME,))
    assert judged(requirement, m.Facts(scorecards=(card(),), company=company)) is PASS
    assert judged(requirement, m.Facts(scorecards=(card(**said),), company=company)) is FAIL


def test_two_schemes_for_one_role_at_a_time_are_not_fair(judged: Judged) -> None:
    company = m.Company(id="us", appraisal_schemes=(SCHEME, changed(SCHEME, id="2")))
    assert judged("app-fair", m.Facts(scorecards=(card(),), company=company)) is FAIL


# ---- as a gate of the process


GATED = """
extends = "medsales:reference"
schema  = 1
id      = "gated"
version = "1"
title   = { en = "With a gate", zh-Hans = "含门禁" }

[stage.customer-development-contact.entry]
use = ["trn-topic-law-anti-bribery"]
"""


@pytest.fixture
def gated(tmp_path: Path) -> Playbook:
    path = tmp_path / "gated.toml"
    path.write_text(GATED, encoding="utf-8")
    return load_playbook(path)


def test_nobody_makes_first_contact_without_valid_anti_bribery_training(gated: Playbook) -> None:
    at_market = Progress("D-1").apply(
        gated.decide(Progress("D-1"), Open("deal"), facts=m.Facts(), actor=Actor("r1"), at=AT).events
    )
    first = gated.stage("market-analysis-targeting")
    facts = satisfy_all(
        [requirement.condition for _, requirement in first.criteria()], m.Facts(owner=rep()), AT
    )

    def decide(person: m.Rep) -> tuple[bool, set[str]]:
        decision = gated.decide(
            at_market, Advance("customer-development-contact"), facts=facts.with_(owner=person),
            actor=Actor("r1"), at=AT,
        )  # fmt: skip
        return decision.accepted, {f.requirement for f in decision.findings if not f.lets_pass}

    gate = {"trn-topic-law-anti-bribery"}
    valid = trained("law-anti-bribery", "pre-job", D(2026, 1, 5), expires_on=D(2027, 1, 4))
    lapsed = changed(valid, expires_on=D(2026, 6, 29))
    assert decide(rep()) == (False, gate)
    assert decide(rep(training=(lapsed,))) == (False, gate)
    assert decide(rep(training=(valid,))) == (True, set())
