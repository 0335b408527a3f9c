"""What happens after the import looks like a sales force at work."""

from collections import Counter

import pytest

from medsales_core.demo import DemoResult
from medsales_core.demo.company import TEAMS, team_of
from medsales_core.demo.office import ACCOUNT_LEVEL
from medsales_core.desk import Desk
from medsales_core.desk.gathering import gather_facts
from medsales_core.desk.view import View
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.finding import Finding
from medsales_core.engine.progress import Progress, Status
from medsales_core.rules.requirement import Outcome

ROOTS = ("deal", "order", "asset")


@pytest.fixture(scope="module")
def view(told: DemoResult, desk: Desk) -> View:
    """Everything that is on record."""
    assert told.deals
    view = View(desk.store)
    view.read_all()
    return view


@pytest.fixture(scope="module")
def happened(view: View) -> list[Event]:
    """All that ever happened to deals, orders and devices."""
    return [
        event for root in ROOTS for subject in view.subjects(root) for event in view.events(root, subject)
    ]


def of(kind: EventKind, happened: list[Event]) -> list[Event]:
    return [event for event in happened if event.kind is kind]


@pytest.fixture(scope="module")
def findings(told: DemoResult, desk: Desk, view: View, happened: list[Event]) -> dict[Outcome, set[str]]:
    """The requirements that each outcome was seen of: where subjects stand now, and in what was refused."""
    seen: dict[Outcome, set[str]] = {outcome: set() for outcome in Outcome}
    playbook, at = desk.playbook, told.as_of_moment
    for root in ROOTS:
        for subject in view.subjects(root):
            progress = Progress(subject).apply(view.events(root, subject))
            explanation = playbook.explain(progress, gather_facts(playbook, view, root, subject), at=at)
            found: list[Finding] = [*explanation.standing]
            found += [finding for opening in explanation.openings for finding in opening.findings]
            for finding in found:
                seen[finding.outcome].add(finding.requirement)
    for event in of(EventKind.REFUSED, happened):
        for requirement, outcome in event.data["requirements"].items():
            seen[Outcome(outcome)].add(requirement)
    return seen


def test_every_kind_of_event_happens_that_can_under_one_playbook(happened: list[Event]) -> None:
    assert {event.kind for event in happened} == set(EventKind) - {EventKind.MIGRATED}


def test_an_open_deal_stands_in_every_stage(desk: Desk, view: View) -> None:
    standing = [Progress(subject).apply(view.events("deal", subject)) for subject in view.subjects("deal")]
    stages = {stage.id for stage in desk.playbook.processes["deal"].stages}
    assert {progress.stage for progress in standing if progress.status is Status.OPEN} == stages


def test_orders_and_devices_run_the_last_two_stages(view: View) -> None:
    for root, done in (("order", Status.COMPLETED), ("asset", Status.RETIRED)):
        stories = [(subject, view.events(root, subject)) for subject in view.subjects(root)]
        statuses = Counter(Progress(subject).apply(events).status for subject, events in stories)
        assert statuses[done] > 0
        assert statuses[Status.OPEN] > 0


def test_every_stage_requirement_holds_somewhere(desk: Desk, findings: dict[Outcome, set[str]]) -> None:
    asked = {one.id for stage in desk.playbook.stages.values() for _, one in stage.criteria()}
    assert asked - findings[Outcome.PASS] == set()


def test_every_stage_requirement_fails_somewhere(desk: Desk, findings: dict[Outcome, set[str]]) -> None:
    asked = {one.id for stage in desk.playbook.stages.values() for _, one in stage.criteria()}
    assert asked - findings[Outcome.FAIL] == set()


def test_nothing_goes_wrong_while_a_requirement_is_judged(findings: dict[Outcome, set[str]]) -> None:
    assert findings[Outcome.ERROR] == set()


def test_people_are_also_refused_for_what_the_engine_itself_objects_to(happened: list[Event]) -> None:
    codes = {code for event in of(EventKind.REFUSED, happened) for code in event.data["objections"]}
    assert codes == {"wrong-status", "role-not-allowed", "reason-required", "no-such-move"}


def test_more_moves_are_granted_than_refused_and_both_are_many(told: DemoResult) -> None:
    counts = told.events
    assert counts["moved"] + counts["won"] > 150
    assert 100 < counts["refused"] < 2 * (counts["moved"] + counts["won"])


def test_every_waiver_is_a_managers_and_runs_out(happened: list[Event]) -> None:
    given = of(EventKind.WAIVED, happened)
    assert {event.actor for event in given} <= {team.manager for team in TEAMS}
    assert all(event.data["reason"] and event.data["expires_on"] for event in given)


def test_a_habit_shows_in_the_refusals_of_its_team(happened: list[Event]) -> None:
    missed: Counter[str] = Counter()
    for event in of(EventKind.REFUSED, happened):
        if "sol-presented-to-decision-makers" in event.data["requirements"]:
            missed[team_of(event.actor).id] += 1
    assert missed.most_common(1)[0][0] == "T-EAST"


def test_nothing_happens_at_the_weekend_or_after_the_last_day(
    told: DemoResult, happened: list[Event]
) -> None:
    worked = of(EventKind.RECORDED, happened)
    assert {event.at.weekday() for event in worked if event.at} <= set(range(5))
    assert all(event.at <= told.as_of_moment for event in worked if event.at)


def test_what_is_forgotten_is_called_as_the_playbook_calls_it(desk: Desk) -> None:
    forgotten = ACCOUNT_LEVEL.union(*(team.habits for team in TEAMS))
    assert forgotten - set(desk.playbook.requirements) == set()
