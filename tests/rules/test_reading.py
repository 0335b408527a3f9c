"""Reading conditions: every form of the language is accepted, every mistake is named in its place."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.config import Diagnostic, Diagnostics, Document, read_toml
from medsales_core.playbook.load import core_schema
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.reads import reads
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.wording import words
from medsales_core.text import LANGUAGES, text

HERE = "¦"


class Check:
    id = "tender.bond-paid"
    reads = ("deal.id",)
    parameters: Mapping[str, type] = MappingProxyType({"days": int})

    def holds(self, facts: Any, at: dt.datetime, /, **_: Any) -> bool:
        return True

    def reasons(self, facts: Any, at: dt.datetime, /, **_: Any) -> tuple[()]:
        return ()


CHECKS = {Check.id: Check()}
LIMITS = {
    name: Threshold(id=name, label=text(name, name), unit="day", values=(ThresholdValue(value=Decimal(3)),))
    for name in ("order-release", "margin-floor")
}


def read(document: Document, found: Diagnostics) -> Condition | None:
    reader = ConditionReader(document, found, core_schema(), LIMITS, CHECKS)
    return reader.read(document.data["require"], Place(("require",)))


def diagnose(toml: str) -> tuple[Condition | None, list[Diagnostic]]:
    found = Diagnostics()
    condition = read(read_toml(toml.encode(), name="x.toml"), found)
    return condition, list(found)


FORMS = [
    '"deal.name" = "filled"',
    '"deal.name" = "empty"',
    '"deal.name" = { equals = "x", differs = "y" }',
    '"deal.name" = { matches = "CT-[0-9]{4}" }',
    '"deal.name" = { contains = "CT" }',
    '"deal.name" = { one_of = ["x", "y"] }',
    '"deal.name" = { not_in = ["x"] }',
    '"deal.amount" = { above = 0, at_most = "10.00 CNY" }',
    '"deal.amount" = { at_least = 0, below = "10 CNY" }',
    '"order.created_on" = { before = "as_of" }',
    '"order.created_on" = { equals = "as_of" }',
    '"order.created_on" = { after = 2026-01-31 }',
    '"order.created_on" = { not_before = { path = "contract.signed_on" } }',
    '"order.created_on" = { within = { days = 30, before = "as_of" } }',
    '"order.created_on" = { within = { workdays = { threshold = "order-release" }, after = { path = "contract.signed_on" } } }',
    '"order.created_on" = { within = { months = 3, after = 2026-01-31 } }',
    'tickets = { each = { responded_at = { within = { hours = 4, before = "as_of" } } } }',
    'tickets = { some = { responded_at = { not_after = { path = "response_due_at" } } } }',
    'tickets = { some = { responded_at = { equals = 2026-01-31T10:00:00Z } } }',
    '"deal.needs" = { where = { priority = { equals = 1 } }, each = { root_cause = "filled" } }',
    '"deal.needs" = { each = { root_cause = "filled" }, may_be_empty = true }',
    '"deal.needs" = { some = { dimension = { one_of = ["patient"] } } }',
    '"deal.needs" = { none = { priority = { above = 3 } } }',
    '"deal.needs" = { count = { min = 1, max = 9 } }',
    '"deal.needs" = { count = { equals = 2 } }',
    'contacts = { distinct = { of = "source", min = 2 } }',
    '"deal.quotes" = { each = { payment_terms = { sum = { of = "ratio", equals = 1 } } } }',
    '"order.lines" = { sum = { of = "unit_price", above = 0 } }',
    '"order.lines" = { sum = { of = "unit_price", at_most = "10.00 CNY" } }',
    '"order.lines" = { unique = { of = "product_id" } }',
    '"deal.demos.invitees" = { covers = { of = "units", values = ["clinical-user"] } }',
    '"deal.proposal.answers" = { covers = { of = "need_id", records = "deal.needs", their = "id", where = { priority = { equals = 1 } } } }',
    '"deal.quotes.approvals" = { some = { decision = { equals = "approved" } } }',
    '"deal.quotes" = { each = { approvals = { some = { up_to = { at_least = { path = "outer.discount" } } } } } }',
    '"order.assets" = { each = { "root.training_sessions" = { some = { asset_ids = { contains = { path = "outer.id" } } } } } }',
    '"owner.training" = { some = { valid_on = "as_of" } }',
    '"deal.approvals" = { some = { valid_on = { path = "root.contract.signed_on" } } }',
    'all_of = [{ "deal.name" = "filled" }, { "account.name" = "filled" }]',
    'any_of = [{ "deal.name" = "filled" }, { "account.name" = "filled" }]',
    'not = { "deal.name" = "empty" }',
    '"deal.name" = "filled"\nwhen = { "account.grade" = { equals = "A" } }',
    '"deal.name" = "filled"\nunless = { "account.grade" = { equals = "A" } }',
    'check = "tender.bond-paid"\nwith = { days = 3 }',
    '"company.sla_policies" = { some = { product_ids = "empty" } }',
    '"process.stages" = { each = { product_scope = "filled" } }',
    '"segment.target_groups" = { contains = "dealer" }',
    '"asset.consumables_cover_days" = { at_least = { threshold = "order-release" } }',
    'follow_ups = { where = { held_on = "filled" }, count = { min = 1 } }',
    '"products" = "filled"',
    '"activities.next_step.due_on" = "filled"',
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_language_is_read_and_worded(form: str) -> None:
    condition, found = diagnose(f"[require]\n{form}\n")
    assert [str(d) for d in found] == []
    assert condition is not None
    compile_condition(condition, Context(CHECKS, WeekdayCalendar()))
    assert reads(condition, CHECKS)
    assert all(words(condition)[language].strip() for language in LANGUAGES)


def test_a_path_out_of_a_quantifier_is_read_where_it_leads() -> None:
    condition, _ = diagnose(
        """[require."deal.quotes".each.lines.each]
