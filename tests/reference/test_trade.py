"""The six standards of trade: complete, in the layer of their source, blocking only what the law fixes."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

import medsales_core.model as m
from medsales_core.model.facts import ROOTS
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.rules.inverting import satisfy, violations
from medsales_core.rules.reads import reads, thresholds_read
from medsales_core.rules.requirement import Outcome, Requirement, Severity

ITEMS = Path(__file__).parents[3] / "shared" / "domain" / "items.toml"
AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
COUNTS = {
    "customer-information": 9,
    "price-quotation": 7,
    "contract-order": 10,
    "channel-dealer": 10,
    "receivables-credit": 7,
    "inventory-traceability": 8,
}
#: What holds of a subject of which nothing is known: nothing changed hands, nothing was promised, nothing is owed.
PASS_ON_NOTHING = {
    "cus-owner-handover", "cus-record-updated", "cus-no-patient-data", "prc-quote-versioned",
    "prc-linkage-checked", "prc-no-off-contract-promise", "prc-approval-matrix", "ctr-change-order",
    "rec-retention-money",
}  # fmt: skip


@pytest.fixture(scope="session")
def clauses(every_standard: Playbook) -> dict[str, Requirement]:
    return {
        name: requirement
        for standard in COUNTS
        for name, requirement in every_standard.standards[standard].requirements.items()
    }


def test_each_standard_has_all_its_clauses(every_standard: Playbook) -> None:
    assert {name: len(every_standard.standards[name].requirements) for name in COUNTS} == COUNTS


def test_every_clause_says_what_the_domain_reference_says(clauses: dict[str, Requirement]) -> None:
    if not ITEMS.exists():
        pytest.skip("the domain's items.toml is not beside this repository")
    read = tomllib.loads(ITEMS.read_text(encoding="utf-8"))["item"]
    items = {item["id"]: item for item in read if item["group"] in COUNTS}
    assert items.keys() == clauses.keys()
    for name, item in items.items():
        assert dict(clauses[name].label) == item["text"], name
        for key in ("source", "applies_to", "kind", "strength"):
            assert getattr(clauses[name], key) == item[key], f"{name}.{key}"


def test_public_clauses_have_a_public_source_and_the_others_none(clauses: dict[str, Requirement]) -> None:
    public = load_playbook("medsales:public").requirements
    assert {
        name for name, clause in clauses.items() if clause.source.startswith("P")
    } == clauses.keys() & public.keys()


def test_only_what_a_public_source_fixes_blocks(clauses: dict[str, Requirement]) -> None:
    for name, clause in clauses.items():
        fixed = clause.source.startswith("P") and clause.strength == "must" and "K" not in clause.source
        sampled = any(threshold.illustrative for threshold in thresholds_read(clause.condition))
        assert (clause.severity is Severity.BLOCK) is (fixed and not sampled), name
        assert not clause.waivable_by, name


def test_every_clause_is_fulfilled_by_facts_made_for_it_and_broken_by_those_made_against_it(
    every_standard: Playbook, clauses: dict[str, Requirement]
) -> None:
    for name, clause in clauses.items():
        outcome = every_standard.plan.judgements[name].outcome
        good = satisfy(clause.condition, m.Facts(), AT)
        assert outcome(good, AT) is Outcome.PASS, name
        ways = list(violations(clause.condition, good, AT))
        assert Outcome.FAIL in {way.outcome for way in ways}, name
        assert [way.name for way in ways if outcome(way.facts, AT) is not way.outcome] == [], name


def nothing_known() -> m.Facts:
    """One of everything that a condition may start at, each without a single field."""
    made = {
        name: root.entity(**({"id": "x", "name": "x"} if root.entity is m.Account else {"id": "x"}))
        for name, root in ROOTS.items()
    }
    return m.Facts(**{name: (made[name],) if root.many else made[name] for name, root in ROOTS.items()})


def test_of_what_nothing_is_known_hardly_anything_passes(
    every_standard: Playbook, clauses: dict[str, Requirement]
) -> None:
    empty, unsaid = nothing_known(), m.Facts()
    outcomes = {name: every_standard.plan.judgements[name].outcome for name in clauses}
    assert {name for name in clauses if outcomes[name](empty, AT) is Outcome.PASS} == PASS_ON_NOTHING
    assert {outcomes[name](unsaid, AT) for name in clauses} == {Outcome.UNKNOWN}


def test_every_clause_reads_the_root_of_its_subject(clauses: dict[str, Requirement]) -> None:
    roots = {
        "customer": "account", "contact": "contacts", "order": "order", "product": "products", "deal": "deal",
        "quote": "deal", "contract": "contract", "rep": "owner", "channel-partner": "partner",
        "receivable": "invoices", "stock-unit": "stock_units", "record": "records",
    }  # fmt: skip
    for name, clause in clauses.items():
        read = {path.partition(".")[0] for path in reads(clause.condition, {})}
        assert roots[clause.applies_to] in read, name
