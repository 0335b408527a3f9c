"""Who does what when: the scripts of many people, played in the order of time on one desk."""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeAlias

import attrs

from medsales_core.desk import Desk
from medsales_core.engine.command import Actor, Command
from medsales_core.engine.decision import Decision

__all__ = ["Act", "Keep", "Script", "play"]


@attrs.frozen(kw_only=True)
class Act:
    """Somebody asks for something about a deal, an order or a device."""

    at: dt.datetime
    subject: str
    command: Command
    actor: Actor
    root: str = "deal"


@attrs.frozen(kw_only=True)
class Keep:
    """Somebody brings a file up to date: that of a customer, a colleague, a segment."""

    at: dt.datetime
    root: str
    entity: Any
    actor: Actor
    attached: dict[str, Any] = attrs.field(factory=dict)


#: What one person does, each act in answer to what became of the one before.
Script: TypeAlias = Generator[Act | Keep, Decision | None, None]


def play(
    desk: Desk, scripts: Iterable[Script], *, until: dt.datetime, progress: Callable[[int, int], None]
) -> Counter[str]:
    """Play *scripts* on *desk*, act by act in the order of time, up to the moment *until*.

    Args:
        desk: Where it happens.

        scripts: What each person does; one that comes to an act after *until* ends there.

        until: The last moment.

        progress: Called with the number of scripts that have ended and of all of them.

    Returns:
        How many events of each kind there were.
    """
    cast = list(scripts)
    counts: Counter[str] = Counter()
    waiting = [(act.at, place, act) for place, script in enumerate(cast) if (act := next(script, None))]
    ended = len(cast) - len(waiting)
    heapq.heapify(waiting)
    while waiting:
        _, place, act = heapq.heappop(waiting)
        following = _next(cast[place], _perform(desk, act, counts)) if act.at <= until else None
        if following is None:
            cast[place].close()
            ended += 1
            progress(ended, len(cast))
        else:
            heapq.heappush(waiting, (following.at, place, following))
    return counts


def _next(script: Script, answer: Decision | None) -> Act | Keep | None:
    try:
        return script.send(answer)
    except StopIteration:
        return None


def _perform(desk: Desk, act: Act | Keep, counts: Counter[str]) -> Decision | None:
    if isinstance(act, Keep):
        desk.keep(act.root, act.entity, actor=act.actor, at=act.at, **act.attached)
        counts["kept"] += 1
        return None
    decision = desk.decide(act.subject, act.command, actor=act.actor, at=act.at, root=act.root)
    counts.update(str(event.kind) for event in decision.events)
    return decision
