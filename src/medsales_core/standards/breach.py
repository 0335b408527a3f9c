"""What stands against an expense or a transfer of value, in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from medsales_core.model.enums import ComplianceScenario
from medsales_core.text import LangText, text

__all__ = ["BREACHES", "Breach", "breach"]


@attrs.frozen(kw_only=True)
class Breach:
    """Something that stands against an expense or a transfer of value.

    Args:
        code: What it is, one of `BREACHES`.

        subject: Id of the expense or transfer.

        scenario: The scenario of the regulator's guidance that it belongs to, None where it belongs to none.

        message: What was found and what was expected.

        remedy: What mends it.
    """

    code: str
    subject: str
    scenario: ComplianceScenario | None
    message: LangText
    remedy: LangText


def breach(code: str, subject: str, scenario: ComplianceScenario | None = None, **figures: object) -> Breach:
    """The breach called *code*, told with *figures*."""
    message, remedy = BREACHES[code]
    told = message.format(**figures)
    return Breach(code=code, subject=subject, scenario=scenario, message=told, remedy=remedy)


#: Everything that may stand against one, by its code: the message, and what mends it.
BREACHES: Final[Mapping[str, tuple[LangText, LangText]]] = MappingProxyType(
    {
        "no-amount": (
            text("there is no estimate", "没有预计金额"),
            text("Estimate the amount before anything is ordered", "在下单前填写预计金额"),
        ),
        "no-day": (
            text("the day of the event is not known", "活动日期未填写"),
            text("Record the day of the event or payment", "填写活动或付款日期"),
        ),
        "no-head-count": (
            text(
                "a cap for each person cannot be checked without the number of people",
                "缺少人数，无法核对人均限额",
            ),
            text("Record how many people take part", "填写参加人数"),
        ),
        "no-item-value": (
            text("a cap for each item cannot be checked without its value", "缺少单件价值，无法核对限额"),
            text("Record the value of one item", "填写单件价值"),
        ),
        "over-cap": (
            text("{amount}: {found} is above the cap of {limit}", "{amount}：{found}超过限额{limit}"),
            text("Spend less, or do without", "减少金额或取消"),
        ),
        "not-below-cap": (
            text("{amount}: {found} is not below the cap of {limit}", "{amount}：{found}未低于限额{limit}"),
            text(
                "Give something cheaper, or a textbook or anatomical model",
                "更换为价值更低的物品、教材或解剖模型",
            ),
        ),
        "not-comparable": (
            text("{amount}: {found} cannot be held against {limit}", "{amount}：{found}无法与{limit}比较"),
            text("State all amounts in one currency, that of the cap", "统一使用限额的币种填写金额"),
        ),
        "over-commitment": (
            text(
                "{amount}: {found} is above what was agreed before, {limit}",
                "{amount}：{found}超过此前确定的{limit}",
            ),
            text("Have the higher amount approved before it is spent", "支出前就增加的金额重新报批"),
        ),
        "not-approved": (
            text("nobody has approved it", "尚未审批"),
            text("Have it approved by somebody who did not ask for it", "由非申请人审批"),
        ),
        "own-approval": (
            text("{person} approved what they had asked for", "{person}审批了本人的申请"),
            text("Have it approved by somebody who did not ask for it", "由非申请人审批"),
        ),
        "approved-too-late": (
            text(
                "it was approved on {found}, after the event of {limit}", "审批日期{found}晚于活动日期{limit}"
            ),
            text(
                "Report the breach to compliance; approve before the event next time",
                "向合规部门报告，今后须在活动前审批",
            ),
        ),
        "approval-run-out": (
            text(
                "the approval was good until {found}, and the event is on {limit}",
                "审批有效期至{found}，早于活动日期{limit}",
            ),
            text("Have it approved again before the event", "活动前重新报批"),
        ),
        "over-approval": (
            text(
                "{amount}: {found} is above the {limit} that was approved",
                "{amount}：{found}超过批准金额{limit}",
            ),
            text("Have the higher amount approved", "就增加的金额重新报批"),
        ),
        "over-yearly-cap": (
            text(
                "{found} in {year} is above the yearly cap of {limit} for one recipient",
                "{year}年累计{found}超过单一接收方年度上限{limit}",
            ),
            text("Give less, or nothing more this year", "减少金额，或本年度不再提供"),
        ),
    }
)
