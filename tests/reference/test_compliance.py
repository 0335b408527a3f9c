"""Compliance: policy, risk and speak-up of the company; no bribe, no tie, no statistics, no place out of bounds."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.rules.requirement import Outcome

D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, UNKNOWN, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
CHINA = m.Account(id="a", name="First Hospital", country="CN")


def company(**said: Any) -> m.Facts:
    return m.Facts(company=m.Company(id="own", **said))


def done(**said: Any) -> m.Facts:
    visit = m.Activity(**{"id": "v", "kind": "visit", "done_on": D(2026, 6, 20), **said})
    return m.Facts(activities=[visit], compliance_findings=[], company=m.Company(id="own"))


def found(**said: Any) -> m.ComplianceFinding:
    return m.ComplianceFinding(**{"id": "f", "kind": "bribery", "subject_ref": "r1", **said})


# ---- the company


def test_a_policy_is_in_force_and_somebody_answers_for_it(judged: Judged) -> None:
    def policy(**said: Any) -> m.Facts:
        whole = {"id": "p", "version": "3", "officer_id": "c1", "valid_from": D(2026, 1, 1), **said}
        return company(compliance_policies=[m.CompliancePolicy(**whole)])

    assert judged("cmp-policy-and-officer", policy()) is PASS
    assert judged("cmp-policy-and-officer", policy(officer_id=None)) is FAIL
    assert judged("cmp-policy-and-officer", policy(valid_to=D(2026, 6, 29))) is FAIL


@pytest.mark.parametrize("left_out", list(m.ComplianceScenario))
def test_each_of_the_nine_scenarios_is_rated(judged: Judged, left_out: m.ComplianceScenario) -> None:
    ratings = [
        m.RiskRating(
            id=str(one), scenario=one, risk="medium", rated_on=D(2026, 1, 1), review_on=D(2026, 12, 31)
        )
        for one in m.ComplianceScenario
    ]
    assert len(ratings) == 9
    assert judged("cmp-risk-by-scenario", company(risk_ratings=ratings)) is PASS
    lacking = [rating for rating in ratings if rating.scenario is not left_out]
    assert judged("cmp-risk-by-scenario", company(risk_ratings=lacking)) is FAIL
    old = m.fields.changed(ratings[0], scenario=left_out, review_on=D(2026, 6, 1))
    assert judged("cmp-risk-by-scenario", company(risk_ratings=[*lacking[1:], old])) is FAIL


def test_a_speak_up_channel_is_open_and_every_case_has_somebody(judged: Judged) -> None:
    channel = m.ReportChannel(id="h", kind="hotline", address="400-000", open_from=D(2025, 1, 1))

    def told(**said: Any) -> m.Facts:
        case = m.SpeakUpCase(**{"id": "1", "received_on": D(2026, 5, 1), "handler_id": "c1", **said})
        return company(report_channels=[channel], speak_up_cases=[case])

    assert judged("cmp-report-channel", company(report_channels=[channel])) is PASS
    assert judged("cmp-report-channel", company()) is FAIL
    assert judged("cmp-report-channel", told()) is PASS
    assert judged("cmp-report-channel", told(handler_id=None)) is FAIL
    assert judged("cmp-report-channel", told(status="closed")) is FAIL


def test_the_credit_rating_is_looked_up_again_and_again(judged: Judged) -> None:
    def looked_up(on: dt.date, level: str | None = "none") -> m.Facts:
        return company(credit_ratings=[m.CreditRating(id="1", level=level, checked_on=on)])

    assert judged("cmp-credit-evaluation-watch", looked_up(D(2026, 3, 30))) is PASS
    assert judged("cmp-credit-evaluation-watch", looked_up(D(2026, 3, 29))) is FAIL
    assert judged("cmp-credit-evaluation-watch", looked_up(D(2026, 6, 1), None)) is FAIL


def test_nobody_approves_what_they_asked_for(judged: Judged) -> None:
    def approved(**said: Any) -> m.Facts:
        whole = {"id": "1", "requested_by": "r1", "approver_id": "m1", "decision": "approved", **said}
        return m.Facts(expenses=[m.Expense(id="e", approvals=[m.Approval(**whole)])])

    rule = "cmp-segregation-of-duties"
    assert judged(rule, approved()) is PASS
    assert judged(rule, approved(approver_id="r1")) is FAIL
    assert judged(rule, approved(on_behalf_of="r1")) is FAIL
    assert judged(rule, approved(requested_by=None)) is FAIL, "who asked?"
    assert judged(rule, approved(approver_id="r1", decision="rejected")) is PASS, "nothing was granted"


# ---- people


def test_a_bribe_is_never_let_pass_even_when_the_case_is_closed(judged: Judged) -> None:
    def with_finding(**said: Any) -> m.Facts:
        return m.Facts(owner=m.Rep(id="r1"), compliance_findings=[found(**said)])

    assert judged("cmp-no-bribery", with_finding(kind="other")) is PASS
    assert judged("cmp-no-bribery", with_finding()) is FAIL
    assert judged("cmp-no-bribery", with_finding(status="closed")) is FAIL
    assert judged("cmp-no-bribery", with_finding(status="groundless")) is PASS
    assert judged("cmp-no-bribery", with_finding(subject_ref="r2")) is PASS, "somebody else's"
    assert judged("cmp-no-bribery", m.Facts(owner=m.Rep(id="r1"))) is UNKNOWN


@pytest.mark.parametrize("flag", ["is_hcp", "is_public_official", "covered_recipient"])
def test_recipients_are_flagged(judged: Judged, flag: str) -> None:
    flags = {"is_hcp": True, "is_public_official": False, "covered_recipient": False}
    assert judged("cmp-hcp-recipient-flag", m.Facts(contacts=[m.Contact(id="c", **flags)])) is PASS
    lacking = m.Contact(id="c", **{**flags, flag: None})
    assert judged("cmp-hcp-recipient-flag", m.Facts(contacts=[lacking])) is FAIL


def test_a_finding_is_investigated_and_its_actions_are_closed_in_time(judged: Judged) -> None:
    def acted(status: str = "open", **said: Any) -> m.Facts:
        action = m.CorrectiveAction(**{"id": "1", "owner_id": "m1", "due_on": D(2026, 6, 15), **said})
        finding = found(status=status, investigated_on=D(2026, 6, 1), actions=[action])
        return m.Facts(compliance_findings=[finding])

    assert judged("cmp-investigate-correct", acted(done_on=D(2026, 6, 14))) is PASS
    assert judged("cmp-investigate-correct", acted()) is FAIL
    assert judged("cmp-investigate-correct", acted(due_on=D(2026, 7, 1))) is PASS, "there is time yet"
    assert judged("cmp-investigate-correct", acted(owner_id=None)) is FAIL
    assert judged("cmp-investigate-correct", m.Facts(compliance_findings=[found()])) is FAIL
    assert judged("cmp-investigate-correct", acted("groundless")) is PASS


# ---- deals and visits


def test_free_equipment_hangs_on_no_purchase_of_consumables(judged: Judged) -> None:
    def placed(**said: Any) -> m.Facts:
        free = {"free_of_charge": True, "minimum_purchase": False, "exclusive": False, **said}
        return m.Facts(deal=m.Deal(id="d", placement=m.PlacementTerms(**free)), account=CHINA)

    rule = "cmp-no-placement-tie"
    assert judged(rule, placed()) is PASS
    assert judged(rule, placed(minimum_purchase=True)) is FAIL
    assert judged(rule, placed(exclusive=True)) is FAIL
    assert judged(rule, placed(exclusive=None)) is FAIL
    assert judged(rule, placed(free_of_charge=False, minimum_purchase=True)) is PASS
    assert judged(rule, m.Facts(deal=m.Deal(id="d"), account=CHINA)) is NOT_APPLICABLE
    abroad = placed(exclusive=True).with_(account=m.Account(id="b", name="b", country="US"))
    assert judged(rule, abroad) is NOT_APPLICABLE


def test_usage_by_doctor_is_never_collected(judged: Judged) -> None:
    rule = "cmp-no-prescription-statistics"
    assert judged(rule, done(data_sources=["customer", "public"])) is PASS
    assert judged(rule, done(data_sources=["customer", "per-doctor-statistics"])) is FAIL
    told = found(kind="per-doctor-statistics", subject_ref="v")
    assert judged(rule, done().with_(compliance_findings=[told])) is FAIL


def test_treatment_areas_are_entered_to_serve_and_not_to_sell(judged: Judged) -> None:
    rule = "cmp-visit-place-rule"
    assert judged(rule, done(in_clinical_area=False, place_kind="office")) is PASS
    assert judged(rule, done(in_clinical_area=True)) is FAIL
    assert judged(rule, done()) is FAIL, "where was it?"
    assert judged(rule, done(in_clinical_area=False, place_kind="treatment-area")) is FAIL
    assert judged(rule, done(in_clinical_area=True, kind="case-support")) is PASS
    assert judged(rule, done(in_clinical_area=True, kind="service-visit")) is PASS
    assert judged(rule, done(kind="call")) is PASS


MATERIAL: dict[str, Any] = {
    "id": "M-1", "version": "2", "within_scope": True, "approved_on": D(2026, 1, 1), "expires_on": D(2026, 12, 31)
}  # fmt: skip


def promoted(version: str = "2", attested: bool = True, **said: Any) -> m.Facts:
    use = m.MaterialUse(id="1", material_id="M-1", version=version)
    stated = m.Attestation(
        id="1", requirement="cmp-off-label-none", upheld=True, by_id="m1", role_id="sales-manager",
        attested_on=D(2026, 6, 21),
    )  # fmt: skip
    facts = done(kind="promotion", materials=[use], attestations=[stated] if attested else [])
    register = [m.PromotionalMaterial(**{**MATERIAL, **said})]
    return facts.with_(company=m.Company(id="own", materials=register))


def test_the_material_shown_was_approved_in_that_version_on_that_day(judged: Judged) -> None:
    rule = "cmp-promo-material-approved"
    assert judged(rule, promoted()) is PASS
    assert judged(rule, promoted(version="1")) is FAIL
    assert judged(rule, promoted(expires_on=D(2026, 6, 19))) is FAIL
    assert judged(rule, promoted(id="M-2")) is FAIL
    assert judged(rule, done()) is NOT_APPLICABLE


def test_promotion_stays_within_the_registered_scope_and_somebody_says_so(judged: Judged) -> None:
    rule = "cmp-off-label-none"
    assert judged(rule, promoted()) is PASS
    assert judged(rule, promoted(within_scope=False)) is FAIL
    assert judged(rule, promoted(attested=False)) is FAIL
