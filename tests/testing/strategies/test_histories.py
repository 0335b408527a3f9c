"""Histories that a playbook allows, and portfolios made of them."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings

from medsales_core.engine.event import Event, EventKind
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.model import Model
from medsales_core.playbook import reference_playbook
from medsales_core.ports.portfolio import Portfolio
from medsales_core.testing.strategies import histories, portfolios

MODEL = Model(reference_playbook())
QUICK = settings(deadline=None, derandomize=True, database=None)


@settings(QUICK, max_examples=30)
@given(histories(MODEL))
def test_a_history_is_replayed_and_its_moments_rise(history: tuple[Event, ...]) -> None:
    progress = Progress(MODEL.subject).apply(history)
    assert progress.version == len(history) > 0
    assert progress.stage in MODEL.menus["deal"]
    times = [event.at for event in history if event.at is not None]
    assert times == sorted(times)
    assert {event.playbook for event in history} == {MODEL.playbook.hash}


@pytest.mark.parametrize("kind", [EventKind.MOVED, EventKind.REFUSED, EventKind.HELD, EventKind.RETURNED])
def test_histories_hold_moves_refusals_holds_and_returns(kind: EventKind) -> None:
    found = find(
        histories(MODEL),
        lambda history: any(event.kind is kind for event in history),
        settings=settings(QUICK, max_examples=500, phases=[Phase.generate]),
    )
    assert found[0].kind is EventKind.OPENED


def test_the_plainest_history_is_that_of_a_subject_that_was_opened() -> None:
    (event,) = find(histories(MODEL), lambda _: True, settings=settings(QUICK, max_examples=5))
    assert event.kind is EventKind.OPENED


def test_a_process_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownName, match="nowhere"):
        find(histories(MODEL, process="nowhere"), lambda _: True)


@settings(QUICK, max_examples=15)
@given(portfolios(MODEL))
def test_every_deal_of_a_portfolio_has_a_number_of_its_own(portfolio: Portfolio) -> None:
    names = [case.progress.subject for case in portfolio.cases]
    assert len(set(names)) == len(names)
    assert [case.deal.id for case in portfolio.cases] == names


@pytest.mark.parametrize(
    "wanted",
    [
        lambda portfolio: not portfolio.cases,
        lambda portfolio: portfolio.strangers,
        lambda portfolio: any(case.progress.stage == "no-such-stage" for case in portfolio.cases),
        lambda portfolio: any(event.at is None for case in portfolio.cases for event in case.history),
        lambda portfolio: any(case.progress.status is Status.WON for case in portfolio.cases),
        lambda portfolio: any(case.deal.amount and case.deal.amount.amount < 0 for case in portfolio.cases),
    ],
    ids=["empty", "strangers", "astray", "undated", "won", "owing"],
)
def test_portfolios_hold_what_imports_bring(wanted: Callable[[Portfolio], object]) -> None:
    only = settings(QUICK, max_examples=400, phases=[Phase.generate])
    assert wanted(find(portfolios(MODEL), lambda one: bool(wanted(one)), settings=only))
