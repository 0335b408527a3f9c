"""Stock: checked as it comes in, scanned, kept as its label says, alerted in time, traced wherever it went."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

import medsales_core.model as m
from medsales_core.rules.requirement import Outcome

D = dt.date
Judged = Callable[[str, m.Facts], Outcome]
PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN
PAPER = m.EvidenceRef(id="scan")


def stock(**said: Any) -> m.Facts:
    return m.Facts(stock_units=[m.StockUnit(**{"id": "u", "product_id": "ct", **said})])


# ---- incoming goods

CHECK: dict[str, Any] = {
    "purchased_on": D(2026, 5, 1), "supplier_name": "Maker", "supplier_contact": "Hangzhou, 0571",
    "supplier_licence": "L-1", "manufacturer_licence": "L-2", "registration_number": "20243060001",
    "result": "passed", "checked_by": "w1", "checked_on": D(2026, 5, 2),
}  # fmt: skip
UNIT: dict[str, Any] = {"quantity": 1, "lot": "L1", "expires_on": D(2028, 1, 1)}


def received(**said: Any) -> m.Facts:
    return stock(incoming=m.IncomingCheck(**{**CHECK, **said}), **UNIT)


@pytest.mark.parametrize("missing", CHECK)
def test_the_record_of_an_incoming_check_is_whole(judged: Judged, missing: str) -> None:
    assert judged("inv-purchase-check", received()) is PASS
    empty = "pending" if missing == "result" else None
    assert judged("inv-purchase-check", received(**{missing: empty})) is FAIL


def test_goods_are_identified_dated_and_checked_after_they_were_bought(judged: Judged) -> None:
    check = m.IncomingCheck(**CHECK)
    assert judged("inv-purchase-check", received(checked_on=D(2026, 4, 30))) is FAIL
    assert judged("inv-purchase-check", received(checked_on=D(2026, 7, 1))) is FAIL
    assert judged("inv-purchase-check", received(result="failed")) is FAIL
    assert judged("inv-purchase-check", stock(incoming=check, **{**UNIT, "lot": None})) is FAIL
    assert judged("inv-purchase-check", stock(incoming=check, **{**UNIT, "expires_on": None})) is FAIL
    ageless = {**UNIT, "expires_on": None, "never_expires": True, "lot": None, "serial": "S1"}
    assert judged("inv-purchase-check", stock(incoming=check, **ageless)) is PASS
    assert judged("inv-purchase-check", stock(**UNIT)) is FAIL


# ---- sales records

RECORD: dict[str, Any] = {
    "id": "s", "order_line_id": "1", "device_name": "CT", "model": "X", "specification": "256", "quantity": 1,
    "serial": "S1", "never_expires": True, "sold_on": D(2026, 6, 1), "registrant": "Maker",
    "made_under_contract": False, "buyer_name": "First Hospital", "buyer_address": "Hangzhou",
    "buyer_contact": "0571", "licence_numbers": ["20243060001"],
}  # fmt: skip


def sold(*records: m.SalesRecord, ships_on: dt.date | None = None, lines: int = 1) -> m.Facts:
    ordered = [m.OrderLine(id=str(at + 1)) for at in range(lines)]
    return m.Facts(order=m.Order(id="o", lines=ordered, sales_records=records, ships_on=ships_on))


@pytest.mark.parametrize("missing", sorted(RECORD.keys() - {"id"}))
def test_a_sales_record_has_all_that_the_law_asks_for(judged: Judged, missing: str) -> None:
    assert judged("inv-sales-record-fields", sold(m.SalesRecord(**RECORD))) is PASS
    lacking = m.SalesRecord(**{name: value for name, value in RECORD.items() if name != missing})
    assert judged("inv-sales-record-fields", sold(lacking)) is FAIL


def test_every_line_has_its_record_once_it_ships(judged: Judged) -> None:
    assert judged("inv-sales-record-fields", sold(m.SalesRecord(**RECORD), lines=2)) is FAIL
    assert judged("inv-sales-record-fields", sold(ships_on=D(2026, 6, 30))) is FAIL
    assert judged("inv-sales-record-fields", sold(ships_on=D(2026, 7, 1))) is PASS
    assert judged("inv-sales-record-fields", sold()) is FAIL
    under_contract = m.SalesRecord(**{**RECORD, "made_under_contract": True})
    assert judged("inv-sales-record-fields", sold(under_contract)) is FAIL


# ---- retention


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"of_implant": True, "permanent": True}, PASS),
        ({"of_implant": True, "retain_until": D(2099, 1, 1), "statutory_until": D(2030, 1, 1)}, FAIL),
        ({"of_implant": False, "retain_until": D(2030, 1, 1), "statutory_until": D(2030, 1, 1)}, PASS),
        ({"of_implant": False, "retain_until": D(2029, 12, 31), "statutory_until": D(2030, 1, 1)}, FAIL),
        ({"of_implant": False, "retain_until": D(2099, 1, 1)}, FAIL),
        ({"of_implant": False, "statutory_until": D(2030, 1, 1)}, FAIL),
        ({"retain_until": D(2030, 1, 1), "statutory_until": D(2030, 1, 1)}, FAIL),
    ],
)
def test_a_record_is_kept_as_long_as_the_law_says(
    judged: Judged, said: dict[str, Any], outcome: Outcome
) -> None:
    assert judged("inv-record-retention", m.Facts(records=[m.KeptRecord(id="k", **said)])) is outcome


# ---- identifiers


def scan(moment: str, **said: Any) -> m.UdiScan:
    sound: dict[str, Any] = {
        "id": moment,
        "moment": moment,
        "di": "0694",
        "pi": "10L1",
        "check_digit_valid": True,
    }
    return m.UdiScan(**{**sound, **said})


def test_the_identifier_is_scanned_in_and_out(judged: Judged) -> None:
    known: dict[str, Any] = {"di": "0694", "lot": "L1", "status": "available"}
    gone = {**known, "status": "shipped"}
    assert judged("inv-udi-captured", stock(**known, scans=[scan("receipt")])) is PASS
    assert judged("inv-udi-captured", stock(**known)) is FAIL
    assert judged("inv-udi-captured", stock(**gone, scans=[scan("receipt")])) is FAIL
    assert judged("inv-udi-captured", stock(**gone, scans=[scan("receipt"), scan("shipment")])) is PASS
    assert judged("inv-udi-captured", stock(**{**known, "status": None}, scans=[scan("receipt")])) is FAIL
    assert judged("inv-udi-captured", stock(udi_exempt=True)) is PASS


@pytest.mark.parametrize(
    "flaw", [{"check_digit_valid": False}, {"check_digit_valid": None}, {"pi": None}, {"di": "0699"}]
)
def test_a_wrong_scan_is_none(judged: Judged, flaw: dict[str, Any]) -> None:
    unit = stock(di="0694", lot="L1", status="available", scans=[scan("receipt", **flaw)])
    assert judged("inv-udi-captured", unit) is FAIL


# ---- storage


def kept(*degrees: str | None, **label: Any) -> m.Facts:
    readings = [
        m.EnvironmentReading(id=str(at), temperature=Decimal(degree) if degree else None)
        for at, degree in enumerate(degrees)
    ]
    sound: dict[str, Any] = {"storage_min": Decimal(2), "storage_max": Decimal(8), **label}
    return stock(readings=readings).with_(products=[m.Product(id="ct", **sound)])


def test_goods_stay_inside_the_range_of_their_label(judged: Judged) -> None:
    assert judged("inv-environment", kept("2", "8")) is PASS
    assert judged("inv-environment", kept("2", "8.1")) is FAIL
    assert judged("inv-environment", kept("1.9")) is FAIL
    assert judged("inv-environment", kept("4", None)) is FAIL
    assert judged("inv-environment", kept()) is FAIL
    assert judged("inv-environment", kept(storage_min=None, storage_max=None)) is PASS
    assert judged("inv-environment", kept("4", storage_min=None)) is PASS
    assert judged("inv-environment", kept("4", humidity_max=Decimal(60))) is FAIL


def test_goods_of_an_unknown_product_are_not_known_to_be_kept_well(judged: Judged) -> None:
    facts = kept("4")
    assert judged("inv-environment", facts.with_(products=[m.Product(id="mri")])) is FAIL
    assert judged("inv-environment", facts.with_(products=m.NOT_SUPPLIED)) is UNKNOWN


# ---- expiry


@pytest.mark.parametrize(
    ("days", "alert", "outcome"),
    [
        (181, None, PASS), (180, None, FAIL), (180, 180, PASS), (91, 180, PASS), (90, 180, FAIL), (90, 90, PASS),
        (31, 90, PASS), (30, 90, FAIL), (30, 30, PASS), (1, 30, PASS), (0, 30, FAIL), (-1, 30, FAIL),
    ],
)  # fmt: skip
def test_an_alert_of_each_level_is_raised_in_time(
    judged: Judged, days: int, alert: int | None, outcome: Outcome
) -> None:
    expires = D(2026, 6, 30) + dt.timedelta(days=days)
    unit = stock(expires_on=expires, expiry_alert_days=alert, status="available")
    assert judged("inv-near-expiry", unit) is outcome


def test_what_expired_is_not_for_sale_and_what_has_no_date_is_found(judged: Judged) -> None:
    expired = D(2026, 6, 1)
    assert judged("inv-near-expiry", stock(expires_on=expired, status="blocked")) is PASS
    assert judged("inv-near-expiry", stock(expires_on=expired, status="available")) is FAIL
    assert judged("inv-near-expiry", stock(status="blocked")) is FAIL
    assert judged("inv-near-expiry", stock(never_expires=True)) is PASS


# ---- loans, demonstrations, tracing


def test_whoever_holds_a_demo_unit_is_known_and_gives_it_back(judged: Judged) -> None:
    def lent(status: str | None = "loaned", **said: Any) -> m.Facts:
        sound: dict[str, Any] = {
            "id": "l",
            "holder_id": "a1",
            "lent_on": D(2026, 5, 1),
            "due_back_on": D(2026, 6, 30),
        }
        return stock(status=status, was_demo=True, loan=m.LoanRecord(**{**sound, **said}))

    assert judged("inv-demo-consigned", lent()) is PASS
    assert judged("inv-demo-consigned", lent(due_back_on=D(2026, 6, 29))) is FAIL
    assert judged("inv-demo-consigned", lent(due_back_on=D(2026, 6, 29), returned_on=D(2026, 6, 30))) is PASS
    for flaw in ({"holder_id": None}, {"lent_on": None}, {"due_back_on": None}, {"lent_on": D(2026, 7, 1)}):
        assert judged("inv-demo-consigned", lent(**flaw)) is FAIL, flaw
    assert judged("inv-demo-consigned", stock(status="consigned", was_demo=False)) is FAIL
    assert judged("inv-demo-consigned", stock(was_demo=False)) is FAIL


def test_a_demo_unit_is_made_good_before_it_is_sold(judged: Judged) -> None:
    gone: dict[str, Any] = {"status": "shipped"}
    assert judged("inv-demo-consigned", stock(**gone, was_demo=True)) is FAIL
    assert judged("inv-demo-consigned", stock(**gone)) is FAIL
    assert judged("inv-demo-consigned", stock(**gone, was_demo=False)) is PASS
    assert judged("inv-demo-consigned", stock(**gone, was_demo=True, reworked_on=D(2026, 6, 1))) is PASS


def test_every_consignee_of_a_lot_is_known(judged: Judged) -> None:
    shipment = m.StockMovement(id="1", kind="shipment", consignee_id="a1", moved_on=D(2026, 6, 1))
    nameless = attrs.evolve(shipment, consignee_id=None)
    undated = attrs.evolve(shipment, moved_on=None)
    assert judged("inv-recall-trace", stock(lot="L1", status="shipped", movements=[shipment])) is PASS
    assert judged("inv-recall-trace", stock(lot="L1", status="shipped")) is FAIL
    assert judged("inv-recall-trace", stock(status="shipped", movements=[shipment])) is FAIL
    assert judged("inv-recall-trace", stock(lot="L1", status="available", movements=[nameless])) is FAIL
    assert judged("inv-recall-trace", stock(lot="L1", status="shipped", movements=[undated])) is FAIL
    assert judged("inv-recall-trace", stock(lot="L1", status="available")) is PASS
