"""Generated conditions: four readings of the same sentence must agree.

The first is an interpreter written here, straight over the TOML data; the second the compiled condition; the
third the expression that guards are made of; the fourth the pass over the columns of a portfolio.
"""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType, SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medsales_core.config import Diagnostics
from medsales_core.model import NOT_SUPPLIED, Choice, entity, fact
from medsales_core.money import Money
from medsales_core.rules.calendar import WeekdayCalendar
from medsales_core.rules.columns import judge_columns
from medsales_core.rules.condition import Condition
from medsales_core.rules.judging import Context, compile_condition
from medsales_core.rules.quick import compile_quick
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.requirement import Outcome, Requirement, Severity, compile_requirement
from medsales_core.rules.schema import FieldType, Kind, Schema
from medsales_core.rules.sheet import Sheet
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.wording import words
from medsales_core.text import LANGUAGES, text

SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
AT = dt.datetime(2026, 3, 10, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class Level(Choice):
    LOW = "low", "low", "低"
    HIGH = "high", "high", "高"


@entity
class Leaf:
    id: str = fact("leaf", "叶")
    note: str | None = fact("note", "注", default=None)
    weight: Decimal | None = fact("weight", "重", default=None)


@entity
class Item:
    id: str = fact("item", "项")
    name: str | None = fact("name", "名", default=None)
    size: int | None = fact("size", "大小", default=None)
    price: Money | None = fact("price", "价", default=None)
    level: Level | None = fact("level", "级", default=None)
    done: bool | None = fact("done", "完成", default=None)
    day: dt.date | None = fact("day", "日", default=None)
    begins: dt.date | None = fact("begins", "起", default=None, role="valid-from")
    ends: dt.date | None = fact("ends", "止", default=None, role="valid-to")
    tags: tuple[str, ...] = fact("tags", "标签", default=())
    leaf: Leaf | None = fact("leaf", "叶", default=None)
    leaves: tuple[Leaf, ...] = fact("leaves", "叶组", default=())


@entity
class Thing:
    id: str = fact("thing", "物")
    main: Item | None = fact("main item", "主项", default=None)
    items: tuple[Item, ...] = fact("items", "项目", default=())


class Answering:
    """A check that answers what it was told to."""

    id = "t.check"
    reads = ("thing",)
    parameters: Mapping[str, type] = MappingProxyType({})

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def holds(self, facts: Any, at: dt.datetime, /) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def reasons(self, facts: Any, at: dt.datetime, /) -> tuple[()]:
        return ()


SCHEMA = Schema(
    {
        "thing": FieldType(kind=Kind.RECORD, type=Thing, label=text("thing", "物")),
        "other": FieldType(kind=Kind.RECORD, type=Item, label=text("other", "他")),
        "loose": FieldType(kind=Kind.RECORD, type=Item, many=True, label=text("loose", "散")),
    }
)
LIMIT = Threshold(
    id="limit", label=text("limit", "限"), unit="piece", values=(ThresholdValue(value=Decimal(2)),)
)


class _Nowhere:
    def place(self, path: object) -> tuple[str, int, int]:
        return ("x.toml", 1, 1)


def read(data: Any, checks: dict[str, Any] | None = None) -> Condition:
    found = Diagnostics()
    reader = ConditionReader(_Nowhere(), found, SCHEMA, {"limit": LIMIT}, checks or {})
    condition = reader.read(data, Place(("require",)))
    assert not list(found), f"{data}: {[str(d) for d in found]}"
    assert condition is not None
    return condition


# What a condition means, said a second time -------------------------------------------------------------------


def empty(value: Any) -> bool:
    return value is None or value == () or (isinstance(value, str) and value.strip() == "")


def follow(path: str, here: Any, outers: tuple[Any, ...], facts: Any) -> Any:
    steps = path.split(".")
    start = here
    while steps[0] in ("root", "outer"):
        start, outers = (facts, ()) if steps[0] == "root" else (outers[-1], outers[:-1])
        steps = steps[1:]
    values, flat = [start], True
    for step in steps:
        found: list[Any] = []
        for value in values:
            inner = getattr(value, step)
            if inner is NOT_SUPPLIED:
                return NOT_SUPPLIED
            if isinstance(inner, tuple):
                flat = False
                found += inner
            elif inner is not None:
                found.append(inner)
        values = found
    return (values[0] if values else None) if flat else tuple(values)


COMPARE = {
    "equals": lambda a, b: a == b,
    "differs": lambda a, b: a != b,
    "above": lambda a, b: b < a,
    "at_least": lambda a, b: b <= a,
    "below": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
    "before": lambda a, b: a < b,
    "after": lambda a, b: b < a,
    "not_before": lambda a, b: b <= a,
    "not_after": lambda a, b: a <= b,
    "contains": lambda a, b: b in a,
}


def both(truths: list[bool | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


def either(truths: list[bool | None]) -> bool | None:
    return True if True in truths else None if None in truths else False


def operand(value: Any, here: Any, outers: tuple[Any, ...], facts: Any) -> Any:
    if value == "as_of":
        return AT.date()
    if isinstance(value, dict):
        return follow(value["path"], here, outers, facts) if "path" in value else Decimal(2)
    if isinstance(value, str) and value.endswith(" CNY"):
        return Money.parse(value)
    return value


def interpret(data: dict[str, Any], here: Any, outers: tuple[Any, ...], facts: Any) -> bool | None:
    parts: list[bool | None] = []
    for key, value in data.items():
        if key in ("when", "unless"):
            continue
        if key in ("all_of", "any_of"):
            inner = [interpret(part, here, outers, facts) for part in value]
            parts.append(both(inner) if key == "all_of" else either(inner))
        elif key == "not":
            truth = interpret(value, here, outers, facts)
            parts.append(None if truth is None else not truth)
        elif key == "valid_on":
            begun = here.begins is not None and here.begins <= AT.date()
            parts.append(begun and (here.ends is None or AT.date() <= here.ends))
        else:
            parts.append(test(key, value, here, outers, facts))
    truth = both(parts)
    for word, wanted in (("unless", False), ("when", True)):
        if word in data:
            asked = interpret(data[word], here, outers, facts)
            truth = None if asked is None else truth if asked is wanted else True
    return truth


def test(path: str, wanted: Any, here: Any, outers: tuple[Any, ...], facts: Any) -> bool | None:
    found = follow(path, here, outers, facts)
    if found is NOT_SUPPLIED:
        return None
    if isinstance(wanted, str):
        return empty(found) is (wanted == "empty")
    side = ("where", "may_be_empty")
    return both([ask(word, wanted, found, here, outers, facts) for word in wanted if word not in side])


test.__test__ = False  # type: ignore[attr-defined]  # a word of the language, not of pytest


def ask(word: str, table: dict[str, Any], found: Any, here: Any, outers: tuple[Any, ...], facts: Any) -> Any:
    value = table[word]
    if word in COMPARE:
        against = operand(value, here, outers, facts)
        if against is NOT_SUPPLIED:
            return None
        if isinstance(found, Money) and value == 0:
            found = found.amount
        return not empty(found) and not empty(against) and COMPARE[word](found, against)
    if word in ("one_of", "not_in"):
        return not empty(found) and (found in value) is (word == "one_of")
    if word == "within":
        start = operand(value.get("after", value.get("before")), here, outers, facts)
        if start is NOT_SUPPLIED:
            return None
        if found is None or start is None:
            return False
        gap = (found - start).days if "after" in value else (start - found).days
        return 0 <= gap <= value["days"]
    inside = (*outers, here)
    judged = [
        (interpret(table["where"], record, inside, facts) if "where" in table else True, record)
        for record in found or ()
    ]
    chosen, undecided = [record for truth, record in judged if truth], None in [truth for truth, _ in judged]
    return asked_of_list(word, table, chosen, undecided=undecided, inside=inside, facts=facts)


def asked_of_list(
    word: str, table: dict[str, Any], chosen: list[Any], *, undecided: bool, inside: Any, facts: Any
) -> bool | None:
    value = table[word]
    if word in ("each", "some", "none"):
        truths = [interpret(value, record, inside, facts) for record in chosen]
        doubt: list[bool | None] = [None] if undecided else []
        if word == "each":
            return both(truths + doubt) if truths + doubt else table.get("may_be_empty", False)
        truth = either(truths + doubt)
        return truth if word == "some" else None if truth is None else not truth
    if undecided:
        return None
    if word == "count":
        least, most = value.get("equals", value.get("min", 0)), value.get("equals", value.get("max", 99))
        return least <= len(chosen) <= most
    held = [getattr(record, value["of"]) for record in chosen]
    flat = [v for item in held for v in (item if isinstance(item, tuple) else (item,)) if not empty(v)]
    if word == "distinct":
        return len(set(flat)) >= value["min"]
    if word == "unique":
        return len(flat) == len(set(flat))
    if word == "covers":
        return set(value["values"]) <= set(flat)
    return bool(flat) and COMPARE[next(w for w in value if w != "of")](
        sum(flat), value.get("at_least", value.get("at_most"))
    )


# Conditions and facts -----------------------------------------------------------------------------------------

TEXTS = ["", " ", "\u3000", "a", "b"]
NUMBERS = [0, 1, 2, 3, Decimal("2.0")]
DAYS = [AT.date() + dt.timedelta(days=n) for n in (-40, -1, 0, 1, 30)]
PRICES = ["1.00 CNY", "2.00 CNY"]
SCOPES = {
    (): ("thing.main", "other", "thing"),
    ("item",): ("", "root.other", "outer.thing.main"),
    ("leaf",): ("", "outer", "root.other"),
}


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


leaves = st.builds(
    Leaf,
    id=st.sampled_from(["l1", "l2"]),
    note=maybe(st.sampled_from(TEXTS)),
    weight=maybe(st.sampled_from([Decimal(0), Decimal(1), Decimal("1.5")])),
)
items = st.builds(
    Item,
    id=st.sampled_from(["i1", "i2", "i3"]),
    name=maybe(st.sampled_from(TEXTS)),
    size=maybe(st.sampled_from([0, 1, 2, 3])),
    price=maybe(st.sampled_from([Money.parse(price) for price in ("0 CNY", *PRICES)])),
    level=maybe(st.sampled_from(Level)),
    done=maybe(st.booleans()),
    day=maybe(st.sampled_from(DAYS)),
    begins=maybe(st.sampled_from(DAYS)),
    ends=maybe(st.sampled_from(DAYS)),
    tags=st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple),
    leaf=maybe(leaves),
    leaves=st.lists(leaves, max_size=2, unique_by=lambda leaf: leaf.id).map(tuple),
)
things = st.builds(
    Thing,
    id=st.just("t"),
    main=maybe(items),
    items=st.lists(items, max_size=3, unique_by=lambda item: item.id).map(tuple),
)
facts_ = st.builds(
    SimpleNamespace,
    thing=st.one_of(st.just(NOT_SUPPLIED), things, things),
    other=st.one_of(st.just(NOT_SUPPLIED), items, items),
    loose=st.one_of(st.just(NOT_SUPPLIED), st.lists(items, max_size=2).map(tuple)),
)


def at_item(draw: Any, scopes: tuple[str, ...]) -> str:
    """A path to an item, ending in a point, as seen from inside *scopes*."""
    ways = {(): ["thing.main", "other"], ("item",): ["", "root.other", "outer.other"]}
    way = draw(st.sampled_from(ways.get(scopes, ["outer", "root.other", "outer.outer.thing.main"])))
    return f"{way}." if way else ""


@st.composite
def scalar_tests(draw: Any, scopes: tuple[str, ...]) -> tuple[str, Any]:
    item = at_item(draw, scopes)
    kind = draw(st.sampled_from(["text", "number", "money", "choice", "flag", "day", "list", "leaf"]))
    if kind == "leaf":
        step = draw(st.sampled_from(["leaf.note", "leaf.weight", "leaf", "day", "price", "leaves"]))
        return f"{item}{step}", draw(st.sampled_from(["filled", "empty"]))
    if kind == "text":
        word = draw(st.sampled_from(["equals", "differs", "contains"]))
        against = st.sampled_from(["a", "b", {"path": "root.other.name"}, {"path": f"{item}leaf.note"}])
        listed = st.lists(st.sampled_from(["a", "b"]), min_size=1)
        table = st.one_of(
            st.fixed_dictionaries({word: against}),
            st.fixed_dictionaries({"not_in": listed}),
            st.fixed_dictionaries({"one_of": listed}),
            st.sampled_from(["filled", "empty"]),
        )
        return f"{item}{draw(st.sampled_from(['name', 'leaf.note']))}", draw(table)
    if kind == "number":
        words_ = ["equals", "differs", "above", "at_least", "below", "at_most"]
        against = st.sampled_from([0, 2, Decimal("1.0"), {"threshold": "limit"}, {"path": "root.other.size"}])
        chosen = draw(st.lists(st.sampled_from(words_), min_size=1, max_size=2, unique=True))
        return f"{item}{draw(st.sampled_from(['size', 'leaf.weight']))}", {w: draw(against) for w in chosen}
    if kind == "money":
        word = draw(st.sampled_from(["equals", "differs", "above", "at_most"]))
        return f"{item}price", {word: draw(st.sampled_from([0, *PRICES, {"path": "root.other.price"}]))}
    if kind == "choice":
        word = draw(st.sampled_from(["equals", "differs", "one_of", "not_in"]))
        values = draw(st.lists(st.sampled_from(["low", "high"]), min_size=1))
        return f"{item}level", {word: values if word in ("one_of", "not_in") else values[0]}
    if kind == "flag":
        return f"{item}done", {draw(st.sampled_from(["equals", "differs"])): draw(st.booleans())}
    if kind == "list":
        return f"{item}tags", draw(
            st.sampled_from(
                [
                    {"contains": "a"},
                    {"contains": {"path": "root.other.name"}},
                    {"count": {"min": 1}},
                    {"count": {"max": 1}},
                    "filled",
                    "empty",
                ]
            )
        )
    return day_test(draw, item)


def day_test(draw: Any, item: str) -> tuple[str, Any]:
    against = draw(st.sampled_from(["as_of", *DAYS, {"path": "root.other.day"}, {"path": f"{item}begins"}]))
    if draw(st.booleans()):
        side = draw(st.sampled_from(["after", "before"]))
        return f"{item}day", {"within": {"days": draw(st.sampled_from([0, 1, 30])), side: against}}
    return f"{item}day", {draw(st.sampled_from(["before", "after", "not_before", "not_after"])): against}


@st.composite
def list_tests(draw: Any, scopes: tuple[str, ...], depth: int) -> tuple[str, Any]:
    if len(scopes) == 0:
        path, inner = draw(st.sampled_from(["thing.items", "loose"])), ("item",)
    else:
        path, inner = draw(st.sampled_from([("leaves", ("item", "leaf")), ("root.loose", ("item", "item"))]))
        path = path if scopes == ("item",) else "root.loose"
    record = conditions(inner, depth - 1) if path != "leaves" else leaf_conditions()
    table: dict[str, Any] = {}
    if draw(st.booleans()):
        table["where"] = draw(record)
    word = draw(st.sampled_from(["each", "some", "none", "count", "distinct", "unique", "sum", "covers"]))
    if word in ("each", "some", "none"):
        table[word] = draw(record)
        if word == "each" and draw(st.booleans()):
            table["may_be_empty"] = True
    elif word == "count":
        table[word] = draw(st.sampled_from([{"min": 1}, {"max": 1}, {"min": 0, "max": 2}]))
    elif word == "distinct":
        table[word] = {"of": "id", "min": draw(st.integers(0, 2))}
    elif word == "unique":
        table[word] = {"of": "id"}
    elif word == "sum":
        of = "weight" if path == "leaves" else "size"
        table[word] = {"of": of, draw(st.sampled_from(["at_least", "at_most"])): 2}
    else:
        of = "note" if path == "leaves" else draw(st.sampled_from(["tags", "name"]))
        table[word] = {"of": of, "values": ["a"]}
    return path, table


@st.composite
def leaf_conditions(draw: Any) -> dict[str, Any]:
    against = st.sampled_from(["a", {"path": "outer.name"}, {"path": "root.other.name"}])
    return {
        "note": draw(
            st.one_of(st.sampled_from(["filled", "empty"]), st.fixed_dictionaries({"differs": against}))
        )
    }


@st.composite
def conditions(draw: Any, scopes: tuple[str, ...] = (), depth: int = 2) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 2))):
        kinds = ["scalar", "scalar"] + (["list", "all_of", "any_of", "not"] if depth else [])
        kind = draw(st.sampled_from(kinds))
        if kind == "scalar":
            data.update([draw(scalar_tests(scopes))])
        elif kind == "list":
            data.update([draw(list_tests(scopes, depth))])
        elif kind == "not":
            data["not"] = draw(conditions(scopes, depth - 1))
        else:
            data[kind] = draw(st.lists(conditions(scopes, depth - 1), min_size=1, max_size=2))
    if scopes == ("item",) and draw(st.integers(0, 3)) == 0:
        data["valid_on"] = "as_of"
    if depth and draw(st.integers(0, 4)) == 0:
        data[draw(st.sampled_from(["when", "unless"]))] = draw(conditions(scopes, 0))
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


