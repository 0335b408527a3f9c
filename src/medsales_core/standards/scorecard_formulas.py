"""How indicators are measured: each formula is one input, or one input over another."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

import attrs

from medsales_core.errors import UnknownName
from medsales_core.text import LangText, text

__all__ = ["FORMULAS", "FORMULA_VERSION", "Formula", "measure"]

#: Told on every scorecard; it changes with any formula.
FORMULA_VERSION: Final = "1"


@attrs.frozen(kw_only=True)
class Formula:
    """What is measured, out of which figures.

    Args:
        id: Stable ASCII id.

        label: What it says, for a person.

        unit: The unit of what comes out.

        over: Name of the figure that is measured.

        under: Name of the figure it is divided by; empty where nothing is divided.
    """

    id: str
    label: LangText
    unit: str
    over: str
    under: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the figures it needs."""
        return (self.over, self.under) if self.under else (self.over,)


def _ratio(name: str, over: str, under: str, en: str, zh: str) -> Formula:
    return Formula(id=name, label=text(en, zh), unit="ratio", over=over, under=under)


def _plain(name: str, unit: str, over: str, en: str, zh: str) -> Formula:
    return Formula(id=name, label=text(en, zh), unit=unit, over=over)


_ALL: Final = (
    _ratio("quota-attainment", "sales", "quota", "sales / quota", "销售额 / 指标额"),
    _ratio("collection-rate", "collected", "contract_amount", "collected / contract amount", "回款额 / 合同额"),
    _ratio("on-time-collection", "paid_on_time", "due", "paid by due date / due", "按期回款额 / 到期应收额"),
    _ratio("key-product-share", "key_product_sales", "sales", "key product sales / sales", "重点产品销售额 / 销售额"),
    _ratio("renewal-rate", "renewed", "due_for_renewal", "renewed / due", "续签数 / 到期数"),
    _ratio("repurchase-rate", "repeat_customers", "customers", "with 2 or more orders / customers", "两次以上下单客户 / 客户数"),
    _ratio("complaint-handling", "handled_in_time", "complaints", "handled in time / complaints", "及时处理数 / 投诉数"),
    _ratio("feedback-adoption", "feedback_adopted", "feedback", "feedback adopted / feedback", "采纳反馈数 / 反馈数"),
    _ratio("visit-quality", "good_visits", "visits", "with objective, findings, next step / visits", "有目的、收获与下一步 / 拜访数"),
    _ratio("key-account-plan", "actions_done", "actions_planned", "actions done / planned", "完成动作 / 计划动作"),
    _ratio("training-attainment", "modules_passed", "modules_due", "modules that hold / asked for", "有效模块 / 应有模块"),
    _ratio("field-completeness", "fields_filled", "fields_asked", "fields filled / asked for", "已填字段 / 应填字段"),
    _ratio("timely-entry", "entered_in_time", "visits", "entered in time / visits", "及时录入数 / 拜访数"),
    _plain("new-customers", "customer", "first_paid_orders", "first paid orders in the period", "考核期内首次付款订单"),
    _plain("strategic-partners", "partner", "partners_won", "strategic partners won", "新增战略伙伴"),
    _plain("average-contract", "money", "average_contract", "average contract amount", "平均合同额"),
    _plain("satisfaction", "score", "survey_score", "mean survey score", "满意度均分"),
    _plain("complaint-satisfaction", "score", "complaint_score", "mean score for handling", "投诉处理满意度均分"),
    _plain("late-complaints", "case", "complaints_late", "complaints not handled in time", "未及时处理投诉数"),
    Formula(id="visit-volume", label=text("visits / months", "拜访数 / 月数"), unit="visit a month", over="visits", under="months"),
    _plain("new-markets", "market", "new_markets", "new markets opened", "新开拓市场数"),
    _plain("market-reports", "report", "market_reports", "market reports", "市场报告数"),
    _plain("competitor-reports", "report", "competitor_reports", "competitor reports", "竞品报告数"),
)  # fmt: skip
#: Every formula, by id.
FORMULAS: Final[Mapping[str, Formula]] = MappingProxyType({formula.id: formula for formula in _ALL})


def measure(formula: str, inputs: Mapping[str, Decimal]) -> Decimal | None:
    """What *formula* gives on *inputs*; None where a figure is missing, or there was nothing to divide by.

    Raises:
        UnknownName: There is no such formula.
    """
    if formula not in FORMULAS:
        raise UnknownName.among("formula", formula, FORMULAS)
    asked = FORMULAS[formula]
    if any(name not in inputs for name in asked.inputs):
        return None
    over = inputs[asked.over]
    if not asked.under:
        return over
    return over / inputs[asked.under] if inputs[asked.under] else None
