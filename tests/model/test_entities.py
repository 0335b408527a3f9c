"""Every entity, by introspection: what it refuses, what it is called, what it needs."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsales_core import model
from medsales_core.errors import ValueRefused
from medsales_core.model import Account, Deal
from medsales_core.model.choice import Choice
from medsales_core.model.facts import ROOTS
from medsales_core.model.fields import fact_info
from medsales_core.money import Money
from medsales_core.text import LANGUAGES, LangText

ENTITIES: list[type] = [
    found
    for name in model.__all__
    if attrs.has(found := getattr(model, name)) and found is not model.FactInfo
]
NEEDED = {"id": "x-1", "name": "First Hospital", "requirement": "dev-no-overselling"}

each_entity = pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.__name__)


def declared(entity: type, name: str) -> Any:
    """The type of a field without its None, and ``tuple`` for any list."""
    hint = get_type_hints(entity)[name]
    kinds = [arg for arg in get_args(hint) if arg is not type(None)]
    bare = kinds[0] if kinds and get_origin(hint) is not tuple else hint
    return get_origin(bare) or bare


def fields_of(wanted: Callable[[Any], bool]) -> Any:
    """Parametrise a test over every field of every entity whose type is *wanted*."""
    found = [
        pytest.param(entity, field.name, id=f"{entity.__name__}.{field.name}")
        for entity in ENTITIES
        for field in attrs.fields(entity)
        if wanted(declared(entity, field.name))
    ]
    assert found, "no field of any entity has this type: the test would say nothing"
    return pytest.mark.parametrize(("entity", "name"), found)


def build(entity: type, **values: Any) -> Any:
    needed = {f.name: NEEDED[f.name] for f in attrs.fields(entity) if f.default is attrs.NOTHING}
    return entity(**{**needed, **values})


def refused(entity: type, name: str, value: object) -> ValueRefused:
    with pytest.raises(ValueRefused) as caught:
        build(entity, **{name: value})
    assert f"{entity.__name__}.{name} " in caught.value.message
    return caught.value


@fields_of(lambda kind: kind is dt.datetime)
@given(moment=st.datetimes())
def test_a_time_without_its_zone_is_refused(entity: type, name: str, moment: dt.datetime) -> None:
    assert refused(entity, name, moment).hint
    aware = moment.replace(tzinfo=dt.UTC)
    assert getattr(build(entity, **{name: aware}), name) == aware


@fields_of(lambda kind: kind is dt.datetime)
def test_a_time_is_not_a_day_and_not_text(entity: type, name: str) -> None:
    refused(entity, name, dt.date(2026, 1, 31))
    refused(entity, name, "2026-01-31T08:00:00+08:00")


@fields_of(lambda kind: kind is dt.date)
def test_a_day_is_not_a_time_and_not_text(entity: type, name: str) -> None:
    refused(entity, name, dt.datetime(2026, 1, 31, tzinfo=dt.UTC))
    refused(entity, name, "2026-01-31")
    assert getattr(build(entity, **{name: dt.date(2026, 1, 31)}), name) == dt.date(2026, 1, 31)


@fields_of(lambda kind: kind is Decimal)
@pytest.mark.parametrize(
    "value", [0.1, float("nan"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), "0.1", True]
)
def test_a_figure_is_a_finite_decimal(entity: type, name: str, value: object) -> None:
    refused(entity, name, value)


@fields_of(lambda kind: kind is Decimal)
def test_a_decimal_and_a_whole_number_are_figures(entity: type, name: str) -> None:
    assert getattr(build(entity, **{name: Decimal("0.1")}), name) == Decimal("0.1")
    assert getattr(build(entity, **{name: 1}), name) == 1


@fields_of(lambda kind: kind is Money)
@pytest.mark.parametrize("value", [100, Decimal(100), "100.00 CNY", 1.5])
def test_an_amount_of_money_names_its_currency(entity: type, name: str, value: object) -> None:
    refused(entity, name, value)
    assert getattr(build(entity, **{name: Money(100, "CNY")}), name) == Money(100, "CNY")


@fields_of(lambda kind: kind is int)
@pytest.mark.parametrize("value", [1.0, True, "1", Decimal(1)])
def test_a_number_of_things_is_whole(entity: type, name: str, value: object) -> None:
    refused(entity, name, value)


@fields_of(lambda kind: kind is bool)
@pytest.mark.parametrize("value", [0, 1, "yes"])
def test_a_flag_is_true_or_false(entity: type, name: str, value: object) -> None:
    refused(entity, name, value)


@fields_of(lambda kind: kind is str)
@pytest.mark.parametrize("value", [7, b"seven", LangText({"en": "seven"})])
def test_a_text_is_text(entity: type, name: str, value: object) -> None:
    refused(entity, name, value)


@fields_of(lambda kind: isinstance(kind, type) and issubclass(kind, Choice))
def test_a_choice_is_one_of_its_list_and_may_be_given_by_its_identifier(entity: type, name: str) -> None:
    for value in declared(entity, name):
        assert getattr(build(entity, **{name: str(value)}), name) is value
        assert getattr(build(entity, **{name: value}), name) is value
    problem = refused(entity, name, f"{value}x")
    assert str(value) in problem.message
    assert problem.hint == f"did you mean {str(value)!r}?"


@fields_of(lambda kind: kind is tuple)
def test_a_list_becomes_a_tuple_and_a_lone_value_is_refused(entity: type, name: str) -> None:
    assert getattr(build(entity, **{name: []}), name) == ()
    for lone in ("one", {"one"}, None, object()):
        refused(entity, name, lone)
    refused(entity, name, [object()])


@fields_of(lambda kind: attrs.has(kind) and kind is not Money)
def test_a_record_is_of_its_own_entity(entity: type, name: str) -> None:
    refused(entity, name, {"id": "x-1"})
    record = build(declared(entity, name))
    assert getattr(build(entity, **{name: record}), name) is record


@each_entity
def test_only_an_id_and_what_a_thing_is_nothing_without_are_needed(entity: type) -> None:
    needed = {field.name for field in attrs.fields(entity) if field.default is attrs.NOTHING}
    assert needed <= {"id"} | {Account: {"name"}, model.Attestation: {"requirement"}}.get(entity, set())


@each_entity
def test_an_entity_does_not_change_and_can_be_compared_and_kept_in_a_set(entity: type) -> None:
    one, same = build(entity), build(entity)
    assert one == same
    assert len({one, same}) == 1
    name = attrs.fields(entity)[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(one, name, "other")


@each_entity
def test_every_field_is_named_in_every_language_and_says_where_it_comes_from(entity: type) -> None:
    for field in attrs.fields(entity):
        info = fact_info(field)
        assert tuple(info.label) == LANGUAGES
        assert all(label.strip() == label and label for label in info.label.values())
        assert re.fullmatch(r"I|K|S\d-\d|P\d+[a-z]?", info.source)


@each_entity
def test_no_two_fields_of_an_entity_share_a_name(entity: type) -> None:
    for language in LANGUAGES:
        labels = [fact_info(field).label[language] for field in attrs.fields(entity)]
        assert len(set(labels)) == len(labels), sorted(labels)


@fields_of(lambda kind: kind in (Decimal, Money))
def test_every_figure_has_a_unit_or_a_field_that_says_it(entity: type, name: str) -> None:
    fields = attrs.fields_dict(entity)
    assert fact_info(fields[name]).unit or "unit" in fields


@each_entity
def test_the_ends_of_a_validity_are_days_and_come_as_begin_and_end(entity: type) -> None:
    roles = {
        info.role: declared(entity, field.name)
        for field in attrs.fields(entity)
        if (info := fact_info(field)).role
    }
    assert roles in ({}, {"valid-from": dt.date, "valid-to": dt.date})


@each_entity
def test_a_record_that_stands_in_a_list_has_an_id(entity: type) -> None:
    for name, hint in get_type_hints(entity).items():
        if get_origin(hint) is tuple and attrs.has(record := get_args(hint)[0]):
            assert "id" in attrs.fields_dict(record), f"{entity.__name__}.{name} holds {record.__name__}"


@each_entity
def test_an_entity_says_what_it_is(entity: type) -> None:
    assert entity.__doc__
    assert "Source:" in entity.__doc__


def test_where_a_deal_stands_is_no_fact_of_the_deal() -> None:
    assert not {"stage", "status", "version"} & set(attrs.fields_dict(Deal))


@pytest.mark.parametrize("name", ROOTS)
def test_every_root_is_a_public_entity_named_in_every_language(name: str) -> None:
    assert ROOTS[name].entity in ENTITIES
    assert tuple(ROOTS[name].label) == LANGUAGES
