"""What a customer needs, why, and what they hope for."""

import datetime as dt

from medsales_core.model.enums import NeedDimension, QualificationElement
from medsales_core.model.fields import entity, fact

__all__ = ["Need", "QualificationNote"]


@entity
class Need:
    """One need of the customer, or the finding that a field holds none. Source: S3-2, S3-3."""

    id: str = fact("need number", "需求编号")
    dimension: NeedDimension | None = fact("dimension", "需求维度", default=None, source="S3-2")
    statement: str | None = fact("statement", "需求描述", default=None, source="S3-2")
    none_found: bool | None = fact("asked, and there is none", "已询问且无需求", default=None)
    priority: int | None = fact("priority", "优先级", default=None, unit="1..3, 1 is highest")
    root_cause: str | None = fact("reason behind it", "需求原因", default=None, source="S3-3")
    desired_outcome: str | None = fact("outcome wanted", "期望目标", default=None, source="S3-3")
    captured_from: str | None = fact("told by", "需求来源人", default=None)
    captured_on: dt.date | None = fact("recorded on", "记录日期", default=None)


@entity
class QualificationNote:
    """What is known of one element of a deal's qualification (MEDDPICC). Source: P55."""

    id: str = fact("note number", "记录编号")
    element: QualificationElement | None = fact("element", "要素", default=None, source="P55")
    level: int | None = fact("how well it is known", "掌握程度", default=None, unit="0..2")
    note: str | None = fact("note", "说明", default=None)
    noted_on: dt.date | None = fact("noted on", "记录日期", default=None)
