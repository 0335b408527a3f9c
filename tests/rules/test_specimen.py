"""What made-up facts are filled with: plain values, both neighbours of a limit, texts that look like a pattern."""

import datetime as dt
import re
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest

from medsales_core.model import Deal, DemoFeedback, Facts, ForecastCategory, Need, Quote, SlaPolicy
from medsales_core.model.order import OrderLine
from medsales_core.money import Money
from medsales_core.rules.regex_text import texts_like
from medsales_core.rules.schema import FieldType, Kind
from medsales_core.rules.specimen import Maker, ids_in
from medsales_core.text import text

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
TODAY, DAY, SECOND = AT.date(), dt.timedelta(days=1), dt.timedelta(seconds=1)
D = Decimal


def field(kind: Kind, of: type, *, many: bool = False) -> FieldType:
    return FieldType(kind=kind, type=of, many=many, label=text("field", "字段"))


TEXT, FLAG, DATE, INSTANT = (
    field(Kind.TEXT, str), field(Kind.FLAG, bool), field(Kind.DAY, dt.date), field(Kind.INSTANT, dt.datetime)
)  # fmt: skip
INT, DECIMAL, MONEY = field(Kind.NUMBER, int), field(Kind.NUMBER, Decimal), field(Kind.MONEY, Money)
CHOICE = field(Kind.CHOICE, ForecastCategory)
NOON = dt.datetime(2026, 6, 30, 12, tzinfo=AT.tzinfo)


def maker(**pool: list[Any]) -> Maker:
    return Maker(AT, "CNY", {Kind[kind]: values for kind, values in pool.items()})


def cny(amount: object) -> Money:
    return Money(str(amount), "CNY")


@pytest.mark.parametrize(
    ("of", "value", "named"),
    [
        (INT, 3, [("at", 3), ("above", 4), ("below", 2)]),
        (INT, 0, [("at", 0), ("above", 1), ("below", -1)]),
        (INT, D("2.5"), [("above", 3), ("below", 2)]),
        (INT, D("-2.5"), [("above", -2), ("below", -3)]),
        (DECIMAL, 3, [("at", D(3)), ("above", D(4)), ("below", D(2))]),
        (DECIMAL, D("0.25"), [("at", D("0.25")), ("above", D("0.26")), ("below", D("0.24"))]),
        (DECIMAL, D("1E+2"), [("at", D(100)), ("above", D(101)), ("below", D(99))]),
        (MONEY, Money("9.50", "EUR"), [("at", Money("9.50", "EUR")), ("above", Money("9.51", "EUR")), ("below", Money("9.49", "EUR"))]),
        (MONEY, 0, [("at", cny(0)), ("above", cny(1)), ("below", cny(-1))]),
        (DATE, TODAY, [("at", TODAY), ("before", TODAY - DAY), ("after", TODAY + DAY)]),
        (DATE, AT, [("at", TODAY), ("before", TODAY - DAY), ("after", TODAY + DAY)]),
        (DATE, dt.date.max, [("at", dt.date.max), ("before", dt.date.max - DAY)]),
        (DATE, dt.date.min, [("at", dt.date.min), ("after", dt.date.min + DAY)]),
        (INSTANT, AT, [("at", AT), ("before", AT - SECOND), ("after", AT + SECOND), ("before", AT - DAY), ("after", AT + DAY)]),
        (INSTANT, TODAY, [("at", NOON), ("before", NOON - DAY), ("after", NOON + DAY)]),
        (TEXT, "x", [("at", "x"), ("other", "x text"), ("other", "other than x")]),
        (FLAG, True, [("at", True), ("other", False)]),
        (CHOICE, ForecastCategory.COMMIT, [("at", ForecastCategory.COMMIT), *(("other", c) for c in ForecastCategory if c is not ForecastCategory.COMMIT)]),
    ],
)  # fmt: skip
def test_a_limit_has_a_neighbour_on_each_side(
    of: FieldType, value: Any, named: list[tuple[str, Any]]
) -> None:
    found = list(maker().around(value, of))
    assert found == named
    assert [type(each) for _, each in found] == [type(each) for _, each in named]


@pytest.mark.parametrize(
    ("of", "values"),
    [
        (TEXT, ["text"]),
        (FLAG, [True, False]),
        (DATE, [TODAY]),
        (INSTANT, [AT]),
        (INT, [1, 0]),
        (DECIMAL, [D(1), D(0)]),
        (MONEY, [cny(1), cny(0)]),
        (CHOICE, list(ForecastCategory)),
        (field(Kind.LABEL, object), [text("text", "文字")]),
    ],
)
def test_values_are_plain_where_nothing_is_asked(of: FieldType, values: list[Any]) -> None:
    assert list(maker().values(of)) == values
    assert maker().plain(of, Facts()) == values[0]


@pytest.mark.parametrize(
    ("made", "of", "values"),
    [
        (maker(NUMBER=[5, 9, 5]), INT, [1, 0, 5, 6, 4, 9, 10, 8, 7]),
        (maker(NUMBER=[D("0.5"), 2]), DECIMAL, [D(1), D(0), D("0.5"), D("0.6"), D("0.4"), D(2), D(3), D(1), D("1.25")]),
        (maker(DAY=[TODAY, TODAY + 4 * DAY]), DATE, [TODAY, TODAY, TODAY - DAY, TODAY + DAY, TODAY + 4 * DAY, TODAY + 3 * DAY, TODAY + 5 * DAY, TODAY + 2 * DAY]),
        (maker(MONEY=[cny(10), cny(2)]), MONEY, [cny(1), cny(0), cny(2), cny(3), cny(1), cny(10), cny(11), cny(9), cny(6)]),
        (maker(MONEY=[Money(2, "USD"), Money(9, "EUR")]), MONEY, [cny(1), cny(0), *(Money(n, "EUR") for n in (9, 10, 8)), *(Money(n, "USD") for n in (2, 3, 1))]),
    ],
)  # fmt: skip
def test_values_near_every_limit_and_between_two_follow_in_order(
    made: Maker, of: FieldType, values: list[Any]
) -> None:
    assert list(made.values(of)) == values


