"""Appraisal beyond revenue, reporting and review, data and confidentiality: what they say, and single cases."""

import datetime as dt
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.model.fields import changed
from medsales_core.playbook import Playbook, load_playbook, reference_playbook
from medsales_core.rules.reads import thresholds_read
from medsales_core.rules.requirement import Outcome, Severity

ITEMS = Path(__file__).parents[3] / "shared" / "domain" / "items.toml"
D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, SILENT = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
COUNTS = {
    "sales-team": 27, "appraisal-beyond-revenue": 14, "reporting-review": 7, "data-confidentiality": 8
}  # fmt: skip


def clauses(playbook: Playbook) -> dict[str, Any]:
    return {
        name: requirement
        for standard in COUNTS
        for name, requirement in playbook.standards[standard].requirements.items()
    }


def test_each_standard_has_all_its_clauses(every_standard: Playbook) -> None:
    assert {name: len(every_standard.standards[name].requirements) for name in COUNTS} == COUNTS


def test_every_clause_says_what_the_domain_reference_says(every_standard: Playbook) -> None:
    if not ITEMS.exists():
        pytest.skip("the domain's items.toml is not beside this repository")
    read = tomllib.loads(ITEMS.read_text(encoding="utf-8"))["item"]
    items = {item["id"]: item for item in read if item["group"] in COUNTS}
    found = clauses(every_standard)
    assert items.keys() == found.keys()
    for name, item in items.items():
        assert dict(found[name].label) == item["text"], name
        for key in ("source", "applies_to", "kind", "strength"):
            assert getattr(found[name], key) == item[key], f"{name}.{key}"


def test_the_layer_of_a_clause_is_that_of_its_source(every_standard: Playbook) -> None:
    layers = {
        "S": reference_playbook(),
        "P": load_playbook("medsales:public"),
        "I": load_playbook("medsales:inferred"),
        "K": load_playbook("medsales:inferred"),
    }
    for name, requirement in clauses(every_standard).items():
        assert name in layers[requirement.source[0]].requirements, name


def test_only_what_the_source_document_demands_blocks_and_no_sample_figure_does(
    every_standard: Playbook,
) -> None:
    for name, requirement in clauses(every_standard).items():
        rests_on_samples = any(t.illustrative for t in thresholds_read(requirement.condition))
        stated = requirement.source.startswith("S") and "completed by I" not in requirement.source
        demanded = stated and requirement.strength == "must"
        assert (requirement.severity is Severity.BLOCK) is (demanded and not rests_on_samples), name


# ---- appraisal


def scorecard(formula: str, target: str, **said: Any) -> m.Facts:
    result = m.IndicatorResult(
        id="x", formula=formula, target=Decimal(target), **{"actual": Decimal(1), **said}
    )
    return m.Facts(scorecards=(m.Scorecard(id="s", results=(result,)),))


@pytest.mark.parametrize(
    ("requirement", "formula", "enough", "less"),
    [
        ("app-collection-on-time", "on-time-collection", "0.95", "0.94"),
        ("app-new-customers", "new-customers", "5", "4"),
        ("app-key-product-share", "key-product-share", "0.60", "0.59"),
        ("app-renewal-rate", "renewal-rate", "0.85", "0.84"),
        ("app-repurchase-rate", "repurchase-rate", "0.70", "0.69"),
        ("app-complaint-handling", "complaint-handling", "0.90", "0.89"),
        ("app-activity-volume", "visit-volume", "4", "3"),
        ("app-key-account-plan", "key-account-plan", "1", "0.99"),
        ("app-activity-quality", "visit-quality", "0.5", "0"),
        ("app-training-attainment", "training-attainment", "1", "0"),
    ],
)
def test_an_indicator_is_there_measured_and_aims_as_high_as_the_public_forms(
    judged: Judged, requirement: str, formula: str, enough: str, less: str
) -> None:
    assert judged(requirement, scorecard(formula, enough)) is PASS
    assert judged(requirement, scorecard(formula, less)) is FAIL
    assert judged(requirement, scorecard("another", enough)) is FAIL
    assert judged(requirement, scorecard(formula, enough, actual=None)) is FAIL


