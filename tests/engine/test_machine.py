"""Anything may be asked of the engine in any order; what must always hold is checked after every wish."""

import datetime as dt
import json
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from medsales_core.engine.command import (
    Actor,
    Advance,
    Complete,
    Describe,
    Hold,
    Lose,
    Open,
    RecordEvidence,
    Reopen,
    Resume,
    Retire,
    Return,
    Waive,
    Win,
)
from medsales_core.engine.decision import Decision
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.process import Transition, TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName
from medsales_core.model import NOT_SUPPLIED, Deal, Facts, LossReason, Need
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Severity

T = TransitionKind
KINDS = {
    Advance: {T.FORWARD, T.SKIP},
    Return: {T.BACK},
    Win: {T.WIN},
    Lose: {T.LOSE},
    Complete: {T.COMPLETE},
    Retire: {T.RETIRE},
    Reopen: {T.REOPEN},
}
LIVE = {Status.OPEN, Status.ON_HOLD}
CLOSED = {Status.WON, Status.LOST, Status.COMPLETED, Status.RETIRED}
POSSIBLE = {
    Advance: {Status.OPEN},
    Win: {Status.OPEN},
    Complete: {Status.OPEN},
    Return: LIVE,
    Lose: LIVE,
    Retire: LIVE,
    Reopen: CLOSED,
}
ROLES = ["sales-rep", "sales-manager", "sales-director", "service-manager"]
REASONS = st.sampled_from(["", " ", "customer asked", "late"])
START = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


