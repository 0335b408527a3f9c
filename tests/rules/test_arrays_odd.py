"""Arrays agree with judging one by one where facts hold what no entity would, and where a test itself fails."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import NOT_SUPPLIED, ForecastCategory, Need
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    CheckCall,
    Compare,
    Condition,
    Count,
    Covers,
    Each,
    Literal,
    Not,
    OneOf,
    Some,
    Within,
)
from medsales_core.rules.judging import Context
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Judgement, Outcome, Requirement, Severity, compile_requirement
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.sheet import Sheet
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

AT: Final = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
TODAY, DAY = AT.date(), dt.timedelta(days=1)
D = Decimal
LIMITS: Final = {
    name: Threshold(id=name, label=text("l", "限"), unit="day" if "day" in name else "piece", values=values)
    for name, values in (
        ("limit", (ThresholdValue(value=D(3)),)),
        ("local", (ThresholdValue(value=D(1), jurisdiction="CN"), ThresholdValue(value=D(3)))),
        ("later", (ThresholdValue(value=D(3), valid_from=dt.date(2099, 1, 1)),)),
        ("later-days", (ThresholdValue(value=D(3), valid_from=dt.date(2099, 1, 1)),)),
    )
}


class Word(str):
    """A text of somebody's own."""


class Alike(str):
    """A text that is like every other."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


class Mute(str):
    """A text that does not say whether it is blank."""

    def strip(self, *_: Any) -> str:
        raise ValueError("no")


class Gone:
    """A record of which nothing can be read."""

    def __getattr__(self, name: str) -> Any:
        raise OSError(name)


def of(**fields: Any) -> SimpleNamespace:
    return SimpleNamespace(**fields)


def facts(**roots: Any) -> Any:
    return of(**{**dict.fromkeys(core_schema().roots, NOT_SUPPLIED), **roots})


def path(written: str) -> ResolvedPath:
    found = core_schema().resolve(written, ())
    assert isinstance(found, ResolvedPath)
    return found


def read(form: str) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    reader = ConditionReader(document, found, core_schema(), LIMITS, {})
    condition = reader.read(document.data["require"], Place(("require",)))
    assert not list(found), [str(each) for each in found]
    assert condition is not None
    return condition


def compiled(condition: Condition, checks: dict[str, Any] | None = None) -> Judgement:
    requirement = Requirement(
        id="r", label=text("r", "要"), source="S", applies_to="deal", kind="gate", strength="must",
        severity=Severity.BLOCK, condition=condition, evidence=text("", ""), remedy=text("", ""),
    )  # fmt: skip
    return compile_requirement(requirement, Context(checks or {}, WeekdayCalendar()))


def agrees(condition: Condition, rows: list[Any], checks: dict[str, Any] | None = None) -> set[Outcome]:
    """Judge *rows* in both ways, each way of putting them together; the outcomes that came up."""
    judgement = compiled(condition, checks)
    alone = {id(row): judgement.outcome(row, AT) for row in rows}
    for some in portfolios(rows):
        assert Sheet(some).judge([judgement], AT)["r"] == [alone[id(row)] for row in some]
    return set(alone.values())


def portfolios(rows: list[Any]) -> Iterator[list[Any]]:
    """All, those before and after each, every second one, rows that come again, and each alone and beside a plain one."""
    yield rows
    yield [*rows, *reversed(rows)]
    yield from (rows[:number] for number in range(1, len(rows)))
    yield from (rows[number:] for number in range(1, len(rows)))
    yield rows[::2]
    yield from ([rows[0], row] for row in rows)
    yield from ([row] for row in rows)


PASS, FAIL, UNKNOWN, ERROR = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN, Outcome.ERROR

TEXTS: Final = ["a", "b", "a", None, "", " ", NOT_SUPPLIED, Word("a"), Alike("c"), Mute("a"), 3, ()]
NUMBERS: Final = [
    1, 3, 5, 3, None, NOT_SUPPLIED, D("3.00"), True, 2**70, D("NaN"), D("sNaN"), D("Infinity"), "3",
]  # fmt: skip
DAYS: Final = [
    TODAY, TODAY - DAY, TODAY + 3 * DAY, None, NOT_SUPPLIED, dt.date.max, dt.date.min, AT, AT.astimezone(ZoneInfo("Asia/Shanghai")),
    AT.replace(hour=23), AT.replace(tzinfo=None), "", 3,
]  # fmt: skip
AMOUNTS: Final = [
    Money(1, "CNY"), Money(3, "CNY"), Money(0, "CNY"), None, NOT_SUPPLIED, Money(3, "EUR"), Money("1E+30", "CNY"), 3,
]  # fmt: skip
LISTS: Final = [
    ("a",), ("b", "a"), (), ("b",), None, NOT_SUPPLIED, (Word("a"),), (Alike("c"), "b"), (None,), (NOT_SUPPLIED,), ["a"], "a", ({},), (3, "a"), ("a", "a"),
]  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        '"deal.name" = "filled"',
        '"deal.name" = { equals = "a" }',
        '"deal.name" = { differs = "a" }',
        '"deal.name" = { contains = "a" }',
        '"deal.name" = { matches = "[ab]" }',
        '"deal.name" = { one_of = ["a", "c"] }',
        '"deal.name" = { not_in = ["a", "c"] }',
        '"deal.name" = { equals = { path = "account.name" } }',
        '"deal.name" = { differs = { path = "account.name" } }',
        '"deal.name" = { contains = { path = "account.name" } }',
        'any_of = [{ "deal.name" = { equals = "a" } }, { "account.name" = { equals = "a" } }]',
        '"deal.name" = { equals = "a" }\nwhen = { "account.name" = "filled" }',
        'all_of = [{ "deal.name" = "filled" }, { "account.name" = { differs = "b" } }]',
        'any_of = [{ "deal.name" = { equals = "a" }, when = { "account.name" = "filled" } }]'.replace(
            "any_of", "all_of"
        ),
    ],
)
def test_texts_of_any_kind(form: str) -> None:
    rows = [facts(deal=of(name=one), account=of(name="a")) for one in TEXTS]
    rows += [facts(deal=of(name="a"), account=of(name=one)) for one in TEXTS]
    rows += [
        facts(deal=None, account=None),
        facts(deal=Gone(), account=of(name="a")),
        facts(account=of(name=None)),
    ]
    assert agrees(read(form), rows) >= {PASS, FAIL, UNKNOWN, ERROR}


@pytest.mark.parametrize(
    "form",
    [
        *(
            f'"asset.consumables_cover_days" = {{ {word} = 3 }}'
            for word in ("equals", "differs", "above", "at_least", "below", "at_most")
        ),
        '"asset.consumables_cover_days" = { one_of = [1, 5] }',
        '"asset.consumables_cover_days" = { above = { threshold = "limit" } }',
        '"asset.consumables_cover_days" = { above = { threshold = "local" } }',
        '"asset.consumables_cover_days" = { above = { path = "account.bed_count" } }',
        '"asset.consumables_cover_days" = { equals = { path = "account.bed_count" } }',
        '"asset.consumables_cover_days" = { differs = { path = "account.bed_count" } }',
    ],
)
def test_numbers_of_any_kind(form: str) -> None:
    rows = [
        facts(asset=of(consumables_cover_days=one), account=of(bed_count=3, region=None, country=place))
        for place in ("CN", None)
        for one in NUMBERS
    ]
    rows += [
        facts(asset=of(consumables_cover_days=3), account=of(bed_count=one, region="CN", country=None))
        for one in NUMBERS
    ]
    rows += [facts(asset=None), facts(asset=Gone())]
    assert agrees(read(form), rows) >= {PASS, FAIL, UNKNOWN, ERROR}


def test_a_figure_that_is_not_known_yet_fails_where_it_is_asked() -> None:
    rows = [facts(asset=of(consumables_cover_days=one)) for one in (1, None, NOT_SUPPLIED)]
    condition = read('"asset.consumables_cover_days" = { above = { threshold = "later" } }')
    assert ERROR in agrees(condition, rows)
    days = [facts(deal=of(created_on=one)) for one in (TODAY, None)]
    period = read('"deal.created_on" = { within = { days = { threshold = "later-days" }, after = "as_of" } }')
    assert ERROR in agrees(period, days)
    lines = [facts(order=of(lines=(of(ordered=one),))) for one in (1, None)]
    summed = read('"order.lines" = { sum = { of = "ordered", at_least = { threshold = "later" } } }')
    assert ERROR in agrees(summed, [*lines, facts(order=of(lines=()))])


@pytest.mark.parametrize(
    "form",
    [
        *(f'"deal.amount" = {{ {word} = "3 CNY" }}' for word in ("equals", "differs", "above", "at_most")),
        *(f'"deal.amount" = {{ {word} = 0 }}' for word in ("equals", "differs", "above", "at_most")),
        '"deal.amount" = { above = { path = "deal.budget.amount" } }',
        '"deal.amount" = { equals = { path = "deal.budget.amount" } }',
        '"order.lines" = { sum = { of = "unit_price", at_least = "3 CNY" } }',
        '"order.lines" = { sum = { of = "unit_price", equals = 0 } }',
        '"order.lines" = { sum = { of = "unit_price", above = { path = "deal.amount" } } }',
        '"order.lines" = { sum = { of = "unit_price", below = "1000000000000000000000000 CNY" } }',
        '"order.lines" = { sum = { of = "unit_price", below = "0.000000000000000000001 CNY" } }',
        '"order.lines" = { where = { lot = "filled" }, sum = { of = "unit_price", at_least = "3 CNY" } }',
    ],
)
def test_amounts_of_any_kind(form: str) -> None:
    rows = [
        facts(
            deal=of(amount=one, budget=of(amount=other)),
            order=of(lines=tuple(of(unit_price=each, lot=lot) for each, lot in lines)),
        )
        for one, other, lines in (
            *((one, Money(1, "CNY"), ((one, "x"),)) for one in AMOUNTS),
            *((Money(1, "CNY"), one, ((one, None), (Money(2, "CNY"), "x"))) for one in AMOUNTS),
            (Money(3, "CNY"), None, ()),
        )
    ]
    rows += [
        facts(deal=of(amount=None, budget=None), order=None),
        facts(deal=of(amount=Money(1, "CNY"), budget=None)),
    ]
    assert agrees(read(form), rows) >= {PASS, FAIL}


@pytest.mark.parametrize(
    "form",
    [
        *(
            f'"order.lines" = {{ sum = {{ of = "ordered", {word} = 3 }} }}'
            for word in ("equals", "at_least", "below")
        ),
        '"order.lines" = { sum = { of = "ordered", at_least = { path = "asset.consumables_cover_days" } } }',
        '"order.lines" = { sum = { of = "ordered", at_least = { threshold = "local" } } }',
        '"order.lines" = { where = { lot = "filled" }, sum = { of = "ordered", at_least = 3 } }',
        '"order.lines" = { where = { lot = "filled" }, sum = { of = "ordered", below = 3 } }',
        '"order.lines" = { where = { lot = "filled" }, distinct = { of = "ordered", min = 2 } }',
        '"order.lines" = { distinct = { of = "ordered", max = 1 } }',
        '"order.lines" = { where = { lot = "filled" }, unique = { of = "ordered" } }',
        '"order.lines" = { covers = { of = "ordered", values = [3, 5] } }',
        '"order.lines" = { where = { lot = "filled" }, covers = { of = "ordered", values = [3] } }',
        '"order.lines" = { some = { ordered = { above = { path = "root.asset.consumables_cover_days" } } } }',
        '"order.lines" = { where = { lot = { equals = { path = "root.deal.name" } } }, each = { ordered = "filled" } }',
        '"order.lines" = { where = { lot = { equals = { path = "root.deal.name" } } }, none = { ordered = { above = 2 } } }',
        '"order.lines" = { where = { lot = { equals = { path = "root.deal.name" } } }, count = { min = 1, max = 1 } }',
        '"order.lines" = { each = { lot = "filled", "root.deal.name" = "filled" }, may_be_empty = true }',
    ],
)
def test_sums_and_differences_of_any_kind(form: str) -> None:
    several = [
        (1, 2),
        (3, 3),
        (3, 5),
        (),
        (None, 3),
        (D("NaN"), 3),
        (2**62, 2**62),
        ("3", 3),
        (NOT_SUPPLIED, 1),
        (True, 1),
    ]
    lists: list[Any] = [
        tuple(of(ordered=one, lot=lot) for one, lot in zip(some, lots, strict=False))
        for lots in (("x", None), ("x", "x"))
        for some in several
    ]
    lists += [None, NOT_SUPPLIED, (Gone(),), (None,), [of(ordered=3, lot="x")]]
    account = of(region="CN", country=None)
    rows = [
        facts(
            order=of(lines=lines), asset=of(consumables_cover_days=days), deal=of(name=name), account=account
        )
        for lines in lists
        for days, name in ((3, "x"), (None, NOT_SUPPLIED))
    ]
    shared = of(lines=lists[2])
    rows += [
        facts(order=shared, asset=of(consumables_cover_days=days), deal=of(name="x"), account=account)
        for days in (1, 9)
    ]
    rows += [facts(order=None), facts(order=shared)]
    assert agrees(read(form), rows[::3]) | agrees(read(form), rows) >= {PASS, FAIL}


@pytest.mark.parametrize(
    "form",
    [
        *(
            f'"deal.created_on" = {{ {word} = "as_of" }}'
            for word in ("before", "after", "not_before", "not_after", "equals")
        ),
        '"deal.created_on" = { before = 2026-07-01 }',
        '"deal.created_on" = { before = { path = "contract.signed_on" } }',
        '"deal.created_on" = { not_after = { path = "contract.signed_on" } }',
        '"deal.created_on" = { within = { days = 3, after = "as_of" } }',
        '"deal.created_on" = { within = { days = 3, before = "as_of" } }',
        '"deal.created_on" = { within = { workdays = 3, after = 2026-06-29 } }',
        '"deal.created_on" = { within = { days = 3, after = { path = "contract.signed_on" } } }',
        '"deal.created_on" = { within = { months = 1, before = { path = "contract.signed_on" } } }',
        '"deal.created_on" = { within = { days = 9999999, after = { path = "contract.signed_on" } } }',
        'tickets = { some = { responded_at = { within = { hours = 2, before = "as_of" } } } }',
        'tickets = { some = { responded_at = { within = { hours = 2, after = { path = "response_due_at" } } } } }',
        'tickets = { some = { responded_at = { within = { hours = 2, after = { path = "root.contract.signed_on" } } } } }'.replace(
            "signed_on", "signed_on"
        ),
        'tickets = { some = { responded_at = { before = { path = "response_due_at" } } } }',
        "tickets = { some = { responded_at = { within = { hours = 2, after = 2026-06-29T09:00:00Z } } } }",
        '"company.sla_policies" = { some = { valid_on = "as_of" } }',
        '"company.sla_policies" = { each = { valid_on = { path = "root.contract.signed_on" } } }',
    ],
)
def test_days_and_times_of_any_kind(form: str) -> None:
    def row(one: Any, other: Any) -> Any:
        return facts(
            deal=of(created_on=one), contract=of(signed_on=other), tickets=(of(responded_at=one, response_due_at=other),),
            company=of(sla_policies=(of(valid_from=one, valid_to=other),)),
        )  # fmt: skip

    rows = (
        [row(one, TODAY) for one in DAYS] + [row(TODAY, one) for one in DAYS] + [row(AT, one) for one in DAYS]
    )
    rows += [
        row(None, None),
        row(AT - DAY, AT),
        facts(deal=None, contract=None),
        facts(),
        row(NOT_SUPPLIED, NOT_SUPPLIED),
    ]
    outcomes = agrees(read(form), rows)
    assert outcomes & {PASS, ERROR}
    assert outcomes & {FAIL, ERROR}
    assert UNKNOWN in outcomes


@pytest.mark.parametrize(
    "form",
    [
        '"account.duplicate_ids" = { contains = "a" }',
        'not = { "account.duplicate_ids" = { contains = "a" } }',
        '"account.duplicate_ids" = { contains = { path = "deal.name" } }',
        '"account.duplicate_ids" = "filled"',
        '"account.duplicate_ids" = "empty"',
        '"account.duplicate_ids" = { count = { min = 1, max = 1 } }',
        'contacts = { distinct = { of = "held_fields", min = 2 } }',
        'contacts = { where = { name = "filled" }, unique = { of = "held_fields" } }',
        'contacts = { where = { name = "filled" }, covers = { of = "held_fields", values = ["a"] } }',
        'contacts = { some = { held_fields = { contains = { path = "name" } } } }',
        'contacts = { some = { held_fields = { contains = { path = "root.deal.name" } } } }',
        'contacts = { each = { held_fields = "filled" } }',
        '"deal.quotes.approvals" = { some = { requested_by = { equals = "a" } } }',
        '"deal.quotes.approvals.requested_by" = "filled"',
        '"deal.quotes.approvals" = { unique = { of = "requested_by" } }',
    ],
)
def test_lists_of_any_kind(form: str) -> None:
    rows = []
    for some in LISTS:
        for name in ("a", None, NOT_SUPPLIED):
            contact, other = of(held_fields=some, name=name), of(held_fields=("a",), name="a")
            approvals = tuple(of(requested_by=one) for one in some) if isinstance(some, tuple) else some
            deal = of(name=name, quotes=(of(approvals=approvals), of(approvals=())))
            rows.append(facts(account=of(duplicate_ids=some), deal=deal, contacts=(contact, other)))
    rows += [
        facts(account=None, deal=None, contacts=None),
        facts(account=of(duplicate_ids=("a",)), deal=of(name="a", quotes=()), contacts=()),
    ]
    rows += [facts(account=rows[0].account, deal=rows[0].deal), facts()]
    assert agrees(read(form), rows) >= {PASS, FAIL, UNKNOWN}


@pytest.mark.parametrize(
    "form",
    [
        '"deal.proposal.answers" = { covers = { of = "need_id", records = "deal.needs", their = "id" } }',
        '"deal.proposal.answers" = { where = { answer = "filled" }, covers = { of = "need_id", records = "deal.needs", their = "id", where = { statement = "filled" } } }',
        '"deal.proposal.answers" = { where = { answer = { equals = { path = "root.account.name" } } }, covers = { of = "need_id", records = "deal.needs", their = "id" } }',
    ],
)
def test_what_covers_and_what_is_covered_of_any_kind(form: str) -> None:
    ids: list[tuple[Any, ...]] = [
        ("a",),
        ("a", "b"),
        (),
        ("b", None),
        (1,),
        (1, "a"),
        (Word("a"),),
        (NOT_SUPPLIED,),
        ("",),
    ]
    rows = []
    for ours in ids:
        for theirs in ids:
            answers = tuple(
                of(need_id=one, answer=said) for one, said in zip(ours, ("y", None), strict=False)
            )
            needs = tuple(of(id=one, statement=said) for one, said in zip(theirs, ("z", None), strict=False))
            rows.append(facts(deal=of(needs=needs, proposal=of(answers=answers)), account=of(name="y")))
    rows += [
        facts(deal=of(needs=(), proposal=None)),
        facts(deal=of(needs=(of(id="a", statement="z"),), proposal=None)),
        facts(),
    ]
    rows += [
        facts(deal=of(needs=None, proposal=of(answers=NOT_SUPPLIED))),
        facts(deal=of(needs=NOT_SUPPLIED, proposal=of(answers=()))),
    ]
    for some in (rows[::4], rows[1::5], rows[-12:], rows):
        judgement = compiled(read(form))
        assert Sheet(some).judge([judgement], AT)["r"] == [judgement.outcome(row, AT) for row in some]


def test_what_is_written_by_hand_and_read_by_nobody_is_judged_one_by_one() -> None:
    groups, name = path("segment.target_groups"), path("deal.name")
    needs = path("deal.needs")
    statement = core_schema().resolve("statement", (Need,))
    assert isinstance(statement, ResolvedPath)
    rows = [
        facts(segment=of(target_groups=some), deal=of(name=one, needs=(of(statement=one), of(statement="b"))))
        for some in LISTS
        for one in ("a", None, NOT_SUPPLIED, "")
    ]
    for condition in (
        Compare(groups, "equals", Literal("a")),
        Compare(groups, "contains", Literal("")),
        OneOf(groups, ("a", ("a",)), among=True),
        Compare(name, "equals", Literal("")),
        Compare(name, "differs", Literal(" ")),
        Covers(needs, None, statement, (1,)),
        Covers(needs, None, statement, ("a", "b")),
        Covers(needs, None, statement, ()),
        Count(needs, Compare(statement, "equals", Literal("a")), 1, None),
        AllOf(()),
        AnyOf(()),
        Not(AllOf(())),
    ):
        agrees(condition, rows)


class Named:
    """A check that is true of some facts, and has no answer, or fails, on others."""

    id = "t.named"
    reads = ("deal.name",)

    def holds(self, facts: Any, at: dt.datetime, /, **_: Any) -> Any:
        if facts.deal is NOT_SUPPLIED:
            return None
        return {"a": True, "b": False, "c": 1}[facts.deal.name]

    def reasons(self, facts: Any, at: dt.datetime, /, **_: Any) -> tuple[()]:
        return ()


def test_a_check_is_asked_of_each_row_for_itself_also_from_inside_a_list_that_rows_share() -> None:
    checks: dict[str, Any] = {"t.named": Named()}
    call = CheckCall("t.named", {})
    shared = of(lines=(of(ordered=1), of(ordered=2)))
    rows = [
        facts(deal=deal, order=shared)
        for deal in (of(name="a"), of(name="b"), of(name="c"), of(name="d"), NOT_SUPPLIED)
    ]
    rows += [facts(deal=of(name="b"), order=of(lines=())), facts(deal=of(name="a"))]
    lines = path("order.lines")
    assert agrees(call, rows, checks) == {PASS, FAIL, UNKNOWN, ERROR}
    for condition in (
        Some(lines, None, call), Each(lines, None, call, may_be_empty=False), Each(lines, call, call, may_be_empty=True), Count(lines, call, 2, 2),
    ):  # fmt: skip
        assert agrees(condition, rows, checks) >= {PASS, UNKNOWN, ERROR}


def test_a_figure_of_the_place_is_that_of_each_row_also_for_a_list_that_rows_share() -> None:
    shared = of(lines=(of(ordered=2), of(ordered=2)))
    rows = [facts(order=shared, account=of(region=region, country=None)) for region in ("CN", None, "US")]
    form = '"order.lines" = { each = { ordered = { above = { threshold = "local" } } } }'
    assert agrees(read(form), [*rows, facts(order=shared)]) == {PASS, FAIL, UNKNOWN}


def test_choices_of_any_kind() -> None:
    values = [*ForecastCategory, None, NOT_SUPPLIED, "commit", Word("commit"), 3]
    rows = [facts(deal=of(forecast_category=one)) for one in values]
    for form in (
        '{ equals = "commit" }',
        '{ differs = "commit" }',
        '{ one_of = ["commit"] }',
        '{ not_in = ["commit"] }',
        '"filled"',
    ):
        assert agrees(read(f'"deal.forecast_category" = {form}'), rows) >= {PASS, FAIL, UNKNOWN} - (
            {FAIL} if form == '"filled"' else set()
        )


def test_a_period_that_no_calendar_holds_is_an_error_of_each_row() -> None:
    condition = Within(path("deal.created_on"), Literal(10**9), "days", after=True, base=Literal(TODAY))
    rows = [facts(deal=of(created_on=one)) for one in (TODAY, None)]
    assert ERROR in agrees(condition, rows)


@pytest.mark.parametrize(
    "form",
    [
        '"deal.quotes" = { some = { approvals = { some = { "outer.version" = { above = { threshold = "local" } } } } } }',
        '"deal.quotes" = { some = { approvals = { some = { requested_by = { equals = { path = "outer.outer.account.name" } } } } } }',
        '"deal.quotes" = { some = { approvals = { some = { "root.contacts" = { count = { min = 1, max = 1 } } } } } }',
        '"deal.quotes" = { some = { approvals = { some = { "outer.approvals" = { count = { min = 2 } } } } } }',
        '"deal.quotes" = { some = { approvals = { some = { "root.contacts" = { some = { name = "filled" } } } } } }',
        '"deal.quotes" = { some = { approvals = { some = { "root.contacts" = { some = { name = { equals = { path = "outer.requested_by" } } } } } } } }',
        '"deal.quotes" = { some = { approvals = { some = { "root.deal.quotes.approvals" = { where = { requested_by = "filled" }, unique = { of = "requested_by" } } } } } }',
    ],
)
def test_what_lies_further_out_is_that_of_each_record(form: str) -> None:
    one, two = of(requested_by="a"), of(requested_by="b")
    quotes = [
        (of(version=2, approvals=(one, two)),),
        (of(version=9, approvals=(one,)), of(version=1, approvals=())),
        (of(version=None, approvals=(two, two)),),
        (),
        (of(version=5, approvals=None),),
        (of(version=5, approvals=(one,)),),
    ]
    contacts = [(of(name="a"),), (of(name=None), of(name="b")), (), NOT_SUPPLIED]
    accounts = [
        of(name="a", region="CN", country=None),
        of(name="b", region=None, country=None),
        NOT_SUPPLIED,
    ]
    rows = [
        facts(deal=of(quotes=some), contacts=others, account=account)
        for some in quotes
        for others, account in zip(
            (*contacts, contacts[0]), (*accounts, accounts[0], accounts[1]), strict=True
        )
    ]
    shared = of(quotes=quotes[1])
    rows += [
        facts(deal=shared, contacts=others, account=account) for others in contacts for account in accounts
    ]
    assert agrees(read(form), rows) >= {PASS, FAIL}


class Gentle(Named):
    """A check that has an answer whatever it is asked about."""

    def holds(self, facts: Any, at: dt.datetime, /, **_: Any) -> bool:
        return getattr(facts, "deal", None) is not None


def test_a_check_is_asked_about_the_facts_also_where_it_would_answer_about_a_record() -> None:
    checks: dict[str, Any] = {"t.named": Gentle()}
    shared = of(lines=(of(ordered=1), of(ordered=2)))
    rows = [facts(deal=deal, order=shared) for deal in (of(name="a"), None, of(name="a"))]
    condition = Some(path("order.lines"), None, CheckCall("t.named", {}))
    assert agrees(condition, rows, checks) == {PASS, FAIL}


@pytest.mark.parametrize(
    "form",
    [
        '"deal.demos" = { sum = { of = "feedback.performance", at_least = 7 } }',
        '"deal.demos" = { distinct = { of = "feedback.performance", min = 2 } }',
        '"deal.demos" = { some = { "feedback.performance" = { above = 3 } } }',
        '"deal.demos" = { where = { "feedback.reliability" = "filled" }, sum = { of = "feedback.performance", below = 7 } }',
        'expenses = { unique = { of = "vendor.deliverables" } }',
        'expenses = { each = { "vendor.deliverables" = "filled" } }',
        'expenses = { some = { "vendor.deliverables" = { count = { min = 2 } } } }',
    ],
)
def test_what_records_share_counts_for_each_of_them(form: str) -> None:
    good, poor, vendor, bare = (
        of(performance=4, reliability=1),
        of(performance=3, reliability=None),
        of(deliverables=("x", "y")),
        of(deliverables=()),
    )
    feedbacks = [
        (good, good),
        (good, poor),
        (poor, poor, good),
        (None,),
        (),
        (good, None),
        (of(performance=None, reliability=2),),
    ]
    vendors = [
        (vendor, vendor),
        (vendor, bare),
        (bare,),
        (None, vendor),
        (),
        (vendor,),
        (of(deliverables=None),),
    ]
    rows = [
        facts(
            deal=of(demos=tuple(of(feedback=one) for one in some)),
            expenses=tuple(of(vendor=one) for one in others),
        )
        for some, others in zip(feedbacks, vendors, strict=True)
    ]
    assert len(agrees(read(form), rows)) > 1
