"""Rules of numbers: probabilities and forecast categories."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from medsales_core.config import Level
from medsales_core.engine.process import Process, Stage, TransitionKind
from medsales_core.model.enums import ForecastCategory
from medsales_core.playbook.lint.rule import Defect, Linted, Rule

__all__ = ["RULES"]

_CLOSED: Final = ForecastCategory.CLOSED
_CERTAIN: Final = (Decimal(0), Decimal(1))


def _probability(stage: Stage) -> Decimal | None:
    return stage.probability.value if stage.probability is not None else None


def _figure_range(linted: Linted) -> Iterator[Defect]:
    """A probability lies between 0 and 1, and no stage takes less than no time."""
    for stage in linted.stages:
        chance, days = _probability(stage), stage.expected_days
        if chance is not None and not 0 <= chance <= 1:
            hint = f"write {(chance / 100).normalize():f}" if 1 < chance <= 100 else ""  # noqa: PLR2004 - a percentage
            place = ("stage", stage.id, "probability", "value")
            yield Defect(place, f"a probability lies between 0 and 1, {chance} does not", hint)
        if days is not None and days.value < 0:
            place = ("stage", stage.id, "expected", "days")
            yield Defect(place, f"a stage cannot take {days.value} days")


def _won_uncertain(linted: Linted) -> Iterator[Defect]:
    """What is won counts whole: a won stage below 1 makes every forecast lie."""
    for process in linted.processes.values():
        winning = _sources(process, TransitionKind.WIN)
        for stage in process.stages:
            chance = _probability(stage)
            if chance is None or chance == 1:
                continue
            if process.moves != "deal" or (stage.forecast is _CLOSED and (chance or stage.id in winning)):
                yield Defect(
                    ("stage", stage.id, "probability"),
                    f"stage {stage.id!r} lies behind the winning of the deal, and its probability is {chance}",
                    "set it to 1, or leave it out",
                )


def _won_open_forecast(linted: Linted) -> Iterator[Defect]:
    """What is won is closed: another forecast category counts it as still to come."""
    for process in linted.processes.values():
        winning = _sources(process, TransitionKind.WIN)
        for stage in process.stages:
            won = process.moves != "deal" or (_probability(stage) == 1 and stage.id in winning)
            if stage.forecast in (None, _CLOSED) or not won:
                continue
            yield Defect(
                ("stage", stage.id, "forecast"),
                f"stage {stage.id!r} lies behind the winning of the deal, and its forecast category is {stage.forecast}",
                'forecast = "closed"',
            )


def _open_certain(linted: Linted) -> Iterator[Defect]:
    """An open deal is neither won nor lost: at 0 it is forgotten, at 1 it is counted before it is signed."""
    for process in linted.processes.values():
        winning = _sources(process, TransitionKind.WIN)
        for stage in process.stages if process.moves == "deal" else ():
            chance = _probability(stage)
            if chance == 1 and stage.id in winning and stage.forecast is not None:
                continue  # told by won-open-forecast
            if chance in _CERTAIN and stage.forecast is not _CLOSED:
                yield Defect(
                    ("stage", stage.id, "probability"),
                    f"a deal in stage {stage.id!r} is still open, and its probability is {chance}",
                    "winning and losing are transitions; give open stages a probability between 0 and 1",
                )


def _sources(process: Process, kind: TransitionKind) -> set[str]:
    return {source for way in process.transitions if way.kind is kind for source in way.sources}


def _falling(linted: Linted) -> Iterator[Defect]:
    """A deal that moves forward gets likelier, or the stages stand in the wrong order."""
    for process in linted.processes.values():
        chances = {stage.id: _probability(stage) for stage in process.stages}
        for way in process.transitions:
            after = chances.get(way.target)
            for source in way.sources if way.kind is TransitionKind.FORWARD else ():
                before = chances.get(source)
                if before is not None and after is not None and after < before:
                    yield Defect(
                        ("stage", way.target, "probability"),
                        f"forward from {source!r} to {way.target!r} the probability falls from {before} to {after}",
                    )


def _won_early(linted: Linted) -> Iterator[Defect]:
    """Deals are won from the likeliest stage; where a later one is likelier, one of the two numbers is wrong."""
    for process in linted.processes.values():
        winning = _sources(process, TransitionKind.WIN)
        later: tuple[Decimal, str] | None = None
        for stage in reversed(process.stages):
            chance = _probability(stage)
            if chance is None or stage.forecast is _CLOSED:
                continue
            if stage.id in winning and later is not None and later[0] > chance:
                yield Defect(
                    ("stage", stage.id, "probability"),
                    f"deals are won from {stage.id!r} at {chance}, and the later {later[1]!r} has {later[0]}",
                )
            later = max(later or (chance, stage.id), (chance, stage.id))


RULES: Final = (
    Rule("figure-out-of-range", Level.ERROR, _figure_range),
    Rule("won-below-one", Level.WARNING, _won_uncertain),
    Rule("won-open-forecast", Level.WARNING, _won_open_forecast),
    Rule("open-stage-certain", Level.WARNING, _open_certain),
    Rule("probability-falls", Level.WARNING, _falling),
    Rule("won-below-later", Level.WARNING, _won_early),
)
