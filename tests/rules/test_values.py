"""Values while something is judged: what is empty, what is read along a path, what programs and people are shown."""

import datetime as dt
from decimal import Decimal
from typing import Any, Optional

import attrs
import pytest

from medsales_core.model import (
    NOT_SUPPLIED,
    Account,
    Deal,
    Facts,
    ForecastCategory,
    Need,
    Quote,
    entity,
    fact,
)
from medsales_core.model.facts import ROOTS
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.condition import AsOf, Literal, PathOperand
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.schema import Kind, ResolvedPath, describe
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.values import ThresholdGap, is_empty, operand_reader, path_reader, plain, shown
from medsales_core.text import text

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("value", [None, "", " ", "\u3000", ()])
def test_nothing_and_blanks_and_empty_lists_are_empty(value: object) -> None:
    assert is_empty(value)
    assert dict(shown(value)) == {"en": "nothing", "zh-Hans": "空"}


@pytest.mark.parametrize("value", [0, False, Decimal(0), "0", (None,), ("",), Money(0, "CNY")])
def test_zero_and_false_and_lists_of_anything_are_not_empty(value: object) -> None:
    assert not is_empty(value)


@pytest.mark.parametrize(
    ("value", "written", "en", "zh"),
    [
        (True, True, "yes", "是"),
        (False, False, "no", "否"),
        (7, 7, "7", "7"),
        (Decimal("1E+2"), "100", "100", "100"),
        (Decimal("0.10"), "0.10", "0.10", "0.10"),
        (dt.date(2026, 1, 2), "2026-01-02", "2026-01-02", "2026-01-02"),
        (AT, AT.isoformat(), AT.isoformat(), AT.isoformat()),
        ("CT", "CT", "CT", "CT"),
        (Money("1200.50", "CNY"), "1200.50 CNY", "1200.50 CNY", "1200.50 CNY"),
        (ForecastCategory.COMMIT, "commit", "commit", "承诺"),
        (text("on", "开"), {"en": "on", "zh-Hans": "开"}, "on", "开"),
        (("a", "b"), ["a", "b"], "a / b", "a、b"),
        ((1, dt.date(2026, 1, 2)), [1, "2026-01-02"], "1 / 2026-01-02", "1、2026-01-02"),
        (Deal(id="d1", name="CT"), "d1", "d1", "d1"),
    ],
)
def test_a_value_is_written_for_programs_and_shown_to_people(
    value: object, written: object, en: str, zh: str
) -> None:
    assert plain(value) == written
    assert type(plain(value)) is type(written)
    assert dict(shown(value)) == {"en": en, "zh-Hans": zh}


def test_lists_and_sets_are_written_as_lists_and_nothing_as_nothing() -> None:
    assert plain([1, None]) == [1, None]
    assert plain(frozenset({Decimal(1)})) == ["1"]
    assert plain(None) is None
    assert plain(ThresholdValue(value=Decimal(1))) == "ThresholdValue"


# Paths --------------------------------------------------------------------------------------------------------

QUOTES = (Quote(id="q1", payment_terms=()), Quote(id="q2", discount=Decimal("0.1")))
FACTS = Facts(deal=Deal(id="d", quotes=QUOTES, needs=(Need(id="n", dimension="patient"),)))


def path(written: str, *scopes: type) -> ResolvedPath:
    found = core_schema().resolve(written, scopes)
    assert isinstance(found, ResolvedPath)
    return found


@pytest.mark.parametrize(
    ("written", "facts", "value"),
    [
        ("deal.id", FACTS, "d"),
        ("deal.quotes", FACTS, QUOTES),
        ("deal.quotes.discount", FACTS, (Decimal("0.1"),)),
        ("deal.quotes.id", FACTS, ("q1", "q2")),
        ("deal.quotes.payment_terms", FACTS, ()),
        ("deal.budget.amount", FACTS, None),
        ("deal.budget", FACTS, None),
        ("deal.id", Facts(), NOT_SUPPLIED),
        ("deal.quotes.id", Facts(), NOT_SUPPLIED),
        ("deal.quotes.id", Facts(deal=None), ()),
        ("deal.id", Facts(deal=None), None),
        ("activities.id", Facts(activities=()), ()),
        ("activities", Facts(), NOT_SUPPLIED),
        ("activities.id", Facts(), NOT_SUPPLIED),
        ("activities.next_step.what", Facts(), NOT_SUPPLIED),
    ],
)
def test_a_path_is_followed_to_its_end_or_to_what_is_empty_on_the_way(
    written: str, facts: Facts, value: object
) -> None:
    assert path_reader(path(written))(facts, facts, AT, None) == value


