"""What a drawing says: the words in it, the notes under a process, and the same for those who cannot see it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from medsales_core.engine.process import Process, Stage, Transition, TransitionKind
from medsales_core.playbook.drawing.layout import Box
from medsales_core.playbook.drawing.lettering import spans
from medsales_core.rules.requirement import Severity
from medsales_core.text import LangText, text

__all__ = [
    "END_WORDS",
    "LEGEND",
    "MUST",
    "TO_HEED",
    "blocking",
    "described",
    "facts_of",
    "has_samples",
    "heeded",
    "notes",
]

END_WORDS: Final = {
    TransitionKind.WIN: text("Won", "赢单"),
    TransitionKind.COMPLETE: text("Completed", "完成"),
    TransitionKind.RETIRE: text("Retired", "退役"),
}
#: What the signs mean, by their names.
LEGEND: Final = {
    "forward": text("moves on", "推进"),
    "skip": text("may skip", "可跳过"),
    "back": text("may go back", "可退回"),
    "end": text("where it ends well", "正常结束"),
    "must": text("requirements that stop a move until met", "未满足即阻止推进的要求数"),
    "key": text("key stage", "关键阶段"),
    "sample": text("sample figure, fixed by no source", "示例数值，无来源依据"),
}
#: The caption under the number of requirements that block.
MUST: Final = text("must be met", "项必须满足")
#: The caption where none blocks and some are told.
TO_HEED: Final = text("to heed", "项提示")
_BETWEEN: Final = text("; ", "；")
_ASKED: Final = text(" ({asks})", "（{asks}）")
_REASON: Final = text("with a reason", "须说明理由")


def blocking(stage: Stage) -> int:
    """How many requirements stop a move until they are met."""
    return sum(requirement.severity is Severity.BLOCK for _, requirement in stage.criteria())


def heeded(stage: Stage) -> int:
    """How many requirements are told and stop nothing for good."""
    return len(stage.criteria()) - blocking(stage)


def facts_of(stage: Stage, language: str) -> list[str]:
    """What a manager wants to know of a stage at a glance."""
    others = heeded(stage)
    found = []
    if stage.key:
        found.append(text("★ key stage", "★ 关键阶段"))
    if stage.expected_days is not None:
        mark = "*" if stage.expected_days.illustrative else ""
        days = f"{stage.expected_days.value:f}"
        found.append(text(f"about {days} days{mark}", f"约{days}天{mark}"))
    if stage.probability is not None:
        mark = "*" if stage.probability.illustrative else ""
        chance = f"{stage.probability.value:.0%}"
        found.append(text(f"chance {chance}{mark}", f"赢率{chance}{mark}"))
    if others and blocking(stage):
        found.append(text(f"{others} more to heed", f"另有{others}项提示"))
    return [fact.pick(language) for fact in found]


def has_samples(process: Process) -> bool:
    """Whether a figure of *process* is a sample."""
    return any(
        figure is not None and figure.illustrative
        for stage in process.stages
        for figure in (stage.expected_days, stage.probability)
    )


def notes(
    process: Process, placed: Mapping[str, Box], roles: Mapping[str, LangText], language: str
) -> list[str]:
    """The ways that are told rather than drawn, and what the drawn ones ask."""
    ways: dict[tuple[TransitionKind, str, str], set[str]] = {}
    for transition in process.transitions:
        asks = _asks(transition, roles, language)
        if transition.kind in _NOTES and (asks or transition.kind not in _DRAWN):
            way = (transition.kind, transition.target, asks)
            ways.setdefault(way, set()).update(transition.sources)
    found = []
    for (kind, target, asks), sources in ways.items():
        told = _told(kind, sources, target, placed, language)
        found.append(told + (_ASKED.pick(language).format(asks=asks) if asks else ""))
    returning = [t for t in process.transitions if t.kind is TransitionKind.BACK]
    if returning and all(transition.needs_reason for transition in returning):
        found.append(text("Going back: with a reason", "退回：须说明理由").pick(language))
    return found


_DRAWN: Final = (
    TransitionKind.FORWARD,
    TransitionKind.SKIP,
    TransitionKind.WIN,
    TransitionKind.COMPLETE,
    TransitionKind.RETIRE,
)
_NOTES: Final = {
    TransitionKind.FORWARD: text("{sources} → {target}", "{sources} → {target}"),
    TransitionKind.SKIP: text("Skip {sources} → {target}", "跳过 {sources} → {target}"),
    TransitionKind.LOSE: text("May be lost in {sources}", "可在阶段{sources}丢单"),
    TransitionKind.REOPEN: text(
        "Closed in {sources}, may be reopened in {target}", "在阶段{sources}关闭后可重启至阶段{target}"
    ),
    TransitionKind.WIN: text("Won in {sources}", "阶段{sources}赢单"),
    TransitionKind.COMPLETE: text("Completed in {sources}", "阶段{sources}完成"),
    TransitionKind.RETIRE: text("Retired in {sources}", "阶段{sources}退役"),
}


def _told(
    kind: TransitionKind, sources: Iterable[str], target: str, placed: Mapping[str, Box], language: str
) -> str:
    numbers = spans(placed[source].number for source in sources)
    return _NOTES[kind].pick(language).format(sources=numbers, target=placed[target].number if target else "")


def _asks(transition: Transition, roles: Mapping[str, LangText], language: str) -> str:
    parts = [_REASON.pick(language)] if transition.needs_reason else []
    named = [roles[role].pick(language) if role in roles else role for role in transition.who]
    if named:
        joined = text(" or ", "或").pick(language).join(named)
        parts.append(text(f"only {joined}", f"仅限{joined}").pick(language))
    return _BETWEEN.pick(language).join(parts)


def described(process: Process, placed: Mapping[str, Box], language: str) -> Iterator[str]:
    """The process in sentences, for who hears the drawing read aloud."""
    yield f"{process.label.pick(language)}:"
    for box in placed.values():
        count = (
            text("{count} {must}", "{count}{must}")
            .format(count=blocking(box.stage), must=MUST)
            .pick(language)
        )
        yield f"{box.number}. {box.stage.label.pick(language)} ({count});"
    for transition in process.transitions:
        if transition.kind is TransitionKind.SKIP or transition.kind in END_WORDS:
            told = _told(transition.kind, transition.sources, transition.target, placed, language)
            yield f"{told};"
