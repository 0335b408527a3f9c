"""What tests of the standards share: a judge of single requirements."""

import datetime as dt
from collections.abc import Callable

import pytest

from medsales_core.model import Facts
from medsales_core.playbook import Playbook
from medsales_core.rules.requirement import Outcome

AT = dt.datetime(2026, 6, 30, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def judged(every_standard: Playbook) -> Callable[[str, Facts], Outcome]:
    """How a requirement comes out on facts, on 2026-06-30."""
    return lambda requirement, facts: every_standard.plan.judgements[requirement].outcome(facts, AT)
