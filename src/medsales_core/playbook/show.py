"""A playbook drawn for people: as text, as TOML in one piece, as a Mermaid diagram."""

from collections.abc import Iterator, Mapping
from typing import Final

import tomli_w

from medsales_core.engine.process import CriterionKind, Process, Stage, Transition, TransitionKind
from medsales_core.engine.promise import PromiseKind
from medsales_core.playbook.playbook import Playbook
from medsales_core.playbook.show_ways import told_waiver, told_ways
from medsales_core.rules.requirement import Requirement, Severity
from medsales_core.rules.wording import words
from medsales_core.text import LangText, text

__all__ = ["as_mermaid", "as_text", "as_toml"]

_INFERRED: Final = text("name inferred", "名称为推断")
_KEY: Final = text("key stage", "关键阶段")
_SAMPLE: Final = text("sample figure", "示例数值")
_CRITERIA: Final = {
    CriterionKind.ENTRY: text("to enter", "准入条件"),
    CriterionKind.EXIT: text("to move on", "准出条件"),
    CriterionKind.STANDING: text("all the while", "持续条件"),
}
_ENDS: Final = {
    TransitionKind.WIN: text("won", "赢单"),
    TransitionKind.LOSE: text("lost", "丢单"),
    TransitionKind.COMPLETE: text("completed", "完成"),
    TransitionKind.RETIRE: text("retired", "退役"),
}
_MARKS: Final = {Severity.BLOCK: "■", Severity.JUSTIFY: "◧", Severity.WARN: "▲", Severity.INFO: "·"}
_PROMISES: Final = text("What is promised of every move", "对每次流转的承诺")
_SAID: Final = {
    PromiseKind.ALWAYS: text("always: {sentence}", "始终：{sentence}"),
    PromiseKind.NEVER: text("never: {sentence}", "绝不：{sentence}"),
}
_LEGEND: Final = text(
    "■ blocks  ◧ asks for a reason  ▲ warns  · is told", "■ 阻止  ◧ 须说明理由  ▲ 提醒  · 提示"
)


def as_text(playbook: Playbook, language: str) -> str:
    """Every process with its stages and ways, every requirement with what is tested for it, and who may do what."""
    return "\n".join(_text(playbook, language)) + "\n"


def _text(playbook: Playbook, language: str) -> Iterator[str]:
    yield f"{playbook.title.pick(language)}  ({playbook.id} {playbook.version}, {playbook.hash[:12]})"
    yield _LEGEND.pick(language)
    for process in playbook.processes.values():
        yield ""
        yield f"{process.label.pick(language)}  [{process.id}]"
        for stage in process.stages:
            yield from _stage(stage, playbook.roles, language)
        yield ""
        yield from told_ways(process, playbook.roles, language)
    for standard in playbook.standards.values():
        yield ""
        yield f"{standard.label.pick(language)}  [{standard.id}]"
        for requirement in standard.requirements.values():
            yield from _requirement(requirement, playbook.roles, language)
    if playbook.promises:
        yield ""
        yield _PROMISES.pick(language)
    for promise in playbook.promises.values():
        said = _SAID[promise.kind].format(sentence=words(promise.condition))
        yield f"  {promise.label.pick(language)}  [{promise.id}]  {promise.source}"
        yield f"      {said.pick(language)}"


def _stage(stage: Stage, roles: Mapping[str, LangText], language: str) -> Iterator[str]:
    notes = [note.pick(language) for note in _notes(stage)]
    yield ""
    yield f"  {stage.position}  {stage.label.pick(language)}  [{stage.id}]{'  ' + '; '.join(notes) if notes else ''}"
    last = None
    for kind, requirement in stage.criteria():
        if kind is not last:
            yield f"      {_CRITERIA[kind].pick(language)}:"
            last = kind
        yield from _requirement(requirement, roles, language)


def _notes(stage: Stage) -> Iterator[LangText]:
    if stage.key:
        yield _KEY
    if stage.heading_inferred:
        yield _INFERRED
    if stage.probability is not None:
        chance = f"{stage.probability.value:.0%}"
        note = text(f"chance {chance}", f"赢率{chance}")
        yield _marked(note) if stage.probability.illustrative else note
    if stage.expected_days is not None:
        days = f"{stage.expected_days.value:f}"
        note = text(f"about {days} days", f"约{days}天")
        yield _marked(note) if stage.expected_days.illustrative else note


def _marked(note: LangText) -> LangText:
    return text("{note} ({sample})", "{note}({sample})").format(note=note, sample=_SAMPLE)


def _requirement(requirement: Requirement, roles: Mapping[str, LangText], language: str) -> Iterator[str]:
    mark = _MARKS[requirement.severity]
    yield f"      {mark} {requirement.label.pick(language)}  [{requirement.id}, {requirement.source or '-'}]"
    yield f"          {words(requirement.condition).pick(language)}"
    yield from told_waiver(requirement, roles, language)


def as_toml(playbook: Playbook) -> str:
    """All layers in one file that means the same."""
    # What plugins bring is in it already: brought once more, it would lie below what a layer removed.
    tables = {
        name: {**table, "layers": False} for name, table in playbook.layers.data.get("plugins", {}).items()
    }
    return tomli_w.dumps(playbook.layers.data | ({"plugins": tables} if tables else {}))


def as_mermaid(playbook: Playbook, language: str) -> str:
    """A state diagram per process, for any page that draws Mermaid."""
    lines = ["stateDiagram-v2", "    direction LR"]
    for process in playbook.processes.values():
        lines.append(f'    state "{_quoted(process.label.pick(language))}" as {_name(process.id)} {{')
        lines += [f"        {line}" for line in _diagram(process, language)]
        lines.append("    }")
    return "\n".join(lines) + "\n"


def _diagram(process: Process, language: str) -> Iterator[str]:
    for stage in process.stages:
        yield f'state "{_quoted(stage.label.pick(language))}" as {_name(stage.id)}'
    yield f"[*] --> {_name(process.start)}"
    for transition in process.transitions:
        # Backward and losing arrows from every stage would hide the process; they are told in the text.
        if transition.kind in (TransitionKind.FORWARD, TransitionKind.SKIP):
            yield from _arrows(transition, _name(transition.target), str(transition.kind))
        elif transition.kind in (TransitionKind.WIN, TransitionKind.COMPLETE, TransitionKind.RETIRE):
            yield from _arrows(transition, "[*]", _ENDS[transition.kind].pick(language))


def _arrows(transition: Transition, target: str, word: str) -> Iterator[str]:
    label = "" if word == "forward" else f" : {word}"
    for source in transition.sources:
        yield f"{_name(source)} --> {target}{label}"


def _name(identity: str) -> str:
    return identity.replace("-", "_")


def _quoted(label: str) -> str:
    return label.replace('"', "'")
