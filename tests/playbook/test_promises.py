"""Promises: read with their places, proved from gates that nothing but fulfilment opens, refuted by a story."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import medsales_core.model as m
from medsales_core.config import Diagnostic
from medsales_core.engine.command import Actor, Advance, Open, Win
from medsales_core.engine.promise import PromiseKind, is_kept
from medsales_core.fuzzing.invariants import PromisesAreKept
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.step import Ask
from medsales_core.fuzzing.story import Story, play
from medsales_core.playbook.load import check_playbook
from medsales_core.playbook.playbook import Playbook
from medsales_core.playbook.proving import moves_of, unproved

AT = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
Write = Callable[..., Path]
BASE = """
schema = 1
id = "p"
version = "1"
languages = ["en"]
title = { en = "p" }
[role.boss]
label = { en = "boss" }
[process.deal]
moves = "deal"
label = { en = "p" }
start = "one"
[stage.one]
process = "deal"
position = 1
label = { en = "one" }
[stage.one.exit.named]
label = { en = "named" }
source = "H"
require = { "deal.name" = "filled" }
[stage.two]
process = "deal"
position = 2
label = { en = "two" }
[stage.two.exit.priced]
label = { en = "priced" }
source = "H"
MORE
require = { "deal.probability" = { at_least = 0.5 } }
[transition.on]
from = "one"
to = "two"
kind = "forward"
[transition.won]
from = "two"
kind = "win"
[transition.lost]
from = ["one", "two"]
kind = "lose"
"""


def promise(kind: str, holds: str, about: str = 'on = "won"') -> str:
    return f'[{kind}.it]\nlabel = {{ en = "it" }}\nsource = "H"\n{about}\nholds = {holds}\n'


def load(write: Write, toml: str, more: str = "") -> Playbook:
    playbook, found = check_playbook(write(BASE.replace("MORE", more) + toml))
    assert playbook is not None, [str(diagnostic) for diagnostic in found]
    return playbook


def open_to_breach(playbook: Playbook) -> list[str]:
    return [move.transition.id for move in unproved(playbook, playbook.promises["it"])]


@pytest.mark.parametrize(
    ("toml", "open_moves"),
    [
        (promise("always", '{ "deal.probability" = { above = 0.2 } }'), []),
        (promise("never", '{ "deal.probability" = { below = 0.5 } }'), []),
        (promise("never", '{ "deal.probability" = { below = 0.6 } }'), ["won"]),
        (promise("always", '{ "deal.name" = "filled" }'), ["won"]),
        (promise("always", '{ "deal.name" = "filled" }', 'into = ["two"]'), []),
        (promise("always", '{ "deal.name" = "filled" }', ""), ["won", "lost", "lost"]),
        (promise("always", '{ when = { "deal.probability" = { below = 0.5 } }, "deal.name" = "filled" }'), []),
    ],
)  # fmt: skip
def test_a_promise_is_proved_where_the_gates_leave_no_room(
    write_playbook: Write, toml: str, open_moves: list[str]
) -> None:
    assert open_to_breach(load(write_playbook, toml)) == open_moves


@pytest.mark.parametrize("more", ['waivable_by = ["boss"]', 'severity = "warn"', 'severity = "justify"'])
def test_a_gate_that_opens_otherwise_proves_nothing(write_playbook: Write, more: str) -> None:
    kept = promise("always", '{ "deal.probability" = { above = 0.2 } }')
    assert open_to_breach(load(write_playbook, kept, more)) == ["won"]


def test_a_promise_speaks_of_the_moves_it_names(write_playbook: Write) -> None:
    playbook = load(
        write_playbook, promise("always", '{ "deal.name" = "filled" }', 'into = "two"\non = "won"')
    )
    found = playbook.promises["it"]
    assert (found.kind, found.on, found.into) == (PromiseKind.ALWAYS, ("won",), ("two",))
    assert {move.transition.id for move in moves_of(playbook, found)} == {"on", "won"}


@pytest.mark.parametrize(
    ("kind", "name", "kept"),
    [("always", "x", True), ("always", None, False), ("never", None, True), ("never", "x", False)],
)
def test_what_is_not_known_is_not_kept(
    write_playbook: Write, kind: str, name: str | None, *, kept: bool
) -> None:
    playbook = load(write_playbook, promise(kind, '{ "deal.name" = "filled" }'))
    context = playbook.plan.context
    found = playbook.promises["it"]
    assert is_kept(found, m.Facts(deal=m.Deal(id="D-1", name=name)), AT, context) is kept
    assert is_kept(found, m.Facts(), AT, context) is False


@pytest.mark.parametrize(
    ("toml", "code", "hint"),
    [
        (promise("never", '{ "deal.name" = "empty" }', 'on = "wno"'), "undefined-transition", "did you mean 'won'?"),
        (promise("never", '{ "deal.name" = "empty" }', 'into = "too"'), "undefined-stage", "did you mean 'two'?"),
        (promise("never", '{ "deal.nmae" = "empty" }'), "undefined-field", "did you mean 'name'?"),
        (promise("never", '{ when = { "deal.name" = "filled" }, "deal.amount" = "empty" }'), "misplaced-guard", ""),
        ('[always.it]\nlabel = { en = "it" }\nsource = "H"\n', "missing-key", ""),
        ('[always.it]\nlabel = { en = "it" }\nsource = "H"\nholdz = 1\nholds = { "deal.name" = "empty" }\n', "unknown-key", "did you mean 'holds'?"),
        (promise("never", '{ "deal.name" = "empty" }') + promise("always", '{ "deal.name" = "filled" }'), "duplicate-id", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_promise_is_told_in_place(
    write_playbook: Write, toml: str, code: str, hint: str
) -> None:
    playbook, found = check_playbook(write_playbook(BASE.replace("MORE", "") + toml))
    assert playbook is None
    told: list[Diagnostic] = [diagnostic for diagnostic in found if diagnostic.code == code]
    assert len(told) == 1, [str(diagnostic) for diagnostic in found]
    assert told[0].line > BASE.count("\n")
    assert hint in told[0].hint


def test_a_story_that_breaks_a_promise_is_stopped_at_the_move_that_breaks_it(write_playbook: Write) -> None:
    playbook = load(write_playbook, promise("never", '{ "deal.probability" = { at_least = 0.5 } }'))
    boss = Actor("ann", frozenset({"boss"}))
    steps = [Ask(command, boss) for command in (Open(), Advance(to="two"), Win())]
    played = play(Model(playbook), Story(steps=tuple(steps)), [PromisesAreKept()])
    assert played.broken is not None
    assert played.broken.invariant == "promises-are-kept"
    assert "never it: it (won)" in played.broken.what["en"]
    assert len(played.taken) == len(steps)


def test_a_promise_belongs_to_what_a_playbook_means(write_playbook: Write) -> None:
    with_it = load(write_playbook, promise("always", '{ "deal.name" = "filled" }'))
    without = load(write_playbook, "")
    assert with_it.hash != without.hash
    assert not without.promises
