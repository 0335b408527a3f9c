"""What tests of several rooms share: the reference playbook, facts on which all of it holds, fake plugins."""

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.money import Money
from medsales_core.playbook import Playbook, load_playbook, reference_playbook

D = dt.date

MANIFEST = """
schema = 1
name = "{name}"
title = {{ en = "A fake", zh-Hans = "假插件" }}
requires-core = "{requires}"
"""
SCORES = """
from medsales_core.plugins import hookimpl
from medsales_core.builtin.ladder import StageLadder

class Fake(StageLadder):
    id = "{id}"

@hookimpl
def medsales_scores():
    return [Fake()]
"""
SOUND = '"""A fake."""'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of installed packages, on the path for one test."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def install(site: Path) -> Iterator[Callable[..., Path]]:
    """A function that installs a fake plugin and gives its package; what it imports is forgotten afterwards.

    It provides a score, unless *hooks* is empty or something else; *more* goes into its manifest, *files* beside
    it. A package that no test should import says so when it is.
    """
    packages: list[str] = []

    def put(
        name: str,
        *,
        package: str = "",
        distribution: str = "",
        version: str = "1.0",
        manifest: str | None = None,
        more: str = "",
        hooks: str | None = None,
        init: str = "",
        requires: str = ">=0.1",
        provides: str = "",
        files: Mapping[str, str] | None = None,
        entry: str = "",
    ) -> Path:
        package = package or f"fake_{name.replace('-', '_')}"
        distribution = distribution or f"fake-{name}"
        packages.append(package)
        home = site / package
        home.mkdir()
        (home / "__init__.py").write_text(init or f"raise AssertionError('{package} was imported')\n")
        if manifest is None:
            manifest = MANIFEST.format(name=name, requires=requires)
            if hooks != "":
                provided = provides or f'{{ score = ["{name}.score"] }}'
                manifest += f'hooks = "{package}.hooks"\nprovides = {provided}\n'
            manifest += more
        if manifest:
            (home / "medsales.toml").write_text(manifest, encoding="utf-8")
        (home / "hooks.py").write_text(hooks or SCORES.format(id=f"{name}.score"))
        for file, text in (files or {}).items():
            (home / file).parent.mkdir(parents=True, exist_ok=True)
            (home / file).write_text(text, encoding="utf-8")
        info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[medsales.plugins]\n{name} = {entry or package}\n")
        return home

    yield put
    for module in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[module]


@pytest.fixture(scope="session")
def reference() -> Playbook:
    return reference_playbook()


@pytest.fixture(scope="session")
def every_standard() -> Playbook:
    """The reference with the public and the inferred standards."""
    return load_playbook("medsales:all")


@pytest.fixture
def write_playbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes a playbook file and gives its path."""

    def write(toml: str, name: str = "playbook.toml") -> Path:
        path = tmp_path / name
        path.write_text(toml, encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(write_playbook: Callable[..., Path]) -> Callable[..., Playbook]:
    """Loads a playbook from its text."""
    return lambda toml, **options: load_playbook(write_playbook(toml), **options)


SMALL = """
schema = 1
id = "small"
version = "1"
title = { en = "Small", zh-Hans = "小" }

[role.manager]
label = { en = "Manager", zh-Hans = "经理" }

[process.deal]
moves = "deal"
start = "first"
label = { en = "Deal", zh-Hans = "商机" }

[stage.first]
process = "deal"
position = 1
label = { en = "First", zh-Hans = "一" }

[stage.first.exit.named]
label = { en = "It has a name", zh-Hans = "已命名" }
source = "T"
waivable_by = ["manager"]
require = { "deal.name" = "filled" }

[stage.first.exit.cheap]
label = { en = "The discount is at most the limit", zh-Hans = "折扣不超过上限" }
source = "T"
require = { "deal.probability" = { at_most = { threshold = "limit" } } }

[stage.second]
process = "deal"
position = 2
label = { en = "Second", zh-Hans = "二" }

[stage.second.entry.recent]
label = { en = "It was created in the last 30 days", zh-Hans = "30天内创建" }
source = "T"
severity = "justify"
require = { "deal.created_on" = { within = { days = 30, before = "as_of" } } }

[threshold.limit]
label = { en = "Limit", zh-Hans = "上限" }
value = 0.4
unit = "ratio"
source = "T"

[transition.on]
from = "first"
to = "second"
kind = "forward"

[transition.back]
from = "second"
to = "first"
kind = "back"
reason = "required"

[transition.win]
from = "second"
kind = "win"
who = ["manager"]

[transition.lose]
from = ["first", "second"]
kind = "lose"
reason = "required"

