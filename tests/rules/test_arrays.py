"""Arrays say exactly what judging one by one says, and say it themselves: what they leave to others is slow."""

import datetime as dt
import operator
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import (
    NOT_SUPPLIED,
    Account,
    Choice,
    Company,
    Contact,
    Contract,
    Deal,
    Demo,
    Facts,
    ForecastCategory,
    InstalledAsset,
    Need,
    Order,
    OrderLine,
    Participant,
    Proposal,
    ProposalAnswer,
    Quote,
    Segment,
    ServiceTicket,
    SlaPolicy,
)
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.arrays import holding, holding_lists, holding_periods
from medsales_core.rules.arrays.column import BROKEN, Column
from medsales_core.rules.arrays.measure import Measure
from medsales_core.rules.arrays.table import Records, Table
from medsales_core.rules.arrays.truth import Truth, all_hold, any_holds
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition
from medsales_core.rules.inverting import satisfactions, violations
from medsales_core.rules.judging import Context
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Judgement, Outcome, Requirement, Severity, compile_requirement
from medsales_core.rules.sheet import Sheet
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.values import is_empty
from medsales_core.text import text

AT: Final = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
D = Decimal
LIMITS: Final = {
    name: Threshold(id=name, label=text("l", "限"), unit="piece", values=(value,))
    for name, value in (
        ("limit", ThresholdValue(value=D(30))),
        ("local", ThresholdValue(value=D(3), jurisdiction="CN-ZJ")),
    )
}

# Requirements on portfolios -----------------------------------------------------------------------------------

CASES: Final = tomllib.loads(Path(__file__).parents[1].joinpath("data/inversion.toml").read_text("utf-8"))
FORMS: Final = [
    *(case["form"] for case in CASES["case"]),
    '"deal.name" = { contains = { path = "account.name" } }',
    '"account.duplicate_ids" = { contains = { path = "deal.id" } }',
    '"contacts" = { some = { held_fields = { contains = { path = "name" } } } }',
    '"contacts" = { each = { held_fields = { contains = { path = "root.account.name" } } } }',
    '"contacts" = { distinct = { of = "held_fields", min = 2 } }',
    '"contacts" = { where = { source = "filled" }, unique = { of = "held_fields" } }',
    '"deal.amount" = { above = { path = "deal.budget.amount" } }',
    '"deal.amount" = { differs = { path = "deal.budget.amount" } }',
    '"deal.needs" = { where = { priority = { above = 1 } }, distinct = { of = "dimension", min = 2 } }',
    '"deal.needs" = { where = { priority = { above = 1 } }, unique = { of = "dimension" } }',
    '"deal.needs" = { where = { "root.account.name" = "filled" }, each = { statement = "filled" } }',
    '"deal.needs" = { where = { "root.account.name" = "filled" }, count = { max = 1 } }',
    '"deal.needs" = { each = { "root.account.name" = "filled" }, may_be_empty = true }',
    '"deal.needs" = { none = { id = { equals = { path = "root.account.name" } } } }',
    '"deal.demos" = { some = { invitees = { some = { "root.deal.name" = "filled", "outer.id" = "filled" } } } }',
    '"order.lines" = { where = { ordered = { above = 2 } }, sum = { of = "ordered", at_least = 3 } }',
]
#: A figure that varies by place has another value in each row; amounts of several currencies are no numbers.
LEFT_TO_OTHERS: Final = ('"local"', '"unit_price", equals')
BARE: Final = Facts(
    deal=Deal(id="d"), account=Account(id="a", name="H"), order=Order(id="o"), segment=Segment(id="s"),
    asset=InstalledAsset(id="x"), company=Company(id="c"), contract=Contract(id="k"), contacts=(), activities=(), tickets=(),
)  # fmt: skip
FULL: Final = BARE.with_(
    deal=Deal(
        id="e", name="CT-12", amount=Money(50, "EUR"), probability=D("0.4"), created_on=AT.date(),
        expected_close_on=dt.date(2026, 7, 1), forecast_category="commit",
        needs=(
            Need(id="1", priority=1, statement="s", dimension="patient"),
            Need(id="2", priority=2, dimension="cost-benefit"),
            Need(id="3", priority=2, dimension="patient", statement="t"),
        ),
        quotes=(Quote(id="q", margin=D("0.2")), Quote(id="p")),
        demos=(Demo(id="1", invitees=(Participant(id="1", units=["clinical-user"]), Participant(id="2"))),),
        proposal=Proposal(id="r", answers=(ProposalAnswer(id="1", need_id="1", answer="256"),)),
    ),
    account=Account(id="b", name="dealer", region="CN-ZJ", country="CN"),
    contacts=(Contact(id="1", name="Li", source="visit"), Contact(id="2", name="Wang")),
    order=Order(id="p", lines=(OrderLine(id="1", ordered=2), OrderLine(id="2", ordered=3), OrderLine(id="3"))),
    segment=Segment(id="t", target_groups=["dealer"]),
    tickets=(ServiceTicket(id="t", responded_at=AT, response_due_at=AT),),
    asset=InstalledAsset(id="y", consumables_cover_days=5),
    company=Company(id="c", sla_policies=(SlaPolicy(id="1", valid_from=dt.date(2026, 1, 1)),)),
    contract=Contract(id="l", signed_on=dt.date(2026, 6, 27)),
)  # fmt: skip


