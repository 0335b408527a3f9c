"""One attempted move: ours against two state-machine libraries and against the floor, in one run.

Run: ``python benchmarks/attempts.py [ROUNDS]``. The contestants take turns, round by round; medians and
ratios are printed. Every contestant is checked to name all failing requirements and to keep its events.
"""

import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from statemachine import State, StateMachine
from transitions import Machine
from workload import AT, BAD, GOOD, STAGES, HasAmount, playbook

from medsales_core import Actor, Advance, Facts, Open, Progress

ATTEMPTS = 2 * STAGES
ACTOR = Actor("u-1", {"sales-rep"})


def ours() -> Callable[[], list[Any]]:
    """Decide and apply, as an embedder would write it."""
    book = playbook()
    good, bad = Facts(deal=GOOD), Facts(deal=BAD)
    begun = Progress("D-1").apply(book.decide(Progress("D-1"), Open(), facts=good, actor=ACTOR, at=AT).events)
    wishes = [Advance(to=f"s{number}") for number in range(1, STAGES + 1)]
    decide = book.decide

    def run() -> list[Any]:
        log: list[Any] = []
        progress = begun
        for wish in wishes:
            for facts in (bad, good):
                decision = decide(progress, wish, facts=facts, actor=ACTOR, at=AT)
                progress = progress.apply(decision.events)
                log.extend(decision.events)
        return log

    return run


CHECK = HasAmount()


class _Facts:
    """What the contestants hand to the plugin's check."""

    __slots__ = ("deal",)

    def __init__(self, deal: Any) -> None:
        self.deal = deal


GOOD_FACTS, BAD_FACTS = _Facts(GOOD), _Facts(BAD)


def _failing(facts: _Facts) -> list[str]:
    """The four requirements by hand."""
    deal = facts.deal
    found = []
    if not deal.name:
        found.append("name")
    if deal.account_id != "A-1":
        found.append("account")
    if len(deal.needs) < 1:
        found.append("needs")
    if not CHECK.holds(facts, AT):  # type: ignore[arg-type]
        found.append("amount")
    return found


def floor() -> Callable[[], list[Any]]:
    """The same by hand: if statements, a dict for the process, tuples for events."""
    following = {f"s{number}": f"s{number + 1}" for number in range(STAGES)}

    def run() -> list[Any]:
        log: list[Any] = []
        stage, version = "s0", 0
        for _ in range(STAGES):
            for facts in (BAD_FACTS, GOOD_FACTS):
                version += 1
                failing = _failing(facts)
                if failing:
                    data = {"to": following[stage], "why": failing}
                    log.append(("refused", "D-1", version, AT, "u-1", "hash", data))
                else:
                    data = {"from": stage, "to": following[stage]}
                    log.append(("moved", "D-1", version, AT, "u-1", "hash", data))
                    stage = following[stage]
        return log

    return run


class _Conditions:
    """The four requirements as the peers want them: one method each. They stop at the first that fails."""

    facts: Any = GOOD_FACTS

    def has_name(self) -> bool:
        return bool(self.facts.deal.name)

    def has_account(self) -> bool:
        return bool(self.facts.deal.account_id == "A-1")

    def has_needs(self) -> bool:
        return len(self.facts.deal.needs) >= 1

    def has_amount(self) -> bool:
        return bool(CHECK.holds(self.facts, AT))

    def failing(self) -> list[str]:
        """Every one that fails: what a user of a peer must ask for again once a move was blocked."""
        return [name for name in _NAMES if not getattr(self, name)()]


_NAMES = ("has_name", "has_account", "has_needs", "has_amount")


