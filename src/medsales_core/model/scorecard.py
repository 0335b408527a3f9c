"""An appraisal of one person over one period: indicators, points, weights, and who assessed."""

import datetime as dt
from decimal import Decimal

from medsales_core.model.enums import GateStatus, IndicatorArea
from medsales_core.model.fields import entity, fact

__all__ = ["AppraisalScheme", "DimensionResult", "IndicatorResult", "Scorecard"]


@entity
class AppraisalScheme:
    """The one template by which all who hold a role are appraised for a time. Source: S9-4."""

    id: str = fact("scheme number", "考核方案编号")
    role_id: str | None = fact("role", "适用岗位", default=None, source="S9-4")
    template_id: str | None = fact("scorecard template", "考核表模板", default=None, source="S9-4")
    template_version: str | None = fact("version of the template", "模板版本", default=None)
    valid_from: dt.date | None = fact("valid from", "生效日期", default=None, role="valid-from")
    valid_to: dt.date | None = fact("valid to", "失效日期", default=None, role="valid-to")


@entity
class IndicatorResult:
    """One line of a scorecard: what was measured, what was aimed at, the points it gave. Source: S9-4, P9 to P11."""

    id: str = fact("indicator", "考核指标")
    dimension_id: str | None = fact("dimension", "考核维度", default=None, source="P9")
    area: IndicatorArea | None = fact("area of work", "考核领域", default=None, source="S9-4")
    formula: str | None = fact("formula", "计算公式", default=None, source="S9-4")
    unit: str | None = fact("unit", "计量单位", default=None, source="S9-4")
    target: Decimal | None = fact("target", "目标值", default=None, source="S9-4")
    actual: Decimal | None = fact("actual", "实际值", default=None, source="S9-4")
    full_points: Decimal | None = fact("full points", "满分", default=None, unit="point", source="P9")
    points: Decimal | None = fact("points", "得分", default=None, unit="point", source="P9")


@entity
class DimensionResult:
    """One part of a scorecard, with its share of the total. Source: P9 to P11."""

    id: str = fact("dimension", "考核维度")
    weight: Decimal | None = fact("weight", "权重", default=None, unit="ratio 0..1", source="P9")
    share: Decimal | None = fact(
        "points reached of full points", "得分率", default=None, unit="ratio 0..1", source="P9"
    )


@entity
class Scorecard:
    """The appraisal of one person for one period, so kept that it can be computed again. Source: S9-4, P9 to P11."""

    id: str = fact("scorecard number", "考核表编号")
    subject_id: str | None = fact("person appraised", "被考核人", default=None, source="S9-4")
    role_id: str | None = fact("role", "岗位", default=None, source="S9-4")
    period_from: dt.date | None = fact("period from", "考核期起", default=None, source="S9-4")
    period_to: dt.date | None = fact("period to", "考核期止", default=None, source="S9-4")
    template_id: str | None = fact("scorecard template", "考核表模板", default=None, source="S9-4")
    template_version: str | None = fact("version of the template", "模板版本", default=None)
    assessor_id: str | None = fact("assessor", "考核人", default=None, source="S9-4")
    reviewer_id: str | None = fact("reviewer", "复核人", default=None, source="S9-4")
    reviewed_on: dt.date | None = fact("reviewed on", "复核日期", default=None, source="S9-4")
    dimensions: tuple[DimensionResult, ...] = fact("dimensions", "考核维度", default=(), source="P9")
    results: tuple[IndicatorResult, ...] = fact("indicators", "考核指标", default=(), source="S9-4")
    total: Decimal | None = fact("total", "总分", default=None, unit="point 0..100", source="P9")
    critical_findings: int | None = fact("critical compliance findings", "重大合规问题数", default=None)
    gate_status: GateStatus | None = fact("compliance gate", "合规否决", default=None)
    bonus_held: bool | None = fact("bonus held back", "奖金暂缓发放", default=None)
    formula_version: str | None = fact("version of the formulas", "公式版本", default=None)
    inputs_hash: str | None = fact("digest of the inputs", "输入数据摘要", default=None)
