"""Exploring proves that nothing breaks, or finds the shortest way to what does; it says what the proof rests on."""

from collections.abc import Callable

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.progress import Status
from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import DecidesAs, Invariant, built_in
from medsales_core.fuzzing.kept import StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.step import Ask
from medsales_core.playbook import Playbook
from medsales_core.text import LangText, text


class NeverWon(Invariant):
    id = "t.never-won"
    title = text("Nothing is ever won", "从不赢单")

    def after_step(self, model: Model, taken: Taken) -> LangText | None:
        won = taken.after.progress.status is Status.WON
        return text("won", "赢单") if won else None


def test_the_whole_space_of_the_reference_deal_is_gone_through(model: Model) -> None:
    explored = explore(model, "deal")
    assert explored.exhausted
    assert str(explored.proof).startswith(f"deal: {explored.transitions:,} transitions between ")
    assert str(explored.proof).endswith("exhausted")
    own = {item for item in explored.coverage.items if item.name in model.menus["deal"]}
    assert own <= set(explored.coverage.seen)
    assert explored.failures == ()


def test_nothing_breaks_anywhere_in_fulfilment(model: Model) -> None:
    explored = explore(model, "fulfilment", invariants=built_in())
    assert explored.exhausted
    assert explored.failures == ()


def test_a_proof_says_what_it_rests_on_in_every_language(small: Callable[..., Playbook]) -> None:
    explored = explore(Model(small()), "deal")
    for line in (explored.proof, *explored.assumed):
        assert set(line) == {"en", "zh-Hans"}
    assert "at most 1 requirement(s) broken" in str(explored.assumed[0])


def test_what_was_not_gone_into_is_told(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    explored = explore(model, "deal", most=20)
    assert not explored.exhausted
    assert f"{explored.left:,} states not gone into" in str(explored.proof)
    assert explore(model, "deal", go_on=lambda _: False).left > 0


def test_more_broken_at_a_time_is_more_to_go_through(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    one, two = explore(model, "deal"), explore(model, "deal", at_once=2)
    assert one.exhausted
    assert two.exhausted
    assert one.states < two.states


def test_the_shortest_story_is_found(small: Callable[..., Playbook]) -> None:
    (failure,) = explore(Model(small()), "deal", invariants=[NeverWon()]).failures
    asked = [type(step.command).__name__ for step in failure.story.steps if isinstance(step, Ask)]
    assert asked == ["Open", "Advance", "Win"]
    assert failure.story == failure.found


def test_a_limit_that_is_off_by_one_is_found(small: Callable[..., Playbook]) -> None:
    other = DecidesAs(small(("{ days = 30,", "{ days = 29,")))
    (failure,) = explore(Model(small()), "deal", invariants=[other]).failures
    assert "recent" in str(failure.broken.what)


def test_the_way_to_every_state_is_taken_in_a_store_too(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    world = StoreWorld(model, MemoryStore)
    explored = explore(model, "deal", invariants=[StoreKeeps(world)], world=world)
    assert explored.exhausted
    assert explored.failures == ()
