"""Thresholds: one value on each day and in each place, and no day without."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import medsales_core.model as m
from medsales_core.config import Diagnostic
from medsales_core.playbook.load import check_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.wording import words
from medsales_core.text import text

HERE = "¦"
TOML = """
schema = 1
id = "p"
version = "1"
title = { en = "p", zh-Hans = "p" }
[process.deal]
moves = "deal"
label = { en = "p", zh-Hans = "p" }
start = "one"
[stage.one]
process = "deal"
position = 1
label = { en = "one", zh-Hans = "一" }
[transition.won]
from = "one"
kind = "win"
[transition.lost]
from = "one"
kind = "lose"
[standard.basics]
label = { en = "basics", zh-Hans = "基础" }
[standard.basics.requirement.it]
label = { en = "it", zh-Hans = "它" }
source = "I"
require = { "account.bed_count" = { at_least = { threshold = "limit" } } }
[standard.basics.requirement.soon]
label = { en = "soon", zh-Hans = "尽快" }
source = "I"
require = { "order.created_on" = { within = { days = { threshold = "limit" }, before = "as_of" } } }
[threshold.limit]
label = { en = "limit", zh-Hans = "限值" }
unit = "day"
"""
PLACES = """values = [
    { value = 10 },
    { value = 20, jurisdiction = "CN" },
    { value = 30, jurisdiction = "CN-ZJ", valid_from = 2026-01-01 },
]"""
Write = Callable[..., Path]


def diagnose(write: Write, toml: str) -> tuple[Playbook | None, list[Diagnostic]]:
    playbook, found = check_playbook(write(TOML + toml + "\n"))
    return playbook, list(found)


def loaded(write: Write, toml: str) -> Playbook:
    playbook, found = diagnose(write, toml)
    assert playbook is not None, [str(d) for d in found]
    return playbook


@pytest.mark.parametrize(
    ("country", "region", "on", "value"),
    [
        ("DE", None, dt.date(2026, 6, 30), 10),
        (None, None, dt.date(2026, 6, 30), 10),
        ("CN", None, dt.date(2026, 6, 30), 20),
        ("CN", "CN-SH", dt.date(2026, 6, 30), 20),
        ("CN", "CN-ZJ", dt.date(2026, 6, 30), 30),
        ("CN", "CN-ZJ", dt.date(2025, 12, 31), 20),
    ],
)
def test_the_narrowest_place_that_has_a_value_on_the_day_counts(
    write_playbook: Write, country: str | None, region: str | None, on: dt.date, value: int
) -> None:
    judgement = loaded(write_playbook, PLACES).plan.judgements["it"]
    for beds, expected in ((value, Outcome.PASS), (value - 1, Outcome.FAIL)):
        account = m.Account(id="a", name="a", country=country, region=region, bed_count=beds)
        at = dt.datetime.combine(on, dt.time(), dt.UTC)
        assert judgement.outcome(m.Facts(account=account), at) is expected


def test_without_a_customer_nobody_knows_which_value_counts(write_playbook: Write) -> None:
    playbook, at = loaded(write_playbook, PLACES), dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
    facts = m.Facts(order=m.Order(id="o", created_on=dt.date(2026, 6, 15)))
    assert playbook.plan.judgements["soon"].outcome(facts, at) is Outcome.UNKNOWN
    assert [r.unknown for r in playbook.plan.judgements["soon"].reasons(facts, at)] == [True]
    known = facts.with_(account=m.Account(id="a", name="a", country="CN"))
    assert playbook.plan.judgements["soon"].outcome(known, at) is Outcome.PASS
    far = facts.with_(account=m.Account(id="a", name="a", country="DE"))
    assert playbook.plan.judgements["soon"].outcome(far, at) is Outcome.FAIL


def test_what_varies_by_place_reads_the_place_and_says_no_single_value(write_playbook: Write) -> None:
    condition = loaded(write_playbook, PLACES).requirements["it"].condition
    assert reads(condition, {}) == {"account.bed_count", "account.country", "account.region"}
    assert "day" not in words(condition)["en"]
    same = loaded(write_playbook, "value = 3").requirements["it"].condition
    assert reads(same, {}) == {"account.bed_count"}
    assert "(3 day)" in words(same)["en"]


def test_a_place_without_a_value_is_an_error_that_blocks(write_playbook: Write) -> None:
    only = 'values = [{ value = 20, jurisdiction = "CN" }]'
    judgement, at = (
        loaded(write_playbook, only).plan.judgements["it"],
        dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
    )
    facts = m.Facts(account=m.Account(id="a", name="a", country="DE", bed_count=9))
    assert judgement.outcome(facts, at) is Outcome.ERROR
    assert "in DE" in str(judgement.reasons(facts, at)[0].message)


SOUND = [
    "values = [{ value = 1, valid_to = 2025-12-31 }, { value = 2, valid_from = 2026-01-01 }]",
    "values = [{ value = 2, valid_from = 2026-01-01 }, { value = 1, valid_to = 2025-12-31 }]",
    PLACES,
    'values = [{ value = 1 }, { value = 2, jurisdiction = "CN", valid_to = 2025-01-01 }, { value = 3, jurisdiction = "CN", valid_from = 2026-01-01 }]',
    "value = 1\nvalid_from = 2026-01-01",
]  # fmt: skip


@pytest.mark.parametrize("toml", SOUND)
def test_periods_that_follow_one_another_are_accepted(write_playbook: Write, toml: str) -> None:
    assert diagnose(write_playbook, toml)[1] == []


MISTAKES = [
    ("values = [{ value = 1 }, ¦{ value = 2 }]", "overlapping-periods", "1 and 2"),
    (
        "values = [{ value = 1, valid_to = 2026-01-01 }, { value = 2, ¦valid_from = 2026-01-01 }]",
        "overlapping-periods",
        "valid_to = 2025-12-31",
    ),
    (
        "values = [{ value = 2, ¦valid_from = 2026-01-01 }, { value = 1, valid_from = 2025-01-01 }]",
        "overlapping-periods",
        "on 2026-01-01",
    ),
    (
        'values = [{ value = 3 }, { value = 1, jurisdiction = "CN" }, ¦{ value = 2, jurisdiction = "CN" }]',
        "overlapping-periods",
        "in CN",
    ),
    (
        "values = [{ value = 1, valid_to = 2025-12-30 }, { value = 2, ¦valid_from = 2026-01-01 }]",
        "threshold-gap",
        "from 2025-12-31 to 2025-12-31",
    ),
    (
        "values = [{ value = 1, valid_from = 2026-01-02, ¦valid_to = 2026-01-01 }]",
        "backward-period",
        "before its begin",
    ),
    ('values = [{ value = 1, ¦valid_from = "2026-01-01" }]', "wrong-type", "takes a date"),
    ("values = [{ value = 1, ¦valid_from = 2026-01-01T00:00:00Z }]", "wrong-type", "takes a date"),
    ('values = [{ value = 1, ¦jurisdiction = "China" }]', "bad-value", "ISO 3166"),
    ("values = [{ value = 1, ¦valid_until = 2026-01-01 }]", "unknown-key", "valid_"),
    ("values = [{ value = 1 }, ¦3]", "wrong-type", "takes a table"),
    ("value = 1\n¦values = 3", "wrong-type", "list of tables"),
    ("values = [{ value = 1 }, ¦{ valid_from = 2026-01-01 }]", "missing-key", "needs a 'value'"),
]


@pytest.mark.parametrize(("marked", "code", "told"), MISTAKES)
def test_a_mistake_is_told_once_with_code_place_and_remedy(
    write_playbook: Write, marked: str, code: str, told: str
) -> None:
    written = TOML + marked
    before = written[: written.index(HERE)]
    playbook, found = diagnose(write_playbook, marked.replace(HERE, ""))
    assert playbook is None
    assert [d.code for d in found] == [code], [str(d) for d in found]
    assert (found[0].line, found[0].column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert told in str(found[0])


def test_a_period_is_not_counted_in_pieces(write_playbook: Write) -> None:
    path = write_playbook(TOML.replace('unit = "day"', 'unit = "ratio"') + "value = 1\n")
    assert [(d.code, d.line) for d in check_playbook(path)[1]] == [("bad-period", 29)]


DAYS = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 6))
VALUES = st.builds(
    ThresholdValue,
    value=st.integers(0, 9).map(Decimal),
    valid_from=DAYS,
    valid_to=DAYS,
    jurisdiction=st.sampled_from(["*", "CN", "CN-ZJ"]),
)


@given(st.lists(VALUES, max_size=5), st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 6)))
def test_a_value_is_found_wherever_there_is_one(values: list[ThresholdValue], day: dt.date) -> None:
    threshold = Threshold(id="x", label=text("x", "x"), unit="day", values=tuple(values))

    def found(place: str) -> Any:
        begin, end = dt.date.min, dt.date.max
        return [
            v.value for v in values
            if v.jurisdiction == place and (v.valid_from or begin) <= day <= (v.valid_to or end)
        ]  # fmt: skip

    own, everywhere = found("CN"), found("*")
    assert threshold.on(day, [None, "CN"]) == (own or everywhere or [None])[0]
    assert threshold.on(day) == (everywhere or [None])[0]