@pytest.mark.parametrize(
    ("of", "used", "last"),
    [
        (TEXT, {"text"}, "text-2"),
        (TEXT, {"text", "text-2", "text-3"}, "text-4"),
        (INT, {1, 0}, 2),
        (INT, {1, 0, 2, 3}, 4),
        (DATE, {TODAY}, TODAY + DAY),
        (DATE, {TODAY, TODAY + DAY}, TODAY + 2 * DAY),
        (INSTANT, {AT}, AT + DAY),
        (MONEY, {cny(1), cny(0)}, cny(2)),
    ],
)
def test_a_fresh_value_is_none_of_those_used(of: FieldType, used: set[Any], last: Any) -> None:
    assert list(maker().fresh(of, used)) == [last]
    assert list(maker().fresh(CHOICE, set(ForecastCategory))) == []
    assert next(maker().fresh(of, set())) == next(maker().values(of))


def test_a_record_has_what_it_must_have_and_an_id_of_its_own() -> None:
    need = maker().record(Need, Facts(deal=Deal(id="need-1", needs=(Need(id="need-2"),))))
    assert need == Need(id="need-3")
    assert maker().plain(field(Kind.RECORD, OrderLine), Facts()) == OrderLine(id="orderline-1")
    assert maker().record(DemoFeedback, Facts()) == DemoFeedback()


def test_ids_are_found_wherever_records_are() -> None:
    facts = Facts(
        deal=Deal(id="d", amount=Money(1, "CNY"), quotes=(Quote(id="q"),), needs=(Need(id="n"),)),
        contacts=(),
    )
    assert ids_in(facts) == {"d", "q", "n"}
    assert ids_in((SlaPolicy(id="s"), None, "text")) == {"s"}
    assert ids_in(Facts()) == set()


# Texts like a pattern -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("abc", ["abc"]),
        ("a|b|c", ["a", "b", "c"]),
        ("(ab|c)d", ["abd", "cd"]),
        ("a?b", ["b", "ab"]),
        ("a{2}", ["aa"]),
        ("a{2,5}", ["aa", "aaa"]),
        ("a{2,}", ["aa", "aaa"]),
        ("a{2,2}b", ["aab"]),
        ("(a|b){2}", ["aa", "bb"]),
        ("[xy]", ["x", "y"]),
        ("[x-z]", ["x"]),
        (r"[\d]", ["0", "1"]),
        (r"\d", ["0", "1"]),
        (r"\s", []),
        ("[^a]", ["0", "A", "-"]),
        ("[^ab]x", ["0x", "Ax", "-x", " x"]),
        (r"[\-\]]", ["-", "]"]),
        ("^a$", ["a"]),
        (r"\bab", ["ab"]),
        ("a(?=b)", []),
        ("(a)\\1", []),
        (".", ["a", "0", "A", "-"]),
        (r"\W", ["-", ".", "@"]),
        (r"\D", ["a", "A", "-"]),
        (r"\S", ["a", "0", "A", "-"]),
        (r"\w", ["a", "0", "A", "_"]),
        ("a{1001}", []),
        ("a{1000}", ["a" * 1000]),
        ("(", []),
        ("", []),
    ],
)
def test_texts_are_made_from_the_pattern_and_match_it_whole(pattern: str, texts: list[str]) -> None:
    assert list(islice(texts_like(pattern), 4)) == texts


def test_a_pattern_with_many_texts_gives_some_of_them() -> None:
    made = list(texts_like("[abcd][abcd][abcd]"))
    assert len(made) == len(set(made)) == 24
    assert all(re.fullmatch("[abcd]{3}", each) for each in made)


@pytest.mark.parametrize(
    ("kind", "of", "limits"),
    [
        ("NUMBER", INT, [10, 9, 100]),
        ("NUMBER", DECIMAL, [D("10"), D("9.5"), D("-1")]),
        ("INSTANT", INSTANT, [AT + 3 * DAY, AT]),
        ("MONEY", MONEY, [cny(100), cny(9), cny(20)]),
        ("TEXT", TEXT, ["b", "a"]),
    ],
)
def test_limits_are_gone_through_by_size(kind: str, of: FieldType, limits: list[Any]) -> None:
    made = maker(**{kind: limits})
    near = [
        value
        for limit in sorted(limits, key=lambda value: getattr(value, "amount", value))
        for _, value in made.around(limit, of)
    ]
    found = list(made.values(of))
    assert found[len(list(maker().values(of))) :][: len(near)] == near


@pytest.mark.parametrize(
    ("low", "high", "of", "between"),
    [
        (Money(1, "CNY"), Money(3, "EUR"), MONEY, []),
        (TODAY, AT + 4 * DAY, DATE, []),
        (AT, TODAY + 4 * DAY, DATE, []),
        ("a", "b", TEXT, []),
        (AT, AT + 4 * DAY, INSTANT, []),
        (TODAY, TODAY + 4 * DAY, DATE, [TODAY + 2 * DAY]),
        (1, 4, INT, [2]),
    ],
)
def test_there_is_a_value_between_two_limits_of_one_kind(
    low: Any, high: Any, of: FieldType, between: list[Any]
) -> None:
    made = maker(**{of.kind.name: [low, high]})
    near = sum(len(list(made.around(limit, of))) for limit in (low, high))
    assert list(made.values(of))[len(list(maker().values(of))) + near :] == between