discount = { at_most = { path = "outer.discount" } }
"outer.approvals" = { some = { up_to = { at_least = { path = "outer.discount" } } } }
"outer.outer.account.name" = "filled"
"""
    )
    assert condition is not None
    quote = {"lines", "lines.discount", "discount", "approvals", "approvals.up_to"}
    assert reads(condition, {}) == {"deal.quotes", "account.name", *(f"deal.quotes.{path}" for path in quote)}


#: A condition with one mistake, the mark standing before the place it is reported at; its code; a word of the message.
MISTAKES = [
    ('"¦deal.nmae" = "filled"', "undefined-field", "did you mean 'name'"),
    ('"¦deals.name" = "filled"', "undefined-field", "did you mean 'deal'"),
    ('"¦deal.name.first" = "filled"', "undefined-field", "is a text"),
    ('"¦outer.deal.name" = "filled"', "undefined-field", "leaves more quantifiers"),
    ("¦equals = 1", "undefined-field", "word of the language"),
    ('¦"" = "filled"', "undefined-field", "has no ''"),
    ('"deal.needs" = { each = { ¦root_case = "filled" } }', "undefined-field", "root_cause"),
    ('"deal.needs" = { each = { ¦deal.name = "filled" } }', "undefined-field", "Need has no 'deal'"),
    ('"deal.needs" = { each = { "¦outer.outer.outer.x" = "filled" } }', "undefined-field", "leaves more"),
    ('¦"deal.name" = "filed"', "unknown-keyword", "did you mean 'filled'"),
    ('¦"deal.name" = "hospital"', "unknown-keyword", 'equals = "hospital"'),
    ('¦"deal.name" = 5', "wrong-type", "equals = 5"),
    ('¦"deal.name" = {}', "wrong-type", "table of operators"),
    ('"deal.name" = { ¦equls = "x" }', "unknown-operator", "did you mean 'equals'"),
    ('"deal.name" = { ¦equals = 5 }', "bad-value", "not a text"),
    ('"deal.name" = { ¦equals = "" }', "bad-value", "empty text"),
    ('"deal.name" = { ¦equals = " " }', "bad-value", "empty text"),
    ('"deal.name" = { ¦above = 5 }', "wrong-operator", "does not apply"),
    ('"deal.name" = { ¦matches = "(" }', "bad-value", "regular expression"),
    ('"deal.name" = { ¦matches = "(?=x)" }', "unsupported-pattern", "is a lookahead"),
    ('"deal.name" = { ¦matches = "(a{99}){99}" }', "bad-value", "at most 500 are read"),
    ('"deal.name" = { ¦matches = { path = "account.name" } }', "bad-value", "regular expression"),
    ('"deal.name" = { ¦each = { id = "filled" } }', "not-a-list", "asks for a list"),
    ('"deal.name" = { equals = { ¦path = "account.nmae" } }', "undefined-field", "did you mean 'name'"),
    ('"deal.name" = { equals = { ¦path = "deal.amount" } }', "wrong-type", "a money"),
    ('"deal.name" = { equals = { ¦path = "contacts.name" } }', "wrong-type", "a list"),
    ('"deal.name" = { ¦equals = { pth = "account.name" } }', "bad-operand", "no operand"),
    ('"deal.name" = { ¦equals = { path = "account.name", threshold = "x" } }', "bad-operand", "no operand"),
    ('"deal.name" = { equals = { ¦threshold = "order-release" } }', "wrong-type", "a threshold is a number"),
    ('"deal.amount" = { above = { ¦threshold = "order-release" } }', "wrong-type", "counts in 'day'"),
    ('"order.created_on" = { before = { ¦threshold = "order-release" } }', "wrong-type", "is a number"),
    ('"asset.consumables_cover_days" = { at_least = { ¦threshold = "order-relaese" } }', "undefined-threshold", "did you mean"),
    ('"asset.consumables_cover_days" = { ¦at_least = nan }', "bad-value", "not a number"),
    ('"asset.consumables_cover_days" = { ¦at_least = -inf }', "bad-value", "not a number"),
    ('"asset.consumables_cover_days" = { ¦at_least = "Infinity" }', "bad-value", "not a number"),
    ('"asset.consumables_cover_days" = { ¦at_least = true }', "bad-value", "not a number"),
    ('"asset.consumables_cover_days" = { ¦contains = 3 }', "wrong-operator", "does not apply"),
    ('"account.grade" = { ¦equals = "a" }', "bad-value", "one of A"),
    ('"account.grade" = { ¦contains = "A" }', "wrong-operator", "does not apply"),
    ('"account.grade" = { equals = { ¦path = "account.type" } }', "wrong-type", "AccountType"),
    ('"account.grade" = { one_of = ["A", ¦"E"] }', "bad-value", "CustomerGrade"),
    ('"account.grade" = { ¦one_of = "A" }', "wrong-type", "list of values"),
    ('"account.grade" = { ¦one_of = [] }', "wrong-type", "list of values"),
    ('"deal.amount" = { ¦above = 5 }', "bad-value", "not money"),
    ('"deal.amount" = { ¦above = "5 RMB" }', "bad-value", "ISO 4217"),
    ('"deal.amount" = { not_in = [¦0] }', "bad-value", "0 CNY"),
    ('"order.created_on" = { ¦before = "2026-01-31" }', "bad-value", "without quotes"),
    ('"order.created_on" = { ¦before = 2026-01-31T10:00:00Z }', "bad-value", "without quotes"),
    ('tickets = { some = { responded_at = { ¦before = 2026-01-31T10:00:00 } } }', "bad-value", "no zone"),
    ('tickets = { some = { responded_at = { ¦differs = 2026-01-31 } } }', "bad-value", "never equal"),
    ('tickets = { some = { responded_at = { differs = { ¦path = "root.contract.signed_on" } } } }', "wrong-type", "a day"),
    ('"deal.name" = { ¦within = { days = 3, before = "as_of" } }', "wrong-operator", "applies to dates"),
    ('"order.created_on" = { ¦within = { days = 3 } }', "bad-period", "one of after, before"),
    ('"order.created_on" = { ¦within = { dys = 3, before = "as_of" } }', "bad-period", "one of hours"),
    ('"order.created_on" = { within = { ¦days = -1, before = "as_of" } }', "bad-period", "whole number"),
    ('"order.created_on" = { within = { ¦days = 0.5, before = "as_of" } }', "bad-period", "whole number"),
    ('"order.created_on" = { within = { ¦days = { path = "account.bed_count" }, before = "as_of" } }', "bad-period", "threshold"),
    ('"order.created_on" = { within = { ¦hours = 4, before = "as_of" } }', "bad-period", "has no hours"),
    ('"order.created_on" = { within = { ¦days = "as_of", before = "as_of" } }', "bad-value", "not a number"),
    ('"deal.needs" = { ¦equals = "x" }', "list-needs-quantifier", "is a list"),
    ('"deal.needs" = { ¦contains = "x" }', "wrong-operator", "does not apply"),
    ('"deal.needs" = { ¦any = { id = "filled" } }', "unknown-operator", "no operator 'any'"),
    ('¦"deal.needs" = { where = { id = "filled" } }', "empty-condition", "nothing asked"),
    ('"deal.needs" = { ¦each = {} }', "empty-condition", "always holds"),
    ('"deal.needs" = { ¦each = "filled" }', "wrong-type", "a condition is a table"),
    ('"deal.needs" = { each = { id = "filled" }, ¦may_be_empty = "yes" }', "wrong-type", "true or false"),
    ('"deal.needs" = { some = { id = "filled" }, ¦may_be_empty = true }', "needless-key", "goes with 'each'"),
    ('"segment.target_groups" = { ¦each = { id = "filled" } }', "not-records", "plain values"),
    ('"deal.needs" = { ¦count = 2 }', "bad-bounds", "min, max or equals"),
    ('"deal.needs" = { ¦count = { min = 3, max = 2 } }', "bad-bounds", "at least 3 and at most 2"),
    ('"deal.needs" = { ¦count = { min = 3, equals = 2 } }', "bad-bounds", "stands alone"),
    ('"deal.needs" = { count = { min = 1, ¦mx = 2 } }', "unknown-key", "did you mean 'max'"),
    ('"deal.needs" = { count = { ¦min = -1 } }', "wrong-type", "whole number from 0"),
    ('"deal.needs" = { count = { ¦min = true } }', "wrong-type", "whole number from 0"),
    ('contacts = { ¦distinct = { min = 2 } }', "missing-key", "'of'"),
    ('contacts = { distinct = { ¦of = "sorce", min = 2 } }', "undefined-field", "did you mean 'source'"),
    ('contacts = { unique = { of = "source", ¦max = 2 } }', "unknown-key", "no key 'max'"),
    ('"order.lines" = { ¦sum = { of = "lot", equals = 1 } }', "bad-sum", "one comparison"),
    ('"order.lines" = { ¦sum = { of = "ordered" } }', "bad-sum", "one comparison"),
    ('"order.lines" = { ¦sum = { at_least = 1 } }', "missing-key", "'of'"),
    ('"deal.demos.invitees" = { ¦covers = { values = ["clinical-user"] } }', "missing-key", "'of'"),
    ('"deal.demos.invitees" = { covers = { of = "units", values = ["clinical-user"], ¦there = "x" } }', "unknown-key", "'there'"),
    ('"deal.demos.invitees" = { covers = { of = "units", records = "deal.needs", ¦theirs = "id" } }', "unknown-key", "did you mean 'their'"),
    ('"order.lines" = { ¦sum = { of = "ordered", contains = 1 } }', "bad-sum", "one comparison"),
    ('"order.lines" = { ¦sum = { of = "ordered", before = 1 } }', "bad-sum", "one comparison"),
    ('"deal.demos.invitees" = { ¦covers = { of = "units" } }', "bad-covers", "either 'values' or 'records'"),
    ('"deal.demos.invitees" = { covers = { of = "units", ¦records = "deal.nedes", their = "id" } }', "undefined-field", "did you mean 'needs'"),
    ('"deal.demos.invitees" = { covers = { of = "units", values = ["clinical-user"], ¦where = { id = "filled" } } }', "unknown-key", "'where'"),
    ('"deal.demos.invitees" = { covers = { of = "units", values = [¦"nurse"] } }', "bad-value", "BuyingUnit"),
    ('"deal.demos.invitees" = { ¦covers = { of = "units", records = "deal.needs", their = "dimension" } }', "wrong-type", "never covers"),
    ('"deal.demos.invitees" = { ¦covers = { of = "units", records = "deal.needs", their = "priority" } }', "wrong-type", "never covers"),
    ('¦valid_on = "as_of"', "misplaced-word", "stands inside"),
    ('"deal.needs" = { each = { ¦valid_on = "as_of" } }', "no-validity", "no dates of validity"),
    ('"owner.training" = { some = { ¦valid_on = "today" } }', "bad-value", "not a date"),
    ('"owner.training" = { some = { valid_on = { ¦threshold = "order-release" } } }', "wrong-type", "is a number"),
    ("¦all_of = {}", "wrong-type", "list of conditions"),
    ("¦any_of = []", "wrong-type", "list of conditions"),
    ('any_of = [{ "deal.name" = "filled" }, ¦"x"]', "wrong-type", "a condition is a table"),
    ("¦not = true", "wrong-type", "a condition is a table"),
    ('¦check = "tender.bond-payed"', "undefined-check", "did you mean 'tender.bond-paid'"),
    ('¦check = ["x"]', "undefined-check", "no enabled plugin"),
    ('¦check = "tender.bond-paid"', "missing-key", "'days'"),
    ('check = "tender.bond-paid"\nwith = { days = 3, ¦dys = 1 }', "unknown-key", "did you mean 'days'"),
    ('check = "tender.bond-paid"\nwith = { ¦days = "3" }', "wrong-type", "takes int"),
    ('check = "tender.bond-paid"\n¦with = 3', "wrong-type", "takes a table"),
    ('"deal.name" = "filled"\n¦with = { days = 3 }', "needless-key", "goes with 'check'"),
]  # fmt: skip


#: Mistakes beside a condition that says enough without them.
READ_ALL_THE_SAME = ("true or false", "goes with 'each'", "goes with 'check'")


@pytest.mark.parametrize(("marked", "code", "told"), MISTAKES)
def test_a_mistake_is_told_once_with_code_place_and_remedy(marked: str, code: str, told: str) -> None:
    written = f"[require]\n{marked}\n"
    before = written[: written.index(HERE)]
    condition, found = diagnose(written.replace(HERE, ""))
    assert (condition is None) is (told not in READ_ALL_THE_SAME)
    assert [d.code for d in found] == [code], [str(d) for d in found]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    # Of a quoted key the mark may stand inside the quotes; the place is that of the key's text.
    quoted = before.endswith('"') and not written[written.index(HERE) + 1 :].startswith('"')
    assert (found[0].line, found[0].column) == (line, column - quoted), str(found[0])
    assert told in str(found[0])


def test_a_guard_without_anything_guarded_is_a_mistake() -> None:
    condition, found = diagnose('[require]\nwhen = { "deal.name" = "filled" }\n')
    assert condition is None
    assert [d.code for d in found] == ["empty-condition"]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_text() -> None:
    text_ = '[require]\n"deal.nmae" = "filled"\n"deal.needs" = { each = { root_case = "filled" } }\n"deal.amount" = "x"\n'
    _, found = diagnose(text_)
    assert [(d.code, d.line) for d in found] == [
        ("undefined-field", 2),
        ("undefined-field", 3),
        ("unknown-keyword", 4),
    ]


def test_a_condition_nested_without_end_is_a_diagnostic() -> None:
    data: Any = {"deal.name": "filled"}
    for _ in range(3000):
        data = {"not": data}
    found = Diagnostics()
    document = Document("x.toml", "require = 1\n", {"require": data})
    assert read(document, found) is None
    assert [d.code for d in found] == ["too-deep"]


KEYS = st.sampled_from(
    """deal.name deal.needs deal.amount contacts tickets owner.training id priority root_cause outer.id root.deal.name
    each some none where count distinct unique sum covers may_be_empty equals differs one_of above contains matches
    within before after days hours all_of any_of not when unless check with valid_on of values records their min max
    path threshold""".split()
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.datetimes(),
    st.sampled_from(
        ["filled", "empty", "as_of", "id", "deal.needs", "tender.bond-paid", "order-release", ""]
    ),
    st.text(max_size=3),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, st.text(max_size=4)), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(VALUES, st.dictionaries(KEYS, VALUES, min_size=1, max_size=3)))
def test_hostile_input_never_raises_and_never_disappears_in_silence(data: Any) -> None:
    found = Diagnostics()
    condition = read(Document("x.toml", "require = 1\n", {"require": data}), found)
    if not found.has_errors:
        assert condition is not None
        compile_condition(condition, Context(CHECKS, WeekdayCalendar()))
        assert all(words(condition)[language] for language in LANGUAGES)


def test_a_list_of_a_thousand_conditions_is_read() -> None:
    parts = [{"deal.name": {"equals": f"n{number}"}} for number in range(1000)]
    found = Diagnostics()
    condition = read(Document("x.toml", "", {"require": {"any_of": parts}}), found)
    assert condition is not None
    assert not found.has_errors
