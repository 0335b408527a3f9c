"""Auditing: what has already happened is told, whatever happened."""

import datetime as dt
import json
from typing import Any

import pytest

from medsales_core.engine.event import Event, EventKind
from medsales_core.model import Deal, Facts
from medsales_core.playbook import Playbook

K = EventKind
AT = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
FIRST, SECOND, THIRD = "market-analysis-targeting", "customer-development-contact", "needs-discovery"
LAST = "negotiation-contract"


def history(*told: tuple[EventKind, dict[str, Any]], days: list[int | None] | None = None) -> list[Event]:
    days = days or list(range(len(told)))
    return [
        Event(kind, "d1", number + 1, None if day is None else AT + dt.timedelta(days=day), "crm", "h", data)
        for number, ((kind, data), day) in enumerate(zip(told, days, strict=True))
    ]


def opened(stage: str = FIRST) -> tuple[EventKind, dict[str, Any]]:
    return K.OPENED, {"process": "deal", "to": stage}


def codes(playbook: Playbook, events: list[Event], facts: Any) -> list[tuple[int, set[str]]]:
    entries = playbook.audit(events, facts, at=AT)
    json.dumps([entry.as_dict() for entry in entries])
    return [(entry.event.version, {f.requirement or f.code for f in entry.findings}) for entry in entries]


def test_a_history_by_the_book_has_nothing_to_tell(reference: Playbook, good_facts: Facts) -> None:
    events = history(opened(), (K.MOVED, {"to": SECOND}), (K.RETURNED, {"to": FIRST, "reason": "new data"}))
    assert codes(reference, events, good_facts) == []


def test_a_declared_step_is_judged_on_what_was_known_then(reference: Playbook, good_facts: Facts) -> None:
    events = history(opened(), (K.MOVED, {"to": SECOND}), (K.MOVED, {"to": THIRD}))
    told = codes(reference, events, lambda event: Facts() if event.version == 2 else good_facts)
    assert [version for version, _ in told] == [2]
    assert told[0][1] == {criterion.id for criterion in reference.stages[FIRST].exit}


def test_a_jump_is_told_with_what_it_went_past(reference: Playbook) -> None:
    told = dict(codes(reference, history(opened(), (K.MOVED, {"to": LAST})), Facts()))
    wanted = {r.id for r in (*reference.stages[FIRST].exit, *reference.stages[LAST].entry)}
    assert told[2] == {"undeclared-move", *wanted}


def test_a_win_from_anywhere_is_told_with_all_that_a_win_asks(reference: Playbook) -> None:
    told = dict(codes(reference, history(opened(), (K.WON, {"to": ""})), Facts()))
    assert told[2] == {"undeclared-move", *(r.id for r in reference.stages[LAST].exit)}


def test_a_step_back_is_never_held_against_the_criteria(reference: Playbook) -> None:
    back = (K.MOVED, {"to": FIRST, "reason": "lost contact"})
    assert codes(reference, history(opened(), (K.MOVED, {"to": SECOND}), back), Facts())[1:] == []
    silent = history(opened(THIRD), (K.MOVED, {"to": SECOND}))
    assert codes(reference, silent, Facts()) == [(1, {"entered-midway"}), (2, {"no-reason"})]


def test_a_step_to_a_stage_that_is_not_there_is_told(reference: Playbook) -> None:
    assert codes(reference, history(opened(), (K.MOVED, {"to": "Closed Won"})), Facts()) == [
        (2, {"undeclared-move"})
    ]


def test_an_undated_step_is_told_and_judged_on_the_day_of_the_audit(
    reference: Playbook, good_facts: Facts
) -> None:
    events = history(opened(), (K.MOVED, {"to": SECOND}), days=[0, None])
    assert codes(reference, events, good_facts) == [(2, {"undated"})]


def test_time_that_goes_back_is_told(reference: Playbook, good_facts: Facts) -> None:
    events = history(opened(), (K.MOVED, {"to": SECOND}), days=[0, -1])
    assert codes(reference, events, good_facts) == [(2, {"time-goes-back"})]


@pytest.mark.parametrize("closing", [(K.LOST, {"to": "", "reason": "price"}), (K.HELD, {"reason": "x"})])
def test_a_step_on_from_what_was_closed_or_on_hold_is_told(
    reference: Playbook, good_facts: Facts, closing: tuple[EventKind, dict[str, Any]]
) -> None:
    events = history(opened(), closing, (K.MOVED, {"to": SECOND}))
    assert codes(reference, events, good_facts) == [(3, {"wrong-status"})]


def test_a_waiver_counts_for_what_came_after_it_and_not_before(
    reference: Playbook, good_facts: Facts
) -> None:
    lacking = good_facts.with_(segment=None)
    name = "mkt-policy-environment-studied"
    waiver = (K.WAIVED, {"requirement": name, "reason": "pilot", "expires_on": "2027-01-01"})
    step = (K.MOVED, {"to": SECOND})
    after = dict(codes(reference, history(opened(), waiver, step), lacking))
    before = dict(codes(reference, history(opened(), step, waiver), lacking))
    assert name in before[2]
    entries = reference.audit(history(opened(), waiver, step), lacking, at=AT)
    outcome = {finding.requirement: str(finding.outcome) for finding in entries[-1].findings}
    assert outcome[name] == "waived"
    assert after


def test_an_event_that_says_back_and_leads_on_is_judged_as_a_step_on(
    reference: Playbook, good_facts: Facts
) -> None:
    """An import cannot always tell one from the other."""
    events = history(opened(), (K.RETURNED, {"to": SECOND}))
    assert codes(reference, events, good_facts) == []
    told = dict(codes(reference, events, Facts()))
    assert told[2] == {criterion.id for criterion in reference.stages[FIRST].exit}


def test_what_does_not_apply_is_not_told(small: Any) -> None:
    later = 'effective_from = 2027-01-01\nrequire = { "deal.name" = "filled" }'
    playbook = small(('require = { "deal.name" = "filled" }', later))
    events = history((K.OPENED, {"process": "deal", "to": "first"}), (K.MOVED, {"to": "second"}))
    told = dict(codes(playbook, events, Facts(deal=Deal(id="d1"))))
    assert told[2] == {"cheap", "recent"}
