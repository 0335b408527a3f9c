"""The training matrix as a report: the chart on the wall, what is due next, hours against plan."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from medsales_core.model.enums import TrainingLevel, TrainingTopic
from medsales_core.ports.report import Cell, Column, Report, ReportTable
from medsales_core.standards.training import LevelHours, TrainingCell, TrainingRow, TrainingStatus
from medsales_core.text import LangText, text

__all__ = ["TrainingReport"]

#: The topics as they fit over a narrow column.
_TOPICS: Final = {
    TrainingTopic.PRODUCT_KNOWLEDGE: text("Product", "产品"),
    TrainingTopic.MEDICAL_KNOWLEDGE: text("Medical", "医学"),
    TrainingTopic.SALES_SKILL: text("Sales", "销售"),
    TrainingTopic.COMMUNICATION_SKILL: text("Communication", "沟通"),
    TrainingTopic.LAW_DEVICE_REGULATION: text("Device law", "器械法规"),
    TrainingTopic.LAW_ANTI_BRIBERY: text("Anti-bribery", "反商业贿赂"),
    TrainingTopic.INDUSTRY_ETHICS: text("Ethics", "伦理"),
    TrainingTopic.COMPANY_CULTURE: text("Culture", "文化"),
}
# What is worst is shown where a topic is asked at several levels.
_WORST: Final = (
    TrainingStatus.MISSING,
    TrainingStatus.FAILED,
    TrainingStatus.EXPIRED,
    TrainingStatus.ENDING,
    TrainingStatus.VALID,
    TrainingStatus.OPTIONAL,
)
_MARKS: Final = {
    TrainingStatus.MISSING: text("✗ missing", "✗ 缺少"),
    TrainingStatus.FAILED: text("✗ not passed", "✗ 未通过"),
    TrainingStatus.EXPIRED: text("✗ {day}", "✗ {day}"),
    TrainingStatus.ENDING: text("! {day}", "! {day}"),
    TrainingStatus.VALID: text("✓ {day}", "✓ {day}"),
    TrainingStatus.OPTIONAL: text("·", "·"),
}
_NOTHING_ASKED: Final = text("·", "·")
_NO_END: Final = text("no end", "长期")
_LEGEND: Final = text(
    "✓ valid until that day; ! ends soon; ✗ run out on that day, not passed or missing; · not asked. A topic that is "
    "asked at several levels shows the level where it stands worst.",
    "✓ 有效至该日；! 即将到期；✗ 该日已过期、未通过或缺少；· 不要求。同一主题涉及多个层级时，显示最差的一级。",
)
_HOURS_NOTE: Final = text(
    "Hours of on-job training are those of the twelve months before that day.",
    "在岗学时按该日前十二个月统计。",
)
_NO_RULES: Final = text(
    "Neither the company nor its playbook lays down what is to be learned, so nothing is asked: keep training rules "
    "with the company, or write [training.ID] in the playbook.",
    "公司与流程手册均未制定培训规则，因此无培训要求：请为公司登记培训规则，或在流程手册中编写[training.ID]。",
)
_COUNT: Final = text(
    "People: {people}. Everything mandatory is valid for {ready} of them.",
    "共{people}人，其中{ready}人全部必修培训有效。",
)
_DUE: Final = (
    Column(id="due", label=text("Due on", "到期日"), kind="date"),
    Column(id="name", label=text("Name", "姓名")),
    Column(id="person", label=text("Person", "员工编号")),
    Column(id="topic", label=text("Topic", "培训主题")),
    Column(id="level", label=text("Level", "层级")),
    Column(id="status", label=text("Status", "状态")),
    Column(id="planned", label=text("Booked for", "已安排"), kind="date"),
)
_HOURS: Final = (
    Column(id="name", label=text("Name", "姓名")),
    Column(id="person", label=text("Person", "员工编号")),
    Column(id="level", label=text("Level", "层级")),
    Column(id="done", label=text("Hours", "已完成学时"), kind="integer"),
    Column(id="planned", label=text("Plan", "计划学时"), kind="integer"),
    Column(id="lacking", label=text("Lacking", "尚缺学时"), kind="integer"),
)
_DUE_TITLE: Final = text("What is due next", "近期应完成")
_HOURS_TITLE: Final = text("Hours against plan", "学时与计划")


class TrainingReport:
    """Person by topic, for the wall; below it what must be done by when, and the hours of each level."""

    id = "training-matrix"
    title = text("Training matrix", "培训矩阵")

    def build(
        self,
        rows: Sequence[TrainingRow],
        *,
        at: dt.datetime,
        subject: LangText,
        horizon_days: int = 90,
        illustrative: bool = False,
    ) -> Report:
        """The report on *rows*.

        Args:
            rows: The matrix.

            at: The moment it speaks of.

            subject: Whose people they are.

            horizon_days: How far ahead the list of what is due looks.

            illustrative: What is asked rests on samples that no source fixes.
        """
        horizon = at.date() + dt.timedelta(days=horizon_days)
        topics = [topic for topic in TrainingTopic if any(_of_topic(row, topic) for row in rows)]
        return Report(
            id=self.id,
            title=self.title,
            at=at,
            tables=(
                _wall(self.title, rows, topics, illustrative=illustrative),
                _due(rows, horizon),
                _hours(rows, illustrative=illustrative),
            ),
            notes=tuple(_notes(rows, topics)),
            subject=subject,
        )


def _of_topic(row: TrainingRow, topic: TrainingTopic) -> list[TrainingCell]:
    return [cell for cell in row.cells if cell.rule.topic is topic]


def _worst(cells: Iterable[TrainingCell]) -> TrainingCell | None:
    return min(
        cells, key=lambda cell: (_WORST.index(cell.status), cell.valid_until or dt.date.max), default=None
    )


# ---- the wall


def _wall(
    title: LangText, rows: Sequence[TrainingRow], topics: Sequence[TrainingTopic], *, illustrative: bool
) -> ReportTable:
    columns = (
        Column(id="name", label=text("Name", "姓名")),
        *(Column(id=str(topic), label=_TOPICS[topic], illustrative=illustrative) for topic in topics),
        Column(id="valid", label=text("Valid", "有效率"), kind="ratio"),
    )
    body = [
        (row.rep.name or row.rep.id, *(_mark(_of_topic(row, topic)) for topic in topics), row.attainment)
        for row in rows
    ]
    return ReportTable(id="matrix", title=title, columns=columns, rows=tuple(body))


def _mark(cells: list[TrainingCell]) -> LangText:
    worst = _worst(cells)
    if worst is None:
        return _NOTHING_ASKED
    return _MARKS[worst.status].format(day=worst.valid_until.isoformat() if worst.valid_until else _NO_END)


# ---- what is due, and the hours


def _due(rows: Sequence[TrainingRow], horizon: dt.date) -> ReportTable:
    pressing = [
        (cell, row) for row in rows for cell in row.due if cell.due_on is not None and cell.due_on <= horizon
    ]
    pressing.sort(key=lambda pair: (pair[0].due_on or horizon, pair[1].rep.id))
    return ReportTable(
        id="due", title=_DUE_TITLE, columns=_DUE, rows=tuple(_due_row(cell, row) for cell, row in pressing)
    )


def _due_row(cell: TrainingCell, row: TrainingRow) -> tuple[Cell, ...]:
    topic, level = cell.rule.topic, cell.rule.level
    return (
        cell.due_on,
        row.rep.name,
        row.rep.id,
        topic.label if topic else None,
        level.label if level else None,
        cell.status.label,
        cell.planned_on,
    )


def _hours(rows: Sequence[TrainingRow], *, illustrative: bool) -> ReportTable:
    columns = tuple(
        attrs.evolve(column, illustrative=illustrative and column.id in ("planned", "lacking"))
        for column in _HOURS
    )
    body = [_hours_row(row, hours) for row in rows for hours in row.hours if hours.planned or hours.done]
    return ReportTable(id="hours", title=_HOURS_TITLE, columns=columns, rows=tuple(body))


def _hours_row(row: TrainingRow, hours: LevelHours) -> tuple[Cell, ...]:
    level: TrainingLevel = hours.level
    return (row.rep.name, row.rep.id, level.label, hours.done, hours.planned, hours.lacking)


def _notes(rows: Sequence[TrainingRow], topics: Sequence[TrainingTopic]) -> Iterator[LangText]:
    if not topics:
        yield _NO_RULES
        return
    ready = sum(all(cell.status.holds for cell in row.mandatory) for row in rows)
    yield _COUNT.format(people=len(rows), ready=ready)
    yield _LEGEND
    yield _HOURS_NOTE