@pytest.mark.parametrize(
    ("unit", "target", "outcome"),
    [
        ("score 0..100", "85", PASS), ("score 0..100", "4.5", FAIL), ("score 0..5", "4.5", PASS),
        ("score 0..5", "4.4", FAIL), ("stars", "90", FAIL),
    ],
)  # fmt: skip
def test_satisfaction_is_aimed_at_on_its_own_scale(
    judged: Judged, unit: str, target: str, outcome: Outcome
) -> None:
    assert judged("app-satisfaction", scorecard("satisfaction", target, unit=unit)) is outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"critical_findings": 0, "gate_status": "clear", "total": Decimal(80)}, PASS),
        ({"critical_findings": 1, "gate_status": "clear", "total": Decimal(80)}, FAIL),
        ({"critical_findings": 1, "gate_status": "blocked", "total": Decimal(80)}, FAIL),
        ({"critical_findings": 1, "gate_status": "blocked", "total": Decimal(0)}, PASS),
        ({"critical_findings": 1, "gate_status": "blocked", "bonus_held": True}, PASS),
        ({"gate_status": "clear"}, FAIL),
    ],
)
def test_a_critical_finding_takes_the_total_or_the_bonus(
    judged: Judged, said: dict[str, Any], outcome: Outcome
) -> None:
    facts = m.Facts(scorecards=(m.Scorecard(id="s", **said),))
    assert judged("app-compliance-gate", facts) is outcome


# ---- reporting and review


def test_the_pipeline_review_of_this_week_has_minutes(judged: Judged) -> None:
    def team(held_on: dt.date, minutes: str | None) -> m.Facts:
        proof = m.EvidenceRef(id=minutes) if minutes else None
        meeting = m.TeamMeeting(id="1", kind="pipeline-review", held_on=held_on, minutes=proof)
        return m.Facts(team=m.Team(id="t", meetings=(meeting,)))

    name = "rpt-weekly-pipeline"
    assert judged(name, team(D(2026, 6, 23), "m")) is PASS
    assert judged(name, team(D(2026, 6, 22), "m")) is FAIL
    assert judged(name, team(D(2026, 6, 29), None)) is FAIL


def test_a_forecast_that_was_changed_afterwards_is_no_snapshot(judged: Judged) -> None:
    frozen = m.TeamSnapshot(id="1", kind="forecast", taken_on=D(2026, 6, 1), sha256="0a" * 32)
    for snapshot, outcome in (
        (frozen, PASS),
        (changed(frozen, changed_on=D(2026, 6, 2)), FAIL),
        (changed(frozen, sha256="0a"), FAIL),
        (changed(frozen, taken_on=D(2026, 5, 29)), FAIL),
    ):
        facts = m.Facts(team=m.Team(id="t", snapshots=(snapshot,)))
        assert judged("rpt-monthly-forecast", facts) is outcome


def test_every_member_is_appraised_each_quarter_who_is_still_there(judged: Judged) -> None:
    here = m.StaffMember(id="r1", joined_on=D(2025, 1, 1))
    gone = m.StaffMember(id="r2", joined_on=D(2025, 1, 1), left_on=D(2026, 6, 1))
    done = m.Scorecard(id="s", subject_id="r1", period_to=D(2026, 3, 31), reviewed_on=D(2026, 4, 9))
    team = m.Team(id="t", members=(here, gone))
    name = "rpt-quarterly-performance"
    assert judged(name, m.Facts(team=team, scorecards=(done,))) is PASS
    assert judged(name, m.Facts(team=team, scorecards=(changed(done, reviewed_on=None),))) is FAIL
    assert judged(name, m.Facts(team=team, scorecards=(changed(done, subject_id="r2"),))) is FAIL


def test_a_visit_is_entered_within_a_day_of_its_end(judged: Judged) -> None:
    end = dt.datetime(2026, 6, 20, 17, tzinfo=dt.UTC)
    for hours, outcome in ((24, PASS), (25, FAIL)):
        visit = m.Activity(id="v", ended_at=end, entered_at=end + dt.timedelta(hours=hours))
        assert judged("rpt-daily-activity", m.Facts(activities=(visit,))) is outcome


def test_a_closed_deal_tells_why_and_against_whom_and_an_open_one_is_not_asked(judged: Judged) -> None:
    review = m.CloseReview(
        closed_on=D(2026, 5, 1), reviewed_on=D(2026, 5, 20), reason="price", competitor="Other"
    )
    for said, outcome in (
        ({}, SILENT),
        ({"loss_reason": "price"}, FAIL),
        ({"loss_reason": "price", "close_review": review}, PASS),
        ({"close_review": changed(review, competitor=None)}, FAIL),
        ({"close_review": changed(review, competitor=None, unopposed=True)}, PASS),
        ({"close_review": changed(review, reviewed_on=D(2026, 6, 1))}, FAIL),
    ):
        assert judged("rpt-win-loss-review", m.Facts(deal=m.Deal(id="d", **said))) is outcome


