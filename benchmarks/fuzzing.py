"""How fast the engines of the fuzz kit are, and which finds which planted bug, with a plain Hypothesis machine beside them.

The plain machine is what a tester would write in an afternoon: one rule a command, targets and fields drawn at
random. Times are of the processor; a dash says that nothing was found in the time given.

    python benchmarks/fuzzing.py [--seconds 10] [--runs 3] [--bug WORDS] [--rates]
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Final

import attrs
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

sys.path.insert(0, str(Path(__file__).parent))
from seeded_bugs import BUGS, Bug, Planted

from medsales_core import reference_playbook
from medsales_core.engine.command import Actor, Advance, Hold, Lose, Open, Reopen, Resume, Return, Win
from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import built_in
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State
from medsales_core.fuzzing.step import Ask
from medsales_core.fuzzing.story import judge_whole, watch
from medsales_core.fuzzing.walk import walk
from medsales_core.model import Deal, LossReason
from medsales_core.rules.schema import describe
from medsales_core.rules.specimen import Maker
from medsales_core.testing.workflow_machine import workflow_machine

_HYPOTHESIS: Final = settings(
    max_examples=20,
    stateful_step_count=50,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def plain_machine(planted: Planted) -> type[RuleBasedStateMachine]:
    """What a tester would write without the kit, with the same invariants."""
    model = planted.model
    stages = st.sampled_from(sorted(model.playbook.stages))
    actors = st.builds(
        Actor, st.sampled_from(["owner", "u1"]), st.sets(st.sampled_from(sorted(model.playbook.roles)))
    )
    reasons, fields = st.sampled_from(["", "late"]), sorted(set(describe(Deal)) - {"id"})
    maker = Maker(model.start, "CNY", {})

    class Plain(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.state: State = model.begin(bare=True)
            self.taken: list[Any] = []

        def ask(self, command: Any, actor: Actor) -> None:
            taken = model.take(self.state, Ask(command, actor))
            self.taken.append(taken)
            self.state = taken.after
            assert watch(model, taken, planted.invariants) is None

        @initialize(actor=actors)
        def opened(self, actor: Actor) -> None:
            self.ask(Open(planted.process), actor)

        @rule(name=st.sampled_from(fields), number=st.integers(0, 3))
        def fill(self, name: str, number: int) -> None:
            deal, field = self.state.facts.deal, describe(Deal)[name]
            value = maker.plain(field, self.state.facts)
            change = {name: (value,) * min(number, 1) if field.many else value}
            facts = self.state.facts.with_(deal=attrs.evolve(deal, **change))  # type: ignore[misc]  # supplied
            self.state = self.state._replace(facts=facts)

        @rule(to=stages, reason=reasons, actor=actors)
        def advance(self, to: str, reason: str, actor: Actor) -> None:
            self.ask(Advance(to, reason), actor)

        @rule(to=stages, reason=reasons, actor=actors)
        def go_back(self, to: str, reason: str, actor: Actor) -> None:
            self.ask(Return(to, reason), actor)

        @rule(to=stages, reason=reasons, actor=actors)
        def reopen(self, to: str, reason: str, actor: Actor) -> None:
            self.ask(Reopen(to, reason), actor)

        @rule(wish=st.sampled_from([Win(), Lose(LossReason.PRICE), Hold("late"), Resume()]), actor=actors)
        def close(self, wish: Any, actor: Actor) -> None:
            self.ask(wish, actor)

        def teardown(self) -> None:
            assert judge_whole(model, self.taken, planted.invariants) is None

    return Plain


def _walked(planted: Planted, late: Callable[[], bool], seed: int) -> bool:
    found = walk(
        planted.model, rng=Random(seed), cases=10**6, invariants=planted.invariants, world=planted.world,
        go_on=lambda walked: not walked.failures and not late(),
    )  # fmt: skip
    return bool(found.failures)


def _explored(planted: Planted, late: Callable[[], bool], _: int) -> bool:
    found = explore(
        planted.model, planted.process, invariants=planted.invariants, world=planted.world,
        go_on=lambda explored: not explored.failures and not late(),
    )  # fmt: skip
    return bool(found.failures)


def _machine(planted: Planted, late: Callable[[], bool], _: int) -> bool:
    made = workflow_machine(
        planted.model, processes=[planted.process], invariants=planted.invariants, world=planted.world
    )
    return _fails(made, late)


def _plain(planted: Planted, late: Callable[[], bool], _: int) -> bool:
    return planted.world is None and _fails(plain_machine(planted), late)


def _fails(machine: type[RuleBasedStateMachine], late: Callable[[], bool]) -> bool:
    while not late():
        try:
            run_state_machine_as_test(machine, settings=_HYPOTHESIS)
        except Exception:  # noqa: BLE001 - a broken invariant, a plugin's own error: found
            return True
    return False


ENGINES: Final = {"walk": _walked, "explore": _explored, "machine": _machine, "plain": _plain}


def seconds(bug: Bug, engine: str, budget: float, runs: int) -> str:
    """The median time to find *bug*, a dash where it was not found in half of the runs."""
    took = []
    for seed in range(runs):
        planted = bug.plant()
        start = time.process_time()
        end = start + budget
        found = ENGINES[engine](planted, lambda end=end: time.process_time() > end, seed)  # type: ignore[misc]
        took.append(time.process_time() - start if found else float("inf"))
    middle = median(took)
    return "-" if middle == float("inf") else f"{middle:.2f}"


def rates() -> None:
    """Commands, transitions and cases a second on the reference, without invariants and with those of the kit."""
    model = Model(reference_playbook())
    walk(model, rng=Random(0), cases=300)
    print("| engine | bare | with the invariants |\n|---|---|---|")
    for name, run in (("walk, commands/s", _rate_of_walks), ("explore, transitions/s", _rate_of_exploring)):
        print(f"| {name} | {run(model, ()):,.0f} | {run(model, built_in()):,.0f} |")
    print(
        f"| machine, 50 cases of 50 steps, s | {_machine_time(model, ()):.2f} | {_machine_time(model, built_in()):.2f} |"
    )


def _rate_of_walks(model: Model, invariants: Any) -> float:
    start = time.process_time()
    walked = walk(model, rng=Random(1), cases=600, invariants=invariants)
    return walked.commands / (time.process_time() - start)


def _rate_of_exploring(model: Model, invariants: Any) -> float:
    start = time.process_time()
    explored = explore(model, "deal", invariants=invariants)
    return explored.transitions / (time.process_time() - start)


def _machine_time(model: Model, invariants: Any) -> float:
    start = time.process_time()
    fifty = settings(_HYPOTHESIS, max_examples=50)
    run_state_machine_as_test(workflow_machine(model, invariants=invariants), settings=fifty)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bug", default="")
    parser.add_argument("--rates", action="store_true")
    given = parser.parse_args()
    rates()
    if given.rates:
        return
    print(f"\n| bug | kind | {' | '.join(ENGINES)} |\n|---|---|{'---|' * len(ENGINES)}")
    for bug in BUGS:
        if given.bug in bug.name:
            found = [seconds(bug, engine, given.seconds, given.runs) for engine in ENGINES]
            print(f"| {bug.name} | {bug.kind} | {' | '.join(found)} |", flush=True)


if __name__ == "__main__":
    main()
