"""Inverted conditions do what they say: what satisfies is judged true, what violates false, what is unsaid unknown."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from medsales_core.config import Diagnostics
from medsales_core.engine.command import Actor, Advance, Complete, Win
from medsales_core.engine.plan import Move
from medsales_core.engine.process import TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.model import NOT_SUPPLIED, ROOTS, Choice, Contract, Deal, Facts, Quote
from medsales_core.money import Money
from medsales_core.playbook import Playbook, reference_playbook
from medsales_core.playbook.load import core_schema
from medsales_core.ports.check import Check
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.condition import Condition, Covers
from medsales_core.rules.inverting import (
    CannotSatisfy,
    not_applicable,
    satisfy,
    satisfy_all,
    satisfy_most,
    violations,
)
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Outcome, Requirement
from medsales_core.rules.schema import FieldType, Kind, describe
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.text import text

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
PLAIN = Context({}, WeekdayCalendar())
LIMIT = Threshold(
    id="limit", label=text("limit", "限"), unit="piece", values=(ThresholdValue(value=Decimal(30)),)
)
# The search gives up within a budget on some sentences; which of them come up must not be a matter of luck, so
# the sentences are the same in each run.
SETTINGS = settings(
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)  # fmt: skip
REFERENCE = reference_playbook()


class _Nowhere:
    def place(self, path: object) -> tuple[str, int, int]:
        return ("x.toml", 1, 1)


def read(data: Any, checks: dict[str, Any] | None = None) -> Condition:
    found = Diagnostics()
    reader = ConditionReader(_Nowhere(), found, core_schema(), {"limit": LIMIT}, checks or {})
    condition = reader.read(data, Place(("require",)))
    assert not list(found), f"{data}: {[str(d) for d in found]}"
    assert condition is not None
    return condition


def truth(condition: Condition, facts: Facts, context: Context = PLAIN) -> bool | None:
    return compile_condition(condition, context).holds(facts, facts, AT, None)


def ways(data: Any, facts: Facts | None = None, checks: dict[str, Any] | None = None) -> dict[str, Facts]:
    """The violations of a condition by name."""
    found = violations(read(data, checks), facts or Facts(), AT, Context(checks or {}, WeekdayCalendar()))
    return {way.name: way.facts for way in found}


# Conditions on the real schema --------------------------------------------------------------------------------

DAYS = [AT.date() + dt.timedelta(days=n) for n in (-30, 0, 1, 400)]
WITHIN = {Kind.DAY: ["days", "workdays", "months"], Kind.INSTANT: ["hours", "days"]}


def scalar_test(draw: Any, field: FieldType) -> Any:
    """What may be asked of one value."""
    kind = field.kind
    if kind in (Kind.RECORD, Kind.LABEL) or draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(["filled", "empty"]))
    if kind is Kind.TEXT:
        literal = draw(st.sampled_from(["a", "CT-1", "中文"]))
        return draw(
            st.sampled_from(
                [
                    {"equals": literal}, {"differs": literal}, {"contains": literal}, {"one_of": [literal, "b"]},
                    {"not_in": [literal, "b"]}, {"matches": "CT-[0-9]{2,4}(a|b)?"}, {"matches": "[^x].+z"},
                ]
            )
        )  # fmt: skip
    if kind is Kind.CHOICE:
        values = draw(st.lists(st.sampled_from([str(c) for c in field.type]), min_size=1, max_size=2))
        word = draw(st.sampled_from(["equals", "differs", "one_of", "not_in"]))
        return {word: values if word in ("one_of", "not_in") else values[0]}
    if kind is Kind.FLAG:
        return {draw(st.sampled_from(["equals", "differs"])): draw(st.booleans())}
    if kind in (Kind.NUMBER, Kind.MONEY):
        word = draw(st.sampled_from(["equals", "differs", "above", "at_least", "below", "at_most"]))
        number = [0, 3, {"threshold": "limit"}] + ([Decimal("0.25")] if field.type is Decimal else [])
        return {word: draw(st.sampled_from(number if kind is Kind.NUMBER else [0, "12.50 EUR"]))}
    base = draw(st.sampled_from(["as_of", *DAYS]))
    if draw(st.booleans()):
        side, unit = draw(st.sampled_from(["after", "before"])), draw(st.sampled_from(WITHIN[kind]))
        return {"within": {unit: draw(st.integers(0, 40)), side: base}}
    return {draw(st.sampled_from(["before", "after", "not_before", "not_after"])): base}


@st.composite
def asked_of(draw: Any, name: str, field: FieldType, depth: int) -> tuple[str, Any]:
    """A path from *name* on, and what is asked of what it leads to."""
    path = name
    while field.kind is Kind.RECORD and not field.many and draw(st.integers(0, 9)):
        inner = describe(field.type)
        step = draw(st.sampled_from(sorted(inner)))
        path, field = f"{path}.{step}", inner[step]
    if not field.many:
        return path, scalar_test(draw, field)
    if field.kind is not Kind.RECORD or not depth or draw(st.integers(0, 5)) == 0:
        counts = [{"count": {"min": 1}}, {"count": {"max": 1}}, {"count": {"min": 2, "max": 3}}]
        return path, draw(st.sampled_from(["filled", "empty", *counts]))
    return path, draw(list_tests(field.type, depth))


@st.composite
def list_tests(draw: Any, record: type, depth: int) -> dict[str, Any]:
    inside = conditions(record, depth - 1)
    table: dict[str, Any] = {"where": draw(inside)} if draw(st.integers(0, 2)) == 0 else {}
    word = draw(
        st.sampled_from(["each", "some", "some", "none", "count", "distinct", "unique", "sum", "covers"])
    )
    fields = describe(record)
    numbers = [name for name, field in fields.items() if field.kind in (Kind.NUMBER, Kind.MONEY)]
    choices = [name for name, field in fields.items() if field.kind is Kind.CHOICE]
    if word in ("each", "some", "none"):
        table[word] = draw(inside)
        if word == "each" and draw(st.booleans()):
            table["may_be_empty"] = True
    elif word == "sum" and numbers:
        of = draw(st.sampled_from(numbers))
        table["sum"] = {"of": of, draw(st.sampled_from(["equals", "at_least", "below"])): 3}
        if fields[of].kind is Kind.MONEY:
            table["sum"] = {"of": of, "at_least": "3.00 CNY"}
    elif word == "covers" and choices:
        of = draw(st.sampled_from(choices))
        wanted = draw(st.lists(st.sampled_from([str(c) for c in fields[of].type]), min_size=1, max_size=2))
        table["covers"] = {"of": of, "values": wanted}
    elif word == "unique":
        table["unique"] = {"of": "id"} if "id" in fields else {"of": next(iter(fields))}
    elif word == "distinct" and "id" in fields:
        table["distinct"] = {"of": "id", draw(st.sampled_from(["min", "max"])): draw(st.integers(1, 2))}
    else:
        table["count"] = draw(st.sampled_from([{"min": 1}, {"max": 0}, {"min": 1, "max": 2}]))
    return table


@st.composite
def conditions(draw: Any, record: type | None = None, depth: int = 2) -> dict[str, Any]:
    fields = core_schema().roots if record is None else describe(record)
    data: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(st.sampled_from(["test", "test", "all_of", "any_of", "not"] if depth else ["test"]))
        inner = conditions(record, depth - 1)
        if kind == "test":
            name = draw(st.sampled_from(sorted(fields)))
            data.update([draw(asked_of(name, fields[name], depth))])
        elif kind == "not":
            data["not"] = draw(inner)
        else:
            data[kind] = draw(st.lists(inner, min_size=1, max_size=2))
    if depth and draw(st.integers(0, 5)) == 0:
        data[draw(st.sampled_from(["when", "unless"]))] = draw(conditions(record, 0))
    return data


def rightly_guarded(data: Any, *, may: bool = True) -> Any:
    """*data* without the guards that stand where one part that holds would be enough."""
    if isinstance(data, list):
        return [rightly_guarded(item, may=may) for item in data]
    if not isinstance(data, dict):
        return data
    strict = {"any_of", "not", "some", "none", "where", "when", "unless"}
    return {
        key: rightly_guarded(value, may=may and key not in strict)
        for key, value in data.items()
        if may or key not in ("when", "unless")
    }


@st.composite
def single_tests(draw: Any) -> dict[str, Any]:
    """One test of one path; every such sentence can be true and can be false."""
    name = draw(st.sampled_from(sorted(core_schema().roots)))
    return dict([draw(asked_of(name, core_schema().roots[name], depth=0))])


def is_required(data: dict[str, Any]) -> bool:
    """Whether the sentence asks for a field to be empty that never is, or of a root whether it is there."""
    path, wanted = next(iter(data.items()))
    return wanted in ("filled", "empty") and (
        "." not in path or not truth(read({path: "empty"}), _bare(path))
    )


def _bare(path: str) -> Facts:
    return satisfied(read({path: "empty"}), Facts()) or Facts()


@pytest.fixture
def good(good_facts: Facts) -> Callable[[], Facts]:
    """The good facts, without being shown at length where a test fails."""
    return lambda: good_facts


def satisfied(condition: Condition, facts: Facts) -> Facts | None:
    try:
        return satisfy(condition, facts, AT)
    except CannotSatisfy:
        return None


# What must be so ----------------------------------------------------------------------------------------------


def check_inverted(condition: Condition, start: Facts, context: Context = PLAIN) -> set[Outcome]:
    """Every violation is what it says it is; the outcomes that were there."""
    names, outcomes = [], set()
    for way in violations(condition, start, AT, context):
        judged = truth(condition, way.facts, context)
        assert judged is (False if way.outcome is Outcome.FAIL else None), way.name
        names.append(way.name)
        outcomes.add(way.outcome)
    assert len(names) == len(set(names))
    return outcomes


@settings(SETTINGS, max_examples=150)
@given(single_tests())
def test_every_single_test_can_be_satisfied_and_violated(data: dict[str, Any]) -> None:
    assume(not is_required(data))
    condition = read(data)
    assert truth(condition, satisfy(condition, Facts(), AT)) is True
    assert check_inverted(condition, Facts()) == {Outcome.FAIL, Outcome.UNKNOWN}


def test_what_holds_or_fails_for_somebody_can_nearly_always_be_made_to(good: Callable[[], Facts]) -> None:
    tried: list[bool] = []

    @settings(SETTINGS, max_examples=120)
    @given(conditions().map(rightly_guarded))
    def invert(data: dict[str, Any]) -> None:
        condition = read(data)
        held = truth(condition, good())
        assume(held is not None)
        outcomes = check_inverted(condition, Facts())
        tried.append(satisfied(condition, Facts()) is not None if held else Outcome.FAIL in outcomes)

    invert()
    assert len(tried) >= 100
    # To satisfy any sentence whatever is to solve any puzzle; the search gives up on a few, and says so.
    assert tried.count(False) <= len(tried) // 30


@settings(SETTINGS, max_examples=80)
@given(data=conditions().map(rightly_guarded))
def test_satisfying_from_facts_that_are_there_ends_in_facts_that_hold(
    data: dict[str, Any], good: Callable[[], Facts]
) -> None:
    condition = read(data)
    made = satisfied(condition, good())
    if made is None:
        assert truth(condition, good()) is not True
    else:
        assert truth(condition, made) is True
    check_inverted(condition, good())


# The reference ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement", REFERENCE.requirements.values(), ids=lambda r: r.id)
def test_every_requirement_of_the_reference_can_be_inverted(
    requirement: Requirement, good_facts: Facts
) -> None:
    condition = requirement.condition
    for start in (Facts(), good_facts):
        assert truth(condition, satisfy(condition, start, AT)) is True
        assert check_inverted(condition, start) == {Outcome.FAIL, Outcome.UNKNOWN}


@pytest.mark.parametrize("requirement", REFERENCE.requirements.values(), ids=lambda r: r.id)
def test_every_root_that_a_requirement_reads_can_be_missing(requirement: Requirement) -> None:
    condition = requirement.condition
    unknown = {w.name for w in violations(condition, Facts(), AT) if w.outcome is Outcome.UNKNOWN}
    assert unknown == {f"{path.partition('.')[0]}: not supplied" for path in reads(condition, {})}


def forward_moves(playbook: Playbook) -> list[Move]:
    kinds = (TransitionKind.FORWARD, TransitionKind.WIN, TransitionKind.COMPLETE)
    return [
        move
        for ways_ in playbook.plan.moves.values()
        for targets in ways_.values()
        for move in targets.values()
        if move.transition.kind in kinds
    ]


MOVES = forward_moves(REFERENCE)
COMMANDS = {TransitionKind.WIN: Win(), TransitionKind.COMPLETE: Complete()}


def asked(move: Move, facts: Facts = Facts()) -> tuple[Progress, Any]:  # noqa: B008 - facts do not change
    """The wish for a move, of the very subject that *facts* are about."""
    process = next(stage.process for stage in REFERENCE.stages.values() if stage.id == move.source)
    own = move.own(facts)
    progress = Progress(
        own.id if own else "s-1", process, move.source, Status.OPEN, version=1, playbook=REFERENCE.hash
    )
    return progress, COMMANDS.get(move.transition.kind) or Advance(to=move.transition.target)


def test_the_reference_has_forward_moves_and_a_win() -> None:
    assert len(MOVES) >= 7
    assert {m.transition.kind for m in MOVES} >= {TransitionKind.FORWARD, TransitionKind.WIN}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.transition.id)
def test_a_move_is_accepted_on_facts_made_for_it_out_of_nothing(move: Move) -> None:
    progress, command = asked(move)
    refused = REFERENCE.decide(progress, command, facts=Facts(), actor=Actor("r1"), at=AT)
    assert not refused.accepted
    facts = satisfy_all([c.requirement.condition for c in move.criteria], Facts(), AT)
    progress, command = asked(move, facts)
    decision = REFERENCE.decide(progress, command, facts=facts, actor=Actor("r1"), at=AT)
    assert decision.accepted
    assert {finding.outcome for finding in decision.findings} <= {Outcome.PASS, Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.transition.id)
def test_a_move_is_refused_once_one_blocking_requirement_is_violated(move: Move) -> None:
    good = satisfy_all([c.requirement.condition for c in move.criteria], Facts(), AT)
    for criterion in move.criteria:
        if criterion.requirement.severity not in ("block", "justify"):
            continue
        for way in violations(criterion.requirement.condition, good, AT):
            progress, command = asked(move, way.facts)
            decision = REFERENCE.decide(progress, command, facts=way.facts, actor=Actor("r1"), at=AT)
            assert not decision.accepted, way.name
            assert criterion.requirement.id in decision.events[0].data["requirements"], way.name


def test_the_whole_reference_holds_on_facts_made_out_of_nothing() -> None:
    facts = satisfy_all([r.condition for r in REFERENCE.requirements.values()], Facts(), AT)
    outcomes = {j.outcome(facts, AT) for j in REFERENCE.plan.judgements.values()}
    assert outcomes <= {Outcome.PASS, Outcome.NOT_APPLICABLE}


# Each form by itself ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({"deal.name": "filled"}, {"deal.name: empty"}),
        ({"deal.name": "empty"}, {"deal.name: filled"}),
        (
            {"deal.probability": {"at_least": Decimal("0.30")}},
            {"deal.probability: below", "deal.probability: empty"},
        ),
        ({"deal.probability": {"below": 1}}, {"deal.probability: at", "deal.probability: above"}),
        ({"deal.expected_close_on": {"not_before": "as_of"}}, {"deal.expected_close_on: before"}),
        ({"deal.needs": {"count": {"min": 1, "max": 2}}}, {"deal.needs: too few", "deal.needs: too many"}),
        (
            {"deal.needs": {"each": {"priority": {"equals": 1}}}},
            {"deal.needs: none", "deal.needs[0].priority: above", "deal.needs[1].priority: above"},
        ),
        ({"deal.needs": {"none": {"priority": {"equals": 1}}}}, {"deal.needs: some"}),
        ({"deal.needs": {"unique": {"of": "statement"}}}, {"deal.needs.statement: twice"}),
        (
            {"deal.quotes": {"sum": {"of": "margin", "equals": 1}}},
            {"deal.quotes.margin: sum above", "deal.quotes.margin: sum below"},
        ),
        (
            {"contacts": {"covers": {"of": "source", "values": ["visit", "referral"]}}},
            {"contacts.source: lacks visit", "contacts.source: lacks referral", "contacts: none"},
        ),
        (
            {"any_of": [{"deal.probability": {"above": 0}}, {"account.region": "filled"}]},
            {"every part", "deal.probability: below", "deal.probability: empty"},
        ),
    ],
)  # fmt: skip
def test_a_condition_fails_in_each_of_its_ways(data: Any, names: set[str]) -> None:
    assert names <= set(ways(data))


def test_a_limit_is_missed_by_the_least_step() -> None:
    found = ways({"deal.probability": {"at_least": Decimal("0.30")}})
    assert found["deal.probability: below"].deal.probability == Decimal("0.29")
    found = ways({"deal.amount": {"at_most": "100.00 EUR"}})
    assert found["deal.amount: above"].deal.amount == Money("100.01", "EUR")


def test_a_document_is_out_of_date_the_day_after_it_expires() -> None:
    found = ways({"owner.training": {"some": {"valid_on": "as_of"}}})
    record = found["owner.training[0].expires_on: before"].owner.training[0]
    assert record.expires_on == AT.date() - dt.timedelta(days=1)
    record = found["owner.training[0].completed_on: after"].owner.training[0]
    assert record.completed_on == AT.date() + dt.timedelta(days=1)


def test_each_part_of_a_conjunction_fails_alone() -> None:
    found = ways({"deal.name": "filled", "account.region": "filled"})
    assert found["deal.name: empty"].account.region
    assert found["account.region: empty"].deal.name


def test_one_record_of_several_fails_while_the_others_hold() -> None:
    found = ways({"deal.needs": {"each": {"statement": "filled"}}})
    assert [bool(need.statement) for need in found["deal.needs[1].statement: empty"].deal.needs] == [
        True,
        False,
    ]


def test_amounts_are_made_in_the_currency_at_hand() -> None:
    facts = Facts(deal=satisfy(read({"deal.amount": {"equals": "5 USD"}}), Facts(), AT).deal)
    made = satisfy(read({"deal.quotes": {"some": {"total": {"above": 0}}}}), facts, AT)
    assert made.deal.quotes[0].total.currency == "USD"


def test_what_holds_already_is_left_as_it_is(good_facts: Facts) -> None:
    conditions_ = [r.condition for r in REFERENCE.requirements.values()]
    assert satisfy_all(conditions_, good_facts, AT) is good_facts


def test_only_what_is_missing_is_changed(good_facts: Facts) -> None:
    made = satisfy(read({"account.uscc": {"equals": "9133"}}), good_facts, AT)
    assert made.with_(account=good_facts.account) == good_facts
    assert made.account.uscc == "9133"


def test_ids_that_are_made_are_unlike_those_that_are_there() -> None:
    start = Facts(deal=satisfy(read({"deal.id": "filled"}), Facts(), AT).deal)
    start = satisfy(read({"deal.quotes": {"count": {"min": 3}}}), start, AT)
    assert len({quote.id for quote in start.deal.quotes}) == 3


def test_bounds_on_one_field_are_met_together() -> None:
    condition = read({"deal.probability": {"above": Decimal("0.2"), "below": Decimal("0.21")}})
    assert Decimal("0.2") < satisfy(condition, Facts(), AT).deal.probability < Decimal("0.21")


@pytest.mark.parametrize(
    "data",
    [
        {"deal.probability": {"above": 1, "below": 1}},
        {"deal.needs": {"count": {"min": 2}, "each": {"priority": {"above": 3, "at_most": 3}}}},
        {"all_of": [{"deal.name": "filled"}, {"deal.name": "empty"}]},
        {"deal.needs": "empty", "not": {"deal.needs": {"none": {"priority": "filled"}}}},
        {"contacts": {"distinct": {"of": "source", "min": 500}}},
    ],
)
def test_a_contradiction_is_told(data: Any) -> None:
    with pytest.raises(CannotSatisfy) as caught:
        satisfy(read(data), Facts(), AT)
    assert caught.value.why
    assert caught.value.condition is not None


def test_a_when_that_does_not_hold_makes_a_requirement_not_applicable() -> None:
    condition = REFERENCE.requirements["svc-relationship-maintained"].condition
    found = list(not_applicable(condition, Facts(), AT))
    judgement = REFERENCE.plan.judgements["svc-relationship-maintained"]
    assert {way.name for way in found} == {"account.grade: other", "account.grade: empty"}
    assert {judgement.outcome(way.facts, AT) for way in found} == {Outcome.NOT_APPLICABLE}
    assert list(not_applicable(read({"deal.name": "filled"}), Facts(), AT)) == []


def test_a_part_below_a_when_is_satisfied_and_not_talked_round() -> None:
    made = satisfy(read({"when": {"deal.demos": "filled"}, "deal.name": "filled"}), Facts(), AT)
    assert made.deal.demos
    assert made.deal.name


# Checks of plugins --------------------------------------------------------------------------------------------


class HasQuotes(Check):
    """A check that the language could say as well."""

    id = "t.quotes"
    title = text("has quotes", "有报价")
    reads: ClassVar = ("deal.quotes",)
    parameters: ClassVar = {"number": int}

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool | None:
        return None if facts.deal is NOT_SUPPLIED else len(facts.deal.quotes) >= parameters["number"]


class Helpful(HasQuotes):
    def satisfying(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts | None:
        quotes = tuple(Quote(id=f"q{number}") for number in range(parameters["number"]))
        return satisfy(read({"deal.id": "filled"}), facts, at).with_(
            deal=satisfy(read({"deal.id": "filled"}), facts, at).deal.__class__(id="d", quotes=quotes)
        )


class Liar(HasQuotes):
    def satisfying(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts | None:
        return facts


class Broken(HasQuotes):
    def satisfying(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts | None:
        raise RuntimeError("no ink")


CALL = {"check": "t.quotes", "with": {"number": 2}}


def test_a_check_that_serves_inversion_is_asked() -> None:
    checks = {"t.quotes": Helpful()}
    context = Context(checks, WeekdayCalendar())
    condition = read(CALL | {"deal.name": "filled"}, checks)
    made = satisfy(condition, Facts(), AT, context)
    assert truth(condition, made, context) is True
    assert check_inverted(condition, Facts(), context) == {Outcome.FAIL, Outcome.UNKNOWN}
    assert "check t.quotes: deal.quotes empty" in ways(CALL, checks=checks)


def test_a_check_may_say_how_it_is_violated() -> None:
    class Contrary(Helpful):
        def violating(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> Facts | None:
            return self.satisfying(facts, at, number=parameters["number"] - 1)

    checks = {"t.quotes": Contrary()}
    way = next(w for w in violations(read(CALL, checks), Facts(), AT, Context(checks, WeekdayCalendar())))
    assert way.name == "check t.quotes: violated"
    assert way.facts.deal
    assert len(way.facts.deal.quotes) == 1


@pytest.mark.parametrize(
    ("check", "told"), [(HasQuotes(), "does not tell"), (Broken(), "no ink"), (Liar(), "was tried")]
)
def test_a_check_that_does_not_serve_inversion_is_named(check: Check, told: str) -> None:
    checks = {"t.quotes": check}
    with pytest.raises(CannotSatisfy, match=told):
        satisfy(read(CALL, checks), Facts(), AT, Context(checks, WeekdayCalendar()))


def test_a_list_may_cover_the_records_of_another() -> None:
    condition = REFERENCE.requirements["sol-problem-fit-explicit"].condition
    assert any(isinstance(part, Covers) for part in condition.parts)  # type: ignore[union-attr]
    start = satisfy(read({"deal.needs": {"some": {"priority": {"equals": 1}}}}), Facts(), AT)
    made = satisfy(condition, start, AT)
    assert made.deal.proposal.answers[0].need_id == made.deal.needs[0].id


def test_roots_are_known_by_their_names() -> None:
    assert set(core_schema().roots) == set(ROOTS)


class Quotes(Choice):
    DEAL = "deal.quotes", "quotes", "报价"
    CONTRACT = "deal.contract", "contract", "合同"


class LooksAt(HasQuotes):
    parameters: ClassVar = {"field": Quotes}

    def reads_with(self, /, **parameters: Any) -> tuple[str, ...]:
        return (parameters["field"],)

    def holds(self, facts: Facts, at: dt.datetime, /, **parameters: Any) -> bool | None:
        if facts.deal is NOT_SUPPLIED:
            return None
        return bool(getattr(facts.deal, parameters["field"].removeprefix("deal.")))


def test_a_check_reads_what_its_parameters_say_and_is_violated_there() -> None:
    checks = {"t.quotes": LooksAt()}
    call = {"check": "t.quotes", "with": {"field": "deal.contract"}}
    assert reads(read(call, checks), checks) == {"deal.contract"}
    with_contract = Facts(deal=Deal(id="d", contract=Contract(id="c"), quotes=(Quote(id="q"),)))
    context = Context(checks, WeekdayCalendar())
    found = [way.name for way in violations(read(call, checks), with_contract, AT, context)]
    assert found[0] == "check t.quotes: deal.contract empty"


def test_a_parameter_of_a_closed_list_takes_its_values_alone() -> None:
    checks = {"t.quotes": LooksAt()}
    with pytest.raises(AssertionError, match=r"did you mean 'deal\.contract'"):
        read({"check": "t.quotes", "with": {"field": "deal.contracts"}}, checks)


def test_of_conditions_that_contradict_each_other_the_later_gives_way_and_is_named() -> None:
    wide, low, narrow = map(
        read,
        (
            {"account.bed_count": {"above": 10}},
            {"account.bed_count": {"below": 5}},
            {"account.bed_count": {"above": 20}},
        ),
    )
    facts, left = satisfy_most({"wide": [wide], "low": [low], "narrow": [narrow]}, Facts(), AT)
    assert set(left) == {"low"}
    assert "ways were tried" in left["low"]
    assert [truth(one, facts) for one in (wide, low, narrow)] == [True, False, True]


def test_where_the_best_cannot_be_had_the_next_best_is_taken() -> None:
    wide, low = read({"account.bed_count": {"above": 10}}), read({"account.bed_count": {"below": 5}})
    facts, left = satisfy_most({"wide": [wide], "either": [low, wide]}, Facts(), AT)
    assert left == {}
    assert truth(wide, facts)
