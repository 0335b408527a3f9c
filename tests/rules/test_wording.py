"""What a requirement says in words, and what it reads: sentence by sentence, in both languages."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from medsales_core.config import Diagnostics, read_toml
from medsales_core.playbook.load import core_schema
from medsales_core.rules.condition import CheckCall, Condition, Since
from medsales_core.rules.reading import ConditionReader, Place
from medsales_core.rules.reads import reads, reads_of_call, thresholds_read
from medsales_core.rules.threshold import Threshold, ThresholdValue
from medsales_core.rules.wording import words
from medsales_core.text import text


def limit(name: str, zh: str, unit: str, *values: ThresholdValue) -> Threshold:
    return Threshold(id=name.lower(), label=text(name, zh), unit=unit, values=values)


DAYS = limit("Limit", "上限", "day", ThresholdValue(value=Decimal(3)))
LIMITS = {
    "days": DAYS,
    "local": limit("Local", "地方", "ratio", ThresholdValue(value=Decimal("0.5"), jurisdiction="CN-ZJ")),
    "dated": limit(
        "Dated", "分期", "ratio",
        ThresholdValue(value=Decimal(1), valid_to=dt.date(2026, 1, 1)),
        ThresholdValue(value=Decimal(2), valid_from=dt.date(2026, 1, 2)),
    ),
}  # fmt: skip


class Check:
    """A check that reads more with some parameters than with others."""

    id = "tender.bond-paid"
    reads = ("deal.tender",)
    parameters: Mapping[str, type] = MappingProxyType({"days": int})

    def reads_with(self, *, days: int) -> tuple[str, ...]:
        return ("deal.tender", f"deal.d{days}")


CHECKS: Any = {Check.id: Check()}
SAID = [
    ('"deal.name" = "filled"', "deal › name is filled in", "商机›商机名称已填写", ["deal.name"]),
    (
        '"deal.budget.status" = "empty"',
        "budget › status is empty",
        "预算›预算状态为空",
        ["deal.budget.status"],
    ),
    ('"deal.name" = { equals = "x" }', "deal › name is x", "商机›商机名称为x", ["deal.name"]),
    ('"deal.name" = { differs = "x" }', "deal › name is not x", "商机›商机名称不为x", ["deal.name"]),
    (
        '"deal.probability" = { above = 0.5 }',
        "deal › probability is above 0.5",
        "商机›赢率大于0.5",
        ["deal.probability"],
    ),
    (
        '"deal.probability" = { at_least = 0.5 }',
        "deal › probability is at least 0.5",
        "商机›赢率不小于0.5",
        ["deal.probability"],
    ),
    (
        '"deal.probability" = { below = { threshold = "local" } }',
        "deal › probability is below Local (CN-ZJ: 0.5 ratio)",
        "商机›赢率小于地方(CN-ZJ: 0.5 ratio)",
        ["account.country", "account.region", "deal.probability"],
    ),
    (
        '"deal.probability" = { at_most = { threshold = "dated" } }',
        "deal › probability is at most Dated",
        "商机›赢率不大于分期",
        ["deal.probability"],
    ),
    (
        '"deal.competitors" = { count = { min = 1 } }',
        "deal › competitors: at least 1",
        "商机›竞争对手:至少1个",
        ["deal.competitors"],
    ),
    (
        '"deal.name" = { matches = "[A-Z]+" }',
        "deal › name has the form [A-Z]+",
        "商机›商机名称符合格式[A-Z]+",
        ["deal.name"],
    ),
    (
        '"deal.created_on" = { before = "as_of" }',
        "deal › created on is before the day itself",
        "商机›创建日期早于判定日",
        ["deal.created_on"],
    ),
    (
        '"deal.created_on" = { after = 2026-01-01 }',
        "deal › created on is after 2026-01-01",
        "商机›创建日期晚于2026-01-01",
        ["deal.created_on"],
    ),
    (
        '"deal.created_on" = { not_before = { path = "deal.expected_close_on" } }',
        "deal › created on is not before deal › expected to close on",
        "商机›创建日期不早于商机›预计成交日期",
        ["deal.created_on", "deal.expected_close_on"],
    ),
    (
        '"deal.created_on" = { not_after = "as_of" }',
        "deal › created on is not after the day itself",
        "商机›创建日期不晚于判定日",
        ["deal.created_on"],
    ),
    (
        '"deal.forecast_category" = { one_of = ["commit", "best-case"] }',
        "deal › forecast category is one of commit / best case",
        "商机›预测类别为承诺、最佳情形之一",
        ["deal.forecast_category"],
    ),
    (
        '"deal.forecast_category" = { not_in = ["commit", "best-case"] }',
        "deal › forecast category is none of commit / best case",
        "商机›预测类别不为承诺、最佳情形中任何一项",
        ["deal.forecast_category"],
    ),
    (
        '"deal.created_on" = { within = { days = 30, before = "as_of" } }',
        "deal › created on is at most 30 days before the day itself",
        "商机›创建日期不早于判定日前30天",
        ["deal.created_on"],
    ),
    (
        '"deal.created_on" = { within = { workdays = { threshold = "days" }, after = "as_of" } }',
        "deal › created on is at most Limit (3 day) work days after the day itself",
        "商机›创建日期不晚于判定日后上限(3 day)个工作日",
        ["deal.created_on"],
    ),
    (
        '"deal.created_on" = { within = { months = 2, after = 2026-01-01 } }',
        "deal › created on is at most 2 months after 2026-01-01",
        "商机›创建日期不晚于2026-01-01后2个月",
        ["deal.created_on"],
    ),
    (
        '"deal.needs" = { count = { min = 1, max = 1 } }',
        "deal › needs: exactly 1",
        "商机›需求:恰好1个",
        ["deal.needs"],
    ),
    (
        '"deal.needs" = { where = { priority = "filled" }, count = { min = 1, max = 3 } }',
        "deal › needs (where priority is filled in): at least 1 and at most 3",
        "商机›需求（其中优先级已填写）:至少1且至多3个",
        ["deal.needs", "deal.needs.priority"],
    ),
    (
        '"deal.needs" = { count = { max = 3 } }',
        "deal › needs: at most 3",
        "商机›需求:至多3个",
        ["deal.needs"],
    ),
    (
        '"deal.needs" = { each = { priority = "filled" } }',
        "for every deal › needs: priority is filled in",
        "每个商机›需求均满足：优先级已填写",
        ["deal.needs", "deal.needs.priority"],
    ),
    (
        '"deal.needs" = { some = { priority = { equals = 1 } } }',
        "for at least one deal › needs: priority is 1",
        "至少一个商机›需求满足：优先级为1",
        ["deal.needs", "deal.needs.priority"],
    ),
    (
        '"deal.needs" = { where = { priority = "filled" }, none = { statement = "empty" } }',
        "for no deal › needs (where priority is filled in): statement is empty",
        "没有商机›需求（其中优先级已填写）满足：需求描述为空",
        ["deal.needs", "deal.needs.priority", "deal.needs.statement"],
    ),
    (
        '"deal.needs" = { distinct = { of = "dimension", min = 2 } }',
        "deal › needs: at least 2 different values of dimension",
        "商机›需求:需求维度有至少2种不同取值",
        ["deal.needs", "deal.needs.dimension"],
    ),
    (
        '"deal.needs" = { unique = { of = "priority" } }',
        "deal › needs: no priority stands twice",
        "商机›需求:优先级不重复",
        ["deal.needs", "deal.needs.priority"],
    ),
    (
        '"order.lines" = { sum = { of = "ordered", above = 5 } }',
        "the sum of quantity ordered over order › lines is above 5",
        "订单›订单明细的订购数量之和大于5",
        ["order.lines", "order.lines.ordered"],
    ),
    (
        '"deal.needs" = { covers = { of = "dimension", values = ["patient", "cost-benefit"] } }',
        "deal › needs: dimension covers patient / cost and benefit",
        "商机›需求:需求维度涵盖患者、成本效益",
        ["deal.needs", "deal.needs.dimension"],
    ),
    (
        '"deal.proposal.lines" = { covers = { of = "need_ids", records = "deal.needs", their = "id", where = { priority = "filled" } } }',
        "proposal › lines: needs it answers covers every need number of deal › needs (where priority is filled in)",
        "方案›方案内容:对应需求涵盖商机›需求（其中优先级已填写）的每个需求编号",
        [
            "deal.needs",
            "deal.needs.id",
            "deal.needs.priority",
            "deal.proposal.lines",
            "deal.proposal.lines.need_ids",
        ],
    ),
    (
        'any_of = [ { "deal.name" = "filled" }, { "deal.amount" = "filled" } ]',
        "deal › name is filled in or deal › amount is filled in",
        "商机›商机名称已填写或商机›金额已填写",
        ["deal.amount", "deal.name"],
    ),
    (
        'any_of = [ { "deal.name" = "filled", "deal.amount" = "filled" }, { "deal.id" = "filled" } ]',
        "(deal › name is filled in and deal › amount is filled in) or deal › deal number is filled in",
        "（商机›商机名称已填写且商机›金额已填写）或商机›商机编号已填写",
        ["deal.amount", "deal.id", "deal.name"],
    ),
    (
        'all_of = [ { any_of = [ { "deal.name" = "filled" }, { "deal.amount" = "filled" } ] }, { "deal.id" = "filled" } ]',
        "(deal › name is filled in or deal › amount is filled in) and deal › deal number is filled in",
        "（商机›商机名称已填写或商机›金额已填写）且商机›商机编号已填写",
        ["deal.amount", "deal.id", "deal.name"],
    ),
    (
        'not = { "deal.name" = "filled" }',
        "not: deal › name is filled in",
        "并非：商机›商机名称已填写",
        ["deal.name"],
    ),
    (
        'when = { "deal.amount" = "filled" }\n"deal.name" = "filled"',
        "when deal › amount is filled in: deal › name is filled in",
        "当商机›金额已填写时：商机›商机名称已填写",
        ["deal.amount", "deal.name"],
    ),
    (
        '"deal.quotes" = { each = { approvals = { some = { approver_id = { differs = { path = "outer.sla_id" } }, requested_by = { equals = { path = "root.deal.owner_id" } } } } } }',
        "for every deal › quotes: for at least one approvals: approver is not service level agreed and requester is deal › owner",
        "每个商机›报价均满足：至少一个审批记录满足：审批人不为服务级别且申请人为商机›负责人",
        [
            "deal.owner_id",
            "deal.quotes",
            "deal.quotes.approvals",
            "deal.quotes.approvals.approver_id",
            "deal.quotes.approvals.requested_by",
            "deal.quotes.sla_id",
        ],
    ),
    (
        '"company.sla_policies" = { some = { valid_on = "as_of" } }',
        "for at least one our company › service levels: it is valid on the day itself",
        "至少一个本公司›服务政策满足：在判定日有效",
        ["company.sla_policies"],
    ),
    (
        '"tickets" = { each = { responded_at = { within = { hours = 2, after = { path = "response_due_at" } } } } }',
        "for every service tickets: responded at is at most 2 hours after response due by",
        "每个服务工单均满足：响应时间不晚于应响应时间后2小时",
        ["tickets", "tickets.responded_at", "tickets.response_due_at"],
    ),
    (
        'check = "tender.bond-paid"\nwith = { days = 3 }',
        "check tender.bond-paid holds",
        "检查tender.bond-paid通过",
        ["deal.d3", "deal.tender"],
    ),
]
SAID += [
    (
        'all_of = [ { any_of = [ { "deal.name" = "filled" } ] }, { "deal.id" = "filled" } ]',
        "deal › name is filled in and deal › deal number is filled in",
        "商机›商机名称已填写且商机›商机编号已填写",
        ["deal.id", "deal.name"],
    )
]


def read(form: str) -> Condition:
    found = Diagnostics()
    document = read_toml(f"[require]\n{form}".encode(), name="x.toml")
    condition = ConditionReader(document, found, core_schema(), LIMITS, CHECKS).read(
        document.data["require"], Place(("require",))
    )
    assert not list(found), [str(diagnostic) for diagnostic in found]
    assert condition is not None
    return condition


@pytest.mark.parametrize(("form", "en", "zh", "fields"), SAID, ids=[form for form, *_ in SAID])
def test_a_requirement_is_said_in_both_languages_and_says_what_it_reads(
    form: str, en: str, zh: str, fields: list[str]
) -> None:
    condition = read(form)
    assert dict(words(condition)) == {"en": en, "zh-Hans": zh}
    assert sorted(reads(condition, CHECKS)) == fields


def test_a_day_from_which_something_is_asked_is_said_as_a_day() -> None:
    assert dict(words(Since(dt.date(2026, 7, 1)))) == {
        "en": "the day is 2026-07-01 or later",
        "zh-Hans": "判定日不早于2026-07-01",
    }


def test_a_check_that_does_not_tell_by_its_parameters_reads_what_it_reads() -> None:
    class Plain:
        reads = ("deal.name",)

    assert reads_of_call(CheckCall("p", {}), {"p": Plain()}) == ("deal.name",)  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("form", "limits"),
    [
        ('"deal.name" = "filled"', []),
        ('"deal.created_on" = { within = { workdays = { threshold = "days" }, after = "as_of" } }', ["days"]),
        (
            (
                'any_of = [ { "deal.probability" = { below = { threshold = "local" } } }, { "deal.needs" = '
                '{ some = { priority = { above = { threshold = "days" } } } } } ]'
            ),
            ["local", "days"],
        ),
    ],
)
def test_the_thresholds_of_a_requirement_are_found_however_deep(form: str, limits: list[str]) -> None:
    assert list(thresholds_read(read(form))) == [LIMITS[name] for name in limits]