# ---- data and confidentiality


NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
MADE = m.AuditEvent(
    id="1", position=1, at=NOON, clock="server", by_id="r1", action="create", reason="first entry"
)
CHANGE = changed(
    MADE, id="2", position=2, action="change", field="price", old_value="10", new_value="9", reason="typo"
)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"trail": (MADE, CHANGE)}, PASS),
        ({"trail": (MADE, CHANGE), "overwrites": True}, FAIL),
        ({"trail": (MADE, changed(CHANGE, old_value=None))}, FAIL),
        ({"trail": (MADE, changed(CHANGE, reason=None))}, FAIL),
        ({"trail": (MADE, changed(CHANGE, position=1))}, FAIL),
        ({"trail": ()}, FAIL),
    ],
)
def test_a_trail_says_who_what_when_why_and_hides_no_old_value(
    judged: Judged, said: dict[str, Any], outcome: Outcome
) -> None:
    record = m.KeptRecord(id="k", **{"overwrites": False, **said})
    assert judged("dat-audit-trail", m.Facts(records=(record,))) is outcome


def test_the_time_of_a_users_machine_is_not_taken(judged: Judged) -> None:
    for clock, outcome in (("server", PASS), ("client", FAIL)):
        record = m.KeptRecord(id="k", trail=(changed(MADE, clock=clock),))
        assert judged("dat-server-time", m.Facts(records=(record,))) is outcome


def test_a_signature_says_what_it_means(judged: Judged) -> None:
    signed = m.ElectronicSignature(
        id="1", signer_id="m1", signer_name="Li", signed_at=NOON, meaning="approved"
    )
    for signatures, outcome in (((signed,), PASS), ((changed(signed, meaning=None),), FAIL), ((), SILENT)):
        facts = m.Facts(records=(m.KeptRecord(id="k", signatures=signatures),))
        assert judged("dat-signature-meaning", facts) is outcome


def test_access_is_granted_to_roles_and_not_to_persons(judged: Judged) -> None:
    grant = m.AccessGrant(id="1", right="read", role_id="sales-rep")
    for access, outcome in (((grant,), PASS), ((grant, changed(grant, id="2", person_id="r1")), FAIL)):
        facts = m.Facts(records=(m.KeptRecord(id="k", access=access),))
        assert judged("dat-role-access", facts) is outcome


def test_each_type_of_record_has_its_own_rule_of_retention(judged: Judged) -> None:
    rule = m.RetentionRule(
        id="1", record_type="sales-record", base="expiry", years=2, valid_from=D(2025, 1, 1)
    )
    record = m.KeptRecord(id="k", record_type="sales-record")
    for one, outcome in (
        (rule, PASS),
        (changed(rule, record_type="contract"), FAIL),
        (changed(rule, years=None), FAIL),
        (changed(rule, years=None, permanent=True), PASS),
        (changed(rule, valid_to=D(2026, 6, 1)), FAIL),
    ):
        facts = m.Facts(records=(record,), company=m.Company(id="us", retention_rules=(one,)))
        assert judged("dat-retention-rule", facts) is outcome


def test_a_field_without_a_purpose_may_not_be_held_of_a_person(judged: Judged) -> None:
    allowed = (m.PersonalField(id="phone", purpose="appointments"), m.PersonalField(id="hobby"))
    company = m.Company(id="us", personal_fields=allowed)
    for held, outcome in ((["phone"], PASS), (["phone", "hobby"], FAIL), (["wechat"], FAIL)):
        facts = m.Facts(contacts=(m.Contact(id="c", held_fields=held),), company=company)
        assert judged("dat-personal-minimum", facts) is outcome


def test_an_export_is_approved_by_another_beforehand_and_logged(judged: Judged) -> None:
    logged = changed(MADE, id="2", position=2, action="export")
    export = m.DataExport(
        id="e",
        exported_at=NOON,
        by_id="r1",
        purpose="audit",
        approved_by="m1",
        approved_at=NOON,
        trail_id="2",
    )
    late = NOON + dt.timedelta(minutes=1)
    for exports, trail, outcome in (
        ((export,), (MADE, logged), PASS),
        ((changed(export, approved_by="r1"),), (MADE, logged), FAIL),
        ((changed(export, approved_at=late),), (MADE, logged), FAIL),
        ((export,), (MADE,), FAIL),
        ((), (MADE, logged), FAIL),
        ((), (MADE,), SILENT),
    ):
        facts = m.Facts(records=(m.KeptRecord(id="k", exports=exports, trail=trail),))
        assert judged("dat-export-control", facts) is outcome
