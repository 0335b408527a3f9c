"""The company's own playbook enables the plugin, is sound, and counts work days as the company does."""

import datetime as dt
from pathlib import Path

from medsales_core import check_playbook, load_playbook
from medsales_core.plugins import Registry

PLAYBOOK = Path(__file__).parents[1] / "playbook.toml"


def test_it_has_no_defect() -> None:
    playbook, found = check_playbook(PLAYBOOK, registry=Registry.discover())
    assert [str(diagnostic) for diagnostic in found] == []
    assert playbook is not None
    assert "northern-visit" in playbook.stages


def test_work_days_are_counted_as_the_company_works() -> None:
    playbook = load_playbook(PLAYBOOK, registry=Registry.discover())
    calendar = playbook.plan.context.calendar
    assert calendar.add_workdays(dt.date(2026, 9, 30), 1) == dt.date(2026, 10, 5)
