"""Appraising: figures in, a scorecard out, with every point explained and the whole computable again."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import attrs

from medsales_core.canonical import canonical
from medsales_core.errors import ValueRefused
from medsales_core.model.enums import GateStatus
from medsales_core.model.scorecard import DimensionResult, IndicatorResult, Scorecard
from medsales_core.standards.scorecard_formulas import FORMULA_VERSION, measure
from medsales_core.standards.scorecard_template import (
    Dimension,
    GateEffect,
    Indicator,
    ScorecardTemplate,
)

__all__ = ["Figures", "appraise", "inputs_hash"]

_CENT: Final = Decimal("0.01")


@attrs.frozen(kw_only=True)
class Figures:
    """What is known of one person in one period.

    Args:
        subject: Id of the person.

        role: Id of their role.

        period_from: First day of the period.

        period_to: Last day of it.

        inputs: The figures that formulas are made of, by name: ``sales``, ``quota``, ``visits`` ...

        critical_findings: How many critical compliance findings there were; None where nobody looked.
    """

    subject: str
    role: str
    period_from: dt.date
    period_to: dt.date = attrs.field()
    inputs: Mapping[str, Decimal]
    critical_findings: int | None = None

    @period_to.validator
    def _ends_after_it_began(self, _: object, last: dt.date) -> None:
        if last < self.period_from:
            raise ValueRefused(f"the period of {self.subject!r} ends on {last}, before {self.period_from}")


def appraise(
    template: ScorecardTemplate, figures: Figures, *, assessor: str, reviewer: str = "", id: str = ""
) -> Scorecard:
    """The scorecard of one person by *template*.

    An indicator whose figures are missing has no points; then its dimension has no share and the card no total:
    what was not measured is not guessed. The total is rounded to cents, half up, and nothing before it is.
    Compliance is a gate: with a critical finding the card is blocked, and its total 0 or the bonus held back,
    as the template says; where nobody looked for findings, the gate is open neither way and is left empty.

    Args:
        template: The rules of the role.

        figures: What was measured.

        assessor: Id of who assesses; not the person themself.

        reviewer: Id of who will review; neither of the two.

        id: Number of the card; made of person, template and period where it is left out.

    Raises:
        ValueRefused: The template is for another role, or somebody would judge themself.
    """
    _check(template, figures, assessor, reviewer)
    results = tuple(_result(indicator, figures.inputs) for indicator in template.indicators)
    dimensions = tuple(_dimension(dimension, template, results) for dimension in template.dimensions)
    blocked = bool(figures.critical_findings)
    return Scorecard(
        id=id or f"{figures.subject}-{template.id}-{figures.period_to}",
        subject_id=figures.subject,
        role_id=figures.role,
        period_from=figures.period_from,
        period_to=figures.period_to,
        template_id=template.id,
        template_version=template.version,
        assessor_id=assessor,
        reviewer_id=reviewer or None,
        dimensions=dimensions,
        results=results,
        total=Decimal(0) if blocked and template.gate is GateEffect.ZERO_TOTAL else _total(dimensions),
        critical_findings=figures.critical_findings,
        gate_status=_gate(figures.critical_findings),
        bonus_held=blocked and template.gate is GateEffect.HOLD_BONUS,
        formula_version=FORMULA_VERSION,
        inputs_hash=inputs_hash(figures),
    )


def inputs_hash(figures: Figures) -> str:
    """SHA-256 of everything that a card is computed from beside its template."""
    said = {
        "subject": figures.subject,
        "role": figures.role,
        "from": figures.period_from.isoformat(),
        "to": figures.period_to.isoformat(),
        "critical_findings": figures.critical_findings,
        # Normalised, since 1.0 and 1.00 are the same figure.
        "inputs": {name: format(value.normalize(), "f") for name, value in figures.inputs.items()},
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def _check(template: ScorecardTemplate, figures: Figures, assessor: str, reviewer: str) -> None:
    if figures.role != template.role:
        raise ValueRefused(
            f"template {template.id!r} is for {template.role!r}, and {figures.subject!r} is {figures.role!r}",
            hint="appraise everybody in a role by the template of that role",
        )
    if figures.subject in (assessor, reviewer):
        raise ValueRefused(
            f"{figures.subject!r} would judge themself",
            hint="name an assessor and a reviewer who are other people",
        )
    if reviewer and reviewer == assessor:
        raise ValueRefused(f"{assessor!r} would review their own assessment", hint="name another reviewer")


def _result(indicator: Indicator, inputs: Mapping[str, Decimal]) -> IndicatorResult:
    actual = measure(indicator.formula, inputs)
    return IndicatorResult(
        id=indicator.id,
        dimension_id=indicator.dimension,
        area=indicator.area,
        formula=indicator.formula,
        unit=indicator.unit,
        target=indicator.target,
        actual=actual,
        full_points=indicator.full_points,
        points=None if actual is None else indicator.points(actual),
    )


def _dimension(
    dimension: Dimension, template: ScorecardTemplate, results: tuple[IndicatorResult, ...]
) -> DimensionResult:
    points = [result.points for result in results if result.dimension_id == dimension.id]
    measured = [found for found in points if found is not None]
    full = sum((indicator.full_points for indicator in template.of(dimension.id)), Decimal(0))
    share = sum(measured, Decimal(0)) / full if len(measured) == len(points) else None
    return DimensionResult(id=dimension.id, weight=dimension.weight, share=share)


def _total(dimensions: tuple[DimensionResult, ...]) -> Decimal | None:
    parts = [
        dimension.weight * dimension.share
        for dimension in dimensions
        if dimension.weight is not None and dimension.share is not None
    ]
    whole = len(parts) == len(dimensions)
    return (100 * sum(parts, Decimal(0))).quantize(_CENT, ROUND_HALF_UP) if whole else None


def _gate(critical_findings: int | None) -> GateStatus | None:
    if critical_findings is None:
        return None
    return GateStatus.BLOCKED if critical_findings else GateStatus.CLEAR
