"""One requirement on one subject: as guards run it, as the careful way judges it, and written by hand.

Run: ``python benchmarks/requirements.py``. Nanoseconds of CPU per judgement, best of several rounds, all ways in
the same run, one requirement after the other; that the three give the same answers is checked first.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

from medsales_core import Facts, reference_playbook
from medsales_core.model import Deal, Need, Quote
from medsales_core.rules.inverting import satisfy_all
from medsales_core.rules.quick import compile_quick
from medsales_core.rules.requirement import Outcome

TIMES = 20_000
ROUNDS = 7
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


def _policy(facts: Any, at: dt.datetime) -> bool:
    policy = facts.segment.analysis.policy_environment
    return policy is not None and policy.strip() != ""


def _graded(facts: Any, at: dt.datetime) -> bool:
    return facts.account.grade is not None


def _patient(facts: Any, at: dt.datetime) -> bool:
    return any(need.dimension == "patient" for need in facts.deal.needs)


def _delivery(facts: Any, at: dt.datetime) -> bool:
    accepted = [quote for quote in facts.deal.quotes if quote.status == "accepted"]
    return bool(accepted) and all((quote.lead_time_days or 0) > 0 for quote in accepted)


HAND: Mapping[str, Callable[[Any, dt.datetime], bool]] = {
    "mkt-policy-environment-studied": _policy,
    "mkt-customer-graded-initially": _graded,
    "need-patient-needs": _patient,
    "neg-term-delivery": _delivery,
}


def best(judge: Callable[[Any, dt.datetime], object], facts: Facts) -> float:
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(TIMES):
            judge(facts, AT)
        spent.append(time.process_time() - start)
    return min(spent) / TIMES * 1e9


def main() -> None:
    playbook = reference_playbook()
    judgements = playbook.plan.judgements
    good = satisfy_all([judgement.requirement.condition for judgement in judgements.values()], Facts(), AT)
    bare = good.with_(deal=Deal(id="bare", needs=(Need(id="n"),), quotes=(Quote(id="q", status="draft"),)))
    print(
        f"{'ns for one judgement':36}{'by hand':>10}{'guard':>10}{'careful':>10}{'guard x':>10}{'careful x':>10}"
    )
    ratios = []
    for name, hand in HAND.items():
        judgement = judgements[name]
        quick = compile_quick(judgement.requirement.condition, {})
        assert quick is not None, name
        for facts in (good, bare):
            assert hand(facts, AT) is quick(facts, AT) is (judgement.outcome(facts, AT) is Outcome.PASS), name
        floor, fused, careful = (best(way, good) for way in (hand, quick, judgement.outcome))
        ratios.append(fused / floor)
        print(
            f"{name:36}{floor:10.0f}{fused:10.0f}{careful:10.0f}{fused / floor:10.2f}{careful / floor:10.2f}"
        )
    said = sum(compile_quick(j.requirement.condition, {}) is not None for j in judgements.values())
    print(
        f"\nmedian ratio {statistics.median(ratios):.2f}; {said} of {len(judgements)} requirements are said as expressions"
    )


if __name__ == "__main__":
    main()