def read(form: str) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    reader = ConditionReader(document, found, core_schema(), LIMITS, {})
    condition = reader.read(document.data["require"], Place(("require",)))
    assert not list(found), [str(each) for each in found]
    assert condition is not None
    return condition


def compiled(condition: Condition) -> Judgement:
    requirement = Requirement(
        id="r", label=text("r", "要"), source="S", applies_to="deal", kind="gate", strength="must",
        severity=Severity.BLOCK, condition=condition, evidence=text("", ""), remedy=text("", ""),
    )  # fmt: skip
    return compile_requirement(requirement, Context({}, WeekdayCalendar()))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by whatever is judged by itself: a row, or the records of a table."""
    found: list[str] = []

    def noting(what: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any) -> Any:
            found.append(what)
            return original(*given)

        return noted

    monkeypatch.setattr(Judgement, "outcome", noting("row", Judgement.outcome))
    for module in (holding, holding_lists, holding_periods):
        monkeypatch.setattr(module, "one_by_one", noting("records", module.one_by_one))
    return found


def portfolios(condition: Condition) -> Iterator[list[Facts]]:
    """Every way to fail and to hold: together, each on its own, and with rows that share their roots."""
    rows = [
        way.facts
        for start in (BARE, FULL, Facts())
        for ways in (violations, satisfactions)
        for way in ways(condition, start, AT)
    ]
    yield [*rows, BARE, FULL]
    yield from ([row] for row in rows)
    shared = [
        row.with_(account=other.account, asset=other.asset)
        for row, other in zip(rows, rows[::-1], strict=True)
    ]
    yield [*shared, *rows[::2], *rows[::-3]]


@pytest.mark.parametrize("form", FORMS)
def test_arrays_decide_every_form_by_themselves_as_it_is_decided_one_by_one(
    form: str, alone: list[str]
) -> None:
    judgement = compiled(read(form))
    outcomes: Counter[Outcome] = Counter()
    for rows in portfolios(read(form)):
        for at in (AT, AT + dt.timedelta(days=400))[: len(rows)]:
            expected = [judgement.outcome(row, at) for row in rows]
            alone.clear()
            assert Sheet(rows).judge([judgement], at) == {"r": expected}
            assert not alone or len(rows) == 1 or any(left in form for left in LEFT_TO_OTHERS)
            outcomes.update(expected)
    assert outcomes[Outcome.PASS]
    assert outcomes[Outcome.FAIL]


def test_a_sheet_is_judged_again_as_if_it_were_new() -> None:
    judgements = [compiled(read(form)) for form in FORMS]
    sheet = Sheet([BARE, FULL, BARE.with_(deal=FULL.deal)])
    for judgement in (*judgements, *reversed(judgements)):
        assert sheet.judge([judgement], AT) == Sheet(sheet.facts).judge([judgement], AT)


# Columns ------------------------------------------------------------------------------------------------------


class Word(str):
    """A text of somebody's own."""


