"""What the requirement language cannot say: that each of several dates keeps away from the others."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import ClassVar, Final

from medsales_core.model import Deal, Demo, Facts
from medsales_core.model.fields import changed
from medsales_core.ports.check import Check, Reason
from medsales_core.text import text

__all__ = ["DemosApart"]

_WANTED: Final = text(
    "{first} and {second} lie less than {days} days apart", "{first}与{second}间隔不足{days}天"
)


class DemosApart(Check):
    """No two demonstrations lie less than *days* days apart.

    It is True or False where the deal is known, and None where nobody supplied it: unknown is not no.
    """

    id = "northern.demos-apart"
    title = text("Demonstrations lie apart", "演示间隔足够")
    reads = ("deal.demos",)
    parameters: ClassVar[Mapping[str, type]] = {"days": int}

    def holds(self, facts: Facts, at: dt.datetime, /, *, days: int) -> bool | None:
        """Whether they do."""
        return not list(_close(facts.deal.demos, days)) if facts.deal else None

    def reasons(self, facts: Facts, at: dt.datetime, /, *, days: int) -> Iterable[Reason]:
        """Each two that do not."""
        for first, second in _close(facts.deal.demos, days) if facts.deal else ():
            yield Reason(
                path="deal.demos",
                operator="check",
                expected=days,
                actual=(second - first).days,
                message=_WANTED.format(first=first, second=second, days=days),
            )

    def satisfying(self, facts: Facts, at: dt.datetime, /, *, days: int) -> Facts | None:
        """The same facts with the days of the demonstrations drawn apart, the first as it is."""
        deal = facts.deal or Deal(id="deal-1")
        first = min((demo.held_on for demo in deal.demos if demo.held_on), default=at.date())
        apart = tuple(
            changed(demo, held_on=first - dt.timedelta(days=days * number))
            for number, demo in enumerate(deal.demos)
        )
        return facts.with_(deal=changed(deal, demos=apart))

    def violating(self, facts: Facts, at: dt.datetime, /, *, days: int) -> Facts | None:
        """The same facts with two demonstrations on one day."""
        deal = facts.deal or Deal(id="deal-1")
        twice = tuple(Demo(id=f"northern-{number}", held_on=at.date()) for number in (1, 2))
        return facts.with_(deal=changed(deal, demos=(*deal.demos, *twice)))


def _close(demos: Iterable[Demo], days: int) -> Iterable[tuple[dt.date, dt.date]]:
    held = sorted(demo.held_on for demo in demos if demo.held_on is not None)
    return ((first, second) for first, second in pairwise(held) if (second - first).days < days)
