"""The reference playbook is the source document's, sentence by sentence."""

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from medsales_core.engine.process import TransitionKind
from medsales_core.model import NOT_SUPPLIED, ROOTS, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.reads import reads, thresholds_read
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import LANGUAGES

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.UTC)
ITEMS = Path(__file__).parents[3] / "shared" / "domain" / "items.toml"
STAGES = {
    "market-analysis-targeting": (10, "deal"),
    "customer-development-contact": (20, "deal"),
    "needs-discovery": (30, "deal"),
    "solution-value": (40, "deal"),
    "demo-technical-support": (50, "deal"),
    "negotiation-contract": (60, "deal"),
    "fulfilment-installation-training": (70, "fulfilment"),
    "aftersales-relationship": (80, "aftersales"),
}
EXPECTED = {
    "general": {
        "gen-process-fits-product": "S0-3",
        "gen-process-fits-decision-chain": "S0-3",
    },
    "market-analysis-targeting": {
        "mkt-sales-marketing-joint": "S1-1",
        "mkt-policy-environment-studied": "S1-2",
        "mkt-industry-trend-studied": "S1-2",
        "mkt-competition-mapped": "S1-2",
        "mkt-segment-demand-described": "S1-2",
        "mkt-target-groups-defined": "S1-3",
        "mkt-customer-graded-initially": "S1-4",
        "mkt-profile-core-needs": "S1-4",
        "mkt-profile-purchase-potential": "S1-4",
        "mkt-profile-decision-path": "S1-4",
    },
    "customer-development-contact": {
        "dev-contact-data-multi-source": "S2-1",
        "dev-contact-data-accurate": "S2-1",
        "dev-first-contact-made": "S2-2",
        "dev-basic-facts-known": "S2-2",
        "dev-next-step-won": "S2-2",
        "dev-information-first": "S2-3",
        "dev-approach-channel-recorded": "S2-4",
        "dev-professional-conduct": "S2-3",
        "dev-no-overselling": "S2-3",
    },
    "needs-discovery": {
        "need-rep-medical-knowledge": "S3-2",
        "need-rep-product-knowledge": "S3-2",
        "need-questioning-listening": "S3-2",
        "need-clinical-application": "S3-2",
        "need-department-development": "S3-2",
        "need-patient-needs": "S3-2",
        "need-cost-benefit": "S3-2",
        "need-root-cause-and-goal": "S3-3",
        "need-trusted-advisor": "S3-4",
    },
    "solution-value": {
        "sol-tailored-to-needs": "S4-1",
        "sol-company-strengths-used": "S4-1",
        "sol-problem-fit-explicit": "S4-2",
        "sol-benefit-stated": "S4-2",
        "sol-value-quantified": "S4-2",
        "sol-presented-to-decision-makers": "S4-3",
        "sol-presented-to-influencers": "S4-3",
        "sol-presentation-format": "S4-3",
    },
    "demo-technical-support": {
        "demo-done-or-waived": "S5-1",
        "demo-technical-answers-given": "S5-1",
        "demo-clinical-scenario": "S5-2",
        "demo-key-people-invited": "S5-2",
        "demo-hands-on": "S5-2",
        "demo-tech-support-throughout": "S5-3",
        "demo-questions-closed": "S5-3",
        "demo-technical-concerns-cleared": "S5-3",
        "demo-confidence-confirmed": "S5-3",
    },
    "negotiation-contract": {
        "neg-acceptance-precondition": "S6-1",
        "neg-term-price": "S6-2",
        "neg-term-payment": "S6-2",
        "neg-term-delivery": "S6-2",
        "neg-term-aftersales": "S6-2",
        "neg-interest-balanced": "S6-3",
        "neg-commercial-policy": "S6-4",
        "neg-pricing-strategy": "S6-4",
        "neg-promises-deliverable": "S6-4",
        "neg-clauses-rigorous": "S6-5",
        "neg-contract-lawful": "S6-5",
        "neg-contract-signed": "S6-5",
    },
    "fulfilment-installation-training": {
        "ful-order-started": "S7-1",
        "ful-on-time": "S7-1",
        "ful-to-quality": "S7-1",
        "ful-in-full": "S7-1",
        "ful-installer-coordinated": "S7-2",
        "ful-sop-followed": "S7-2",
        "ful-installed": "S7-2",
        "ful-commissioned": "S7-2",
        "ful-accepted": "S7-2",
        "ful-training-operation": "S7-3",
        "ful-training-maintenance": "S7-3",
        "ful-training-clinical": "S7-3",
        "ful-safe-effective-use": "S7-3",
    },
    "aftersales-relationship": {
        "svc-response-system": "S8-2",
        "svc-issues-timely": "S8-2",
        "svc-regular-follow-up": "S8-3",
        "svc-usage-known": "S8-3",
        "svc-feedback-collected": "S8-3",
        "svc-upgrade-offered": "S8-3",
        "svc-consumables-supplied": "S8-3",
        "svc-relationship-maintained": "S8-4",
        "svc-repeat-purchase": "S8-4",
        "svc-referral": "S8-4",
    },
    "sales-team": {
        "per-qualification-defined": "S9-1",
        "per-background-preferred": "S9-1",
        "per-experience-defined": "S9-1",
        "per-professionalism-defined": "S9-1",
        "trn-level-pre-job": "S9-2",
        "trn-level-on-job": "S9-2",
        "trn-level-advanced": "S9-2",
        "trn-topic-product": "S9-2",
        "trn-topic-medical": "S9-2",
        "trn-topic-sales-skill": "S9-2",
        "trn-topic-communication": "S9-2",
        "trn-topic-law-device": "S9-2",
        "trn-topic-law-anti-bribery": "S9-2",
        "trn-topic-ethics": "S9-2",
        "trn-topic-culture": "S9-2",
        "cod-code-exists": "S9-3",
        "cod-scope-promotion": "S9-3",
        "cod-scope-visit": "S9-3",
        "cod-scope-academic": "S9-3",
        "cod-compliant-operation": "S9-3",
        "cod-brand-protected": "S9-3",
        "app-fair": "S9-4",
        "app-impartial": "S9-4",
        "app-scientific": "S9-4",
        "app-more-than-revenue": "S9-4",
        "app-revenue": "S9-4",
        "app-collection": "S9-4 cut; completed by I",
    },
}


