"""A made-up portfolio for the kits: deals as they come, and deals that a careless plugin falls over."""

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from medsales_core.builtin.memory_store import MemoryStore
from medsales_core.demo.run import run_demo
from medsales_core.desk import Desk
from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.model.deal import Deal
from medsales_core.model.enums import QualificationElement
from medsales_core.model.facts import Facts
from medsales_core.model.need import Need, QualificationNote
from medsales_core.model.segment import Competitor
from medsales_core.money import Money
from medsales_core.playbook import Playbook, reference_playbook
from medsales_core.plugins.registry import Registry
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.testing.awkward import HOSTILE
from medsales_core.testing.strategies import portfolios

__all__ = ["HOSTILE", "PortfolioSample", "always", "drawn_portfolios", "portfolio_sample", "reference"]

_DEALS: Final = 30
_EXAMPLES: Final = 20


class PortfolioSample(NamedTuple):
    """A portfolio, and what is known of each of its deals.

    Args:
        portfolio: The deals.

        facts: The facts on each, by the number of the deal.
    """

    portfolio: Portfolio
    facts: Mapping[str, Facts]

    def of(self, case: Case) -> Facts:
        """The facts on *case*."""
        return self.facts[case.progress.subject]


@cache
def reference() -> Playbook:
    """The reference playbook, read once."""
    return reference_playbook()


@cache
def portfolio_sample() -> PortfolioSample:
    """Thirty deals that were worked for eight weeks, and the odd ones beside them. All of it is made up."""
    playbook, store = reference(), MemoryStore()
    with tempfile.TemporaryDirectory(prefix="medsales-") as folder:
        plain = Registry.discover(enabled=())
        done = run_demo(Path(folder, "demo"), registry=plain, deals=_DEALS, store=store)
    desk = Desk(playbook, store)
    portfolio = desk.portfolio(at=done.as_of_moment, synthetic=True, source="made-up.csv")
    odd = _odd_ones(done.as_of_moment)
    facts = {case.progress.subject: desk.facts(case.progress.subject) for case in portfolio.members}
    facts.update({case.progress.subject: Facts(deal=case.deal) for case in odd})
    return PortfolioSample(attrs.evolve(portfolio, cases=(*portfolio.members, *odd)), facts)


@cache
def drawn_portfolios() -> st.SearchStrategy[Portfolio]:
    """Portfolios of the reference drawn at random; the strategy is made once, since it takes its time."""
    return portfolios(reference())


def always(test: Callable[..., None]) -> Callable[..., None]:
    """*test*, which draws its arguments, with some examples that are the same in every run."""
    return settings(
        max_examples=_EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )(test)


def _odd_ones(at: dt.datetime) -> tuple[Case, ...]:
    """Deals that are new, bare, undated, in a stage that is none, of another process, or of a hostile name."""
    named = tuple(_hostile(number, name, at) for number, name in enumerate(HOSTILE))
    return (
        Case(progress=Progress("X-new"), deal=Deal(id="X-new")),
        _case("X-bare", "needs-discovery", None),
        _case("X-astray", "no-such-stage", at - dt.timedelta(days=9)),
        attrs.evolve(
            _case("X-order", "delivery", at), progress=_progress("X-order", "delivery", "fulfilment")
        ),
        *named,
    )


def _hostile(number: int, name: str, at: dt.datetime) -> Case:
    deal = Deal(
        id=f"X-{number}",
        name=name,
        owner_id=name,
        account_id=name,
        amount=Money(100 + number, "USD" if number % 2 else "CNY"),
        needs=(Need(id="n", statement=name, priority=1, root_cause=name, desired_outcome=name),),
        competitors=(Competitor(id="c", name=name, weaknesses=name),),
        qualification=(QualificationNote(id="q", element=QualificationElement.CHAMPION, level=1, note=name),),
    )
    return attrs.evolve(_case(deal.id, "negotiation-contract", at - dt.timedelta(days=number)), deal=deal)


def _case(subject: str, stage: str, at: dt.datetime | None) -> Case:
    opened = Event(EventKind.OPENED, subject, 1, at, "import", "", {"process": "deal", "to": stage})
    return Case(progress=_progress(subject, stage), deal=Deal(id=subject), history=(opened,))


def _progress(subject: str, stage: str, process: str = "deal") -> Progress:
    return Progress(subject, process=process, stage=stage, status=Status.OPEN, version=1)
