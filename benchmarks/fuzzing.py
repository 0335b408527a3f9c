"""How fast the engines of the fuzz kit are, and which finds which planted bug, with a plain Hypothesis machine beside them.

The plain machine is what a tester would write in an afternoon: one rule a command, targets and fields drawn at
random. Times are of the processor, those of the kit with the shrinking; a dash says that nothing was found.

    python benchmarks/fuzzing.py [--seconds 10] [--runs 3] [--bug WORDS] [--engine NAME ...] [--rates] [--write]

`--write` puts the medians and the shortest story of each bug into the file that docs/reference/planted-bugs.md
shows; with `--bug` or `--engine` the rest of it stays.
"""

import argparse
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Final

import attrs
import tomli_w
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

sys.path.insert(0, str(Path(__file__).parent))
from seeded_bugs import BUGS, Bug, Planted

from medsales_core import reference_playbook
from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.engine.command import Actor, Advance, Hold, Lose, Open, Reopen, Resume, Return, Win
from medsales_core.fuzzing.explore import explore
from medsales_core.fuzzing.invariants import built_in
from medsales_core.fuzzing.kept import StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State
from medsales_core.fuzzing.step import Ask
from medsales_core.fuzzing.story import Failure, judge_whole, watch
from medsales_core.fuzzing.walk import Walked, walk
from medsales_core.model import Deal, LossReason
from medsales_core.rules.schema import describe
from medsales_core.rules.specimen import Maker
from medsales_core.testing.driving import drive
from medsales_core.testing.workflow_machine import workflow_machine

WRITTEN: Final = Path(__file__).parents[1] / "docs" / "reference" / "planted-bugs.toml"

_BATCH: Final = 300
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


@attrs.frozen
class Found:
    """That a bug was found.

    Args:
        failure: How; the plain machine tells nothing.
    """

    failure: Failure | None = None


def _found(failures: tuple[Failure, ...]) -> Found | None:
    return Found(failures[0]) if failures else None


def _walked(planted: Planted, late: Callable[[], bool], seed: int) -> Found | None:
    return _found(walk(
        planted.model, rng=Random(seed), cases=10**6, invariants=planted.invariants, world=planted.world,
        go_on=lambda walked: not walked.failures and not late(),
    ).failures)  # fmt: skip


def _explored(planted: Planted, late: Callable[[], bool], _: int) -> Found | None:
    return _found(explore(
        planted.model, planted.process, invariants=planted.invariants, world=planted.world,
        go_on=lambda explored: not explored.failures and not late(),
    ).failures)  # fmt: skip


def _driven(planted: Planted, late: Callable[[], bool], seed: int) -> Found | None:
    return _found(drive(
        planted.model, chance=seed, cases=10**6, invariants=planted.invariants, world=planted.world,
        go_on=lambda driven: not driven.failures and not late(),
    ).failures[:1])  # fmt: skip


def _plain(planted: Planted, late: Callable[[], bool], _: int) -> Found | None:
    while planted.world is None and not late():
        try:
            run_state_machine_as_test(plain_machine(planted), settings=_HYPOTHESIS)
        except Exception:  # noqa: BLE001 - a broken invariant, a plugin's own error: found
            return Found()
    return None


ENGINES: Final = {"walk": _walked, "explore": _explored, "machine": _driven, "plain": _plain}


def measured(bug: Bug, engine: str, budget: float, runs: int) -> tuple[float, list[Failure]]:
    """The median time to find *bug*, without end where it was not found in half of the runs; what was found."""
    took, failures = [], []
    for seed in range(runs):
        planted = bug.plant()
        start = time.process_time()
        end = start + budget
        found = ENGINES[engine](planted, lambda end=end: time.process_time() > end, seed)  # type: ignore[misc]
        took.append(time.process_time() - start if found else float("inf"))
        failures += [found.failure] if found and found.failure else []
        if planted.world is not None:
            planted.world.close()
    return median(took), failures


def shown(middle: float) -> str:
    return "-" if middle == float("inf") else f"{middle:.2f}"


def rates() -> None:
    """Commands, transitions and cases a second on the reference, without invariants and with those of the kit."""
    first, last = _opening()
    print(f"walk from the start: the first story after {first:.2f} s, {_BATCH} after {last:.2f} s")
    model = Model(reference_playbook())
    for name in model.requirements:
        model.breaks(name)
        model.meets(name)
    print("| engine | bare | with the invariants |\n|---|---|---|")
    for name, run in (("walk, commands/s", _rate_of_walks), ("explore, transitions/s", _rate_of_exploring)):
        print(f"| {name} | {run(model, ()):,.0f} | {run(model, built_in()):,.0f} |")
    world = StoreWorld(model, MemoryStore)
    kept = (*built_in(), StoreKeeps(world))
    bare, held = (_rate_on_a_store(model, world, invariants) for invariants in ((), kept))
    print(f"| walk through a desk on a memory store, commands/s | {bare:,.0f} | {held:,.0f} |")
    print(
        f"| machine, 50 cases of 50 steps, s | {_machine_time(model, ()):.2f} | {_machine_time(model, built_in()):.2f} |"
    )


