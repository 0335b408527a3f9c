"""Ways that were once found round a gate, each closed."""

import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import medsales_core as ms
from medsales_core.engine.waiver import Waiver
from medsales_core.errors import ConfigError, ValueRefused
from medsales_core.model import Deal, Need
from medsales_core.playbook import Playbook

Load = Callable[..., Playbook]
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
REP, BOSS = ms.Actor("r1", {"sales-rep"}), ms.Actor("b1", {"boss"})
BOTH = 'label = { en = "x", zh-Hans = "试" }\n'
HEAD = f"""
schema = 1
id = "t"
version = "1"
title = {{ en = "T", zh-Hans = "试" }}
[role.boss]
{BOTH}
[process.deal]
{BOTH}moves = "deal"
start = "a"
[stage.a]
{BOTH}process = "deal"
position = 1
[stage.b]
{BOTH}process = "deal"
position = 2
[transition.on]
from = "a"
to = "b"
kind = "forward"
[transition.win]
from = "b"
kind = "win"
"""
NAMED = f'[stage.a.exit.named]\n{BOTH}source = "S1"\nwaivable_by = ["boss"]\nrequire = {{ "deal.name" = "filled" }}\n'


def here(**more: Any) -> ms.Progress:
    return ms.Progress("d1", "deal", "a", ms.Status.OPEN, 1, AT, **more)


def ask(
    book: Playbook, command: Any, facts: ms.Facts, progress: ms.Progress | None = None, **more: Any
) -> ms.Decision:
    return book.decide(
        progress or here(), command, facts=facts, actor=more.get("actor", REP), at=more.get("at", AT)
    )


def codes(decision: ms.Decision) -> list[str]:
    return [finding.requirement or finding.code for finding in decision.failures]


def test_an_open_deal_is_not_reopened_past_a_gate(load: Load) -> None:
    book = load(HEAD + NAMED + '[transition.re]\nkind = "reopen"\nfrom = ["a", "b"]\nto = "b"\n')
    assert codes(ask(book, ms.Reopen("b"), ms.Facts(deal=Deal(id="d1")))) == ["wrong-status"]


def test_the_facts_of_another_deal_open_no_gate(load: Load) -> None:
    book = load(HEAD + NAMED)
    other = ms.Facts(deal=Deal(id="d2", name="another", owner_id="r2"))
    assert codes(ask(book, ms.Advance("b"), other)) == ["wrong-subject"]
    waive = ms.Waive("named", "pilot", AT.date())
    assert "wrong-subject" in codes(ask(book, waive, other, actor=BOSS))


def test_a_move_is_not_dated_before_its_stage_was_entered(load: Load) -> None:
    book, facts = load(HEAD + NAMED), ms.Facts(deal=Deal(id="d1", name="CT"))
    early = AT - dt.timedelta(days=900)
    assert codes(ask(book, ms.Advance("b"), facts, at=early)) == ["time-goes-back"]


@pytest.mark.parametrize(
    ("given", "asked", "covered"),
    [
        (AT, AT, True),
        (AT, dt.datetime(2026, 7, 1, 23, 59, tzinfo=dt.UTC), True),
        (AT, dt.datetime(2026, 7, 2, 0, 0, tzinfo=dt.UTC), False),
        (AT, dt.datetime(2026, 7, 1, 12, 1, tzinfo=dt.timezone(dt.timedelta(hours=-12))), False),
        (AT, AT - dt.timedelta(days=100), False),
    ],
)
def test_a_waiver_counts_from_when_it_was_given_to_its_last_day_there(
    given: dt.datetime, asked: dt.datetime, *, covered: bool
) -> None:
    waiver = Waiver(requirement="r", by="b", reason="x", given_at=given, expires_on=dt.date(2026, 7, 1))
    assert waiver.in_force(asked) is covered


def test_a_waiver_ends_with_the_right_to_waive(load: Load) -> None:
    waiver = Waiver(requirement="named", by="b1", reason="x", given_at=AT, expires_on=dt.date(2099, 1, 1))
    facts, waived = ms.Facts(deal=Deal(id="d1")), here(waivers=(waiver,))
    assert ask(load(HEAD + NAMED), ms.Advance("b"), facts, waived).accepted
    strict = load(HEAD + NAMED.replace('waivable_by = ["boss"]\n', ""))
    assert codes(ask(strict, ms.Advance("b"), facts, waived)) == ["named"]


def test_nobody_waives_on_a_deal_whose_owner_is_not_known(load: Load) -> None:
    waive = ms.Waive("named", "pilot", AT.date())
    assert codes(ask(load(HEAD + NAMED), waive, ms.Facts(deal=Deal(id="d1")), actor=BOSS)) == ["facts-needed"]


def test_one_record_given_twice_counts_once() -> None:
    need = Need(id="n", dimension="patient")
    with pytest.raises(ValueRefused, match="each record once"):
        Deal(id="d1", needs=(need, need))


