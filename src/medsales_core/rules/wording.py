"""Conditions in words: one sentence per condition, in every language of the library."""

from functools import singledispatch
from typing import Final

from medsales_core.rules.condition import (
    AllOf,
    AnyOf,
    AsOf,
    CheckCall,
    Compare,
    Condition,
    Count,
    Covers,
    Distinct,
    Each,
    Literal,
    NoRecord,
    Not,
    OneOf,
    Operand,
    PathOperand,
    Presence,
    Since,
    Some,
    Sum,
    Unique,
    ValidOn,
    When,
    Within,
)
from medsales_core.rules.operators import OPERATORS
from medsales_core.rules.schema import ResolvedPath
from medsales_core.rules.threshold import EVERYWHERE
from medsales_core.rules.values import joined, shown
from medsales_core.text import LangText, text

__all__ = ["field_words", "operand_words", "words"]

_AND: Final = text(" and ", "且")
_OR: Final = text(" or ", "或")
_BRACKETS: Final = text("({part})", "（{part}）")
_STEP: Final = text(" › ", "›")
_UNITS: Final = {
    "hours": text("hours", "小时"),
    "days": text("days", "天"),
    "workdays": text("work days", "个工作日"),
    "months": text("months", "个月"),
}


def field_words(path: ResolvedPath) -> LangText:
    """What the field at *path* is called, with what it belongs to where that helps."""
    return joined(list(path.labels[-2:]), _STEP)


def operand_words(operand: Operand) -> LangText:
    """What an operand is called; a threshold with its figure."""
    if isinstance(operand, Literal):
        return shown(operand.value)
    if isinstance(operand, AsOf):
        return text("the day itself", "判定日")
    if isinstance(operand, PathOperand):
        return field_words(operand.path)
    if len(operand.values) != 1:
        return operand.label  # which of its figures is in force depends on the day and the place
    only = operand.values[0]
    where = "" if only.jurisdiction == EVERYWHERE else f"{only.jurisdiction}: "
    figure = f"{where}{only.value:f} {operand.unit}"
    return text("{label} ({figure})", "{label}({figure})").format(label=operand.label, figure=figure)


@singledispatch
def words(condition: Condition) -> LangText:
    """What *condition* says, as a sentence without a full stop."""
    raise TypeError(f"{condition!r} is no condition")


def _where(path: ResolvedPath, where: Condition | None) -> LangText:
    if where is None:
        return field_words(path)
    return text("{field} (where {where})", "{field}（其中{where}）").format(
        field=field_words(path), where=words(where)
    )


@words.register
def _(condition: AllOf) -> LangText:
    return joined([_bracketed(part, AnyOf) for part in condition.parts], _AND)


@words.register
def _(condition: AnyOf) -> LangText:
    return joined([_bracketed(part, AllOf) for part in condition.parts], _OR)


def _bracketed(part: Condition, other: type[AllOf | AnyOf]) -> LangText:
    """*part* in brackets where "and" and "or" would run into one another."""
    if isinstance(part, other) and len(part.parts) > 1:
        return _BRACKETS.format(part=words(part))
    return words(part)


@words.register
def _(condition: Not) -> LangText:
    return text("not: {part}", "并非：{part}").format(part=words(condition.part))


@words.register
def _(condition: When) -> LangText:
    return text("when {guard}: {part}", "当{guard}时：{part}").format(
        guard=words(condition.guard), part=words(condition.part)
    )


@words.register
def _(condition: Presence) -> LangText:
    template = (
        text("{field} is filled in", "{field}已填写")
        if condition.filled
        else text("{field} is empty", "{field}为空")
    )
    return template.format(field=field_words(condition.path))


@words.register
def _(condition: Compare) -> LangText:
    return OPERATORS[condition.operator].words.format(
        field=field_words(condition.path), operand=operand_words(condition.operand)
    )


@words.register
def _(condition: OneOf) -> LangText:
    template = text("{field} is one of {values}", "{field}为{values}之一")
    if not condition.among:
        template = text("{field} is none of {values}", "{field}不为{values}中任何一项")
    return template.format(field=field_words(condition.path), values=shown(condition.values))


@words.register
def _(condition: Within) -> LangText:
    template = (
        text("{field} is at most {amount} {unit} after {base}", "{field}不晚于{base}后{amount}{unit}")
        if condition.after
        else text("{field} is at most {amount} {unit} before {base}", "{field}不早于{base}前{amount}{unit}")
    )
    return template.format(
        field=field_words(condition.path),
        amount=operand_words(condition.amount),
        unit=_UNITS[condition.unit],
        base=operand_words(condition.base),
    )


@words.register
def _(condition: ValidOn) -> LangText:
    return text("it is valid on {day}", "在{day}有效").format(day=operand_words(condition.day))


@words.register
def _(condition: Since) -> LangText:
    day = condition.day.isoformat()
    return text(f"the day is {day} or later", f"判定日不早于{day}")


@words.register
def _(condition: Each) -> LangText:
    return text("for every {list}: {part}", "每个{list}均满足：{part}").format(
        list=_where(condition.path, condition.where), part=words(condition.part)
    )


@words.register
def _(condition: Some) -> LangText:
    return text("for at least one {list}: {part}", "至少一个{list}满足：{part}").format(
        list=_where(condition.path, condition.where), part=words(condition.part)
    )


@words.register
def _(condition: NoRecord) -> LangText:
    return text("for no {list}: {part}", "没有{list}满足：{part}").format(
        list=_where(condition.path, condition.where), part=words(condition.part)
    )


def _bounds(least: int | None, most: int | None) -> LangText:
    if least == most:
        return text(f"exactly {least}", f"恰好{least}")
    parts = []
    if least is not None:
        parts.append(text(f"at least {least}", f"至少{least}"))
    if most is not None:
        parts.append(text(f"at most {most}", f"至多{most}"))
    return joined(parts, _AND)


@words.register
def _(condition: Count) -> LangText:
    return text("{list}: {bounds}", "{list}:{bounds}个").format(
        list=_where(condition.path, condition.where), bounds=_bounds(condition.least, condition.most)
    )


@words.register
def _(condition: Distinct) -> LangText:
    return text("{list}: {bounds} different values of {of}", "{list}:{of}有{bounds}种不同取值").format(
        list=_where(condition.path, condition.where),
        of=field_words(condition.of),
        bounds=_bounds(condition.least, condition.most),
    )


@words.register
def _(condition: Unique) -> LangText:
    return text("{list}: no {of} stands twice", "{list}:{of}不重复").format(
        list=_where(condition.path, condition.where), of=field_words(condition.of)
    )


@words.register
def _(condition: Sum) -> LangText:
    total = text("the sum of {of} over {list}", "{list}的{of}之和").format(
        of=field_words(condition.of), list=_where(condition.path, condition.where)
    )
    return OPERATORS[condition.operator].words.format(field=total, operand=operand_words(condition.operand))


@words.register
def _(condition: Covers) -> LangText:
    if condition.records is None or condition.their is None:
        wanted = shown(condition.values)
    else:
        wanted = text("every {their} of {records}", "{records}的每个{their}").format(
            their=field_words(condition.their), records=_where(condition.records, condition.records_where)
        )
    return text("{list}: {of} covers {wanted}", "{list}:{of}涵盖{wanted}").format(
        list=_where(condition.path, condition.where), of=field_words(condition.of), wanted=wanted
    )


@words.register
def _(condition: CheckCall) -> LangText:
    return text(f"check {condition.check} holds", f"检查{condition.check}通过")