SENTENCES = conditions().map(rightly_guarded)


def requirement(condition: Condition) -> Requirement:
    return Requirement(
        id="r", label=text("r", "要"), source="S", applies_to="deal", kind="gate", strength="must",
        severity=Severity.BLOCK, condition=condition, evidence=text("", ""), remedy=text("", ""),
    )  # fmt: skip


# What must agree ----------------------------------------------------------------------------------------------


@settings(SETTINGS, max_examples=100)
@given(SENTENCES, facts_)
def test_a_compiled_condition_says_what_the_sentence_says(data: dict[str, Any], facts: Any) -> None:
    judge = compile_condition(read(data), Context({}, WeekdayCalendar()))
    assert judge.holds(facts, facts, AT, None) is interpret(data, facts, (), facts)


@settings(SETTINGS, max_examples=200)
@given(SENTENCES, facts_)
def test_an_expression_never_says_other_than_the_condition(data: dict[str, Any], facts: Any) -> None:
    condition = read(data)
    quick = compile_quick(condition, {})
    if quick is None:
        return
    try:
        said = quick(facts, AT)
    except Exception:  # noqa: BLE001 - raising leaves it to the careful way, whatever is raised
        return
    assert said is compile_condition(condition, Context({}, WeekdayCalendar())).holds(facts, facts, AT, None)


