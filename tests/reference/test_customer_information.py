"""Customer information: one file, papers by kind of customer, consent, handover; and the slips that are found."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.rules.requirement import Outcome

D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, SILENT = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE
PAPER = m.EvidenceRef(id="scan")
USCC = "91330000MA27XK4L5T"


def customer(**said: Any) -> m.Facts:
    return m.Facts(account=m.Account(**{"id": "a", "name": "First Hospital", "country": "CN", **said}))


def licence(kind: str, **said: Any) -> m.Licence:
    sound: dict[str, Any] = {
        "number": "8-1", "issued_on": D(2024, 1, 1), "expires_on": D(2028, 12, 31), "sealed": True, "document": PAPER
    }  # fmt: skip
    return m.Licence(**{"id": f"l-{kind}", "kind": kind, **sound, **said})


# ---- one file


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"uscc": USCC}, PASS),
        ({"national_id": "HRB 1234", "country": "DE"}, PASS),
        ({}, FAIL),
        ({"uscc": "too short", "national_id": "HRB 1234"}, FAIL),
        ({"uscc": USCC, "duplicate_ids": ["a-2"]}, FAIL),
    ],
)
def test_a_customer_has_one_file_under_a_number(
    judged: Judged, said: dict[str, Any], outcome: Outcome
) -> None:
    assert judged("cus-file-per-customer", customer(**said)) is outcome


# ---- papers


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("public-hospital", "medical-institution"), ("clinic", "medical-institution"), ("dealer", "device-trading"),
        ("dealer", "device-trading-filing"), ("military-hospital", "public-service"),
        ("research-institute", "research-need"), ("government", "business"),
    ],
)  # fmt: skip
def test_every_kind_of_customer_shows_its_own_paper(judged: Judged, type_: str, kind: str) -> None:
    qualified = customer(type=type_, licences=[licence(kind)])
    another = customer(type=type_, licences=[licence("configuration", number=None)])
    assert judged("cus-qualification-checked", qualified) is PASS
    assert judged("cus-qualification-checked", another) is FAIL


@pytest.mark.parametrize(
    "flaw",
    [
        {"expires_on": D(2026, 6, 29)}, {"issued_on": None}, {"issued_on": D(2026, 7, 1)}, {"sealed": None},
        {"document": None}, {"number": ""},
    ],
)  # fmt: skip
def test_a_paper_that_is_expired_undated_unsealed_or_missing_does_not_count(
    judged: Judged, flaw: dict[str, Any]
) -> None:
    flawed = customer(type="public-hospital", licences=[licence("medical-institution", **flaw)])
    assert judged("cus-qualification-checked", flawed) is FAIL


def test_a_valid_paper_counts_beside_an_expired_one(judged: Judged) -> None:
    both = [
        licence("medical-institution", id="old", expires_on=D(2025, 12, 31)),
        licence("medical-institution", id="new", issued_on=D(2026, 1, 1)),
    ]
    assert judged("cus-qualification-checked", customer(type="clinic", licences=both)) is PASS


def test_a_customer_of_no_known_kind_is_not_qualified(judged: Judged) -> None:
    assert judged("cus-qualification-checked", customer(licences=[licence("business")])) is FAIL
    assert judged("cus-buyer-authority-letter", customer()) is FAIL


def test_papers_of_china_are_asked_of_customers_in_china_and_of_those_whose_country_is_open(
    judged: Judged,
) -> None:
    assert judged("cus-qualification-checked", customer(country="DE", type="clinic")) is SILENT
    assert judged("cus-qualification-checked", customer(country=None, type="clinic")) is FAIL


LETTER: dict[str, Any] = {
    "id": "w", "purchaser_name": "Li", "purchaser_id_ref": "safe/7", "scope": ["6830"], "sealed": True,
    "valid_from": D(2026, 1, 1), "valid_to": D(2026, 12, 31),
}  # fmt: skip


@pytest.mark.parametrize(
    "missing", [None, "purchaser_name", "purchaser_id_ref", "scope", "sealed", "valid_from"]
)
def test_the_purchaser_of_a_dealer_carries_a_whole_letter(judged: Judged, missing: str | None) -> None:
    letter = m.PurchaserLetter(**{key: value for key, value in LETTER.items() if key != missing})
    dealer = customer(type="dealer", purchaser_letters=[letter])
    assert judged("cus-buyer-authority-letter", dealer) is (FAIL if missing else PASS)
    assert judged("cus-buyer-authority-letter", customer(type="clinic")) is PASS


def ordered(type_: str | None, licence: m.Licence, category: str | None = "06-02") -> m.Facts:
    order = m.Order(id="o", created_on=D(2026, 6, 1), lines=[m.OrderLine(id="1", product_id="ct")])
    facts = customer(type=type_, licences=[licence])
    return facts.with_(order=order, products=[m.Product(id="ct", category_code=category)])


def test_a_dealer_orders_what_its_licence_lists_on_the_day_of_the_order(judged: Judged) -> None:
    def dealer(scope: list[str], kind: str = "device-trading", **said: Any) -> m.Facts:
        return ordered("dealer", licence(kind, scope=scope, **said))

    assert judged("cus-licence-scope-match", dealer(["06-02"])) is PASS
    assert judged("cus-licence-scope-match", dealer(["06-03"])) is FAIL
    assert judged("cus-licence-scope-match", dealer([])) is FAIL
    assert judged("cus-licence-scope-match", dealer(["06-02"], "business")) is FAIL
    assert judged("cus-licence-scope-match", dealer(["06-02"], issued_on=D(2026, 6, 2))) is FAIL


def test_who_uses_a_device_needs_a_licence_that_does_not_leave_it_out(judged: Judged) -> None:
    def hospital(*scope: str, **said: Any) -> m.Facts:
        return ordered("public-hospital", licence("medical-institution", scope=scope, **said))

    assert judged("cus-licence-scope-match", hospital()) is PASS
    assert judged("cus-licence-scope-match", hospital("06-02")) is PASS
    assert judged("cus-licence-scope-match", hospital("06-03")) is FAIL
    assert judged("cus-licence-scope-match", hospital(expires_on=D(2026, 5, 31))) is FAIL


def test_an_order_of_something_uncategorised_by_somebody_unknown_matches_nothing(judged: Judged) -> None:
    paper = licence("medical-institution")
    assert judged("cus-licence-scope-match", ordered("clinic", paper, category=None)) is FAIL
    assert judged("cus-licence-scope-match", ordered(None, paper)) is FAIL


# ---- upkeep


def test_a_grade_is_reviewed_within_the_year(judged: Judged) -> None:
    assert judged("cus-grade-reviewed", customer(grade="A", grade_reviewed_on=D(2025, 6, 30))) is PASS
    assert judged("cus-grade-reviewed", customer(grade="A", grade_reviewed_on=D(2025, 6, 29))) is FAIL
    assert judged("cus-grade-reviewed", customer(grade="A", grade_reviewed_on=D(2026, 7, 1))) is FAIL
    assert judged("cus-grade-reviewed", customer(grade_reviewed_on=D(2026, 1, 1))) is FAIL


def test_changes_are_entered_in_a_week(judged: Judged) -> None:
    def change(entered: dt.date | None) -> m.Facts:
        return customer(changes=[m.RecordedChange(id="1", happened_on=D(2026, 6, 1), entered_on=entered)])

    assert judged("cus-record-updated", change(D(2026, 6, 8))) is PASS
    assert judged("cus-record-updated", change(D(2026, 6, 9))) is FAIL
    assert judged("cus-record-updated", change(D(2026, 5, 31))) is FAIL
    assert judged("cus-record-updated", change(None)) is FAIL


def test_a_customer_that_changed_hands_was_handed_over_to_who_has_it_now(judged: Judged) -> None:
    def handed(to: str) -> m.Facts:
        handover = m.Handover(id="h", from_id="r1", to_id=to, held_on=D(2026, 5, 1), form=PAPER)
        return customer(owner_id="r2", previous_owner_id="r1", handovers=[handover])

    assert judged("cus-owner-handover", handed("r2")) is PASS
    assert judged("cus-owner-handover", handed("r3")) is FAIL
    assert judged("cus-owner-handover", customer(owner_id="r2", previous_owner_id="r1")) is FAIL
    assert judged("cus-owner-handover", customer(owner_id="r2")) is PASS


# ---- people


def test_data_of_a_person_are_kept_for_a_reason_that_the_person_was_told(judged: Judged) -> None:
    def person(**said: Any) -> m.Facts:
        return m.Facts(contacts=[m.Contact(id="c", **said)])

    told = {"notice_on": D(2026, 1, 1)}
    assert judged("cus-contact-consent", person(consent_basis="contract", **told)) is PASS
    assert (
        judged("cus-contact-consent", person(consent_basis="consent", consent_on=D(2026, 1, 1), **told))
        is PASS
    )
    assert judged("cus-contact-consent", person(consent_basis="consent", **told)) is FAIL
    assert judged("cus-contact-consent", person(consent_basis="contract")) is FAIL
    assert judged("cus-contact-consent", person(**told)) is FAIL


def test_an_identity_number_in_the_text_is_found(judged: Judged) -> None:
    assert (
        judged("cus-no-patient-data", customer(profile=m.CustomerProfile(core_needs="40 scans a day")))
        is PASS
    )
    for number in ("11010519491231002X", "110105194912310021"):
        told = customer(profile=m.CustomerProfile(core_needs=f"for patient {number}, urgent"))
        assert judged("cus-no-patient-data", told) is FAIL
