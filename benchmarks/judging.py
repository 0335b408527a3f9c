"""A whole organisation judged by all standards: 10,000 sales people, 100,000 activities, 100,000 deals.

Run: ``python benchmarks/judging.py`` (``--part 0.1`` for a tenth). Seconds of CPU on one core, for two sizes, so that one
sees whether it is linear. The entities are copies of a company on which every requirement holds; each seventh
sales person has lost the training, each seventh activity its objective, each seventh deal its owner.
"""

import argparse
import datetime as dt
import gc
import resource
import time
from typing import Any, Final

import attrs

from medsales_core import load_playbook
from medsales_core.rules.requirement import Outcome
from medsales_core.standards.judge import Judged, judge
from medsales_core.standards.organisation import Organisation
from medsales_core.testing.exemplary import Exemplary

REPS: Final = 10_000
ACTIVITIES: Final = 100_000
DEALS: Final = 100_000
DAY: Final = dt.date(2026, 6, 30)
LIMIT: Final = 60


def organisation(proof: Exemplary, part: float) -> Organisation:
    """Copies of the exemplary company's people, activities and deals; all else is there once."""
    entities: dict[str, Any] = dict(proof.company.entities)
    rep, deal = entities["owner"][0], entities["deal"][0]
    reps, deals, activities = (round(number * part) for number in (REPS, DEALS, ACTIVITIES))
    kinds = entities["activities"]
    entities["owner"] = (
        rep,
        *(
            attrs.evolve(rep, id=f"R-{n}", **({"training": ()} if n % 7 == 0 else {}))
            for n in range(reps - 1)
        ),
    )
    entities["deal"] = (deal, *(_deal(deal, n, reps) for n in range(deals - 1)))
    entities["activities"] = (
        *kinds,
        *(
            attrs.evolve(
                kinds[n % len(kinds)],
                id=f"V-{n}",
                owner_id=f"R-{n % (reps - 1)}",
                deal_id=f"D-{n % (deals - 1)}",
                **({"objective": None} if n % 7 == 0 else {}),
            )
            for n in range(activities - len(kinds))
        ),
    )
    return Organisation(**entities)


def _deal(deal: Any, number: int, reps: int) -> Any:
    contract = attrs.evolve(deal.contract, id=f"K-{number}")
    owner = None if number % 7 == 0 else f"R-{number % (reps - 1)}"
    return attrs.evolve(deal, id=f"D-{number}", owner_id=owner, contract=contract)


def measured(proof: Exemplary, part: float) -> tuple[Judged, float, float]:
    """What was judged, and the seconds that it took: judging alone, and with every finding written out."""
    whole = organisation(proof, part)
    gc.collect()
    start = time.process_time()
    judged = judge(proof.playbook, whole, DAY)
    middle = time.process_time()
    for _ in judged:
        pass
    return judged, middle - start, time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=float, default=1.0, help="how much of the full size")
    part = parser.parse_args().part
    proof = Exemplary(load_playbook("medsales:all"), DAY)
    print(f"{len(proof.clauses)} requirements of {len(proof.playbook.standards)} standards")
    print(
        f"{'reps':>8}{'activities':>12}{'deals':>9}{'judgements':>12}{'against':>10}{'seconds':>9}{'us each':>9}"
    )
    for size in (part / 4, part):
        judged, seconds, _ = measured(proof, size)
        tallies = [judged.tally(name) for name in judged.clauses]
        count = sum(sum(tally.values()) for tally in tallies)
        against = count - sum(tally[outcome] for tally in tallies for outcome in Outcome if outcome.lets_pass)
        sizes = [round(number * size) for number in (REPS, ACTIVITIES, DEALS)]
        print(
            f"{sizes[0]:>8,}{sizes[1]:>12,}{sizes[2]:>9,}{count:>12,}{against:>10,}"
            f"{seconds:>9.1f}{seconds / count * 1e6:>9.2f}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB; the full size is to take less than {LIMIT} s")


if __name__ == "__main__":
    main()
