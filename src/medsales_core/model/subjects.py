"""The kinds of subject that a requirement may be about, in the words of the field, and where facts hold them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from medsales_core.text import LangText, text

__all__ = ["SUBJECTS", "SubjectKind"]


class SubjectKind(NamedTuple):
    """One kind of subject.

    Args:
        root: The root of facts that holds one, or a list of one where the root holds many.

        label: Its name for a person.
    """

    root: str
    label: LangText


#: Every kind, as ``applies_to`` names it.
SUBJECTS: Final[Mapping[str, SubjectKind]] = MappingProxyType(
    {
        "deal": SubjectKind("deal", text("deal", "商机")),
        "quote": SubjectKind("deal", text("quote", "报价")),
        "customer": SubjectKind("account", text("customer", "客户")),
        "contact": SubjectKind("contacts", text("contact", "联系人")),
        "rep": SubjectKind("owner", text("sales person", "销售人员")),
        "team": SubjectKind("team", text("team", "团队")),
        "scorecard": SubjectKind("scorecards", text("scorecard", "考核表")),
        "activity": SubjectKind("activities", text("activity", "活动")),
        "segment": SubjectKind("segment", text("market segment", "细分市场")),
        "product": SubjectKind("products", text("product", "产品")),
        "contract": SubjectKind("contract", text("contract", "合同")),
        "order": SubjectKind("order", text("order", "订单")),
        "receivable": SubjectKind("invoices", text("receivable", "应收款")),
        "stock-unit": SubjectKind("stock_units", text("stock unit", "库存单元")),
        "channel-partner": SubjectKind("partner", text("channel partner", "渠道伙伴")),
        "installed-asset": SubjectKind("asset", text("installed asset", "已装机设备")),
        "training-session": SubjectKind("training_sessions", text("training session", "客户培训")),
        "service-ticket": SubjectKind("tickets", text("service ticket", "服务工单")),
        "service-engineer": SubjectKind("engineers", text("service engineer", "服务工程师")),
        "expense": SubjectKind("expenses", text("expense", "费用")),
        "transfer": SubjectKind("transfers", text("transfer of value", "价值转移")),
        "finding": SubjectKind("compliance_findings", text("compliance finding", "合规问题")),
        "complaint": SubjectKind("complaints", text("complaint", "投诉")),
        "adverse-event": SubjectKind("adverse_events", text("adverse event", "不良事件")),
        "recall": SubjectKind("recalls", text("recall", "召回")),
        "record": SubjectKind("records", text("kept record", "留存记录")),
        "company": SubjectKind("company", text("company", "公司")),
        "process-variant": SubjectKind("process", text("process", "流程")),
    }
)
