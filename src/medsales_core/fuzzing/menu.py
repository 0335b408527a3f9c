"""What may be asked at each stage: every declared move with all that it asks for, without it, and moves that are not there."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from medsales_core.engine.command import Actor, Hold, Lose, Migrate, Open, Resume
from medsales_core.engine.plan import WISHES
from medsales_core.engine.process import Process, Stage, Transition, TransitionKind
from medsales_core.fuzzing.inverted import OWNER
from medsales_core.fuzzing.step import Ask
from medsales_core.model.enums import LossReason
from medsales_core.rules.requirement import Requirement, Severity

__all__ = ["NOBODY", "REASON", "STOPPING", "Menu", "actor_of", "ask_for", "binding", "menus"]

#: The reason that is given where one is.
REASON: Final = "the customer asked for it"
#: An actor without any role.
NOBODY: Final = Actor("somebody")
#: Which requirements can stop a move.
STOPPING: Final = (Severity.BLOCK, Severity.JUSTIFY)


@attrs.frozen(kw_only=True)
class Menu:
    """What may be asked of a subject at one stage.

    Args:
        onward: The moves that lead on, each with the reason and the role that it asks for.

        others: The other moves, likewise.

        bare: The moves that ask for a reason or a role, without one of them.

        undeclared: Moves that no transition makes.

        unchanged: A migration within the playbook: nothing is migrated, or it would be a way round every gate.

        leaving: The transitions that lead on, by id: what a waiver may be for alone.

        binding: The requirements that can stop one of the moves, by id.

        told: The requirements that are only told of here.

        full: For every wish of the three before, the same with all that may be asked for, a reason above all.
    """

    onward: tuple[Ask, ...]
    others: tuple[Ask, ...]
    bare: tuple[Ask, ...]
    undeclared: tuple[Ask, ...]
    unchanged: tuple[Ask, ...]
    leaving: tuple[str, ...]
    binding: tuple[str, ...]
    told: tuple[str, ...]
    full: Mapping[Ask, Ask]


def actor_of(role: str) -> Actor:
    """The one who acts in a role."""
    return Actor(role, frozenset({role}))


def binding(stages: Mapping[str, Stage], way: Transition, source: str) -> tuple[Requirement, ...]:
    """Every requirement that binds *way* from *source*, read from the definitions and not from what was compiled."""
    found: tuple[Requirement, ...] = ()
    if way.kind.leaves_by_exit:
        found += (*stages[source].exit, *stages[source].standing)
    if way.kind.enters:
        found += stages[way.target].entry
    return found


def menus(process: Process) -> Mapping[str, Menu]:
    """The menus of all stages of *process*; the one called ``""`` is that of a subject that was not opened."""
    stages = {stage.id: stage for stage in process.stages}
    start = Ask(Open(process.id), Actor(OWNER))
    empty = Menu(
        onward=(start,),
        others=(),
        bare=(),
        undeclared=(Ask(Hold(REASON), NOBODY),),
        unchanged=(),
        leaving=(),
        binding=(),
        told=(),
        full={},
    )
    return {"": empty, **{stage: _menu(process, stages, stage) for stage in stages}}


def _menu(process: Process, stages: Mapping[str, Stage], stage: str) -> Menu:
    ways = [way for way in process.transitions if stage in way.sources]
    asks = {way.id: ask_for(way) for way in ways}
    told = {r.id: r.severity for way in ways for r in binding(stages, way, stage)}
    told |= {r.id: r.severity for _, r in stages[stage].criteria()}
    stops = {r.id for way in ways for r in binding(stages, way, stage) if r.severity in STOPPING}
    leaving = tuple(way.id for way in ways if way.kind.leaves_by_exit)
    onward = tuple(asks[name] for name in leaving)
    return Menu(
        onward=onward,
        others=tuple(ask for ask in asks.values() if ask not in onward),
        bare=tuple(ask for way in ways for ask in _lacking(way)),
        undeclared=tuple(_undeclared(process, stages, stage)),
        unchanged=(
            Ask(Migrate(next((one for one in stages if one != stage), ""), "", REASON), Actor(OWNER)),
        ),
        leaving=leaving,
        binding=tuple(sorted(stops)),
        told=tuple(sorted(told.keys() - stops)),
        full={ask: ask_for(way, REASON) for way in ways for ask in (asks[way.id], *_lacking(way))},
    )


def ask_for(way: Transition, reason: str = "") -> Ask:
    """The wish that makes the move; a reason is given where it is asked for, or where it is given here."""
    actor = actor_of(way.who[0]) if way.who else Actor(OWNER)
    return Ask(_wish(way, REASON if way.needs_reason else reason), actor)


def _wish(way: Transition, reason: str) -> Any:
    kind = next(wish for wish, spec in WISHES.items() if way.kind in spec.kinds)
    if kind is Lose:
        return Lose(LossReason.PRICE if reason else "")
    return kind(way.target, reason) if way.kind.has_target else kind(reason)


def _lacking(way: Transition) -> Iterator[Ask]:
    """The wish without the reason, and from one without the role."""
    if way.needs_reason:
        yield Ask(_wish(way, ""), ask_for(way).actor)
    if way.who:
        yield Ask(ask_for(way).command, NOBODY)


def _undeclared(process: Process, stages: Mapping[str, Stage], stage: str) -> Iterator[Ask]:
    """Wishes for moves that the process does not have from *stage*."""
    actor = Actor(OWNER)
    for wish, spec in WISHES.items():
        ways = [way for way in process.transitions if way.kind in spec.kinds and stage in way.sources]
        known = {way.target for way in ways}
        if next(iter(spec.kinds)).has_target:
            for target in (*stages, "nowhere"):
                if target not in known:
                    yield Ask(wish(target, REASON), actor)
        elif not ways and TransitionKind.LOSE in spec.kinds:
            yield Ask(Lose(LossReason.PRICE), actor)
        elif not ways:
            yield Ask(wish(REASON), actor)
    yield Ask(Open(process.id), actor)
    yield Ask(Resume(), actor)
    yield Ask(Hold(""), actor)
