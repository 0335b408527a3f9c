"""A dry run says of every way what deciding would say, the nearest way first."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from medsales_core.engine.explain import Opening
from medsales_core.engine.finding import Finding
from medsales_core.engine.judged import Judged
from medsales_core.engine.plan import Criterion
from medsales_core.engine.process import CriterionKind, Transition, TransitionKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.engine.waiver import Waiver
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.reason import Reason
from medsales_core.rules.requirement import Outcome, Severity
from medsales_core.text import text

AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
HERE = Progress("d1", "deal", "a", Status.OPEN, 3, AT)
BOTH = 'label = { en = "x", zh-Hans = "试" }'
NOT_SAID = f'{BOTH}\nsource = "S"\nrequire = {{ "deal.name" = "filled" }}'
WAYS = f"""
schema = 1
id = "t"
version = "1"
title = {{ en = "T", zh-Hans = "试" }}
role.boss.label = {{ en = "Boss", zh-Hans = "主管" }}
process.deal = {{ moves = "deal", start = "a", {BOTH} }}
[stage.a]
{BOTH}
process = "deal"
position = 1
[stage.b]
{BOTH}
process = "deal"
position = 2
[stage.c]
{BOTH}
process = "deal"
position = 3
[stage.b.entry.into-b]
{NOT_SAID}
[stage.a.standing.always]
{NOT_SAID}
severity = "warn"
[stage.a.exit.leaving]
{NOT_SAID}
severity = "info"
[transition.lose]
from = ["a", "b", "c"]
kind = "lose"
reason = "required"
[transition.ab]
from = "a"
to = "b"
kind = "forward"
[transition.ac]
from = "a"
to = "c"
kind = "skip"
[transition.af]
from = ["b", "c"]
to = "a"
kind = "back"
[transition.win]
from = ["a", "b", "c"]
kind = "win"
who = ["boss"]
"""


@pytest.fixture
def ways(load: Callable[..., Playbook]) -> Playbook:
    return load(WAYS)


BARE = Facts(deal=Deal(id="d1"))


def test_the_ways_onward_come_first_and_of_those_the_nearest(ways: Playbook) -> None:
    told = ways.explain(HERE, BARE, at=AT).openings
    assert [(o.transition.id, o.is_open) for o in told] == [
        ("win", True), ("ab", False), ("ac", True), ("lose", True)
    ]  # fmt: skip
    named = Facts(deal=Deal(id="d1", name="CT"))
    told = ways.explain(HERE, named, at=AT).openings
    assert [o.transition.id for o in told][:2] == ["ab", "win"]


def test_a_subject_of_unknown_date_may_go_on_at_any_time(ways: Playbook) -> None:
    told = ways.explain(HERE._replace(since=None), BARE, at=AT).openings
    assert {f.code for opening in told for f in opening.findings} == {"requirement.fail"}


def test_what_is_on_hold_may_only_be_lost(ways: Playbook) -> None:
    told = ways.explain(HERE._replace(status=Status.ON_HOLD), BARE, at=AT).openings
    assert [opening.transition.id for opening in told if opening.is_open] == ["lose"]
    assert {o.findings[0].code for o in told if not o.is_open} == {"wrong-status"}


def test_an_explanation_says_everything_as_json(ways: Playbook) -> None:
    told = ways.explain(HERE, BARE, at=AT)
    written = told.as_dict()
    openings, standing = written.pop("openings"), written.pop("standing")
    assert written == {"subject": "d1", "process": "deal", "stage": "a", "status": "open", "version": 3}
    assert standing == [finding.as_dict() for finding in told.standing]
    assert [finding["requirement"] for finding in standing] == ["always"]
    assert openings == [opening.as_dict() for opening in told.openings]
    assert openings[0] == {
        "transition": "win",
        "kind": "win",
        "to": "",
        "open": True,
        "wants_reason": False,
        "who": ["boss"],
        "findings": [finding.as_dict() for finding in told.openings[0].findings],
    }
    assert {f["requirement"] for f in openings[0]["findings"]} == {"leaving", "always"}
    assert [(o["to"], o["wants_reason"]) for o in openings[1:]] == [("b", False), ("c", False), ("", True)]


def finding(severity: Severity, outcome: Outcome, **more: Any) -> Finding:
    return Finding(
        code="x", severity=severity, outcome=outcome, message=text("m", "讯"), remedy=text("r", "救"), **more
    )


@pytest.mark.parametrize(
    ("needs_reason", "findings", "wanted"),
    [
        (False, (), False),
        (True, (), True),
        (False, ((Severity.JUSTIFY, Outcome.PASS),), False),
        (False, ((Severity.BLOCK, Outcome.FAIL),), False),
        (False, ((Severity.BLOCK, Outcome.PASS), (Severity.JUSTIFY, Outcome.FAIL)), True),
        (False, ((Severity.JUSTIFY, Outcome.WAIVED),), False),
        (True, ((Severity.WARN, Outcome.FAIL),), True),
    ],
)
def test_a_reason_is_wanted_by_the_transition_or_by_what_may_be_justified(
    findings: tuple[tuple[Severity, Outcome], ...], *, needs_reason: bool, wanted: bool
) -> None:
    way = Transition(
        id="t",
        process="p",
        sources=("a",),
        target="b",
        kind=TransitionKind.FORWARD,
        needs_reason=needs_reason,
    )
    opening = Opening(transition=way, against=(), judged=tuple(_judged(*each) for each in findings))
    assert opening.wants_reason is wanted


def _judged(severity: Severity, outcome: Outcome) -> Judged:
    requirement: Any = SimpleNamespace(severity=severity)
    judgement: Any = SimpleNamespace(requirement=requirement)
    return Judged(Criterion(judgement, CriterionKind.EXIT, "a"), outcome, Facts(), AT)


def test_a_finding_says_everything_as_json() -> None:
    reason = Reason(
        path="deal.name", operator="filled", expected="filled", actual=None, message=text("w", "要")
    )
    waiver = Waiver(
        requirement="r1", by="u1", reason="x", given_at=AT, expires_on=AT.date(), scope="on", version="1f"
    )
    full = finding(
        Severity.JUSTIFY, Outcome.WAIVED, requirement="r1", version="1f", source="S1", stage="a", criterion=CriterionKind.EXIT,
        reasons=(reason,), waiver=waiver,
    )  # fmt: skip
    assert full.as_dict() == {
        "code": "x",
        "requirement": "r1",
        "version": "1f",
        "outcome": "waived",
        "severity": "justify",
        "message": {"en": "m", "zh-Hans": "讯"},
        "remedy": {"en": "r", "zh-Hans": "救"},
        "source": "S1",
        "stage": "a",
        "criterion": "exit",
        "reasons": [reason.as_dict()],
        "waived_by": "u1",
        "waived_for": "x",
        "waived_scope": "on",
        "waived_until": "2026-06-30",
    }
    bare = finding(Severity.BLOCK, Outcome.FAIL).as_dict()
    waived = [bare[f"waived_{part}"] for part in ("by", "for", "scope", "until")]
    assert [bare["criterion"], *waived] == [None] * 5
    assert (bare["requirement"], bare["source"], bare["stage"], bare["reasons"]) == ("", "", "", [])


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.NOT_APPLICABLE])
def test_what_holds_or_does_not_apply_gives_no_reasons(
    small: Callable[..., Playbook], outcome: Outcome
) -> None:
    unless = 'effective_from = 2027-01-01\nrequire = { "deal.name" = "filled" }'
    playbook = small(('require = { "deal.name" = "filled" }', unless))
    at = AT if outcome is Outcome.NOT_APPLICABLE else AT.replace(year=2027)
    facts = Facts(deal=Deal(id="d1", name="CT" if outcome is Outcome.PASS else None))
    progress = Progress("d1", "deal", "first", Status.OPEN, 1)
    (told,) = (
        f
        for o in playbook.explain(progress, facts, at=at).openings
        for f in o.findings
        if f.requirement == "named"
    )
    assert (told.outcome, told.reasons) == (outcome, ())
