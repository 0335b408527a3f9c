"""The model knows its playbook: every way does what it says, and nothing outside the playbook is in it."""

import datetime as dt
import tomllib
from collections.abc import Callable

import pytest

from medsales_core.engine.command import Actor, Advance, Lose, Migrate, Open, Waive
from medsales_core.engine.progress import Status
from medsales_core.errors import UnknownName, ValueRefused
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State
from medsales_core.fuzzing.step import (
    _KINDS,
    Ask,
    Break,
    HandOver,
    Meet,
    Race,
    Step,
    Undo,
    Wait,
    step_data,
    step_from_data,
)
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome

OWNER = Actor("owner")
MANAGER = Actor("boss", {"manager"})


def after(model: Model, *steps: Step) -> State:
    state = model.begin()
    for step in steps:
        state = model.take(state, step).after
    return state


def test_every_requirement_that_stands_at_a_stage_holds_at_first(model: Model, reference: Playbook) -> None:
    facts, judgements = model.begin().facts, reference.plan.judgements
    outcomes = {judgements[name].outcome(facts, model.start) for name in model.requirements}
    assert outcomes == {Outcome.PASS}
    assert model.inverted.impossible == {}


def test_every_way_of_a_requirement_does_what_it_says_whatever_was_known_before(
    model: Model, reference: Playbook
) -> None:
    for bare in (False, True):
        for name in reference.requirements:
            for way in model.ways(name).values():
                state = model.take(model.begin(bare=bare), Break(name, way.name)).after
                assert reference.plan.judgements[name].outcome(state.facts, state.now) is way.outcome


def test_every_requirement_can_be_met_at_every_moment(model: Model, reference: Playbook) -> None:
    for now in model.moments:
        for name, judgement in reference.plan.judgements.items():
            state = model.begin(bare=True)._replace(now=now)
            assert judgement.outcome(model.take(state, Meet(name)).after.facts, now).lets_pass, (name, now)


def test_a_requirement_can_be_met_on_each_side_of_its_limits(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    ways = model.inverted.met("recent")
    assert "deal.created_on: at the end" in ways  # at its other end it stands already
    for name in ways:
        met = after(model, Meet("recent", name))
        assert model.inverted.judgement("recent").outcome(met.facts, met.now) is Outcome.PASS


def test_time_passes_to_both_sides_of_every_period(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    days = {(moment.date() - model.start.date()).days for moment in model.moments}
    assert {0, 1, 29, 30, 31} <= days
    assert list(model.moments) == sorted(model.moments)


def test_what_was_changed_last_is_taken_back(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    broken = after(model, Break("named", "deal.name: empty"))
    assert broken.facts.deal.name is None
    assert after(model, Break("named", "deal.name: empty"), Undo()).facts == model.begin().facts
    assert after(model, Undo()).facts == model.begin().facts
    assert after(model, Break("named", "deal: not supplied"), Meet("named")).facts == model.begin().facts


def test_the_owner_can_change(small: Callable[..., Playbook]) -> None:
    assert after(Model(small()), HandOver("somebody")).facts.deal.owner_id == "somebody"


def test_of_two_that_race_the_second_comes_too_late(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    opened = after(model, Ask(Open("deal"), OWNER))
    race = Race(Ask(Advance("second"), OWNER), Ask(Advance("second"), OWNER))
    taken = model.take(opened, race)
    assert [decision.accepted for decision in taken.decisions] == [True, False]
    assert taken.after.progress.stage == "second"
    assert taken.decisions[1].events[0].data["objections"] == ("stale-version",)


def test_a_state_is_a_value_that_can_be_gone_back_to(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    opened = after(model, Ask(Open("deal"), OWNER))
    advance = Ask(Advance("second"), OWNER)
    assert model.take(opened, advance).after == model.take(opened, advance).after
    assert opened.progress.stage == "first"


def test_a_requirement_or_a_way_that_is_not_there_is_named(model: Model) -> None:
    with pytest.raises(UnknownName, match="requirement"):
        model.take(model.begin(), Break("dev-next-step-one", "x"))
    with pytest.raises(UnknownName, match="way of 'dev-next-step-won'"):
        model.take(model.begin(), Break("dev-next-step-won", "x"))


def test_requirements_that_contradict_each_other_are_told_and_the_others_still_hold(
    small: Callable[..., Playbook],
) -> None:
    nameless = """
[stage.second.exit.nameless]
label = { en = "It has no name", zh-Hans = "未命名" }
source = "T"
require = { "deal.name" = "empty" }

[threshold.limit]"""
    model = Model(small(("[threshold.limit]", nameless)))
    assert set(model.inverted.impossible) == {"nameless"}
    for name in ("named", "nameless"):
        met = after(model, Meet(name))
        assert model.inverted.judgement(name).outcome(met.facts, met.now) is Outcome.PASS
    opened = after(model, Ask(Open("deal"), OWNER), Ask(Advance("second"), OWNER), Meet("nameless"))
    assert (
        model.take(opened, model.menu("deal", opened.progress).onward[0]).after.progress.status is Status.WON
    )


@pytest.mark.parametrize(
    "step",
    [
        Ask(Open("deal"), OWNER),
        Ask(Advance("second", "now"), MANAGER),
        Ask(Lose(""), MANAGER),
        Ask(Waive("named", "late", dt.date(2026, 7, 1)), MANAGER),
        Ask(Migrate("second", "deal", "renamed"), MANAGER),
        Race(Ask(Open("deal"), OWNER), Ask(Advance("second"), MANAGER)),
        Meet("named"),
        Meet("recent", "deal.created_on: at the end"),
        Break("named", "deal.name: empty"),
        Undo(),
        HandOver("boss"),
        Wait(dt.datetime(2026, 7, 1, tzinfo=dt.UTC)),
    ],
)
def test_a_step_comes_back_from_data_as_it_was(step: Step) -> None:
    assert step_from_data(step_data(step)) == step


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"do": "advanse", "to": "second"}, UnknownName),
        ({"do": "advance"}, ValueRefused),
        ({"do": "meet", "requirement": "x", "how": "y"}, ValueRefused),
        ({"do": "wait", "until": "tomorrow"}, ValueRefused),
        ({"do": "race", "first": {"do": "undo"}, "second": {"do": "undo"}}, ValueRefused),
    ],
)
def test_a_step_that_is_none_is_refused(data: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        step_from_data(data)


def test_the_small_process_is_walked_to_its_end(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    opened = after(model, Ask(Open("deal"), OWNER))
    for _ in range(2):
        opened = model.take(opened, model.menu("deal", opened.progress).onward[0]).after
    assert opened.progress.status is Status.WON


@pytest.mark.parametrize("name", sorted(_KINDS))
def test_the_example_of_every_step_is_such_a_step(name: str) -> None:
    """An example that is shown for a mistake must not be one itself."""
    with pytest.raises(ValueRefused) as caught:
        step_from_data({"do": name, "zzz": 1})
    shown = caught.value.hint.removeprefix("for example ")
    written = tomllib.loads(f"step = {shown}")["step"]
    assert step_data(step_from_data(written))["do"] == name
