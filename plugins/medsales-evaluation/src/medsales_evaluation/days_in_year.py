"""The days that a customer has had a product on loan in one calendar year, all loans together."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from medsales_core.model import Demo, DemoKind, Facts
from medsales_core.model.fields import changed
from medsales_core.ports.check import Check, Reason
from medsales_core.text import text

__all__ = ["DaysInYear", "days_lent"]

_LENT: Final = (DemoKind.LOAN, DemoKind.TRIAL)
_TOO_LONG: Final = text(
    "product {product} was lent for {days} days of {year}, more than {most}",
    "产品{product}在{year}年累计借用{days}天，超过{most}天",
)


def days_lent(demos: Iterable[Demo], day: dt.date) -> Mapping[str, int]:
    """For each product the days of *day*'s year, up to *day*, on which a unit of it was at the customer.

    The day on which a unit comes and the day on which it goes both count; a day with two units counts once. A
    unit that is neither returned nor bought is still there.
    """
    lent = {(demo.product_id or "", there) for demo in demos for there in _days(demo, day)}
    return Counter(product for product, _ in lent)


def _days(demo: Demo, day: dt.date) -> Iterable[dt.date]:
    if demo.kind not in _LENT or demo.held_on is None:
        return ()
    first = max(demo.held_on, dt.date(day.year, 1, 1))
    last = min(end for end in (demo.returned_on, demo.bought_on, day) if end)
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


class DaysInYear(Check):
    """No product is lent to the customer for more than *most* days of the calendar year.

    It looks at the loans and trials of the deal; where there are none it holds.
    """

    id = "evaluation.days-in-year"
    title = text("Days on loan in the calendar year", "自然年内累计借用天数")
    reads = ("deal.demos",)
    parameters: ClassVar[Mapping[str, type]] = {"most": int}

    def holds(self, facts: Facts, at: dt.datetime, /, *, most: int) -> bool | None:
        """Whether no product was lent for longer."""
        if not facts.deal:
            return None
        return all(days <= most for days in days_lent(facts.deal.demos, at.date()).values())

    def reasons(self, facts: Facts, at: dt.datetime, /, *, most: int) -> Iterable[Reason]:
        """Each product that was lent for too long."""
        demos = facts.deal.demos if facts.deal else ()
        for product, days in sorted(days_lent(demos, at.date()).items()):
            if days > most:
                yield Reason(
                    path="deal.demos",
                    operator="check",
                    expected=str(most),
                    actual=str(days),
                    message=_TOO_LONG.format(
                        product=product or "?", days=str(days), year=str(at.year), most=str(most)
                    ),
                )

    def satisfying(self, facts: Facts, at: dt.datetime, /, *, most: int) -> Facts | None:
        """The same facts with every loan ended on the day it began."""
        if not facts.deal:
            return None
        ended = [
            changed(demo, returned_on=demo.held_on) if demo.kind in _LENT else demo
            for demo in facts.deal.demos
        ]
        return facts.with_(deal=changed(facts.deal, demos=ended))
