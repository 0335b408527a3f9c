"""Read a refusal: every reason, with the field, what was wanted, what was found, and what mends it.

The deal below is good in parts. The answer names everything at once, in English and Chinese, as values that
a form, a chat message or an API can show. At the end, somebody who may sets one requirement aside.

Run it: python examples/02_read_the_refusal.py
"""

import datetime as dt
import json

import medsales_core as ms
from medsales_core.model import Deal, Need, NeedDimension

NOW = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
REP = ms.Actor("u-li", roles={"sales-rep"})
MANAGER = ms.Actor("u-wang", roles={"sales-manager"})

HERE = ms.Progress("D-9", process="deal", stage="needs-discovery", status=ms.Status.OPEN, version=4)
FACTS = ms.Facts(
    deal=Deal(
        id="D-9",
        owner_id="u-li",
        needs=(
            Need(id="N-1", dimension=NeedDimension.PATIENT, priority=1, root_cause="waiting lists"),
            Need(id="N-2", dimension=NeedDimension.COST_BENEFIT, priority=2),
            Need(id="N-3", dimension=NeedDimension.DEPARTMENT_DEVELOPMENT, priority=3),
        ),
    ),
    activities=(),  # supplied, and there are none: that fails
    # account: not supplied at all, so what asks about it is unknown, and unknown never passes
)


def ask(playbook: ms.Playbook, progress: ms.Progress) -> ms.Decision:
    """Whether the deal may go on to the solution."""
    wish = ms.Advance(to="solution-value")
    return playbook.decide(progress, wish, facts=FACTS, actor=REP, at=NOW)


def tell(decision: ms.Decision, language: str) -> None:
    """The whole refusal in one language."""
    for finding in decision.failures:
        print(f"  {finding.outcome:8} {finding.severity:6} {finding.requirement} ({finding.source})")
        print(f"           {finding.message.pick(language)}")
        for reason in finding.reasons:
            print(f"           path={reason.path} wanted={reason.expected!r} found={reason.actual!r}")
            print(f"           {reason.message.pick(language)}")
        print(f"           -> {finding.remedy.pick(language)}")


def main() -> None:
    """Ask, read, waive, ask again."""
    playbook = ms.reference_playbook()
    decision = ask(playbook, HERE)
    blocking = [finding for finding in decision.failures if finding.blocks]
    print(
        f"accepted: {decision.accepted}; {len(decision.findings)} requirements judged, {len(blocking)} block"
    )
    tell(decision, "en")

    print("\nThe same for a colleague who reads Chinese:")
    tell(decision, "zh-Hans")

    print("\nOne finding as JSON:")
    goal = next(f for f in decision.failures if f.requirement == "need-root-cause-and-goal")
    print(json.dumps(goal.as_dict(), ensure_ascii=False, indent=2))

    print("\nThe refusal is an event too, and keeps what stood in the way:")
    (event,) = decision.events
    print(" ", event.kind, json.dumps(dict(event.data["requirements"])))
    progress = HERE.apply(decision.events)

    print("\nWaivers are records: by a role, for a reason, until a day.")
    for requirement in (finding.requirement for finding in blocking):
        waiver = ms.Waive(
            requirement, reason="agreed by telephone, form follows", expires_on=dt.date(2026, 7, 14)
        )
        for actor in (REP, MANAGER):
            answer = playbook.decide(progress, waiver, facts=FACTS, actor=actor, at=NOW)
            progress = progress.apply(answer.events)
            told = "; ".join(str(objection.message) for objection in answer.failures)
            print(f"  {requirement} by {actor.id}: {'granted' if answer.accepted else told}")

    decision = ask(playbook, progress)
    waived = [finding.requirement for finding in decision.findings if finding.outcome is ms.Outcome.WAIVED]
    print(f"\naccepted: {decision.accepted}; waived: {', '.join(waived)}")


if __name__ == "__main__":
    main()
