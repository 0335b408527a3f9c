"""Found by a walk: a way that the clock shuts is not told to be open."""

import datetime as dt

from medsales_core.engine.command import Actor, Advance, Open
from medsales_core.engine.progress import Progress
from medsales_core.model import Facts
from medsales_core.playbook import Playbook

NOW = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)


def test_before_the_stage_was_entered_no_way_is_told_to_be_open(
    reference: Playbook, good_facts: Facts
) -> None:
    actor, early = Actor("u1"), NOW - dt.timedelta(seconds=1)
    opened = reference.decide(Progress("s1"), Open("deal"), facts=good_facts, actor=actor, at=NOW)
    progress = opened.progress.apply(opened.events)
    explained = reference.explain(progress, good_facts, at=early).openings
    assert [opening.transition.id for opening in explained if opening.is_open] == []
    assert {opening.findings[0].code for opening in explained} == {"time-goes-back"}
    advance = Advance("customer-development-contact")
    assert not reference.decide(progress, advance, facts=good_facts, actor=actor, at=early).accepted
    assert any(opening.is_open for opening in reference.explain(progress, good_facts, at=NOW).openings)
