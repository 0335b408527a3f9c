"""Standards judged over a whole organisation: as of any day, each outcome as if it were judged alone."""

import datetime as dt
import json
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import medsales_core.model as m
from medsales_core.errors import UnknownName
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome
from medsales_core.standards.evidence import Captured
from medsales_core.standards.gaps import GapKind, Holder, evidence_gaps
from medsales_core.standards.judge import Judged, judge, moment_of
from medsales_core.standards.organisation import Organisation
from medsales_core.standards.reports import REPORTS

D = dt.date
TODAY = D(2026, 6, 30)


def against(judged: Judged) -> set[tuple[str, str, str]]:
    return {(one.requirement.id, one.subject.id, str(one.outcome)) for one in judged}


def test_a_company_in_order_has_no_finding(sample: Playbook, company: Organisation) -> None:
    judged = judge(sample, company, TODAY)
    assert against(judged) == set()
    assert len(list(judged.findings())) == 12
    assert {finding.outcome for finding in judged.findings()} == {Outcome.PASS}


def test_it_is_judged_as_of_any_day(sample: Playbook, company: Organisation) -> None:
    assert against(judge(sample, company, D(2026, 12, 31))) == set()
    lapsed = against(judge(sample, company, D(2027, 1, 1)))
    assert lapsed == {("sam-rep-trained", "R-2", "fail")}
    assert ("sam-code-in-force", "us", "fail") in against(judge(sample, company, D(2024, 12, 31)))


def test_a_day_is_judged_at_its_end_and_a_moment_as_it_is() -> None:
    assert moment_of(TODAY) == dt.datetime(2026, 6, 30, 23, 59, 59, tzinfo=dt.UTC)
    noon = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
    assert moment_of(noon) is noon


def test_one_standard_alone_is_judged(sample: Playbook, company: Organisation) -> None:
    assert set(judge(sample, company, TODAY, "sample").clauses) == set(
        sample.standards["sample"].requirements
    )
    with pytest.raises(UnknownName, match="did you mean 'sample'"):
        judge(sample, company, TODAY, "sampel")


def test_what_was_not_supplied_is_never_a_pass(sample: Playbook) -> None:
    bare = Organisation(activities=[m.Activity(id="V-1", owner_id="R-9", in_clinical_area=False)])
    assert against(judge(sample, bare, TODAY)) == {("sam-visit-by-signatory", "V-1", "unknown")}


def test_a_finding_says_why_on_what_and_who_is_next(sample: Playbook, company: Organisation) -> None:
    found = judge(sample, company, D(2027, 6, 30)).finding("sam-rep-trained", company.subject("owner", "R-2"))
    assert found.next_step_by == "R-2"
    assert found.remedy["zh-Hans"] == "参加课程并通过考核"
    assert "2025-01-01 – 2026-12-31" in found.reasons[-1].message["en"]
    (proof,) = found.evidence
    assert (proof.path, proof.id, proof.document.sha256, proof.captured_by) == (
        "owner.training", "t1", "ab" * 32, "hr-1",
    )  # fmt: skip
    assert len(proof.digest) == 64
    told = json.loads(json.dumps(found.as_dict(), ensure_ascii=False))
    assert told["evidence"][0]["document"] == "cert-1"


def test_evidence_changes_its_digest_with_its_content(
    sample: Playbook, make_company: Callable[[], Organisation]
) -> None:
    def digest(whole: Organisation, name: str) -> str:
        finding = judge(sample, whole, TODAY).finding("sam-rep-trained", whole.subject("owner", name))
        (proof,) = finding.evidence
        return proof.digest

    assert digest(make_company(), "R-1") == digest(make_company(), "R-1")
    assert digest(make_company(), "R-1") != digest(make_company(), "R-2")


def test_who_entered_a_record_is_its_captor_where_no_document_says(
    sample: Playbook, company: Organisation
) -> None:
    people = [subject.entity for subject in company.subjects("owner")]
    known = Organisation(origin=lambda entity, field: Captured(f"{entity.id} {field}", None), owner=people)
    finding = judge(sample, known, TODAY).finding("sam-rep-letter", known.subject("owner", "R-1"))
    assert [proof.captured_by for proof in finding.evidence] == ["R-1 authority_letters"]