def machine(playbook: Playbook, good: Facts) -> type[RuleBasedStateMachine]:
    """The machine over *playbook*, whose requirements all hold on *good*."""
    stages = sorted(playbook.stages)
    requirements = sorted(playbook.requirements)
    pool = {
        "good": good,
        "none": Facts(),
        "poor": good.with_(deal=Deal(id="d", owner_id="u2")),
        "idle": good.with_(activities=()),
        **{f"no {root}": good.with_(**{root: NOT_SUPPLIED}) for root in ("account", "owner", "order", "tickets")},
    }
    # By name, so that a failing case can be read.
    facts_ = st.one_of(st.just("good"), st.sampled_from(sorted(pool)))
    actors = st.builds(
        Actor, st.sampled_from(["u1", "u2", "r1"]), st.lists(st.sampled_from(ROLES), max_size=2, unique=True)
    )
    targets = st.one_of(st.sampled_from(stages), st.just("needs-discvery"))

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.progress = Progress("s1")
            self.events: list[Event] = []
            self.now = START
            self.given: list[tuple[str, frozenset[str], dt.date]] = []

        @initialize(process=st.sampled_from(sorted(playbook.processes)), actor=actors)
        def opened(self, process: str, actor: Actor) -> None:
            assert self.ask(Open(process), good, actor).accepted

        def ask(self, command: Any, facts: Facts, actor: Actor) -> Decision:
            before = self.progress
            decision = playbook.decide(
                before, command, facts=facts, actor=actor, at=self.now, expected_version=before.version
            )
            assert len(decision.events) == 1
            event = decision.events[0]
            assert (event.version, event.subject, event.actor, event.at) == (
                before.version + 1, before.subject, actor.id, self.now
            )  # fmt: skip
            after = before.apply(decision.events)
            if not decision.accepted:
                self.check_refusal(before, decision, after)
            elif type(command) in KINDS:
                self.check_move(before, command, facts, actor)
            self.events.append(event)
            self.progress = after
            return decision

        def check_refusal(self, before: Progress, decision: Decision, after: Progress) -> None:
            assert decision.events[0].kind is EventKind.REFUSED
            assert after == before._replace(version=before.version + 1)
            assert decision.failures, "a refusal names what stands against it"
            told = {finding.requirement or finding.code for finding in decision.failures}
            kept = decision.events[0].data
            assert {*kept["objections"], *kept["requirements"]} <= told
            assert kept["objections"] or kept["requirements"]
            json.dumps([finding.as_dict() for finding in decision.findings])

        def check_move(self, before: Progress, command: Any, facts: Facts, actor: Actor) -> None:
            """An accepted move is declared, asked by whom it may, and nothing that stops it fails."""
            assert before.status in POSSIBLE[type(command)]
            way = self.way(before, command)
            reason = str(command.reason).strip()
            assert reason or not way.needs_reason
            assert not way.who or set(way.who) & actor.roles
            for requirement in self.binding(way, before.stage):
                outcome = playbook.plan.judgements[requirement.id].outcome(facts, self.now)
                if outcome.lets_pass or requirement.severity in (Severity.WARN, Severity.INFO):
                    continue
                if requirement.severity is Severity.JUSTIFY and reason:
                    continue
                assert any(
                    name == requirement.id and roles & set(requirement.waivable_by) and self.now.date() <= until
                    for name, roles, until in self.given
                ), f"{requirement.id} is {outcome} and let {command} pass"

        def way(self, before: Progress, command: Any) -> Transition:
            ways = [
                way
                for way in playbook.processes[before.process].transitions
                if way.kind in KINDS[type(command)]
                and before.stage in way.sources
                and way.target == getattr(command, "to", "")
            ]
            assert len(ways) == 1, f"{command} from {before.stage} is not declared"
            return ways[0]

        def binding(self, way: Transition, source: str) -> list[Any]:
            found: list[Any] = []
            if way.kind in (T.FORWARD, T.SKIP, T.WIN, T.COMPLETE):
                found += [*playbook.stages[source].exit, *playbook.stages[source].standing]
            if way.kind in (T.FORWARD, T.SKIP):
                found += playbook.stages[way.target].entry
            return found

        @rule(hours=st.sampled_from([0, 1, 40, 24 * 200]))
        def time_passes(self, hours: int) -> None:
            self.now = min(self.now + dt.timedelta(hours=hours), START.replace(year=2027))

        @rule(to=targets, reason=REASONS, facts=facts_, actor=actors)
        def advance(self, to: str, reason: str, facts: str, actor: Actor) -> None:
            self.ask(Advance(to, reason), pool[facts], actor)

        @rule(facts=facts_, actor=actors, data=st.data())
        def advance_where_a_way_leads(self, facts: str, actor: Actor, data: st.DataObject) -> None:
            ways = [w.target for w in self.ways() if w.kind in KINDS[Advance]]
            if ways:
                self.ask(Advance(data.draw(st.sampled_from(ways)), data.draw(REASONS)), pool[facts], actor)

        @rule(to=targets, reason=REASONS, actor=actors)
        def go_back(self, to: str, reason: str, actor: Actor) -> None:
            decision = self.ask(Return(to, reason), Facts(), actor)
            if decision.progress.status in LIVE and reason.strip():
                declared = [w for w in self.ways(decision.progress) if w.kind is T.BACK and w.target == to]
                assert decision.accepted is bool(declared), "no criterion stops going back"

        @rule(reason=st.sampled_from(LossReason), facts=facts_, actor=actors)
        def lose(self, reason: LossReason, facts: str, actor: Actor) -> None:
            decision = self.ask(Lose(reason), pool[facts], actor)
            if decision.progress.status in LIVE and decision.progress.process == "deal":
                assert decision.accepted, "no criterion stops losing"

        @rule(reason=REASONS, facts=facts_, actor=actors)
        def hold(self, reason: str, facts: str, actor: Actor) -> None:
            decision = self.ask(Hold(reason), pool[facts], actor)
            wanted = decision.progress.status is Status.OPEN and bool(reason.strip())
            assert decision.accepted is wanted, "no criterion stops holding"

        @rule(actor=actors)
        def resume(self, actor: Actor) -> None:
            assert self.ask(Resume(), Facts(), actor).accepted is (self.events[-1].kind is EventKind.RESUMED)

        @rule(command=st.sampled_from([Win, Complete, Retire]), reason=REASONS, facts=facts_, actor=actors)
        def close(self, command: Any, reason: str, facts: str, actor: Actor) -> None:
            self.ask(command(reason), pool[facts], actor)

        @rule(to=targets, reason=REASONS, actor=actors)
        def reopen(self, to: str, reason: str, actor: Actor) -> None:
            self.ask(Reopen(to, reason), Facts(), actor)

        @rule(
            name=st.sampled_from(requirements),
            reason=REASONS,
            days=st.integers(-2, 60),
            facts=facts_,
            actor=actors,
        )
        def waive(self, name: str, reason: str, days: int, facts: str, actor: Actor) -> None:
            until = self.now.date() + dt.timedelta(days=days)
            if self.ask(Waive(name, reason, until), pool[facts], actor).accepted:
                assert playbook.requirements[name].waivable_by
                assert actor.roles & set(playbook.requirements[name].waivable_by)
                assert reason.strip()
                assert days >= 0
                self.given.append((name, actor.roles, until))

        @precondition(lambda self: self.lacking())
        @rule(days=st.integers(0, 60), actor=actors, data=st.data())
        def waive_what_stops(self, days: int, actor: Actor, data: st.DataObject) -> None:
            name = data.draw(st.sampled_from(self.lacking()))
            self.waive(name=name, reason="late", days=days, facts="poor", actor=actor)

        @rule(
            command=st.sampled_from(
                [
                    Describe({}),
                    Describe({"name": "CT"}),
                    Describe({"name": 5}),
                    RecordEvidence("needs", Need(id="n")),
                    RecordEvidence("nedes", Need(id="n")),
                ]
            ),
            actor=actors,
        )
        def record(self, command: Any, actor: Actor) -> None:
            self.ask(command, Facts(), actor)

        @rule(to=targets, off=st.sampled_from([-1, 1, 7]), actor=actors)
        def ask_on_an_old_version(self, to: str, off: int, actor: Actor) -> None:
            before = self.progress
            decision = playbook.decide(
                before, Advance(to), facts=good, actor=actor, at=self.now, expected_version=before.version + off
            )
            assert not decision.accepted
            assert [finding.code for finding in decision.failures] == ["stale-version"]

        def ways(self, progress: Progress | None = None) -> list[Transition]:
            progress = progress or self.progress
            return [
                way for way in playbook.processes[progress.process].transitions if progress.stage in way.sources
            ]

        def lacking(self) -> list[str]:
            if self.progress.status is not Status.OPEN:
                return []
            openings = playbook.explain(self.progress, pool["poor"], at=self.now).openings
            return sorted({finding.requirement for opening in openings for finding in opening.lacking} - {""})

        @invariant()
        def replay_is_the_same_as_what_stands(self) -> None:
            assert Progress("s1").apply(self.events) == self.progress

        @invariant()
        def explaining_agrees_with_deciding(self) -> None:
            for facts in (good, pool["poor"]):
                explanation = playbook.explain(self.progress, facts, at=self.now)
                json.dumps(explanation.as_dict())
                for opening in explanation.openings:
                    self.check_opening(opening, facts)

        def check_opening(self, opening: Any, facts: Facts) -> None:
            way = opening.transition
            command = next(wish for wish, kinds in KINDS.items() if way.kind in kinds)
            asked = command(LossReason.PRICE) if command is Lose else command(*([way.target] if way.target else []))
            decision = playbook.decide(
                self.progress, asked, facts=facts, actor=Actor("x", way.who), at=self.now
            )
            if not opening.is_open:
                assert not decision.accepted
                lacks = {finding.requirement or finding.code for finding in opening.lacking}
                assert lacks <= {finding.requirement or finding.code for finding in decision.failures}
            elif not decision.accepted:
                asks_reason = way.needs_reason or any(
                    not finding.lets_pass and finding.severity is Severity.JUSTIFY for finding in opening.findings
                )
                assert asks_reason, f"{way.id} is told to be open, and is refused: {decision.failures}"

    return Machine


