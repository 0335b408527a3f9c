"""What guards are made of decides by itself: an expression that always left it to the careful way would never be wrong."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.model import Account, Company, Contract, Deal, Facts, InstalledAsset, Need, Order, Segment
from medsales_core.playbook.load import core_schema
from medsales_core.rules.condition import AllOf, CheckCall, Condition, OneOf
from medsales_core.rules.inverting import satisfactions, satisfy, violations
from medsales_core.rules.quick import compile_quick, quick_lines
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

AT: Final = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
LIMITS: Final = {
    "limit": Threshold(id="limit", label=text("l", "限"), unit="piece", values=(ThresholdValue(value=30),)),  # type: ignore[arg-type]
    "local": Threshold(
        id="local", label=text("l", "地"), unit="piece", values=(ThresholdValue(value=7, jurisdiction="CN"),)  # type: ignore[arg-type]
    ),
}  # fmt: skip
FORMS: Final = [
    case["form"]
    for case in tomllib.loads(Path(__file__).parents[1].joinpath("data/inversion.toml").read_text("utf-8"))[
        "case"
    ]
]
#: What is left to the careful way: periods, sums, and figures that vary by place.
UNSAID: Final = ("within", "sum =", '"local"')
#: All roots are there, so that nothing is unknown.
BARE: Final = Facts(
    deal=Deal(id="d"), account=Account(id="a", name="H"), order=Order(id="o"), segment=Segment(id="s"),
    asset=InstalledAsset(id="x"), company=Company(id="c"), contract=Contract(id="k"), contacts=(), activities=(), tickets=(),
)  # fmt: skip


def read(form: str) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    condition = ConditionReader(document, found, core_schema(), LIMITS, {}).read(
        document.data["require"], Place(("require",))
    )
    assert not list(found)
    assert condition is not None
    return condition


@pytest.mark.parametrize("form", FORMS)
def test_an_expression_decides_every_way_to_fail_and_to_hold_by_itself(form: str) -> None:
    condition = read(form)
    quick = compile_quick(condition, {})
    if any(word in form for word in UNSAID):
        assert quick is None
        return
    assert quick is not None
    ways = [*violations(condition, BARE, AT), *satisfactions(condition, BARE, AT)]
    assert Outcome.FAIL in {way.outcome for way in ways}
    assert quick(satisfy(condition, BARE, AT), AT) is True
    for way in ways:
        if way.outcome is not Outcome.UNKNOWN:
            assert quick(way.facts, AT) is (way.outcome is Outcome.PASS), way.name


@pytest.mark.parametrize(
    ("form", "held"),
    [
        ('"deal.created_on" = { equals = "as_of" }', True),
        ('"deal.created_on" = { not_before = { path = "deal.expected_close_on" } }', False),
        ('"deal.needs" = { each = { "root.deal.name" = { differs = { path = "statement" } } } }', True),
        ('"deal.needs" = { each = { id = { differs = { path = "root.deal.id" } } } }', True),
        ('"deal.needs" = { some = { "root.deal.created_on" = { equals = "as_of" } } }', True),
        (
            '"deal.needs" = { none = { priority = { above = { path = "root.asset.consumables_cover_days" } } } }',
            True,
        ),
        ('"deal.needs" = { where = { priority = "filled" }, count = { min = 1, max = 1 } }', False),
        (
            '"deal.needs" = { where = { priority = { above = 9 } }, each = { id = "empty" }, may_be_empty = true }',
            True,
        ),
    ],
)
def test_an_expression_reads_what_lies_further_out(form: str, *, held: bool) -> None:
    needs = (Need(id="1", priority=1, statement="x"), Need(id="2", priority=2, statement="y"))
    deal = Deal(id="d", name="CT", created_on=AT.date(), expected_close_on=dt.date(2026, 7, 1), needs=needs)
    facts = BARE.with_(deal=deal, asset=InstalledAsset(id="x", consumables_cover_days=5))
    quick = compile_quick(read(form), {})
    assert quick is not None
    assert quick(facts, AT) is held


def test_an_expression_reads_each_field_once_and_is_sure_of_its_root() -> None:
    values: dict[str, Any] = {}
    lines = quick_lines(
        read('"deal.name" = { differs = "x", equals = "y" }\n"contacts" = "filled"'), {}, values
    )
    assert lines is not None
    assert sum("facts.deal.name" in line for line in lines) == 1
    assert [line for line in lines if line.startswith("if ")] == ["if c1 is NOT_SUPPLIED: raise LookupError"]
    assert lines[-1].startswith("held = ")


SIGNS: Final = {"before": "<", "after": ">", "not_before": ">=", "not_after": "<="}


@pytest.mark.parametrize("word", SIGNS)
@pytest.mark.parametrize("day", ['"as_of"', "2026-06-30", '{ path = "deal.expected_close_on" }'])
def test_days_are_compared_by_a_sign_and_times_by_their_own_function(word: str, day: str) -> None:
    days = quick_lines(read(f'"deal.created_on" = {{ {word} = {day} }}'), {}, {})
    assert days is not None
    assert f" {SIGNS[word]} " in days[-1]
    other = day.replace("deal.", "root.deal.")
    times = quick_lines(read(f"tickets = {{ each = {{ responded_at = {{ {word} = {other} }} }} }}"), {}, {})
    assert times is not None
    assert f".responded_at {SIGNS[word]} " not in times[-1]
    assert "(r1.responded_at, " in times[-1]


def test_a_value_that_is_written_is_compared_without_asking_whether_it_is_there() -> None:
    lines = quick_lines(read('"deal.name" = { equals = "x" }'), {}, {})
    assert lines is not None
    assert lines[-1] == "held = (c0 == v0)"
    lines = quick_lines(read('"deal.name" = { equals = { path = "account.name" } }'), {}, {})
    assert lines is not None
    assert "c0 is not None" in lines[-1]
    assert "c1 is not None" in lines[-1]


class Check:
    """A check that says whether its parameters came through."""

    id = "t.check"
    reads: tuple[str, ...] = ()
    parameters: Mapping[str, type] = MappingProxyType({})

    def holds(self, facts: Any, at: dt.datetime, /, **given: Any) -> bool:
        return (facts, at, given) == (BARE, AT, {"days": 3, "kind": "x"})

    def reasons(self, facts: Any, at: dt.datetime, /, **given: Any) -> tuple[()]:
        return ()


def test_a_check_is_called_with_its_parameters_where_they_are_names() -> None:
    checks: Any = {Check.id: Check()}
    quick = compile_quick(CheckCall(Check.id, {"days": 3, "kind": "x"}), checks)
    assert quick is not None
    assert quick(BARE, AT) is True
    other = compile_quick(CheckCall(Check.id, {"days": 3}), checks)
    assert other is not None
    assert other(BARE, AT) is False
    for odd in ("at-least", "class"):
        assert compile_quick(CheckCall(Check.id, {odd: 1, "days": 3}), checks) is None


SOON: Final = '{ "deal.created_on" = { within = { days = 3, before = "as_of" } } }'
NEAR: Final = '{ "root.deal.created_on" = { within = { days = 3, before = "as_of" } } }'


@pytest.mark.parametrize(
    "form",
    [
        '"deal.quotes" = { each = { "approvals.requested_by" = "filled" } }',
        '"deal.quotes" = { none = { "approvals.requested_by" = "empty" } }',
        '"deal.quotes" = { some = { "approvals.requested_by" = { contains = "x" } } }',
        '"deal.quotes" = { some = { "approvals.requested_by" = { count = { min = 1 } } } }',
        '"deal.quotes" = { distinct = { of = "approvals.requested_by", min = 1 } }',
        f'"deal.needs" = {{ where = {NEAR}, count = {{ min = 1 }} }}',
        f'"deal.needs" = {{ where = {NEAR}, each = {{ id = "filled" }} }}',
        f'"deal.needs" = {{ where = {NEAR}, some = {{ id = "filled" }} }}',
        f'"deal.needs" = {{ where = {NEAR}, none = {{ id = "filled" }} }}',
        f'"deal.needs" = {{ where = {NEAR}, distinct = {{ of = "id", min = 1 }} }}',
        f'"deal.needs" = {{ where = {NEAR}, unique = {{ of = "id" }} }}',
        f'"deal.needs" = {{ where = {NEAR}, covers = {{ of = "id", values = ["1"] }} }}',
        f'"deal.proposal.answers" = {{ covers = {{ of = "need_id", records = "deal.needs", their = "id", where = {NEAR} }} }}',
        f'"deal.needs" = {{ each = {NEAR} }}',
        f'not = {SOON}',
        f'all_of = [{{ "deal.name" = "filled" }}, {SOON}]',
        f'"deal.name" = "filled"\nwhen = {SOON}',
        'all_of = [{ "deal.name" = "filled", when = { "deal.created_on" = { within = { days = 3, before = "as_of" } } } }]',
        'all_of = [{ "deal.created_on" = { within = { days = 3, before = "as_of" } }, when = { "deal.name" = "filled" } }]',
        '"asset.consumables_cover_days" = { above = { threshold = "local" } }',
    ],
)  # fmt: skip
def test_what_no_expression_says_leaves_the_whole_to_the_careful_way(form: str) -> None:
    assert compile_quick(read(form), {}) is None


def test_a_list_is_no_single_value_that_is_one_of_others() -> None:
    found = core_schema().resolve("segment.target_groups", ())
    assert isinstance(found, ResolvedPath)
    assert compile_quick(OneOf(found, ("dealer",), among=True), {}) is None
    assert compile_quick(AllOf((OneOf(found, ("dealer",), among=True),)), {}) is None
