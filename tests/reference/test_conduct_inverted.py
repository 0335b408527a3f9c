"""Every clause on conduct and after-sales can be fulfilled, and fails in each of its ways: none is for show."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from medsales_core.model import Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.inverting import satisfy, violations
from medsales_core.rules.reads import thresholds_read
from medsales_core.rules.requirement import Outcome, Severity

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ITEMS = Path(__file__).parents[3] / "shared" / "domain" / "items.toml"
CLAUSES = {"activity-expense": 11, "compliance": 13, "aftersales-service": 12}

each_standard = pytest.mark.parametrize("standard", CLAUSES)


@each_standard
def test_each_clause_passes_on_facts_made_for_it_and_fails_on_those_made_against_it(
    every_standard: Playbook, standard: str
) -> None:
    for name, requirement in every_standard.standards[standard].requirements.items():
        outcome = every_standard.plan.judgements[name].outcome
        good = satisfy(requirement.condition, Facts(), AT)
        assert outcome(good, AT) is Outcome.PASS, name
        ways = list(violations(requirement.condition, good, AT))
        assert {Outcome.FAIL} <= {way.outcome for way in ways}, name
        assert [way.name for way in ways if outcome(way.facts, AT) is not way.outcome] == [], name


@each_standard
def test_every_sentence_says_what_the_reference_says(every_standard: Playbook, standard: str) -> None:
    if not ITEMS.exists():
        pytest.skip("the domain's items.toml is not beside this repository")
    items = tomllib.loads(ITEMS.read_text("utf-8"))["item"]
    wanted = {item["id"]: item for item in items if item["group"] == standard}
    requirements = every_standard.standards[standard].requirements
    assert requirements.keys() == wanted.keys()
    assert len(wanted) == CLAUSES[standard]
    for name, item in wanted.items():
        assert dict(requirements[name].label) == item["text"], name
        assert requirements[name].evidence["en"] == item["evidence"], name
        for key in ("source", "applies_to", "kind", "strength"):
            assert getattr(requirements[name], key) == item[key], f"{name}.{key}"


@each_standard
def test_what_must_be_blocks_and_nothing_inferred_wished_or_illustrative_does(
    every_standard: Playbook, standard: str
) -> None:
    for requirement in every_standard.standards[standard].requirements.values():
        sample = any(threshold.illustrative for threshold in thresholds_read(requirement.condition))
        binding = requirement.strength in ("must", "prohibited") and requirement.source.startswith("P")
        expected = Severity.BLOCK if binding and not sample else Severity.WARN
        assert requirement.severity is expected, requirement.id


def test_only_a_number_that_a_source_fixes_is_no_sample(every_standard: Playbook) -> None:
    standards = [every_standard.standards[name] for name in CLAUSES]
    conditions = [one.condition for standard in standards for one in standard.requirements.values()]
    read = {threshold.id: threshold for condition in conditions for threshold in thresholds_read(condition)}
    assert {"adverse-report-cn-death", "expense-cap-meal", "recall-notice-1", "sla-response"} <= read.keys()
    for threshold in read.values():
        assert threshold.illustrative is (threshold.source in ("I", "K", "P42a")), threshold.id
