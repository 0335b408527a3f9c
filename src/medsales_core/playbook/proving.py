"""Which promises the gates of a playbook keep by themselves, whatever becomes of a deal."""

from collections.abc import Iterator

from medsales_core.engine.plan import Move
from medsales_core.engine.promise import Promise, PromiseKind
from medsales_core.playbook.lint.solving import Solver
from medsales_core.playbook.playbook import Playbook
from medsales_core.rules.condition import Condition
from medsales_core.rules.requirement import Severity

__all__ = ["moves_of", "unproved"]


def moves_of(playbook: Playbook, promise: Promise) -> Iterator[Move]:
    """The moves that *promise* speaks of."""
    for process in playbook.plan.processes.values():
        for ways in process.moves.values():
            for moves in ways.values():
                yield from (move for move in moves.values() if promise.speaks_of(move.transition))


def unproved(playbook: Playbook, promise: Promise) -> tuple[Move, ...]:
    """The moves whose gates leave room for a breach of *promise*, as far as can be reasoned; none if it is proved.

    A gate counts where nothing but its fulfilment opens it: it blocks, and nobody may waive it. What is proved
    holds for all facts whose fields are supplied; that a move is told here does not mean that a breach exists.
    """
    return tuple(move for move in moves_of(playbook, promise) if _leaves_room(move, promise))


def _leaves_room(move: Move, promise: Promise) -> bool:
    solver = Solver()
    worlds = solver.all_of([{}], _gates(move), holds=True)
    return bool(solver.narrow(worlds, promise.condition, holds=promise.kind is PromiseKind.NEVER))


def _gates(move: Move) -> list[Condition]:
    return [
        criterion.requirement.condition
        for criterion in move.criteria
        if criterion.requirement.severity is Severity.BLOCK and not criterion.requirement.waivable_by
    ]
