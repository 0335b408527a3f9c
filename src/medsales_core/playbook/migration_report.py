"""A planned migration as a report: what becomes of whom, who would newly fail what, and who has no place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from medsales_core.engine.migration import Lot, Migration, Placement, Way
from medsales_core.engine.process import Stage, TransitionKind
from medsales_core.playbook.playbook import Playbook
from medsales_core.ports.report import Cell, Column, Report, ReportTable
from medsales_core.rules.requirement import Severity
from medsales_core.rules.values import joined
from medsales_core.text import LangText, text

__all__ = ["MigrationReport"]

_NOTHING: Final = text("", "")
_COMMA: Final = text(", ", "、")
_LISTED: Final = 8
_MORE: Final = text("{names} and {more} more", "{names}等{count}个")
_LOTS: Final = (
    Column(id="lot", label=text("What becomes of it", "处理结果")),
    Column(id="subjects", label=text("Subjects", "数量"), kind="integer"),
)
_FAILING: Final = (
    Column(id="requirement", label=text("Requirement", "要求")),
    Column(id="id", label=text("Id", "编号")),
    Column(id="severity", label=text("Severity", "级别")),
    Column(id="subjects", label=text("Subjects", "数量"), kind="integer"),
    Column(id="who", label=text("Who", "对象")),
)
_SUBJECTS: Final = (
    Column(id="subject", label=text("Subject", "对象")),
    Column(id="status", label=text("Status", "状态")),
    Column(id="from", label=text("Stands at", "现阶段")),
    Column(id="to", label=text("Would stand at", "迁移后阶段")),
    Column(id="failing", label=text("Newly fails", "新增不满足"), kind="integer"),
    Column(id="possible", label=text("Becomes possible", "新增可行")),
    Column(id="impossible", label=text("Becomes impossible", "不再可行")),
)
_LOTS_TITLE: Final = text("What becomes of them", "处理结果")
_FAILING_TITLE: Final = text("What would newly fail", "将新增不满足的要求")
_SUBJECTS_TITLE: Final = text("Who would notice", "受影响的对象")
_PLAN: Final = text(
    "This is a plan: nothing has been changed. Those who are on hold are judged as if they were open.",
    "此为预案，尚未作任何变更。暂停者按进行中判断。",
)
_UNCOMPARED: Final = text(
    "For {count} of them the playbook before is not known: everything that fails is told, not what newly fails.",
    "其中{count}个的原手册未知：所列为全部不满足项，而非新增项。",
)
_NEAR: Final = text("none; perhaps {near}", "无；或为{near}")
_NO_PLACE: Final = text("none", "无")

_SEVERITIES: Final = {
    Severity.BLOCK: text("blocks", "阻止"),
    Severity.JUSTIFY: text("asks for a reason", "须说明理由"),
    Severity.WARN: text("warns", "提醒"),
    Severity.INFO: text("is told", "提示"),
}
_ONWARD: Final = text("on to {stage}", "推进至{stage}")
_WAYS: Final = {
    TransitionKind.FORWARD: _ONWARD,
    TransitionKind.SKIP: _ONWARD,
    TransitionKind.BACK: text("back to {stage}", "退回至{stage}"),
    TransitionKind.REOPEN: text("reopening at {stage}", "重新打开至{stage}"),
    TransitionKind.WIN: text("winning", "赢单"),
    TransitionKind.LOSE: text("losing", "丢单"),
    TransitionKind.COMPLETE: text("completing", "完成"),
    TransitionKind.RETIRE: text("retiring", "退役"),
}


class MigrationReport:
    """What a migration would do, for those who decide on it; only subjects of which there is something to tell."""

    id = "migration"
    title = text("Migration to a changed playbook", "迁移至新版流程手册")

    def build(self, migration: Migration, playbook: Playbook, before: Playbook | None = None) -> Report:
        """The report on *migration*.

        Args:
            migration: The plan.

            playbook: The playbook to which it leads.

            before: The playbook from which, for the names of its stages.
        """
        names = {**(before.stages if before is not None else {}), **playbook.stages}
        uncompared = sum(not one.is_compared for one in migration.due if one.failing)
        return Report(
            id=self.id,
            title=self.title,
            at=migration.at,
            tables=(
                _table("lots", _LOTS_TITLE, _LOTS, _lots(migration)),
                _table("failing", _FAILING_TITLE, _FAILING, _failing(migration)),
                _table("subjects", _SUBJECTS_TITLE, _SUBJECTS, _subjects(migration, names)),
            ),
            notes=(_PLAN, *([_UNCOMPARED.format(count=str(uncompared))] if uncompared else [])),
            subject=playbook.title,
        )


def _table(
    name: str, title: LangText, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]
) -> ReportTable:
    return ReportTable(id=name, title=title, columns=columns, rows=tuple(rows))


def _lots(migration: Migration) -> Iterator[tuple[Cell, ...]]:
    counted = migration.summary
    return ((lot.label, counted[lot]) for lot in Lot)


def _failing(migration: Migration) -> Iterator[tuple[Cell, ...]]:
    findings = {finding.requirement: finding for one in migration.placements for finding in one.failing}
    order = list(_SEVERITIES)
    for name, subjects in sorted(
        migration.failing.items(), key=lambda told: order.index(findings[told[0]].severity)
    ):
        severity = _SEVERITIES[findings[name].severity]
        yield findings[name].message, name, severity, len(subjects), _listed(sorted(subjects))


def _listed(names: list[str]) -> LangText:
    shown = ", ".join(names[:_LISTED])
    if len(names) <= _LISTED:
        return text(shown, shown)
    return _MORE.format(names=shown, more=str(len(names) - _LISTED), count=str(len(names)))


def _subjects(migration: Migration, names: Mapping[str, Stage]) -> Iterator[tuple[Cell, ...]]:
    told = [one for one in migration.placements if _is_told(one)]
    told.sort(key=lambda one: (one.lot is not Lot.UNPLACED, -len(one.failing), one.progress.subject))
    for one in told:
        progress = one.progress
        yield (
            progress.subject,
            progress.status.label,
            _here(one, names),
            _goal(one, names),
            len(one.failing),
            _ways(one.possible, names),
            _ways(one.impossible, names),
        )


def _is_told(one: Placement) -> bool:
    return one.lot in (Lot.UNPLACED, Lot.MOVES) or bool(one.failing or one.possible or one.impossible)


def _stage(process: str, name: str, names: Mapping[str, Stage]) -> LangText:
    stage = names.get(name)
    return stage.label if stage is not None else text(f"{process}: {name}", f"{process}：{name}")


def _here(one: Placement, names: Mapping[str, Stage]) -> LangText:
    """Where it stands; where it has no place with the id, which is what one must say."""
    progress = one.progress
    label = _stage(progress.process, progress.stage, names)
    if one.lot is not Lot.UNPLACED or progress.stage not in names:
        return label
    return text("{label} [{name}]", "{label}[{name}]").format(label=label, name=progress.stage)


def _goal(one: Placement, names: Mapping[str, Stage]) -> LangText:
    if one.lot is Lot.KEEPS:
        return _NOTHING
    if one.lot is Lot.MOVES:
        return _stage(one.process, one.stage, names)
    return _NEAR.format(near=", ".join(one.near)) if one.near else _NO_PLACE


def _ways(ways: Iterable[Way], names: Mapping[str, Stage]) -> LangText:
    told = []
    for kind, to in ways:
        stage = names[to].label if to in names else text(to, to)
        told.append(_WAYS[kind].format(stage=stage))
    return joined(told, _COMMA) if told else _NOTHING
