"""Appraisals as a TOML file: one template, the figures of everybody in the role."""

import os
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import attrs

from medsales_core.config import Diagnostics, Table, read_toml
from medsales_core.errors import ConfigError
from medsales_core.model.enums import IndicatorArea
from medsales_core.model.scorecard import Scorecard
from medsales_core.standards.scorecard import Figures, appraise
from medsales_core.standards.scorecard_forms import FORMS
from medsales_core.standards.scorecard_formulas import FORMULAS
from medsales_core.standards.scorecard_template import (
    Deduction,
    Dimension,
    GateEffect,
    Indicator,
    PointRule,
    Proportional,
    ScorecardTemplate,
)
from medsales_core.text import LANGUAGES

__all__ = ["Appraisal", "read_appraisal"]

_ONE: Final = Decimal(1)


@attrs.frozen(kw_only=True)
class Appraisal:
    """A template, and the cards that were made by it.

    Args:
        template: The rules.

        cards: One for each person, in the order of the file.

        names: What people are called, by id.
    """

    template: ScorecardTemplate
    cards: tuple[Scorecard, ...]
    names: Mapping[str, str]


def read_appraisal(source: str | os.PathLike[str]) -> Appraisal:
    """Read a file of appraisals, and appraise.

    ::

        form     = "P9"                # a published form; or tables [dimension.ID] and [indicator.ID] of one's own
        weights  = { other = 0.35 }    # of the dimensions whose weight the form does not tell
        role     = "sales-manager"
        version  = "2026"
        period   = { from = 2026-04-01, to = 2026-06-30 }
        assessor = "M-01"
        reviewer = "H-01"

        [person.R-01]
        name              = "Li Na"
        critical_findings = 0
        inputs            = { sales = 880, quota = 1000 }

    Raises:
        ConfigError: The file cannot be read, or has defects; each is named with its place.

        ValueRefused: The template does not add up, or somebody would judge themself.
    """
    document = read_toml(source)
    found = Diagnostics()
    root = Table(document, (), document.data, found)
    template = _template(root, found)
    assessor, reviewer = root.text("assessor"), root.text("reviewer", "")
    people = _people(root, template)
    root.finish()
    if found.has_errors or template is None:
        errors = [one for one in found if one.level == "error"]
        raise ConfigError(f"{os.fspath(source)}: {len(errors)} defect(s) keep it from being used", errors)
    cards = tuple(appraise(template, figures, assessor=assessor, reviewer=reviewer) for _, figures in people)
    return Appraisal(
        template=template,
        cards=cards,
        names={figures.subject: name for name, figures in people if name},
    )


# ---- the template


def _template(root: Table, found: Diagnostics) -> ScorecardTemplate | None:
    role, version = root.text("role"), root.text("version", "1")
    gate = root.choice("gate", GateEffect, GateEffect.ZERO_TOTAL) or GateEffect.ZERO_TOTAL
    if "form" in root.data:
        form, weights = root.choice("form", FORMS), _decimals(root.table("weights"))
        if form is None or found.has_errors:
            return None
        return FORMS[form].template(weights, role=role, version=version, gate=gate)
    dimensions = tuple(_dimension(name, table) for name, table in root.tables("dimension"))
    indicators = tuple(_indicator(name, table) for name, table in root.tables("indicator"))
    name, label = root.text("id"), root.lang_text("label", LANGUAGES)
    if found.has_errors:
        return None
    return ScorecardTemplate(
        id=name,
        version=version,
        label=label,
        role=role,
        dimensions=dimensions,
        indicators=tuple(indicator for indicator in indicators if indicator is not None),
        gate=gate,
    )


def _dimension(name: str, table: Table) -> Dimension:
    dimension = Dimension(
        id=name, label=table.lang_text("label", LANGUAGES), weight=_number(table, "weight") or _ONE
    )
    table.finish()
    return dimension


def _indicator(name: str, table: Table) -> Indicator | None:
    label, dimension = table.lang_text("label", LANGUAGES), table.text("dimension")
    area, formula = table.choice("area", IndicatorArea), table.choice("formula", FORMULAS)
    target, full = _number(table, "target"), _number(table, "full_points")
    unit, rule = table.text("unit", FORMULAS[formula].unit if formula else ""), _rule(table)
    less_is_better, illustrative = table.flag("less_is_better"), table.flag("illustrative")
    table.finish()
    if area is None or formula is None or target is None or not full or rule is None:
        return None
    return Indicator(
        id=name,
        label=label,
        dimension=dimension,
        area=area,
        formula=formula,
        unit=unit,
        target=target,
        full_points=full,
        rule=rule,
        less_is_better=less_is_better,
        illustrative=illustrative,
    )


def _rule(table: Table) -> PointRule | None:
    """Deduction where a step is named, else proportional."""
    cap, floor = table.decimal("cap"), table.decimal("floor") or Decimal(0)
    if "step" not in table.data and "penalty" not in table.data:
        return Proportional(cap=_ONE if cap is None else cap, floor=floor)
    step, penalty = _number(table, "step"), _number(table, "penalty")
    if not step or penalty is None:
        return None
    return Deduction(step=step, penalty=penalty, cap=cap, floor=floor)


def _number(table: Table, key: str) -> Decimal | None:
    """A number that must be there; those that measure something are above 0."""
    value = table.decimal(key)
    if key not in table.data:
        table.error("", "missing-key", f"{key!r} is needed here, a number")
    elif value is not None and value < 0:
        table.error(key, "bad-value", f"{key!r} is {value}, and takes a number from 0 on")
    elif value == 0 and key in ("full_points", "step", "weight"):
        table.error(key, "bad-value", f"{key!r} is 0, and takes a number above 0")
    return value


# ---- the people


def _people(root: Table, template: ScorecardTemplate | None) -> list[tuple[str, Figures]]:
    period = root.table("period")
    begin, end = period.day("from"), period.day("to")
    for key in ("from", "to"):
        if key not in period.data:
            period.error("", "missing-key", f"a period needs {key!r}, a date")
    period.finish()
    people = [(name, table, _decimals(table.table("inputs"))) for name, table in root.tables("person")]
    found = []
    for name, table, inputs in people:
        called, findings = table.text("name", ""), _count(table, "critical_findings")
        if template is not None:
            _check_inputs(table.table("inputs"), template)
        table.finish()
        if begin is not None and end is not None and template is not None:
            figures = Figures(
                subject=name,
                role=template.role,
                period_from=begin,
                period_to=end,
                inputs=inputs,
                critical_findings=findings,
            )
            found.append((called, figures))
    return found


def _count(table: Table, key: str) -> int | None:
    """A whole number; None where it is not told, which is not the same as none."""
    return table.integer(key) if key in table.data else table.raw(key)


def _decimals(table: Table) -> dict[str, Decimal]:
    return {key: value for key in table.data if (value := table.decimal(key)) is not None}


def _check_inputs(table: Table, template: ScorecardTemplate) -> None:
    """Report figures that no formula of the template asks for: a misspelt one would count as not measured."""
    for indicator in template.indicators:
        for name in FORMULAS[indicator.formula].inputs:
            table.raw(name)
    table.finish()
