"""A demonstration or trial, and the questions and concerns around it."""

import datetime as dt

from medsales_core.model.activity import Participant
from medsales_core.model.enums import ConcernStatus, DemoKind
from medsales_core.model.evidence import EvidenceRef
from medsales_core.model.fields import entity, fact

__all__ = ["Concern", "Demo", "DemoFeedback", "TechnicalQuestion"]


@entity
class DemoFeedback:
    """What the customer said after trying the product. Source: S5-3."""

    performance: int | None = fact("performance", "性能评分", default=None, unit="1..5", source="S5-3")
    reliability: int | None = fact("reliability", "可靠性评分", default=None, unit="1..5", source="S5-3")
    trusts_performance: bool | None = fact(
        "confidence in the performance", "对性能的信心", default=None, source="S5-3"
    )
    trusts_reliability: bool | None = fact(
        "confidence in the reliability", "对可靠性的信心", default=None, source="S5-3"
    )
    comment: str | None = fact("comment", "意见", default=None)
    given_by: str | None = fact("given by", "反馈人", default=None)
    given_on: dt.date | None = fact("given on", "反馈日期", default=None)


@entity
class Demo:
    """A demonstration, loan or trial of a product. Source: S5-1, S5-2, S5-3, P62."""

    id: str = fact("demonstration number", "演示编号")
    kind: DemoKind | None = fact("kind", "类型", default=None)
    product_id: str | None = fact("product", "产品", default=None)
    stock_unit_id: str | None = fact("unit shown or lent", "演示或借用的库存单元", default=None, source="P62")
    held_on: dt.date | None = fact("held on", "演示日期", default=None, source="S5-1")
    due_back_on: dt.date | None = fact("due back on", "应归还日期", default=None, source="P62")
    returned_on: dt.date | None = fact("returned on", "归还日期", default=None, source="P62")
    bought_on: dt.date | None = fact("bought by the customer on", "客户买断日期", default=None)
    scenario: str | None = fact("clinical scenario", "临床场景", default=None, source="S5-2")
    scenario_confirmed_by: str | None = fact(
        "contact who confirmed the scenario", "场景确认人", default=None, source="S5-2"
    )
    invitees: tuple[Participant, ...] = fact("invitees", "邀请名单", default=(), source="S5-2")
    attendees: tuple[Participant, ...] = fact("participants", "参加人", default=(), source="S5-2")
    feedback: DemoFeedback | None = fact("feedback", "客户反馈", default=None, source="S5-3")
    agreement: EvidenceRef | None = fact("evaluation agreement", "试用协议", default=None, source="P54b")
    report: EvidenceRef | None = fact("evaluation report", "试用评价报告", default=None)
    evidence: EvidenceRef | None = fact("record", "演示记录", default=None)


@entity
class TechnicalQuestion:
    """A technical question of the customer and its answer. Source: S5-1, S5-3."""

    id: str = fact("question number", "问题编号")
    question: str | None = fact("question", "问题", default=None, source="S5-1")
    asked_by: str | None = fact("asked by", "提问人", default=None)
    asked_on: dt.date | None = fact("asked on", "提问日期", default=None)
    answer: str | None = fact("answer", "解答", default=None, source="S5-1")
    answered_by: str | None = fact("person who answered", "解答人", default=None)
    closed_on: dt.date | None = fact("closed on", "关闭日期", default=None, source="S5-3")


@entity
class Concern:
    """A technical doubt that could stop the purchase. Source: S5-3."""

    id: str = fact("concern number", "顾虑编号")
    concern: str | None = fact("concern", "顾虑", default=None, source="S5-3")
    raised_by: str | None = fact("raised by", "提出人", default=None)
    status: ConcernStatus = fact("status", "状态", default=ConcernStatus.OPEN, source="S5-3")
    cleared_on: dt.date | None = fact("cleared on", "消除日期", default=None)
