"""Waivers are bound: to a move, to a term, to what the requirement tested when they were given."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from medsales_core import check_playbook
from medsales_core.engine.command import Actor, Advance, Open, Waive
from medsales_core.engine.decision import Decision
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome

Load = Callable[..., Playbook]
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
BOSS = Actor("b1", {"boss"})
POOR = Facts(deal=Deal(id="d1", owner_id="r1"))
HEAD = """
schema = 1
id = "t"
version = "1"
languages = ["en"]
title = { en = "T" }
role.boss.label = { en = "Boss" }
process.deal = { moves = "deal", label = { en = "Deal" }, start = "a" }
stage.a.process = "deal"
stage.a.position = 1
stage.a.label.en = "A"
stage.b.process = "deal"
stage.b.position = 2
stage.b.label.en = "B"
stage.c.process = "deal"
stage.c.position = 3
stage.c.label.en = "C"
transition.on = { from = "a", to = "b", kind = "forward" }
transition.over = { from = "a", to = "c", kind = "skip" }
transition.win = { from = ["b", "c"], kind = "win" }
transition.lose = { from = ["a", "b", "c"], kind = "lose" }
"""


def named(require: str = '{ "deal.name" = "filled" }', more: str = "", label: str = "Named") -> str:
    return f"""
[stage.a.exit.named]
label = {{ en = "{label}" }}
source = "S1-1"
waivable_by = ["boss"]
require = {require}
{more}
"""


def at_a(*waivers: Waiver) -> Progress:
    return Progress("d1", "deal", "a", Status.OPEN, 1, AT, waivers)


def decide(book: Playbook, command: Any, progress: Progress | None = None, *, days: int = 0) -> Decision:
    at = AT + dt.timedelta(days=days)
    return book.decide(progress or at_a(), command, facts=POOR, actor=BOSS, at=at)


def waived(book: Playbook, **more: Any) -> Progress:
    decision = decide(book, Waive("named", "pilot", AT.date() + dt.timedelta(days=9), **more))
    assert decision.accepted
    return at_a().apply(decision.events)


# ---- scope


def test_a_waiver_for_one_move_opens_that_one_alone(load: Load) -> None:
    book = load(HEAD + named())
    progress = waived(book, scope="on")
    assert decide(book, Advance("b"), progress).accepted
    assert not decide(book, Advance("c"), progress).accepted
    explained = book.explain(progress, POOR, at=AT)
    assert {o.transition.id: o.is_open for o in explained.openings} == {
        "on": True,
        "over": False,
        "lose": True,
    }


def test_a_waiver_without_a_scope_opens_every_move(load: Load) -> None:
    book = load(HEAD + named())
    progress = waived(book)
    assert decide(book, Advance("b"), progress).accepted
    assert decide(book, Advance("c"), progress).accepted


def test_a_waiver_for_a_move_that_does_not_exist_is_refused_with_what_was_meant(load: Load) -> None:
    decision = decide(load(HEAD + named()), Waive("named", "pilot", AT.date(), scope="ovr"))
    (finding,) = decision.failures
    assert finding.code == "unknown-transition"
    assert "'over'" in finding.remedy["en"]


def test_a_finding_tells_who_waived_it_for_what_where_and_how_long(load: Load) -> None:
    book = load(HEAD + named())
    (finding,) = decide(book, Advance("b"), waived(book, scope="on")).findings
    told = finding.as_dict()
    assert finding.outcome is Outcome.WAIVED
    assert [told[f"waived_{part}"] for part in ("by", "for", "scope", "until")] == [
        "b1", "pilot", "on", "2026-07-09",
    ]  # fmt: skip


def test_an_audit_counts_a_waiver_for_the_move_that_it_was_given_for(load: Load) -> None:
    book = load(HEAD + named())
    given = decide(book, Waive("named", "pilot", AT.date(), scope="on"))
    progress = at_a().apply(given.events)
    moved = decide(book, Advance("b"), progress)
    opened = decide(book, Open("deal"), Progress("d1"))
    history = [*opened.events, *given.events, *moved.events]
    last = book.audit(history, POOR, at=AT)[-1]
    assert [finding.outcome for finding in last.findings] == [Outcome.WAIVED]
    skipped = moved.events[0]._replace(data={"from": "a", "to": "c", "transition": "over"})
    last = book.audit([*history[:-1], skipped], POOR, at=AT)[-1]
    assert [finding.outcome for finding in last.findings] == [Outcome.FAIL]


# ---- term


@pytest.mark.parametrize(("days", "codes"), [(0, []), (29, []), (30, []), (31, ["waiver-too-long"])])
def test_a_waiver_lasts_no_longer_than_the_playbook_allows(load: Load, days: int, codes: list[str]) -> None:
    book = load(HEAD + named(more="waivable_days = 30"))
    decision = decide(book, Waive("named", "pilot", AT.date() + dt.timedelta(days=days)))
    assert [finding.code for finding in decision.failures] == codes
    for finding in decision.failures:
        assert "2026-07-30" in finding.remedy["en"]
        assert "2026-07-30" in finding.remedy["zh-Hans"]


def test_the_last_day_of_all_is_no_accident(load: Load) -> None:
    book = load(HEAD + named(more="waivable_days = 30"))
    assert [f.code for f in decide(book, Waive("named", "x", dt.date.max)).failures] == ["waiver-too-long"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("waivable_days = 0", "bad-value"),
        ("waivable_days = 3661", "bad-value"),
        ('waivable_days = "30"', "wrong-type"),
    ],
)
def test_a_term_that_makes_no_sense_is_found(write_playbook: Any, more: str, code: str) -> None:
    _, found = check_playbook(write_playbook(HEAD + named(more=more)))
    assert code in [d.code for d in found]


def test_a_term_of_what_nobody_may_waive_is_needless(write_playbook: Any) -> None:
    written = named(more="waivable_days = 30").replace('waivable_by = ["boss"]', "")
    _, found = check_playbook(write_playbook(HEAD + written))
    assert "needless-key" in [d.code for d in found]


# ---- version


def version(load: Load, toml: str) -> str:
    return load(HEAD + toml).requirements["named"].version


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (named(label="Has a name"), True),
        (named(more='remedy = { en = "name it" }'), True),
        (named('{ "deal.name" = "filled", "deal.amount" = "filled" }'), False),
        (named('{ "deal.owner_id" = "filled" }'), False),
        (named(more='scope = { jurisdictions = ["CN"] }'), False),
        (named(more="effective_from = 2026-01-01"), False),
        (named(more='severity = "warn"'), True),
    ],
)
def test_a_version_changes_with_what_is_tested_and_with_nothing_else(
    load: Load, other: str, *, same: bool
) -> None:
    assert (version(load, named()) == version(load, other)) is same


def test_a_version_takes_in_what_the_requirement_names(load: Load) -> None:
    def with_base(require: str) -> str:
        base = f'[standard.s]\nlabel = {{ en = "S" }}\n[standard.s.requirement.base]\nlabel = {{ en = "B" }}\nsource = "S"\nrequire = {require}\n'
        return version(load, named('{ requirement = "base" }') + base)

    assert with_base('{ "deal.name" = "filled" }') != with_base('{ "deal.amount" = "filled" }')


def test_every_finding_carries_the_version_of_its_requirement(load: Load) -> None:
    book = load(HEAD + named())
    (finding,) = decide(book, Advance("b")).failures
    assert finding.version == book.requirements["named"].version
    assert len(finding.version) == 12
    assert finding.as_dict()["version"] == finding.version


def test_a_waiver_ends_when_the_requirement_tests_something_else(load: Load) -> None:
    progress = waived(load(HEAD + named()))
    reworded = load(HEAD + named(label="Has a name"))
    stricter = load(HEAD + named('{ "deal.name" = "filled", "deal.amount" = { above = 0 } }'))
    assert decide(reworded, Advance("b"), progress).accepted
    assert not decide(stricter, Advance("b"), progress).accepted


def test_a_waiver_of_a_record_that_tells_no_version_counts_whatever_is_tested(load: Load) -> None:
    waiver = Waiver(requirement="named", by="b1", reason="x", given_at=AT, expires_on=AT.date())
    assert decide(load(HEAD + named()), Advance("b"), at_a(waiver)).accepted
