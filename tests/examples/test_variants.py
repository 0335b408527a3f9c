"""A variant is one way: its deal goes through all stages of several packs, in the order in which it is worked."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from medsales_core.engine.command import Actor, Advance, Command, Complete, Open, Win
from medsales_core.engine.plan import Move
from medsales_core.engine.progress import Progress
from medsales_core.model import (
    Account,
    Contract,
    ContractLine,
    Deal,
    DealLine,
    Facts,
    PlacementTerms,
    Product,
    Registration,
)
from medsales_core.money import Money
from medsales_core.playbook import Playbook, load_playbook
from medsales_core.testing.journey import Traveller

VARIANTS = Path(__file__).parents[2] / "examples" / "variants"
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)

FIRST = ("market-analysis-targeting", "customer-development-contact", "needs-discovery")
OFFER = ("solution-value", "demo-technical-support")
TENDER = ("tender-notice", "tender-bid", "tender-opening", "tender-award")
LAST = ("negotiation-contract",)

DEALS = {
    "capital-equipment": (
        *FIRST, "budget-approval", *OFFER, "clinical-evaluation", "configuration-licence", *TENDER, *LAST,
    ),
    "consumables": (
        "platform-listing", "volume-procurement", *FIRST, *OFFER, "clinical-evaluation", "hospital-listing", *LAST,
    ),
    "dealer-led": ("dealer-authorisation", *FIRST, *OFFER, *LAST),
    "export": ("registration-support", *FIRST, *OFFER, *LAST),
    "ivd-reagent-rental": (*FIRST, *OFFER, "clinical-evaluation", *LAST),
}  # fmt: skip
EQUIPMENT_ORDER = ("site-preparation", "fulfilment-installation-training", "acceptance")


@cache
def variant(name: str) -> Playbook:
    return load_playbook(VARIANTS / f"{name}.toml")


def moves(
    playbook: Playbook, process: str, way: tuple[str, ...], ending: type[Win | Complete]
) -> Iterator[Move]:
    plan = playbook.plan.processes[process]
    for stage, following in pairwise(way):
        yield plan.ways(Advance, stage)[following]
    yield from plan.ways(ending, way[-1]).values()


def refused_on(name: str, process: str, way: tuple[str, ...], ending: type[Win | Complete]) -> list[str]:
    """What stops somebody who goes *way* from its first stage to its end, on facts made for it."""
    playbook = variant(name)
    steps = list(
        Traveller(playbook=playbook, at=AT).travel(process, tuple(moves(playbook, process, way, ending)))
    )
    assert [step.progress.stage for step in steps] == list(way)
    return [f"{found.requirement}: {found.message}" for step in steps for found in step.decision.blocking]


def test_every_variant_has_its_way() -> None:
    assert {path.stem for path in VARIANTS.glob("*.toml")} == set(DEALS)


@pytest.mark.parametrize("name", DEALS)
def test_a_deal_of_a_variant_is_worked_from_stage_to_stage_and_won(name: str) -> None:
    assert refused_on(name, "deal", DEALS[name], Win) == []


def test_an_order_of_equipment_goes_from_the_site_to_its_acceptance() -> None:
    assert refused_on("capital-equipment", "fulfilment", EQUIPMENT_ORDER, Complete) == []


def wanted(playbook: Playbook, stage: str, command: Command, facts: Facts) -> set[str]:
    """What stops *command* for a deal at *stage*, unless a reason is given or it is waived."""
    actor = Actor("u-1", frozenset(playbook.roles))
    new = Progress("d-1")
    opened = playbook.decide(new, Open("deal"), facts=facts, actor=actor, at=AT)
    there = new.apply(opened.events)._replace(stage=stage)
    decision = playbook.decide(there, command, facts=facts, actor=actor, at=AT)
    return {finding.requirement for finding in decision.blocking}


TIED: dict[str, Any] = {"free_of_charge": True, "minimum_purchase": True, "exclusive": False}
PAID_FOR = {**TIED, "free_of_charge": False}


@pytest.mark.parametrize(
    ("terms", "country", "asked"), [(TIED, "CN", True), (PAID_FOR, "CN", False), (TIED, "US", False)]
)
def test_a_free_instrument_tied_to_reagents_stops_the_contract_in_china(
    terms: dict[str, Any], country: str, asked: bool
) -> None:
    deal = Deal(id="d-1", placement=PlacementTerms(**terms))
    facts = Facts(deal=deal, account=Account(id="a-1", name="City laboratory", country=country))
    found = wanted(variant("ivd-reagent-rental"), "negotiation-contract", Win(), facts)
    assert ("cmp-no-placement-tie" in found) is asked


@pytest.mark.parametrize(
    ("registered", "country", "asked"),
    [("EU", "DE", False), ("EU", "US", True), ("US", "US", False), ("CN", "DE", True)],
)
def test_an_export_waits_until_the_product_is_registered_where_the_customer_is(
    registered: str, country: str, asked: bool
) -> None:
    registration = Registration(
        id="r-1", number="N-1", jurisdiction=registered, valid_from=dt.date(2025, 1, 1)
    )
    facts = Facts(
        deal=Deal(id="d-1", lines=(DealLine(id="1", product_id="p-1"),)),
        account=Account(id="a-1", name="University hospital", country=country),
        products=(Product(id="p-1", registrations=(registration,)),),
    )
    found = wanted(variant("export"), "registration-support", Advance("market-analysis-targeting"), facts)
    assert ("var-number-issued" in found) is asked


@pytest.mark.parametrize(("framework", "asked"), [(True, False), (False, True)])
def test_consumables_are_sold_under_a_framework_contract(framework: bool, asked: bool) -> None:
    lines = (ContractLine(id="1", unit_price=Money("12.50", "CNY")),)
    contract = Contract(id="c-1", is_framework=framework, ends_on=dt.date(2027, 12, 31), lines=lines)
    facts = Facts(deal=Deal(id="d-1", contract=contract))
    found = wanted(variant("consumables"), "negotiation-contract", Win(), facts)
    assert ("var-framework-contract" in found) is asked
