"""Reading conditions at the edges of what each word takes: the last value accepted, the first refused, and the hint."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import Choice
from medsales_core.playbook.load import core_schema
from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    CheckCall,
    Condition,
    Count,
    Covers,
    Each,
    Not,
    OneOf,
    Presence,
    When,
    Within,
)
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.reading_references import has_guard, measured
from medsales_core.rules.reading_scope import guarded, is_place
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text


class Colour(Choice):
    RED = "red", "red", "红"


class Check:
    id = "tender.bond-paid"
    reads = ("deal.id",)
    parameters: Mapping[str, type] = MappingProxyType({"days": int, "colour": Colour})


LIMITS = {
    name: Threshold(id=name, label=text(name, name), unit=unit, values=(ThresholdValue(value=Decimal(3)),))
    for name, unit in (("in-day", "day"), ("in-days", "days"), ("in-hour", "hour"), ("in-piece", "piece"), ("in-money", "CNY"))
}  # fmt: skip


def diagnose(form: str) -> tuple[Condition | None, list[tuple[str, str, str]]]:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}\n".encode(), name="x.toml")
    checks: Any = {Check.id: Check()}
    reader = ConditionReader(document, found, core_schema(), LIMITS, checks)
    condition = reader.read(document.data["require"], Place(("require",)))
    return condition, [(each.code, each.message, each.hint) for each in found]


def read(form: str) -> Condition:
    condition, found = diagnose(form)
    assert found == []
    assert condition is not None
    return condition


def within(written: str, field: str = '"deal.created_on"') -> str:
    return f"{field} = {{ within = {{ {written}, before = 'as_of' }} }}"


TICKET = "tickets = {{ each = {{ responded_at = {} }} }}"


@pytest.mark.parametrize(
    "form",
    [
        within("days = 0"),
        within("months = 0"),
        within("days = 3.0"),
        within('days = { threshold = "in-day" }'),
        within('days = { threshold = "in-days" }'),
        within('workdays = { threshold = "in-day" }'),
        TICKET.format("{ within = { hours = 0.5, before = 'as_of' } }"),
        TICKET.format("{ within = { hours = { threshold = 'in-hour' }, before = 'as_of' } }"),
        TICKET.format("{ before = 'as_of' }"),
        TICKET.format("{ not_after = 2026-01-31 }"),
        TICKET.format("{ before = { path = 'root.deal.created_on' } }"),
        TICKET.format("{ equals = { path = 'response_due_at' } }"),
        TICKET.format("{ one_of = [2026-01-31T10:00:00Z] }"),
        '"deal.created_on" = { equals = "as_of" }',
        '"deal.amount" = { equals = 0 }',
        '"deal.amount" = { one_of = ["0 CNY"] }',
        '"deal.amount" = { at_most = { threshold = "in-money" } }',
        '"deal.needs" = { count = { min = 0 } }',
        '"deal.needs" = { count = { max = 0 } }',
        '"deal.needs" = { count = { min = 2, max = 2 } }',
        '"deal.needs" = { count = { equals = 0 } }',
        '"deal.needs" = { each = { id = "filled" }, may_be_empty = false }',
        '"segment.target_groups" = { count = { min = 1 } }',
        'check = "tender.bond-paid"\nwith = { days = 0, colour = "red" }',
        '"deal.probability" = { above = "0.5" }',
    ],
)
def test_the_last_value_that_makes_sense_is_taken(form: str) -> None:
    read(form)


LONG = "x" * 56


@pytest.mark.parametrize(
    ("form", "code", "message", "hint"),
    [
        ("each = 1", "undefined-field", "no 'each'", "belongs behind a path"),
        ('"deal.needs" = { each = { count = "filled" } }', "undefined-field", "no 'count'", "known: "),
        ('"deal.name" = "emty"', "unknown-keyword", "'emty'", "did you mean 'empty'?"),
        ('"deal.name" = true', "wrong-type", "not True", "{ equals = true }"),
        ('"deal.name" = 1.5', "wrong-type", "1.5", "{ equals = 1.5 }"),
        ('"deal.name" = { whre = 1 }', "unknown-operator", "'whre'", "did you mean 'where'?"),
        ('"deal.name" = { zzzzzz = 1 }', "unknown-operator", "'zzzzzz'", "known: equals"),
        ('"deal.name" = { above = 1 }', "wrong-operator", "a text", "for it: equals, differs, contains, matches"),
        ('"deal.budget" = { equals = 1 }', "wrong-operator", "a record", "for it: filled, empty"),
        ('"deal.name" = { matches = 5 }', "bad-value", "not 5", "CT-[0-9]{4}"),
        ('"deal.name" = { matches = "" }', "bad-value", "not ''", "CT-[0-9]{4}"),
        (f'"deal.name" = {{ matches = "{LONG}[abc" }}', "bad-value", f"'{LONG}[abc'", ""),
        (f'"deal.name" = {{ matches = "{LONG}[abcd" }}', "bad-value", f"'{LONG}[abc...'", ""),
        ('"deal.name" = { matches = "(" }', "bad-value", "'('", ""),
        ('"deal.amount" = { one_of = [0] }', "bad-value", "0 is not money", 'write "0 CNY"'),
        ('"deal.amount" = { equals = false }', "bad-value", "False is not money", "write 0"),
        ('"deal.forecast_category" = { equals = ["commit"] }', "bad-value", "is not a ForecastCategory", "one of"),
        ('"deal.budget" = { one_of = ["x"] }', "bad-value", "a record cannot be compared", "a field of it"),
        (TICKET.format("{ equals = 'as_of' }"), "bad-value", "'as_of' is not a date or a time", ""),
        (TICKET.format("{ one_of = [2026-01-31] }"), "bad-value", "never equal to the day", "not_before, not_after"),
        (TICKET.format("{ equals = { path = 'root.deal.created_on' } }"), "wrong-type", "is a day, a instant", ""),
        ('"deal.created_on" = { before = { path = "deal.name" } }', "wrong-type", "is a text, a day", ""),
        ('"deal.created_on" = { before = { path = "deal.amount" } }', "wrong-type", "is a money, a day", ""),
        ('"deal.created_on" = { within = 3 }', "wrong-operator", "takes a table", ""),
        (within("days = 3, after = 'as_of'"), "bad-period", "one of after, before", "days = 30"),
        (within("days = 3, x = 1"), "bad-period", "one of after, before", "days = 30"),
        (within("days = 3, months = 1"), "bad-period", "one of hours", "days = 30"),
        ('"deal.created_on" = { within = { days = 3, before = "x" } }', "bad-value", "not a date", ""),
        (within("days = -1"), "bad-period", "whole number of days from 0", "{ days = 30 }"),
        (within("days = 1.5"), "bad-period", "whole number of days", "{ days = 30 }"),
        (within("days = true"), "bad-value", "True", ""),
        (within('months = { threshold = "in-day" }'), "bad-period", "counts in 'day', and months", ""),
        (TICKET.format("{ within = { hours = -1, before = 'as_of' } }"), "bad-period", "from 0", ""),
        ('"deal.needs" = { count = { of = "id" } }', "bad-bounds", "takes a table with min", "{ min = 2 }"),
        ('"deal.needs" = { count = {} }', "bad-bounds", "takes a table with min", "{ min = 2 }"),
        ('"deal.needs" = { count = { min = "1" } }', "wrong-type", "whole number from 0, not '1'", ""),
        ('"deal.needs" = { count = { min = -1 } }', "wrong-type", "not -1", ""),
        ('"deal.needs" = { count = { max = 3, equals = 2 } }', "bad-bounds", "stands alone", ""),
        ('"deal.needs" = { unique = "id" }', "missing-key", "a table with 'of'", ""),
        ('"deal.needs" = { unique = { of = 3 } }', "missing-key", "a table with 'of'", ""),
        ('"deal.needs" = { unique = { of = "x" } }', "undefined-field", "has no 'x'", ""),
        ('"deal.needs" = { distinct = { of = "dimension" } }', "bad-bounds", "min, max or equals", ""),
        ('"segment.target_groups" = { unique = { of = "id" } }', "not-records", "of choices", "contains, count"),
        ('"segment.target_groups" = { where = { id = "filled" }, count = { min = 1 } }', "not-records", "choices", ""),
        ('"order.lines" = { sum = { of = "ordered", equals = "as_of" } }', "bad-value", "not a number", ""),
        ('"order.lines" = { sum = { of = "ordered", above = 1, below = 3 } }', "bad-sum", "one comparison", ""),
        ('"deal.needs" = { covers = { of = "id", records = 3, their = "id" } }', "bad-covers", "with 'their'", ""),
        (
            '"deal.needs" = { covers = { of = "id", records = "deal.quotes", their = "id", where = {} } }',
            "empty-condition", "always holds", "",
        ),
        ("any_of = 3", "wrong-type", "'any_of' takes a list", ""),
        ('check = "tender.x"', "undefined-check", "'tender.x'", ""),
        ('check = "laboratory.x"', "undefined-check", "'laboratory.x'", "[plugins.laboratory]"),
        ('check = "tender.bond-paid"\nwith = { days = 1, colour = "rot" }', "bad-value", "Colour", "red"),
        ('check = "tender.bond-paid"\nwith = { days = 1, colour = "red", zzzzzz = 1 }', "unknown-key", "no parameter", "known: days, colour"),
        ('any_of = [{ unless = { "deal.id" = "filled" }, "deal.name" = "filled" }]', "misplaced-guard", "'unless'", "plain test"),
        ('requirement = "x"', "undefined-requirement", "no requirement 'x'", "a playbook defines them"),
        ('not = { standard = "x" }', "undefined-standard", "no standard 'x'", ""),
        ('"deal.needs" = { each = { requirement = "x" } }', "misplaced-word", "not of each Need", "outside of each"),
    ],
)  # fmt: skip
def test_the_first_value_that_makes_none_is_refused_with_what_would(
    form: str, code: str, message: str, hint: str
) -> None:
    _, found = diagnose(form)
    assert found, form
    assert found[0][0] == code
    assert message in found[0][1]
    assert hint in found[0][2]


# What is read -------------------------------------------------------------------------------------------------

FILLED = '"deal.name" = "filled"'


def filled(form: str = FILLED) -> Presence:
    found = read(form)
    assert isinstance(found, Presence)
    return found


NAME, AMOUNT, ID = filled(), filled('"deal.amount" = "filled"'), filled('"deal.id" = "filled"')


@pytest.mark.parametrize(
    ("form", "condition"),
    [
        ('"deal.name" = "filled"\n"deal.amount" = "filled"', AllOf((NAME, AMOUNT))),
        (f"all_of = [{{ {FILLED} }}]", AllOf((NAME,))),
        (f"any_of = [{{ {FILLED} }}]", AnyOf((NAME,))),
        (f"not = {{ {FILLED} }}", Not(NAME)),
        (f'{FILLED}\nwhen = {{ "deal.id" = "filled" }}', When(ID, NAME)),
        (f'{FILLED}\nunless = {{ "deal.id" = "filled" }}', When(Not(ID), NAME)),
        (
            f'{FILLED}\nwhen = {{ "deal.id" = "filled" }}\nunless = {{ "deal.amount" = "filled" }}',
            When(ID, When(Not(AMOUNT), NAME)),
        ),
    ],
)
def test_connectives_are_read_as_they_nest(form: str, condition: Condition) -> None:
    assert read(form) == condition


def test_words_about_lists_keep_their_filter_and_their_bounds() -> None:
    found = read('"deal.needs" = { where = { id = "filled" }, count = { equals = 2 } }')
    assert isinstance(found, Count)
    assert found.where is not None
    assert (found.least, found.most) == (2, 2)
    for written, may in (("true", True), ("false", False)):
        every = read(f'"deal.needs" = {{ each = {{ id = "filled" }}, may_be_empty = {written} }}')
        assert isinstance(every, Each)
        assert every.may_be_empty is may
    assert isinstance(read('"deal.needs" = { each = { id = "filled" } }'), Each)


def test_a_list_of_values_and_a_period_are_read_with_their_side() -> None:
    for word, among in (("one_of", True), ("not_in", False)):
        found = read(f'"deal.name" = {{ {word} = ["a", "b"] }}')
        assert isinstance(found, OneOf)
        assert (found.values, found.among) == (("a", "b"), among)
    for side, after in (("after", True), ("before", False)):
        period = read(f'"deal.created_on" = {{ within = {{ months = 2, {side} = 2026-01-31 }} }}')
        assert isinstance(period, Within)
        assert (period.unit, period.after) == ("months", after)


def test_what_cannot_be_read_leaves_out_its_part_and_no_other() -> None:
    condition, found = diagnose(f'{FILLED}\n"deal.nmae" = "filled"')
    assert condition == NAME
    assert [code for code, *_ in found] == ["undefined-field"]
    condition, found = diagnose(f'any_of = [{{ {FILLED} }}, {{ "deal.nmae" = "filled" }}]')
    assert condition is None
    assert len(found) == 1


GUARDED = When(ID, NAME)


@pytest.mark.parametrize(
    ("condition", "guard"),
    [
        (NAME, False),
        (AllOf((NAME, ID)), False),
        (Not(NAME), False),
        (GUARDED, True),
        (Not(GUARDED), True),
        (AllOf((NAME, GUARDED)), True),
        (AllOf((GUARDED, NAME)), True),
        (AnyOf((NAME, Not(AllOf((ID, GUARDED))))), True),
    ],
)
def test_a_guard_is_found_however_deep(condition: Condition, *, guard: bool) -> None:
    assert has_guard(condition) is guard


@pytest.mark.parametrize(
    ("condition", "size", "depth"),
    [
        (NAME, 1, 1),
        (Not(NAME), 2, 2),
        (AllOf(()), 1, 1),
        (AllOf((NAME, ID)), 3, 2),
        (AllOf((NAME, Not(ID))), 4, 3),
        (AllOf((Not(Not(ID)), NAME)), 5, 4),
        ((NAME, Not(ID)), 3, 2),
        ((), 0, 0),
        ("text", 0, 0),
    ],
)
def test_a_condition_is_measured_by_its_parts_and_its_depth(condition: Any, size: int, depth: int) -> None:
    assert measured(condition) == (size, depth)


def test_a_day_in_a_period_may_be_written() -> None:
    found = read('"deal.created_on" = { within = { days = 2, after = 2026-01-31 } }')
    assert isinstance(found, Within)
    assert found.base.value == dt.date(2026, 1, 31)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "form",
    [
        '"deal.name" = { equals = 5 }',
        '"deal.probability" = { above = true }',
        '"deal.probability" = { above = "much" }',
        '"deal.created_on" = { before = "x" }',
    ],
)
def test_what_has_no_remedy_but_its_message_gives_no_hint(form: str) -> None:
    assert [(code, hint) for code, _, hint in diagnose(form)[1]] == [("bad-value", "")]


@pytest.mark.parametrize(
    "asked", ['each = { id = "filled" }', "count = { min = 1 }", 'unique = { of = "id" }']
)
def test_what_is_asked_of_records_that_cannot_be_chosen_is_not_read(asked: str) -> None:
    condition, found = diagnose(f'"deal.needs" = {{ where = {{ xyz = "filled" }}, {asked} }}')
    assert condition is None
    assert [code for code, *_ in found] == ["undefined-field"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("CN", True),
        ("EU", False),
        ("CN-ZJ", True),
        ("cn", False),
        ("CHN", False),
        ("CN-", False),
        ("DE-BY", True),
    ],
)
def test_a_place_is_a_country_or_a_part_of_one(name: str, *, place: bool) -> None:
    assert is_place(name) is place


def test_a_scope_stands_before_the_guards_of_the_condition_itself() -> None:
    assert guarded(NAME, ()) == NAME
    assert guarded(NAME, (ID,)) == When(ID, NAME)
    assert guarded(NAME, (ID, AMOUNT)) == When(AllOf((ID, AMOUNT)), NAME)
    assert guarded(When(ID, NAME), (AMOUNT,)) == When(AllOf((AMOUNT, ID)), NAME)
    assert guarded(When(ID, When(AMOUNT, NAME)), (Not(ID),)) == When(AllOf((Not(ID), ID, AMOUNT)), NAME)


@pytest.mark.parametrize(
    "word",
    [
        "equals", "differs", "above", "at_least", "below", "at_most", "before", "after", "not_before", "not_after", "contains",
        "matches", "one_of", "not_in", "within", "each", "some", "none", "count", "distinct", "unique", "sum", "covers",
    ],
)  # fmt: skip
def test_every_word_of_the_language_is_recognised_in_a_misspelt_one(word: str) -> None:
    for field in ('"deal.name"', '"deal.needs"'):
        condition, found = diagnose(f"{field} = {{ {word}x = 1 }}")
        assert condition is None
        assert found == [("unknown-operator", f"there is no operator '{word}x'", f"did you mean {word!r}?")]
    listed = word in ("each", "some", "none", "count", "distinct", "unique", "sum", "covers")
    _, found = diagnose(f'"deal.name" = {{ {word} = [] }}')
    assert ("not-a-list" in [code for code, _, _ in found]) is listed
    _, found = diagnose(f'"deal.needs" = {{ {word} = [] }}')
    assert ("list-needs-quantifier" in [code for code, _, _ in found]) is not (listed or word == "contains")


@pytest.mark.parametrize(("within", "codes"), [(59, []), (60, ["too-deep"])])
def test_conditions_lie_in_one_another_sixty_deep_and_no_deeper(within: int, codes: list[str]) -> None:
    data: dict[str, Any] = {"deal.name": "filled"}
    for _ in range(within):
        data = {"not": data}
    found = Diagnostics()
    document = read_toml(b"", name="x.toml")
    condition = ConditionReader(document, found, core_schema(), {}, {}).read(data, Place(("require",)))
    assert [each.code for each in found] == codes
    assert (condition is None) is bool(codes)


def test_a_call_is_known_by_its_check_whatever_it_is_given() -> None:
    one, other = CheckCall("t.check", {"days": 3}), CheckCall("t.check", {"days": 4})
    assert hash(one) == hash(other)
    assert one != other


def test_what_is_covered_are_values_unless_records_are_named() -> None:
    covers = read('"deal.demos.invitees" = { covers = { of = "units", values = ["clinical-user"] } }')
    assert isinstance(covers, Covers)
    assert (covers.records, covers.their, covers.records_where) == (None, None, None)
    assert Covers(covers.path, None, covers.of, ()).records_where is None


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ('"deal.name" = { above = 3 }', "text"),
        ('"deal.probability" = { before = 3 }', "number"),
        ('"order.two_invoice_rule" = { above = 3 }', "flag"),
        ('"deal.created_on" = { above = 3 }', "day"),
        ("tickets = { each = { responded_at = { above = 3 } } }", "instant"),
        ('"deal.amount" = { before = 3 }', "money"),
        ('"deal.forecast_category" = { above = 3 }', "choice"),
        ('"deal.budget" = { equals = 3 }', "record"),
        ('"deal.budget" = { each = {} }', "record"),
    ],
)
def test_what_a_field_holds_is_told_by_name_where_a_word_does_not_apply(form: str, kind: str) -> None:
    ((code, message, _),) = diagnose(form)[1]
    assert code in ("wrong-operator", "not-a-list")
    assert message.endswith(f" {kind}")
