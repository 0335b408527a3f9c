"""Requirements over a whole portfolio: columns against one by one, and against list comprehensions by hand.

Run: ``python benchmarks/columns.py``. Nanoseconds of CPU per deal and requirement, best of several rounds, all ways
in the same run; all three ways give the same outcomes, which is checked first.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from medsales_core import Facts, reference_playbook
from medsales_core.model import Deal, Need, Quote
from medsales_core.rules.columns import compile_columns
from medsales_core.rules.inverting import satisfy_all
from medsales_core.rules.requirement import Judgement, Outcome

DEALS = 2_000
ROUNDS = 7
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
HAND = (
    "mkt-policy-environment-studied",
    "mkt-customer-graded-initially",
    "need-patient-needs",
    "neg-term-delivery",
)


def portfolio(judgements: Sequence[Judgement]) -> list[Facts]:
    """Deals of which every other one lacks its needs and its quotes."""
    good = satisfy_all([judgement.requirement.condition for judgement in judgements], Facts(), AT)
    assert isinstance(good.deal, Deal)
    bare = good.with_(deal=Deal(id="bare", needs=(Need(id="n"),), quotes=(Quote(id="q", status="draft"),)))
    return [good if number % 2 else bare for number in range(DEALS)]


def by_hand(facts: Sequence[Any]) -> Mapping[str, list[Outcome]]:
    """What a programmer would write for the four requirements of HAND."""
    right, wrong = Outcome.PASS, Outcome.FAIL
    return {
        HAND[0]: [right if (f.segment.analysis.policy_environment or "").strip() else wrong for f in facts],
        HAND[1]: [right if f.account.grade is not None else wrong for f in facts],
        HAND[2]: [right if any(n.dimension == "patient" for n in f.deal.needs) else wrong for f in facts],
        HAND[3]: [right if _delivery(f.deal.quotes) else wrong for f in facts],
    }


def _delivery(quotes: Sequence[Any]) -> bool:
    accepted = [q for q in quotes if q.status == "accepted"]
    return bool(accepted) and all((q.lead_time_days or 0) > 0 for q in accepted)


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def row(name: str, seconds: float, requirements: int, floor: float = 0.0) -> float:
    each = seconds / DEALS / requirements * 1e9
    print(f"{name:52}{each:10.1f}{each / floor if floor else 1:9.2f}")
    return each


def main() -> None:
    every = list(reference_playbook().plan.judgements.values())
    facts = portfolio(every)
    few = [judgement for judgement in every if judgement.requirement.id in HAND]
    columns, four = compile_columns(every), compile_columns(few)
    single = {j.requirement.id: [j.outcome(f, AT) for f in facts] for j in every}
    assert columns(facts, AT) == single, "columns and one by one disagree"
    assert four(facts, AT) == by_hand(facts), "columns and the hand-written lists disagree"
    print(f"{DEALS} deals, nanoseconds per deal and requirement{'ns':>12}{'ratio':>9}")
    floor = row("4 requirements, list comprehensions by hand", best(lambda: by_hand(facts)), 4)
    row("4 requirements, columns", best(lambda: four(facts, AT)), 4, floor)
    row("4 requirements, one by one", best(lambda: [j.outcome(f, AT) for j in few for f in facts]), 4, floor)
    whole = row(f"{len(every)} requirements, columns", best(lambda: columns(facts, AT)), len(every))
    row(
        f"{len(every)} requirements, one by one",
        best(lambda: [j.outcome(f, AT) for j in every for f in facts]),
        len(every),
        whole,
    )


if __name__ == "__main__":
    main()
