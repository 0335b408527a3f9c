"""Anything may be asked of the engine in any order; what must always hold is checked after every wish."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

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
from medsales_core.model import NOT_SUPPLIED, Account, Deal, Facts, LossReason, Need
from medsales_core.money import Money
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


def among(names: Callable[["Machine"], Iterable[str]]) -> st.SearchStrategy[str]:
    """One of the *names* that the machine's own playbook or facts have."""
    return st.runner().flatmap(lambda self: st.sampled_from(sorted(names(self))))


#: By name, so that a failing case can be read.
FACTS = st.one_of(st.just("good"), among(lambda self: self.pool))
ACTORS = st.builds(
    Actor, st.sampled_from(["u1", "u2", "r1"]), st.lists(st.sampled_from(ROLES), max_size=2, unique=True)
)
TARGETS = st.one_of(among(lambda self: self.playbook.stages), st.just("needs-discvery"))


class Machine(RuleBasedStateMachine):
    """One subject, asked for anything by anybody; made for one playbook by `machine`."""

    playbook: ClassVar[Playbook]
    pool: ClassVar[Mapping[str, Facts]]

    def __init__(self) -> None:
        super().__init__()
        self.progress = Progress("s1")
        self.events: list[Event] = []
        self.now = START
        self.given: list[tuple[str, frozenset[str], dt.date]] = []

    @initialize(process=among(lambda self: self.playbook.processes), actor=ACTORS)
    def opened(self, process: str, actor: Actor) -> None:
        assert self.ask(Open(process), self.pool["good"], actor).accepted

    def ask(self, command: Any, facts: Facts, actor: Actor) -> Decision:
        before = self.progress
        decision = self.playbook.decide(
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
            outcome = self.playbook.plan.judgements[requirement.id].outcome(facts, self.now)
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
            for way in self.playbook.processes[before.process].transitions
            if way.kind in KINDS[type(command)]
            and before.stage in way.sources
            and way.target == getattr(command, "to", "")
        ]
        assert len(ways) == 1, f"{command} from {before.stage} is not declared"
        return ways[0]

    def binding(self, way: Transition, source: str) -> list[Any]:
        found: list[Any] = []
        if way.kind in (T.FORWARD, T.SKIP, T.WIN, T.COMPLETE):
            found += [*self.playbook.stages[source].exit, *self.playbook.stages[source].standing]
        if way.kind in (T.FORWARD, T.SKIP):
            found += self.playbook.stages[way.target].entry
        return found

    @rule(hours=st.sampled_from([0, 1, 40, 24 * 200]))
    def time_passes(self, hours: int) -> None:
        self.now = min(self.now + dt.timedelta(hours=hours), START.replace(year=2027))

    @rule(to=TARGETS, reason=REASONS, facts=FACTS, actor=ACTORS)
    def advance(self, to: str, reason: str, facts: str, actor: Actor) -> None:
        self.ask(Advance(to, reason), self.pool[facts], actor)

    @rule(facts=FACTS, actor=ACTORS, data=st.data())
    def advance_where_a_way_leads(self, facts: str, actor: Actor, data: st.DataObject) -> None:
        ways = [w.target for w in self.ways() if w.kind in KINDS[Advance]]
        if ways:
            self.ask(Advance(data.draw(st.sampled_from(ways)), data.draw(REASONS)), self.pool[facts], actor)

    @rule(to=TARGETS, reason=REASONS, actor=ACTORS)
    def go_back(self, to: str, reason: str, actor: Actor) -> None:
        decision = self.ask(Return(to, reason), Facts(), actor)
        if decision.progress.status in LIVE and reason.strip():
            declared = [w for w in self.ways(decision.progress) if w.kind is T.BACK and w.target == to]
            assert decision.accepted is bool(declared), "no criterion stops going back"

    @rule(reason=st.sampled_from(LossReason), facts=FACTS, actor=ACTORS)
    def lose(self, reason: LossReason, facts: str, actor: Actor) -> None:
        decision = self.ask(Lose(reason), self.pool[facts], actor)
        if decision.progress.status in LIVE and decision.progress.process == "deal":
            assert decision.accepted, "no criterion stops losing"

    @rule(reason=REASONS, facts=FACTS, actor=ACTORS)
    def hold(self, reason: str, facts: str, actor: Actor) -> None:
        decision = self.ask(Hold(reason), self.pool[facts], actor)
        wanted = decision.progress.status is Status.OPEN and bool(reason.strip())
        assert decision.accepted is wanted, "no criterion stops holding"

    @rule(actor=ACTORS)
    def resume(self, actor: Actor) -> None:
        assert self.ask(Resume(), Facts(), actor).accepted is (self.events[-1].kind is EventKind.RESUMED)

    @rule(command=st.sampled_from([Win, Complete, Retire]), reason=REASONS, facts=FACTS, actor=ACTORS)
    def close(self, command: Any, reason: str, facts: str, actor: Actor) -> None:
        self.ask(command(reason), self.pool[facts], actor)

    @rule(to=TARGETS, reason=REASONS, actor=ACTORS)
    def reopen(self, to: str, reason: str, actor: Actor) -> None:
        self.ask(Reopen(to, reason), Facts(), actor)

    @rule(
        name=among(lambda self: self.playbook.requirements),
        reason=REASONS,
        days=st.integers(-2, 60),
        facts=FACTS,
        actor=ACTORS,
    )
    def waive(self, name: str, reason: str, days: int, facts: str, actor: Actor) -> None:
        until = self.now.date() + dt.timedelta(days=days)
        if self.ask(Waive(name, reason, until), self.pool[facts], actor).accepted:
            assert self.playbook.requirements[name].waivable_by
            assert actor.roles & set(self.playbook.requirements[name].waivable_by)
            assert reason.strip()
            assert days >= 0
            self.given.append((name, actor.roles, until))

    @precondition(lambda self: self.lacking())
    @rule(days=st.integers(0, 60), actor=ACTORS, data=st.data())
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
        actor=ACTORS,
    )
    def record(self, command: Any, actor: Actor) -> None:
        self.ask(command, Facts(), actor)

    @rule(to=TARGETS, off=st.sampled_from([-1, 1, 7]), actor=ACTORS)
    def ask_on_an_old_version(self, to: str, off: int, actor: Actor) -> None:
        before = self.progress
        decision = self.playbook.decide(
            before,
            Advance(to),
            facts=self.pool["good"],
            actor=actor,
            at=self.now,
            expected_version=before.version + off,
        )
        assert not decision.accepted
        assert [finding.code for finding in decision.failures] == ["stale-version"]

    def ways(self, progress: Progress | None = None) -> list[Transition]:
        progress = progress or self.progress
        return [
            way
            for way in self.playbook.processes[progress.process].transitions
            if progress.stage in way.sources
        ]

    def lacking(self) -> list[str]:
        if self.progress.status is not Status.OPEN:
            return []
        openings = self.playbook.explain(self.progress, self.pool["poor"], at=self.now).openings
        return sorted({finding.requirement for opening in openings for finding in opening.lacking} - {""})

    @invariant()
    def replay_is_the_same_as_what_stands(self) -> None:
        assert Progress("s1").apply(self.events) == self.progress

    @invariant()
    def explaining_agrees_with_deciding(self) -> None:
        for facts in (self.pool["good"], self.pool["poor"]):
            explanation = self.playbook.explain(self.progress, facts, at=self.now)
            json.dumps(explanation.as_dict())
            for opening in explanation.openings:
                self.check_opening(opening, facts)

    def check_opening(self, opening: Any, facts: Facts) -> None:
        way = opening.transition
        command = next(wish for wish, kinds in KINDS.items() if way.kind in kinds)
        asked = (
            command(LossReason.PRICE) if command is Lose else command(*([way.target] if way.target else []))
        )
        decision = self.playbook.decide(
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


def prove(playbook: Playbook, pool: Mapping[str, Facts], examples: int) -> None:
    """Run the machine over *playbook*; all of it holds on the facts called ``good``, little on ``poor``."""
    run_state_machine_as_test(
        type("Machine", (Machine,), {"playbook": playbook, "pool": pool}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


def test_no_order_of_wishes_gets_a_wrong_deal_through_the_reference(
    reference: Playbook, good_facts: Facts
) -> None:
    without = {
        f"no {root}": good_facts.with_(**{root: NOT_SUPPLIED})
        for root in ("account", "owner", "order", "tickets")
    }
    poor = good_facts.with_(deal=Deal(id="s1", owner_id="u2"))
    prove(
        reference,
        {
            "good": good_facts,
            "none": Facts(),
            "poor": poor,
            "idle": good_facts.with_(activities=()),
            **without,
        },
        examples=20,
    )


class Amounts:
    """A check that is broken where there is no deal, and does not know where there is no amount."""

    id = "t.amount"
    reads = ("deal.amount",)
    parameters: Mapping[str, type] = MappingProxyType({})

    def holds(self, facts: Any, at: dt.datetime, /) -> Any:
        return None if facts.deal.amount is None else facts.deal.amount.amount > 0

    def reasons(self, facts: Any, at: dt.datetime, /) -> tuple[()]:
        return ()


def small_playbook() -> str:
    """Three stages in a row, each with a requirement of every severity, and a skip for the boss alone."""
    both = "label = { en = 'x', zh-Hans = '试' }\n"
    roles = "".join(f"[role.{role}]\n{both}" for role in ROLES)
    toml = f"schema = 1\nid = 't'\nversion = '1'\ntitle = {{ en = 'T', zh-Hans = '试' }}\n{roles}"
    toml += f"[process.deal]\nmoves = 'deal'\nstart = 's0'\n{both}"
    tests = {
        "block": "{ 'deal.name' = 'filled' }",
        "justify": "{ 'deal.needs' = { some = { priority = { equals = 1 } } } }",
        "warn": "{ 'account.name' = 'filled' }",
        "info": "{ 'deal.amount' = { above = 0 } }",
    }
    for number in range(3):
        toml += f"[stage.s{number}]\nprocess = 'deal'\nposition = {number}\n{both}"
        for severity, test in tests.items():
            for kind in ("entry", "exit", "standing"):
                toml += (
                    f"[stage.s{number}.{kind}.{severity}-{kind}-{number}]\n{both}source = 'S'\n"
                    f"severity = '{severity}'\nwaivable_by = ['sales-manager']\nrequire = {test}\n"
                )
    toml += f"[stage.s1.exit.checked]\n{both}source = 'S'\nrequire = {{ check = 't.amount' }}\n"
    return (
        toml
        + """
[transition.on-1]
from = "s0"
to = "s1"
kind = "forward"
[transition.on-2]
from = "s1"
to = "s2"
kind = "forward"
[transition.skip]
from = "s0"
to = "s2"
kind = "skip"
reason = "required"
who = ["sales-director"]
[transition.back]
from = ["s1", "s2"]
to = "s0"
kind = "back"
reason = "required"
[transition.win]
from = "s2"
kind = "win"
[transition.lose]
from = ["s0", "s1", "s2"]
kind = "lose"
reason = "required"
[transition.reopen]
from = ["s0", "s1", "s2"]
to = "s0"
kind = "reopen"
reason = "required"
"""
    )


def test_no_order_of_wishes_gets_a_wrong_deal_through_gates_of_every_severity(
    load: Callable[..., Playbook],
) -> None:
    deal = Deal(id="s1", name="CT", owner_id="u2", amount=Money(5, "CNY"), needs=(Need(id="n", priority=1),))
    account = Account(id="a", name="First Hospital")
    prove(
        load(small_playbook(), checks=[Amounts()]),
        {
            "good": Facts(deal=deal, account=account),
            "poor": Facts(deal=Deal(id="s1", owner_id="u2"), account=account),
            "none": Facts(),
            "blank": Facts(deal=Deal(id="s1", name=" ", owner_id="u2", amount=Money(5, "CNY"))),
            "no account": Facts(deal=deal),
        },
        examples=20,
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


@pytest.mark.parametrize(
    "command", [Advance("customer-development-contact"), Advance("x"), Describe({"name": "x"})]
)
def test_a_subject_of_an_unknown_process_is_never_decided(
    reference: Playbook, good_facts: Facts, command: Any
) -> None:
    stray = Progress("s1", "dael", "market-analysis-targeting", Status.OPEN, 1)
    with pytest.raises(UnknownName, match="did you mean 'deal'"):
        reference.decide(stray, command, facts=good_facts, actor=Actor("u"), at=START)
