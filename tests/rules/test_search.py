"""The search behind inversion: what it costs is counted, what it gives up is told, and it never says what is not so."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar, Final

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import NOT_SUPPLIED, Account, Contact, Deal, Facts, Need, Order, OrderLine, Quote
from medsales_core.money import Money
from medsales_core.playbook.load import core_schema
from medsales_core.ports.check import Check
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition, Not, When
from medsales_core.rules.inversion import Goal, OutOfFuel, Search, Way
from medsales_core.rules.inverting import (
    CannotSatisfy,
    satisfactions,
    satisfy,
    satisfy_all,
    satisfy_most,
    violations,
)
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.places import Scope
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.specimen import Maker
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

AT: Final = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
PLAIN: Final = Context({}, WeekdayCalendar())
D = Decimal


def threshold(name: str, *values: ThresholdValue, unit: str = "share") -> Threshold:
    return Threshold(id=name, label=text("l", "限"), unit=unit, values=values)


LIMITS: Final = {
    each.id: each
    for each in (
        threshold("third", ThresholdValue(value=D("0.3"))),
        threshold("later", ThresholdValue(value=D("0.3"), valid_from=dt.date(2099, 1, 1))),
        threshold("dear", ThresholdValue(value=D(30)), unit="USD"),
    )
}


def read(form: str, checks: dict[str, Any] | None = None) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    reader = ConditionReader(document, found, core_schema(), LIMITS, checks or {})
    condition = reader.read(document.data["require"], Place(("require",)))
    assert not list(found), [str(each) for each in found]
    assert condition is not None
    return condition


def holds(condition: Condition, facts: Facts, context: Context = PLAIN) -> bool | None:
    return compile_condition(condition, context).holds(facts, facts, AT, None)


def ways(form: str, start: Facts = Facts()) -> dict[str, Facts]:  # noqa: B008 - facts do not change
    return {way.name: way.facts for way in violations(read(form), start, AT)}


def search(fuel: int, context: Context = PLAIN) -> Search:
    return Search(AT, context, Maker(AT, "CNY", {}), fuel)


def goal(form: str) -> Goal:
    return Goal(read(form), wanted=True, scope=Scope())


# What it costs ------------------------------------------------------------------------------------------------

FAR: Final = (
    '"deal.needs" = { count = { min = 1 }, each = { priority = { above = 3 }, statement = "filled" } }'
)
#: Each of these is undone by the other; only the sum of all ways ends it.
NEVER: Final = '"deal.needs" = { count = { min = 2 }, each = { priority = { above = 3, at_most = 3 } } }'
#: Two of the kind, each to be undone in many ways: together more than anybody tries.
ENDLESS: Final = """
"deal.needs" = { count = { min = 3 }, none = { statement = "filled" }, unique = { of = "statement" }, some = { statement = "filled" } }
"deal.quotes" = { none = { margin = "filled" }, some = { margin = "filled" } }
"""


def spent(form: str) -> int:
    tried = search(1000)
    assert next(tried.together([goal(form)], Facts()), None) is not None
    return 1000 - tried.fuel


def test_a_search_finds_what_it_looks_for_with_just_the_fuel_that_it_takes_and_not_with_less() -> None:
    needed = spent(FAR)
    assert needed > 1
    enough = search(needed)
    found = next(enough.together([goal(FAR)], Facts()))
    assert holds(read(FAR), found)
    assert enough.fuel == 0
    with pytest.raises(OutOfFuel):
        next(search(needed - 1).together([goal(FAR)], Facts()))


def test_one_proposal_costs_one_unit() -> None:
    assert spent('"deal.name" = "filled"') == 1
    tried = search(10)
    facts = Facts(deal=Deal(id="d"))
    offered = [Way(str(number), facts) for number in range(3)]
    assert list(tried.plainest(iter(offered), goal('"deal.id" = "filled"'))) == offered
    assert tried.fuel == 7


@pytest.mark.parametrize(("fuel", "given"), [(1000, 10), (5, 100)])
def test_a_side_search_spends_no_more_than_it_was_given_and_what_it_spends_is_gone(
    fuel: int, given: int
) -> None:
    tried = search(fuel)
    assert tried.first([goal(NEVER)], Facts(), given) is None
    # Each search within another notices by itself that it is over.
    assert 0 < fuel - tried.fuel - min(fuel, given) < 5
    tried = search(fuel)
    assert tried.first([goal('"deal.name" = "filled"')], Facts(), given) is not None
    assert tried.fuel == fuel - 1


def test_no_proposal_is_looked_at_twice() -> None:
    tried = search(2000)
    facts = Facts(deal=Deal(id="d", name="x"), account=Account(id="a", name="A"))
    goals = [goal('"deal.name" = "filled"'), goal('"deal.name" = "empty"'), goal('"account.name" = "filled"')]
    assert list(tried.together(goals, facts)) == []
    assert 2000 - tried.fuel < 10  # there are as many different facts on the way


def test_what_is_so_already_costs_nothing() -> None:
    tried = search(0)
    facts = Facts(deal=Deal(id="d", name="x"))
    assert list(tried.together([goal('"deal.name" = "filled"')], facts)) == [facts]
    assert list(tried.together([], facts)) == [facts]
    assert tried.fuel == 0


def test_a_spare_way_serves_only_where_there_is_no_other() -> None:
    named, bare = Facts(deal=Deal(id="d", name="x")), Facts(deal=Deal(id="d"))
    wanted = goal('"deal.name" = "filled"')
    first, spare = Way("a", named), Way("b", named, spare=True)
    assert list(search(9).plainest(iter([first, spare]), wanted)) == [first]
    assert list(search(9).plainest(iter([Way("c", bare), spare, first]), wanted)) == [spare, first]
    assert list(search(9).plainest(iter([spare, spare]), wanted)) == [spare]


# What it says -------------------------------------------------------------------------------------------------


def test_what_cannot_be_had_is_told_in_words_with_what_stands_in_the_way() -> None:
    with pytest.raises(CannotSatisfy) as caught:
        satisfy(read('"deal.name" = "filled"\nnot = { "deal.name" = "filled" }'), Facts(), AT)
    assert str(caught.value).startswith("no facts were found on which this holds: ")
    assert "name" in str(caught.value)
    assert f": {caught.value.why} " in str(caught.value)
    assert caught.value.why == "every way that there is was tried"
    assert "contradict" in caught.value.hint
    assert caught.value.code == "cannot-satisfy"
    conditions = [read('"deal.name" = "filled"'), read('"deal.name" = "empty"')]
    with pytest.raises(CannotSatisfy) as caught:
        satisfy_all(conditions, Facts(), AT)
    assert caught.value.condition == tuple(conditions)
    assert "; " in str(caught.value)


def test_a_search_that_was_given_up_says_how_many_ways_it_tried() -> None:
    with pytest.raises(CannotSatisfy, match=": 2500 ways were tried"):
        satisfy(read(ENDLESS), Facts(), AT)


class Told(Check):
    """A check that holds where the account has a name, and says that it reads something else."""

    id = "t.told"
    title = text("told", "已告知")
    reads: ClassVar = ("deal.name",)

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool | None:
        return facts.account is not NOT_SUPPLIED and facts.account is not None and facts.account.name == "A"


def test_what_a_check_reads_without_saying_so_is_asked_of_it_in_the_end() -> None:
    checks: dict[str, Any] = {"t.told": Told()}
    context = Context(checks, WeekdayCalendar())
    both = [read('check = "t.told"', checks), read('"account.name" = { equals = "B" }')]
    with pytest.raises(CannotSatisfy):
        satisfy_all(both, Facts(account=Account(id="a", name="A")), AT, context)
    one = [read('check = "t.told"', checks), read('"account.region" = "filled"')]
    made = satisfy_all(one, Facts(account=Account(id="a", name="A")), AT, context)
    assert holds(one[0], made, context)


class Failing(Told):
    """A check that has no answer of any kind."""

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool | None:
        raise OSError("no line")


def test_a_check_that_fails_by_itself_neither_holds_nor_fails_nor_is_unknown() -> None:
    checks: dict[str, Any] = {"t.told": Failing()}
    context = Context(checks, WeekdayCalendar())
    condition = read('check = "t.told"', checks)
    for start in (Facts(), Facts(deal=Deal(id="d", name="x"))):
        assert list(violations(condition, start, AT, context)) == []
        with pytest.raises(CannotSatisfy):
            satisfy(condition, start, AT, context)


# As much as can be had ----------------------------------------------------------------------------------------


def test_the_first_alternative_that_can_be_had_is_kept_and_the_others_are_not_tried() -> None:
    many, few = read('"account.bed_count" = { above = 10 }'), read('"account.bed_count" = { below = 5 }')
    facts, left = satisfy_most({"one": [many, few]}, Facts(), AT)
    assert left == {}
    assert holds(many, facts)
    start = Facts(account=Account(id="a", name="A", bed_count=20))
    assert satisfy_most({"one": [many, few]}, start, AT) == (start, {})


def test_each_that_gives_way_is_told_with_its_own_reason() -> None:
    checks: dict[str, Any] = {"t.told": Told()}
    context = Context(checks, WeekdayCalendar())
    told = read('check = "t.told"', checks)
    never = [read('"account.bed_count" = { above = 10, below = 5 }')]
    facts, left = satisfy_most(
        {"told": [told], **{f"never {n}": never for n in range(9)}}, Facts(), AT, context
    )
    assert facts.account is NOT_SUPPLIED or facts.account.name != "A"
    assert left["told"] == "check 't.told' does not tell how it is satisfied"
    others = [why for name, why in left.items() if name != "told"]
    assert len(others) == 9
    for why in others:
        found = re.fullmatch(r"(\d+) ways were tried", why)
        assert found is not None
        assert 0 < int(found[1]) <= 501


def test_values_between_the_limits_of_all_conditions_are_found() -> None:
    conditions = {
        "above": [read('"deal.probability" = { above = 0.20 }')],
        "below": [read('"deal.probability" = { below = 0.21 }')],
    }
    facts, left = satisfy_most(conditions, Facts(), AT)
    assert left == {}
    assert D("0.20") < facts.deal.probability < D("0.21")


@pytest.mark.parametrize(
    "form",
    [
        '"deal.probability" = { above = 0.20, below = 0.21 }',
        '"deal.probability" = { above = { threshold = "third" }, below = 0.4 }',
        '"deal.amount" = { above = { threshold = "dear" }, below = "31 USD" }',
        '"deal.quotes" = { each = { margin = { above = 0.5 } }, sum = { of = "margin", below = 0.6 } }',
    ],
)
def test_a_value_between_two_limits_is_found(form: str) -> None:
    made = satisfy(read(form), Facts(), AT)
    assert holds(read(form), made)


def test_a_figure_that_is_not_known_yet_is_no_limit() -> None:
    condition = read(
        'any_of = [{ "deal.name" = "filled" }, { "deal.probability" = { above = { threshold = "later" } } }]'
    )
    assert satisfy(condition, Facts(), AT).deal.name
    assert list(violations(read('"deal.name" = "filled"\n"deal.id" = "filled"'), Facts(), AT))


# Made-up values -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "start", "currency"),
    [
        ('"deal.quotes" = { some = { total = { above = 0 } } }', Facts(), "CNY"),
        (
            '"deal.quotes" = { some = { total = { above = 0 } } }\n"deal.amount" = { above = "5 USD" }',
            Facts(),
            "USD",
        ),
        (
            '"deal.amount" = { one_of = ["5 USD", "6 USD"] }\n"deal.quotes" = { some = { total = { above = 0 } } }',
            Facts(),
            "USD",
        ),
        (
            '"deal.quotes" = { some = { total = { above = 0 } } }',
            Facts(order=Order(id="o", lines=(OrderLine(id="1", unit_price=Money(4, "GBP")),))),
            "GBP",
        ),
        (
            '"deal.quotes" = { some = { total = { above = 0 } } }',
            Facts(
                deal=Deal(id="d", amount=Money(1, "EUR")),
                order=Order(id="o", lines=(OrderLine(id="1", unit_price=Money(4, "GBP")),)),
            ),
            "EUR",
        ),
    ],
)
def test_amounts_are_made_in_the_first_currency_of_the_facts_or_else_of_the_conditions(
    form: str, start: Facts, currency: str
) -> None:
    made = satisfy(read(form), start, AT)
    assert [quote.total.currency for quote in made.deal.quotes] == [currency]


def test_a_pattern_is_never_taken_for_a_text() -> None:
    form = (
        '"deal.name" = { matches = "CT-[0-9]" }\n"deal.needs" = { distinct = { of = "statement", min = 3 } }'
    )
    made = satisfy(read(form), Facts(), AT)
    statements = [need.statement for need in made.deal.needs]
    assert len(set(statements)) == 3
    assert all(statement.startswith("text") for statement in statements)


# Ways to fail -------------------------------------------------------------------------------------------------


def test_what_can_never_hold_fails_in_its_ways_all_the_same() -> None:
    for form in (NEVER, ENDLESS):
        found = list(violations(read(form), Facts(), AT))
        assert any(way.outcome is Outcome.FAIL for way in found)
        assert list(satisfactions(read(form), Facts(), AT)) == []


def test_a_root_that_was_not_supplied_is_the_only_one() -> None:
    start = Facts(
        deal=Deal(id="d", name="x"),
        account=Account(id="a", name="A"),
        contacts=(Contact(id="c"),),
        activities=(),
        order=Order(id="o"),
    )
    form = '"deal.name" = "filled"\n"account.name" = "filled"\ncontacts = "filled"\nactivities = "empty"\n"order.id" = "filled"'
    found = [way for way in violations(read(form), start, AT) if way.outcome is Outcome.UNKNOWN]
    assert [way.name for way in found] == [
        f"{root}: not supplied" for root in ("account", "activities", "contacts", "deal", "order")
    ]
    for way in found:
        gone = {name for name, value in vars(way.facts).items() if value is NOT_SUPPLIED}
        assert gone - {name for name, value in vars(start).items() if value is NOT_SUPPLIED} == {
            way.name.split(":")[0]
        }


def test_where_one_of_several_is_enough_the_others_fail_while_a_root_is_unknown() -> None:
    start = Facts(deal=Deal(id="d", name="x"), account=Account(id="a", name="A", region="CN"))
    found = ways('any_of = [{ "deal.name" = "filled" }, { "account.region" = "filled" }]', start)
    assert found["deal: not supplied"].account == Account(id="a", name="A")
    assert found["account: not supplied"].deal == Deal(id="d")


def test_a_way_without_a_name_of_its_own_just_fails_or_holds() -> None:
    condition = Not(When(read('"account.name" = "filled"'), read('"deal.name" = "empty"')))
    names = [way.name for way in violations(condition, Facts(deal=Deal(id="d", name="x")), AT)]
    assert names[0] == "fails"
    assert not [name for name in names if not name]
    plain = When(read('"account.name" = "filled"'), read('"deal.name" = "filled"'))
    held = [way.name for way in satisfactions(plain, Facts(), AT)]
    assert held[0] == "holds"


def parts(form: str, start: Facts) -> Iterator[tuple[str, Facts]]:
    for way in violations(read(form), start, AT):
        if way.outcome is Outcome.FAIL:
            yield way.name, way.facts


def test_a_part_that_fails_alone_leaves_every_other_as_it_was() -> None:
    """Also where mending another part would mend the one that is to fail."""
    form = 'all_of = [{ "deal.name" = { equals = "text" } }, { "deal.name" = "filled" }]'
    first, second = read('"deal.name" = { equals = "text" }'), read('"deal.name" = "filled"')
    found = dict(parts(form, Facts()))
    assert any(holds(second, facts) and not holds(first, facts) for facts in found.values())
    assert all(not holds(first, facts) for facts in found.values())


def test_a_condition_that_applies_fails_while_it_applies() -> None:
    form = '"deal.needs" = { some = { priority = { equals = 1 } } }\nwhen = { "deal.needs" = { count = { min = 1 } } }'
    start = Facts(deal=Deal(id="d", needs=(Need(id="n", priority=1),), quotes=(Quote(id="q"),)))
    found = list(parts(form, start))
    assert found
    for name, facts in found:
        assert facts.deal.needs, name


def test_both_sides_of_a_limit_are_shown_once() -> None:
    found = list(satisfactions(read('"deal.probability" = { at_least = 0.30 }'), Facts(), AT))
    assert [way.facts.deal.probability for way in found] == [D("0.30"), D("0.31")]
    assert {way.outcome for way in found} == {Outcome.PASS}


# Lists as a whole ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "contacts = { count = { max = 2 } }",
        'contacts = { distinct = { of = "name", max = 2 } }',
        'contacts = { unique = { of = "name" } }',
        'contacts = "empty"',
    ],
)
def test_a_list_that_nobody_supplied_is_supplied_empty_where_that_is_enough(form: str) -> None:
    assert satisfy(read(form), Facts(), AT) == Facts(contacts=())


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ('"segment.target_groups" = { count = { min = 3 } }', lambda facts: facts.segment.target_groups),
        ('"account.duplicate_ids" = { count = { min = 3 } }', lambda facts: facts.account.duplicate_ids),
        (
            'contacts = { distinct = { of = "name", min = 3 } }',
            lambda facts: [one.name for one in facts.contacts],
        ),
        ("contacts = { count = { min = 3 } }", lambda facts: [one.id for one in facts.contacts]),
    ],
)
def test_what_is_added_to_a_list_is_unlike_what_is_there(form: str, values: Any) -> None:
    made = values(satisfy(read(form), Facts(), AT))
    assert len(made) == len(set(made)) == 3


def test_a_record_that_lacks_a_value_is_given_it_before_another_is_added() -> None:
    start = Facts(contacts=(Contact(id="1", name="A"), Contact(id="2", name="B", source="visit")))
    made = satisfy(read('contacts = { distinct = { of = "source", min = 2 } }'), start, AT)
    assert [one.id for one in made.contacts] == ["1", "2"]
    assert len({one.source for one in made.contacts}) == 2
    made = satisfy(
        read('contacts = { covers = { of = "source", values = ["visit", "referral"] } }'), start, AT
    )
    assert [one.source for one in made.contacts] == ["referral", "visit"]


def test_the_last_of_several_values_gives_way_to_a_sum_or_one_stands_for_all() -> None:
    start = Facts(order=Order(id="o", lines=tuple(OrderLine(id=str(n), ordered=n) for n in (2, 3, 4))))
    for wanted, ordered in ((10, [2, 3, 5]), (7, [2, 3, 2]), (5, [2, 3, 0]), (4, [4, 0, 0])):
        made = satisfy(
            read(f'"order.lines" = {{ sum = {{ of = "ordered", equals = {wanted} }} }}'), start, AT
        )
        assert [line.ordered for line in made.order.lines] == ordered


def test_only_values_that_come_twice_are_made_unlike() -> None:
    start = Facts(
        contacts=tuple(Contact(id=str(n), name=name) for n, name in enumerate(("A", "B", "A", "C")))
    )
    made = satisfy(read('contacts = { unique = { of = "name" } }'), start, AT)
    names = [one.name for one in made.contacts]
    assert names[1:2] + names[3:] == ["B", "C"]
    assert len(set(names)) == 4


def test_what_is_to_be_covered_is_made_where_there_is_nothing_to_cover() -> None:
    form = '"deal.proposal.answers" = { covers = { of = "answer", records = "deal.needs", their = "statement" } }'
    (way,) = (way for way in violations(read(form), Facts(), AT) if way.outcome is Outcome.FAIL)
    (need,) = way.facts.deal.needs
    assert need.statement
    made = satisfy(read(form), way.facts, AT)
    assert need.statement in [answer.answer for answer in made.deal.proposal.answers]


# Texts and values ---------------------------------------------------------------------------------------------


def named(name: str) -> Facts:
    return Facts(deal=Deal(id="d", name=name))


def test_a_text_loses_or_gains_just_what_is_asked_about() -> None:
    assert ways('"deal.name" = { contains = "12" }', named("CT-12"))["deal.name: without"] == named("CT-")
    assert ways('"deal.name" = { contains = "12" }', named("12"))["deal.name: without"] == named("text")
    both = read('all_of = [{ "deal.name" = { contains = "CT" } }, { "deal.name" = { contains = "12" } }]')
    assert satisfy(both, named("CT"), AT) == named("CT 12")
    unlike = '"deal.name" = { matches = "CT-[0-9]" }'
    assert ways(unlike, named("CT-1"))["deal.name: unlike"] == named("CT-[0-9]")
    assert (
        ways('"deal.name" = { matches = "abc" }', named("abc"))["deal.name: unlike"].deal.name.strip()
        == "abc"
    )


def test_a_list_loses_just_the_value_that_is_asked_about() -> None:
    start = Facts(account=Account(id="a", name="A", duplicate_ids=("x", "y", "x")))
    found = ways('"account.duplicate_ids" = { contains = "x" }', start)
    assert found["account.duplicate_ids: without"].account.duplicate_ids == ("y",)
    assert found["account.duplicate_ids: none"].account.duplicate_ids == ()
    only = ways(
        '"account.duplicate_ids" = { contains = "x" }',
        Facts(account=Account(id="a", name="A", duplicate_ids=("x",))),
    )
    (other,) = only["account.duplicate_ids: without"].account.duplicate_ids
    assert other != "x"


def test_a_period_of_hours_is_counted_from_the_moment_and_one_of_days_from_the_day() -> None:
    form = 'tickets = { some = { responded_at = { within = { hours = 2, before = "as_of" } } } }'
    assert satisfy(read(form), Facts(), AT).tickets[0].responded_at == AT
    assert (
        satisfy(
            read('"deal.created_on" = { within = { days = 2, before = "as_of" } }'), Facts(), AT
        ).deal.created_on
        == AT.date()
    )
    far = '"deal.created_on" = { within = { days = 99999999, after = 9999-12-30 } }'
    assert [way.outcome for way in violations(read(far), Facts(), AT)][-1:] != [Outcome.FAIL]