class Mute(str):
    """A text that does not say whether it is blank."""

    def strip(self, *_: Any) -> str:
        raise ValueError("no")


class Blank(Choice):
    NONE = "", "nothing", "无"
    SOME = "some", "something", "有"


PLAIN: Final[dict[type, list[Any]]] = {
    str: ["", " ", "a", "b", "a"],
    int: [0, 1, 2, 1, -3],
    bool: [True, False],
    Decimal: [D(0), D("0.5"), D("0.50"), D(2), D(-3)],
    dt.date: [AT.date(), dt.date.min, dt.date.max, AT.date()],
    Money: [Money(n, "CNY") for n in (0, 2, 1, 2)],
    ForecastCategory: list(ForecastCategory),
}
ODD: Final = [
    Word("a"), Mute("a"), D("NaN"), 2**70, AT, (), (1,), Blank.NONE, 2.0, Money(2, "EUR"), Money(2, Word("CNY")), BROKEN,
]  # fmt: skip
NOTHING: Final = [None, NOT_SUPPLIED]


@st.composite
def columns(draw: Any) -> list[Any]:
    """Values of one plain type with gaps or none, or of any types together."""
    plain = PLAIN[draw(st.sampled_from(list(PLAIN)))]
    gaps = draw(st.sampled_from([[], [None], [NOT_SUPPLIED], NOTHING]))
    odd = draw(st.sampled_from([[], [], [], ODD, [BROKEN], [Word("a"), Blank.NONE], [Mute("a")], [(), None]]))
    values: list[Any] = draw(st.lists(st.sampled_from([*plain, *gaps, *odd]), max_size=9))
    return values


def emptiness(value: Any) -> bool | None:
    """None where it cannot be said."""
    try:
        return None if value is BROKEN else is_empty(value)
    except ValueError:
        return None


def told(truth: Truth) -> list[bool | str | None]:
    """Row by row: yes, no, None for unknown, or doubt, of which nothing else is said."""
    rows = range(len(truth.yes))
    unknown = [truth.unknown is not None and bool(truth.unknown[row]) for row in rows]
    doubt = [truth.doubt is not None and bool(truth.doubt[row]) for row in rows]
    return ["doubt" if doubt[row] else None if unknown[row] else bool(truth.yes[row]) for row in rows]


def each(values: Sequence[Any], test: Callable[[Any], object]) -> list[bool | str | None]:
    """What is to be said of each of *values*: whether it is filled and *test* holds."""

    def said(value: Any) -> bool | str | None:
        if value is NOT_SUPPLIED or value is None:
            return None if value is NOT_SUPPLIED else False
        if (empty := emptiness(value)) is None:
            return "doubt"
        try:
            answer = False if empty else test(value)
        except Exception:  # noqa: BLE001 - whatever it raises
            return "doubt"
        return answer if isinstance(answer, bool) else "doubt"

    return [said(value) for value in values]


@settings(deadline=None, max_examples=200)
@given(columns())
def test_a_column_knows_what_is_filled_what_was_not_supplied_and_what_cannot_be_said(
    values: list[Any],
) -> None:
    column = Column(values)
    assert told(column.presence()) == each(values, lambda value: True)
    assert told(column.absent) == [value is None for value in values]
    assert (column.unknown is not None) is (NOT_SUPPLIED in values)
    assert len(column) == len(values)
    unsure = column.unsure()
    odd = [
        value is not None and value is not NOT_SUPPLIED and emptiness(value) is not False for value in values
    ]
    assert ([False] * len(values) if unsure is None else unsure.tolist()) == odd