def home(playbook: Playbook) -> dict[str, str]:
    """The stage or standard of each requirement."""
    stages = {r.id: stage.id for stage in playbook.stages.values() for _, r in stage.criteria()}
    return {**{name: s.id for s in playbook.standards.values() for name in s.requirements}, **stages}


def test_the_109_sentences_are_there_each_at_its_place_with_its_source(reference: Playbook) -> None:
    assert sum(len(names) for names in EXPECTED.values()) == 109
    homes = home(reference)
    written = {group: dict.fromkeys(names) for group, names in EXPECTED.items()}
    for name, requirement in reference.requirements.items():
        written[homes[name]][name] = requirement.source
    assert written == EXPECTED


def test_every_sentence_says_what_the_source_says(reference: Playbook) -> None:
    if not ITEMS.exists():
        pytest.skip("the domain's items.toml is not beside this repository")
    items = {
        item["id"]: item
        for item in tomllib.loads(ITEMS.read_text(encoding="utf-8"))["item"]
        if item["group"] in EXPECTED and item["source"].startswith("S")
    }
    assert items.keys() == reference.requirements.keys()
    homes = home(reference)
    for name, item in items.items():
        requirement = reference.requirements[name]
        assert dict(requirement.label) == item["text"], name
        assert homes[name] == item["group"], name
        for key in ("source", "applies_to", "kind", "strength"):
            assert getattr(requirement, key) == item[key], f"{name}.{key}"


def test_the_eight_stages_stand_in_their_order_and_processes(reference: Playbook) -> None:
    assert {name: (stage.position, stage.process) for name, stage in reference.stages.items()} == STAGES
    assert {p.id: p.moves for p in reference.processes.values()} == {
        "deal": "deal", "fulfilment": "order", "aftersales": "asset"
    }  # fmt: skip
    assert [stage.id for stage in reference.stages.values() if stage.heading_inferred] == ["needs-discovery"]
    assert reference.stages["needs-discovery"].key


def test_a_deal_is_won_at_the_contract_and_nowhere_else(reference: Playbook) -> None:
    wins = [t for p in reference.processes.values() for t in p.transitions if t.kind is TransitionKind.WIN]
    assert [(win.process, win.sources) for win in wins] == [("deal", ("negotiation-contract",))]


def test_no_illustrative_number_blocks_or_asks_for_a_reason(reference: Playbook) -> None:
    reading = {
        name: list(thresholds_read(requirement.condition))
        for name, requirement in reference.requirements.items()
    }
    assert {t.id for found in reading.values() for t in found} == set(reference.thresholds)
    assert all(threshold.illustrative for threshold in reference.thresholds.values())
    for name, found in reading.items():
        if found:
            assert reference.requirements[name].severity in (Severity.WARN, Severity.INFO), name


def test_what_must_be_blocks_and_what_is_only_wished_does_not(reference: Playbook) -> None:
    for requirement in reference.requirements.values():
        if requirement.strength in ("advised", "encouraged", "may", "watch"):
            assert requirement.severity in (Severity.WARN, Severity.INFO), requirement.id
        elif "completed by I" in requirement.source:
            assert requirement.severity is Severity.WARN, requirement.id  # a part of it is inference
        elif not list(thresholds_read(requirement.condition)):
            assert requirement.severity in (Severity.BLOCK, Severity.JUSTIFY), requirement.id


def test_everything_a_person_reads_is_in_both_languages(reference: Playbook) -> None:
    texts = [t for r in reference.requirements.values() for t in (r.label, r.evidence, r.remedy)]
    texts += [t for s in reference.stages.values() for t in (s.label, s.guidance)]
    texts += [*reference.roles.values(), *(t.label for t in reference.thresholds.values()), reference.title]
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert all(text[language].strip() for language in LANGUAGES)


def test_the_reference_has_no_diagnostic_of_any_level(reference: Playbook) -> None:
    assert reference.warnings == ()


def outcomes(playbook: Playbook, facts: Facts) -> Counter[Outcome]:
    return Counter(judgement.outcome(facts, AT) for judgement in playbook.plan.judgements.values())


def test_every_requirement_can_be_fulfilled_and_can_fail(reference: Playbook, good_facts: Facts) -> None:
    lacking = {
        n for n, j in reference.plan.judgements.items() if j.outcome(good_facts, AT) is not Outcome.PASS
    }
    assert lacking == set()
    assert outcomes(reference, Facts()) == {Outcome.UNKNOWN: 109}


def test_a_requirement_names_every_root_it_reads(reference: Playbook, good_facts: Facts) -> None:
    for root in ROOTS:
        without = good_facts.with_(**{root: NOT_SUPPLIED})
        for name, judgement in reference.plan.judgements.items():
            named = {path.split(".")[0] for path in reads(judgement.requirement.condition, {})}
            if root not in named:
                assert judgement.outcome(without, AT) is Outcome.PASS, f"{name} reads {root} unsaid"


def test_every_role_that_may_waive_or_move_is_defined(reference: Playbook) -> None:
    named = {role for r in reference.requirements.values() for role in r.waivable_by}
    named |= {role for p in reference.processes.values() for t in p.transitions for role in t.who}
    assert named <= set(reference.roles)