def test_a_path_outwards_counts_the_quantifiers_it_leaves() -> None:
    inner, middle, outer = Need(id="in"), Quote(id="mid"), Deal(id="out")
    scopes = (Deal, Quote, Need)
    outers = (middle, (outer, None))
    for written, found in (("id", "in"), ("outer.id", "mid"), ("outer.outer.id", "out")):
        assert path_reader(path(written, *scopes))(inner, FACTS, AT, outers) == found
    assert path_reader(path("root.deal.id", *scopes))(inner, FACTS, AT, outers) == "d"
    assert path_reader(path("outer.outer.id", *scopes))(inner, FACTS, AT, None) is None
    assert path_reader(path("outer.outer.id", *scopes))(inner, FACTS, AT, (middle, None)) is None


def test_an_object_of_a_wrong_sort_is_an_error_and_no_empty_field() -> None:
    with pytest.raises(AttributeError):
        path_reader(path("deal.budget.amount"))(Facts(deal=object()), Facts(), AT, None)  # type: ignore[arg-type]


# Operands -----------------------------------------------------------------------------------------------------


def limit(*values: ThresholdValue, unit: str = "ratio") -> Threshold:
    return Threshold(id="t", label=text("T", "限"), unit=unit, values=values)


V = ThresholdValue
HERE, NORTH = V(value=Decimal(1), jurisdiction="CN-ZJ"), V(value=Decimal(2), jurisdiction="CN")


@pytest.mark.parametrize(
    ("operand", "facts", "value"),
    [
        (Literal(5), Facts(), 5),
        (AsOf(), Facts(), AT.date()),
        (PathOperand(path("deal.id")), FACTS, "d"),
        (limit(V(value=Decimal(3))), Facts(), Decimal(3)),
        (limit(V(value=Decimal(3)), unit="CNY"), Facts(), Money(3, "CNY")),
        (limit(HERE, NORTH), Facts(), NOT_SUPPLIED),
        (limit(HERE, NORTH), Facts(account=Account(id="a", name="H", region="CN-ZJ", country="CN")), Decimal(1)),
        (limit(HERE, NORTH), Facts(account=Account(id="a", name="H", region="CN-BJ", country="CN")), Decimal(2)),
        (limit(HERE, V(value=Decimal(9))), Facts(account=None), Decimal(9)),
    ],
)  # fmt: skip
def test_an_operand_is_what_it_stands_for(operand: Any, facts: Facts, value: object) -> None:
    assert operand_reader(operand)(facts, facts, AT, None) == value


def test_a_gap_in_a_threshold_is_named_with_its_day_and_places() -> None:
    facts = Facts(account=Account(id="a", name="H", region="CN-BJ", country=None))
    with pytest.raises(ThresholdGap, match=r"'t' has no value on 2026-06-30 in CN-BJ$"):
        operand_reader(limit(HERE))(facts, facts, AT, None)
    late = limit(V(value=Decimal(1), valid_from=dt.date(2026, 7, 1)))
    with pytest.raises(ThresholdGap, match=r"'t' has no value on 2026-06-30$"):
        operand_reader(late)(Facts(), Facts(), AT, None)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (dt.date(2025, 12, 31), None),
        (dt.date(2026, 1, 1), 1),
        (dt.date(2026, 1, 31), 1),
        (dt.date(2026, 2, 1), None),
        (dt.date(2026, 3, 1), 2),
        (dt.date(2099, 1, 1), 2),
    ],
)
def test_a_value_is_in_force_from_its_first_day_to_its_last(day: dt.date, value: int | None) -> None:
    january = V(value=Decimal(1), valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2026, 1, 31))
    found = limit(january, V(value=Decimal(2), valid_from=dt.date(2026, 3, 1))).on(day)
    assert found == value


# Operators ----------------------------------------------------------------------------------------------------

MORNING, NOON = AT, AT.replace(hour=12)


@pytest.mark.parametrize(
    ("word", "left", "right", "holds"),
    [
        *(
            (word, left, right, holds)
            for left, right in ((AT.date(), AT.date() + dt.timedelta(1)), (MORNING, NOON), (MORNING.date(), NOON + dt.timedelta(1)))
            for word, holds in (("before", True), ("after", False), ("not_before", False), ("not_after", True))
        ),
        *(
            (word, left, right, holds)
            for left, right in ((AT.date(), AT.date()), (MORNING, MORNING), (MORNING, AT.date()), (AT.date(), NOON))
            for word, holds in (("before", False), ("after", False), ("not_before", True), ("not_after", True))
        ),
        *(
            (word, left, right, holds)
            for left, right in ((NOON, MORNING), (AT.date() + dt.timedelta(1), NOON))
            for word, holds in (("before", False), ("after", True), ("not_before", True), ("not_after", False))
        ),
        ("equals", 1, 1, True),
        ("differs", 1, 1, False),
        ("above", 2, 1, True),
        ("above", 1, 1, False),
        ("at_least", 1, 1, True),
        ("at_least", 0, 1, False),
        ("below", 0, 1, True),
        ("below", 1, 1, False),
        ("at_most", 1, 1, True),
        ("at_most", 2, 1, False),
        ("contains", ("a", "b"), "b", True),
        ("contains", "abc", "d", False),
        ("matches", "AB", "[A-Z]+", True),
        ("matches", "ABc", "[A-Z]+", False),
    ],
)  # fmt: skip
def test_times_are_compared_exactly_and_a_time_with_a_day_by_its_day(
    word: str, left: Any, right: Any, *, holds: bool
) -> None:
    assert OPERATORS[word].holds(left, right) is holds


