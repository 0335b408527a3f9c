"""Strategies for what happened to deals: histories that a playbook allows, and portfolios of such deals."""

import datetime as dt
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from medsales_core.engine.command import Actor, Hold, Resume
from medsales_core.engine.event import Event
from medsales_core.engine.progress import Progress, Status
from medsales_core.errors import UnknownName
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.menu import REASON
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State
from medsales_core.fuzzing.step import Ask, Break, Meet, Step, Undo, Wait
from medsales_core.model.deal import Deal
from medsales_core.playbook.playbook import Playbook
from medsales_core.ports.portfolio import Case, Portfolio
from medsales_core.testing.strategies.records import Records
from medsales_core.testing.strategies.subjects import records
from medsales_core.text import text

__all__ = ["histories", "portfolios"]

_LONGEST: Final = 12
_MOST_DEALS: Final = 5
_MOST_MOMENTS: Final = 12
#: How many deals there are to one that runs through another process, about.
_TO_ONE_STRANGER: Final = 8
_DAY: Final = dt.timedelta(days=1)


def histories(
    playbook: Playbook | Model, *, process: str = "", longest: int = _LONGEST
) -> st.SearchStrategy[tuple[Event, ...]]:
    """Events of one subject as the playbook lets them happen: moves, returns, holds, refusals, at rising moments.

    They shrink to a subject that was opened.

    Args:
        playbook: The playbook, or a model that was made of it: making one is what costs.

        process: The process that the subject runs through; the one that moves deals by default.

        longest: How many steps are taken at most; some of them make no event.

    Raises:
        UnknownName: There is no such process.
    """
    model = playbook if isinstance(playbook, Model) else Model(playbook)
    return _histories(model, process or _of_deals(model.playbook), longest)


def portfolios(
    playbook: Playbook | Model, *, most: int = _MOST_DEALS, hostile: bool = True
) -> st.SearchStrategy[Portfolio]:
    """Portfolios of deals with their histories; some deals as imports bring them.

    Of some the past is not known or not dated, some stand in a stage that is none, some run through another process.

    Args:
        playbook: The playbook, or a model that was made of it.

        most: How many deals there are at most; there may be none.

        hostile: Whether deals hold awkward values.
    """
    model = playbook if isinstance(playbook, Model) else Model(playbook)
    return _portfolios(model, records(model.playbook, at=model.start, hostile=hostile), most)


def _of_deals(playbook: Playbook) -> str:
    found = [process.id for process in playbook.processes.values() if process.moves == "deal"]
    if not found:
        raise UnknownName.among("process that moves", "deal", playbook.processes)
    return found[0]


@st.composite
def _histories(draw: st.DrawFn, model: Model, process: str, longest: int) -> tuple[Event, ...]:
    if process not in model.menus:
        raise UnknownName.among("process", process, model.menus)
    state, events = model.begin(), list[Event]()
    for step in range(draw(st.integers(1, longest))):
        taken = model.take(state, draw(_steps(model, process, state, first=not step)))
        events += [event for decision in taken.decisions for event in decision.events]
        state = taken.after
    return tuple(events)


def _steps(model: Model, process: str, state: State, *, first: bool) -> st.SearchStrategy[Step]:
    """What may be done next; the moves that lead on come first."""
    menu = model.menu(process, state.progress)
    if first:
        return st.sampled_from(menu.onward)
    asks = [*menu.onward, *menu.others, *menu.bare]
    if state.progress.status is Status.ON_HOLD:
        asks.insert(0, Ask(Resume(), Actor(OWNER)))
    asks.append(Ask(Hold(REASON), Actor(OWNER)))
    ahead = [Wait(moment) for moment in model.moments if moment > state.now][:_MOST_MOMENTS]
    binding = menu.binding or menu.told
    return st.one_of(
        st.sampled_from(asks),
        st.sampled_from([*ahead, Wait(state.now + _DAY)]),
        *([st.sampled_from(binding).flatmap(lambda name: _changes(model, name))] if binding else []),
    )


def _changes(model: Model, requirement: str) -> st.SearchStrategy[Step]:
    """What makes a requirement hold, or not hold any more."""
    ways = [Break(requirement, way) for way in model.ways(requirement)]
    return st.sampled_from([Meet(requirement), *ways, Undo()])


class _OfPlaybook(dict[str, Any]):
    """A part of a playbook that Hypothesis does not write out with each portfolio that it shows."""

    def __repr__(self) -> str:
        return f"<{len(self)} of the playbook>"


@st.composite
def _portfolios(draw: st.DrawFn, model: Model, made: Records, most: int) -> Portfolio:
    book, process = model.playbook, _of_deals(model.playbook)
    numbers = range(1, 1 + draw(st.integers(0, most)))
    cases = tuple(draw(_cases(model, made, f"D-{number}")) for number in numbers)
    times = [event.at for case in cases for event in case.history if event.at is not None]
    return Portfolio(
        processes=_OfPlaybook(book.processes),
        requirements=_OfPlaybook(book.requirements),
        cases=cases,
        at=max(times, default=model.start) + draw(st.sampled_from([_DAY, dt.timedelta(), 400 * _DAY])),
        title=text("Drawn", "抽样"),
        process=process,
        synthetic=draw(st.booleans()),
    )


@st.composite
def _cases(draw: st.DrawFn, model: Model, made: Records, subject: str) -> Case:
    process = draw(st.sampled_from([*[_of_deals(model.playbook)] * _TO_ONE_STRANGER, *model.menus]))
    happened = draw(_histories(model, process, _LONGEST))
    history = tuple(event._replace(subject=subject) for event in happened)
    deal = draw(made.made(Deal, {"id": st.just(subject), "amount": made.field(Deal, "amount") | st.none()}))
    case = Case(progress=Progress(subject).apply(history), deal=deal, history=history)
    return draw(st.sampled_from([_whole, _whole, _whole, _without_past, _undated, _astray]))(case)


def _whole(case: Case) -> Case:
    return case


def _without_past(case: Case) -> Case:
    return attrs.evolve(case, history=())


def _undated(case: Case) -> Case:
    return attrs.evolve(case, history=tuple(event._replace(at=None) for event in case.history))


def _astray(case: Case) -> Case:
    """As an import leaves it whose stages were never mapped."""
    progress: Any = case.progress
    astray = Progress(
        progress.subject, process=progress.process, stage="no-such-stage", status=Status.OPEN, version=1
    )
    return attrs.evolve(case, progress=astray, history=())
