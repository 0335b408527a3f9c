"""Channel partners: chosen with care, authorised for products and places, paid and reviewed in the open."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.money import Money
from medsales_core.rules.requirement import Outcome

D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, ERROR, SILENT = Outcome.PASS, Outcome.FAIL, Outcome.ERROR, Outcome.NOT_APPLICABLE
PAPER = m.EvidenceRef(id="scan")
MAY = D(2026, 5, 31)


def partner(**said: Any) -> m.Facts:
    return m.Facts(partner=m.ChannelPartner(id="p", **said))


# ---- onboarding


def checked(**said: Any) -> dict[str, Any]:
    period: dict[str, Any] = {"number": "1", "issued_on": D(2025, 1, 1), "expires_on": D(2027, 1, 1)}
    diligence = m.DueDiligence(
        held_on=D(2026, 1, 10), capability="passed", reputation="passed", document=PAPER
    )
    licences = [
        m.Licence(id="b", kind="business", **period),
        m.Licence(id="t", kind="device-trading", scope=["06-02"], **period),
    ]
    return {"due_diligence": diligence, "licences": licences, "appointed_on": D(2026, 1, 20), **said}


def test_a_dealer_is_checked_before_the_appointment(judged: Judged) -> None:
    sound = checked()
    assert judged("chn-onboarding-due-diligence", partner(**sound)) is PASS
    assert judged("chn-onboarding-due-diligence", partner(**checked(appointed_on=D(2026, 1, 9)))) is FAIL
    assert judged("chn-onboarding-due-diligence", partner(**checked(due_diligence=None))) is FAIL
    assert judged("chn-onboarding-due-diligence", partner(**checked(licences=sound["licences"][:1]))) is FAIL
    assert judged("chn-onboarding-due-diligence", partner(**checked(licences=sound["licences"][1:]))) is FAIL


@pytest.mark.parametrize(
    "flaw", [{"scope": []}, {"expires_on": D(2026, 6, 29)}, {"issued_on": None}, {"number": None}]
)
def test_a_trading_licence_has_a_scope_and_is_in_force(judged: Judged, flaw: dict[str, Any]) -> None:
    business, trading = checked()["licences"]
    flawed = m.Licence(
        **{
            "id": "t", "kind": "device-trading", "scope": trading.scope, "number": "1",
            "issued_on": trading.issued_on, "expires_on": trading.expires_on, **flaw,
        }
    )  # fmt: skip
    assert judged("chn-onboarding-due-diligence", partner(**checked(licences=[business, flawed]))) is FAIL


# ---- authorisation, territory, price


def authorisation(**said: Any) -> m.PartnerAuthorisation:
    sound: dict[str, Any] = {
        "id": "w", "product_ids": ["ct"], "territories": ["CN-ZJ"], "end_customer_ids": ["a1"],
        "valid_from": D(2026, 1, 1), "valid_to": D(2026, 12, 31),
    }  # fmt: skip
    return m.PartnerAuthorisation(**{**sound, **said})


@pytest.mark.parametrize(
    "flaw",
    [
        {"product_ids": []}, {"territories": []}, {"end_customer_ids": []}, {"valid_from": None},
        {"valid_to": None}, {"valid_to": D(2026, 6, 29)}, {"valid_from": D(2026, 7, 1)},
    ],
)  # fmt: skip
def test_an_authorisation_is_whole_and_in_force(judged: Judged, flaw: dict[str, Any]) -> None:
    assert judged("chn-authorisation-letter", partner(authorisations=[authorisation()])) is PASS
    assert judged("chn-authorisation-letter", partner(authorisations=[authorisation(**flaw)])) is FAIL


def by_partner(region: str | None = "CN-ZJ", price: Money | None = None, **said: Any) -> m.Facts:
    line = m.OrderLine(id="1", product_id="ct", unit_price=price or Money(90, "CNY"))
    order = m.Order(id="o", partner_id="p", created_on=D(2026, 6, 1), ship_to_region=region, lines=[line])
    band = m.ListedPrice(
        id="b", kind="wholesale", lowest=Money(80, "CNY"), highest=Money(95, "CNY"), valid_from=D(2026, 1, 1)
    )
    sound: dict[str, Any] = {"price_layer": "wholesale", "authorisations": [authorisation()]}
    facts = partner(**{**sound, **said})
    return facts.with_(order=order, products=[m.Product(id="ct", prices=[band])])


def test_goods_go_where_the_partner_is_authorised_for_them(judged: Judged) -> None:
    assert judged("chn-territory-respected", by_partner()) is PASS
    assert judged("chn-territory-respected", by_partner("CN-JS")) is FAIL
    assert judged("chn-territory-respected", by_partner(None)) is FAIL
    other_product = [authorisation(product_ids=["mri"])]
    assert judged("chn-territory-respected", by_partner(authorisations=other_product)) is FAIL
    ended = [authorisation(valid_to=D(2026, 5, 31))]
    assert judged("chn-territory-respected", by_partner(authorisations=ended)) is FAIL


def test_an_order_is_judged_with_the_partner_it_names(judged: Judged) -> None:
    facts = by_partner()
    stranger = m.ChannelPartner(id="other", authorisations=[authorisation()], price_layer="wholesale")
    assert judged("chn-territory-respected", facts.with_(partner=stranger)) is FAIL
    assert judged("chn-price-system-respected", facts.with_(partner=stranger)) is FAIL
    assert judged("chn-territory-respected", facts.with_(partner=m.NOT_SUPPLIED)) is Outcome.UNKNOWN
    assert judged("chn-territory-respected", facts.with_(order=m.Order(id="direct"))) is SILENT


@pytest.mark.parametrize(
    ("price", "outcome"),
    [
        (Money(80, "CNY"), PASS), (Money(95, "CNY"), PASS), (Money("79.99", "CNY"), FAIL),
        (Money("95.01", "CNY"), FAIL), (Money(90, "USD"), ERROR),
    ],
)  # fmt: skip
def test_a_price_lies_in_the_band_of_the_layer(judged: Judged, price: Money, outcome: Outcome) -> None:
    assert judged("chn-price-system-respected", by_partner(price=price)) is outcome


def test_a_layer_without_a_band_is_found(judged: Judged) -> None:
    assert judged("chn-price-system-respected", by_partner(price_layer="retail")) is FAIL
    assert judged("chn-price-system-respected", by_partner(price_layer=None)) is FAIL


# ---- money, reports, people


def test_a_rebate_is_written_and_booked(judged: Judged) -> None:
    def rebate(**said: Any) -> m.Facts:
        sound: dict[str, Any] = {
            "rule": "3 % over plan",
            "in_agreement": True,
            "booked": True,
            "document": PAPER,
        }
        return partner(pays_rebate=True, rebate=m.RebateRule(**{**sound, **said}))

    assert judged("chn-rebate-rule-written", rebate()) is PASS
    assert judged("chn-rebate-rule-written", partner(pays_rebate=False)) is PASS
    assert judged("chn-rebate-rule-written", partner()) is FAIL
    for flaw in ({"rule": None}, {"in_agreement": False}, {"booked": None}, {"document": None}):
        assert judged("chn-rebate-rule-written", rebate(**flaw)) is FAIL, flaw


def test_flows_are_reported_each_month_by_identifier_and_lot(judged: Judged) -> None:
    def reported(*kinds: str, period_to: dt.date | None = MAY, **said: Any) -> m.Facts:
        row: dict[str, Any] = {"di": "0694", "lot": "L1", "quantity": 3, **said}
        rows = [m.FlowRow(id=kind, kind=kind, **row) for kind in kinds]
        return partner(
            flow_reports=[m.FlowReport(id="f", period_from=D(2026, 5, 1), period_to=period_to, rows=rows)]
        )

    whole = ("sell-in", "sell-out", "stock")
    assert judged("chn-flow-data", reported(*whole)) is PASS
    assert judged("chn-flow-data", reported(*whole[:2])) is FAIL
    assert judged("chn-flow-data", reported(*whole, lot=None)) is FAIL
    assert judged("chn-flow-data", reported(*whole, di="")) is FAIL
    assert judged("chn-flow-data", reported(*whole, period_to=D(2026, 6, 15))) is FAIL
    assert judged("chn-flow-data", reported(*whole, period_to=None)) is FAIL
    assert judged("chn-flow-data", partner()) is FAIL


def test_a_dealer_is_marked_on_all_four_each_year(judged: Judged) -> None:
    def review(**said: Any) -> m.Facts:
        marks: dict[str, Any] = dict.fromkeys(
            ("volume", "collection", "market_development", "service"), Decimal(80)
        )
        return partner(reviews=[m.PartnerReview(**{"id": "1", "held_on": D(2025, 7, 1), **marks, **said})])

    assert judged("chn-annual-review", review()) is PASS
    assert judged("chn-annual-review", review(held_on=D(2025, 6, 29))) is FAIL
    assert judged("chn-annual-review", review(service=None)) is FAIL
    assert judged("chn-annual-review", partner(appointed_on=D(2025, 6, 30))) is PASS
    assert judged("chn-annual-review", partner(appointed_on=D(2025, 6, 29))) is FAIL
    assert judged("chn-annual-review", partner()) is FAIL


def test_everybody_who_sells_is_trained_and_signed(judged: Judged) -> None:
    training = m.TrainingRecord(
        id="t", topic="law-anti-bribery", passed=True, completed_on=D(2026, 1, 1), expires_on=D(2026, 12, 31)
    )
    signature = m.CodeSignature(id="s", signed_on=D(2026, 1, 1))
    sound = m.PartnerPerson(id="1", training=[training], code_signatures=[signature])
    unsigned = m.PartnerPerson(id="2", training=[training])
    untrained = m.PartnerPerson(id="3", code_signatures=[signature])
    assert judged("chn-anti-bribery-training", partner(people=[sound])) is PASS
    assert judged("chn-anti-bribery-training", partner(people=[sound, unsigned])) is FAIL
    assert judged("chn-anti-bribery-training", partner(people=[untrained])) is FAIL
    assert judged("chn-anti-bribery-training", partner()) is FAIL


def test_no_third_invoice_stands_where_two_are_allowed(judged: Judged) -> None:
    def invoiced(*levels: int | None, rule: bool | None = True, country: str = "CN") -> m.Facts:
        invoices = [m.Invoice(id=f"i{at}", chain_level=level) for at, level in enumerate(levels)]
        account = m.Account(id="a", name="A", country=country)
        return m.Facts(order=m.Order(id="o", two_invoice_rule=rule), invoices=invoices, account=account)

    assert judged("chn-two-invoice", invoiced(1, 2)) is PASS
    assert judged("chn-two-invoice", invoiced(1, 2, 3)) is FAIL
    assert judged("chn-two-invoice", invoiced(1, None)) is FAIL
    assert judged("chn-two-invoice", invoiced(1, 2, 3, rule=False)) is PASS
    assert judged("chn-two-invoice", invoiced(1, 2, 3, rule=None)) is FAIL
    assert judged("chn-two-invoice", invoiced(1, 2, 3, country="DE")) is SILENT


def test_a_dealer_who_left_has_settled_everything(judged: Judged) -> None:
    day = D(2026, 6, 1)
    settled = m.PartnerExit(stock_returned_on=day, data_handed_over_on=day, open_services_listed_on=day)
    open_end = m.PartnerExit(stock_returned_on=day, data_handed_over_on=day)
    assert judged("chn-exit", partner(ended_on=D(2026, 6, 30), exit=settled)) is PASS
    assert judged("chn-exit", partner(ended_on=D(2026, 6, 30), exit=open_end)) is FAIL
    assert judged("chn-exit", partner(ended_on=D(2026, 6, 30))) is FAIL
    assert judged("chn-exit", partner(ended_on=D(2026, 7, 1))) is SILENT