def test_evidence_gaps_are_told_by_deal_person_and_company(sample: Playbook, company: Organisation) -> None:
    broken = Organisation(
        owner=[attrs.evolve(company.subject("owner", "R-1").entity, training=())],
        deal=[m.Deal(id="D-1", account_id="A-1", owner_id="R-1", contract=m.Contract(id="K"))],
        account=[m.Account(id="A-1", name="x", type="public-hospital")],
        company=m.Company(id="us"),
    )
    gaps = evidence_gaps(judge(sample, broken, TODAY))
    assert [(gap.holder, gap.holder_id, gap.finding.requirement.id, gap.kind) for gap in gaps] == [
        (Holder.DEAL, "D-1", "sam-contract-reviewed", GapKind.MISSING),
        (Holder.REP, "R-1", "sam-rep-trained", GapKind.MISSING),
        (Holder.COMPANY, "", "sam-code-in-force", GapKind.MISSING),
    ]
    only = evidence_gaps(judge(sample, broken, TODAY), wanted=lambda subject: subject.root == "owner")
    assert [gap.finding.subject.id for gap in only] == ["R-1"]


def test_what_holds_without_a_document_is_a_gap_when_asked(sample: Playbook, company: Organisation) -> None:
    judged = judge(sample, company, TODAY, "sample")
    assert evidence_gaps(judged) == ()
    undocumented = {gap.finding.requirement.id for gap in evidence_gaps(judged, undocumented=True)}
    assert "sam-rep-letter" in undocumented
    assert "sam-rep-trained" not in undocumented


@pytest.mark.parametrize("kind", sorted(REPORTS))
@pytest.mark.parametrize("day", [TODAY, D(2030, 1, 1)])
def test_every_report_on_what_was_judged_can_be_built(
    sample: Playbook, company: Organisation, kind: str, day: dt.date
) -> None:
    report = REPORTS[kind].build(judge(sample, company, day))
    assert (not report.tables[0].rows) == (day == TODAY)
    short = REPORTS[kind].build(judge(sample, company, day), top=1)
    assert len(short.tables[0].rows) <= 1
    assert (len(short.notes) > len(report.notes)) == (len(report.tables[0].rows) > 1)


days = st.dates(D(2024, 1, 1), D(2028, 1, 1))
maybe_days = st.none() | days
trainings = st.builds(
    m.TrainingRecord,
    id=st.uuids().map(str),
    topic=st.sampled_from(("law-anti-bribery", "sales-skill", None)),
    passed=st.sampled_from((True, False, None)),
    completed_on=maybe_days,
    expires_on=maybe_days,
)
reps = st.builds(
    m.Rep,
    id=st.sampled_from(("R-1", "R-2")),
    training=st.lists(trainings, max_size=3),
    code_signatures=st.lists(st.builds(m.CodeSignature, id=st.just("1"), signed_on=maybe_days), max_size=1),
)
visits = st.builds(
    m.Activity,
    id=st.uuids().map(str),
    owner_id=st.sampled_from(("R-1", "R-2", "gone", None)),
    deal_id=st.sampled_from(("D-1", "D-2", None)),
    in_clinical_area=st.sampled_from((True, False, None)),
)
registrations = st.builds(
    m.Registration, id=st.just("1"), number=st.sampled_from(("x", None)), valid_from=maybe_days
)
products = st.builds(m.Product, id=st.just("ct"), registrations=st.lists(registrations, max_size=1))


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(reps, max_size=2, unique_by=lambda one: one.id),
    visits=st.lists(visits, max_size=5),
    roots=st.fixed_dictionaries({}, optional={"products": st.lists(products, max_size=1)}),
    day=days,
)
def test_judged_together_or_alone_the_outcomes_are_the_same(
    sample: Playbook,
    people: list[m.Rep],
    visits: list[m.Activity],
    roots: dict[str, list[m.Product]],
    day: dt.date,
) -> None:
    line = m.OrderLine(id="1", product_id="ct")
    whole = Organisation(
        owner=people,
        activities=visits,
        deal=[m.Deal(id="D-1", owner_id="R-1", contract=m.Contract(id="K"))],
        order=[m.Order(id="O", lines=[line], delivered_on=day)],
        **roots,
    )
    judged = judge(sample, whole, day)
    for finding in judged.findings():
        alone = whole.facts(finding.subject, finding.roots)
        assert finding.outcome is finding.judgement.outcome(alone, judged.at), finding
