"""Entities and events as plain data and back: strict, and every mistake named with its place."""

import datetime as dt
import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core.converter import DataUnreadable
from medsales_core.engine.event import Event, EventKind
from medsales_core.errors import StoreError, UnknownName, ValueRefused
from medsales_core.model import (
    ROOTS,
    Acceptance,
    Budget,
    BuyingRole,
    CommitteeMember,
    Deal,
    EvidenceRef,
    ForecastCategory,
    LossReason,
    Need,
)
from medsales_core.money import Money
from medsales_core.rules.schema import FieldType, Kind, describe
from medsales_core.text import LangText, text
from medsales_core.wire import canonical, event_data, event_from_data, from_data, to_data

CHINA = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2026, 3, 31, 12, 0, 0, 5, tzinfo=CHINA)
DEAL = Deal(
    id="D-1",
    name="协和 CT",
    amount=Money("7450000.00", "CNY"),
    probability=Decimal("0.30"),
    created_on=dt.date(2026, 3, 1),
    forecast_category=ForecastCategory.COMMIT,
    buying_committee=(CommitteeMember(id="m", roles=(BuyingRole.CHAMPION, BuyingRole.USER), stance=-2),),
    needs=(Need(id="n", priority=1),),
    budget=Budget(),
    acceptance=Acceptance(evidence=EvidenceRef(id="e", captured_at=NOON)),
)

# ---- entities

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
EXAMPLES: dict[type, tuple[Any, ...]] = {
    str: ("", "价值", "3", "true"),
    int: (0, -1, 2**40),
    bool: (True, False),
    Decimal: (Decimal("0.10"), Decimal("-1E+20"), Decimal("1E-9"), Decimal(0)),
    dt.date: (dt.date(1, 1, 1), dt.date(2026, 2, 28)),
    dt.datetime: (NOON, NOON.astimezone(dt.UTC), NOON.replace(microsecond=0)),
    Money: (Money("1.50", "CNY"), Money(-3, "EUR"), Money(0, "USD")),
    LangText: (text("scanner", "扫描仪"), LangText({})),
}


def examples(field: FieldType) -> tuple[Any, ...]:
    """Values of a field, or of one record in it; a record has its own test, so the least of it will do."""
    if field.kind is Kind.RECORD:
        return (least(field.type),)
    return tuple(field.type) if field.kind is Kind.CHOICE else EXAMPLES[field.type]  # type: ignore[arg-type]


def least(kind: type) -> Any:
    wanted = [a.name for a in attrs.fields(kind) if a.default is attrs.NOTHING]
    return kind(**{name: examples(describe(kind)[name])[0] for name in wanted})


def reachable(kind: type) -> set[type]:
    return {kind}.union(*(reachable(f.type) for f in describe(kind).values() if f.kind is Kind.RECORD))


ENTITIES = sorted(
    set().union(*(reachable(root.entity) for root in ROOTS.values())), key=lambda kind: kind.__name__
)


def check_round_trip(entity: Any) -> None:
    written = canonical(to_data(entity))
    read = from_data(type(entity), json.loads(written))
    assert (read, repr(read)) == (entity, repr(entity))
    assert canonical(to_data(read)) == written


@pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: kind.__name__)
def test_every_field_of_every_entity_comes_back_equal(kind: type) -> None:
    entity = least(kind)
    check_round_trip(entity)
    full = {}
    for name, field in describe(kind).items():
        values = examples(field)
        for value in (values, ()) if field.many else values:
            full[name] = value
            check_round_trip(attrs.evolve(entity, **{name: value}))
    check_round_trip(attrs.evolve(entity, **full))


@given(
    name=TEXTS,
    amount=st.builds(Money, AMOUNTS, st.sampled_from(["CNY", "EUR"])),
    probability=AMOUNTS,
    created_on=st.dates(),
    at=st.datetimes(timezones=st.sampled_from([dt.UTC, CHINA])),
)
def test_any_scalar_comes_back_equal(at: dt.datetime, **fields: Any) -> None:
    check_round_trip(attrs.evolve(DEAL, **fields))
    # In a zone without summer time the fold says nothing, and ISO 8601 has no place for it.
    check_round_trip(EvidenceRef(id="e", captured_at=at.replace(fold=0)))


def test_an_entity_is_plain_data_without_its_defaults() -> None:
    assert to_data(DEAL) == {
        "id": "D-1",
        "name": "协和 CT",
        "amount": "7450000.00 CNY",
        "probability": "0.30",
        "created_on": "2026-03-01",
        "forecast_category": "commit",
        "buying_committee": [{"id": "m", "roles": ["champion", "user"], "stance": -2}],
        "needs": [{"id": "n", "priority": 1}],
        "budget": {},
        "acceptance": {"evidence": {"id": "e", "captured_at": "2026-03-31T12:00:00.000005+08:00"}},
    }
    assert from_data(Deal, to_data(DEAL)) == DEAL


