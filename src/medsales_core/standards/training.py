"""The training matrix: what each person has learned, until when that holds, what is due next, hours against plan."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import attrs

from medsales_core.model.choice import Choice
from medsales_core.model.company import TrainingRule
from medsales_core.model.enums import TrainingLevel
from medsales_core.model.rep import Rep, TrainingRecord
from medsales_core.rules.calendar import add_months

__all__ = ["LevelHours", "TrainingCell", "TrainingRow", "TrainingStatus", "training_matrix"]

_RANK: Final = {level: rank for rank, level in enumerate(TrainingLevel)}
_FOR_EVER: Final = dt.date.max
_A_YEAR: Final = 12


class TrainingStatus(Choice):
    """How a person stands in one cell of the matrix."""

    VALID = "valid", "valid", "有效"
    ENDING = "ending", "ends soon", "即将到期"
    EXPIRED = "expired", "run out", "已过期"
    FAILED = "failed", "not passed", "未通过"
    MISSING = "missing", "missing", "缺少"
    OPTIONAL = "optional", "not taken, not mandatory", "选修未参加"

    @property
    def holds(self) -> bool:
        """What was learned counts today."""
        return self in (TrainingStatus.VALID, TrainingStatus.ENDING)


@attrs.frozen(kw_only=True)
class TrainingCell:
    """One person in one topic at one level.

    Args:
        rule: What is asked there.

        status: How the person stands.

        done_on: The day of the examination that counts; None where none does.

        valid_until: Its last day; None where there is none, or where it has no end.

        due_on: The day by which something must be done: the last valid day, or today where nothing holds; None
            where nothing is due.

        planned_on: The day for which the person is booked.
    """

    rule: TrainingRule
    status: TrainingStatus
    done_on: dt.date | None = None
    valid_until: dt.date | None = None
    due_on: dt.date | None = None
    planned_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class LevelHours:
    """The hours of one person at one level: all of them, for on-job training those of the last twelve months."""

    level: TrainingLevel
    done: int
    planned: int | None

    @property
    def lacking(self) -> int:
        """How many hours the plan still asks for."""
        return max(0, (self.planned or 0) - self.done)


@attrs.frozen(kw_only=True)
class TrainingRow:
    """One person in the matrix."""

    rep: Rep
    cells: tuple[TrainingCell, ...]
    hours: tuple[LevelHours, ...]

    @property
    def mandatory(self) -> tuple[TrainingCell, ...]:
        """The cells that must hold."""
        return tuple(cell for cell in self.cells if cell.rule.mandatory)

    @property
    def due(self) -> tuple[TrainingCell, ...]:
        """What must be done, the most pressing first."""
        pressing = [cell for cell in self.cells if cell.due_on]
        return tuple(sorted(pressing, key=lambda cell: (cell.due_on or _FOR_EVER, *_place(cell.rule))))

    @property
    def attainment(self) -> Decimal | None:
        """Modules that hold over modules asked for; None where nothing is asked."""
        asked = self.mandatory
        return Decimal(sum(cell.status.holds for cell in asked)) / len(asked) if asked else None


def training_matrix(
    people: Iterable[Rep], rules: Iterable[TrainingRule], on: dt.date, *, notice_days: int = 60
) -> tuple[TrainingRow, ...]:
    """How *people* stand in what *rules* ask, by staff number.

    A rule for a role goes before one for everybody. A passed training counts at its level and at those before:
    who passed an advanced course in a topic need not repeat the first one. It holds until the day on its record,
    else for the months that the rule gives it, else without end; the last day counts.

    Args:
        people: Who is in the matrix.

        rules: The cells of the matrix; one without a topic plans the hours of its level.

        on: The day that is judged.

        notice_days: How long before its last day a training is said to end soon.
    """
    asked = tuple(rules)
    return tuple(
        _row(rep, _rules_for(rep, asked), on, dt.timedelta(days=notice_days))
        for rep in sorted(people, key=lambda rep: rep.id)
    )


def _rules_for(rep: Rep, rules: Sequence[TrainingRule]) -> list[TrainingRule]:
    general = {(rule.level, rule.topic): rule for rule in rules if rule.role_id is None}
    own = {(rule.level, rule.topic): rule for rule in rules if rule.role_id and rule.role_id == rep.role_id}
    return sorted({**general, **own}.values(), key=_place)


def _place(rule: TrainingRule) -> tuple[int, str, str]:
    return (_RANK[rule.level] if rule.level else len(_RANK), str(rule.topic or ""), rule.id)


def _row(rep: Rep, rules: Sequence[TrainingRule], on: dt.date, notice: dt.timedelta) -> TrainingRow:
    return TrainingRow(
        rep=rep,
        cells=tuple(_cell(rep, rule, on, notice) for rule in rules if rule.topic and rule.level),
        hours=tuple(_hours(rep, level, rules, on) for level in TrainingLevel),
    )


# ---- one cell


def _cell(rep: Rep, rule: TrainingRule, on: dt.date, notice: dt.timedelta) -> TrainingCell:
    taken = [record for record in rep.training if _counts_for(record, rule)]
    done = [record for record in taken if record.completed_on and record.completed_on <= on]
    best = max(
        (record for record in done if _passed(record, rule)), key=lambda r: _last_day(r, rule), default=None
    )
    planned = min(
        (r.planned_on for r in taken if not r.completed_on and r.planned_on and r.planned_on >= on),
        default=None,
    )
    if best is None:
        return _unlearned(rule, failed=bool(done), on=on, planned=planned)
    last = _last_day(best, rule)
    status = _status(last, on, notice)
    return TrainingCell(
        rule=rule,
        status=status,
        done_on=best.completed_on,
        valid_until=None if last == _FOR_EVER else last,
        due_on=last if rule.mandatory and last != _FOR_EVER else None,
        planned_on=planned,
    )


def _unlearned(rule: TrainingRule, *, failed: bool, on: dt.date, planned: dt.date | None) -> TrainingCell:
    lacking = TrainingStatus.MISSING if rule.mandatory else TrainingStatus.OPTIONAL
    return TrainingCell(
        rule=rule,
        status=TrainingStatus.FAILED if failed else lacking,
        due_on=on if rule.mandatory else None,
        planned_on=planned,
    )


def _counts_for(record: TrainingRecord, rule: TrainingRule) -> bool:
    if record.level is None or rule.level is None:
        return False
    return record.topic == rule.topic and _RANK[record.level] >= _RANK[rule.level]


def _passed(record: TrainingRecord, rule: TrainingRule) -> bool:
    enough = rule.pass_mark is None or record.score is None or record.score >= rule.pass_mark
    return record.passed is True and enough


def _last_day(record: TrainingRecord, rule: TrainingRule) -> dt.date:
    if record.expires_on:
        return record.expires_on
    if rule.validity_months and record.completed_on:
        return add_months(record.completed_on, rule.validity_months)
    return _FOR_EVER


def _status(last: dt.date, on: dt.date, notice: dt.timedelta) -> TrainingStatus:
    if last < on:
        return TrainingStatus.EXPIRED
    # The other way round than `last <= on + notice`, which leaves the calendar for a training without end.
    return TrainingStatus.ENDING if last - on <= notice else TrainingStatus.VALID


# ---- hours


def _hours(rep: Rep, level: TrainingLevel, rules: Sequence[TrainingRule], on: dt.date) -> LevelHours:
    since = add_months(on, -_A_YEAR) if level is TrainingLevel.ON_JOB else dt.date.min
    done = sum(
        record.hours or 0
        for record in rep.training
        if record.level is level and record.completed_on and since <= record.completed_on <= on
    )
    return LevelHours(level=level, done=done, planned=_planned_hours(level, rules))


def _planned_hours(level: TrainingLevel, rules: Sequence[TrainingRule]) -> int | None:
    """What the rule for the whole level says, else what its mandatory topics add up to."""
    at_level = [rule for rule in rules if rule.level is level and rule.hours]
    whole = [rule.hours or 0 for rule in at_level if rule.topic is None]
    if whole:
        return whole[0]
    return sum(rule.hours or 0 for rule in at_level if rule.mandatory) or None