@settings(deadline=None, max_examples=200)
@given(columns())
def test_the_values_of_a_column_are_told_apart_and_found_again(values: list[Any]) -> None:
    column = Column(values)
    again = [column.different[code] for code in column.codes.tolist()]
    for value, found in zip(values, again, strict=True):
        assert found is value or (type(found) is type(value) and found == value)
    assert len(column.different) == len(column.numbers) <= len(values)
    if column.plain_type is not None:  # equal values are one; of others each is for itself
        there = [value for value in column.different if value is not None and value is not NOT_SUPPLIED]
        assert len(there) == len(set(there))
    assert column.told == [each([value], lambda _: True) == [True] for value in column.different]


@settings(deadline=None, max_examples=300)
@given(
    columns(),
    st.sampled_from([value for some in PLAIN.values() for value in some] + ODD),
    st.sampled_from(sorted(OPERATORS)),
)
def test_a_column_is_compared_as_its_values_are_or_says_that_they_must_be_asked(
    values: list[Any], wanted: Any, word: str
) -> None:
    column = Column(values)
    for found, test in (
        (column.equal_to(wanted), lambda value: value == wanted),
        (column.compared(word, wanted), lambda value: OPERATORS[word].holds(value, wanted)),
        (
            column.asked(lambda value: OPERATORS[word].holds(value, wanted)),
            lambda value: OPERATORS[word].holds(value, wanted),
        ),
    ):
        if found is not None and not is_empty_or_broken(wanted):
            assert told(found) == each(values, test)


def is_empty_or_broken(value: Any) -> bool:
    return emptiness(value) is not False


@pytest.mark.parametrize("kind", PLAIN)
@pytest.mark.parametrize("gaps", [[], [None], [NOT_SUPPLIED], NOTHING])
def test_a_column_of_one_plain_type_is_compared_without_being_asked(kind: type, gaps: list[Any]) -> None:
    values = [*PLAIN[kind], *gaps]
    column = Column(values)
    assert column.plain_type is kind
    for wanted in PLAIN[kind]:
        if is_empty(wanted):
            continue  # what is empty is compared with nothing
        found = column.equal_to(wanted)
        assert found is not None
        assert told(found) == each(values, lambda value, wanted=wanted: value == wanted)  # type: ignore[misc]
        measured = kind in (int, Decimal, dt.date, Money)
        words = (
            ("before", "not_after")
            if kind is dt.date
            else ("above", "at_least", "below", "at_most", "differs")
        )
        for word in words:
            compared = column.compared(word, wanted)
            assert (compared is not None) is measured
            if compared is not None:
                assert told(compared) == each(
                    values, lambda value, w=wanted, o=word: OPERATORS[o].holds(value, w)
                )  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], None),
        (NOTHING, None),
        (["a", 1], None),
        (["a", Word("a")], None),
        ([Word("a")], None),
        ([True, 1], None),
        ([D(1), D("NaN")], None),
        ([D(1), D("Infinity")], Decimal),
        ([1, BROKEN], None),
        ([Money(1, "CNY"), Money(1, "EUR")], Money),
        ([Money(1, "CNY"), Money(1, Word("CNY"))], None),
        ([Money(1, Word("CNY"))], None),
        ([Blank.SOME], None),  # one of its values counts as empty
        ([AT], None),
        ([AT, AT.date()], None),
        ([2.0], None),
        ([()], None),
        ([*ForecastCategory, None], ForecastCategory),
    ],
)
def test_only_values_of_which_equality_says_all_have_a_plain_type(
    values: list[Any], kind: type | None
) -> None:
    assert Column(values).plain_type is kind


@settings(deadline=None, max_examples=100)
@given(columns(), st.sampled_from([True, False, None, 1, "yes", ValueError("no")]))
def test_a_test_is_asked_once_of_each_different_value_that_is_filled_and_believed_if_it_says_yes_or_no(
    values: list[Any], answer: Any
) -> None:
    asked: list[Any] = []

    def test(value: Any) -> Any:
        asked.append(value)
        if isinstance(answer, Exception):
            raise answer
        return answer

    column = Column(values)
    found = column.asked(test)
    assert told(found) == each(values, lambda _: test(None))
    filled = [value for value, there in zip(column.different, column.told, strict=True) if there]
    calls = asked[: len(asked) - sum(each([value], lambda _: True) == [True] for value in values)]
    assert set(map(id, calls)) == set(map(id, filled))
    if not isinstance(answer, Exception):
        assert len(calls) == len(filled)