def with_transitions() -> Callable[[], list[Any]]:
    """transitions, with its own conditions."""
    names = [f"s{number}" for number in range(STAGES + 1)]
    model = _Conditions()
    machine = Machine(model, states=names, initial="s0", auto_transitions=False)
    for source, target in pairwise(names):
        machine.add_transition("advance", source, target, conditions=list(_NAMES))

    def run() -> list[Any]:
        machine.set_state("s0")
        log: list[Any] = []
        version = 0
        for _ in range(STAGES):
            for facts in (BAD_FACTS, GOOD_FACTS):
                version += 1
                model.facts = facts
                source = model.state  # type: ignore[attr-defined]
                if model.advance():  # type: ignore[attr-defined]
                    log.append(("moved", "D-1", version, AT, "u-1", {"from": source, "to": model.state}))  # type: ignore[attr-defined]
                else:
                    log.append(
                        ("refused", "D-1", version, AT, "u-1", {"from": source, "why": model.failing()})
                    )
        return log

    return run


def with_statemachine() -> Callable[[], list[Any]]:
    """python-statemachine, with its own conditions."""
    states = {f"s{n}": State(initial=n == 0, final=n == STAGES) for n in range(STAGES + 1)}
    advance: Any = None
    for number in range(STAGES):
        way = states[f"s{number}"].to(states[f"s{number + 1}"], cond=list(_NAMES))
        advance = way if advance is None else advance | way
    methods = {name: getattr(_Conditions, name) for name in (*_NAMES, "failing")}
    kind = type(
        "Bench",
        (StateMachine,),
        {
            **states,
            **methods,
            "advance": advance,
            "facts": GOOD_FACTS,
            "allow_event_without_transition": True,
        },
    )

    def run() -> list[Any]:
        machine: Any = kind()
        log: list[Any] = []
        version = 0
        for _ in range(STAGES):
            for facts in (BAD_FACTS, GOOD_FACTS):
                version += 1
                machine.facts = facts
                source = next(iter(machine.configuration)).id
                machine.send("advance")
                target = next(iter(machine.configuration)).id
                if target != source:
                    log.append(("moved", "D-1", version, AT, "u-1", {"from": source, "to": target}))
                else:
                    log.append(
                        ("refused", "D-1", version, AT, "u-1", {"from": source, "why": machine.failing()})
                    )
        return log

    return run


def check(name: str, run: Callable[[], list[Any]]) -> None:
    """Sixteen events, every other one a refusal that names four requirements."""
    for log in (run(), run()):
        kinds = [str(event[0]) for event in log]
        assert kinds == ["refused", "moved"] * STAGES, (name, kinds)
        for event in log[::2]:
            why = event[-1].get("why", event[-1].get("requirements"))
            assert len(why) == len(_NAMES), (name, why)


def measure(rounds: int) -> None:
    contestants = {
        "floor, by hand": (floor(), 200),
        "medsales_core": (ours(), 200),
        "transitions": (with_transitions(), 20),
        "python-statemachine": (with_statemachine(), 2),
    }
    for name, (run, _) in contestants.items():
        check(name, run)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    gc.disable()
    for _ in range(rounds):
        for name, (run, repeats) in contestants.items():
            start = time.perf_counter()
            for _ in range(repeats):
                run()
            times[name].append((time.perf_counter() - start) / repeats / ATTEMPTS * 1e6)
    gc.enable()
    base = statistics.median(times["medsales_core"])
    print(f"{'one attempt':24}{'median us':>12}{'best us':>12}{'x ours':>10}")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:24}{median:12.2f}{min(values):12.2f}{median / base:10.1f}")


def memory() -> None:
    """Bytes of a live deal beyond its data: its progress, with a moment of its own."""
    book = playbook()
    facts = Facts(deal=GOOD)
    ids = [f"D-{number}" for number in range(10_000)]
    at = [AT.replace(microsecond=number) for number in range(10_000)]
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    live = []
    for name, moment in zip(ids, at, strict=True):
        progress = Progress(name)
        for wish in (Open(), Advance(to="s1"), Advance(to="s2")):
            progress = progress.apply(book.decide(progress, wish, facts=facts, actor=ACTOR, at=moment).events)
        live.append(progress)
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    print(f"\nbytes per live deal beyond its data: {used / len(live):.0f}")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
    memory()
