"""What a manager should look at first: the gravest findings, and the team in which each is mostly found."""

from collections import Counter
from typing import Final

import attrs

from medsales_core.builtin.reports import TopFinding, top_findings
from medsales_core.demo.company import PEOPLE, TEAMS
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.text import LangText, text

__all__ = ["Look", "look_first"]

_MOSTLY: Final = text(
    "{sentence}. Most often in the team {team}: {deals} deals.", "{sentence}。多见于“{team}”团队：{deals}个。"
)


@attrs.frozen(kw_only=True)
class Look:
    """One finding that a manager should look at.

    Args:
        finding: The finding, with how many deals it is in and what mends it.

        team: The team that owns most of those deals.

        deals: How many of them it owns.

        sentence: All of it for a person.
    """

    finding: TopFinding
    team: LangText
    deals: int
    sentence: LangText


def look_first(portfolio: Portfolio, count: int = 3) -> tuple[Look, ...]:
    """The *count* findings of *portfolio* to look at first."""
    return tuple(_look(portfolio, finding) for finding in top_findings(portfolio, count))


def _look(portfolio: Portfolio, finding: TopFinding) -> Look:
    homes = {person.id: person.team for person in PEOPLE}
    owners = (case.deal.owner_id or "" for case in portfolio.members if _shows(case, finding.code))
    teams = Counter(homes[owner] for owner in owners if owner in homes)
    # The name breaks a tie, so that the same portfolio always tells the same.
    name, deals = min(teams.items(), key=lambda item: (-item[1], item[0]), default=(TEAMS[0].id, 0))
    label = next(team.label for team in TEAMS if team.id == name)
    sentence = _MOSTLY.format(sentence=finding.sentence, team=label, deals=deals)
    return Look(finding=finding, team=label, deals=deals, sentence=sentence)


def _shows(case: Case, code: str) -> bool:
    found = (finding for entry in case.audit for finding in entry.findings if not finding.lets_pass)
    return any((finding.requirement or finding.code) == code for finding in found)