def test_equal_moments_of_different_zones_are_not_one_value_since_they_lie_on_different_days() -> None:
    late = dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)
    values = [
        late,
        late.astimezone(dt.timezone(dt.timedelta(hours=8))),
        late,
        late.replace(),
        late.replace(fold=1),
    ]
    assert len(set(values)) == 1
    assert Column(values).codes.tolist() == [0, 1, 0, 0, 2]
    naive = [late.replace(tzinfo=None)] * 2
    assert Column(naive).codes.tolist() == [0, 0]


class Own(dt.tzinfo):
    """A zone of somebody's own, which may say anything."""

    def utcoffset(self, _: dt.datetime | None) -> dt.timedelta:
        return dt.timedelta(0)


def test_moments_in_a_zone_of_somebodys_own_are_each_for_themselves() -> None:
    zone = Own()
    moments = [dt.datetime(2026, 6, 30, 23, tzinfo=zone) for _ in range(2)]
    assert Column([moments[0], moments[1], moments[0]]).codes.tolist() == [0, 1, 0]


def test_what_a_column_cannot_say_exactly_it_leaves_to_be_asked() -> None:
    numbers, amounts = Column([0, 1, None]), Column([D(0), D(1)])
    assert amounts.equal_to(D("NaN")) is None
    for odd in (2**70, D("NaN"), D("1E-30"), "a", None, Money(1, "CNY")):
        for word in ("above", "below", "differs"):
            assert numbers.compared(word, odd) is None
    assert Column(["a"]).compared("above", 1) is None
    assert numbers.equal_to("a") is None
    assert Column(["a", 1]).equal_to(1) is None


def test_amounts_are_the_numbers_of_money_and_whatever_else_there_is() -> None:
    assert Column([Money(2, "CNY"), None, 3]).amounts.values == [D(2), None, 3]


# Measures -----------------------------------------------------------------------------------------------------

NUMBERS: Final = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(min_value=-(10**6), max_value=10**6, places=3),
    st.sampled_from([D("1E+2"), D("0.00"), D("123.4567")]),
)
SIGNS: Final = {
    "equals": operator.eq, "differs": operator.ne, "above": operator.gt, "at_least": operator.ge, "below": operator.lt,
    "at_most": operator.le, "after": operator.gt, "not_before": operator.ge, "before": operator.lt, "not_after": operator.le,
}  # fmt: skip


def amount(measure: Measure, row: int = 0) -> Decimal:
    return D(int(measure.multiples[row])).scaleb(-measure.places)


@given(st.lists(NUMBERS, min_size=1, max_size=5), NUMBERS, st.sampled_from(sorted(SIGNS)))
def test_measures_stand_to_each_other_as_the_numbers_do(some: list[Any], one: Any, word: str) -> None:
    values, other = [D(value) for value in some], D(one)
    measure, against = Measure.of(values, Decimal), Measure.of([other], Decimal)
    assert measure is not None
    assert against is not None
    assert [amount(measure, row) for row in range(len(values))] == values
    found = measure.compared(word, against)
    digits = max(measure.places, against.places)
    if found is None:  # written as finely as the finer of both, one of them is too long
        assert max(abs(value) for value in (*values, other)) * 10**digits >= 10**17
    else:
        assert found.tolist() == [SIGNS[word](value, other) for value in values]


