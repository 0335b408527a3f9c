"""What must always hold: the invariants that come with the kit. Add your own, they are objects of the same kind."""

from medsales_core.fuzzing.invariants.agreement import ColumnsAgree, DecidesAs, ExplainAgrees
from medsales_core.fuzzing.invariants.appraisal import ReportsRender, ScoresBehave
from medsales_core.fuzzing.invariants.checks import ChecksAnswer
from medsales_core.fuzzing.invariants.invariant import Broken, Invariant, NothingRaises
from medsales_core.fuzzing.invariants.keeping import EventsSurviveWriting, ReplayEqualsState
from medsales_core.fuzzing.invariants.moves import (
    MendingHelps,
    NoMovePastAFailure,
    RefusalsLeaveNoTrace,
    RefusalsNameReasons,
    RefusalsTellTheirReasons,
    StaleIsRefused,
    WaiversAreRightlyGiven,
)
from medsales_core.fuzzing.invariants.promises import PromisesAreKept
from medsales_core.plugins.registry import Registry

__all__ = [
    "Broken",
    "ChecksAnswer",
    "ColumnsAgree",
    "DecidesAs",
    "EventsSurviveWriting",
    "ExplainAgrees",
    "Invariant",
    "MendingHelps",
    "NoMovePastAFailure",
    "NothingRaises",
    "PromisesAreKept",
    "RefusalsLeaveNoTrace",
    "RefusalsNameReasons",
    "RefusalsTellTheirReasons",
    "ReplayEqualsState",
    "ReportsRender",
    "ScoresBehave",
    "StaleIsRefused",
    "WaiversAreRightlyGiven",
    "built_in",
]


def built_in(plugins: Registry | None = None) -> tuple[Invariant, ...]:
    """The invariants of every process; with *plugins* those of their scores and reports too."""
    found: list[Invariant] = [
        NothingRaises(),
        ChecksAnswer(),
        NoMovePastAFailure(),
        RefusalsNameReasons(),
        RefusalsTellTheirReasons(),
        RefusalsLeaveNoTrace(),
        StaleIsRefused(),
        WaiversAreRightlyGiven(),
        MendingHelps(),
        ExplainAgrees(),
        ColumnsAgree(),
        PromisesAreKept(),
        ReplayEqualsState(),
        EventsSurviveWriting(),
    ]
    if plugins is not None:
        found += [
            ScoresBehave(plugins.scores.values()),
            ReportsRender(plugins.reports.values(), plugins.formats.values()),
        ]
    return tuple(found)
