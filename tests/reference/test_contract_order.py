"""Contracts and orders: registered on the day it ships, licensed, signed by who may, changed by amendment."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.rules.requirement import Outcome

D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, SILENT, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.UNKNOWN
PAPER = m.EvidenceRef(id="scan")
SHIPS = D(2026, 6, 15)


# ---- registrations


def registration(id: str = "reg", **said: Any) -> m.Registration:
    sound: dict[str, Any] = {
        "kind": "cn-registration", "number": "20243060001", "jurisdiction": "CN",
        "valid_from": D(2024, 1, 1), "valid_to": D(2028, 12, 31),
    }  # fmt: skip
    return m.Registration(id=id, **{**sound, **said})


def shipped(*registrations: m.Registration, country: str | None = "CN", **product: Any) -> m.Facts:
    sold = m.Product(**{"id": "ct", "class_cn": "III", "registrations": registrations, **product})
    order = m.Order(id="o", ships_on=SHIPS, lines=[m.OrderLine(id="1", product_id="ct")])
    return m.Facts(order=order, products=[sold], account=m.Account(id="a", name="A", country=country))


def registered(judged: Judged, facts: m.Facts) -> Outcome:
    return judged("ctr-product-registered", facts)


@pytest.mark.parametrize(
    "flaw",
    [
        {"valid_to": SHIPS - dt.timedelta(days=1)},
        {"valid_from": SHIPS + dt.timedelta(days=1)},
        {"valid_from": None},
        {"valid_to": None},
        {"number": None},
        {"jurisdiction": "US"},
        {"jurisdiction": None},
        {"kind": "cn-filing"},
        {"kind": "other"},
        {"cancelled_on": SHIPS},
    ],
)
def test_a_class_iii_product_is_registered_on_the_day_it_ships(judged: Judged, flaw: dict[str, Any]) -> None:
    assert registered(judged, shipped(registration(valid_to=SHIPS))) is PASS
    assert registered(judged, shipped(registration(**flaw))) is FAIL
    assert registered(judged, shipped()) is FAIL


def test_of_two_registrations_the_one_in_force_counts(judged: Judged) -> None:
    expired = registration("old", valid_to=D(2025, 12, 31))
    renewed = registration("new", valid_from=D(2026, 1, 1))
    coming = registration("next", valid_from=D(2026, 7, 1))
    assert registered(judged, shipped(expired, renewed)) is PASS
    assert registered(judged, shipped(expired, coming)) is FAIL


def test_a_device_of_class_i_is_filed_without_an_end(judged: Judged) -> None:
    filing = registration(kind="cn-filing", valid_to=None)
    assert registered(judged, shipped(filing, class_cn="I")) is PASS
    assert registered(judged, shipped(filing, class_cn="II")) is FAIL
    assert registered(judged, shipped(registration(), class_cn=None)) is FAIL


@pytest.mark.parametrize(
    ("country", "jurisdiction", "outcome"),
    [("DE", "EU", PASS), ("US", "US", PASS), ("CH", "EU", FAIL), ("US", "EU", FAIL), (None, "CN", FAIL)],
)
def test_a_registration_counts_where_it_holds(
    judged: Judged, country: str | None, jurisdiction: str, outcome: Outcome
) -> None:
    abroad = registration(kind="other", jurisdiction=jurisdiction)
    assert registered(judged, shipped(abroad, country=country)) is outcome


def test_a_retired_product_is_not_shipped(judged: Judged) -> None:
    assert registered(judged, shipped(registration(), retired_on=SHIPS)) is FAIL
    assert registered(judged, shipped(registration(), retired_on=SHIPS + dt.timedelta(days=1))) is PASS


def test_a_service_needs_no_registration(judged: Judged) -> None:
    assert registered(judged, shipped(kind="service")) is PASS


def test_what_is_not_said_never_passes(judged: Judged) -> None:
    facts = shipped(registration())
    undated = facts.with_(order=m.Order(id="o", lines=[m.OrderLine(id="1", product_id="ct")]))
    assert registered(judged, undated) is FAIL
    assert registered(judged, facts.with_(order=m.Order(id="o", ships_on=SHIPS))) is FAIL
    assert registered(judged, facts.with_(products=[m.Product(id="other")])) is FAIL
    assert registered(judged, facts.with_(products=m.NOT_SUPPLIED)) is UNKNOWN


# ---- configuration licence


def licence(**said: Any) -> m.Licence:
    sound: dict[str, Any] = {
        "kind": "configuration", "number": "Y-1", "config_class": "yi", "document": PAPER,
        "issued_on": D(2026, 1, 1), "expires_on": D(2026, 12, 31),
    }  # fmt: skip
    return m.Licence(id="l", **{**sound, **said})


def equipped(*licences: m.Licence, signed_on: dt.date | None = None, **product: Any) -> m.Facts:
    return m.Facts(
        deal=m.Deal(id="d", contract=m.Contract(id="c", signed_on=signed_on)),
        account=m.Account(id="a", name="A", country="CN", licences=licences),
        products=[m.Product(**{"id": "ct", "kind": "capital-equipment", "config_class": "yi", **product})],
    )


@pytest.mark.parametrize(
    "flaw",
    [
        {"kind": "business"}, {"number": None}, {"document": None}, {"config_class": "jia"}, {"config_class": None},
        {"issued_on": None}, {"expires_on": D(2026, 6, 29)},
    ],
)  # fmt: skip
def test_large_equipment_has_a_licence_of_its_class_on_file(judged: Judged, flaw: dict[str, Any]) -> None:
    assert judged("ctr-config-licence", equipped(licence())) is PASS
    assert judged("ctr-config-licence", equipped(licence(**flaw))) is FAIL
    assert judged("ctr-config-licence", equipped()) is FAIL


def test_a_signed_contract_needed_the_licence_on_its_day(judged: Judged) -> None:
    expired_since = licence(expires_on=D(2026, 5, 31))
    assert judged("ctr-config-licence", equipped(expired_since, signed_on=D(2026, 5, 20))) is PASS
    assert judged("ctr-config-licence", equipped(licence(), signed_on=D(2025, 12, 31))) is FAIL


def test_large_equipment_whose_class_is_open_is_found(judged: Judged) -> None:
    assert judged("ctr-config-licence", equipped(licence(), config_class=None)) is FAIL
    assert judged("ctr-config-licence", equipped(config_class="none")) is PASS
    assert judged("ctr-config-licence", equipped(config_class=None, kind="ivd-reagent")) is PASS
    assert judged("ctr-config-licence", equipped(config_class=None, kind=None)) is FAIL


def test_the_licence_is_a_matter_of_china(judged: Judged) -> None:
    abroad = equipped().with_(account=m.Account(id="a", name="A", country="DE"))
    assert judged("ctr-config-licence", abroad) is SILENT


# ---- letters and signatures


@pytest.mark.parametrize(
    "flaw",
    [
        None, {"product_ids": []}, {"territory": None}, {"id_number_ref": None}, {"sealed": False},
        {"valid_to": None}, {"valid_from": None}, {"valid_to": D(2026, 6, 29)},
    ],
)  # fmt: skip
def test_a_sales_person_carries_a_whole_letter(judged: Judged, flaw: dict[str, Any] | None) -> None:
    sound: dict[str, Any] = {
        "id": "w", "product_ids": ["ct"], "territory": "Zhejiang", "id_number_ref": "safe/9", "sealed": True,
        "valid_from": D(2026, 3, 1), "valid_to": D(2026, 12, 31),
    }  # fmt: skip
    rep = m.Rep(id="r", authority_letters=[m.AuthorityLetter(**{**sound, **(flaw or {})})])

    def active(day: dt.date | None) -> m.Facts:
        return m.Facts(owner=rep, activities=[m.Activity(id="v", done_on=day)])

    assert judged("ctr-rep-authority-letter", active(D(2026, 5, 1))) is (FAIL if flaw else PASS)
    assert judged("ctr-rep-authority-letter", active(D(2026, 2, 28))) is FAIL
    assert judged("ctr-rep-authority-letter", active(None)) is (FAIL if flaw else PASS)
    assert judged("ctr-rep-authority-letter", m.Facts(owner=rep)) is not PASS


def signed(**said: Any) -> m.Facts:
    signatory = m.Signatory(
        **{"id": "s", "party": "seller", "authorised": True, "signed_on": D(2026, 5, 20), **said}
    )
    return m.Facts(contract=m.Contract(id="c", signatories=[signatory]))


def test_who_signs_has_written_authority_on_that_day_or_is_the_legal_representative(judged: Judged) -> None:
    power: dict[str, Any] = {
        "authority": PAPER,
        "authority_from": D(2026, 1, 1),
        "authority_to": D(2026, 5, 20),
    }
    assert judged("ctr-signatory-authorised", signed(**power)) is PASS
    assert judged("ctr-signatory-authorised", signed(legal_representative=True)) is PASS
    assert judged("ctr-signatory-authorised", signed(**power, signed_on=D(2026, 5, 21))) is FAIL
    assert judged("ctr-signatory-authorised", signed(**{**power, "authority_from": None})) is FAIL
    assert judged("ctr-signatory-authorised", signed(authority=PAPER, signed_on=None)) is FAIL
    assert judged("ctr-signatory-authorised", signed(legal_representative=True, authorised=None)) is FAIL
    assert judged("ctr-signatory-authorised", m.Facts(contract=m.Contract(id="c"))) is FAIL


# ---- the contract itself


def agreed(**said: Any) -> m.Facts:
    return m.Facts(contract=m.Contract(id="c", **said))


def test_a_deviation_from_the_template_is_passed_by_legal(judged: Judged) -> None:
    used: dict[str, Any] = {"template_id": "sale", "template_version": "7"}
    passed = [m.Review(id="1", kind="legal", status="passed")]
    assert judged("ctr-template-used", agreed(**used, deviates=False)) is PASS
    assert judged("ctr-template-used", agreed(**used, deviates=True)) is FAIL
    assert judged("ctr-template-used", agreed(**used, deviates=True, reviews=passed)) is PASS
    assert judged("ctr-template-used", agreed(**used, reviews=passed)) is FAIL
    assert judged("ctr-template-used", agreed(deviates=False)) is FAIL


def test_three_different_people_review_for_three_functions(judged: Judged) -> None:
    def reviewed(*people: str, **said: Any) -> m.Facts:
        kinds = ("legal", "finance", "technical")
        sound: dict[str, Any] = {"status": "passed", "reviewed_on": D(2026, 5, 1), **said}
        reviews = [
            m.Review(id=kind, kind=kind, reviewed_by=who, **sound)
            for kind, who in zip(kinds, people, strict=False)
        ]
        return agreed(reviews=reviews)

    assert judged("ctr-review-legal-finance-tech", reviewed("l", "f", "t")) is PASS
    assert judged("ctr-review-legal-finance-tech", reviewed("l", "f", "l")) is FAIL
    assert judged("ctr-review-legal-finance-tech", reviewed("l", "f")) is FAIL
    assert judged("ctr-review-legal-finance-tech", reviewed("l", "f", "t", status="pending")) is FAIL
    assert judged("ctr-review-legal-finance-tech", reviewed("l", "f", "t", reviewed_on=None)) is FAIL


def test_the_clauses_that_are_wanted_are_there(judged: Judged) -> None:
    clauses = m.ContractClauses(quality=True, aftersales=True, integrity=True)
    whole = agreed(clauses=clauses, warranty_months=12)
    assert judged("ctr-quality-clause", whole) is PASS
    assert judged("ctr-anti-bribery-clause", whole) is PASS
    assert judged("ctr-quality-clause", agreed(clauses=clauses)) is FAIL
    bare = agreed(clauses=m.ContractClauses(quality=True), warranty_months=12)
    assert judged("ctr-quality-clause", bare) is FAIL
    assert judged("ctr-anti-bribery-clause", bare) is FAIL


def test_a_change_is_approved_by_another_before_it_is_signed(judged: Judged) -> None:
    def amended(**said: Any) -> m.Facts:
        sound: dict[str, Any] = {
            "changes": "two more units", "requested_by": "r1", "approved_by": "m1", "approved_on": D(2026, 6, 1),
            "signed_on": D(2026, 6, 2), "document": PAPER,
        }  # fmt: skip
        return agreed(signed_on=D(2026, 5, 20), amendments=[m.Amendment(id="1", **{**sound, **said})])

    assert judged("ctr-change-order", amended()) is PASS
    assert judged("ctr-change-order", agreed(signed_on=D(2026, 5, 20))) is PASS
    for flaw in (
        {"approved_by": "r1"}, {"approved_on": None}, {"approved_on": D(2026, 6, 3)}, {"signed_on": None},
        {"document": None}, {"signed_on": D(2026, 5, 19), "approved_on": D(2026, 5, 18)},
    ):  # fmt: skip
        assert judged("ctr-change-order", amended(**flaw)) is FAIL, flaw


def test_a_delivery_note_goes_with_each_shipment(judged: Judged) -> None:
    def delivered(*notes: str | None, ships_on: dt.date | None = SHIPS) -> m.Facts:
        made = [m.Delivery(id=str(at), shipped_on=SHIPS, note_number=note) for at, note in enumerate(notes)]
        return m.Facts(order=m.Order(id="o", ships_on=ships_on, deliveries=made))

    assert judged("ctr-delivery-note", delivered("n1", "n2")) is PASS
    assert judged("ctr-delivery-note", delivered("n1", "n1")) is FAIL
    assert judged("ctr-delivery-note", delivered("n1", None)) is FAIL
    assert judged("ctr-delivery-note", delivered()) is FAIL
    assert judged("ctr-delivery-note", delivered(ships_on=None)) is FAIL
    assert judged("ctr-delivery-note", delivered(ships_on=D(2026, 7, 1))) is PASS
