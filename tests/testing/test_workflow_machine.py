"""The generated state machine is one that a tester subclasses, and that finds what is wrong."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.fuzzing.invariants import DecidesAs
from medsales_core.fuzzing.kept import StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.step import Meet
from medsales_core.fuzzing.story import play
from medsales_core.playbook import Playbook
from medsales_core.testing.workflow_machine import WorkflowMachine, workflow_machine

QUICK = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],  # what is found is not made short here
    suppress_health_check=list(HealthCheck),
)


def test_the_reference_holds_as_it_is(reference: Playbook) -> None:
    run_state_machine_as_test(workflow_machine(reference), settings=QUICK)


def test_it_runs_on_a_store(small: Callable[..., Playbook]) -> None:
    model = Model(small())
    world = StoreWorld(model, MemoryStore)
    run_state_machine_as_test(workflow_machine(model, world=world), settings=settings(QUICK, max_examples=5))


def test_rules_and_invariants_of_a_tester_are_added(small: Callable[..., Playbook]) -> None:
    class Ours(workflow_machine(small())):  # type: ignore[misc]  # the class is made here
        praised = False

        @rule()
        def praise_it(self) -> None:
            self.praised = True
            self.do(Meet("named"))

        @invariant()
        def what_is_praised_stays(self) -> None:
            assert not self.praised or self.progress.stage != "second", "praised, and moved on"

    with pytest.raises(AssertionError, match="praised, and moved on"):
        run_state_machine_as_test(Ours, settings=settings(QUICK, max_examples=300))


def test_what_it_finds_can_be_kept_as_a_story(small: Callable[..., Playbook]) -> None:
    other = DecidesAs(small(("at_most", "below")))
    seen: list[WorkflowMachine] = []

    class Ours(workflow_machine(small(), invariants=[other])):  # type: ignore[misc]  # the class is made here
        def __init__(self) -> None:
            super().__init__()
            seen.append(self)

    with pytest.raises(AssertionError, match="decides-as"):
        run_state_machine_as_test(Ours, settings=settings(QUICK, max_examples=100))
    story = seen[-1].story
    assert play(Model(small()), story, [other]).broken is not None


def test_only_the_processes_asked_for_are_driven(reference: Playbook) -> None:
    stages: set[str] = set()

    class Ours(workflow_machine(reference, processes=["aftersales"], invariants=())):  # type: ignore[misc]  # as above
        @invariant()
        def noted(self) -> None:
            stages.add(self.progress.stage)

    run_state_machine_as_test(Ours, settings=QUICK)
    assert stages == {"aftersales-relationship"}