@pytest.mark.parametrize("raised", [SystemExit(3), GeneratorExit(), RuntimeError("x")])
def test_a_check_that_ends_the_world_ends_its_own_requirement_alone(
    load: Load, raised: BaseException
) -> None:
    class Ending:
        id, reads, parameters = "t.ending", (), {}

        def holds(self, facts: Any, at: dt.datetime, /) -> bool:
            raise raised

        def reasons(self, facts: Any, at: dt.datetime, /) -> tuple[()]:
            return ()

    ending = f'[stage.a.exit.ending]\n{BOTH}source = "S"\nrequire = {{ check = "t.ending" }}\n'
    decision = ask(
        load(HEAD + NAMED + ending, checks=[Ending()]), ms.Advance("b"), ms.Facts(deal=Deal(id="d1"))
    )
    assert {f.requirement: str(f.outcome) for f in decision.failures} == {"named": "fail", "ending": "error"}


@pytest.mark.parametrize(
    ("require", "code"),
    [
        (
            '{ any_of = [ { when = { "deal.amount" = "filled" }, "deal.name" = "filled" } ] }',
            "misplaced-guard",
        ),
        (
            '{ "deal.needs" = { some = { when = { priority = { equals = 1 } }, statement = "filled" } } }',
            "misplaced-guard",
        ),
        ('{ not = { unless = { "deal.amount" = "filled" }, "deal.name" = "filled" } }', "misplaced-guard"),
        ('{ "deal.needs" = { unique = { of = "root.deal.name" } } }', "not-of-the-records"),
        (
            '{ "deal.needs" = { covers = { of = "id", records = "deal.lines", their = "root.deal.name" } } }',
            "not-of-the-records",
        ),
    ],
)
def test_a_sentence_that_would_always_pass_is_refused(load: Load, require: str, code: str) -> None:
    with pytest.raises(ConfigError, match=rf"\[{code}\]"):
        load(HEAD + f'[stage.a.exit.r]\n{BOTH}source = "S"\nrequire = {require}\n')


def test_a_guard_stands_where_every_part_must_hold(load: Load) -> None:
    require = '{ "deal.needs" = { each = { when = { priority = { equals = 1 } }, root_cause = "filled" } } }'
    load(HEAD + f'[stage.a.exit.r]\n{BOTH}source = "S"\nrequire = {require}\n')


@pytest.mark.parametrize("amount", ["1E+5000000", "1E-5000000", "9" * 40])
def test_money_has_no_more_digits_than_anybody_owns(amount: str) -> None:
    with pytest.raises(ValueRefused, match="digits"):
        ms.Money(amount, "CNY")


@pytest.mark.parametrize("reason", ["because i said so", "prise"])
def test_a_deal_is_lost_for_a_reason_that_there_is(reason: str) -> None:
    with pytest.raises(ValueRefused, match="price"):
        ms.Lose(reason)


@pytest.mark.parametrize("wrong", [False, 0, 3.5])
def test_a_reason_is_text(wrong: Any) -> None:
    with pytest.raises(ValueRefused, match="text"):
        ms.Return("a", reason=wrong)


def test_roles_are_several_words_not_the_letters_of_one() -> None:
    with pytest.raises(ValueRefused, match="several"):
        ms.Actor("u", roles="sales-rep")


def test_events_can_be_copied_pickled_and_written(load: Load) -> None:
    book = load(HEAD + NAMED)
    for facts in (ms.Facts(deal=Deal(id="d1", name="CT")), ms.Facts(deal=Deal(id="d1"))):
        (event,) = ask(book, ms.Advance("b"), facts).events
        assert pickle.loads(pickle.dumps(event)) == copy.deepcopy(event) == event
        assert json.loads(json.dumps(event.data))["to"] == "b"


def test_the_shared_data_of_events_does_not_change(load: Load) -> None:
    facts = ms.Facts(deal=Deal(id="d1", name="CT"))
    (event,) = ask(load(HEAD + NAMED), ms.Advance("b"), facts).events
    for change in (lambda d: d.update(to="a"), lambda d: d.pop("to"), lambda d: d.__setitem__("to", "a")):
        with pytest.raises(TypeError, match="does not change"):
            change(event.data)


def test_events_of_another_subject_are_not_applied(load: Load) -> None:
    (event,) = ask(load(HEAD), ms.Advance("b"), ms.Facts(deal=Deal(id="d1"))).events
    with pytest.raises(ValueError, match="none of 'd2'"):
        ms.Progress("d2", "deal", "a", ms.Status.OPEN, 1).apply((event,))


def test_an_audit_says_where_it_can_judge_nothing(load: Load) -> None:
    book = load(HEAD + NAMED)
    moved = ms.Event(ms.EventKind.MOVED, "d1", 1, AT, "x", "", {"from": "a", "to": "b"})
    opened = ms.Event(ms.EventKind.OPENED, "d1", 1, AT, "x", "", {"process": "old", "to": "a"})
    after = moved._replace(version=2)
    told = [
        [f.code for e in book.audit(h, ms.Facts(), at=AT) for f in e.findings]
        for h in ((moved,), (opened, after))
    ]
    assert told[0] == ["never-opened"]
    assert "unknown-process" in told[1]


def test_what_may_be_justified_is_told_to_want_a_reason(load: Load) -> None:
    book = load(HEAD + NAMED.replace('waivable_by = ["boss"]', 'severity = "justify"'))
    (opening,) = book.explain(here(), ms.Facts(deal=Deal(id="d1")), at=AT).openings
    assert opening.is_open
    assert opening.wants_reason