@pytest.mark.parametrize(
    ("values", "kind", "multiples", "places", "unit"),
    [
        ([1, None, NOT_SUPPLIED, -3], int, [1, 0, 0, -3], 0, ""),
        ([D(1), D("0.5"), None], Decimal, [100, 50, 0], 2, ""),
        ([D("1E+3"), D("2.0")], Decimal, [1000, 2], 0, ""),
        ([D("0.001")], Decimal, [10], 4, ""),
        ([D("0.00001")], Decimal, [1000], 8, ""),
        ([D("1E-9")], Decimal, [10**7], 16, ""),
        ([dt.date(1, 1, 2), None], dt.date, [2, 1], 0, "day"),
        ([Money("1.5", "CNY"), None, Money(2, "CNY")], Money, [150, 0, 200], 2, "CNY"),
        ([10**17 - 100], int, [10**17 - 100], 0, ""),
        ([], int, [], 0, ""),
    ],
)
def test_a_measure_counts_in_the_coarsest_unit_that_is_exact(
    values: list[Any], kind: type, multiples: list[int], places: int, unit: str
) -> None:
    measure = Measure.of(values, kind)
    assert measure is not None
    assert (measure.multiples.tolist(), measure.places, measure.unit) == (multiples, places, unit)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([10**17], int),
        ([6 * 10**16, 6 * 10**16], int),
        ([-6 * 10**16, 6 * 10**16], int),
        ([2**63], int),
        ([-(10**40)], int),
        ([D("NaN")], Decimal),
        ([D("Infinity"), D(1)], Decimal),
        ([D("1E+18")], Decimal),
        ([D("1E+9999999")], Decimal),
        ([D("1E-18")], Decimal),
        ([D("1E-17")], Decimal),
        ([D("1E+15"), D("0.001")], Decimal),
        ([Money(1, "CNY"), Money(1, "EUR")], Money),
        ([None], Money),
        (["a"], str),
        ([True], bool),
    ],
)
def test_what_would_lose_by_it_has_no_measure(values: list[Any], kind: type) -> None:
    assert Measure.of(values, kind) is None


def test_a_measure_is_refused_where_decimals_themselves_would_round() -> None:
    for digits, exact in ((17, True), (16, False)):
        with localcontext(prec=digits):
            assert (Measure.of([D(1)], Decimal) is not None) is exact


def test_measures_of_different_units_or_in_no_relation_are_not_compared() -> None:
    yuan, euro, day = (
        Measure.of([Money(1, "CNY")], Money),
        Measure.of([Money(1, "EUR")], Money),
        Measure.of([AT.date()], dt.date),
    )
    assert yuan is not None
    assert euro is not None
    assert day is not None
    assert yuan.compared("above", euro) is None
    assert day.compared("before", yuan) is None
    assert yuan.compared("matches", yuan) is None
    fine, long = Measure.of([D("0.0001")], Decimal), Measure.of([10**13], int)
    assert fine is not None
    assert long is not None
    assert long.compared("above", fine) is None
    assert fine.compared("below", long) is None
    shorter = Measure.of([10**13 - 1, 5], int)
    assert shorter is not None
    found = shorter.compared("above", fine)
    assert found is not None
    assert found.tolist() == [True, True]
    assert shorter.taken(np.array([1, 1, 0])).multiples.tolist() == [5, 5, 10**13 - 1]


# Truth --------------------------------------------------------------------------------------------------------

THREE: Final = (True, False, None)


def truth(values: Sequence[bool | None], doubt: Sequence[bool] | None = None) -> Truth:
    """What is said of each row; of what is unknown nothing where all is known."""
    unknown = np.array([value is None for value in values]) if None in values else None
    return Truth(
        np.array([value is True for value in values]), unknown, None if doubt is None else np.array(doubt)
    )


def both(one: bool | None, other: bool | None) -> bool | None:
    return False if False in (one, other) else None if None in (one, other) else True


def one_of(one: bool | None, other: bool | None) -> bool | None:
    return True if True in (one, other) else None if None in (one, other) else False


@pytest.mark.parametrize("left", [THREE, (True, False)])
@pytest.mark.parametrize("right", [THREE, (True, False)])
def test_truths_are_joined_as_three_values_are(left: tuple[Any, ...], right: tuple[Any, ...]) -> None:
    rows = list(product(left, right))
    one, other = truth([a for a, _ in rows]), truth([b for _, b in rows])
    assert told(all_hold((one, other))) == [both(a, b) for a, b in rows]
    assert told(any_holds((one, other))) == [one_of(a, b) for a, b in rows]
    assert told(one.guarding(other)) == [None if a is None else b if a else True for a, b in rows]
    assert told(one.denied()) == [None if a is None else not a for a, _ in rows]
    assert one.no.tolist() == [a is False for a, _ in rows]
    unknown = other.unknown
    assert told(one.strictly(unknown))[:] == [None if b is None else (a is True) for a, b in rows]
    assert told(one.taken(np.array([2, 0]))) == [rows[2][0], rows[0][0]]
    assert one.taken(None) is one
    for joined in (all_hold((one, other)), any_holds((one, other)), one.guarding(other)):
        assert joined.unknown is None or not (joined.yes & joined.unknown).any()