def test_an_operator_applies_to_the_kinds_it_makes_sense_for() -> None:
    sizes, times = {Kind.NUMBER, Kind.MONEY}, {Kind.DAY, Kind.INSTANT}
    assert {word: set(relation.kinds) for word, relation in OPERATORS.items()} == {
        **dict.fromkeys(("equals", "differs"), set(Kind) - {Kind.RECORD, Kind.LABEL}),
        **dict.fromkeys(("above", "at_least", "below", "at_most"), sizes),
        **dict.fromkeys(("before", "after", "not_before", "not_after"), times),
        "contains": {Kind.TEXT, Kind.CHOICE, Kind.NUMBER},
        "matches": {Kind.TEXT},
    }


# What there is to be asked ------------------------------------------------------------------------------------


def test_every_field_of_every_entity_has_a_kind_and_a_name() -> None:
    for name, root in ROOTS.items():
        for field, declared in describe(root.entity).items():
            found = path(f"{name}.{field}")
            assert (found.type, found.steps, found.start) == (declared, (name, field), "here")
            assert found.labels[-1] == declared.label
            assert (0 in found.lists) is root.many
            assert (1 in found.lists) is declared.many
            assert found.many is bool(found.lists)


@pytest.mark.parametrize(
    ("written", "scopes", "told", "hint"),
    [
        ("deal.nmae", (), "Deal has no 'nmae'", "did you mean 'name'?"),
        ("daal.name", (), "the facts has no 'daal'", "did you mean 'deal'?"),
        ("deal.name.first", (), "'name' is a text, it has no 'first'", ""),
        ("nmae", (Deal,), "Deal has no 'nmae'", "did you mean 'name'?"),
        ("zzzzzz", (Need,), "Need has no 'zzzzzz'", "known: captured_from, "),
        ("outer.name", (), "leaves more quantifiers than there are", ""),
        ("outer.outer.name", (Deal,), "leaves more quantifiers than there are", ""),
        ("outer", (), "has no 'outer'", ""),
        ("root", (Deal,), "has no 'root'", ""),
    ],
)
def test_a_path_that_leads_nowhere_is_told_at_the_step_that_failed(
    written: str, scopes: tuple[type, ...], told: str, hint: str
) -> None:
    found = core_schema().resolve(written, scopes)
    assert not isinstance(found, ResolvedPath)
    assert told in found.message
    assert hint in found.hint


def test_a_path_says_where_it_starts_and_how_far_out() -> None:
    for written, start, out, steps in (
        ("id", "here", 0, ("id",)),
        ("outer.id", "outer", 1, ("id",)),
        ("outer.outer.name", "outer", 2, ("name",)),
        ("root.deal.name", "root", 0, ("deal", "name")),
    ):
        found = path(written, Deal, Quote, Need)
        assert (found.text, found.start, found.out, found.steps) == (written, start, out, steps)


def test_a_type_is_named_and_is_like_those_of_its_kind() -> None:
    deal, need = describe(Deal), describe(Need)
    assert deal["name"].named == "a text"
    assert deal["forecast_category"].named == "a ForecastCategory"
    assert deal["name"].is_like(need["statement"])
    assert not deal["name"].is_like(deal["amount"])
    assert deal["forecast_category"].is_like(deal["forecast_category"])
    assert not deal["forecast_category"].is_like(need["dimension"])


@entity
class Odd:
    id: str = fact("odd", "奇")
    older: Optional[str] = fact("older", "旧", default=None)  # noqa: UP045 - both ways of writing it are read
    turned: None | str = fact("turned", "反", default=None)  # noqa: RUF036
    many: tuple[str, ...] = fact("many", "多", default=())


@attrs.frozen
class Strange:
    table: dict[str, int] = attrs.field(metadata=attrs.fields(Odd).id.metadata)


def test_a_type_is_read_however_it_is_written_and_a_strange_one_is_refused() -> None:
    fields = describe(Odd)
    assert {name: (field.kind, field.type, field.many) for name, field in fields.items()} == {
        "id": (Kind.TEXT, str, False),
        "older": (Kind.TEXT, str, False),
        "turned": (Kind.TEXT, str, False),
        "many": (Kind.TEXT, str, True),
    }
    with pytest.raises(TypeError, match="cannot be asked for in a requirement"):
        describe(Strange)


def test_numbers_are_alike_whatever_they_are_made_of() -> None:
    assert describe(Deal)["probability"].is_like(describe(Need)["priority"])
