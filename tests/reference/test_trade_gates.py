"""Gates of trade on the reference: what must not be signed, shipped or released is refused, with the way out."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.engine.command import Actor, Advance, Win
from medsales_core.engine.decision import Decision
from medsales_core.engine.progress import Progress, Status
from medsales_core.model.fields import changed
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome
from medsales_core.standards.credit import with_exposure

D = dt.date
AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
REP = Actor("r1", {"sales-rep"})
#: A company that adopts the gates and the figures, with goods issue as a step of its own.
ACME = """
extends = ["medsales:public", "medsales:inferred"]
schema = 1
id = "acme"
version = "1"
title = { en = "Acme", zh-Hans = "甲公司" }

[stage.negotiation-contract.exit]
use = ["ctr-config-licence", "prc-approval-matrix"]

[process.fulfilment]
start = "goods-issue"

[transition.issue-goods]
from = "goods-issue"
to   = "fulfilment-installation-training"
kind = "forward"

[stage.goods-issue]
process  = "fulfilment"
position = 65
label    = { en = "Goods issue", zh-Hans = "发货" }

[stage.goods-issue.exit]
use = ["ctr-product-registered", "rec-order-block"]

[standard.price-quotation.requirement.prc-approval-matrix]
severity = "block"

[standard.receivables-credit.requirement.rec-order-block]
severity = "block"

[threshold.discount-limit-rep]
source = "Price policy 2026"
illustrative = false

[threshold.discount-limit-manager]
source = "Price policy 2026"
illustrative = false

[threshold.credit-figure-age]
source = "Credit policy 2026"
illustrative = false

[threshold.overdue-grace]
source = "Credit policy 2026"
illustrative = false
"""


@pytest.fixture
def acme(load: Callable[..., Playbook]) -> Playbook:
    return load(ACME)


def decided(playbook: Playbook, facts: m.Facts, command: Any, stage: str, process: str) -> Decision:
    subject = facts.deal if process == "deal" else facts.order
    assert isinstance(subject, m.Deal | m.Order)
    progress = Progress(subject.id, process, stage, Status.OPEN, 1, AT - dt.timedelta(days=1))
    return playbook.decide(progress, command, facts=facts, actor=REP, at=AT)


def stopped_by(decision: Decision) -> dict[str, Outcome]:
    return {finding.requirement or finding.code: finding.outcome for finding in decision.blocking}


# ---- signing


@pytest.fixture
def signing(good_facts: m.Facts) -> m.Facts:
    """A deal about a large scanner, ready to be signed today but for its papers and approvals."""
    deal, account = good_facts.deal, good_facts.account
    assert isinstance(deal, m.Deal)
    assert isinstance(account, m.Account)
    licence = m.Licence(
        id="l", kind="configuration", number="Y-1", config_class="yi", issued_on=D(2026, 1, 1),
        document=m.EvidenceRef(id="scan"),
    )  # fmt: skip
    scanner = m.Product(id="ct", kind="capital-equipment", config_class="yi", demo_required=True)
    return good_facts.with_(
        account=changed(account, country="CN", licences=(licence,)),
        products=(scanner,),
        deal=discounted(deal, "0.05"),
    )


def discounted(deal: m.Deal, discount: str, **said: Any) -> m.Deal:
    """*deal* with its accepted quote at *discount*, approved for up to 10 % by a manager."""
    sound: dict[str, Any] = {
        "id": "ap1", "subject": "discount", "requested_by": "r1", "approver_id": "m1",
        "approver_role": "sales-manager", "decision": "approved", "decided_on": D(2026, 5, 1),
        "up_to": Decimal("0.10"), "version": 2,
    }  # fmt: skip
    version = said.pop("quote_version", 2)
    approval = m.Approval(**{**sound, **said})
    accepted = next(quote for quote in deal.quotes if quote.status == "accepted")
    quote = changed(accepted, discount=Decimal(discount), version=version, approvals=(approval,))
    return changed(deal, quotes=(quote,))


def signed(acme: Playbook, facts: m.Facts) -> dict[str, Outcome]:
    return stopped_by(decided(acme, facts, Win(), "negotiation-contract", "deal"))


def test_a_contract_is_not_signed_without_the_configuration_licence(acme: Playbook, signing: m.Facts) -> None:
    assert signed(acme, signing) == {}
    assert isinstance(signing.account, m.Account)
    without = signing.with_(account=changed(signing.account, licences=()))
    decision = decided(acme, without, Win(), "negotiation-contract", "deal")
    assert not decision.accepted
    assert stopped_by(decision) == {"ctr-config-licence": Outcome.FAIL}
    remedy = acme.requirements["ctr-config-licence"].remedy
    assert "configuration licence" in remedy["en"]
    assert "配置许可证" in remedy["zh-Hans"]


@pytest.mark.parametrize(
    ("discount", "said", "passes"),
    [
        ("0.05", {"decision": "pending"}, False),  # the reference itself asks for one
        ("0.10", {}, True),
        ("0.11", {}, False),
        ("0.10", {"approver_id": "r1"}, False),
        ("0.10", {"quote_version": 3}, False),
        ("0.16", {"up_to": Decimal("0.2")}, False),
        ("0.16", {"up_to": Decimal("0.2"), "approver_role": "sales-director"}, True),
    ],
)
def test_a_contract_is_not_signed_on_a_discount_that_nobody_of_that_band_approved(
    acme: Playbook, signing: m.Facts, discount: str, said: dict[str, Any], *, passes: bool
) -> None:
    assert isinstance(signing.deal, m.Deal)
    found = signed(acme, signing.with_(deal=discounted(signing.deal, discount, **said)))
    assert (found == {}) is passes
    assert set(found) <= {"prc-approval-matrix", "neg-pricing-strategy"}


def test_an_approval_of_an_older_price_is_told_apart_by_the_matrix_alone(
    acme: Playbook, signing: m.Facts
) -> None:
    assert isinstance(signing.deal, m.Deal)
    repriced = signing.with_(deal=discounted(signing.deal, "0.10", quote_version=3))
    assert signed(acme, repriced) == {"prc-approval-matrix": Outcome.FAIL}


# ---- shipping


@pytest.fixture
def shipping(good_facts: m.Facts) -> m.Facts:
    """An order of a class III device within its customer's credit."""
    registration = m.Registration(
        id="r", kind="cn-registration", number="20243060001", jurisdiction="CN", valid_from=D(2024, 1, 1),
        valid_to=D(2028, 12, 31),
    )  # fmt: skip
    lines = (m.OrderLine(id="1", product_id="ct", ordered=1),)
    order = m.Order(id="o1", ships_on=D(2026, 6, 30), lines=lines, amount=Money(100, "CNY"))
    account = m.Account(
        id="a1", name="First Hospital", country="CN", credit=m.CreditTerms(limit=Money(500, "CNY"))
    )
    owed = m.Invoice(id="i1", amount=Money(400, "CNY"), due_on=D(2026, 7, 31))
    return good_facts.with_(
        order=order,
        account=with_exposure(account, [owed], AT.date()),
        products=[m.Product(id="ct", class_cn="III", registrations=(registration,))],
    )