[transition.reopen]
from = ["first", "second"]
to = "first"
kind = "reopen"
reason = "required"
who = ["manager"]
"""


@pytest.fixture
def small(load: Callable[..., Playbook]) -> Callable[..., Playbook]:
    """The small playbook, with some words of it replaced."""

    def make(*replaced: tuple[str, str], **options: Any) -> Playbook:
        toml = SMALL
        for old, new in replaced:
            assert toml.count(old) == 1, old
            toml = toml.replace(old, new)
        return load(toml, **options)

    return make


@pytest.fixture(scope="session")
def good_facts() -> m.Facts:
    """A deal, an order and an asset on which every requirement of the reference holds on 2026-06-30."""
    asset = _asset()
    return m.Facts(
        deal=_deal(),
        account=_account(),
        contacts=_contacts(),
        owner=_owner(),
        segment=_segment(),
        activities=_activities(),
        products=(m.Product(id="ct", kind="capital-equipment", demo_required=True),),
        order=_order(asset),
        asset=asset,
        contract=_contract(),
        training_sessions=tuple(
            m.TrainingSession(
                id=kind, kind=kind, asset_ids=["s1"], held_on=D(2026, 6, 16), sign_in=m.EvidenceRef(id="s"),
                competence="passed",
            )
            for kind in ("operation", "maintenance", "clinical-application")
        ),
        tickets=(
            m.ServiceTicket(
                id="k1",
                response_due_at=dt.datetime(2026, 6, 21, 9, tzinfo=dt.UTC),
                responded_at=dt.datetime(2026, 6, 20, 19, tzinfo=dt.UTC),
                restore_due_at=dt.datetime(2026, 7, 2, tzinfo=dt.UTC),
            ),
        ),
        follow_ups=(
            m.FollowUp(id="1", held_on=D(2026, 6, 25), feedback="happy", next_due_on=D(2026, 9, 25)),
        ),
        company=_company(),
        process=m.ProcessVariant(
            id="deal",
            buying_roles=["decision-maker"],
            stages=(m.StageScope(id="s", product_scope=["implant"]),),
        ),
        scorecards=(_scorecard(),),
        compliance_findings=(),
    )  # fmt: skip


def _company() -> m.Company:
    signature = m.CodeSignature(id="g1", person_id="r1", signed_on=D(2026, 1, 4))
    profile = m.RoleProfile(
        id="sales-rep", title="Senior representative", senior=True, min_experience_months=12,
        preferred_fields=["medicine"], required_competencies=["listening"],
    )  # fmt: skip
    modules = (("pre-job", "product-knowledge"), ("advanced", "medical-knowledge"))
    return m.Company(
        id="us",
        sla_policies=(
            m.SlaPolicy(id="sla1", channels=["hotline"], response_hours=4, valid_from=D(2026, 1, 1)),
        ),
        role_profiles=(profile,),
        training_rules=(
            m.TrainingRule(id="hours", level="on-job", hours=24),
            *(m.TrainingRule(id=level, level=level, topic=topic, mandatory=True) for level, topic in modules),
        ),
        sales_staff=(m.StaffMember(id="r1", joined_on=D(2026, 1, 2)),),
        codes_of_conduct=(
            m.CodeOfConduct(
                id="code", version="3", valid_from=D(2026, 1, 1), signatures=(signature,),
                scopes=["promotion", "visit", "academic"],
            ),
        ),
        appraisal_schemes=(
            m.AppraisalScheme(
                id="1", role_id="sales-rep", template_id="T", template_version="1", valid_from=D(2026, 1, 1)
            ),
        ),
    )  # fmt: skip


def _scorecard() -> m.Scorecard:
    areas = (("revenue", "quota-attainment"), ("collections", "collection-rate"))
    return m.Scorecard(
        id="s1", subject_id="r1", role_id="sales-rep", period_from=D(2026, 1, 1), period_to=D(2026, 3, 31),
        template_id="T", template_version="1", assessor_id="m1", reviewer_id="h1", reviewed_on=D(2026, 4, 9),
        dimensions=(m.DimensionResult(id="d", weight=Decimal(1)),),
        results=tuple(
            m.IndicatorResult(
                id=area, dimension_id="d", area=area, formula=formula, unit="ratio", target=Decimal(1),
                actual=Decimal("0.9"), full_points=Decimal(20),
            )
            for area, formula in areas
        ),
    )  # fmt: skip


def _owner() -> m.Rep:
    on_job = m.TrainingRecord(id="t-hours", level="on-job", completed_on=D(2026, 3, 1), hours=24, passed=True)
    booked = m.TrainingRecord(
        id="t-next", level="advanced", topic="medical-knowledge", planned_on=D(2026, 9, 1)
    )
    return m.Rep(
        id="r1",
        role_id="sales-rep",
        experience_months=36,
        first_customer_activity_on=D(2026, 2, 1),
        qualifications=(m.Qualification(id="q1", kind="degree", field="medicine"),),
        training=(
            *(
                m.TrainingRecord(
                    id=f"t-{topic}", topic=topic, level="pre-job", passed=True, completed_on=D(2026, 1, 10),
                    expires_on=D(2027, 1, 9),
                )
                for topic in m.TrainingTopic
            ),
            on_job,
            booked,
        ),
    )  # fmt: skip


def _contacts() -> tuple[m.Contact, ...]:
    return (
        m.Contact(id="c1", name="Dr Li", source="visit", verified_on=D(2026, 2, 1)),
        m.Contact(id="c2", name="Prof Wang", source="academic-event", verified_on=D(2026, 2, 1)),
    )


def _account() -> m.Account:
    path = (
        m.DecisionStep(id="s1", position=1, buying_unit="department-head"),
        m.DecisionStep(id="s2", position=2, buying_unit="hospital-director"),
    )
    return m.Account(
        id="a1",
        name="First Hospital",
        type="public-hospital",
        region="CN-ZJ",
        grade="A",
        bed_count=1200,
        departments=(m.Department(id="d1", name="Radiology"),),
        profile=m.CustomerProfile(
            core_needs="faster scans", purchase_potential=Money("8000000", "CNY"), potential_period="year",
            decision_path=path,
        ),
        relationship=m.Relationship(level="advisor", reason="asked us to comment on the plan"),
        care_plan=m.CarePlan(goals="replace scanner 2"),
        referral_asked_on=D(2026, 5, 1),
        repeat_order_rate=Decimal("0.4"),
    )  # fmt: skip


def _segment() -> m.Segment:
    sign_offs = (
        m.SignOff(id="1", function="sales", signed_on=D(2026, 1, 5)),
        m.SignOff(id="2", function="marketing", signed_on=D(2026, 1, 6)),
    )
    return m.Segment(
        id="g1",
        target_groups=["hospital-department"],
        sub_segments=(m.SubSegment(id="x", demand="short queues"),),
        competitors=(m.Competitor(id="k1", name="Other"),),
        analysis=m.MarketAnalysis(policy_environment="p", industry_trend="t", sign_offs=sign_offs),
    )


def _activities() -> tuple[m.Activity, ...]:
    step = m.NextStep(what="visit", due_on=D(2026, 2, 10), agreed=True)
    return (
        m.Activity(
            id="v1", kind="first-contact", done_on=D(2026, 2, 1), channel="academic-event",
            findings="old scanner", next_step=step, attestations=_conduct("visit"),
        ),
        m.Activity(
            id="v2", kind="needs-interview", done_on=D(2026, 2, 10), questionnaire=m.EvidenceRef(id="q1"),
            attestations=_conduct("visit"),
        ),
        m.Activity(id="v3", kind="promotion", attestations=_conduct("promotion")),
        m.Activity(id="v4", kind="academic-exchange", attestations=_conduct("academic")),
    )  # fmt: skip


def _conduct(scope: str) -> tuple[m.Attestation, ...]:
    return (
        m.Attestation(
            id="c1", requirement=f"cod-scope-{scope}", upheld=True, by_id="m1", role_id="sales-manager",
            attested_on=D(2026, 2, 28),
        ),
    )  # fmt: skip


def _people() -> tuple[m.Participant, ...]:
    return (
        m.Participant(
            id="p1", contact_id="c1", units=["clinical-user"], roles=["user", "influencer"], hands_on=True
        ),
        m.Participant(id="p2", contact_id="c2", units=["department-head"], roles=["decision-maker"]),
    )


def _demo() -> m.Demo:
    support = m.Participant(id="p3", person_id="r9", function="technical-support", throughout=True)
    return m.Demo(
        id="1",
        held_on=D(2026, 4, 10),
        scenario="chest CT",
        scenario_confirmed_by="c1",
        invitees=_people(),
        attendees=(*_people(), support),
        feedback=m.DemoFeedback(trusts_performance=True, trusts_reliability=True),
    )


def _quote() -> m.Quote:
    approval = m.Approval(
        id="ap1", subject="discount", requested_by="r1", approver_id="m1", decision="approved",
        decided_on=D(2026, 5, 1), up_to=Decimal("0.10"),
    )  # fmt: skip
    return m.Quote(
        id="qu1",
        version=2,
        status="accepted",
        total=Money("7450000", "CNY"),
        price_basis="negotiated",
        discount=Decimal("0.05"),
        margin=Decimal("0.35"),
        payment_terms=(
            m.PaymentTerm(id="1", trigger="deposit", ratio=Decimal("0.3")),
            m.PaymentTerm(id="2", trigger="acceptance", ratio=Decimal("0.7")),
        ),
        lead_time_days=60,
        warranty_months=24,
        sla_id="sla1",
        approvals=(approval,),
    )


def _contract() -> m.Contract:
    return m.Contract(
        id="ct1",
        signed_on=D(2026, 5, 20),
        signatories=tuple(
            m.Signatory(id=party, party=party, authorised=True, signed_on=D(2026, 5, 20))
            for party in ("seller", "buyer")
        ),
        reviews=(
            m.Review(id="1", kind="legal", status="passed"),
            m.Review(id="2", kind="compliance", status="passed"),
        ),
    )


def _needs() -> tuple[m.Need, ...]:
    return (
        m.Need(
            id="n1", dimension="clinical-application", statement="speed", priority=1,
            root_cause="old device", desired_outcome="40 scans a day",
        ),
        m.Need(id="n2", dimension="department-development", statement="research"),
        m.Need(id="n3", dimension="patient", none_found=True),
        m.Need(id="n4", dimension="cost-benefit", statement="cost", priority=2),
    )  # fmt: skip


def _deal() -> m.Deal:
    return m.Deal(
        id="s1",
        name="CT scanner",
        owner_id="r1",
        needs=_needs(),
        proposal=m.Proposal(
            id="pr1",
            lines=(m.ProposalLine(id="1", product_id="ct", need_ids=["n1"]),),
            answers=(m.ProposalAnswer(id="1", need_id="n1", answer="256 rows"),),
            differentiators=["speed"],
        ),
        value_claims=(
            m.ValueClaim(
                id="1", kind="clinical-benefit", metric="scans", unit="scans/day", baseline=Decimal(25),
                target=Decimal(40), source_ref="site log",
            ),
        ),
        presentations=(
            m.Presentation(id="1", held_on=D(2026, 3, 20), format="case-sharing", attendees=_people()),
        ),
        demos=(_demo(),),
        questions=(
            m.TechnicalQuestion(
                id="1", question="dose?", answer="3 mSv", answered_by="r9", closed_on=D(2026, 4, 12)
            ),
        ),
        concerns=(m.Concern(id="1", concern="noise", status="cleared"),),
        acceptance=m.Acceptance(
            solution_accepted_on=D(2026, 4, 20), product_accepted_on=D(2026, 4, 20)
        ),
        quotes=(m.Quote(id="qu0", version=1, status="superseded"), _quote()),
        approvals=(
            m.Approval(
                id="x1", subject="payment-terms", requested_by="r1", approver_id="f1", decision="approved",
                decided_on=D(2026, 5, 2),
            ),
            m.Approval(id="x2", decision="withdrawn"),
        ),
        commitments=(
            m.Commitment(
                id="1", promise="on-site week", owner_id="r1", due_on=D(2026, 8, 1), in_contract=True
            ),
        ),
        contract=_contract(),
        attestations=tuple(
            m.Attestation(id=name, requirement=name, upheld=True, by_id="m1", attested_on=D(2026, 2, 2))
            for name in ("dev-professional-conduct", "dev-no-overselling")
        ),
    )  # fmt: skip


def _asset() -> m.InstalledAsset:
    return m.InstalledAsset(
        id="s1",
        product_id="ct",
        serial="S1",
        sop_id="SOP-7",
        sop_version="3",
        installed_on=D(2026, 6, 10),
        commissioned_on=D(2026, 6, 12),
        test_values=(m.TestValue(id="1", name="dose", value=Decimal("3.1"), unit="mSv"),),
        accepted_on=D(2026, 6, 15),
        accepted_by="c2",
        usage=(m.UsageReading(id="1", read_on=D(2026, 6, 20), value=Decimal(140), unit="scan"),),
        upgrade_notices=(m.UpgradeNotice(id="1", status="offered"),),
        consumables_cover_days=45,
    )


def _order(asset: m.InstalledAsset) -> m.Order:
    line = m.OrderLine(id="1", product_id="ct", ordered=1, delivered=1, inspection="passed")
    return m.Order(
        id="s1",
        kind="equipment",
        created_on=D(2026, 5, 21),
        promised_on=D(2026, 6, 10),
        delivered_on=D(2026, 6, 8),
        lines=(line,),
        installer=m.Installer(name="own team", third_party=False),
        assets=(asset,),
    )
