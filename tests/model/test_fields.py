"""Declaring an entity: what the declaration alone brings about."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from medsales_core.errors import MedsalesError, ValueRefused
from medsales_core.model import Deal, NeedDimension
from medsales_core.model.fields import entity, fact, fact_info


@entity
class Sample:
    """An entity with a field of each kind that needs care."""

    id: str = fact("number", "编号")
    dimension: NeedDimension = fact("dimension", "维度", default=NeedDimension.PATIENT)
    dimensions: tuple[NeedDimension, ...] = fact("dimensions", "多个维度", default=())
    due_on: dt.date = fact(
        "due on", "期限", default=dt.date(2026, 1, 31), unit="day", source="S3-2", role="valid-to"
    )
    share: Decimal | None = fact("share", "份额", default=None, unit="ratio 0..1")
    tags: tuple[str, ...] | None = fact("tags", "标签", default=())


def test_the_declaration_is_kept_with_the_field() -> None:
    info = fact_info(attrs.fields(Sample).due_on)
    assert (info.label["en"], info.label["zh-Hans"]) == ("due on", "期限")
    assert (info.unit, info.source, info.role) == ("day", "S3-2", "valid-to")


def test_a_field_that_names_no_source_is_an_inference() -> None:
    assert fact_info(attrs.fields(Sample).share).source == "I"


def test_values_are_given_by_keyword_only() -> None:
    with pytest.raises(TypeError):
        Sample("x-1")  # type: ignore[misc]


@pytest.mark.parametrize("name", ["id", "dimension", "due_on"])
def test_none_is_refused_where_it_is_not_declared(name: str) -> None:
    with pytest.raises(ValueRefused, match=rf"Sample\.{name} takes .*, not None"):
        Sample(**{"id": "x-1", name: None})


def test_the_choices_in_a_list_are_made_from_their_identifiers() -> None:
    made = Sample(id="x-1", dimensions=["patient", NeedDimension.COST_BENEFIT])  # type: ignore[arg-type]
    assert made.dimensions == (NeedDimension.PATIENT, NeedDimension.COST_BENEFIT)
    assert all(isinstance(dimension, NeedDimension) for dimension in made.dimensions)


def test_a_misspelt_choice_in_a_list_is_answered_with_the_one_meant() -> None:
    with pytest.raises(ValueRefused) as refused:
        Sample(id="x-1", dimensions=("patiant",))  # type: ignore[arg-type]
    assert refused.value.hint == "did you mean 'patient'?"


def test_a_set_is_refused_because_its_order_would_change_from_run_to_run() -> None:
    with pytest.raises(ValueRefused, match="a tuple or a list"):
        Sample(id="x-1", tags={"a", "b"})  # type: ignore[arg-type]


def test_a_change_of_a_value_is_checked_as_its_making_was() -> None:
    with pytest.raises(ValueRefused, match=r"Sample\.share takes a Decimal"):
        attrs.evolve(Sample(id="x-1"), share=0.5)


def test_types_written_as_text_are_refused_since_they_could_not_be_checked() -> None:
    with pytest.raises(MedsalesError, match=r"Unchecked\.on declares its type as text") as refused:

        @entity
        class Unchecked:
            on: "dt.date" = fact("on", "日期")

    assert "from __future__ import annotations" in refused.value.hint


def test_an_entity_has_no_room_for_fields_that_it_does_not_declare() -> None:
    with pytest.raises(TypeError, match="stage"):
        Deal(id="d-1", stage="needs-discovery")  # type: ignore[call-arg]
    assert not hasattr(Deal(id="d-1"), "__dict__")
