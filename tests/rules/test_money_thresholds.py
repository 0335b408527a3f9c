"""Thresholds whose unit is a currency: amounts of money are held against them, in that currency alone."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import medsales_core.model as m
from medsales_core.errors import ConfigError
from medsales_core.money import Money
from medsales_core.playbook import Playbook
from medsales_core.rules.columns import judge_columns
from medsales_core.rules.inverting import satisfy, violations
from medsales_core.rules.reads import reads
from medsales_core.rules.requirement import Outcome
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.wording import words
from medsales_core.text import text

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.UTC)
TOML = """
extends = "medsales:reference"
schema = 1
id = "p"
version = "1"
title = { en = "p", zh-Hans = "p" }
[standard.basics]
label = { en = "basics", zh-Hans = "基础" }
[standard.basics.requirement.it]
label = { en = "it", zh-Hans = "它" }
source = "I"
severity = "warn"
require = { expenses = { each = { actual = { at_most = { threshold = "cap" } } } } }
[threshold.cap]
label = { en = "cap", zh-Hans = "限额" }
value = 300.50
"""
Load = Callable[..., Playbook]


@pytest.fixture
def playbook(load: Load) -> Playbook:
    return load(TOML + 'unit = "CNY"')


def spent(*amounts: Money | None) -> m.Facts:
    return m.Facts(expenses=[m.Expense(id=str(n), actual=amount) for n, amount in enumerate(amounts)])


@given(cents=st.integers(0, 60100))
def test_an_amount_in_the_currency_of_the_cap_is_held_against_it(cents: int) -> None:
    cap = Threshold(
        id="c", label=text("c", "c"), unit="CNY", values=(ThresholdValue(value=Decimal("300.50")),)
    )
    amount = Money(Decimal(cents) / 100, "CNY")
    limit = cap.limit(AT.date())
    assert isinstance(limit, Money)
    assert (amount <= limit) is (cents <= 30050)


def test_the_cap_itself_passes_and_a_cent_more_does_not(playbook: Playbook) -> None:
    outcome = playbook.plan.judgements["it"].outcome
    assert outcome(spent(Money("300.50", "CNY")), AT) is Outcome.PASS
    assert outcome(spent(Money("300.51", "CNY")), AT) is Outcome.FAIL
    assert outcome(spent(None), AT) is Outcome.FAIL


def test_an_amount_in_another_currency_is_an_error_and_never_a_pass(playbook: Playbook) -> None:
    judgement, facts = playbook.plan.judgements["it"], spent(Money("1", "USD"))
    assert judgement.outcome(facts, AT) is Outcome.ERROR
    assert "USD and CNY" in str(judgement.reasons(facts, AT)[0].message)


def test_columns_agree_with_judging_one_by_one(load: Load) -> None:
    nested = '{ expenses = { each = { actual = { at_most = { threshold = "cap" } } } } }'
    single = TOML.replace(nested, '{ "deal.amount" = { at_most = { threshold = "cap" } } }')
    judgement = load(single + 'unit = "CNY"').plan.judgements["it"]
    amounts = [Money("300.50", "CNY"), Money("300.51", "CNY"), None, Money(1, "USD")]
    portfolio = [m.Facts(deal=m.Deal(id="d", amount=amount)) for amount in amounts]
    found = judge_columns([judgement], portfolio, AT)["it"]
    assert found == [judgement.outcome(facts, AT) for facts in portfolio]
    assert found == [Outcome.PASS, Outcome.FAIL, Outcome.FAIL, Outcome.ERROR]


def test_the_cap_is_told_with_its_currency(playbook: Playbook) -> None:
    condition = playbook.requirements["it"].condition
    assert "CNY" in words(condition)["en"]
    assert "300.5" in words(condition)["zh-Hans"]
    assert reads(condition, {}) == {"expenses", "expenses.actual"}


def test_facts_are_made_on_both_sides_of_the_cap(playbook: Playbook) -> None:
    condition = playbook.requirements["it"].condition
    good = satisfy(condition, m.Facts(), AT)
    amounts = {e.actual for way in violations(condition, good, AT) for e in way.facts.expenses or ()}
    assert Money("300.51", "CNY") in amounts


@pytest.mark.parametrize("unit", ["day", "ratio", "RMB"])
def test_a_threshold_in_no_currency_is_no_limit_for_money(load: Load, unit: str) -> None:
    with pytest.raises(ConfigError, match=f"counts in '{unit}'"):
        load(TOML + f'unit = "{unit}"')


def test_a_threshold_in_a_currency_is_no_limit_for_a_number(load: Load) -> None:
    numbered = TOML.replace("actual = { at_most", "headcount = { at_most")
    with pytest.raises(ConfigError, match="counts in 'CNY'"):
        load(numbered + 'unit = "CNY"')


def test_a_list_reached_from_a_record_further_out_is_read_where_it_lies(load: Load) -> None:
    nested = """{ activities = { each = { "root.expenses" = { each = { "outer.materials" = { some = { version = "filled" } } } } } } }"""
    toml = TOML.replace('{ expenses = { each = { actual = { at_most = { threshold = "cap" } } } } }', nested)
    condition = load(toml + 'unit = "CNY"').requirements["it"].condition
    assert reads(condition, {}) == {
        "activities", "expenses", "activities.materials", "activities.materials.version"
    }  # fmt: skip
