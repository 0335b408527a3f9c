"""Where and from when a requirement applies, and that a field left empty silences no rule."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import medsales_core.model as m
from medsales_core.config import Diagnostic
from medsales_core.model.facts import NOT_SUPPLIED
from medsales_core.playbook.load import check_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.wording import words

HERE = "¦"
TOML = """
schema = 1
id = "p"
version = "1"
title = { en = "p", zh-Hans = "p" }
[role.sales-rep]
label = { en = "rep", zh-Hans = "销售代表" }
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
require = { "deal.name" = "filled" }
"""
Write = Callable[..., Path]


def diagnose(write: Write, toml: str) -> tuple[Playbook | None, list[Diagnostic]]:
    playbook, found = check_playbook(write(TOML + toml))
    return playbook, list(found)


def outcome(write: Write, toml: str, on: dt.date = dt.date(2026, 6, 30), **roots: Any) -> Outcome:
    """The outcome on a deal without a name: where the requirement applies, it fails."""
    playbook, found = diagnose(write, toml)
    assert playbook is not None, [str(d) for d in found]
    facts = m.Facts(deal=m.Deal(id="d"), **roots)
    return playbook.plan.judgements["it"].outcome(facts, dt.datetime.combine(on, dt.time(), dt.UTC))


def account(**values: Any) -> m.Account:
    return m.Account(id="a", name="a", **values)


def products(*kinds: str | None) -> tuple[m.Product, ...]:
    return tuple(m.Product(id=str(number), kind=kind) for number, kind in enumerate(kinds))


CN = 'scope = { jurisdictions = ["CN"] }'
PART = 'scope = { jurisdictions = ["US", "CN-ZJ"] }'
IMPLANTS = 'scope = { product_kinds = ["implant", "software"] }'
INSIDE = [
    (CN, {"account": account(country="CN")}),
    (CN, {"account": account()}),
    (PART, {"account": account(country="US", region="US-CA")}),
    (PART, {"account": account(country="CN", region="CN-ZJ")}),
    (PART, {"account": account(country="CN")}),
    (IMPLANTS, {"products": products("implant")}),
    (IMPLANTS, {"products": products("service", "software")}),
    (IMPLANTS, {"products": products("service", None)}),
    (IMPLANTS, {"products": ()}),
    ('scope = { roles = ["sales-rep"] }', {"owner": m.Rep(id="r", role_id="sales-rep")}),
    ('scope = { roles = ["sales-rep"] }', {"owner": m.Rep(id="r")}),
    ('scope = { segments = ["s1"] }', {"segment": m.Segment(id="s1")}),
    ('scope = { process = ["deal"] }', {"process": m.ProcessVariant(id="deal")}),
]
OUTSIDE = [
    (CN, {"account": account(country="US")}),
    (PART, {"account": account(country="CN", region="CN-SH")}),
    (IMPLANTS, {"products": products("service", "ivd-reagent")}),
    ('scope = { roles = ["sales-rep"] }', {"owner": m.Rep(id="r", role_id="service-engineer")}),
    ('scope = { segments = ["s1"] }', {"segment": m.Segment(id="s2")}),
    ('scope = { process = ["deal"] }', {"process": m.ProcessVariant(id="fulfilment")}),
]


@pytest.mark.parametrize(("toml", "roots"), INSIDE)
def test_inside_of_its_scope_or_where_nobody_can_tell_a_requirement_applies(
    write_playbook: Write, toml: str, roots: dict[str, Any]
) -> None:
    assert outcome(write_playbook, toml, **roots) is Outcome.FAIL


@pytest.mark.parametrize(("toml", "roots"), OUTSIDE)
def test_outside_of_its_scope_a_requirement_does_not_apply(
    write_playbook: Write, toml: str, roots: dict[str, Any]
) -> None:
    assert outcome(write_playbook, toml, **roots) is Outcome.NOT_APPLICABLE
    supplied = dict.fromkeys(roots, NOT_SUPPLIED)
    assert outcome(write_playbook, toml, **supplied) is Outcome.UNKNOWN


def test_every_limit_of_a_scope_must_be_met(write_playbook: Write) -> None:
    both = 'scope = { jurisdictions = ["CN"], segments = ["s1"] }'
    here, there = account(country="CN"), account(country="US")
    assert outcome(write_playbook, both, account=here, segment=m.Segment(id="s1")) is Outcome.FAIL
    assert outcome(write_playbook, both, account=there, segment=m.Segment(id="s1")) is Outcome.NOT_APPLICABLE
    assert outcome(write_playbook, both, account=here, segment=m.Segment(id="s2")) is Outcome.NOT_APPLICABLE


def test_a_requirement_applies_from_its_first_day(write_playbook: Write) -> None:
    toml = "effective_from = 2026-07-01"
    assert outcome(write_playbook, toml, on=dt.date(2026, 6, 30)) is Outcome.NOT_APPLICABLE
    assert outcome(write_playbook, toml, on=dt.date(2026, 7, 1)) is Outcome.FAIL


def test_a_scope_stands_beside_the_guard_of_the_condition_itself(write_playbook: Write) -> None:
    guarded = TOML.replace(
        '"deal.name" = "filled"', '"deal.name" = "filled", when = { "deal.partner_id" = "filled" }'
    )
    playbook, _ = check_playbook(write_playbook(guarded + CN))
    assert playbook is not None
    judgement, at = playbook.plan.judgements["it"], dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
    for partner, country, expected in (
        (None, "CN", Outcome.NOT_APPLICABLE),
        ("p", "US", Outcome.NOT_APPLICABLE),
        ("p", "CN", Outcome.FAIL),
    ):
        facts = m.Facts(deal=m.Deal(id="d", partner_id=partner), account=account(country=country))
        assert judgement.outcome(facts, at) is expected


def test_a_standard_that_is_named_holds_where_its_clauses_do_not_apply_yet(write_playbook: Write) -> None:
    named = '[stage.one.exit.all]\nlabel = { en = "all", zh-Hans = "全" }\nsource = "I"\nrequire = { standard = "basics" }'
    for since, expected in (("2026-07-01", Outcome.PASS), ("2026-06-30", Outcome.FAIL)):
        playbook, found = diagnose(write_playbook, f"effective_from = {since}\n{named}\n")
        assert playbook is not None, [str(d) for d in found]
        judgement = playbook.plan.judgements["all"]
        assert (
            judgement.outcome(m.Facts(deal=m.Deal(id="d")), dt.datetime(2026, 6, 30, tzinfo=dt.UTC))
            is expected
        )


def test_a_scope_is_worded_in_both_languages_and_read(write_playbook: Write) -> None:
    playbook, _ = diagnose(write_playbook, f"effective_from = 2026-07-01\n{CN}")
    assert playbook is not None
    condition = playbook.requirements["it"].condition
    assert words(condition)["en"].startswith("when the day is 2026-07-01 or later and not: ")
    assert words(condition)["zh-Hans"].startswith("当判定日不早于2026-07-01且并非：")
    assert reads(condition, {}) == {"account.country", "deal.name"}


MISTAKES = [
    ("¦scope = {}", "wrong-type", "takes a table"),
    ('¦scope = "CN"', "wrong-type", "takes a table"),
    ('scope = { ¦jurisdiction = ["CN"] }', "unknown-key", "did you mean 'jurisdictions'"),
    ('scope = { ¦jurisdictions = "CN" }', "wrong-type", "takes a list"),
    ("scope = { ¦jurisdictions = [] }", "wrong-type", "takes a list"),
    ('scope = { jurisdictions = ["CN", ¦"China"] }', "bad-value", "ISO 3166"),
    ('scope = { jurisdictions = [¦"EU"] }', "bad-value", "member states"),
    ('scope = { jurisdictions = ["CN", ¦3] }', "bad-value", "ISO 3166"),
    ('scope = { product_kinds = ["implant", ¦"implants"] }', "bad-value", "did you mean 'implant'"),
    ('scope = { roles = [¦"sales-reps"] }', "undefined-role", "did you mean 'sales-rep'"),
    ('scope = { process = [¦"deals"] }', "undefined-process", "did you mean 'deal'"),
    ("scope = { segments = [¦3] }", "bad-value", "not a text"),
    ('scope = { process = [¦"zzzzzz"] }', "undefined-process", "there is no process 'zzzzzz' (known: deal"),
    ('scope = { roles = ["sales-rep", ¦3] }', "undefined-role", "there is no role 3 (known: sales-rep"),
    ("scope = { ¦zzzzzz = 3 }", "unknown-key", "known: process, product_kinds"),
    ('¦effective_from = "2026-01-01"', "wrong-type", "takes a day, not '2026-01-01' (2026-01-01)"),
    ("¦effective_from = 2026-01-01T00:00:00Z", "wrong-type", "takes a day"),
]


@pytest.mark.parametrize(("marked", "code", "told"), MISTAKES)
def test_a_mistake_is_told_once_with_code_place_and_remedy(
    write_playbook: Write, marked: str, code: str, told: str
) -> None:
    playbook, found = diagnose(write_playbook, marked.replace(HERE, "") + "\n")
    assert playbook is None
    assert [d.code for d in found] == [code], [str(d) for d in found]
    assert (found[0].line, found[0].column) == (TOML.count("\n") + 1, marked.index(HERE) + 1)
    assert told in str(found[0])