def test_no_order_of_wishes_gets_a_wrong_deal_through_the_reference(reference: Playbook, good_facts: Facts) -> None:
    run_state_machine_as_test(
        machine(reference, good_facts),
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


def test_good_facts_take_a_deal_to_its_contract_and_beyond(reference: Playbook, good_facts: Facts) -> None:
    for process in reference.processes.values():
        progress = Progress("s1")
        ways = {way.sources[0]: way.target for way in process.transitions if way.kind is T.FORWARD}
        commands: list[Any] = [Open(process.id)]
        stage = process.start
        while stage in ways:
            stage = ways[stage]
            commands.append(Advance(stage))
        commands.append({"deal": Win(), "order": Complete(), "asset": Retire("scrapped")}[process.moves])
        for command in commands:
            decision = reference.decide(progress, command, facts=good_facts, actor=Actor("u"), at=START)
            assert decision.accepted, [str(finding.message) for finding in decision.failures]
            progress = progress.apply(decision.events)
        assert progress.status in CLOSED


def test_a_subject_of_an_unknown_process_is_never_decided(reference: Playbook, good_facts: Facts) -> None:
    stray = Progress("s1", "dael", "market-analysis-targeting", Status.OPEN, 1)
    for command in (Advance("customer-development-contact"), Advance("x"), Describe({"name": "x"})):
        try:
            reference.decide(stray, command, facts=good_facts, actor=Actor("u"), at=START)
        except UnknownName as problem:
            assert "did you mean 'deal'" in str(problem)
        else:
            raise AssertionError(f"{command} was decided")
