"""Fuzzing a process: a model made from a playbook, engines that drive it, invariants that must hold, what was seen.

Neither pytest nor Hypothesis is needed here; the state machine that stands on Hypothesis is in
`medsales_core.testing.workflow_machine`. From below upwards:

    step        what may be done, as data                   knowledge   what is known, compactly
    inverted    every requirement turned round, once        moments     both sides of every limit in time
    model       what may be done where, and what becomes of it          kept    the same on any store
    invariants  what must hold                              coverage    what was seen, and what was not
    story       steps that are written and played again     shrinking   a failing story made short
    walk        stories drawn by lot along the process      explore     all that can happen, with a proof
"""

from medsales_core.fuzzing.coverage import Coverage, Goal
from medsales_core.fuzzing.explore import Explored, explore
from medsales_core.fuzzing.invariants import Broken, Invariant, built_in
from medsales_core.fuzzing.kept import ChainIsValid, StoreKeeps, StoreWorld
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import State, Taken, World
from medsales_core.fuzzing.step import Ask, Break, HandOver, Meet, Race, Undo, Wait
from medsales_core.fuzzing.story import Failure, Played, Story, play
from medsales_core.fuzzing.walk import Walked, walk

__all__ = [
    "Ask",
    "Break",
    "Broken",
    "ChainIsValid",
    "Coverage",
    "Explored",
    "Failure",
    "Goal",
    "HandOver",
    "Invariant",
    "Meet",
    "Model",
    "Played",
    "Race",
    "State",
    "StoreKeeps",
    "StoreWorld",
    "Story",
    "Taken",
    "Undo",
    "Wait",
    "Walked",
    "World",
    "built_in",
    "explore",
    "play",
    "walk",
]