@pytest.mark.parametrize(
    ("change", "where", "says"),
    [
        ({"nmae": "x"}, "$", "did you mean 'name'"),
        ({"budget": {"sum": 1}}, "$.budget", "unknown key 'sum'"),
        ({"id": 3}, "$.id", "expected text, found 3"),
        ({"name": True}, "$.name", "expected text"),
        ({"needs": [{"id": "n"}, {"id": "m", "priority": "1"}]}, "$.needs[1].priority", "whole number"),
        ({"needs": [{"id": "n", "priority": True}]}, "$.needs[0].priority", "whole number"),
        ({"needs": [{"id": "n", "priority": 1.0}]}, "$.needs[0].priority", "whole number"),
        ({"needs": [{}]}, "$.needs[0].id", "'id' is missing"),
        ({"needs": {}}, "$.needs", "expected a list"),
        ({"needs": "ab"}, "$.needs", "expected a list"),
        ({"needs": None}, "$.needs", "expected a list"),
        ({"needs": ["n"]}, "$.needs[0]", "table of a Need"),
        ({"budget": []}, "$.budget", "table of a Budget"),
        ({"amount": 5}, "$.amount", "12.50 CNY"),
        ({"amount": "5"}, "$.amount", "12.50 CNY"),
        ({"amount": "5 CNX"}, "$.amount", "did you mean"),
        ({"amount": "1e3 CNY"}, "$.amount", "12.50 CNY"),
        ({"probability": 0.3}, "$.probability", "decimal number as text"),
        ({"probability": "NaN"}, "$.probability", "decimal number as text"),
        ({"probability": "0_1"}, "$.probability", "decimal number as text"),
        ({"probability": "٣"}, "$.probability", "decimal number as text"),
        ({"created_on": "20260331"}, "$.created_on", "2026-03-31"),
        ({"created_on": "2026-02-30"}, "$.created_on", "calendar"),
        ({"created_on": "2026-03-31T00:00:00+00:00"}, "$.created_on", "2026-03-31"),
        (
            {"acceptance": {"evidence": {"id": "e", "captured_at": "2026-03-31T12:00:00"}}},
            "$.acceptance.evidence.captured_at",
            "its offset",
        ),
        (
            {"acceptance": {"evidence": {"id": "e", "captured_at": 0}}},
            "$.acceptance.evidence.captured_at",
            "its offset",
        ),
        ({"forecast_category": "comit"}, "$.forecast_category", "did you mean 'commit'"),
        ({"forecast_category": 1}, "$.forecast_category", "one of"),
    ],
)
def test_bad_data_is_refused_with_its_place(change: dict[str, Any], where: str, says: str) -> None:
    with pytest.raises(DataUnreadable) as caught:
        from_data(Deal, {**to_data(DEAL), **change})
    assert caught.value.where == where
    assert says in str(caught.value)


@pytest.mark.parametrize("data", [None, [], "D-1", 1, [("id", "D-1")]])
def test_what_is_no_table_is_no_entity(data: object) -> None:
    with pytest.raises(StoreError, match="table of a Deal"):
        from_data(Deal, data)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(DataUnreadable) as caught:
        from_data(Deal, {"id": 1, "name": 2, "budget": {"status": "x"}})
    for place in ("$.id", "$.name", "$.budget.status"):
        assert place in str(caught.value)


# ---- events


def event(kind: EventKind, data: dict[str, Any]) -> Event:
    return Event(kind, "D-1", 1, NOON, "u-1", "sha256:0", data)


def samples(kind: Kind) -> list[tuple[str, Any]]:
    """A field of a deal and a value of it, for each kind of field."""
    return {
        Kind.TEXT: [("name", "x"), ("name", None)],
        Kind.NUMBER: [("probability", Decimal("0.30"))],
        Kind.DAY: [("created_on", dt.date(2026, 3, 1))],
        Kind.MONEY: [("amount", Money("1.50", "CNY"))],
        Kind.CHOICE: [("forecast_category", ForecastCategory.COMMIT)],
        Kind.RECORD: [("needs", Need(id="n", priority=1)), ("budget", Budget()), ("budget", None)],
    }.get(kind, [])


@pytest.mark.parametrize(("field", "value"), [pair for kind in Kind for pair in samples(kind)])
def test_a_recorded_value_comes_back_as_it_was(field: str, value: Any) -> None:
    data = {"field": field, "value": value}
    written = json.loads(canonical(event_data("deal", event(EventKind.RECORDED, data))))
    assert event_from_data("deal", "recorded", written) == data
    assert repr(event_from_data("deal", "recorded", written)) == repr(data)


