"""Reading ``[training.ID]``: the cells of the training matrix, what a role or everybody must learn at a level."""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from medsales_core.config import Table
from medsales_core.model.company import TrainingRule
from medsales_core.model.enums import TrainingLevel, TrainingTopic
from medsales_core.text import LangText, near_or_known, text

__all__ = ["TrainingModule", "read_training"]

_WHOLE_LEVEL: LangText = text("all of it", "整个层级")


@attrs.frozen(kw_only=True)
class TrainingModule:
    """One cell of the training matrix as a playbook lays it down.

    Args:
        id: Stable ASCII id.

        role: The role it is for; empty for everybody.

        topic: What is learned; None plans the hours of the level as a whole.

        level: At which level.

        mandatory: Whether it must be passed.

        hours: How long it takes; for on-job training as a whole, the hours of a year.

        validity_months: How long it holds; None where it has no end.

        pass_mark: The score that is needed, from 0 to 1.

        source: Where its figures come from.

        illustrative: Its figures are samples that no source fixes.
    """

    id: str
    role: str
    topic: TrainingTopic | None
    level: TrainingLevel
    mandatory: bool
    hours: int | None
    validity_months: int | None
    pass_mark: Decimal | None
    source: str
    illustrative: bool

    @property
    def label(self) -> LangText:
        """Level and topic, as a person reads them."""
        topic = self.topic.label if self.topic else _WHOLE_LEVEL
        return text("{level}: {topic}", "{level}：{topic}").format(level=self.level.label, topic=topic)

    def as_rule(self) -> TrainingRule:
        """The module as a rule of the company."""
        return TrainingRule(
            id=self.id,
            role_id=self.role or None,
            topic=self.topic,
            level=self.level,
            mandatory=self.mandatory,
            hours=self.hours,
            validity_months=self.validity_months,
            pass_mark=self.pass_mark,
        )


def read_training(root: Table, roles: Iterable[str]) -> dict[str, TrainingModule]:
    """The ``[training.ID]`` tables, for the *roles* of the playbook."""
    known = tuple(roles)
    return {
        name: module
        for name, table in root.tables("training")
        if (module := _module(name, table, known)) is not None
    }


def _module(name: str, table: Table, roles: tuple[str, ...]) -> TrainingModule | None:
    level = table.choice("level", TrainingLevel)
    topic = table.choice("topic", TrainingTopic) if "topic" in table.data else None
    module = TrainingModule(
        id=name,
        role=_role(table, roles),
        topic=topic,
        level=level or TrainingLevel.PRE_JOB,
        mandatory=table.flag("mandatory", default=topic is not None),
        hours=_whole(table, "hours"),
        validity_months=_whole(table, "validity_months"),
        pass_mark=_mark(table),
        source=table.text("source", "I"),
        illustrative=table.flag("illustrative"),
    )
    table.finish()
    return module if level is not None else None


def _role(table: Table, roles: tuple[str, ...]) -> str:
    role = table.text("role", "")
    if role and role not in roles:
        table.error("role", "undefined-role", f"there is no role {role!r}", hint=near_or_known(role, roles))
    return role


def _whole(table: Table, key: str) -> int | None:
    if key not in table.data:
        return None
    number = table.integer(key)
    if number < 0:
        table.error(key, "bad-value", f"{key!r} is {number}, and takes a whole number from 0 on")
    return number


def _mark(table: Table) -> Decimal | None:
    mark = table.decimal("pass_mark")
    if mark is not None and not 0 <= mark <= 1:
        table.error(
            "pass_mark", "bad-value", f"'pass_mark' is {mark}, and takes a share from 0 to 1", hint="0.80"
        )
    return mark
