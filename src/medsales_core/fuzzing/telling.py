"""A story told to people: who asked for what, when, and what came of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from medsales_core.engine.command import (
    Actor,
    Advance,
    Complete,
    Hold,
    Lose,
    Migrate,
    Open,
    Reopen,
    Resume,
    Retire,
    Return,
    Waive,
    Win,
)
from medsales_core.engine.decision import Decision
from medsales_core.fuzzing.model import Model
from medsales_core.fuzzing.state import Taken
from medsales_core.fuzzing.step import Ask, Break, HandOver, Meet, Race, Step, Undo, Wait
from medsales_core.text import LangText, text

__all__ = ["told"]

_WISHES: Final[Mapping[type, LangText]] = {
    Open: text("open it", "立项"),
    Advance: text("move on to {where}", "推进至{where}"),
    Return: text("go back to {where}", "退回至{where}"),
    Hold: text("put it on hold", "暂停"),
    Resume: text("take it up again", "恢复"),
    Waive: text("waive: {where}", "豁免：{where}"),
    Win: text("win it", "赢单"),
    Lose: text("give it up as lost", "丢单"),
    Reopen: text("reopen it at {where}", "重新打开至{where}"),
    Complete: text("complete it", "完成"),
    Retire: text("retire it", "退役"),
    Migrate: text("migrate it, to {where}", "迁移，列于{where}"),
}
_IN_PLACE: Final = text("migrate it where it stands", "原地迁移")
_FOR_ONE: Final = text("{what}, for {way!r} alone", "{what}（仅限“{way}”）")
_ASKS: Final = text("{who}: {what}", "{who}：{what}")
_GRANTED: Final = text("granted", "通过")
_REFUSED: Final = text("refused: {why}", "被拒：{why}")


def told(model: Model, story: Iterable[Taken]) -> Iterator[LangText]:
    """Each step of *story* in a line, with what came of it."""
    for number, taken in enumerate(story, start=1):
        line = _step(model, taken.step)
        after = _joined([_answer(decision) for decision in taken.decisions])
        yield text("{number}. {line}{after}", "{number}. {line}{after}").format(
            number=str(number), line=line, after=after
        )


def _joined(answers: list[LangText]) -> LangText:
    if not answers:
        return text("", "")
    return text(
        "  → " + "; ".join(answer["en"] for answer in answers),
        "  → " + "；".join(answer["zh-Hans"] for answer in answers),
    )


def _answer(decision: Decision) -> LangText:
    if decision.accepted:
        return _GRANTED
    why = [finding.requirement or finding.code for finding in decision.failures if finding.blocks]
    return _REFUSED.format(why=", ".join(why))


def _step(model: Model, step: Step) -> LangText:
    if isinstance(step, Ask):
        return _ASKS.format(who=_who(step.actor), what=_wish(model, step))
    if isinstance(step, Race):
        return text("at once: {first} and {second}", "同时：{first}与{second}").format(
            first=_step(model, step.first), second=_step(model, step.second)
        )
    if isinstance(step, Wait):
        return text("time passes until {until}", "时间推移至{until}").format(
            until=step.until.isoformat(" ", "minutes")
        )
    if isinstance(step, HandOver):
        return text("the owner is now {owner}", "负责人变更为{owner}").format(owner=step.owner)
    if isinstance(step, Undo):
        return text("the last change is taken back", "撤销上一次变更")
    return _change(model, step)


def _change(model: Model, step: Meet | Break) -> LangText:
    label = model.inverted.judgement(step.requirement).requirement.label
    way = f" ({step.way})" if step.way else ""
    if isinstance(step, Meet):
        return text("it becomes so: {label}{way}", "情况变为满足：{label}{way}").format(label=label, way=way)
    return text("it is no longer so: {label}{way}", "情况变为不满足：{label}{way}").format(
        label=label, way=way
    )


def _who(actor: Actor) -> str:
    return f"{actor.id} ({', '.join(sorted(actor.roles))})" if actor.roles else actor.id


def _wish(model: Model, ask: Ask) -> LangText:
    command, book = ask.command, model.playbook
    if isinstance(command, Waive) and command.requirement in book.requirements:
        waived = _WISHES[Waive].format(where=book.requirements[command.requirement].label)
        return _FOR_ONE.format(what=waived, way=command.scope) if command.scope else waived
    target = getattr(command, "to", "")
    if isinstance(command, Migrate) and not target:
        return _IN_PLACE
    where = book.stages[target].label if target in book.stages else text(target, target)
    return _WISHES[type(command)].format(where=where)