def test_described_fields_come_back_as_they_were() -> None:
    fields = {
        name: getattr(DEAL, name)
        for name in ("name", "amount", "needs", "buying_committee", "budget", "lines")
    }
    written = json.loads(canonical(event_data("deal", event(EventKind.DESCRIBED, {"fields": fields}))))
    assert event_from_data("deal", "described", written) == {"fields": fields}


def test_a_recorded_field_of_another_root_is_read_by_its_entity() -> None:
    for root, field, value in (("order", "created_on", dt.date(2026, 3, 1)), ("asset", "product_id", "P-1")):
        data = {"field": field, "value": value}
        written = event_data(root, event(EventKind.RECORDED, data))
        assert event_from_data(root, "recorded", written) == data


def test_other_events_are_copied_in_plain_types() -> None:
    given_data = {
        "to": "lost",
        "reason": LossReason("price"),
        "objections": ("a",),
        "requirements": {"r": LossReason("price")},
    }
    written = event_data("deal", event(EventKind.REFUSED, given_data))
    assert written == {"to": "lost", "reason": "price", "objections": ["a"], "requirements": {"r": "price"}}
    assert type(written["reason"]) is type(written["requirements"]["r"]) is str
    assert event_from_data("deal", "refused", json.loads(canonical(written))) == written


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (EventKind.RECORDED, {"field": "created_on", "value": NOON}),
        (EventKind.RECORDED, {"field": "probability", "value": Decimal("NaN")}),
        (EventKind.RECORDED, {"field": "probability", "value": 0.5}),
        (EventKind.RECORDED, {"field": "name", "value": 1}),
        (EventKind.RECORDED, {"field": "needs", "value": None}),
        (EventKind.RECORDED, {"field": "needs", "value": Budget()}),
        (EventKind.RECORDED, {"field": "needs", "value": (Need(id="n"),)}),
        (EventKind.RECORDED, {"field": "forecast_category", "value": "commit"}),
        (EventKind.DESCRIBED, {"fields": {"needs": Need(id="n")}}),
        (EventKind.DESCRIBED, {"fields": {"name": ("a", "b")}}),
        (EventKind.MOVED, {"to": NOON}),
        (EventKind.MOVED, {"to": {"deep": [Decimal(1)]}}),
    ],
)
def test_a_value_that_would_not_come_back_is_not_written(kind: EventKind, data: dict[str, Any]) -> None:
    with pytest.raises(ValueRefused):
        event_data("deal", event(kind, data))


def test_an_unknown_field_is_not_written() -> None:
    with pytest.raises(UnknownName, match="nmae"):
        event_data("deal", event(EventKind.RECORDED, {"field": "nmae", "value": "x"}))


@pytest.mark.parametrize(
    ("kind", "data", "where"),
    [
        ("recorded", {"field": "nmae", "value": "x"}, "$.field"),
        ("recorded", {"field": 3, "value": "x"}, "$.field"),
        ("recorded", {"field": "name"}, "$"),
        ("recorded", {"field": "name", "value": "x", "more": 1}, "$"),
        ("recorded", {"field": "name", "value": 3}, "$.value"),
        ("recorded", {"field": "needs", "value": {"id": "n", "priority": "1"}}, "$.value.priority"),
        ("recorded", {"field": "needs", "value": None}, "$.value"),
        ("described", {"fields": {"needs": [{"id": "n", "priority": "1"}]}}, "$.fields.needs[0].priority"),
        ("described", {"fields": {"nmae": 1}}, "$.fields.nmae"),
        ("described", {"fields": []}, "$.fields"),
        ("described", {}, "$"),
    ],
)
def test_bad_event_data_is_refused_with_its_place(kind: str, data: dict[str, Any], where: str) -> None:
    with pytest.raises(DataUnreadable) as caught:
        event_from_data("deal", kind, data)
    assert caught.value.where == where


def test_every_kind_of_event_is_written() -> None:
    by_kind = {
        EventKind.RECORDED: {"field": "name", "value": "x"},
        EventKind.DESCRIBED: {"fields": {"name": "x"}},
    }
    for kind in EventKind:
        data = by_kind.get(kind, {"to": "needs-discovery"})
        assert event_from_data("deal", kind, event_data("deal", event(kind, data))) == data


# ---- manners


def test_the_converter_is_built_only_when_it_is_needed() -> None:
    code = "import medsales_core.wire as w, medsales_core.converter as c; print(c._converter.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_a_store_is_imported_without_cattrs() -> None:
    code = "import sys, medsales_core.builtin.memory_store; print('cattrs' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