@pytest.mark.parametrize("join", [all_hold, any_holds, lambda parts: parts[0].guarding(parts[1])])
def test_a_doubt_about_one_is_a_doubt_about_all(join: Callable[[Any], Truth]) -> None:
    sure, doubtful = truth([True, False]), truth([True, False], [False, True])
    for parts, doubt in (
        ((sure, sure), None),
        ((sure, doubtful), [False, True]),
        ((doubtful, sure), [False, True]),
        ((doubtful, truth([None, None], [True, False])), [True, True]),
    ):
        found = join(parts).doubt
        assert (None if found is None else found.tolist()) == doubt
    assert told(doubtful.denied()) == [False, "doubt"]
    assert told(doubtful.strictly(None)) == told(doubtful) == [True, "doubt"]
    assert told(doubtful.taken(np.array([1, 1]))) == ["doubt", "doubt"]


# Lists --------------------------------------------------------------------------------------------------------


def test_the_records_of_lists_lie_one_behind_the_other_and_are_counted_back() -> None:
    lists: list[Any] = [(1, 2), (), None, NOT_SUPPLIED, (3,), [4], BROKEN, (5, None), (NOT_SUPPLIED,)]
    records = Records.of(Column(lists), None)
    assert records.table.rows == [1, 2, 3, 5, None, NOT_SUPPLIED]
    assert records.lists == 9
    assert records.ends.tolist() == [0, 2, 2, 2, 2, 3, 3, 3, 5, 6]
    assert records.parent.tolist() == [0, 0, 4, 7, 7, 8]
    assert records.number().tolist() == [2, 0, 0, 0, 1, 0, 0, 2, 1]
    some = np.array([True, False, True, True, True, False])
    assert records.number(some).tolist() == [1, 0, 0, 0, 1, 0, 0, 2, 0]
    assert records.total(np.array([1, 2, 3, 5, 7, 9])).tolist() == [3, 0, 0, 0, 3, 0, 0, 12, 9]
    found = records.any(some)
    assert found is not None
    assert found.tolist() == [True, False, False, False, True, False, False, True, False]
    assert records.any(~some & some) is None
    assert records.any(None) is None
    said = records.said(np.ones(9, np.bool_), None, None)
    assert told(said) == [True, True, True, None, True, "doubt", "doubt", "doubt", "doubt"]
    assert told(records.seen(np.array([3, 0])).said(np.ones(9, np.bool_), None, None)) == [None, True]


@pytest.mark.parametrize("lists", [[(1,), ()], [(), None]])
def test_nothing_is_doubted_of_lists_that_are_lists(lists: list[Any]) -> None:
    records = Records.of(Column(lists), None)
    assert records.doubt is None
    assert records.unknown is None


def test_rows_that_share_a_record_share_its_column() -> None:
    deal = Deal(id="d", name="x")
    table = Table([BARE.with_(deal=deal), BARE, BARE.with_(deal=deal)])
    owner, index = table.owner(("deal",))
    assert [one.id for one in owner.rows] == ["d", "d"]
    assert index is not None
    assert index.tolist() == [0, 1, 0]
    assert table.owner(("deal",))[0] is owner
    assert owner.column("name") is owner.column("name")
    assert owner.column("name").values == ["x", None]
    assert Table([BARE, FULL]).owner(("deal",))[1] is None
    gone = Table([NOT_SUPPLIED, None, BROKEN, BARE, object()])
    assert gone.column("deal").values == [NOT_SUPPLIED, None, BROKEN, BARE.deal, BROKEN]
