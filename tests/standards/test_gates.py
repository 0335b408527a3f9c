"""Standards as gates: a company adopts clauses at its stages, and moves are refused with their reasons."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.engine.command import Actor, Advance, Complete, Open, Win
from medsales_core.engine.decision import Decision
from medsales_core.engine.progress import Progress
from medsales_core.playbook import Playbook

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
REP = Actor("r1", roles={"sales-rep"})
GATES = """
schema = 1
id = "company"
version = "1"
title = { en = "Company", zh-Hans = "公司" }
extends = "medsales:all"

[stage.negotiation-contract.standing]
use = ["aft-recall-stop-sale", "cmp-segregation-of-duties"]

[stage.fulfilment-installation-training.standing]
use = ["aft-recall-stop-sale"]

# An inferred clause warns until a company makes it a rule of its own.
[standard.compliance.requirement.cmp-segregation-of-duties]
severity = "block"
"""


@pytest.fixture
def company(load: Callable[..., Playbook]) -> Playbook:
    return load(GATES)


def unit(status: str) -> m.StockUnit:
    return m.StockUnit(id="u", product_id="ct", lot="L1", status=status)


RECALL = m.Recall(
    id="R-1", recall_class="1", product_ids=["ct"], lots=["L1"], decided_at=AT - dt.timedelta(minutes=1)
)


def ship(company: Playbook, facts: m.Facts) -> Decision:
    """The try to complete an order that lacks nothing else."""
    new = Progress("s1")
    opened = company.decide(new, Open("fulfilment"), facts=facts, actor=REP, at=AT)
    return company.decide(new.apply(opened.events), Complete(), facts=facts, actor=REP, at=AT)


def failed(decision: Decision) -> list[str]:
    return [finding.requirement or finding.code for finding in decision.failures if finding.blocks]


def test_a_recall_stops_sale_a_minute_after_it_was_decided(company: Playbook, good_facts: m.Facts) -> None:
    stock = good_facts.with_(stock_units=[unit("reserved")], recalls=[])
    assert ship(company, stock).accepted
    decision = ship(company, stock.with_(recalls=[RECALL]))
    assert not decision.accepted
    assert failed(decision) == ["aft-recall-stop-sale"]
    assert "Block the unit" in decision.failures[0].remedy["en"]


def test_a_unit_that_was_taken_out_no_longer_stops_the_order(company: Playbook, good_facts: m.Facts) -> None:
    facts = good_facts.with_(stock_units=[unit("blocked")], recalls=[RECALL])
    assert ship(company, facts).accepted


def test_an_order_whose_recalls_nobody_looked_up_is_not_shipped(
    company: Playbook, good_facts: m.Facts
) -> None:
    decision = ship(company, good_facts.with_(stock_units=[unit("reserved")]))
    assert failed(decision) == ["aft-recall-stop-sale"]


def sign(company: Playbook, facts: m.Facts) -> Decision:
    """The try to win a deal that stands before the contract."""
    before = Progress("s1")
    opened = company.decide(before, Open("deal"), facts=facts, actor=REP, at=AT)
    progress = before.apply(opened.events)
    for move in ("customer-development-contact", "needs-discovery", "solution-value", "demo-technical-support",
                 "negotiation-contract"):  # fmt: skip
        progress = progress.apply(_advanced(company, progress, move, facts).events)
    return company.decide(progress, Win(), facts=facts, actor=REP, at=AT)


def _advanced(company: Playbook, progress: Progress, to: str, facts: m.Facts) -> Decision:
    decision = company.decide(progress, Advance(to), facts=facts, actor=REP, at=AT)
    assert decision.accepted, failed(decision)
    return decision


def test_who_asked_for_an_expense_cannot_approve_it(company: Playbook, good_facts: m.Facts) -> None:
    def with_approval(**said: Any) -> m.Facts:
        whole = {"id": "1", "requested_by": "r1", "approver_id": "m1", "decision": "approved", **said}
        expense = m.Expense(id="e", approvals=[m.Approval(**whole)])
        return good_facts.with_(stock_units=[unit("reserved")], recalls=[], expenses=[expense])

    assert sign(company, with_approval()).accepted
    assert failed(sign(company, with_approval(approver_id="r1"))) == ["cmp-segregation-of-duties"]
    assert failed(sign(company, with_approval(on_behalf_of="r1"))) == ["cmp-segregation-of-duties"]


def test_a_public_clause_blocks_and_an_inferred_one_only_warns_until_it_is_adopted(
    every_standard: Playbook, company: Playbook
) -> None:
    name = "cmp-segregation-of-duties"
    assert every_standard.requirements[name].severity == "warn"
    assert company.requirements[name].severity == "block"
    assert company.requirements["aft-recall-stop-sale"].severity == "block"