def _rate_of_walks(model: Model, invariants: Any) -> float:
    """The median over the batches of one run of 3,000 stories that nobody walked before: what it asks for a second.

    That is how a run goes once it is under way; what a playbook costs to turn round is told apart, as its opening.
    """
    rates, last, start = list[float](), 0, time.process_time()

    def go_on(walked: Walked) -> bool:
        nonlocal last, start
        if walked.cases % _BATCH == 0:
            now = time.process_time()
            rates.append((walked.commands - last) / (now - start))
            last, start = walked.commands, now
        return True

    walk(model, rng=Random(1), cases=10 * _BATCH, invariants=invariants, go_on=go_on)
    return median(rates)


def _rate_on_a_store(model: Model, world: StoreWorld, invariants: Any) -> float:
    """Every command is decided at a desk, written down, chained, read and folded again."""
    start = time.process_time()
    walked = walk(model, rng=Random(1), cases=60, invariants=invariants, world=world)
    world.close()
    return walked.commands / (time.process_time() - start)


def _opening() -> tuple[float, float]:
    """How long until the first story of a walk has ended, and until 300 have, the playbook being loaded."""
    playbook, ends = reference_playbook(), list[float]()
    start = time.process_time()

    def go_on(_: Walked) -> bool:
        ends.append(time.process_time() - start)
        return True

    walk(Model(playbook), rng=Random(0), cases=_BATCH, go_on=go_on)
    return ends[0], ends[-1]


def _rate_of_exploring(model: Model, invariants: Any) -> float:
    start = time.process_time()
    explored = explore(model, "deal", invariants=invariants)
    return explored.transitions / (time.process_time() - start)


def _machine_time(model: Model, invariants: Any) -> float:
    start = time.process_time()
    fifty = settings(_HYPOTHESIS, max_examples=50)
    run_state_machine_as_test(workflow_machine(model, invariants=invariants), settings=fifty)
    return time.process_time() - start


class Record:
    """The file that the documentation shows: medians by engine, and the shortest story, for each bug."""

    def __init__(self, seconds: float, runs: int) -> None:
        self.data: dict[str, Any] = {"seconds": seconds, "runs": runs, "bug": []}
        if WRITTEN.is_file() and (kept := tomllib.loads(WRITTEN.read_text("utf-8"))):
            alike = (kept["seconds"], kept["runs"]) == (seconds, runs)
            # Medians of other runs are not put beside these; stories stay true.
            self.data["bug"] = kept["bug"] if alike else [one | {"median": {}} for one in kept["bug"]]

    def note(self, bug: Bug, medians: dict[str, float], failures: list[Failure]) -> None:
        """What was measured of *bug*, and how it is told if that is shorter than before."""
        before = next((one for one in self.data["bug"] if one["name"] == bug.name), {"median": {}})
        told = [
            {"invariant": failure.broken.invariant, "story": failure.story.as_data()} for failure in failures
        ]
        told += [before] if "story" in before else []
        if not told:
            sys.exit(f"no engine found: {bug.name}")
        seconds = {
            name: "never" if value == float("inf") else round(value, 3) for name, value in medians.items()
        }
        shortest = min(told, key=lambda one: len(one["story"]["when"]))
        noted = {
            "name": bug.name,
            "invariant": shortest["invariant"],
            "median": before["median"] | seconds,
            "story": shortest["story"],
        }
        by_name = {one["name"]: one for one in self.data["bug"]} | {bug.name: noted}
        self.data["bug"] = [by_name[one.name] for one in BUGS if one.name in by_name]

    def write(self) -> None:
        head = "# Written by `python benchmarks/fuzzing.py --write`; tests/docs/test_planted.py plays every story.\n"
        WRITTEN.write_text(head + tomli_w.dumps(self.data), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--bug", default="")
    parser.add_argument("--engine", action="append", choices=sorted(ENGINES))
    parser.add_argument("--rates", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.rates or not given.write:
        rates()
    if given.rates:
        return
    engines = [name for name in ENGINES if name in (given.engine or ENGINES)]
    record = Record(given.seconds, given.runs)
    print(f"\n| bug | kind | {' | '.join(engines)} |\n|---|---|{'---|' * len(engines)}")
    for bug in BUGS:
        if given.bug in bug.name:
            found = {name: measured(bug, name, given.seconds, given.runs) for name in engines}
            medians = {name: middle for name, (middle, _) in found.items()}
            print(f"| {bug.name} | {bug.kind} | {' | '.join(map(shown, medians.values()))} |", flush=True)
            if given.write:
                record.note(bug, medians, [failure for _, failures in found.values() for failure in failures])
                record.write()


if __name__ == "__main__":
    main()