def shipped(acme: Playbook, facts: m.Facts) -> dict[str, Outcome]:
    return stopped_by(
        decided(acme, facts, Advance("fulfilment-installation-training"), "goods-issue", "fulfilment")
    )


@pytest.mark.parametrize("valid_to", [D(2026, 6, 29), None])
def test_a_class_iii_product_is_not_shipped_unless_it_is_registered_on_that_day(
    acme: Playbook, shipping: m.Facts, valid_to: dt.date | None
) -> None:
    assert shipped(acme, shipping) == {}
    assert not isinstance(shipping.products, m.NotSupplied)
    product = shipping.products[0]
    expired = changed(product, registrations=(changed(product.registrations[0], valid_to=valid_to),))
    assert shipped(acme, shipping.with_(products=[expired])) == {"ctr-product-registered": Outcome.FAIL}
    bare = changed(product, registrations=())
    assert shipped(acme, shipping.with_(products=[bare])) == {"ctr-product-registered": Outcome.FAIL}


def test_a_retired_product_is_not_shipped(acme: Playbook, shipping: m.Facts) -> None:
    assert not isinstance(shipping.products, m.NotSupplied)
    retired = changed(shipping.products[0], retired_on=D(2026, 6, 1))
    assert shipped(acme, shipping.with_(products=[retired])) == {"ctr-product-registered": Outcome.FAIL}


def test_an_order_beyond_the_credit_waits_for_finance(acme: Playbook, shipping: m.Facts) -> None:
    assert isinstance(shipping.order, m.Order)
    large = changed(shipping.order, amount=Money(101, "CNY"))
    assert shipped(acme, shipping.with_(order=large)) == {"rec-order-block": Outcome.FAIL}
    approval = m.Approval(
        id="ap", subject="credit", requested_by="r1", approver_id="f1", approver_role="finance",
        decision="approved", decided_on=D(2026, 6, 30), up_to_amount=Money(101, "CNY"),
    )  # fmt: skip
    released = shipping.with_(order=changed(large, approvals=(approval,)), company=m.Company(id="us"))
    assert shipped(acme, released) == {}
    own = changed(approval, approver_id="r1")
    assert shipped(acme, released.with_(order=changed(large, approvals=(own,)))) == {
        "rec-order-block": Outcome.FAIL
    }


def test_a_credit_limit_in_another_currency_releases_nothing(acme: Playbook, shipping: m.Facts) -> None:
    assert isinstance(shipping.order, m.Order)
    abroad = changed(shipping.order, amount=Money(1, "USD"))
    assert shipped(acme, shipping.with_(order=abroad)) == {"rec-order-block": Outcome.ERROR}


def test_what_the_host_did_not_supply_stops_the_goods(acme: Playbook, shipping: m.Facts) -> None:
    gates = {"ctr-product-registered", "rec-order-block"}
    for root, closed in (("products", {"ctr-product-registered"}), ("account", gates)):
        unsaid = shipping.with_(**{root: m.NOT_SUPPLIED})
        assert shipped(acme, unsaid) == dict.fromkeys(closed, Outcome.UNKNOWN)


def test_the_layer_of_the_company_has_no_defect(acme: Playbook) -> None:
    assert acme.warnings == ()
