"""Requirements over a whole portfolio: sheets of arrays, columns of lists, one by one, and by hand.

Run: ``python benchmarks/columns.py``. Nanoseconds of CPU per deal and requirement, best of several rounds, all ways
in the same run; all of them give the same outcomes, which is checked first.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from varied import varied_portfolio

from medsales_core import Facts, reference_playbook
from medsales_core.model import Deal, Need, Quote
from medsales_core.rules.columns import compile_columns
from medsales_core.rules.inverting import satisfy_all
from medsales_core.rules.requirement import Judgement, Outcome
from medsales_core.rules.sheet import Sheet

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


def by_hand_in_numpy(facts: Sequence[Any]) -> Callable[[], Mapping[str, list[Outcome]]]:
    """What a programmer would write for the four, on arrays that were laid out by hand for just that."""
    outcomes = np.array([Outcome.FAIL, Outcome.PASS], object)
    studied = np.array([bool((f.segment.analysis.policy_environment or "").strip()) for f in facts])
    graded = np.array([f.account.grade is not None for f in facts])
    patient = np.array([n.dimension == "patient" for f in facts for n in f.deal.needs])
    accepted = np.array([q.status == "accepted" for f in facts for q in f.deal.quotes])
    soon = np.array([(q.lead_time_days or 0) > 0 for f in facts for q in f.deal.quotes])
    needs, quotes = (
        np.cumsum([0, *(len(records(f)) for f in facts)])
        for records in (lambda f: f.deal.needs, lambda f: f.deal.quotes)
    )

    def count(mask: Any, ends: Any) -> Any:
        return np.diff(np.concatenate(([0], np.cumsum(mask)))[ends])

    def ask() -> Mapping[str, list[Outcome]]:
        number = count(accepted, quotes)
        delivery = (number > 0) & (count(accepted & soon, quotes) == number)
        found = (studied, graded, count(patient, needs) > 0, delivery)
        return {name: outcomes.take(one).tolist() for name, one in zip(HAND, found, strict=True)}

    return ask


def compare(judgements: Sequence[Judgement], facts: Sequence[Any], *, hand: bool, singly: bool) -> None:
    """The ways to judge *judgements* on *facts*, which must agree."""
    columns, deals, each = compile_columns(judgements), len(facts), len(judgements)
    kept = Sheet(facts)
    right = columns(facts, AT)
    assert kept.judge(judgements, AT) == right, "the sheet and columns disagree"
    ways: dict[str, Callable[[], object]] = {}
    if hand:
        numpy = by_hand_in_numpy(facts)
        assert by_hand(facts) == right == numpy(), "the hand-written ones disagree"
        ways["by hand, list comprehensions"] = lambda: by_hand(facts)
        ways["by hand, numpy on arrays made for it"] = numpy
    ways["columns of lists"] = lambda: columns(facts, AT)
    ways["sheet, cold: reading included"] = lambda: Sheet(facts).judge(judgements, AT)
    ways["sheet, warm: kept and asked again"] = lambda: kept.judge(judgements, AT)
    if singly:
        single = {j.requirement.id: [j.outcome(f, AT) for f in facts] for j in judgements}
        assert single == right, "columns and one by one disagree"
        ways["one by one"] = lambda: [j.outcome(f, AT) for j in judgements for f in facts]
    times = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS if deals * each < 10**6 else 3):
        for name, work in ways.items():
            start = time.process_time()
            work()
            times[name] = min(times[name], time.process_time() - start)
    first = next(iter(times.values()))
    print(f"\n{f'{each} requirements, {deals} deals':50}{'ns':>10}{'ratio':>9}")
    for name, seconds in times.items():
        print(f"  {name:48}{seconds / deals / each * 1e9:10.1f}{seconds / first:9.2f}")


def main() -> None:
    every = list(reference_playbook().plan.judgements.values())
    few = [judgement for judgement in every if judgement.requirement.id in HAND]
    alike = portfolio(every)
    print("Nanoseconds of CPU per deal and requirement")
    print("\nTwo facts, again and again:")
    compare(few, alike, hand=True, singly=True)
    compare(every, alike, hand=False, singly=True)
    print("\nAll deals different:")
    for deals in (50, 200, 2_000, 20_000):
        facts = varied_portfolio(every, deals, AT)
        compare(few, facts, hand=True, singly=deals <= DEALS)
        compare(every, facts, hand=False, singly=deals <= DEALS)


if __name__ == "__main__":
    main()
