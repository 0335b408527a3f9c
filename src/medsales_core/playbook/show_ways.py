"""Who may do what, in words: the ways between stages with who may take them, and who may waive a requirement."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from medsales_core.engine.process import Process, Transition, TransitionKind
from medsales_core.rules.requirement import Requirement
from medsales_core.text import LangText, text

__all__ = ["told_waiver", "told_ways"]

_WAYS: Final = text("ways, and who may take them", "流转方式及可操作角色")
_KINDS: Final[Mapping[TransitionKind, LangText]] = {
    TransitionKind.FORWARD: text("on", "推进"),
    TransitionKind.SKIP: text("skip", "跳过"),
    TransitionKind.BACK: text("back", "退回"),
    TransitionKind.WIN: text("won", "赢单"),
    TransitionKind.LOSE: text("lost", "丢单"),
    TransitionKind.REOPEN: text("reopened", "重启"),
    TransitionKind.COMPLETE: text("completed", "完成"),
    TransitionKind.RETIRE: text("retired", "退役"),
}
_ANYBODY: Final = text("anybody", "任何人")
_ONLY: Final = text("only {roles}", "仅限{roles}")
_REASON: Final = text("; with a reason", "；须说明理由")
_OR: Final = text(" or ", "或")
_COMMA: Final = text(", ", "、")
_LINE: Final = text("{kind}: {way}  [{id}]  {who}{reason}", "{kind}：{way}  [{id}]  {who}{reason}")
_WAIVED: Final = text("may be waived by {roles}{term}", "可由{roles}豁免{term}")
_NOTHING: Final = text("", "")


def told_ways(process: Process, roles: Mapping[str, LangText], language: str) -> Iterator[str]:
    """Every transition of *process* in a line: what it does, from where to where, who may take it.

    Args:
        process: The process.

        roles: What each role is called, by its id.

        language: The language to tell it in.
    """
    labels = {stage.id: stage.label.pick(language) for stage in process.stages}
    yield f"  {_WAYS.pick(language)}:"
    for way in process.transitions:
        yield f"      {_told(way, labels, roles, language)}"


def _told(way: Transition, labels: Mapping[str, str], roles: Mapping[str, LangText], language: str) -> str:
    sources = _COMMA.pick(language).join(labels[source] for source in way.sources)
    who = (
        _ONLY.pick(language).format(roles=_named(way.who, roles, language))
        if way.who
        else _ANYBODY.pick(language)
    )
    return _LINE.pick(language).format(
        kind=_KINDS[way.kind].pick(language),
        way=f"{sources} → {labels[way.target]}" if way.target else sources,
        id=way.id,
        who=who,
        reason=(_REASON if way.needs_reason else _NOTHING).pick(language),
    )


def told_waiver(requirement: Requirement, roles: Mapping[str, LangText], language: str) -> Iterator[str]:
    """Who may waive *requirement*, in a line; none where nobody may."""
    if requirement.waivable_by:
        days = requirement.waivable_days
        term = text(f", for at most {days} days", f"，最长{days}天") if days is not None else _NOTHING
        named = _named(requirement.waivable_by, roles, language)
        yield f"          {_WAIVED.pick(language).format(roles=named, term=term.pick(language))}"


def _named(ids: Iterable[str], roles: Mapping[str, LangText], language: str) -> str:
    return _OR.pick(language).join(roles[role].pick(language) for role in ids)