FIELDS: dict[str, tuple[list[Any], list[Any]]] = {
    "name": ([None, *TEXTS], ["filled", "empty", {"equals": "a"}, {"differs": "a"}, {"one_of": ["a", "b"]}, {"not_in": ["a"]}]),
    "size": ([None, 0, 1, 2, 3], ["filled", "empty", *({word: 2} for word in ("equals", "differs", "above", "at_least", "below", "at_most"))]),
    "price": ([None, Money(0, "CNY"), Money(2, "CNY")], [{"above": 0}, {"at_most": 0}, {"above": "1.00 CNY"}, {"differs": "2 CNY"}]),
    "level": ([None, *Level], [{"equals": "low"}, {"differs": "low"}, {"not_in": ["low"]}, "empty"]),
    "done": ([None, True, False], [{"equals": True}, {"differs": True}, "filled"]),
    "tags": ([(), ("a",), ("a", "b")], [{"count": {"min": 1}}, {"count": {"max": 1}}, {"count": {"equals": 1}}, "filled", "empty"]),
    "leaf": ([None, Leaf(id="l")], ["filled", "empty"]),
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_an_expression_agrees_on_every_value_of_a_field(field: str) -> None:
    values, tests = FIELDS[field]
    said = 0
    for wanted in tests:
        for data in ({f"other.{field}": wanted}, {"not": {f"other.{field}": wanted}}):
            quick = compile_quick(read(data), {})
            for value in values if quick is not None else ():
                facts = SimpleNamespace(other=Item(id="i", **{field: value}))
                answer = quick(facts, AT)
                assert answer is interpret(data, facts, (), facts), (data, value)
                said += 1
    assert said, "none of it is said as an expression"


@pytest.mark.parametrize("field", FIELDS)
def test_an_expression_leaves_what_was_not_supplied_to_the_careful_way(field: str) -> None:
    for wanted in FIELDS[field][1]:
        quick = compile_quick(read({f"other.{field}": wanted}), {})
        if quick is not None:
            with pytest.raises(AttributeError):
                quick(SimpleNamespace(other=NOT_SUPPLIED), AT)


@pytest.mark.parametrize(
    "data", [{"other": "filled"}, {"loose": "empty"}, {"loose": {"none": {"size": {"above": 1}}}}]
)
def test_a_root_that_was_not_supplied_is_not_taken_for_an_empty_one(data: dict[str, Any]) -> None:
    quick = compile_quick(read(data), {})
    assert quick is not None
    with pytest.raises(LookupError):
        quick(SimpleNamespace(other=NOT_SUPPLIED, loose=NOT_SUPPLIED), AT)


@settings(SETTINGS, max_examples=80)
@given(SENTENCES, st.lists(facts_, max_size=4))
def test_columns_say_of_every_row_what_the_condition_says(data: dict[str, Any], rows: list[Any]) -> None:
    judgement = compile_requirement(requirement(read(data)), Context({}, WeekdayCalendar()))
    assert judge_columns([judgement], rows, AT) == {"r": [judgement.outcome(row, AT) for row in rows]}


# What no entity holds, and a careless host may supply all the same ---------------------------------------------


class Mute(str):
    """A text that does not say whether it is empty."""

    def strip(self, *_: Any) -> str:
        raise ValueError("no")


class Alike(str):
    """A text that is like every other."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


class Bare:
    """A record of which nothing can be read."""

    @property
    def name(self) -> str:
        raise SystemExit(1)


NAIVE = dt.datetime(2026, 3, 10, 1, 30)  # noqa: DTZ001 - what is wrong with it is the point
ZONED = [
    dt.datetime(2026, 3, 9, 23, 30, tzinfo=zone) for zone in (dt.UTC, AT.tzinfo, ZoneInfo("Asia/Shanghai"))
]
NAMES = [None, *TEXTS, Mute("a"), Alike("b"), 3, NOT_SUPPLIED, object(), Level.LOW]
SIZES = [
    None,
    0,
    1,
    2,
    True,
    Decimal("2.00"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    2**63,
    -(10**40),
]
ODD_DAYS = [None, *DAYS, NAIVE, *ZONED, dt.date.max, dt.date.min, "", NOT_SUPPLIED]
odd_leaves = st.one_of(
    leaves,
    st.none(),
    st.builds(Bare),
    st.builds(
        SimpleNamespace,
        id=st.sampled_from(["l1", 1, Alike("l2")]),
        note=st.sampled_from(NAMES),
        weight=st.sampled_from([*SIZES, "1"]),
    ),
)
odd_items = st.builds(
    SimpleNamespace,
    id=st.sampled_from(["i1", "i2", 1, True, Alike("i3"), (), {}]),
    name=st.sampled_from(NAMES),
    size=st.sampled_from([*SIZES, 2.0, "2"]),
    price=st.sampled_from(
        [None, *(Money.parse(f"{n} {c}") for n in ("0", "2.00", "1E+30") for c in ("CNY", "EUR")), 2]
    ),
    level=st.sampled_from([None, *Level, "low", NOT_SUPPLIED]),
    done=st.sampled_from([None, True, False, 1, "yes"]),
    day=st.sampled_from(ODD_DAYS),
    begins=st.sampled_from(ODD_DAYS),
    ends=st.sampled_from(ODD_DAYS),
    tags=st.sampled_from(
        [(), ("a",), ("b", "a"), ["a"], None, (None,), ({},), (NOT_SUPPLIED,), NOT_SUPPLIED, "a"]
    ),
    leaf=odd_leaves,
    leaves=st.one_of(
        st.lists(odd_leaves, max_size=2).map(tuple), st.none(), st.just(NOT_SUPPLIED), st.just([])
    ),
)


def odd_facts(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.one_of(st.lists(one, max_size=3).map(tuple), st.none(), st.just(NOT_SUPPLIED))
    thing = st.builds(SimpleNamespace, id=st.just("t"), main=one, items=several)
    return st.builds(
        SimpleNamespace,
        thing=st.one_of(thing, st.sampled_from([NOT_SUPPLIED, None])),
        other=one,
        loose=several,
    )


@st.composite
def odd_portfolios(draw: Any) -> list[Any]:
    """Portfolios in which rows share records; all of one field may be plain, so that it has a plain column."""
    pool = draw(st.lists(st.one_of(items, odd_items), min_size=1, max_size=4))
    one = st.sampled_from([*pool, None, NOT_SUPPLIED])
    rows: list[Any] = draw(st.lists(odd_facts(one), max_size=6))
    return rows


@settings(SETTINGS, max_examples=300)
@given(SENTENCES, st.one_of(st.lists(facts_, max_size=6), odd_portfolios()))
def test_a_sheet_says_of_every_row_what_the_condition_says(data: dict[str, Any], rows: list[Any]) -> None:
    judgement = compile_requirement(requirement(read(data)), Context({}, WeekdayCalendar()))
    sheet = Sheet(rows)
    for at in (AT, AT.astimezone(dt.UTC), AT):
        assert sheet.judge([judgement], at) == {"r": [judgement.outcome(row, at) for row in rows]}


@settings(SETTINGS, max_examples=80)
@given(SENTENCES, facts_)
def test_what_does_not_hold_tells_why_and_what_holds_is_silent(data: dict[str, Any], facts: Any) -> None:
    judgement = compile_requirement(requirement(read(data)), Context({}, WeekdayCalendar()))
    outcome, reasons = judgement.outcome(facts, AT), judgement.reasons(facts, AT)
    assert outcome is not Outcome.ERROR
    if outcome is Outcome.PASS:
        assert reasons == ()
    elif outcome is not Outcome.NOT_APPLICABLE:
        assert reasons
        assert outcome is not Outcome.UNKNOWN or any(reason.unknown for reason in reasons)
    for reason in reasons:
        assert all(reason.message[language].strip() for language in LANGUAGES)
        assert json.loads(json.dumps(reason.as_dict()))["operator"] == reason.operator


@settings(SETTINGS, max_examples=100)
@given(SENTENCES)
def test_every_condition_can_be_put_into_words(data: dict[str, Any]) -> None:
    sentence = words(read(data))
    assert all(sentence[language].strip() for language in LANGUAGES)
    assert "{" not in str(sentence)


@pytest.mark.parametrize("answer", [True, False, None, 1, 0, "", "yes", Decimal(0), ValueError("no line")])
@pytest.mark.parametrize(
    "data",
    [
        {"check": "t.check"},
        {"check": "t.check", "loose": "empty"},
        {"not": {"check": "t.check"}},
        {"any_of": [{"check": "t.check"}]},
        {"not": {"not": {"check": "t.check"}}},
        {"loose": "empty", "when": {"check": "t.check"}},
        {"loose": {"count": {"max": 0}}, "not": {"check": "t.check"}},
    ],
)
def test_only_a_check_that_says_true_or_false_is_believed(data: dict[str, Any], answer: Any) -> None:
    facts = SimpleNamespace(thing=NOT_SUPPLIED, other=NOT_SUPPLIED, loose=())
    checks = {"t.check": Answering(answer)}
    condition = read(data, checks)
    judgement = compile_requirement(requirement(condition), Context(checks, WeekdayCalendar()))
    outcome, reasons = judgement.outcome(facts, AT), judgement.reasons(facts, AT)
    if answer is not None and not isinstance(answer, bool):
        assert outcome is Outcome.ERROR
    elif answer is None:
        assert outcome is Outcome.UNKNOWN
    else:
        assert outcome in (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE)
    if not outcome.lets_pass:
        assert reasons
        assert json.dumps([reason.as_dict() for reason in reasons])
    quick = compile_quick(condition, checks)
    if quick is not None and outcome is not Outcome.PASS and not isinstance(answer, Exception):
        assert quick(facts, AT) is not True


def test_a_check_whose_reasons_are_broken_still_gives_a_reason() -> None:
    class Mute(Answering):
        def reasons(self, facts: Any, at: dt.datetime, /) -> Any:
            return ["just text"]

    checks = {"t.check": Mute(answer=False)}
    judgement = compile_requirement(
        requirement(read({"check": "t.check"}, checks)), Context(checks, WeekdayCalendar())
    )
    facts = SimpleNamespace(thing=NOT_SUPPLIED, other=NOT_SUPPLIED, loose=())
    reasons = judgement.reasons(facts, AT)
    assert json.dumps([reason.as_dict() for reason in reasons])
    assert "just text" in str(reasons[0].message)


def test_a_check_parameter_that_is_no_python_name_is_passed_all_the_same() -> None:
    class Odd(Answering):
        parameters: Mapping[str, type] = MappingProxyType({"at-least": int, "class": int})

        def holds(self, facts: Any, at: dt.datetime, /, **given_: Any) -> bool:
            return given_ == {"at-least": 2, "class": 1}

    checks = {"t.check": Odd(answer=True)}
    condition = read({"check": "t.check", "with": {"at-least": 2, "class": 1}}, checks)
    assert compile_quick(condition, checks) is None
    judgement = compile_requirement(requirement(condition), Context(checks, WeekdayCalendar()))
    assert judgement.outcome(SimpleNamespace(), AT) is Outcome.PASS
