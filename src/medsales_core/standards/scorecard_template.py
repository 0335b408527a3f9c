"""What a scorecard measures: dimensions with weights, indicators with formula, target and rule of points."""

from decimal import ROUND_FLOOR, Decimal
from typing import Final, TypeAlias

import attrs

from medsales_core.errors import ValueRefused
from medsales_core.model.choice import Choice
from medsales_core.model.enums import IndicatorArea
from medsales_core.text import LangText, closest

__all__ = [
    "Deduction",
    "Dimension",
    "GateEffect",
    "Indicator",
    "PointRule",
    "Proportional",
    "ScorecardTemplate",
]

_ONE: Final = Decimal(1)


class GateEffect(Choice):
    """What a critical compliance finding does to an appraisal."""

    ZERO_TOTAL = "zero-total", "the total is 0", "总分归零"
    HOLD_BONUS = "hold-bonus", "the bonus is held back", "奖金暂缓发放"


@attrs.frozen(kw_only=True)
class Deduction:
    """Points are taken for every whole step by which the target is missed; a part of a step takes nothing.

    ``points = max(floor, full - min(cap, penalty * whole steps))``. The public forms do not say how a part
    of a step is rounded: it is rounded down, here and everywhere.

    Args:
        step: How much short, in the unit of the indicator, makes one step.

        penalty: Points taken for one step.

        cap: The most that is taken; None takes as much as there is.

        floor: The least points that are left.
    """

    step: Decimal = attrs.field()
    penalty: Decimal
    cap: Decimal | None = None
    floor: Decimal = Decimal(0)

    @step.validator
    def _is_a_step(self, _: object, step: Decimal) -> None:
        if step <= 0:
            raise ValueRefused(f"a step is more than nothing, not {step}")

    def points(self, actual: Decimal, target: Decimal, full: Decimal, *, less_is_better: bool) -> Decimal:
        """The points for *actual* against *target*."""
        taken = self.penalty * self.steps(actual, target, less_is_better=less_is_better)
        return max(self.floor, full - (taken if self.cap is None else min(self.cap, taken)))

    def steps(self, actual: Decimal, target: Decimal, *, less_is_better: bool) -> Decimal:
        """How many whole steps the target is missed by."""
        short = actual - target if less_is_better else target - actual
        return (max(Decimal(0), short) / self.step).to_integral_value(ROUND_FLOOR)


@attrs.frozen(kw_only=True)
class Proportional:
    """Points in proportion to the target: half of it gives half the points.

    Args:
        cap: What more than the target is worth at most, as a share of full points; 1 gives nothing for it.

        floor: The least points that are left.
    """

    cap: Decimal = _ONE
    floor: Decimal = Decimal(0)

    def points(self, actual: Decimal, target: Decimal, full: Decimal, *, less_is_better: bool) -> Decimal:
        """The points for *actual* against *target*."""
        if less_is_better:
            reached = _ONE if actual <= target else (target / actual)
        else:
            reached = actual / target if target else _ONE
        return max(self.floor, full * min(self.cap, reached))


PointRule: TypeAlias = Deduction | Proportional


@attrs.frozen(kw_only=True)
class Indicator:
    """One line of a scorecard.

    Args:
        id: Stable ASCII id.

        label: Its name for a person.

        dimension: Id of the dimension it counts in.

        area: The part of the work it looks at.

        formula: Id of the formula that measures it; see `medsales_core.standards.scorecard_formulas`.

        unit: Unit of target and actual: ``ratio``, ``visit``, ``score 0..100`` ...

        target: What is aimed at.

        full_points: The points for reaching it.

        rule: How points are given for less.

        less_is_better: The target is a most, not a least: overdue cases, say.

        illustrative: Its figures are samples that no source fixes.
    """

    id: str
    label: LangText
    dimension: str
    area: IndicatorArea = attrs.field(converter=IndicatorArea)
    formula: str
    unit: str
    target: Decimal
    full_points: Decimal = attrs.field()
    rule: PointRule
    less_is_better: bool = False
    illustrative: bool = False

    @full_points.validator
    def _worth_something(self, _: object, points: Decimal) -> None:
        if points <= 0:
            raise ValueRefused(f"indicator {self.id!r} is worth {points} points, and takes more than 0")

    def points(self, actual: Decimal) -> Decimal:
        """The points for *actual*."""
        return self.rule.points(actual, self.target, self.full_points, less_is_better=self.less_is_better)


@attrs.frozen(kw_only=True)
class Dimension:
    """A part of the work, with its share of the total."""

    id: str
    label: LangText
    weight: Decimal


@attrs.frozen(kw_only=True)
class ScorecardTemplate:
    """The rules by which everybody in a role is appraised.

    Args:
        id: Stable ASCII id.

        version: Its version, as its authors count.

        label: Its name for a person.

        role: Id of the role it is for.

        dimensions: Its parts; their weights sum to 1.

        indicators: Its lines, in their order.

        gate: What a critical compliance finding does.

    Raises:
        ValueRefused: Weights do not sum to 1, an id is there twice, an indicator names no dimension of it, or a
            dimension has no indicator.
    """

    id: str
    version: str
    label: LangText
    role: str
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    gate: GateEffect = attrs.field(default=GateEffect.ZERO_TOTAL, converter=GateEffect)

    def __attrs_post_init__(self) -> None:
        total = sum(dimension.weight for dimension in self.dimensions)
        if total != 1:
            raise ValueRefused(
                f"the weights of template {self.id!r} sum to {total}, not to 1",
                hint="give every dimension its share of the whole",
            )
        _each_once(self.id, "dimension", [dimension.id for dimension in self.dimensions])
        _each_once(self.id, "indicator", [indicator.id for indicator in self.indicators])
        self._check_homes()

    def of(self, dimension: str) -> tuple[Indicator, ...]:
        """The indicators of a dimension."""
        return tuple(indicator for indicator in self.indicators if indicator.dimension == dimension)

    def _check_homes(self) -> None:
        homes = [dimension.id for dimension in self.dimensions]
        for indicator in self.indicators:
            if indicator.dimension not in homes:
                near = closest(indicator.dimension, homes)
                raise ValueRefused(
                    f"indicator {indicator.id!r} counts in {indicator.dimension!r}, no dimension of {self.id!r}",
                    hint=f"did you mean {near!r}?" if near else f"there is {', '.join(homes)}",
                )
        empty = [name for name in homes if not self.of(name)]
        if empty:
            raise ValueRefused(
                f"dimension {empty[0]!r} of template {self.id!r} has no indicator",
                hint="give it one, or take it out and share its weight",
            )


def _each_once(template: str, kind: str, ids: list[str]) -> None:
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise ValueRefused(f"{kind} {twice!r} is in template {template!r} twice")
